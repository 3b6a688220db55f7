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


def make_article(*sentences: str) -> Doc:
    """A `Doc` of several sentences in such rows, the heads of each counted from its own first row."""
    rows, before = [], 0
    for sentence in sentences:
        lines = [line.split() for line in sentence.strip().splitlines()]
        rows += [" ".join([*row[:3], str(int(row[3]) + before), *row[4:]]) for row in lines]
        before += len(lines)
    return make_doc("\n".join(rows))


def naming(name: str, label: str = "PERSON", *, title: str = "") -> str:
    """The rows of a sentence that only names: "NAME left.", with the title, if any, outside the entity."""
    words = [*title.split(), *name.split()]
    last = len(words) - 1
    rows = []
    for at, word in enumerate(words):
        entity = (
            "O" if at < len(title.split()) else f"B-{label}" if at == len(title.split()) else f"I-{label}"
        )
        rows.append(f"{word} NNP {'nsubj' if at == last else 'compound'} {last + (at == last)} {entity}")
    return "\n".join([*rows, f"left VBD ROOT {last + 1}", f". . punct {last + 1}"])


def saying(subject: str, verb: str = "said") -> str:
    """The rows of "SUBJECT said so.", a subject of one word: "He PRP", or "ministers NNS"."""
    return f"{subject} nsubj 1\n{verb} VBD ROOT 1\nso RB advmod 1\n. . punct 1"
