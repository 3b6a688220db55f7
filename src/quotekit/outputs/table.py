"""Quotes as a table for the terminal: speaker, kind, cue, text."""

from __future__ import annotations

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quotekit.model import Quote, Quotes
from quotekit.outputs.display import kind_label, printable, speaker_label
from quotekit.outputs.screen import NARROW, draw

__all__ = ["render_table"]


def render_table(quotes: Quotes, *, width: int = 100, is_coloured: bool = False) -> str:
    """The quotes of one article as a table of ``width`` columns, under the article's name.

    A line a quote, wrapped; on a narrow terminal a list instead. A speaker in brackets is the
    source as the text has it, of whom no name is known. What a terminal would obey is made visible.

    >>> from quotekit.model import Article
    >>> print(render_table(Quotes(Article("No.", id="a.txt"))))
    a.txt · no quotes
    <BLANKLINE>
    """
    parts: list[RenderableType] = [_heading(quotes)]
    if quotes.items:
        parts.append(_list(quotes) if width < NARROW else _table(quotes))
    return draw(parts, width=width, is_coloured=is_coloured)


def _heading(quotes: Quotes) -> Text:
    name = printable(quotes.article.id or "text")
    n = len(quotes)
    count = f"{n or 'no'} quote{'' if n == 1 else 's'}"
    return Text.assemble((name, "bold"), (f" · {count}", "dim"))


def _table(quotes: Quotes) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1))
    table.add_column("speaker", style="bold cyan", ratio=5, overflow="fold")
    # As wide as "indirect,", so that a longer kind wraps at its comma.
    table.add_column("kind", style="dim", width=9, overflow="fold")
    table.add_column("cue", style="yellow", ratio=3, overflow="fold")
    table.add_column("text", ratio=13, overflow="fold")
    for quote in quotes:
        table.add_row(*map(Text, (speaker_label(quote), kind_label(quote), _cue(quote), _text(quote))))
    return table


def _list(quotes: Quotes) -> RenderableType:
    grid = Table.grid(expand=True)
    for quote in quotes:
        head = Text.assemble((speaker_label(quote), "bold cyan"), (f" · {kind_label(quote)}", "dim"))
        if cue := _cue(quote):
            head.append(f" · {cue}", "yellow")
        grid.add_row(head)
        grid.add_row(Padding(Text(_text(quote), overflow="fold"), (0, 0, 1, 2)))
    return grid


def _cue(quote: Quote) -> str:
    return printable(" … ".join(span.text for span in quote.cue))


def _text(quote: Quote) -> str:
    return printable(quote.text)
