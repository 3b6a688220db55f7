"""Renderings that are the same but for a fact: kept apart, and shown beside each other."""

from __future__ import annotations

from stores_by_hand import article, person

from quotekit.model import Difference, Quotes
from quotekit.statements.grouping import group_statements
from quotekit.statements.linking import Link, Pair, Reader
from quotekit.statements.near import near_variants
from quotekit.statements.records import Statement
from quotekit.statements.units import Unit

LAVROV = person("Sergei Lavrov", role="foreign minister")
EIGHT = article(
    "e", "Moscow will expel eight diplomats", speaker=LAVROV, outlet="Dispatch", published="2024-05-01"
)
TEN = article("t", "Moscow will expel ten diplomats", speaker=LAVROV, outlet="Herald", published="2024-05-02")
ALSO_EIGHT = article(
    "f", "Moscow will expel 8 diplomats", speaker=LAVROV, outlet="Post", published="2024-05-02"
)
HARVEST = article("h", "the harvest was poor in the south", speaker=LAVROV, outlet="Post")


def near(texts: list[str], groups: list[list[int]], links: dict[Pair, Link]) -> dict[int, list[Pair]]:
    return near_variants(Reader([Unit(text, ("a", 0, at)) for at, text in enumerate(texts)]), groups, links)


def grouped(*corpus: Quotes) -> dict[str, Statement]:
    """The statements by the text of their first variant."""
    return {statement.variants[0].text: statement for statement in group_statements(corpus)}


def test_another_number_stands_apart_and_each_statement_names_the_other() -> None:
    found = grouped(EIGHT, TEN)
    assert found.keys() == {"Moscow will expel eight diplomats", "Moscow will expel ten diplomats"}
    (eight,) = found["Moscow will expel eight diplomats"].disagreements
    assert eight.difference == Difference("number", "eight", "ten")
    assert (eight.a, eight.b) == (0, None)
    assert eight.other is not None
    assert (eight.other.article, eight.other.quote, eight.other.text) == (
        TEN.article,
        TEN[0],
        "Moscow will expel ten diplomats",
    )
    (ten,) = found["Moscow will expel ten diplomats"].disagreements
    assert ten.difference == Difference("number", "ten", "eight")
    assert ten.other is not None
    assert ten.other.article == EIGHT.article


def test_of_two_statements_the_nearest_renderings_are_shown_once() -> None:
    found = grouped(EIGHT, ALSO_EIGHT, TEN)
    statement = found["Moscow will expel eight diplomats"]
    assert [variant.article.id for variant in statement.variants] == ["e", "f"]
    assert len([one for one in statement.disagreements if one.other is not None]) == 1


def test_what_shares_no_words_is_not_shown() -> None:
    assert [one.disagreements for one in group_statements([EIGHT, HARVEST])] == [(), ()]


def test_two_people_who_differ_are_not_shown_beside_each_other() -> None:
    other = article("t", "Moscow will expel ten diplomats", speaker=person("Ann Lee"))
    assert [one.disagreements for one in group_statements([EIGHT, other])] == [(), ()]


TEXTS = [
    "Moscow will expel eight diplomats on Friday",
    "Moscow will expel ten diplomats on Friday",
    "Moscow will expel eight diplomats from Warsaw on Friday, it was said on the radio",
    "Moscow may expel some diplomats on Friday",
]


def test_only_pairs_of_two_groups_that_differ_by_a_fact_are_near() -> None:
    links = {(0, 1): Link(0.3), (0, 2): Link(0.9), (0, 3): Link(0.2)}
    assert near(TEXTS, [[0, 2], [1], [3]], links) == {0: [(0, 1)], 1: [(1, 0)]}


def test_the_nearest_pair_of_two_groups_is_taken() -> None:
    links = {(1, 2): Link(0.3), (0, 1): Link(0.1)}
    assert near(TEXTS, [[0, 2], [1]], links) == {0: [(0, 1)], 1: [(1, 0)]}


def test_a_blocked_pair_is_not_near() -> None:
    assert near(TEXTS, [[0], [1]], {(0, 1): Link(0.0, blocked=True)}) == {}


def test_a_pair_within_one_group_is_not_near() -> None:
    assert near(TEXTS, [[0, 1]], {(0, 1): Link(0.6)}) == {}
