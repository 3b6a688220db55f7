"""Given names: one name in several spellings and languages, and the pronoun that goes with it. No spaCy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from quotekit.lexicon import word_columns, word_rows
from quotekit.names.spelling import plain_word, read_word, systems_of
from quotekit.names.strings import strip_titles

__all__ = ["given_gender", "given_name"]


@cache
def _given_forms() -> Mapping[str, tuple[str, str, str]]:
    """What `given_names.txt` says of a form, and of what it sounds like: name, gender and family."""
    found: dict[str, tuple[str, str, str]] = {}
    for name, gender, family, *forms in word_rows("given_names"):
        for form in (name, *forms):
            found.setdefault(plain_word(form), (name, gender, family))
    return found


@cache
def _given_sounds() -> Mapping[tuple[str, str], str]:
    """The names of `given_names.txt` by what their forms sound like."""
    found: dict[tuple[str, str], str] = {}
    for name, _, family, *forms in word_rows("given_names"):
        if family in {"slavic", "western"}:
            for form in (name, *forms):
                for hard_h in (True, False):
                    found.setdefault((read_word(form, "slavic", "english", hard_h), "slavic"), name)
        elif family == "arabic":
            for form in (name, *forms):
                found.setdefault((read_word(form, "arabic"), family), name)
    return found


@lru_cache(maxsize=20_000)
def given_name(word: str) -> tuple[str, str] | None:
    """The name that a given name is a spelling of, and the family of its spellings; `None` for any other.

    >>> given_name("Volodymyr"), given_name("Serguei"), given_name("Muhammad")
    (('vladimir', 'slavic'), ('sergei', 'slavic'), ('mohammed', 'arabic'))
    """
    plain = plain_word(word)
    if plain in _given_forms():
        name, _, family = _given_forms()[plain]
        return name, family
    if len(plain) < 3 or plain in word_columns("given_genders"):
        return None
    for system in systems_of(word):
        name = _given_sounds().get((read_word(word, "slavic", system, True), "slavic"), "")
        if name:
            return name, _given_forms()[name][2]
    name = _given_sounds().get((read_word(word, "arabic"), "arabic"), "")
    return (name, "arabic") if name and len(plain) > 3 else None


@lru_cache(maxsize=20_000)
def given_gender(given: str) -> Literal["he", "she"] | None:
    """The pronoun that goes with a given name; `None` for unknown names and those of women and men.

    Takes the first word of several: "Anna Maria", "Jean-Claude" (which is `None`).

    >>> given_gender("Hillary"), given_gender("Sergey"), given_gender("Robin")
    ('she', 'he', None)
    """
    words = re.split(r"[\s\-–]+", strip_titles(given).strip())
    plain = plain_word(words[0]) if words else ""
    listed = word_columns("given_genders").get(plain)
    if listed is None:
        known = given_name(words[0]) if plain else None
        listed = _given_forms()[known[0]][1:2] if known is not None and known[0] in _given_forms() else None
    return None if not listed or listed[0] == "-" else "he" if listed[0] == "he" else "she"
