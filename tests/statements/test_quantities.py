"""Quantities found in a text, and two of them compared; cases in tests/cases/quantities.jsonl."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from quotekit.statements.dates import DateMention, compare_dates, find_dates
from quotekit.statements.quantities import Quantity, compare_quantities, find_quantities

CASES = Path(__file__).parents[1] / "cases" / "quantities.jsonl"

Fact = Quantity | DateMention

_PIECES = (
    "one", "two", "twenty", "-", "five", " and ", "a half", "hundred", "thousands of", "million", "third",
    "quarter", "1", "26", "2020", "5,030", "1.2", ":", "%", "$", "July", "May", "Sunday", "last", "year",
    "ago", "to", "of", "the", "from", "between", "more than", "or so", "pm", "°", "km", "/", "'s", ". ", ", ",
    "days", "first", "autumn", "end", "No. ", "½", "24th", "today", "(", ")",
)  # fmt: skip
number_texts = st.one_of(
    texts,
    st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=25).map("".join),
)


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=f"{case['label']}: {case['a']} / {case['b']}", marks=marks)


def alike(a: Fact, b: Fact) -> float:
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return compare_quantities(a, b)
    if isinstance(a, DateMention) and isinstance(b, DateMention):
        return compare_dates(a, b)
    return 0.0


def verdict(a: str, b: str) -> str:
    """Pair the facts of both texts, best pair first; ``different`` where both sides keep one."""
    left: list[Fact] = [*find_quantities(a), *find_dates(a)]
    right: list[Fact] = [*find_quantities(b), *find_dates(b)]
    scores = []
    ranked = sorted(
        ((alike(x, y), i, j) for i, x in enumerate(left) for j, y in enumerate(right)), reverse=True
    )
    open_left, open_right = set(range(len(left))), set(range(len(right)))
    for score, i, j in ranked:
        if score >= 0.5 and i in open_left and j in open_right:
            open_left.remove(i)
            open_right.remove(j)
            scores.append(score)
    if open_left and open_right:
        return "different"
    if open_left or open_right or not scores:
        return "one side says more"
    return "same" if min(scores) >= 0.95 else "near"


@pytest.mark.parametrize("case", [as_parameter(case) for case in read_cases()])
def test_two_sentences_agree_on_their_numbers_and_dates_as_a_reader_says(case: dict[str, Any]) -> None:
    assert verdict(case["a"], case["b"]) == case["expected"]
    assert verdict(case["b"], case["a"]) == case["expected"]


def test_no_two_cases_are_the_same() -> None:
    pairs = Counter((case["a"], case["b"]) for case in read_cases())
    assert [pair for pair, n in pairs.items() if n > 1] == []


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 spread.",
        "The Pantsir-S1 fired.",
        "A MiG-29 and an F-16 landed.",
        "He owned a GAZ-3110.",
        "Channel Rossiya 1 has the film.",
        "A ship of Project 636.3 sailed.",
        "The G20 met.",
        "It is one of the most important ports.",
        "No one knows.",
        "Each one was fined.",
        "They helped one another.",
        "The measures may be lifted.",
        "The twins left.",
        "The other half stayed.",
        "A match has a half-time break.",
        "Few people came.",
        "A speed in metres per second is given.",
        "The 2016 referendum was close.",
        "In 2020 it snowed.",
        "It ended on July 26.",
        "The video had 1.2.3 as its version.",
    ],
)
def test_nothing_is_counted(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("19 people fell ill.", "19", 19),
        ("One person died.", "One", 1),
        ("One of them died.", "One", 1),
        ("2020 people came.", "2020", 2020),
        ("In Moscow 13 patients died.", "13", 13),
        ("A second wave came.", "second", 2),
        ("It took 60 seconds.", "60 seconds", 60),
        ("Over the Alps 4 tourists died.", "4", 4),
        ("He has five-year plans.", "five-year", 5),
        ("It cost about $10 mln then.", "$10 mln", 10_000_000),
    ],
)
def test_one_quantity_is_found_where_it_stands(text: str, span: str, value: float) -> None:
    [found] = find_quantities(text)
    assert (text[found.start : found.end], found.low, found.high) == (span, value, value)


@pytest.mark.parametrize(
    ("text", "kind", "unit", "hedge"),
    [
        ("some 40 km", "measure", "km", "about"),
        ("at least 5 per cent", "percent", "percent", "more"),
        ("up to €5bn", "money", "eur", "less"),
        ("at 14:00", "time", "", ""),
        ("they lost 2-1", "score", "", ""),
        ("the 21st floor", "ordinal", "", ""),
        ("eight envoys", "cardinal", "", ""),
        ("30 or so guests", "cardinal", "", "about"),
        ("twice as much", "cardinal", "times", ""),
    ],
)
def test_kind_unit_and_hedge_are_told(text: str, kind: str, unit: str, hedge: str) -> None:
    [found] = find_quantities(text)
    assert (found.kind, found.unit, found.hedge) == (kind, unit, hedge)


@given(number_texts)
def test_quantities_stand_in_the_text_in_order_and_apart_from_each_other_and_from_dates(text: str) -> None:
    spans = sorted((found.start, found.end) for found in (*find_quantities(text), *find_dates(text)))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert list(find_quantities(text)) == sorted(find_quantities(text), key=lambda found: found.start)


@given(number_texts, number_texts)
def test_comparing_quantities_is_symmetric_and_bounded(a: str, b: str) -> None:
    for left in find_quantities(a):
        assert compare_quantities(left, left) == 1.0
        for right in find_quantities(b):
            score = compare_quantities(left, right)
            assert 0.0 <= score <= 1.0
            assert score == compare_quantities(right, left)


@given(st.integers(1, 999_999_999))
def test_grouping_digits_does_not_change_a_number(value: int) -> None:
    [plain], [grouped] = find_quantities(f"{value} tonnes"), find_quantities(f"{value:,} tonnes")
    assert (plain.low, grouped.low) == (value, value)


def test_a_long_row_of_figures_takes_linear_time() -> None:
    # Each kind of joint that could make a reader look ahead without end; 100,000 characters each.
    for piece in ("1-", "1 ", "one ", "1,", "years ago ", "half a ", "26, ", "1 000 ", "of the "):
        find_quantities(piece * (100_000 // len(piece)))
