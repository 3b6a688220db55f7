"""What a training in PyTorch goes on from after a stop, exactly: its parts, its draws, its epoch."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

__all__ = ["keep", "restore", "save"]


def keep(path: Path, parts: Mapping[str, Any], draw: random.Random, epoch: int) -> None:
    """Write all that the next epoch starts from; ``parts`` are weights, optimiser and schedule."""
    state = {name: part.state_dict() for name, part in parts.items()}
    state |= {"draw": draw.getstate(), "torch": torch.get_rng_state(), "epoch": epoch}
    save(state, path)


def restore(path: Path, parts: Mapping[str, Any], draw: random.Random) -> int:
    """The number of epochs done; the arguments are set to where they stood after the last."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    version, numbers, gauss = state["draw"]
    draw.setstate((version, tuple(numbers), gauss))
    torch.set_rng_state(state["torch"])
    epoch: int = state["epoch"]
    print(f"going on after epoch {epoch}", flush=True)
    return epoch


def save(state: dict[str, Any], path: Path) -> None:
    """Write the file whole or not at all."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)
