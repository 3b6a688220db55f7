"""A worker: a process of its own that has loaded the model, and does one job at a time.

Processes, and not threads: what takes too long, in whatever library it is, can only be stopped from outside,
and a thread cannot be. They are spawned, so that none has a copy of what the server holds open.
"""

from __future__ import annotations

import logging
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection

from quotekit.errors import ModelError, QuotekitError
from quotekit.web.jobs import Job, Outcome

__all__ = ["Worker", "serve_jobs"]

_log = logging.getLogger(__name__)


class Worker:
    """One process with the end of the pipe that leads to it. Made, it has started, and is loading."""

    def __init__(self, nlp: str | None) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve_jobs, args=(theirs, nlp), daemon=True)
        self._process.start()
        theirs.close()  # or its end would not be noticed here

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    def wait_until_loaded(self) -> None:
        """Returns once jobs can be given. Raises `ModelError` where the model cannot be loaded."""
        try:
            outcome: Outcome = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise ModelError(
                "a worker ended while it loaded the model: give it more memory, or start fewer"
            ) from error
        if outcome.kind != "done":
            raise ModelError(outcome.text)

    def ask(self, job: Job) -> Outcome:
        """What comes of the job, once it is done. Raises `EOFError` or `OSError` when the process ends."""
        self._pipe.send(job)
        outcome: Outcome = self._pipe.recv()
        return outcome

    def stop(self) -> None:
        """Ends the process at once, whatever it does."""
        self._process.kill()

    def wait_until_stopped(self) -> None:
        """Returns when the process has ended and is off the books of the system."""
        self._process.join()


def serve_jobs(pipe: Connection, nlp: str | None) -> None:
    """What the process does: load, say so, then jobs until the server goes away."""
    # Here alone, so that the process of the server does without spaCy.
    from quotekit.web.answers import answer, load  # noqa: PLC0415

    # Ctrl-C goes to every process of the terminal; the server is the one that answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        load(nlp)
    except QuotekitError as error:
        pipe.send(Outcome("failed", str(error)))
        return
    pipe.send(Outcome("done", ""))
    while True:
        try:
            job: Job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            outcome = answer(job, nlp)
        except Exception as error:  # noqa: BLE001 - the next job is to find this worker alive
            _log.exception("a job of %d articles failed", len(job.articles))
            outcome = Outcome("failed", f"{type(error).__name__}: {error}")
        pipe.send(outcome)
