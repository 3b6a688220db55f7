"""Coordination: from a star around the first conjunct to a chain."""

from __future__ import annotations

from training.conversion.tree import Tree

__all__ = ["chain_conjuncts"]

_SEPARATORS = ("cc", "punct")


def chain_conjuncts(tree: Tree) -> None:
    """Hang each conjunct on the one before it, and the "and" or comma between them there too.

    "apples, pears and plums": conj(apples, pears), conj(apples, plums), cc(plums, and) becomes
    conj(apples, pears), conj(pears, plums), cc(pears, and). In "apples and ripe plums" "ripe" stays on
    "plums"; "And he left", without a conjunct before it, is left alone.
    """
    for first in range(len(tree)):
        previous = first
        for conjunct in tree.children(first, "conj"):
            if conjunct < first:
                continue
            for word in tree.children(conjunct, *_SEPARATORS):
                if word < conjunct and _separates(tree, word, conjunct):
                    tree.attach(word, previous)
            tree.attach(conjunct, previous)
            previous = conjunct


def _separates(tree: Tree, word: int, conjunct: int) -> bool:
    """Whether a child of the conjunct parts it from the one before: an "and" always, a mark at its very left.

    "pears, and, sadly, plums": the commas before "sadly" separate, the one after it belongs to "plums".
    """
    if tree.label[word] == "cc":
        return True
    return all(other >= word or tree.label[other] in _SEPARATORS for other in tree.subtree(conjunct))
