"""Words that recur among the quotes of one article: its subject, which tells its statements apart least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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


def recurring_lemmas(texts: Iterable[str]) -> dict[str, int]:
    """How many of some texts hold a lemma, for those that more than one of them holds.

    >>> recurring_lemmas(["We suspend our mission to NATO.", "NATO has suspended talks.", "We left."])
    {'we': 2, 'suspend': 2, 'nato': 2}
    """
    counts: Counter[str] = Counter()
    given = list(texts)
    for text in given if len(given) > 1 else ():
        words = find_words(text)
        # Each once, in the order of the text, so that the counts come in one order too.
        counts.update(list(dict.fromkeys(place_lemmas(words, [lemma(word.folded) for word in words]))))
    return {word: n for word, n in counts.items() if n > 1 and word}


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
