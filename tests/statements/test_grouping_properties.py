"""Groups are a partition that depends on what is said, and not on how the articles came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from stores_by_hand import article
from strategies_statements import PEOPLE, corpora

from quotekit.model import Quote, Quotes, Segment
from quotekit.statements.grouping import group_statements
from quotekit.statements.records import Statement

Key = tuple[str | None, Quote, Segment]


def segments_of(corpus: Iterable[Quotes]) -> Counter[Key]:
    return Counter(
        (one.article.id, quote, part) for one in corpus for quote in one for part in quote.segments
    )


def segments_in(statements: Iterable[Statement]) -> Counter[Key]:
    return Counter(
        (variant.article.id, variant.quote, part)
        for statement in statements
        for variant in statement.variants
        for part in variant.segments
    )


@given(corpora())
def test_every_segment_is_in_exactly_one_statement(corpus: list[Quotes]) -> None:
    assert segments_in(group_statements(corpus)) == segments_of(corpus)


@given(corpora(), st.data())
def test_neither_the_order_of_the_articles_nor_a_second_copy_makes_a_difference(
    corpus: list[Quotes], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(corpus), max_size=3)) if corpus else []
    shuffled = data.draw(st.permutations([*corpus, *again]))
    expected = group_statements(corpus)
    assert group_statements(shuffled) == expected
    assert group_statements(corpus) == expected


@given(corpora())
def test_statements_are_well_formed(corpus: list[Quotes]) -> None:
    statements = group_statements(corpus)
    assert len({one.id for one in statements}) == len(statements)
    assert [len(one.variants) for one in statements] == sorted(
        (len(one.variants) for one in statements), reverse=True
    )
    for one in statements:
        assert 0 <= one.score <= 1
        assert one.why
        assert one.speaker in [None, *(variant.quote.speaker for variant in one.variants)]
        for each in one.disagreements:
            assert (each.b is None) != (each.other is None)
            assert max(each.a, each.b or 0) < len(one.variants)


@given(corpora(news_only=True))
def test_two_people_are_never_in_one_statement(corpus: list[Quotes]) -> None:
    for one in group_statements(corpus):
        names = {variant.quote.speaker.name for variant in one.variants if variant.quote.speaker}
        assert len(names) <= 1


@given(corpora(news_only=True), st.data())
@hypothesis_settings(max_examples=60)
def test_a_copy_of_an_article_lands_with_its_twin(corpus: list[Quotes], data: st.DataObject) -> None:
    if not corpus:
        return
    original = data.draw(st.sampled_from(corpus))
    copy = evolve(original, article=evolve(original.article, id="the copy"))
    home = {
        (variant.article.id, variant.quote, part): statement.id
        for statement in group_statements([*corpus, copy])
        for variant in statement.variants
        for part in variant.segments
    }
    for quote in original:
        for part in quote.segments:
            assert home["the copy", quote, part] == home[original.article.id, quote, part]


@pytest.mark.parametrize(
    "speakers", [[0, None, 1] * 30, [None] * 10 + [0, 1] * 40, [None] * 10 + [0] * 40 + [1] * 40]
)
def test_two_people_stay_apart_in_a_group_too_large_to_compare_all_pairs(speakers: list[int | None]) -> None:
    """Each quote of one sentence is compared with few; those of nobody lead from one person to the other."""
    corpus = [
        article(
            f"id {n:02}", "Moscow will expel eight diplomats", speaker=None if who is None else PEOPLE[who]
        )
        for n, who in enumerate(speakers)
    ]
    for one in group_statements(corpus):
        assert len({variant.quote.speaker.name for variant in one.variants if variant.quote.speaker}) <= 1
