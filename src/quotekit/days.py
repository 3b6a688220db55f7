"""Days of the calendar as articles and searches have them: "2024-05-31"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

__all__ = ["day_of"]

# `date.fromisoformat` takes other forms too, "20240531" and weeks, and which depends on the Python.
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(text: str) -> date | None:
    """The day that a text names, as year, month and day; `None` for other forms, and days that never were.

    >>> day_of("2024-02-29"), day_of("2025-02-29"), day_of("20240229")
    (datetime.date(2024, 2, 29), None, None)
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
