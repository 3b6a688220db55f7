"""The score's fit, on data whose true probabilities are known."""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.typing import NDArray

from training.calibration import error_of, fit_calibration, held_out, rising_table

NAMES = ["cue", "share", "noise"]
TRUE_WEIGHTS = np.array([2.0, -1.0, 0.0])
TRUE_BIAS = -0.5


def drawn(n: int, seed: int = 1) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Rows, answers drawn from a logistic model, and the model's own probabilities."""
    generator = np.random.default_rng(seed)
    rows = generator.normal(size=(n, 3)) * [1.0, 0.5, 3.0] + [0.0, 2.0, 10.0]
    true = 1 / (1 + np.exp(-(TRUE_BIAS + (rows - [0.0, 2.0, 10.0]) @ TRUE_WEIGHTS)))
    return rows, generator.random(n) < true, true


def test_the_weights_that_made_the_answers_are_found() -> None:
    rows, right, _ = drawn(40_000)
    found = fit_calibration(NAMES, rows, right, with_table=False)
    assert found.weights == pytest.approx(TRUE_WEIGHTS, abs=0.08)
    assert found.means == pytest.approx([0.0, 2.0, 10.0], abs=0.05)
    # The means taken off are those of the sample, so that the bias is off by what they are.
    centre = TRUE_BIAS + (np.array(found.means) - [0.0, 2.0, 10.0]) @ TRUE_WEIGHTS
    assert found.bias == pytest.approx(centre, abs=0.05)


@pytest.mark.parametrize("with_table", [False, True])
def test_the_probabilities_of_new_rows_are_near_the_true_ones(with_table: bool) -> None:
    rows, right, _ = drawn(20_000)
    new, answers, true = drawn(5_000, seed=2)
    model = fit_calibration(NAMES, rows, right, with_table=with_table)
    found = np.array([model.probability(row) for row in new.tolist()])
    assert np.abs(found - true).mean() < 0.02
    assert error_of(found, answers) < 0.03


def test_the_slope_of_the_penalised_loss_is_nil_at_the_solution() -> None:
    rows, right, _ = drawn(500)
    found = fit_calibration(NAMES, rows, right, ridge=3.0, with_table=False)
    features, scales = np.array(rows) - found.means, np.std(rows, axis=0)
    p = np.array([found.probability(row) for row in rows.tolist()])
    residue = p - right
    assert residue.sum() == pytest.approx(0, abs=1e-3)
    slope = (features / scales).T @ residue + 3.0 * np.array(found.weights) * scales
    assert slope == pytest.approx(np.zeros(3), abs=1e-3)


def test_answers_that_a_feature_parts_fully_give_finite_weights() -> None:
    rows = [[x, 0.0] for x in range(-50, 50)]
    found = fit_calibration(["x", "always nought"], rows, [x >= 0 for x, _ in rows], with_table=False)
    assert 0 < found.weights[0] < 100
    assert found.weights[1] == 0
    assert found.probability([40, 0]) > 0.99


def test_two_columns_that_are_the_same_share_the_weight_even_without_ridge() -> None:
    rows, right, _ = drawn(5_000)
    twice = np.column_stack([rows[:, 0], rows[:, 0]])
    found = fit_calibration(["a", "b"], twice, right, ridge=0.0, with_table=False)
    assert found.weights[0] == pytest.approx(found.weights[1], rel=1e-3)


def test_a_fit_is_the_same_every_time() -> None:
    rows, right, _ = drawn(3_000)
    assert fit_calibration(NAMES, rows, right) == fit_calibration(NAMES, rows, right)


def test_what_a_fit_gives_goes_into_json() -> None:
    rows, right, _ = drawn(1_000)
    data = fit_calibration(NAMES, rows, right).to_dict()
    assert json.loads(json.dumps(data)) == data


def test_the_table_mends_a_curve_that_is_not_logistic() -> None:
    # Right by a step in x, which no logistic curve over x follows.
    generator = np.random.default_rng(5)
    x = generator.random(20_000)
    right = generator.random(20_000) < np.where(x > 0.5, 0.9, 0.1)
    rows = x[:, None]
    plain = held_out(["x"], rows, right, range(len(x)), with_table=False)
    mended = held_out(["x"], rows, right, range(len(x)))
    assert error_of(plain, right) > 0.06
    assert error_of(mended, right) < 0.02


def test_blocks_that_do_not_rise_are_pooled() -> None:
    # Shares right of four blocks of two: 0, 1, 1/2, 1; the middle ones pooled to 3/4.
    p = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    right = [0, 0, 1, 1, 0, 1, 1, 1]
    table = rising_table(p, right, least=2)
    assert np.array(table) == pytest.approx(
        np.array([(0, 0), (0.15, 0), (0.35, 0.75), (0.55, 0.75), (0.75, 1), (1, 1)])
    )


def test_too_few_rows_make_no_table() -> None:
    assert rising_table([0.1, 0.9], [0, 1]) == []


def test_a_row_is_judged_by_a_model_that_has_not_seen_its_article() -> None:
    # The answer of a row is that of its article, which the one feature names: seen, it would be known.
    generator = np.random.default_rng(4)
    answers = generator.random(100) < 0.5
    articles = np.repeat(np.arange(100), 4)
    rows = (articles[:, None] == np.arange(100)).astype(float)
    right = answers[articles]
    names = [str(at) for at in range(100)]
    seen = fit_calibration(names, rows, right, ridge=0.1, with_table=False)
    unseen = held_out(names, rows, right, articles.tolist(), ridge=0.1, with_table=False)
    gap = [seen.probability(row) for row in rows.tolist()] - right
    assert np.abs(gap).mean() < 0.2
    assert np.abs(unseen - right).mean() > 0.4


@pytest.mark.parametrize(
    ("rows", "right", "message"),
    [
        ([[1.0], [2.0]], [1, 0, 1], "rows of shape"),
        ([[1.0, 2.0]], [1], "rows of shape"),
        ([[1.0], [float("nan")]], [1, 0], "not finite, in cue"),
        ([[1.0], [2.0]], [1, 1], "all answers are alike"),
    ],
)
def test_rows_that_cannot_be_fitted_are_refused(rows: object, right: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_calibration(["cue"], rows, right)  # type: ignore[arg-type]
