"""What recurs among the quotes of an article counts for less; what one of them alone says, for as much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores_by_hand import article, person

from quotekit.statements.linking import Reader, score_pairs
from quotekit.statements.recurring import likeness_of, recurring_lemmas, telling_words
from quotekit.statements.rendering import read_rendering
from quotekit.statements.units import Unit, units_of

LEE = person("Ann Lee")
TEXTS = st.text(st.sampled_from("NATO Moscow mission .’“\n\ud800é1"), max_size=40)


def test_a_lemma_counts_once_for_each_text_that_holds_it() -> None:
    texts = [
        "Talks, talks and more talks.",
        "The mission's talks",
        "Missions closed; the US left",
        "American",
    ]
    assert recurring_lemmas(texts) == [
        {"talk": 2},
        {"the": 2, "mission": 2, "talk": 2},
        {"mission": 2, "the": 2, "united_states": 2},
        {"united_states": 2},
    ]


@given(st.lists(TEXTS, max_size=4))
def test_no_lemma_is_in_more_texts_than_there_are_and_their_order_makes_no_difference(
    texts: list[str],
) -> None:
    found = recurring_lemmas(texts)
    assert all(word and 2 <= n <= len(texts) for one in found for word, n in one.items())
    assert recurring_lemmas(texts[::-1]) == found[::-1]


def test_each_unit_of_an_article_knows_what_recurs_in_it() -> None:
    quotes = article("a1", ("NATO left Moscow", "NATO closed its mission"), "Moscow was told")
    assert [unit.recurring for unit in units_of(quotes)] == [
        {"nato": 2, "moscow": 2},
        {"nato": 2},
        {"moscow": 2},
    ]


@given(TEXTS, TEXTS, st.dictionaries(st.sampled_from(["nato", "moscow", "mission"]), st.integers(2, 9)))
def test_likeness_is_a_cosine_and_symmetric(a: str, b: str, recurring: dict[str, int]) -> None:
    one, other = (telling_words(read_rendering(text).weights, recurring) for text in (a, b))
    assert 0 <= likeness_of(one, other) <= 1 + 1e-9
    assert likeness_of(one, other) == likeness_of(other, one)
    if one.weights:
        assert likeness_of(one, one) == pytest.approx(1)


def test_words_that_recur_make_two_texts_less_alike() -> None:
    texts = "the NATO offices in Moscow would be closed", "the NATO mission in Moscow is to lose its papers"
    plain, weighed = (
        likeness_of(*(telling_words(read_rendering(text).weights, recurring) for text in texts))
        for recurring in ({}, {"nato": 5, "moscow": 4})
    )
    assert weighed < plain / 2


def test_one_speaker_of_one_day_does_not_say_one_thing_because_both_name_their_subject() -> None:
    offices = "NATO’s military activities and information offices in Moscow would be closed"
    papers = "those at the NATO military mission in Moscow will have their accreditation stripped"
    scores = [
        score_pairs(
            [
                Unit(text, (key, 0, 0), speaker=LEE, published="2021-10-18", recurring=recurring)
                for key, text in (("a", offices), ("b", papers))
            ],
            [(0, 1)],
        )[0].score
        for recurring in ({}, {"nato": 6, "moscow": 3, "military": 3})
    ]
    assert scores[1] < scores[0] - 0.1


def test_what_recurs_makes_no_difference_between_speakers_who_are_not_known() -> None:
    units = [
        Unit(text, (key, 0, 0), recurring=recurring)
        for key, text in (("a", "Moscow will close the mission"), ("b", "the mission is closed by Moscow"))
        for recurring in ({}, {"moscow": 5, "mission": 5})
    ]
    links = Reader(units).links([(0, 2), (1, 3)])
    assert links[0] == links[1]
