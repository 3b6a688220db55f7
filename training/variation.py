"""Gold docs as other publishers would typeset them: quotation marks, apostrophes, paragraph breaks.

The treebanks have mostly straight marks and, as we give them, one kind of blank line. News comes with curly
marks, with the typewriter pairs of old corpora, and with line breaks of every kind.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from training.conversion.resources import word_list

__all__ = ["varied", "varied_forms"]

OPENING, CLOSING = ("“", "``"), ("”", "''")
STRAIGHT = '"'
STYLES = ((STRAIGHT, STRAIGHT), ("“", "”"), ("“", "”"), ("``", "''"))  # curly ones twice: most news has them
BREAKS = (*["\n\n"] * 6, "\n", "\n", "\n\n\n", "\r\n\r\n", " \n\n")


def varied(doc: Doc, draw: random.Random) -> Doc:
    """The doc in another typography, drawn by lot, with the same tags, trees and entities."""
    forms = list(varied_forms([token.text for token in doc], draw))
    other = Doc(
        doc.vocab,
        words=forms,
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        deps=[token.dep_ for token in doc],
        heads=[token.head.i for token in doc],
    )
    if doc.has_annotation("ENT_IOB"):
        spans = [Span(other, entity.start, entity.end, label=entity.label_) for entity in doc.ents]
        other.set_ents(spans, default="outside")
    return other


def varied_forms(forms: Sequence[str], draw: random.Random) -> Iterator[str]:
    """The forms in one style of marks, each paragraph break drawn for itself.

    A straight mark opens where none is open, else closes: wrong in a passage that begins within a quotation,
    as it is in print now and then.
    """
    style = draw.choice(STYLES)
    is_open = False
    for form in forms:
        if form == STRAIGHT or form in OPENING or form in CLOSING:
            is_open = form in OPENING or (form == STRAIGHT and not is_open)
            yield style[0] if is_open else style[1]
        elif style[1] == "”" and form in word_list("contractions"):
            yield form.replace("'", "’")
        elif "\n" in form:
            yield draw.choice(BREAKS)
        else:
            yield form
