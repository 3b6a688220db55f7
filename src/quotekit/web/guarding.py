"""What goes for every request and every answer, before and after the application."""

from __future__ import annotations

import json
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quotekit.web.errors import RequestError

__all__ = ["LOCAL_HOSTS", "POLICY", "error_answer", "guarded", "policy"]

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The names that a browser on this machine has for it."""

POLICY = "Content-Security-Policy"
"""The header that says what a browser may load and run for a page."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(app: ASGIApp, *, hosts: Collection[str] | None) -> ASGIApp:
    """The application behind its guard: requests to other hosts are refused, answers get their headers.

    ``hosts`` are the names under which the server may be called, `None` for any. A page from elsewhere can
    let its own name lead to this machine ("DNS rebinding"); the name in the request then gives it away.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault(POLICY, policy())
            await send(message)

        refusal = _refusal(Headers(scope=scope), scope["method"], hosts)
        await (app if refusal is None else error_answer(refusal))(scope, receive, send_with_headers)

    return serve


def policy(script: str | None = None) -> str:
    """What a page may load: its own style, and the one script of that hash, if any.

    Whatever slips through the escaping must still not load or run, nor be framed by another page.

    >>> policy().partition(";")[0]
    "default-src 'none'"
    """
    allowed = f" script-src {script};" if script else ""
    return (
        f"default-src 'none'; style-src 'unsafe-inline';{allowed} form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def error_answer(refusal: RequestError) -> Response:
    """The refusal as the JSON that every error of the API is: ``{"error": "…"}``."""
    return Response(
        json.dumps({"error": str(refusal)}, ensure_ascii=False).encode("utf-8", "backslashreplace"),
        status_code=refusal.status,
        headers=refusal.headers,
        media_type="application/json",
    )


def _refusal(headers: Headers, method: str, hosts: Collection[str] | None) -> RequestError | None:
    name = headers.get("host", "")
    host = name.rpartition(":")[0] if name.rpartition(":")[2].isdecimal() else name
    if hosts is not None and host.lower() not in hosts:
        return RequestError(
            421, f"this server is not called {host!r:.60}: start it with --allow-host {host:.60}"
        )
    if method == "POST" and headers.get("sec-fetch-site") == "cross-site":
        return RequestError(
            403, "this was sent by a page of another site: send it from the page of this server"
        )
    return None
