"""Commas, dashes and quotation marks at the edge of a phrase: from the phrase to what governs it."""

from __future__ import annotations

from training.conversion.resources import word_list
from training.conversion.tree import Tree

__all__ = ["climb_punctuation"]

_MAX_LEVELS = 3
"""Levels that a mark climbs at most, as many as the project's figures were measured with."""

_REPORTED = ("ccomp", "parataxis")


def climb_punctuation(tree: Tree) -> None:
    """Hang commas and dashes at the edge of a phrase, and quotation marks around a clause, on the governor.

    "“Go,” he said": the comma and both marks, punct of "Go" with ccomp(said, Go), go to "said". A comma in
    the middle of its phrase, and the quotation marks of "a “model” citizen", whose phrase is no clause, are
    left alone. The words must form one tree (`Tree.is_tree`).
    """
    climbing = word_list("climbing_marks") | word_list("quotation_marks")
    marks = [
        word
        for word in reversed(range(len(tree)))
        if tree.label[word] == "punct" and tree.lower[word] in climbing
    ]
    if not marks:
        return
    edges = _edges(tree)
    for _ in range(_MAX_LEVELS):
        climbed = [mark for mark in marks if _climb(tree, mark, edges)]
        if not climbed:
            break


def _climb(tree: Tree, mark: int, edges: list[tuple[int, int]]) -> bool:
    """Whether the mark stood at the edge of what it hangs on; it then climbs one level."""
    head = tree.head[mark]
    if tree.is_root(head) or mark not in edges[head]:
        return False
    if tree.lower[mark] in word_list("quotation_marks") and tree.label[head] not in _REPORTED:
        return False
    tree.attach(mark, tree.head[head])
    # Only the phrase that lost the mark is shorter now: those above it still hold the mark.
    edges[head] = _edge(head, tree, edges)
    return True


def _edges(tree: Tree) -> list[tuple[int, int]]:
    """The first and the last word below each word, itself among them."""
    edges = [(word, word) for word in range(len(tree))]
    root = next(word for word in range(len(tree)) if tree.is_root(word))
    # `subtree` gives a word before those below it.
    for word in reversed(list(tree.subtree(root))):
        edges[word] = _edge(word, tree, edges)
    return edges


def _edge(word: int, tree: Tree, edges: list[tuple[int, int]]) -> tuple[int, int]:
    """The first and the last word below one word, from those of its children."""
    below = [edges[child] for child in tree.children(word)]
    return min([word, *(first for first, _ in below)]), max([word, *(last for _, last in below)])
