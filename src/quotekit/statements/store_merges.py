"""The merges of a store: what came to a statement, why, and how it is taken apart again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from attrs import field, frozen

from quotekit.errors import UsageError
from quotekit.statements.store_groups import new_statement, regroup_units
from quotekit.statements.store_links import set_apart
from quotekit.statements.store_rows import as_list, read_units
from quotekit.statements.units import Place

__all__ = ["MergeRecord", "live_statement", "read_merges", "undo_merge"]


@frozen
class MergeRecord:
    """What came to a statement at one time.

    ``statement`` is the id that took it in, ``taken_in`` that of the statement where it was before, `None`
    for what was new. ``units`` are the segments that came, as article key and positions of quote and segment;
    those that have gone or moved on since are left out. ``score`` is the mean score of the links to what was
    there, ``reason`` shows the closest two. ``time`` is in UTC.
    """

    number: int
    statement: str
    taken_in: str | None
    units: tuple[Place, ...] = field(converter=tuple[Place, ...])
    reason: str
    score: float
    time: str
    undone: bool


def live_statement(db: sqlite3.Connection, id: int) -> int | None:
    """The statement that an id finds: itself, or the one that took it in; `None` where there is none."""
    while True:
        row = db.execute("SELECT taken_by FROM statements WHERE id = ?", (id,)).fetchone()
        if row is None:
            return None
        if row[0] is None:
            return id
        id = row[0]


def read_merges(db: sqlite3.Connection, statement: int | None) -> Iterator[MergeRecord]:
    """The merges of a statement and of those that it took in, or of all, by number."""
    found = db.execute(
        "WITH RECURSIVE taken (id) AS "
        "(SELECT ?1 UNION SELECT s.id FROM statements s JOIN taken ON s.taken_by = taken.id) "
        "SELECT id, statement, taken, reason, score, time, undone FROM merges "
        "WHERE ?1 IS NULL OR statement IN (SELECT id FROM taken) ORDER BY id",
        (statement,),
    ).fetchall()
    for number, id, taken, reason, score, time, undone in found:
        units = [row.unit.place for row in read_units(db, _units_of(db, number))]
        yield MergeRecord(
            number, f"s{id}", None if taken is None else f"s{taken}", units, reason, score, time, bool(undone)
        )


def undo_merge(db: sqlite3.Connection, number: int) -> set[int]:
    """Takes a merge apart, keeps its two sides apart from now on, and returns the statements touched.

    Raises `UsageError` for a merge that is not there or was undone, and where a side has nothing left.
    """
    row = db.execute("SELECT statement, taken, undone FROM merges WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise UsageError(f"no merge has the number {number!r}: take it from merges()")
    statement, taken, undone = row
    if undone:
        raise UsageError(f"the merge {number} was undone before: there is nothing to do")
    came = _units_of(db, number)
    there = _units_before(db, statement, number) - came
    live = live_statement(db, statement)
    if not came or not there or live is None:
        raise UsageError(
            f"of the merge {number} one side has gone, or has moved to another statement since: "
            "look at merges() for a later one"
        )
    home = _home_of(db, taken, came)
    listed = as_list(came)
    db.execute("UPDATE units SET statement = ? WHERE id IN (SELECT value FROM json_each(?))", (home, listed))
    # What joined the statement later, and it with others, no longer concerns these.
    db.execute(
        "DELETE FROM merge_units WHERE merge > ? AND unit IN (SELECT value FROM json_each(?))",
        (number, listed),
    )
    db.execute("UPDATE merges SET undone = 1 WHERE id = ?", (number,))
    set_apart(db, number, there, came)
    return {live, home} | regroup_units(db, there | came)


def _units_of(db: sqlite3.Connection, merge: int) -> set[int]:
    return {unit for (unit,) in db.execute("SELECT unit FROM merge_units WHERE merge = ?", (merge,))}


def _units_before(db: sqlite3.Connection, statement: int, merge: int) -> set[int]:
    """The units that a statement had before a merge, as far as they are still there."""
    rows = db.execute(
        "SELECT id FROM units WHERE home = ?1 UNION "
        "SELECT u.unit FROM merges m JOIN merge_units u ON u.merge = m.id "
        "WHERE m.statement = ?1 AND m.id < ?2 AND NOT m.undone",
        (statement, merge),
    )
    return {unit for (unit,) in rows}


def _home_of(db: sqlite3.Connection, taken: int | None, units: set[int]) -> int:
    """The statement of units that come out of a merge: the one that was taken in, or else a new one."""
    if taken is not None:
        revived = db.execute(
            "UPDATE statements SET taken_by = NULL WHERE id = ? AND taken_by IS NOT NULL", (taken,)
        ).rowcount
        if revived:
            return taken
    home = new_statement(db)
    db.execute(
        "UPDATE units SET home = ? WHERE id IN (SELECT value FROM json_each(?))", (home, as_list(units))
    )
    return home
