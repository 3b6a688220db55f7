"""Pairs to learn from: renderings of one sentence, of two that are alike, and with one fact changed.

All are made from the renderings of the WMT21 test sets. Each twelfth document is left out of what the network
learns from, to stop it and to fit the score.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quotekit.statements.index import candidate_pairs, terms_of
from quotekit.statements.rendering import read_rendering
from quotekit.statements.units import Unit
from quotekit.statements.words import find_words
from training.silver import renderings_path
from training.statements.edits import Stock, change_fact, make_stock
from training.statements.rewordings import reword

__all__ = [
    "Example",
    "Sentence",
    "is_held_out",
    "make_examples",
    "read_contents",
    "read_sentences",
    "stock_of",
]

HELD_OUT_EACH = 12
SAME_WORDS = 0.75  # of the words of the shorter: from there on two sentences may say the same
# So many of the sentences of a language are taken: renderings of far languages share fewer words than those
# of one statement in the news do, and those from Hausa and Icelandic often say something else.
TAKEN = {"ha": 0.2, "is": 0.2, "ja": 0.45, "zh": 0.45}
SHORT, LONG = 110, 0.5  # characters; of the longer sentences so many are taken, since quotes are short
PARTS = 0.12  # so many of the examples have a part of a sentence on one side
NEIGHBOURS = slice(4, 30)
NEAREST = 0.4  # the share of steps at which one goes on from the nearest sentence to the next
OTHER_WORDS = 0.25  # so many of the pairs with another word of a like meaning are kept: some are synonyms
WORDS_A_CONTENT = 6
ALONE = 0.15  # so many of the sentences with one rendering are taken: there are twice as many
CLOSE, FAR = 0.72, 0.42  # cosine, of words that are of a like meaning and no synonyms

Floats = NDArray[np.float32]


@frozen
class Sentence:
    """One sentence of WMT21 with its renderings; ``alike`` are the positions of those most like it."""

    doc: str
    renderings: tuple[str, ...]
    alike: tuple[int, ...] = ()


@frozen
class Example:
    """Two texts; ``label`` is 1 where they render one statement. ``kind`` says how the pair was made."""

    a: str
    b: str
    label: int
    kind: str
    doc: str


def is_held_out(doc: str) -> bool:
    """Whether the examples of this document are for choosing, not for learning."""
    return sum(doc.encode()) % HELD_OUT_EACH == 0


def read_sentences(shared: Path) -> list[Sentence]:
    """The sentences of WMT21, each with those that share most with it, or stand beside it."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    with gzip.open(renderings_path(shared), "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            data = json.loads(line)
            doc = f"{data['lang']}:{data['doc'] or number // 12}"
            rows.append((doc, tuple(dict.fromkeys(data["renderings"].values()))))
    near = _near([texts[0] for _, texts in rows])
    found = []
    for at, (doc, texts) in enumerate(rows):
        beside = [one for one in range(max(0, at - 6), min(len(rows), at + 7)) if rows[one][0] == doc]
        ranked = sorted({*near[at], *beside} - {at}, key=lambda one: (-near[at].get(one, 0.0), one))
        found.append(Sentence(doc, texts, tuple(one for one in ranked if not _is_one(texts, rows[one][1]))))
    return found


def _near(texts: Sequence[str]) -> list[dict[int, float]]:
    """For each text the others that share rare words with it, with how much they share."""
    units = [Unit(text, ("", 0, at)) for at, text in enumerate(texts)]
    terms = [terms_of(unit, read_rendering(unit.text)) for unit in units]
    weights = [dict(one) for one in terms]
    found: list[dict[int, float]] = [{} for _ in texts]
    for i, j in zip(*(side.tolist() for side in candidate_pairs(terms)), strict=True):
        shared = sum(weight * weights[j].get(term, 0.0) for term, weight in terms[i])
        found[i][j] = found[j][i] = shared
    return found


def read_contents(shared: Path) -> list[Sentence]:
    """The contents of the reports of PolNeAR train, a rendering each; alike are those of the same article."""
    found: list[Sentence] = []
    with gzip.open(shared / "data" / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            texts = [" ".join(data["text"][s:e] for s, e in one["content"]) for one in data["attributions"]]
            texts = [text for text in dict.fromkeys(texts) if len(text.split()) >= WORDS_A_CONTENT]
            start = len(found)
            for at, text in enumerate(texts):
                alike = [start + n for n, one in enumerate(texts) if n != at and not _is_one([text], [one])]
                found.append(Sentence(f"polnear:{data['doc']}", (text,), tuple(alike)))
    return found


def _is_one(texts: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two sentences are one that stands twice in the corpus."""
    a, b = ({word.folded for word in find_words(one[0])} for one in (texts, others))
    return len(a & b) > SAME_WORDS * max(1, min(len(a), len(b)))


def stock_of(
    sentences: Sequence[Sentence],
    words: Sequence[str],
    rows: Floats,
    counts: Mapping[str, int],
    opposites: Mapping[str, Sequence[str]],
    synonyms: Mapping[str, Sequence[str]],
) -> Stock:
    """What the rules put in place of something, from the corpus."""
    texts = [text for one in sentences if not is_held_out(one.doc) for text in one.renderings[:2]]
    openers = (Path(__file__).parents[1] / "data" / "openers.txt").read_text(encoding="utf-8").splitlines()
    frequent = [i for i, word in enumerate(words) if counts[word] >= 8 and word.isalpha() and len(word) > 3]
    unit = rows[frequent] / np.linalg.norm(rows[frequent], axis=1, keepdims=True)
    stand_ins = _stand_ins(sentences)
    neighbours: dict[str, list[str]] = {}
    for at, place in enumerate(frequent):
        near = unit @ unit[at]
        order = np.argsort(-near)[NEIGHBOURS]
        word = words[place]
        fit = [words[frequent[o]] for o in order if FAR < near[o] < CLOSE]
        fit = [
            o for o in fit if (word, o) not in stand_ins and (o, word) not in stand_ins and o[:4] != word[:4]
        ]
        fit = [o for o in fit if o not in synonyms.get(word, ()) and o[-2:] == word[-2:]]
        if fit:
            neighbours[word] = fit[:8]
    return make_stock(
        texts, counts, neighbours, opposites, synonyms, [o for o in openers if o and o[0] != "#"]
    )


def _stand_ins(sentences: Sequence[Sentence]) -> set[tuple[str, str]]:
    """Pairs of words that stand in for each other in two renderings of one sentence."""
    found: set[tuple[str, str]] = set()
    for sentence in sentences:
        bags = [{word.folded for word in find_words(text)} for text in sentence.renderings[:8]]
        for bag in bags[1:]:
            only, other = bags[0] - bag, bag - bags[0]
            if len(only) <= 6 and len(other) <= 6:
                found |= {(x, y) for x in only for y in other}
    return found


def make_examples(sentences: Sequence[Sentence], stock: Stock, n: int, seed: int) -> Iterator[Example]:
    """So many pairs, drawn with ``seed``."""
    chance = Random(seed)
    made = 0
    while made < n:
        at = chance.randrange(len(sentences))
        sentence = sentences[at]
        is_alone = len(sentence.renderings) == 1
        if len(sentence.renderings[0]) < 20 or (is_alone and chance.random() > ALONE):
            continue
        if chance.random() > TAKEN.get(sentence.doc[:2], 1.0):
            continue
        if len(sentence.renderings[0]) > SHORT and chance.random() > LONG:
            continue
        draw = _draw_alone if is_alone else _draw
        example = draw(sentence, sentences, stock, chance)
        if example is not None:
            made += 1
            yield example


def _draw(sentence: Sentence, sentences: Sequence[Sentence], stock: Stock, chance: Random) -> Example | None:
    a, b = chance.sample(sentence.renderings, 2)
    way = chance.random()
    if way < 0.24:
        return Example(a, b, 1, "renderings", sentence.doc)
    if way < 0.42:
        return Example(*_both_ways(reword(a, chance, stock), b, chance), 1, "reworded", sentence.doc)
    if way < 0.66 and sentence.alike:
        return _another(a, sentence, sentences, stock, chance)
    return _changed(a, a if chance.random() < 0.3 else b, sentence.doc, stock, chance)


def _draw_alone(
    sentence: Sentence, sentences: Sequence[Sentence], stock: Stock, chance: Random
) -> Example | None:
    """An example from one rendering: reworded, or another of the same article, or with one fact changed."""
    text, way = sentence.renderings[0], chance.random()
    if way < 0.2:
        b = reword(reword(text, chance, stock), chance, stock)
        return Example(*_both_ways(text, b, chance), 1, "reworded", sentence.doc)
    if way < 0.75:
        return _another(text, sentence, sentences, stock, chance) if sentence.alike else None
    return _changed(text, text, sentence.doc, stock, chance)


def _another(
    a: str, sentence: Sentence, sentences: Sequence[Sentence], stock: Stock, chance: Random
) -> Example:
    """Another sentence, one of the nearest rather than one that is far."""
    at = 0
    while at + 1 < len(sentence.alike) and chance.random() > NEAREST:
        at += 1
    if chance.random() < 0.25:
        at = chance.randrange(len(sentence.alike))
    b = chance.choice(sentences[sentence.alike[at]].renderings)
    if chance.random() < PARTS:
        a, b = _part(a, chance), b if chance.random() < 0.5 else _part(b, chance)
    b = reword(b, chance, stock) if chance.random() < 0.3 else b
    a = reword(a, chance, stock) if chance.random() < 0.2 else a
    return Example(*_both_ways(a, b, chance), 0, "another", sentence.doc)


def _part(text: str, chance: Random) -> str:
    """Some words of a text that stand together, as outlets cut them, or as a parser does."""
    words = text.split()
    n = chance.randint(3, max(3, min(9, len(words))))
    start = chance.randrange(max(1, len(words) - n + 1))
    return " ".join(words[start : start + n])


def _changed(a: str, base: str, doc: str, stock: Stock, chance: Random) -> Example | None:
    """A text beside another rendering of it, or itself, in which one fact is changed."""
    changed = change_fact(base, chance, stock)
    if changed is None or (changed[0] == "word" and chance.random() > OTHER_WORDS):
        return None
    kind, text = changed
    if chance.random() < 0.25:
        text = reword(text, chance, stock)
    return Example(*_both_ways(a, text, chance), 0, kind, doc)


def _both_ways(a: str, b: str, chance: Random) -> tuple[str, str]:
    return (a, b) if chance.random() < 0.5 else (b, a)
