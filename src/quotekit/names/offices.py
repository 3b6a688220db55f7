"""Roles and affiliations beside each other: do they agree, differ, or clash? No spaCy."""

from __future__ import annotations

import re
from functools import lru_cache

from attrs import frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.names.organisations import country_of, is_acronym_of, organisation_key
from quotekit.names.spelling import plain_word

__all__ = ["Office", "compare_offices", "office_of"]

# "agree", "differ" or "clash"; "unknown" where one of the two has none.
Agreement = str


@frozen
class Office:
    """What a role and an affiliation say: the words of the role, countries, fields of work, the body."""

    words: frozenset[str]
    countries: frozenset[str]
    fields: frozenset[str]
    body: str
    is_former: bool


_SMALL = frozenset({"of", "the", "for"})


@lru_cache(maxsize=20_000)
def office_of(role: str | None, affiliation: str | None) -> Office:
    """The role and the affiliation of a speaker, folded.

    >>> office_of("Russian foreign minister", None) == office_of("foreign minister", "Russia")
    True
    """
    text = re.sub(r"[’']s\b", "", role or "").casefold().replace("prime minister", "premier")
    said = [plain_word(word) for word in re.split(r"[\s\-–,]+", text) if plain_word(word)]
    said = [word for word in said if word not in _SMALL and word not in {"a", "an", "at"} and word != "in"]
    country = {named for word in said if (named := country_of(word)) is not None}
    body = organisation_key(affiliation) if affiliation else ""
    served = country_of(affiliation) if affiliation else None
    if served is not None:
        country.add(served)
        body = ""
    kept = [word_columns("role_forms").get(word, (word,))[0] for word in said if country_of(word) is None]
    former, fields = word_list("role_status"), word_columns("role_fields")
    return Office(
        frozenset(word for word in kept if word not in former),
        frozenset(country),
        frozenset(fields[word][0] for word in kept if word in fields),
        body,
        any(word in former for word in said),
    )


def compare_offices(one: Office, other: Office) -> tuple[Agreement, Agreement]:
    """How two roles go together, and how two affiliations do.

    Roles agree where one has all the words of the other, clash where their fields of work do ("goalkeeper",
    "professor") or, for posts that one person has at a time, their subjects ("finance minister", "defence
    minister"); a former role clashes with none. Countries clash, bodies only differ: people change jobs.
    """
    return _roles(one, other), _served(one, other)


def _roles(one: Office, other: Office) -> Agreement:
    if not one.words or not other.words:
        return "unknown"
    if one.words <= other.words or other.words <= one.words:
        return "agree"
    if one.is_former or other.is_former:
        return "differ"
    if one.fields and other.fields and not one.fields & other.fields and not _is_public(one, other):
        return "clash"
    return "clash" if {"minister", "secretary"} & one.words & other.words else "differ"


def _is_public(one: Office, other: Office) -> bool:
    """Whether both live in politics, law or business, among which people move."""
    return one.fields | other.fields <= {"politics", "law", "business"}


def _served(one: Office, other: Office) -> Agreement:
    if one.countries and other.countries and not one.countries & other.countries:
        return "clash"
    if one.body and other.body:
        is_one = one.body == other.body or _has_other(one.body, other.body)
        return "agree" if is_one else "differ"
    return "agree" if one.countries & other.countries else "unknown"


def _has_other(one: str, other: str) -> bool:
    """Whether one body's name is the other's with more words, or its initials."""
    left, right = set(one.split()), set(other.split())
    return (
        left <= right
        or right <= left
        or is_acronym_of(one.upper(), other)
        or is_acronym_of(other.upper(), one)
    )
