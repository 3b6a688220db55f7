"""Who may have said one statement, and when: organisations, spokespeople, capitals, strangers, dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_records import articles, speakers

from quotekit.model import Speaker, SpeakerKind
from quotekit.names import name_key
from quotekit.settings import STATEMENT_DAYS
from quotekit.statements.gate import Gate, days_apart, is_too_far, speakers_agree
from quotekit.statements.units import Unit


def who(
    name: str, kind: SpeakerKind = "person", *, role: str | None = None, of: str | None = None
) -> Speaker:
    return Speaker(name, kind, name_key(name), role=role, affiliation=of)


LAVROV = who("Sergei Lavrov", role="Russian foreign minister")
ZAKHAROVA = who("Maria Zakharova", role="spokeswoman", of="Foreign Ministry")


def unit(speaker: Speaker | None = None, published: str | None = None) -> Unit:
    return Unit("the talks go on", ("a", 0, 0), speaker=speaker, published=published)


def agree(a: Speaker | None, b: Speaker | None) -> Gate:
    found = speakers_agree(unit(a), unit(b))
    assert speakers_agree(unit(b), unit(a)) == found
    return found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (LAVROV, LAVROV),
        (LAVROV, who("Sergey Lavrov")),
        (who("NATO", "organisation"), who("NATO", "organisation")),
        (who("Foreign Ministry", "organisation"), ZAKHAROVA),
        (who("Rotorix", "organisation"), who("Ines Falk", role="chief executive", of="Rotorix")),
        (who("International Atomic Energy Agency", "organisation"), who("Rafael Grossi", of="IAEA")),
        (who("IAEA", "organisation"), who("Rafael Grossi", of="International Atomic Energy Agency")),
        (who("Moscow", "place"), LAVROV),
        (who("Kremlin", "organisation"), who("Russia", "place")),
        (who("Moscow", "place"), who("Russia", "place")),
    ],
)
def test_one_voice_may_go_by_two_names(a: Speaker, b: Speaker) -> None:
    assert agree(a, b) in {"same", "tied"}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (LAVROV, who("Antony Blinken")),
        (LAVROV, who("Anna Lavrova")),
        # Two people of one body are two officials, whoever they speak for.
        (ZAKHAROVA, LAVROV),
        (ZAKHAROVA, who("Alexei Zaitsev", role="spokesman", of="Foreign Ministry")),
        (who("Defence Ministry", "organisation"), ZAKHAROVA),
        (who("Rotorix", "organisation"), who("Ines Falk", role="chief executive", of="Volvo")),
        (who("Rotorix", "organisation"), who("Ines Falk")),
        (who("Kyiv", "place"), LAVROV),
        (who("Kyiv", "place"), who("Moscow", "place")),
        (who("NATO", "organisation"), who("OSCE", "organisation")),
    ],
)
def test_two_voices_stay_two(a: Speaker, b: Speaker) -> None:
    assert agree(a, b) == "other"


def test_a_surname_alone_may_be_anybodys_of_that_name() -> None:
    assert agree(who("Ursula Hartmann"), who("Hartmann")) == "unknown"
    assert agree(who("Ursula Hartmann"), who("Ursula")) == "other"
    assert agree(who("Ursula Hartmann"), who("Falk")) == "other"


def test_who_is_not_named_may_be_anybody() -> None:
    assert agree(None, LAVROV) == agree(None, None) == "unknown"


@given(st.data())
def test_speakers_agree_the_same_either_way_and_with_themselves(data: st.DataObject) -> None:
    text = data.draw(articles).text
    a, b = data.draw(speakers(text)), data.draw(speakers(text))
    assert agree(a, a) == "same"
    agree(a, b)


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("2024-05-01", "2024-05-01T23:59:59Z", 0),
        ("2024-02-28", "2024-03-01", 2),
        ("2024-03-01", "2023-03-01", 366),
        ("2024-05-01", None, 0),
        ("2024-05-01", "in May", 0),
        ("2024-05-01", "2024-13-01", 0),
        ("2024-05-01", "", 0),
    ],
)
def test_days_are_counted_between_dates_that_are_known(a: str, b: str | None, days: int) -> None:
    assert days_apart(unit(published=a), unit(published=b)) == days
    assert days_apart(unit(published=b), unit(published=a)) == days


def test_the_last_day_of_the_window_is_inside() -> None:
    first = unit(published="2024-05-01")
    assert STATEMENT_DAYS == 30
    assert not is_too_far(first, unit(published="2024-05-31"))
    assert is_too_far(first, unit(published="2024-06-01"))
    assert not is_too_far(first, unit())
