"""Which words say the opposite of each other, exclude each other, or render the same.

Words are compared by lemma, in any inflection and any case. The tables lie in ``data/en``; their
heads say how each was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import combinations
from types import MappingProxyType
from typing import Final, Literal

from quotekit.lexicon import word_columns, word_list, word_rows

__all__ = [
    "Opposition",
    "contrast",
    "lemma",
    "lemmas_of",
    "opposite",
    "place_of",
    "regular_lemma",
    "related_lemmas",
    "synonyms",
]

Opposition = Literal["antonym", "contrast"]

# Words whose entries are remembered: a bound on memory, not on what is found.
_KEPT: Final = 1 << 16
# Letters: a shorter word behind un- is rarely one that it denies: "unit", "under".
_BASE_CHARS: Final = 4
_VOWELS: Final = frozenset("aeiouy")
# Doubled before an ending, as in "banned"; "ll", "ss" and "zz" belong to the word, as in "called".
_DOUBLED: Final = frozenset("bdgmnprt")
# A stem in one of these had an e before its ending: "argu(e)d", "mov(e)d", "decid(e)d", "danc(e)d".
_E_ENDS: Final = ("u", "v", "c", "dg", "rg", "ng", "lg", "rs", "ns", "ls", "z", "iat", "uat", "eat")
# In lower case these are no countries.
_ORDINARY: Final = frozenset({"us", "polish"})


def _has_vowel(stem: str) -> bool:
    return not _VOWELS.isdisjoint(stem)


def _without_s(word: str) -> str:
    """The word without the -s of a plural or of the third person: "cities", "boxes", "bans"."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is", "'s")) or len(word) < 4:
        return word
    return word[:-1]


def _with_base(stem: str) -> str:
    """The base of a stem that lost -ed or -ing: "bann" ban, "mov" move, "call" call, "agre" agree."""
    if stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
        return stem[:-1]
    if stem.endswith(_E_ENDS) or stem.endswith("re") or _lost_e(stem):
        return stem + "e"
    return stem


def _lost_e(stem: str) -> bool:
    """Whether one vowel and one consonant end a short stem ("us", "fir", "chang") or "at", "iz" a long one.

    "used" is use, "fired" fire; "talked", "seemed" lost none.
    """
    if stem.endswith(("at", "iz", "is")) and stem[-3:-2] not in _VOWELS:
        return True
    return len(stem) < 5 and stem[-1] not in "wxyh" and stem[-2] in _VOWELS and stem[-3:-2] not in _VOWELS


def regular_lemma(word: str) -> str:
    """What a lower-case word is a form of by the rules of English spelling alone.

    Words that the rules get wrong stand in ``data/en/irregular_forms.txt``.

    >>> [regular_lemma(word) for word in ("banned", "agreed", "cities", "moving", "called")]
    ['ban', 'agree', 'city', 'move', 'call']
    """
    if word.endswith("s"):
        return _without_s(word)
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem is not word and len(stem) > 1 and _has_vowel(stem):
            return _with_base(stem)
    return word


@cache
def _irregular() -> Mapping[str, tuple[str, ...]]:
    """Lemmas by form, the likeliest first, of the forms that follow no rule."""
    return word_columns("irregular_forms")


def _bare(word: str) -> str:
    """The word in lower case, with straight apostrophes, without a final -'s or full stop."""
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'.")


@lru_cache(maxsize=_KEPT)
def lemma(word: str) -> str:
    """The lemma of a word, the likeliest where it may have several ("left" is leave, not left).

    >>> [lemma(word) for word in ("rose", "children", "banned", "rates", "Moscow's")]
    ['rise', 'child', 'ban', 'rate', 'moscow']
    """
    bare = _bare(word)
    found = _irregular().get(bare)
    return found[0] if found else regular_lemma(bare)


@lru_cache(maxsize=_KEPT)
def _lemmas(word: str) -> tuple[str, ...]:
    """Every word that this may be a form of, itself included: "left" is left and leave."""
    bare = _bare(word)
    return tuple(dict.fromkeys((bare, *(_irregular().get(bare) or (regular_lemma(bare),)))))


def _both_ways(pairs: list[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """The partners of each word."""
    partners: dict[str, set[str]] = defaultdict(set)
    for left, right in pairs:
        partners[left].add(right)
        partners[right].add(left)
    return MappingProxyType({word: frozenset(others) for word, others in partners.items()})


@cache
def _table(name: str) -> Mapping[str, frozenset[str]]:
    """The partners of each word in a list whose lines are a word and its partners."""
    return _both_ways([(word, other) for word, *others in word_rows(name) for other in others])


@cache
def _contrasts(degree: str) -> Mapping[str, frozenset[str]]:
    """The words that each excludes, of the sets of one degree; spellings joined by "/" are one member."""
    pairs = []
    for first, *members in word_rows("contrasts"):
        if first == degree:
            for left, right in combinations([member.split("/") for member in members], 2):
                pairs += [(a, b) for a in left for b in right]
    return _both_ways(pairs)


def _partners(word: str, table: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The partners of every word that this may be a form of."""
    return frozenset().union(*(table.get(one, frozenset()) for one in _lemmas(word)))


def _by_prefix(word: str) -> Iterator[str]:
    """What a word denies by its first letters, and what would deny it: "unregistered", "registered"."""
    exceptions = word_list("negative_exceptions")
    for prefix, *endings in word_rows("negative_prefixes"):
        if endings and not word.endswith(tuple(endings)):
            continue
        base = word.removeprefix(prefix)
        if base != word and len(base) >= _BASE_CHARS and word not in exceptions:
            yield base
        if len(word) >= _BASE_CHARS and prefix + word not in exceptions:
            yield prefix + word


@lru_cache(maxsize=_KEPT)
def _antonyms_of(word: str) -> frozenset[str]:
    listed = _partners(word, _table("antonyms"))
    return listed.union(other for one in _lemmas(word) for other in _by_prefix(one))


@lru_cache(maxsize=_KEPT)
def _hard_of(word: str) -> frozenset[str]:
    return _partners(word, _contrasts("hard"))


@lru_cache(maxsize=_KEPT)
def _soft_of(word: str) -> frozenset[str]:
    return _partners(word, _contrasts("soft"))


@lru_cache(maxsize=_KEPT)
def _opposites_of(word: str) -> frozenset[str]:
    return _antonyms_of(word) | _hard_of(word) | _soft_of(word)


@lru_cache(maxsize=_KEPT)
def _synonyms_of(word: str) -> frozenset[str]:
    return _partners(word, _table("synonyms"))


def lemmas_of(word: str) -> tuple[str, ...]:
    """Every word that this may be a form of, itself included.

    >>> lemmas_of("left")
    ('left', 'leave')
    """
    return _lemmas(word)


@lru_cache(maxsize=_KEPT)
def related_lemmas(word: str) -> frozenset[str]:
    """Every lemma that says the same as a word, the opposite, or excludes it; its own lemmas too.

    >>> {"fall", "increase", "rise"} <= related_lemmas("rose"), "bus" in related_lemmas("rose")
    (True, False)
    """
    return _opposites_of(word) | _synonyms_of(word) | frozenset(_lemmas(word))


def contrast(a: str, b: str) -> Literal["hard", "soft"] | None:
    """How firmly two words exclude each other in one slot; nothing where no set has both.

    "hard" sets hold up as evidence alone, "soft" ones are words that renderings mix up now and then.

    >>> contrast("northern", "south"), contrast("minister", "secretary"), contrast("bus", "coach")
    ('hard', 'soft', None)
    """
    lemmas = _lemmas(b)
    if not _hard_of(a).isdisjoint(lemmas):
        return "hard"
    return None if _soft_of(a).isdisjoint(lemmas) else "soft"


def opposite(a: str, b: str) -> Opposition | None:
    """Whether one word says the opposite of the other, or excludes it; the order makes no difference.

    >>> opposite("rose", "fell"), opposite("bus", "train"), opposite("rose", "climbed")
    ('antonym', 'contrast', None)
    """
    lemmas = _lemmas(b)
    if _opposites_of(a).isdisjoint(lemmas):
        return None
    return "contrast" if _antonyms_of(a).isdisjoint(lemmas) else "antonym"


def synonyms(a: str, b: str) -> bool:
    """Whether news renders one sentence now with one word, now with the other; or both are one word.

    Words of several parts are joined by "_".

    >>> synonyms("troops", "soldiers"), synonyms("britain", "united_kingdom"), synonyms("troops", "tanks")
    (True, True, False)
    """
    lemmas = _lemmas(b)
    return not (_synonyms_of(a).isdisjoint(lemmas) and frozenset(_lemmas(a)).isdisjoint(lemmas))


@cache
def _places() -> Mapping[str, str]:
    """The country by its names, its people and its seat of government."""
    rows = [row for name in ("demonyms", "seats", "country_words") for row in word_rows(name)]
    places = {country: country for _, country in rows}
    return MappingProxyType(places | {row[0]: row[1] for row in rows})


@lru_cache(maxsize=_KEPT)
def place_of(word: str) -> str | None:
    """The country that a word names, or whose people or government it names; nothing for other words.

    Words of several parts may be joined by a space or "_". The pronoun "us" is no country, "US" is.

    >>> [place_of(word) for word in ("Russian", "Moscow's", "Iranians", "North Korea", "Reuters")]
    ['russia', 'russia', 'iran', 'north_korea', None]
    """
    if word in _ORDINARY:
        return None
    bare = _bare(word).replace(" ", "_")
    places = _places()
    return places.get(bare) or places.get(bare.removesuffix("s")) or places.get(_plural_man(bare))


def _plural_man(word: str) -> str:
    """The word with -man for a final -men."""
    return word[:-3] + "man" if word.endswith("men") else word
