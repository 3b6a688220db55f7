"""What a number is counted in: the unit behind or before it, and how units convert."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from attrs import frozen

from quotekit.lexicon import word_rows
from quotekit.statements.figures import Tokens, split_tokens

__all__ = ["Unit", "base_values", "unit_after", "unit_before", "unit_of"]

# Units that a looser one may stand for, with how sure that is.
_LIKE: Mapping[frozenset[str], float] = MappingProxyType(
    {
        frozenset({"pound", "gbp"}): 1.0,
        frozenset({"pound", "lb"}): 1.0,
        frozenset({"percent", "point"}): 0.8,
        frozenset({"m3s", "m3"}): 0.7,
        frozenset({"kmh", "km"}): 0.7,
        frozenset({"ms", "m"}): 0.7,
    }
)
# A month in seconds, to compare weeks with months; how far such a comparison may be off.
_MONTH = 2629746.0
_MONTH_SLACK = 0.035


@frozen
class Unit:
    """A line of ``units.txt``: ``factor`` of these make one of the base of ``dimension``."""

    name: str
    kind: str
    dimension: str
    factor: float


Forms = Mapping[str, tuple[tuple[tuple[str, ...], Unit], ...]]


@cache
def _tables() -> tuple[Forms, Mapping[str, Unit]]:
    """The units by the first token of a form, longest form first, and by name."""
    forms: dict[str, list[tuple[tuple[str, ...], Unit]]] = defaultdict(list)
    units = {}
    for name, kind, dimension, factor, *written in word_rows("units"):
        units[name] = unit = Unit(name, kind, dimension, float(factor))
        for form in written:
            tokens = split_tokens(form.replace("_", " "))
            words = tuple(tokens.words[: tokens.n])
            forms[words[0]].append((words, unit))
    sorted_forms = {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in forms.items()}
    return MappingProxyType(sorted_forms), MappingProxyType(units)


def unit_of(name: str) -> Unit | None:
    """The unit of that normalised name."""
    return _tables()[1].get(name)


def unit_after(tokens: Tokens, j: int) -> tuple[int, Unit] | None:
    """The unit that starts with token ``j``, and the token after it."""
    for words, unit in _tables()[0].get(tokens.words[j], ()):
        stop = j + len(words)
        if tuple(tokens.words[j:stop]) == words:
            return stop, unit
    return None


def unit_before(tokens: Tokens, i: int) -> tuple[int, Unit] | None:
    """The currency before a number at ``i``, and its first token: "$", "US$", "Rs.", "EUR"."""
    for length in (3, 2, 1):
        start = i - length
        if start < 0:
            continue
        found = unit_after(tokens, start)
        if found is None or found[0] != i or found[1].kind != "money":
            continue
        written = tokens.raw(start)
        # "euro 2020" and "dollar 5" are no amounts; "EUR 5", "Rs 5" and "$5" are.
        if not written.isalpha() or written.isupper() or written in {"Rs", "Re"} or length > 1:
            return start, found[1]
    return None


def base_values(
    a: tuple[str, float, float], b: tuple[str, float, float]
) -> tuple[float, float, float, float, float, float] | None:
    """Two values (unit, low, high) in one unit: the four bounds, a weight in 0..1, and a slack.

    `None` where the units cannot be the same thing. An unnamed unit may be any, at a lower weight.
    """
    (unit_a, low_a, high_a), (unit_b, low_b, high_b) = a, b
    if unit_a == unit_b:
        return low_a, high_a, low_b, high_b, 1.0, 0.0
    if not unit_a or not unit_b:
        return low_a, high_a, low_b, high_b, 0.8, 0.0
    first, second = unit_of(unit_a), unit_of(unit_b)
    if first is None or second is None:
        return None
    like = _LIKE.get(frozenset({unit_a, unit_b}))
    if like is not None and first.dimension != second.dimension:
        return low_a, high_a, low_b, high_b, like, 0.0
    if {unit_a, unit_b} == {"degree", "fahrenheit"}:
        low_a, high_a = (_celsius(x) if unit_a == "fahrenheit" else x for x in (low_a, high_a))
        low_b, high_b = (_celsius(x) if unit_b == "fahrenheit" else x for x in (low_b, high_b))
        return low_a, high_a, low_b, high_b, 1.0, 0.03
    factor_a, factor_b, slack = first.factor, second.factor, 0.0
    if {first.dimension, second.dimension} == {"age", "duration"}:
        factor_a *= _MONTH if first.dimension == "age" else 1.0
        factor_b *= _MONTH if second.dimension == "age" else 1.0
        slack = _MONTH_SLACK
    elif first.dimension != second.dimension:
        return None
    elif first.dimension in {"length", "area", "volume", "mass", "speed"}:
        slack = 0.02  # "5 miles (8 km)": a converted figure is rounded
    return low_a * factor_a, high_a * factor_a, low_b * factor_b, high_b * factor_b, 1.0, slack


def _celsius(fahrenheit: float) -> float:
    return (fahrenheit - 32) * 5 / 9
