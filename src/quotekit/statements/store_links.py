"""The terms, links and separations of a store: which units are compared, and which hang together."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import product
from math import sqrt

from attrs import evolve

from quotekit.settings import SAME_STATEMENT, STORE_CANDIDATES, TERM_CAP, TERMS_A_UNIT
from quotekit.statements.linking import Link, Pair, index_terms, score_pairs
from quotekit.statements.store_rows import UnitRow, as_list, read_units
from quotekit.statements.units import Unit

__all__ = [
    "closure",
    "drop_loose_links",
    "index_units",
    "keep_links",
    "link_units",
    "links_within",
    "set_apart",
    "unlink_units",
    "weighed_terms",
]

# In what follows an end of a link, and the statement around a unit.
_NEAR = """
    SELECT b FROM links WHERE a IN (SELECT value FROM json_each(:units)) AND score >= :least AND NOT blocked
    UNION
    SELECT a FROM links WHERE b IN (SELECT value FROM json_each(:units)) AND score >= :least AND NOT blocked
    UNION
    SELECT id FROM units WHERE statement IN
        (SELECT statement FROM units WHERE id IN (SELECT value FROM json_each(:units)))
"""


def weighed_terms(unit: Unit) -> list[tuple[str, float]]:
    """The terms that find a unit, the most telling first; the squares of their weights add up to 1."""
    terms = index_terms(unit)[:TERMS_A_UNIT]
    norm = sqrt(sum(weight * weight for _, weight in terms)) or 1.0
    return [(term, weight / norm) for term, weight in terms]


def index_units(db: sqlite3.Connection, rows: Iterable[UnitRow]) -> None:
    """Enters units under their terms, so that later ones find them."""
    for row in rows:
        terms = weighed_terms(row.unit)
        db.executemany("INSERT OR IGNORE INTO terms (term) VALUES (?)", [(term,) for term, _ in terms])
        number_of = dict(
            db.execute(
                "SELECT term, id FROM terms WHERE term IN (SELECT value FROM json_each(?))",
                (json.dumps([term for term, _ in terms]),),
            ).fetchall()
        )
        numbers = [number_of[term] for term, _ in terms]
        db.executemany(
            "INSERT INTO postings (term, unit, weight) VALUES (?, ?, ?)",
            [(number_of[term], row.number, weight) for term, weight in terms],
        )
        # Their numbers are kept, so that the unit can be taken out when its terms would be others.
        db.execute("UPDATE units SET terms = ? WHERE id = ?", (json.dumps(numbers), row.number))


def unlink_units(db: sqlite3.Connection, numbers: Collection[int]) -> None:
    """Takes units out of the terms and the links."""
    listed = as_list(numbers)
    db.execute(
        "DELETE FROM postings WHERE (term, unit) IN (SELECT t.value, u.id FROM units u, json_each(u.terms) t "
        "WHERE u.id IN (SELECT value FROM json_each(?)))",
        (listed,),
    )
    for end in ("a", "b"):
        db.execute(f"DELETE FROM links WHERE {end} IN (SELECT value FROM json_each(?))", (listed,))


def link_units(db: sqlite3.Connection, rows: Sequence[UnitRow]) -> None:
    """Compares units with their candidates, and keeps all links until `drop_loose_links`."""
    near = {row.number: _candidates(db, row.number) for row in rows}
    others = read_units(db, {number for found in near.values() for number in found} - near.keys())
    every = [*rows, *others]
    place = {row.number: at for at, row in enumerate(every)}
    pairs = sorted({_ordered(place[a], place[b]) for a, found in near.items() for b in found})
    links = score_pairs([row.unit for row in every], pairs)
    keep_links(db, every, dict(zip(pairs, links, strict=True)))


def drop_loose_links(db: sqlite3.Connection, together: Collection[int]) -> None:
    """Drops the weak links between units that hang together and others: no grouping asks for them."""
    listed = as_list(together)
    for here, there in (("a", "b"), ("b", "a")):
        db.execute(
            f"DELETE FROM links WHERE {here} IN (SELECT value FROM json_each(:units)) "
            f"AND {there} NOT IN (SELECT value FROM json_each(:units)) AND score < :least",
            {"units": listed, "least": SAME_STATEMENT},
        )


def keep_links(db: sqlite3.Connection, rows: Sequence[UnitRow], links: Mapping[Pair, Link]) -> None:
    """Writes links between positions in ``rows``."""
    db.executemany(
        "INSERT OR REPLACE INTO links (a, b, score, blocked) VALUES (?, ?, ?, ?)",
        [
            (*_ordered(rows[i].number, rows[j].number), link.score, link.blocked)
            for (i, j), link in links.items()
        ],
    )


def closure(db: sqlite3.Connection, seeds: Iterable[int]) -> set[int]:
    """The units that hang together with some: joined to them by a path of links, or by one statement.

    What is outside makes no difference to how these are grouped.
    """
    found: set[int] = set()
    frontier = set(seeds)
    while frontier:
        found |= frontier
        rows = db.execute(_NEAR, {"units": as_list(frontier), "least": SAME_STATEMENT})
        frontier = {number for (number,) in rows} - found
    return found


def links_within(db: sqlite3.Connection, rows: Sequence[UnitRow]) -> dict[Pair, Link]:
    """The links between positions i < j in ``rows``; those that a user set apart are blocked."""
    place = {row.number: at for at, row in enumerate(rows)}
    listed = as_list(place)
    links = {
        _ordered(place[a], place[b]): Link(score, bool(blocked))
        for a, b, score, blocked in db.execute(
            "SELECT a, b, score, blocked FROM links WHERE a IN (SELECT value FROM json_each(?)) "
            "AND b IN (SELECT value FROM json_each(?))",
            (listed, listed),
        )
    }
    sides: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for merge, unit, side in db.execute(
        "SELECT merge, unit, side FROM apart WHERE unit IN (SELECT value FROM json_each(?))", (listed,)
    ):
        sides[merge][side].append(place[unit])
    for one, other in sides.values():
        for i, j in product(one, other):
            pair = _ordered(i, j)
            links[pair] = evolve(links.get(pair, Link(0.0)), blocked=True)
    return dict(sorted(links.items()))


def set_apart(db: sqlite3.Connection, merge: int, one: Iterable[int], other: Iterable[int]) -> None:
    """Keeps two sets of units apart from now on; ``merge`` is the merge that was undone."""
    db.executemany(
        "INSERT INTO apart (merge, unit, side) VALUES (?, ?, ?)",
        [(merge, unit, side) for side, units in enumerate((one, other)) for unit in units],
    )


def _candidates(db: sqlite3.Connection, number: int) -> list[int]:
    """The units that share most with one, the first of equals: at most `STORE_CANDIDATES`."""
    shares: dict[int, float] = defaultdict(float)
    for term, weight in _leading_terms(db, number):
        for unit, share in db.execute("SELECT unit, weight FROM postings WHERE term = ?", (term,)):
            shares[unit] += share * weight
    shares.pop(number, None)
    nearest = nsmallest(STORE_CANDIDATES, ((-share, unit) for unit, share in shares.items()))
    return [unit for _, unit in nearest]


def _leading_terms(db: sqlite3.Connection, number: int) -> list[tuple[int, float]]:
    """The terms of a unit that find others, with their weights: the rare ones, or else the rarest."""
    terms = db.execute(
        "SELECT p.term, p.weight, "
        "(SELECT count(*) FROM (SELECT 1 FROM postings n WHERE n.term = p.term LIMIT ?)) AS n_units "
        "FROM units u, json_each(u.terms) t JOIN postings p ON p.term = t.value AND p.unit = u.id "
        "WHERE u.id = ? ORDER BY n_units, p.term",
        (TERM_CAP + 1, number),
    ).fetchall()
    rare = [(term, weight) for term, weight, n_units in terms if n_units <= TERM_CAP]
    return rare or [(term, weight) for term, weight, _ in terms[:1]]


def _ordered(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)
