"""How examples are made, in the order of their numbers in the arrays."""

from __future__ import annotations

__all__ = ["KINDS"]

KINDS = (
    "renderings",
    "reworded",
    "another",
    "number",
    "date",
    "negation",
    "name",
    "opposite",
    "word",
    "dev",
    "tense",
)
