"""Fits the network of statements, on whatever torch finds to work on, and puts it into the package.

Stage ``statement-network``. In: ``statements/examples.npz``, ``statements/vectors.npz``, renderings. Out:
``statements/network.npz`` and, with what the renderings replace, ``models/statements.npz`` in the package.
Budget: 45 minutes on two cores.

It also runs where quotekit is not installed: ``python -m training.statements.fitting EXAMPLES VECTORS OUT``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.statements.installing import install
from training.statements.kinds import KINDS
from training.statements.network import StatementNetwork

__all__ = ["fit", "run"]

N_THREES, N_SHAPES = 4096, 8  # as quotekit.statements.encoding has them
WIDTH = 64
BATCH = 512
EPOCHS = 4
RATE = 2e-3
SMOOTH = 0.02  # of the labels: some renderings are mistranslations
HIDDEN_WORDS = 0.12  # so many known words are shown by their letters alone
DROPPED = 0.25
SEED = 0
LAST_STEP = (0.5, 10.0, 0.57, 0.2, 1.0, 2.0, 2.0, 1.0)
"""What makes a probability of two logits, in the order of `quotekit.statements.network.probabilities`.

Chosen by hand among some hundred settings on dev, dev_adv and challenge_dev: see LOG.md.
"""

_Data = Mapping[str, Tensor]
_Scale = tuple[Tensor, Tensor]


def run(shared: Path, work: Path) -> None:
    """Fit and install."""
    folder = work / "statements"
    fit(folder / "examples.npz", folder / "vectors.npz", folder / "network.npz")
    target = Path(__file__).parents[2] / "src" / "quotekit" / "models" / "statements.npz"
    # Asked for here, as fitting also runs where quotekit is not installed.
    from training.statements.renderings import read_segments
    from training.statements.replacements import count_replacements, replacement_arrays

    renderings = read_segments(shared / "data" / "variants" / "train.jsonl.gz")
    replaced = replacement_arrays(count_replacements(renderings))
    install(folder / "network.npz", folder / "vectors.npz", target, LAST_STEP, replaced)


def fit(examples: Path, vectors: Path, out: Path) -> None:
    """Fit, report after each epoch, write the weights."""
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with np.load(examples) as file:
        data = {name: torch.from_numpy(file[name]).to(device) for name in file.files}
    with np.load(vectors) as file:
        start = torch.from_numpy(file["rows"].astype(np.float32))[:, :WIDTH]
    held = data["held"]
    learned, left_out = torch.nonzero(~held).squeeze(1), torch.nonzero(held).squeeze(1)
    sample = data["findings"][learned].float()
    scale = (sample.mean(0), sample.std(0).clamp(min=1e-2))
    net = StatementNetwork(len(start) + 1, N_THREES, N_SHAPES, sample.shape[1], width=WIDTH, dropped=DROPPED)
    with torch.no_grad():
        net.words.weight[1:] = start / start.std() * 0.5
        net.words.weight[0] = 0
    _learn(net.to(device), data, learned, left_out, scale)
    arrays = {name: value.numpy() for name, value in net.arrays().items()}
    np.savez(out, **arrays, findings_mean=scale[0].cpu().numpy(), findings_std=scale[1].cpu().numpy())


def _learn(net: StatementNetwork, data: _Data, learned: Tensor, left_out: Tensor, scale: _Scale) -> None:
    """Goes over the examples so many times; the vectors of words move more slowly than the rest."""
    fast = [weight for weight in net.parameters() if weight is not net.words.weight]
    groups = [
        {"params": [net.words.weight], "lr": RATE / 4, "weight_decay": 0.0},
        {"params": fast, "lr": RATE, "weight_decay": 1e-3},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = EPOCHS * (len(learned) // BATCH + 1) + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [RATE / 4, RATE], total_steps=steps, pct_start=0.1
    )
    began = time.time()
    for epoch in range(EPOCHS):
        order = learned[torch.randperm(len(learned), device=learned.device)]
        for at in _batches(order, BATCH):
            loss = _loss(_logits(net, data, at, scale), data, at, SMOOTH)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        logits = _all_logits(net, data, left_out, scale)
        print(f"epoch {epoch + 1} {time.time() - began:.0f} s", _report(logits, data, left_out), flush=True)


def _loss(logits: Tensor, data: _Data, at: Tensor, smooth: float = 0.0) -> Tensor:
    """Of the subject on all examples; of the facts on those that are on one subject."""
    same = data["label"][at].float()
    is_one = (data["kind"][at] != KINDS.index("another")).float()
    subject, facts = (
        nn.functional.binary_cross_entropy_with_logits(
            logits[:, column], target * (1 - 2 * smooth) + smooth, weight=weight, reduction="sum"
        )
        / weight.sum().clamp(min=1)
        for column, (target, weight) in enumerate(((is_one, torch.ones_like(same)), (same, is_one)))
    )
    return subject + facts


def _batches(chosen: Tensor, size: int) -> Iterator[Tensor]:
    for start in range(0, len(chosen), size):
        yield chosen[start : start + size]


def _logits(net: StatementNetwork, data: _Data, at: Tensor, scale: _Scale) -> Tensor:
    sides = []
    for name in ("a", "b"):
        texts = data[name][at].long()
        shapes = data["shapes"][texts].long()
        longest = int((shapes > 0).sum(1).max().clamp(min=1))
        types, shapes = data["types"][texts].long()[:, :longest], shapes[:, :longest]
        words = data["rows"][types].long()
        if net.training:
            words = words * (torch.rand(words.shape, device=words.device) >= HIDDEN_WORDS)
        sides.append((net.states(words, data["threes"][types].long(), shapes), shapes > 0))
    findings = (data["findings"][at].float() - scale[0]) / scale[1]
    found: Tensor = net(sides[0][0], sides[1][0], sides[0][1], sides[1][1], findings)
    return found


def _all_logits(net: StatementNetwork, data: _Data, chosen: Tensor, scale: _Scale) -> Tensor:
    net.eval()
    with torch.no_grad():
        found = torch.cat([_logits(net, data, at, scale) for at in _batches(chosen, 2048)])
    net.train()
    return found


def _report(logits: Tensor, data: _Data, chosen: Tensor) -> str:
    """The loss, and of each kind of example the share that is called the same at even odds."""
    kinds = data["kind"][chosen]
    parts = [f"loss {_loss(logits, data, chosen).item():.4f}"]
    same = torch.exp(-logits).sum(1) < 1  # the odds against both add up
    for number, name in enumerate(KINDS):
        these = kinds == number
        if these.any():
            parts.append(f"{name} {100 * same[these].float().mean().item():.1f}")
    return "  ".join(parts)


if __name__ == "__main__":
    fit(*map(Path, sys.argv[1:4]))
