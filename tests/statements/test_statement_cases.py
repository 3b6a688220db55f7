"""Whether two renderings are one statement, on the cases of tests/cases/statements.jsonl, in minimal pairs.

A case gives two texts, and where it matters their speakers or the days they were printed. Its label is its
topic, then "same" or "other"; each topic has one of both. The sentences were written before any was tried.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from quotekit.model import Article, Quote, Segment, Speaker, TextSpan
from quotekit.names import name_key
from quotekit.statements.records import Variant
from quotekit.statements.similarity import same_statement

CASES = Path(__file__).resolve().parents[1] / "cases" / "statements.jsonl"
KEYS = {"label", "kind", "a", "b", "same", "note", "fails"} | {
    f"{what}_{side}" for what in ("speaker", "published") for side in "ab"
}


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


def rendering(case: dict[str, Any], side: str) -> str | Variant:
    """One side of a case: its text, with who said it and when, where the case tells."""
    text, who, published = case[side], case.get(f"speaker_{side}"), case.get(f"published_{side}")
    if who is None and published is None:
        return str(text)
    segment = Segment([TextSpan.of(text, 0, len(text))])
    speaker = None if who is None else Speaker(key=name_key(who["name"]), **who)
    quote = Quote("indirect", segment.spans, speaker=speaker, segments=[segment])
    return Variant(quote, Article(text, published=published), [segment])


@pytest.mark.parametrize("case", [as_parameter(case) for case in read_cases()])
def test_two_renderings_are_one_statement_where_a_reader_says_so(case: dict[str, Any]) -> None:
    assert same_statement(rendering(case, "a"), rendering(case, "b")).same == case["same"]


def test_no_two_cases_share_a_label() -> None:
    labels = Counter(case["label"] for case in read_cases())
    assert [label for label, n in labels.items() if n > 1] == []


def test_no_case_has_a_key_that_nobody_reads() -> None:
    assert [case["label"] for case in read_cases() if not case.keys() <= KEYS] == []


def test_each_kind_has_pairs_that_are_the_same_and_pairs_that_are_near() -> None:
    verdicts = defaultdict(set)
    for case in read_cases():
        word = re.search(r"-(same|other)(?:-\d)?$", case["label"])
        assert word is not None
        assert (word[1] == "same") == case["same"]
        verdicts[case["kind"]].add(case["same"])
    assert [kind for kind, found in verdicts.items() if found != {True, False}] == []
