"""The verb "be": from a dependent of its predicate to the head of the clause."""

from __future__ import annotations

from training.conversion.resources import word_list
from training.conversion.tree import Tree

__all__ = ["lift_copulas"]

_OUTER_SUBJECTS = ("nsubj:outer", "csubj:outer")
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "expl")
# What belongs to the clause whatever its predicate is.
_OF_CLAUSE = frozenset(
    {"advcl", "aux", "cc", "cop", "csubj", "discourse", "dislocated", "expl", "mark"}
    | {"nsubj", "nsubj:outer", "nsubj:pass", "parataxis", "vocative"}
)
_PREDICATE_LABEL = {"ADJ": "acomp", "ADV": "advmod", "AUX": "ccomp", "VERB": "ccomp"}


def lift_copulas(tree: Tree) -> None:
    """Make a form of "be" the head of its clause and its predicate an attr, acomp, advmod or ccomp.

    "He is a doctor": root(doctor), nsubj(doctor, He), cop(doctor, is), det(doctor, a) becomes root(is),
    nsubj(is, He), attr(is, doctor), det(doctor, a). "He is ill" gives acomp.
    "He has left", whose "has" is an aux, is left alone.
    """
    for predicate in range(len(tree)):
        if tree.children(predicate, *_OUTER_SUBJECTS):
            _lift_outer_copula(tree, predicate)
        copulas = tree.children(predicate, "cop")
        if copulas:
            _lift_copula(tree, predicate, copulas[0])


def _lift_outer_copula(tree: Tree, predicate: int) -> None:
    """Make the "be" whose predicate is a whole clause the head of that clause, which becomes its ccomp.

    "The problem is that she left": nsubj:outer(left, problem), cop(left, is) becomes nsubj(is, problem),
    ccomp(is, left). "He is a doctor", whose subject is not outer, is left alone.
    """
    copulas = tree.children(predicate, "cop")
    if not copulas:
        return
    outer = tree.children(predicate, *_OUTER_SUBJECTS)
    be = next((copula for copula in copulas if copula > outer[0]), copulas[0])
    moved = [child for child in tree.children(predicate) if child != be and (child in outer or child < be)]
    tree.promote(be, predicate, "ccomp")
    for child in moved:
        tree.attach(child, be, tree.label[child].removesuffix(":outer"))


def _lift_copula(tree: Tree, predicate: int, be: int) -> None:
    """Let "be" change places with its predicate and take what belongs to the clause."""
    for child in tree.children(predicate):
        if child != be and _is_of_clause(tree, child, predicate, be):
            tree.attach(child, be)
    tree.promote(be, predicate, _PREDICATE_LABEL.get(tree.upos[predicate], "attr"))


def _is_of_clause(tree: Tree, child: int, predicate: int, be: int) -> bool:
    """Whether a dependent of the predicate belongs to the clause, so that it goes to "be".

    "Today she is ill": "she" and "Today", before "is", go. "She is ill today": "today" stays with "ill".
    "He is the head of state": "of state", an nmod, stays with "head".
    """
    upos = tree.upos[predicate]
    match tree.label[child]:
        case "punct":
            moves = child < be or child > predicate
        case "advmod":
            moves = _is_adverb_of_clause(tree, child, predicate, be)
        case "obl" | "obl:unmarked" | "obl:tmod" | "obl:npmod":
            moves = child < be or upos != "ADJ"
        case "ccomp" | "xcomp":
            moves = upos not in ("ADJ", "NOUN")
        case "conj":
            moves = _is_clause(tree, child, predicate)
        case "cc" if child > predicate:
            conjuncts = [other for other in tree.children(predicate, "conj") if other > child]
            moves = bool(conjuncts) and _is_clause(tree, conjuncts[0], predicate)
        case label:
            moves = label in _OF_CLAUSE
    return moves


def _is_adverb_of_clause(tree: Tree, adverb: int, predicate: int, be: int) -> bool:
    """Whether an adverb belongs to "be" and not to its predicate.

    "It is not good", "it is already late", "it is probably a lie": to "be". "It is very good": to "good".
    """
    if adverb < be:
        return True
    if adverb > predicate:
        return tree.upos[predicate] != "ADJ"
    is_nominal = tree.upos[predicate] in ("NOUN", "PROPN", "PRON")
    return is_nominal or tree.lower[adverb] in word_list("copula_adverbs")


def _is_clause(tree: Tree, conjunct: int, predicate: int) -> bool:
    """Whether a conjunct of the predicate is a clause, so that it is joined to "be".

    "He is ill and stays home", "he is ill and she is well": yes. "He is ill and tired": no.
    """
    is_verb = tree.upos[conjunct] in ("AUX", "VERB") and tree.upos[predicate] != "VERB"
    return is_verb or bool(tree.children(conjunct, "cop", *_SUBJECTS))
