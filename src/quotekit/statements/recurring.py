"""Words that recur among the quotes of one article: its subject, which tells its statements apart least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum, sqrt
from typing import NamedTuple

from quotekit.statements.opposites import lemma
from quotekit.statements.place_names import place_lemmas
from quotekit.statements.thresholds import RECURRING_DISCOUNT
from quotekit.statements.words import find_words

__all__ = ["Telling", "likeness_of", "recurring_lemmas", "telling_words"]


class Telling(NamedTuple):
    """What the words of a text weigh within its article, and the root of the sum of their squares."""

    weights: Mapping[str, float]
    norm: float


def recurring_lemmas(texts: Sequence[str]) -> list[dict[str, int]]:
    """Of each text the lemmas that others of the texts hold too, with how many hold them.

    >>> recurring_lemmas(["We suspend our mission to NATO.", "NATO has suspended talks.", "They left."])
    [{'suspend': 2, 'nato': 2}, {'nato': 2, 'suspend': 2}, {}]
    """
    if len(texts) < 2:
        return [{} for _ in texts]
    held = [_lemmas(text) for text in texts]
    counts = Counter(word for words in held for word in words)
    return [{word: counts[word] for word in words if counts[word] > 1} for words in held]


def _lemmas(text: str) -> list[str]:
    """The lemmas of a text, each once, in its order."""
    words = find_words(text)
    found = place_lemmas(words, [lemma(word.folded) for word in words])
    return [word for word in dict.fromkeys(found) if word]


def telling_words(weights: Mapping[str, float], recurring: Mapping[str, int]) -> Telling:
    """The weights of a text's lemmas with those smaller that recur in its article.

    As in TF-IDF over the quotes of one article: where a minister speaks nine times of NATO, "NATO" says
    little about which of nine things another outlet reports.
    """
    found = {
        word: weight / (1 + RECURRING_DISCOUNT * (recurring.get(word, 1) - 1))
        for word, weight in weights.items()
    }
    return Telling(found, sqrt(fsum([weight * weight for weight in found.values()])) or 1.0)


def likeness_of(a: Telling, b: Telling) -> float:
    """The cosine of two texts by these weights; in 0..1, the same whichever comes first."""
    theirs = b.weights
    shared = [weight * theirs[word] for word, weight in a.weights.items() if word in theirs]
    return fsum(shared) / (a.norm * b.norm)
