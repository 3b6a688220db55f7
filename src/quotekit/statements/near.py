"""Renderings that are the same but for a fact, and so stand in statements apart: "eight diplomats", "ten"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from quotekit.settings import NEAR_SHARE
from quotekit.statements.linking import Link, Pair, Reader

__all__ = ["near_variants"]


def near_variants(
    reader: Reader, groups: Sequence[Sequence[int]], links: Mapping[Pair, Link]
) -> dict[int, list[Pair]]:
    """For each group, by its number, the pairs (unit of it, unit of another) that differ by a fact alone.

    One pair for each two groups, the nearest; the nearest groups first.
    """
    home = {at: number for number, group in enumerate(groups) for at in group}
    best: dict[Pair, tuple[float, Pair]] = {}
    for (i, j), link in links.items():
        one, other = home[i], home[j]
        if one == other or link.blocked:
            continue
        shared = _shared(reader, i, j)
        if shared >= NEAR_SHARE and reader.compare((i, j)).differences:
            key = (min(one, other), max(one, other))
            value = (-shared, (i, j))
            best[key] = min(best.get(key, value), value)
    found: dict[int, list[tuple[float, Pair]]] = defaultdict(list)
    for (one, other), (rank, (i, j)) in best.items():
        i, j = (i, j) if home[i] == one else (j, i)
        found[one].append((rank, (i, j)))
        found[other].append((rank, (j, i)))
    return {number: [pair for _, pair in sorted(pairs)] for number, pairs in found.items()}


def _shared(reader: Reader, i: int, j: int) -> float:
    """The share of content words that two units have in common, of all that either has."""
    a, b = (reader.renderings[at].content.keys() for at in (i, j))
    return len(a & b) / len(a | b) if a or b else 0.0
