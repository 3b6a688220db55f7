"""Statements of a store by who said it, when, where, and in which words."""

from __future__ import annotations

import json
import re
import sqlite3

from attrs import field, frozen

from quotekit.days import day_of
from quotekit.errors import UsageError
from quotekit.model import Speaker
from quotekit.names import last_key, may_be_same, name_key, same_speaker
from quotekit.statements.store_links import weighed_terms
from quotekit.statements.units import Unit

__all__ = ["Search", "find_statements"]

_DATED = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"


def _checked_date(value: object) -> str | None:
    if value is None or (isinstance(value, str) and day_of(value)):
        return value
    raise UsageError(f'a day to search from or to is {value!r:.40}: write it as "2024-05-31"')


def _checked_text(value: object) -> str | None:
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    raise UsageError(
        f"the words or the outlet to search for are {value!r:.40}: give a string, or leave it out"
    )


def _checked_speaker(value: object) -> str | Speaker | None:
    if isinstance(value, Speaker):
        return value
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    raise UsageError(f"the speaker to search for is {value!r:.40}: give a name or a Speaker, or leave it out")


def _checked_limit(value: object) -> int | None:
    if value is None or (type(value) is int and value > 0):
        return value
    raise UsageError(f"the limit of a search is {value!r:.40}: give a whole number from 1, or None for all")


@frozen(kw_only=True)
class Search:
    """What is looked for, checked. One variant of a statement has to have all of it."""

    speaker: str | Speaker | None = field(default=None, converter=_checked_speaker)
    since: str | None = field(default=None, converter=_checked_date)
    until: str | None = field(default=None, converter=_checked_date)
    outlet: str | None = field(default=None, converter=_checked_text)
    text: str | None = field(default=None, converter=_checked_text)
    limit: int | None = field(default=None, converter=_checked_limit)


def find_statements(db: sqlite3.Connection, search: Search) -> list[int]:
    """The ids that are found: by how many of the words they share, or the newest first without words."""
    conditions, values = _conditions(db, search)
    limit = -1 if search.limit is None else search.limit
    if search.text is None:
        rows = db.execute(
            "SELECT DISTINCT u.statement FROM units u JOIN articles a ON a.id = u.article "
            f"WHERE {conditions} ORDER BY u.statement DESC LIMIT ?",
            (*values, limit),
        )
    else:
        terms = json.dumps([list(term) for term in weighed_terms(Unit(search.text, ("", 0, 0)))])
        rows = db.execute(
            "WITH shares (unit, share) AS ("
            "SELECT p.unit, sum(p.weight * json_extract(q.value, '$[1]')) FROM json_each(?) q "
            "JOIN terms t ON t.term = json_extract(q.value, '$[0]') "
            "JOIN postings p ON p.term = t.id GROUP BY p.unit) "
            "SELECT u.statement FROM shares JOIN units u ON u.id = shares.unit "
            "JOIN articles a ON a.id = u.article "
            f"WHERE {conditions} GROUP BY u.statement ORDER BY max(share) DESC, u.statement LIMIT ?",
            (terms, *values, limit),
        )
    return [id for (id,) in rows]


def _conditions(db: sqlite3.Connection, search: Search) -> tuple[str, list[str]]:
    """What SQL asks of a unit ``u`` and its article ``a``, and the values for its question marks."""
    found: list[tuple[str, str]] = []
    if search.speaker is not None:
        numbers = json.dumps(_speakers(db, search.speaker))
        found.append(("u.speaker IN (SELECT value FROM json_each(?))", numbers))
    if search.outlet is not None:
        found.append(("a.outlet = ?", search.outlet))
    if search.since is not None:
        found.append(("substr(a.published, 1, 10) >= ?", search.since))
    if search.until is not None:
        found.append(("substr(a.published, 1, 10) <= ?", search.until))
    if search.since is not None or search.until is not None:
        found.append(("a.published GLOB ?", _DATED))
    return " AND ".join(["TRUE", *(condition for condition, _ in found)]), [value for _, value in found]


def _speakers(db: sqlite3.Connection, wanted: str | Speaker) -> list[int]:
    """The numbers of the speakers whom a name may mean, or who are the one given."""
    name = wanted if isinstance(wanted, str) else wanted.name
    keys = {name_key(name), name_key(name, "organisation")}
    if isinstance(wanted, Speaker):
        keys.add(wanted.key)
    rows = db.execute(
        "SELECT id, facts FROM speakers "
        "WHERE key IN (SELECT value FROM json_each(?)) OR last = ? ORDER BY id",
        (json.dumps(sorted(keys)), last_key(name) if re.search(r"\w", name) else None),
    )
    found = []
    for number, facts in rows:
        name_there, kind, key, role, affiliation = json.loads(facts)
        there = Speaker(name_there, kind, key, role=role, affiliation=affiliation)
        if isinstance(wanted, Speaker):
            fits = same_speaker(wanted, there).same
        else:
            fits = key in keys or may_be_same(wanted, name_there)
        if fits:
            found.append(number)
    return found
