"""The student's training, on three sentences: it ends, and it can be taken up again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import spacy
from thinc.api import Config

from training import student
from training.student import corpus_files, fit


def steps(log: Path) -> list[int]:
    return [json.loads(line)["step"] for line in log.read_text("utf-8").splitlines()]


def test_the_training_leaves_the_best_model_and_its_log(student_folder: Path) -> None:
    assert spacy.load(student_folder / "model-best").pipe_names == ["tok2vec", "tagger", "parser", "ner"]
    assert steps(student_folder / "log-01.jsonl") == [0, 2, 4]


def test_a_training_is_taken_up_from_the_best_model_for_the_steps_that_are_left(
    student_folder: Path, tiny_config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "student"
    shutil.copytree(student_folder, folder)
    rows = [{"step": 0, "score": 0.1}, {"step": 2, "score": 0.4}, {"step": 4, "score": 0.3}]
    (folder / "log-01.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    best = (folder / "model-best" / "tok2vec" / "model").read_bytes()
    begun_with = []
    monkeypatch.setattr(
        student, "train", lambda nlp, _: begun_with.append(nlp.get_pipe("tok2vec").model.to_bytes())
    )
    fit(tiny_config, folder)
    assert begun_with == [best]
    monkeypatch.undo()
    shutil.copytree(student_folder / "model-best", folder / "model-best")
    fit(tiny_config, folder)
    assert steps(folder / "log-02.jsonl") == [0, 2]
    assert (folder / "model-best").exists()
    assert not (folder / "start").exists()


def test_the_learning_rate_goes_on_where_it_was(tiny_config: Config, tmp_path: Path) -> None:
    left = student._remaining(tiny_config, 1, tmp_path / "log.jsonl")
    assert left["training"]["max_steps"] == 3
    whole = tiny_config["training"]["optimizer"]["learn_rate"]["initial_rate"]
    assert left["training"]["optimizer"]["learn_rate"]["initial_rate"] == pytest.approx(whole * 3 / 4)
    assert tiny_config["training"]["max_steps"] == 4


def test_the_docs_without_trees_come_last_where_the_student_is_measured() -> None:
    assert [path.name for path in corpus_files(Path("work"), "dev")][-1] == "polnear-dev.spacy"


def test_the_student_is_never_trained_on_what_it_is_measured_on() -> None:
    work = Path("work")
    assert not set(corpus_files(work, "train")) & set(corpus_files(work, "dev"))
    assert all("test" not in path.name for part in ("train", "dev") for path in corpus_files(work, part))
