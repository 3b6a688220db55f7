"""Words in one place of two texts that no translator was seen to use for each other: "extend", "end"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quotekit.statements.rendering import Rendering
from quotekit.statements.thresholds import HALF_PLACE, STRANGENESS, STRANGEST
from quotekit.statements.weights import load_weights

__all__ = ["strangers"]


@frozen(eq=False)
class _Replacements:
    """What the renderings of the WMT21 news tests have in one place, by lemma.

    ``rows`` are the words seen to be replaced by others in enough sentences, ``counts`` in how many, and the
    bits of ``seen`` (words, words / 8) say which of them stood for each other in any.
    """

    rows: Mapping[str, int]
    counts: Sequence[int]
    seen: NDArray[np.uint8]

    def has_seen(self, one: int, other: int) -> bool:
        """Whether the words of two rows stood for each other."""
        return bool(self.seen[one, other >> 3] >> (7 - (other & 7)) & 1)


@cache
def _replacements() -> _Replacements:
    weights = load_weights()
    words = bytes(weights["replaced_words"]).decode("utf-8").split("\n")
    rows = {word: row for row, word in enumerate(words)}
    return _Replacements(rows, weights["replaced_counts"].tolist(), weights["replacements"])


def strangers(
    a: Rendering,
    b: Rendering,
    alone_a: Sequence[int],
    alone_b: Sequence[int],
    partners: Sequence[tuple[int, int]],
) -> float:
    """How surprising it is, in nats, that words which stand in one place never stood for each other.

    ``alone_a`` and ``alone_b`` are where words stand that one text alone has, ``partners`` which of them say
    the same. Two words that are often replaced, yet never by one another, hardly say one thing; words that
    are rare, names, and what has a partner among the other text's tell nothing. The same whichever text
    comes first.
    """
    known_a, known_b = _known(a, alone_a), _known(b, alone_b)
    if not known_a or not known_b:
        return 0.0
    places = [
        (i, j, share)
        for i in known_a
        for j in known_b
        if (share := _in_one_place(a.beside[i], b.beside[j]))  # seldom: what follows takes longer
    ]
    if not places:
        return 0.0
    has_seen = _replacements().has_seen
    met = {(i, j) for i, one in known_a.items() for j, other in known_b.items() if has_seen(one, other)}
    met.update(partners)
    met_a, met_b = {i for i, _ in met}, {j for _, j in met}
    worst: tuple[dict[int, float], dict[int, float]] = ({}, {})
    for i, j, share in places:
        if i not in met_a and j not in met_b:
            found = share * _surprise(known_a[i], known_b[j])
            worst[0][i] = max(worst[0].get(i, 0.0), found)
            worst[1][j] = max(worst[1].get(j, 0.0), found)
    return min(STRANGEST, max(_total(worst[0].values()), _total(worst[1].values())))


def _total(values: Collection[float]) -> float:
    # Sorted, as a sum of floats depends on their order.
    return float(sum(sorted(values)))


def _known(text: Rendering, places: Sequence[int]) -> dict[int, int]:
    """The rows of the words at some places that have one, names left out."""
    rows, names = _replacements().rows, set(text.names)
    return {at: row for at in places if at not in names and (row := rows.get(text.lemmas[at])) is not None}


def _in_one_place(one: tuple[str, str], other: tuple[str, str]) -> float:
    """1 where both neighbours are the same, less where one is."""
    if one[0] == other[0]:
        return 1.0 if one[1] == other[1] else HALF_PLACE
    return HALF_PLACE if one[1] == other[1] else 0.0


def _surprise(one: int, other: int) -> float:
    counts = _replacements().counts
    return min(STRANGEST, STRANGENESS * min(counts[one], counts[other]))
