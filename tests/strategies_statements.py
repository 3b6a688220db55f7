"""Hypothesis strategies for renderings and for articles: sentences of news, near ones, any text."""

from __future__ import annotations

from attrs import evolve
from hypothesis import strategies as st
from stores_by_hand import article, person
from strategies_records import quotes_of_articles

from quotekit.model import Quotes
from quotekit.statements.linking import Link, Pair

__all__ = ["PEOPLE", "corpora", "link_tables", "renderings"]

PEOPLE = [
    person("Ann Lee", role="interior minister"),
    person("Jo Wu", role="governor of the central bank"),
    person("Sergei Lavrov", role="foreign minister"),
]
"""Three people whom nothing makes one."""

SENTENCES = (
    "Moscow will expel eight diplomats",
    "eight diplomats are to be expelled by Moscow",
    "Moscow will expel ten diplomats",
    "Moscow will not expel anybody",
    "Warsaw will expel eight diplomats on 4 May",
    "prices rose by 3.5 percent in March",
    "prices fell by 3.5% in March",
    "the talks begin tomorrow",
    "the talks begin today",
    "we have no conditions",
    "Yes",
)

_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
renderings = st.sampled_from(SENTENCES) | st.one_of(
    _texts, st.tuples(st.sampled_from(SENTENCES), _texts).map(" ".join)
).filter(lambda text: any(map(str.isalnum, text)))
"""Texts that hold a word: sentences that are near each other, any text, and both together."""

_dates = st.sampled_from([None, "2024-05-01", "2024-05-02T09:00:00Z", "2024-09-30", "in May"])
_outlets = st.sampled_from([None, "Dispatch", "Herald"])


@st.composite
def _news(draw: st.DrawFn) -> Quotes:
    """An article whose quotes are sentences of news, of one speaker or of nobody."""
    sentences = st.sampled_from(SENTENCES)
    contents = st.lists(st.tuples(sentences, sentences) | sentences, max_size=3)
    return article(
        "",
        *draw(contents),
        speaker=draw(st.none() | st.sampled_from(PEOPLE)),
        outlet=draw(_outlets),
        published=draw(_dates),
    )


@st.composite
def corpora(draw: st.DrawFn, *, news_only: bool = False) -> list[Quotes]:
    """Up to five articles, each with an id of its own: news, and where not ``news_only`` any records."""
    found = draw(st.lists(_news() if news_only else _news() | quotes_of_articles(), max_size=5))
    ids = draw(st.permutations([f"id {n}" for n in range(len(found))]))
    return [evolve(one, article=evolve(one.article, id=id)) for one, id in zip(found, ids, strict=True)]


@st.composite
def link_tables(draw: st.DrawFn, *, most: int = 9) -> tuple[int, dict[Pair, Link], set[Pair]]:
    """A number of units, the links between all of them, and which of these are known from the start.

    Scores are in steps of 1/32, so that their sums are exact in whatever order they are added.
    """
    n = draw(st.integers(1, most))
    pairs = [(i, j) for j in range(n) for i in range(j)]
    links = {
        pair: Link(draw(st.integers(0, 32)) / 32, blocked=draw(st.integers(0, 7)) == 0) for pair in pairs
    }
    known = {pair for pair in pairs if draw(st.integers(0, 3))}
    return n, links, known
