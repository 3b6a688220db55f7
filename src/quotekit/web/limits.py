"""How much the server takes on: the bounds on size, time and work, with their defaults."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen
from attrs.validators import ge, gt

__all__ = ["CONNECTIONS", "RETRY_SECONDS", "Limits"]

RETRY_SECONDS: Final = 5
"""Seconds, 1 and up: what ``Retry-After`` says to a client that comes when the queue is full."""

CONNECTIONS: Final = 128
"""Connections, 1 and up: more at one time are refused before their bodies are read.

So many bodies of the largest size are the most that the server holds in memory.
"""


@frozen
class Limits:
    """What a server is to bear. The time is that of the work alone; waiting for it is bounded by the queue.

    The largest body is some 200 news articles. What is large and slow is stopped by ``seconds``.

    >>> Limits(seconds=5).queue
    8
    """

    workers: int = field(default=1, validator=ge(1))
    """Processes that read articles, each with a model of its own."""

    queue: int = field(default=8, validator=ge(0))
    """Requests that wait for a worker; those beyond get 503."""

    seconds: float = field(default=60.0, validator=gt(0))
    """What one request may cost a worker, and a client may take to send it; beyond it 504, or 408."""

    body_bytes: int = field(default=1 << 20, validator=ge(1))
    """The largest body; beyond it 413."""

    articles: int = field(default=100, validator=ge(1))
    """The most articles, or files, in one request; beyond it 422, or 400."""
