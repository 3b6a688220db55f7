"""Dates of a short text, in words or figures, normalised so that two renderings can be compared."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from attrs import evolve, frozen

from quotekit.statements.calendar import DatePart, is_link
from quotekit.statements.date_parts import date_openers, read_parts
from quotekit.statements.figures import split_tokens
from quotekit.statements.measures import unit_of

__all__ = ["DateMention", "compare_dates", "find_dates"]

_DIGIT = re.compile("[0-9]")
_WORD = re.compile("[a-z]+")
_PUBLISHED = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_FIELDS = ("year", "month", "day", "weekday")
# Between two parts of one date stand so many links at most: "the evening of the" 26th.
_MOST_LINKS = 2
# How alike two parts of a day are that are not the same: translations differ on where a night begins.
_PARTS_ALIKE = {
    frozenset({"night", "morning"}): 0.5,
    frozenset({"night", "evening"}): 0.8,
    frozenset({"afternoon", "evening"}): 0.5,
}


@frozen
class DateMention:
    """A date from character ``start`` to ``end``; a field that the words leave open is `None`.

    ``weekday`` counts from 0, Monday. ``relative`` is what the words say against the day of writing:
    ``today``, ``last year``, ``ago:3:day``. ``part`` narrows the date: ``morning``, ``season:autumn``,
    ``quarter:2``, ``half:1``, ``decade``, ``beginning``, ``mid``, ``end``; ``day or month`` says that
    nobody can tell which of the two figures is the month.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str = ""
    part: str = ""


def find_dates(text: str, published: str | None = None) -> tuple[DateMention, ...]:
    """The dates of ``text`` in order. With ``published`` (ISO) relative words become calendar dates.

    A ``published`` that cannot be read is ignored. Never raises on a string; takes linear time.

    >>> [mention] = find_dates("It ended on Sunday, July 26.")
    >>> (mention.month, mention.day, mention.weekday)
    (7, 26, 6)
    """
    if _DIGIT.search(text) is None and date_openers().isdisjoint(_WORD.findall(text.lower())):
        return ()
    found = _found(text)
    day = _published_day(published) if found and published else None
    return found if day is None else tuple(_resolved(mention, day) for mention in found)


@lru_cache(maxsize=64)
def _found(text: str) -> tuple[DateMention, ...]:
    """The dates as the words say them: parts that stand together make one."""
    tokens = split_tokens(text)
    merged: list[DatePart] = []
    for part in read_parts(tokens):
        if merged and _is_one_date(tokens.words[merged[-1].stop : part.start], merged[-1], part):
            merged[-1] = _joined(merged[-1], part)
        else:
            merged.append(part)
    return tuple(
        DateMention(
            tokens.starts[part.start], tokens.ends[part.stop - 1],
            part.year, part.month, part.day, part.weekday, part.relative, part.part,
        )
        for part in merged
        if not part.weak
    )  # fmt: skip


def _is_one_date(between: list[str], left: DatePart, right: DatePart) -> bool:
    """Whether two parts make one date: "Sunday, July 26" does, "July 26 and Sunday" does not."""
    if len(between) > _MOST_LINKS or not all(map(is_link, between)):
        return False
    if (left.weak and right.weak) or ("(" in between and right.weekday is None):
        return False
    if any(getattr(left, name) is not None and getattr(right, name) is not None for name in _FIELDS):
        return False
    if left.part.startswith("decade") or right.part.startswith("decade"):
        return bool(left.weak)
    if left.year is not None and left.month is None and right.month is not None and "," in between:
        return False
    return not (left.part and right.part) and not (left.relative and right.relative)


def _joined(left: DatePart, right: DatePart) -> DatePart:
    def either(name: str) -> int | None:
        value: int | None = getattr(left, name)
        other: int | None = getattr(right, name)
        return other if value is None else value

    return DatePart(
        left.start, right.stop,
        either("year"), either("month"), either("day"), either("weekday"),
        left.relative or right.relative, left.part or right.part,
    )  # fmt: skip


def _published_day(published: str) -> date | None:
    match = _PUBLISHED.match(published.strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _resolved(mention: DateMention, today: date) -> DateMention:
    """The mention with the calendar date that it stands for on ``today``, as far as that can be told."""
    if mention.relative in {"today", "yesterday", "tomorrow"} and mention.day is None:
        step = {"today": 0, "yesterday": -1, "tomorrow": 1}[mention.relative]
        return _on_day(mention, today, step)
    if mention.relative.startswith(("ago:", "in:")) and mention.day is None and mention.month is None:
        return _counted(mention, today)
    ref, _, period = mention.relative.partition(" ")
    step = {"this": 0, "last": -1, "next": 1}.get(ref, 0)
    if period == "year" and mention.year is None:
        return evolve(mention, year=today.year + step)
    if period == "month" and mention.month is None and mention.year is None:
        months = today.year * 12 + today.month - 1 + step
        return evolve(mention, year=months // 12, month=months % 12 + 1)
    if mention.month and mention.day and mention.year is None and not mention.relative:
        near = [
            (abs((day - today).days), year)
            for year in (today.year - 1, today.year, today.year + 1)
            if (day := _day(year, mention))
        ]
        return evolve(mention, year=min(near)[1]) if near else mention
    return mention


def _day(year: int, mention: DateMention) -> date | None:
    try:
        return date(year, mention.month or 1, mention.day or 1)
    except ValueError:
        return None


def _on_day(mention: DateMention, today: date, step: int) -> DateMention:
    try:
        day = today + timedelta(days=step)
    except OverflowError:
        return mention
    if mention.weekday is not None and mention.weekday != day.weekday():
        return mention
    return evolve(mention, year=day.year, month=day.month, day=day.day, weekday=day.weekday())


def _counted(mention: DateMention, today: date) -> DateMention:
    """ "three days ago" as a day, "two years ago" as a year; what is vague or rough stays."""
    direction, value, name = mention.relative.split(":")
    unit = unit_of(name)
    if not value.isdigit() or unit is None:
        return mention
    step = -int(value) if direction == "ago" else int(value)
    if name == "day":
        return _on_day(mention, today, step)
    year = today.year + step * unit.factor / 12
    if unit.dimension == "age" and unit.factor >= 12 and abs(step) * unit.factor < 120 and year >= 1:
        return evolve(mention, year=int(year))
    return mention


def compare_dates(a: DateMention, b: DateMention) -> float:
    """How far two dates can be the same: 1.0 the same, 0.0 incompatible, 0.5 cannot be told.

    Between these: 0.9 where one says more of the same day, 0.7 where one is a longer time around the
    other. Symmetric.

    >>> compare_dates(*find_dates("July 26 and 4 July"))
    0.0
    """
    if (a.year, a.month, a.day, a.weekday, a.relative, a.part) == (
        b.year, b.month, b.day, b.weekday, b.relative, b.part
    ):  # fmt: skip
        return 1.0
    if {a.relative, b.relative} == {"next", "last"}:
        return 0.0
    fields = _compare_fields(a, b)
    swapped = [_swapped(mention) for mention in (a, b)]
    if swapped[0] or swapped[1]:
        others = [_compare_fields(swapped[0] or a, b), _compare_fields(a, swapped[1] or b)]
        fields = max(fields, *others)
    if fields == 0.0:
        return 0.0
    relative = _compare_relative(a, b) if fields < 1.0 else 0.5
    part = _compare_parts(a.part, b.part)
    if relative == 0.0 or part == 0.0:
        return 0.0
    known = [score for score in (fields, relative) if score != 0.5]
    if not known:
        return part if a.part and b.part and not (_has_fields(a) and _has_fields(b)) else 0.5
    return min(*known, part) if len(known) == 1 else min(max(known), part)


def _has_fields(a: DateMention) -> bool:
    return any(getattr(a, name) is not None for name in _FIELDS) or bool(a.relative)


def _swapped(mention: DateMention) -> DateMention | None:
    """The other reading of "1/11/2021"."""
    if mention.part != "day or month":
        return None
    return evolve(mention, month=mention.day, day=mention.month)


def _weekday_of(mention: DateMention) -> int | None:
    if mention.weekday is not None:
        return mention.weekday
    if mention.year is None or mention.month is None or mention.day is None:
        return None
    day = _day(mention.year, mention)
    return None if day is None else day.weekday()


def _compare_fields(a: DateMention, b: DateMention) -> float:
    """By what both say of year, month, day and day of the week; 0.5 where that is nothing."""
    common = 0
    for name in ("year", "month", "day"):
        left, right = getattr(a, name), getattr(b, name)
        if left is not None and right is not None:
            if left != right and not (name == "year" and _is_in_decade(a, b)):
                return 0.0
            common += 1
    left, right = _weekday_of(a), _weekday_of(b)
    if left is not None and right is not None:
        if left != right:
            return 0.0
        common += a.weekday is not None or b.weekday is not None
    if not common:
        return 0.5
    if (a.day is None) != (b.day is None) and not (left is not None and left == right):
        return 0.7
    same = all(getattr(a, name) == getattr(b, name) for name in _FIELDS)
    return 1.0 if same else 0.7 if (a.month is None) != (b.month is None) and not common > 1 else 0.9


def _is_in_decade(a: DateMention, b: DateMention) -> bool:
    """Whether one of the two is a decade, and the other a year of it."""
    if (a.part == "decade") == (b.part == "decade") or a.year is None or b.year is None:
        return False
    return a.year // 10 == b.year // 10


def _compare_relative(a: DateMention, b: DateMention) -> float:
    """By the words against the day of writing; 0.5 where they say nothing of each other."""
    if not a.relative or not b.relative:
        return 0.5
    if a.relative == b.relative:
        return 1.0
    left, right = _since(a.relative), _since(b.relative)
    if left is None or right is None:
        return 0.0 if left is right and a.relative.partition(" ")[2] == b.relative.partition(" ")[2] else 0.5
    if left[0] != right[0]:
        return 0.5
    gap = max(left[1] - right[2], right[1] - left[2], 0.0)
    most = max(abs(left[1]), abs(left[2]), abs(right[1]), abs(right[2]))
    if gap == 0.0:
        return 1.0 if left == right else 0.7
    return 0.6 if gap <= 0.07 * most and most >= 10 else 0.0


def _since(relative: str) -> tuple[str, float, float] | None:
    """Words against today as a stretch of days or of months from today: "ago:3:day", "last year"."""
    near = {"today": 0.0, "yesterday": -1.0, "tomorrow": 1.0}
    if relative in near:
        return "duration", near[relative], near[relative]
    if ":" not in relative:
        ref, _, period = relative.partition(" ")
        unit, step = unit_of(period), {"this": 0.0, "last": -1.0, "next": 1.0}[ref]
        if unit is None:
            return None
        size = unit.factor if unit.dimension == "age" else unit.factor / 86400
        return f"{unit.dimension} {period}", step * size, step * size
    direction, value, name = relative.split(":")
    unit = unit_of(name)
    if unit is None:
        return None
    low, _, high = value.partition("-")
    size = unit.factor if unit.dimension == "age" else unit.factor / 86400
    sign = -1.0 if direction == "ago" else 1.0
    bounds = sorted((sign * float(low) * size, sign * float(high or low) * size))
    return unit.dimension, bounds[0], bounds[1]


def _compare_parts(a: str, b: str) -> float:
    """By the part of the day, the season, the quarter; 1.0 where these do not clash."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.9
    left, right = a.partition(":"), b.partition(":")
    if left[0] != right[0] and (left[2] or right[2]):
        return 0.9
    if "decade" in (a, b) or "day or month" in (a, b):
        return 0.9
    return _PARTS_ALIKE.get(frozenset({a, b}), 0.0)
