"""The shape of quotes in JSON, as records that cattrs fills, and what is wrong where they do not fit.

They stand apart from the records of `quotekit.model`, so that those can change and a file that was
written before still loads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from attrs import Factory, frozen, has
from cattrs import BaseValidationError, Converter, transform_error
from cattrs.cols import list_structure_factory
from cattrs.gen import make_dict_structure_fn

from quotekit.errors import FormatError
from quotekit.model import Act, Article, Kind, SpeakerKind

__all__ = ["DocumentShape", "LineShape", "Pieces", "QuoteShape", "SpeakerShape", "structure", "unstructure"]

Pieces = list[tuple[int, int]]
_T = TypeVar("_T")


@frozen
class SpeakerShape:
    """A speaker as the JSON has it."""

    name: str
    kind: SpeakerKind
    key: str
    role: str | None = None
    affiliation: str | None = None
    mentions: Pieces = Factory(list)
    via: tuple[int, int] | None = None
    score: float = 1.0
    reason: str = ""


@frozen
class QuoteShape:
    """A quote as the JSON has it. ``parent`` is a position in the list of quotes."""

    kind: Kind
    content: Pieces
    cue: Pieces = Factory(list)
    source: Pieces = Factory(list)
    verbatim: Pieces = Factory(list)
    speaker: SpeakerShape | None = None
    via: tuple[int, int] | None = None
    act: Act = "speech"
    negated: bool = False
    parent: int | None = None
    segments: list[Pieces] = Factory(list)
    score: float = 0.5
    reason: str = ""


@frozen
class DocumentShape:
    """Quotes with the article that they are in."""

    article: Article
    quotes: list[QuoteShape]


@frozen
class LineShape:
    """Quotes with the name of the article that they are in."""

    doc: str | None
    quotes: list[QuoteShape]


def unstructure(value: object) -> Any:
    """``value``, a shape or an `Article`, as plain dicts and lists."""
    return _converter().unstructure(value)


def structure(data: Mapping[str, Any], shape: type[_T]) -> _T:
    """``data`` as a ``shape``. Raises `FormatError`, which names the place, as in ``$.quotes[0].cue``."""
    try:
        return _converter().structure(data, shape)
    except BaseValidationError as error:
        first, *others = transform_error(error, path="$", format_exception=_explain)
        more = f" (and {len(others)} more)" if others else ""
        raise FormatError(f"{first}{more}: mend it, or write the file again") from error


def _explain(error: BaseException, kind: type | None) -> str:
    if isinstance(error, KeyError):
        return f"the key {json.dumps(str(error.args[0]))} is missing"
    if get_origin(kind) is Literal:
        seen = str(error.args[0]).partition(" not in")[0]
        return f"expected one of {', '.join(get_args(kind))}, got {seen!r}"
    return str(error.args[0])


def _exactly(kind: type, name: str) -> Any:
    def check(value: object, _: object) -> object:
        if type(value) is not kind:
            raise TypeError(f"expected {name}, got {value!r:.60}")
        return value

    return check


def _number(value: object, _: object) -> float:
    if type(value) not in (int, float):
        raise TypeError(f"expected a number, got {value!r:.60}")
    return float(value)  # type: ignore[arg-type]


def _piece(value: object, _: object) -> tuple[int, int]:
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(type(v) is int for v in value):
        return (value[0], value[1])
    raise TypeError(f"expected [start, end] in whole numbers, got {value!r:.60}")


def _only(kind: type, name: str, structure: Any) -> Any:
    """The hook ``structure``, for values of ``kind`` alone: cattrs would take any iterable."""

    def check(value: object, target: object) -> object:
        if not isinstance(value, kind):
            raise TypeError(f"expected {name}, got {value!r:.60}")
        return structure(value, target)

    return check


def _is_list(kind: object) -> bool:
    return get_origin(kind) is list


@cache
def _converter() -> Converter:
    """A converter that coerces nothing: where cattrs reads "3" as 3, a wrong type is an error."""
    converter = Converter()
    converter.register_structure_hook(str, _exactly(str, "a string"))
    converter.register_structure_hook(int, _exactly(int, "a whole number"))
    converter.register_structure_hook(bool, _exactly(bool, "true or false"))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook_func(lambda kind: kind == tuple[int, int], _piece)
    converter.register_unstructure_hook_func(lambda kind: kind == tuple[int, int], list)
    converter.register_structure_hook_factory(
        _is_list,
        lambda kind: _only(list, "a list", list_structure_factory(kind, converter)),
    )
    converter.register_structure_hook_factory(
        has, lambda kind: _only(Mapping, "an object", make_dict_structure_fn(kind, converter))
    )
    return converter
