"""The word lists and tables of the conversion, read from ``training/data`` once, when first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["table", "word_list"]

_DATA = Path(__file__).parent.parent / "data"


@cache
def word_list(name: str) -> frozenset[str]:
    """The entries of ``data/<name>.txt``: one a line, ``#`` lines are notes."""
    return frozenset(_lines(name))


@cache
def table(name: str) -> dict[str, str]:
    """The entries of ``data/<name>.txt``, which has two columns, as first to second."""
    return dict(line.split() for line in _lines(name))


def _lines(name: str) -> list[str]:
    """The lines that are neither empty nor notes."""
    lines = (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
