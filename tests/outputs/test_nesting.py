"""Ranges that overlap in any way, as elements that nest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotekit.outputs.nesting import Step, nest

places = st.integers(0, 30)
ranges = st.lists(st.tuples(places, places).filter(lambda pair: pair[0] < pair[1]), max_size=8)


def shown(steps: list[Step]) -> str:
    parts = {"open": "({0.range} ", "close": ")", "text": "{0.start}-{0.end} "}
    return "".join(parts[step.kind].format(step) for step in steps)


def test_what_lies_in_another_one_nests() -> None:
    assert shown(nest([(2, 3), (0, 5)], 0, 6)) == "(1 0-2 (0 2-3 )3-5 )5-6 "


def test_what_crosses_another_one_opens_again() -> None:
    assert shown(nest([(0, 4), (2, 6)], 0, 6)) == "(0 0-2 (1 2-4 ))(1 4-6 )"


def test_what_touches_is_apart() -> None:
    assert shown(nest([(0, 2), (2, 4)], 0, 4)) == "(0 0-2 )(1 2-4 )"


def test_of_equals_the_first_is_outside() -> None:
    assert shown(nest([(0, 2), (0, 2)], 0, 2)) == "(0 (1 0-2 ))"


@given(ranges, places, places)
def test_every_character_is_inside_the_ranges_that_hold_it_and_brackets_pair(
    given_ranges: list[tuple[int, int]], one: int, other: int
) -> None:
    start, end = min(one, other), max(one, other)
    inside: dict[int, set[int]] = {}
    open_: list[int] = []
    previous = None
    for step in nest(given_ranges, start, end):
        if step.kind == "open":
            assert step.range not in open_
            open_.append(step.range)
        elif step.kind == "close":
            assert open_.pop() == step.range
            assert previous != Step("open", step.range)
        else:
            inside |= {place: set(open_) for place in range(step.start, step.end)}
        previous = step
    assert open_ == []
    expected = {
        place: {i for i, (left, right) in enumerate(given_ranges) if left <= place < right}
        for place in range(start, end)
    }
    assert inside == expected
