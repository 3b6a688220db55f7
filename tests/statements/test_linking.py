"""Links between units, and the groups that they make, held against a slow average linkage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_statements import PEOPLE, link_tables

from quotekit.settings import SAME_STATEMENT
from quotekit.statements import linking
from quotekit.statements.linking import Link, Pair, Reader, components, index_terms, partition, score_pairs
from quotekit.statements.units import Unit

LEE, WU, _ = PEOPLE


def units(n: int) -> list[Unit]:
    return [Unit(f"unit {at}", ("a", 0, at)) for at in range(n)]


def from_table(links: Mapping[Pair, Link], first: int = 0) -> Callable[..., list[Link]]:
    """Scores pairs of a table, whose positions start from ``first``."""
    return lambda _, pairs: [links[i - first, j - first] for i, j in pairs]


def known_only(links: Mapping[Pair, Link], known: set[Pair]) -> dict[Pair, Link]:
    return {pair: link for pair, link in links.items() if pair in known}


def closure(n: int, pairs: Sequence[Pair]) -> list[list[int]]:
    """What is joined by paths, by trying until nothing changes."""
    found = [{at} for at in range(n)]
    for i, j in pairs:
        one = next(part for part in found if i in part)
        other = next(part for part in found if j in part)
        if one is not other:
            found.remove(other)
            one |= other
    return sorted(sorted(part) for part in found)


def average_linkage(part: Sequence[int], links: Mapping[Pair, Link]) -> list[list[int]]:
    """By the definition: join the two groups likeliest on average, the first of equals, as long as any are.

    A pair of units without a link counts for nothing; a blocked one keeps its groups apart.
    """
    groups = [[at] for at in part]
    while True:
        best = None
        for one, other in combinations(sorted(groups), 2):
            between = [links[pair] for i in one for j in other if (pair := (min(i, j), max(i, j))) in links]
            if not between or any(link.blocked for link in between):
                continue
            mean = sum(link.score for link in between) / len(between)
            if mean >= SAME_STATEMENT and (best is None or mean > best[0]):
                best = (mean, one, other)
        if best is None:
            return groups
        _, one, other = best
        groups.remove(one)
        groups.remove(other)
        groups.append(sorted(one + other))


def slow_partition(n: int, links: Mapping[Pair, Link], known: set[Pair]) -> list[list[int]]:
    joined = [
        pair for pair in sorted(known) if links[pair].score >= SAME_STATEMENT and not links[pair].blocked
    ]
    return sorted(group for part in closure(n, joined) for group in average_linkage(part, links))


@given(link_tables())
def test_groups_are_those_of_average_linkage_within_what_the_known_links_join(
    table: tuple[int, dict[Pair, Link], set[Pair]],
) -> None:
    n, links, known = table
    found = partition(units(n), known_only(links, known), from_table(links))
    assert found == slow_partition(n, links, known)


@given(link_tables())
def test_a_large_component_of_known_links_is_grouped_alike(
    table: tuple[int, dict[Pair, Link], set[Pair]],
) -> None:
    n, links, known = table
    joined = [
        pair for pair in sorted(known) if links[pair].score >= SAME_STATEMENT and not links[pair].blocked
    ]
    home = {at: part[0] for part in closure(n, joined) for at in part}
    known |= {(i, j) for i, j in links if home[i] == home[j]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "COMPLETE_UNITS", 2)
        found = partition(units(n), known_only(links, known), from_table(links))
    assert found == slow_partition(n, links, known)


@given(link_tables())
def test_a_middling_component_does_not_depend_on_which_links_were_found_on_the_way(
    table: tuple[int, dict[Pair, Link], set[Pair]],
) -> None:
    n, links, known = table
    links = {pair: Link(link.score) for pair, link in links.items()}
    joined = [pair for pair in sorted(known) if links[pair].score >= SAME_STATEMENT]
    home = {at: part[0] for part in closure(n, joined) for at in part}
    more = known | {(i, j) for i, j in links if home[i] == home[j]}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("FULL_UNITS", 2), ("NEAREST_UNITS", 2), ("FARTHEST_UNITS", 1)):
            patch.setattr(linking, name, value)
        first, second = (
            partition(units(n), known_only(links, found), from_table(links)) for found in (known, more)
        )
    assert first == second
    assert sorted(at for group in first for at in group) == list(range(n))


@given(link_tables())
def test_a_large_component_keeps_blocked_pairs_apart_as_far_as_links_are_known(
    table: tuple[int, dict[Pair, Link], set[Pair]],
) -> None:
    n, links, known = table
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "COMPLETE_UNITS", 2)
        found = partition(units(n), known_only(links, known), from_table(links))
    assert sorted(at for group in found for at in group) == list(range(n))
    together = {pair for group in found for pair in combinations(group, 2)}
    assert [pair for pair in together & known if links[pair].blocked] == []


@given(link_tables())
def test_no_group_holds_a_blocked_pair_and_every_unit_is_in_one_group(
    table: tuple[int, dict[Pair, Link], set[Pair]],
) -> None:
    n, links, known = table
    found = partition(units(n), known_only(links, known), from_table(links))
    assert sorted(at for group in found for at in group) == list(range(n))
    assert [pair for group in found for pair in combinations(group, 2) if links[pair].blocked] == []


@given(link_tables(most=6), link_tables(most=6))
def test_what_no_link_joins_is_grouped_by_itself(
    one: tuple[int, dict[Pair, Link], set[Pair]], other: tuple[int, dict[Pair, Link], set[Pair]]
) -> None:
    n, links, known = one
    m, more, also = other
    first = partition(units(n), known_only(links, known), from_table(links))
    second = partition(units(m), known_only(more, also), from_table(more))
    both = links | {(i + n, j + n): link for (i, j), link in more.items()}
    seen = known | {(i + n, j + n) for i, j in also}
    together = partition(units(n + m), known_only(both, seen), from_table(both))
    assert together == sorted([*first, *([at + n for at in group] for group in second)])


def test_a_pair_goes_with_the_nearer_of_two_that_may_not_meet() -> None:
    links = {(0, 1): Link(0.9), (1, 2): Link(0.8), (0, 2): Link(0.0, blocked=True)}
    assert partition(units(3), links, from_table(links)) == [[0, 1], [2]]


def test_a_chain_breaks_where_its_ends_are_unlike() -> None:
    # 0.9 joins the first two; the third is like one of them, but on average (0.7 + 0.1) / 2 like neither.
    links = {(0, 1): Link(0.9), (1, 2): Link(0.7), (0, 2): Link(0.1)}
    assert partition(units(3), links, from_table(links)) == [[0, 1], [2]]


def test_no_units_make_no_groups() -> None:
    assert partition([], {}) == []


@given(st.data())
def test_components_are_what_paths_join(data: st.DataObject) -> None:
    n = data.draw(st.integers(0, 9))
    places = st.integers(0, max(0, n - 1))
    pairs = data.draw(st.lists(st.tuples(places, places))) if n else []
    assert components(n, pairs) == closure(n, pairs)


NEWS = [
    Unit("Moscow will expel eight diplomats", ("a", 0, 0), speaker=LEE, published="2024-05-01"),
    Unit("eight diplomats will be expelled by Moscow", ("b", 0, 0), speaker=LEE, published="2024-05-02"),
    Unit("Moscow will expel eight diplomats", ("c", 0, 0), speaker=WU, published="2024-05-02"),
    Unit("Moscow will expel eight diplomats", ("d", 0, 0), published="2024-09-02"),
]


def test_speakers_and_dates_block_a_pair_whatever_its_words() -> None:
    same, two_speakers, too_late = score_pairs(NEWS, [(0, 1), (0, 2), (0, 3)])
    assert same.score > SAME_STATEMENT
    assert not same.blocked
    assert two_speakers == too_late == Link(0.0, blocked=True)


def test_a_score_depends_neither_on_the_order_of_a_pair_nor_on_the_others() -> None:
    alone = score_pairs(NEWS, [(0, 1)])[0].score
    turned, *_ = score_pairs(NEWS, [(1, 0), (2, 3), (0, 3)])
    assert turned.score == pytest.approx(alone, abs=2e-4)


def test_no_pairs_have_no_links() -> None:
    assert score_pairs(NEWS, []) == score_pairs([], []) == []


def test_a_reader_gives_each_unit_the_terms_that_it_has_alone() -> None:
    assert Reader(NEWS).terms() == [index_terms(unit) for unit in NEWS]
