"""Whose words they are, on the cases of tests/cases/speakers.jsonl: whom a reader takes for the speaker.

A case gives a text, the words of a source (``nth`` says which of them, from 1, where they recur), and the
name of its speaker, or null where the text names nobody. ``quoted`` says that the source is that of a quote
too, which then has the same speaker; what is stated further holds for the speaker's record.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quotekit.model import ACTS
from quotekit.names import name_key
from quotekit.pipeline import extract_quotes, resolve_sources

if TYPE_CHECKING:
    from spacy.language import Language

    from quotekit.model import Speaker

CASES = Path(__file__).parent / "cases" / "speakers.jsonl"


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


def places_of(case: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the words of the source stand in the text, as whole words."""
    words = rf"(?<!\w){re.escape(case['source'])}(?!\w)"
    return [match.span() for match in re.finditer(words, case["text"])]


def place_of(case: dict[str, Any]) -> tuple[int, int]:
    nth: int = case.get("nth", 1)
    return places_of(case)[nth - 1]


def described(speaker: Speaker | None, keys: set[str]) -> dict[str, Any]:
    """The speaker in the shape of a case, with only the keys that it states."""
    if speaker is None:
        return {"speaker": None}
    shape = {
        "speaker": speaker.name,
        "kind": speaker.kind,
        "key": speaker.key,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "via": None if speaker.via is None else speaker.via.text,
    }
    return {key: value for key, value in shape.items() if key in keys}


def stated(case: dict[str, Any]) -> dict[str, Any]:
    keys = {"speaker", "kind", "key", "role", "affiliation", "via"}
    return {key: value for key, value in case.items() if key in keys}


@pytest.mark.parametrize("case", [as_parameter(case) for case in read_cases()])
def test_a_case_has_the_speaker_that_a_reader_takes_it_for(case: dict[str, Any], nlp: Language) -> None:
    expected = stated(case)
    (speaker,) = resolve_sources(case["text"], [[place_of(case)]], nlp=nlp)
    assert described(speaker, set(expected)) == expected


@pytest.mark.parametrize("case", [as_parameter(case) for case in read_cases() if case.get("quoted")])
def test_the_quote_of_a_case_has_the_same_speaker(case: dict[str, Any], nlp: Language) -> None:
    start, end = place_of(case)
    quotes = extract_quotes(case["text"], nlp=nlp, acts=ACTS)
    (quote, *_) = [q for q in quotes if any(span.start < end and start < span.end for span in q.source)]
    assert (quote.speaker and quote.speaker.name) == case["speaker"]
    if "passed_on" in case:
        assert quote.via is not None
        assert quote.via.text == case["passed_on"]


@pytest.mark.parametrize(
    "case", [as_parameter(case) for case in read_cases() if case.get("kind") == "person"]
)
def test_the_key_of_a_person_is_that_of_the_name_alone(case: dict[str, Any], nlp: Language) -> None:
    (speaker,) = resolve_sources(case["text"], [[place_of(case)]], nlp=nlp)
    assert speaker is not None
    assert speaker.key == name_key(case["speaker"])


def test_no_two_cases_share_a_label() -> None:
    labels = Counter(case["label"] for case in read_cases())
    assert [label for label, n in labels.items() if n > 1] == []


def test_the_words_of_every_case_stand_in_its_text_and_nth_says_which() -> None:
    stray = [
        case["label"]
        for case in read_cases()
        if len(places_of(case)) < case.get("nth", 1) or (len(places_of(case)) > 1 and "nth" not in case)
    ]
    assert stray == []
