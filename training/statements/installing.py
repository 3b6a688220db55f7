"""Puts the fitted network into the package: tables as whole numbers, the vocabulary, the last step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["install", "packed_weights"]

# Tables of many rows, kept in a byte a cell.
TABLES = ("words.weight", "threes.weight")
CLIP = 4.5  # standard deviations

Arrays = dict[str, NDArray[np.generic]]


def install(
    weights: Path, vectors: Path, target: Path, calibration: Sequence[float], replaced: Arrays
) -> None:
    """Write ``models/statements.npz``.

    ``calibration`` makes a probability of the two logits: for the first its slope, how much alikeness counts
    beside it, from which cosine on, and up to which lead over that; for the second its slope, a start, and
    what a fact that clashes and a name in the place of another take off
    (`quotekit.statements.network.probabilities`). ``replaced`` are the arrays of
    `training.statements.replacements`.
    """
    with np.load(weights) as file, np.load(vectors) as table:
        arrays = packed_weights({name: file[name] for name in file.files})
        arrays["vocabulary"] = np.frombuffer("\n".join(table["words"].tolist()).encode(), dtype=np.uint8)
        arrays["capitals"] = table["capitals"].astype(np.uint8)
        arrays["counts"] = np.minimum(table["counts"], 2**31 - 1).astype(np.int32)
    arrays["calibration"] = np.array(calibration, dtype=np.float32)
    arrays |= replaced
    np.savez_compressed(target, **arrays)  # type: ignore[arg-type]  # each is an array


def packed_weights(weights: Mapping[str, NDArray[np.float32]]) -> Arrays:
    """The weights by name, the large tables as whole numbers with a scale beside them."""
    found: Arrays = {}
    for name, value in weights.items():
        if name in TABLES:
            scale = np.float32(CLIP * value.std() / 127)
            found[name] = np.clip(np.round(value / scale), -127, 127).astype(np.int8)
            found[f"{name}.scale"] = np.array(scale)
        else:
            found[name] = value.astype(np.float32)
    return found
