"""The tokens of a short text, and the numbers that they write, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from attrs import define, frozen

from quotekit.lexicon import word_rows

__all__ = ["Number", "NumberWord", "Tokens", "number_words", "read_half", "read_number", "split_tokens"]

_TOKEN = re.compile(
    r"[^\W\d_]+"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![\w-])"  # 2021-11-01
    r"|[0-9]{1,2}([./])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![\w./][0-9])"  # 1/11/2021
    r"|[0-9]{1,3}:\s?[0-9]{1,3}(?::[0-9]{2})?(?![0-9:])"  # 12: 25
    r"|[0-9]+(?:,[0-9]{3})*(?:[sS][tT]|[nN][dD]|[rR][dD]|[tT][hH]|s)\b"  # 24th, 1990s
    r"|[0-9]+(?:[.,][0-9]+)*"
    r"|\S"
)
_GROUPED = re.compile(r"(?:\d{1,3}(?:,\d\d)*|\d+)(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DOTTED = re.compile(
    r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?|[1-9]\d{0,2}\.000|\d{1,3}(?:\.\d{3})+,\d+", re.ASCII
)
_DECIMAL = re.compile(r"\d+\.\d+", re.ASCII)
_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})", re.ASCII)
# Empty tokens after the last, which also stand at the indices -1 to -8: a rule may look around.
_PAD = 8
_FIGURES = frozenset("0123456789")
# A value that needs more digits than this is no number of a text.
_MOST_DIGITS = 24
# Nor does a number have more words.
_MOST_WORDS = 24


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

    def anchors(self, table: Container[str]) -> list[int]:
        """The tokens that are figures or stand in ``table``, in order."""
        return [i for i, word in enumerate(self.words) if word in table or word[:1] in _FIGURES]

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
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [text[start:end].lower() for start, end in spans]
    starts = [span[0] for span in spans]
    ends = [span[1] for span in spans]
    n = len(words)
    return Tokens(text, words + [""] * _PAD, starts + [len(text) + 1] * _PAD, ends + [-1] * _PAD, n)


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


def read_half(tokens: Tokens, j: int) -> tuple[int, float]:
    """The fraction that follows a whole number: "and a half", "-and-a-half", "½", " 1/2"; else 0."""
    words, table = tokens.words, number_words()
    entry = table.get(words[j])
    if entry is not None and entry.kind == "part" and len(words[j]) == 1:
        return j + 1, entry.low
    k = _skip_hyphen(tokens, j)
    if words[k] != "and":
        return j, 0.0
    k = _skip_hyphen(tokens, k + 1)
    numerator = 3.0 if words[k] == "three" else 1.0
    if words[k] not in {"a", "one", "three"}:
        return j, 0.0
    k = _skip_hyphen(tokens, k + 1)
    entry = table.get(words[k])
    if entry is None or entry.kind != "part":
        return j, 0.0
    return k + 1, numerator * entry.low


@define
class _Sum:
    """A number while its words are read: whole thousands, the group under them, what may still follow."""

    total: float = 0.0
    group: float = 0.0
    room: float = 1000.0
    cap: float = 1e18
    scale: float = 1.0

    @property
    def value(self) -> float:
        return self.total + self.group

    def add(self, value: float, room: float) -> bool:
        """Add a number under a hundred, if one fits there: "twenty" takes "five" but not "fifteen"."""
        if value >= self.room:
            return False
        self.group += value
        self.room = room
        return True

    def multiply(self, value: float, *, is_first: bool) -> bool:
        """Multiply by "hundred", "dozen" or a greater scale, if one fits there."""
        if value < 1000:
            if not (self.group or is_first):
                return False
            self.group, self.room = (self.group or 1.0) * value, 100.0 if value == 100 else 1.0
        elif self.group == 0 and self.total:
            self.total, self.cap = self.total * value, value
            self.room = 1000.0
        elif value < self.cap:
            self.total, self.group = self.total + (self.group or 1.0) * value, 0.0
            self.cap, self.room = value, 1000.0
        else:
            return False
        self.scale = value
        return True

    def add_half(self, part: float) -> None:
        """Add the "half" of "two and a half", or of "a million and a half"."""
        if self.group:
            self.group += part * (self.scale if 1 < self.scale < 1000 and not self.total else 1.0)
        else:
            self.total += part * self.scale
        self.room = 0.5


def _take(tokens: Tokens, j: int, found: _Sum, *, is_first: bool) -> int:
    """Take the word or figure at ``j`` into the sum: the token after it, or ``j`` where it does not fit."""
    words, table = tokens.words, number_words()
    if _is_figure(words[j]):
        figure = _read_figure(tokens, j)
        if figure is None or not (is_first or _scale_at(words, figure[0], table)):
            return j
        if is_first:
            found.group, found.room = figure[1], 1.0
            return figure[0]
        return figure[0] if found.add(figure[1], 1.0) else j
    entry = table.get(words[j])
    if entry is None:
        return j
    if entry.kind in {"digit", "teen", "ten"}:
        return j + found.add(entry.low, 10.0 if entry.kind == "ten" else 1.0)
    if entry.kind in {"scale", "many"}:
        return j + found.multiply(entry.low, is_first=is_first)
    return j


def _read_compound(tokens: Tokens, i: int) -> Number | None:
    """A number added and multiplied up: "twenty-five", "4 thousand", "one hundred and five"."""
    words, table, found = tokens.words, number_words(), _Sum()
    j = stop = i
    while stop - i < _MOST_WORDS:
        after = _take(tokens, j, found, is_first=j == i)
        if after == j:
            break
        stop, half = read_half(tokens, after)
        if half:
            found.add_half(half)
        j = _addition(tokens, stop, found.room, table)
    if stop == i:
        return None
    last = table.get(words[j])
    if last is not None and last.kind == "ordinal" and found.value >= 1:
        if last.low in {100, 1000, 1e6} and found.value < last.low:
            return Number(j + 1, found.value * last.low, found.value * last.low, "ordinal")
        if found.value >= 20 and last.low < found.room:
            return Number(j + 1, found.value + last.low, found.value + last.low, "ordinal")
    form = "digits" if _is_figure(words[i]) else "words"
    return Number(stop, found.value, found.value, form, found.scale)


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
    if words[stop] == "/" and tokens.is_glued(stop) == tokens.is_glued(stop + 1):
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
    if entry is not None and entry.kind == "roman" and words[i + 1] == "century" and tokens.is_capital(i):
        return Number(i + 1, entry.low, entry.high, "ordinal")
    if words[i][-2:] in {"st", "nd", "rd", "th"} and _is_figure(words[i]):
        value = _figure(words[i][:-2])
        return None if value is None else Number(i + 1, value, value, "ordinal")
    number = _read_compound(tokens, i)
    if number is None:
        return None
    return _read_fraction(tokens, number) or number
