"""Whether scores mean what they say: predicted probabilities against how often they were right."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen
from attrs.validators import ge

from quotekit.errors import UsageError

__all__ = ["Bin", "calibration_error", "reliability"]


@frozen
class Bin:
    """The predictions whose score lies in ``low``..``high``: how many, their mean score, the share right.

    Without predictions both are 0.
    """

    low: float
    high: float
    n: int = field(validator=ge(0))
    score: float
    right: float


def reliability(scores: Sequence[float], right: Sequence[bool], *, n_bins: int = 10) -> list[Bin]:
    """Bins of equal width over 0..1, from low to high; a score on an edge goes to the bin above it.

    Raises `UsageError` for two sequences of different lengths and for scores outside 0..1.

    >>> [(one.n, one.right) for one in reliability([0.1, 0.9, 0.7], [False, True, False], n_bins=2)]
    [(1, 0.0), (2, 0.5)]
    """
    if len(scores) != len(right):
        raise UsageError(f"{len(scores)} scores and {len(right)} answers: give one answer a score")
    members: list[list[int]] = [[] for _ in range(n_bins)]
    for i, score in enumerate(scores):
        if not 0 <= score <= 1:
            raise UsageError(f"a score is {score!r}: it is to be a probability, from 0 to 1")
        members[min(int(score * n_bins), n_bins - 1)].append(i)
    return [
        Bin(
            low=at / n_bins,
            high=(at + 1) / n_bins,
            n=len(own),
            score=sum(float(scores[i]) for i in own) / max(1, len(own)),
            right=sum(bool(right[i]) for i in own) / max(1, len(own)),
        )
        for at, own in enumerate(members)
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error, in 0..1: how far score and share right lie apart, over the bins.

    Each bin weighs as many as it holds (Naeini, Cooper and Hauskrecht 2015). 0 without predictions.

    >>> round(calibration_error(reliability([0.8, 0.8, 0.8, 0.8], [True, True, True, False])), 3)
    0.05
    """
    n_all = sum(one.n for one in bins)
    return sum(one.n * abs(one.score - one.right) for one in bins) / max(1, n_all)
