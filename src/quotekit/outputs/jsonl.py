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

from quotekit.errors import FormatError
from quotekit.model import Article, Quote, Quotes, Segment, TextSpan
from quotekit.outputs.shape import (
    DocumentShape,
    LineShape,
    QuoteShape,
    structure,
    unstructure,
)
from quotekit.outputs.shaping import (
    VERSION,
    check_version,
    load_json,
    piece_of,
    pieces_of,
    spans_at,
    speaker_of,
    speaker_shape,
)

__all__ = ["dump", "from_dict", "from_json", "from_line", "parent_places", "to_dict", "to_json", "to_line"]

_Key = tuple[tuple[TextSpan, ...], ...]

# Legal inside a JSON string, and yet ends of line to `str.splitlines`: a JSONL file is to be one
# record a line for whoever cuts it. Lone surrogates have no UTF-8.
_LINE_ENDS = (0x85, 0x2028, 0x2029)
_ESCAPED = {code: f"\\u{code:04x}" for code in (*_LINE_ENDS, *range(0xD800, 0xE000))}


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
    check_version(data, default=None)
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
    return from_dict(load_json(text))


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
    data = load_json(line) if isinstance(line, str) else line
    check_version(data, default=VERSION)
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
    """``data`` as JSON that UTF-8 can hold, on one line for everybody unless ``indent`` is given."""
    return json.dumps(data, ensure_ascii=False, indent=indent).translate(_ESCAPED)


def parent_places(quotes: Quotes) -> list[int | None]:
    """For each quote the place of its parent among the quotes.

    A ``parent`` that is not itself among the quotes (its act was not asked for, its score was too low)
    is replaced by the nearest one around it that is, or by `None`.

    >>> parent_places(Quotes(Article("No.")))
    []
    """
    places = {_key(quote): i for i, quote in reversed(list(enumerate(quotes)))}
    same = {id(quote): i for i, quote in enumerate(quotes)}
    return [_place_of_parent(quote, i, same, places) for i, quote in enumerate(quotes)]


def _quote_dicts(quotes: Quotes) -> list[dict[str, Any]]:
    shapes = [_shape_of(*pair) for pair in zip(quotes, parent_places(quotes), strict=True)]
    return [unstructure(shape) for shape in shapes]


def _key(quote: Quote) -> _Key:
    """What makes two quotes of one article the same attribution.

    A parent may be an earlier copy of the quote in the list (from before its speaker was known),
    so it is looked for by this and not by all that it holds.
    """
    return (quote.content, quote.cue, quote.source)


def _place_of_parent(
    quote: Quote, own: int, same: Mapping[int, int], places: Mapping[_Key, int]
) -> int | None:
    parent = quote.parent
    while parent is not None:
        place = same.get(id(parent), places.get(_key(parent)))
        if place not in {None, own}:
            return place
        parent = parent.parent
    return None


def _shape_of(quote: Quote, parent: int | None) -> QuoteShape:
    return QuoteShape(
        kind=quote.kind,
        content=pieces_of(quote.content),
        cue=pieces_of(quote.cue),
        source=pieces_of(quote.source),
        verbatim=pieces_of(quote.verbatim),
        speaker=speaker_shape(quote.speaker) if quote.speaker else None,
        via=piece_of(quote.via),
        act=quote.act,
        negated=quote.negated,
        parent=parent,
        segments=[pieces_of(segment.spans) for segment in quote.segments],
        score=quote.score,
        reason=quote.reason,
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
            content=spans_at(shape.content, text, f"{where}.content"),
            cue=spans_at(shape.cue, text, f"{where}.cue"),
            source=spans_at(shape.source, text, f"{where}.source"),
            verbatim=spans_at(shape.verbatim, text, f"{where}.verbatim"),
            speaker=speaker_of(shape.speaker, text, f"{where}.speaker") if shape.speaker else None,
            via=spans_at([shape.via], text, f"{where}.via")[0] if shape.via else None,
            act=shape.act,
            negated=shape.negated,
            parent=parent,
            segments=[
                Segment(spans_at(pieces, text, f"{where}.segments[{n}]"))
                for n, pieces in enumerate(shape.segments)
            ],
            score=shape.score,
            reason=shape.reason,
        )
    except FormatError:
        raise
    except ValueError as error:
        raise FormatError(f"{error.args[0]} @ {where}: mend it, or write the file again") from error
