"""Negations and what they reach, on the cases of tests/cases/opposites.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit.lexicon import word_rows
from quotekit.statements.polarity import Negation, find_negations, parity

CASES = Path(__file__).resolve().parents[1] / "cases" / "opposites.jsonl"
NEGATING = [row[0] for row in word_rows("negators")]
PHRASE_WORDS = sorted({word for row in word_rows("negation_phrases") for word in row[1].split("_")})

texts = st.lists(
    st.one_of(st.sampled_from([*NEGATING, *PHRASE_WORDS]), st.text(min_size=1, max_size=6)), max_size=12
)


def cases() -> list[Any]:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(
            row,
            id=row["label"],
            marks=[pytest.mark.xfail(strict=True, reason=row["fails"])] if "fails" in row else [],
        )
        for row in rows
        if row["kind"] == "negation"
    ]


def words_of(text: str) -> list[str]:
    return text.replace(",", "").split()


@pytest.mark.parametrize("case", cases())
def test_a_text_is_negated_where_a_reader_says_so(case: dict[str, Any]) -> None:
    words = words_of(case["text"])
    found = [[words[one.at], words[one.scope], one.strength] for one in find_negations(words)]
    assert found == case["expected"], case["note"]
    assert parity(find_negations(words)) == case["parity"], case["note"]


@given(texts)
def test_negations_stand_in_order_and_inside_the_text(words: list[str]) -> None:
    negations = find_negations(words)
    assert [one.at for one in negations] == sorted({one.at for one in negations})
    assert all(one.at <= one.scope < len(words) for one in negations)
    assert parity(negations) in (0, 1)


@given(texts)
def test_case_and_apostrophe_make_no_difference(words: list[str]) -> None:
    other = [word.replace("'", "’") for word in words]
    assert find_negations(other) == find_negations(words)


def test_a_negation_put_in_changes_the_parity() -> None:
    plain, negated = (find_negations(words_of(text)) for text in ("He came", "He never came"))
    assert (parity(plain), parity(negated)) == (0, 1)


def test_an_empty_text_is_not_negated() -> None:
    assert find_negations([]) == ()
    assert parity([]) == 0


def test_a_negation_without_a_known_strength_is_refused() -> None:
    with pytest.raises(ValueError, match="strength"):
        Negation(0, 1, "loud")  # type: ignore[arg-type]  # the point of the test
