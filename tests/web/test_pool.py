"""Who gets a worker, who waits, who is turned away, and what happens to a worker that is too slow."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from quotekit.errors import ModelError
from quotekit.web import pool as module
from quotekit.web.errors import RequestError
from quotekit.web.jobs import Job, Outcome
from quotekit.web.limits import Limits
from quotekit.web.pool import Pool


def job(name: str) -> Job:
    from quotekit import Article

    return Job("quotes", (Article(name),))


class FakeWorker:
    """Answers with the text of the article once it is told to, or at once where the text is "quick"."""

    made: list[FakeWorker]
    n_to_fail = 0

    def __init__(self, nlp: str | None) -> None:  # noqa: ARG002 - what a Worker is made with
        self.go, self.stopped, self.asked = threading.Event(), False, []
        self.fails = len(self.made) >= 1 and FakeWorker.n_to_fail > 0
        FakeWorker.n_to_fail -= self.fails
        self.made.append(self)

    def wait_until_loaded(self) -> None:
        if self.fails:
            raise ModelError("no memory")

    def ask(self, job: Job) -> Outcome:
        text = job.articles[0].text
        self.asked.append(text)
        if text == "dies":
            raise EOFError
        if text != "quick":
            self.go.wait(10)
        if self.stopped:
            raise EOFError
        return Outcome("refused" if text == "bad" else "failed" if text == "fault" else "done", text)

    def stop(self) -> None:
        self.stopped = True
        self.go.set()

    def wait_until_stopped(self) -> None:
        assert self.stopped


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[FakeWorker]:
    """The workers that a pool has made so far."""
    monkeypatch.setattr(module, "Worker", FakeWorker)
    monkeypatch.setattr(FakeWorker, "made", [], raising=False)
    monkeypatch.setattr(FakeWorker, "n_to_fail", 0)
    return FakeWorker.made


def with_pool(limits: Limits, act: Callable[[Pool], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        pool = Pool(limits)
        pool.start()
        try:
            await act(pool)
        finally:
            pool.close()

    asyncio.run(run())


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")


async def refused(work: Awaitable[str]) -> RequestError:
    with pytest.raises(RequestError) as caught:
        await work
    return caught.value


def test_those_who_wait_are_served_in_the_order_in_which_they_came(made: list[FakeWorker]) -> None:
    async def act(pool: Pool) -> None:
        tasks = [asyncio.create_task(pool.run(job(name))) for name in "abc"]
        await until(lambda: pool.n_waiting == 2)
        made[0].go.set()
        assert await asyncio.gather(*tasks) == ["a", "b", "c"]
        assert made[0].asked == ["a", "b", "c"]

    with_pool(Limits(queue=2), act)


def test_several_workers_work_at_a_time(made: list[FakeWorker]) -> None:
    async def act(pool: Pool) -> None:
        tasks = [asyncio.create_task(pool.run(job(name))) for name in "ab"]
        await until(lambda: [worker.asked for worker in made] == [["a"], ["b"]])
        assert pool.n_waiting == 0
        for worker in made:
            worker.go.set()
        assert await asyncio.gather(*tasks) == ["a", "b"]

    with_pool(Limits(workers=2), act)


def test_beyond_the_queue_a_request_is_turned_away_and_told_when_to_come(
    made: list[FakeWorker],
) -> None:
    async def act(pool: Pool) -> None:
        tasks = [asyncio.create_task(pool.run(job(name))) for name in "ab"]
        await until(lambda: pool.n_waiting == 1)
        error = await refused(pool.run(job("c")))
        assert (error.status, error.headers) == (503, {"Retry-After": "5"})
        assert "all workers are busy and 1 requests wait" in str(error)
        made[0].go.set()
        assert await asyncio.gather(*tasks) == ["a", "b"]
        assert await pool.run(job("d")) == "d"

    with_pool(Limits(queue=1), act)


def test_a_worker_that_is_too_slow_is_ended_and_another_one_goes_on(made: list[FakeWorker]) -> None:
    async def act(pool: Pool) -> None:
        slow = asyncio.create_task(pool.run(job("slow")))
        await asyncio.sleep(0)
        next_one = asyncio.create_task(pool.run(job("quick")))
        error = await refused(slow)
        assert error.status == 504
        assert "the work took longer than 0.2 seconds and was stopped" in str(error)
        assert await next_one == "quick"
        assert [(worker.stopped, worker.asked) for worker in made] == [(True, ["slow"]), (False, ["quick"])]
        assert pool.n_loaded == 1

    with_pool(Limits(seconds=0.2), act)


def test_a_worker_that_dies_costs_its_own_job_alone(made: list[FakeWorker]) -> None:
    async def act(pool: Pool) -> None:
        error = await refused(pool.run(job("dies")))
        assert error.status == 500
        assert "ended before it was done" in str(error)
        assert await pool.run(job("quick")) == "quick"
        assert len(made) == 2

    with_pool(Limits(), act)


@pytest.mark.parametrize(("name", "status"), [("bad", 409), ("fault", 500)])
def test_a_worker_that_refuses_or_fails_goes_on(made: list[FakeWorker], name: str, status: int) -> None:
    async def act(pool: Pool) -> None:
        made[0].go.set()
        error = await refused(pool.run(job(name)))
        assert error.status == status
        assert name in str(error)
        assert await pool.run(job("quick")) == "quick"
        assert len(made) == 1

    with_pool(Limits(), act)


def test_work_that_nobody_waits_for_any_more_is_ended(made: list[FakeWorker]) -> None:
    async def act(pool: Pool) -> None:
        left = asyncio.create_task(pool.run(job("left")))
        await until(lambda: made[0].asked == ["left"])
        left.cancel()
        assert await pool.run(job("quick")) == "quick"
        assert [worker.stopped for worker in made] == [True, False]

    with_pool(Limits(), act)


def test_who_leaves_the_queue_makes_room_in_it(made: list[FakeWorker]) -> None:
    async def act(pool: Pool) -> None:
        first, left = (asyncio.create_task(pool.run(job(name))) for name in ("first", "left"))
        await until(lambda: pool.n_waiting == 1)
        left.cancel()
        await until(lambda: pool.n_waiting == 0)
        last = asyncio.create_task(pool.run(job("last")))
        await until(lambda: pool.n_waiting == 1)
        made[0].go.set()
        assert await asyncio.gather(first, last) == ["first", "last"]
        assert made[0].asked == ["first", "last"]

    with_pool(Limits(queue=1), act)


def test_a_worker_given_to_somebody_who_left_at_that_moment_is_not_lost(made: list[FakeWorker]) -> None:
    async def act(pool: Pool) -> None:
        worker = await pool._take()
        left = asyncio.create_task(pool._take())
        await until(lambda: pool.n_waiting == 1)
        pool._give(worker)
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
        assert await pool.run(job("quick")) == "quick"

    with_pool(Limits(), act)


def test_a_successor_that_does_not_start_is_tried_again(
    made: list[FakeWorker], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    FakeWorker.n_to_fail = 2

    async def act(pool: Pool) -> None:
        await refused(pool.run(job("dies")))
        assert pool.n_loaded == 0
        assert await pool.run(job("quick")) == "quick"
        assert len(made) == 4

    with_pool(Limits(), act)
    assert [record.message for record in caplog.records] == [
        "a new worker could not be started (no memory): trying again"
    ] * 2


def test_a_successor_for_whom_the_system_has_no_room_is_tried_again(
    made: list[FakeWorker], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    refusals = iter([OSError(11, "Resource temporarily unavailable")])

    async def act(pool: Pool) -> None:
        def make(nlp: str | None) -> FakeWorker:
            for refusal in refusals:
                raise refusal
            return FakeWorker(nlp)

        monkeypatch.setattr(module, "Worker", make)
        await refused(pool.run(job("dies")))
        assert await asyncio.wait_for(pool.run(job("quick")), 10) == "quick"

    with_pool(Limits(), act)
    assert len(caplog.records) == 1
    assert "Resource temporarily unavailable" in caplog.text


def test_a_pool_that_was_closed_takes_no_job(made: list[FakeWorker]) -> None:
    async def act(pool: Pool) -> None:
        pool.close()
        error = await refused(pool.run(job("quick")))
        assert error.status == 503
        assert "the server is ending" in str(error)

    with_pool(Limits(), act)


def test_a_model_that_cannot_be_loaded_is_an_error_at_the_start() -> None:
    pool = Pool(Limits(workers=2), nlp="no/such/folder")
    with pytest.raises(ModelError, match="no/such/folder"):
        pool.start()
    assert not pool._workers
