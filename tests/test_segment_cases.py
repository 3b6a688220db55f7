"""Segments on the cases of tests/cases/segments.jsonl: what a reader takes for one statement, and for two.

A case gives a text, the pieces of a content in it (the whole text where it names none), and its segments,
each as the list of its pieces.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quotekit.find.marks import find_marks
from quotekit.model import TextSpan
from quotekit.parsing import paragraphs, parse
from quotekit.resolve.segments import segment
from quotekit.syntax import read_tree

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parent / "cases" / "segments.jsonl"


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


def content_of(case: dict[str, Any]) -> list[TextSpan]:
    text = case["text"]
    starts = [(text.index(piece), piece) for piece in case.get("content", [text])]
    return [TextSpan.of(text, start, start + len(piece)) for start, piece in starts]


@pytest.mark.parametrize("case", [as_parameter(case) for case in read_cases()])
def test_a_case_has_the_segments_that_a_reader_takes_it_for(case: dict[str, Any], nlp: Language) -> None:
    text = case["text"]
    tree = read_tree(parse(text, nlp), find_marks(text, paragraphs(text)))
    found = [[span.text for span in part.spans] for part in segment(tree, content_of(case))]
    assert found == case["expected"]


def test_no_two_cases_share_a_label() -> None:
    labels = Counter(case["label"] for case in read_cases())
    assert [label for label, n in labels.items() if n > 1] == []


def test_every_piece_of_an_expected_segment_stands_in_its_text() -> None:
    pieces = [(case, piece) for case in read_cases() for part in case["expected"] for piece in part]
    assert [(case["label"], piece) for case, piece in pieces if piece not in case["text"]] == []
