"""The word lists of `data/en`, read once and indexed by the forms that stand in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from attrs import field, frozen
from attrs.validators import in_

from quotekit.model import ACTS, Act

__all__ = [
    "ActEntry",
    "CueEntry",
    "act_entries",
    "cue_prepositions",
    "cue_verbs",
    "pronouns",
    "word_columns",
    "word_list",
    "word_rows",
]

_VOWELS = "aeiou"
# What a form of a word ends in, and what its lemma may have there.
_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("s", ("",)),
    ("es", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
)
_SIBILANTS = ("s", "x", "z", "ch", "sh", "o")


@frozen
class CueEntry:
    """One line of a cue list.

    ``particle`` is the word that must go with the lemma (``out`` of "point out"), or ``""``.
    ``frames`` name the dependents that can hold what is reported; the head of
    ``data/en/cue_verbs.txt`` explains them.
    """

    lemma: str
    act: Act = field(validator=in_(ACTS))
    frames: frozenset[str]
    particle: str = ""


@frozen
class ActEntry:
    """One line of ``data/en/acts.txt``: ``forms`` are pairs (form, act), the first that holds wins."""

    lemma: str
    act: Act = field(validator=in_(ACTS))
    forms: tuple[tuple[str, Act], ...] = ()
    particle: str = ""


def _lines(name: str) -> list[list[str]]:
    """The entries of one list, each split into its columns; notes and blank lines left out."""
    text = (files("quotekit") / "data" / "en" / f"{name}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def word_list(name: str) -> frozenset[str]:
    """The words in the first column of ``data/en/<name>.txt``.

    >>> "mr" in word_list("titles")
    True
    """
    return frozenset(columns[0] for columns in _lines(name))


@cache
def word_columns(name: str) -> Mapping[str, tuple[str, ...]]:
    """The further columns of ``data/en/<name>.txt``, by the word in the first.

    >>> word_columns("gendered")["spokeswoman"]
    ('she',)
    """
    return MappingProxyType({columns[0]: tuple(columns[1:]) for columns in _lines(name)})


@cache
def word_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of ``data/en/<name>.txt`` in order, each split into its columns.

    >>> word_rows("letters")[0]
    ('а', 'a')
    """
    return tuple(tuple(columns) for columns in _lines(name))


@cache
def pronouns() -> Mapping[str, str]:
    """What each pronoun stands for: ``one``, ``many``, ``thing``, ``first`` or ``who``."""
    return MappingProxyType({form: columns[0] for form, columns in word_columns("pronouns").items()})


def _third_person(lemma: str) -> str:
    """The form in -s, which is also a noun's plural."""
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(_SIBILANTS) else "s")


def _verb_forms(lemma: str, irregular: list[str]) -> set[str]:
    """All forms of a verb; the regular ones are made, since no pipeline need bring lemmas."""
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")) else lemma
    past = lemma[:-1] + "ied" if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS else stem + "ed"
    return {lemma, _third_person(lemma), stem + "ing", past, *irregular}


def _index(entries: list[tuple[set[str], CueEntry]]) -> Mapping[str, tuple[CueEntry, ...]]:
    """Entries by form, in the order of the list (of entries with a particle, those first)."""
    by_form: dict[str, list[CueEntry]] = defaultdict(list)
    for forms, entry in entries:
        for form in sorted(forms):
            by_form[form].append(entry)
    return MappingProxyType(
        {form: tuple(sorted(found, key=lambda entry: not entry.particle)) for form, found in by_form.items()}
    )


def _entry(columns: list[str]) -> CueEntry:
    lemma, _, particle = columns[0].partition("+")
    act: Act = columns[1]  # type: ignore[assignment]  # the record checks it
    return CueEntry(lemma, act, frozenset(columns[2].split(",")), particle)


@cache
def cue_verbs() -> Mapping[str, tuple[CueEntry, ...]]:
    """Verbs that report, by lower-case form; the entry in whose frame a verb stands decides its act.

    >>> [entry.lemma for entry in cue_verbs()["told"]]
    ['tell']
    """
    found = []
    for columns in _lines("cue_verbs"):
        entry = _entry(columns)
        found.append((_verb_forms(entry.lemma, columns[3:]), entry))
    return _index(found)


@cache
def cue_prepositions() -> Mapping[str, tuple[tuple[tuple[str, ...], Act], ...]]:
    """Prepositions that name a source, by first word: the words and the act, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Act]]] = defaultdict(list)
    for *words, act in _lines("cue_prepositions"):
        found[words[0]].append((tuple(words), act))  # type: ignore[arg-type]  # checked by the cue
    return MappingProxyType(
        {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}
    )


@cache
def _acts() -> Mapping[tuple[str, str], tuple[ActEntry, ...]]:
    """The lines of ``acts.txt`` by lemma (or irregular form) and part, those with a particle first."""
    found: dict[tuple[str, str], list[ActEntry]] = defaultdict(list)
    for lemma, part, act, *rest in _lines("acts"):
        word, _, particle = lemma.partition("+")
        pairs = (column.split("=") for column in rest if "=" in column)
        forms: tuple[tuple[str, Act], ...] = tuple((form, name) for form, name in pairs)  # type: ignore[misc]
        entry = ActEntry(word, act, forms, particle)  # type: ignore[arg-type]  # the record checks it
        for form in (word, *(column for column in rest if "=" not in column)):
            found[form, part].append(entry)
    return MappingProxyType(
        {key: tuple(sorted(rows, key=lambda row: not row.particle)) for key, rows in found.items()}
    )


def act_entries(word: str, part: str) -> tuple[ActEntry, ...]:
    """What ``acts.txt`` says of a word in any of its forms; nothing where no line has it.

    ``part`` is ``verb``, ``noun``, ``adjective``, ``adverb`` or ``preposition``.

    >>> [entry.act for entry in act_entries("quipped", "verb")]
    ['speech']
    """
    for lemma in _lemmas(word):
        if (lemma, part) in _acts():
            return _acts()[lemma, part]
    return ()


def _lemmas(word: str) -> Iterator[str]:
    """What a form may be a form of, likeliest first: "quipped", "quipp", "quippe", "quip"."""
    yield word
    for ending, bases in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            yield from (stem + base for base in bases)
            if len(bases) > 1 and stem[-1] == stem[-2:-1]:
                yield stem[:-1]
