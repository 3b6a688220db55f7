"""The file of a statement store: its tables, how it is opened, read and written, and what may go wrong."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from quotekit.errors import StoreError
from quotekit.settings import STORE_WAIT
from quotekit.statements.weights import fingerprint

__all__ = ["FINGERPRINT", "VERSION", "guarded", "open_file", "reading", "writing"]

VERSION = 2
"""Goes up when a table changes its meaning."""

FINGERPRINT: Final = f"3 {fingerprint()}"
"""Of the similarity: its rules and its weights, so that a store sees that its terms and scores are old.

The number goes up when a rule changes what terms or scores come of the same weights.
"""

# "qkst" in the header of the file, by which SQLite files of others are told apart.
_APPLICATION = 0x716B7374
_MAGIC = b"SQLite format 3\0"
# Where the header has the user version and the application id, four bytes each, big-endian.
_VERSION_AT, _APPLICATION_AT, _HEADER = 60, 68, 100

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, digest BLOB NOT NULL,
    outlet TEXT, published TEXT, document BLOB NOT NULL
);
CREATE TABLE speakers (id INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE, key TEXT NOT NULL, last TEXT);
CREATE INDEX speakers_key ON speakers (key);
CREATE INDEX speakers_last ON speakers (last);
CREATE TABLE statements (id INTEGER PRIMARY KEY AUTOINCREMENT, taken_by INTEGER);
CREATE INDEX statements_taken_by ON statements (taken_by) WHERE taken_by IS NOT NULL;
CREATE TABLE units (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, quote INTEGER NOT NULL,
    segment INTEGER NOT NULL, text TEXT NOT NULL, speaker INTEGER, trust REAL, via TEXT,
    negated INTEGER NOT NULL, terms TEXT, statement INTEGER, home INTEGER,
    recurring TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX units_article ON units (article);
CREATE INDEX units_statement ON units (statement);
CREATE INDEX units_home ON units (home);
CREATE INDEX units_speaker ON units (speaker);
CREATE TABLE terms (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE);
CREATE TABLE postings (
    term INTEGER NOT NULL, unit INTEGER NOT NULL, weight REAL NOT NULL, PRIMARY KEY (term, unit)
) WITHOUT ROWID;
CREATE TABLE links (
    a INTEGER NOT NULL, b INTEGER NOT NULL, score REAL NOT NULL, blocked INTEGER NOT NULL, PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX links_b ON links (b);
CREATE TABLE merges (
    id INTEGER PRIMARY KEY AUTOINCREMENT, statement INTEGER NOT NULL, taken INTEGER, reason TEXT NOT NULL,
    score REAL NOT NULL, time TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX merges_statement ON merges (statement);
CREATE TABLE merge_units (
    merge INTEGER NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (merge, unit)
) WITHOUT ROWID;
CREATE INDEX merge_units_unit ON merge_units (unit);
CREATE TABLE apart (
    merge INTEGER NOT NULL, unit INTEGER NOT NULL, side INTEGER NOT NULL, PRIMARY KEY (merge, unit)
) WITHOUT ROWID;
CREATE INDEX apart_unit ON apart (unit);
"""

# What brings a store of each version to the next. What it cannot know, `regroup` finds, as it is stale then.
_STEPS: Final = {1: "ALTER TABLE units ADD COLUMN recurring TEXT NOT NULL DEFAULT '{}'"}

# What SQLite says, and what to tell: what is wrong, and what to do.
_ADVICE: Final = (
    ("full", "the disk is full, or the file at its limit", "make room; what was added before is kept"),
    ("locked", f"another process was writing for more than {STORE_WAIT:g} s", "try again when it is done"),
    ("readonly", "the file or its folder may not be written to", "give it rights to write"),
    ("unable to open", "the file cannot be opened or made", "check that its folder is there and writable"),
    ("malformed", "the file is damaged", "put a copy of it back, or add the articles to a new store"),
    ("not a database", "this is no SQLite file", "give the path of a store, or of a new file"),
    ("thread", "it was opened in another thread", "open the store once in each thread"),
)


def open_file(path: Path) -> sqlite3.Connection:
    """The store in a file, made where the file is absent or empty.

    Raises `StoreError` for a file of another kind or of a newer version, which is left as it is.
    """
    _check_header(path)
    with guarded(path):
        db = sqlite3.connect(path, timeout=STORE_WAIT, isolation_level=None)
        try:
            # A commit returns when its words are on the disk.
            db.execute("PRAGMA synchronous = FULL")
            if _stamp(db) == (0, 0):
                _make_tables(db, path)
            _check_stamp(path, *_stamp(db))
            _use_wal(db)
            _bring_up(db, path)
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turns what SQLite raises into a `StoreError` that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        for word, wrong, advice in _ADVICE:
            if word in said:
                raise StoreError(f"{path}: {wrong} (SQLite: {said}): {advice}") from error
        raise StoreError(f"{path}: SQLite says {said!r}: check the file and its disk") from error


@contextmanager
def writing(db: sqlite3.Connection, path: Path) -> Iterator[None]:
    """A transaction that writes: whole on the disk when it is left, and nothing of it after an error."""
    with guarded(path), _transaction(db, "BEGIN IMMEDIATE"):
        yield


@contextmanager
def reading(db: sqlite3.Connection, path: Path) -> Iterator[None]:
    """A transaction that reads: it sees the store as it stood at the first read, whoever writes meanwhile."""
    with guarded(path), _transaction(db, "BEGIN"):
        yield


@contextmanager
def _transaction(db: sqlite3.Connection, begin: str) -> Iterator[None]:
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # A full disk may have ended it already.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _check_header(path: Path) -> None:
    """Raises `StoreError` where the first bytes of the file tell that it is not for us.

    They are read before SQLite opens the file, as that may write to a file that it finds unfinished.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            f"{path}: {error.strerror or error}: give the path of a file that may be read and written"
        ) from error
    if not header:
        return
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise StoreError(
            f"{path}: this is no SQLite file, it starts with {header[:16]!r}: "
            "give the path of a store, or of a new file"
        )
    # With a journal beside it, SQLite has to finish first what was broken off; then the stamp counts.
    if not path.with_name(f"{path.name}-journal").exists():
        version, application = (
            int.from_bytes(header[at : at + 4], "big") for at in (_VERSION_AT, _APPLICATION_AT)
        )
        _check_stamp(path, application, version)


def _check_stamp(path: Path, application: int, version: int) -> None:
    if application != _APPLICATION:
        raise StoreError(
            f"{path}: this SQLite file is of another application (id {application}), no statement store: "
            "give the path of a store, or of a new file"
        )
    if version < 1:
        raise StoreError(
            f"{path}: the store has no version, its header says {version}: "
            "put a copy of it back, or add the articles to a new store"
        )
    if version > VERSION:
        raise StoreError(
            f"{path}: the store is of version {version}, this quotekit reads up to {VERSION}: "
            "update quotekit, or export the store with the newer one"
        )


def _stamp(db: sqlite3.Connection) -> tuple[int, int]:
    """The application id and the version that the file has."""
    application, version = (
        int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id", "user_version")
    )
    return application, version


def _make_tables(db: sqlite3.Connection, path: Path) -> None:
    """Makes the tables of a new store, all or none, with the stamp in the header.

    This comes before the file is in WAL mode, so that the header is right in the file itself.
    """
    with _transaction(db, "BEGIN IMMEDIATE"):
        if _stamp(db) != (0, 0):
            return  # another process made them while this one waited
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            _check_stamp(path, 0, 0)
        for statement in filter(str.strip, _TABLES.split(";")):
            db.execute(statement)
        db.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (FINGERPRINT,))
        db.execute(f"PRAGMA application_id = {_APPLICATION}")
        db.execute(f"PRAGMA user_version = {VERSION}")


def _bring_up(db: sqlite3.Connection, path: Path) -> None:
    """Brings a store of an earlier version to this one, whole or not at all."""
    if _stamp(db)[1] == VERSION:
        return
    with _transaction(db, "BEGIN IMMEDIATE"):
        # Checked again: another process may have done it, or more, while this one waited.
        _check_stamp(path, *_stamp(db))
        for version in range(_stamp(db)[1], VERSION):
            db.execute(_STEPS[version])
        db.execute(f"PRAGMA user_version = {VERSION}")


def _use_wal(db: sqlite3.Connection) -> None:
    """Puts the file in WAL mode. SQLite does not wait for others here, so this does."""
    last = time.monotonic() + STORE_WAIT
    while db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > last:
                raise
            time.sleep(0.01)
