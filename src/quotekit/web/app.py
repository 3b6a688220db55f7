"""The application: what is asked for at which address, and how a request becomes a job."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final, TypeVar

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

import quotekit
from quotekit.web.calls import read_quotes_call, read_statements_call
from quotekit.web.errors import RequestError
from quotekit.web.forms import File, read_form
from quotekit.web.guarding import LOCAL_HOSTS, POLICY, error_answer, guarded, policy
from quotekit.web.jobs import Job
from quotekit.web.limits import Limits
from quotekit.web.openapi import openapi
from quotekit.web.pages import form_page, script_hash
from quotekit.web.pool import Pool

__all__ = ["make_app"]

_T = TypeVar("_T")
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
# A client that went away reads no status; logs of other servers know it by this one.
_CLIENT_LEFT: Final = 499
# Beside the text and the acts, so that a field that a browser adds does no harm.
_MOST_FIELDS: Final = 10


def make_app(
    pool: Pool,
    *,
    hosts: Collection[str] | None = LOCAL_HOSTS,
    on_start: Callable[[], None] = lambda: None,
) -> ASGIApp:
    """The ASGI application over workers that have started, and that are not its own to end.

    ``hosts`` are the names under which it may be called, without a port; `None` for any. ``on_start`` is
    called once the server runs it.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        on_start()
        yield

    app = Starlette(
        routes=[
            Route("/", _form, methods=["GET"]),
            Route("/", _page, methods=["POST"]),
            Route("/v1/quotes", _quotes, methods=["POST"]),
            Route("/v1/statements", _statements, methods=["POST"]),
            Route("/healthz", _health, methods=["GET"]),
            Route("/openapi.json", _schema, methods=["GET"]),
        ],
        exception_handlers={RequestError: _on_refusal, HTTPException: _on_http, Exception: _on_fault},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.pool = pool
    return guarded(app, hosts=hosts)


async def _form(request: Request) -> Response:
    return HTMLResponse(form_page(_pool(request).limits))


async def _page(request: Request) -> Response:
    _check_media_type(request, *_FORMS)
    job = await _received(request, _read_form)
    page = await _work(request, job)
    return HTMLResponse(page, headers={POLICY: policy(script_hash(page))})


async def _quotes(request: Request) -> Response:
    _check_media_type(request, "application/json")
    job = read_quotes_call(await _received(request, Request.body))
    return Response(await _work(request, job), media_type="application/json")


async def _statements(request: Request) -> Response:
    _check_media_type(request, "application/json")
    job = read_statements_call(await _received(request, Request.body), _pool(request).limits)
    return Response(await _work(request, job), media_type="application/json")


async def _health(request: Request) -> Response:
    pool = _pool(request)
    if not pool.n_loaded:
        raise RequestError(503, "no worker has loaded its model yet: try again", headers={"Retry-After": "1"})
    return JSONResponse(
        {
            "status": "ok",
            "version": quotekit.__version__,
            "workers": pool.n_loaded,
            "waiting": pool.n_waiting,
        }
    )


async def _schema(request: Request) -> Response:
    return JSONResponse(openapi(_pool(request).limits))


async def _read_form(request: Request) -> Job:
    limits = _pool(request).limits
    async with request.form(
        max_files=limits.articles, max_fields=_MOST_FIELDS, max_part_size=limits.body_bytes
    ) as form:
        text = form.get("text", "")
        # A browser sends a file without name and content where none was chosen.
        files = [
            File(one.filename, await one.read())
            for one in form.getlist("files")
            if isinstance(one, UploadFile) and one.filename
        ]
        return read_form(text if isinstance(text, str) else "", files, all_acts=form.get("acts") == "all")


async def _received(request: Request, read: Callable[[Request], Awaitable[_T]]) -> _T:
    """What ``read`` makes of the body, which is neither too long nor too slow."""
    limits = _pool(request).limits
    n_bytes = 0

    async def receive() -> Message:
        nonlocal n_bytes
        message = await request.receive()
        n_bytes += len(message.get("body", b""))
        if n_bytes > limits.body_bytes:
            raise _too_large(limits)
        return message

    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limits.body_bytes:
        raise _too_large(limits)
    try:
        return await asyncio.wait_for(read(Request(request.scope, receive)), limits.seconds)
    except asyncio.TimeoutError as error:
        raise RequestError(
            408, f"the body was not there within {limits.seconds:g} seconds: send it again"
        ) from error
    except ClientDisconnect as error:
        raise RequestError(_CLIENT_LEFT, "the client went away before its body was there") from error


def _too_large(limits: Limits) -> RequestError:
    return RequestError(
        413, f"the body has more than {limits.body_bytes} bytes: send fewer articles at a time"
    )


async def _work(request: Request, job: Job) -> str:
    """The answer to the job, given up where the client goes away."""
    work = asyncio.ensure_future(_pool(request).run(job))
    left = asyncio.ensure_future(_until_left(request))
    try:
        await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise RequestError(_CLIENT_LEFT, "the client went away before the answer was there")
        return work.result()
    finally:
        left.cancel()
        work.cancel()


async def _until_left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _check_media_type(request: Request, *wanted: str) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in wanted:
        seen = f"{given!r:.60}" if given else "nothing"
        raise RequestError(415, f"Content-Type must be {' or '.join(wanted)}, got {seen}: set the header")


def _pool(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


async def _on_refusal(request: Request, error: Exception) -> Response:
    """The error as JSON; to who sent the form, the form with the reason above it."""
    assert isinstance(error, RequestError)
    if request.scope["path"] != "/" or request.method != "POST":
        return error_answer(error)
    page = form_page(_pool(request).limits, problem=str(error))
    return HTMLResponse(page, status_code=error.status, headers=error.headers)


async def _on_http(request: Request, error: Exception) -> Response:
    """What Starlette refuses: unknown addresses and methods, and forms that it cannot read."""
    assert isinstance(error, HTTPException)
    path, headers = request.url.path, dict(error.headers or {})
    message = f"the request cannot be read ({error.detail}): send it again"
    if error.status_code == HTTPStatus.NOT_FOUND:
        message = f"there is nothing at {path!r:.60}: /openapi.json says what there is"
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        message = f"{path} does not answer {request.method:.20}: use {headers.get('Allow', 'another method')}"
    return await _on_refusal(request, RequestError(error.status_code, message, headers=headers))


async def _on_fault(_: Request, error: Exception) -> Response:
    kind = type(error).__name__
    return error_answer(
        RequestError(500, f"the server failed ({kind}): this is a fault of quotekit, report it")
    )
