"""The record between the labeller's network and the road."""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

__all__ = ["CONTENT", "CUE", "NOTHING", "SOURCE", "Proposal"]

NOTHING = 0
SOURCE = 1
CUE = 2
CONTENT = 3


@frozen(eq=False)
class Proposal:
    """One word that may be the head of a cue, and what the words around it then are.

    ``cue`` is the token, ``score`` the probability that it is one. ``shares`` (tokens, 4) gives, for
    the tokens from ``first`` on, the probabilities of `NOTHING`, `SOURCE`, `CUE` and `CONTENT`.
    """

    cue: int
    score: float
    first: int
    shares: NDArray[np.float32]
