"""What counts as right: cases by hand, and the shared scorer's figures on the same answers."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from quotekit.errors import FormatError
from training.speakers.labels import Judged, Label, by_article, figures_of, is_right, judge, read_labels

OBAMA = Label("a", ((0, 2),), "pronoun", "Barack Obama", ("Obama", "Mr. Obama"))
NOBODY = Label("a", ((5, 7),), "nominal", None)


@pytest.mark.parametrize("answer", ["Barack Obama", "Obama", "Mr. Obama", "B. Obama", "President Obama’s"])
def test_a_form_of_the_name_is_right(answer: str) -> None:
    assert is_right(answer, OBAMA)


@pytest.mark.parametrize("answer", [None, "Barack", "Michelle Obama", "Obama White House", ""])
def test_another_name_or_nobody_is_wrong(answer: str | None) -> None:
    assert not is_right(answer, OBAMA)


def test_an_alias_is_right_with_its_own_first_name() -> None:
    both = Label("a", ((0, 4),), "pronoun", "Bill Clinton", ("Hillary Clinton",))
    assert is_right("Hillary Clinton", both)
    assert not is_right("Chelsea Clinton", both)


def test_nobody_is_right_where_nobody_is_named() -> None:
    assert is_right(None, NOBODY)
    assert not is_right("Obama", NOBODY)


def test_figures_by_hand() -> None:
    other = Label("b", ((0, 2),), "pronoun", "Ann Lee")
    unsure = Label("b", ((3, 5),), "name", "Ann Lee", is_certain=False)
    pairs = [(OBAMA, "Obama"), (OBAMA, None), (NOBODY, None), (other, "Bo Lee"), (unsure, "Ann Lee")]
    judged = [judge(label, answer) for label, answer in pairs]
    figures = {name: round(float(value[0]), 3) for name, value in figures_of(judged).items()}
    assert figures == {
        "pronoun": 0.333,  # one of three
        "nominal": 1.0,
        "name": 0.0,  # none is certain
        "all": 0.5,
        "macro": 0.25,  # Obama a half, Lee nothing
        "nobody_precision": 0.5,
        "nobody_recall": 1.0,
    }


def test_an_article_drawn_twice_counts_twice_and_one_not_drawn_not_at_all() -> None:
    other = Label("b", ((0, 2),), "pronoun", "Ann Lee")
    judged = [judge(OBAMA, "Obama"), judge(other, None)]
    found = figures_of(judged, np.array([[1.0, 1.0], [2.0, 1.0], [0.0, 2.0]]))
    assert found["pronoun"] == pytest.approx([1 / 2, 2 / 3, 0])
    assert found["macro"] == pytest.approx([1 / 2, 1 / 2, 0])


def test_labels_are_read_in_order_and_grouped_by_article(tmp_path: Path) -> None:
    line = {"source": [[0, 2]], "type": "pronoun", "speaker": None, "aliases": [], "certain": True}
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(line | {"doc": doc}) + "\n" for doc in "aba"), "utf-8")
    labels = read_labels(path)
    assert [label.doc for label in labels] == ["a", "b", "a"]
    assert {doc: len(own) for doc, own in by_article(labels).items()} == {"a": 2, "b": 1}


def test_a_line_that_is_no_label_is_told(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"doc": "a", "source": [], "type": "pronoun"}\n', "utf-8")
    with pytest.raises(FormatError, match="line 1"):
        read_labels(path)


def test_the_labels_that_are_trained_on_are_of_articles_of_train_alone(shared_dir: Path) -> None:
    trained = read_labels(Path(__file__).resolve().parents[2] / "training" / "data" / "speakers.jsonl.gz")
    dev = read_labels(shared_dir / "data" / "polnear" / "dev.speakers.jsonl")
    assert not {label.doc for label in trained} & {label.doc for label in dev}
    assert len(trained) == 2225


def test_every_figure_is_that_of_the_shared_scorer(shared_dir: Path, tmp_path: Path) -> None:
    gold = shared_dir / "data" / "polnear" / "dev.speakers.jsonl"
    labels = read_labels(gold)
    draw = random.Random(5)
    names: list[str | None] = [None, *(label.speaker for label in labels if label.speaker)]
    names += [alias for label in labels for alias in label.aliases]
    # Half the answers are right or nearly so, half belong to another label.
    pool = [[label.speaker, *label.aliases, *draw.sample(names, 2)] for label in labels]
    answers = [draw.choice(own) for own in pool]
    pred = tmp_path / "pred.jsonl"
    lines = [
        json.dumps({"doc": label.doc, "source": label.source, "speaker": answer})
        for label, answer in zip(labels, answers, strict=True)
    ]
    pred.write_text("\n".join(lines) + "\n", "utf-8")
    told = _scored(shared_dir, pred, gold)
    judged = [judge(label, answer) for label, answer in zip(labels, answers, strict=True)]
    assert told == _shown(judged)


def _shown(judged: list[Judged]) -> dict[str, str]:
    return {name: f"{100 * float(value[0]):.1f}" for name, value in figures_of(judged).items()}


def _scored(shared_dir: Path, pred: Path, gold: Path) -> dict[str, str]:
    """The figures that the shared scorer prints, by our names."""
    scorer = shared_dir / "bench" / "score_speakers.py"
    ran = subprocess.run([sys.executable, scorer, pred, gold], capture_output=True, text=True, check=True)
    rows = [line.split() for line in ran.stdout.splitlines()]
    found = {row[0]: row[1] for row in rows if row[0] in {"pronoun", "nominal", "name", "all", "macro"}}
    nobody = next(row for row in rows if row[0] == "null")
    return found | {"nobody_precision": nobody[2], "nobody_recall": nobody[4]}
