"""WordNet 3.0 from its plain files: which senses a word has, how often each was met, which are opposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import field, frozen

__all__ = ["Entry", "Sense", "WordNet", "read_wordnet"]

_FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
# The digit of a sense key for each part of speech; 5 is an adjective that stands near another one.
_KEY_PARTS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}

# Tagged uses by word, part and number of the sense.
_Uses = dict[tuple[str, str, int], int]


@frozen
class Sense:
    """One sense of one word: ``share`` is how many of the tagged uses of the word have it, in 0..1.

    ``rank`` counts from 0, the sense met most often first; ``n_tagged`` are its tagged uses.
    """

    part: str
    synset: str
    rank: int
    n_tagged: int
    share: float


@frozen
class Entry:
    """One synset: its words, and the opposites of its words as pairs (word, word)."""

    words: tuple[str, ...]
    opposites: tuple[tuple[str, str], ...] = ()


# A line: the name of a synset, it, and its opposites as (own word, part, offset and number of the other).
_Row = tuple[str, Entry, list[tuple[str, str, str, int]]]


@frozen
class WordNet:
    """Senses by word, synsets by part and offset ("v 01234567"), and the forms that follow no rule."""

    senses: dict[str, tuple[Sense, ...]]
    synsets: dict[str, Entry]
    irregular: tuple[tuple[str, str], ...] = field(converter=tuple[tuple[str, str], ...])
    comparatives: frozenset[str] = frozenset()

    def n_tagged(self, word: str) -> int:
        """How often any sense of the word was tagged."""
        return sum(sense.n_tagged for sense in self.senses.get(word, ()))

    def parts(self, word: str) -> set[str]:
        """The parts of speech that the word may be."""
        return {sense.part for sense in self.senses.get(word, ())}


def _rows(path: Path) -> Iterator[list[str]]:
    """The lines of a file, split; the licence at its head is left out."""
    for line in path.read_text(encoding="latin-1").splitlines():
        if not line.startswith(" "):
            yield line.split(" | ")[0].split()


def _read_counts(path: Path) -> _Uses:
    """Tagged uses by word, part and the number of the sense, from 1."""
    counts = {}
    for key, number, count in _rows(path):
        word, _, rest = key.partition("%")
        counts[word, _KEY_PARTS[rest[0]], int(number)] = int(count)
    return counts


def _read_senses(path: Path, part: str, counts: _Uses) -> Iterator[tuple[str, Sense]]:
    for row in _rows(path):
        word, n_pointers = row[0], int(row[3])
        offsets = row[4 + n_pointers + 2 :]
        tagged = [counts.get((word, part, number), 0) for number in range(1, len(offsets) + 1)]
        total = sum(tagged)
        for rank, offset in enumerate(offsets):
            share = tagged[rank] / total if total else 1 / len(offsets)
            yield word, Sense(part, f"{part} {offset}", rank, tagged[rank], share)


def _clean(word: str) -> str:
    """A word without the mark of where it stands: "galore(ip)"."""
    return word.split("(", maxsplit=1)[0]


def _read_synsets(path: Path, part: str) -> Iterator[_Row]:
    """Each synset with its opposites as (own word, part, offset there, number of the word there)."""
    for row in _rows(path):
        n_words = int(row[3], 16)
        words = tuple(_clean(word) for word in row[4 : 4 + 2 * n_words : 2])
        n_pointers = int(row[4 + 2 * n_words])
        found = []
        for index in range(n_pointers):
            symbol, offset, other, numbers = row[5 + 2 * n_words + 4 * index :][:4]
            if symbol == "!":
                found.append((words[int(numbers[:2], 16) - 1], other, offset, int(numbers[2:], 16) - 1))
        yield f"{part} {row[0]}", Entry(words), found


def _with_opposites(rows: Sequence[_Row]) -> dict[str, Entry]:
    plain = {name: entry for name, entry, _ in rows}
    return {
        name: Entry(
            entry.words,
            tuple((word, plain[f"{part} {offset}"].words[number]) for word, part, offset, number in found),
        )
        for name, entry, found in rows
    }


def read_wordnet(folder: Path) -> WordNet:
    """The dictionary files of one folder, as the Debian package wordnet-base installs them."""
    counts = _read_counts(folder / "cntlist.rev")
    senses: dict[str, list[Sense]] = defaultdict(list)
    synsets: list[_Row] = []
    irregular: list[tuple[str, str]] = []
    comparatives: set[str] = set()
    for name, part in _FILES.items():
        for word, sense in _read_senses(folder / f"index.{name}", part, counts):
            senses[word].append(sense)
        synsets += _read_synsets(folder / f"data.{name}", part)
        forms = [(form, lemma) for form, *lemmas in _rows(folder / f"{name}.exc") for lemma in lemmas]
        if part in "ar":
            comparatives |= {form for form, _ in forms}
        else:
            irregular += forms
    ordered = {word: tuple(sorted(found, key=lambda one: -one.n_tagged)) for word, found in senses.items()}
    return WordNet(ordered, _with_opposites(synsets), irregular, frozenset(comparatives))
