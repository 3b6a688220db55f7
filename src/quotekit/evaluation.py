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

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import asdict, field, fields, frozen

from quotekit.errors import FormatError
from quotekit.model import Quotes, TextSpan

__all__ = ["Evaluation", "Ratio", "Score", "evaluate"]

# The least share of common tokens, of those that either content has, for a relaxed pair. Part of
# the definition of the figures, as the field has it, and so no setting.
_RELAXED = 0.5
# What the same source adds to the weight of a pair, so that among near equals it is paired first.
_SOURCE_EXACT, _SOURCE_RELAXED = 0.1, 0.5

_TOKEN = re.compile(r"\w+|[^\w\s]")
_QUOTATION_MARK = re.compile("[\"“”„«»‟]|''|``")
# How far beside a content a quotation mark still counts as its own, in characters.
_BESIDE = 2

_Pair = tuple[int, int]


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


@frozen
class _Item:
    """One attribution in tokens of its text."""

    content: frozenset[int]
    cue: frozenset[int]
    source: frozenset[int]
    is_marked: bool


@frozen
class _Tokens:
    """The tokens of a text: where they start and end, and how they are spelt."""

    starts: list[int]
    ends: list[int]
    spelt: list[str]

    @classmethod
    def of(cls, text: str) -> _Tokens:
        found = list(_TOKEN.finditer(text))
        return cls([m.start() for m in found], [m.end() for m in found], [m[0] for m in found])

    def touched_by(self, pieces: Iterable[_Pair]) -> set[int]:
        """The tokens that have a character in any of the pieces."""
        touched: set[int] = set()
        for start, end in pieces:
            touched.update(range(bisect_right(self.ends, start), bisect_left(self.starts, end)))
        return touched

    def is_word(self, i: int) -> bool:
        # The first character decides, as \w did: a token is all word characters or a single other.
        return re.match(r"\w", self.spelt[i]) is not None

    def trimmed(self, ids: set[int]) -> frozenset[int]:
        """``ids`` without the marks at both ends of each run, and without an opening "that"."""
        kept: set[int] = set()
        for run in _runs(sorted(ids)):
            first, last = 0, len(run)
            while first < last and self._may_open(run[first], is_opening=not kept):
                first += 1
            while last > first and not self.is_word(run[last - 1]):
                last -= 1
            kept.update(run[first:last])
        return frozenset(kept)

    def _may_open(self, i: int, *, is_opening: bool) -> bool:
        """Whether the token is taken off the front of a run."""
        return not self.is_word(i) or (is_opening and self.spelt[i].lower() == "that")


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
    twice, for offsets beyond the text, and when no document stands in both.

    >>> gold = [{"doc": "a", "text": "It ends, he said.", "attributions": [
    ...     {"content": [[0, 7]], "cue": [[12, 16]], "source": [[9, 11]]}]}]
    >>> pred = [{"doc": "a.txt", "quotes": [{"content": [[0, 8]], "source": [[9, 11]]}]}]
    >>> evaluation = evaluate(pred, gold)
    >>> evaluation.attribution.f1, evaluation.cue.recall
    (1.0, 0.0)
    """
    predicted = _by_name(pred, "predicted")
    wanted = _by_name(gold, "gold")
    if not predicted.keys() & wanted.keys():
        raise FormatError(
            f"no document stands in both: {_some(predicted)} predicted, {_some(wanted)} gold; "
            'give the same "doc" to both'
        )
    total = Evaluation()
    for name, document in wanted.items():
        text = _text_of(document, name)
        tokens = _Tokens.of(text)
        total += _compare(
            _items(predicted.get(name), name, text, tokens), _items(document, name, text, tokens)
        )
    return total


def _compare(pred: Sequence[_Item], gold: Sequence[_Item]) -> Evaluation:
    """The figures of one document."""
    exact: dict[_Pair, float] = {}
    relaxed: dict[_Pair, float] = {}
    attributed: dict[_Pair, float] = {}
    cued: dict[_Pair, float] = {}
    for i, p in enumerate(pred):
        for j, g in enumerate(gold):
            overlap = _overlap(p.content, g.content)
            if p.cue & g.cue:
                cued[i, j] = 1 + overlap
            if not overlap:
                continue
            agrees = _agree(p.source, g.source)
            if p.content == g.content:
                exact[i, j] = 1 + _SOURCE_EXACT * agrees
            if overlap >= _RELAXED:
                relaxed[i, j] = overlap + _SOURCE_RELAXED * agrees
                if agrees:
                    attributed[i, j] = overlap
    pred_tokens = frozenset[int]().union(*(p.content for p in pred))
    gold_tokens = frozenset[int]().union(*(g.content for g in gold))
    sourced = [(pred[i], gold[j]) for i, j in _pairs(relaxed) if gold[j].source]
    found = [gold[j].is_marked for _, j in _pairs(attributed)]
    marked = [g.is_marked for g in gold]
    return Evaluation(
        content_tokens=Score(len(pred_tokens & gold_tokens), len(pred_tokens), len(gold_tokens)),
        content_exact=Score(len(_pairs(exact)), len(pred), len(gold)),
        content_relaxed=Score(len(_pairs(relaxed)), len(pred), len(gold)),
        cue=Score(len(_pairs(cued)), sum(bool(p.cue) for p in pred), sum(bool(g.cue) for g in gold)),
        attribution=Score(len(found), len(pred), len(gold)),
        source_accuracy=Ratio(sum(bool(p.source & g.source) for p, g in sourced), len(sourced)),
        recall_marked=Ratio(found.count(True), marked.count(True)),
        recall_unmarked=Ratio(found.count(False), marked.count(False)),
    )


def _overlap(left: frozenset[int], right: frozenset[int]) -> float:
    """Intersection over union, in 0..1; 0 for two empty sets."""
    both = left | right
    return len(left & right) / len(both) if both else 0.0


def _agree(left: frozenset[int], right: frozenset[int]) -> bool:
    return bool(left & right) or not (left or right)


def _pairs(weights: Mapping[_Pair, float]) -> list[_Pair]:
    """One-to-one pairs, the heaviest first, ties in the order of the two lists."""
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for i, j in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs


def _runs(ids: Sequence[int]) -> list[list[int]]:
    """``ids``, which are sorted, cut where a number is left out."""
    runs: list[list[int]] = []
    for i in ids:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _by_name(documents: Iterable[Quotes | Mapping[str, Any]], side: str) -> dict[str, Mapping[str, Any]]:
    """The documents under their names, each checked to have one of its own."""
    found: dict[str, Mapping[str, Any]] = {}
    for document in documents:
        data = _data_of(document) if isinstance(document, Quotes) else document
        if not isinstance(data, Mapping):
            raise FormatError(f"a {side} document is {data!r:.60}: it is to be an object")
        name = data.get("doc")
        if not isinstance(name, str):
            raise FormatError(
                f'a {side} document has "doc" {name!r}, among {sorted(map(str, data))}: give it a name'
            )
        name = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".txt")
        if name in found:
            raise FormatError(f"the {side} document {name!r} stands twice: leave one out")
        found[name] = data
    return found


def _data_of(quotes: Quotes) -> dict[str, Any]:
    """The part of ``quotes`` that is compared, in the shape of a line."""
    attributions = [
        {"content": _ends(q.content), "cue": _ends(q.cue), "source": _ends(q.source)} for q in quotes
    ]
    return {"doc": quotes.article.id, "text": quotes.text, "quotes": attributions}


def _ends(spans: Iterable[TextSpan]) -> list[_Pair]:
    return [(span.start, span.end) for span in spans]


def _text_of(document: Mapping[str, Any], name: str) -> str:
    text = document.get("text")
    if not isinstance(text, str):
        raise FormatError(
            f'the gold document {name!r} has "text" {text!r:.60}: give the text that its offsets count in'
        )
    return text


def _items(document: Mapping[str, Any] | None, name: str, text: str, tokens: _Tokens) -> list[_Item]:
    """The attributions of a document that have a token in their content."""
    if document is None:
        return []
    key = "attributions" if "attributions" in document else "quotes"
    attributions = document.get(key)
    if not isinstance(attributions, list):
        raise FormatError(
            f'the document {name!r} has neither a list "quotes" nor "attributions", '
            f"but {sorted(map(str, document))}: give it one, be it empty"
        )
    items = []
    for i, data in enumerate(attributions):
        where = f"{name!r}, {key}[{i}]"
        content = _pieces(data, "content", where, text)
        touched = tokens.touched_by(content)
        source = tokens.touched_by(_pieces(data, "source", where, text))
        if touched:
            items.append(
                _Item(
                    content=tokens.trimmed(touched),
                    cue=frozenset(tokens.touched_by(_pieces(data, "cue", where, text))),
                    source=frozenset(i for i in source if tokens.is_word(i)),
                    is_marked=any(_has_mark(text, start, end) for start, end in content),
                )
            )
    return items


def _has_mark(text: str, start: int, end: int) -> bool:
    return _QUOTATION_MARK.search(text[max(0, start - _BESIDE) : end + _BESIDE]) is not None


def _pieces(data: object, key: str, where: str, text: str) -> list[_Pair]:
    """The pieces under ``key``, checked; none where a cue or a source is absent or null."""
    if not isinstance(data, Mapping):
        raise FormatError(f"{where} is {data!r:.60}: it is to be an object")
    if key == "content" and key not in data:
        raise FormatError(f'{where} has no "content", but {sorted(map(str, data))}: give it one')
    pieces = data.get(key) or []
    if not isinstance(pieces, list):
        raise FormatError(f'{where} has "{key}" {pieces!r:.60}: give a list of [start, end]')
    for piece in pieces:
        if not _is_pair(piece):
            raise FormatError(f'{where} has {piece!r:.60} in "{key}": give [start, end] in whole numbers')
        start, end = piece
        if not 0 <= start < end <= len(text):
            raise FormatError(
                f'{where} has [{start}, {end}] in "{key}", the gold text has {len(text)} characters: '
                "offsets are to count in the gold text, start before end"
            )
    return [(start, end) for start, end in pieces]


def _is_pair(piece: object) -> bool:
    return isinstance(piece, (list, tuple)) and len(piece) == 2 and all(type(x) is int for x in piece)


def _some(documents: Mapping[str, object]) -> str:
    """How many documents, and the first one's name."""
    return f"{len(documents)} (such as {next(iter(documents))!r})" if documents else "none"
