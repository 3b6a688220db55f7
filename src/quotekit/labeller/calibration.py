"""From the numbers of a reading to the probability that it is right: a small logistic model, as data."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from attrs import field, fields, frozen

from quotekit.errors import FormatError

__all__ = ["Calibration"]


def _strings(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _numbers(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _points(values: Iterable[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in values)


def _plain(value: object) -> object:
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


@frozen
class Calibration:
    """A logistic model of named features, and a table that straightens what it gives.

    The model is ``bias`` plus, for each feature, its weight times what it has beyond its mean. ``table``
    holds points (probability of the model, probability to give), none below the one before; between two
    of them the line is straight, beyond the first and the last it is level. Without points the model's
    own probability is given.

    Raises `ValueError` for parts that do not fit each other.

    >>> Calibration(["cue"], means=[0.5], weights=[2.0], bias=0.0).probability([0.5])
    0.5
    """

    names: tuple[str, ...] = field(converter=_strings)
    means: tuple[float, ...] = field(converter=_numbers)
    weights: tuple[float, ...] = field(converter=_numbers)
    bias: float = field(converter=float)
    table: tuple[tuple[float, float], ...] = field(default=(), converter=_points)

    def __attrs_post_init__(self) -> None:
        if not len(self.names) == len(self.means) == len(self.weights):
            raise ValueError(
                f"{len(self.names)} names, {len(self.means)} means and {len(self.weights)} weights: "
                "give one of each for every feature"
            )
        if not all(map(math.isfinite, (*self.means, *self.weights, self.bias))):
            raise ValueError("means, weights and bias are to be finite: fit the model again")
        if not all(0 <= value <= 1 for point in self.table for value in point):
            raise ValueError(f"the table holds probabilities, from 0 to 1, got {self.table}")
        if not all(left[0] < right[0] and left[1] <= right[1] for left, right in pairwise(self.table)):
            raise ValueError(f"no point of the table may fall below the one before, got {self.table}")

    def probability(self, features: Sequence[float]) -> float:
        """The probability in 0..1, for the features in the order of ``names``.

        Raises `ValueError` where there are more or fewer of them.
        """
        total = self.bias
        for value, mean, weight in zip(features, self.means, self.weights, strict=True):
            total += weight * (value - mean)
        return self._straightened(_logistic(total))

    def _straightened(self, p: float) -> float:
        table = self.table
        if not table:
            return p
        at = bisect_right(table, p, key=lambda point: point[0])
        if at in (0, len(table)):
            return table[min(at, len(table) - 1)][1]
        (left, low), (right, high) = table[at - 1], table[at]
        return low + (high - low) * (p - left) / (right - left)

    def to_dict(self) -> dict[str, Any]:
        """The parts as plain lists and numbers, ready for JSON."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(type(self))}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Calibration:
        """The calibration that `to_dict` wrote. Raises `FormatError`."""
        try:
            return cls(**{one.name: data[one.name] for one in fields(cls)})
        except KeyError as error:
            raise FormatError(f"the calibration has no {error}: write it again with to_dict") from error
        except (TypeError, ValueError) as error:
            raise FormatError(f"the calibration does not fit together: {error}") from error


def _logistic(x: float) -> float:
    # Of the two forms the one whose power does not overflow.
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    power = math.exp(x)
    return power / (1 + power)
