"""Fit the score: from the numbers of readings, and whether each was right, to a `Calibration`.

A logistic regression by Newton's method, with a ridge on the weights, over features brought to one
scale; and a table on top, where the logistic curve is not the curve of the data: equal shares of the
rows in the order of their probability, those that do not rise pooled (pool adjacent violators), the
line through their means. Nothing is drawn at random.

`held_out` gives each row the probability of a model that was fitted without the row's article: what a
reliability diagram is to be drawn from, since readings of one article resemble each other.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from attrs import evolve
from numpy.typing import ArrayLike, NDArray

from quotekit.labeller.calibration import Calibration
from quotekit.reliability import calibration_error, reliability

__all__ = ["error_of", "fit_calibration", "held_out", "rising_table"]

RIDGE = 1.0
MOST_STEPS = 100
CLOSE_ENOUGH = 1e-10
FOLDS = 5
# Rows that a point of the table stands on, at least: the share right of 200 is known to 0.035.
LEAST_A_POINT = 200
MOST_POINTS = 20

Floats = NDArray[np.float64]


def fit_calibration(
    names: Sequence[str],
    rows: ArrayLike,
    right: ArrayLike,
    *,
    ridge: float = RIDGE,
    with_table: bool = True,
) -> Calibration:
    """The calibration of ``rows`` (n, features) against ``right`` (n), true where the reading was.

    ``ridge`` is what a weight of 1 on the common scale costs, in half-squares; the bias is free.
    Raises `ValueError` for shapes that do not fit, numbers that are not finite, and answers that are
    all alike.
    """
    features, answers = _checked(names, rows, right)
    means, scales = features.mean(axis=0), features.std(axis=0)
    # A feature that never changes says nothing: as a column of zeros it gets the weight 0.
    scales[scales == 0] = 1.0
    bias, weights = _newton((features - means) / scales, answers, ridge)
    plain = Calibration(tuple(names), means=means.tolist(), weights=(weights / scales).tolist(), bias=bias)
    if not with_table:
        return plain
    table = rising_table(_probabilities(plain, features), answers)
    return evolve(plain, table=table)


def _checked(names: Sequence[str], rows: ArrayLike, right: ArrayLike) -> tuple[Floats, Floats]:
    features = np.asarray(rows, dtype=np.float64)
    answers = np.asarray(right, dtype=np.float64)
    if features.shape != (len(answers), len(names)):
        raise ValueError(
            f"{len(names)} names and {len(answers)} answers, but rows of shape {features.shape}: "
            "give a row an answer and a column a name"
        )
    if not np.isfinite(features).all():
        columns = [
            name for name, column in zip(names, features.T, strict=True) if not np.isfinite(column).all()
        ]
        raise ValueError(f"some numbers are not finite, in {', '.join(columns)}: mend the rows")
    if not 0 < answers.sum() < len(answers):
        raise ValueError("all answers are alike: there is nothing to fit")
    return features, answers


def _newton(features: Floats, answers: Floats, ridge: float) -> tuple[float, Floats]:
    """Bias and weights of the least penalised loss; the step is halved while it does not get better."""
    design = np.column_stack([np.ones(len(features)), features])
    penalty = np.full(design.shape[1], ridge)
    penalty[0] = 0.0
    found = np.zeros(design.shape[1])
    share = answers.mean()
    found[0] = np.log(share / (1 - share))
    loss = _loss(design, answers, penalty, found)
    for _ in range(MOST_STEPS):
        p = _logistic(design @ found)
        slope = design.T @ (p - answers) + penalty * found
        # The tiny term keeps the matrix regular where the ridge is 0 and two columns are the same.
        bend = (design.T * (p * (1 - p))) @ design + np.diag(penalty + 1e-9)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while (new := _loss(design, answers, penalty, found - size * step)) > loss and size > CLOSE_ENOUGH:
            size /= 2
        if loss - new <= CLOSE_ENOUGH * max(1.0, abs(loss)):
            break
        found, loss = found - size * step, new
    return float(found[0]), found[1:]


def _loss(design: Floats, answers: Floats, penalty: Floats, weights: Floats) -> float:
    x = design @ weights
    return float((np.logaddexp(0.0, x) - answers * x).sum() + 0.5 * (penalty * weights**2).sum())


def _logistic(x: Floats) -> Floats:
    return np.asarray(np.exp(-np.logaddexp(0.0, -x)))


def _probabilities(calibration: Calibration, features: Floats) -> Floats:
    return np.array([calibration.probability(row) for row in features.tolist()])


def rising_table(
    probabilities: ArrayLike,
    right: ArrayLike,
    *,
    least: int = LEAST_A_POINT,
    most_points: int = MOST_POINTS,
) -> list[tuple[float, float]]:
    """Points (mean probability, share right) that nowhere fall, each from ``least`` rows or more.

    The corners (0, 0) and (1, 1) go along. Too few rows for two points give none.
    """
    p, answers = np.asarray(probabilities, dtype=np.float64), np.asarray(right, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    n_points = min(most_points, len(p) // least)
    if n_points < 2:
        return []
    parts = np.array_split(order, n_points)
    centres = [float(p[part].mean()) for part in parts]
    heights = _rising([float(answers[part].mean()) for part in parts], [len(part) for part in parts])
    inner = [(x, y) for x, y in zip(centres, heights, strict=True) if 0 < x < 1]
    distinct = [point for at, point in enumerate(inner) if at == 0 or point[0] > inner[at - 1][0]]
    return [(0.0, 0.0), *distinct, (1.0, 1.0)]


def _rising(heights: Sequence[float], sizes: Sequence[int]) -> list[float]:
    """The nearest heights, by squares, that nowhere fall: neighbours that do are pooled to their mean."""
    pools: list[tuple[float, int, int]] = []  # height, rows, how many heights
    for height, size in zip(heights, sizes, strict=True):
        pool = (height, size, 1)
        while pools and pools[-1][0] >= pool[0]:
            last = pools.pop()
            n = last[1] + pool[1]
            pool = ((last[0] * last[1] + pool[0] * pool[1]) / n, n, last[2] + pool[2])
        pools.append(pool)
    return [height for height, _, n in pools for _ in range(n)]


def held_out(
    names: Sequence[str],
    rows: ArrayLike,
    right: ArrayLike,
    groups: Sequence[Hashable],
    *,
    n_folds: int = FOLDS,
    ridge: float = RIDGE,
    with_table: bool = True,
) -> Floats:
    """For each row the probability of a model that was fitted without the rows of its group.

    Groups are dealt to the folds in turn, as they first appear.
    """
    features, answers = _checked(names, rows, right)
    numbers = {group: at for at, group in enumerate(dict.fromkeys(groups))}
    folds = np.array([numbers[group] % n_folds for group in groups])
    found = np.zeros(len(answers))
    for fold in np.unique(folds):
        own = folds == fold
        model = fit_calibration(names, features[~own], answers[~own], ridge=ridge, with_table=with_table)
        found[own] = _probabilities(model, features[own])
    return found


def error_of(probabilities: ArrayLike, right: ArrayLike) -> float:
    """The expected calibration error over ten bins, in 0..1."""
    scores = np.asarray(probabilities, dtype=np.float64).tolist()
    return calibration_error(reliability(scores, np.asarray(right, dtype=bool).tolist()))
