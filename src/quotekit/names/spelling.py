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
    "plain_word",
    "read_word",
    "readings",
    "systems_of",
]

Family = Literal["plain", "slavic", "arabic"]
System = Literal["english", "german", "french", "polish", "scholarly"]

# The capitals that stand for sounds of two letters in data/en/spellings.txt.
_SOUNDS = str.maketrans({"S": "sh", "C": "ch", "Z": "zh", "X": "kh"})
_NOT_LETTERS = re.compile(r"[\W_]")
# The article al- before its noun, in the forms that it takes ("ash-Sharif").
_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az|ul)[-–’'](?=\w{2})")
# "Mueller", "Schroeder": e after a vowel for two dots above it; "Samuel", "Blue" and "Michael" are none.
_UMLAUT = re.compile(r"(?<=[^\Waeiouq])([aou])e(?=[^\Waeiouyl]|ll)")
_SLAVIC_END = re.compile(
    r"(?:[oe]va?|ska|ski|enko|ch(?:uk|ak|enok|ev)|[iknlrt]uk|i[ak]k|shvili|.{2}(?:adze|idze)|[mnrs]ian)$"
)
# A g in Russian is an h in Ukrainian, where a Russian h is spelt kh: what tells that a name is Ukrainian.
_UKRAINIAN = re.compile(
    r"(?:enko|[iynr]uk|yy|ii|kyi|nyi|ets|chak)\b|[^aeiou\W]y[^aeiou\W]|kh|\bh[rln]|rhi|rhe|leh\b|ihor|bohd"
)
_LONE_H = re.compile(r"(?<![ckgpstz])h")
# What a whole name must have to be spelt as a system does, likeliest first, and may not have.
_SIGNS: tuple[tuple[System, re.Pattern[str], re.Pattern[str]], ...] = (
    ("scholarly", re.compile(r"[čšžŝëʹ]|[ks]ij\b"), re.compile(r"kh|zh|sh|w|[cs]z")),
    ("polish", re.compile(r"cz|sz|[żłśź]"), re.compile(r"kh|zh|sh|tch|sch")),
    (
        "german",
        re.compile(r"sch|[oe]wa?\b|skyj\b|[aeiou]w|\bw|j"),
        re.compile(r"kh|zh|(?<!t)sh|tch|[czs]z|[čšž]"),
    ),
    ("french", re.compile(r"tch|ou|[oe]ff\b|gue[iyï]|ine\b|é|aï"), re.compile(r"zh|sh|sch|w|[cs]z")),
)
_MAIN_SIGNS: dict[System, re.Pattern[str]] = {
    "german": re.compile(r"tsch|sch|[oe]wa?\b|skyj\b|[oe]wsk|\bje[lw]")
}


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
        (re.compile(pattern), "" if sound == "-" else sound)
        for system, pattern, sound in word_rows("spellings")
        if system == name
    )


def systems_of(name: str) -> tuple[System, ...]:
    """The systems of transliteration that a whole name may be spelt in, the likeliest first.

    English always stands among them.

    >>> systems_of("Sergej Lawrow"), systems_of("Sergueï Choïgou"), systems_of("Mikhail Khodorkovsky")
    (('german', 'english'), ('french', 'english'), ('english',))
    """
    text = latin(name)
    found = [system for system, has, lacks in _SIGNS if has.search(text) and not lacks.search(text)]
    main = [one for one in found if one not in _MAIN_SIGNS or _MAIN_SIGNS[one].search(text)]
    return (*main[:1], "english", *(one for one in found if one not in main[:1]))


def is_ukrainian(name: str) -> bool:
    """Whether the letter h of a name is the Ukrainian one, a g in Russian.

    >>> is_ukrainian("Anton Herashchenko"), is_ukrainian("Maria Zaharova")
    (True, False)
    """
    return _UKRAINIAN.search(latin(name)) is not None


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
        text = _without_accents(_ARTICLE.sub("", text))
    else:
        rules = (*_rules(system), *_rules("slavic"))
        text = _LONE_H.sub("g" if hard_h else "X", text)
    text = re.sub(r"[^\w]", "", text)
    for pattern, sound in rules:
        text = pattern.sub(sound, text)
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
    return len(read) > 4 and _SLAVIC_END.search(read) is not None
