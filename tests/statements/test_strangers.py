"""Words in one place that never stood for each other speak against one statement; others tell nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit.statements.evidence import compare
from quotekit.statements.rendering import read_rendering
from quotekit.statements.thresholds import HALF_PLACE, STRANGEST

VOCABULARY = ["they", "will", "end", "extend", "lose", "find", "close", "the", "talks", "on", "Monday", "Ann"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=9)


def strange(a: str, b: str) -> float:
    return compare(read_rendering(a), read_rendering(b)).strangers


def test_two_words_that_are_often_replaced_but_not_by_each_other_are_strangers() -> None:
    assert strange("both sides agreed to extend the truce", "both sides agreed to end the truce") > 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "the border will close on Monday",
            "the border will shut on Monday",
        ),  # seen to be used for each other
        ("the talks went on", "the negotiations went on"),  # synonyms
        ("they extend the truce", "they quxify the truce"),  # a word that nobody knows
        ("Anna extended the truce", "Peter extended the truce"),  # names have findings of their own
        ("they extend the truce", "they extend the truce"),
        ("", "they extend the truce"),
    ],
)
def test_what_is_known_to_stand_for_each_other_or_not_known_at_all_is_no_stranger(a: str, b: str) -> None:
    assert strange(a, b) == 0


def test_a_word_with_a_partner_elsewhere_in_the_other_text_is_no_stranger() -> None:
    assert strange("they end the talks", "they extend the talks") > 0
    assert strange("they end the talks", "they extend the talks until the conclusion") < strange(
        "they end the talks", "they extend the talks until the flood"
    )


def test_one_neighbour_in_common_counts_for_less_than_two() -> None:
    whole = strange("both sides extend the truce", "both sides end the truce")
    half = strange("both sides extend the truce", "both sides end a war")
    assert half == pytest.approx(HALF_PLACE * whole)


@given(WORDS, WORDS)
def test_strangers_are_bounded_and_the_order_of_the_texts_makes_no_difference(
    one: list[str], other: list[str]
) -> None:
    a, b = " ".join(one), " ".join(other)
    assert strange(a, b) == strange(b, a)
    assert 0 <= strange(a, b) <= STRANGEST


@given(WORDS, WORDS)
def test_likeness_counts_synonyms_and_is_symmetric_and_bounded(one: list[str], other: list[str]) -> None:
    a, b = (read_rendering(" ".join(words)) for words in (one, other))
    assert compare(a, b).likeness == compare(b, a).likeness
    assert 0 <= compare(a, b).likeness <= 1


@pytest.mark.parametrize(
    ("a", "b", "other"),
    [
        ("the truce begins on Monday", "the ceasefire begins on Monday", "the embargo begins on Monday"),
        ("Zelensky rejected it", "Zelenskiy rejected it", "Zaluzhny rejected it"),
    ],
)
def test_synonyms_and_other_spellings_make_two_texts_more_alike(a: str, b: str, other: str) -> None:
    near, far = (compare(read_rendering(a), read_rendering(text)).likeness for text in (b, other))
    assert near > far + 0.1
