"""Tables and lists as text of a given width, whatever the terminal and the data."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

from rich.console import Console, RenderableType

__all__ = ["NARROW", "draw"]

NARROW: Final = 64
"""Columns: below it the last column of a table would have fewer than 25, and a list reads better."""


def draw(parts: Iterable[RenderableType], *, width: int, is_coloured: bool) -> str:
    """The parts one under the other, as text of ``width`` columns."""
    # Its own console, writing to a string: nothing of the environment (TERM, NO_COLOR, a notebook)
    # and nothing in the text (markup, emoji codes, what looks like a path) changes the result.
    console = Console(
        file=io.StringIO(),
        width=max(width, 20),
        force_terminal=is_coloured,
        color_system="standard" if is_coloured else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return capture.get() if is_coloured else _without_padding(capture.get())


def _without_padding(text: str) -> str:
    return "".join(line.rstrip() + "\n" for line in text.split("\n")).removesuffix("\n")
