"""Pairs to learn from, drawn from a few sentences made by hand."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="what reads the corpora needs the extra quotekit[train]")
pytest.importorskip("transformers", reason="what reads the corpora needs the extra quotekit[train]")

from training.statements.edits import make_stock
from training.statements.examples import Example, Sentence, is_held_out, make_examples, read_contents

STRIKE = (
    "The strike in Harbury killed 27 people on Monday",
    "On Monday 27 people died in the strike in Harbury",
    "Twenty-seven people were killed by the strike in Harbury on Monday",
)
BRIDGE = ("The bridge over the Elm will not open in May", "The Elm bridge won't open in May")
ALONE = ("Wendell Falk met 12 envoys in Oslo on Tuesday",)
SENTENCES = [
    Sentence("a", STRIKE, (1, 2)),
    Sentence("b", BRIDGE, (0,)),
    Sentence("c", ALONE, (0, 1)),
    Sentence("d", ("Too short", "So short")),
]
STOCK = make_stock([*STRIKE, *BRIDGE, *ALONE, "we met Ines Quist"], {}, {}, {}, {}, ["X said"])
HOME = {text: one.doc for one in SENTENCES for text in one.renderings}


def drawn(n: int, seed: int = 1) -> list[Example]:
    return list(make_examples(SENTENCES, STOCK, n, seed))


def test_so_many_are_drawn_and_one_seed_draws_the_same() -> None:
    assert len(drawn(70)) == 70
    assert drawn(70) == drawn(70)
    assert drawn(70) != drawn(70, seed=2)


def test_pairs_of_both_labels_and_of_many_kinds_are_drawn() -> None:
    found = drawn(600)
    kinds = Counter(one.kind for one in found)
    assert kinds.keys() == {
        "renderings",
        "reworded",
        "another",
        "number",
        "date",
        "negation",
        "name",
        "tense",
    }
    assert min(kinds.values()) >= 5
    assert 150 < sum(one.label for one in found) < 450


def test_the_label_is_that_of_the_kind() -> None:
    for one in drawn(300):
        assert one.label == (one.kind in {"renderings", "reworded"})


def test_two_renderings_are_of_one_sentence_and_differ() -> None:
    for one in drawn(300):
        if one.kind == "renderings":
            assert HOME[one.a] == HOME[one.b] == one.doc
            assert one.a != one.b


def test_a_pair_with_a_changed_fact_has_one_side_that_stands_in_no_sentence() -> None:
    for one in drawn(300):
        if one.kind in {"number", "date", "negation", "name"}:
            assert sorted([one.a in HOME, one.b in HOME]) == [False, True]


def test_a_short_sentence_is_passed_over() -> None:
    assert "d" not in {one.doc for one in drawn(300)}


def test_a_changed_side_comes_first_as_often_as_second() -> None:
    sides = Counter(one.a in HOME for one in drawn(600) if one.kind in {"number", "date", "name"})
    assert 0.3 < sides[True] / sides.total() < 0.7


def test_about_one_document_in_twelve_is_held_out() -> None:
    assert is_held_out("a" * 12)  # 12 times 97
    assert not is_held_out("a")
    assert 60 < sum(is_held_out(f"doc {n}") for n in range(1200)) < 140


def test_contents_of_reports_are_read_with_others_of_their_article(tmp_path: Path) -> None:
    contents = [
        "the old bridge over the river has been closed",
        "no harvest was as poor as this one",
        "the old bridge over the river has been closed today",
        "too short",
    ]
    text = " | ".join(contents)
    spans = [[text.index(one), text.index(one) + len(one)] for one in contents]
    folder = tmp_path / "data" / "polnear"
    folder.mkdir(parents=True)
    with gzip.open(folder / "train.jsonl.gz", "wt", encoding="utf-8") as file:
        row = {"doc": "d1", "text": text, "attributions": [{"content": [span]} for span in spans]}
        file.write(json.dumps(row) + "\n")
    found = read_contents(tmp_path)
    assert [one.renderings for one in found] == [(one,) for one in contents[:3]]
    # The first and the third may well be one.
    assert [one.alike for one in found] == [(1,), (0, 2), (1,)]
    assert {one.doc for one in found} == {"polnear:d1"}
