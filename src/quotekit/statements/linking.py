"""Pairs of units that may render one statement, and the groups that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations

import numpy as np
from attrs import frozen

from quotekit.settings import COMPLETE_UNITS, SAME_STATEMENT, SPEAKER_LEAD
from quotekit.statements.evidence import Comparison, Rendering, compare, read_rendering
from quotekit.statements.gate import is_too_far, speakers_agree
from quotekit.statements.index import Terms, terms_of
from quotekit.statements.network import calibrated, logits, states_of
from quotekit.statements.units import Unit

__all__ = ["Link", "Pair", "Reader", "components", "index_terms", "partition", "score_pairs"]

Pair = tuple[int, int]


@frozen
class Link:
    """How likely two units render one statement, in 0..1; ``blocked``: they must not be in one group."""

    score: float
    blocked: bool = False


class Reader:
    """Some units, each read once, so that many pairs of them can be scored."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        read: dict[tuple[str, str | None, bool], Rendering] = {}
        self.renderings = [
            read.setdefault(key, read_rendering(unit.text, published=unit.published, denied=unit.negated))
            if (key := (unit.text, unit.published, unit.negated)) not in read
            else read[key]
            for unit in units
        ]
        self._states = states_of(self.renderings)

    def terms(self) -> list[Terms]:
        """The index terms of each unit."""
        return [terms_of(unit, one) for unit, one in zip(self.units, self.renderings, strict=True)]

    def compare(self, pair: Pair) -> Comparison:
        """What rules find between two of the units."""
        return compare(self.renderings[pair[0]], self.renderings[pair[1]])

    def links(self, pairs: Sequence[Pair]) -> list[Link]:
        """The link of each pair of positions."""
        gates = [self._gate(i, j) for i, j in pairs]
        open_pairs = [at for at, gate in enumerate(gates) if gate is not None]
        found = [Link(0.0, blocked=True)] * len(pairs)
        if open_pairs:
            left, right = (np.array([pairs[at][side] for at in open_pairs], dtype=np.int64) for side in (0, 1))
            findings = np.array([self.compare(pairs[at]).findings for at in open_pairs], dtype=np.float32)
            leads = np.array([gates[at] for at in open_pairs], dtype=np.float32)
            scores = calibrated(logits(self._states, left, right, findings) + leads)
            for at, score in zip(open_pairs, scores.tolist(), strict=True):
                found[at] = Link(score)
        return found

    def _gate(self, i: int, j: int) -> float | None:
        """What speakers add to the log-odds of a pair; nothing where speaker or date forbid it."""
        a, b = self.units[i], self.units[j]
        if is_too_far(a, b):
            return None
        gate = speakers_agree(a, b)
        return None if gate == "other" else SPEAKER_LEAD if gate == "same" else 0.0


def index_terms(unit: Unit) -> Terms:
    """The terms under which a unit is found, each once, the most telling first, with their weights."""
    return terms_of(unit, read_rendering(unit.text, published=unit.published, denied=unit.negated))


def score_pairs(units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Link]:
    """The link of each pair of positions; it does not depend on the order within a pair, or on the others."""
    used = sorted({at for pair in pairs for at in pair})
    place = {at: n for n, at in enumerate(used)}
    return Reader([units[at] for at in used]).links([(place[i], place[j]) for i, j in pairs])


def components(n: int, pairs: Iterable[Pair]) -> list[list[int]]:
    """The positions 0 to n - 1, those together that pairs join; each sorted, in the order of their firsts."""
    root = list(range(n))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for i, j in pairs:
        a, b = find(i), find(j)
        root[max(a, b)] = min(a, b)
    found: dict[int, list[int]] = {}
    for at in range(n):
        found.setdefault(find(at), []).append(at)
    return list(found.values())


def partition(
    units: Sequence[Unit],
    links: Mapping[Pair, Link],
    score_more: Callable[[Sequence[Unit], Sequence[Pair]], list[Link]] = score_pairs,
) -> list[list[int]]:
    """The groups of some units, given links between them (pairs i < j of positions).

    The units must be in their canonical order (`Unit.order`); groups come in the order of their firsts. Only
    what a path of links of a score of `SAME_STATEMENT` or more joins can be in one group, so that the units of
    a component can be grouped by themselves. Pairs within a component that have no link are scored, unless it
    is large. Within it the two groups join first whose links are likeliest on average, as long as no link
    between them is blocked.
    """
    joined = [pair for pair, link in links.items() if link.score >= SAME_STATEMENT and not link.blocked]
    parts = components(len(units), joined)
    home = {at: n for n, part in enumerate(parts) for at in part}
    within: dict[int, dict[Pair, Link]] = defaultdict(dict)
    for pair, link in links.items():
        if home[pair[0]] == home[pair[1]]:
            within[home[pair[0]]][pair] = link
    missing = [
        pair
        for n, part in enumerate(parts)
        if 2 < len(part) <= COMPLETE_UNITS
        for pair in combinations(part, 2)
        if pair not in within[n]
    ]
    for pair, link in zip(missing, score_more(units, missing) if missing else [], strict=True):
        within[home[pair[0]]][pair] = link
    groups = [group for n, part in enumerate(parts) for group in _agglomerate(part, within[n])]
    return sorted(groups)


def _agglomerate(part: Sequence[int], links: Mapping[Pair, Link]) -> list[list[int]]:
    """The groups of one component, by average linkage over the links that there are."""
    if len(part) < 3:
        return [list(part)]  # two are a component since their link holds
    groups = {at: [at] for at in part}
    sums: dict[int, dict[int, tuple[float, int]]] = {at: {} for at in part}
    apart: dict[int, set[int]] = {at: set() for at in part}
    for (i, j), link in links.items():
        sums[i][j] = sums[j][i] = (link.score, 1)
        if link.blocked:
            apart[i].add(j)
            apart[j].add(i)
    heap = [(-link.score, i, j) for (i, j), link in links.items() if link.score >= SAME_STATEMENT and not link.blocked]
    heapify(heap)
    while heap:
        value, i, j = heappop(heap)
        if i not in groups or j not in groups or j in apart[i] or -value != _mean(sums[i].get(j)):
            continue
        groups[i] += groups.pop(j)
        for other, (total, n) in sums.pop(j).items():
            sums[other].pop(j, None)
            if other != i:
                before = sums[i].get(other, (0.0, 0))
                sums[i][other] = sums[other][i] = (before[0] + total, before[1] + n)
        for other in apart.pop(j):
            apart[other].discard(j)
            apart[i].add(other)
            apart[other].add(i)
        for other, both in sums[i].items():
            if _mean(both) >= SAME_STATEMENT and other not in apart[i]:
                heappush(heap, (-_mean(both), min(i, other), max(i, other)))
    return [sorted(group) for group in groups.values()]


def _mean(both: tuple[float, int] | None) -> float:
    return both[0] / both[1] if both else 0.0
