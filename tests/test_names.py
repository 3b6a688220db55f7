"""Names as strings: keys, given names, last names, and which of them can be one person's in an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_names import KINDS, NAMES

from quotekit.model import SpeakerKind
from quotekit.names import given_gender, last_key, may_be_same, name_key


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "person",
            ["Sergey Lavrov", "Sergei Lavrov", "Russian Foreign Minister Sergei Lavrov", "Serguei Lavrov"],
        ),
        ("person", ["Volodymyr Hnatiuk", "Volodymyr Gnatyuk", "Vladimir Hnatiuk", "Mr. Volodymyr Hnatiuk"]),
        ("person", ["Aleksandr Yelizarov", "Deputy Prime Minister Alexander Elizarov"]),
        ("person", ["Hélène Vasseur", "Helene Vasseur"]),
        ("person", ["Wendell Pruitt", "Dr. Wendell Pruitt", "Wendell Pruitt, P.E."]),
        ("person", ["Vladimir Putin", "Vladimir Vladimirovich Putin", "Vladimir V. Putin"]),
        ("person", ["Xi Jinping", "Jinping Xi", "Xi Jin-ping"]),
        ("person", ["Mohammed bin Salman", "Muhammad bin Salman", "Mohamed bin Salman"]),
        ("organisation", ["NATO", "the North Atlantic Treaty Organization"]),
        (
            "organisation",
            ["Russia’s Foreign Ministry", "Ministry of Foreign Affairs of the Russian Federation"],
        ),
        ("place", ["the Kremlin", "Kremlin"]),
        ("place", ["Kyiv", "Kiev"]),
    ],
)
def test_the_spellings_of_a_name_have_one_key(kind: SpeakerKind, names: list[str]) -> None:
    assert len({name_key(name, kind) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivan Petrov", "Ivana Petrova"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("George W. Bush", "George H. W. Bush"),
        ("Donald Trump", "Donald Trump Jr."),
        ("John Smith", "John Smyth"),
        ("Marina Petrova", "Maria Petrova"),
        ("Mohammed bin Salman", "Mohammed Salman"),
        ("Henry Ford", "Henry Ford II"),
    ],
)
def test_the_names_of_two_people_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("given_name", "gender"),
    [
        ("Hillary", "she"),
        ("Oana", "she"),
        ("Jens", "he"),
        ("Sergey", "he"),
        ("Volodymyr", "he"),
        ("Олена", "she"),
        ("Muhammad", "he"),
        ("Anna Maria", "she"),
        ("Chris", None),
        ("Pat", None),
        ("Jordan", None),
        ("Robin", None),
        ("Zzyzx", None),
        ("", None),
    ],
)
def test_a_given_name_tells_the_gender_where_only_one_has_it(given_name: str, gender: str | None) -> None:
    assert given_gender(given_name) == gender


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("Mr Lavrov", "Sergei Lavrov", True),
        ("S. Lavrov", "Sergei Lavrov", True),
        ("Sergey Lavrow", "Sergei Lavrov", True),
        ("A. Lavrov", "Sergei Lavrov", False),
        ("Clinton", "Hillary Clinton", True),
        ("Hillary", "Hillary Clinton", True),
        ("Bill Clinton", "Hillary Clinton", False),
        ("Mrs. Clinton", "Bill Clinton", False),
        ("William Clinton", "Bill Clinton", True),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Trump", "Donald Trump Jr.", True),
        ("George Bush", "George W. Bush", True),
        ("George H.W. Bush", "George W. Bush", False),
        ("López Obrador", "Andrés Manuel López Obrador", True),
        ("Le Pen", "Marine Le Pen", True),
        ("Xi", "Xi Jinping", True),
        ("Smyth", "John Smith", False),
        ("Ivanov", "Ivanova", False),
    ],
)
def test_two_names_in_one_article(one: str, other: str, may_be: bool) -> None:
    assert may_be_same(one, other) is may_be


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sergey Lavrow", "lavrov"),
        ("Donald Trump Jr.", "trump"),
        ("Xi Jinping", "xi"),
        ("Ursula von der Leyen", "leyen"),
        ("Bashar al-Assad", "assad"),
        ("Kim Kardashian", "kardashian"),
    ],
)
def test_the_last_name_is_found_and_folded(name: str, key: str) -> None:
    assert last_key(name) == key


@given(NAMES, st.sampled_from(KINDS))
def test_any_string_has_a_key_and_always_the_same(name: str, kind: SpeakerKind) -> None:
    key = name_key(name, kind)
    assert key == name_key(name, kind)
    assert bool(key) == bool(name)


@given(NAMES, NAMES)
def test_one_article_s_names_compare_alike_both_ways(one: str, other: str) -> None:
    assert may_be_same(one, other) == may_be_same(other, one)


@given(NAMES)
def test_any_string_can_be_asked_for_its_gender_and_last_name(name: str) -> None:
    assert given_gender(name) in {"he", "she", None}
    assert isinstance(last_key(name), str)
