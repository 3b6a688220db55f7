"""Words as the numbers that the network takes: the row of a vector, letters in threes, how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from zlib import crc32

from quotekit.statements.rendering import Rendering

__all__ = [
    "N_SHAPES",
    "N_THREES",
    "THREES_A_WORD",
    "WORDS_A_TEXT",
    "packed",
    "shapes_of",
    "three_ids",
    "word_ids",
]

N_THREES = 4096
THREES_A_WORD = 10
WORDS_A_TEXT = 48
N_SHAPES = 8
"""0 no word, 1 lower case, 2 a capital, 3 capitals, 4 a figure, 5 letters and figures, 6 first, 7 negates."""


@lru_cache(maxsize=200_000)
def three_ids(folded: str) -> tuple[int, ...]:
    """The rows of a word's letters in threes, 1 and up, its ends marked; the first few of a long one."""
    marked = f"<{folded}>"
    threes = [marked[i : i + 3] for i in range(max(1, len(marked) - 2))]
    return tuple(
        1 + crc32(three.encode("utf-8", "surrogatepass")) % (N_THREES - 1) for three in threes[:THREES_A_WORD]
    )


def word_ids(rendering: Rendering, rows: Mapping[str, int]) -> list[int]:
    """The row of each word's vector, or 0; no more words than the network reads."""
    return [rows.get(word.folded, 0) for word in rendering.words[:WORDS_A_TEXT]]


def shapes_of(rendering: Rendering) -> list[int]:
    """How each word is written, and whether it negates."""
    negates = {one.at for one in rendering.negations if one.strength == "strong"}
    return [
        7 if at in negates else 6 if at == 0 else _shape(word.text)
        for at, word in enumerate(rendering.words[:WORDS_A_TEXT])
    ]


@lru_cache(maxsize=200_000)
def _shape(word: str) -> int:
    if word[0].isdigit():
        return 4 if not any(map(str.isalpha, word)) else 5
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() else 1


def packed(rows: Sequence[Sequence[int]], width: int) -> list[list[int]]:
    """The rows filled up with 0 to one width."""
    return [[*row, *([0] * (width - len(row)))] for row in rows]
