"""Parsed documents made by hand, in the label scheme of spaCy's English pipelines."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

VOCAB = Vocab()
# What is written without a space before it, and what without one after it.
TIGHT_LEFT = frozenset({",", ".", "?", ":", "”", "’s", "n’t"})
TIGHT_RIGHT = frozenset({"“"})


def make_doc(rows: str) -> Doc:
    """A `Doc` of rows ``word tag dep head [entity]``: heads are row numbers from 0, entities are IOB.

    A row ``¶`` is the white space token between two paragraphs.
    """
    columns = [line.split() for line in rows.strip().splitlines()]
    words = ["\n\n" if row[0] == "¶" else row[0] for row in columns]
    spaces = [
        not (words[at].isspace() or words[at] in TIGHT_RIGHT or after.isspace() or after in TIGHT_LEFT)
        for at, after in enumerate([*words[1:], "."])
    ]
    return Doc(
        VOCAB,
        words=words,
        spaces=spaces,
        tags=[row[1] for row in columns],
        deps=[row[2] for row in columns],
        heads=[int(row[3]) for row in columns],
        ents=[row[4] if len(row) > 4 else "O" for row in columns],
    )
