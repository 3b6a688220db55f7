"""The tokens of a short text, and the numbers that they write, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from attrs import frozen

from quotekit.lexicon import word_rows

__all__ = ["Number", "NumberWord", "Tokens", "number_words", "read_number", "split_tokens"]

_TOKEN = re.compile(
    r"\d{4}-\d\d?-\d\d?(?![\w-])"  # 2021-11-01
    r"|\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d\d)(?![\w./]\d)"  # 1/11/2021
    r"|\d{1,3}:\s?\d{1,3}(?::\d\d)?(?![\d:])"  # 12: 25
    r"|\d+(?:,\d{3})*(?:st|nd|rd|th)\b"
    r"|\d+s\b"  # 1990s
    r"|\d+(?:[.,]\d+)*"
    r"|[^\W\d_]+"
    r"|\S",
    re.IGNORECASE | re.ASCII,
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d\d)*(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DOTTED = re.compile(
    r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?|[1-9]\d{0,2}\.000|\d{1,3}(?:\.\d{3})+,\d+", re.ASCII
)
_DECIMAL = re.compile(r"\d+\.\d+", re.ASCII)
_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})", re.ASCII)
# Empty tokens after the last, which also stand at the indices -1 to -8: a rule may look around.
_PAD = 8
# A value that needs more digits than this is no number of a text.
_MOST_DIGITS = 24


@frozen
class Tokens:
    """A text in tokens: lower-case words, and where each starts and ends.

    Eight empty tokens follow the last of the ``n`` real ones.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    n: int

    def is_glued(self, i: int) -> bool:
        """Whether no space stands between token ``i`` and the one before it."""
        return 0 < i < self.n and self.starts[i] == self.ends[i - 1]

    def raw(self, i: int) -> str:
        """The token as it stands in the text."""
        return self.text[self.starts[i] : self.ends[i]] if 0 <= i < self.n else ""

    def is_capital(self, i: int) -> bool:
        """Whether the token starts with a capital."""
        return self.raw(i)[:1].isupper()


@frozen
class NumberWord:
    """A line of ``number_words.txt``."""

    kind: str
    low: float
    high: float


@frozen
class Number:
    """A number from token ``i`` up to ``stop``.

    ``form`` is ``digits``, ``words``, ``vague``, ``part`` (a fraction), ``ordinal``, ``set`` or ``times``.
    ``scale`` is what its last word multiplied, 1 without such a word.
    """

    stop: int
    low: float
    high: float
    form: str
    scale: float = 1.0


@lru_cache(maxsize=64)
def split_tokens(text: str) -> Tokens:
    """The tokens of ``text``: words, figures, and any other character that is no space."""
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(text):
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())
    lower = [word.lower() for word in words]
    n = len(words)
    return Tokens(text, lower + [""] * _PAD, starts + [len(text) + 1] * _PAD, ends + [-1] * _PAD, n)


@cache
def number_words() -> Mapping[str, NumberWord]:
    """The lines of ``number_words.txt`` by word."""
    return MappingProxyType(
        {
            word: NumberWord(kind, float(values[0]), float(values[-1]))
            for word, kind, *values in word_rows("number_words")
        }
    )


def _is_figure(word: str) -> bool:
    return bool(word) and "0" <= word[0] <= "9"


def _figure(word: str) -> float | None:
    """The value of a token of digits; `None` for what is no plain number ("1.2.3", "12:25", "24th")."""
    if len(word) > _MOST_DIGITS:
        return None
    if word.isdigit() and word.isascii():
        return float(word)
    if _GROUPED.fullmatch(word):
        return float(word.replace(",", ""))
    if _DOTTED.fullmatch(word):
        return float(word.replace(".", "").replace(",", "."))
    if _DECIMAL.fullmatch(word):
        return float(word)
    if _COMMA.fullmatch(word):
        return float(word.replace(",", "."))
    return None


def _read_figure(tokens: Tokens, i: int) -> tuple[int, float] | None:
    """A figure with the groups that a space parts from it: "110 100", "2 500 000"."""
    words = tokens.words
    value = _figure(words[i])
    if value is None:
        return None
    stop = i + 1
    if len(words[i]) <= 3 and words[i].isdigit() and words[i][0] != "0":
        while (
            len(words[stop]) == 3
            and words[stop].isdigit()
            and tokens.starts[stop] == tokens.ends[stop - 1] + 1
            and stop - i < 5
        ):
            value = value * 1000 + float(words[stop])
            stop += 1
    return stop, value


def _scale_at(words: list[str], j: int, table: Mapping[str, NumberWord]) -> float | None:
    """What the word at ``j`` multiplies with, if it is a scale in the singular or plural."""
    entry = table.get(words[j])
    return entry.low if entry is not None and entry.kind in {"scale", "many"} else None


def _skip_hyphen(tokens: Tokens, j: int) -> int:
    """The token after a hyphen that joins two words, or ``j``."""
    if tokens.words[j] == "-" and tokens.is_glued(j) and tokens.is_glued(j + 1):
        return j + 1
    return j


def _addition(tokens: Tokens, j: int, room: float, table: Mapping[str, NumberWord]) -> int:
    """Where the next part of a number in words stands: after a hyphen or an "and", or at ``j``."""
    after = _skip_hyphen(tokens, j)
    if after == j and tokens.words[j] == "and" and room in {100, 1000}:
        after = j + 1
        entry = table.get(tokens.words[after])
        return after if entry is not None and entry.kind in {"digit", "teen", "ten"} else j
    return after


def _half_after(tokens: Tokens, j: int, table: Mapping[str, NumberWord]) -> tuple[int, float]:
    """The fraction that follows a whole number: "and a half", "-and-a-half", "½", " 1/2"; else 0."""
    words = tokens.words
    entry = table.get(words[j])
    if entry is not None and entry.kind == "part" and len(words[j]) == 1:
        return j + 1, entry.low
    k = _skip_hyphen(tokens, j)
    if words[k] != "and":
        return j, 0.0
    k = _skip_hyphen(tokens, k + 1)
    times = 3.0 if words[k] == "three" else 1.0
    if words[k] not in {"a", "one", "three"}:
        return j, 0.0
    k = _skip_hyphen(tokens, k + 1)
    entry = table.get(words[k])
    if entry is None or entry.kind != "part":
        return j, 0.0
    return k + 1, times * entry.low


def _read_compound(tokens: Tokens, i: int) -> Number | None:
    """A number added and multiplied up: "twenty-five", "4 thousand", "one hundred and five"."""
    words, table = tokens.words, number_words()
    total, group, room, cap, last_scale = 0.0, 0.0, 1000.0, 1e18, 1.0
    j, stop, form = i, i, "words"
    while stop - i < 24:
        entry = table.get(words[j])
        if _is_figure(words[j]):
            found = _read_figure(tokens, j)
            if found is None or (j > i and (found[1] >= room or not _scale_at(words, found[0], table))):
                break
            form, (stop, group), room = "digits" if j == i else form, found, 1.0
        elif entry is None:
            break
        elif entry.kind in {"digit", "teen", "ten"}:
            if entry.low >= room:
                break
            group, stop = group + entry.low, j + 1
            room = 10.0 if entry.kind == "ten" else 1.0
        elif entry.kind in {"scale", "many"}:
            value, stop = entry.low, j + 1
            if value < 1000 and total == 0 and room <= 1000 and (group or j == i):
                group, room = (group or 1.0) * value, value if value == 100 else 1.0
            elif value < 1000:
                if not group:
                    stop = j
                    break
                group, room = group * value, 100.0 if value == 100 else 1.0
            elif group == 0 and total:
                total, cap, room = total * value, value, min(value, 1000.0)
            elif value < cap:
                total, group, cap, room = total + (group or 1.0) * value, 0.0, value, min(value, 1000.0)
            else:
                stop = j
                break
            last_scale = value
        elif entry.kind == "ordinal" and j > i and entry.low < max(room, 1.5) and total + group >= 20:
            return Number(j + 1, total + group + entry.low, total + group + entry.low, "ordinal")
        else:
            break
        after, half = _half_after(tokens, stop, table)
        if half:
            stop = after
            if group:
                group += half * (last_scale if last_scale > 1 and not total else 1.0)
            else:
                total += half * last_scale
            room = 0.5
        j = _addition(tokens, stop, room, table)
    if stop == i:
        return None
    return Number(stop, total + group, total + group, form, last_scale)


def _multiplied(tokens: Tokens, j: int, low: float, high: float, form: str) -> Number:
    """A vague number or a fraction with the scales after it: "several hundred", "half a million"."""
    words, table = tokens.words, number_words()
    scale = 1.0
    for _ in range(3):
        k = _skip_hyphen(tokens, j)
        if words[k] == "of":
            k += 1
        if form == "part" and words[k] in {"a", "an"}:
            k += 1
        value = _scale_at(words, k, table)
        if value is None:
            break
        low, high, scale, j = low * value, high * value, value, k + 1
        form = "words" if form == "part" else form
    return Number(j, low, high, form, scale)


def _read_fraction(tokens: Tokens, number: Number) -> Number | None:
    """A fraction with its numerator before it: "two-thirds", "three quarters of a million", "1/3"."""
    words, stop = tokens.words, number.stop
    if number.low > 20 or number.scale > 1 or number.low != int(number.low):
        return None
    if words[stop] == "/" and tokens.is_glued(stop) and tokens.is_glued(stop + 1):
        below = _figure(words[stop + 1])
        if below is not None and 2 <= below <= 100 and number.low < below == int(below):
            value = number.low / below
            return _multiplied(tokens, stop + 2, value, value, "part")
        return None
    k = _skip_hyphen(tokens, stop)
    entry = number_words().get(words[k])
    if entry is None or number.low < 1:
        return None
    if entry.kind == "part" and len(words[k]) > 1:
        value = number.low * entry.low
    elif entry.kind == "ordinal" and number.low == 1 and entry.low >= 3:
        value = 1 / entry.low
    else:
        return None
    return _multiplied(tokens, k + 1, value, value, "part") if value <= 1 else None


def read_number(tokens: Tokens, i: int) -> Number | None:
    """The number that starts with token ``i``, without unit and article, or `None`.

    >>> read_number(split_tokens("two and a half million tenge"), 0)
    Number(stop=5, low=2500000.0, high=2500000.0, form='words', scale=1000000.0)
    """
    words = tokens.words
    entry = number_words().get(words[i])
    if entry is not None and entry.kind in {"vague", "part"}:
        return _multiplied(tokens, i + 1, entry.low, entry.high, entry.kind)
    if entry is not None and entry.kind == "many":
        return _multiplied(tokens, i + 1, 2 * entry.low, 9 * entry.low, "vague")
    if entry is not None and entry.kind in {"ordinal", "set", "times"}:
        return Number(i + 1, entry.low, entry.high, entry.kind)
    if words[i][-2:] in {"st", "nd", "rd", "th"} and _is_figure(words[i]):
        value = _figure(words[i][:-2])
        return None if value is None else Number(i + 1, value, value, "ordinal")
    number = _read_compound(tokens, i)
    if number is None:
        return None
    return _read_fraction(tokens, number) or number
