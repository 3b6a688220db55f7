"""The file of a store: what is not ours is left as it is, what fails loses nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from stores_by_hand import article, check_rows, texts_of, use_words

from quotekit.errors import StoreError, UsageError
from quotekit.model import Quotes
from quotekit.statements import store_schema
from quotekit.statements.store import StatementStore

STAY = "we stay in Geneva until Friday"

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    use_words(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.store"


def in_a_child(work: Callable[[], None]) -> int:
    """The exit status of a process that does some work, and fails where that raises."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def taken(given: list[Quotes]) -> Iterator[Quotes]:
    """Articles without end, each entered in a list as it is taken.

    When the last one fails, as many are in the store: those before it, and one from before.
    """
    for n in count(2):
        given.append(article(f"a{n}", f"{STAY} {n}", f"talks {n}"))
        yield given[-1]


def make_foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (text)")
    db.close()


def make_foreign_with_an_id(path: Path) -> None:
    make_foreign(path)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA application_id = 252006675")
    db.close()


def make_newer(path: Path) -> None:
    StatementStore(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {store_schema.VERSION + 1}")
        db.execute("PRAGMA journal_mode = DELETE")
    db.close()


def make_older(path: Path) -> None:
    """A store as version 1 had it: nothing is known of what recurs in an article."""
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE units DROP COLUMN recurring")
        db.execute("UPDATE meta SET value = 'of version 1' WHERE name = 'fingerprint'")
        db.execute("PRAGMA user_version = 1")
    db.close()


def recurring_in(path: Path) -> list[str]:
    with sqlite3.connect(path) as db:
        found = [value for (value,) in db.execute("SELECT recurring FROM units ORDER BY id")]
    db.close()
    return found


def test_a_store_of_an_earlier_version_is_brought_up_and_counts_what_recurs_when_regrouped(
    path: Path,
) -> None:
    with StatementStore(path) as store:
        store.add([article("a1", STAY, f"{STAY} night", "talks"), article("a2", "talks", "prices rise")])
        there = texts_of_all(store)
    counted = recurring_in(path)
    assert "geneva" in counted[0]
    make_older(path)
    with StatementStore(path) as store:
        assert store.is_stale
        assert texts_of_all(store) == there
        assert set(recurring_in(path)) == {"{}"}
        store.regroup()
        assert not store.is_stale
    assert recurring_in(path) == counted
    check_rows(path)


def texts_of_all(store: StatementStore) -> list[list[str]]:
    return [texts_of(one) for one in store.export()]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_text("We stay, he said. " * 20), "no SQLite file, it starts with b'We stay"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "no SQLite file"),
        (make_foreign, "of another application"),
        (make_foreign_with_an_id, r"of another application \(id 252006675\)"),
        (make_newer, "version 3, this quotekit reads up to 2: update quotekit"),
    ],
)
def test_a_file_that_is_not_for_us_is_refused_and_left_as_it_is(
    path: Path, make: Callable[[Path], object], said: str
) -> None:
    make(path)
    before = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(StoreError, match=said):
        StatementStore(path)
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"directory|denied"):
        StatementStore(tmp_path)


def test_a_store_in_a_folder_that_is_absent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="check that its folder is there"):
        StatementStore(tmp_path / "absent" / "news.store")


@pytest.mark.parametrize("given", ["", None, 3])
def test_a_store_is_opened_by_a_path(given: object) -> None:
    with pytest.raises(UsageError, match="path"):
        StatementStore(given)  # type: ignore[arg-type]


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with StatementStore(path) as store:
        store.add(article("a1", STAY))
    check_rows(path)


def test_a_damaged_file_says_so(path: Path) -> None:
    with StatementStore(path) as store:
        store.add([article(f"a{n}", f"{STAY} {n}") for n in range(30)])
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x55" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"news\.store: the file is damaged"), StatementStore(path) as store:
        list(store.export())


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@forks
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_to_says_so(what: str) -> None:
    # Not in the folder that pytest gives, into which no other user may look.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "news.store"
        with StatementStore(path) as store:
            store.add(article("a1", STAY))
        path.chmod(0o444)
        if what == "folder":
            path.unlink()
        folder.chmod(0o555)

        def work() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)  # rights do not bind root
            with pytest.raises(StoreError, match="writ"), StatementStore(path) as store:
                store.add(article("a2", STAY))

        status = in_a_child(work)
        folder.chmod(0o755)
    assert status == 0


def test_a_full_disk_says_so_and_loses_nothing(path: Path) -> None:
    with StatementStore(path) as store:
        store.add(article("a1", STAY))
        given: list[Quotes] = []
        n_pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {n_pages + 1}")
        with pytest.raises(StoreError, match=r"disk is full.*make room"):
            store.add(taken(given))
        assert store.n_articles == len(given)
        assert STAY in texts_of(store.get("s1"))
        store._db.execute("PRAGMA max_page_count = 1000000")
        store.add(article("later", STAY))
    with StatementStore(path) as store:
        assert store.n_articles == len(given) + 1
    check_rows(path)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@forks
def test_a_file_at_the_limit_of_its_process_loses_nothing(path: Path) -> None:
    resource = pytest.importorskip("resource")
    with StatementStore(path) as store:
        store.add(article("a1", STAY))

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        with StatementStore(path) as store:
            given: list[Quotes] = []
            with pytest.raises(StoreError, match="disk"):
                store.add(taken(given))
            assert store.n_articles == len(given)
            assert STAY in texts_of(store.get("s1"))

    assert in_a_child(work) == 0
    check_rows(path)


def test_a_writer_that_waits_too_long_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_schema, "STORE_WAIT", 0.05)
    with StatementStore(path) as one, StatementStore(path) as other:
        with (
            store_schema.writing(one._db, path),
            pytest.raises(StoreError, match="another process was writing"),
        ):
            other.add(article("a1", STAY))
        # Who reads does not wait.
        with store_schema.writing(one._db, path):
            assert len(other) == 0
        other.add(article("a1", STAY))


def test_another_thread_is_told_to_open_its_own(path: Path) -> None:
    errors: list[BaseException] = []

    def ask(store: StatementStore) -> None:
        try:
            len(store)
        except StoreError as error:
            errors.append(error)

    with StatementStore(path) as store:
        thread = threading.Thread(target=ask, args=(store,))
        thread.start()
        thread.join()
    assert "open the store once in each thread" in str(errors[0])


def test_a_store_is_had_without_loading_spacy() -> None:
    code = "import sys, quotekit.statements.store; sys.exit('spacy' in sys.modules)"
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0
