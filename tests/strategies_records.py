"""Hypothesis strategies for the records: any text, any spans in it, quotes nested in quotes."""

from __future__ import annotations

from typing import get_args

from attrs import evolve
from hypothesis import strategies as st

from quotekit.model import (
    ACTS,
    Article,
    Difference,
    DifferenceKind,
    Kind,
    Quote,
    Quotes,
    Segment,
    Speaker,
    SpeakerKind,
    TextSpan,
)
from quotekit.statements.records import Disagreement, Statement, Variant

__all__ = ["articles", "lists_of_statements", "quotes_of_articles", "spans"]

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
articles = st.builds(
    Article,
    texts,
    id=st.none() | words,
    outlet=st.none() | words,
    published=st.none() | words,
    title=st.none() | words,
    url=st.none() | words,
)


@st.composite
def spans(draw: st.DrawFn, text: str, *, min_size: int = 0) -> tuple[TextSpan, ...]:
    """Spans of ``text`` that do not overlap, in order; they may touch."""
    n_spans = draw(st.integers(min_size, 3))
    edges = draw(st.lists(st.integers(0, len(text)), min_size=2 * n_spans, max_size=2 * n_spans))
    edges.sort()
    found = [
        TextSpan.of(text, start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start < end
    ]
    return tuple(found) or ((TextSpan.of(text, 0, 1),) if min_size else ())


@st.composite
def speakers(draw: st.DrawFn, text: str) -> Speaker:
    via = draw(spans(text))
    return Speaker(
        name=draw(words),
        kind=draw(st.sampled_from(get_args(SpeakerKind))),
        key=draw(words),
        role=draw(st.none() | words),
        affiliation=draw(st.none() | words),
        mentions=draw(spans(text)),
        via=via[0] if via else None,
        score=draw(st.floats(0, 1)),
        reason=draw(words),
    )


@st.composite
def quotes(draw: st.DrawFn, text: str) -> Quote:
    """A quote without a parent."""
    act = draw(st.sampled_from(ACTS))
    via = draw(spans(text))
    return Quote(
        kind=draw(st.sampled_from(get_args(Kind))),
        content=draw(spans(text, min_size=0 if act == "refusal" else 1)),
        # Something has to say where it stands.
        cue=draw(spans(text, min_size=1 if act == "refusal" else 0)),
        source=draw(spans(text)),
        verbatim=draw(spans(text)),
        speaker=draw(st.none() | speakers(text)),
        via=via[0] if via else None,
        act=act,
        negated=draw(st.booleans()),
        segments=draw(st.lists(spans(text, min_size=1).map(Segment), max_size=3)),
        score=draw(st.floats(0, 1)),
        reason=draw(words),
    )


@st.composite
def quotes_of_articles(draw: st.DrawFn) -> Quotes:
    """An article with up to four quotes, nested in each other in any order of the list."""
    article = draw(articles)
    made: list[Quote] = []
    for quote in draw(st.lists(quotes(article.text), max_size=4)):
        parent = draw(st.none() | st.sampled_from(made)) if made else None
        made.append(evolve(quote, parent=parent))
    return Quotes(article, draw(st.permutations(made)))


@st.composite
def variants(draw: st.DrawFn, corpus: list[Quotes]) -> Variant:
    quotes = draw(st.sampled_from(corpus))
    segments = st.lists(spans(quotes.text, min_size=1).map(Segment), max_size=2)
    return Variant(draw(st.sampled_from(quotes.items)), quotes.article, draw(segments), draw(st.floats(0, 1)))


@st.composite
def statements(draw: st.DrawFn, corpus: list[Quotes]) -> Statement:
    """A statement over some articles, whose speaker is that of a variant, with disagreements."""
    found = draw(st.lists(variants(corpus), min_size=1, max_size=3))
    places = st.integers(0, len(found) - 1)
    disagreements = []
    for _ in range(draw(st.integers(0, 2))):
        other = draw(st.none() | variants(corpus))
        difference = Difference(draw(st.sampled_from(get_args(DifferenceKind))), draw(words), draw(words))
        disagreements.append(Disagreement(difference, draw(places), None if other else draw(places), other))
    return Statement(
        draw(words),
        draw(st.sampled_from(found)).quote.speaker,
        found,
        representative=draw(places),
        why=draw(words),
        first_reported=draw(st.none() | words),
        disagreements=disagreements,
        score=draw(st.floats(0, 1)),
    )


@st.composite
def lists_of_statements(draw: st.DrawFn) -> list[Statement]:
    """Up to three statements over up to three articles."""
    corpus = [
        quotes for quotes in draw(st.lists(quotes_of_articles(), min_size=1, max_size=3)) if quotes.items
    ]
    return draw(st.lists(statements(corpus), max_size=3)) if corpus else []
