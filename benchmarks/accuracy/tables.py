"""The figures as tables, for a terminal or for the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from benchmarks.accuracy.figures import FIGURES, Calibrated, Point, Row
from benchmarks.accuracy.groups import Split

__all__ = [
    "NOTHING",
    "Table",
    "curve_table",
    "main_table",
    "markdown",
    "plain",
    "reliability_table",
    "split_table",
]

PEERS_FILE = Path(__file__).with_name("peers.json")
NOTHING = "–"
BAR = 30


@frozen
class Table:
    """A heading, the names of the columns, and the rows, all as text. ``note`` says what to know."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def main_table(own: Row, source_accuracy: float) -> Table:
    """The peers' F, and our own with its intervals; ``source_accuracy`` in 0..1."""
    peers = json.loads(PEERS_FILE.read_text(encoding="utf-8"))
    rows = [(peer["name"], *(f"{value:.1f}" for value in peer["figures"])) for peer in peers]
    rows.append((f"**{own.name}**", *(_with_interval(own, at, 2) for at in range(len(FIGURES)))))
    note = (
        f"Percent F; in brackets 95 % intervals over articles. Attribution of {own.name}: "
        f"{own.n_pred} predicted, {own.n_gold} gold, precision {_with_interval(own, -1, 0)}, "
        f"recall {_with_interval(own, -1, 1)}; where the content is right (relaxed) and the annotators "
        f"have a source, the source is right in {100 * source_accuracy:.1f} %."
    )
    return Table("All attributions", ("", *(name.replace("_", " ") for name in FIGURES)), tuple(rows), note)


def split_table(split: Split, rows: Sequence[Row], note: str = "") -> Table:
    """Recall of every figure over the gold of a group, and precision of attribution over its predictions."""
    recall_columns = tuple(f"{name.replace('_', ' ')} R" for name in FIGURES)
    columns = ("", "gold", *recall_columns, "predicted", "attribution P", "attribution F")
    cells = []
    for row in rows:
        recalls = [f"{100 * row.values[at, 1]:.1f}" for at in range(len(FIGURES) - 1)]
        gold = [str(row.n_gold), *recalls, _with_interval(row, -1, 1)]
        if not split.gold or not row.n_gold:
            gold = [str(row.n_gold) if split.gold else NOTHING] + [NOTHING] * len(FIGURES)
        pred = [str(row.n_pred), _with_interval(row, -1, 0)]
        if not split.pred or not row.n_pred:
            pred = [str(row.n_pred) if split.pred else NOTHING, NOTHING]
        # Where the two sides are groups of different kinds, or one has none, an F would mean nothing.
        both = split.is_one_kind and row.n_gold and row.n_pred
        cells.append((row.name, *gold, *pred, _with_interval(row, -1, 2) if both else NOTHING))
    return Table(f"By {split.name}", columns, tuple(cells), note)


def _with_interval(row: Row, figure: int, column: int) -> str:
    value, low, high = (100 * float(part[figure, column]) for part in (row.values, row.low, row.high))
    return f"{value:.1f} ({low:.1f}–{high:.1f})"


def reliability_table(found: Calibrated) -> Table:
    """The bins; the bar is the share right, the stroke stands where it should end."""
    rows = [
        (
            f"{one.low:.1f}–{one.high:.1f}",
            str(one.n),
            f"{one.score:.3f}" if one.n else NOTHING,
            f"{one.right:.3f}" if one.n else NOTHING,
            _bar(one.right, one.score) if one.n else "",
        )
        for one in found.bins
    ]
    value, low, high = found.error
    note = f"Expected calibration error {value:.3f} ({low:.3f}–{high:.3f})."
    return Table("Reliability", ("score", "predicted", "mean score", "right", ""), tuple(rows), note)


def _bar(right: float, score: float) -> str:
    bar = list("#" * round(BAR * right) + "." * (BAR - round(BAR * right)))
    bar[min(round(BAR * score), BAR - 1)] = "|"
    return "".join(bar)


def curve_table(points: Sequence[Point], marked: Sequence[tuple[str, Point | None]]) -> Table:
    """Attribution by least score, as far as any is that high, then the points that have a name."""
    rows = [_point_cells(f"{point.threshold:.2f}", point) for point in points if point.n_pred]
    for name, point in marked:
        empty = (f"**{name}**", *[NOTHING] * 4)
        rows.append(_point_cells(f"**{name}, {point.threshold:.2f}**", point) if point else empty)
    columns = ("min_score", "predicted", "precision", "recall", "F")
    return Table("Precision and recall by least score", columns, tuple(rows))


def _point_cells(name: str, point: Point) -> tuple[str, ...]:
    shares = (point.precision, point.recall, point.f1)
    return (
        name,
        str(point.n_pred),
        *(f"{100 * value:.1f} ({100 * low:.1f}–{100 * high:.1f})" for value, low, high in shares),
    )


def markdown(table: Table) -> Iterator[str]:
    """The lines of a section for the documentation."""
    yield f"### {table.title}"
    yield ""
    yield "| " + " | ".join(table.columns) + " |"
    yield "|" + "---|" * len(table.columns)
    for row in table.rows:
        # A bar holds strokes, which would end its cell.
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    if table.note:
        yield ""
        yield table.note
    yield ""


def plain(table: Table) -> Iterator[str]:
    """The lines for a terminal, in columns."""
    rows = [tuple(cell.replace("**", "").replace("`", "") for cell in row) for row in table.rows]
    widths = [max(len(row[at]) for row in (table.columns, *rows)) for at in range(len(table.columns))]
    yield table.title
    for row in (table.columns, *rows):
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([first.strip().ljust(widths[0]), *others]).rstrip()
    if table.note:
        yield table.note
    yield ""
