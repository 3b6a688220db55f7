"""Quotes as a table for the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from strategies_records import quotes_of_articles

from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.table import render_table

TEXT = "The talks, which went on for nine hours in a hotel by the lake, had failed, she said."


def one_quote(text: str = TEXT, *, name: str = "Natalya Zhukova", doc: str = "a.txt") -> Quotes:
    end = len(text)
    quote = Quote(
        "indirect",
        [TextSpan.of(text, 0, end)],
        cue=[TextSpan.of(text, end - 5, end - 1)],
        speaker=Speaker(name, "person", "key"),
    )
    return Quotes(Article(text, id=doc), [quote])


def words_of(shown: str) -> list[str]:
    return re.findall(r"\w+", shown)


def test_a_row_has_speaker_kind_cue_and_text() -> None:
    row = render_table(one_quote("Go, he said."), width=100).splitlines()[4]
    assert re.split(r"\s{2,}", row.strip()) == [
        "Natalya Zhukova",
        "indirect",
        "said",
        "Go, he said.",
    ]


def test_the_heading_names_the_document_and_counts() -> None:
    assert render_table(one_quote()).startswith("a.txt · 1 quote\n")


@pytest.mark.parametrize("width", [20, 40, 63, 64, 80, 200])
def test_long_text_is_wrapped_and_nothing_is_left_out(width: int) -> None:
    shown = render_table(one_quote(), width=width)
    assert max(map(cell_len, shown.splitlines())) <= width
    assert set(words_of(TEXT)) <= set(words_of(shown))


def test_a_narrow_terminal_gets_a_list() -> None:
    shown = render_table(one_quote(), width=40)
    assert "Natalya Zhukova · indirect · said\n  The talks, which" in shown


def test_no_colour_unless_asked_for() -> None:
    assert "\x1b" not in render_table(one_quote())
    assert "\x1b[" in render_table(one_quote(), is_coloured=True)


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = render_table(one_quote())
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "30", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    assert render_table(one_quote()) == plain


@pytest.mark.parametrize(
    "hostile", ["[bold red]x[/]", "[/]", ":smile:", "\\[b]", "[link=http://x.y]z[/link]"]
)
def test_markup_in_a_corpus_is_text(hostile: str) -> None:
    shown = render_table(one_quote(f"{hostile} he said.", name=hostile, doc=hostile), width=150)
    assert shown.count(hostile) == 3


def test_control_and_bidi_characters_are_made_visible() -> None:
    shown = render_table(
        one_quote("a\x1b[2Jb \u202e c he said.", name="\x07Ann\x9b", doc="\x1b]0;x"), width=150
    )
    assert "␛[2Jb <U+202E> c" in shown
    assert "␇Ann<U+009B>" in shown
    assert shown.startswith("␛]0;x · ")


def test_a_refusal_without_content_has_a_row() -> None:
    text = "She declined to comment."
    quote = Quote(
        "indirect", [], cue=[TextSpan.of(text, 4, 12)], source=[TextSpan.of(text, 0, 3)], act="refusal"
    )
    shown = render_table(Quotes(Article(text, id="a"), [quote]))
    assert re.search(r"\(She\) +indirect, +declined\n +refusal\n", shown)


def test_an_article_without_quotes_says_so() -> None:
    assert render_table(Quotes(Article("No."))) == "text · no quotes\n"


@given(quotes_of_articles(), st.integers(1, 120), st.booleans())
def test_any_record_at_any_width_can_be_shown(quotes: Quotes, width: int, is_coloured: bool) -> None:
    shown = render_table(quotes, width=width, is_coloured=is_coloured)
    assert shown.endswith("\n")
