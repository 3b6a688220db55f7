"""The choice between candidates, with weights that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from math import e

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit.resolve import ranking
from quotekit.resolve.evidence import Candidate
from quotekit.resolve.ranking import probabilities, weights_of, why

WEIGHTS = {"": {"near": 1.0, "nobody": 0.0, "far": -2.0, "huge": 5_000.0}, "one": {"near": 0.5, "he": 2.0}}


@pytest.fixture(autouse=True, scope="module")
def _table() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "_weights", lambda: WEIGHTS)
        ranking._merged.cache_clear()
        yield
    ranking._merged.cache_clear()


def candidate(*features: str, name: str | None = "Hale") -> Candidate:
    return Candidate(None if name is None else 0, name, features)


def test_the_weight_of_a_form_is_added_to_that_of_all_forms() -> None:
    assert weights_of("one")["near"] == 1.5
    assert weights_of("one")["he"] == 2.0
    assert weights_of("one")["far"] == -2.0


def test_a_form_of_its_own_leaves_the_others_alone() -> None:
    assert weights_of("many")["near"] == 1.0
    assert "he" not in weights_of("many")


def test_candidates_with_equal_features_are_equally_likely() -> None:
    assert probabilities("many", [candidate("near"), candidate("near")]) == [0.5, 0.5]


def test_a_weight_is_a_difference_in_log_odds() -> None:
    nobody, near = probabilities("many", [candidate("nobody", name=None), candidate("near")])
    assert near / nobody == pytest.approx(e)


def test_a_feature_without_a_weight_changes_nothing() -> None:
    assert probabilities("many", [candidate("near", "odd"), candidate("near")]) == [0.5, 0.5]


def test_a_candidate_alone_is_certain() -> None:
    assert probabilities("many", [candidate("far")]) == [1.0]


def test_a_huge_weight_does_not_overflow() -> None:
    assert probabilities("many", [candidate("huge"), candidate("far")]) == [1.0, 0.0]


@given(st.lists(st.lists(st.sampled_from(["near", "far", "he", "odd", "huge"])), min_size=1))
def test_probabilities_sum_to_one_whatever_the_features(many: list[list[str]]) -> None:
    shares = probabilities("one", [candidate(*features) for features in many])
    assert sum(shares) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares)


def test_the_reasons_are_the_features_that_spoke_most_for_it() -> None:
    assert why("one", ["far", "near", "he", "odd"], 3) == ["he", "near"]
    assert why("one", ["far", "near", "he"], 1) == ["he"]
    assert why("one", ["far"], 3) == []
