"""Quotes to JSON and back."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given
from strategies_records import quotes_of_articles

from quotekit.errors import FormatError, TextError
from quotekit.model import Article, Quote, Quotes, Segment, Speaker, TextSpan
from quotekit.outputs.jsonl import from_dict, from_json, from_line, to_dict, to_json, to_line
from quotekit.outputs.shaping import VERSION

TEXT = "Ann said: \"He told me: 'Go!'\""


def span(part: str) -> TextSpan:
    start = TEXT.index(part)
    return TextSpan.of(TEXT, start, start + len(part))


OUTER = Quote(
    "direct",
    [span("He told me: 'Go!'")],
    cue=[span("said")],
    source=[span("Ann")],
    verbatim=[span("He told me: 'Go!'")],
    speaker=Speaker("Ann", "person", "ann", mentions=[span("Ann")]),
    segments=[Segment([span("He told me"), span("Go!")])],
    score=0.9,
    reason="a colon before marks",
)
INNER = Quote("direct", [span("Go!")], cue=[span("told")], source=[span("He")], parent=OUTER)
QUOTES = Quotes(Article(TEXT, id="a.txt", outlet="The Post"), [OUTER, INNER])


def written() -> dict[str, Any]:
    return to_dict(QUOTES)


# -- round trip ------------------------------------------------------------------------------


@given(quotes_of_articles())
@example(QUOTES)
def test_a_document_loads_back_by_itself(quotes: Quotes) -> None:
    assert from_json(to_json(quotes)) == quotes


@given(quotes_of_articles())
@example(QUOTES)
def test_a_line_loads_back_over_its_article(quotes: Quotes) -> None:
    assert from_line(to_line(quotes), quotes.article) == quotes


@given(quotes_of_articles())
@example(Quotes(Article("a\u2028b\x85c\u2029d\re\nf\x1cg", id="a\u2028\x85")))
def test_a_record_is_one_line_for_whoever_cuts_lines(quotes: Quotes) -> None:
    assert len(to_line(quotes).splitlines()) == len(to_json(quotes).splitlines()) == 1


def test_a_line_over_a_bare_text_takes_its_name_from_the_line() -> None:
    assert from_line(to_line(QUOTES), TEXT).article == Article(TEXT, id="a.txt")


# -- the shape -------------------------------------------------------------------------------


def test_the_line_has_the_shape_that_the_scorers_read() -> None:
    assert json.loads(to_line(Quotes(QUOTES.article, [OUTER]))) == {
        "version": 1,
        "doc": "a.txt",
        "quotes": [
            {
                "kind": "direct",
                "content": [[11, 28]],
                "cue": [[4, 8]],
                "source": [[0, 3]],
                "verbatim": [[11, 28]],
                "speaker": {
                    "name": "Ann",
                    "kind": "person",
                    "key": "ann",
                    "role": None,
                    "affiliation": None,
                    "mentions": [[0, 3]],
                    "via": None,
                    "score": 1.0,
                    "reason": "",
                },
                "via": None,
                "act": "speech",
                "negated": False,
                "parent": None,
                "segments": [[[11, 21], [24, 27]]],
                "score": 0.9,
                "reason": "a colon before marks",
            }
        ],
    }


def test_the_document_holds_its_article() -> None:
    assert written()["article"] == {
        "text": TEXT,
        "id": "a.txt",
        "outlet": "The Post",
        "published": None,
        "title": None,
        "url": None,
    }


def test_an_unknown_speaker_is_null() -> None:
    assert written()["quotes"][1]["speaker"] is None


def test_a_parent_is_a_position_in_the_list() -> None:
    assert [quote["parent"] for quote in written()["quotes"]] == [None, 0]


def test_a_parent_is_found_by_its_place_when_the_list_holds_a_later_copy() -> None:
    later = evolve(OUTER, speaker=None, score=0.1)
    assert to_dict(Quotes(QUOTES.article, [INNER, later]))["quotes"][0]["parent"] == 1


def test_a_parent_that_was_left_out_gives_way_to_the_one_around_it() -> None:
    innermost = Quote("direct", [span("!")], parent=INNER)
    assert to_dict(Quotes(QUOTES.article, [innermost, OUTER]))["quotes"][0]["parent"] == 1


def test_a_parent_that_was_left_out_with_none_around_it_is_null() -> None:
    assert to_dict(Quotes(QUOTES.article, [INNER]))["quotes"][0]["parent"] is None


def test_a_quote_is_not_its_own_parent_though_the_one_left_out_has_its_words() -> None:
    copy = evolve(INNER, parent=evolve(INNER, score=0.1))
    found = to_dict(Quotes(QUOTES.article, [OUTER, copy]))["quotes"]
    assert [quote["parent"] for quote in found] == [None, 0]


@pytest.mark.parametrize("write", [to_json, to_line])
def test_a_lone_surrogate_is_an_escape_that_any_file_holds(write: Any) -> None:
    quotes = Quotes(Article("half \ud83d", id="\udc80"), [Quote("direct", [TextSpan(5, 6, "\ud83d")])])
    data = json.loads(write(quotes).encode())
    assert data.get("article", {"id": data.get("doc")})["id"] == "\udc80"
    assert data.get("article", {"text": quotes.text})["text"] == quotes.text


def test_text_stays_readable() -> None:
    assert "„ü“" in to_json(Quotes(Article("„ü“")))


def test_keys_that_are_not_known_are_passed_over() -> None:
    data = written() | {"colour": "red"}
    data["quotes"][0]["mood"] = "good"
    assert from_dict(data) == QUOTES


def test_a_line_of_another_tool_needs_kind_and_content_alone() -> None:
    line = {"doc": "x", "quotes": [{"kind": "direct", "content": [[24, 27]]}]}
    assert list(from_line(line, TEXT)) == [Quote("direct", [span("Go!")])]


def test_quotes_nested_very_deep_load_back() -> None:
    n_quotes = 5000
    data = written()
    data["quotes"] = [data["quotes"][0] | {"parent": i + 1} for i in range(n_quotes)]
    data["quotes"][-1]["parent"] = None
    assert len(from_dict(data)) == n_quotes


# -- what does not fit -----------------------------------------------------------------------


def changed(path: str, value: object) -> dict[str, Any]:
    """The document with ``value`` at a path such as "quotes.0.kind"; `...` takes the key away."""
    data = deepcopy(written())
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = data
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("version", VERSION + 1, '"version" is 2, this quotekit reads up to 1: update quotekit'),
        ("version", ..., 'the key "version" is missing'),
        ("version", "1", "\"version\" is '1': it is to be a whole number"),
        ("version", 0, '"version" is 0'),
        ("article", ..., r'the key "article" is missing @ \$.article'),
        ("article", "x", r"expected an object, got 'x' @ \$.article"),
        ("article.text", ..., r'the key "text" is missing @ \$.article.text'),
        ("article.text", None, r"expected a string, got None @ \$.article.text"),
        ("article.title", 3, r"expected a string, got 3 @ \$.article.title"),
        ("quotes", ..., r'the key "quotes" is missing @ \$.quotes'),
        ("quotes", {}, r"expected a list, got {} @ \$.quotes"),
        ("quotes.1", 3, r"expected an object, got 3 @ \$.quotes\[1\]"),
        ("quotes.1.kind", ..., r'the key "kind" is missing @ \$.quotes\[1\].kind'),
        ("quotes.1.kind", "odd", r"expected one of direct, indirect, mixed, got 'odd' @ \$.quotes\[1\].kind"),
        ("quotes.0.act", "sing", r"expected one of speech, .*, got 'sing' @ \$.quotes\[0\].act"),
        ("quotes.0.content", [], "a quote needs a content unless it is a refusal"),
        ("quotes.0.content", "ab", r"expected a list, got 'ab' @ \$.quotes\[0\].content"),
        (
            "quotes.0.content",
            [[0, 99]],
            r"\[0, 99\] @ \$.quotes\[0\].content is no span of the text, which has 29",
        ),
        ("quotes.0.content", [[5, 5]], r"\[5, 5\] @ \$.quotes\[0\].content is no span"),
        ("quotes.0.content", [[0, 3], [2, 4]], "may not overlap"),
        ("quotes.0.cue", [[-1, 2]], r"\[-1, 2\] @ \$.quotes\[0\].cue is no span"),
        ("quotes.0.source", [[0, "3"]], r"expected \[start, end\] in whole numbers, got \[0, '3'\]"),
        ("quotes.0.source", [[0, True]], r"expected \[start, end\] in whole numbers, got \[0, True\]"),
        ("quotes.0.score", 2, "'score' must be <= 1.0: 2.0"),
        ("quotes.0.score", "high", r"expected a number, got 'high' @ \$.quotes\[0\].score"),
        ("quotes.0.negated", 1, r"expected true or false, got 1 @ \$.quotes\[0\].negated"),
        ("quotes.0.speaker", "Ann", r"expected an object, got 'Ann' @ \$.quotes\[0\].speaker"),
        ("quotes.0.speaker.key", ..., r'the key "key" is missing @ \$.quotes\[0\].speaker.key'),
        ("quotes.0.speaker.kind", "cat", r"expected one of person, .*, got 'cat'"),
        ("quotes.0.speaker.via", [0, 99], r"\[0, 99\] @ \$.quotes\[0\].speaker.via is no span"),
        ("quotes.0.parent", 2, r'"parent" is 2 @ \$.quotes\[0\], there are 2 quotes'),
        ("quotes.0.parent", -1, r'"parent" is -1 @ \$.quotes\[0\]'),
        ("quotes.0.parent", 1, r"quotes \[0, 1\] are each other's parents"),
        ("quotes.0.parent", 0, r"quotes \[0\] are each other's parents"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(path: str, value: object, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        from_dict(changed(path, value))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "this is not JSON .*, it starts with '{'"),
        ("[" * 100_000, "this is not JSON"),
        ("[]", r"expected a JSON object, got list '\[\]'"),
        ("null", "expected a JSON object, got NoneType"),
    ],
)
def test_a_string_that_is_no_document_is_refused(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        from_json(text)


def test_bytes_are_refused() -> None:
    with pytest.raises(TextError, match="JSON is read from a string, got bytes: decode it first"):
        from_json(b"{}")  # type: ignore[arg-type]


def test_a_line_of_another_document_is_refused() -> None:
    with pytest.raises(
        FormatError, match=r"the line is of document 'a\.txt', and the article given is 'b\.txt'"
    ):
        from_line(to_line(QUOTES), Article(TEXT, id="b.txt"))


def test_a_line_over_a_shorter_text_is_refused() -> None:
    with pytest.raises(FormatError, match="give the text that the quotes were taken from"):
        from_line(to_line(QUOTES), "Ann said so.")


def test_a_line_of_a_newer_version_is_refused() -> None:
    with pytest.raises(FormatError, match='"version" is 9'):
        from_line({"version": 9, "doc": None, "quotes": []}, TEXT)


def test_a_line_without_doc_is_refused() -> None:
    with pytest.raises(FormatError, match='the key "doc" is missing'):
        from_line({"quotes": []}, TEXT)
