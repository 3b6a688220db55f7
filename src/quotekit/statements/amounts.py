"""A number with its sign, currency and unit: what a quantity is made of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from attrs import frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.statements.figures import Number, Tokens, read_half
from quotekit.statements.measures import Unit, unit_after, unit_before

__all__ = ["DASHES", "Amount", "amount_of", "suffixes"]

DASHES = frozenset("-–—‑")
"""The dashes that may stand in a range."""
_MINUS = frozenset("-−–")


@frozen
class Amount:
    """A quantity in tokens, while it is read."""

    start: int
    stop: int
    low: float
    high: float
    kind: str
    unit: str
    hedge: str = ""
    scale: float = 1.0
    form: str = ""


@cache
def suffixes() -> Mapping[str, float]:
    """What letters right behind digits multiply them with."""
    return MappingProxyType(
        {word: float(value[0]) for word, value in word_columns("number_suffixes").items()}
    )


def amount_of(tokens: Tokens, i: int, number: Number, least: int) -> Amount:
    """The number with its sign, currency, suffix and unit."""
    start, stop, low, high, scale = i, number.stop, number.low, number.high, number.scale
    noun = _noun_start(tokens, i)
    if noun is not None and noun >= least and number.form in {"digits", "words"}:
        return Amount(noun, stop, low, high, "ordinal", "")
    if (money := unit_before(tokens, i)) is not None and money[0] >= least:
        return _money(tokens, money, number)
    if number.form == "digits" and number.scale == 1 and _is_suffix(tokens, stop, has_money=False):
        scale = suffixes()[tokens.words[stop]]
        low, high, stop = low * scale, high * scale, stop + 1
    kind, name = "cardinal", ""
    unit = _unit_behind(tokens, stop, number)
    if unit is not None:
        stop, kind, name = unit
        after, half = read_half(tokens, stop)  # "two years and a half"
        if half and low == high == int(low):
            low, high, stop = low + half, high + half, after
    elif number.form == "part":
        return Amount(i, stop, low * 100, high * 100, "percent", "percent", "", scale, "part")
    if number.form in {"digits", "words"}:
        if tokens.words[stop] == "below" and tokens.words[stop + 1] == "zero":
            low, high, stop = -high, -low, stop + 2
        elif start - 1 >= least and _is_minus(tokens, start - 1):
            low, high, start = -high, -low, start - 1
    return Amount(start, stop, low, high, kind, name, "", scale, number.form)


def _money(tokens: Tokens, before: tuple[int, Unit], number: Number) -> Amount:
    """The number with the currency before it, a suffix, and the currency once more: "$35 dollars"."""
    start, unit = before
    stop, scale = number.stop, number.scale
    factor = unit.factor
    if number.form == "digits" and scale == 1 and _is_suffix(tokens, stop, has_money=True):
        scale = suffixes()[tokens.words[stop]]
        factor, stop = factor * scale, stop + 1
    spelled = unit_after(tokens, stop)
    if spelled is not None and spelled[1].dimension == unit.dimension:
        stop = spelled[0]
    low, high = number.low * factor, number.high * factor
    return Amount(start, stop, low, high, "money", unit.name, "", scale, number.form)


def _noun_start(tokens: Tokens, i: int) -> int | None:
    """Where "No. 24", "number 24", "article 228" start, which are places in a row; else `None`."""
    words, j = tokens.words, i - 1
    if words[j] == "." and tokens.is_glued(j):
        j -= 1
    word = words[j]
    if word not in word_list("number_nouns"):
        return None
    if word == "no" and (j == i - 1 and not tokens.is_glued(i) and not tokens.is_capital(j)):
        return None
    return j


def _is_minus(tokens: Tokens, j: int) -> bool:
    """Whether the dash is a sign: " -5", but not "3-5" and "- 5 people"."""
    if tokens.words[j] not in _MINUS:
        return tokens.words[j] == "minus"
    return tokens.is_glued(j + 1) and not tokens.is_glued(j) and tokens.words[j] != "–"


def _is_suffix(tokens: Tokens, j: int, *, has_money: bool) -> bool:
    """Whether letters right behind digits multiply them: "10k", "5bn", "$5m", "5m people", not "5m"."""
    word = tokens.words[j]
    if word not in suffixes() or not (
        tokens.is_glued(j) or (has_money and len(word) == 1 and tokens.raw(j) != "a")
    ):
        return False
    if word != "m" or has_money:
        return True
    after = tokens.words[j + 1]
    return after in word_list("units_of_people") or (len(after) > 3 and after.endswith("s"))


def _unit_behind(tokens: Tokens, j: int, number: Number) -> tuple[int, str, str] | None:
    """The unit after a number, its kind and name; behind a fraction an article may stand between."""
    words, at = tokens.words, j
    if words[at] == "-" and tokens.is_glued(at) and tokens.is_glued(at + 1):
        at += 1
    if number.form == "part":
        at += words[at] == "of"
        at += words[at] in {"a", "an"}
    elif words[at] == "of" and number.form == "vague":
        at += 1
    at += words[at] in {"full", "whole", "calendar"} and number.form != "part"
    unit = unit_after(tokens, at)
    if unit is None and words[at] in {"more", "additional", "other"}:
        unit = unit_after(tokens, at + 1)
    if unit is None:
        return None
    word = words[at]
    if len(word) == 1 and word.isalpha() and unit[0] == at + 1 and not _is_symbol(tokens, at):
        return None
    if word == "won" and number.form == "digits" and number.scale == 1:
        return None
    if (word == "second" and number.low > 1) or (
        word in {"quarters", "quarter", "x"} and not tokens.is_glued(at)
    ):
        return None
    return unit[0], unit[1].kind, unit[1].name


def _is_symbol(tokens: Tokens, j: int) -> bool:
    """Whether one letter behind digits is a unit: "5 m", "2 t", "+25 C"; not "5 a", "3 x"."""
    raw, after = tokens.raw(j), tokens.words[j + 1]
    if after == "." and tokens.is_glued(j + 1) and tokens.raw(j + 2)[:1].isalpha() and tokens.is_glued(j + 2):
        return False
    return raw in "CF" if raw.isupper() and raw not in "WVTK" else raw not in "cf"
