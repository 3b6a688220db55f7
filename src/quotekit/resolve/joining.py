"""Which passages are one quotation: interrupted by their cue, or re-opened over paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from attrs import define, evolve, frozen

from quotekit.model import Content, Mark, TextSpan
from quotekit.syntax import Tree, tokens_in

__all__ = ["Passage", "Passages", "join_marked", "marks_within"]


@frozen
class Passage:
    """Passages in marks that are one quotation: their cue (a head token) and their inner spans."""

    cue: int | None
    spans: tuple[TextSpan, ...]


@define
class Passages:
    """A quotation while its pieces are gathered, and the mark and paragraph of the last of them."""

    cue: int | None
    spans: list[TextSpan]
    last: Mark
    paragraph: int


def join_marked(
    tree: Tree, marks: Sequence[Mark], contents: Iterable[Content], clauses: Sequence[tuple[int, int]]
) -> list[Passage]:
    """The quotations that the passages in ``contents`` make up, by start.

    "A," he said, "B." has one cue twice; "A," he said. "B." takes in the uncued B of the same
    paragraph; a mark that is re-opened in the next paragraph goes on with the quotation before it.
    An uncued passage in a paragraph of its own stands alone. One that follows a clause in its
    paragraph ("He said prices rose. “We will act.”") is a quote of that clause's cue: ``clauses``
    are the starts of clauses and their cues, sorted.
    """
    by_inner = {mark.inner: mark for mark in marks if mark.inner is not None}
    groups: list[Passages] = []
    nested: list[Passage] = []
    by_cue: dict[int, Passages] = {}
    for content in sorted(contents, key=lambda content: content.spans):
        (span,) = content.spans
        mark = by_inner[span]
        if mark.depth:
            if content.cue is not None:
                nested.append(Passage(content.cue, (span,)))
            continue
        group = _group_for(tree, content, mark, groups, by_cue, clauses)
        if group is None and content.cue is None:
            content = evolve(content, cue=_cue_before(tree, mark, clauses))
            group = Passages(content.cue, [], mark, 0)
            groups.append(group)
            _extend(tree, group, content, mark)
            continue
        _add(tree, group, content, mark, groups, by_cue)
    joined = [Passage(group.cue, tuple(group.spans)) for group in groups]
    return sorted([*joined, *nested], key=lambda passage: passage.spans)


def _group_for(
    tree: Tree,
    content: Content,
    mark: Mark,
    groups: list[Passages],
    by_cue: dict[int, Passages],
    clauses: Sequence[tuple[int, int]],
) -> Passages | None:
    """The quotation that a passage goes on with, or `None` where it opens one."""
    if content.cue is not None and content.cue in by_cue:
        return by_cue[content.cue]
    if not groups:
        return None
    last = groups[-1]
    reopened = mark.continued and last.last.continues
    if reopened and (content.cue is None or last.cue is None):
        return last
    if last.paragraph != _paragraph(tree, mark):
        return None
    between = tree.text[last.last.span.end : mark.span.start]
    if content.cue is not None:
        return last if last.cue is None and not between.strip() else None
    after = bisect_left(clauses, (last.last.span.end, 0))
    between_them = clauses[after : bisect_left(clauses, (mark.span.start, 0))]
    return None if any(tree.tags[cue] != "VBG" for _, cue in between_them) else last


def _cue_before(tree: Tree, mark: Mark, clauses: Sequence[tuple[int, int]]) -> int | None:
    """The cue of the last clause before a passage, if it stands in the same paragraph."""
    at = bisect_left(clauses, (mark.span.start, 0)) - 1
    if at < 0 or tree.paragraph[clauses[at][1]] != _paragraph(tree, mark):
        return None
    return clauses[at][1]


def _paragraph(tree: Tree, mark: Mark) -> int:
    first, _ = tokens_in(tree, mark.span.start, mark.span.end)
    return tree.paragraph[min(first, len(tree) - 1)]


def _add(
    tree: Tree,
    group: Passages | None,
    content: Content,
    mark: Mark,
    groups: list[Passages],
    by_cue: dict[int, Passages],
) -> None:
    if group is None:
        group = Passages(content.cue, [], mark, 0)
        groups.append(group)
    _extend(tree, group, content, mark)
    if content.cue is not None:
        by_cue[content.cue] = group


def _extend(tree: Tree, group: Passages, content: Content, mark: Mark) -> None:
    group.spans.extend(content.spans)
    group.cue = content.cue if group.cue is None else group.cue
    group.last, group.paragraph = mark, _paragraph(tree, mark)


def marks_within(marks: Sequence[Mark], starts: Sequence[int], start: int, end: int) -> Sequence[Mark]:
    """The marks that begin between two offsets; ``starts`` are the starts of ``marks``, sorted."""
    return marks[bisect_left(starts, start) : bisect_right(starts, end - 1)]
