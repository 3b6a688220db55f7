"""The table of word vectors: what is looked up, what rounding costs, and that it survives being written."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotekit.labeller.vectors import WordVectors

Array = NDArray[Any]


def table(seed: int, n: int, width: int) -> tuple[Array, Array, WordVectors]:
    draw = np.random.default_rng(seed)
    keys = draw.permutation(np.arange(10, 10 + n)).astype(np.uint64) * np.uint64(2**52)
    rows = draw.standard_normal((n, width)).astype(np.float32)
    return keys, rows, WordVectors.of(keys, rows)


tables = st.builds(table, st.integers(0, 99), st.integers(2, 30), st.integers(1, 5))


@given(tables)
def test_rounding_costs_half_a_step_at_most(made: tuple[Array, Array, WordVectors]) -> None:
    keys, rows, vectors = made
    limit = 127 * vectors.scale
    error = np.abs(vectors.rows(keys) - np.clip(rows, -limit, limit))
    assert error.max() <= vectors.scale / 2 * 1.001


def test_rounding_costs_a_hundredth_of_the_spread() -> None:
    keys, rows, vectors = table(0, 2000, 8)
    error = vectors.rows(keys) - rows
    assert np.sqrt((error**2).mean()) < rows.std() / 100


def test_a_word_that_has_no_vector_has_zeros() -> None:
    keys, _, vectors = table(0, 5, 3)
    unknown = np.array([0, 1, 2**64 - 1, int(keys[0]) + 1], dtype=np.uint64)
    assert not vectors.rows(unknown).any()
    assert vectors.rows(keys).any(axis=1).all()


def test_the_empty_table_has_no_column() -> None:
    assert WordVectors.none().rows(np.array([1, 2], dtype=np.uint64)).shape == (2, 0)
    assert WordVectors.from_bytes(WordVectors.none().to_bytes()).width == 0


@given(tables)
def test_a_table_survives_being_written(made: tuple[Array, Array, WordVectors]) -> None:
    keys, _, vectors = made
    again = WordVectors.from_bytes(vectors.to_bytes())
    assert np.array_equal(again.rows(keys), vectors.rows(keys))
    assert again.to_bytes() == vectors.to_bytes()
