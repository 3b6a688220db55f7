"""Statements for the terminal: each as a block, with its variants beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quotekit.model import Verdict
from quotekit.outputs.display import printable
from quotekit.outputs.renderings import (
    Dispute,
    differing_parts,
    disputes_of,
    outlet_label,
    shown_date,
    speaker_line,
    summary,
)
from quotekit.outputs.screen import NARROW, draw
from quotekit.statements.records import Statement, Variant

__all__ = ["dispute_line", "render_statements", "render_verdict"]

# Columns: the name of an outlet has so many, though it be long and the terminal narrow.
_OUTLET_WIDTH = 14
_RELATIONS = {
    "same": "they say the same",
    "contains": "one contains the other",
    "overlaps": "they overlap",
    "conflicting": "they conflict",
    "different": "they say different things",
}


def render_statements(
    statements: Sequence[Statement], *, n_left_out: int = 0, width: int = 100, is_coloured: bool = False
) -> str:
    """The statements in ``width`` columns, in the order given: words, speaker, disagreements, variants.

    ``n_left_out`` is how many have too few variants to be among them. In colour, the words that the
    representative lacks are underlined. What a terminal would obey is made visible.

    >>> print(render_statements([]))
    no statements
    <BLANKLINE>
    """
    parts: list[RenderableType] = [Text(summary(statements, n_left_out=n_left_out), "bold"), Text()]
    for number, statement in enumerate(statements, start=1):
        parts += [*_block(number, statement, width), Text()]
    if n_left_out and statements:
        parts.append(Text(f"not shown, with fewer variants: {n_left_out}", "dim"))
    else:
        parts.pop()
    return draw(parts, width=width, is_coloured=is_coloured)


def render_verdict(verdict: Verdict, *, width: int = 100, is_coloured: bool = False) -> str:
    """The verdict on two texts in words: same or not, how sure, the relation, reasons, conflicts.

    >>> print(render_verdict(Verdict(True, 0.934, ("the numbers agree",), "contains")))
    the same statement · score 0.93 · one contains the other
      the numbers agree
    <BLANKLINE>
    """
    head = Text.assemble(
        ("the same statement" if verdict.same else "not the same statement", "bold"),
        (f" · score {verdict.score:.2f}", "dim"),
        (f" · {_RELATIONS[verdict.relation]}" if verdict.relation else "", "dim"),
    )
    parts: list[RenderableType] = [head]
    for conflict in verdict.conflicts:
        words = f"{conflict.kind}: {_quoted(conflict.a)} · {_quoted(conflict.b)}"
        parts.append(Padding(Text(f"! {words}", "bold red"), (0, 0, 0, 2)))
    parts += [Padding(Text(printable(reason)), (0, 0, 0, 2)) for reason in verdict.reasons]
    return draw(parts, width=width, is_coloured=is_coloured)


def _block(number: int, statement: Statement, width: int) -> Iterator[RenderableType]:
    indent = len(str(number)) + 2
    grid = Table.grid(expand=True)
    grid.add_column(width=indent)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(Text(str(number), "dim"), Text(printable(statement.text), "bold"))
    grid.add_row("", Text(speaker_line(statement), "cyan"))
    for dispute in disputes_of(statement):
        grid.add_row("", Text(f"! {dispute_line(dispute)}", "bold red"))
    yield grid
    if len(statement.variants) > 1:
        shown = _list(statement) if width < NARROW else _table(statement, width)
        yield Padding(shown, (0, 0, 0, indent))


def dispute_line(dispute: Dispute) -> str:
    """The dispute in one line: ``number: “eight” Reuters · “ten” TASS (kept apart)``."""
    sides = (
        f"{_quoted(side.words)} {', '.join(side.outlets)}{' (kept apart)' if side.apart else ''}"
        for side in dispute.sides
    )
    return f"{dispute.kind}: {' · '.join(sides)}"


def _table(statement: Statement, width: int) -> Table:
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    dates = [shown_date(variant.published) for variant in statement.variants]
    if any(dates):
        grid.add_column(style="dim", width=min(16, max(map(len, dates))), overflow="fold")
    longest = max(cell_len(outlet_label(variant)) for variant in statement.variants)
    grid.add_column(width=min(longest, max(_OUTLET_WIDTH, width // 6)), overflow="fold")
    grid.add_column(style="dim", width=len("paraphrase"))
    grid.add_column(ratio=1, overflow="fold")
    for date, variant in zip(dates, statement.variants, strict=True):
        cells = [Text(outlet_label(variant)), Text(variant.wording), _words(statement, variant)]
        grid.add_row(*([Text(date)] if any(dates) else []), *cells)
    return grid


def _list(statement: Statement) -> Table:
    grid = Table.grid(expand=True)
    for variant in statement.variants:
        facts = (outlet_label(variant), variant.wording, shown_date(variant.published))
        grid.add_row(Text(" · ".join(filter(None, facts)), "dim", overflow="fold"))
        grid.add_row(Padding(_words(statement, variant), (0, 0, 0, 2)))
    return grid


def _words(statement: Statement, variant: Variant) -> Text:
    shown = Text(overflow="fold")
    for part, is_other in differing_parts(printable(variant.text), printable(statement.text)):
        shown.append(part, "underline" if is_other else "")
    return shown


def _quoted(words: str) -> str:
    return f"“{printable(words)}”" if words else "without it"
