"""The speakers of a corpus: as a table for the terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quotekit.outputs.display import printable
from quotekit.outputs.jsonl import dump
from quotekit.outputs.screen import NARROW, draw
from quotekit.settings import SHOWN_FORMS
from quotekit.speaker_records import KnownSpeaker, Tally

__all__ = ["rank_speakers", "render_speakers", "speaker_to_dict", "speaker_to_line"]


def rank_speakers(speakers: Iterable[KnownSpeaker]) -> list[KnownSpeaker]:
    """The speakers by their number of quotes, the most first; of equals by the name."""
    return sorted(speakers, key=lambda speaker: (-speaker.count, speaker.name, speaker.id))


def render_speakers(
    speakers: Iterable[KnownSpeaker], *, n_unnamed: int = 0, width: int = 100, is_coloured: bool = False
) -> str:
    """The speakers as a table of ``width`` columns, the most quoted first, with the number of the unnamed.

    On a narrow terminal it is a list. Of many roles, affiliations or spellings the commonest are shown.
    What a terminal would obey is made visible.

    >>> print(render_speakers([], n_unnamed=2))
    no speakers
    no name: 2
    <BLANKLINE>
    """
    ranked = rank_speakers(speakers)
    parts: list[RenderableType] = [_heading(ranked)]
    if ranked:
        parts.append(_list(ranked) if width < NARROW else _table(ranked))
    if n_unnamed:
        parts.append(Text(f"no name: {n_unnamed}", "dim"))
    return draw(parts, width=width, is_coloured=is_coloured)


def speaker_to_dict(speaker: KnownSpeaker) -> dict[str, Any]:
    """The speaker as plain dicts, lists, strings and numbers, its tallies as ``{"Sergei Lavrov": 2}``."""
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        "count": speaker.count,
        "docs": list(speaker.docs),
        "names": dict(speaker.names),
        "roles": dict(speaker.roles),
        "affiliations": dict(speaker.affiliations),
        "link": speaker.link,
        "linked": list(speaker.linked),
        "possible": list(speaker.possible),
        "merges": [
            {
                "id": merge.id,
                "names": list(merge.names),
                "reason": merge.reason,
                "score": merge.score,
                "by_hand": merge.by_hand,
            }
            for merge in speaker.merges
        ],
    }


def speaker_to_line(speaker: KnownSpeaker) -> str:
    """The speaker as one line for a JSONL file, without the newline."""
    return dump(speaker_to_dict(speaker))


def _heading(speakers: Sequence[KnownSpeaker]) -> Text:
    if not speakers:
        return Text("no speakers", "bold")
    n, n_quotes = len(speakers), sum(speaker.count for speaker in speakers)
    return Text.assemble(
        (f"{n} speaker{'' if n == 1 else 's'}", "bold"),
        (f" · {n_quotes} quote{'' if n_quotes == 1 else 's'}", "dim"),
    )


def _table(speakers: Sequence[KnownSpeaker]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1))
    table.add_column("speaker", style="bold cyan", ratio=5, overflow="fold")
    table.add_column("kind", style="dim", width=len("organisation"), overflow="fold")
    table.add_column("quotes", justify="right", width=len("quotes"))
    table.add_column("articles", justify="right", width=len("articles"))
    table.add_column("role, affiliation", ratio=7, overflow="fold")
    table.add_column("also as", style="yellow", ratio=5, overflow="fold")
    for speaker in speakers:
        n_docs = str(len(speaker.docs))
        cells = (
            _name(speaker),
            speaker.kind,
            str(speaker.count),
            n_docs,
            _described(speaker),
            _others(speaker),
        )
        table.add_row(*map(Text, cells))
    return table


def _list(speakers: Sequence[KnownSpeaker]) -> RenderableType:
    grid = Table.grid(expand=True)
    for speaker in speakers:
        n_quotes, n_docs = speaker.count, len(speaker.docs)
        counts = (
            f"{n_quotes} quote{'' if n_quotes == 1 else 's'}, {n_docs} article{'' if n_docs == 1 else 's'}"
        )
        grid.add_row(
            Text.assemble(
                (_name(speaker), "bold cyan"), (f" · {speaker.kind} · {counts}", "dim"), overflow="fold"
            )
        )
        described, others = _described(speaker), _others(speaker)
        lines = Text(described, overflow="fold")
        if others:
            lines.append("\n" if described else "").append(f"also as {others}", "yellow")
        grid.add_row(Padding(lines, (0, 0, 1, 2)) if lines else Text())
    return grid


def _name(speaker: KnownSpeaker) -> str:
    return printable(speaker.name) or "—"


def _described(speaker: KnownSpeaker) -> str:
    return "; ".join(filter(None, (_forms(speaker.roles), _forms(speaker.affiliations))))


def _others(speaker: KnownSpeaker) -> str:
    """The spellings beside the one that stands for the speaker."""
    return _forms(tuple((name, count) for name, count in speaker.names if name != speaker.name))


def _forms(forms: Tally) -> str:
    shown = [printable(form) for form, _ in forms[:SHOWN_FORMS]]
    n_more = len(forms) - len(shown)
    return ", ".join([*shown, *([f"and {n_more} more"] if n_more else [])])
