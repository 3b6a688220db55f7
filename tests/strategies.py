"""Hypothesis strategies that several test modules share."""

from __future__ import annotations

import re

from hypothesis import strategies as st

__all__ = ["QUOTATION_GLYPHS", "paragraphs_of", "texts"]

QUOTATION_GLYPHS = "\"'`´‘’‚‛“”„‟«»‹›″′＂＇「」『』〝〞〟"
# Alphabets that meet where text goes wrong: invisible and right-to-left characters, emoji of one and
# of several code points, combining marks, the last code points of the planes.
_HARD = (
    "\0\x07\x1b\x85\u00ad\u200b\u200d\u200e\u200f\u2028\u2029"
    "\u202a\u202e\u2066\u2069\ufeff\ufffd\uffff\U0010ffff"
)
_EMOJI = "😀🇫🇷👩‍👩‍👧❤️e\u0301\u0300"
_PIECES = (
    *QUOTATION_GLYPHS, *_HARD, *_EMOJI, *" \t\n\r\u00a0.,;:!?…-–—()[]<>=/&$%0123",
    "''", "``", "\n\n", "\r\n", ", ", ". ", "He said", "Lavrov", "don’t", "ministers'",
    "6'2", "'em", "the '90s",
)  # fmt: skip

_characters = st.characters(exclude_categories=["Cs"])
texts = st.one_of(
    st.text(_characters, max_size=200),
    st.lists(st.sampled_from(_PIECES), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(_characters, max_size=5)), max_size=60).map("".join),
)
"""Any text without lone surrogates, thick with quotation marks, line breaks and rare characters."""


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """The ranges between blank lines, without the line breaks at their ends."""
    return [match.span() for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]
