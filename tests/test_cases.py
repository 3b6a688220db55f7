"""The road on the cases of tests/cases/quotes.jsonl: what a reader takes for a quote, and what not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quotekit.pipeline import extract_quotes

if TYPE_CHECKING:
    from spacy.language import Language

    from quotekit.model import Quote

CASES = Path(__file__).parent / "cases" / "quotes.jsonl"


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


def described(quote: Quote, keys: set[str]) -> dict[str, Any]:
    """The quote in the shape of an expected one, with only the keys that it states."""
    speaker = quote.speaker
    shape = {
        "kind": quote.kind,
        "content": [span.text for span in quote.content],
        "cue": [span.text for span in quote.cue],
        "source": [span.text for span in quote.source],
        "verbatim": [span.text for span in quote.verbatim],
        "speaker": None if speaker is None else speaker.name,
        "via": None if speaker is None or speaker.via is None else speaker.via.text,
        "act": quote.act,
        "negated": quote.negated,
        "nested": quote.parent is not None,
    }
    return {key: value for key, value in shape.items() if key in keys}


@pytest.mark.parametrize("case", [as_parameter(case) for case in read_cases()])
def test_a_case_gives_the_quotes_that_a_reader_finds(case: dict[str, Any], nlp: Language) -> None:
    quotes = extract_quotes(case["text"], nlp=nlp, acts=case.get("acts", ("speech",)))
    expected = case["expected"]
    keys = [set(wanted) for wanted in expected] + [{"kind", "content", "cue"}] * len(quotes)
    assert [described(quote, stated) for quote, stated in zip(quotes, keys, strict=False)] == expected


def test_no_two_cases_share_a_label() -> None:
    labels = Counter(case["label"] for case in read_cases())
    assert [label for label, n in labels.items() if n > 1] == []


def test_every_expected_span_stands_in_its_text() -> None:
    stray = [
        (case["label"], text)
        for case in read_cases()
        for quote in case["expected"]
        for key in ("content", "cue", "source", "verbatim")
        for text in quote.get(key, ())
        if text not in case["text"]
    ]
    assert stray == []
