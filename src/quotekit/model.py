"""The records that travel along the road: frozen, checked when made, in characters.

Positions are half-open character offsets into the text exactly as it was given, so that
``text[span.start:span.end] == span.text`` holds for every span of every record.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal, get_args, overload

from attrs import Attribute, field, frozen
from attrs.validators import ge, in_, instance_of, le, optional

from quotekit.errors import TextError

__all__ = [
    "ACTS",
    "Act",
    "Article",
    "Content",
    "Cue",
    "CueForm",
    "Difference",
    "DifferenceKind",
    "Kind",
    "Mark",
    "Quote",
    "Quotes",
    "Relation",
    "Segment",
    "Source",
    "Speaker",
    "SpeakerKind",
    "TextSpan",
    "Verdict",
]

Kind = Literal["direct", "indirect", "mixed"]
Act = Literal["speech", "thought", "intention", "evidence", "refusal"]
CueForm = Literal["verb", "noun", "preposition", "colon"]
SpeakerKind = Literal["person", "organisation", "place", "group", "document"]
Relation = Literal["same", "contains", "overlaps", "conflicting", "different"]
DifferenceKind = Literal["number", "date", "name", "polarity", "direction"]

ACTS: tuple[Act, ...] = get_args(Act)


@frozen(order=True)
class TextSpan:
    """A half-open range of characters, with the text that stands there.

    Raises `ValueError` when the range is empty or negative, or does not fit the text.

    >>> TextSpan.of("Lavrov said so.", 0, 6)
    TextSpan(start=0, end=6, text='Lavrov')
    """

    start: int = field(validator=[instance_of(int), ge(0)])
    end: int = field(validator=instance_of(int))
    text: str = field(validator=instance_of(str))

    def __attrs_post_init__(self) -> None:
        if self.end <= self.start or len(self.text) != self.end - self.start:
            raise ValueError(
                f"a span needs start < end and the text of that length, got start={self.start}, "
                f"end={self.end}, text={self.text[:40]!r}: make it with TextSpan.of(text, start, end)"
            )

    @classmethod
    def of(cls, text: str, start: int, end: int) -> TextSpan:
        """The span of ``text`` from ``start`` to ``end``."""
        return cls(start, end, text[start:end])

    def overlaps(self, other: TextSpan) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


def _spans(value: Iterable[TextSpan]) -> tuple[TextSpan, ...]:
    """The spans as a tuple in the order of the text; they may not overlap."""
    spans = tuple(sorted(value))
    for left, right in pairwise(spans):
        if left.overlaps(right):
            raise ValueError(f"the pieces of one span may not overlap, got {left} and {right}")
    return spans


@frozen
class Mark:
    """One passage in quotation marks, paired on the raw text.

    ``span`` takes in the marks, ``inner`` leaves them and the white space beside them out (`None`
    when nothing stands between them). ``depth`` is 0 for an outermost passage, 1 for one inside it.
    ``closed`` is false where no closing mark stands: the passage then ends with its paragraph, or
    before it where the next passage in the same marks opens or the passage around it closes.
    ``continues`` says that the same quotation is re-opened in the next paragraph, ``continued`` that
    it began in an earlier one.
    """

    span: TextSpan
    inner: TextSpan | None
    depth: int = field(default=0, validator=ge(0))
    closed: bool = True
    continues: bool = False
    continued: bool = False


@frozen
class Cue:
    """The words that report: ``said``, ``according to``, ``his claim``, a colon.

    ``head`` is the index of its head token in the parse; ``lemma`` is lower-case.
    """

    spans: tuple[TextSpan, ...] = field(converter=_spans)
    head: int
    lemma: str
    act: Act = field(validator=in_(ACTS))
    form: CueForm = field(validator=in_(get_args(CueForm)))
    negated: bool = False


@frozen
class Content:
    """What is reported. ``cue`` is the head token of its cue, or `None` for an uncued passage.

    ``reason`` names what found it, in words a reader understands.
    """

    spans: tuple[TextSpan, ...] = field(converter=_spans)
    cue: int | None
    reason: str
    score: float = field(default=0.5, validator=[ge(0.0), le(1.0)])


@frozen
class Source:
    """Whom the words come from, as the text has it. ``cue`` is the head token of the cue.

    ``head`` is its head token, ``via`` who passed the words on (``Reuters, citing Y``), or `None`.
    """

    spans: tuple[TextSpan, ...] = field(converter=_spans)
    cue: int
    head: int
    reason: str
    via: TextSpan | None = None


@frozen
class Speaker:
    """The person or organisation behind a source.

    ``name`` is the fullest form that the article has; ``key`` is the name folded, so that the
    spellings of one name give one key in every article. ``role`` and ``affiliation`` are what the
    article says of them, in its words ("foreign minister", "NATO"). ``mentions`` are the places of
    the article that the resolution relied on, in order. ``via`` is the spokesman or the medium
    through whom the words came. ``score``, in 0..1, is the probability that the source is this
    speaker; ``reason`` says what decided it.
    """

    name: str = field(validator=instance_of(str))
    kind: SpeakerKind = field(validator=in_(get_args(SpeakerKind)))
    key: str = field(validator=instance_of(str))
    role: str | None = field(default=None, validator=optional(instance_of(str)))
    affiliation: str | None = field(default=None, validator=optional(instance_of(str)))
    mentions: tuple[TextSpan, ...] = field(default=(), converter=_spans)
    via: TextSpan | None = None
    score: float = field(default=1.0, validator=[ge(0.0), le(1.0)])
    reason: str = field(default="", validator=instance_of(str))


@frozen(order=True)
class Difference:
    """One fact on which two renderings differ: the words of each, as their texts have them.

    A side is ``""`` where it has no word for it, as for a negation that stands in one of them.
    """

    kind: DifferenceKind = field(validator=in_(get_args(DifferenceKind)))
    a: str = field(validator=instance_of(str))
    b: str = field(validator=instance_of(str))


@frozen
class Verdict:
    """Whether two records are one and the same, with a calibrated ``score`` in 0..1 that they are.

    ``reasons`` say what spoke for it and against it, the weightiest first. Between statements
    ``relation`` says how their contents stand to each other ("contains": one of them holds the other),
    and ``conflicts`` are the facts on which they differ; between speakers both are empty.
    """

    same: bool = field(validator=instance_of(bool))
    score: float = field(validator=[ge(0.0), le(1.0)])
    reasons: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    relation: Relation | None = field(default=None, validator=optional(in_(get_args(Relation))))
    conflicts: tuple[Difference, ...] = field(default=(), converter=tuple[Difference, ...])


@frozen
class Segment:
    """One clause of a quote's content: what is compared, and what a statement is made of.

    It stands in pieces where the report breaks in on it: "We stay," he said, "for now."
    """

    spans: tuple[TextSpan, ...] = field(converter=_spans)

    def __attrs_post_init__(self) -> None:
        if not self.spans:
            raise ValueError("a segment needs a span, got none: leave the segment out")

    @property
    def start(self) -> int:
        """Where its first piece starts."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where its last piece ends."""
        return self.spans[-1].end

    @property
    def text(self) -> str:
        """The pieces, joined by a space."""
        return " ".join(span.text for span in self.spans)


def _segments(value: Iterable[Segment]) -> tuple[Segment, ...]:
    return tuple(sorted(value, key=lambda segment: (segment.start, segment.end)))


@frozen
class Quote:
    """One attribution: a content, its cue, its source, and who that is.

    ``content``, ``cue`` and ``source`` are tuples of spans, since any of them may stand in pieces.
    ``verbatim`` are the parts of the content that stood inside quotation marks. ``speaker`` is
    `None` when unknown; ``via`` is who passed the words on, also then. ``act`` is what kind of report
    it is, ``negated`` marks a denial, ``parent`` is the quote that this one is nested in. ``segments``
    are its clauses, in the order of the text. ``score`` is in 0..1; ``reason`` says what found it.
    """

    kind: Kind = field(validator=in_(get_args(Kind)))
    content: tuple[TextSpan, ...] = field(converter=_spans)
    cue: tuple[TextSpan, ...] = field(default=(), converter=_spans)
    source: tuple[TextSpan, ...] = field(default=(), converter=_spans)
    verbatim: tuple[TextSpan, ...] = field(default=(), converter=_spans)
    speaker: Speaker | None = field(default=None, validator=optional(instance_of(Speaker)))
    via: TextSpan | None = field(default=None, validator=optional(instance_of(TextSpan)))
    act: Act = field(default="speech", validator=in_(ACTS))
    negated: bool = field(default=False, validator=instance_of(bool))
    parent: Quote | None = field(default=None, repr=False)
    segments: tuple[Segment, ...] = field(default=(), converter=_segments)
    score: float = field(default=0.5, validator=[ge(0.0), le(1.0)])
    reason: str = field(default="", validator=instance_of(str))

    def __attrs_post_init__(self) -> None:
        if not self.content and self.act != "refusal":
            raise ValueError(f"a quote needs a content unless it is a refusal, got act={self.act!r}")

    @property
    def start(self) -> int:
        """Where the envelope of the content starts (of the cue, for a refusal without content)."""
        return (self.content or self.cue or self.source)[0].start

    @property
    def end(self) -> int:
        """Where the envelope of the content ends."""
        return (self.content or self.cue or self.source)[-1].end

    @property
    def text(self) -> str:
        """The pieces of the content, joined by ``" … "``."""
        return " … ".join(span.text for span in self.content)


def _is_text(_: Article, attribute: Attribute[Any], value: object) -> None:
    # People make articles themselves, of tables where an id is a number and what is missing is NaN.
    if not isinstance(value, str):
        wanted = "a str" if attribute.name == "text" else "a str or None"
        raise TextError(
            f"the {attribute.name} of an article must be {wanted}, got {value!r:.60}: write it as a string"
        )


@frozen
class Article:
    """A text and what is known of it. ``title`` is metadata: it is never put before the text.

    Raises `TextError` for a part that is no string.
    """

    text: str = field(validator=_is_text, repr=False)
    id: str | None = field(default=None, validator=optional(_is_text))
    outlet: str | None = field(default=None, validator=optional(_is_text))
    published: str | None = field(default=None, validator=optional(_is_text))
    title: str | None = field(default=None, validator=optional(_is_text))
    url: str | None = field(default=None, validator=optional(_is_text))


def _is_article(_: Quotes, __: Attribute[Any], value: object) -> None:
    if not isinstance(value, Article):
        raise TextError(f"the article of quotes must be an Article, got {value!r:.60}: write Article(text)")


def _quotes(value: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(value)


@frozen
class Quotes(Sequence[Quote]):
    """The quotes of one article, in the order of its text: a sequence that knows its article."""

    article: Article = field(validator=_is_article)
    items: tuple[Quote, ...] = field(default=(), converter=_quotes)

    @property
    def text(self) -> str:
        """The text of the article, exactly as it was given."""
        return self.article.text

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> Quote: ...
    @overload
    def __getitem__(self, index: slice) -> list[Quote]: ...
    def __getitem__(self, index: int | slice) -> Quote | list[Quote]:
        return list(self.items[index]) if isinstance(index, slice) else self.items[index]

    def _repr_html_(self) -> str:
        """What a notebook shows: the article with its quotes marked, as `quotekit.render_fragment` has it."""
        # Outputs stand below the records, so a record may not import them. The package loads each of its
        # public names when it is first asked for, and is loaded before any module of it: it is asked.
        fragment: str = sys.modules["quotekit"].render_fragment(self)
        return fragment
