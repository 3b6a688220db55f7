"""Which units are worth a comparison: those that share rare words, and few of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores_by_hand import person

from quotekit.settings import TERMS_A_UNIT
from quotekit.statements import index
from quotekit.statements.index import Terms, candidate_pairs, terms_of
from quotekit.statements.rendering import read_rendering
from quotekit.statements.units import Unit

LETTERS = "abcdefgh"


def terms(text: str, speaker: str | None = None) -> dict[str, float]:
    unit = Unit(text, ("a", 0, 0), speaker=person(speaker) if speaker else None)
    return dict(terms_of(unit, read_rendering(text)))


def evenly(*words: str) -> Terms:
    return tuple((word, len(words) ** -0.5) for word in words)


def pairs_of(units: list[Terms]) -> list[tuple[int, int]]:
    left, right = candidate_pairs(units)
    return list(zip(left.tolist(), right.tolist(), strict=True))


def test_a_unit_is_found_by_its_content_words_and_not_by_grammar() -> None:
    found = terms("The helicopters were flying over the ministry")
    assert {"helicopter", "ministry"} <= found.keys()
    assert not {"the", "were", "over"} & found.keys()
    assert found["helicopter"] > found["ministry"]


def test_a_figure_is_a_term_however_it_is_written() -> None:
    assert "#8" in terms("eight went home")
    assert "#8" in terms("8 went home")
    assert "#1.2e+06" in terms("1.2 million went home")


def test_the_surname_of_the_speaker_is_a_term() -> None:
    assert terms("we stay", "Sergei Lavrov").keys() - terms("we stay").keys() == {"@lavrov"}
    assert "@lavrov" in terms("", "Sergey Lavrov")


def test_a_unit_of_light_words_is_found_by_its_twin() -> None:
    units = [terms_of(Unit(text, ("a", 0, 0)), read_rendering(text)) for text in ["They said so"] * 2]
    assert pairs_of(units) == [(0, 1)]


def test_the_weights_of_a_unit_have_length_one_and_the_weightiest_come_first() -> None:
    text = " ".join(f"{a}{b}wort" for a in LETTERS for b in LETTERS)
    found = terms_of(Unit(text, ("a", 0, 0)), read_rendering(text))
    weights = [weight for _, weight in found]
    assert len(found) == TERMS_A_UNIT
    assert sum(weight * weight for weight in weights) == pytest.approx(1)
    assert weights == sorted(weights, reverse=True)


def test_a_pair_that_shares_a_rare_word_is_found_among_many() -> None:
    filler = [evenly(f"word {n}") for n in range(500)]
    assert pairs_of([*filler[:250], evenly("rare", "one"), *filler[250:], evenly("rare", "other")]) == [
        (250, 501)
    ]


def test_a_word_of_too_many_units_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "TERM_CAP", 20)
    assert pairs_of([evenly("common", f"own {n}") for n in range(20)]) != []
    assert pairs_of([evenly("common", f"own {n}") for n in range(21)]) == []


def test_a_unit_with_no_other_word_is_led_by_the_common_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "TERM_CAP", 20)
    assert (0, 1) in pairs_of([evenly("common")] * 30)


def test_the_number_of_pairs_grows_with_the_units_and_not_with_their_square() -> None:
    def n_pairs(n: int) -> int:
        return len(pairs_of([evenly("common", f"topic {at % (n // 20)}", f"own {at}") for at in range(n)]))

    small, large = n_pairs(600), n_pairs(6000)
    assert small > 600
    assert large <= 12 * small


def test_no_units_and_units_without_terms_have_no_pairs() -> None:
    assert pairs_of([]) == pairs_of([()]) == pairs_of([(), evenly("one"), ()]) == []


def test_of_many_alike_the_nearest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "CANDIDATES", 2)
    units = [evenly("a", "b", "c"), evenly("a", "x", "y"), evenly("a", "b", "z"), evenly("a", "b", "c")]
    found = pairs_of(units)
    assert (0, 3) in found
    assert (0, 2) in found


@given(st.lists(st.lists(st.sampled_from(LETTERS), max_size=4, unique=True), max_size=10))
def test_few_units_are_paired_where_they_share_a_term_and_only_there(words: list[list[str]]) -> None:
    expected = [
        (i, j) for i in range(len(words)) for j in range(i + 1, len(words)) if set(words[i]) & set(words[j])
    ]
    assert pairs_of([evenly(*one) for one in words]) == expected
