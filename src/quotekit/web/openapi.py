"""The description of the API, OpenAPI 3.1, with the limits of this server in it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import quotekit
from quotekit.settings import MIN_SCORE
from quotekit.web.limits import RETRY_SECONDS, Limits

__all__ = ["openapi"]


def openapi(limits: Limits) -> dict[str, Any]:
    """The description as plain dicts and lists; it stands in ``openapi.json``, beside this module.

    >>> sorted(openapi(Limits())["paths"])
    ['/healthz', '/v1/quotes', '/v1/statements']
    """
    path = files("quotekit").joinpath("web", "openapi.json")
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    schema["info"]["version"] = quotekit.__version__
    parts = schema["components"]
    parts["schemas"]["StatementsCall"]["properties"]["articles"]["maxItems"] = limits.articles
    for name in ("QuotesCall", "StatementsCall"):
        parts["schemas"][name]["properties"]["min_score"]["default"] = MIN_SCORE
    described = parts["responses"]
    described["TooLarge"]["description"] = f"The body has more than {limits.body_bytes} bytes."
    described["TooSlow"]["description"] = (
        f"The work took longer than {limits.seconds:g} seconds, and was stopped."
    )
    described["Busy"]["description"] = (
        f"All workers are busy, and {limits.queue} requests wait. Try again in {RETRY_SECONDS} seconds."
    )
    return schema
