"""Whether two units may be one statement by who said them and when they were printed."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from quotekit.days import day_of
from quotekit.model import Speaker
from quotekit.names import fold_name, last_key, same_speaker
from quotekit.names.offices import office_of
from quotekit.names.organisations import country_of, is_acronym_of, organisation_key, seat_of
from quotekit.settings import SAME_SPEAKER, STATEMENT_DAYS
from quotekit.statements.units import Unit

__all__ = ["Gate", "days_apart", "is_too_far", "speakers_agree"]

Gate = Literal["same", "tied", "unknown", "other"]
_Facts = tuple[str, str, str | None, str | None]


def speakers_agree(a: Unit, b: Unit) -> Gate:
    """Whether two units have one speaker; "unknown" where one of them names nobody.

    An organisation and who speaks for it are "tied", and so are a capital and its minister: their words may
    be one statement. Two people of one organisation are others.
    """
    if a.speaker is None or b.speaker is None:
        return "unknown"
    one, other = sorted(
        (_facts(a.speaker), _facts(b.speaker)), key=lambda facts: tuple(x or "" for x in facts)
    )
    return _compare(one, other)


def _facts(speaker: Speaker) -> _Facts:
    return speaker.name, speaker.kind, speaker.role, speaker.affiliation


@lru_cache(maxsize=1 << 17)
def _compare(one: _Facts, other: _Facts) -> Gate:
    a, b = (Speaker(name, kind, "", role=role, affiliation=body) for name, kind, role, body in (one, other))  # type: ignore[arg-type]
    if fold_name(a.name) == fold_name(b.name) and a.kind == b.kind:
        return "same"
    if same_speaker(a, b).score >= SAME_SPEAKER:
        return "same"
    if a.kind == b.kind == "person" and _is_surname_of(a.name, b.name):
        return "unknown"
    for person, body in ((a, b), (b, a)):
        if person.kind == "person" and body.kind != "person" and _speaks_for(person, body):
            return "tied"
    if "person" not in (a.kind, b.kind) and _one_government(a.name, b.name):
        return "same"
    return "other"


def _is_surname_of(a: str, b: str) -> bool:
    """Whether one name is no more than the other's last word: an article may leave the first name out."""
    return len(fold_name(min(a, b, key=len)).split()) == 1 and last_key(a) == last_key(b)


def _speaks_for(person: Speaker, body: Speaker) -> bool:
    """Whether a person's role or affiliation ties them to a body: "Rotorix" and its chief executive."""
    said = " ".join(part for part in (person.role, person.affiliation) if part)
    if not said:
        return False
    office = office_of(person.role, person.affiliation)
    country = _country(body.name)
    if country is not None:
        return country in office.countries
    key, words = organisation_key(body.name), fold_name(said)
    return (
        (
            bool(key)
            and (
                key == office.body
                or f" {key} " in f" {words} "
                or f" {fold_name(body.name)} " in f" {words} "
            )
        )
        or (bool(person.affiliation) and is_acronym_of(body.name, person.affiliation or ""))
        or (bool(person.affiliation) and is_acronym_of(person.affiliation or "", body.name))
    )


def _one_government(a: str, b: str) -> bool:
    """Whether two names stand for one government: "Moscow", "the Kremlin", "Russia"."""
    return _country(a) is not None and _country(a) == _country(b)


@lru_cache(maxsize=20_000)
def _country(name: str) -> str | None:
    return seat_of(name) or country_of(name)


def days_apart(a: Unit, b: Unit) -> int:
    """The days between the dates of two units; 0 where one is not known."""
    one, other = _day(a.published), _day(b.published)
    return 0 if one is None or other is None else abs(one - other)


def is_too_far(a: Unit, b: Unit) -> bool:
    """Whether two units were printed too far apart to be one statement."""
    return days_apart(a, b) > STATEMENT_DAYS


@lru_cache(maxsize=20_000)
def _day(published: str | None) -> int | None:
    """The day of an ISO date, with or without a time; `None` for what is none."""
    day = day_of((published or "")[:10])
    return None if day is None else day.toordinal()
