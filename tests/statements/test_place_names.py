"""Names of countries under one lemma, whatever form a paper has."""

from __future__ import annotations

import pytest

from quotekit.statements.evidence import compare
from quotekit.statements.rendering import read_rendering


def lemmas(text: str) -> list[str]:
    return [lemma for lemma in read_rendering(text).lemmas if lemma]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the US left", "the United States left"),
        ("the U.S. left", "the United States of America left"),
        ("American troops", "US troops"),
        ("the PRC agreed", "the People's Republic of China agreed"),
        ("British ministers", "UK ministers"),
        ("the Austrians won", "the Austrian won"),
        ("Kiev fell silent", "Kyiv fell silent"),
    ],
)
def test_forms_of_one_country_have_one_lemma(one: str, other: str) -> None:
    assert lemmas(one) == lemmas(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cases in North Korea", "cases in South Korea"),
        ("the United Nations left", "the United States left"),
        ("they told us", "they told US"),
        ("Kyiv agreed", "Ukraine agreed"),
    ],
)
def test_others_have_not(one: str, other: str) -> None:
    assert lemmas(one) != lemmas(other)


def test_half_of_a_name_is_not_the_name() -> None:
    found = compare(read_rendering("a case in North Korea"), read_rendering("a case in North Thea"))
    assert [(one.kind, one.a, one.b) for one in found.differences] == [("name", "North Korea", "North Thea")]
