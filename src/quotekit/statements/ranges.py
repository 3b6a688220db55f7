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


def read_range(tokens: Tokens, span: Amount) -> Amount:
    """The span up to the second figure of a range or score: "3-4", "3.5%-4.5%", "from 3 to 4", "2-1"."""
    words, j = tokens.words, span.stop
    joined = _joint(tokens, span, j)
    if joined is None:
        return span
    at, joint = joined
    money = None
    if words[at] in {"+", "$", "€", "£", "¥", "₽", "₹"}:
        money = unit_after(tokens, at) if words[at] != "+" else None
        at += 1
    number = read_number(tokens, at)
    if number is None or number.form not in {"digits", "words"} or read_clock(tokens, at) is not None:
        return span
    if words[at][-1:].isalpha() and words[at][0].isdigit():
        return span
    other = amount_of(tokens, at, number, at)
    if other.kind == "ordinal":
        return span
    if money is not None:
        other = evolve(other, kind=money[1].kind, unit=money[1].name)
    low, high = span.low, other.high
    if span.scale == 1 and other.scale >= 100 and low < 1000 and low * other.scale <= high:
        low *= other.scale
    if span.unit and other.unit and span.unit != other.unit:
        return span
    unit, kind = (span.unit, span.kind) if span.unit else (other.unit, other.kind)
    if low >= high:
        if joint in {"-", "–", "to"} and not unit and high >= 0 and low <= 200 and span.form == number.form:
            return evolve(span, stop=other.stop, low=high, high=low, kind="score")
        return span
    if joint == "or" and (high > 20 * max(low, 1) or high - low > max(1.0, low)):
        return span
    start = span.start - (words[span.start - 1] in {"from", "between"})
    return evolve(span, start=start, stop=other.stop, low=low, high=high, unit=unit, kind=kind)


def _joint(tokens: Tokens, span: Amount, j: int) -> tuple[int, str] | None:
    """What joins the two figures of a range at ``j``, and the token after it."""
    words, word = tokens.words, tokens.words[j]
    before = words[span.start - 1]
    if word in DASHES:
        if tokens.is_glued(j) != tokens.is_glued(j + 1):
            return None
        if (
            not tokens.is_glued(j)
            and (span.unit or not words[j + 1][:1].isdigit())
            and span.unit != "percent"
        ):
            return None
        return j + 1, "-"
    if word in {"…", "‑"}:
        return j + 1, "-"
    if word == "." and words[j + 1] == "." and words[j + 2] == ".":
        return j + 3, "-"
    if word in {"to", "or"}:
        if before == "from" and not set(words[max(span.start - 5, 0) : span.start - 1]).isdisjoint(
            word_list("change_verbs")
        ):
            return None
        return j + 1, word
    if word == "and" and before == "between":
        return j + 1, "and"
    return None


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
