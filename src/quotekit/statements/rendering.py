"""A text read for comparison: its words, names, negations, numbers and dates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import sqrt

import numpy as np
from attrs import frozen

from quotekit.lexicon import word_list
from quotekit.statements.dates import DateMention, find_dates
from quotekit.statements.frames import core_of
from quotekit.statements.opposites import lemma, place_of
from quotekit.statements.place_names import place_lemmas
from quotekit.statements.polarity import Negation, find_negations, parity
from quotekit.statements.quantities import Quantity, find_quantities
from quotekit.statements.rarity import capitals, rarity
from quotekit.statements.words import Word, find_words, opens_sentence

__all__ = ["Rendering", "read_rendering"]

_BITS = 4096  # of the letters in fours, by their hash
_MOSTLY = 80  # percent of its places inside a sentence at which a name has a capital
_INFLECTED = ("ly", "ing", "ed")
_PASSED = frozenset({"", "the", "a", "an", "of"})


@frozen(eq=False)
class Rendering:
    """A text read for comparison.

    ``words`` are those of its statement: a frame that names nobody ("he added that") is left out. ``lemmas``
    are theirs, names of countries under one lemma for all their forms; it is "" for the later words of a name
    of several. ``content`` are the lemmas of its words that are no words of grammar, each with where it
    stands first, ``again`` where some stand once more. ``weights`` say how rare each lemma is in news,
    ``mass`` is their sum over the content, ``norm`` the root of the sum of all their squares. ``letters`` are
    its letters in fours as bits, ``n_letters`` how many are set. ``keys`` are the words folded and ``shown``
    as they stand, but for countries, ``beside`` what stands before and behind each, articles left out,
    ``turning`` where words of grammar stand that have an opposite, ``named`` the lemmas of its names, each
    once, ``compounds`` two words joined by a hyphen as one, with their places. ``denied`` says that it is
    reported in order to be denied.
    """

    text: str
    words: tuple[Word, ...]
    lemmas: tuple[str, ...]
    content: dict[str, int]
    again: dict[str, list[int]]
    weights: dict[str, float]
    mass: float
    norm: float
    letters: int
    n_letters: int
    names: tuple[int, ...]
    negations: tuple[Negation, ...]
    negated: frozenset[str]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    keys: tuple[str, ...]
    shown: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    turning: tuple[int, ...]
    named: tuple[str, ...]
    compounds: dict[str, tuple[int, int]]
    denied: bool = False

    @property
    def parity(self) -> int:
        """1 where its own words negate it an odd number of times."""
        return parity(self.negations)

    @property
    def folded(self) -> list[str]:
        """Its words, folded."""
        return [word.folded for word in self.words]


@lru_cache(maxsize=100_000)
def _is_light(word: str) -> bool:
    """Whether a folded word says little: grammar, and the words in which reports are framed."""
    return word in word_list("function_words") or word in word_list("reporting_words") or word.endswith("n't")


def read_rendering(text: str, *, published: str | None = None, denied: bool = False) -> Rendering:
    """The rendering of a text; ``published``, an ISO date, resolves words such as "yesterday"."""
    core = core_of(text)
    words = tuple(word for word in find_words(text) if core[0] <= word.start < core[1])
    lemmas = place_lemmas(words, [lemma(word.folded) for word in words])
    quantities = tuple(fact for fact in find_quantities(text) if core[0] <= fact.start < core[1])
    dates = tuple(fact for fact in find_dates(text, published) if core[0] <= fact.start < core[1])
    taken = [(fact.start, fact.end) for fact in quantities] + [(fact.start, fact.end) for fact in dates]
    content: dict[str, int] = {}
    again: dict[str, list[int]] = {}
    weights = {base: rarity(word.folded) for base, word in zip(lemmas, words, strict=True) if base}
    letters = _letters(words)
    turning = word_list("turning_words")
    names = []
    for at, word in enumerate(words):
        if not lemmas[at] or (taken and any(start < word.end and word.start < end for start, end in taken)):
            continue
        is_name = _is_name(word, text)
        if is_name or not _is_light(word.folded):
            if lemmas[at] in content:
                again.setdefault(lemmas[at], []).append(at)
            else:
                content[lemmas[at]] = at
        if is_name:
            names.append(at)
    negations = find_negations([word.text for word in words])
    return Rendering(
        text,
        words,
        lemmas,
        content,
        again,
        weights,
        sum(weights[base] for base in content) or 1.0,
        sqrt(sum(weight * weight for weight in weights.values())) or 1.0,
        letters,
        letters.bit_count(),
        tuple(names),
        negations,
        frozenset(lemmas[one.scope] for one in negations if one.strength == "strong"),
        quantities,
        dates,
        tuple(base if "_" in base else word.folded for base, word in zip(lemmas, words, strict=True)),
        tuple(base if "_" in base else word.text for base, word in zip(lemmas, words, strict=True)),
        _beside(lemmas),
        tuple(at for at, base in enumerate(lemmas) if base in turning),
        tuple(lemmas[at] for at in names if content.get(lemmas[at]) == at),
        _compounds(text, words),
        denied,
    )


def _compounds(text: str, words: Sequence[Word]) -> dict[str, tuple[int, int]]:
    """Words joined by a hyphen, as one: "cease-fire"."""
    if "-" not in text:
        return {}
    return {
        lemma(one.folded + other.folded): (at, at + 1)
        for at, (one, other) in enumerate(pairwise(words))
        if text[one.end : other.start] == "-"
    }


def _beside(lemmas: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What stands before and behind each word, or the name of several that begins there, but for articles."""
    before, after = ["<"] * len(lemmas), [">"] * len(lemmas)
    for order, found in ((range(len(lemmas)), before), (range(len(lemmas) - 1, -1, -1), after)):
        last = found[0] if lemmas else ""
        for at in order:
            found[at] = last
            if lemmas[at] not in _PASSED:
                last = lemmas[at]
    return tuple(zip(before, after, strict=True))


def _letters(words: Sequence[Word]) -> int:
    """The letters of the words in fours, a bit each, across the spaces between words."""
    data = f" {' '.join(word.folded for word in words)} ".encode("utf-8", "surrogatepass")
    codes = np.frombuffer(data, dtype=np.uint8).astype(np.uint32)
    if len(codes) < 4:
        return 0
    hashes = ((codes[:-3] * 33 + codes[1:-2]) * 1031 + codes[2:-1]) * 65599 + codes[3:]
    bits = np.zeros(_BITS, dtype=np.uint8)
    bits[(hashes ^ (hashes >> 13)) % _BITS] = 1
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _is_name(word: Word, text: str) -> bool:
    """Whether a word is a name: in capitals, or the figure in "Windows 10", which counts nothing.

    The first word of a sentence is one only where nothing else explains it.
    """
    if not word.text[0].isupper() or word.folded in word_list("function_words"):
        return word.text[0].isdigit()
    if not opens_sentence(text, word):
        return True
    if place_of(word.text) is not None or (len(word.text) > 1 and word.text.isupper()):
        return True
    return _is_known_name(word.folded)


@lru_cache(maxsize=100_000)
def _is_known_name(folded: str) -> bool:
    """Whether a word that opens a sentence is a name: in capitals elsewhere, or not known at all."""
    share = capitals(folded)
    if share is None:
        return folded.isalpha() and len(folded) > 2 and not folded.endswith(_INFLECTED)
    return share >= _MOSTLY
