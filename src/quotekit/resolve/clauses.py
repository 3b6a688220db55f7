"""Clauses cut and grown by the cues that stand in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence

from attrs import evolve

from quotekit.model import Content, Cue, TextSpan
from quotekit.syntax import Tree, has_clause, span_of, tokens_in, trim

__all__ = ["cut_clauses"]

_PAST = frozenset({"VBD", "VBN"})
_PAUSES = frozenset({",", "–", "—"})


def cut_clauses(
    tree: Tree, cues: Mapping[int, Cue], contents: Sequence[Content], marked: Collection[int]
) -> tuple[dict[int, Content], dict[int, int]]:
    """The clause of each cue, ended before a cue that shares its speaker; and who shares with whom.

    "He said P, adding that Q" and "He said P but claimed Q" are two quotes by one source, even where
    the parse hangs the second on P. The second mapping gives, for such a cue, the cue it was cut
    from. ``marked`` are the cues of passages in marks.
    """
    heads = sorted(cues)
    clauses: dict[int, Content] = {}
    origin: dict[int, int] = {}
    left: dict[int, int] = {}
    for content in contents:
        if content.cue is None:
            continue
        spans = []
        for span in content.spans:
            cut, other = _cut(tree, cues, heads, content.cue, span)
            if other is not None:
                origin.setdefault(other, content.cue)
                left.setdefault(other, span.end)
            if cut is not None:
                spans.append(cut)
            if other is not None:
                break
        if spans:
            clauses[content.cue] = evolve(content, spans=spans)
    for cue, end in left.items():
        if cue not in clauses and cue not in marked and (rest := _rest_of(tree, cue, end)) is not None:
            clauses[cue] = Content([rest], cue, "rest of the clause")
    return clauses, origin


def _rest_of(tree: Tree, cue: int, end: int) -> TextSpan | None:
    """What follows a cue in the clause it was cut from, where the parse gave it nothing: "claimed P"."""
    first = cue + 1 + (tree.lower[cue + 1 : cue + 2] == ["that"])
    _, last = tokens_in(tree, tree.starts[cue], end)
    first, last = trim(tree, first, last)
    return span_of(tree, first, last) if first < last and has_clause(tree, first, last) else None


def _cut(
    tree: Tree,
    cues: Mapping[int, Cue],
    heads: Sequence[int],
    cue: int,
    span: TextSpan,
) -> tuple[TextSpan | None, int | None]:
    """The part of a span before the first cue in it that shares the speaker, and that cue."""
    first, last = tokens_in(tree, span.start, span.end)
    if cue > first:
        return span, None
    for at in heads[bisect_left(heads, first) : bisect_left(heads, last)]:
        start = _shares(tree, cues[at], cue, first) if tree.outer[at] == tree.outer[cue] else None
        if start is not None:
            a, b = trim(tree, first, max(first, start))
            return (span_of(tree, a, b) if a < b else None), at
    return span, None


def _shares(tree: Tree, cue: Cue, other: int, first: int) -> int | None:
    """Where a cue inside a clause starts, if it is said of the clause's speaker: ", adding", "but claimed".

    Leaves "He said the bank lied and that nobody claimed it" alone: that cue has a subject.
    """
    at = cue.head
    if cue.form != "verb" or cue.act not in {"speech", "thought"} or at < first:
        return None
    before = at - 1
    while before > 0 and tree.tags[before] == "RB":
        before -= 1
    if tree.tags[at] == "VBG":
        while before > first and tree.is_punctuation(before) and tree.words[before] not in _PAUSES:
            before -= 1
        return before if tree.words[before] in _PAUSES else None
    if (
        tree.tags[at] not in {"VBD", "VBN", "VBZ", "VBP"}
        or tree.child(at, "nsubj", "nsubjpass", "expl") is not None
    ):
        return None
    same = (tree.tags[at] in _PAST) == (tree.tags[other] in _PAST) and tree.tags[before] == "CC"
    return before if same and tree.child(at, "aux", "auxpass") is None else None
