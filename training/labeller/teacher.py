"""The teacher of the labeller fitted to PolNeAR.

Stage ``labeller-teacher``. In: the parses and attributions of PolNeAR train, and the weights of
all-MiniLM-L6-v2. Out: ``labeller-teacher/teacher.pt``. Budget: 75 minutes, about fifteen an epoch. After each
epoch a checkpoint is written, from which a stage that was stopped goes on.

Every twelfth article is held out: the score of the labeller is calibrated there.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from attrs import frozen
from numpy.typing import NDArray
from torch import nn

from quotekit.find.marks import find_marks
from quotekit.labeller.features import Pairs
from quotekit.labeller.training import Example, read_example
from quotekit.labeller.vectors import WordVectors
from quotekit.parsing import paragraphs
from quotekit.syntax import read_tree
from training.checkpoints import keep, restore, save
from training.labeller.parses import Article, attributed_articles, fit_and_held_out
from training.labeller.teacher_network import LabellingTeacher, TeacherInputs

__all__ = ["Lesson", "fit", "lesson", "load_teacher", "losses", "run", "teacher_path"]

SEED = 0
EPOCHS = 5
UPPER_RATE = 1e-4
OTHER_RATE = 1.2e-3
UPPER_DECAY, OTHER_DECAY = 0.01, 0.001
WARMUP_STEPS = 300
LEAST_RATE = 0.01
GRADIENT_NORM = 5.0
LABEL_WEIGHT = 0.1  # a word of a window weighs so much of a word that may be a cue
SCALE = 0.05
IGNORED = -100
REPORT_STEPS = 100


@frozen(eq=False)
class Lesson:
    """One article: what the teacher reads, and what is right."""

    inputs: TeacherInputs
    gold: Example


def teacher_path(work: Path) -> Path:
    """The teacher that the stage writes."""
    return work / "labeller-teacher" / "teacher.pt"


def run(shared: Path, work: Path) -> None:
    """Fit the teacher, or go on with it."""
    articles = attributed_articles(shared, work, "train")
    tags = tuple(sorted({token.tag_ for article in articles for token in article.doc}))
    labels = tuple(sorted({token.dep_ for article in articles for token in article.doc}))
    path = teacher_path(work)
    path.parent.mkdir(parents=True, exist_ok=True)
    checkpoint = path.with_name("checkpoint.pt")
    teacher = fit(articles, tags, labels, checkpoint)
    save({"tags": tags, "labels": labels, "weights": teacher.state_dict()}, path)
    checkpoint.unlink()


def load_teacher(path: Path) -> LabellingTeacher:
    """The teacher that the stage has written, for use."""
    saved = torch.load(path, weights_only=True)
    teacher = LabellingTeacher(tuple(saved["tags"]), tuple(saved["labels"]))
    teacher.load_state_dict(saved["weights"])
    teacher.eval()
    return teacher


def lesson(teacher: LabellingTeacher, article: Article) -> Lesson:
    """What the teacher reads of an article, and its attributions."""
    marks = find_marks(article.doc.text, paragraphs(article.doc.text))
    gold = read_example(article.doc, article.attributions, teacher.labels, WordVectors.none())
    return Lesson(teacher.read(read_tree(article.doc, marks), gold.layout), gold)


def fit(
    articles: Sequence[Article],
    tags: tuple[str, ...],
    labels: tuple[str, ...],
    checkpoint: Path,
    epochs: int = EPOCHS,
) -> LabellingTeacher:
    """A teacher fitted to all articles that are not held out; from the checkpoint on, if it is there."""
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    teacher = LabellingTeacher(tags, labels)
    upper, others = teacher.parameters_learned()
    optimiser = torch.optim.AdamW(
        [
            {"params": upper, "lr": UPPER_RATE, "weight_decay": UPPER_DECAY},
            {"params": others, "lr": OTHER_RATE, "weight_decay": OTHER_DECAY},
        ]
    )
    learned, held_out = (
        [lesson(teacher, article) for article in part] for part in fit_and_held_out(articles)
    )
    n_steps = epochs * len(learned)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, n_steps))
    parts = {"weights": teacher, "optimiser": optimiser, "schedule": schedule}
    for epoch in range(restore(checkpoint, parts, draw), epochs):
        begun = time.monotonic()
        _fit_epoch(teacher, draw.sample(learned, len(learned)), optimiser, schedule, own_cues=epoch > 0)
        keep(checkpoint, parts, draw, epoch + 1)
        print(
            f"epoch {epoch + 1} of {epochs}: held out {_mean_loss(teacher, held_out):.1f} an article; "
            f"{time.monotonic() - begun:.0f} s",
            flush=True,
        )
    teacher.eval()
    return teacher


def _rate(step: int, n_steps: int) -> float:
    """The share of the full rate at a step: up from 0, then down in a line."""
    return min(1.0, step / WARMUP_STEPS) * (1 - step / n_steps) + LEAST_RATE


def _fit_epoch(
    teacher: LabellingTeacher,
    lessons: Sequence[Lesson],
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    *,
    own_cues: bool,
) -> None:
    """One round over the lessons, a step an article."""
    teacher.train()
    learned = [parameter for group in optimiser.param_groups for parameter in group["params"]]
    total = 0.0
    for step, one in enumerate(lessons, start=1):
        loss = losses(teacher, one, own_cues=own_cues)
        optimiser.zero_grad()
        (loss * SCALE).backward()
        nn.utils.clip_grad_norm_(learned, GRADIENT_NORM)
        optimiser.step()
        schedule.step()
        total += loss.item()
        if step % REPORT_STEPS == 0:
            print(step, round(total / step, 1), flush=True)


def losses(teacher: LabellingTeacher, one: Lesson, *, own_cues: bool) -> torch.Tensor:
    """The cross entropy of one article, summed: of the cues, and a tenth of that of the labels.

    ``own_cues`` says whether the windows see the cues that the teacher finds itself.
    """
    states, gold = teacher.words(one.inputs), one.gold
    logits = teacher.cues(states)
    targets = torch.tensor(gold.cues)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum")
    if not len(gold.heads):
        return loss
    likely = logits.detach().numpy() > 0 if own_cues else gold.cues > 0.5
    found, around = teacher.labels_around(states, gold.layout, gold.heads, likely)
    right = torch.tensor(_targets(gold, around)).reshape(-1)
    entropy = nn.functional.cross_entropy(found.reshape(-1, 4), right, reduction="sum", ignore_index=IGNORED)
    return loss + LABEL_WEIGHT * entropy


def _targets(gold: Example, around: Pairs) -> NDArray[np.int64]:
    """The labels of the words of each window, ignored outside the article and for white space."""
    assert gold.labels is not None
    found = gold.labels[np.arange(len(gold.heads))[:, None], around.tokens].astype(np.int64)
    found[~around.inside | gold.blank[around.tokens]] = IGNORED
    return found


def _mean_loss(teacher: LabellingTeacher, lessons: Sequence[Lesson]) -> float:
    teacher.eval()
    with torch.no_grad():
        total = float(sum(losses(teacher, one, own_cues=True).item() for one in lessons))
    return total / max(len(lessons), 1)
