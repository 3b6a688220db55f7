"""How units of a store are grouped anew, and which statement each group is: ids stay, merges are kept."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timezone

from attrs import frozen

from quotekit.statements.linking import Link, Pair, partition, score_pairs
from quotekit.statements.store_links import closure, drop_loose_links, keep_links, links_within
from quotekit.statements.store_rows import UnitRow, as_list, read_units
from quotekit.statements.units import Unit

__all__ = ["drop_empty", "new_statement", "regroup_units"]

# Characters of a text that a reason shows.
_SHOWN = 60


@frozen
class _Side:
    """Units of a group that came from one place: a statement, or, where that is `None`, from outside."""

    statement: int | None
    at: tuple[int, ...]


def regroup_units(db: sqlite3.Connection, seeds: Iterable[int]) -> set[int]:
    """Groups all that hangs together with some units; returns the statements that have other units now."""
    rows = read_units(db, closure(db, seeds))
    if not rows:
        return set()
    drop_loose_links(db, {row.number for row in rows})
    links = links_within(db, rows)
    groups = _groups(db, rows, links)
    ids = _ids(db, rows, groups)
    before: dict[int, set[int]] = {}
    for row in rows:
        if row.statement is not None:
            before.setdefault(row.statement, set()).add(row.number)
    whole = {old for old, units in before.items() if old not in ids and _is_together(rows, groups, units)}
    touched = set()
    for id, group in zip(ids, groups, strict=True):
        members = {rows[at].number for at in group}
        if before.get(id) != members:
            _settle(db, rows, group, id, links, whole)
            touched.add(id)
    _retire(db, rows, groups, ids, before)
    return touched


def new_statement(db: sqlite3.Connection) -> int:
    """The number of a new statement. No number is given twice."""
    found = db.execute("INSERT INTO statements (taken_by) VALUES (NULL)").lastrowid
    assert found is not None
    return found


def drop_empty(db: sqlite3.Connection, statements: Iterable[int]) -> set[int]:
    """Takes out those of some statements that have no unit left, and returns the others."""
    listed = as_list(statements)
    db.execute(
        "DELETE FROM statements WHERE id IN (SELECT value FROM json_each(?)) AND taken_by IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM units WHERE statement = statements.id)",
        (listed,),
    )
    rows = db.execute(
        "SELECT id FROM statements WHERE id IN (SELECT value FROM json_each(?)) AND taken_by IS NULL",
        (listed,),
    )
    return {id for (id,) in rows}


def _groups(db: sqlite3.Connection, rows: Sequence[UnitRow], links: dict[Pair, Link]) -> list[list[int]]:
    """The groups as positions in ``rows``. What is scored on the way is added to ``links`` and kept."""
    place = {row.unit.place: at for at, row in enumerate(rows)}
    scored: dict[Pair, Link] = {}

    def score_more(units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Link]:
        found = score_pairs(units, pairs)
        for (i, j), link in zip(pairs, found, strict=True):
            a, b = place[units[i].place], place[units[j].place]
            scored[min(a, b), max(a, b)] = link
        return found

    groups = partition([row.unit for row in rows], links, score_more)
    keep_links(db, rows, scored)
    links.update((pair, link) for pair, link in scored.items() if pair not in links)
    return groups


def _ids(db: sqlite3.Connection, rows: Sequence[UnitRow], groups: Sequence[Sequence[int]]) -> list[int]:
    """The id of each group: that of the statement with which it shares most units, or a new one.

    Where two groups share with one statement, the one that shares more has its id; of two statements alike
    the older one gives its own.
    """
    shared = Counter(
        (group, id) for group, members in enumerate(groups) for at in members if (id := rows[at].statement)
    )
    found: dict[int, int] = {}
    given: set[int] = set()
    for group, id in sorted(shared, key=lambda pair: (-shared[pair], pair[1], pair[0])):
        if group not in found and id not in given:
            found[group] = id
            given.add(id)
    return [found[group] if group in found else new_statement(db) for group in range(len(groups))]


def _is_together(rows: Sequence[UnitRow], groups: Sequence[Sequence[int]], units: Collection[int]) -> bool:
    """Whether some units are all in one group."""
    return sum(any(rows[at].number in units for at in group) for group in groups) == 1


def _settle(
    db: sqlite3.Connection,
    rows: Sequence[UnitRow],
    group: Sequence[int],
    id: int,
    links: Mapping[Pair, Link],
    whole: Collection[int],
) -> None:
    """Writes a group as the statement ``id``, with a merge for all that came to it.

    The ``whole`` statements are taken in as they are, with their history; what comes of others leaves it.
    """
    sides = _sides(rows, group)
    base = next((side for side in sides if side.statement == id), None)
    if base is None:
        base = max(sides, key=lambda side: len(side.at))
        _move_history(db, rows, base, home=id)
    so_far = [*base.at]
    for side in sides:
        if side is base:
            continue
        if side.statement not in whole:
            _move_history(db, rows, side, home=None)
        score, reason = _why(rows, links, so_far, side.at)
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        merge = db.execute(
            "INSERT INTO merges (statement, taken, reason, score, time) VALUES (?, ?, ?, ?, ?)",
            (id, side.statement, reason, score, now),
        ).lastrowid
        db.executemany(
            "INSERT INTO merge_units (merge, unit) VALUES (?, ?)",
            [(merge, rows[at].number) for at in side.at],
        )
        so_far += side.at
    db.execute(
        "UPDATE units SET statement = ? WHERE id IN (SELECT value FROM json_each(?))",
        (id, as_list(rows[at].number for at in group)),
    )


def _sides(rows: Sequence[UnitRow], group: Sequence[int]) -> list[_Side]:
    """Where the units of a group were before; each that was in no statement is a side of its own."""
    sides: list[_Side] = []
    by_statement: dict[int, list[int]] = {}
    for at in group:
        statement = rows[at].statement
        if statement is None:
            sides.append(_Side(None, (at,)))
        else:
            by_statement.setdefault(statement, []).append(at)
    sides += [_Side(statement, tuple(members)) for statement, members in by_statement.items()]
    return sorted(sides, key=lambda side: side.at)


def _move_history(db: sqlite3.Connection, rows: Sequence[UnitRow], side: _Side, *, home: int | None) -> None:
    """Ends the part that units had in the merges of the statement that they leave."""
    listed = as_list(rows[at].number for at in side.at)
    db.execute("DELETE FROM merge_units WHERE unit IN (SELECT value FROM json_each(?))", (listed,))
    db.execute("UPDATE units SET home = ? WHERE id IN (SELECT value FROM json_each(?))", (home, listed))


def _why(
    rows: Sequence[UnitRow], links: Mapping[Pair, Link], one: Sequence[int], other: Sequence[int]
) -> tuple[float, str]:
    """The mean score of the links between two sides, and the closest pair in words."""
    pairs = [(min(i, j), max(i, j)) for i in one for j in other]
    known = [(links[pair].score, pair) for pair in pairs if pair in links]
    if not known:
        return 0.0, "each is linked to a third"
    best, (i, j) = max(known, key=lambda item: (item[0], [-at for at in item[1]]))
    shown = " and ".join(
        f"“{rows[at].unit.text[:_SHOWN]}” ({rows[at].unit.place[0][:_SHOWN]})" for at in (i, j)
    )
    return sum(score for score, _ in known) / len(known), f"the closest score {best:.2f}: {shown}"


def _retire(
    db: sqlite3.Connection,
    rows: Sequence[UnitRow],
    groups: Sequence[Sequence[int]],
    ids: Sequence[int],
    before: Iterable[int],
) -> None:
    """Makes the id of each statement that no group has find the statement that took in most of its units."""
    shared = Counter(
        (rows[at].statement or 0, id) for id, group in zip(ids, groups, strict=True) for at in group
    )
    for old in set(before) - set(ids):
        taken_by = max((id for id in ids if shared[old, id]), key=lambda id: (shared[old, id], -id))
        db.execute("UPDATE statements SET taken_by = ? WHERE id = ?", (taken_by, old))
