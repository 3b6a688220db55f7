"""Which words stand for each other where several translators rendered one segment."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from pathlib import Path

from attrs import frozen

from quotekit.statements.opposites import lemma

__all__ = ["Counts", "count_renderings", "read_segments"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*|\d[\d.,]*")
# A slot that more words fill says nothing of any two of them: it is the end of a short segment, or noise.
_WORDS_A_SLOT = 12


@frozen
class Counts:
    """Segments by word, by word that stands for another one, and by pair of words that do.

    All words are lemmas; a pair is in the order of the alphabet.
    """

    n_segments: int
    words: Counter[str]
    replaced: Counter[str]
    pairs: Counter[tuple[str, str]]

    def lift(self, pair: tuple[str, str]) -> float:
        """How many times as often as by chance the two stand for each other."""
        return self.pairs[pair] * self.n_segments / max(1, self.replaced[pair[0]] * self.replaced[pair[1]])

    def share(self, pair: tuple[str, str]) -> float:
        """In what share of the segments with the rarer word the other one stands for it."""
        return self.pairs[pair] / max(1, min(self.words[pair[0]], self.words[pair[1]]))


def read_segments(path: Path) -> Iterator[list[str]]:
    """The renderings of each segment of a gzipped JSONL file of ``{"renderings": {system: text}}``."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield list(json.loads(line)["renderings"].values())


def _slots(words: list[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Each word with its neighbours."""
    for (left, word), (_, right) in pairwise(pairwise(["<", *words, ">"])):
        yield (left, right), word


def count_renderings(segments: Iterable[list[str]]) -> Counts:
    """Count the words that stand between the same two neighbours in renderings of one segment."""
    words: Counter[str] = Counter()
    replaced: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    n_segments = 0
    for renderings in segments:
        n_segments += 1
        slots: dict[tuple[str, str], set[str]] = defaultdict(set)
        for text in renderings:
            for slot, word in _slots([found.lower() for found in _WORD.findall(text)]):
                slots[slot].add(lemma(word))
        found = {
            pair
            for fillers in slots.values()
            if len(fillers) < _WORDS_A_SLOT
            for pair in combinations(sorted(fillers), 2)
        }
        words.update({word for fillers in slots.values() for word in fillers})
        replaced.update({word for pair in found for word in pair})
        pairs.update(found)
    return Counts(n_segments, words, replaced, pairs)
