"""A text as words: what is one word, what is none, and how a word is folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import texts

from quotekit.statements.words import find_words, fold_word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" … — “ ” ", []),
        ("north-western", ["north", "western"]),
        ("didn't wait", ["didn't", "wait"]),
        ("didn’t wait", ["didn't", "wait"]),
        ("Moscow’s answer", ["moscow", "answer"]),
        ("the ministers' answer", ["the", "ministers", "answer"]),
        ("3.7 percent", ["3.7", "percent"]),
        ("It cost 1,200,000.", ["it", "cost", "1,200,000"]),
        ("at 12:25, the 24th", ["at", "12:25", "the", "24th"]),
        ("5bn, 40%", ["5bn", "40"]),
        ("G20 and F-16", ["g20", "and", "f", "16"]),
        ("snake_case", ["snake", "case"]),
        ("Москва и Київ", ["москва", "и", "київ"]),
    ],
)
def test_a_text_has_the_words_that_a_reader_counts(text: str, expected: list[str]) -> None:
    assert [word.folded for word in find_words(text)] == expected


@pytest.mark.parametrize(
    ("word", "folded"), [("NATO’s", "nato"), ("Isn`t", "isn't"), ("Boss", "boss"), ("it's", "it")]
)
def test_a_word_is_folded_to_be_compared(word: str, folded: str) -> None:
    assert fold_word(word) == folded


@given(texts)
def test_words_stand_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    words = find_words(text)
    assert [text[word.start : word.end] for word in words] == [word.text for word in words]
    edges = [edge for word in words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert all(word.folded for word in words)


@given(texts)
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    inside = {at for word in find_words(text) for at in range(word.start, word.end)}
    assert [char for at, char in enumerate(text) if char.isalnum() and at not in inside] == []
