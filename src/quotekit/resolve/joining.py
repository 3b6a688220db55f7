"""Which passages are one quotation: interrupted by their cue, or re-opened over paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from attrs import define

from quotekit.model import Content, Mark, TextSpan
from quotekit.syntax import Tree, tokens_in

__all__ = ["MARK_CHARS", "Passages", "join_passages", "marks_within"]

MARK_CHARS = 4
"""How long an opening mark can be: `` with the spaces inside it."""


@define
class Passages:
    """Passages in marks that nothing introduces, and the cue (a head token) that they go on with.

    ``opens`` says that they are a quote of their own, by the cue's speaker; ``last`` is the mark of
    the last of them.
    """

    cue: int | None
    spans: list[TextSpan]
    last: Mark
    opens: bool = True


def join_passages(
    tree: Tree, marks: Sequence[Mark], contents: Sequence[Content], told: Sequence[tuple[int, int]]
) -> list[Passages]:
    """The quotations that the passages without a cue make up, by start.

    "A," he said. "B." takes in the uncued B of the same paragraph; a mark that is re-opened in the
    next paragraph goes on with the quotation before it. An uncued passage in a paragraph of its own
    stands alone. One that follows a clause in its paragraph ("He said prices rose. “We will act.”") is
    a quote of that clause's cue: ``told`` are the starts of such clauses and their cues, sorted.
    """
    by_inner: dict[TextSpan, Mark] = {mark.inner: mark for mark in marks if mark.inner is not None}
    groups: list[Passages] = []
    last: Passages | None = None
    for mark, cue in _in_order(marks, contents, by_inner):
        if cue is not None:
            if last is not None and last.cue is None and _goes_on(tree, last.last, mark):
                last.cue, last.opens = cue, False
            last = Passages(cue, [], mark, opens=False)
            continue
        if last is None or not _joins(tree, last, mark, told):
            last = Passages(_cue_before(tree, mark, told), [], mark)
        if not last.spans:
            groups.append(last)
        if mark.inner is not None:
            last.spans.append(mark.inner)
        last.last = mark
    return groups


def _in_order(
    marks: Sequence[Mark], contents: Iterable[Content], by_inner: dict[TextSpan, Mark]
) -> list[tuple[Mark, int | None]]:
    """The outermost passages that are reported, by start, each with the cue that reports it, if any."""
    starts = [mark.span.start for mark in marks]
    owners: dict[int, tuple[Mark, int | None]] = {}
    for content in contents:
        if content.cue is None:
            mark = by_inner[content.spans[0]]
            owners[mark.span.start] = mark, None
            continue
        for span in content.spans:
            for mark in marks_within(marks, starts, span.start - MARK_CHARS, span.end):
                if not mark.depth:
                    owners.setdefault(mark.span.start, (mark, content.cue))
    return [owners[start] for start in sorted(owners)]


def _goes_on(tree: Tree, before: Mark, mark: Mark) -> bool:
    """Whether a passage goes on with the one before it, whatever its cue: re-opened, or right behind."""
    if mark.continued and before.continues:
        return True
    between = tree.text[before.span.end : mark.span.start]
    return not between.strip() and _paragraph(tree, before) == _paragraph(tree, mark)


def _joins(tree: Tree, last: Passages, mark: Mark, told: Sequence[tuple[int, int]]) -> bool:
    """Whether an uncued passage goes on with the quotation before it."""
    if mark.continued and last.last.continues:
        return True
    if _paragraph(tree, last.last) != _paragraph(tree, mark):
        return False
    after = bisect_left(told, (last.last.span.end, 0))
    between = told[after : bisect_left(told, (mark.span.start, 0))]
    return all(tree.tags[cue] == "VBG" for _, cue in between)


def _cue_before(tree: Tree, mark: Mark, told: Sequence[tuple[int, int]]) -> int | None:
    """The cue of the last clause before a passage, if it stands in the same paragraph."""
    at = bisect_left(told, (mark.span.start, 0)) - 1
    if at < 0 or tree.paragraph[told[at][1]] != _paragraph(tree, mark):
        return None
    return told[at][1]


def _paragraph(tree: Tree, mark: Mark) -> int:
    first, _ = tokens_in(tree, mark.span.start, mark.span.end)
    return tree.paragraph[min(first, len(tree) - 1)]


def marks_within(marks: Sequence[Mark], starts: Sequence[int], start: int, end: int) -> Sequence[Mark]:
    """The marks that begin between two offsets; ``starts`` are the starts of ``marks``, sorted."""
    return marks[bisect_left(starts, start) : bisect_right(starts, end - 1)]
