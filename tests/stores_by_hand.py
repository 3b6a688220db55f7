"""Articles made by hand for a statement store, and a similarity that a reader can work out.

Two units are alike by the share of their words: "we stay here" and "we stay there" share two words of four,
0.5, and are one statement. The learned similarity has tests of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from quotekit.model import Article, Quote, Quotes, Segment, Speaker, TextSpan
from quotekit.names import name_key
from quotekit.statements import store_articles, store_groups, store_links
from quotekit.statements.linking import Link, Pair, partition
from quotekit.statements.records import Statement
from quotekit.statements.units import Unit, units_of

__all__ = [
    "article",
    "by_words",
    "check_rows",
    "grouped_at_once",
    "groups_of",
    "person",
    "texts_of",
    "use_words",
]

Place = tuple[str, int, int]


def person(name: str, *, role: str | None = None) -> Speaker:
    return Speaker(name, "person", name_key(name), role=role)


def article(
    id: str | None,
    *contents: str | tuple[str, ...],
    speaker: Speaker | None = None,
    outlet: str | None = None,
    published: str | None = None,
    more: str = "",
) -> Quotes:
    """An article with a quote for each content; a tuple of texts is one quote with so many segments."""
    parts = [(content,) if isinstance(content, str) else content for content in contents]
    text = "".join(f"{segment}. " for segments in parts for segment in segments) + f"({more})"
    quotes, at = [], 0
    for segments in parts:
        spans = []
        for segment in segments:
            spans.append(TextSpan.of(text, at, at + len(segment)))
            at += len(segment) + 2
        quotes.append(Quote("indirect", spans, speaker=speaker, segments=[Segment([span]) for span in spans]))
    return Quotes(Article(text, id=id, outlet=outlet, published=published), quotes)


def by_words(a: str, b: str) -> float:
    """The share of words that two texts have in common."""
    one, other = set(a.split()), set(b.split())
    return len(one & other) / len(one | other)


def words_of(unit: Unit) -> tuple[tuple[str, float], ...]:
    return tuple((word, 1.0) for word in sorted(set(unit.text.split())))


def score_by_words(units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Link]:
    """Units of two speakers are kept apart."""
    found = []
    for i, j in pairs:
        a, b = units[i], units[j]
        differ = a.speaker is not None and b.speaker is not None and a.speaker.key != b.speaker.key
        found.append(Link(0.0, blocked=True) if differ else Link(by_words(a.text, b.text)))
    return found


def use_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets stores compare by words."""
    for module in (store_links, store_groups):
        monkeypatch.setattr(module, "score_pairs", score_by_words)
    for module in (store_links, store_articles):
        monkeypatch.setattr(module, "index_terms", words_of)


def grouped_at_once(extractions: Iterable[Quotes]) -> set[frozenset[Place]]:
    """The groups by words, from all pairs of all units: what a store is to come to, without a store."""
    given = list(extractions)
    units = sorted((unit for one in given for unit in units_of(one)), key=lambda unit: unit.order)
    pairs = [(i, j) for j in range(len(units)) for i in range(j)]
    links = dict(zip(pairs, score_by_words(units, pairs), strict=True))
    quotes = {str(one.article.id): one for one in given}

    def where(unit: Unit) -> Place:
        key, quote, at = unit.place
        segment = quotes[key][quote].segments[at]
        return key, segment.start, segment.end

    groups = partition(units, links, score_by_words)
    return {frozenset(where(units[at]) for at in group) for group in groups}


def groups_of(statements: Iterable[Statement]) -> set[frozenset[Place]]:
    """The groups in statements: of each variant, the article and where its segments start and end."""
    return {
        frozenset(
            (str(variant.article.id), segment.start, segment.end)
            for variant in statement.variants
            for segment in variant.segments
        )
        for statement in statements
    }


def texts_of(statement: Statement) -> list[str]:
    """The texts of the variants, in their order."""
    return [variant.text for variant in statement.variants]


def check_rows(path: Path) -> None:
    """Fails where the rows of a store do not fit each other."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for question in (
        "SELECT id FROM units WHERE article NOT IN (SELECT id FROM articles)",
        "SELECT u.id FROM units u LEFT JOIN statements s ON s.id = u.statement "
        "WHERE s.id IS NULL OR s.taken_by IS NOT NULL",
        "SELECT id FROM statements WHERE taken_by IS NULL AND id NOT IN (SELECT statement FROM units)",
        "SELECT id FROM units WHERE speaker IS NOT NULL AND speaker NOT IN (SELECT id FROM speakers)",
        "SELECT unit FROM postings WHERE unit NOT IN (SELECT id FROM units)",
        "SELECT a FROM links WHERE a >= b OR a NOT IN (SELECT id FROM units) "
        "OR b NOT IN (SELECT id FROM units)",
        "SELECT u.id FROM units u, json_each(u.terms) t "
        "WHERE NOT EXISTS (SELECT 1 FROM postings p WHERE p.term = t.value AND p.unit = u.id)",
        "SELECT merge FROM merge_units WHERE merge NOT IN (SELECT id FROM merges) "
        "OR unit NOT IN (SELECT id FROM units)",
        "SELECT merge FROM apart WHERE unit NOT IN (SELECT id FROM units)",
    ):
        assert db.execute(question).fetchall() == [], question
    n_terms = db.execute("SELECT sum(json_array_length(terms)) FROM units").fetchone()[0] or 0
    assert db.execute("SELECT count(*) FROM postings").fetchone()[0] == n_terms
    db.close()
