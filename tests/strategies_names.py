"""Strategies for names of people and bodies, odd ones and usual ones."""

from __future__ import annotations

from hypothesis import strategies as st
from strategies import texts

from quotekit.model import SpeakerKind

__all__ = ["KINDS", "NAMES"]

_WORDS = (
    "Sergei", "Sergey", "Lavrov", "Lavrow", "Kim", "Jong-un", "Xi", "al-Assad", "bin", "Abdel", "von", "Jr.",
    "H. W.", "J.", "O’Neill", "Müller", "Mr", "(born", '"Bill"', ",", "Сергей", "王", "É", "-", "’s",
)  # fmt: skip

NAMES = st.one_of(texts, st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join))
"""Any text, and rows of words that stand in names, in any order."""

KINDS: list[SpeakerKind] = ["person", "organisation", "place", "group", "document"]
