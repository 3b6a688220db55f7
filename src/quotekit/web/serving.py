"""The server itself: it listens, answers, and ends its workers when it is ended."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection
from ipaddress import ip_address

import uvicorn

from quotekit.errors import UsageError
from quotekit.web.app import make_app
from quotekit.web.guarding import LOCAL_HOSTS
from quotekit.web.limits import CONNECTIONS, Limits
from quotekit.web.pool import Pool

__all__ = ["hosts_of", "listen", "serve"]


def serve(
    host: str,
    port: int,
    *,
    limits: Limits,
    nlp: str | None = None,
    allowed: Collection[str] = (),
    on_ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serves until it is told to end (Ctrl-C, SIGTERM). ``on_ready`` is called with the address, once.

    Raises `UsageError` where it cannot listen, `ModelError` where the model cannot be loaded.
    """
    listener = listen(host, port)
    with listener:
        pool = Pool(limits, nlp=nlp)
        pool.start()
        try:
            config = uvicorn.Config(
                # Only then does Ctrl-C go to the server, so that it can end its workers.
                make_app(pool, hosts=hosts_of(host, allowed), on_start=lambda: on_ready(_address(listener))),
                log_config=None,
                access_log=False,
                server_header=False,
                ws="none",
                limit_concurrency=CONNECTIONS,
                timeout_graceful_shutdown=int(limits.seconds) + 1,
            )
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            pool.close()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free one. Raises `UsageError` where that cannot be."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"{host!r} port {port} cannot be listened on ({reason}): give another --host or --port"
        ) from error


def hosts_of(host: str, allowed: Collection[str]) -> frozenset[str] | None:
    """The names under which a server may be called that listens at ``host``; `None` for any.

    A server for this machine alone answers to its local names; one for others, to any name unless some are
    allowed. What is allowed always counts, and so does the host itself.

    >>> sorted(hosts_of("127.0.0.1", ()))
    ['127.0.0.1', '[::1]', 'localhost']
    >>> hosts_of("0.0.0.0", ()) is None, sorted(hosts_of("0.0.0.0", ["quotes.example.org"]))[-1]
    (True, 'quotes.example.org')
    """
    if not allowed and not _is_local(host):
        return None
    own = f"[{host}]" if ":" in host else host
    return LOCAL_HOSTS | {own.lower()} | {name.lower() for name in allowed}


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _address(listener: socket.socket) -> str:
    name, port = listener.getsockname()[:2]
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"
