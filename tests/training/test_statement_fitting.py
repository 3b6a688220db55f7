"""The network: NumPy and torch agree on it, and it learns what it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the network is fitted with the extra quotekit[train]")
pytest.importorskip("transformers", reason="what reads the corpora needs the extra quotekit[train]")

import torch

from quotekit.statements import network
from quotekit.statements.encoding import N_SHAPES, N_THREES
from quotekit.statements.evidence import FINDINGS, compare
from quotekit.statements.network import logits, states_of
from quotekit.statements.rendering import read_rendering
from training.statements import fitting
from training.statements.arrays import arrays_of, save
from training.statements.examples import Example
from training.statements.fitting import fit
from training.statements.network import StatementNetwork

TEXTS = ["Moscow will expel eight diplomats", "", "Eight envoys must go, he did not say when", "Київ"]
PAIRS = [(0, 2), (2, 0), (0, 0), (0, 1), (1, 1), (3, 2)]
VOCABULARY = {"moscow": 1, "eight": 2, "diplomats": 3, "envoys": 4}
EXAMPLES = [Example(TEXTS[i], TEXTS[j], 0, "another", "a") for i, j in PAIRS]


@pytest.fixture
def net() -> StatementNetwork:
    torch.manual_seed(3)
    return StatementNetwork(len(VOCABULARY) + 1, N_THREES, N_SHAPES, len(FINDINGS), width=16).eval()


def by_torch(net: StatementNetwork) -> list[list[float]]:
    data = {
        name: torch.from_numpy(value) for name, value in arrays_of(EXAMPLES, VOCABULARY, processes=1).items()
    }
    sides = []
    for name in ("a", "b"):
        texts = data[name].long()
        types, shapes = data["types"][texts].long(), data["shapes"][texts].long()
        states = net.states(data["rows"][types].long(), data["threes"][types].long(), shapes)
        sides.append((states, shapes > 0))
    with torch.no_grad():
        found = net(sides[0][0], sides[1][0], sides[0][1], sides[1][1], data["findings"].float())
    return [[float(value) for value in pair] for pair in found]


def test_numpy_gives_the_logits_that_torch_gives(
    net: StatementNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays = {name: value.numpy() for name, value in net.arrays().items()}
    arrays |= {"findings_mean": np.zeros(len(FINDINGS)), "findings_std": np.ones(len(FINDINGS))}
    monkeypatch.setattr(network, "load_weights", lambda: arrays)
    monkeypatch.setattr(network, "vocabulary", lambda: VOCABULARY)
    renderings = [read_rendering(text) for text in TEXTS]
    findings = np.array([compare(renderings[i], renderings[j]).findings for i, j in PAIRS], dtype=np.float32)
    left, right = (np.array([pair[side] for pair in PAIRS]) for side in (0, 1))
    found = logits(states_of(renderings), left, right, findings)
    expected = by_torch(net)
    assert np.array(found) == pytest.approx(np.array(expected), abs=0.01)
    assert len({round(value, 2) for pair in expected for value in pair}) > 6


def test_the_logit_is_the_same_either_way(net: StatementNetwork) -> None:
    first, turned, *_ = by_torch(net)
    assert first == pytest.approx(turned, abs=1e-5)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """So small a network takes several times as long where threads wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def shown() -> list[Example]:
    """Same where the numbers agree, another where they clash; what the twelve a's stand for is held out."""
    counts = ["two", "three", "four", "five", "six", "seven", "eight", "nine"]
    pairs = [(one, other) for one in counts for other in [one] * 7 + [each for each in counts if each != one]]
    return [
        Example(
            f"Moscow expels {one} diplomats",
            f"{other} envoys must go",
            int(one == other),
            "renderings" if one == other else "number",
            doc,
        )
        for one, other in pairs
        for doc in ("a", "a" * 12)
    ]


@pytest.mark.usefixtures("one_thread")
def test_what_it_is_shown_it_learns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"EPOCHS": 12, "RATE": 3e-2, "WIDTH": 8, "BATCH": 56}.items():
        monkeypatch.setattr(fitting, name, value)
    save(tmp_path / "examples.npz", arrays_of(shown(), VOCABULARY, processes=1))
    np.savez(tmp_path / "vectors.npz", rows=np.random.default_rng(1).normal(size=(len(VOCABULARY), 8)))
    out = tmp_path / "network.npz"
    fit(tmp_path / "examples.npz", tmp_path / "vectors.npz", out)
    last = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("epoch 12"))
    assert "number 0.0" in last
    assert "renderings 100.0" in last
    with np.load(out) as file:
        assert file["words.weight"].shape == (len(VOCABULARY) + 1, 8)
        assert file["findings_mean"].shape == file["findings_std"].shape == (len(FINDINGS),)
        assert not file["words.weight"][0].any()
