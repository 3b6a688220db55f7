"""The bodies of the API as jobs: JSON in, every field checked, nothing coerced and nothing passed over."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from attrs import fields

from quotekit.model import ACTS, Act, Article
from quotekit.settings import MIN_SCORE
from quotekit.web.errors import RequestError
from quotekit.web.jobs import Job
from quotekit.web.limits import Limits

__all__ = ["read_quotes_call", "read_statements_call"]

_OPTIONS = ("acts", "min_score")
_FIELDS = tuple(field.name for field in fields(Article))


def read_quotes_call(body: bytes) -> Job:
    """The job of ``{"article": {"text": …}}``. Raises `RequestError`: 400 for what is no JSON, else 422.

    >>> read_quotes_call(b'{"article": {"text": "No, he said."}}').articles[0].text
    'No, he said.'
    """
    call = _object(_json(body), "$", ("article", *_OPTIONS), needs="article")
    return Job("quotes", (_article(call["article"], "$.article"),), _acts(call), _min_score(call))


def read_statements_call(body: bytes, limits: Limits) -> Job:
    """The job of ``{"articles": [{"text": …}, …]}``. Raises what `read_quotes_call` raises.

    >>> len(read_statements_call(b'{"articles": [{"text": "No, he said."}]}', Limits()).articles)
    1
    """
    call = _object(_json(body), "$", ("articles", *_OPTIONS), needs="articles")
    given = call["articles"]
    if not isinstance(given, list):
        raise RequestError(422, f"$.articles must be a list of articles, got {_seen(given)}")
    if len(given) > limits.articles:
        raise RequestError(
            422, f"$.articles has {len(given)} articles, the most are {limits.articles}: send them in parts"
        )
    articles = tuple(_article(one, f"$.articles[{i}]") for i, one in enumerate(given))
    return Job("statements", articles, _acts(call), _min_score(call))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_each_once)
    except UnicodeDecodeError as error:
        raise RequestError(400, f"byte {error.start} of the body is not UTF-8: send JSON as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise RequestError(400, f"the body is not JSON ({error}): send an object of JSON") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these keys and values; of a key that stood twice one value would be passed over."""
    counts = Counter(key for key, _ in pairs)
    if twice := [key for key, n in counts.items() if n > 1]:
        raise ValueError(f"the key {twice[0]!r:.60} stands twice")
    return dict(pairs)


def _object(value: object, where: str, keys: Sequence[str], *, needs: str) -> Mapping[str, Any]:
    """The value, an object of these keys alone, ``needs`` among them."""
    if not isinstance(value, dict):
        raise RequestError(422, f"{where} must be an object with the key {needs!r}, got {_seen(value)}")
    if unknown := [key for key in value if key not in keys]:
        raise RequestError(
            422, f"{where} has the unknown key {unknown[0]!r:.60}: the keys are {', '.join(keys)}"
        )
    if needs not in value:
        raise RequestError(422, f"{where}.{needs} is missing, there are {sorted(value)}: add it")
    return value


def _article(value: object, where: str) -> Article:
    given = _object(value, where, _FIELDS, needs="text")
    text = _string(given["text"], f"{where}.text")
    metadata = {
        key: _string(one, f"{where}.{key}") for key, one in given.items() if key != "text" and one is not None
    }
    return Article(text, **metadata)


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise RequestError(422, f"{where} must be a string, got {_seen(value)}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise RequestError(
            422,
            f"{where} has a lone surrogate, {value[error.start]!r} at character {error.start}: "
            "it is half of a character, send it whole",
        ) from error
    return value


def _acts(call: Mapping[str, Any]) -> tuple[Act, ...]:
    given = call.get("acts", ["speech"])
    known = isinstance(given, list) and all(isinstance(act, str) and act in ACTS for act in given)
    if not known:
        raise RequestError(
            422, f"$.acts must be a list of acts, got {_seen(given)}: choose from {', '.join(ACTS)}"
        )
    return tuple(given)


def _min_score(call: Mapping[str, Any]) -> float:
    given = call.get("min_score", MIN_SCORE)
    if type(given) not in (int, float) or not 0 <= given <= 1:
        raise RequestError(
            422, f"$.min_score must be a number from 0 to 1, got {_seen(given)}: or leave it out"
        )
    return float(given)


def _seen(value: object) -> str:
    """The value as the sender wrote it, cut where it is long."""
    shown = json.dumps(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
