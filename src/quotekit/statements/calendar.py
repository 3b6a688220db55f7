"""The parts of a date that name a month, a day or a year: "July 26", "the first of May", "2015-16"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from attrs import frozen

from quotekit.lexicon import word_columns, word_rows
from quotekit.statements.figures import Tokens, number_words, read_number
from quotekit.statements.measures import unit_after

__all__ = [
    "DatePart",
    "date_words",
    "day_at",
    "is_link",
    "month_at",
    "month_names",
    "read_day_first",
    "read_last_day",
    "read_month_first",
    "read_numeric",
    "read_years",
    "word_of",
    "year_of",
]

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
# Before this year four digits are a year only behind a word that says so.
_PLAIN_YEAR = 1900
_JOINS = frozenset({"-", "–", "—", ",", "and", "or", "to", "through", "/"})
_WEAK_BEFORE_YEAR = frozenset({"of", "to", "for", "and", "on", "than"})
_NOT_BEFORE_YEAR = frozenset("$€£¥#+.№")
# Behind these a year may stand before a noun in the plural: "the 2016 elections".
_BEFORE_YEARS_NOUN = frozenset({"the", "of", "s", "a", "its", "and"})
_LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@frozen
class DatePart:
    """What the tokens from ``start`` to ``stop`` say of a date. The fields are those of a `DateMention`.

    ``weak`` says that it is no date without another part beside it.
    """

    start: int
    stop: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str = ""
    part: str = ""
    weak: bool = False


@cache
def date_words() -> Mapping[str, Mapping[str, str]]:
    """The lines of ``day_words.txt``: by word, what it stands for in each of its classes."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for word, kind, *value in word_rows("day_words"):
        found[word][kind] = value[0] if value else word
    return MappingProxyType({word: MappingProxyType(kinds) for word, kinds in found.items()})


_NONE: Mapping[str, str] = MappingProxyType({})


def word_of(word: str, kind: str) -> str:
    """What ``word`` stands for in that class of ``day_words.txt``, or ``""``."""
    return date_words().get(word, _NONE).get(kind, "")


def is_link(word: str) -> bool:
    """Whether the word may stand between two parts of one date."""
    return "link" in date_words().get(word, _NONE)


@cache
def month_names() -> Mapping[str, tuple[str, ...]]:
    """The names of months, with their number and what they need beside them."""
    return word_columns("months")


def _int(word: str, most: int) -> int | None:
    """A whole number without sign and separators up to ``most``, from 1."""
    if 0 < len(word) <= 4 and word.isascii() and word.isdigit() and 1 <= int(word) <= most:
        return int(word)
    return None


def year_of(word: str) -> int | None:
    """The year that four digits may be."""
    value = _int(word, _LAST_YEAR)
    return value if value is not None and len(word) == 4 and value >= _FIRST_YEAR else None


def day_at(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A day of the month at ``i`` in figures or as an ordinal: the token after it, and the day."""
    word = tokens.words[i]
    if word[:1].isdigit():
        is_name = tokens.is_glued(i) and tokens.raw(i - 1)[-1:].isalpha()
        if is_name or (tokens.is_glued(i + 1) and tokens.raw(i + 1).isalpha()):
            return None  # "F26", "08H00"
        day = _int(word, 31) if len(word) <= 2 else None
        if day is None and word[-2:] in {"st", "nd", "rd", "th"}:
            day = _int(word[:-2], 31)
        return None if day is None else (i + 1, day)
    entry = number_words().get(word)
    if entry is None or entry.kind not in {"ordinal", "ten"}:
        return None
    number = read_number(tokens, i)
    if number is None or number.form != "ordinal" or number.low > 31:
        return None
    return number.stop, int(number.low)


def month_at(tokens: Tokens, i: int) -> tuple[int, int, bool] | None:
    """A month at ``i``: the token after it (and its full stop), its number, and whether it needs a number."""
    columns = month_names().get(tokens.words[i])
    if columns is None:
        return None
    stop, kind = i + 1, columns[1] if len(columns) > 1 else ""
    if kind == "verb" and not tokens.is_capital(i):
        return None
    if kind == "short":
        if not tokens.is_capital(i) or (i and tokens.is_glued(i) and tokens.words[i - 1] == "-"):
            return None
        if tokens.words[stop] == "." and tokens.is_glued(stop):
            return stop + 1, int(columns[0]), stop + 1 >= tokens.n or not tokens.words[stop + 1][:1].isdigit()
    if kind == "" and columns[0] == "8" and not tokens.is_capital(i):
        return stop, int(columns[0]), True
    return stop, int(columns[0]), bool(kind)


def _trailing_year(tokens: Tokens, j: int) -> tuple[int, int | None]:
    """The year after a day and a month, with a comma or "of" before it."""
    k = j + (tokens.words[j] in {",", "of"})
    year = year_of(tokens.words[k])
    # "July 26, 1062 people came": a year before a noun is one of our time at least.
    if year is None or (year < _PLAIN_YEAR and _is_counted(tokens, k + 1)):
        return j, None
    return (j, None) if word_of(tokens.words[k + 1], "ordinary") else (k + 1, year)


def _more_days(tokens: Tokens, j: int) -> list[tuple[int, int, int]]:
    """The further days of a list or range after a first one: "26-27", "26 and 27", "26, 27 or 28"."""
    found = []
    for _ in range(6):
        k = j
        if tokens.words[k] == "," and tokens.words[k + 1] in {"and", "or"}:
            k += 1
        if tokens.words[k] not in _JOINS:
            break
        day = day_at(tokens, k + 1)
        if day is None or (tokens.words[k] in {",", "and"} and _is_counted(tokens, day[0])):
            break
        found.append((k + 1, *day))
        j = day[0]
    return found


def _is_counted(tokens: Tokens, j: int) -> bool:
    """Whether a word stands at ``j`` that a figure before it may count: "July 26, 13 people died"."""
    word = tokens.words[j]
    return word[:1].isalpha() and word not in month_names() and not is_link(word) and word not in _JOINS


def read_month_first(tokens: Tokens, i: int) -> list[DatePart]:
    """ "July 26", "Nov. 1, 2021", "May 2020", "July 26-27", "in March"."""
    found = month_at(tokens, i)
    if found is None:
        return []
    stop, month, unsure = found
    at = stop + 1 if tokens.words[stop] == "the" else stop
    day = day_at(tokens, at)
    if day is not None and at == stop and tokens.words[day[0]] in {"million", "thousand", "%"}:
        day = None
    if day is None:
        after, year = _trailing_year(tokens, stop)
        if year is None and unsure and not _is_month_by_context(tokens, i):
            return []
        return [DatePart(i, after, year=year, month=month)]
    more = [row for row in _more_days(tokens, day[0]) if month_at(tokens, row[1]) is None]
    end = more[-1][1] if more else day[0]
    after, year = _trailing_year(tokens, end)
    parts = [DatePart(i, day[0], year, month, day[1])]
    parts += [DatePart(start, stop, year, month, value) for start, stop, value in more]
    return [*parts[:-1], DatePart(parts[-1].start, after, year, month, parts[-1].day)]


def _is_month_by_context(tokens: Tokens, i: int) -> bool:
    """Whether "May" or "March" stands where a month does: "in May", "last March", "April and May"."""
    before = tokens.words[i - 1]
    if tokens.words[i + 1] in {"'", "’"}:
        return False
    if word_of(before, "before"):
        return True
    return before in {"and", "-", "–"} and tokens.words[i - 2] in month_names()


def read_day_first(tokens: Tokens, i: int) -> list[DatePart]:
    """ "26 July", "the first of November", "26-27 July 2020", "27 and 28 July"."""
    day = day_at(tokens, i)
    if day is None:
        return []
    more = [(i, *day), *_more_days(tokens, day[0])]
    while more:
        j = more[-1][1]
        j += tokens.words[j] == "of" or (tokens.words[j] == "." and tokens.is_glued(j))
        month = month_at(tokens, j)
        if month is not None:
            break
        more.pop()
    else:
        return []
    if tokens.words[month[0]][:1].isdigit() and year_of(tokens.words[month[0]]) is None and more[0][0] != i:
        return []
    after, year = _trailing_year(tokens, month[0])
    parts = [DatePart(start, stop, year, month[1], value) for start, stop, value in more]
    return [*parts[:-1], DatePart(parts[-1].start, after, year, month[1], parts[-1].day)]


def read_last_day(tokens: Tokens, i: int) -> list[DatePart]:
    """ "the last day of June" is June 30; "the first days of August" its beginning."""
    words = tokens.words
    if words[i] not in {"last", "first"} or words[i + 1] not in {"day", "days"} or words[i + 2] != "of":
        return []
    month = month_at(tokens, i + 3)
    if month is None:
        return []
    after, year = _trailing_year(tokens, month[0])
    if words[i + 1] == "days":
        return [DatePart(i, after, year, month[1], part="end" if words[i] == "last" else "beginning")]
    day = 1 if words[i] == "first" else _LAST_DAY[month[1] - 1]
    return [DatePart(i, after, year, month[1], day)]


def read_numeric(word: str, i: int) -> list[DatePart]:
    """ "2021-11-01", "13.11.2021", "1/11/2021", of which nobody can tell the month."""
    match = _ISO.fullmatch(word)
    if match:
        year, month, day = map(int, match.groups())
        return [DatePart(i, i + 1, year, month, day)] if _is_date(year, month, day) else []
    match = _NUMERIC.fullmatch(word)
    if match is None:
        return []
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += (2000 if year < 50 else 1900) if year < 100 else 0
    if match[2] == "." and len(match[4]) == 2 and len(match[1] + match[3]) < 3:
        return []  # "1.2.10" is a version
    if first > 12 or match[2] == ".":
        return [DatePart(i, i + 1, year, second, first)] if _is_date(year, second, first) else []
    if not _is_date(year, first, second):
        return []
    unclear = second <= 12 and first != second
    return [DatePart(i, i + 1, year, first, second, part="day or month" if unclear else "")]


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_year_here(tokens: Tokens, i: int, year: int) -> bool:
    """Whether four digits are a year: "in 2020", "the 2016 vote", but not "2020 people", "$2000"."""
    before, after = tokens.words[i - 1], tokens.words[i + 1]
    if tokens.is_glued(i):
        if before == "-" and tokens.is_glued(i - 1) and tokens.words[i - 2] != "mid":
            return year_of(tokens.words[i - 2]) is not None or tokens.words[i - 2] in month_names()
        if before[-1:].isalnum() or before in _NOT_BEFORE_YEAR:
            return False
    entry = number_words().get(after)
    if (entry is not None and entry.kind in {"scale", "many"}) or before in {"than", "about", "some"}:
        return False
    says_so = bool(word_of(before, "before"))
    if says_so and before not in _WEAK_BEFORE_YEAR:
        return True
    if unit_after(tokens, i + 1) is not None or word_of(after, "ordinary"):
        return False
    is_plural = len(after) > 3 and after.endswith("s") and not after.endswith("ss")
    if is_plural and before not in _BEFORE_YEARS_NOUN:
        return False
    return year >= _PLAIN_YEAR or before == "of"


def read_years(tokens: Tokens, i: int) -> list[DatePart]:
    """ "2020", "2019/2020", "2015-2016", "2015-16", "1990s"."""
    word = tokens.words[i]
    if word.endswith("s"):
        decade = word[:-1]
        year = year_of(decade)
        if year is not None and decade.endswith("0"):
            return [DatePart(i, i + 1, year, part="decade")]
        if len(decade) == 2 and decade[1] == "0" and tokens.words[i - 1] in {"'", "’", "the"}:
            return [
                DatePart(i, i + 1, 1900 + int(decade) if decade > "20" else 2000 + int(decade), part="decade")
            ]
        return []
    year = year_of(word)
    if year is None or not _is_year_here(tokens, i, year):
        return []
    parts = [DatePart(i, i + 1, year)]
    if tokens.words[i + 1] in {"-", "–", "—", "/", "‑"} and tokens.is_glued(i + 1) == tokens.is_glued(i + 2):
        word = tokens.words[i + 2]
        second = year_of(word)
        if second is None and len(word) == 2 and tokens.is_glued(i + 2) and (short := _int(word, 99)):
            second = year - year % 100 + short  # "1939-45"
        if second is not None and second > year:
            parts.append(DatePart(i + 2, i + 3, second))
    return parts
