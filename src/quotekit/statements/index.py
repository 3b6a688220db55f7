"""Which units may render one statement: an inverted index over their telling words.

A unit is compared with the few that share most of its rare words, weighed by how rare they are in news. Of a
word that very many units have only its rarer fellows lead to candidates, so that the time grows with the
number of units and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from quotekit.names import last_key
from quotekit.settings import CANDIDATES, LEAST_SHARED, TERM_CAP, TERMS_A_UNIT
from quotekit.statements.rendering import Rendering
from quotekit.statements.units import Unit

__all__ = ["Terms", "candidate_pairs", "terms_of"]

Terms = tuple[tuple[str, float], ...]
Ints = NDArray[np.int64]

# Of a figure: as telling as a rare word.
_FIGURE = 4.0
# Of a speaker: it leads to what they said elsewhere where no word does.
_SPEAKER = 8.0


def terms_of(unit: Unit, rendering: Rendering) -> Terms:
    """The terms under which a unit is found, each once, the weightiest first."""
    found = {word: rendering.weights[word] for word in rendering.content}
    for fact in rendering.quantities:
        found[f"#{fact.low:g}"] = _FIGURE
    if unit.speaker is not None:
        found[f"@{last_key(unit.speaker.name)}"] = _SPEAKER
    if not found:  # nothing but words of grammar leads to nobody but who says just the same
        found[f"={' '.join(word.folded for word in rendering.words)}"] = _FIGURE
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:TERMS_A_UNIT]
    norm = sqrt(sum(weight * weight for _, weight in ranked)) or 1.0
    return tuple((term, weight / norm) for term, weight in ranked)


def candidate_pairs(terms: Sequence[Terms]) -> tuple[Ints, Ints]:
    """Positions i < j of the pairs worth a comparison, each once, in order.

    Each unit is paired with the `CANDIDATES` that share most with it, and with twice as many of its speaker.
    Terms that more than `TERM_CAP` units have lead to nobody, unless a unit has no other.
    """
    df = Counter(term for unit in terms for term, _ in unit)
    postings: dict[str, list[int]] = defaultdict(list)
    weights: dict[str, list[float]] = defaultdict(list)
    leading = [_leading(unit, df) for unit in terms]
    for at, unit in enumerate(leading):
        for term, weight in unit:
            postings[term].append(at)
            weights[term].append(weight)
    lists = {term: np.array(places, dtype=np.int64) for term, places in postings.items() if len(places) > 1}
    shares = {term: np.array(weights[term]) for term in lists}
    keys = []
    for at, unit in enumerate(leading):
        near = _nearest(at, unit, lists, shares)
        low, high = np.minimum(near, at), np.maximum(near, at)
        keys.append(low * len(terms) + high)
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    pairs = np.unique(np.concatenate(keys))
    return pairs // len(terms), pairs % len(terms)


def _leading(unit: Terms, df: Mapping[str, int]) -> Terms:
    """The terms that lead to candidates: the rare ones, or the rarest where there is none."""
    rare = tuple(item for item in unit if df[item[0]] <= TERM_CAP)
    return rare or tuple(sorted(unit, key=lambda item: (df[item[0]], item[0]))[:1])


def _nearest(
    at: int, unit: Terms, lists: Mapping[str, Ints], shares: Mapping[str, NDArray[np.float64]]
) -> Ints:
    """The positions that share most with one unit, the first of equals."""
    found = [(lists[term], shares[term] * weight) for term, weight in unit if term in lists]
    if not found:
        return np.zeros(0, np.int64)
    places = np.concatenate([places for places, _ in found])
    values = np.concatenate([values for _, values in found])
    others, where = np.unique(places, return_inverse=True)
    sums = np.bincount(where, values)
    keep = (others != at) & (sums >= LEAST_SHARED)
    others, sums = others[keep], sums[keep]
    order = np.lexsort((others, -sums))
    best = order[:CANDIDATES]
    spoken = [lists[term] for term, _ in unit if term[0] == "@" and term in lists]
    if spoken and len(order) > CANDIDATES:
        of_speaker = order[np.isin(others[order], spoken[0])]
        best = np.union1d(best, of_speaker[: 2 * CANDIDATES])
    others = others[best]
    return np.asarray(others, dtype=np.int64)
