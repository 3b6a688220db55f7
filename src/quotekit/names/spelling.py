"""Words of names, letter by letter: the systems of transliteration and what they read alike. No spaCy."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

from quotekit.lexicon import word_columns, word_rows

__all__ = [
    "Family",
    "System",
    "is_ukrainian",
    "latin",
    "looks_slavic",
    "pattern",
    "plain_word",
    "read_word",
    "readings",
    "systems_of",
]

Family = Literal["plain", "slavic", "arabic"]
# "english" or one of those that `name_patterns.txt` has signs of.
System = str

# The capitals that stand for sounds of two letters in data/en/spellings.txt.
_SOUNDS = str.maketrans({"S": "sh", "C": "ch", "Z": "zh", "X": "kh"})
_NOT_LETTERS = re.compile(r"[\W_]")
# Ties, apostrophes and the primes that stand for a soft sign.
_SIGNS_NOT_LETTERS = re.compile(r"[\Wʹʺʼʾʿ]")
# The article al- before its noun, in the forms that it takes ("ash-Sharif").
# "Mueller", "Schroeder": e after a vowel for two dots above it; "Samuel", "Blue" and "Michael" are none.
_UMLAUT = re.compile(r"(?<=[^\Waeiouq])([aou])e(?=[^\Waeiouyl]|ll|u)")
# A g in Russian is an h in Ukrainian, where a Russian h is spelt kh: what tells that a name is Ukrainian.
_LONE_H = re.compile(r"(?<![ckgpstz])h")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of `name_patterns.txt`.

    >>> pattern("arabic_article").sub("", "el-Sisi")
    'Sisi'
    """
    return re.compile(word_columns("name_patterns")[name][0])


def latin(text: str) -> str:
    """The text in lower case and Latin letters, accents kept: Cyrillic and Greek as English papers have them.

    >>> latin("Лавров"), latin("Łukasz")
    ('lavrov', 'lukasz')
    """
    lower = unicodedata.normalize("NFC", text.casefold())
    if lower.isascii():
        return lower
    letters = word_columns("letters")
    return unicodedata.normalize("NFC", "".join(letters[c][0] if c in letters else c for c in lower))


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def plain_word(word: str) -> str:
    """The word without accents, case and punctuation.

    >>> plain_word("O’Neill"), plain_word("Müller")
    ('oneill', 'muller')
    """
    return _NOT_LETTERS.sub("", _without_accents(latin(word)).casefold())


@cache
def _rules(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The rules of a system or of a family, in order."""
    return tuple(
        (re.compile(letters), "" if sound == "-" else sound)
        for system, letters, sound in word_rows("spellings")
        if system == name
    )


@cache
def _foreign_systems() -> tuple[System, ...]:
    """The systems beside the English ones, the likeliest first."""
    return tuple(row[0].removesuffix("_has") for row in word_rows("name_patterns") if row[0].endswith("_has"))


def systems_of(name: str) -> tuple[System, ...]:
    """The systems of transliteration that a whole name may be spelt in, the likeliest first.

    English always stands among them.

    >>> systems_of("Sergej Lawrow"), systems_of("Sergueï Choïgou"), systems_of("Mikhail Khodorkovsky")
    (('german', 'english'), ('french', 'english'), ('english',))
    """
    text = latin(name)
    found = [
        system
        for system in _foreign_systems()
        if pattern(f"{system}_has").search(text) and not pattern(f"{system}_lacks").search(text)
    ]
    main = [one for one in found if pattern(f"{one}_main").search(text)]
    return (*main[:1], "english", *(one for one in found if one not in main[:1]))


def is_ukrainian(name: str) -> bool:
    """Whether the letter h of a name is the Ukrainian one, a g in Russian.

    >>> is_ukrainian("Anton Herashchenko"), is_ukrainian("Maria Zaharova")
    (True, False)
    """
    return pattern("ukrainian").search(latin(name)) is not None


@lru_cache(maxsize=20_000)
def read_word(word: str, family: Family, system: System = "english", hard_h: bool = False) -> str:
    """What a word sounds like, in letters: the same for the usual spellings of one name.

    ``hard_h`` says that a lone h is the Ukrainian one.

    >>> read_word("Yelizarov", "slavic"), read_word("Lawrow", "slavic", "german")
    ('elizarov', 'lavrov')
    """
    if family == "plain":
        return plain_word(word)
    text = latin(word)
    if family == "arabic":
        rules = _rules("arabic")
        text = _without_accents(pattern("al_before_noun").sub("", text))
    else:
        rules = (*_rules(system), *_rules("slavic"))
        text = _LONE_H.sub("g" if hard_h else "X", text)
    text = _SIGNS_NOT_LETTERS.sub("", text)
    for letters, sound in rules:
        text = letters.sub(sound, text)
    read = _NOT_LETTERS.sub("", _without_accents(text)).translate(_SOUNDS)
    return read or plain_word(word)


@lru_cache(maxsize=20_000)
def readings(word: str, family: Family, systems: tuple[System, ...] = ("english",)) -> frozenset[str]:
    """Everything that a word may sound like, where its letters do not decide.

    A German s is an s or a z, a German sch an sh or a zh, a lone h a g or a kh.

    >>> sorted(readings("Sacharow", "slavic", ("german",)))
    ['sakharov', 'zakharov']
    """
    if family == "plain":
        return frozenset({plain_word(word), _UMLAUT.sub(r"\1", plain_word(word))})
    if family == "arabic":
        read = read_word(word, family)
        softer = read.replace("q", "k")
        return frozenset(
            {read, softer, "q" + read[1:] if read[:1] == "g" else read, read.replace("ch", "sh")}
        )
    found = {
        read_word(word, family, system, hard_h)
        for system in systems
        for hard_h in ((True, False) if _LONE_H.search(latin(word)) else (False,))
    }
    if "german" in systems:
        german = read_word(word, family, "german", True)
        found |= {re.sub(r"(?<![a-z])s(?=[aeiou])", "z", german), german.replace("sh", "zh")}
        found |= {re.sub(r"(?<=[aeiou])s(?=[aeiou])", "z", one) for one in set(found)}
    return frozenset(found)


def looks_slavic(read: str) -> bool:
    """Whether a word, as `read_word` gives it, ends as Russian and Ukrainian last names do.

    >>> looks_slavic("lavrov"), looks_slavic("smith")
    (True, False)
    """
    return len(read) > 4 and pattern("slavic_end").search(read) is not None
