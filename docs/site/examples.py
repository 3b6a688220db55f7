"""Docstrings for the site: their doctests as code, since `>>>` is three nested quotes in Markdown."""

from __future__ import annotations

from typing import Any

import griffe

__all__ = ["FencedExamples", "fence_examples"]


def fence_examples(text: str) -> str:
    """The docstring with a fence around each run of lines from a ``>>>`` to a blank line or the end.

    >>> fence_examples("Twice.\\n\\n>>> 1 + 1\\n2").splitlines()
    ['Twice.', '', '```pycon', '>>> 1 + 1', '2', '```']
    """
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        if not inside and line.startswith(">>> "):
            lines.append("```pycon")
            inside = True
        elif inside and not line.strip():
            lines.append("```")
            inside = False
        lines.append(line)
    return "\n".join([*lines, "```"] if inside else lines)


class FencedExamples(griffe.Extension):
    """The griffe extension that mkdocstrings loads."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Fences the examples of one object, in place."""
        if obj.docstring:
            obj.docstring.value = fence_examples(obj.docstring.value)
