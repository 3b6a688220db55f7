"""What kind of speaker a name is, on the cases of tests/cases/kinds.jsonl."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docs_by_hand import make_doc

from quotekit.parsing import parse
from quotekit.resolve.kinds import kind_of_name
from quotekit.syntax import read_tree, tokens_in

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parents[1] / "cases" / "kinds.jsonl"


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["label"])
def test_a_case_gives_the_kind_that_a_reader_takes_it_for(case: dict[str, Any], nlp: Language) -> None:
    tree = read_tree(parse(case["text"], nlp))
    start = case["text"].index(case["name"])
    tokens = tokens_in(tree, start, start + len(case["name"]))
    assert kind_of_name(tree, *tokens, case["entity"]) == case["kind"]


def test_no_two_cases_share_a_label() -> None:
    labels = Counter(case["label"] for case in read_cases())
    assert [label for label, n in labels.items() if n > 1] == []


def test_a_form_of_address_makes_a_place_name_a_person() -> None:
    tree = read_tree(make_doc("Mr. NNP compound 1\nJordan NNP nsubj 2 B-GPE\nleft VBD ROOT 2"))
    assert kind_of_name(tree, 1, 2, "GPE") == "person"
