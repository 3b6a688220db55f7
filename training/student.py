"""The student fitted to treebanks, entities and silver parses.

Stage ``student``. In: the docs of the stages before, as `corpus_files` lists them, and
``training/student.cfg``. Out: ``student/model-best``. Budget: 120 minutes.

spaCy keeps no state of its optimiser, so that a training which was stopped cannot go on as if nothing had
happened. It is taken up from the best model so far, with a new optimiser, for the steps that are left after
that model, at the learning rate that had been reached.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import Config

from training.tokenizer import as_treebanks_cut

__all__ = ["CONFIG_PATH", "corpus_files", "fit", "run"]

CONFIG_PATH = Path(__file__).parent / "student.cfg"


def corpus_files(work: Path, part: str) -> list[Path]:
    """What the student learns from (``train``) or is measured on while it learns (``dev``).

    On ``dev`` trees are gold, entities silver: GUM's are too few, and other than those of the silver data.
    """
    if part == "dev":
        treebanks = [work / "treebanks" / f"{corpus}-dev.spacy" for corpus in ("ewt", "gum")]
        return [*treebanks, work / "entities" / "polnear-dev.spacy"]
    ewt = [work / "treebanks" / f"ewt-{copy}.spacy" for copy in ("train", "train-varied")]
    gum = [work / "entities" / f"gum-{copy}.spacy" for copy in ("train", "train-varied")]
    return [*ewt, *gum, work / "silver" / "polnear.spacy", work / "silver" / "wmt.spacy"]


def run(_shared: Path, work: Path) -> None:
    """Fit the student, or go on with it."""
    folder = work / "student"
    for part in ("train", "dev"):
        corpus = folder / part
        shutil.rmtree(corpus, ignore_errors=True)
        corpus.mkdir(parents=True)
        # In this order: spaCy 3.8 scores no tree after a document that has none (`Scorer.score_deps`).
        for i, path in enumerate(corpus_files(work, part)):
            shutil.copyfile(path, corpus / f"{i}-{path.name}")
    config = load_config(
        CONFIG_PATH, overrides={"paths.train": str(folder / "train"), "paths.dev": str(folder / "dev")}
    )
    fit(config, folder)


def fit(config: Config, folder: Path) -> None:
    """Train into ``folder/model-best``; from the best model there, if there is one."""
    best, start = folder / "model-best", folder / "start"
    if best.exists():
        shutil.rmtree(start, ignore_errors=True)
        best.rename(start)
    logs = sorted(folder.glob("log-*.jsonl"))
    done = sum(map(_best_step, logs)) if start.exists() else 0
    config = _remaining(config, done, folder / f"log-{len(logs) + 1:02}.jsonl")
    nlp = init_nlp(config)
    as_treebanks_cut(nlp)
    if start.exists():
        print(f"going on from the best model, of step {done}", flush=True)
        _take_weights(nlp, start)
    train(nlp, folder)
    shutil.rmtree(start, ignore_errors=True)


def _best_step(log: Path) -> int:
    """The step of the best evaluation in a log of spaCy's, the last of equals; 0 for an empty one."""
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return max(((row["score"], row["step"]) for row in rows), default=(0.0, 0))[1]


def _remaining(config: Config, done: int, log: Path) -> Config:
    """The same training without the steps that are done: the learning rate falls on in the same line."""
    config = config.copy()
    training = config["training"]
    steps = training["max_steps"]
    training["max_steps"] = max(steps - done, 1)
    training["optimizer"]["learn_rate"]["initial_rate"] *= training["max_steps"] / steps
    training["logger"]["output_file"] = str(log)
    return config


def _take_weights(nlp: Language, folder: Path) -> None:
    """Give every part of the pipeline the weights of the one in the folder."""
    for name in nlp.pipe_names:
        nlp.get_pipe(name).from_disk(folder / name, exclude=["vocab"])  # type: ignore[attr-defined]
