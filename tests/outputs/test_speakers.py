"""The speakers of a corpus as a table and as JSON."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quotekit.outputs.speakers import rank_speakers, render_speakers, speaker_to_dict, speaker_to_line
from quotekit.speaker_records import KnownSpeaker, Merge

LAVROV = KnownSpeaker(
    "sergei-lavrov",
    "Sergei Lavrov",
    "person",
    3,
    ("a", "b"),
    names=(("Sergei Lavrov", 2), ("Sergey Lavrov", 1)),
    roles=(("foreign minister", 3),),
    affiliations=(("Russia", 2),),
    link="Q58217",
    linked=("russia",),
    possible=("lavrov",),
    merges=(Merge("lavrov", ("Lavrov",), "surname and role agree", 0.9),),
)
NATO = KnownSpeaker("nato", "NATO", "organisation", 1, ("a",), names=(("NATO", 1),))


def words_of(shown: str) -> list[str]:
    return re.findall(r"\w+", shown)


def test_a_row_has_name_kind_counts_roles_and_other_spellings() -> None:
    row = render_speakers([LAVROV], width=120).splitlines()[4]
    assert re.split(r"\s{2,}", row.strip()) == [
        "Sergei Lavrov",
        "person",
        "3",
        "2",
        "foreign minister; Russia",
        "Sergey Lavrov",
    ]


def test_the_heading_counts_speakers_and_quotes() -> None:
    assert render_speakers([LAVROV, NATO]).startswith("2 speakers · 4 quotes\n")
    assert render_speakers([NATO]).startswith("1 speaker · 1 quote\n")


def test_the_last_line_counts_the_unnamed_where_there_are_any() -> None:
    assert render_speakers([NATO], n_unnamed=12).splitlines()[-1] == "no name: 12"
    assert "no name" not in render_speakers([NATO])


def test_no_speakers_at_all_are_said_to_be_none() -> None:
    assert render_speakers([]) == "no speakers\n"


def test_the_most_quoted_come_first_and_equals_by_name() -> None:
    few = KnownSpeaker("a", "Ann", "person", 1)
    assert rank_speakers([NATO, few, LAVROV]) == [LAVROV, few, NATO]


def test_of_many_forms_the_commonest_are_shown_and_the_rest_counted() -> None:
    many = KnownSpeaker("a", "Ann", "person", 9, roles=tuple((f"role {n}", 1) for n in range(7)))
    assert "role 0, role 1, role 2, role 3, and 3 more" in " ".join(
        render_speakers([many], width=200).split()
    )


@pytest.mark.parametrize("width", [20, 40, 63, 64, 80, 200])
def test_a_narrow_table_is_wrapped_and_nothing_is_left_out(width: int) -> None:
    shown = render_speakers([LAVROV, NATO], n_unnamed=3, width=width)
    assert max(map(cell_len, shown.splitlines())) <= width
    for text in ("Sergei Lavrov", "person", "foreign minister", "Russia", "Sergey Lavrov"):
        assert set(text) <= set(shown)


def test_a_narrow_terminal_gets_a_list() -> None:
    shown = render_speakers([LAVROV], width=60)
    assert (
        "Sergei Lavrov · person · 3 quotes, 2 articles\n  foreign minister; Russia\n  also as Sergey Lavrov\n"
        in shown
    )


def test_entries_of_the_list_are_one_blank_line_apart() -> None:
    assert render_speakers([NATO, LAVROV], width=60).splitlines()[4:7] == [
        "",
        "NATO · organisation · 1 quote, 1 article",
        "",
    ]


def test_no_colour_unless_asked_for() -> None:
    assert "\x1b" not in render_speakers([LAVROV])
    assert "\x1b[" in render_speakers([LAVROV], is_coloured=True)


def test_control_characters_and_markup_in_names_are_text() -> None:
    hostile = KnownSpeaker("x", "\x1b[2J[red]Ann", "person", 1, roles=(("a\u202eb", 1),))
    shown = render_speakers([hostile], width=200)
    assert "␛[2J[red]Ann" in shown
    assert "a<U+202E>b" in shown


def test_the_json_has_every_field() -> None:
    assert speaker_to_dict(LAVROV) == {
        "id": "sergei-lavrov",
        "name": "Sergei Lavrov",
        "kind": "person",
        "count": 3,
        "docs": ["a", "b"],
        "names": {"Sergei Lavrov": 2, "Sergey Lavrov": 1},
        "roles": {"foreign minister": 3},
        "affiliations": {"Russia": 2},
        "link": "Q58217",
        "linked": ["russia"],
        "possible": ["lavrov"],
        "merges": [
            {
                "id": "lavrov",
                "names": ["Lavrov"],
                "reason": "surname and role agree",
                "score": 0.9,
                "by_hand": False,
            }
        ],
    }


def test_a_line_is_one_line_for_everybody() -> None:
    line = speaker_to_line(KnownSpeaker("x", "A\u2028B\nC", "person", 1))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["name"] == "A\u2028B\nC"


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
tallies = st.lists(st.tuples(names, st.integers(1, 9)), max_size=6).map(tuple)
known = st.builds(
    KnownSpeaker,
    names,
    names,
    st.sampled_from(["person", "organisation", "place", "group", "document"]),
    st.integers(0, 99),
    names=tallies,
    roles=tallies,
    affiliations=tallies,
)


@given(st.lists(known, max_size=4), st.integers(1, 120), st.booleans())
def test_any_speaker_at_any_width_can_be_shown(
    speakers: list[KnownSpeaker], width: int, is_coloured: bool
) -> None:
    assert render_speakers(speakers, n_unnamed=1, width=width, is_coloured=is_coloured).endswith("\n")
