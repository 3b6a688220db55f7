"""Predicted attributions against gold ones, over a whole set of documents.

The figures, and what counts as a hit:

* ``content_tokens``: tokens that stand in any content, predicted against gold.
* ``content_exact``: contents of the same tokens, paired one to one.
* ``content_relaxed``: contents that share half of the tokens that either has, paired one to one.
* ``cue``: cues that share a token, paired one to one.
* ``attribution``: a relaxed content whose source shares a word with the gold one, or where neither
  has a source; paired one to one.
* ``source_accuracy``: of the relaxed pairs whose gold has a source, those whose sources share a word.
* ``recall_marked``, ``recall_unmarked``: the recall of ``attribution`` over the gold contents with a
  quotation mark in them or beside them, and over the rest.

A token is a run of word characters or any other single character that is no space. Before contents
are compared, each of their runs loses the marks at its two ends, and the content loses a "that" which
opens it: so conventions on these two do not count. Everything is summed over the documents first
(micro-average).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import asdict, field, fields, frozen

from quotekit.comparison import Comparison, compare
from quotekit.model import Quotes

__all__ = ["Evaluation", "Ratio", "Score", "count", "evaluate"]


@frozen
class Ratio:
    """``hits`` out of ``n``. Nothing out of nothing is 0."""

    hits: int = 0
    n: int = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.hits + other.hits, self.n + other.n)

    @property
    def share(self) -> float:
        """The share in 0..1."""
        return self.hits / max(1, self.n)


@frozen
class Score:
    """How many were predicted, how many are gold, and how many of these are one another."""

    hits: int = 0
    n_pred: int = 0
    n_gold: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.n_pred + other.n_pred, self.n_gold + other.n_gold)

    @property
    def precision(self) -> float:
        """The share of the predicted that is right, in 0..1; 0 where nothing was predicted."""
        return self.hits / max(1, self.n_pred)

    @property
    def recall(self) -> float:
        """The share of the gold that was found, in 0..1; 0 where there is no gold."""
        return self.hits / max(1, self.n_gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in 0..1."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@frozen
class Evaluation:
    """The figures of the module's docstring. Two of them add up to those of both sets."""

    content_tokens: Score = field(factory=Score)
    content_exact: Score = field(factory=Score)
    content_relaxed: Score = field(factory=Score)
    cue: Score = field(factory=Score)
    attribution: Score = field(factory=Score)
    source_accuracy: Ratio = field(factory=Ratio)
    recall_marked: Ratio = field(factory=Ratio)
    recall_unmarked: Ratio = field(factory=Ratio)

    def __add__(self, other: Evaluation) -> Evaluation:
        names = [one.name for one in fields(Evaluation)]
        return Evaluation(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def to_dict(self) -> dict[str, Any]:
        """The figures in percent to one decimal: ``[precision, recall, F1]``, or one share."""
        found: dict[str, Any] = {"n_pred": self.attribution.n_pred, "n_gold": self.attribution.n_gold}
        for name, value in asdict(self, recurse=False).items():
            if isinstance(value, Score):
                found[name] = [round(100 * x, 1) for x in (value.precision, value.recall, value.f1)]
            else:
                found[name] = round(100 * value.share, 1)
        return found


def evaluate(
    pred: Iterable[Quotes | Mapping[str, Any]], gold: Iterable[Quotes | Mapping[str, Any]]
) -> Evaluation:
    """How well the attributions of ``pred`` agree with those of ``gold``.

    A document is a `Quotes` (named by the ``id`` of its article) or a line of a JSONL file:
    ``{"doc", "quotes": [{"content": [[start, end], …], "cue": …, "source": …}, …]}``, with
    ``attributions`` for ``quotes`` where you like, and with ``text`` in the gold. Offsets are
    characters into the gold text. Names are compared without folders and ``.txt``. A gold document
    that was not predicted counts as one without predictions; a predicted one that is not in the
    gold is left out. An attribution whose content has no token is left out.

    Raises `FormatError` for a document without a name, a text or attributions, for one that stands
    twice, for offsets beyond the text, for a prediction with another text than the gold one, and when no
    document stands in both.

    >>> gold = [{"doc": "a", "text": "It ends, he said.", "attributions": [
    ...     {"content": [[0, 7]], "cue": [[12, 16]], "source": [[9, 11]]}]}]
    >>> pred = [{"doc": "a.txt", "quotes": [{"content": [[0, 8]], "source": [[9, 11]]}]}]
    >>> evaluation = evaluate(pred, gold)
    >>> evaluation.attribution.f1, evaluation.cue.recall
    (1.0, 0.0)
    """
    return sum(map(count, compare(pred, gold)), Evaluation())


def count(found: Comparison) -> Evaluation:
    """The figures of one document."""
    pred, gold = found.pred, found.gold
    pred_tokens = frozenset[int]().union(*(p.content for p in pred))
    gold_tokens = frozenset[int]().union(*(g.content for g in gold))
    sourced = [(pred[i], gold[j]) for i, j in found.relaxed if gold[j].source]
    hits = [gold[j].is_marked for _, j in found.attribution]
    marked = [g.is_marked for g in gold]
    return Evaluation(
        content_tokens=Score(len(pred_tokens & gold_tokens), len(pred_tokens), len(gold_tokens)),
        content_exact=Score(len(found.exact), len(pred), len(gold)),
        content_relaxed=Score(len(found.relaxed), len(pred), len(gold)),
        cue=Score(len(found.cue), sum(bool(p.cue) for p in pred), sum(bool(g.cue) for g in gold)),
        attribution=Score(len(hits), len(pred), len(gold)),
        source_accuracy=Ratio(sum(bool(p.source & g.source) for p, g in sourced), len(sourced)),
        recall_marked=Ratio(hits.count(True), marked.count(True)),
        recall_unmarked=Ratio(hits.count(False), marked.count(False)),
    )
