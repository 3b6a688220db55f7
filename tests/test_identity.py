"""Whether two speakers are one: the table of names, calibration, reasons, aliases."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_names import KINDS, NAMES

from quotekit.errors import FormatError, InputError, UsageError
from quotekit.model import Speaker
from quotekit.names import read_aliases, same_speaker
from quotekit.reliability import calibration_error, reliability

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "names.jsonl").read_text(encoding="utf-8").splitlines()
]
# What the systems named in the table are, and where they are set down.
SYSTEMS = {
    "BGN/PCGN 1947": "romanization of Russian by the US Board on Geographic Names and the British PCGN, 1947",
    "GOST R 52535.1 (passports 2010)": "Russian standard of passports, 2006, in use since 2010",
    "ISO 9:1995": "transliteration of Cyrillic characters, letter for letter",
    "ALA-LC": "romanization tables of the American Library Association and the Library of Congress",
    "German (Duden)": "Duden, transcription of Russian",
    "French press": "usage of French papers and agencies",
    "Polish (PWN)": "rules of the PWN orthographic dictionary, 1997",
    "Ukrainian national 2010": "resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010",
    "Belarusian national 2007 and Russian": "instruction on geographic names, 2000, amended in 2007",
    "pinyin, either order": "Hanyu Pinyin, ISO 7098",
    "Wade-Giles and pinyin": "Wade 1859, Giles 1892, as papers used them until 1979",
    "Korean: hyphen, order, McCune-Reischauer, Revised Romanization": "McCune-Reischauer 1937; Revised 2000",
    "Arabic, several systems": "ALA-LC, BGN/PCGN 1956, and the usage of English, French and German papers",
    "Persian, several systems": "ALA-LC, BGN/PCGN 1958, and the usage of agencies",
}


def speaker_of(value: str | dict[str, Any]) -> Speaker:
    fields = {"name": value} if isinstance(value, str) else value
    return Speaker(**{"kind": "person", "key": "", **fields})


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_two_names_are_one_speaker_or_two(case: dict[str, Any]) -> None:
    verdict = same_speaker(speaker_of(case["a"]), speaker_of(case["b"]))
    assert verdict.same is case["same"], verdict


@pytest.mark.parametrize("which", ["tuned", "held", "fresh"])
def test_no_two_of_the_table_are_merged_and_few_are_missed(which: str) -> None:
    cases = [case for case in CASES if case["set"] == which]
    said = [same_speaker(speaker_of(case["a"]), speaker_of(case["b"])).same for case in cases]
    counts = Counter((case["same"], same) for case, same in zip(cases, said, strict=True))
    assert counts[False, True] == 0
    assert counts[True, True] >= 0.95 * (counts[True, True] + counts[True, False])


def test_the_scores_on_the_table_are_probabilities() -> None:
    scores = [same_speaker(speaker_of(case["a"]), speaker_of(case["b"])).score for case in CASES]
    assert calibration_error(reliability(scores, [case["same"] for case in CASES])) <= 0.05


def test_the_table_is_large_and_states_its_systems() -> None:
    assert len(CASES) >= 300
    assert min(Counter(case["same"] for case in CASES).values()) >= 150
    assert {case["system"] for case in CASES} >= SYSTEMS.keys()


def test_no_two_pairs_share_a_label() -> None:
    assert [label for label, n in Counter(case["label"] for case in CASES).items() if n > 1] == []


SPEAKERS = st.builds(
    Speaker,
    name=NAMES,
    kind=st.sampled_from(KINDS),
    key=st.just(""),
    role=st.none()
    | st.sampled_from(["foreign minister", "Russian president", "goalkeeper", "former judge", ""]),
    affiliation=st.none() | st.sampled_from(["Russia", "NATO", "the State Department", "United Nations", ""]),
)


@given(SPEAKERS, SPEAKERS)
def test_the_order_of_two_speakers_does_not_matter(one: Speaker, other: Speaker) -> None:
    assert same_speaker(one, other) == same_speaker(other, one)


@pytest.mark.parametrize("name", ["Sergei Lavrov", "Xi Jinping", "Donald Trump Jr.", "Mohammed bin Salman"])
def test_a_full_name_is_one_with_itself(name: str) -> None:
    verdict = same_speaker(Speaker(name, "person", ""), Speaker(name, "person", ""))
    assert verdict.same
    assert verdict.score > 0.9


def test_a_capital_is_linked_to_its_government_and_not_merged() -> None:
    verdict = same_speaker(Speaker("Moscow", "place", ""), Speaker("the Kremlin", "place", ""))
    assert not verdict.same
    assert verdict.reasons == ("linked, both speak for Russia, but not one",)


def test_an_alias_makes_two_names_one() -> None:
    aliases = read_aliases({"MBS": "Mohammed bin Salman"})
    one, other = Speaker("MBS", "person", ""), Speaker("Mohammed bin Salman", "person", "")
    assert not same_speaker(one, other).same
    assert same_speaker(one, other, aliases=aliases).same


@pytest.mark.parametrize(
    ("file", "text"),
    [("a.json", '{"the Iron Lady": "Margaret Thatcher"}'), ("a.csv", "the Iron Lady,Margaret Thatcher\n")],
)
def test_aliases_are_read_from_a_file(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert read_aliases(tmp_path / file).name_of("Iron Lady") == "Margaret Thatcher"
    assert read_aliases(tmp_path / file).name_of("Margaret Thatcher") is None


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("a.json", "[1]", "give one object, alias to name"),
        ("a.json", "{", "are no JSON"),
        ("a.json", '{"a": 1}', "give two names"),
        ("a.csv", "a,b,c\n", "row 1 of .* has 3 columns"),
        ("a.csv", "a, \n", "give two names"),
    ],
)
def test_a_broken_file_of_aliases_says_what_was_wrong(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        read_aliases(tmp_path / file)


def test_a_file_of_aliases_that_is_absent_and_a_bad_mapping_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read the aliases"):
        read_aliases(tmp_path / "none.json")
    with pytest.raises(UsageError, match="aliases map a name"):
        read_aliases({"": "x"})
