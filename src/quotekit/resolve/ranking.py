"""The learned choice between candidates: a log-linear model over named features."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp

from quotekit.resolve.evidence import Candidate

__all__ = ["probabilities", "weights_of", "why"]


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    path = files("quotekit") / "models" / "speakers.json"
    loaded: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))["weights"]
    return loaded


def weights_of(form: str) -> Mapping[str, float]:
    """The weight of each feature for a form of phrase: that of the form added to that of all forms."""
    return _merged(form)


@cache
def _merged(form: str) -> Mapping[str, float]:
    merged = dict(_weights()[""])
    for feature, weight in _weights().get(form, {}).items():
        merged[feature] = merged.get(feature, 0.0) + weight
    return merged


def probabilities(form: str, candidates: Sequence[Candidate]) -> list[float]:
    """The probability of each candidate: a softmax over the sums of its weights."""
    weights = weights_of(form)
    sums = [sum(weights.get(feature, 0.0) for feature in candidate.features) for candidate in candidates]
    top = max(sums)
    shares = [exp(value - top) for value in sums]
    total = sum(shares)
    return [share / total for share in shares]


def why(form: str, features: Iterable[str], n_reasons: int) -> list[str]:
    """The features that spoke most for a candidate, weightiest first."""
    weights = weights_of(form)
    known = sorted(((weights.get(feature, 0.0), feature) for feature in features), key=lambda pair: -pair[0])
    return [feature for weight, feature in known[:n_reasons] if weight > 0]
