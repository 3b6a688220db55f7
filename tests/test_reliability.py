"""Scores against how often they were right: small cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from quotekit.errors import UsageError
from quotekit.reliability import Bin, calibration_error, reliability


def test_a_bin_holds_how_many_their_mean_score_and_the_share_right() -> None:
    low, high = reliability([0.25, 0.5, 0.75, 1.0], [False, True, False, True], n_bins=2)
    assert low == Bin(low=0.0, high=0.5, n=1, score=0.25, right=0.0)
    assert high == Bin(low=0.5, high=1.0, n=3, score=0.75, right=2 / 3)


def test_an_edge_belongs_to_the_bin_above_and_1_to_the_last() -> None:
    edges = [at / 10 for at in range(11)]
    assert [one.n for one in reliability(edges, [True] * 11)] == [1] * 9 + [2]


def test_bins_weigh_as_many_as_they_hold() -> None:
    # Three at 0.2 of which none is right (off by 0.2), one at 0.9 which is (off by 0.1).
    bins = reliability([0.2, 0.2, 0.2, 0.9], [False, False, False, True])
    assert calibration_error(bins) == pytest.approx((3 * 0.2 + 0.1) / 4)


def test_nothing_predicted_has_no_error() -> None:
    assert calibration_error(reliability([], [])) == 0.0


def test_scores_drawn_from_their_own_probabilities_have_a_small_error() -> None:
    generator = np.random.default_rng(3)
    scores = generator.random(20_000)
    right = generator.random(20_000) < scores
    assert calibration_error(reliability(scores.tolist(), right.tolist())) < 0.02
    assert calibration_error(reliability((scores / 2).tolist(), right.tolist())) == pytest.approx(
        0.25, abs=0.02
    )


@pytest.mark.parametrize("score", [-0.1, 1.5, float("nan")])
def test_a_score_outside_0_to_1_is_refused(score: float) -> None:
    with pytest.raises(UsageError, match="it is to be a probability"):
        reliability([score], [True])


def test_every_score_needs_an_answer() -> None:
    with pytest.raises(UsageError, match="2 scores and 1 answers"):
        reliability([0.1, 0.2], [True])
