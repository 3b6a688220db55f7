"""One document at a time: predicted attributions against gold ones, in tokens, and how they pair.

A token is a run of word characters or any other single character that is no space. Before contents
are compared, each of their runs loses the marks at its two ends, and the content loses a "that" which
opens it: so conventions on these two do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from quotekit.errors import FormatError
from quotekit.model import Quotes, TextSpan

__all__ = ["Comparison", "Item", "Pair", "compare", "document_name", "document_of", "pair_items"]

# The least share of common tokens, of those that either content has, for a relaxed pair. Part of
# the definition of the figures, as the field has it, and so no setting.
_RELAXED = 0.5
# What the same source adds to the weight of a pair, so that among near equals it is paired first.
_SOURCE_EXACT, _SOURCE_RELAXED = 0.1, 0.5

_TOKEN = re.compile(r"\w+|[^\w\s]")
_QUOTATION_MARK = re.compile("[\"“”„«»‟]|''|``")
# How far beside a content a quotation mark still counts as its own, in characters.
_BESIDE = 2

Pair = tuple[int, int]


@frozen
class Item:
    """One attribution in tokens of its text; ``at`` is its place in the list of its document.

    ``n_words`` are the words of the content, without its other tokens. ``is_marked`` says whether a
    quotation mark stands in the content or beside it.
    """

    at: int
    content: frozenset[int]
    cue: frozenset[int]
    source: frozenset[int]
    n_words: int
    is_marked: bool


@frozen
class Comparison:
    """The items of one document, and those that are one another: places in ``pred`` and in ``gold``.

    ``exact``, ``relaxed``, ``cue`` and ``attribution`` are what `quotekit.evaluation` defines; each
    item is in one pair of a kind at most.
    """

    doc: str
    pred: tuple[Item, ...]
    gold: tuple[Item, ...]
    exact: tuple[Pair, ...]
    relaxed: tuple[Pair, ...]
    cue: tuple[Pair, ...]
    attribution: tuple[Pair, ...]


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

    def touched_by(self, pieces: Iterable[Pair]) -> set[int]:
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


def compare(
    pred: Iterable[Quotes | Mapping[str, Any]], gold: Iterable[Quotes | Mapping[str, Any]]
) -> list[Comparison]:
    """The comparison of every gold document, in their order. Takes and raises what `evaluate` does.

    >>> gold = [{"doc": "a", "text": "It ends, he said.", "quotes": [{"content": [[0, 7]]}]}]
    >>> [found.attribution for found in compare([{"doc": "a", "quotes": [{"content": [[0, 8]]}]}], gold)]
    [((0, 0),)]
    """
    predicted = _by_name(pred, "predicted")
    wanted = _by_name(gold, "gold")
    if not predicted.keys() & wanted.keys():
        raise FormatError(
            f"no document stands in both: {_some(predicted)} predicted, {_some(wanted)} gold; "
            'give the same "doc" to both'
        )
    found = []
    for name, document in wanted.items():
        text = _text_of(document, name)
        tokens = _Tokens.of(text)
        _check_text(predicted.get(name, {}).get("text"), name, text)
        given = _items(predicted.get(name), name, text, tokens)
        found.append(pair_items(name, given, _items(document, name, text, tokens)))
    return found


def pair_items(doc: str, pred: Sequence[Item], gold: Sequence[Item]) -> Comparison:
    """The comparison of these items of one document."""
    exact: dict[Pair, float] = {}
    relaxed: dict[Pair, float] = {}
    attributed: dict[Pair, float] = {}
    cued: dict[Pair, float] = {}
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
    return Comparison(
        doc,
        tuple(pred),
        tuple(gold),
        exact=_pairs(exact),
        relaxed=_pairs(relaxed),
        cue=_pairs(cued),
        attribution=_pairs(attributed),
    )


def _overlap(left: frozenset[int], right: frozenset[int]) -> float:
    """Intersection over union, in 0..1; 0 for two empty sets."""
    both = left | right
    return len(left & right) / len(both) if both else 0.0


def _agree(left: frozenset[int], right: frozenset[int]) -> bool:
    return bool(left & right) or not (left or right)


def _pairs(weights: Mapping[Pair, float]) -> tuple[Pair, ...]:
    """One-to-one pairs, the heaviest first, ties in the order of the two lists."""
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for i, j in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return tuple(pairs)


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
        data = document_of(document) if isinstance(document, Quotes) else document
        if not isinstance(data, Mapping):
            raise FormatError(f"a {side} document is {data!r:.60}: it is to be an object")
        name = data.get("doc")
        if not isinstance(name, str):
            raise FormatError(
                f'a {side} document has "doc" {name!r}, among {sorted(map(str, data))}: give it a name'
            )
        name = document_name(name)
        if name in found:
            raise FormatError(
                f"the {side} document {name!r} stands twice: leave one out, or put all quotes of a document "
                f"into one line"
            )
        found[name] = data
    return found


def document_name(name: str) -> str:
    """The name under which documents are compared: without folders and ``.txt``.

    >>> document_name("news/monday.txt")
    'monday'
    """
    return name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".txt")


def document_of(quotes: Quotes) -> dict[str, Any]:
    """The part of ``quotes`` that is compared, in the shape of a line."""
    attributions = [
        {"content": _ends(q.content), "cue": _ends(q.cue), "source": _ends(q.source), "act": q.act}
        for q in quotes
    ]
    return {"doc": quotes.article.id, "text": quotes.text, "quotes": attributions}


def _ends(spans: Iterable[TextSpan]) -> list[Pair]:
    return [(span.start, span.end) for span in spans]


def _text_of(document: Mapping[str, Any], name: str) -> str:
    text = document.get("text")
    if not isinstance(text, str):
        raise FormatError(
            f'the gold document {name!r} has "text" {text!r:.60}: give the text that its offsets count in'
        )
    return text


def _check_text(seen: object, name: str, text: str) -> None:
    """Raises `FormatError` where a prediction brings a text of its own, in which its offsets count."""
    if isinstance(seen, str) and seen != text:
        at = next((i for i, pair in enumerate(zip(seen, text, strict=False)) if pair[0] != pair[1]), None)
        raise FormatError(
            f"the predicted document {name!r} has another text than the gold one, from character "
            f"{min(len(seen), len(text)) if at is None else at} on: give quotes of the gold text, unchanged"
        )


def _items(document: Mapping[str, Any] | None, name: str, text: str, tokens: _Tokens) -> list[Item]:
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
            trimmed = tokens.trimmed(touched)
            items.append(
                Item(
                    at=i,
                    content=trimmed,
                    cue=frozenset(tokens.touched_by(_pieces(data, "cue", where, text))),
                    source=frozenset(t for t in source if tokens.is_word(t)),
                    n_words=sum(map(tokens.is_word, trimmed)),
                    is_marked=any(_has_mark(text, start, end) for start, end in content),
                )
            )
    return items


def _has_mark(text: str, start: int, end: int) -> bool:
    return _QUOTATION_MARK.search(text[max(0, start - _BESIDE) : end + _BESIDE]) is not None


def _pieces(data: object, key: str, where: str, text: str) -> list[Pair]:
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
