"""The score's model as data: what it gives, and what does not fit."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit.errors import FormatError
from quotekit.labeller.calibration import Calibration

PLAIN = Calibration(["cue", "marked"], means=[0.5, 0.0], weights=[4.0, -1.0], bias=0.25)
TABLE = Calibration(["x"], [0.0], [1.0], 0.0, [(0.25, 0.1), (0.5, 0.4), (0.75, 0.8)])


def log_odds(p: float) -> float:
    return math.log(p / (1 - p))


def test_the_logistic_of_bias_and_weighted_features_is_given() -> None:
    # 0.25 + 4 x (0.75 - 0.5) - 1 x 1 = 0.25
    assert PLAIN.probability([0.75, 1.0]) == pytest.approx(1 / (1 + math.exp(-0.25)))


@pytest.mark.parametrize(("x", "expected"), [(1e9, 1.0), (-1e9, 0.0)])
def test_far_out_it_is_0_or_1_and_nothing_overflows(x: float, expected: float) -> None:
    assert PLAIN.probability([x, 0.0]) == expected


@pytest.mark.parametrize(
    ("p", "expected"), [(0.1, 0.1), (0.25, 0.1), (0.375, 0.25), (0.5, 0.4), (0.6, 0.56), (0.9, 0.8)]
)
def test_the_table_is_read_along_straight_lines_and_level_beyond_its_ends(p: float, expected: float) -> None:
    assert TABLE.probability([log_odds(p)]) == pytest.approx(expected)


@given(st.floats(-20, 20), st.floats(0, 10))
def test_more_of_a_good_feature_is_never_less_likely(x: float, more: float) -> None:
    assert 0 <= TABLE.probability([x]) <= TABLE.probability([x + more]) <= 1


@pytest.mark.parametrize("features", [[], [0.5], [0.5, 1.0, 2.0]])
def test_features_that_are_too_few_or_too_many_are_refused(features: list[float]) -> None:
    with pytest.raises(ValueError, match="zip"):
        PLAIN.probability(features)


@pytest.mark.parametrize("calibration", [PLAIN, TABLE])
def test_it_comes_back_from_json_as_it_was(calibration: Calibration) -> None:
    assert Calibration.from_dict(json.loads(json.dumps(calibration.to_dict()))) == calibration


def test_a_key_of_a_later_version_is_passed_over() -> None:
    assert Calibration.from_dict(PLAIN.to_dict() | {"fitted_on": "train"}) == PLAIN


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"means": [0.5]}, "2 names, 1 means and 2 weights"),
        ({"weights": [1.0, float("nan")]}, "finite"),
        ({"bias": "much"}, "much"),
        ({"bias": None}, "does not fit together"),
        ({"weights": 3}, "does not fit together"),
        ({"table": [[0.5, 0.5], [0.4, 0.6]]}, "may fall below"),
        ({"table": [[0.4, 0.6], [0.5, 0.5]]}, "may fall below"),
        ({"table": [[0.4, 1.6]]}, "from 0 to 1"),
        ({"table": [[0.4]]}, "does not fit together"),
    ],
)
def test_parts_that_do_not_fit_are_a_format_error(change: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Calibration.from_dict(PLAIN.to_dict() | change)


def test_a_part_that_is_missing_is_named() -> None:
    data = PLAIN.to_dict()
    del data["bias"]
    with pytest.raises(FormatError, match="no 'bias'"):
        Calibration.from_dict(data)
