"""Examples as arrays: each text once, and each pair as two of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="what reads the corpora needs the extra quotekit[train]")
pytest.importorskip("transformers", reason="what reads the corpora needs the extra quotekit[train]")

from quotekit.statements.encoding import THREES_A_WORD, WORDS_A_TEXT, three_ids
from quotekit.statements.evidence import FINDINGS, compare
from quotekit.statements.rendering import read_rendering
from training.statements.arrays import KINDS, arrays_of, comparison, save
from training.statements.examples import Example

FOUR = "Four Envoys left NATO on 4 May"
NOT = "Four envoys didn't leave"
EXAMPLES = [
    Example(FOUR, NOT, 0, "negation", "aaaaaaaaaaaa"),
    Example(NOT, FOUR, 0, "negation", "a"),
    Example(FOUR, FOUR, 1, "reworded", "a"),
]
ROWS = {"envoys": 7, "left": 2}


@pytest.fixture(scope="module")
def arrays() -> dict[str, np.ndarray]:
    return arrays_of(EXAMPLES, ROWS, processes=1)


def words_of(arrays: dict[str, np.ndarray], text: int) -> list[int]:
    """The rows in the table of vectors of the words of a text."""
    types = arrays["types"][text]
    return [int(arrays["rows"][at]) for at in types[types > 0]]


def test_each_text_is_there_once_and_pairs_are_positions(arrays: dict[str, np.ndarray]) -> None:
    assert arrays["types"].shape == arrays["shapes"].shape == (2, WORDS_A_TEXT)
    assert arrays["a"].tolist() == [0, 1, 0]
    assert arrays["b"].tolist() == [1, 0, 0]


def test_words_are_rows_and_those_that_are_not_known_are_0(arrays: dict[str, np.ndarray]) -> None:
    assert words_of(arrays, 0) == [0, 7, 2, 0, 0, 0, 0]
    assert words_of(arrays, 1) == [0, 7, 0, 0]


def test_a_word_of_two_texts_is_one_type(arrays: dict[str, np.ndarray]) -> None:
    assert arrays["types"][0, :2].tolist() == arrays["types"][1, :2].tolist() == [1, 2]


def test_letters_in_threes_stand_by_type(arrays: dict[str, np.ndarray]) -> None:
    assert arrays["threes"].shape[1] == THREES_A_WORD
    expected = three_ids("envoys")
    assert arrays["threes"][2, : len(expected)].tolist() == list(expected)
    assert not arrays["threes"][0].any()


def test_shapes_tell_how_a_word_is_written_and_what_negates(arrays: dict[str, np.ndarray]) -> None:
    # First, a capital, lower case, capitals, lower case, a figure, a capital.
    assert arrays["shapes"][0, :8].tolist() == [6, 2, 1, 3, 1, 4, 2, 0]
    assert arrays["shapes"][1, :5].tolist() == [6, 1, 7, 1, 0]


def test_labels_kinds_and_what_is_held_out_stand_by_pair(arrays: dict[str, np.ndarray]) -> None:
    assert arrays["label"].tolist() == [0, 0, 1]
    assert [KINDS[at] for at in arrays["kind"]] == ["negation", "negation", "reworded"]
    assert arrays["held"].tolist() == [True, False, False]


def test_findings_are_those_of_the_rules(arrays: dict[str, np.ndarray]) -> None:
    assert arrays["findings"].shape == (3, len(FINDINGS))
    expected = compare(read_rendering(FOUR), read_rendering(NOT)).findings
    assert arrays["findings"][0].tolist() == pytest.approx(expected, abs=0.01)
    assert comparison(FOUR, NOT).findings == expected
    assert arrays["findings"][0].tolist() == arrays["findings"][1].tolist()


def test_arrays_are_read_as_they_were_written(arrays: dict[str, np.ndarray], tmp_path: Path) -> None:
    save(tmp_path / "found.npz", arrays)
    with np.load(tmp_path / "found.npz") as file:
        assert set(file.files) == arrays.keys()
        for name, value in arrays.items():
            assert np.array_equal(file[name], value)
