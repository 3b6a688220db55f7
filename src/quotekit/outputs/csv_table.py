"""Quotes as CSV, a row a quote."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from quotekit.model import Quotes
from quotekit.outputs.rows import COLUMNS, each_document, rows_of

__all__ = ["csv_parts", "to_csv"]

# What a spreadsheet takes for the start of a formula, as OWASP lists it; some programs read the wide ones so.
_FORMULA_STARTS: Final = tuple("=+-@＝＋－＠")


def to_csv(quotes: Quotes | Iterable[Quotes]) -> str:
    """The quotes as CSV (RFC 4180): a line of column names, then a line a quote; see `COLUMNS`.

    Spans are JSON, ``[[start, end], …]``, and segments a JSON list of strings; a column without a value
    is empty. Articles are other people's words, and a spreadsheet runs a cell that looks like a formula:
    a text that begins with ``=``, ``+``, ``-`` or ``@`` therefore has an apostrophe before it. NUL, where
    many readers stop, becomes ␀. Where the exact text counts, take Parquet or JSONL, or the offsets.

    >>> from quotekit.model import Article, Quote, TextSpan
    >>> text = "=1+1, he said"
    >>> quotes = Quotes(Article(text, id="a"), [Quote("direct", [TextSpan.of(text, 0, 4)])])
    >>> lines = to_csv(quotes).splitlines()
    >>> lines[0][:24], lines[1][:36]
    ('doc,outlet,published,tit', "a,,,,,0,direct,speech,false,'=1+1,0,")
    """
    return "".join(csv_parts(quotes))


def csv_parts(quotes: Quotes | Iterable[Quotes]) -> Iterator[str]:
    """The CSV of `to_csv` in pieces, an article at a time."""
    documents = each_document(quotes)
    yield _lines([[column.name for column in COLUMNS]])
    for document in documents:
        rows = ([_cell(value) for value in row.values()] for row in rows_of(document))
        yield _lines(rows)


def _lines(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    # The line end of the standard; with it, both its characters are quoted inside a cell.
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        pieces = [[one["start"], one["end"]] if isinstance(one, dict) else one for one in value]
        return json.dumps(pieces, ensure_ascii=False)
    if not isinstance(value, str):
        return str(value)
    text = value.replace("\0", "␀")
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text
