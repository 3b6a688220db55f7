"""The parts of all dates of a text: calendar dates, weekdays, and words such as "last year"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from quotekit.lexicon import word_columns, word_list
from quotekit.statements.calendar import (
    DatePart,
    date_words,
    day_at,
    month_at,
    month_names,
    read_day_first,
    read_last_day,
    read_month_first,
    read_numeric,
    read_years,
    word_of,
    year_of,
)
from quotekit.statements.figures import Tokens, number_words, read_number
from quotekit.statements.measures import unit_after

__all__ = ["date_openers", "read_parts"]

# Classes of words that stand only beside a date.
_BESIDE = frozenset({"before", "link", "ordinary"})


@cache
def _weekdays() -> Mapping[str, tuple[str, ...]]:
    return word_columns("weekdays")


def _figures(tokens: Tokens, i: int) -> list[DatePart]:
    """The dates that a token of digits opens."""
    word = tokens.words[i]
    if len(word) > 5 and ("-" in word or "/" in word or "." in word):
        found = read_numeric(word, i)
        if found:
            return found
    if len(word) <= 4 and (found := read_day_first(tokens, i)):
        return found
    return read_years(tokens, i) if len(word) >= 3 else []


def _ago(tokens: Tokens, i: int) -> list[DatePart]:
    """ "three days ago", "a year ago", "nearly four decades ago": ``ago:3:day``."""
    unit = unit_after(tokens, i - 1)
    if unit is None or unit[0] != i or unit[1].dimension not in {"age", "duration"}:
        return []
    if tokens.words[i - 2] in {"a", "an", "one"}:
        return [DatePart(i - 2, i + 1, relative=f"ago:1:{unit[1].name}")]
    best = None
    for start in range(i - 2, max(-1, i - 8), -1):
        number = read_number(tokens, start)
        if number is not None and number.stop == i - 1 and number.form != "ordinal":
            best = (start, number)
    if best is None:
        return []
    start, number = best
    value = f"{number.low:g}" if number.low == number.high else f"{number.low:g}-{number.high:g}"
    start -= number.form in {"vague", "part"} and tokens.words[start - 1] == "a"
    return [DatePart(start, i + 1, relative=f"ago:{value}:{unit[1].name}")]


def _spoken(tokens: Tokens, i: int) -> list[DatePart]:
    """Words such as "today", "last year", "the second quarter", "autumn", "evening", "early"."""
    words, kinds = tokens.words, date_words()[tokens.words[i]]
    found: list[DatePart] = []
    if "day" in kinds:
        found = [_near_day(tokens, i, int(kinds["day"]))]
    elif "ref" in kinds:
        found = _referred(tokens, i, kinds["ref"])
    elif "season" in kinds and _is_season(tokens, i):
        found = [DatePart(i, i + 1, part=f"season:{kinds['season']}")]
    elif "part" in kinds and words[i - 1] != "one":
        found = [_part_of_day(tokens, i, kinds["part"])]
    elif "edge" in kinds:
        # "It will end July 27" and "the end on Monday" have no edge of a time.
        is_verb = words[i + 1] == "on" or words[i - 1] == "to" or words[i - 1] in word_list("auxiliaries")
        found = [] if is_verb else [_edge(tokens, i, kinds["edge"])]
    elif "ago" in kinds:
        found = _ago(tokens, i)
    elif "decade" in kinds and words[i - 1] == "the":
        found = [DatePart(i, i + 1, 1900 + int(kinds["decade"]), part="decade")]
    elif "period" in kinds or "half" in kinds:
        found = _numbered_period(tokens, i)
    return found


def _part_of_day(tokens: Tokens, i: int, part: str) -> DatePart:
    """ "this morning", "in the evening", and "evening", which needs a day beside it."""
    words = tokens.words
    relative = {"this": "today", "last": "yesterday"}.get(words[i - 1])
    if relative is not None:
        return DatePart(i - 1, i + 1, relative=relative, part=part)
    alone = words[i - 2] in {"in", "during"} or words[i - 1] in {"at", "by"}
    return DatePart(i, i + 1, part=part, weak=not alone)


def _edge(tokens: Tokens, i: int, edge: str) -> DatePart:
    """ "the end of the year", and "early" or "mid-", which need a longer time beside them."""
    words, stop = tokens.words, i + 1
    if words[stop] == "of" and words[stop + 1] == "the" and (period := word_of(words[stop + 2], "period")):
        return DatePart(i, stop + 3, relative=f"this {period}", part=edge)
    return DatePart(i, stop + (words[stop] == "-"), part=edge, weak=True)


def _near_day(tokens: Tokens, i: int, days: int) -> DatePart:
    """ "today", "tonight", "the day before yesterday"."""
    words, start = tokens.words, i
    if words[i - 2] == "day" and words[i - 1] in {"before", "after"} and days:
        start = i - 2
        days += -1 if words[i - 1] == "before" else 1
    names = {0: "today", 1: "tomorrow", -1: "yesterday"}
    name = names.get(days, f"ago:{-days}:day" if days < 0 else f"in:{days}:day")
    return DatePart(start, i + 1, relative=name, part="night" if words[i] == "tonight" else "")


def _referred(tokens: Tokens, i: int, ref: str) -> list[DatePart]:
    """ "last year", "this week", "next summer", "last Saturday", "this July"."""
    words, j = tokens.words, i + 1
    found = read_last_day(tokens, i)
    if found:
        return found
    period, season = word_of(words[j], "period"), word_of(words[j], "season")
    if period:
        if words[i] in {"following", "preceding", "past"} and words[i] != "past":
            return []
        return [DatePart(i, j + 1, relative=f"{ref} {period}")]
    if season:
        return [DatePart(i, j + 1, relative=f"{ref} year", part=f"season:{season}")]
    weekday = _weekdays().get(words[j])
    if weekday is not None and len(weekday) == 1:
        return [DatePart(i, j + 1, weekday=int(weekday[0]), relative="" if ref == "this" else ref)]
    if words[j] in month_names():
        month = read_month_first(tokens, j)
        if month and month[0].year is None:
            first = month[0]
            return [DatePart(i, first.stop, None, first.month, first.day, relative=f"{ref} year"), *month[1:]]
    return []


def _is_season(tokens: Tokens, i: int) -> bool:
    """ "in the fall", "spring 2020", but not "the fall of the government" and "will fall"."""
    word, before, after = tokens.words[i], tokens.words[i - 1], tokens.words[i + 1]
    if word in {"autumn", "winter", "summer"}:
        return True
    if year_of(after) is not None or (after == "of" and year_of(tokens.words[i + 2]) is not None):
        return True
    if before in {"in", "this", "last", "next", "by", "early", "late", "since"}:
        return after != "of"
    return before == "the" and tokens.words[i - 2] in {"in", "by", "during", "until"} and after != "of"


def _numbered_period(tokens: Tokens, i: int) -> list[DatePart]:
    """ "the second quarter", "the first half of 2020", "the second half of the year"."""
    words = tokens.words
    if words[i] not in {"quarter", "half"}:
        return []
    number = number_words().get(words[i - 1])
    value = words[i - 1][:1] if words[i - 1] in {"1st", "2nd", "3rd", "4th"} else ""
    if number is not None and number.kind == "ordinal" and number.low <= 4:
        value = f"{number.low:.0f}"
    if not value:
        return []
    part, stop, relative = f"{words[i]}:{value}", i + 1, ""
    if words[stop] == "of":
        at = stop + 1 + (words[stop + 1] == "the")
        if word_of(words[at], "period") and words[at] != "quarter":
            relative = f"this {word_of(words[at], 'period')}" if words[stop + 1] == "the" else ""
            return [DatePart(i - 1, at + 1, relative=relative, part=part)]
    return [DatePart(i - 1, stop, part=part, weak=words[i] == "half")]


def _weekday_part(tokens: Tokens, i: int) -> list[DatePart]:
    columns = _weekdays()[tokens.words[i]]
    if len(columns) == 1:
        return [DatePart(i, i + 1, weekday=int(columns[0]))]
    stop = i + 1 + (tokens.words[i + 1] == ".")
    at = stop + (tokens.words[stop] == ",")
    if tokens.is_capital(i) and (month_at(tokens, at) or (day_at(tokens, at) and read_day_first(tokens, at))):
        return [DatePart(i, stop, weekday=int(columns[0]))]
    return []


def _opens(tokens: Tokens, i: int) -> list[DatePart]:
    """The parts of dates that token ``i`` opens, or closes where it ends in "ago"."""
    word = tokens.words[i]
    if "0" <= word[0] <= "9":
        return _figures(tokens, i) or _day_alone(tokens, i)
    if word in month_names():
        return read_month_first(tokens, i)
    if word in _weekdays():
        return _weekday_part(tokens, i)
    found = _spoken(tokens, i) if word in date_words() else []
    return found or read_last_day(tokens, i) or read_day_first(tokens, i)


def _day_alone(tokens: Tokens, i: int) -> list[DatePart]:
    """ "on the 24th", "the evening of the 26th"; but not "on the 24th floor" and "the 24th to leave"."""
    words, after = tokens.words, tokens.words[i + 1]
    if words[i - 1] != "the" or not words[i].endswith(("st", "nd", "rd", "th")):
        return []
    is_after_day = words[i - 2] == "of" and word_of(words[i - 3], "part")
    if not is_after_day and words[i - 2] not in {"on", "since", "until"}:
        return []
    day = day_at(tokens, i)
    is_noun = after[:1].isalpha() and after not in word_list("function_words")
    if day is None or after == "-" or (is_noun and not (is_after_day or after.endswith("ed"))):
        return []
    return [DatePart(i, i + 1, day=day[1])]


@cache
def date_openers() -> frozenset[str]:
    """The words of which one opens every date that no digit opens."""
    kinds_of = date_words()
    spoken = {word for word, kinds in kinds_of.items() if not kinds.keys() <= _BESIDE}
    rows = {word for word, entry in number_words().items() if entry.kind in {"ordinal", "ten"}}
    return frozenset(spoken | rows | month_names().keys() | _weekdays().keys())


def read_parts(tokens: Tokens) -> list[DatePart]:
    """The parts of all dates of a text, in order and without overlap."""
    found: list[DatePart] = []
    stop = 0
    for i in tokens.anchors(date_openers()):
        if i < stop:
            continue
        parts = _opens(tokens, i)
        if parts:
            while found and found[-1].stop > parts[0].start:
                found.pop()
            found += parts
            stop = parts[-1].stop
    return found
