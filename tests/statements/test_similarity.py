"""Whether two renderings are one statement, what relation they have, and what cannot be compared."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from statements_by_hand import LAVROV, REUTERS, TASS, variant_of
from stores_by_hand import article, person
from strategies_statements import PEOPLE, renderings

from quotekit.errors import UsageError
from quotekit.model import Article, Difference, Quote, Quotes, TextSpan
from quotekit.statements.similarity import same_statement

EIGHT = "Moscow expelled eight diplomats on Friday"
TEN = "Moscow expelled ten diplomats on Friday"


def quote_of(*segments: str, **options: Any) -> Quote:
    return article("a", segments, **options)[0]


@given(renderings, renderings)
@hypothesis_settings(max_examples=150)
def test_the_verdict_is_the_same_either_way_and_conflicts_are_mirrored(a: str, b: str) -> None:
    one, other = same_statement(a, b), same_statement(b, a)
    assert (one.same, one.relation) == (other.same, other.relation)
    # A probability is rounded to four places, where the order of a sum may show.
    assert one.score == pytest.approx(other.score, abs=2e-4)
    assert 0 <= one.score <= 1
    mirrored = [Difference(each.kind, each.b, each.a) for each in other.conflicts]
    assert sorted(one.conflicts) == sorted(mirrored)


@given(renderings)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    verdict = same_statement(text, text)
    assert (verdict.same, verdict.relation, verdict.conflicts) == (True, "same", ())


@given(renderings, renderings, st.permutations(PEOPLE))
@hypothesis_settings(max_examples=50)
def test_two_people_never_make_one_statement(a: str, b: str, people: list[Any]) -> None:
    one, other = quote_of(a, speaker=people[0]), quote_of(b, speaker=people[1])
    verdict = same_statement(one, other)
    assert (verdict.same, verdict.score, verdict.relation) == (False, 0.0, "different")
    assert people[0].name in verdict.reasons[0]
    assert people[1].name in verdict.reasons[0]


def test_another_number_is_a_conflict_that_names_both() -> None:
    verdict = same_statement(EIGHT, TEN)
    assert not verdict.same
    assert verdict.relation == "conflicting"
    assert verdict.conflicts == (Difference("number", "eight", "ten"),)
    assert verdict.reasons[0] == "numbers differ: “eight”, “ten”"


def test_another_date_is_a_conflict_that_names_both() -> None:
    verdict = same_statement(EIGHT, EIGHT.replace("Friday", "Tuesday"))
    assert not verdict.same
    assert [(one.kind, "Friday" in one.a, "Tuesday" in one.b) for one in verdict.conflicts] == [
        ("date", True, True)
    ]


def test_a_negation_is_a_conflict() -> None:
    verdict = same_statement(
        "The parliament will not ratify the treaty", "The parliament will ratify the treaty"
    )
    assert not verdict.same
    assert verdict.relation == "conflicting"
    assert [one.kind for one in verdict.conflicts] == ["polarity"]


def test_a_quote_that_denies_is_not_one_that_claims() -> None:
    claimed = quote_of("the ministry sold the warehouse")
    assert not same_statement(claimed, evolve(claimed, negated=True)).same
    assert same_statement(evolve(claimed, negated=True), evolve(claimed, negated=True)).same


def test_other_topics_are_different() -> None:
    verdict = same_statement("The harvest was poor in the south", EIGHT)
    assert (verdict.same, verdict.relation) == (False, "different")
    assert verdict.score < 0.1


def test_a_quote_of_two_statements_contains_one_of_them() -> None:
    both = quote_of(
        "Moscow expelled eight diplomats on Friday", "the harvest was poor in the south this year"
    )
    one = quote_of("Moscow expelled eight diplomats on Friday")
    assert same_statement(both, one).relation == "contains"
    assert same_statement(one, both).relation == "contains"


def test_quotes_that_share_one_of_two_statements_overlap() -> None:
    shared = "Moscow expelled eight diplomats on Friday"
    one = quote_of(shared, "the harvest was poor in the south and farmers are asking for help")
    other = quote_of("a bridge near the border has been closed to lorries because of floods", shared)
    verdict = same_statement(one, other)
    assert (verdict.same, verdict.relation) == (False, "overlaps")
    assert shared in verdict.reasons[0]


def test_what_was_printed_too_far_apart_is_different() -> None:
    later = evolve(REUTERS, article=evolve(REUTERS.article, published="2025-06-01"))
    verdict = same_statement(REUTERS, later)
    assert (verdict.same, verdict.relation, verdict.reasons) == (
        False,
        "different",
        ("printed too far apart",),
    )


def test_relative_dates_are_read_from_the_day_of_print() -> None:
    words = "The envoys will meet in Geneva tomorrow"
    monday, tuesday = (
        variant_of(Article(words, published=day), words) for day in ("2024-06-03", "2024-06-04")
    )
    assert same_statement(monday, monday).same
    assert "date" in [one.kind for one in same_statement(monday, tuesday).conflicts]


def test_a_rendering_may_come_as_text_segment_quote_variant_or_the_quotes_of_one() -> None:
    (segment,) = REUTERS.segments
    shapes = [segment.text, segment, REUTERS.quote, REUTERS, Quotes(REUTERS.article, [REUTERS.quote])]
    assert [same_statement(one, other).same for one in shapes for other in shapes] == [True] * 25


def test_a_variant_is_compared_by_its_own_segments() -> None:
    words = "We expelled eight diplomats on Friday, and the harvest was poor this year"
    first = variant_of(Article(words), "We expelled eight diplomats on Friday", whole=words)
    second = variant_of(Article(words), "the harvest was poor this year", whole=words)
    assert not same_statement(first, second).same


@pytest.mark.parametrize(
    "value", [None, 3, b"Moscow expelled eight diplomats", ["Moscow"], Article("Moscow"), LAVROV]
)
def test_what_is_no_rendering_is_refused(value: Any) -> None:
    with pytest.raises(UsageError, match=rf"got {type(value).__name__} .*: give two of these"):
        same_statement(value, EIGHT)
    with pytest.raises(UsageError, match="give two of these"):
        same_statement(EIGHT, value)


@pytest.mark.parametrize("value", ["", " \n", "“…”", "—!"])
def test_a_rendering_without_a_word_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match=r"holds no word: .*; leave it out"):
        same_statement(EIGHT, value)


def test_a_refusal_without_words_is_refused() -> None:
    silent = Quote("indirect", [], cue=[TextSpan(0, 8, "declined")], act="refusal")
    with pytest.raises(UsageError, match="holds no word"):
        same_statement(silent, EIGHT)


@pytest.mark.parametrize("quotes", [[], [REUTERS.quote, REUTERS.quote]])
def test_the_quotes_of_none_or_several_renderings_are_refused(quotes: list[Quote]) -> None:
    with pytest.raises(UsageError, match=rf"got {len(quotes)} quotes: give one of them"):
        same_statement(Quotes(REUTERS.article, quotes), TASS)


def test_one_person_of_two_spellings_may_make_one_statement() -> None:
    one, other = (quote_of(EIGHT, speaker=person(name)) for name in ("Sergei Lavrov", "Sergey Lavrov"))
    assert same_statement(one, other).same
