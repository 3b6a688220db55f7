"""Whether two names of people can be one person's: initials, short forms, suffixes, gender. No spaCy."""

from __future__ import annotations

from functools import lru_cache

from quotekit.lexicon import word_columns
from quotekit.names.given import given_gender
from quotekit.names.people import PersonName, last_key, person_name
from quotekit.names.spelling import plain_word
from quotekit.names.strings import strip_titles

__all__ = ["firsts_agree", "genders_agree", "may_be_same", "middles_agree"]


@lru_cache(maxsize=20_000)
def _title_gender(name: str) -> str | None:
    """The pronoun that the titles before a name go with."""
    before = name[: len(name) - len(strip_titles(name))].split() if strip_titles(name) else []
    found = {
        word_columns("gendered")[bare][0]
        for word in before
        if (bare := plain_word(word)) in word_columns("gendered")
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=50_000)
def may_be_same(short: str, full: str) -> bool:
    """Whether two names in one article can be one person's.

    >>> may_be_same("Mr Lavrov", "Sergei Lavrov"), may_be_same("Mrs. Clinton", "Bill Clinton")
    (True, False)
    >>> may_be_same("Donald Trump", "Donald Trump Jr."), may_be_same("Trump", "Donald Trump Jr.")
    (False, True)
    """
    one, other = person_name(short), person_name(full)
    if not genders_agree(short, one, full, other):
        return False
    if not one.first and not other.first:
        return last_key(short) == last_key(full)
    if not one.first or not other.first:
        alone, whole = (one, other) if not one.first else (other, one)
        is_given = alone.last in {whole.first, whole.words[0]} and len(whole.first) > 1
        return is_given or last_key(short) == last_key(full)
    if last_key(short) != last_key(full) or one.suffix != other.suffix:
        return False
    if _is_run(one.words, other.words) or _is_run(other.words, one.words):
        return True
    return firsts_agree(one, other) > 0 and middles_agree(one, other)


def genders_agree(short: str, one: PersonName, full: str, other: PersonName) -> bool:
    """Whether titles and given names do not make one a woman and the other a man."""
    genders = {
        _title_gender(name) or (given_gender(parts.words[0]) if parts.first else None)
        for name, parts in ((short, one), (full, other))
    }
    return not {"he", "she"} <= genders


def _is_run(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the words of one name end the other: "López Obrador", "Andrés Manuel López Obrador"."""
    return len(short) < len(full) and full[-len(short) :] == short


def firsts_agree(one: PersonName, other: PersonName) -> float:
    """How well two first names agree: 1 for one name, less for a short form and an initial, 0 for others."""
    if one.first == other.first or one.first_readings & other.first_readings:
        return 1.0
    if len(one.first) == 1 or len(other.first) == 1:
        letters = (
            {name[:1] for name in (parts.first, *parts.first_readings, parts.words[0])}
            for parts in (one, other)
        )
        return 0.6 if set.intersection(*letters) else 0.0
    nicknames = word_columns("nicknames")
    if other.first in nicknames.get(one.first, ()) or one.first in nicknames.get(other.first, ()):
        return 0.8
    return 0.0


def middles_agree(one: PersonName, other: PersonName) -> bool:
    """Whether no middle name of one speaks against those of the other: "George W." and "George H. W."."""
    if not one.middle or not other.middle:
        return True
    if len(one.middle) != len(other.middle) and all(len(word) == 1 for word in (*one.middle, *other.middle)):
        return False
    return all(
        left == right or (1 in {len(left), len(right)} and left[0] == right[0])
        for left, right in zip(one.middle, other.middle, strict=False)
    )
