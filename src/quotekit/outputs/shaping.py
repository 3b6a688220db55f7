"""Spans and speakers as the JSON has them, and the checks that every document of ours goes through."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from quotekit.errors import FormatError, TextError
from quotekit.model import Speaker, TextSpan
from quotekit.outputs.shape import Pieces, SpeakerShape

__all__ = [
    "VERSION",
    "check_version",
    "load_json",
    "piece_of",
    "pieces_of",
    "spans_at",
    "speaker_of",
    "speaker_shape",
]

VERSION = 1


def piece_of(span: TextSpan | None) -> tuple[int, int] | None:
    """The ends of a span; `None` for none."""
    return (span.start, span.end) if span else None


def pieces_of(spans: Sequence[TextSpan]) -> Pieces:
    """The ends of some spans, in their order."""
    return [(span.start, span.end) for span in spans]


def spans_at(pieces: Pieces, text: str, where: str) -> tuple[TextSpan, ...]:
    """The spans of the text with these ends. Raises `FormatError` for what is none, naming the place."""
    for start, end in pieces:
        if not 0 <= start < end <= len(text):
            raise FormatError(
                f"[{start}, {end}] @ {where} is no span of the text, which has {len(text)} "
                "characters: give the text that the quotes were taken from, unchanged"
            )
    return tuple(TextSpan.of(text, start, end) for start, end in pieces)


def speaker_shape(speaker: Speaker) -> SpeakerShape:
    """The speaker as the JSON has it."""
    return SpeakerShape(
        name=speaker.name,
        kind=speaker.kind,
        key=speaker.key,
        role=speaker.role,
        affiliation=speaker.affiliation,
        mentions=pieces_of(speaker.mentions),
        via=piece_of(speaker.via),
        score=speaker.score,
        reason=speaker.reason,
    )


def speaker_of(shape: SpeakerShape, text: str, where: str) -> Speaker:
    """The speaker of the JSON, over the text that its spans count in. Raises `FormatError`."""
    return Speaker(
        name=shape.name,
        kind=shape.kind,
        key=shape.key,
        role=shape.role,
        affiliation=shape.affiliation,
        mentions=spans_at(shape.mentions, text, f"{where}.mentions"),
        via=spans_at([shape.via], text, f"{where}.via")[0] if shape.via else None,
        score=shape.score,
        reason=shape.reason,
    )


def load_json(text: str) -> Any:
    """What the JSON holds. Raises `FormatError`, and `TextError` for what is no string."""
    if not isinstance(text, str):
        raise TextError(f"JSON is read from a string, got {type(text).__name__}: decode it first")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(
            f"this is not JSON ({error}), it starts with {text[:40]!r}: give what quotekit wrote"
        ) from error


def check_version(data: object, *, default: int | None) -> None:
    """Raises `FormatError` for what is no object, or has a version that this quotekit does not read."""
    if not isinstance(data, Mapping):
        raise FormatError(
            f"expected a JSON object, got {type(data).__name__} {str(data)[:40]!r}: "
            "give one document at a time"
        )
    version = data.get("version", default)
    if version is None:
        raise FormatError(
            f'the key "version" is missing, there are {sorted(map(str, data))}: '
            "give a document that quotekit wrote"
        )
    if type(version) is not int or version < 1:
        raise FormatError(f'"version" is {version!r}: it is to be a whole number from 1')
    if version > VERSION:
        raise FormatError(
            f'"version" is {version}, this quotekit reads up to {VERSION}: '
            "update quotekit, or write the file again with this one"
        )
