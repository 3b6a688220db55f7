"""Where a quote stands in a transcript: the cases of tests/cases/verify.jsonl, errors, properties."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import texts

from quotekit.errors import UsageError
from quotekit.model import Article, Quote, Quotes, Segment, TextSpan
from quotekit.statements.records import Match
from quotekit.statements.transcripts import read_words
from quotekit.statements.verify import verify

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "verify.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


def shown(match: Match) -> tuple[str, list[str], list[list[str]]]:
    return match.kind, [span.text for span in match.spans], [list(pair) for pair in match.differences]


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_a_quote_stands_where_and_as_a_reader_finds_it(case: dict[str, Any]) -> None:
    match = verify(case["quote"], case["transcript"])
    assert shown(match) == (case["kind"], case["spans"], case["differences"]), match
    assert case.get("reason", "") in match.reason


def test_no_two_cases_share_a_label() -> None:
    assert [label for label, n in Counter(case["label"] for case in CASES).items() if n > 1] == []


def spans_of(text: str, *parts: str) -> tuple[TextSpan, ...]:
    return tuple(TextSpan.of(text, text.index(part), text.index(part) + len(part)) for part in parts)


REPORT = "He called the ruling “a gift to smugglers”, and the court said it “will be read with care”."
MIXED = Quote(
    "mixed",
    content=spans_of(
        REPORT, "the ruling “a gift to smugglers”, and the court said it “will be read with care”"
    ),
    verbatim=spans_of(REPORT, "a gift to smugglers", "will be read with care"),
)


def test_of_a_mixed_quote_the_parts_in_marks_are_checked() -> None:
    text = "This is a gift to smugglers. I do not say more. Our verdict will be read with care."
    match = verify(MIXED, text)
    assert shown(match) == ("verbatim", ["a gift to smugglers", "will be read with care"], [])
    assert match.reason.startswith("the parts in marks: ")


def test_a_changed_part_alters_a_mixed_quote() -> None:
    text = "This is a present to smugglers. Our verdict will be read with care."
    match = verify(MIXED, text)
    assert (match.kind, match.differences) == ("altered", (("gift", "present"),))


def test_the_parts_of_a_mixed_quote_may_stand_in_another_order() -> None:
    text = "Our verdict will be read with care. This is a gift to smugglers."
    match = verify(MIXED, text)
    assert shown(match) == ("verbatim", ["will be read with care", "a gift to smugglers"], [])
    assert "another order" in match.reason


def test_a_direct_quote_in_pieces_is_the_words_of_all_of_them() -> None:
    report = "“We stay,” she said, “for now.”"
    quote = Quote("direct", content=spans_of(report, "We stay,", "for now."))
    assert shown(verify(quote, "We stay for now, and then we go.")) == ("verbatim", ["We stay for now"], [])


def test_an_interruption_may_hide_words_left_out() -> None:
    report = "“We stay,” she said, “for now.”"
    quote = Quote("direct", content=spans_of(report, "We stay,", "for now."))
    match = verify(quote, "We stay with our friends for now, and then we go.")
    assert shown(match) == ("shortened", ["We stay", "for now"], [])
    assert "where the report breaks in" in match.reason


def test_a_segment_is_checked_by_its_text() -> None:
    segment = Segment((TextSpan(7, 16, "we go now"),))
    assert verify(segment, "And then we go now.").kind == "verbatim"


@pytest.mark.parametrize("wrapped", [Article("So we go now."), Quotes(Article("So we go now."))])
def test_an_article_is_read_by_its_text(wrapped: Article | Quotes) -> None:
    assert verify("we go now", wrapped).spans == (TextSpan(3, 12, "we go now"),)


@pytest.mark.parametrize("quote", ["", " … ", "“”", "[…]"])
def test_a_quote_without_a_word_is_a_usage_error(quote: str) -> None:
    with pytest.raises(UsageError, match=r"needs a word.*give what was said"):
        verify(quote, "We go now.")


def test_a_refusal_without_content_is_a_usage_error() -> None:
    refusal = Quote("indirect", content=(), cue=(TextSpan(0, 8, "declined"),), act="refusal")
    with pytest.raises(UsageError, match="needs a word"):
        verify(refusal, "We go now.")


@pytest.mark.parametrize("quote", [None, 7, ["we go"]])
def test_another_type_than_a_quote_is_a_usage_error(quote: Any) -> None:
    with pytest.raises(UsageError, match="a Quote, a Segment or a string"):
        verify(quote, "We go now.")


def test_another_type_than_a_text_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="a string, an Article or Quotes"):
        verify("we go", b"We go now.")  # type: ignore[arg-type]


def test_a_report_of_absence_names_the_nearest_place() -> None:
    text = "Nobody came. The goat ate the ballot papers."
    match = verify("the goat won the race against three horses", text)
    assert match.kind == "absent"
    assert "nearest, at 13: “The goat" in match.reason


def test_pieces_far_apart_are_joined_at_an_ellipsis() -> None:
    middle = " ".join(f"Item{number} was read out." for number in range(300))
    text = f"The first lamp went out at nine. {middle} The last lamp went out at ten."
    match = verify("The first lamp went out at nine … The last lamp went out at ten", text)
    assert [span.text for span in match.spans] == [
        "The first lamp went out at nine",
        "The last lamp went out at ten",
    ]
    assert match.kind == "shortened"


NAMES = [
    f"{first}{second}"
    for first in ("bal", "cor", "dun", "fel", "gim", "hak")
    for second in ("ta", "vo", "ri")
]
plain_words = st.lists(st.sampled_from(NAMES), min_size=6, max_size=60)
distinct_words = st.permutations(NAMES)


@given(
    st.lists(st.sampled_from([*NAMES, "Zürich", "1,200", "don’t", "U.S.", "—", "“", ".\n"]), min_size=1),
    st.data(),
)
def test_any_words_in_a_row_verify_at_their_exact_place(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    places = read_words(text).spans
    assume(places)
    first = data.draw(st.integers(0, len(places) - 1))
    last = data.draw(st.integers(first, len(places) - 1))
    start, end = places[first][0], places[last][1]
    match = verify(text[start:end], text)
    assert (match.kind, match.score, match.differences) == ("verbatim", 1.0, ())
    (span,) = match.spans
    assert read_words(span.text).forms == read_words(text[start:end]).forms
    assert (span.start, span.end) <= (start, end)
    assert text[span.start : span.end] == span.text


@given(distinct_words, st.integers(3, 8), st.integers(1, 6), st.integers(9, 15))
def test_inner_words_left_out_give_a_shortened_quote(words: list[str], cut: int, n: int, length: int) -> None:
    assume(cut + n < length)
    text = " ".join(words)
    quote = " ".join([*words[:cut], "…", *words[cut + n : length]])
    match = verify(quote, text)
    assert shown(match) == ("shortened", [" ".join(words[:cut]), " ".join(words[cut + n : length])], [])


@given(distinct_words, st.integers(0, 17))
def test_a_word_replaced_gives_an_altered_quote_with_that_pair(words: list[str], at: int) -> None:
    quote = " ".join([*words[:at], "zebra", *words[at + 1 :]])
    match = verify(quote, " ".join(words))
    assert shown(match) == ("altered", [" ".join(words)], [["zebra", words[at]]])


@given(distinct_words, st.integers(1, 17))
def test_a_word_put_in_gives_an_altered_quote_with_that_word(words: list[str], at: int) -> None:
    quote = " ".join([*words[:at], "zebra", *words[at:]])
    match = verify(quote, " ".join(words))
    assert (match.kind, match.differences) == ("altered", (("zebra", ""),))


@given(st.one_of(texts, plain_words.map(" ".join)), st.one_of(texts, plain_words.map(" ".join)))
def test_any_pair_of_texts_gives_a_match_whose_spans_slice_back(quote: str, text: str) -> None:
    assume(read_words(quote).forms)
    match = verify(quote, text)
    assert all(text[span.start : span.end] == span.text for span in match.spans)
    assert list(match.spans) == sorted(match.spans)
    assert (match.kind == "absent") == (not match.spans)
    assert (match.kind == "verbatim") == (match.score == 1.0)
    assert match.reason
