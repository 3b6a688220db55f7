"""Statements that grow as articles arrive, kept in a file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType

from quotekit.errors import StoreError, UsageError
from quotekit.model import Article, Quotes, Speaker
from quotekit.settings import STORE_FOUND
from quotekit.statements.grouping import make_statement
from quotekit.statements.records import Statement
from quotekit.statements.store_articles import add_article, put_article, regroup_all, remove_article
from quotekit.statements.store_links import links_within
from quotekit.statements.store_merges import MergeRecord, live_statement, read_merges, undo_merge
from quotekit.statements.store_rows import (
    UnitRow,
    as_list,
    find_article,
    read_quotes,
    read_units,
    text_digest,
)
from quotekit.statements.store_schema import FINGERPRINT, guarded, open_file, reading, writing
from quotekit.statements.store_search import Search, find_statements
from quotekit.statements.units import article_key

__all__ = ["StatementStore"]

_ID = re.compile(r"s([1-9][0-9]{0,17})")
# Statements that are read at a time when all are asked for.
_AT_A_TIME = 100


class StatementStore:
    """The statements of articles that arrive over days, in a file, with ids that stay.

    The file is SQLite and is made where it is absent. What a call has returned is on the disk. Each article
    goes in whole or not at all, whenever the process is stopped. Several processes may write to one file:
    they wait for each other. Use one store in each thread, and close it, or open it in a ``with`` block.

    An article is its id and its text. An article without an id has as its key what `article_key` makes of its
    text. An id is given once: a statement keeps it as long as most of its segments stay together, and one
    that was merged finds the statement that took it in.

    The groups are those of `quotekit.statements.grouping.group_statements` for all articles together, in
    whatever order and batches they came. They may differ where a segment shares its words with more others
    than it is compared with (`STORE_CANDIDATES`, `TERM_CAP`), or where more than `COMPLETE_UNITS` hang
    together: what comes later is not known yet. `regroup` compares all with all that are there.

    Raises `StoreError` for a file that is no store, that a newer version wrote or that cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, StatementStore(folder + "/news.store") as store:
    ...     len(store), store.add(Quotes(Article("Nothing was said.", id="a1")))
    (0, [])
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        if not isinstance(path, str | PathLike) or not fspath(path):
            raise UsageError(f"a store is opened by the path of its file, got {path!r:.60}: give a path")
        self._path = Path(path)
        self._open: sqlite3.Connection | None = open_file(self._path)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def is_stale(self) -> bool:
        """Whether links were found by an earlier version of the similarity: then call `regroup`."""
        with guarded(self._path):
            row = self._db.execute("SELECT value FROM meta WHERE name = 'fingerprint'").fetchone()
        return row is None or bool(row[0] != FINGERPRINT)

    def __len__(self) -> int:
        """How many statements there are."""
        return self._count("SELECT count(*) FROM statements WHERE taken_by IS NULL")

    @property
    def n_articles(self) -> int:
        """How many articles there are, with quotes or without."""
        return self._count("SELECT count(*) FROM articles")

    def __contains__(self, id: object) -> bool:
        """Whether `get` finds a statement by this id."""
        number = _number(id)
        if number is None:
            return False
        with reading(self._db, self._path):
            return live_statement(self._db, number) is not None

    def has_article(self, article: Article) -> bool:
        """Whether an article is there with this very text; then it need not be read again."""
        with guarded(self._path):
            found = find_article(self._db, article_key(article))
        return found is not None and found.digest == text_digest(article)

    def add(self, quotes: Quotes | Iterable[Quotes]) -> list[Statement]:
        """The statements that the quotes of one or many articles are in or have changed, each once, by id.

        An article that is there with the same text changes nothing; with another text it is updated. Each
        article is on the disk before the next one is taken from ``quotes``; after an error those before it
        are kept.
        """
        touched: set[int] = set()
        for one in [quotes] if isinstance(quotes, Quotes) else quotes:
            _check_quotes(one, "add")
            with writing(self._db, self._path):
                touched |= add_article(self._db, one)
        return self._statements(touched)

    def update(self, quotes: Quotes) -> list[Statement]:
        """The statements touched as an article that is there is replaced, also where its text is the same.

        Raises `UsageError` where the store has no such article.
        """
        _check_quotes(quotes, "update")
        key = article_key(quotes.article)
        with writing(self._db, self._path):
            there = find_article(self._db, key)
            if there is None:
                raise UsageError(f"the store has no article {key!r:.60} to update: add it")
            touched = put_article(self._db, quotes, there)
        return self._statements(touched)

    def remove(self, article_id: str) -> list[Statement]:
        """The statements that are left of those that an article was in, as the article is taken out.

        Raises `UsageError` where the store has no such article.
        """
        if not isinstance(article_id, str):
            raise UsageError(f"remove takes the id of an article, got {article_id!r:.60}: give a string")
        with writing(self._db, self._path):
            there = find_article(self._db, article_id)
            if there is None:
                raise UsageError(
                    f"the store has no article {article_id!r:.60}: give the id that it was added by"
                )
            touched = remove_article(self._db, there)
        return self._statements(touched)

    def get(self, id: str) -> Statement:
        """The statement that an id finds: its own, or the one that took it in.

        Raises `UsageError` where there is none.
        """
        number = self._known(id)
        found = self._statements([number])
        if not found:
            raise UsageError(
                f"the store has no statement {id!r}: it has gone with the articles that it was in"
            )
        return found[0]

    def search(
        self,
        *,
        speaker: str | Speaker | None = None,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        text: str | None = None,
        limit: int | None = STORE_FOUND,
    ) -> list[Statement]:
        """The statements with a variant that has all that is asked for.

        ``speaker`` is a name in any spelling, a surname for all who bear it, or a `Speaker`. ``since`` and
        ``until`` are days ("2024-05-31") and count themselves; what has no date is left out then. ``outlet``
        is its name as given. With ``text`` those that share most of its words come first, else the newest.
        Raises `UsageError` for a value that cannot be looked for.
        """
        search = Search(speaker=speaker, since=since, until=until, outlet=outlet, text=text, limit=limit)
        with reading(self._db, self._path):
            return list(self._made(find_statements(self._db, search)))

    def export(self) -> Iterator[Statement]:
        """All statements by id. One that changes meanwhile comes as it is when its turn has come."""
        last = 0
        while True:
            with reading(self._db, self._path):
                rows = self._db.execute(
                    "SELECT id FROM statements WHERE id > ? AND taken_by IS NULL ORDER BY id LIMIT ?",
                    (last, _AT_A_TIME),
                )
                ids = [id for (id,) in rows]
                page = list(self._made(ids))
            if not ids:
                return
            yield from page
            last = ids[-1]

    def regroup(self) -> int:
        """How many statements are others after all were compared and grouped anew.

        It takes as long as to add all articles, and other processes cannot write meanwhile.
        """
        with writing(self._db, self._path):
            touched = regroup_all(self._db)
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('fingerprint', ?)", (FINGERPRINT,))
        return len(touched)

    def merges(self, statement_id: str | None = None) -> list[MergeRecord]:
        """What came to a statement, and to those that it took in, or to all; by number, which is by time."""
        number = None if statement_id is None else self._known(statement_id)
        with reading(self._db, self._path):
            live = None if number is None else live_statement(self._db, number)
            return list(read_merges(self._db, live))

    def undo(self, merge_number: int) -> list[Statement]:
        """The statements touched as a merge is taken apart; its two sides stay apart from now on.

        What was taken in has its former id again, or a new one where it had none. Raises `UsageError` for a
        merge that is not there or was undone, and where one of its sides has gone.
        """
        if type(merge_number) is not int:
            raise UsageError(
                f"undo takes the number of a merge, got {merge_number!r:.60}: take it from merges()"
            )
        with writing(self._db, self._path):
            touched = undo_merge(self._db, merge_number)
        return self._statements(touched)

    def close(self) -> None:
        """Closes the file. A closed store cannot be used; closing it again does nothing."""
        if self._open is not None:
            with guarded(self._path):
                self._open.close()
            self._open = None

    def __enter__(self) -> StatementStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _db(self) -> sqlite3.Connection:
        if self._open is None:
            raise StoreError(f"{self._path}: the store was closed: open it again")
        return self._open

    def _count(self, question: str) -> int:
        with guarded(self._path):
            return int(self._db.execute(question).fetchone()[0])

    def _known(self, id: object) -> int:
        """The number of an id that may be had. Raises `UsageError` for one that no statement ever had."""
        number = _number(id)
        if number is None:
            raise UsageError(f'a statement has an id such as "s12", got {id!r:.60}: take it from a Statement')
        with reading(self._db, self._path):
            if live_statement(self._db, number) is None:
                raise UsageError(f"the store has no statement {id!r}: it has gone, or is of another store")
        return number

    def _statements(self, ids: Iterable[int]) -> list[Statement]:
        """The statements that some ids find now, each once, by id."""
        with reading(self._db, self._path):
            found = {live for id in ids if (live := live_statement(self._db, id)) is not None}
            return list(self._made(sorted(found)))

    def _made(self, ids: list[int]) -> Iterator[Statement]:
        """The statements of some ids, in that order."""
        for start in range(0, len(ids), _AT_A_TIME):
            part = ids[start : start + _AT_A_TIME]
            numbers = self._db.execute(
                "SELECT id FROM units WHERE statement IN (SELECT value FROM json_each(?))", (as_list(part),)
            )
            rows = read_units(self._db, [number for (number,) in numbers])
            units, quotes = read_quotes(self._db, rows)
            places: dict[int | None, list[int]] = {}
            for at, row in enumerate(rows):
                places.setdefault(row.statement, []).append(at)
            for id in part:
                members: list[UnitRow] = [rows[at] for at in places[id]]
                links = links_within(self._db, members)
                yield make_statement(f"s{id}", [units[at] for at in places[id]], quotes, links)


def _check_quotes(given: object, call: str) -> None:
    if not isinstance(given, Quotes):
        raise UsageError(
            f"{call} takes the Quotes of an article, got {given!r:.60}: give what extract_quotes returns"
        )


def _number(id: object) -> int | None:
    """The number in the id of a statement, or `None` for what is no such id."""
    found = _ID.fullmatch(id) if isinstance(id, str) else None
    return None if found is None else int(found[1])
