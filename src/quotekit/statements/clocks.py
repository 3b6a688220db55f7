"""Times of day and scores: "6.30pm", "half past six", "noon", "2:1"."""

from __future__ import annotations

import re

from attrs import frozen

from quotekit.statements.figures import Tokens, number_words

__all__ = ["Clock", "read_clock"]

_COLON = re.compile(r"(\d{1,3}):\s?(\d{1,3})(?::\d\d)?", re.ASCII)
_DOT = re.compile(r"(\d{1,2})\.(\d\d)", re.ASCII)
_HALF_DAY = 720


@frozen
class Clock:
    """A time in minutes, or a score, from its first token up to ``stop``.

    ``unit`` is ``half-day`` where nobody can tell morning from afternoon.
    """

    stop: int
    low: float
    high: float
    kind: str
    unit: str


def _half_of_day(tokens: Tokens, j: int) -> tuple[int, str]:
    """The "a.m." or "pm" at ``j``: the token after it, and its letter; ``""`` without one."""
    words = tokens.words
    if words[j] in {"am", "pm"}:
        return j + 1, words[j][0]
    if words[j] in {"a", "p"} and words[j + 1] == "." and words[j + 2] == "m":
        return j + 3 + (words[j + 3] == "." and tokens.is_glued(j + 3)), words[j]
    return j, ""


def _time(stop: int, hour: int, minute: int, half: str, *, is_whole_day: bool = False) -> Clock | None:
    """The time, if there is such a one."""
    if minute > 59 or hour > 24 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    value = float((hour * 60 + minute) % 1440)
    unclear = not half and not is_whole_day and 0 < hour <= 12
    return Clock(stop, value, value, "time", "half-day" if unclear else "")


def _colon(tokens: Tokens, i: int) -> Clock | None:
    """ "12: 25" is a time, "3:1" a score."""
    match = _COLON.fullmatch(tokens.words[i])
    if match is None or (i and tokens.is_glued(i) and tokens.raw(i - 1)[-1:].isalnum()):
        return None
    first, second = int(match[1]), int(match[2])
    stop, half = _half_of_day(tokens, i + 1)
    if len(match[2]) == 2 or half or (len(match[1]) == 2 and match[1][0] == "0"):
        hours = stop + (tokens.words[stop] in {"hours", "hrs", "h"})
        whole = match[1][0] == "0" or hours > stop
        if found := _time(hours, first, second, half, is_whole_day=whole):
            return found
    if first > 200 or second > 200:
        return None
    return Clock(i + 1, float(min(first, second)), float(max(first, second)), "score", "")


def _hour_word(tokens: Tokens, j: int, most: int = 12) -> int | None:
    word = tokens.words[j]
    if word.isdigit() and word.isascii() and len(word) <= 2 and 1 <= int(word) <= most:
        return int(word)
    entry = number_words().get(word)
    if entry is not None and entry.kind in {"digit", "teen"} and 1 <= entry.low <= 12:
        return int(entry.low)
    return None


def _spoken(tokens: Tokens, i: int) -> Clock | None:
    """ "half past six", "quarter to seven", "ten past six"."""
    words = tokens.words
    entry = number_words().get(words[i])
    if entry is None or words[i + 1] not in {"past", "to"}:
        return None
    if entry.kind == "part" and words[i] in {"half", "quarter"}:
        minutes = int(entry.low * 60)
    elif entry.kind in {"digit", "teen", "ten"} and words[i + 1] == "past":
        minutes = int(entry.low)
    else:
        return None
    hour = _hour_word(tokens, i + 2)
    if hour is None or (words[i] == "half" and words[i + 1] == "to"):
        return None
    if words[i + 1] == "to":
        hour, minutes = hour - 1 or 12, 60 - minutes
    stop, half = _half_of_day(tokens, i + 3)
    return _time(stop, hour, minutes, half)


def _figure(tokens: Tokens, i: int) -> Clock | None:
    """ "6.30pm", "2 p.m.", "12: 25", "14h30", "01-23 hours"."""
    words, word = tokens.words, tokens.words[i]
    if ":" in word:
        return _colon(tokens, i)
    if i and tokens.is_glued(i) and tokens.raw(i - 1)[-1:].isalnum():
        return None
    match = _DOT.fullmatch(word)
    if match is None and not (len(word) <= 2 and word.isdigit()):
        return None
    stop, half = _half_of_day(tokens, i + 1)
    if half:
        return _time(stop, int(match[1] if match else word), int(match[2]) if match else 0, half)
    minute = words[i + 2]
    if match or len(minute) != 2 or not (minute.isascii() and minute.isdigit()):
        return None
    if words[i + 1] == "h" and tokens.is_glued(i + 2):
        return _time(i + 3, int(word), int(minute), "", is_whole_day=True)
    # "at 01-23 hours" is how Russian papers write 1:23; "10-12 hours" is a stretch of time.
    if words[i + 1] in {"-", "–"} and words[i + 3] == "hours" and word[0] == "0":
        return _time(i + 4, int(word), int(minute), "", is_whole_day=True)
    return None


def _four_figures(tokens: Tokens, i: int) -> Clock | None:
    """ "0630 hours" and "2400 hours"; not "4872 hours" of flight."""
    word = tokens.words[i]
    if len(word) != 4 or tokens.words[i + 1] != "hours" or not (word.isascii() and word.isdigit()):
        return None
    if word[0] != "0" and not word.endswith(("00", "30")):
        return None
    return _time(i + 2, int(word[:2]), int(word[2:]), "", is_whole_day=True)


def read_clock(tokens: Tokens, i: int) -> Clock | None:
    """The time or score, written with a sign of its own, that starts with token ``i``, or `None`."""
    words, word = tokens.words, tokens.words[i]
    if "0" <= word[0] <= "9" and (found := _figure(tokens, i) or _four_figures(tokens, i)):
        return found
    entry = number_words().get(word)
    if entry is not None and entry.kind == "clock":
        return Clock(i + 1, entry.low, entry.low, "time", "")
    is_clock = words[i + 1] == "o" and words[i + 3] == "clock"
    hour = _hour_word(tokens, i, 24 if is_clock else 12)
    if hour is not None:
        if is_clock:
            stop, half = _half_of_day(tokens, i + 4)
            return _time(stop, hour, 0, half)
        stop, half = _half_of_day(tokens, i + 1)
        if half and words[i + 1] != "a":
            return _time(stop, hour, 0, half)
    return _spoken(tokens, i)
