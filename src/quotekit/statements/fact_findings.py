"""Numbers and dates of two renderings: which agree, which clash, which stand in one text alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from quotekit.model import Difference, DifferenceKind
from quotekit.statements.dates import DateMention
from quotekit.statements.quantities import Quantity
from quotekit.statements.rendering import Rendering

__all__ = ["MOST", "fact_findings", "odd_years"]

_Scored = tuple[float, int, int]
_Fact = TypeVar("_Fact", Quantity, DateMention)

MOST: Final = 3.0
"""What is found more often counts as often."""

_YEARS: Final = 1000  # from which on a figure may be a year
_UNKNOWN: Final = 0.5  # two dates that tell nothing of each other: "in spring", "on the 24th"
_COMPARED: Final = 64  # facts of a text: that of thousands is compared in no time
_TO_AND_BY: Final = frozenset({"to", "by"})


def fact_findings(
    a: Rendering,
    b: Rendering,
    ours: Sequence[_Fact],
    theirs: Sequence[_Fact],
    alike: Callable[[_Fact, _Fact], float],
    kind: DifferenceKind,
    differences: list[Difference],
) -> tuple[float, float, float, float, float]:
    """Numbers or dates: how many clash, stand in one text alone, agree, agree but nearly, stand otherwise."""
    if not ours and not theirs:
        return (0.0, 0.0, 0.0, 0.0, 0.0)
    ours, theirs = ours[:_COMPARED], theirs[:_COMPARED]
    values = {(i, j): alike(x, y) for i, x in enumerate(ours) for j, y in enumerate(theirs)}
    pairs: list[_Scored] = sorted(((value, -i, -j) for (i, j), value in values.items()), reverse=True)
    left, right = set(range(len(ours))), set(range(len(theirs)))
    agree = near = otherwise = clash = 0
    sure: list[_Scored] = [pair for pair in pairs if pair[0] > _UNKNOWN]
    turned: list[_Scored] = [
        pair for pair in pairs if not pair[0] and _form(ours[-pair[1]]) == _form(theirs[-pair[2]])
    ]
    # "April 24" and "September 24" clash before either goes with "spring", of which it tells nothing.
    for value, i, j in (*sure, *turned[::-1], *(pair for pair in pairs if pair[0] == _UNKNOWN)):
        if -i not in left or -j not in right:
            continue
        if not value:
            if len(left) != len(right) and (
                any(values[-i, y] > _UNKNOWN for y in range(len(theirs)))
                or any(values[x, -j] > _UNKNOWN for x in range(len(ours)))
            ):
                continue  # it may stand there once more
            clash += 1
            differences.append(Difference(kind, _said(a, ours[-i]), _said(b, theirs[-j])))
        else:
            agree += 1
            near += value < 1
            otherwise += {_before(a, ours[-i]), _before(b, theirs[-j])} == _TO_AND_BY
        left.discard(-i)
        right.discard(-j)
    # What the other text has once more, in another place, is no fact of its own: "the 5 … those 5".
    more = len(left) - len(right)
    ours_again = [i for i in left if any(values[i, y] > _UNKNOWN for y in range(len(theirs)))]
    theirs_again = [j for j in right if any(values[x, j] > _UNKNOWN for x in range(len(ours)))]
    left, right = _without(left, ours_again, more), _without(right, theirs_again, -more)
    for i, j in zip(sorted(left), sorted(right), strict=False):
        differences.append(Difference(kind, _said(a, ours[i]), _said(b, theirs[j])))
    clash += min(len(left), len(right))
    missing = abs(len(left) - len(right))
    return (
        min(MOST, clash),
        min(MOST, missing),
        min(MOST, agree),
        min(MOST, near),
        min(MOST, otherwise),
    )


def odd_years(a: Rendering, b: Rendering, differences: list[Difference]) -> int:
    """How many years of one text stand in the other as a figure that can be none: "in 1896", "in 4896"."""
    found = 0
    for one, other, turned in ((a, b, False), (b, a, True)):
        years = [
            fact
            for fact in one.dates
            if fact.year is not None and fact.month is None and _said(one, fact) not in other.text
        ]
        figures = [
            fact
            for fact in other.quantities
            if not fact.unit and fact.low == fact.high and fact.low >= _YEARS and _said(other, fact).isdigit()
        ]
        for year, figure in zip(years, figures, strict=False):
            if _before(one, year) == _before(other, figure) and _said(other, figure) not in one.text:
                found += 1
                both = _said(one, year), _said(other, figure)
                differences.append(Difference("number", *(both[::-1] if turned else both)))
    return found


def _without(places: set[int], again: Sequence[int], n: int) -> set[int]:
    """The places without ``n`` of those that are there once more, the later ones first."""
    return places - set(sorted(again)[-n:]) if n > 0 else places


def _form(fact: Quantity | DateMention) -> tuple[object, ...]:
    """What a figure or date says something of: money in dollars, the day and the month."""
    if isinstance(fact, Quantity):
        return fact.kind, fact.unit
    fields = (fact.year, fact.month, fact.day, fact.weekday)
    return (*(field is None for field in fields), bool(fact.relative), bool(fact.part))


def _before(rendering: Rendering, fact: Quantity | DateMention) -> str:
    """The word before a figure: "rose by 5 percent" is not "rose to 5 percent"."""
    return rendering.text[max(0, fact.start - 4) : fact.start].strip(" $€£").rpartition(" ")[2].lower()


def _said(rendering: Rendering, fact: Quantity | DateMention) -> str:
    return rendering.text[fact.start : fact.end]
