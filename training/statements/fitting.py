"""Fits the network to arrays of examples, on whatever torch finds to work on.

    python -m training.statements.fitting ARRAYS… --vectors VECTORS --out WEIGHTS
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.statements.network import StatementNetwork

__all__ = ["fit"]

N_THREES, N_SHAPES = 4096, 8
BATCH = 512
SMOOTH = 0.02
HIDDEN_WORDS = 0.12  # so many known words are shown by their letters alone


def _load(path: Path, device: str) -> dict[str, Tensor]:
    with np.load(path) as file:
        return {name: torch.from_numpy(file[name]).to(device) for name in file.files}


def _batches(data: Mapping[str, Tensor], chosen: Tensor, size: int) -> Iterator[Tensor]:
    for start in range(0, len(chosen), size):
        yield chosen[start : start + size]


def _logits(net: StatementNetwork, data: Mapping[str, Tensor], at: Tensor, scale: tuple[Tensor, Tensor], *, training: bool) -> Tensor:
    sides = []
    for name in ("a", "b"):
        texts = data[name][at].long()
        types, shapes = data["types"][texts].long(), data["shapes"][texts].long()
        longest = int((shapes > 0).sum(1).max().clamp(min=1))
        types, shapes = types[:, :longest], shapes[:, :longest]
        words = data["rows"][types].long()
        if training:
            words = words * (torch.rand(words.shape, device=words.device) >= HIDDEN_WORDS)
        sides.append((net.states(words, data["threes"][types].long(), shapes), shapes > 0))
    findings = (data["findings"][at].float() - scale[0]) / scale[1]
    return net(sides[0][0], sides[1][0], sides[0][1], sides[1][1], findings)


def report(net: StatementNetwork, data: Mapping[str, Tensor], chosen: Tensor, scale: tuple[Tensor, Tensor], names: tuple[str, ...]) -> str:
    """By kind, the share called the same at 0.5; and the loss."""
    net.eval()
    with torch.no_grad():
        logits = torch.cat([_logits(net, data, at, scale, training=False) for at in _batches(data, chosen, 2048)])
    labels, kinds = data["label"][chosen].float(), data["kind"][chosen]
    loss = nn.functional.binary_cross_entropy_with_logits(logits, labels).item()
    parts = [f"loss {loss:.4f}"]
    for number, name in enumerate(names):
        of_kind = kinds == number
        if of_kind.any():
            for label in (0, 1):
                these = of_kind & (labels == label)
                if these.any():
                    parts.append(f"{name}/{label} {100 * (logits[these] > 0).float().mean().item():.1f}")
    net.train()
    return "  ".join(parts)


def fit(paths: list[Path], vectors: Path, out: Path, *, epochs: int = 4, rate: float = 2e-3, width: int = 64, seed: int = 0, dev: Path | None = None, dropped: float = 0.15) -> None:
    """Fit, report after each epoch, and write the weights."""
    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    data = _load(paths[0], device)
    names = ("renderings", "reworded", "another", "number", "date", "negation", "name", "opposite", "word", "dev")
    with np.load(vectors) as file:
        start = torch.from_numpy(file["rows"].astype(np.float32))[:, :width]
    held = data["held"]
    learned, left_out = torch.nonzero(~held).squeeze(1), torch.nonzero(held).squeeze(1)
    sample = data["findings"][learned].float()
    scale = (sample.mean(0), sample.std(0).clamp(min=1e-2))
    net = StatementNetwork(len(start) + 1, N_THREES, N_SHAPES, sample.shape[1], width=width)
    with torch.no_grad():
        net.words.weight[1:] = start / start.std() * 0.5
        net.words.weight[0] = 0
    net.dropped = dropped
    net.to(device)
    slow = [net.words.weight]
    fast = [p for p in net.parameters() if p is not net.words.weight]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": rate / 4, "weight_decay": 0.0}, {"params": fast, "lr": rate, "weight_decay": 1e-3}])
    steps = epochs * (len(learned) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [rate / 4, rate], total_steps=steps + 1, pct_start=0.1)
    began = time.time()
    for epoch in range(epochs):
        order = learned[torch.randperm(len(learned), device=device)]
        for at in _batches(data, order, BATCH):
            logits = _logits(net, data, at, scale, training=True)
            target = data["label"][at].float() * (1 - 2 * SMOOTH) + SMOOTH
            loss = nn.functional.binary_cross_entropy_with_logits(logits, target)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1} {time.time() - began:.0f} s", report(net, data, left_out, scale, names), flush=True)
    arrays = {name: value.numpy() for name, value in net.arrays().items()}
    np.savez(out, **arrays, findings_mean=scale[0].cpu().numpy(), findings_std=scale[1].cpu().numpy())
    if dev is not None:
        # What else is asked for: pairs of other sets, told apart by the same weights.
        other = _load(dev, device)
        everything = torch.arange(len(other["label"]), device=device)
        print("dev", report(net, other, everything, scale, names), flush=True)
        net.eval()
        with torch.no_grad():
            logits = torch.cat([_logits(net, other, at, scale, training=False) for at in _batches(other, everything, 2048)])
        np.save(out.with_suffix(".dev.npy"), logits.cpu().numpy())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("arrays", nargs="+", type=Path)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--dropped", type=float, default=0.15)
    given = parser.parse_args()
    fit(given.arrays, given.vectors, given.out, epochs=given.epochs, rate=given.rate, width=given.width, seed=given.seed, dev=given.dev, dropped=given.dropped)
