"""The examples that the network of statements learns from, as arrays.

Stage ``statement-examples``. In: the renderings of WMT21, PolNeAR train, ``statements/vectors.npz``, the
word lists of the package. Out: ``statements/examples.npz``. Budget: 20 minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
from attrs import evolve

from quotekit.lexicon import word_rows
from training.statements.arrays import arrays_of, save
from training.statements.examples import make_examples, read_contents, read_sentences, stock_of
from training.statements.vectors import vectors_path

__all__ = ["examples_path", "run"]

N_EXAMPLES = 330_000
SEED = 21


def examples_path(work: Path) -> Path:
    """The arrays that the stage writes."""
    return work / "statements" / "examples.npz"


def run(shared: Path, work: Path) -> None:
    """Write the arrays."""
    with np.load(vectors_path(work)) as file:
        words, rows = file["words"].tolist(), file["rows"].astype(np.float32)
        counts = dict(zip(words, file["counts"].tolist(), strict=True))
    sentences = read_sentences(shared)
    contents = read_contents(shared)
    stock = stock_of(sentences, words, rows, counts, opposites(), _both_ways(word_rows("synonyms")))
    behind = len(sentences)
    sentences += [evolve(one, alike=tuple(behind + at for at in one.alike)) for one in contents]
    examples = list(make_examples(sentences, stock, N_EXAMPLES, SEED))
    print(f"{len(examples)} examples", flush=True)
    save(examples_path(work), arrays_of(examples, {word: row for row, word in enumerate(words, 1)}))


def opposites() -> Mapping[str, Sequence[str]]:
    """What may be put in place of a word to turn a statement: antonyms, and members of contrast sets."""
    found = _both_ways(word_rows("antonyms"))
    for _, *members in word_rows("contrasts"):
        for one, other in permutations([member.split("/") for member in members], 2):
            for word in one:
                found[word].append(other[0])
    return found


def _both_ways(rows: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    """The partners of each word, of lines that have a word and its partners."""
    found: dict[str, list[str]] = defaultdict(list)
    for word, *others in rows:
        for other in others:
            found[word].append(other)
            found[other].append(word)
    return found
