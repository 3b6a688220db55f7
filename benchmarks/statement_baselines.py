"""TF-IDF as others would use it to tell statements apart: cosines, and average linkage at a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

__all__ = ["NAMES", "groupings", "pair_answers"]

NAMES = ("TF-IDF, words", "TF-IDF, letters")
# Cosines: an odd few, from lax to strict. The best of them is taken, on the set that is scored.
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
PAIR_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
LETTERS = (3, 5)


def groupings(name: str, texts: Sequence[str]) -> Iterator[tuple[float, list[int]]]:
    """For each threshold the number of each text's group, by average linkage over cosines."""
    from scipy.cluster.hierarchy import fcluster, linkage

    rows = _rows(name, texts)
    apart = 1.0 - np.asarray((rows @ rows.T).todense())
    upper = apart[np.triu_indices(len(texts), 1)]
    tree = linkage(np.clip(upper, 0.0, 1.0), "average")
    for threshold in THRESHOLDS:
        yield threshold, fcluster(tree, 1.0 - threshold, "distance").tolist()


def pair_answers(name: str, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[float, list[bool]]]:
    """For each threshold whether the cosine of each pair reaches it."""
    rows = _rows(name, [text for pair in pairs for text in pair])
    cosines = np.asarray(rows[::2].multiply(rows[1::2]).sum(axis=1)).ravel()
    for threshold in PAIR_THRESHOLDS:
        yield threshold, (cosines >= threshold).tolist()


def _rows(name: str, texts: Sequence[str]) -> Any:
    """The texts as the rows of a sparse matrix of SciPy, each of length 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if name == NAMES[0]:
        return TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    return TfidfVectorizer(analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True).fit_transform(texts)
