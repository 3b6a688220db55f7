"""A store whose writers are killed, and one with two writers at once."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from stores_by_hand import article, check_rows, grouped_at_once, groups_of, use_words

from quotekit.model import Quotes
from quotekit.statements.store import StatementStore

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

N_KILLS = 200
# Seconds that a writer has at most after its first article.
LONGEST = 0.1


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    use_words(monkeypatch)


def fork(work: Callable[[], None]) -> int:
    """Starts a child that does some work and ends. Its number."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
    return child


def version(run: int, step: int) -> Quotes:
    """What a writer adds at a step: an article with three quotes, and then a correction of it with two.

    Four articles in a row have their second quote in common.
    """
    n = step // 2
    mine, shared = f"opening{run}x{n}", f"talks{run}x{n // 4}"
    quotes = [mine, shared, f"closing{run}x{n}"] if step % 2 == 0 else [f"{mine} early", shared]
    return article(f"{run}-{n}", *quotes)


def texts_in(db: sqlite3.Connection, key: str) -> list[str]:
    rows = db.execute(
        "SELECT u.text FROM units u JOIN articles a ON a.id = u.article WHERE a.key = ? "
        "ORDER BY quote, segment",
        (key,),
    )
    return [text for (text,) in rows]


def texts_of_quotes(quotes: Quotes) -> list[str]:
    return [quote.text for quote in quotes]


def test_a_writer_killed_at_any_time_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "news.store"
    chance = random.Random(5)
    n_articles = 0
    for run in range(N_KILLS):
        reader, writer = os.pipe()

        def work(run: int = run, writer: int = writer) -> None:
            with StatementStore(path) as store:
                for step in range(1_000_000):
                    store.add(version(run, step))
                    os.write(writer, b".")

        child = fork(work)
        os.close(writer)
        acknowledged = os.read(reader, 1)
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        while more := os.read(reader, 1 << 16):
            acknowledged += more
        os.close(reader)
        if run % 20 == 19:
            check_rows(path)
        n_articles += check_run(path, run, len(acknowledged), n_articles)
    assert n_articles >= N_KILLS


def check_run(path: Path, run: int, n_steps: int, n_before: int) -> int:
    """How many articles a writer added: those of the steps that it acknowledged, and at most the next one."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("SELECT count(*) FROM units WHERE statement IS NULL OR terms IS NULL").fetchone() == (
        0,
    )
    n_articles = db.execute("SELECT count(*) FROM articles").fetchone()[0] - n_before
    assert (n_steps + 1) // 2 <= n_articles <= (n_steps + 2) // 2
    for n in range(n_articles):
        last = min(2 * n + 1, n_steps - 1)
        allowed = [
            version(run, step) for step in ({last, n_steps} if last >= 2 * n else {n_steps}) if step // 2 == n
        ]
        assert texts_in(db, f"{run}-{n}") in [texts_of_quotes(one) for one in allowed]
    db.close()
    return int(n_articles)


def test_two_writers_at_once_come_to_the_groups_of_one(tmp_path: Path) -> None:
    path = tmp_path / "news.store"
    halves = [[version(7, 2 * n) for n in range(100)][half::2] for half in (0, 1)]

    def add_all(articles: list[Quotes]) -> None:
        with StatementStore(path) as store:
            for one in articles:
                store.add(one)

    children = [fork(lambda half=half: add_all(half)) for half in halves]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    check_rows(path)
    with StatementStore(path) as store:
        assert store.n_articles == 100
        assert groups_of(store.export()) == grouped_at_once([*halves[0], *halves[1]])
