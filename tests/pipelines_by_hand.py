"""A pipeline without a model: quick, and the same on every machine."""

from __future__ import annotations

import numpy as np
import spacy
from spacy.attrs import DEP, HEAD, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["flat_pipeline"]


def flat_pipeline() -> Language:
    """English tokens; those of a sentence hang on its first one.

    A sentence starts where one was started before the pipeline ran, and nowhere else.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("flat_parser")
    return nlp


@Language.component("flat_parser", assigns=["token.dep", "token.head"])
def flat_parser(doc: Doc) -> Doc:
    first = 0
    rows = []
    for token in doc:
        starts = token.i == 0 or token.is_sent_start is True
        first = token.i if starts else first
        label = doc.vocab.strings.add("ROOT" if starts else "dep")
        rows.append((first - token.i, label, 1 if starts else -1))
    if rows:
        unsigned = [[value % 2**64 for value in row] for row in rows]
        doc.from_array([HEAD, DEP, SENT_START], np.array(unsigned, dtype="uint64"))
    return doc
