"""What rules find between two renderings: the facts that differ, and the findings that a score is made of."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from strategies_statements import renderings

from quotekit.model import Difference
from quotekit.statements.evidence import FINDINGS, compare
from quotekit.statements.rendering import read_rendering


def findings(a: str, b: str) -> dict[str, float]:
    found = compare(read_rendering(a), read_rendering(b))
    return dict(zip(FINDINGS, found.findings, strict=True))


def differences(a: str, b: str) -> tuple[Difference, ...]:
    return compare(read_rendering(a), read_rendering(b)).differences


def test_no_finding_has_the_name_of_another() -> None:
    assert len(set(FINDINGS)) == len(FINDINGS)


@given(renderings, renderings)
@hypothesis_settings(max_examples=300)
def test_findings_are_numbers_that_do_not_depend_on_which_text_comes_first(a: str, b: str) -> None:
    one, other = read_rendering(a), read_rendering(b)
    found, turned = compare(one, other), compare(other, one)
    assert len(found.findings) == len(FINDINGS)
    assert all(map(isfinite, found.findings))
    assert dict(zip(FINDINGS, found.findings, strict=True)) == pytest.approx(
        dict(zip(FINDINGS, turned.findings, strict=True))
    )
    assert sorted(Difference(each.kind, each.b, each.a) for each in turned.differences) == list(
        found.differences
    )


AGAINST = [
    name
    for name in FINDINGS
    if name.endswith(("clash", "missing", "differs", "negated in one", "antonyms", "contrasts", "turned"))
]


@given(renderings)
def test_nothing_speaks_against_a_text_and_itself(text: str) -> None:
    rendering = read_rendering(text)
    found = compare(rendering, rendering)
    values = dict(zip(FINDINGS, found.findings, strict=True))
    assert found.differences == ()
    assert {name: values[name] for name in AGAINST} == dict.fromkeys(AGAINST, 0.0)
    assert values["length ratio"] == values["contents equal"] == 1


@given(renderings)
def test_what_a_rendering_holds_stands_where_it_says(text: str) -> None:
    rendering = read_rendering(text)
    assert len(rendering.lemmas) == len(rendering.words)
    assert [word for word, at in rendering.content.items() if rendering.lemmas[at] != word] == []
    assert rendering.weights.keys() == set(rendering.lemmas) - {""} >= rendering.content.keys()
    assert all(rendering.words[at].text[0].isalnum() for at in rendering.names)


def test_words_of_grammar_figures_and_dates_are_no_content() -> None:
    rendering = read_rendering("On 14 March the ministry told 300 envoys that it would not close the embassy")
    assert list(rendering.content) == ["ministry", "envoy", "close", "embassy"]


def test_a_word_that_comes_again_is_content_once() -> None:
    rendering = read_rendering("the bridge is a bridge too far")
    assert list(rendering.content).count("bridge") == 1
    assert rendering.again == {"bridge": [4]}


def test_names_are_words_in_capitals_and_the_first_word_only_where_it_is_known() -> None:
    rendering = read_rendering("Yesterday Wendell met Falk. Talks went on in Oslo. Moscow agreed")
    assert [rendering.words[at].text for at in rendering.names] == ["Wendell", "Falk", "Oslo", "Moscow"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("eight men died", "ten men died", [("number", "eight", "ten")]),
        ("the talks begin on Monday", "the talks begin on Friday", [("date", "on Monday", "on Friday")]),
        ("we met Kovacs in May", "we met Lindqvist in May", [("name", "Kovacs", "Lindqvist")]),
        ("the army left Izyum", "the army left Kharkiv", [("name", "Izyum", "Kharkiv")]),
        ("he will not sign", "he will sign", [("polarity", "not sign", "sign")]),
        ("exports rose again", "exports fell again", [("direction", "rose", "fell")]),
        ("they met before the talks", "they met after the talks", [("direction", "before", "after")]),
        ("it began on 26 July 1962", "it began on 26 July 1964", [("date", "26 July 1962", "26 July 1964")]),
        ("built in 1896 in Athens", "built in 4896 in Athens", [("number", "1896", "4896")]),
        ("aged 66 and 50, 50 and 46", "aged 66 and 50, 27 and 46", [("number", "50", "27")]),
        ("the talks will end July 27", "the talks will begin July 27", [("direction", "end", "begin")]),
    ],
)
def test_a_fact_that_differs_is_named_with_the_words_of_both(
    a: str, b: str, expected: list[tuple[str, str, str]]
) -> None:
    found = [(one.kind, one.a.removeprefix("on "), one.b.removeprefix("on ")) for one in differences(a, b)]
    assert found == [(kind, x.removeprefix("on "), y.removeprefix("on ")) for kind, x, y in expected]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("eight men died", "8 men died"),
        ("1.2 million people voted", "1,200,000 people voted"),
        ("the talks begin on 1 November", "the talks begin on Nov. 1"),
        ("we met Araghchi in May", "we met Araqchi in May"),
        ("the army left Kupyansk", "the army left Kupiansk"),
        ("the French envoy left", "the envoy of France left"),
        ("he will not sign", "he won't sign"),
        ("exports rose again", "exports grew again"),
        ("the child was not injured", "the child was unharmed"),
        ("we met Artem Suvorov in May", "we met Artyom Suvorov in May"),
        ("the US left in May", "the United States left in May"),
        ("the Rostov Region burned", "the Rostov Oblast burned"),
        ("two vehicles burned. No more is known.", "two vehicles burned"),
    ],
)
def test_one_fact_in_two_forms_is_no_difference(a: str, b: str) -> None:
    assert differences(a, b) == ()


def test_a_number_that_one_text_leaves_out_is_missing_and_does_not_clash() -> None:
    found = findings("eight diplomats left", "diplomats left")
    assert (found["numbers clash"], found["numbers missing"], found["numbers agree"]) == (0, 1, 0)
    found = findings("eight diplomats left", "ten diplomats left")
    assert (found["numbers clash"], found["numbers missing"], found["numbers agree"]) == (1, 0, 0)


def test_what_a_text_says_again_is_no_number_of_its_own() -> None:
    found = findings("the 5 men left, and those 5 came back", "the 5 men left and came back")
    assert (found["numbers clash"], found["numbers missing"], found["numbers agree"]) == (0, 0, 1)


def test_what_an_outlet_adds_may_deny_something() -> None:
    found = findings(
        "two vehicles were hit by lightning. Other details are not given", "lightning hit two vehicles"
    )
    assert found["parity differs"] == 0
    assert findings("lightning did not hit two vehicles", "lightning hit two vehicles")["parity differs"] == 1


def test_relative_dates_are_read_from_the_day_of_print() -> None:
    today = read_rendering("the talks begin today", published="2024-05-02")
    for day, clashes in (("2024-05-01", 0), ("2024-05-02", 1)):
        tomorrow = read_rendering("the talks begin tomorrow", published=day)
        found = dict(zip(FINDINGS, compare(tomorrow, today).findings, strict=True))
        assert (found["dates clash"], found["dates agree"]) == (clashes, 1 - clashes)


def test_a_report_that_denies_turns_the_polarity() -> None:
    claimed = read_rendering("the ministry sold arms")
    denied = read_rendering("the ministry sold arms", denied=True)
    place = FINDINGS.index("parity differs")
    assert compare(claimed, denied).findings[place] == 1
    assert compare(denied, denied).findings[place] == 0
    negative = read_rendering("the ministry did not sell arms")
    assert compare(denied, negative).findings[place] == 0


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We saw apple beat Samsung again.", "We saw Samsung beat Apple again."),
        ("They say turkey hit Poland hard.", "They say Poland hit Turkey hard."),
        ("We saw Turkey help Poland", "We saw Poland help Turkey"),
    ],
)
def test_a_word_that_is_a_name_in_one_text_alone_counts_the_same_either_way(a: str, b: str) -> None:
    assert findings(a, b) == findings(b, a)


def test_many_names_that_change_places_count_as_often_as_anything() -> None:
    names = ["Anna", "Bert", "Carl", "Dora", "Emil", "Fritz", "Gerd", "Hans"]
    found = findings(" beat ".join(["We saw", *names]), " beat ".join(["We saw", *names[::-1]]))
    assert found["names in one place"] == 3


def test_names_in_the_other_order_are_turned() -> None:
    assert findings("we saw Turkey help Poland", "we saw Poland help Turkey")["names turned"] == 1
    assert findings("we saw Turkey help Poland", "we saw Turkey helping Poland")["names turned"] == 0


def test_words_that_are_all_shared_cover_both_texts() -> None:
    found = findings("the flooded bridge was closed", "they closed the flooded bridge")
    assert found["words shared"] == found["words covered least"] == found["weight covered least"] == 1
    found = findings("the flooded bridge was closed", "the harvest failed")
    assert found["words shared"] == found["words covered most"] == found["weight covered most"] == 0


def test_the_shorter_text_may_be_covered_where_the_longer_is_not() -> None:
    found = findings("the bridge was closed", "the bridge was closed while engineers measured the damage")
    assert found["words covered most"] == 1
    assert found["words covered least"] < 0.6


def test_empty_texts_can_be_compared() -> None:
    found = findings("", "…")
    assert all(map(isfinite, found.values()))
    assert found["length ratio"] == 1
