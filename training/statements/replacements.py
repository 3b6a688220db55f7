"""Which words stand in one place of two renderings of a sentence, and in how many sentences each does.

Counted over all renderings of a sentence held against each other, so that what was never seen tells
something. `quotekit.statements.strangers` reads it; ``models/statements.npz`` holds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quotekit.statements.opposites import lemma
from quotekit.statements.place_names import place_lemmas
from quotekit.statements.words import find_words

__all__ = ["Replaced", "count_replacements", "replacement_arrays"]

# Words on each side of a place: of longer ones it is not known which stands for which.
_LONGEST = 3
# Sentences in which a word is replaced, from which on it is known what it is replaced by.
_SENTENCES = 8
_ARTICLES = frozenset({"", "a", "an", "the"})


@frozen
class Replaced:
    """In how many sentences a word is replaced by another, and each pair of words; pairs are sorted."""

    words: Counter[str]
    pairs: Counter[tuple[str, str]]


def count_replacements(sentences: Iterable[Sequence[str]]) -> Replaced:
    """Count over sentences, each given by its renderings.

    >>> count_replacements([["He was hired.", "He was taken on.", "He was hired."]]).words["hire"]
    1
    """
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for renderings in sentences:
        lemmas = [_lemmas(text) for text in dict.fromkeys(renderings)]
        found = {pair for one, other in combinations(lemmas, 2) for pair in _replaced(one, other)}
        words.update({word for pair in found for word in pair})
        pairs.update(found)
    return Replaced(words, pairs)


def _lemmas(text: str) -> list[str]:
    words = find_words(text)
    found = place_lemmas(words, [lemma(word.folded) for word in words])
    return [word for word in found if word not in _ARTICLES]


def _replaced(one: list[str], other: list[str]) -> Iterator[tuple[str, str]]:
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "replace" and j - i <= _LONGEST and m - k <= _LONGEST:
            for word in one[i:j]:
                for instead in other[k:m]:
                    if word != instead:
                        yield (min(word, instead), max(word, instead))


def replacement_arrays(replaced: Replaced) -> dict[str, NDArray[np.generic]]:
    """The words that are replaced often enough, how often, and which stand for each other, as bits by row."""
    words = sorted(word for word, n in replaced.words.items() if n >= _SENTENCES and word.isalpha())
    row = {word: at for at, word in enumerate(words)}
    seen = np.zeros((len(words), len(words)), dtype=bool)
    for one, other in replaced.pairs:
        if one in row and other in row:
            seen[row[one], row[other]] = seen[row[other], row[one]] = True
    return {
        "replaced_words": np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        "replaced_counts": np.array([min(replaced.words[word], 65535) for word in words], dtype=np.uint16),
        "replacements": np.packbits(seen, axis=1),
    }
