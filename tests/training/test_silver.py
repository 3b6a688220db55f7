"""Raw texts for the teacher."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the teacher, who labels them, needs the extra quotekit[train]")
pytest.importorskip("transformers", reason="the teacher needs the extra quotekit[train]")

from training.silver import PASSAGE_CHARS, joined_renderings, wmt_texts


def test_what_was_not_translated_is_left_out() -> None:
    sentences = ["One.", None, "", "中国人民日报 says.", "Two."]
    (text,) = joined_renderings(sentences, random.Random(0))
    assert text.split() == ["One.", "Two."]


def test_a_passage_ends_once_it_is_long() -> None:
    sentence = "x" * 300 + "."
    found = list(joined_renderings([sentence] * 4, random.Random(0)))
    assert [text.count("x") for text in found] == [900, 300]
    assert len(found[0]) > PASSAGE_CHARS


def test_no_sentences_have_no_passages() -> None:
    assert list(joined_renderings([None], random.Random(0))) == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    systems = ["A", "B", "C", "D", "ref-A", "ref-B", "ref-C"]
    rows = [
        {"lang": "de-en", "doc": doc, "renderings": {name: f"{name} says {doc} {i}." for name in systems}}
        for doc in ("one", "two")
        for i in range(2)
    ]
    path = tmp_path / "train.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def test_each_document_is_taken_from_two_references_and_one_other(path: Path) -> None:
    found = [text.split()[0] for text in wmt_texts(path)]
    assert found[:2] == ["ref-A", "ref-B"]
    assert found[2] in {"A", "B", "C", "D"}
    assert len(found) == 6


def test_the_lot_is_the_same_every_time(path: Path) -> None:
    assert list(wmt_texts(path)) == list(wmt_texts(path))
