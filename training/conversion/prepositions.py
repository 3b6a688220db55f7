"""Prepositions: from a dependent of their noun (case) to its head (prep and pobj)."""

from __future__ import annotations

from training.conversion.names import FIXED_PREPOSITION
from training.conversion.resources import word_list
from training.conversion.tree import Tree

__all__ = ["lift_gerund_prepositions", "lift_prepositions"]


def lift_prepositions(tree: Tree) -> None:
    """Put each preposition between its noun and the governor of the noun.

    "He lives in London": obl(lives, London), case(London, in) becomes prep(lives, in), pobj(in, London).
    The "'s" of a possessor, which is a case too, is left alone: "Lavrov's words".
    """
    for noun in range(len(tree)):
        prepositions = [word for word in tree.children(noun, "case") if not _is_possessive(tree, word)]
        if prepositions:
            _lift(tree, noun, prepositions)
    for word, label in enumerate(tree.label):
        if label == FIXED_PREPOSITION:
            tree.label[word] = "prep"


def _is_possessive(tree: Tree, word: int) -> bool:
    """Whether the word is the clitic of a possessor: "'s" in "Lavrov's words", not "of" in "words of his"."""
    return tree.xpos[word] == "POS" or tree.lower[word] in word_list("possessive_marks")


def _lift(tree: Tree, noun: int, prepositions: list[int]) -> None:
    """Put the prepositions of one noun above it, each below the one before: "from behind the house"."""
    first = prepositions[0]
    _take_place_of_noun(tree, first, noun)
    last = _end_of_fixed(tree, first)
    for preposition in prepositions[1:]:
        tree.attach(preposition, last, "prep")
        last = preposition
    tree.attach(noun, last, _object_label(tree, noun))
    for child in tree.children(noun, "punct", "advmod", "cc", "discourse"):
        if child < first:
            tree.attach(child, first)


def _take_place_of_noun(tree: Tree, preposition: int, noun: int) -> None:
    """Hang the preposition where the noun hung, as agent, conj or prep.

    "in Paris and in London": where the noun was joined to the object of an earlier preposition, this one is
    joined to that preposition. "in Paris and London" has no second one and is left alone.
    """
    if tree.label[noun] != "conj":
        tree.take_place(preposition, noun, "agent" if _is_agent(tree, preposition, noun) else "prep")
        return
    tree.take_place(preposition, noun)
    previous = tree.head[noun]
    if tree.label[previous] == "pobj":
        tree.attach(preposition, tree.head[previous])


def _is_agent(tree: Tree, preposition: int, noun: int) -> bool:
    """Whether the phrase names who did it: "signed by the minister", but not "he stood by the door"."""
    if tree.label[noun] == "obl:agent":
        return True
    if tree.lower[preposition] != "by" or not tree.label[noun].startswith("obl"):
        return False
    return bool(tree.children(tree.head[noun], "aux:pass", "nsubj:pass"))


def _end_of_fixed(tree: Tree, preposition: int) -> int:
    """The word that takes the object: "to" in "according to", the preposition itself where it stands alone.

    "because of rain" is pcomp(because, of), pobj(because, rain), as the pipelines' training data has it.
    """
    rest = tree.children(preposition, FIXED_PREPOSITION)
    if not rest:
        return preposition
    if tree.lower[preposition] == "because" and tree.lower[rest[0]] == "of":
        tree.label[rest[0]] = "pcomp"
        return preposition
    tree.label[rest[0]] = "prep"
    return rest[0]


def _object_label(tree: Tree, noun: int) -> str:
    """The label of what a preposition governs: pobj in "in London", pcomp in "until now", "as good"."""
    upos = tree.upos[noun]
    is_noun = upos not in ("ADJ", "ADV", "VERB") or (upos == "VERB" and tree.xpos[noun].startswith("NN"))
    return "pobj" if is_noun else "pcomp"


def lift_gerund_prepositions(tree: Tree) -> None:
    """Put a preposition that marks an -ing clause above that clause: prep and pcomp.

    "He left after saying so": advcl(left, saying), mark(saying, after) becomes prep(left, after),
    pcomp(after, saying). "He laughed while saying so", with a conjunction, is left alone.
    """
    for mark in range(len(tree)):
        if (
            tree.label[mark] == "mark"
            and tree.xpos[mark] == "IN"
            and tree.lower[mark] not in word_list("clause_marks")
            and _is_gerund_clause(tree, tree.head[mark])
        ):
            clause = tree.head[mark]
            tree.take_place(mark, clause, "conj" if tree.label[clause] == "conj" else "prep")
            tree.attach(clause, mark, "pcomp")
            for child in tree.children(clause):
                if child < mark:
                    tree.attach(child, mark)


def _is_gerund_clause(tree: Tree, verb: int) -> bool:
    """Whether the verb heads a subordinate -ing clause without a subject: "(after) having said so".

    "(with) him leaving" has a subject and is none.
    """
    has_gerund = tree.xpos[verb] == "VBG" or any(
        tree.xpos[child] == "VBG" for child in tree.children(verb, "aux", "aux:pass")
    )
    is_subordinate = tree.label[verb] in {"acl", "advcl", "ccomp", "conj", "xcomp"}
    return has_gerund and is_subordinate and not tree.children(verb, "nsubj")
