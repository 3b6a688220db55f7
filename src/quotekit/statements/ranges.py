"""Two figures that make one quantity: ranges, scores and shares; and the hedges around a quantity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from attrs import evolve

from quotekit.lexicon import word_list, word_rows
from quotekit.statements.amounts import DASHES, Amount, amount_of
from quotekit.statements.clocks import read_clock
from quotekit.statements.figures import Tokens, read_number, split_tokens
from quotekit.statements.measures import unit_after

__all__ = ["hedge_after", "hedge_before", "read_range", "read_ratio"]

_SIGNS = frozenset("+$€£¥₽₹")


def read_ratio(tokens: Tokens, span: Amount) -> Amount | None:
    """ "one in five", "two out of three": a share in percent."""
    words, j = tokens.words, span.stop
    if span.kind != "cardinal" or span.form not in {"digits", "words"} or span.low != int(span.low):
        return None
    if words[j] == "in":
        at = j + 1
    elif words[j] == "out" and words[j + 1] == "of":
        at = j + 2
    else:
        return None
    at += words[at] == "every"
    number = read_number(tokens, at)
    if (
        number is None
        or number.form not in {"digits", "words"}
        or not 1 <= span.low < number.low <= 1_000_000
    ):
        return None
    if words[j] == "in" and (
        unit_after(tokens, number.stop) is not None or number.low > 10_000 or ":" in words[at]
    ):
        return None
    if words[j] == "in" and span.low > 20 and number.low not in {100, 1000}:
        return None
    if tokens.is_glued(number.stop) and tokens.words[number.stop] not in {".", ",", ")", "%"}:
        return None
    share = 100 * span.low / number.low
    return evolve(span, stop=number.stop, low=share, high=share, kind="percent", unit="percent")


def read_range(tokens: Tokens, first: Amount) -> Amount:
    """The amount up to the second figure of a range or score: "3-4", "3.5%-4.5%", "from 3 to 4", "2-1"."""
    joined = _joint(tokens, first, first.stop)
    second = None if joined is None else _second(tokens, joined[0])
    if joined is None or second is None or (first.unit and second.unit and first.unit != second.unit):
        return first
    joint, low, high = joined[1], first.low, second.high
    if first.scale == 1 and second.scale >= 100 and low < 1000 and low * second.scale <= high:
        low *= second.scale  # "2-3 million"
    unit, kind = (first.unit, first.kind) if first.unit else (second.unit, second.kind)
    if low >= high:
        is_score = joint in {"-", "to"} and not unit and high >= 0 and low <= 200
        if is_score and first.form == second.form:
            return evolve(first, stop=second.stop, low=high, high=low, kind="score")
        return first
    if joint == "or" and (high > 20 * max(low, 1) or high - low > max(1.0, low)):
        return first
    start = first.start - (tokens.words[first.start - 1] in {"from", "between"})
    return evolve(first, start=start, stop=second.stop, low=low, high=high, unit=unit, kind=kind)


def _second(tokens: Tokens, at: int) -> Amount | None:
    """The second figure of a range, with its sign or currency before it."""
    money = None
    if tokens.words[at] in _SIGNS:
        money = unit_after(tokens, at)
        at += 1
    number = read_number(tokens, at)
    if number is None or number.form not in {"digits", "words"} or read_clock(tokens, at) is not None:
        return None
    amount = amount_of(tokens, at, number, at)
    if amount.kind == "ordinal":
        return None
    return amount if money is None else evolve(amount, kind=money[1].kind, unit=money[1].name)


def _joint(tokens: Tokens, first: Amount, j: int) -> tuple[int, str] | None:
    """What joins the two figures of a range at ``j``, and the token after it."""
    words, word = tokens.words, tokens.words[j]
    before = words[first.start - 1]
    if word in DASHES:
        is_tight, is_even = tokens.is_glued(j), tokens.is_glued(j) == tokens.is_glued(j + 1)
        # "rose 5 km – 3 of them": a dash with spaces after a unit is one of the sentence.
        is_own = is_tight or first.unit == "percent" or (not first.unit and words[j + 1][:1].isdigit())
        return (j + 1, "-") if is_even and is_own else None
    if word == "…":
        return j + 1, "-"
    if word == "." and words[j + 1] == "." and words[j + 2] == ".":
        return j + 3, "-"
    if word == "and" and before == "between":
        return j + 1, "and"
    if word not in {"to", "or"}:
        return None
    near = words[max(first.start - 5, 0) : max(first.start - 1, 0)]
    return None if before == "from" and not word_list("change_verbs").isdisjoint(near) else (j + 1, word)


@cache
def _hedges() -> tuple[Mapping[str, tuple[tuple[tuple[str, ...], str], ...]], ...]:
    """The hedges before a number by their last token, those after it by their first; longest first."""
    before: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    after: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for form, hedge, *place in word_rows("hedges"):
        tokens = split_tokens(form.replace("_", " "))
        words = tuple(tokens.words[: tokens.n])
        (after[words[0]] if place else before[words[-1]]).append((words, hedge))
    return tuple(
        MappingProxyType(
            {key: tuple(sorted(rows, key=lambda row: -len(row[0]))) for key, rows in side.items()}
        )
        for side in (before, after)
    )


def hedge_before(tokens: Tokens, i: int, least: int) -> str:
    """What the words before token ``i`` make of the number: "more than", "nearly", "up to"."""
    words, j = tokens.words, i
    while j - 1 >= least and words[j - 1] in {
        "a",
        "an",
        "the",
        "another",
        "from",
        "between",
        "all",
        "by",
        "+",
    }:
        j -= 1
    for form, hedge in _hedges()[0].get(words[j - 1], ()) if j > least else ():
        if j - len(form) >= least and tuple(words[j - len(form) : j]) == form:
            if form == ("over",) and words[j] == "the":
                return ""
            return hedge
    return ""


def hedge_after(tokens: Tokens, j: int) -> tuple[str, int]:
    """The hedge behind a number, and the token after it: "20 or so", "30+"."""
    for form, hedge in _hedges()[1].get(tokens.words[j], ()):
        if tuple(tokens.words[j : j + len(form)]) == form:
            if form == ("+",) and (not tokens.is_glued(j) or tokens.words[j + 1][:1].isdigit()):
                continue
            return hedge, j + len(form)
    return "", j
