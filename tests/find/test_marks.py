"""Pairing quotation marks: the cases of tests/cases/marks.jsonl, and what the records promise."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from strategies import paragraphs_of

from quotekit.find.marks import find_marks
from quotekit.glyphs import find_glyphs
from quotekit.settings import MARK_DEPTH

CASES = Path(__file__).resolve().parents[1] / "cases" / "marks.jsonl"
DEFAULTS = {"closed": True, "continues": False, "continued": False}


def load_cases() -> list[Any]:
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(case["text"], case["expected"], id=case["label"]) for case in cases]


@pytest.mark.parametrize(("text", "expected"), load_cases())
def test_the_marks_of_a_case_pair_as_a_reader_pairs_them(text: str, expected: list[dict[str, Any]]) -> None:
    found = [
        {
            "span": mark.span.text,
            "depth": mark.depth,
            "closed": mark.closed,
            "continues": mark.continues,
            "continued": mark.continued,
        }
        for mark in find_marks(text, paragraphs_of(text))
    ]
    assert found == [DEFAULTS | mark for mark in expected]


def test_no_two_cases_share_a_label() -> None:
    labels = Counter(json.loads(line)["label"] for line in CASES.read_text(encoding="utf-8").splitlines())
    assert [label for label, n in labels.items() if n > 1] == []


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“We go,” he said.", "We go,"),
        ("Il a dit « oui » hier.", "oui"),
        ("``We go,'' he said.", "We go,"),
        ("“We go, he said. \n", "We go, he said."),
        ('He left it "".', None),
        ('He left it " ".', None),
    ],
)
def test_inner_leaves_out_the_marks_and_the_white_space_beside_them(text: str, inner: str | None) -> None:
    (mark,) = find_marks(text, paragraphs_of(text))
    assert (mark.inner.text if mark.inner else None) == inner


def test_an_opening_mark_with_nothing_after_it_is_no_passage() -> None:
    assert find_marks("He said: “", [(0, 10)]) == []


def test_a_text_without_paragraphs_has_no_marks() -> None:
    assert find_marks("“We go”", []) == []


def test_what_lies_outside_the_paragraphs_is_not_read() -> None:
    text = "“A” “B” “C”"
    assert [mark.span.text for mark in find_marks(text, [(4, 7)])] == ["“B”"]


@pytest.mark.parametrize("inserted", ['a 5" nail', "a stray” mark", "the ministers' plan", "the '90s"])
def test_one_slip_leaves_the_other_marks_of_the_paragraph_as_they_were(inserted: str) -> None:
    before, after = '"We go," he said. "We stay," she said, ', ' "again" and "again".'
    text = before + inserted + "," + after
    assert [mark.span.text for mark in find_marks(text, [(0, len(text))])] == [
        '"We go,"',
        '"We stay,"',
        '"again"',
        '"again"',
    ]


def test_nesting_is_followed_down_to_the_limit_and_no_further() -> None:
    text = "“a ‘b " * (MARK_DEPTH // 2) + "c’ d” " * (MARK_DEPTH // 2)
    assert [mark.depth for mark in find_marks(text, [(0, len(text))])] == list(range(MARK_DEPTH))
    text = "“a ‘b " * MARK_DEPTH + "c’ d” " * MARK_DEPTH
    assert max(mark.depth for mark in find_marks(text, [(0, len(text))])) == MARK_DEPTH - 1


def test_ten_to_the_five_marks_in_one_paragraph_are_read() -> None:
    text = 'He said "go" and ' * 50_000
    assert len(find_marks(text, [(0, len(text))])) == 50_000


@pytest.mark.parametrize("glyph", ["“", "”", '"', "'", "«", "»", "''", "`"])
def test_a_row_of_one_glyph_is_read_without_an_error(glyph: str) -> None:
    text = glyph * 2_000
    assert all(mark.span.text.startswith(glyph) for mark in find_marks(text, [(0, len(text))]))


@pytest.mark.parametrize(
    ("text", "chars"),
    [
        ("don't O’Neill 6'2", []),
        ("<a href=\"x\" title='y'>", []),
        ("‘He said ‘no’’", ["‘", "‘", "’", "’"]),
        ("“a question’’", ["“", "’’"]),
        ("now,''' he", ["'", "''"]),
        ("'''Now", ["''", "'"]),
    ],
)
def test_glyphs_are_cut_out_of_the_text(text: str, chars: list[str]) -> None:
    assert [glyph.char for glyph in find_glyphs(text, 0, len(text))] == chars
