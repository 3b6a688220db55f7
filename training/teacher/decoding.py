"""Scores of heads to one tree: the maximum spanning arborescence, by Chu and Liu (1965), Edmonds (1967)."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["best_tree"]

Matrix: TypeAlias = NDArray[np.float64]
Heads: TypeAlias = NDArray[np.int64]

IMPOSSIBLE = -1e9


def best_tree(scores: Matrix) -> Heads:
    """The head of each word, -1 for the root, in the best tree that has one root only.

    ``scores`` is (words, 1 + words): row by row, the score of the root and of each word as the head; a word
    is never its own. Empty for no words.

    >>> best_tree(np.array([[0.0, 0.0, 2.0], [1.0, 3.0, 0.0]]))
    array([ 1, -1])
    """
    if len(scores) == 0:
        return np.zeros(0, dtype=np.int64)
    scores = scores.copy()
    np.fill_diagonal(scores[:, 1:], IMPOSSIBLE)
    greedy: Heads = scores.argmax(axis=1)
    if np.count_nonzero(greedy == 0) == 1 and not _cycle(np.concatenate([[0], greedy])):
        return greedy - 1
    return _best_over_roots(scores)


def _best_over_roots(scores: Matrix) -> Heads:
    """The best tree, over the words that may be its root: the most promising first.

    With a word as the root no tree scores more than if all others had their best heads among the words;
    once that bound is below the best tree found, the remaining roots need no look.
    """
    gains = scores[:, 0] - scores[:, 1:].max(axis=1)
    free = scores[:, 1:].max(axis=1).sum()
    best, best_score = None, -np.inf
    for root in np.argsort(-gains, kind="stable"):
        if best is not None and free + gains[root] <= best_score:
            break
        heads = _tree_under(scores, int(root))
        score = scores[np.arange(len(heads)), heads].sum()
        if best is None or score > best_score:
            best, best_score = heads, score
    assert best is not None
    return best - 1


def _tree_under(scores: Matrix, root: int) -> Heads:
    """The best tree with this word as its only root: heads from 0, which is the root of all."""
    n_words = len(scores)
    by_head = np.full((n_words + 1, n_words + 1), IMPOSSIBLE)
    by_head[:, 1:] = scores.T
    by_head[0, 1:] = IMPOSSIBLE
    by_head[:, root + 1] = IMPOSSIBLE
    by_head[0, root + 1] = 0.0
    return _arborescence(by_head)[1:]


def _arborescence(by_head: Matrix) -> Heads:
    """The best head of each node in one tree under node 0, given ``by_head[head, node]``.

    Takes the best head of every node; where that makes a cycle, treats the cycle as one node, solves the
    smaller problem, and opens the cycle where the tree enters it.
    """
    heads: Heads = by_head.argmax(axis=0)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    outside = [node for node in range(len(by_head)) if node not in cycle]
    kept = by_head[heads[cycle], cycle]  # what each node of the cycle scores within it
    into = by_head[np.ix_(outside, cycle)] - kept  # to enter at a node is to give up its edge
    out_of = by_head[np.ix_(cycle, outside)]

    n_outside = len(outside)
    smaller = np.full((n_outside + 1, n_outside + 1), IMPOSSIBLE)
    smaller[:n_outside, :n_outside] = by_head[np.ix_(outside, outside)]
    smaller[:n_outside, n_outside] = into.max(axis=1) + kept.sum()
    smaller[n_outside, 1:n_outside] = out_of.max(axis=0)[1:]
    solved = _arborescence(smaller)

    for place in range(1, n_outside):
        from_cycle = solved[place] == n_outside
        heads[outside[place]] = cycle[out_of[:, place].argmax()] if from_cycle else outside[solved[place]]
    entering = solved[n_outside]
    heads[cycle[into[entering].argmax()]] = outside[entering]
    return heads


def _cycle(heads: Heads) -> list[int]:
    """The nodes of one cycle among heads that count from 0, the root; empty where there is none."""
    seen_from = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        path = []
        node = start
        while node != 0 and seen_from[node] == 0:
            seen_from[node] = start
            path.append(node)
            node = int(heads[node])
        if node != 0 and seen_from[node] == start:
            return path[path.index(node) :]
    return []
