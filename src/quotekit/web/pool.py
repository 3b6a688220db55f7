"""The workers of a server: who is free, who waits, and what happens to one that is too slow."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from quotekit.errors import ModelError
from quotekit.web.errors import RequestError
from quotekit.web.jobs import Job
from quotekit.web.limits import RETRY_SECONDS, Limits
from quotekit.web.workers import Worker

__all__ = ["Pool"]

_log = logging.getLogger(__name__)


class Pool:
    """Some workers, and the requests that wait for one, first come, first served.

    A job that takes too long, or that nobody waits for any more, is ended with its worker; a new worker takes
    its place. All but `start` is called in the loop of the server.
    """

    def __init__(self, limits: Limits, *, nlp: str | None = None) -> None:
        self.limits = limits
        self._nlp = nlp
        self._workers: set[Worker] = set()
        self._free: deque[Worker] = deque()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._renewals: set[asyncio.Task[None]] = set()
        self._n_loaded = 0
        self._is_closed = False
        # Of each worker, one thread waits for its answer, and one may already wait for its successor.
        self._threads = ThreadPoolExecutor(2 * limits.workers, thread_name_prefix="quotekit-worker")

    @property
    def n_loaded(self) -> int:
        """How many workers can do a job, or are doing one."""
        return self._n_loaded

    @property
    def n_waiting(self) -> int:
        """How many jobs wait for a worker."""
        return len(self._waiting)

    def start(self) -> None:
        """Starts the workers, all at once, and returns when they have loaded. Raises `ModelError`."""
        workers = [self._new() for _ in range(self.limits.workers)]
        try:
            for worker in workers:
                worker.wait_until_loaded()
        except ModelError:
            self.close()
            raise
        self._n_loaded = len(workers)
        self._free.extend(workers)

    def close(self) -> None:
        """Ends all workers, at once; no other job is taken."""
        self._is_closed = True
        for task in self._renewals:
            task.cancel()
        for worker in self._workers:
            worker.stop()
            worker.wait_until_stopped()
        self._workers.clear()
        self._free.clear()
        self._n_loaded = 0
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: Job) -> str:
        """The answer to the job.

        Raises `RequestError`: 503 for a full queue, 504 for what takes too long, 409 for articles that do not
        go together, 500 for what went wrong.
        """
        worker = await self._take()
        outcome = None
        asked = asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, job)
        try:
            outcome = await asyncio.wait_for(asked, self.limits.seconds)
        except asyncio.TimeoutError as error:
            raise RequestError(
                504,
                f"the work took longer than {self.limits.seconds:g} seconds and was stopped: "
                "send fewer or shorter articles at a time",
            ) from error
        except (EOFError, OSError) as error:
            raise RequestError(
                500, "the process that did the work ended before it was done: send it again, or send less"
            ) from error
        finally:
            # Without an outcome the worker is still at it, or gone: also where the client has left.
            if outcome is None:
                self._renew(worker)
            else:
                self._give(worker)
        if outcome.kind == "failed":
            raise RequestError(
                500, f"the work failed ({outcome.text}): this is a fault of quotekit, report it"
            )
        if outcome.kind == "refused":
            raise RequestError(409, outcome.text)
        return outcome.text

    async def _take(self) -> Worker:
        """A worker that nobody else has, after a wait in the queue if need be."""
        if self._is_closed:
            raise RequestError(
                503,
                "the server is ending: try again when it is back",
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        if self._free:
            return self._free.popleft()
        if len(self._waiting) >= self.limits.queue:
            raise RequestError(
                503,
                f"all workers are busy and {len(self._waiting)} requests wait: "
                f"try again in {RETRY_SECONDS} seconds",
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif turn.done() and not turn.cancelled():
                self._give(turn.result())
            raise

    def _give(self, worker: Worker) -> None:
        """The worker is free: it goes to who has waited longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._free.append(worker)

    def _renew(self, worker: Worker) -> None:
        """Ends the worker; another one takes its place as soon as it has loaded."""
        worker.stop()
        self._n_loaded -= 1
        task = asyncio.get_running_loop().create_task(self._succeed(worker))
        self._renewals.add(task)
        task.add_done_callback(self._renewals.discard)

    async def _succeed(self, worker: Worker) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, worker.wait_until_stopped)
        self._workers.discard(worker)
        while not self._is_closed:
            try:
                successor = await self._loaded()
            except OSError as error:  # of the model, or of a system that has no room for a process
                _log.error("a new worker could not be started (%s): trying again", error)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            self._n_loaded += 1
            self._give(successor)
            return

    async def _loaded(self) -> Worker:
        """A new worker, once it can take jobs. Raises `OSError`, which `ModelError` is."""
        worker = self._new()
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, worker.wait_until_loaded)
        except ModelError:
            self._workers.discard(worker)
            raise
        return worker

    def _new(self) -> Worker:
        worker = Worker(self._nlp)
        self._workers.add(worker)
        return worker
