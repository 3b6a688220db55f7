"""What comes out: a `Statement` with its `Variant`s, and the `Match` of a quote in another text."""

from __future__ import annotations

import sys
from typing import Literal, get_args

from attrs import field, frozen
from attrs.validators import ge, in_, instance_of, le, optional

from quotekit.model import Article, Difference, Quote, Segment, Speaker, TextSpan

__all__ = ["Disagreement", "Match", "MatchKind", "Statement", "Variant", "Wording"]

Wording = Literal["verbatim", "mixed", "paraphrase"]
MatchKind = Literal["verbatim", "shortened", "altered", "absent"]


@frozen
class Variant:
    """How one quote of one article renders a statement.

    ``segments`` are the clauses of the quote that render it. ``score``, in 0..1, is how likely they do.
    """

    quote: Quote
    article: Article
    segments: tuple[Segment, ...] = field(converter=tuple[Segment, ...])
    score: float = field(default=1.0, validator=[ge(0.0), le(1.0)])

    @property
    def outlet(self) -> str | None:
        """Who published it."""
        return self.article.outlet

    @property
    def published(self) -> str | None:
        """When it was published, as the article says."""
        return self.article.published

    @property
    def wording(self) -> Wording:
        """Whether the clauses stand inside quotation marks, in part, or not at all."""
        inside = sum(
            max(0, min(span.end, mark.end) - max(span.start, mark.start))
            for segment in self.segments
            for span in segment.spans
            for mark in self.quote.verbatim
        )
        length = sum(span.end - span.start for segment in self.segments for span in segment.spans)
        # A closing comma or full stop may stand on the other side of the mark.
        return "paraphrase" if not inside else "verbatim" if inside >= length - 2 else "mixed"

    @property
    def text(self) -> str:
        """The clauses, joined by ``" … "``."""
        return " … ".join(segment.text for segment in self.segments)


@frozen
class Disagreement:
    """A fact on which variants of a statement, or a near variant that stands apart, differ.

    ``a`` and ``b`` are positions in ``variants``; ``b`` is `None` where the other one is no variant but
    a rendering kept apart for this difference, which is ``other``.
    """

    difference: Difference
    a: int = field(validator=[instance_of(int), ge(0)])
    b: int | None = field(default=None, validator=optional([instance_of(int), ge(0)]))
    other: Variant | None = field(default=None, validator=optional(instance_of(Variant)))


@frozen
class Statement:
    """One statement with its renderings, in the order of date, outlet and article.

    ``representative`` is the position of the variant that stands for all, ``why`` says why it does.
    ``first_reported`` is the earliest date among the variants. ``disagreements`` are facts on which
    near variants differ. ``score``, in 0..1, is the probability that all are one statement.
    """

    id: str = field(validator=instance_of(str))
    speaker: Speaker | None = field(validator=optional(instance_of(Speaker)))
    variants: tuple[Variant, ...] = field(converter=tuple[Variant, ...])
    representative: int = field(default=0, validator=[instance_of(int), ge(0)])
    why: str = field(default="", validator=instance_of(str))
    first_reported: str | None = field(default=None, validator=optional(instance_of(str)))
    disagreements: tuple[Disagreement, ...] = field(default=(), converter=tuple[Disagreement, ...])
    score: float = field(default=1.0, validator=[ge(0.0), le(1.0)])

    def __attrs_post_init__(self) -> None:
        if self.representative >= len(self.variants):
            raise ValueError(
                f"a statement needs a representative among its {len(self.variants)} variants, "
                f"got position {self.representative}: count from 0"
            )

    @property
    def text(self) -> str:
        """The words of the representative."""
        return self.variants[self.representative].text

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that report it, in the order of the variants, each once."""
        return tuple(dict.fromkeys(variant.outlet for variant in self.variants if variant.outlet))

    def _repr_html_(self) -> str:
        """What a notebook shows: what `quotekit.render_statement_fragment` gives."""
        # The package is asked, as `Quotes` asks it: outputs stand below the records.
        fragment: str = sys.modules["quotekit"].render_statement_fragment(self)
        return fragment


@frozen
class Match:
    """Where a quote stands in a transcript, and how near it is to what stands there.

    ``spans`` are the places in the transcript, none where it is absent; ``differences`` are the words
    that differ, as pairs (of the quote, of the transcript), ``""`` where one side has none.
    """

    kind: MatchKind = field(validator=in_(get_args(MatchKind)))
    spans: tuple[TextSpan, ...] = field(default=(), converter=tuple[TextSpan, ...])
    differences: tuple[tuple[str, str], ...] = field(default=(), converter=tuple[tuple[str, str], ...])
    score: float = field(default=0.0, validator=[ge(0.0), le(1.0)])
    reason: str = field(default="", validator=instance_of(str))
