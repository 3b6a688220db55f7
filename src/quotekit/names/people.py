"""Names of people, taken apart: given names, last name, suffix, and how each of them is spelt. No spaCy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from attrs import frozen

from quotekit.lexicon import word_columns, word_list, word_rows
from quotekit.names.eastern import eastern_name
from quotekit.names.given import given_name
from quotekit.names.spelling import (
    Family,
    System,
    is_ukrainian,
    latin,
    looks_slavic,
    pattern,
    plain_word,
    read_word,
    readings,
    systems_of,
)
from quotekit.names.strings import fold_name, strip_titles

__all__ = [
    "PersonName",
    "last_key",
    "person_key",
    "person_name",
]

_ASIDE = re.compile(r"\([^)]*\)|[\"“„«][^\"”“»]*[\"”“»]|(?<!\w)['‘][^'’]+['’](?!\w)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[-–]?)|(?:[^\W\d_]\.){2,}[^\W\d_]?\.?")
_RUN_OF_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?")
_COMPOUND = frozenset({"jean", "marie", "anne"})
_SON_OF = frozenset({"bin", "ibn", "ben"})
_ARABIC_ARTICLES = frozenset({"al", "el", "ul"})
# Ends of last names that are Russian ones only beside a given name that may be: "Viktor Orbán" has none.
# "ElBaradei": the article written in one with its noun.
_CAMEL = re.compile(r"\b([EA]l)(?=[A-Z][a-z])")
_SERVANT = re.compile(r"abd(?:[aeu]l)?")
_GLIDE = re.compile(r"(?<=[^\Waeiou])[yj](?=[au])")
_SKI = re.compile(r"s[kc][iy]$")


@frozen
class PersonName:
    """A name of a person, in parts, each as its key has it; what is not there is ``""``.

    ``first_readings`` and ``last_readings`` are all that the first and the last name may sound like.
    ``particles`` stand before the last name ("van", "bin"), ``family`` says how the words were read,
    ``words`` are all of them in order.
    """

    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str
    first_readings: frozenset[str]
    last_readings: frozenset[str]
    particles: tuple[str, ...]
    family: str
    words: tuple[str, ...]


def _words_of(name: str) -> tuple[list[str], str]:
    """The words of a name in their usual order, titles and asides off, and the suffix of a generation."""
    text = _CAMEL.sub(r"\1-", " ".join(_ASIDE.sub(" ", name).split()) or name)
    head, _, tail = text.partition(",")
    suffix = ""
    if tail.strip():
        after = [plain_word(word) for word in tail.split()]
        is_name = 1 <= len(after) <= 2 and tail.strip()[:1].isupper() and len(head.split()) == 1
        if is_name and not set(after) & _suffixes() and "." not in tail:
            text = f"{tail} {head}"
        else:
            text = f"{head} {after[0]}" if after[0] in _suffixes() else head
    words = text.split()
    while len(words) > 1 and plain_word(words[-1]) in _suffixes():
        last = plain_word(words.pop())
        suffix = suffix or word_columns("generations").get(last, ("",))[0]
    words = [word for word in words if plain_word(word)] or [text]
    return [part for word in _untitled(words) for part in _split_initials(word)], suffix


def _untitled(words: list[str]) -> list[str]:
    """The words after the last title: of "Russian Deputy Prime Minister Aleksandr Yelizarov" the last two.

    Leaves "Larry King Live" and "Stephen King" alone, where a given name stands before.
    """
    titles = word_list("titles")
    for i in range(len(words) - 2, -1, -1):
        is_title = plain_word(re.split("[-–]", words[i])[-1]) in titles
        if is_title and not any(plain_word(word) in word_columns("given_genders") for word in words[:i]):
            return strip_titles(" ".join(words[i + 1 :])).split() or words[-1:]
    return strip_titles(" ".join(words)).split() or words


def _split_initials(word: str) -> list[str]:
    """ "H.W." in two words; any other word as it is."""
    return (
        [f"{letter}." for letter in word.split(".") if letter] if _RUN_OF_INITIALS.fullmatch(word) else [word]
    )


@cache
def _suffixes() -> frozenset[str]:
    """What may follow a last name: generations and degrees."""
    return word_list("name_suffixes") | word_columns("generations").keys()


def _is_particle(word: str) -> bool:
    return plain_word(word) in word_list("name_particles")


@lru_cache(maxsize=20_000)
def person_name(name: str, family: Family | None = None) -> PersonName:
    """The name of a person, taken apart. ``family`` says how to read it, where that is known.

    >>> parts = person_name("Mr Vladimir V. Gnatyuk")
    >>> parts.first, parts.middle, parts.last
    ('vladimir', ('v',), 'gnatiuk')
    """
    words, suffix = _words_of(name)
    eastern = eastern_name(tuple(words))
    if eastern is not None:
        first, last = eastern.given, eastern.family
        return PersonName(
            first, (), last, suffix, frozenset({first}), frozenset({last}), (), "eastern", (first, last)
        )
    words = _joined(_in_order(words))
    known = given_name(words[0])
    family = family or _family_of(words, known)
    systems = systems_of(" ".join(words)) if family == "slavic" else ("english",)
    last = words[-1]
    particles = tuple(
        plain_word(word) for word in words[1:-1] if _is_particle(word) or plain_word(word) in _SON_OF
    )
    givens = [
        word
        for i, word in enumerate(words[:-1])
        if i == 0 or not (_is_particle(word) or plain_word(word) in _SON_OF)
    ]
    if len(givens) == 1 and len(words) == 2 and givens[0].islower() and _is_particle(givens[0]):
        givens = []
    spell = _Spelling(family, systems, systems[0] != "scholarly" and is_ukrainian(" ".join(words)))
    first = spell.given(givens[0]) if givens else ""
    return PersonName(
        first,
        tuple(spell.given(word) for word in givens[1:]),
        spell.last(last),
        suffix,
        spell.all_given(givens[0]) if givens else frozenset(),
        spell.all_last(last),
        particles,
        family,
        tuple(spell.last(word) if i == len(words) - 1 else spell.given(word) for i, word in enumerate(words)),
    )


@frozen
class _Spelling:
    """How the words of one name are read."""

    family: Family
    systems: tuple[System, ...]
    hard_h: bool

    def given(self, word: str) -> str:
        known = given_name(word)
        if _INITIALS.fullmatch(word):
            return plain_word(word)
        return known[0] if known is not None else read_word(word, self.family, self.systems[0], self.hard_h)

    def all_given(self, word: str) -> frozenset[str]:
        known = given_name(word)
        return frozenset({known[0]}) if known is not None else readings(word, self.family, self.systems)

    def last(self, word: str) -> str:
        return _surname(read_word(word, self.family, self.systems[0], self.hard_h), word)

    def all_last(self, word: str) -> frozenset[str]:
        found = {_surname(read, word) for read in readings(word, self.family, self.systems)}
        if self.family == "plain":  # "Malyar", "Maliar"
            found |= {_GLIDE.sub("i", read) for read in found}
        return frozenset(found | {self.last(word)})


@cache
def _surnames() -> Mapping[str, str]:
    """The last names of `surnames.txt`, by every form."""
    return {form: row[0] for row in word_rows("surnames") for form in row}


def _surname(read: str, word: str) -> str:
    """The last name as the key has it: by the list of those that no rule brings together, else as read."""
    return (
        _surnames().get(plain_word(pattern("arabic_article").sub("", word))) or _surnames().get(read) or read
    )


def _in_order(words: list[str]) -> list[str]:
    """The given name first: "Viktor Orbán" for "Orbán Viktor", "Shinzo Abe" for "Abe Shinzo"."""
    listed = word_list("family_first_given")
    plain = [plain_word(word) for word in words]
    is_turned = len(words) == 2 and plain[1] in listed and plain[0] not in listed
    if is_turned and (plain[0] not in word_columns("given_genders") or plain[0] in word_columns("nicknames")):
        return words[::-1]
    return words


def _joined(words: list[str]) -> list[str]:
    """The words with what belongs together in one: "Abdel Fattah", "al Sisi", "Jean Claude"."""
    found: list[str] = []
    for i, word in enumerate(words):
        plain = plain_word(word)
        before = plain_word(found[-1]) if found else ""
        if found and before in _ARABIC_ARTICLES and (len(found) > 1) and i > 0:
            found[-1] = f"al-{word}"
        elif found and plain not in _ARABIC_ARTICLES and _SERVANT.fullmatch(before) and i < len(words) - 1:
            found[-1] = f"abd{word}"
        elif (
            found
            and len(found) == 1
            and before in _COMPOUND
            and i < len(words) - 1
            and not _INITIALS.fullmatch(word)
        ):
            found[-1] = f"{found[-1]}{word.lower()}" if not _is_particle(word) else found[-1]
            if _is_particle(word):
                found.append(word)
        else:
            found.append(word)
    return found


def _family_of(words: list[str], known: tuple[str, str] | None) -> Family:
    """How a name is to be read: by its given name, the end of its last name, an Arabic particle."""
    last = words[-1]
    if _is_slavic(last):
        is_western = plain_word(words[0]) in word_columns("given_genders") and known is None
        return "plain" if is_western and _SKI.search(last) else "slavic"
    if len(words) > 1 and known is not None:
        # "Alexander" says nothing, "Aleksandr" and "Oleksandr" do.
        is_foreign = plain_word(words[0]) not in word_columns("given_genders")
        if known[1] == "western" and (is_foreign or pattern("slavic_end_by_given").search(plain_word(last))):
            return "slavic"
        is_english = any(part in plain_word(last) for part in word_list("english_letters"))
        if known[1] == "slavic" and not is_english:
            return "slavic"
        if known[1] == "arabic":
            return "arabic"
    plain = [plain_word(word) for word in words]
    if set(plain[1:-1]) & _SON_OF or plain[0] in _SON_OF or pattern("arabic_article").match(latin(last)):
        return "arabic"
    if len(plain[0]) > 5 and plain[0].startswith("abd"):
        return "arabic"
    is_western = len(words) > 1 and bool(readings(words[0], "plain") & word_columns("given_genders").keys())
    surname = None if is_western else given_name(last)
    return "arabic" if surname is not None and surname[1] == "arabic" else "plain"


@lru_cache(maxsize=20_000)
def _is_slavic(word: str) -> bool:
    """Whether a last name ends as Russian and Ukrainian ones do."""
    # Reading a word takes longer than to see that it cannot.
    if not pattern("slavic_end_perhaps").search(latin(word)):
        return False
    return looks_slavic(read_word(word, "slavic", systems_of(word)[0], is_ukrainian(word)))


def _word_key(word: str) -> str:
    """A last name folded by itself, whatever stands before it."""
    return _surname(
        read_word(word, "slavic", systems_of(word)[0], is_ukrainian(word))
        if _is_slavic(word)
        else plain_word(pattern("arabic_article").sub("", word)) or plain_word(word),
        word,
    )


@lru_cache(maxsize=20_000)
def last_key(name: str) -> str:
    """The last name, folded: the same for the usual spellings of one name.

    >>> last_key("Sergey Lavrow") == last_key("Mr Lavrov"), last_key("Xi Jinping"), last_key("John Smyth")
    (True, 'xi', 'smyth')
    """
    words, _ = _words_of(name)
    eastern = eastern_name(tuple(words))
    return eastern.family if eastern is not None else _word_key(_joined(_in_order(words))[-1])


@lru_cache(maxsize=20_000)
def person_key(name: str) -> str:
    """The name folded for a key: given name, last name, suffix.

    One middle name or initial is left out, since papers differ in it; two stay ("George H. W. Bush").
    """
    parts = person_name(name)
    initials = [one for one in (parts.first, *parts.middle) if len(one) == 1]
    middle = initials if len(initials) > 1 and len(initials) == len(parts.middle) else []
    son_of = ["bin"] if set(parts.particles) & _SON_OF else []
    pieces = [parts.first, *middle, *son_of, parts.last, parts.suffix]
    return " ".join(piece for piece in pieces if piece) or fold_name(name) or name.strip() or name
