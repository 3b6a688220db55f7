"""Opposites, contrasts, synonyms, lemmas and countries, on the cases of tests/cases/opposites.jsonl."""

from __future__ import annotations

import json
import string
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit.lexicon import word_rows
from quotekit.statements.opposites import contrast, lemma, opposite, place_of, synonyms

CASES = Path(__file__).resolve().parents[1] / "cases" / "opposites.jsonl"
LISTED = sorted({word for name in ("antonyms", "synonyms") for row in word_rows(name) for word in row})
LISTS = (
    "antonyms",
    "synonyms",
    "contrasts",
    "irregular_forms",
    "negative_affixes",
    "country_words",
    "negative_prefixes",
)
MOST_BYTES = 500_000

words = st.one_of(st.sampled_from(LISTED), st.text(string.ascii_letters + "'’-. é", max_size=12))


def cases(kind: str) -> list[Any]:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["label"]) for row in rows if row["kind"] == kind]


@pytest.mark.parametrize("case", cases("opposite"))
def test_words_are_opposed_as_a_reader_has_them(case: dict[str, Any]) -> None:
    assert opposite(case["a"], case["b"]) == case["expected"], case["note"]


@pytest.mark.parametrize("case", cases("synonyms"))
def test_words_render_the_same_as_a_reader_has_them(case: dict[str, Any]) -> None:
    assert synonyms(case["a"], case["b"]) is case["expected"], case["note"]


@pytest.mark.parametrize("case", cases("place"))
def test_a_word_names_the_country_that_a_reader_thinks_of(case: dict[str, Any]) -> None:
    assert place_of(case["word"]) == case["expected"], case["note"]


@pytest.mark.parametrize("case", cases("lemma"))
def test_a_form_has_the_lemma_of_the_dictionary(case: dict[str, Any]) -> None:
    assert lemma(case["word"]) == case["expected"], case["note"]


@given(words, words)
def test_the_order_of_two_words_makes_no_difference(a: str, b: str) -> None:
    assert opposite(a, b) == opposite(b, a)
    assert contrast(a, b) == contrast(b, a)
    assert synonyms(a, b) == synonyms(b, a)


@given(words)
def test_no_word_is_its_own_opposite_and_every_word_renders_itself(word: str) -> None:
    assert opposite(word, word) is None
    assert synonyms(word, word)


@given(words, words)
def test_case_makes_no_difference_to_opposites(a: str, b: str) -> None:
    assert opposite(a.upper(), b) == opposite(a.lower(), b)


def test_words_listed_as_synonyms_are_not_listed_as_opposites() -> None:
    pairs = [(row[0], other) for row in word_rows("synonyms") for other in row[1:]]
    assert len(pairs) > 1000
    assert [pair for pair in pairs if opposite(*pair) == "antonym" or contrast(*pair) == "hard"] == []


def test_a_set_of_contrasts_is_hard_or_soft_and_has_two_members_or_more() -> None:
    rows = word_rows("contrasts")
    assert {row[0] for row in rows} == {"hard", "soft"}
    assert min(len(row) for row in rows) > 2


def test_a_minister_may_be_a_secretary_but_no_bus_is_a_train() -> None:
    assert contrast("minister", "secretary") == "soft"
    assert contrast("bus", "train") == "hard"
    assert contrast("bus", "minister") is None


def test_the_lists_stay_small() -> None:
    folder = files("quotekit") / "data" / "en"
    assert sum(len((folder / f"{name}.txt").read_bytes()) for name in LISTS) < MOST_BYTES
