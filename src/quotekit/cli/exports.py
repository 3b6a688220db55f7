"""The formats of ``quotekit extract``: what each writes, and where it may go."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from quotekit.cli.options import QuoteFormat
from quotekit.cli.running import as_list, look, write
from quotekit.errors import UsageError

if TYPE_CHECKING:
    from quotekit.model import Quotes

__all__ = ["check_place", "write_quotes"]


def check_place(format: QuoteFormat, out: Path | None) -> None:
    """Raises `UsageError` where a format cannot go: a folder to standard output, bytes to a terminal."""
    if out is None and format is QuoteFormat.brat:
        raise UsageError("--format brat writes a folder of files, and there is no --out: give --out FOLDER")
    if out is None and format is QuoteFormat.parquet and sys.stdout.isatty():
        raise UsageError("--format parquet is not for a terminal: give --out FILE, or send it through a pipe")


def write_quotes(format: QuoteFormat, out: Path | None, results: Iterable[Quotes]) -> None:
    """Writes the quotes to the file, to the folder, or to standard output, whole or not at all."""
    if format is QuoteFormat.brat and out is not None:
        from quotekit.quote_files import write_brat

        write_brat(results, out)
        return
    if format is QuoteFormat.table:
        write(out, _table(results, is_screen=out is None), is_drawn=True)
        return
    is_record = format in {QuoteFormat.json, QuoteFormat.jsonl, QuoteFormat.html}
    parts = _records(format, results) if is_record else _exported(format, results)
    write(out, parts)


def _table(results: Iterable[Quotes], *, is_screen: bool) -> Iterator[str]:
    """The tables of the articles, with their own colours, in which nothing is left to obey."""
    from quotekit.outputs.table import render_table

    for i, quotes in enumerate(results):
        yield ("\n" if i else "") + render_table(quotes, **look(is_screen=is_screen))


def _records(format: QuoteFormat, results: Iterable[Quotes]) -> Iterator[str | bytes]:
    """The output to be looked at in a browser, or to be loaded again, in pieces."""
    from quotekit.outputs import html, jsonl

    if format is QuoteFormat.html:
        yield from html.html_parts(results)
    elif format is QuoteFormat.jsonl:
        for quotes in results:
            yield jsonl.to_line(quotes) + "\n"
    else:
        yield from as_list(map(jsonl.to_json, results))


def _exported(format: QuoteFormat, results: Iterable[Quotes]) -> Iterator[str | bytes]:
    """The output for other programs, in pieces."""
    from quotekit.outputs import conll, csv_table, frames, jsonld, tei

    if format is QuoteFormat.parquet:
        yield from frames.parquet_parts(results)
    elif format is QuoteFormat.csv:
        yield from csv_table.csv_parts(results)
    elif format is QuoteFormat.conll:
        yield from conll.conll_parts(results)
    elif format is QuoteFormat.tei:
        yield from tei.tei_parts(results)
    else:
        yield from jsonld.jsonld_parts(results)
