"""The best tree, held to a search through all trees."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.teacher.decoding import best_tree

MOST_WORDS = 5


def is_tree(heads: tuple[int, ...]) -> bool:
    """Whether one word has the head -1 and all others lead to it."""
    if heads.count(-1) != 1:
        return False
    for word in range(len(heads)):
        node, steps = word, 0
        while node != -1 and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if node != -1:
            return False
    return True


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[word, head + 1] for word, head in enumerate(heads)))


def best_of_all(scores: np.ndarray) -> float:
    """The score of the best tree, by trying every choice of heads."""
    n_words = len(scores)
    return max(
        total(scores, heads) for heads in product(range(-1, n_words), repeat=n_words) if is_tree(heads)
    )


@st.composite
def score_tables(draw: st.DrawFn) -> np.ndarray:
    """Log-probabilities of a kind: whole numbers, so that ties and cycles are frequent."""
    n_words = draw(st.integers(1, MOST_WORDS))
    row = st.lists(st.integers(-9, 0), min_size=n_words + 1, max_size=n_words + 1)
    return np.array(draw(st.lists(row, min_size=n_words, max_size=n_words)), dtype=float)


@given(score_tables())
def test_no_tree_scores_more_than_the_best(scores: np.ndarray) -> None:
    heads = tuple(best_tree(scores).tolist())
    assert is_tree(heads)
    assert total(scores, heads) == best_of_all(scores)


@pytest.mark.parametrize("seed", range(3))
def test_a_long_sentence_gives_a_tree(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(60, 61))
    assert is_tree(tuple(best_tree(scores).tolist()))


def test_no_words_have_no_tree() -> None:
    assert best_tree(np.zeros((0, 1))).tolist() == []


def test_the_scores_are_left_as_they_were() -> None:
    scores = np.array([[0.0, 5.0, 2.0], [1.0, 3.0, 5.0]])
    before = scores.copy()
    best_tree(scores)
    assert (scores == before).all()
