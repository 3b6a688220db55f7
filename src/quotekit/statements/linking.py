"""Pairs of units that may render one statement, and the groups that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from heapq import heapify, heappop, heappush, nlargest, nsmallest
from itertools import combinations

import numpy as np
from attrs import frozen

from quotekit.settings import (
    LEAST_LIKE,
    SAME_STATEMENT,
    SAME_WORDS,
)
from quotekit.statements.evidence import Comparison, compare, likeness
from quotekit.statements.gate import Gate, days_apart, is_too_far, speakers_agree
from quotekit.statements.index import Terms, terms_of
from quotekit.statements.network import logits, probabilities, states_of
from quotekit.statements.recurring import Telling, likeness_of, telling_words
from quotekit.statements.rendering import Rendering, read_rendering
from quotekit.statements.thresholds import (
    COMPLETE_UNITS,
    FARTHEST_UNITS,
    FULL_UNITS,
    LEAST_READ,
    LEAST_SPOKEN,
    NEAREST_UNITS,
    OCCASION_DAYS,
)
from quotekit.statements.units import Unit

__all__ = ["Link", "Pair", "Reader", "components", "index_terms", "partition", "score_pairs"]

Pair = tuple[int, int]

# How far one occasion is likely beforehand, by speakers: a body has several to speak for it, who say several
# things; and within one article, where the headline says what the text says.
_SPOKEN: Mapping[Gate, float] = {"same": 1.0, "tied": 0.85}
_WITHIN = 0.7

# Pairs worked on at a time: it bounds the memory for the states of their words.
_PAIRS = 8192

# So many units of each group are compared before two groups of a large component join.
_SEEN = 3


@frozen
class Link:
    """How likely two units render one statement, in 0..1; ``blocked``: they must not be in one group."""

    score: float
    blocked: bool = False


class Reader:
    """Some units, each read once, so that many pairs of them can be scored."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.renderings = [_read(unit) for unit in units]
        self._told: dict[int, Telling] = {}

    def terms(self) -> list[Terms]:
        """The index terms of each unit."""
        return [terms_of(unit, one) for unit, one in zip(self.units, self.renderings, strict=True)]

    def compare(self, pair: Pair) -> Comparison:
        """What rules find between two of the units."""
        return compare(self.renderings[pair[0]], self.renderings[pair[1]])

    def links(self, pairs: Sequence[Pair]) -> list[Link]:
        """The link of each pair of positions. A few thousand pairs are worked on at a time."""
        found: list[Link] = []
        for start in range(0, len(pairs), _PAIRS):
            found += self._links(pairs[start : start + _PAIRS])
        return found

    def _links(self, pairs: Sequence[Pair]) -> list[Link]:
        found: list[Link | None] = [self._ruled(i, j) for i, j in pairs]
        rest = [at for at, link in enumerate(found) if link is None]
        if rest:
            used = sorted({position for at in rest for position in pairs[at]})
            place = {position: n for n, position in enumerate(used)}
            states = states_of([self.renderings[position] for position in used])
            left, right = (
                np.array([place[pairs[at][side]] for at in rest], dtype=np.int64) for side in (0, 1)
            )
            compared = [self.compare(pairs[at]) for at in rest]
            findings = np.array([one.findings for one in compared], dtype=np.float32)
            alike = np.array([one.likeness for one in compared], dtype=np.float64)
            strange = np.array([one.strangers for one in compared], dtype=np.float64)
            spoken = np.array([self._spoken(*pairs[at]) for at in rest], dtype=np.float32)
            telling = np.array(
                [self._telling(*pairs[at]) if said else 0.0 for at, said in zip(rest, spoken, strict=True)],
                dtype=np.float64,
            )
            values = logits(states, left, right, findings)
            scores = probabilities(values, findings, alike, strange, spoken, telling)
            for at, score in zip(rest, scores.tolist(), strict=True):
                found[at] = Link(score)
        return [link for link in found if link is not None]

    def _ruled(self, i: int, j: int) -> Link | None:
        """The link of a pair that needs no weighing: speaker or date forbid it, or the words are the same."""
        a, b = self.units[i], self.units[j]
        if is_too_far(a, b) or speakers_agree(a, b) == "other":
            return Link(0.0, blocked=True)
        one, other = self.renderings[i], self.renderings[j]
        if one.letters == other.letters and one.denied == other.denied and one.folded == other.folded:
            return None if self.compare((i, j)).differences else Link(SAME_WORDS)
        if one.denied != other.denied and one.parity == other.parity:
            return Link(0.0)  # one says it, the other denies it
        return Link(0.0) if self._is_unlike(i, j) else None

    def _is_unlike(self, i: int, j: int) -> bool:
        """Whether two units share too little to be weighed; of no one speaker, synonyms are counted too."""
        alike = likeness(self.renderings[i], self.renderings[j])
        if self._spoken(i, j):
            return alike < LEAST_SPOKEN
        # Synonyms take long to find: not among texts that have next to nothing in common.
        return alike < LEAST_LIKE and (alike < LEAST_READ or self.compare((i, j)).likeness < LEAST_LIKE)

    def _telling(self, i: int, j: int) -> float:
        """How alike two units are in the words that tell the statements of their articles apart."""
        return likeness_of(self._told_by(i), self._told_by(j))

    def _told_by(self, at: int) -> Telling:
        if at not in self._told:
            self._told[at] = telling_words(self.renderings[at].weights, self.units[at].recurring)
        return self._told[at]

    def _spoken(self, i: int, j: int) -> float:
        """How far two articles may report one occasion: one speaker, and dates that are near or not known."""
        a, b = self.units[i], self.units[j]
        gate = speakers_agree(a, b)
        if gate not in _SPOKEN:
            return 0.0
        if a.place[0] == b.place[0]:
            return _WITHIN if gate == "same" else 0.0
        return _SPOKEN[gate] * max(0.0, 1.0 - days_apart(a, b) / OCCASION_DAYS)


@lru_cache(maxsize=20_000)
def _rendering(text: str, published: str | None, denied: bool) -> Rendering:
    return read_rendering(text, published=published, denied=denied)


def _read(unit: Unit) -> Rendering:
    return _rendering(unit.text, unit.published, unit.negated)


def index_terms(unit: Unit) -> Terms:
    """The terms under which a unit is found, each once, the most telling first, with their weights."""
    return terms_of(unit, _read(unit))


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
    renderings: Sequence[Rendering] | None = None,
) -> list[list[int]]:
    """The groups of some units, given links between them (pairs i < j of positions).

    ``renderings`` are theirs, for who has read them already.

    The units must be in their canonical order (`Unit.order`); groups come in the order of their firsts. Only
    what a path of links of a score of `SAME_STATEMENT` or more joins can be in one group, so that the units
    of a component can be grouped by themselves. Within it the two groups join first whose links are likeliest
    on average, as long as no link between them is blocked. Pairs of a component that its groups rest on and
    that have no link are scored; unless it is large, other links do not count, so that it makes no difference
    which were found on the way.
    """
    joined = [pair for pair, link in links.items() if link.score >= SAME_STATEMENT and not link.blocked]
    parts = components(len(units), joined)
    home = {at: n for n, part in enumerate(parts) for at in part}
    within: dict[int, dict[Pair, Link]] = defaultdict(dict)
    for pair, link in links.items():
        if home[pair[0]] == home[pair[1]]:
            within[home[pair[0]]][pair] = link
    missing: list[Pair] = []
    for n, part in enumerate(parts):
        if 2 < len(part) <= COMPLETE_UNITS:
            wanted = _compared(units, part, renderings)
            known = within[n]
            within[n] = {pair: link for pair, link in known.items() if pair in wanted or link.blocked}
            missing += [pair for pair in sorted(wanted) if pair not in known]
    for pair, link in zip(missing, score_more(units, missing) if missing else [], strict=True):
        within[home[pair[0]]][pair] = link
    groups = [
        group
        for n, part in enumerate(parts)
        for group in _agglomerate(
            part,
            within[n],
            lambda more: score_more(units, more),
            partial(_spread, units) if len(part) > COMPLETE_UNITS else _nothing,
        )
    ]
    return sorted(groups)


def _compared(
    units: Sequence[Unit], part: Sequence[int], renderings: Sequence[Rendering] | None
) -> set[Pair]:
    """The pairs of a component that its groups rest on: all of a small one; else a few of each unit.

    They are those with the units that are most like it, and with those that are least, which tell where the
    component hangs together by a chain alone; and all that must not meet.
    """
    every = list(combinations(part, 2))
    if len(part) <= FULL_UNITS:
        return set(every)
    read = {at: _read(units[at]) if renderings is None else renderings[at] for at in part}
    near: dict[int, list[tuple[float, int]]] = {at: [] for at in part}
    found: set[Pair] = set()
    for i, j in every:
        if is_too_far(units[i], units[j]) or speakers_agree(units[i], units[j]) == "other":
            found.add((i, j))
            continue
        alike = likeness(read[i], read[j])
        near[i].append((-alike, j))
        near[j].append((-alike, i))
    for at, others in near.items():
        chosen = (*nsmallest(NEAREST_UNITS, others), *nlargest(FARTHEST_UNITS, others))
        found.update((min(at, j), max(at, j)) for _, j in chosen)
    return found


def _agglomerate(
    part: Sequence[int],
    links: Mapping[Pair, Link],
    score_more: Callable[[Sequence[Pair]], list[Link]],
    spread: Callable[[Sequence[int], Sequence[int]], list[Pair]],
) -> list[list[int]]:
    """The groups of one component, by average linkage over the links that there are.

    Before two groups of a large component join, the pairs of ``spread`` are compared.
    """
    if len(part) < 3:
        return [list(part)]  # two are a component since their link holds
    groups = {at: [at] for at in part}
    sums: dict[int, dict[int, tuple[float, int]]] = {at: {} for at in part}
    apart: dict[int, set[int]] = {at: set() for at in part}
    known = dict(links)
    for (i, j), link in links.items():
        sums[i][j] = sums[j][i] = (link.score, 1)
        if link.blocked:
            apart[i].add(j)
            apart[j].add(i)
    heap = [(-link.score, i, j) for (i, j), link in links.items() if link.score >= SAME_STATEMENT]
    heapify(heap)
    while heap:
        value, i, j = heappop(heap)
        if i not in groups or j not in groups or j in apart[i] or -value != _mean(sums[i].get(j)):
            continue
        unseen = [pair for pair in spread(groups[i], groups[j]) if pair not in known]
        if unseen:
            total, n = sums[i][j]
            for pair, link in zip(unseen, score_more(unseen), strict=True):
                known[pair] = link
                total, n = total + link.score, n + 1
                if link.blocked:
                    apart[i].add(j)
                    apart[j].add(i)
            sums[i][j] = sums[j][i] = (total, n)
            if j not in apart[i] and total / n >= SAME_STATEMENT:
                heappush(heap, (-total / n, i, j))
            continue
        _join(i, j, groups, sums, apart)
        for other, both in sums[i].items():
            if _mean(both) >= SAME_STATEMENT and other not in apart[i]:
                heappush(heap, (-_mean(both), min(i, other), max(i, other)))
    return [sorted(group) for group in groups.values()]


def _nothing(one: Sequence[int], other: Sequence[int]) -> list[Pair]:  # noqa: ARG001
    """No pairs: what the groups of a component rest on was compared beforehand."""
    return []


def _spread(units: Sequence[Unit], one: Sequence[int], other: Sequence[int]) -> list[Pair]:
    """Pairs of units that stand for two groups: the first few of each, and the first of each speaker."""
    return [(min(a, b), max(a, b)) for a in _standing(units, one) for b in _standing(units, other)]


def _standing(units: Sequence[Unit], group: Sequence[int]) -> list[int]:
    ordered = sorted(group)
    firsts: dict[str | None, int] = {}
    for at in ordered:
        speaker = units[at].speaker
        firsts.setdefault(speaker.name if speaker is not None else None, at)
    return sorted({*ordered[:_SEEN], *firsts.values()})


def _join(
    i: int,
    j: int,
    groups: dict[int, list[int]],
    sums: dict[int, dict[int, tuple[float, int]]],
    apart: dict[int, set[int]],
) -> None:
    """Takes group ``j`` into group ``i``, with its links and what it must stay apart from."""
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


def _mean(both: tuple[float, int] | None) -> float:
    return both[0] / both[1] if both else 0.0
