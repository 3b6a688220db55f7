"""Fixed expressions and names: which of their words is the head."""

from __future__ import annotations

from training.conversion.resources import table, word_list
from training.conversion.tree import Tree

__all__ = ["FIXED_PREPOSITION", "head_names_right", "relabel_fixed"]

FIXED_PREPOSITION = "fixed:prep"
"""A label that lives within the conversion: the second preposition of "because of", "according to"."""

_FLAT = ("flat", "flat:name", "flat:foreign", "name")
# Function words head no name: "and" in a title keeps its place.
_HEADS_NO_NAME = frozenset({"AUX", "CCONJ", "PART", "PUNCT", "SCONJ"})


def relabel_fixed(tree: Tree) -> None:
    """Give the later words of fixed expressions a label of the scheme in place of ``fixed``.

    "because of rain": "of" is set aside for the step on prepositions. "each other": "other" becomes det.
    "as well as": the second "as" becomes prep, as its tag is ADP.
    "out of town", where "of" is a case of its own, is left alone.
    """
    for word, label in enumerate(tree.label):
        if label == "fixed":
            tree.label[word] = _fixed_label(tree, word)


def _fixed_label(tree: Tree, word: int) -> str:
    """The label of one later word of a fixed expression."""
    head = tree.head[word]
    if (
        tree.lower[head] in word_list("fixed_preposition_heads")
        and tree.label[head] in ("case", "mark")
        and tree.lower[word] in word_list("fixed_prepositions")
    ):
        return FIXED_PREPOSITION
    if tree.lower[head] in ("each", "one"):
        return "det"
    return table("fixed_labels").get(tree.upos[word], "advmod")


def head_names_right(tree: Tree) -> None:
    """Make the last word of a flat name its head, the words before it compounds.

    "Sergei Lavrov left": nsubj(left, Sergei), flat(Sergei, Lavrov) becomes nsubj(left, Lavrov),
    compound(Lavrov, Sergei). A title before the name ("President Bush", nmod:desc) becomes a compound, a
    description after it ("Bush the president") an appos. "oil company", already headed right, is left alone.
    """
    for first in range(len(tree)):
        rest = [word for word in tree.children(first, *_FLAT) if word > first]
        if rest and tree.upos[first] not in _HEADS_NO_NAME:
            _move_head(tree, first, rest)
    for word, label in enumerate(tree.label):
        if label in _FLAT:
            tree.label[word] = "compound"
        elif label == "nmod:desc":
            tree.label[word] = "compound" if word < tree.head[word] else "appos"


def _move_head(tree: Tree, first: int, rest: list[int]) -> None:
    """Let the last word of a name change places with the first and take over all that hung on it."""
    last = rest[-1]
    tree.promote(last, first, "compound")
    for word in tree.children(first):
        tree.attach(word, last)
    for word in rest[:-1]:
        tree.label[word] = "compound"
