"""The fitted network as the file that the package reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.statements.installing import CLIP, install, packed_weights


def weights() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(1)
    return {
        "words.weight": chance.normal(size=(50, 8)).astype(np.float32),
        "threes.weight": chance.normal(size=(40, 8)).astype(np.float32),
        "out.weight": chance.normal(size=(1, 8)).astype(np.float32),
        "null": np.array(2.0, dtype=np.float32),
    }


def test_a_table_in_bytes_is_near_what_it_was_as_far_as_it_reaches() -> None:
    given = weights()
    packed = packed_weights(given)
    for name in ("words.weight", "threes.weight"):
        assert packed[name].dtype == np.int8
        reach = CLIP * given[name].std()
        back = packed[name].astype(np.float32) * packed[f"{name}.scale"]
        # Half a step of 127 to either side.
        assert np.abs(back - np.clip(given[name], -reach, reach)).max() <= reach / 127 / 2 * 1.001


def test_what_reaches_too_far_is_cut_off() -> None:
    table = np.zeros((400, 1), dtype=np.float32)
    table[0], table[1] = 100, -100
    packed = packed_weights({"words.weight": table})["words.weight"]
    assert (int(packed[0, 0]), int(packed[1, 0]), int(packed[2, 0])) == (127, -127, 0)


def test_small_arrays_stay_as_they_are() -> None:
    packed = packed_weights(weights())
    assert np.array_equal(packed["out.weight"], weights()["out.weight"])
    assert packed["null"] == 2
    assert "out.weight.scale" not in packed


def test_the_file_has_weights_vocabulary_counts_and_calibration(tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", **weights())
    words = ["bridge", "Київ", "o'neill"]
    np.savez(
        tmp_path / "vectors.npz",
        words=np.array(words),
        rows=np.ones((3, 8)),
        counts=[5, 2**40, 1],
        capitals=[0, 100, 7],
    )
    target = tmp_path / "statements.npz"
    install(
        tmp_path / "weights.npz",
        tmp_path / "vectors.npz",
        target,
        (0.8, -0.25),
        {"replaced_counts": np.array([9])},
    )
    with np.load(target) as file:
        assert bytes(file["vocabulary"]).decode("utf-8").split("\n") == words
        assert file["counts"].tolist() == [5, 2**31 - 1, 1]
        assert file["capitals"].tolist() == [0, 100, 7]
        assert file["calibration"].tolist() == pytest.approx([0.8, -0.25])
        assert file["replaced_counts"].tolist() == [9]
        assert file["words.weight"].dtype == np.int8
