"""Annotated documents: what is refused, and how they are split."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit.annotations import Annotated, check_apart, hold_out, read_documents
from quotekit.errors import FormatError, UsageError
from quotekit.model import Article, Quote, Quotes, TextSpan

TEXT = "It ends, he said."
SAID = {"content": [[0, 7]], "cue": [[12, 16]], "source": [[9, 11]]}


def document(name: str, *attributions: dict[str, Any], text: str = TEXT) -> dict[str, Any]:
    return {"doc": name, "text": text, "attributions": list(attributions)}


def annotated(name: str, n: int = 1, text: str | None = None) -> Annotated:
    return Annotated(name, name if text is None else text, (SAID,) * n)


def test_documents_come_in_the_order_of_their_names() -> None:
    found = read_documents([document("b", SAID), document("folder/a.txt", SAID)])
    assert [one.name for one in found] == ["a", "b"]


def test_quotes_serve_as_documents() -> None:
    quote = Quote("indirect", [TextSpan.of(TEXT, 0, 7)], cue=[TextSpan.of(TEXT, 12, 16)], act="thought")
    (found,) = read_documents([Quotes(Article(TEXT, id="a"), [quote])])
    assert found.attributions == ({"content": [(0, 7)], "cue": [(12, 16)], "source": [], "act": "thought"},)


def test_attributions_of_other_acts_are_left_out_and_those_without_an_act_stay() -> None:
    given = document("a", {**SAID, "act": "thought"}, {**SAID, "act": "speech"}, SAID)
    (found,) = read_documents([given], ["speech"])
    assert found.attributions == ({**SAID, "act": "speech"}, SAID)


def test_quotes_of_a_line_count_as_attributions() -> None:
    (found,) = read_documents([{"doc": "a", "text": TEXT, "quotes": [SAID]}])
    assert found.attributions == (SAID,)


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([], "there is no document"),
        ([document("a", SAID), document("a.txt", SAID)], "'a' stands twice"),
        ([document("a", {**SAID, "source": [[9, 99]]})], r"\[9, 99\].*17 characters"),
        ([document("a", {"cue": [[12, 16]]})], 'no "content"'),
        ([{"doc": "a", "quotes": [SAID]}], '"text" None'),
        ([document("a", SAID, {**SAID, "act": "talk"})], r"'a', attributions\[1\] has \"act\" 'talk'"),
        ([document("a", {**SAID, "act": ["speech"]})], r"'a', attributions\[0\] has \"act\" \['speech'\]"),
        ([document("a", text="half \ud800 of it")], "lone surrogate"),
    ],
)
def test_what_evaluation_would_refuse_is_refused(documents: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_documents(documents)


def test_acts_as_one_string_are_refused_with_what_was_meant() -> None:
    with pytest.raises(UsageError, match=r"got 'speech': write acts=\('speech',\)"):
        read_documents([document("a", SAID)], "speech")  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["gold.jsonl", document("a", SAID), Quotes(Article(TEXT, id="a")), None])
def test_what_is_no_list_of_documents_is_refused(given: Any) -> None:
    with pytest.raises(UsageError, match="documents must be a list of annotated documents, got one"):
        read_documents(given)


def test_an_act_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown act 'talk'"):
        read_documents([document("a", SAID)], ["talk"])  # type: ignore[list-item]


@given(
    counts=st.lists(st.integers(0, 2), min_size=2, max_size=30).filter(lambda ns: sum(map(bool, ns)) > 1),
    share=st.floats(0.01, 0.99),
    seed=st.integers(0, 9),
)
def test_both_sides_have_attributions_and_together_are_all(
    counts: list[int], share: float, seed: int
) -> None:
    documents = [annotated(f"{number:02}", n) for number, n in enumerate(counts)]
    learned, held_out = hold_out(documents, share, seed)
    assert sorted([*learned, *held_out], key=lambda one: one.name) == documents
    assert any(one.attributions for one in learned)
    assert any(one.attributions for one in held_out)
    assert hold_out(documents, share, seed) == (learned, held_out)


def test_a_fifth_of_ten_is_two() -> None:
    learned, held_out = hold_out([annotated(str(number)) for number in range(10)], 0.2, 0)
    assert (len(learned), len(held_out)) == (8, 2)


@given(st.lists(st.sampled_from("abc"), min_size=3, max_size=9), st.integers(0, 9))
def test_a_text_that_stands_twice_is_on_one_side(texts: list[str], seed: int) -> None:
    documents = [annotated(str(number), number % 2, text) for number, text in enumerate([*"xy", *texts])]
    documents = [*documents, annotated("last", 1, "z")]
    learned, held_out = hold_out(documents, 0.4, seed)
    assert not {one.text for one in learned} & {one.text for one in held_out}
    assert any(one.attributions for one in learned)
    assert any(one.attributions for one in held_out)


def test_one_text_under_two_names_cannot_be_split() -> None:
    with pytest.raises(UsageError, match="1 of 2 texts with attributions"):
        hold_out([annotated("a", text="same"), annotated("b", text="same")], 0.5, 0)


def test_another_seed_holds_out_others() -> None:
    documents = [annotated(str(number)) for number in range(10)]
    assert len({hold_out(documents, 0.2, seed)[1][0].name for seed in range(8)}) > 1


@pytest.mark.parametrize("counts", [(1,), (1, 0, 0), (0, 0)])
def test_one_document_with_attributions_cannot_be_split(counts: tuple[int, ...]) -> None:
    documents = [annotated(str(number), n) for number, n in enumerate(counts)]
    with pytest.raises(UsageError, match="one to learn from and one to measure on"):
        hold_out(documents, 0.2, 0)


def test_a_text_on_both_sides_is_refused_whatever_its_name() -> None:
    with pytest.raises(UsageError, match=r"'b'.*also learned from, as 'a'"):
        check_apart([annotated("a", text="same")], [annotated("b", text="same")])


def test_documents_to_measure_on_need_attributions() -> None:
    with pytest.raises(UsageError, match="none of the 1 documents to measure on"):
        check_apart([annotated("a")], [annotated("b", 0)])
