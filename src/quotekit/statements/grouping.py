"""Quotes of one or many articles, grouped into statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quotekit.model import Quotes
from quotekit.statements.linking import Link, Pair, partition, score_pairs
from quotekit.statements.records import Statement, Variant
from quotekit.statements.units import Unit, article_key, units_of

__all__ = ["group_statements", "make_statement"]


def group_statements(extractions: Iterable[Quotes], *, aliases: object = None) -> list[Statement]:
    """The statements of some articles, the most reported first; each with its variants."""
    by_key: dict[str, Quotes] = {}
    units: list[Unit] = []
    for quotes in extractions:
        by_key[article_key(quotes.article)] = quotes
        units += units_of(quotes)
    units.sort(key=lambda unit: unit.order)
    pairs = [(i, j) for j in range(len(units)) for i in range(j)]
    links = dict(zip(pairs, score_pairs(units, pairs), strict=True))
    groups = partition(units, links)
    return [
        make_statement(f"s{n}", [units[at] for at in group], by_key, {}) for n, group in enumerate(groups, 1)
    ]


def make_statement(
    id: str, units: Sequence[Unit], quotes: Mapping[str, Quotes], links: Mapping[Pair, Link]
) -> Statement:
    """The statement of a group of units: a variant for each of their quotes."""
    by_quote: dict[tuple[str, int], list[Unit]] = {}
    for unit in units:
        by_quote.setdefault(unit.place[:2], []).append(unit)
    variants = []
    for (key, number), members in by_quote.items():
        quote = quotes[key][number]
        segments = [quote.segments[unit.place[2]] for unit in members]
        variants.append(Variant(quote, quotes[key].article, segments))
    return Statement(id, variants[0].quote.speaker, variants)
