"""What the labeller makes of one cue, in tokens: the record between it and the finders."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

__all__ = ["FEATURES", "Ranges", "Reading"]

Ranges = tuple[tuple[int, int], ...]

FEATURES = ("cue", "content", "edge", "source", "has_source", "marked", "pieces", "length")
"""The numbers of a reading that its score is calculated from, in the order of `Reading.features`."""


def _filled(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The ranges that hold a token: a guard may trim one to nothing."""
    return tuple((first, last) for first, last in ranges if first < last)


@frozen(eq=False)
class Reading:
    """A cue, whom its words come from and what it reports.

    Ranges are half-open, of tokens, in the order of the text, and no two of the three share a token;
    ``source`` and ``content`` may be empty. ``head`` is the head token of the cue. ``score`` is the
    probability that source and content are right, ``features`` the numbers (named by `FEATURES`) that
    it comes from. ``by`` names what decided: the labeller or a rule.
    """

    head: int
    cue: Ranges = field(converter=_filled)
    source: Ranges = field(converter=_filled)
    content: Ranges = field(converter=_filled)
    score: float
    features: tuple[float, ...]
    by: str = "labeller"

    def tokens(self, part: Ranges) -> list[int]:
        """The tokens of some ranges, in order."""
        return [token for first, last in part for token in range(first, last)]
