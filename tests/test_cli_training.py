"""``quotekit train``: what it reads, prints and leaves behind."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quotekit import cli, fitting
from quotekit.model import Article
from quotekit.outputs.jsonl import to_line
from quotekit.pipeline import extract_many, extract_quotes
from quotekit.quote_files import write_brat

Run = Callable[..., tuple[int, str, str]]

STORIES = {
    "a.txt": "Anna Berg said prices would rise. “We waited too long,” said Igor Tulin, the mayor.",
    "b.txt": "Mary Oduya insisted the bridge was safe. It was closed on Monday.",
    "c.txt": "According to Paul Lennox, no train would run before May.",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in a folder with the stories; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    for name, text in STORIES.items():
        Path(name).write_text(text, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli._run(arguments)
        return code, *capsys.readouterr()

    return call


def articles() -> list[Article]:
    return [Article(text, id=name) for name, text in STORIES.items()]


def write_lines(name: str, records: list[dict[str, Any]]) -> None:
    Path(name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def write_gold(name: str = "gold.jsonl") -> None:
    """The stories with what quotekit finds in them, as gold."""
    lines = [json.loads(to_line(quotes)) for quotes in extract_many(articles())]
    write_lines(name, [{**line, "text": STORIES[line["doc"]]} for line in lines])


@pytest.mark.model
def test_the_folder_that_it_makes_is_a_pipeline_for_extraction(run: Run) -> None:
    write_gold()
    code, shown, told = run("train", "gold.jsonl", "--out", "model", "--epochs", "1", "--json", "f.json")
    assert code == 0
    assert re.fullmatch(r"quotekit: epoch 1 of 1: loss [\d.]+, attribution F1 100\.0\n", told)
    assert "documents learned from, 1 documents held out" in shown
    assert shown.endswith("No epoch did better than the labeller as it was: model has that one.\n")
    assert shown.count("attribution          100.0    100.0    100.0") == 2
    assert json.loads(Path("f.json").read_text("utf-8"))["is_better"] is False
    text = STORIES["a.txt"]
    assert extract_quotes(text, nlp="model") == extract_quotes(text)
    assert sorted(path.name for path in Path().iterdir() if path.name.startswith(".")) == []


@pytest.mark.model
def test_lines_without_a_text_take_it_from_the_articles(run: Run) -> None:
    assert run("extract", *STORIES, "--format", "jsonl", "--out", "quotes.jsonl")[0] == 0
    code, _, told = run("train", "quotes.jsonl", "--out", "model")
    assert code == 2
    assert "quotes.jsonl, line 1: the document 'a.txt' has no \"text\"" in told
    options = ("--texts", "a.txt", "--texts", "b.txt", "--texts", "c.txt", "--epochs", "1")
    assert run("train", "quotes.jsonl", "--out", "model", *options)[0] == 0


@pytest.mark.model
def test_a_brat_folder_is_read_and_another_measured_on(run: Run) -> None:
    found = list(extract_many(articles()))
    write_brat(found[:2], "learn")
    write_brat(found[2:], "measure")
    code, shown, _ = run("train", "learn", "--dev", "measure", "--out", "model", "--epochs", "1")
    assert code == 0
    assert shown.startswith("3 attributions of 2 documents learned from, 1 documents held out.\n")


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("gold.jsonl", "--json 'gold.jsonl' is one of the inputs"),
        ("./a.txt", "--json 'a.txt' is one of the inputs"),
        ("no/f.json", "the output 'no/f.json' has no folder 'no' to be in"),
        (".", "the output '.' is a folder"),
    ],
)
def test_figures_that_cannot_be_written_are_told_before_the_work(run: Run, out: str, message: str) -> None:
    Path("gold.jsonl").touch()
    code, shown, told = run("train", "gold.jsonl", "--texts", "a.txt", "--out", "model", "--json", out)
    assert (code, shown) == (2, "")
    assert message in told


@pytest.mark.model
def test_figures_may_go_into_the_folder_of_the_model(run: Run) -> None:
    write_gold()
    assert run("train", "gold.jsonl", "--out", "model", "--epochs", "1", "--json", "model/f.json")[0] == 0
    assert json.loads(Path("model/f.json").read_text("utf-8"))["n_documents"] == 2


def test_a_folder_where_nothing_may_be_made_is_told_before_the_work(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert (
        "--out 'model' cannot be made in '.', which may not be written to"
        in run("train", "gold.jsonl", "--out", "model")[2]
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.jsonl", "--out", "model"), "none.jsonl"),
        (("gold.jsonl", "--out", "a.txt"), "--out 'a.txt' is there already"),
        (("gold.jsonl", "--out", "no/model"), "--out 'no/model' has no folder 'no' to be in"),
        (("gold.jsonl", "--out", "model", "--acts", "talk"), "--acts has 'talk'"),
        (("gold.jsonl", "--out", "model", "--epochs", "0"), "epochs must be a whole number of 1 or more"),
        (("gold.jsonl", "--out", "model"), "1 of 1 texts with attributions"),
        (("wrong.jsonl", "--out", "model"), "[0, 99]"),
        (("empty.jsonl", "--out", "model"), "there is no document"),
    ],
)
def test_a_call_that_cannot_work_says_so_and_leaves_nothing(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    gold = {"doc": "a", "text": "It ends, he said.", "attributions": [{"content": [[0, 7]]}]}
    write_lines("gold.jsonl", [gold])
    write_lines("wrong.jsonl", [{**gold, "attributions": [{"content": [[0, 99]]}]}])
    Path("empty.jsonl").touch()
    code, shown, told = run("train", *arguments)
    assert (code, shown) == (2, "")
    assert message in told
    assert not Path("model").exists()


def test_the_help_names_the_numbers_that_are_used(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    shown = run("train", "--help")[1]
    for value in (fitting.EPOCHS, fitting.LEARN_RATE, fitting.DEV_SHARE):
        assert f"{value} unless given" in shown
