"""Clauses and predicates that complete a verb: reported clauses, open complements, "there is"."""

from __future__ import annotations

from training.conversion.resources import word_list
from training.conversion.tree import Tree

__all__ = ["label_there_subjects", "lift_reporting_verbs", "relabel_open_complements"]


def lift_reporting_verbs(tree: Tree) -> None:
    """Make a reporting verb beside the clause that it reports the head of that clause: ccomp for parataxis.

    "Prices fell, she said": root(fell), parataxis(fell, said) becomes root(said), ccomp(said, fell).
    "Prices fell: she reported it", where the verb has an object of its own, is left alone, and so is
    "Prices, she said, fell", where it parts the clause.
    """
    for verb in range(len(tree)):
        if tree.label[verb] == "parataxis" and _reports(tree, verb):
            reported = tree.head[verb]
            if reported < verb or not _begins_before(tree, reported, verb):
                tree.promote(verb, reported, "ccomp")


def _reports(tree: Tree, verb: int) -> bool:
    """Whether it is a verb of saying with a subject, and what it says is not its own object or clause."""
    return (
        tree.upos[verb] == "VERB"
        and tree.lemma[verb] in word_list("reporting_verbs")
        and bool(tree.children(verb, "nsubj", "nsubj:pass"))
        and not tree.children(verb, "ccomp", "obj")
    )


def _begins_before(tree: Tree, clause: int, verb: int) -> bool:
    """Whether the clause has words before the verb that do not hang on the verb: "Prices, she said, fell"."""
    of_verb = set(tree.subtree(verb))
    return any(word < verb and word not in of_verb for word in tree.subtree(clause))


def relabel_open_complements(tree: Tree) -> None:
    """Give an xcomp that is no plain infinitive the label that the scheme has for it.

    "He seems ill": xcomp becomes acomp. "He became a doctor": attr. "They called him a liar": oprd.
    "They want him to go": obj(want, him), xcomp(want, go) becomes nsubj(go, him), ccomp(want, go).
    "They want to go" is left alone.
    """
    for word, label in enumerate(tree.label):
        if label == "xcomp":
            _relabel_open_complement(tree, word)


def _relabel_open_complement(tree: Tree, word: int) -> None:
    """Relabel one xcomp; where its verb raises the object, make that its subject."""
    verb, upos = tree.head[word], tree.upos[word]
    is_linked = tree.lemma[verb] in word_list("linking_verbs")
    if is_linked and upos == "ADJ":
        tree.label[word] = "acomp"
    elif is_linked and upos in ("NOUN", "PROPN", "PRON"):
        tree.label[word] = "attr"
    elif upos in ("ADJ", "NOUN", "PROPN"):
        tree.label[word] = "oprd"
    elif tree.lemma[verb] in word_list("raising_verbs"):
        objects = [child for child in tree.children(verb, "obj") if verb < child < word]
        if objects:
            tree.attach(objects[-1], word, "nsubj")
            tree.label[word] = "ccomp"


def label_there_subjects(tree: Tree) -> None:
    """Call what there is an attr.

    "There is a problem": expl(is, There), nsubj(is, problem) becomes attr(is, problem).
    "There came a storm", without "be", is left alone.
    """
    for word, label in enumerate(tree.label):
        verb = tree.head[word]
        if label == "expl" and tree.lower[word] == "there" and tree.lemma[verb] == "be":
            for subject in tree.children(verb, "nsubj"):
                tree.label[subject] = "attr"
