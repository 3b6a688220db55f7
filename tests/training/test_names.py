"""The weights of `same_speaker`: those shipped are those that the fit gives."""

from __future__ import annotations

import numpy as np
import pytest

from quotekit.settings import SPEAKER_WEIGHTS
from training.names import _features, fit, read_pairs


def test_the_shipped_weights_are_those_of_the_fit() -> None:
    fitted = dict(zip(SPEAKER_WEIGHTS, fit(*_features(read_pairs())), strict=True))
    assert fitted == pytest.approx(dict(SPEAKER_WEIGHTS), abs=0.1)


def test_the_fit_finds_what_speaks_for_and_against() -> None:
    rows = np.zeros((40, len(SPEAKER_WEIGHTS)))
    names = list(SPEAKER_WEIGHTS)
    rows[:20, names.index("body")] = 1
    rows[20:, names.index("kinds")] = 1
    fitted = dict(zip(names, fit(rows, np.repeat([1.0, 0.0], 20)), strict=True))
    assert fitted["body"] > 1
    assert fitted["kinds"] < -1
