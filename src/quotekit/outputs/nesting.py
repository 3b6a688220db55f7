"""Ranges of a text that overlap in any way, as elements that nest: what crosses another one is cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from attrs import frozen

__all__ = ["Step", "nest"]


@frozen
class Step:
    """One step through a text: a ``range`` opens or closes, or ``start`` to ``end`` of the text is there."""

    kind: Literal["open", "close", "text"]
    range: int
    start: int = 0
    end: int = 0


def nest(ranges: Sequence[tuple[int, int]], start: int, end: int) -> list[Step]:
    """The steps through the text from ``start`` to ``end``: opens and closes pair as brackets do.

    Ranges, given by their ends, are cut to the text, and one that crosses another opens again after it. Of
    those that begin together the longest opens first, of equals the first given. No piece is empty.

    >>> [(step.kind, step.range) for step in nest([(0, 4), (2, 6)], 0, 6) if step.kind != "text"]
    [('open', 0), ('open', 1), ('close', 1), ('close', 0), ('open', 1), ('close', 1)]
    """
    cut = [(max(start, left), min(end, right)) for left, right in ranges]
    starting: dict[int, list[int]] = {}
    for i, (left, right) in enumerate(cut):
        if left < right:
            starting.setdefault(left, []).append(i)
    edges = {edge for left, right in cut if left < right for edge in (left, right)}
    steps: list[Step] = []
    open_: list[int] = []
    for here, there in pairwise(sorted({start, *edges, end})):
        waiting = [*_close_ended(open_, cut, here, steps), *starting.get(here, ())]
        for i in sorted(waiting, key=lambda i: (-cut[i][1], i)):
            open_.append(i)
            steps.append(Step("open", i))
        steps.append(Step("text", -1, here, there))
    return [*steps, *(Step("close", i) for i in reversed(open_))]


def _close_ended(open_: list[int], cut: Sequence[tuple[int, int]], here: int, steps: list[Step]) -> list[int]:
    """Closes what ends here, and what was opened in it; these, where they go on, are what comes back."""
    ended = [place for place, i in enumerate(open_) if cut[i][1] == here]
    if not ended:
        return []
    closed = open_[ended[0] :]
    del open_[ended[0] :]
    steps += [Step("close", i) for i in reversed(closed)]
    return [i for i in closed if cut[i][1] > here]
