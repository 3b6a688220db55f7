"""The command that listens: ``quotekit serve``."""

from __future__ import annotations

from typing import Annotated

import typer

from quotekit.cli.options import Pipeline
from quotekit.cli.running import say
from quotekit.extras import load_extra
from quotekit.web.limits import Limits

__all__ = ["serve"]

_DEFAULTS = Limits()
_DAY = 86_400.0


def serve(
    *,
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 is every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 is any free one.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that read articles, each with a model.")
    ] = _DEFAULTS.workers,
    queue: Annotated[int, typer.Option(min=0, help="Requests that wait; those beyond get 503.")] = (
        _DEFAULTS.queue
    ),
    seconds: Annotated[
        float,
        typer.Option(min=0.1, max=_DAY, help="What one request may take; then it is stopped, 504."),
    ] = _DEFAULTS.seconds,
    max_bytes: Annotated[
        int, typer.Option(min=1, help="The largest body of a request; beyond it 413.")
    ] = _DEFAULTS.body_bytes,
    max_articles: Annotated[
        int, typer.Option(min=1, help="The most articles or files in one request.")
    ] = _DEFAULTS.articles,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name of the server, beside its own; may stand several times."),
    ] = None,
    nlp: Pipeline = None,
) -> None:
    """Serve a page to paste or upload articles into, and a JSON API; for this machine alone unless told so.

    It runs until Ctrl-C. The API is described at /openapi.json.
    """
    for library in ("starlette", "uvicorn", "python_multipart"):
        load_extra(library, "web")
    from quotekit.web.serving import serve as listen_and_serve

    limits = Limits(workers, queue, seconds, max_bytes, max_articles)
    listen_and_serve(
        host,
        port,
        limits=limits,
        nlp=nlp,
        allowed=allow_host or (),
        on_ready=lambda address: say(f"serving at {address} until Ctrl-C"),
    )
