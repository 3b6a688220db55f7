"""Statements and verdicts for the terminal."""

from __future__ import annotations

import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from statements_by_hand import APART, EXPELLED, REUTERS, TASS, variant_of
from strategies_records import lists_of_statements

from quotekit.model import Article, Difference, Verdict
from quotekit.outputs.statements_table import render_statements, render_verdict
from quotekit.statements.records import Statement


def test_a_statement_is_a_block_with_its_disagreements_above_its_variants() -> None:
    assert render_statements([EXPELLED], width=120) == (
        "1 statement · 1 in two outlets or more · 3 variants · 1 with a disagreement\n"
        "\n"
        "1  Russia would expel eight diplomats\n"
        "   Sergei Lavrov, foreign minister · 3 outlets · first reported 2025-02-11 09:30\n"
        "   ! number: “eight” Reuters, Le Monde · “Ten” TASS\n"
        "   ! polarity: without it Reuters · “denied” Baltic Wire (kept apart)\n"
        "   2025-02-11 09:30  Reuters   paraphrase  Russia would expel eight diplomats\n"
        "   2025-02-11        TASS      verbatim    Ten diplomats must go\n"
        "   2025-02-12        Le Monde  mixed       Eight “spies” must go\n"
    )


def test_a_statement_with_one_variant_is_its_heading() -> None:
    assert render_statements([APART]).splitlines()[2:] == [
        "1  Russia would expel anybody",
        "   Sergei Lavrov, foreign minister · 1 outlet",
    ]


def test_without_dates_there_is_no_column_for_them() -> None:
    texts = ("We go.", "We leave.")
    undated = [variant_of(Article(text, outlet="Post"), text, speaker=None) for text in texts]
    shown = render_statements([Statement("s", None, undated)], width=100).splitlines()
    assert shown[4].startswith("   Post  ")


def test_what_is_left_out_is_counted_on_the_last_line() -> None:
    assert render_statements([APART], n_left_out=12).splitlines()[-2:] == [
        "",
        "not shown, with fewer variants: 12",
    ]
    assert render_statements([], n_left_out=12) == "no statements to show · with fewer variants: 12\n"


def test_a_narrow_terminal_gets_a_list() -> None:
    shown = render_statements([EXPELLED], width=60)
    assert "   TASS · verbatim · 2025-02-11\n     Ten diplomats must go\n" in shown


@pytest.mark.parametrize("width", [20, 40, 63, 64, 80, 200])
def test_at_any_width_it_is_wrapped_and_nothing_is_left_out(width: int) -> None:
    shown = render_statements([EXPELLED, APART], n_left_out=3, width=width)
    assert max(map(cell_len, shown.splitlines())) <= width
    for variant in EXPELLED.variants:
        assert set(variant.text) <= set(shown)


def test_in_colour_words_that_the_representative_lacks_are_underlined() -> None:
    underlined = re.findall("\x1b\\[4m(.*?)\x1b", render_statements([EXPELLED], width=120, is_coloured=True))
    assert underlined == ["Ten", "must go", "spies", "must go"]
    assert "\x1b" not in render_statements([EXPELLED])


def test_control_characters_and_markup_are_text() -> None:
    text = "\x1b[2J[red]Go\u202e!"
    variants = [variant_of(Article(text, id="a", outlet="[b]x\x07"), text, speaker=None)] * 2
    shown = render_statements([Statement("s", None, variants)], width=200)
    assert shown.count("␛[2J[red]Go<U+202E>!") == 3
    assert "[b]x␇" in shown


@given(lists_of_statements(), st.integers(1, 120), st.booleans())
def test_any_statements_at_any_width_can_be_shown(
    statements: list[Statement], width: int, is_coloured: bool
) -> None:
    assert render_statements(statements, width=width, is_coloured=is_coloured).endswith("\n")


# -- a verdict -------------------------------------------------------------------------------


def test_a_verdict_has_its_conflicts_before_its_reasons() -> None:
    conflict = Difference("number", "eight", "ten")
    verdict = Verdict(False, 0.123, ("most words agree", "the numbers differ"), "conflicting", (conflict,))
    assert render_verdict(verdict) == (
        "not the same statement · score 0.12 · they conflict\n"
        "  ! number: “eight” · “ten”\n"
        "  most words agree\n"
        "  the numbers differ\n"
    )


def test_a_side_without_a_word_says_so() -> None:
    verdict = Verdict(False, 0.1, (), "conflicting", (Difference("polarity", "", "not"),))
    assert "! polarity: without it · “not”" in render_verdict(verdict)


def test_a_verdict_without_a_relation_names_none() -> None:
    assert render_verdict(Verdict(True, 1.0)) == "the same statement · score 1.00\n"


def test_the_representative_is_the_heading_wherever_it_stands() -> None:
    second = evolve(EXPELLED, variants=[REUTERS, TASS], representative=1, disagreements=[])
    assert render_statements([second]).splitlines()[2] == "1  Ten diplomats must go"
