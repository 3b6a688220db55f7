"""The weights of `same_speaker`, fitted on the pairs of tests/cases/names.jsonl: python -m training.names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from quotekit.model import Speaker
from quotekit.names.identity import evidence_of
from quotekit.reliability import calibration_error, reliability
from quotekit.settings import SPEAKER_WEIGHTS

__all__ = ["fit", "read_pairs"]

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "names.jsonl"
# Strength of the pull to zero, in units of a squared weight: an even mix of evidence must not go to infinity.
_RIDGE = 0.2
_STEPS = 50
# What the weights are pulled to, in nats, where the pairs do not tell: an alias is proof, roles and
# affiliations say a little on two full names, more beside a surname alone.
_PRIOR = {
    "alias": 6.0,
    "role": 0.5,
    "other role": -0.5,
    "affiliation": 0.5,
    "other affiliation": -0.3,
    "role of a surname": 3.0,
    "other role of a surname": -1.5,
    "affiliation of a surname": 3.0,
}
_FOLDS = 5
_NAMES = tuple(SPEAKER_WEIGHTS)
_Array = npt.NDArray[np.float64]


def read_pairs(path: Path = CASES) -> list[tuple[Speaker, Speaker, bool]]:
    """The pairs of a table: two speakers, and whether they are one."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(_speaker(row["a"]), _speaker(row["b"]), row["same"]) for row in rows]


def _speaker(value: str | dict[str, Any]) -> Speaker:
    fields = {"name": value} if isinstance(value, str) else value
    return Speaker(**{"kind": "person", "key": "", **fields})


def _features(pairs: Sequence[tuple[Speaker, Speaker, bool]]) -> tuple[_Array, _Array]:
    """A row of ones and zeros for each pair, a column for each weight; and the answers."""
    rows = np.zeros((len(pairs), len(_NAMES)))
    rows[:, _NAMES.index("all")] = 1
    for at, (one, other, _) in enumerate(pairs):
        for piece in evidence_of(one, other):
            rows[at, _NAMES.index(piece.weight)] = 1
    return rows, np.array([float(same) for _, _, same in pairs])


def fit(rows: _Array, answers: _Array) -> _Array:
    """The weights of a logistic regression, pulled to `_PRIOR`, by Newton's method."""
    prior = np.array([_PRIOR.get(name, 0.0) for name in _NAMES])
    weights = prior
    penalty = np.full(rows.shape[1], _RIDGE)
    for _ in range(_STEPS):
        right = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (answers - right) - penalty * (weights - prior)
        curve = (rows * (right * (1 - right))[:, None]).T @ rows + np.diag(penalty)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _report(rows: _Array, answers: _Array) -> str:
    """Calibration and errors of weights fitted without the fold that they are tried on."""
    scores = np.zeros(len(answers))
    folds = np.arange(len(answers)) % _FOLDS
    for fold in range(_FOLDS):
        weights = fit(rows[folds != fold], answers[folds != fold])
        scores[folds == fold] = 1 / (1 + np.exp(-rows[folds == fold] @ weights))
    right = [bool(answer) for answer in answers]
    error = calibration_error(reliability([float(score) for score in scores], right))
    merges = sum(score >= 0.5 and not same for score, same in zip(scores, right, strict=True))
    found = sum(score >= 0.5 and same for score, same in zip(scores, right, strict=True))
    return f"ECE {error:.3f}, false merges {merges}, recall {found / sum(right):.3f} of {sum(right)}"


def main() -> None:
    """Prints the table of settings.SPEAKER_WEIGHTS, and its figures by cross-validation."""
    rows, answers = _features(read_pairs())
    for name, weight in zip(_NAMES, fit(rows, answers), strict=True):
        print(f'        "{name}": {weight:.2f},')
    print(_report(rows, answers))


if __name__ == "__main__":
    main()
