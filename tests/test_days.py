"""Days are read in one form alone, and only those that a calendar has."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit.days import day_of


@given(st.dates())
def test_every_day_is_read_back(day: date) -> None:
    assert day_of(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-13-01", "2023-02-29", "0000-01-01", "20240531", "2024-W22-5", "２024-05-31"]
)
def test_what_is_no_day_of_that_form_is_none(text: str) -> None:
    assert day_of(text) is None


@given(st.text(max_size=12))
def test_no_text_raises(text: str) -> None:
    found = day_of(text)
    assert found is None or found.isoformat() == text
