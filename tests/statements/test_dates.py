"""Dates found in a text, resolved against the day of publication, and two of them compared."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from quotekit.statements.dates import DateMention, compare_dates, find_dates

_PIECES = (
    "July", "May", "Sat.", "Sunday", "26", "27", "2020", "the", "of", ",", "last", "next", "year",
    "week", "day", "first", "ago", "three", "end", "early", "mid-", "autumn", "1990s", "2021-11-01",
    "1/11/2021", "yesterday", "evening", "in", "on", "and", "-", "to", "(", "half", "second", "quarter",
    "before", "days", "months", "24th", "morning",
)  # fmt: skip
date_texts = st.one_of(texts, st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join))
published_days = st.one_of(st.none(), texts, st.dates().map(date.isoformat))


def fields(mention: DateMention) -> tuple[int | None, int | None, int | None, int | None]:
    return mention.year, mention.month, mention.day, mention.weekday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Nov. 1", (None, 11, 1, None)),
        ("on 1 November", (None, 11, 1, None)),
        ("on November 1st, 2021,", (2021, 11, 1, None)),
        ("the first of November", (None, 11, 1, None)),
        ("the 1st of March", (None, 3, 1, None)),
        ("the last day of June", (None, 6, 30, None)),
        ("on 2021-11-01", (2021, 11, 1, None)),
        ("on 13.11.2021", (2021, 11, 13, None)),
        ("on Sunday, July 26", (None, 7, 26, 6)),
        ("on Sunday, 26 July 2020", (2020, 7, 26, 6)),
        ("last Saturday, 25 July", (None, 7, 25, 5)),
        ("Sat., Aug. 1", (None, 8, 1, 5)),
        ("in May", (None, 5, None, None)),
        ("since March", (None, 3, None, None)),
        ("in 2020", (2020, None, None, None)),
        ("in May 2020", (2020, 5, None, None)),
        ("On July 26, 13 miners died", (None, 7, 26, None)),
        ("On July 26, 1062 people came", (None, 7, 26, None)),
    ],
)
def test_one_date_is_found_and_read(text: str, expected: tuple[int | None, ...]) -> None:
    [mention] = find_dates(text)
    assert fields(mention) == expected


@pytest.mark.parametrize(
    ("text", "relative", "part"),
    [
        ("a year ago", "ago:1:year", ""),
        ("three days ago", "ago:3:day", ""),
        ("the day before yesterday", "ago:2:day", ""),
        ("last year", "last year", ""),
        ("next month", "next month", ""),
        ("tonight", "today", "night"),
        ("this morning", "today", "morning"),
        ("on Monday evening", "", "evening"),
        ("on the evening of July 27", "", "evening"),
        ("in autumn 2027", "", "season:autumn"),
        ("in the fall of 2027", "", "season:autumn"),
        ("in the second quarter of 2020", "", "quarter:2"),
        ("the first half of the year", "this year", "half:1"),
        ("the end of May", "", "end"),
        ("the end of the year", "this year", "end"),
        ("in mid-July", "", "mid"),
        ("the first days of August", "", "beginning"),
        ("in the 1990s", "", "decade"),
    ],
)
def test_relative_words_and_parts_are_told(text: str, relative: str, part: str) -> None:
    [mention] = find_dates(text)
    assert (mention.relative, mention.part) == (relative, part)


@pytest.mark.parametrize(
    "text",
    [
        "The curbs may be lifted.",
        "May said so.",
        "They march on the capital.",
        "March is what they did.",
        "The Sun reported it.",
        "It took 60 seconds.",
        "The second attempt failed.",
        "2020 people came.",
        "More than 2000 voted.",
        "It is an august body.",
        "The fall of the government is near.",
        "The first half was dull.",
        "He mixed sand with water.",
        "He spent $2000.",
        "It was late.",
    ],
)
def test_nothing_is_dated(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("July 27–August 2", ["July 27", "August 2"]),
        ("from 27 July to 2 August", ["27 July", "2 August"]),
        ("on July 26 and 27", ["July 26", "27"]),
        ("26-27 July", ["26", "27 July"]),
        ("from 2015 to 2017", ["2015", "2017"]),
        ("from December 2018 to May 2020", ["December 2018", "May 2020"]),
    ],
)
def test_two_dates_are_two(text: str, spans: list[str]) -> None:
    assert [text[mention.start : mention.end] for mention in find_dates(text)] == spans


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("today", "2020-07-27", (2020, 7, 27, 0)),
        ("yesterday", "2020-07-27T08:30:00Z", (2020, 7, 26, 6)),
        ("tomorrow", "2020-12-31", (2021, 1, 1, 4)),
        ("last year", "2020-07-27", (2019, None, None, None)),
        ("next month", "2020-12-03", (2021, 1, None, None)),
        ("three days ago", "2020-07-02", (2020, 6, 29, 0)),
        ("two years ago", "2020-07-02", (2018, None, None, None)),
        ("on December 30", "2021-01-02", (2020, 12, 30, None)),
        ("on Monday", "2020-07-27", (None, None, None, 0)),
        ("today", "no date", (None, None, None, None)),
        ("today", "2020-13-45", (None, None, None, None)),
        ("yesterday", "0001-01-01", (None, None, None, None)),
    ],
)
def test_words_are_resolved_against_the_day_of_publication(
    text: str, published: str, expected: tuple[int | None, ...]
) -> None:
    [mention] = find_dates(text, published)
    assert fields(mention) == expected


@pytest.mark.parametrize(
    ("a", "b", "lowest", "highest"),
    [
        ("July 26", "26 July", 1.0, 1.0),
        ("July 26", "July 4", 0.0, 0.0),
        ("July 26", "June 26", 0.0, 0.0),
        ("Sunday", "Tuesday", 0.0, 0.0),
        ("this year", "last year", 0.0, 0.0),
        ("last month", "this year", 0.5, 0.5),
        ("Monday", "July 27", 0.5, 0.5),
        ("Monday", "July 27, 2020", 0.6, 1.0),
        ("Tuesday", "July 27, 2020", 0.0, 0.0),
        ("July", "July 26", 0.5, 0.9),
        ("2020", "in May 2020", 0.5, 0.9),
        ("yesterday", "a day ago", 0.6, 1.0),
        ("next Monday", "last Monday", 0.0, 0.0),
        ("in autumn", "in spring", 0.0, 0.0),
    ],
)
def test_two_dates_are_compared(a: str, b: str, lowest: float, highest: float) -> None:
    [left], [right] = find_dates(a), find_dates(b)
    assert lowest <= compare_dates(left, right) <= highest


def test_with_days_of_publication_a_weekday_can_be_told_from_a_day_of_the_month() -> None:
    [weekday] = find_dates("on Sunday", "2020-07-27")
    [right], [wrong] = find_dates("on July 26", "2020-07-27"), find_dates("on July 25", "2020-07-27")
    assert compare_dates(weekday, right) > 0.5
    assert compare_dates(weekday, wrong) == 0.0


@given(date_texts, published_days)
def test_dates_stand_in_the_text_in_order_and_apart(text: str, published: str | None) -> None:
    spans = [(mention.start, mention.end) for mention in find_dates(text, published)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@given(date_texts, date_texts, published_days)
def test_comparing_dates_is_symmetric_and_bounded(a: str, b: str, published: str | None) -> None:
    for left in find_dates(a, published):
        assert compare_dates(left, left) == 1.0
        for right in find_dates(b):
            score = compare_dates(left, right)
            assert 0.0 <= score <= 1.0
            assert score == compare_dates(right, left)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.integers(1, 300))
def test_every_day_is_itself_in_any_format_and_no_other_day(day: date, gap: int) -> None:
    other = day + timedelta(days=gap)
    written = [f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", day.isoformat()]
    [[first], [second], [third]] = [find_dates(f"It was on {text}.") for text in written]
    assert fields(first) == fields(second) == fields(third) == (day.year, day.month, day.day, None)
    [late] = find_dates(f"It was on {other.isoformat()}.")
    assert compare_dates(first, late) == 0.0
