"""The lists of opposites, synonyms and irregular forms: python -m training.statements.lexicon.

In: WordNet 3.0's plain files, the renderings of WMT21, and the lists kept by hand beside this module
(antonyms.txt, synonyms.txt, not_antonyms.txt, not_synonyms.txt). Out: four lists of ``data/en``. Prints
how many pairs came from where. Budget: 2 minutes.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from pathlib import Path

from attrs import frozen
from spacy.lang.en.stop_words import STOP_WORDS

from quotekit.lexicon import word_rows
from quotekit.statements.opposites import lemma
from training.statements.forms import irregular_forms
from training.statements.renderings import Counts, count_renderings, read_segments
from training.statements.wordnet import Sense, WordNet, read_wordnet

__all__ = ["antonym_pairs", "main", "synonym_pairs", "write_list"]

_HERE = Path(__file__).parent
_DATA = _HERE.parents[1] / "src" / "quotekit" / "data" / "en"
_RENDERINGS = _HERE.parents[2] / "shared" / "data" / "variants" / "train.jsonl.gz"

Pair = tuple[str, str]

# Uses, tagged in WordNet or segments of renderings, from which on a word is common.
_COMMON = 3
# Letters: shorter words ("m", "pa") are units, initials and sounds.
_LETTERS = 3
# Share of the tagged uses of a word that a sense must have to be what news means by it.
_MAIN_SENSE = 0.25
_ONLY_SENSE = 0.5
# Segments, share and lift from which on renderings alone show a pair of synonyms. Chosen by reading the
# pairs just above and below: at 4 segments and a share of 4 in 100 one pair in five is none; those stand
# in not_synonyms.txt.
_SEGMENTS = 4
_SHARE = 0.04
_LIFT = 12.0
# Segments and share from which on a pair of opposites is in truth used for one thing: "last" and "first".
_CONFUSED = (3, 0.02)


@frozen
class Material:
    """What the lists are made from."""

    wordnet: WordNet
    counts: Counts

    def is_common(self, word: str) -> bool:
        """Whether news is likely to use the word."""
        bare = word.replace("-", "")
        return (
            bare.isalpha()
            and word.islower()
            and len(word) >= _LETTERS
            and self.wordnet.n_tagged(word) + self.counts.words[word] >= _COMMON
        )

    def is_confused(self, pair: Pair) -> bool:
        """Whether translators use the two words for one."""
        n_segments, share = _CONFUSED
        return self.counts.pairs[pair] >= n_segments and self.counts.share(pair) >= share


def ordered(a: str, b: str) -> Pair:
    """The pair in the order of the alphabet."""
    return (a, b) if a < b else (b, a)


def _hand_pairs(name: str) -> set[Pair]:
    """The pairs of a hand-kept list: all of a line with all, or of its two sides where it has a "|"."""
    pairs = set()
    for line in (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        left, bar, right = line.partition("|")
        sides = product(left.split(), right.split()) if bar else combinations(left.split(), 2)
        pairs |= {ordered(a, b) for a, b in sides if a != b}
    return pairs


def _sense_in(wordnet: WordNet, word: str, synset: str) -> Sense | None:
    return next((sense for sense in wordnet.senses.get(word, ()) if sense.synset == synset), None)


def _is_main(sense: Sense | None, share: float = _MAIN_SENSE) -> bool:
    return sense is not None and (sense.rank == 0 or sense.share >= share)


def _close(wordnet: WordNet, synset: str) -> set[str]:
    """The words whose foremost sense a synset is."""
    return {
        word
        for word in wordnet.synsets[synset].words
        if (sense := _sense_in(wordnet, word, synset)) and sense.rank == 0 and sense.share >= _ONLY_SENSE
    }


def _wordnet_antonyms(material: Material) -> Iterator[Pair]:
    """Direct opposites in a main sense of both, and their close synonyms against each other."""
    wordnet = material.wordnet
    synset_of = {
        (word, other): name for name, entry in wordnet.synsets.items() for word, other in entry.opposites
    }
    for (word, other), name in synset_of.items():
        there = synset_of.get((other, word))
        if there is None or not _is_main(_sense_in(wordnet, word, name)):
            continue
        if not _is_main(_sense_in(wordnet, other, there)):
            continue
        for a, b in product({word} | _close(wordnet, name), {other} | _close(wordnet, there)):
            if a != b and material.is_common(a) and material.is_common(b):
                yield ordered(a, b)


def _affix_antonyms(material: Material) -> Iterator[tuple[str, str]]:
    """Words with a negative affix and what they deny: ("unnecessary", "necessary")."""
    wordnet = material.wordnet
    opposed = {pair for entry in wordnet.synsets.values() for pair in entry.opposites}
    for word in wordnet.senses:
        if not material.is_common(word):
            continue
        for prefix in ("un", "in", "im", "il", "ir", "dis", "non", "non-"):
            base = word.removeprefix(prefix)
            if base == word or not wordnet.senses.get(base) or wordnet.n_tagged(base) < _COMMON:
                continue
            both = wordnet.parts(word) & wordnet.parts(base)
            if (word, base) in opposed or (prefix in ("un", "non-") and "a" in both):
                yield word, base
        base = word.removesuffix("less") + "ful"
        if word.endswith("less") and material.is_common(base):
            yield word, base


def _is_doubled(word: str) -> bool:
    """Whether a short adjective doubles its last letter before -er: "bigger", not "slower"."""
    vowels = "aeiou"
    return (
        len(word) < 5 and word[-1] not in f"{vowels}wxy" and word[-2] in vowels and word[-3:-2] not in vowels
    )


def _compared(word: str) -> tuple[str, str]:
    """The forms of an adjective in -er and -est."""
    stem = word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")
    if stem == word and _is_doubled(word):
        stem += word[-1]
    return stem + "er", stem + "est"


def _comparative_antonyms(material: Material, pairs: set[Pair]) -> Iterator[Pair]:
    """Opposites of adjectives in their other degrees, if news has one of the two: "cheaper", "costlier"."""
    wordnet, counts = material.wordnet, material.counts
    for a, b in pairs:
        if not wordnet.parts(a) & wordnet.parts(b) & {"a"}:
            continue
        for left, right in zip(_compared(a), _compared(b), strict=True):
            known = [word for word in (left, right) if counts.words[word] or word in wordnet.comparatives]
            if known:
                yield ordered(left, right)


def _with_hand(name: str, pairs: Iterable[Pair]) -> tuple[set[Pair], set[Pair]]:
    """The pairs found less those that the hand-kept list ``not_<name>`` takes out, and those kept by hand."""
    return set(pairs) - _hand_pairs(f"not_{name}"), _hand_pairs(name)


def antonym_pairs(material: Material) -> tuple[set[Pair], list[str]]:
    """All pairs of opposites, and the words with a negative affix."""
    affixed = [
        pair for pair in _affix_antonyms(material) if ordered(*pair) not in _hand_pairs("not_antonyms")
    ]
    by_affix = {ordered(*pair) for pair in affixed}
    direct = set(_wordnet_antonyms(material))
    confused = {pair for pair in direct - by_affix if material.is_confused(pair)}
    found, by_hand = _with_hand("antonyms", (direct | by_affix) - confused)
    degrees = set(_comparative_antonyms(material, found | by_hand)) - found - by_hand
    n_affix, n_hand = len(by_affix - direct), len(by_hand - found)
    print(
        f"antonyms: {len(direct)} of WordNet, {n_affix} by affix, {n_hand} by hand, {len(degrees)} of degrees"
    )
    print("  left out, since renderings mix them:", *("/".join(pair) for pair in sorted(confused)))
    mixed = sorted(pair for pair in by_hand | found if material.is_confused(pair))
    print(
        "  kept, though renderings mix them:", *(f"{a}/{b}:{material.counts.pairs[a, b]}" for a, b in mixed)
    )
    return found | by_hand | degrees, sorted(word for word, _ in affixed)


def _is_only(wordnet: WordNet, word: str, sense: Sense | None) -> bool:
    """Whether most tagged uses of a word, as any part of speech, have this sense."""
    return sense is not None and 1 < sense.n_tagged >= _ONLY_SENSE * wordnet.n_tagged(word)


def _wordnet_synonyms(material: Material) -> Iterator[Pair]:
    """Words of one synset in a main sense of both, if renderings have them for each other or few senses."""
    wordnet, counts = material.wordnet, material.counts
    for name, entry in wordnet.synsets.items():
        words = [word for word in entry.words if material.is_common(word) and word not in STOP_WORDS]
        for a, b in combinations(sorted(set(words)), 2):
            senses = _sense_in(wordnet, a, name), _sense_in(wordnet, b, name)
            only = _is_only(wordnet, a, senses[0]) and _is_only(wordnet, b, senses[1])
            if only or (counts.pairs[a, b] and all(_is_main(sense) for sense in senses)):
                yield a, b


def _rendered_synonyms(material: Material) -> Iterator[Pair]:
    """Words that stand for each other in renderings far more often than by chance."""
    wordnet, counts = material.wordnet, material.counts
    for (a, b), n_segments in counts.pairs.items():
        if n_segments < _SEGMENTS or not (a.isalpha() and b.isalpha()) or {a, b} & STOP_WORDS:
            continue
        if counts.share((a, b)) < _SHARE or counts.lift((a, b)) < _LIFT or min(len(a), len(b)) < _LETTERS:
            continue
        if wordnet.parts(a) & wordnet.parts(b):
            yield a, b


def synonym_pairs(material: Material, opposed: set[Pair]) -> set[Pair]:
    """All pairs of words that render the same, without those that are opposites."""
    wordnet_pairs, by_hand = _with_hand("synonyms", _wordnet_synonyms(material))
    rendered, _ = _with_hand("synonyms", _rendered_synonyms(material))
    new = rendered - wordnet_pairs - opposed
    print(
        f"synonyms: {len(wordnet_pairs - opposed)} of WordNet, {len(new)} of renderings alone, "
        f"{len(by_hand - wordnet_pairs - rendered - opposed)} by hand alone"
    )
    print("  of renderings alone:", *sorted(f"{a}/{b}" for a, b in new))
    print("  by hand, but opposites:", *sorted(f"{a}/{b}" for a, b in by_hand & opposed))
    return (wordnet_pairs | rendered | by_hand) - opposed


def _exclusions() -> set[Pair]:
    """Pairs of members of one hard set of contrasts.txt."""
    pairs = set()
    for degree, *members in word_rows("contrasts"):
        for left, right in combinations(members if degree == "hard" else (), 2):
            pairs |= {ordered(a, b) for a, b in product(left.split("/"), right.split("/"))}
    return pairs


def write_list(name: str, head: str, rows: Iterable[Iterable[str]]) -> None:
    """Write one list of ``data/en``: its head as notes, then a line a row."""
    notes = "".join(f"# {line}\n" for line in head.splitlines())
    (_DATA / f"{name}.txt").write_text(
        notes + "".join(" ".join(row) + "\n" for row in rows), encoding="utf-8"
    )


def _by_first(pairs: set[Pair]) -> list[list[str]]:
    """Pairs as lines: a word, then all that it goes with and that come later in the alphabet."""
    partners: dict[str, list[str]] = defaultdict(list)
    for a, b in sorted(pairs):
        partners[a].append(b)
    return [[word, *others] for word, others in sorted(partners.items())]


def _lemmatised(pairs: set[Pair]) -> set[Pair]:
    return {ordered(a, b) for a, b in pairs if a != b and lemma(a) != lemma(b)}


_MADE = "Made by training/statements/lexicon.py: change the lists kept by hand there, not this one.\n"


def main() -> None:
    """Read the sources and write the four lists."""
    parser = argparse.ArgumentParser(description="Make the lists of opposites, synonyms and irregular forms.")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--renderings", type=Path, default=_RENDERINGS)
    arguments = parser.parse_args()
    wordnet = read_wordnet(arguments.wordnet)
    segments = list(read_segments(arguments.renderings))
    seen = {word.lower() for renderings in segments for text in renderings for word in text.split()}
    common = {word.strip("\"'“”‘’.,:;!?()") for word in seen} | {
        word for word in wordnet.senses if wordnet.n_tagged(word) >= _COMMON
    }
    forms = irregular_forms(wordnet, common)
    write_list(
        "irregular_forms",
        _MADE
        + "Forms that the rules of spelling give another lemma for, then their lemmas, the likeliest first.",
        ([form, *lemmas] for form, lemmas in sorted(forms.items())),
    )
    print(f"irregular forms: {len(forms)}")
    material = Material(wordnet, count_renderings(segments))
    opposed, affixed = antonym_pairs(material)
    write_list(
        "antonyms",
        _MADE + "A word, then words of opposite sense that come later in the alphabet. Lemmas.",
        _by_first(_lemmatised(opposed)),
    )
    write_list(
        "negative_affixes",
        _MADE + "Words that deny another one by an affix: un-, in-, -less.",
        ([w] for w in affixed),
    )
    same = synonym_pairs(material, opposed | _exclusions())
    write_list(
        "synonyms",
        _MADE
        + 'A word, then words that news uses for it and that come later in the alphabet. "_" is a space.',
        _by_first(_lemmatised(same)),
    )


if __name__ == "__main__":
    main()
