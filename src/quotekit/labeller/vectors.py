"""Vectors of frequent words, as the labeller knows them beside what it learns itself."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

__all__ = ["WordVectors"]


@frozen(eq=False)
class WordVectors:
    """A row a word: ``keys`` (words,) are the hashes of their lower case, sorted.

    ``cells`` (words, width) are whole numbers of -127 to 127, to be multiplied by ``scale``, so that
    the table takes a quarter of the room.
    """

    keys: NDArray[np.uint64]
    cells: NDArray[np.int8]
    scale: float

    @classmethod
    def none(cls) -> WordVectors:
        """No word and no column."""
        return cls(np.zeros(0, np.uint64), np.zeros((0, 0), np.int8), 1.0)

    @classmethod
    def of(cls, keys: NDArray[np.uint64], rows: NDArray[np.float32]) -> WordVectors:
        """The table of these words; cells beyond four standard deviations are clipped."""
        scale = float(4 * rows.std() / 127)
        cells = np.clip(np.round(rows / scale), -127, 127).astype(np.int8)
        order = np.argsort(keys)
        return cls(keys[order], cells[order], scale)

    @property
    def width(self) -> int:
        """How many columns a vector has."""
        return int(self.cells.shape[1])

    def rows(self, words: NDArray[np.uint64]) -> NDArray[np.float32]:
        """The vectors (words, width) of words given by the hash of their lower case; zeros for others."""
        found = np.zeros((len(words), self.width), dtype=np.float32)
        if not len(self.keys) or not len(words):
            return found
        at = np.minimum(np.searchsorted(self.keys, words), len(self.keys) - 1)
        known = self.keys[at] == words
        found[known] = self.cells[at[known]] * np.float32(self.scale)
        return found

    def to_bytes(self) -> bytes:
        """The table as the bytes of a NumPy archive, always the same for the same table."""
        buffer = BytesIO()
        np.save(buffer, self.keys)
        np.save(buffer, self.cells)
        np.save(buffer, np.array([self.scale]))
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> WordVectors:
        """The table that `to_bytes` wrote."""
        buffer = BytesIO(data)
        keys, cells, scale = (np.load(buffer) for _ in range(3))
        return cls(keys, cells, float(scale[0]))
