"""What is said of a name: on cases with the embedded pipeline, and on parses made by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docs_by_hand import make_doc

from quotekit.parsing import parse
from quotekit.resolve.roles import Description, describe
from quotekit.syntax import Tree, read_tree, tokens_in

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parents[1] / "cases" / "roles.jsonl"


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


def text_of(tree: Tree, tokens: tuple[int, int] | None) -> str | None:
    return None if tokens is None else tree.text[tree.starts[tokens[0]] : tree.ends[tokens[1] - 1]]


def described(tree: Tree, name: str) -> Description:
    start = tree.text.index(name)
    return describe(tree, *tokens_in(tree, start, start + len(name)))


@pytest.mark.parametrize("case", [as_parameter(case) for case in read_cases()])
def test_a_case_gives_what_a_reader_takes_from_it(case: dict[str, Any], nlp: Language) -> None:
    tree = read_tree(parse(case["text"], nlp))
    found = described(tree, case["name"])
    stated = {
        "role": text_of(tree, found.role),
        "affiliation": text_of(tree, found.affiliation),
        "gender": found.gender,
    }
    assert stated == {key: case[key] for key in stated}
    assert set(case["words"]) <= set(found.words)
    assert not set(case.get("absent", ())) & set(found.words)


def test_no_two_cases_share_a_label() -> None:
    labels = Counter(case["label"] for case in read_cases())
    assert [label for label, n in labels.items() if n > 1] == []


def test_a_title_before_a_name_is_its_role_and_the_entity_before_it_its_affiliation() -> None:
    tree = read_tree(
        make_doc(
            """
            NATO NNP compound 3 B-ORG
            spokeswoman NN compound 3
            Oana NNP compound 3 B-PERSON
            Lungescu NNP nsubj 4 I-PERSON
            spoke VBD ROOT 4
            . . punct 4
            """
        )
    )
    assert describe(tree, 2, 4) == Description((1, 2), (0, 1), ("nato", "spokeswoman"), "she")


def test_an_apposition_after_a_name_ends_before_where_the_role_is_held() -> None:
    tree = read_tree(
        make_doc(
            """
            Delorme NNP nsubj 7 B-PERSON
            , , punct 0
            head NN appos 0
            of IN prep 2
            Rotorix NNP pobj 3 B-ORG
            France NNP appos 4 I-ORG
            , , punct 0
            left VBD ROOT 7
            """
        )
    )
    assert describe(tree, 0, 1) == Description((2, 3), (4, 6), ("head", "rotorix", "france"), None)


def test_a_role_of_the_next_clause_is_not_that_of_the_name_before_it() -> None:
    tree = read_tree(
        make_doc(
            """
            For IN prep 5
            Berg NNP pobj 0 B-PERSON
            , , punct 5
            the DT det 4
            minister NN nsubj 5
            said VBD ROOT 5
            """
        )
    )
    assert describe(tree, 1, 2) == Description()


def test_a_name_at_either_end_of_a_text_is_described_by_nothing() -> None:
    tree = read_tree(make_doc("Berg NNP ROOT 0 B-PERSON"))
    assert describe(tree, 0, 1) == Description()


def test_a_form_of_address_tells_gender_and_no_role() -> None:
    tree = read_tree(
        make_doc(
            """
            Mrs. NNP compound 1
            Berg NNP nsubj 2 B-PERSON
            left VBD ROOT 2
            """
        )
    )
    assert describe(tree, 1, 2) == describe(tree, 0, 2) == Description(gender="she")


def test_an_owner_of_which_only_the_article_is_left_is_none() -> None:
    tree = read_tree(make_doc("the DT poss 2 B-ORG\n's POS case 0\nBerg NNP ROOT 2 B-PERSON"))
    assert describe(tree, 2, 3) == Description()


@pytest.mark.parametrize(
    "text", ["Berg,", "(Berg", "Berg, 67", "Berg (R", "Berg, of", "Berg, a", "Mr. Berg", "Dr."]
)
def test_a_text_that_breaks_off_is_read_as_far_as_it_goes(text: str, nlp: Language) -> None:
    tree = read_tree(parse(text, nlp))
    for first in range(len(tree)):
        for last in range(first + 1, len(tree) + 1):
            assert isinstance(describe(tree, first, last), Description)
