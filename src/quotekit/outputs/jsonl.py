"""Records to plain JSON and back: the document that holds its text, and the line that goes with one.

Both shapes hold the same quote, with every span as ``[start, end]``:

* the document, ``{"version", "article": {"text", "id", …}, "quotes": […]}``, loads back by itself;
* the line, ``{"version", "doc", "quotes": […]}``, is one line of a JSONL file; the text stays where
  it is, and is given again to load it.

Keys that this version does not know are passed over, so that a later one may add to the shape;
``version`` goes up when a key changes its meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from quotekit.errors import FormatError, TextError
from quotekit.model import Article, Quote, Quotes, Segment, Speaker, TextSpan
from quotekit.outputs.shape import (
    DocumentShape,
    LineShape,
    Pieces,
    QuoteShape,
    SpeakerShape,
    structure,
    unstructure,
)

__all__ = ["VERSION", "dump", "from_dict", "from_json", "from_line", "to_dict", "to_json", "to_line"]

VERSION = 1

_Key = tuple[tuple[TextSpan, ...], ...]

# Legal inside a JSON string, and yet ends of line to `str.splitlines`: a JSONL file is to be one
# record a line for whoever cuts it.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def to_dict(quotes: Quotes) -> dict[str, Any]:
    """The document of ``quotes`` as plain lists, dicts, strings and numbers, article included.

    A ``parent`` that is not itself among the quotes (its act was not asked for, its score was too low)
    is replaced by the nearest one around it that is, or by `None`.

    >>> to_dict(Quotes(Article("No.", id="a")))["quotes"]
    []
    """
    return {
        "version": VERSION,
        "article": unstructure(quotes.article),
        "quotes": _quote_dicts(quotes),
    }


def from_dict(data: Mapping[str, Any]) -> Quotes:
    """The quotes and the article that `to_dict` wrote. Raises `FormatError`, which says where."""
    _check_version(data, default=None)
    shape = structure(data, DocumentShape)
    return Quotes(shape.article, _quotes_of(shape.quotes, shape.article.text))


def to_json(quotes: Quotes, *, indent: int | None = None) -> str:
    """The document of ``quotes`` as JSON, on one line unless ``indent`` is given.

    >>> article = Article("It is over, he said.")
    >>> from_json(to_json(Quotes(article))).text
    'It is over, he said.'
    """
    return dump(to_dict(quotes), indent=indent)


def from_json(text: str) -> Quotes:
    """The quotes that `to_json` wrote. Raises `FormatError`, which says where."""
    return from_dict(_loads(text))


def to_line(quotes: Quotes) -> str:
    """The quotes as one line for a JSONL file, without the text and without the newline.

    ``doc`` is the ``id`` of the article. Offsets are characters into its text.

    >>> to_line(Quotes(Article("No.", id="a")))
    '{"version": 1, "doc": "a", "quotes": []}'
    """
    line = {"version": VERSION, "doc": quotes.article.id, "quotes": _quote_dicts(quotes)}
    return dump(line)


def from_line(line: str | Mapping[str, Any], article: Article | str) -> Quotes:
    """The quotes of a line that `to_line` wrote, over the article (or the text) it was made from.

    A line without ``version`` is read as version 1, since other tools write this shape too.
    Raises `FormatError` where the line names another document or does not fit the text.
    """
    data = _loads(line) if isinstance(line, str) else line
    _check_version(data, default=VERSION)
    shape = structure(data, LineShape)
    if isinstance(article, str):
        article = Article(article, id=shape.doc)
    elif None not in (article.id, shape.doc) and article.id != shape.doc:
        raise FormatError(
            f"the line is of document {shape.doc!r}, and the article given is {article.id!r}: "
            "give the article that the line was made from"
        )
    return Quotes(article, _quotes_of(shape.quotes, article.text))


def dump(data: Mapping[str, Any], *, indent: int | None = None) -> str:
    """``data`` as JSON, on one line for everybody unless ``indent`` is given."""
    return json.dumps(data, ensure_ascii=False, indent=indent).translate(_LINE_ENDS)


def _quote_dicts(quotes: Quotes) -> list[dict[str, Any]]:
    places = {_key(quote): i for i, quote in reversed(list(enumerate(quotes)))}
    same = {id(quote): i for i, quote in enumerate(quotes)}
    shapes = [_shape_of(quote, _place_of_parent(quote, same, places)) for quote in quotes]
    return [unstructure(shape) for shape in shapes]


def _key(quote: Quote) -> _Key:
    """What makes two quotes of one article the same attribution.

    A parent may be an earlier copy of the quote in the list (from before its speaker was known),
    so it is looked for by this and not by all that it holds.
    """
    return (quote.content, quote.cue, quote.source)


def _place_of_parent(quote: Quote, same: Mapping[int, int], places: Mapping[_Key, int]) -> int | None:
    parent = quote.parent
    while parent is not None:
        place = same.get(id(parent), places.get(_key(parent)))
        if place is not None:
            return place
        parent = parent.parent
    return None


def _shape_of(quote: Quote, parent: int | None) -> QuoteShape:
    return QuoteShape(
        kind=quote.kind,
        content=_pieces(quote.content),
        cue=_pieces(quote.cue),
        source=_pieces(quote.source),
        verbatim=_pieces(quote.verbatim),
        speaker=_speaker_shape(quote.speaker) if quote.speaker else None,
        via=_piece(quote.via),
        act=quote.act,
        negated=quote.negated,
        parent=parent,
        segments=[_pieces(segment.spans) for segment in quote.segments],
        score=quote.score,
        reason=quote.reason,
    )


def _speaker_shape(speaker: Speaker) -> SpeakerShape:
    return SpeakerShape(
        name=speaker.name,
        kind=speaker.kind,
        key=speaker.key,
        role=speaker.role,
        affiliation=speaker.affiliation,
        mentions=_pieces(speaker.mentions),
        via=_piece(speaker.via),
        score=speaker.score,
        reason=speaker.reason,
    )


def _piece(span: TextSpan | None) -> tuple[int, int] | None:
    return (span.start, span.end) if span else None


def _pieces(spans: Sequence[TextSpan]) -> Pieces:
    return [(span.start, span.end) for span in spans]


def _loads(text: str) -> Any:
    if not isinstance(text, str):
        raise TextError(f"JSON is read from a string, got {type(text).__name__}: decode it first")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(
            f"this is not JSON ({error}), it starts with {text[:40]!r}: give what quotekit wrote"
        ) from error


def _check_version(data: object, *, default: int | None) -> None:
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


def _quotes_of(shapes: Sequence[QuoteShape], text: str) -> list[Quote]:
    """The quotes, in order, each parent made before what is nested in it."""
    made: dict[int, Quote] = {}
    for i in range(len(shapes)):
        for j in reversed(_ancestry(shapes, i, made)):
            parent = shapes[j].parent
            made[j] = _quote_of(shapes[j], text, j, None if parent is None else made[parent])
    return [made[i] for i in range(len(shapes))]


def _ancestry(shapes: Sequence[QuoteShape], i: int, made: Mapping[int, Quote]) -> list[int]:
    """``i``, its parent, and so on, up to one that is made already. Without recursion."""
    chain: dict[int, None] = {}
    place: int | None = i
    while place is not None and place not in made:
        if not 0 <= place < len(shapes):
            raise FormatError(
                f'"parent" is {place} @ $.quotes[{list(chain)[-1]}], there are {len(shapes)} '
                "quotes: it is to be a position in the list, or null"
            )
        if place in chain:
            raise FormatError(f'quotes {list(chain)} are each other\'s parents: set one "parent" to null')
        chain[place] = None
        place = shapes[place].parent
    return list(chain)


def _quote_of(shape: QuoteShape, text: str, i: int, parent: Quote | None) -> Quote:
    where = f"$.quotes[{i}]"
    try:
        return Quote(
            kind=shape.kind,
            content=_spans(shape.content, text, f"{where}.content"),
            cue=_spans(shape.cue, text, f"{where}.cue"),
            source=_spans(shape.source, text, f"{where}.source"),
            verbatim=_spans(shape.verbatim, text, f"{where}.verbatim"),
            speaker=_speaker_of(shape.speaker, text, f"{where}.speaker") if shape.speaker else None,
            via=_spans([shape.via], text, f"{where}.via")[0] if shape.via else None,
            act=shape.act,
            negated=shape.negated,
            parent=parent,
            segments=[
                Segment(_spans(pieces, text, f"{where}.segments[{n}]"))
                for n, pieces in enumerate(shape.segments)
            ],
            score=shape.score,
            reason=shape.reason,
        )
    except FormatError:
        raise
    except ValueError as error:
        raise FormatError(f"{error.args[0]} @ {where}: mend it, or write the file again") from error


def _speaker_of(shape: SpeakerShape, text: str, where: str) -> Speaker:
    return Speaker(
        name=shape.name,
        kind=shape.kind,
        key=shape.key,
        role=shape.role,
        affiliation=shape.affiliation,
        mentions=_spans(shape.mentions, text, f"{where}.mentions"),
        via=_spans([shape.via], text, f"{where}.via")[0] if shape.via else None,
        score=shape.score,
        reason=shape.reason,
    )


def _spans(pieces: Pieces, text: str, where: str) -> tuple[TextSpan, ...]:
    for start, end in pieces:
        if not 0 <= start < end <= len(text):
            raise FormatError(
                f"[{start}, {end}] @ {where} is no span of the text, which has {len(text)} "
                "characters: give the text that the quotes were taken from, unchanged"
            )
    return tuple(TextSpan.of(text, start, end) for start, end in pieces)
