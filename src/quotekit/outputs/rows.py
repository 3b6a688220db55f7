"""Quotes as rows: the columns that every table of quotes has, and one row a quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Literal

from attrs import frozen

from quotekit.errors import UsageError
from quotekit.model import Quote, Quotes, TextSpan
from quotekit.outputs.holdable import utf8_text
from quotekit.outputs.jsonl import parent_places

__all__ = ["COLUMNS", "Column", "each_document", "one_document", "rows_of"]

ColumnType = Literal["text", "integer", "number", "flag", "spans", "texts"]


@frozen
class Column:
    """One column: its name, what stands in it, and whether a quote may have nothing there."""

    name: str
    type: ColumnType = "text"
    may_lack: bool = True


COLUMNS: Final = (
    Column("doc"),
    Column("outlet"),
    Column("published"),
    Column("title"),
    Column("url"),
    Column("quote", "integer", may_lack=False),
    Column("kind", may_lack=False),
    Column("act", may_lack=False),
    Column("negated", "flag", may_lack=False),
    Column("text", may_lack=False),
    Column("start", "integer"),
    Column("end", "integer"),
    Column("cue"),
    Column("source"),
    Column("verbatim"),
    Column("speaker"),
    Column("speaker_key"),
    Column("speaker_kind"),
    Column("speaker_role"),
    Column("speaker_affiliation"),
    Column("speaker_score", "number"),
    Column("speaker_reason"),
    Column("via"),
    Column("parent", "integer"),
    Column("score", "number", may_lack=False),
    Column("reason", may_lack=False),
    Column("segments", "texts", may_lack=False),
    Column("content_spans", "spans", may_lack=False),
    Column("cue_spans", "spans", may_lack=False),
    Column("source_spans", "spans", may_lack=False),
    Column("verbatim_spans", "spans", may_lack=False),
)
"""The columns of a table of quotes, in order. ``quote`` is the place in its document, from 0, and ``parent``
that of the quote around it; ``start`` and ``end`` are the envelope of the content."""


def each_document(quotes: Quotes | Iterable[Quotes]) -> Iterator[Quotes]:
    """The documents: of one `Quotes` itself. Raises `UsageError` for what is neither one nor some of them.

    >>> from quotekit.model import Article
    >>> len(list(each_document(Quotes(Article("No.")))))
    1
    """
    if isinstance(quotes, Quotes):
        return iter([quotes])
    if isinstance(quotes, (str, bytes)) or not isinstance(quotes, Iterable):
        raise UsageError(
            f"expected what extraction returned, a Quotes or several, got {quotes!r:.60}: "
            "give extract_quotes(text), or extract_many(articles)"
        )
    return map(one_document, quotes)


def one_document(quotes: Quotes) -> Quotes:
    """The document. Raises `UsageError` for what is none, such as several of them or the quotes of one.

    >>> from quotekit.model import Article
    >>> len(one_document(Quotes(Article("No."))))
    0
    """
    if not isinstance(quotes, Quotes):
        raise UsageError(
            f"expected the Quotes of an article, got {type(quotes).__name__} {str(quotes)[:40]!r}: give one "
            "that extract_quotes or extract_many returned, not a list of them and not its single quotes"
        )
    return quotes


def rows_of(quotes: Quotes) -> Iterator[dict[str, Any]]:
    """A row a quote, as a value for each of `COLUMNS`: `None` where the quote has none.

    Spans in pieces are one text, joined by ``" … "``; the ``…_spans`` columns keep the pieces, as
    ``{"start", "end"}``. Lone surrogates become U+FFFD. A document without quotes has no row.

    >>> from quotekit.model import Article
    >>> said = Quote("direct", [TextSpan(0, 3, "No.")], cue=[TextSpan(7, 11, "said")])
    >>> row = next(rows_of(Quotes(Article("No. he said", id="a"), [said])))
    >>> row["doc"], row["text"], row["cue"], row["speaker"], row["content_spans"]
    ('a', 'No.', 'said', None, [{'start': 0, 'end': 3}])
    """
    article = quotes.article
    about = {
        "doc": article.id,
        "outlet": article.outlet,
        "published": article.published,
        "title": article.title,
        "url": article.url,
    }
    for i, (quote, parent) in enumerate(zip(quotes, parent_places(quotes), strict=True)):
        row = {**about, "quote": i, **_of_quote(quote), **_of_speaker(quote), "parent": parent}
        yield {column.name: _holdable(row[column.name]) for column in COLUMNS}


def _of_quote(quote: Quote) -> dict[str, Any]:
    envelope = quote.content or quote.cue or quote.source
    return {
        "kind": quote.kind,
        "act": quote.act,
        "negated": quote.negated,
        "text": quote.text,
        "start": envelope[0].start if envelope else None,
        "end": envelope[-1].end if envelope else None,
        "cue": _joined(quote.cue),
        "source": _joined(quote.source),
        "verbatim": _joined(quote.verbatim),
        "via": quote.via and quote.via.text,
        "score": quote.score,
        "reason": quote.reason,
        "segments": [segment.text for segment in quote.segments],
        "content_spans": _pieces(quote.content),
        "cue_spans": _pieces(quote.cue),
        "source_spans": _pieces(quote.source),
        "verbatim_spans": _pieces(quote.verbatim),
    }


def _of_speaker(quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker
    return {
        "speaker": speaker and speaker.name,
        "speaker_key": speaker and speaker.key,
        "speaker_kind": speaker and speaker.kind,
        "speaker_role": speaker and speaker.role,
        "speaker_affiliation": speaker and speaker.affiliation,
        "speaker_score": speaker and speaker.score,
        "speaker_reason": speaker and speaker.reason,
    }


def _joined(spans: Sequence[TextSpan]) -> str | None:
    return " … ".join(span.text for span in spans) if spans else None


def _pieces(spans: Sequence[TextSpan]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _holdable(value: Any) -> Any:
    if isinstance(value, str):
        return utf8_text(value)
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [utf8_text(text) for text in value]
    return value
