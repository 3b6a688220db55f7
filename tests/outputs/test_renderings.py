"""What a reader is shown of statements: order, disputes, words that differ."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from statements_by_hand import APART, DENIED, EXPELLED, LE_MONDE, REUTERS, TASS

from quotekit.model import Difference
from quotekit.outputs.renderings import (
    Dispute,
    Side,
    differing_parts,
    disputes_of,
    is_shared,
    missing_runs,
    outlet_label,
    rank_statements,
    shown_date,
    speaker_line,
    summary,
)
from quotekit.statements.records import Disagreement, Statement, Variant

ONCE = Statement("once", None, [REUTERS], first_reported="2025-02-11")
TWICE_IN_ONE_OUTLET = Statement("twice", None, [REUTERS, REUTERS])


def test_the_most_reported_come_first_then_the_earliest() -> None:
    late = evolve(ONCE, id="late", first_reported="2025-03-01")
    undated = evolve(ONCE, id="a-undated", first_reported=None)
    ranked = rank_statements([undated, late, ONCE, TWICE_IN_ONE_OUTLET, EXPELLED])
    assert [one.id for one in ranked] == ["expelled", "twice", "once", "late", "a-undated"]


@pytest.mark.parametrize(
    ("statement", "shared"),
    [
        (ONCE, False),
        (TWICE_IN_ONE_OUTLET, True),
        (EXPELLED, True),
        (
            evolve(APART, disagreements=[Disagreement(Difference("number", "8", "9"), 0, None, REUTERS)]),
            True,
        ),
    ],
)
def test_two_variants_or_a_disagreement_are_something_to_compare(statement: Statement, shared: bool) -> None:
    assert is_shared(statement) is shared


def test_the_summary_counts_statements_outlets_variants_and_disagreements() -> None:
    assert summary([EXPELLED, ONCE]) == (
        "2 statements · 1 in two outlets or more · 4 variants · 1 with a disagreement"
    )
    assert summary([ONCE]) == "1 statement · 1 variant"
    assert summary([]) == "no statements"


def test_a_speaker_line_has_name_role_outlets_and_first_date() -> None:
    assert speaker_line(EXPELLED) == (
        "Sergei Lavrov, foreign minister · 3 outlets · first reported 2025-02-11 09:30"
    )
    assert speaker_line(TWICE_IN_ONE_OUTLET) == "no name known · 1 outlet · 2 variants"


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2025-02-11", "2025-02-11"),
        ("2025-02-11 08:05:59Z", "2025-02-11 08:05"),
        ("Tue, 11 Feb 2025", "Tue, 11 Feb 2025"),
        (None, ""),
    ],
)
def test_a_date_is_shown_as_it_is_a_time_to_the_minute(published: str | None, shown: str) -> None:
    assert shown_date(published) == shown


def test_without_an_outlet_the_article_is_named() -> None:
    nameless = evolve(REUTERS, article=evolve(REUTERS.article, outlet=None))
    assert outlet_label(nameless) == "r1"
    assert outlet_label(evolve(nameless, article=evolve(nameless.article, id=None))) == "—"


# -- disputes --------------------------------------------------------------------------------


def test_disagreements_on_one_number_are_one_dispute_with_the_outlets_of_each_side() -> None:
    assert disputes_of(EXPELLED) == [
        Dispute("number", (Side("eight", ("Reuters", "Le Monde")), Side("Ten", ("TASS",)))),
        Dispute("polarity", (Side("", ("Reuters",)), Side("denied", ("Baltic Wire",), DENIED))),
    ]


def disputes(*differences: Difference) -> list[Dispute]:
    found = [Disagreement(difference, 0, 1) for difference in differences]
    return disputes_of(Statement("s", None, [REUTERS, TASS], disagreements=found))


def test_two_numbers_of_one_statement_are_two_disputes() -> None:
    assert len(disputes(Difference("number", "8", "10"), Difference("number", "3", "4"))) == 2


def test_the_same_word_in_two_kinds_is_two_disputes() -> None:
    assert len(disputes(Difference("number", "1", "2"), Difference("date", "1", "3"))) == 2


def test_what_one_side_lacks_does_not_join_two_disputes() -> None:
    assert len(disputes(Difference("polarity", "", "not"), Difference("polarity", "", "never"))) == 2


def test_the_same_word_on_both_sides_is_told_of_each() -> None:
    (dispute,) = disputes(Difference("polarity", "Not", "not"))
    assert [(side.words, side.outlets) for side in dispute.sides] == [
        ("Not", ("Reuters",)),
        ("not", ("TASS",)),
    ]


# -- words -----------------------------------------------------------------------------------


def marked(text: str, other: str) -> list[str]:
    return [part for part, is_other in differing_parts(text, other) if is_other]


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("Ten diplomats must go", "Russia would expel eight diplomats", ["Ten", "must go"]),
        ("The talks ended", "the talks ended.", []),
        ("It cost $5", "It cost €5", ["$"]),
        ("It fell 1,200", "It fell 1,300", ["1,200"]),
        ("We don’t know", "We don't know", []),
        ("Go, now!", "Stay", ["Go", "now"]),
        ("", "Stay", []),
    ],
)
def test_words_that_the_other_text_lacks_are_marked_in_runs(
    text: str, other: str, expected: list[str]
) -> None:
    assert marked(text, other) == expected


def test_words_that_are_lacking_are_given_as_they_stand_in_the_other_text() -> None:
    assert missing_runs("Ten diplomats must go", "Russia would expel eight diplomats") == [
        "Russia would expel eight"
    ]


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_parts_are_the_text_and_are_marked_in_turn(text: str, other: str) -> None:
    parts = differing_parts(text, other)
    assert "".join(part for part, _ in parts) == text
    assert all(part for part, _ in parts)


@given(st.text(max_size=40))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert marked(text, text) == []
    assert missing_runs(text, text) == []


def test_a_variant_of_several_words_is_compared_with_the_representative() -> None:
    assert isinstance(LE_MONDE, Variant)
    assert marked(LE_MONDE.text, TASS.text) == ["Eight", "spies"]
