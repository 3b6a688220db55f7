"""One speaker or two: names, roles, affiliations and aliases weighed against each other. No spaCy."""

from __future__ import annotations

from functools import lru_cache
from math import exp

from attrs import evolve, frozen

from quotekit.model import Speaker, SpeakerKind, Verdict
from quotekit.names.aliases import Aliases
from quotekit.names.comparing import firsts_agree, genders_agree, middles_agree
from quotekit.names.offices import compare_offices, office_of
from quotekit.names.organisations import country_of, is_acronym_of, organisation_key, seat_of
from quotekit.names.people import PersonName, last_key, person_name
from quotekit.settings import SAME_SPEAKER, SPEAKER_WEIGHTS

__all__ = ["evidence_of", "same_speaker"]

_BODIES: frozenset[SpeakerKind] = frozenset({"organisation", "place", "group"})


@frozen
class _Found:
    """One piece of evidence: the name of its weight, and what it is in words."""

    weight: str
    reason: str


def same_speaker(a: Speaker, b: Speaker, *, aliases: Aliases | None = None) -> Verdict:
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
    one, other = person_name(a.name), person_name(b.name)
    role, served = compare_offices(office_of(a.role, a.affiliation), office_of(b.role, b.affiliation))
    against = _against(a.name, one, b.name, other)
    if against is None and served == "clash" and role != "unknown":
        against = "their countries differ"
    if against is None and role == "clash" and (not (one.first and other.first) or _fields_clash(a, b)):
        against = "their roles clash"
    if against is not None:
        return [_Found("against", against)]
    return [*_names(one, other), *_roles(role, served, is_bare=not (one.first and other.first))]


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
    if one.last_readings & other.last_readings or last_key(a) == last_key(b):
        return True
    return "".join(one.words[1:]) == "".join(other.words[1:]) != ""  # "De Niro", "DeNiro"


def _firsts_agree(one: PersonName, other: PersonName) -> bool:
    """Whether the first names agree, or the words of one name end the other ("López Obrador")."""
    if firsts_agree(one, other):
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
        if agreement == 1:
            found.append(_Found("first names", "first and last names agree"))
        elif len(one.first) == 1 or len(other.first) == 1:
            found.append(_Found("initial", "last names and an initial agree"))
        else:
            found.append(_Found("short form", "one first name is a short form of the other"))
        if one.middle and other.middle:
            found.append(_Found("middle names", "middle names agree"))
    return found


def _roles(role: str, served: str, *, is_bare: bool) -> list[_Found]:
    """What roles and affiliations say; more where a name is a surname alone."""
    found = []
    bare = " of a surname" if is_bare else ""
    if role == "agree":
        found.append(_Found(f"role{bare}", "their roles agree"))
    elif role != "unknown":
        found.append(_Found(f"other role{bare}", "their roles differ"))
    if served == "agree":
        found.append(_Found(f"affiliation{bare}", "their affiliations agree"))
    elif served == "differ":
        found.append(_Found(f"other affiliation{bare}", "their affiliations differ"))
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
    short = min(one, other, key=len)
    return organisation_key(short) != "".join(short.casefold().split()).replace(".", "")
