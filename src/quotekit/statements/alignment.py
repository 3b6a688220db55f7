"""Two rows of words side by side: which words are the same, at the least cost of those that are not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from attrs import frozen

from quotekit.statements.places import Run
from quotekit.statements.thresholds import ALIGNED_CELLS, LONG_RUN_WORDS, WINDOW_WORDS

__all__ = ["Step", "align_at", "align_words"]

# Costs, in points. Two words that differ cost less than one too many and one too few (12 + 6), so that
# "eight diplomats" faces "ten diplomats" word by word. Skipped words cost most where they begin, so that
# they stay together; where the quote has an ellipsis they begin almost for nothing.
_EXTRA: Final = 12
_OTHER: Final = 11
_NEAR: Final = 8
_OPEN: Final = 5
_OPEN_AT_SLOT: Final = 1
_SKIP: Final = 1
_NEVER: Final = 1 << 30

# How a cell was reached: a word for a word, a word too many, two words of the quote written as one in the
# transcript, or the other way round. The further bits say that words are skipped, and for how long.
_PAIR, _TOO_MANY, _JOINED, _PARTED = range(4)
_SKIPPED: Final = 4
_GOES_ON: Final = 8


@frozen
class Step:
    """Words ``i0`` to ``i1`` of the quote against ``j0`` to ``j1`` of the transcript (none: one too many)."""

    i0: int
    i1: int
    j0: int
    j1: int
    same: bool


@frozen
class _Row:
    """One row of the table: the least cost up to each word of the transcript, and how it was reached."""

    best: list[int]
    how: bytearray


def _is_near(a: str, b: str) -> bool:
    """Whether two words may be forms of one: "expects" and "expected"."""
    return len(a) > 3 and len(b) > 3 and a[:4] == b[:4]


def _skip(entered: list[int], how: bytearray, *, opening: int) -> list[int]:
    """The row with skipped words of the transcript let in, which ``how`` records."""
    best = entered[:]
    skipping = _NEVER
    for j in range(1, len(entered)):
        begun = entered[j - 1] + opening + _SKIP
        if skipping + _SKIP < begun:
            skipping += _SKIP
            how[j] |= _GOES_ON
        else:
            skipping = begun
        if skipping < entered[j]:
            best[j] = skipping
            how[j] |= _SKIPPED
    return best


def _enter(i: int, quote: Sequence[str], other: Sequence[str], rows: Sequence[_Row]) -> _Row:
    """The row of word ``i - 1`` of the quote, before words of the transcript are skipped."""
    word, above = quote[i - 1], rows[i - 1].best
    joined = quote[i - 2] + word if i > 1 else ""
    best, how = [above[0] + _EXTRA], bytearray([_TOO_MANY])
    for j in range(1, len(other) + 1):
        facing = other[j - 1]
        if word == facing:
            cost, step = above[j - 1], _PAIR
        else:
            cost, step = above[j - 1] + (_NEAR if _is_near(word, facing) else _OTHER), _PAIR
            if joined == facing and rows[i - 2].best[j - 1] < cost:
                cost, step = rows[i - 2].best[j - 1], _JOINED
            elif j > 1 and word == other[j - 2] + facing and above[j - 2] < cost:
                cost, step = above[j - 2], _PARTED
        if above[j] + _EXTRA < cost:
            cost, step = above[j] + _EXTRA, _TOO_MANY
        best.append(cost)
        how.append(step)
    return _Row(best, how)


def _trace(quote: Sequence[str], other: Sequence[str], rows: Sequence[_Row], j: int) -> list[Step]:
    """The steps that led to the end of the quote at word ``j`` of the transcript, in order."""
    steps = []
    i, skipping = len(quote), False
    while i > 0:
        how = rows[i].how[j]
        if skipping or how & _SKIPPED:
            skipping = bool(how & _GOES_ON)
            j -= 1
            if skipping:
                continue
            how = rows[i].how[j]
        kind = how & 3
        width = 2 if kind == _JOINED else 1
        length = 0 if kind == _TOO_MANY else 2 if kind == _PARTED else 1
        same = kind in {_JOINED, _PARTED} or (kind == _PAIR and quote[i - 1] == other[j - 1])
        steps.append(Step(i - width, i, j - length, j, same))
        i, j = i - width, j - length
    return steps[::-1]


def align_words(
    quote: Sequence[str],
    other: Sequence[str],
    *,
    slots: Collection[int] = (),
    open_left: bool = False,
    open_right: bool = False,
) -> list[Step]:
    """The cheapest way to set the quote against the other row: a step for each of its words, in order.

    Words of the other row between two steps are left out. Where a side is open, words before the first
    step or after the last one cost nothing. ``slots`` are positions in the quote before which words may
    be left out. Two words are the same also where one row writes them as one. Time and memory are the
    product of the two lengths.

    >>> [(step.i0, step.j0, step.same) for step in align_words(["we", "pay"], ["we", "never", "pay"])]
    [(0, 0, True), (1, 2, True)]
    """
    opening = _OPEN_AT_SLOT if 0 in slots else _OPEN
    first = [0] + [0 if open_left else opening + _SKIP * j for j in range(1, len(other) + 1)]
    rows = [_Row(first, bytearray(len(other) + 1))]
    for i in range(1, len(quote) + 1):
        row = _enter(i, quote, other, rows)
        opening = 0 if open_right and i == len(quote) else _OPEN_AT_SLOT if i in slots else _OPEN
        rows.append(_Row(_skip(row.best, row.how, opening=opening), row.how))
    last = rows[-1].best
    end = min(range(len(last)), key=lambda j: (last[j], j)) if open_right else len(other)
    return _trace(quote, other, rows, end)


def _window(n_words: int) -> int:
    """How many words of the transcript are looked at beside so many of the quote."""
    return min(2 * n_words + WINDOW_WORDS, ALIGNED_CELLS // max(1, n_words))


def _fill(
    quote: Sequence[str],
    forms: Sequence[str],
    slots: Collection[int],
    *,
    i: tuple[int, int],
    j: tuple[int, int],
) -> list[Step]:
    """The steps for the words ``i`` of the quote, somewhere among the words ``j`` of the transcript.

    Of a long stretch only the two ends are looked at, which is where words that were altered stand.
    """
    width = _window(i[1] - i[0])
    places = list(range(*j))
    if len(places) > 2 * width:
        places = places[:width] + places[len(places) - width :]
    steps = align_words(
        quote[i[0] : i[1]],
        [forms[place] for place in places],
        slots=[slot - i[0] for slot in slots if i[0] <= slot <= i[1]],
        open_left=i[0] == 0,
        open_right=i[1] == len(quote),
    )
    # A step without a word of the transcript stands where the next one of them is, or behind the last.
    places.append(places[-1] + 1 if places else j[0])
    return [
        Step(
            i[0] + step.i0,
            i[0] + step.i1,
            places[step.j0],
            places[step.j0] + step.j1 - step.j0,
            step.same,
        )
        for step in steps
    ]


def _anchors(runs: Sequence[Run], start: int, end: Run) -> list[Run]:
    """The runs that hold: the long ones, and short ones where much lies between those.

    A short run may stand in the way of a better alignment: "the judges" of "the judges and the voters"
    against "the voters and the judges". ``end`` is an empty run behind the last word.
    """
    held: list[Run] = []
    short: list[Run] = []
    i, j = 0, start
    for run in [*runs, end]:
        if run is not end and run.n < LONG_RUN_WORDS:
            short.append(run)
            continue
        if run.j - j > 2 * _window(run.i - i):
            held += short
        held.append(run)
        short = []
        i, j = run.i + run.n, run.j + run.n
    return held


def align_at(
    quote: Sequence[str], forms: Sequence[str], runs: Sequence[Run], slots: Collection[int]
) -> list[Step]:
    """A step for each word of the quote, where ``runs`` says that the two texts share words.

    The words before the first long run, between two and behind the last are aligned with what stands there.
    """
    first, last = runs[0], runs[-1]
    i, j = 0, max(0, first.j - _window(first.i))
    stop = min(len(forms), last.j + last.n + _window(len(quote) - last.i - last.n))
    steps: list[Step] = []
    for run in _anchors(runs, j, Run(len(quote), stop, 0)):
        if run.i > i:
            steps += _fill(quote, forms, slots, i=(i, run.i), j=(j, run.j))
        steps += [Step(run.i + k, run.i + k + 1, run.j + k, run.j + k + 1, True) for k in range(run.n)]
        i, j = run.i + run.n, run.j + run.n
    return steps
