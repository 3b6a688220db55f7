"""From Universal Dependencies to the label scheme of spaCy's English pipelines (ClearNLP's).

The two disagree on what heads what: UD lets content words govern, the other scheme function words. The steps
turn one into the other in an order that matters: names and coordinations first, as every later step moves
whole phrases; copulas before prepositions, as "is" has to head the clause before its "in London" hangs on it;
punctuation after all that moves words, and labels last, as the steps read the relations of UD.
"""

from __future__ import annotations

from training.conllu import Sentence
from training.conversion.complements import (
    label_there_subjects,
    lift_reporting_verbs,
    relabel_open_complements,
)
from training.conversion.coordination import chain_conjuncts
from training.conversion.copula import lift_copulas
from training.conversion.labels import final_labels
from training.conversion.names import head_names_right, relabel_fixed
from training.conversion.prepositions import lift_gerund_prepositions, lift_prepositions
from training.conversion.punctuation import climb_punctuation
from training.conversion.tree import Tree

__all__ = ["to_clear"]

_STEPS = (
    relabel_fixed,
    head_names_right,
    chain_conjuncts,
    lift_copulas,
    lift_reporting_verbs,
    lift_prepositions,
    lift_gerund_prepositions,
    relabel_open_complements,
    label_there_subjects,
)


def to_clear(sentence: Sentence) -> list[tuple[int, str]] | None:
    """The head (an index from 0, the root's its own) and the label of each word.

    `None` where the steps do not leave one tree: such a sentence is left out of the training.
    """
    tree = Tree(sentence.words)
    for step in _STEPS:
        step(tree)
    if not tree.is_tree():
        return None
    climb_punctuation(tree)
    return list(zip(tree.head, final_labels(tree), strict=True))
