"""One speaker or two: names, roles, affiliations and aliases weighed against each other. No spaCy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import exp
from pathlib import Path

from attrs import evolve, frozen

from quotekit.errors import UsageError
from quotekit.model import Speaker, SpeakerKind, Verdict
from quotekit.names.aliases import Aliases, read_aliases
from quotekit.names.comparing import firsts_agree, genders_agree, middles_agree
from quotekit.names.offices import compare_offices, office_of
from quotekit.names.organisations import country_of, is_acronym_of, is_listed, organisation_key, seat_of
from quotekit.names.people import PersonName, last_key, person_name
from quotekit.names.spelling import Family
from quotekit.settings import SAME_SPEAKER, SPEAKER_WEIGHTS

__all__ = ["evidence_of", "same_speaker"]

_BODIES: frozenset[SpeakerKind] = frozenset({"organisation", "place", "group"})
_FAMILIES: tuple[Family, ...] = ("arabic", "slavic")


@frozen
class _Found:
    """One piece of evidence: the name of its weight, and what it is in words."""

    weight: str
    reason: str


def same_speaker(
    a: Speaker, b: Speaker, *, aliases: Aliases | Mapping[str, str] | str | Path | None = None
) -> Verdict:
    """Whether two speakers, of one article or of two, are one; symmetric.

    ``score`` is the probability that they are, fitted on tests/cases/names.jsonl. People of one surname are
    one where first name, role or affiliation agree as well; a place is never one with a person, nor with
    the country that it speaks for.

    >>> minister = Speaker("Sergueï Lavrov", "person", "")
    >>> same_speaker(minister, Speaker("Sergey Lavrov", "person", "")).same
    True
    >>> same_speaker(minister, Speaker("Moscow", "place", "")).reasons
    ('a person and a place',)
    """
    for given in (a, b):
        if not isinstance(given, Speaker):
            raise UsageError(
                f"same_speaker compares two Speakers, got {given!r:.40}: take them from quotes, or make "
                f"Speaker(name, kind, name_key(name, kind))"
            )
    if aliases is not None and not isinstance(aliases, Aliases):
        aliases = read_aliases(aliases)
    found = evidence_of(a, b, aliases=aliases)
    score = 1 / (1 + exp(-sum(SPEAKER_WEIGHTS[one.weight] for one in found) - SPEAKER_WEIGHTS["all"]))
    ranked = sorted(found, key=lambda one: (-abs(SPEAKER_WEIGHTS[one.weight]), one.reason))
    return Verdict(score >= SAME_SPEAKER, score, tuple(one.reason for one in ranked))


def evidence_of(a: Speaker, b: Speaker, *, aliases: Aliases | None = None) -> list[_Found]:
    """What speaks for and against two speakers being one."""
    if aliases is not None:
        named = [aliases.name_of(one.name) for one in (a, b)]
        a, b = (
            one if name is None else evolve(one, name=name) for one, name in zip((a, b), named, strict=True)
        )
        if any(named) and a.name == b.name:
            return [_Found("alias", f"an alias of {a.name}")]
    people = [one.kind == "person" for one in (a, b)]
    if all(people):
        return _of_people(a, b)
    if any(people):
        kind = (b if people[0] else a).kind
        return [_Found("kinds", f"a person and {'an' if kind[0] == 'o' else 'a'} {kind}")]
    return _of_bodies(a, b)


def _of_people(a: Speaker, b: Speaker) -> list[_Found]:
    """The evidence on two people: against them first, then names, then roles."""
    one, other = _read_alike(a.name, b.name)
    role, served = compare_offices(office_of(a.role, a.affiliation), office_of(b.role, b.affiliation))
    against = _against(a.name, one, b.name, other)
    if against is None and served == "clash" and role != "unknown":
        against = "their countries differ"
    if against is None and role == "clash" and (not (one.first and other.first) or _fields_clash(a, b)):
        against = "their roles clash"
    if against is not None:
        return [_Found("against", against)]
    n_first = bool(one.first) + bool(other.first)
    if n_first < 2 and served == "differ":
        return [_Found("against", "surnames of people in different bodies")]
    # A surname and a country say nothing: many a Kim is of North Korea. Nor does a body hold one Smith only.
    is_body = bool(office_of(None, a.affiliation).body and office_of(None, b.affiliation).body)
    if role != "agree" and ((n_first < 2 and not is_body) or n_first == 0):
        served = "unknown"
    return [*_names(one, other), *_roles(role, served, " of a surname" if n_first < 2 else "")]


def _fields_clash(a: Speaker, b: Speaker) -> bool:
    """Whether the roles belong to two fields of work: people change posts, and seldom these."""
    fields = [office_of(one.role, one.affiliation).fields for one in (a, b)]
    return bool(fields[0] and fields[1] and not fields[0] & fields[1])


def _against(a: str, one: PersonName, b: str, other: PersonName) -> str | None:
    """What rules out that two names are one person's, in words."""
    if not _lasts_agree(a, one, b, other):
        return "their last names differ"
    if not genders_agree(a, one, b, other):
        return "a woman and a man"
    if one.first and other.first:
        if one.suffix != other.suffix:
            return f"{one.suffix or other.suffix} stands after one name only"
        if not _firsts_agree(one, other):
            return "their first names differ"
        if not middles_agree(one, other):
            return "their middle names differ"
    return None


def _lasts_agree(a: str, one: PersonName, b: str, other: PersonName) -> bool:
    if one.last_readings & other.last_readings or last_key(a) == last_key(b) or _is_turned(one, other):
        return True
    return "".join(one.words[1:]) == "".join(other.words[1:]) != ""  # "De Niro", "DeNiro"


def _read_alike(a: str, b: str) -> tuple[PersonName, PersonName]:
    """Two names taken apart, a plain one read as the other is where that tells how.

    "Fayez Sarraj" beside "Fayez al-Sarraj", "Denis Shmygal" beside "Denys Shmyhal".
    """
    one, other = person_name(a), person_name(b)
    for family in _FAMILIES:
        if {one.family, other.family} == {"plain", family} and (
            family == "arabic" or one.first == other.first
        ):
            return person_name(a, family), person_name(b, family)
    return one, other


def _is_turned(one: PersonName, other: PersonName) -> bool:
    """Whether two Chinese or Korean names are one in both orders, each word being a family name."""
    return one.family == other.family == "eastern" and (one.first, one.last) == (other.last, other.first)


def _firsts_agree(one: PersonName, other: PersonName) -> bool:
    """Whether the first names agree, or the words of one name end the other ("López Obrador")."""
    if firsts_agree(one, other) or _is_turned(one, other):
        return True
    short, full = sorted((one.words, other.words), key=len)
    return 1 < len(short) < len(full) and full[-len(short) :] == short


def _names(one: PersonName, other: PersonName) -> list[_Found]:
    """What the parts of two names that go together say."""
    found = []
    if not one.first and not other.first:
        found.append(_Found("no first name", "surnames alone"))
    elif not one.first or not other.first:
        found.append(_Found("one first name", "one of them is a surname alone"))
    else:
        agreement = firsts_agree(one, other)
        if agreement == 1 or _is_turned(one, other):
            found.append(_Found("first names", "first and last names agree"))
        elif len(one.first) == 1 or len(other.first) == 1:
            found.append(_Found("initial", "last names and an initial agree"))
        else:
            found.append(_Found("short form", "one first name is a short form of the other"))
        if one.middle and other.middle:
            found.append(_Found("middle names", "middle names agree"))
    return found


def _roles(role: str, served: str, bare: str) -> list[_Found]:
    """What roles and affiliations say; ``bare`` is the end of the weights' names for a surname alone."""
    found = []
    if role == "agree":
        found.append(_Found(f"role{bare}", "their roles agree"))
    elif role != "unknown":
        found.append(_Found(f"other role{bare}", "their roles differ"))
    if served == "agree":
        found.append(_Found(f"affiliation{bare}", "their affiliations agree"))
    elif served == "differ":
        found.append(_Found("other affiliation", "their affiliations differ"))
    return found


def _of_bodies(a: Speaker, b: Speaker) -> list[_Found]:
    """The evidence on organisations, places, groups and documents."""
    if a.kind != b.kind and not {a.kind, b.kind} <= _BODIES:
        return [_Found("kinds", f"a {min(a.kind, b.kind)} and a {max(a.kind, b.kind)}")]
    one, other = organisation_key(a.name), organisation_key(b.name)
    if one == other:
        return [_Found("body", "one name")]
    countries = [seat_of(name) or (country_of(name) or "") for name in (a.name, b.name)]
    if countries[0] and countries[0] == countries[1]:
        return [_Found("against", f"linked, both speak for {countries[0].title()}, but not one")]
    if is_acronym_of(a.name, b.name) or is_acronym_of(b.name, a.name):
        known = _known_acronym(a.name, b.name)
        return (
            [_Found("against", "the initials stand for another body")]
            if known
            else [_Found("acronym", "one name is the initials of the other")]
        )
    return [_Found("against", "their names differ")]


@lru_cache(maxsize=1_000)
def _known_acronym(one: str, other: str) -> bool:
    """Whether the list of bodies says that the initials stand for another one."""
    return is_listed(min(one, other, key=len))
