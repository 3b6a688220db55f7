"""The teacher fitted to the treebanks.

Stage ``teacher``. In: the EWT and GUM treebank files, and the weights of all-MiniLM-L6-v2. Out:
``teacher/teacher.pt``. Budget: 60 minutes, twelve to fifteen an epoch. After each epoch a checkpoint with the
optimiser, the step and the random states is written, from which a stage that was stopped goes on.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from training.checkpoints import keep, restore, save
from training.conllu import read_documents
from training.documents import CORPORA, Analysis, Passage, passages, treebank_path
from training.teacher.labelling import analyse
from training.teacher.network import Scores, Teacher, encoder_parameters, label_scores
from training.teacher.pieces import batches, piece_batch

__all__ = ["fit", "load_teacher", "losses", "run", "scores_line"]

SEED = 0
EPOCHS = 4
PASSAGE_WORDS = 120
BATCH_WORDS = 1200
ENCODER_RATE = 3e-4
HEADS_RATE = 1.5e-3
WARMUP_STEPS = 150
LEAST_RATE = 0.02  # of the full one, at the end of the decay
GRADIENT_NORM = 2.0
WEIGHT_DECAY = 0.01
BETAS = (0.9, 0.98)
SMALL_TASKS = 0.5  # weight of the losses of tags and of sentence starts
OUTSIDE = -1e4  # logit of a head in another sentence
IGNORED = -1
REPORT_STEPS = 50


def run(shared: Path, work: Path) -> None:
    """Fit the teacher, or go on with it."""
    folder = work / "teacher"
    folder.mkdir(parents=True, exist_ok=True)
    train = [passage for corpus in CORPORA for passage in _read(shared, corpus, "train")]
    dev = {corpus: _read(shared, corpus, "dev") for corpus in CORPORA}
    teacher = fit(train, dev, folder / "checkpoint.pt")
    saved = {"tags": teacher.tags, "labels": teacher.labels, "weights": teacher.state_dict()}
    save(saved, folder / "teacher.pt")
    (folder / "checkpoint.pt").unlink()


def _read(shared: Path, corpus: str, part: str) -> list[Passage]:
    return list(passages(read_documents(treebank_path(shared, corpus, part)), max_words=PASSAGE_WORDS))


def load_teacher(path: Path) -> Teacher:
    """The teacher that the stage has written."""
    saved = torch.load(path, weights_only=True)
    teacher = Teacher(tuple(saved["tags"]), tuple(saved["labels"]))
    teacher.load_state_dict(saved["weights"])
    return teacher


def fit(
    train: Sequence[Passage], dev: dict[str, list[Passage]], checkpoint: Path, epochs: int = EPOCHS
) -> Teacher:
    """A teacher fitted to the passages; from the checkpoint on, if it is there."""
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    tags = sorted({tag for passage in train for tag in passage.analysis.tags})
    labels = sorted({label for passage in train for label in passage.analysis.labels if label})
    teacher = Teacher(tuple(tags), tuple(labels))
    lengths = [len(passage.words) for passage in train]
    n_steps = epochs * len(list(batches(lengths, BATCH_WORDS)))
    optimiser = _optimiser(teacher)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, n_steps))
    parts = {"weights": teacher, "optimiser": optimiser, "schedule": schedule}
    first = restore(checkpoint, parts, draw)
    for epoch in range(first, epochs):
        begun = time.monotonic()
        _fit_epoch(teacher, train, optimiser, schedule, draw)
        keep(checkpoint, parts, draw, epoch + 1)
        figures = "; ".join(f"{name} {scores_line(teacher, part)}" for name, part in dev.items())
        print(f"epoch {epoch + 1} of {epochs}: {figures}; {time.monotonic() - begun:.0f} s", flush=True)
    return teacher


def _optimiser(teacher: Teacher) -> torch.optim.Optimizer:
    encoder, others = encoder_parameters(teacher)
    return torch.optim.AdamW(
        [
            {"params": encoder, "lr": ENCODER_RATE, "weight_decay": WEIGHT_DECAY},
            {"params": others, "lr": HEADS_RATE, "weight_decay": 0.0},
        ],
        betas=BETAS,
    )


def _rate(step: int, n_steps: int) -> float:
    """The share of the full learning rate at a step: up from 0, then down in a line."""
    return min(1.0, (step + 1) / WARMUP_STEPS) * max(LEAST_RATE, 1 - step / n_steps)


def _fit_epoch(
    teacher: Teacher,
    train: Sequence[Passage],
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    draw: random.Random,
) -> None:
    """One round over the passages."""
    teacher.train()
    sums: Counter[str] = Counter()
    found = batches([len(passage.words) for passage in train], BATCH_WORDS, draw)
    for step, indices in enumerate(found, start=1):
        batch = [train[i] for i in indices]
        parts = losses(teacher, teacher(piece_batch([p.words for p in batch], draw)), batch)
        loss = parts["arcs"] + parts["labels"] + SMALL_TASKS * (parts["tags"] + parts["starts"])
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(teacher.parameters(), GRADIENT_NORM)
        optimiser.step()
        schedule.step()
        sums.update({name: part.item() for name, part in parts.items()})
        if step % REPORT_STEPS == 0:
            print(step, {name: round(total / step, 3) for name, total in sums.items()}, flush=True)


def losses(teacher: Teacher, scores: Scores, batch: Sequence[Passage]) -> dict[str, torch.Tensor]:
    """The loss of each task: heads are learned among the words of a sentence, labels under gold heads."""
    analyses = [passage.analysis for passage in batch]
    heads = _padded([_heads(analysis) for analysis in analyses])
    labels = _padded([_codes(teacher.labels, analysis.labels) for analysis in analyses])
    tags = _padded([_codes(teacher.tags, analysis.tags) for analysis in analyses])
    starts = _padded([[int(begins) for begins in analysis.begins_sentence] for analysis in analyses])
    sentences = starts.clamp(min=0).cumsum(1) + 1000 * (starts == IGNORED)  # padding is of no sentence
    is_inside = sentences[:, :, None] == sentences[:, None, :]
    is_possible = torch.cat([torch.ones_like(is_inside[:, :, :1]), is_inside], 2)
    arcs = scores.arcs.masked_fill(~is_possible, OUTSIDE)
    known = heads != IGNORED
    width = scores.heads.shape[-1]
    gold_heads = torch.gather(scores.heads, 1, heads.clamp(min=0)[..., None].expand(-1, -1, width))
    by_label = label_scores(teacher, scores.dependents[known], gold_heads[known])
    cross_entropy = nn.functional.cross_entropy
    return {
        "arcs": cross_entropy(arcs[known], heads[known]),
        "labels": cross_entropy(by_label, labels[known]),
        "tags": cross_entropy(scores.tags[tags != IGNORED], tags[tags != IGNORED]),
        "starts": cross_entropy(scores.starts[starts != IGNORED], starts[starts != IGNORED]),
    }


def _heads(analysis: Analysis) -> list[int]:
    """The column of each word's head: 0 for a root, ignored where the sentence has no tree."""
    return [
        IGNORED if label is None else 0 if head == i else head + 1
        for i, (head, label) in enumerate(zip(analysis.heads, analysis.labels, strict=True))
    ]


def _codes(names: Sequence[str], values: Sequence[str | None]) -> list[int]:
    """The places of the values among the names, ignored where there is none."""
    places = {name: place for place, name in enumerate(names)}
    return [IGNORED if value is None else places[value] for value in values]


def _padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """The rows as one tensor (rows, longest)."""
    return nn.utils.rnn.pad_sequence(
        [torch.tensor(row) for row in rows], batch_first=True, padding_value=IGNORED
    )


def scores_line(teacher: Teacher, gold: Sequence[Passage]) -> str:
    """How well the teacher does on passages, from gold tokens: in per cent, punctuation left out."""
    n: Counter[str] = Counter()
    for passage, found in zip(gold, analyse(teacher, [passage.words for passage in gold]), strict=True):
        truth = passage.analysis
        for i, label in enumerate(truth.labels):
            if label is None:
                continue
            n["words"] += 1
            n["tags"] += truth.tags[i] == found.tags[i]
            n["starts"] += truth.begins_sentence[i] + found.begins_sentence[i]
            n["right starts"] += truth.begins_sentence[i] and found.begins_sentence[i]
            if label != "punct":
                n["scored"] += 1
                n["heads"] += truth.heads[i] == found.heads[i]
                n["edges"] += truth.heads[i] == found.heads[i] and label == found.labels[i]
    return (
        f"UAS {100 * n['heads'] / n['scored']:.2f} LAS {100 * n['edges'] / n['scored']:.2f} "
        f"tags {100 * n['tags'] / n['words']:.2f} "
        f"sentence starts F {200 * n['right starts'] / n['starts']:.2f}"
    )
