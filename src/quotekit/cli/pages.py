"""The command that shows: ``quotekit render``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotekit.cli.options import (
    Acts,
    AliasFile,
    BatchSize,
    Encoding,
    KeepGoing,
    MinScore,
    NProcess,
    Paths,
    Pipeline,
)
from quotekit.cli.running import FAILED, file_of, noting, read_quotes, reading, write
from quotekit.errors import QuotekitError, UsageError
from quotekit.settings import BATCH_SIZE, MIN_SCORE

if TYPE_CHECKING:
    from quotekit.model import Quotes
    from quotekit.statements.records import Statement

__all__ = ["render"]

# What the name of a page ends in; another name is that of a folder.
_PAGE = frozenset({".html", ".htm"})

PageOut = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER | FILE.html",
        help="A folder, made where absent, for quotes.html and statements.html; a name that ends in .html is "
        "one page with both. Without it, and for -: that page on standard output.",
        show_default=False,
    ),
]


def render(
    paths: Paths,
    *,
    out: PageOut = None,
    aliases: AliasFile = None,
    acts: Acts = "speech",
    min_score: MinScore = MIN_SCORE,
    nlp: Pipeline = None,
    encoding: Encoding = "utf-8",
    keep_going: KeepGoing = False,
    batch_size: BatchSize = BATCH_SIZE,
    n_process: NProcess = 1,
) -> None:
    """Write web pages of texts: quotes where they stand, statements as each outlet renders them.

    Each quote leads to its statement and each variant to its place in the article. The pages need nothing
    beside themselves: no network, no other file.
    """
    out = file_of(out)
    is_folder = out is not None and out.suffix.lower() not in _PAGE
    failed: list[QuotekitError] = []
    options = reading(acts, min_score, nlp=nlp, batch_size=batch_size, n_process=n_process)
    note = noting(failed, keep_going=keep_going)
    written = {"--out": out}
    if out is not None and is_folder:
        written = _check_folder(out)
    results = read_quotes(paths, encoding, note, written, options, once=True)
    if out is not None and is_folder:
        _write_pages(out, *_read(results, aliases))
    else:
        write(out, _one_page(results, aliases))
    if failed:
        raise typer.Exit(FAILED)


def _check_folder(out: Path) -> dict[str, Path | None]:
    """The pages to be written, by what to call them. Raises `UsageError` where the folder cannot be there."""
    from quotekit.outputs.pages import QUOTES_PAGE, STATEMENTS_PAGE

    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {str(out)!r} is a file: name a folder, or a page that ends in .html")
    if not out.exists() and not out.absolute().parent.is_dir():
        raise UsageError(
            f"--out {str(out)!r} has no folder {str(out.parent)!r} to be in: name one in a folder that exists"
        )
    return {f"{name} of --out,": out / name for name in (QUOTES_PAGE, STATEMENTS_PAGE)}


def _read(results: Iterator[Quotes], aliases: Path | None) -> tuple[list[Quotes], list[Statement]]:
    from quotekit.names import read_aliases
    from quotekit.statements.grouping import group_statements

    known = read_aliases(aliases) if aliases else None
    articles = list(results)
    return articles, group_statements(articles, aliases=known)


def _one_page(results: Iterator[Quotes], aliases: Path | None) -> Iterator[str]:
    from quotekit.outputs.pages import one_page_parts

    yield from one_page_parts(*_read(results, aliases))


def _write_pages(out: Path, articles: list[Quotes], statements: list[Statement]) -> None:
    from quotekit.outputs.pages import render_pages

    pages = render_pages(articles, statements)
    out.mkdir(exist_ok=True)
    for name, text in pages.items():
        write(out / name, [text])
