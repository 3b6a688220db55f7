"""Hypothesis strategies for texts that look like news to the rules, though no paper would print them."""

from __future__ import annotations

from hypothesis import strategies as st
from strategies import QUOTATION_GLYPHS, texts

__all__ = ["any_texts", "news"]

_NAMES = ("Lavrov", "Anna Lindqvist", "Reuters", "the ministry", "NATO", "Mr. Smith, 67,", "He", "She", "we")
_CUES = (
    "said", "says", "told reporters", "asked whether", "claimed", "denied", "added", "adding that", "saying",
    "according to", "citing", "was quoted by the Star as saying", "declined to comment",
    "did not say whether", "the claim that", "with the warning that", "It was announced by", "thinks",
    "plans to", "seems", "wrote",
)  # fmt: skip
_CLAUSES = (
    "the bridge was closed", "prices would rise", "it is over", "that", "whether", "which", "who", "but",
    "and", "on Monday", "in a statement", "“No,”", "«Il pleut.»", "``No''", "the ‘Clean Barrel’",
)  # fmt: skip
_POINTS = (*QUOTATION_GLYPHS, ":", ",", ".", "?", "!", "—", "…", "(", ")", "''", "``")
_BREAKS = (
    " ",
    " ",
    " ",
    " ",
    "",
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\u2028",
    "\u2029",
    "\u202e",
    "\0",
    "😀",
    "\u0301",
)

_pieces = st.one_of(*map(st.sampled_from, (_NAMES, _CUES, _CLAUSES, _POINTS)))
news = st.lists(st.tuples(_pieces, st.sampled_from(_BREAKS)), max_size=30).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
"""Names, cues, clauses and marks in any order, with breaks of all kinds between them."""

any_texts = st.one_of(news, news, texts)
"""Such texts, and any others."""
