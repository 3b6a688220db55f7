"""The stories and their labels fit each other, character by character."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def read(name: str) -> list[dict]:
    return [json.loads(line) for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()]


DOCUMENTS = {row["doc"]: row for row in read("documents.jsonl")}
PIECES = ("content", "cue", "source")


def test_every_document_has_a_text_file_and_no_other_is_there() -> None:
    assert {path.stem for path in SEEDS.glob("*.txt")} == set(DOCUMENTS)


@pytest.mark.parametrize("doc", sorted(DOCUMENTS))
def test_the_text_file_holds_the_document_byte_for_byte(doc: str) -> None:
    assert (SEEDS / f"{doc}.txt").read_bytes() == DOCUMENTS[doc]["text"].encode()


@pytest.mark.parametrize("doc", sorted(DOCUMENTS))
def test_the_text_begins_with_its_headline(doc: str) -> None:
    assert DOCUMENTS[doc]["text"].startswith(DOCUMENTS[doc]["title"] + "\n\n")


@pytest.mark.parametrize("piece", PIECES)
def test_gold_spans_slice_to_their_own_text(piece: str) -> None:
    key = "text" if piece == "content" else f"{piece}_text"
    wrong = [
        (row["doc"], row[piece], row[key])
        for row in read("gold.jsonl")
        if (row[key] or "")
        != " … ".join(DOCUMENTS[row["doc"]]["text"][start:end] for start, end in row[piece])
    ]
    assert wrong == []


def test_passages_that_are_no_quotes_slice_to_their_own_text() -> None:
    for row in read("not_quotes.jsonl"):
        start, end = row["span"]
        assert DOCUMENTS[row["doc"]]["text"][start:end] == row["text"]


def test_pairs_of_statements_name_statements_of_the_same_event() -> None:
    told = {
        (DOCUMENTS[row["doc"]]["event"], statement)
        for row in read("gold.jsonl")
        for statement in row["statements"]
    }
    for row in read("near_misses.jsonl") + read("ambiguous.jsonl"):
        assert {(row["event"], row["a"]), (row["event"], row["b"])} <= told
