"""Articles and units as rows of a store, and back as records."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b

from attrs import evolve, frozen

from quotekit.errors import TextError
from quotekit.model import Article, Quotes, Speaker
from quotekit.names import last_key
from quotekit.outputs.jsonl import from_dict, to_dict
from quotekit.statements.recurring import recurring_lemmas
from quotekit.statements.units import Unit, article_key

__all__ = [
    "ArticleRow",
    "UnitRow",
    "as_list",
    "delete_article",
    "delete_units",
    "find_article",
    "insert_unit",
    "read_quotes",
    "read_units",
    "stored_unit",
    "text_digest",
    "units_of_article",
    "update_unit",
    "write_article",
    "write_recurring",
]

_COLUMNS = """
    SELECT u.id, u.article, u.statement, u.home, u.quote, u.segment, u.text, u.trust, u.via, u.negated,
           a.key, a.outlet, a.published, u.recurring, s.facts
    FROM units u JOIN articles a ON a.id = u.article LEFT JOIN speakers s ON s.id = u.speaker
"""


@frozen
class ArticleRow:
    """An article of a store: the number of its row, and the digest of its text."""

    number: int
    digest: bytes


@frozen(eq=False)
class UnitRow:
    """A unit of a store.

    ``number`` is that of its row, ``article`` that of its article's; ``statement`` is where it is grouped,
    and ``home`` the statement in which it was from the start, `None` where a merge brought it.
    """

    number: int
    article: int
    statement: int | None
    home: int | None
    unit: Unit


def as_list(numbers: Iterable[int]) -> str:
    """Numbers as SQL takes them in ``IN (SELECT value FROM json_each(?))``, however many."""
    return json.dumps(sorted(numbers))


def text_digest(article: Article) -> bytes:
    """What tells whether two texts are the same."""
    return blake2b(article.text.encode("utf-8", "backslashreplace"), digest_size=16).digest()


def find_article(db: sqlite3.Connection, key: str) -> ArticleRow | None:
    """The article of a key, or `None`. Raises `TextError` for a key that no file can hold."""
    try:
        key.encode("utf-8")
    except UnicodeEncodeError as error:
        raise TextError(f"the id {key!r} of an article has a lone surrogate: give it another id") from error
    row = db.execute("SELECT id, digest FROM articles WHERE key = ?", (key,)).fetchone()
    return None if row is None else ArticleRow(*row)


def write_article(db: sqlite3.Connection, quotes: Quotes) -> int:
    """The number of the article's row, which is made, or written anew. Its units stay as they are.

    Raises `TextError` for text that no file can hold.
    """
    article = quotes.article
    try:
        # Not as `to_json` has it, which escapes what the columns of the units cannot hold.
        document = zlib.compress(json.dumps(to_dict(quotes), ensure_ascii=False).encode("utf-8"))
    except UnicodeEncodeError as error:
        raise TextError(
            f"the article {article.id!r} has a lone surrogate, {error.object[error.start]!r}: "
            "decode its text in another way"
        ) from error
    key = article_key(article)
    db.execute(
        "INSERT INTO articles (key, digest, outlet, published, document) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, outlet = excluded.outlet, "
        "published = excluded.published, document = excluded.document",
        (key, text_digest(article), article.outlet, article.published, document),
    )
    return int(db.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()[0])


def write_recurring(db: sqlite3.Connection) -> None:
    """Counts anew, of every unit, the lemmas that recur in its article."""
    for (article,) in db.execute("SELECT id FROM articles ORDER BY id").fetchall():
        rows = db.execute("SELECT id, text FROM units WHERE article = ? ORDER BY id", (article,)).fetchall()
        found = recurring_lemmas([text for _, text in rows])
        db.executemany(
            "UPDATE units SET recurring = ? WHERE id = ?",
            [(_counts(recurring), number) for (number, _), recurring in zip(rows, found, strict=True)],
        )


def _counts(recurring: Mapping[str, int]) -> str:
    return json.dumps(recurring, ensure_ascii=False, sort_keys=True)


def delete_article(db: sqlite3.Connection, number: int) -> None:
    """Takes an article out of its table; its units have gone before."""
    db.execute("DELETE FROM articles WHERE id = ?", (number,))


def stored_unit(unit: Unit) -> Unit:
    """The unit as it comes back from its row: of the speaker, what the places in the text are not."""
    speaker = unit.speaker
    return unit if speaker is None else evolve(unit, speaker=_speaker(_facts(speaker), speaker.score))


def insert_unit(db: sqlite3.Connection, article: int, unit: Unit) -> int:
    """The number of the row that a new unit is given."""
    found = db.execute(
        "INSERT INTO units (article, text, speaker, trust, via, negated, recurring, quote, segment) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (article, *_values(db, unit), *unit.place[1:]),
    ).lastrowid
    assert found is not None
    return found


def update_unit(db: sqlite3.Connection, number: int, unit: Unit) -> None:
    """Writes a unit over the one in a row."""
    db.execute(
        "UPDATE units SET text = ?, speaker = ?, trust = ?, via = ?, negated = ?, recurring = ?, "
        "quote = ?, segment = ? "
        "WHERE id = ?",
        (*_values(db, unit), *unit.place[1:], number),
    )


def delete_units(db: sqlite3.Connection, numbers: Collection[int]) -> None:
    """Takes units out of every table that names them but those of `quotekit.statements.store_links`."""
    for table, column in (("units", "id"), ("merge_units", "unit"), ("apart", "unit")):
        db.execute(
            f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (as_list(numbers),)
        )


def read_units(db: sqlite3.Connection, numbers: Iterable[int]) -> list[UnitRow]:
    """The units of some numbers, in their canonical order."""
    found = db.execute(f"{_COLUMNS} WHERE u.id IN (SELECT value FROM json_each(?))", (as_list(numbers),))
    return sorted(map(_unit_row, found), key=lambda row: row.unit.order)


def units_of_article(db: sqlite3.Connection, article: int) -> list[UnitRow]:
    """The units of an article, in the order of its text."""
    return [
        _unit_row(row)
        for row in db.execute(f"{_COLUMNS} WHERE u.article = ? ORDER BY u.quote, u.segment", (article,))
    ]


def read_quotes(db: sqlite3.Connection, rows: Sequence[UnitRow]) -> tuple[list[Unit], dict[str, Quotes]]:
    """The units of some rows and, by article key, the quotes that they are of and those around them.

    Other quotes of the articles are left out, as reading them takes most of the time; so the units are
    given the positions that their quotes have among those read.
    """
    wanted: dict[int, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.article, set()).add(row.unit.place[1])
    quotes: dict[str, Quotes] = {}
    places: dict[tuple[str, int], int] = {}
    for number, key, document in db.execute(
        "SELECT id, key, document FROM articles WHERE id IN (SELECT value FROM json_each(?))",
        (as_list(wanted),),
    ):
        data = json.loads(zlib.decompress(document))
        kept = _with_parents(data["quotes"], wanted[number])
        new = {old: at for at, old in enumerate(kept)}
        data["quotes"] = [_moved(data["quotes"][old], new) for old in kept]
        quotes[key] = from_dict(data)
        places.update(((key, old), at) for old, at in new.items())
    units = []
    for row in rows:
        key, old, segment = row.unit.place
        units.append(evolve(row.unit, place=(key, places[key, old], segment)))
    return units, quotes


def _with_parents(quotes: Sequence[Mapping[str, int | None]], wanted: Iterable[int]) -> list[int]:
    """Positions in a list of quotes, with those of the quotes around them, in order."""
    kept: set[int] = set()
    for number in wanted:
        place: int | None = number
        while place is not None and place not in kept:
            kept.add(place)
            place = quotes[place]["parent"]
    return sorted(kept)


def _moved(quote: Mapping[str, int | None], new: Mapping[int, int]) -> dict[str, object]:
    parent = quote["parent"]
    return {**quote, "parent": None if parent is None else new[parent]}


def _unit_row(row: Sequence[object]) -> UnitRow:
    (
        number,
        article,
        statement,
        home,
        quote,
        segment,
        text,
        trust,
        via,
        negated,
        key,
        outlet,
        published,
        recurring,
        facts,
    ) = row
    unit = Unit(
        text,  # type: ignore[arg-type]
        (key, quote, segment),  # type: ignore[arg-type]
        speaker=None if facts is None else _speaker(facts, trust),  # type: ignore[arg-type]
        via=via,  # type: ignore[arg-type]
        negated=bool(negated),
        outlet=outlet,  # type: ignore[arg-type]
        published=published,  # type: ignore[arg-type]
        recurring=json.loads(recurring),  # type: ignore[arg-type]
    )
    return UnitRow(number, article, statement, home, unit)  # type: ignore[arg-type]


def _values(db: sqlite3.Connection, unit: Unit) -> tuple[object, ...]:
    speaker, recurring = unit.speaker, _counts(unit.recurring)
    if speaker is None:
        return unit.text, None, None, unit.via, unit.negated, recurring
    return unit.text, _speaker_number(db, speaker), speaker.score, unit.via, unit.negated, recurring


def _facts(speaker: Speaker) -> str:
    facts = [speaker.name, speaker.kind, speaker.key, speaker.role, speaker.affiliation]
    return json.dumps(facts, ensure_ascii=False)


def _speaker(facts: str, score: float) -> Speaker:
    name, kind, key, role, affiliation = json.loads(facts)
    return Speaker(name, kind, key, role=role, affiliation=affiliation, score=score)


def _speaker_number(db: sqlite3.Connection, speaker: Speaker) -> int:
    facts = _facts(speaker)
    row = db.execute("SELECT id FROM speakers WHERE facts = ?", (facts,)).fetchone()
    if row is None:
        last = last_key(speaker.name) if speaker.kind == "person" and speaker.name.strip() else None
        found = db.execute(
            "INSERT INTO speakers (facts, key, last) VALUES (?, ?, ?)", (facts, speaker.key, last)
        ).lastrowid
        assert found is not None
        return found
    return int(row[0])
