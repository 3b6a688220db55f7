"""Examples as arrays, so that the network is fitted without a look at a string."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotekit.statements.encoding import THREES_A_WORD, WORDS_A_TEXT, packed, shapes_of, three_ids
from quotekit.statements.evidence import Comparison, compare
from quotekit.statements.rendering import read_rendering
from training.statements.examples import Example, is_held_out
from training.statements.kinds import KINDS

__all__ = ["arrays_of", "comparison", "save"]

Arrays = Mapping[str, NDArray[np.generic]]


def arrays_of(
    examples: Sequence[Example], rows: Mapping[str, int], processes: int = 2
) -> dict[str, NDArray[np.generic]]:
    """The texts, each once, as numbers; the pairs as positions of texts; what rules find in each pair."""
    texts = {
        text: at for at, text in enumerate(dict.fromkeys(text for one in examples for text in (one.a, one.b)))
    }
    types: dict[str, int] = {"": 0}
    words, shapes = [], []
    with Pool(processes) as pool:
        for folded, written in pool.imap(_read, texts, chunksize=2000):
            words.append([types.setdefault(word, len(types)) for word in folded])
            shapes.append(written)
        findings = pool.map(_findings, [(one.a, one.b) for one in examples], chunksize=2000)
    return {
        "types": np.array(packed(words, WORDS_A_TEXT), dtype=np.int32),
        "shapes": np.array(packed(shapes, WORDS_A_TEXT), dtype=np.int8),
        "rows": np.array([rows.get(word, 0) for word in types], dtype=np.int32),
        "threes": np.array(
            packed([three_ids(word) if word else () for word in types], THREES_A_WORD), dtype=np.int16
        ),
        "a": np.array([texts[one.a] for one in examples], dtype=np.int32),
        "b": np.array([texts[one.b] for one in examples], dtype=np.int32),
        "label": np.array([one.label for one in examples], dtype=np.int8),
        "kind": np.array([KINDS.index(one.kind) for one in examples], dtype=np.int8),
        "held": np.array([is_held_out(one.doc) for one in examples]),
        "findings": np.array(findings, dtype=np.float16),
    }


def _read(text: str) -> tuple[list[str], list[int]]:
    """The folded words of a text, as many as the network reads, and how they are written."""
    rendering = _rendering(text)
    return [word.folded for word in rendering.words[:WORDS_A_TEXT]], shapes_of(rendering)


_rendering = lru_cache(maxsize=20_000)(read_rendering)


def _findings(pair: tuple[str, str]) -> tuple[float, ...]:
    return comparison(*pair).findings


def comparison(a: str, b: str) -> Comparison:
    """What rules find in two texts."""
    return compare(_rendering(a), _rendering(b))


def save(path: Path, arrays: Arrays) -> None:
    """Writes the arrays to one compressed file."""
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # each is an array
