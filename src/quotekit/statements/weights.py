"""What was learned of statements, as the file `models/statements.npz` holds it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotekit.errors import ModelError

__all__ = ["fingerprint", "load_weights", "vocabulary"]

_Arrays = Mapping[str, NDArray[Any]]


@cache
def load_weights() -> _Arrays:
    """The arrays by name. Raises `ModelError` where the file is absent or broken."""
    with as_file(files("quotekit") / "models" / "statements.npz") as path:
        try:
            with np.load(path) as file:
                return {name: _plain(file, name) for name in file.files if not name.endswith(".scale")}
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"{path}: {error}: install quotekit again") from error


@cache
def fingerprint() -> str:
    """What tells these weights from others; "none" where the file is absent."""
    with as_file(files("quotekit") / "models" / "statements.npz") as path:
        return blake2b(path.read_bytes(), digest_size=8).hexdigest() if path.exists() else "none"


def _plain(file: _Arrays, name: str) -> NDArray[Any]:
    """An array; tables that are kept as whole numbers, times their scale."""
    if f"{name}.scale" not in file:
        return file[name]
    return np.asarray(file[name], dtype=np.float32) * np.float32(file[f"{name}.scale"])


@cache
def vocabulary() -> Mapping[str, int]:
    """The row of each known word in the table of vectors, from 1."""
    words = bytes(load_weights()["vocabulary"]).decode("utf-8").split("\n")
    return {word: row for row, word in enumerate(words, 1)}
