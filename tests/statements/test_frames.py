"""Frames around bare renderings: what says no more than that something was said, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_statements import renderings

from quotekit.statements.frames import core_of


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("The spokesman noted that the causes are unclear.", "the causes are unclear."),
        ("He added: the bridge will stay closed.", "the bridge will stay closed."),
        ("According to him, the bridge will stay closed.", "the bridge will stay closed."),
        ("In her words, nobody asked for the money.", "nobody asked for the money."),
        ("It was noted that prices rose again.", "prices rose again."),
        ("As the agency was told, prices rose again.", "prices rose again."),
        ("The ministry said prices rose again.", "prices rose again."),
        ("“Prices rose again,” he added.", "“Prices rose again"),
        ("“The ministry said that prices rose again.”", "prices rose again.”"),
        ("Prices rose again, the statement said.", "Prices rose again"),
        ("Prices rose again, according to officials.", "Prices rose again"),
    ],
)
def test_a_frame_that_names_nobody_is_left_out(text: str, core: str) -> None:
    assert text[slice(*core_of(text))] == core


@pytest.mark.parametrize(
    "text",
    [
        "Minister Falk noted that the causes are unclear.",
        "Prices rose again, Wendell said.",
        "According to Reuters, prices rose again.",
        "the Kremlin said that prices rose again.",
        "The spokesman did not say that the causes are unclear.",
        "It was not reported that anybody was hurt.",
        "He said so.",
        "The report of the commission is out today.",
        "The mayor told reporters.",
        "He said no to the plan for the bridge.",
        "The state of the bridge, which engineers noted, is poor.",
        "The man who said he killed three dogs was held.",
        "The two states that border Russia will close the bridge.",
        "The latest reports that the mayor resigned are false.",
        "The number of people who say prices rise has doubled.",
        "Some southern states, Texas among them, will close.",
        "The only statement that matters is the vote.",
        "Twelve people were killed, the highest toll reported.",
    ],
)
def test_what_names_somebody_or_says_more_stays(text: str) -> None:
    assert core_of(text) == (0, len(text))


FRAMES = ["He said that ", "The ministry added: ", "It was noted that ", "According to officials, "]


@given(st.sampled_from(FRAMES), renderings)
def test_what_is_left_of_a_framed_text_is_a_statement(frame: str, text: str) -> None:
    core = (frame + text)[slice(*core_of(frame + text))]
    assert len(core.split()) >= min(3, len((frame + text).split()))
    assert core in frame + text
