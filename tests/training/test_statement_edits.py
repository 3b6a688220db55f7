"""Renderings with one fact changed, and renderings in another form, from a stock made by hand."""

from __future__ import annotations

import re
from random import Random

import pytest

from quotekit.statements.polarity import find_negations, parity
from training.statements.edits import Stock, change_fact, make_stock
from training.statements.rewordings import reword

FORMS = "rise rose rises fall fell falls soldiers guards car cars automobile automobiles"
COUNTS = dict.fromkeys(FORMS.split(), 9)
STOCK = make_stock(
    ["we met Wendell Falk in Oslo", "he left for Harbury with Ines Quist", "it was Marta"],
    COUNTS,
    neighbours={"soldiers": ["guards"]},
    opposites={"rise": ["fall"]},
    synonyms={"car": ["automobile"]},
    openers=["X said", ", X added"],
)
N_TRIES = 150


def changed(text: str, kind: str | None = None, stock: Stock = STOCK) -> set[str]:
    """All that comes of a text, by many chances."""
    tries = [change_fact(text, Random(seed), stock, kind) for seed in range(N_TRIES)]
    return {found[1] for found in tries if found is not None}


def reworded(text: str) -> set[str]:
    return {reword(text, Random(seed), STOCK) for seed in range(N_TRIES)}


def test_the_stock_has_names_by_length_and_forms_by_lemma() -> None:
    assert STOCK.names == {1: ["Oslo", "Harbury", "Marta"], 2: ["Wendell Falk", "Ines Quist"]}
    assert set(STOCK.forms["fall"]) == {"fall", "fell", "falls"}
    assert "France" in STOCK.countries
    assert "French" in STOCK.adjectives


@pytest.mark.parametrize(
    ("kind", "text", "before", "after"),
    [
        ("number", "about 27 men", "about ", " men"),
        ("number", "about seven men", "about ", " men"),
        ("number", "a rise of 3.7 points", "a rise of ", " points"),
        ("date", "the talks of Monday failed", "the talks of ", " failed"),
        ("date", "the talks in March failed", "the talks in ", " failed"),
        ("date", "the treaty of 1997 holds", "the treaty of ", " holds"),
        ("date", "the talks begin tomorrow at noon", "the talks begin ", " at noon"),
        ("name", "we met Panchenko at noon", "we met ", " at noon"),
        ("word", "the soldiers left", "the ", " left"),
    ],
)
def test_a_change_leaves_all_else_as_it_is(kind: str, text: str, before: str, after: str) -> None:
    found = changed(text, kind)
    assert found
    assert text not in found
    assert [one for one in found if not (one.startswith(before) and one.endswith(after))] == []


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("number", "about two of them", "about twelve of them"),
        ("number", "12 of 30 men", "30 of 12 men"),
        ("number", "a million dollars", "a billion dollars"),
        ("date", "on 14 March", "on 15 March"),
        ("date", "since last week", "since next week"),
        ("negation", "he will sign", "he will not sign"),
        ("negation", "he will sign", "he won't sign"),
        ("negation", "he won't sign", "he will sign"),
        ("negation", "he can't sign", "he can sign"),
        ("negation", "he has never signed", "he has signed"),
        ("negation", "he did not sign", "he did sign"),
        ("negation", "All agreed to sign", "None of agreed to sign"),
        ("number", "taxes rose to 16 percent", "taxes rose by 16 percent"),
        ("number", "taxes fell by $3 billion", "taxes fell to $3 billion"),
        ("tense", "Falk has signed it", "Falk will sign it"),
        ("tense", "they were freed", "they will be freed"),
        ("tense", "they will come", "they may come"),
        ("name", "when Falk beat Quist there", "when Quist beat Falk there"),
        ("name", "the French envoy", "the German envoy"),
        ("opposite", "Prices rose again", "Prices fell again"),
        ("opposite", "when it rises", "when it falls"),
        ("word", "Then soldiers left", "Then guards left"),
    ],
)
def test_a_fact_is_changed_as_a_writer_would(kind: str, text: str, expected: str) -> None:
    assert expected in changed(text, kind)


@pytest.mark.parametrize(
    "text", ["he will sign", "she was there", "they have left", "he won't sign", "it could not last"]
)
def test_a_change_of_the_negation_turns_the_polarity(text: str) -> None:
    # "unlikely" and "refused" are no grammar, and counted elsewhere.
    found = [one for one in changed(text, "negation") if "unlikely" not in one and "refused" not in one]
    assert found
    turned = parity(find_negations(text.split()))
    assert [one for one in found if parity(find_negations(one.split())) == turned] == []


def test_names_in_a_list_do_not_change_places() -> None:
    assert "we met Quist and Falk" not in changed("we met Falk and Quist", "name")


def test_a_change_names_its_kind() -> None:
    texts = {
        "number": "about 27 men",
        "date": "since last week",
        "name": "we met Falk",
        "word": "soldiers left",
    }
    for kind, text in texts.items():
        assert {found[0] for seed in range(20) if (found := change_fact(text, Random(seed), STOCK))} == {kind}


def test_the_same_chance_makes_the_same_change() -> None:
    text = "On Monday 27 soldiers will meet Falk"
    assert [change_fact(text, Random(7), STOCK) for _ in range(3)] == [
        change_fact(text, Random(7), STOCK)
    ] * 3
    assert len(changed(text)) > 10


@pytest.mark.parametrize("text", ["", "we stay", "yes, of course"])
def test_a_text_without_a_fact_is_not_changed(text: str) -> None:
    assert changed(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it cost 1,200 more", {"it cost 1200 more", "it cost 1 200 more"}),
        ("it cost 3,000,000 more", {"it cost 3 million more"}),
        ("the small cars left", {"the small automobiles left"}),
        ("it fell by 40 percent", {"it fell by 40%", "it fell by 40 per cent"}),
        ("there were 9 of them", {"there were nine of them"}),
        ("there were nine of them", {"there were 9 of them"}),
        ("it began on 14 March", {"it began on March 14", "it began on the 14th of March"}),
        ("we met Yuliya", {"we met Yuliia", "we met Yulya"}),
        ("we agreed on all of it, he said, at last", {"We agreed on all of it, at last"}),
    ],
)
def test_another_form_of_a_text_is_among_those_that_come_of_it(text: str, expected: set[str]) -> None:
    assert expected <= reworded(text)


def test_another_form_keeps_the_number() -> None:
    forms = r"(?:.* said )?it fell by 40(?: percent|%| per cent|pc)(?:, .* added\.)?"
    assert [one for one in reworded("it fell by 40 percent") if re.fullmatch(forms, one) is None] == []


def test_an_opener_names_somebody_before_or_behind() -> None:
    found = reworded("they left")
    assert "Marta said they left" in found
    assert "they left, Oslo added." in found


def test_a_cut_leaves_most_of_a_text() -> None:
    text = "After days of talks in the old castle, they left"
    assert not {one for one in reworded(text) if one.lower().startswith("they left")}
