"""Ways to split attributions: by marks, kind, act, length, and how common the cue is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from benchmarks.accuracy.reading import Attribution, Document, wording
from quotekit.comparison import Item
from quotekit.find.marks import find_marks
from quotekit.model import ACTS, Mark
from quotekit.parsing import paragraphs

__all__ = ["Split", "by_act", "by_frequency", "by_kind", "by_length", "by_marks", "kind_of"]

# The first word count, or the first number of times, of each group but the lowest.
LENGTHS = {1: "to 4 words", 5: "5 to 15", 16: "16 to 40", 41: "over 40"}
FREQUENCIES = {0: "never", 1: "1 to 9 times", 10: "10 to 99", 100: "100 and more"}

_WORD = re.compile(r"\w+")

# The group of each attribution of a document, gold or predicted; `None` where it is in none.
Labels = Sequence[str | None]


@frozen
class Split:
    """The groups in order, and those of the items of each document.

    Where a side cannot tell its groups it has no labels, and precision or recall is left out.
    ``is_one_kind`` says whether both sides are labelled in full, in the same way.
    """

    name: str
    groups: tuple[str, ...]
    gold: Sequence[Labels] | None
    pred: Sequence[Labels] | None
    is_one_kind: bool


def by_marks(documents: Sequence[Document]) -> Split:
    """Contents with a quotation mark in them or beside them, and others, as the evaluation counts them."""
    return _on_both("quotation marks", ("with", "without"), documents, _marked)


def _marked(_: Document, __: Attribution, item: Item) -> str:
    return "with" if item.is_marked else "without"


def by_length(documents: Sequence[Document]) -> Split:
    """By the words of the content."""
    return _on_both("length of the content", tuple(LENGTHS.values()), documents, _length)


def _length(_: Document, __: Attribution, item: Item) -> str:
    return _step(LENGTHS, max(1, item.n_words))


def _step(names: Mapping[int, str], number: int) -> str:
    return names[list(names)[bisect_right(list(names), number) - 1]]


def by_kind(documents: Sequence[Document]) -> Split:
    """By how much of the content stands inside marks: gold has no kind, so both are told by the marks."""
    marks = {document.name: find_marks(document.text, paragraphs(document.text)) for document in documents}

    def kind(document: Document, attribution: Attribution, _: Item) -> str:
        return kind_of(document.text, marks[document.name], attribution)

    return _on_both("kind", ("direct", "mixed", "indirect"), documents, kind)


def kind_of(text: str, marks: Sequence[Mark], attribution: Attribution) -> str:
    """``direct`` where every word of the content stands inside marks, ``indirect`` where none does.

    Marks that hold the cue too are not those of the content.
    """
    cue = attribution.get("cue") or ()
    own = [mark.span for mark in marks if not any(s < mark.span.end and mark.span.start < e for s, e in cue)]
    inside = [
        any(span.start <= word.start() and word.end() <= span.end for span in own)
        for start, end in attribution["content"]
        for word in _WORD.finditer(text, start, end)
    ]
    if not any(inside):
        return "indirect"
    return "direct" if all(inside) else "mixed"


def by_act(documents: Sequence[Document], labelled: Mapping[tuple[str, int], str]) -> Split:
    """By act: predictions by their own, gold by the hand-labelled sample (document, start of the cue)."""

    def labels(document: Document) -> Labels:
        starts = [min((piece[0] for piece in gold.get("cue") or ()), default=-1) for gold in document.gold]
        return [labelled.get((document.name, starts[item.at])) for item in document.found.gold]

    return Split(
        "act",
        ACTS,
        gold=[labels(document) for document in documents] if labelled else None,
        pred=[[document.pred[item.at].get("act") for item in document.found.pred] for document in documents],
        is_one_kind=False,
    )


def by_frequency(documents: Sequence[Document], counts: Mapping[str, int]) -> Split:
    """By how often the wording of the gold cue stands in the training articles."""

    def labels(document: Document) -> Labels:
        words = [wording(document.text, document.gold[item.at]) for item in document.found.gold]
        return [_step(FREQUENCIES, counts.get(word, 0)) if word else None for word in words]

    # No groups of the predictions: a cue that is cut otherwise than the annotators' has another wording.
    gold = [labels(document) for document in documents]
    return Split(
        "cue in the training articles", tuple(FREQUENCIES.values()), gold=gold, pred=None, is_one_kind=False
    )


def _on_both(
    name: str,
    groups: tuple[str, ...],
    documents: Sequence[Document],
    group: Callable[[Document, Mapping[str, Any], Item], str],
) -> Split:
    gold = [[group(one, one.gold[item.at], item) for item in one.found.gold] for one in documents]
    pred = [[group(one, one.pred[item.at], item) for item in one.found.pred] for one in documents]
    return Split(name, groups, gold=gold, pred=pred, is_one_kind=True)
