"""Quantities of a short text, in words or figures, normalised so that two renderings can be compared."""

from __future__ import annotations

import re
from functools import cache

from attrs import evolve, frozen

from quotekit.statements.amounts import Amount, amount_of
from quotekit.statements.clocks import read_clock
from quotekit.statements.counting import counts, is_in_name
from quotekit.statements.dates import find_dates
from quotekit.statements.figures import Number, Tokens, number_words, read_number, split_tokens
from quotekit.statements.measures import base_values, unit_after
from quotekit.statements.ranges import hedge_after, hedge_before, read_range, read_ratio

__all__ = ["Quantity", "compare_quantities", "find_quantities"]

_DIGIT = re.compile("[0-9]")
_WORD = re.compile("[a-z]+|[½¼¾⅓⅔⅕⅛]")


@frozen
class Quantity:
    """A quantity from character ``start`` to ``end``, from ``low`` to ``high`` in ``unit``.

    ``kind`` is ``cardinal``, ``ordinal``, ``percent``, ``money``, ``time`` (a time of day, in minutes),
    ``score`` (the lower figure first) or ``measure``. ``hedge`` is ``""``, ``about``, ``more`` or ``less``.
    """

    start: int
    end: int
    low: float
    high: float
    kind: str = "cardinal"
    unit: str = ""
    hedge: str = ""


@cache
def _triggers() -> frozenset[str]:
    return frozenset(number_words())


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of ``text`` in order, without those that belong to a date or a name.

    Never raises on a string; takes linear time.

    >>> [(q.low, q.unit) for q in find_quantities("It cost $10 mln on July 26.")]
    [(10000000.0, 'usd')]
    """
    if _DIGIT.search(text) is None and _triggers().isdisjoint(_WORD.findall(text.lower())):
        return ()
    tokens = split_tokens(text)
    found = _with_shared_units(tokens, _amounts(tokens, [(day.start, day.end) for day in find_dates(text)]))
    return tuple(
        Quantity(tokens.starts[s.start], tokens.ends[s.stop - 1], s.low, s.high, s.kind, s.unit, s.hedge)
        for s in found
    )


def _amounts(tokens: Tokens, taken: list[tuple[int, int]]) -> list[Amount]:
    """The quantities of the text outside the dates, which are ranges of characters in order."""
    found: list[Amount] = []
    least = at = 0
    for i in tokens.anchors(number_words()):
        if i < least:
            continue
        while at < len(taken) and taken[at][1] <= tokens.starts[i]:
            at += 1
        if at < len(taken) and taken[at][0] <= tokens.starts[i]:
            continue
        free = taken[at - 1][1] if at else 0, taken[at][0] if at < len(taken) else len(tokens.text)
        for first in (least, i):
            amount = _read(tokens, i, first)
            if amount is None:
                break
            if free[0] <= tokens.starts[amount.start] and tokens.ends[amount.stop - 1] <= free[1]:
                found.append(amount)
                least = amount.stop
                break
    return found


def _read(tokens: Tokens, i: int, least: int) -> Amount | None:
    """The quantity whose number starts with token ``i``; its hedge and currency may stand from ``least``."""
    clock = read_clock(tokens, i)
    if clock is not None:
        hedge = hedge_before(tokens, i, least)
        return Amount(i, clock.stop, clock.low, clock.high, clock.kind, clock.unit, hedge)
    number = None if is_in_name(tokens, i) else read_number(tokens, i)
    if number is None:
        return None
    if number.form == "ordinal":
        return _ordinal(tokens, i, number)
    if number.form == "times":
        return Amount(i, number.stop, number.low, number.low, "cardinal", "times")
    amount = _unit_and_half(tokens, i, number, least)
    if amount is None:
        if not counts(tokens, i, number):
            return None
        amount = amount_of(tokens, i, number, least)
        amount = read_ratio(tokens, amount) or read_range(tokens, amount)
    return _hedged(tokens, amount, least)


def _hedged(tokens: Tokens, amount: Amount, least: int) -> Amount:
    """The amount with its article and with what makes it rough."""
    start = amount.start
    if amount.form != "digits" and start - 1 >= least and tokens.words[start - 1] in {"a", "an"}:
        start -= 1
    hedge, stop = hedge_before(tokens, start, least), amount.stop
    if not hedge:
        hedge, stop = hedge_after(tokens, stop)
    if not hedge and amount.form == "vague":
        hedge = "about"
    if start == amount.start and not hedge:
        return amount
    return evolve(amount, start=start, stop=stop, hedge=hedge)


def _unit_and_half(tokens: Tokens, i: int, number: Number, least: int) -> Amount | None:
    """ "a year and a half", "an hour and a quarter", read from its last word."""
    words, start = tokens.words, i - 4
    if number.form != "part" or start < least or words[i - 2 : i] != ["and", "a"]:
        return None
    unit = unit_after(tokens, i - 3)
    if unit is None or unit[0] != i - 2 or words[start] not in {"a", "an"}:
        return None
    return Amount(start, i + 1, 1 + number.low, 1 + number.low, unit[1].kind, unit[1].name)


def _ordinal(tokens: Tokens, i: int, number: Number) -> Amount | None:
    """ "third", "24th", "twenty-first"; but "a third of" is a fraction and "per second" a unit."""
    words, stop, value = tokens.words, number.stop, number.low
    if words[i] == "second" and (
        words[i - 1] in {"per", "/", "every", "split"} or words[i + 1] in {"ago", "later"}
    ):
        return None
    is_share = value >= 3 and stop == i + 1 and not words[i][0].isdigit() and words[i - 1] == "a"
    if is_share and (words[stop] == "of" or not (words[stop][:1].isalpha() or words[stop] == "-")):
        return Amount(i - 1, stop, 100 / value, 100 / value, "percent", "percent")
    return Amount(i, stop, value, value, "ordinal", "")


def _with_shared_units(tokens: Tokens, found: list[Amount]) -> list[Amount]:
    """Give the first of two figures the unit that stands behind the second: "27 and 35 dollars"."""
    spans = list(found)
    for at in range(len(spans) - 2, -1, -1):
        left, right = spans[at], spans[at + 1]
        between = tokens.words[left.stop : right.start]
        if (
            right.unit
            and not left.unit
            and left.kind == "cardinal"
            and right.kind in {"money", "percent"}
            and between in (["and"], ["or"], ["to"])
        ):
            spans[at] = evolve(left, unit=right.unit, kind=right.kind)
    return spans


def compare_quantities(a: Quantity, b: Quantity) -> float:
    """How far two quantities can be the same: 1.0 the same, 0.0 incompatible. Symmetric.

    >>> compare_quantities(*find_quantities("four decades, or 40 years"))
    1.0
    """
    if (a.low, a.high, a.kind, a.unit, a.hedge) == (b.low, b.high, b.kind, b.unit, b.hedge):
        return 1.0
    weight = _kinds_alike(a, b)
    if weight == 0.0:
        return 0.0
    if a.kind == "time":
        return _compare_times(a, b)
    values = base_values((a.unit, a.low, a.high), (b.unit, b.low, b.high))
    if values is None:
        return 0.0
    low_a, high_a, low_b, high_b, unit_weight, slack = values
    near = _compare_ranges((low_a, high_a, a.hedge), (low_b, high_b, b.hedge), slack)
    return weight * unit_weight * near


def _kinds_alike(a: Quantity, b: Quantity) -> float:
    """How sure it is that the two kinds can be one."""
    kinds = {a.kind, b.kind}
    if len(kinds) == 1:
        return 1.0
    if "time" in kinds:
        return 0.0
    if "score" in kinds:
        return 1.0 if "cardinal" in kinds else 0.0
    if "ordinal" in kinds:
        return 0.7 if "cardinal" in kinds else 0.0
    return 1.0


def _compare_times(a: Quantity, b: Quantity) -> float:
    gap = abs(a.low - b.low)
    gap = min(gap, 1440 - gap)
    if "half-day" in {a.unit, b.unit}:
        gap = min(gap % 720, 720 - gap % 720)
    if gap == 0:
        return 1.0 if a.unit == b.unit else 0.95
    return 0.6 if gap <= 15 and (a.hedge or b.hedge) else 0.0


Bounds = tuple[float, float, str]


def _compare_ranges(a: Bounds, b: Bounds, slack: float) -> float:
    """By the bounds: equal ones, one within the other's vagueness, one the rounding of the other."""
    (low_a, high_a, hedge_a), (low_b, high_b, hedge_b) = a, b
    size = max(abs(low_a), abs(high_a), abs(low_b), abs(high_b))
    if max(abs(low_a - low_b), abs(high_a - high_b)) <= 1e-9 * size:
        return _compare_hedges(hedge_a, hedge_b)
    if max(abs(low_a - low_b), abs(high_a - high_b)) <= slack * size:
        return 0.9
    is_range = low_a < high_a, low_b < high_b
    if not any(is_range):
        return _compare_points((low_a, hedge_a), (low_b, hedge_b))
    vague = (is_range[0] and hedge_a == "about") or (is_range[1] and hedge_b == "about")
    overlap = min(high_a, high_b) - max(low_a, low_b)
    if overlap < 0 or not vague:
        return 0.3 if overlap >= 0 and not all(is_range) else 0.0
    if all(is_range):
        return 0.5 + 0.5 * overlap / max(high_a - low_a, high_b - low_b)
    return 0.6


def _compare_hedges(a: str, b: str) -> float:
    if a == b:
        return 1.0
    return 0.2 if {a, b} == {"more", "less"} else 0.9


def _compare_points(a: tuple[float, str], b: tuple[float, str]) -> float:
    """Two different values: 0 unless one is a rounding of the other."""
    (x, hedge_x), (y, hedge_y) = a, b
    if x <= 0 or y <= 0:
        return 0.0
    gap = abs(x - y) / max(x, y)
    if abs(x - y) < 0.7 and min(x, y) < 100 and _is_endless(x) != _is_endless(y):
        return 0.8  # "a third" is 33 percent, "two out of three" 67
    if hedge_x and hedge_y and hedge_x == hedge_y:
        hedge_x = hedge_y = ""
    if hedge_x and hedge_y:
        return 0.5 if gap <= 0.05 and _is_rounding(x, y) else 0.0
    if not hedge_x and not hedge_y:
        return 0.6 if gap <= 0.002 and min(x, y) >= 1e6 and _is_rounding(x, y) else 0.0
    rough, exact, hedge = (x, y, hedge_x) if hedge_x else (y, x, hedge_y)
    if (hedge == "more" and exact < rough) or (hedge == "less" and exact > rough):
        return 0.0
    most = 0.1 if hedge == "about" else 0.15
    return 0.9 - 0.4 * gap / most if gap <= most else 0.0


def _is_endless(value: float) -> bool:
    """Whether the value has no end in decimals, as a third of a hundred has none."""
    return abs(value * 1000 - round(value * 1000)) > 1e-6


def _is_rounding(x: float, y: float) -> bool:
    """Whether the rounder of the two values is the other one, rounded."""
    steps = [_step(x), _step(y)]
    step = max(steps)
    rough, exact = (x, y) if steps[0] >= steps[1] else (y, x)
    return abs(rough - exact) <= step / 2


def _step(value: float) -> float:
    """The power of ten of the last digit that is no zero: 100 for 812,500."""
    step = 1.0
    while step < 1e15 and value % (step * 10) == 0:
        step *= 10
    return step
