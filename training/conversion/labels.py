"""The labels of the scheme, once the tree has its shape."""

from __future__ import annotations

from training.conversion.resources import table, word_list
from training.conversion.tree import Tree

__all__ = ["final_labels"]


def final_labels(tree: Tree) -> list[str]:
    """The label of each word in the scheme.

    "He was not seen": nsubj:pass, aux:pass, advmod become nsubjpass, auxpass, neg; the "to" of an infinitive,
    a mark, becomes aux. Labels that the schemes share are left alone: det, amod, ccomp.
    """
    return [_final_label(tree, word) for word in range(len(tree))]


def _final_label(tree: Tree, word: int) -> str:
    """The label of one word: "never" is neg, "often", an advmod too, stays."""
    label = tree.label[word]
    if tree.is_root(word):
        return "ROOT"
    if label == "advmod" and tree.lower[word] in word_list("negations"):
        return "neg"
    if label == "mark" and tree.xpos[word] == "TO":
        return "aux"
    return table("labels").get(label, label).partition(":")[0]
