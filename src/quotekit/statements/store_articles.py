"""How an article comes into a store, is corrected there, and goes."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from attrs import field, frozen

from quotekit.model import Quotes
from quotekit.statements.linking import index_terms
from quotekit.statements.store_groups import drop_empty, regroup_units
from quotekit.statements.store_links import closure, index_units, link_units, unlink_units
from quotekit.statements.store_rows import (
    ArticleRow,
    UnitRow,
    delete_article,
    delete_units,
    find_article,
    insert_unit,
    read_units,
    stored_unit,
    text_digest,
    units_of_article,
    update_unit,
    write_article,
    write_recurring,
)
from quotekit.statements.units import Unit, article_key, units_of

__all__ = ["add_article", "put_article", "regroup_all", "remove_article"]

# Of the terms of two units together, the least share that both have where one corrects the other.
_SUCCEEDS = 0.5
# Units that are read and compared at a time when all are regrouped.
_AT_A_TIME = 500


@frozen
class _Change:
    """What a new text of an article does to its units: numbers of rows, and units without one."""

    moved: dict[int, Unit] = field(factory=dict)
    rewritten: dict[int, Unit] = field(factory=dict)
    new: list[Unit] = field(factory=list)
    gone: set[int] = field(factory=set)


def add_article(db: sqlite3.Connection, quotes: Quotes) -> set[int]:
    """The statements touched by an article; one that is there with the same text changes nothing."""
    found = find_article(db, article_key(quotes.article))
    if found is not None and found.digest == text_digest(quotes.article):
        return _statements_of(db, found.number)
    return put_article(db, quotes, found)


def put_article(db: sqlite3.Connection, quotes: Quotes, there: ArticleRow | None) -> set[int]:
    """Writes an article, over the one that is ``there`` if any, and returns the statements touched.

    A unit that says what it said keeps its row, and its links where the same words recur around it; one in
    other words keeps its row, and so the id of its statement, where it is the old one corrected.
    """
    old = units_of_article(db, there.number) if there is not None else []
    change = _change(old, [stored_unit(unit) for unit in units_of(quotes)])
    fresh_of_old = change.rewritten.keys() | change.gone
    # Where a unit stands is part of the order in which units are grouped.
    seeds = closure(db, fresh_of_old | change.moved.keys())
    left = {row.statement for row in old if row.number in change.gone and row.statement is not None}
    unlink_units(db, fresh_of_old)
    delete_units(db, change.gone)
    article = write_article(db, quotes)
    for number, unit in (change.moved | change.rewritten).items():
        update_unit(db, number, unit)
    fresh = {insert_unit(db, article, unit) for unit in change.new} | change.rewritten.keys()
    rows = read_units(db, fresh)
    index_units(db, rows)
    link_units(db, rows)
    touched = regroup_units(db, (seeds | fresh) - change.gone)
    return drop_empty(db, touched | left | _statements_of(db, article))


def remove_article(db: sqlite3.Connection, there: ArticleRow) -> set[int]:
    """Takes an article out with all its units, and returns the statements touched that are left."""
    numbers = {row.number for row in units_of_article(db, there.number)}
    left = _statements_of(db, there.number)
    seeds = closure(db, numbers) - numbers
    unlink_units(db, numbers)
    delete_units(db, numbers)
    delete_article(db, there.number)
    return drop_empty(db, left | regroup_units(db, seeds))


def regroup_all(db: sqlite3.Connection) -> set[int]:
    """Finds terms, links and groups of all units anew; returns the statements that have other units now."""
    for table in ("postings", "links", "terms"):
        db.execute(f"DELETE FROM {table}")
    write_recurring(db)
    numbers = [number for (number,) in db.execute("SELECT id FROM units ORDER BY id")]
    parts = [numbers[at : at + _AT_A_TIME] for at in range(0, len(numbers), _AT_A_TIME)]
    for part in parts:
        index_units(db, read_units(db, part))
    for part in parts:
        link_units(db, read_units(db, part))
    touched: set[int] = set()
    seen: set[int] = set()
    for number in numbers:
        if number not in seen:
            together = closure(db, [number])
            seen |= together
            touched |= regroup_units(db, together)
    return drop_empty(db, touched)


def _statements_of(db: sqlite3.Connection, article: int) -> set[int]:
    rows = db.execute(
        "SELECT DISTINCT statement FROM units WHERE article = ? AND statement IS NOT NULL", (article,)
    )
    return {id for (id,) in rows}


def _change(old: Sequence[UnitRow], new: Sequence[Unit]) -> _Change:
    """Which of the old units each new one is: the same, the old one corrected, or none."""
    change = _Change()
    same: dict[object, list[UnitRow]] = defaultdict(list)
    for row in reversed(old):
        same[_said(row.unit)].append(row)
    others = []
    for unit in new:
        if alike := same[_said(unit)]:
            row = alike.pop()
            is_weighed_anew = row.unit.recurring != unit.recurring
            # Its links may have changed then; those of a unit without a speaker have not.
            if is_weighed_anew and unit.speaker is not None:
                change.rewritten[row.number] = unit
            elif is_weighed_anew or row.unit.place != unit.place:
                change.moved[row.number] = unit
        else:
            others.append(unit)
    left = {row.number: row for rows in same.values() for row in rows}
    pairs = [
        (_likeness(row.unit, unit), number, at)
        for number, row in left.items()
        for at, unit in enumerate(others)
    ]
    taken: set[int] = set()
    for likeness, number, at in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if likeness >= _SUCCEEDS and number not in change.rewritten and at not in taken:
            change.rewritten[number] = others[at]
            taken.add(at)
    change.new.extend(unit for at, unit in enumerate(others) if at not in taken)
    change.gone.update(left.keys() - change.rewritten.keys())
    return change


def _said(unit: Unit) -> object:
    """All of a unit but its place, and what recurs around it."""
    return unit.text, unit.speaker, unit.via, unit.negated, unit.outlet, unit.published


def _likeness(a: Unit, b: Unit) -> float:
    """The share of the terms of two units that both have, in 0..1."""
    one, other = ({term for term, _ in index_terms(unit)} for unit in (a, b))
    return len(one & other) / max(1, len(one | other))
