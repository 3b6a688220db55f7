"""What a terminal or a browser would obey is shown instead."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit.model import Quote, Speaker, TextSpan
from quotekit.outputs.display import kind_label, printable, speaker_label

CONTENT = [TextSpan(0, 2, "Go")]
SOURCE = [TextSpan(10, 12, "he")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a \n\t b ", "a b"),
        ("\x1b[31m", "␛[31m"),
        ("\x00\x7f", "␀␡"),
        ("\x9b1m", "<U+009B>1m"),
        ("\u202eabc\u2066", "<U+202E>abc<U+2066>"),
        ("a\u200bb\ufeff\u00ad", "a<U+200B>b<U+FEFF><U+00AD>"),
        ("\ud800", "<U+D800>"),
        ("👩\u200d🚀 می\u200cشود", "👩\u200d🚀 می\u200cشود"),
        ("e\u0301 “x” 日本", "e\u0301 “x” 日本"),
        ("", ""),
    ],
)
def test_what_does_not_print_becomes_visible(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_may_stay() -> None:
    assert printable("a\r\n\tb\u00a0 c\x1b", keep_lines=True) == "a\r\n\tb\u00a0 c␛"


def test_a_line_that_stays_is_not_written_over_by_what_follows_it() -> None:
    assert printable("true\rfalse\r\r\n", keep_lines=True) == "true␍false␍\r\n"


@given(st.text(st.characters()))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    left = {char for char in printable(text) if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert left <= {"\u200c", "\u200d"}


def test_a_speaker_is_shown_by_name() -> None:
    assert (
        speaker_label(Quote("direct", CONTENT, source=SOURCE, speaker=Speaker("Ann", "person", "ann")))
        == "Ann"
    )


def test_a_speaker_without_a_name_is_shown_as_the_source_in_brackets() -> None:
    assert speaker_label(Quote("direct", CONTENT, source=SOURCE)) == "(he)"


def test_no_speaker_and_no_source_is_a_dash() -> None:
    assert speaker_label(Quote("direct", CONTENT)) == "—"


@pytest.mark.parametrize(
    ("quote", "label"),
    [
        (Quote("direct", CONTENT), "direct"),
        (Quote("indirect", CONTENT, negated=True), "indirect, denied"),
        (Quote("mixed", CONTENT, act="thought"), "mixed, thought"),
    ],
)
def test_the_kind_says_what_is_special(quote: Quote, label: str) -> None:
    assert kind_label(quote) == label
