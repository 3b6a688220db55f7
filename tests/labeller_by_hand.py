"""Small articles with their attributions, and a network of a few weights, for the tests of the labeller."""

from __future__ import annotations

import spacy
from docs_by_hand import make_doc
from spacy.tokens import Doc

from quotekit.labeller.network import Shape

ENGLISH = spacy.blank("en").vocab
"""A vocabulary that knows the lower case, prefix, suffix and shape of a word, as a bare one does not."""
LABELS = ("ROOT", "ccomp", "nsubj", "punct")
TINY = Shape(
    labels=LABELS,
    vectors=3,
    width=8,
    hidden=6,
    steps=(1, 2),
    window_steps=(1, 2),
    rows=(40, 30, 30, 20, 10, 10),
    columns=(6, 4, 4, 4, 4, 4),
)

KNEW = """
“ `` punct 3
They PRP nsubj 2
knew VBD ccomp 6
, , punct 6
” '' punct 6
she PRP nsubj 6
said VBD ROOT 6
. . punct 6
He PRP nsubj 9
left VBD ROOT 9
. . punct 9
"""
OVER = """
“ `` punct 3
It PRP nsubj 2
is VBZ ccomp 6
over RB dep 2
” '' punct 6
Anna NNP nsubj 6 B-PERSON
noted VBD ROOT 6
. . punct 6
¶ _SP dep 7
Nobody NN nsubj 10
believes VBZ ROOT 10
it PRP dep 10
. . punct 10
"""


def article(rows: str) -> Doc:
    return Doc(ENGLISH).from_bytes(make_doc(rows).to_bytes())


def attribution(doc: Doc, **parts: tuple[int, int]) -> dict[str, list[list[int]]]:
    """The attribution whose parts are these tokens, first and one past the last, in characters."""
    found: dict[str, list[list[int]]] = {"cue": [], "source": [], "content": []}
    for name, (first, last) in parts.items():
        span = doc[first:last]
        found[name] = [[span.start_char, span.end_char]]
    return found


def knew() -> tuple[Doc, list[dict[str, list[list[int]]]]]:
    """“They knew,” she said. He left."""
    doc = article(KNEW)
    return doc, [attribution(doc, cue=(6, 7), source=(5, 6), content=(0, 5))]


def over() -> tuple[Doc, list[dict[str, list[list[int]]]]]:
    """“It is over” Anna noted. / Nobody believes it."""
    doc = article(OVER)
    return doc, [
        attribution(doc, cue=(6, 7), source=(5, 6), content=(0, 5)),
        attribution(doc, cue=(10, 11), source=(9, 10), content=(11, 12)),
    ]
