"""Pairs of units that may render one statement, and the groups that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import frozen

from quotekit.statements.units import Unit

__all__ = ["Link", "Pair", "components", "index_terms", "partition", "score_pairs"]

Pair = tuple[int, int]

_LINK = 0.5


@frozen
class Link:
    """How likely two units render one statement, in 0..1; ``blocked``: they must not be in one group."""

    score: float
    blocked: bool = False


def index_terms(unit: Unit) -> tuple[tuple[str, float], ...]:
    """The terms under which a unit is found, each once, the most telling first, with their weights."""
    words = {word.strip(".,;:!?\"'“”‘’()").lower() for word in unit.text.split()}
    return tuple(sorted(((word, 1.0 + len(word)) for word in words if word), key=lambda t: (-t[1], t[0])))


def score_pairs(units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Link]:
    """The link of each pair of positions; it does not depend on the order within a pair, or on the others."""
    found = []
    for i, j in pairs:
        a, b = ({term for term, _ in index_terms(unit)} for unit in (units[i], units[j]))
        found.append(Link(len(a & b) / max(1, len(a | b))))
    return found


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
    what a path of links of a score of ``LINK`` or more joins can be in one group, so that the units of a
    component can be grouped by themselves. Pairs within a component that have no link are scored.
    """
    joined = [pair for pair, link in links.items() if link.score >= _LINK and not link.blocked]
    return components(len(units), joined)
