"""Statements as JSON and back, and as lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from statements_by_hand import APART, EXPELLED, LAVROV, REUTERS, TASS
from strategies_records import lists_of_statements

from quotekit.errors import FormatError, TextError
from quotekit.model import Article, Difference, Quote, Quotes, Segment, TextSpan, Verdict
from quotekit.outputs.statements import (
    item_lines,
    statements_from_dict,
    statements_from_json,
    statements_to_dict,
    statements_to_json,
    variant_lines,
    verdict_to_dict,
)
from quotekit.statements.records import Statement, Variant

# -- the document ----------------------------------------------------------------------------


def test_a_document_loads_back_by_itself() -> None:
    assert statements_from_json(statements_to_json([EXPELLED, APART])) == [EXPELLED, APART]


@given(lists_of_statements())
def test_any_statements_load_back(statements: list[Statement]) -> None:
    assert statements_from_json(statements_to_json(statements)) == statements


def test_an_article_stands_once_however_many_variants_it_has() -> None:
    twice = evolve(EXPELLED, id="again")
    data = statements_to_dict([EXPELLED, twice])
    assert [document["article"]["id"] for document in data["documents"]] == ["r1", "t1", "l1", "x1"]
    assert [len(document["quotes"]) for document in data["documents"]] == [1, 1, 1, 1]


def test_a_variant_names_its_document_its_quote_and_its_clauses() -> None:
    data = statements_to_dict([EXPELLED])["statements"][0]
    assert data["variants"][1] == {"document": 1, "quote": 0, "segments": [[[1, 22]]], "score": 0.8}
    assert data["disagreements"][2]["other"]["document"] == 3
    assert data["disagreements"][0]["difference"] == {"kind": "number", "a": "eight", "b": "Ten"}


def test_a_quote_comes_with_the_one_that_it_is_nested_in() -> None:
    inner = evolve(TASS.quote, parent=Quote("direct", [TextSpan.of(TASS.article.text, 0, 24)]))
    statement = Statement("s", None, [evolve(TASS, quote=inner)])
    assert statements_from_json(statements_to_json([statement])) == [statement]


def test_the_mentions_of_a_speaker_are_read_in_the_text_that_they_stand_in() -> None:
    start = TASS.article.text.index("Lavrov")
    mention = TextSpan.of(TASS.article.text, start, start + 6)
    statement = evolve(EXPELLED, speaker=evolve(LAVROV, mentions=[mention]))
    data = statements_to_dict([statement])
    assert data["statements"][0]["speaker_document"] == 1
    assert statements_from_dict(data) == [statement]


def test_mentions_that_fit_no_article_are_left_out() -> None:
    statement = evolve(EXPELLED, speaker=evolve(LAVROV, mentions=[TextSpan(0, 3, "xyz")]))
    assert statements_from_json(statements_to_json([statement])) == [EXPELLED]


def changed(path: str, value: object) -> dict[str, Any]:
    """The document of EXPELLED with another value at one place, as in ``statements.0.id``."""
    data = json.loads(statements_to_json([EXPELLED]))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = data
    for step in steps:
        place = place[step]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("version", 2, '"version" is 2, this quotekit reads up to 1'),
        ("version", None, 'the key "version" is missing'),
        ("documents", 3, r"expected a list, got 3 @ \$\.documents"),
        ("documents.1", 3, r"documents\[1\]"),
        ("documents.1.article.text", "short", r"in \$\.documents\[1\]: \[1, 22\] @ \$\.quotes\[0\]"),
        ("statements.0.id", 7, r"expected a string, got 7 @ \$\.statements\[0\]\.id"),
        ("statements.0.representative", 3, r"representative among its 3 variants.*@ \$\.statements\[0\]"),
        ("statements.0.variants", [], r"0 @ .*disagreements.0. is no position among the 0 variants"),
        (
            "statements.0.variants.0.document",
            9,
            r"9 @ \$\.statements\[0\]\.variants\[0\]\.document is no pos",
        ),
        ("statements.0.variants.0.quote", -1, r"-1 @ \$\.statements\[0\]\.variants\[0\]\.quote is no pos"),
        ("statements.0.variants.0.segments", [[[0, 99]]], r"\[0, 99\] @ .*segments\[0\] is no span"),
        ("statements.0.variants.0.segments", [[]], r"a segment needs a span.*variants\[0\]"),
        ("statements.0.variants.0.score", 2, r"variants\[0\]"),
        ("statements.0.disagreements.0.a", 3, "3 @ .*disagreements.0. is no position among the 3 variants"),
        ("statements.0.disagreements.0.difference.kind", "colour", r"expected one of number, date"),
        ("statements.0.speaker_document", 4, r"4 @ \$\.statements\[0\]\.speaker_document is no position"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(path: str, value: object, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        statements_from_dict(changed(path, value))


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(FormatError, match="this is not JSON"):
        statements_from_json("{")
    with pytest.raises(TextError, match="JSON is read from a string"):
        statements_from_json(b"{}")  # type: ignore[arg-type]


# -- lines -----------------------------------------------------------------------------------


def test_a_variant_is_a_line_with_clauses_quote_and_names() -> None:
    lines = [json.loads(line) for line in variant_lines([EXPELLED, APART])]
    assert [line["doc"] for line in lines] == ["r1", "t1", "l1", "x1"]
    assert lines[2] == {
        "statement": "expelled",
        "doc": "l1",
        "content": [[0, 21]],
        "quote": [[0, 51]],
        "speaker": "Sergei Lavrov",
        "outlet": "Le Monde",
        "score": 1.0,
    }


def test_a_variant_without_speaker_outlet_or_id_has_null_there() -> None:
    article = Article("It is over.")
    span = TextSpan.of(article.text, 0, 10)
    variant = Variant(Quote("indirect", [span]), article, [Segment([span])])
    line = json.loads(next(variant_lines([Statement("s", None, [variant])])))
    assert (line["doc"], line["speaker"], line["outlet"]) == (None, None, None)


def rendering(id: str, *clauses: str) -> Quotes:
    """The text that the clauses make, as one quote with a segment for each."""
    text = " ".join(clauses)
    article = Article(text, id=id)
    if not clauses:
        return Quotes(article)
    spans = [TextSpan.of(text, text.index(clause), text.index(clause) + len(clause)) for clause in clauses]
    quote = Quote("direct", [TextSpan.of(text, 0, len(text))], segments=[Segment([span]) for span in spans])
    return Quotes(article, [quote])


def statement_of(id: str, *members: tuple[Quotes, int]) -> Statement:
    """The statement of some clauses, each given by its rendering and its position there."""
    return Statement(
        id,
        None,
        [Variant(quotes[0], quotes.article, [quotes[0].segments[n]], 0.7) for quotes, n in members],
    )


def test_an_item_has_the_statement_of_its_longest_clause() -> None:
    one, two = rendering("1", "We go.", "We never wanted war."), rendering("2", "We go now.")
    found = [statement_of("going", (one, 0), (two, 0)), statement_of("war", (one, 1))]
    lines = [json.loads(line) for line in item_lines([(2, two), ("1", one)], found)]
    assert lines == [
        {"id": 2, "statement": "going", "score": 0.7},
        {"id": "1", "statement": "war", "score": 0.7},
    ]


def test_of_clauses_of_one_length_the_first_decides() -> None:
    one = rendering("1", "We go.", "We do.")
    found = [statement_of("doing", (one, 1)), statement_of("going", (one, 0))]
    assert json.loads(next(item_lines([("1", one)], found)))["statement"] == "going"


def test_items_without_a_word_have_statements_of_their_own() -> None:
    one = rendering("1", "We go.")
    items = [("1", one), ("2", rendering("2")), ("3", rendering("3"))]
    named = [json.loads(line)["statement"] for line in item_lines(items, [statement_of("alone-2", (one, 0))])]
    assert named[0] == "alone-2"
    assert len(set(named)) == 3


def test_a_verdict_as_a_dict_has_its_conflicts() -> None:
    verdict = Verdict(False, 0.1, ("numbers differ",), "conflicting", (Difference("number", "8", "10"),))
    assert verdict_to_dict(verdict) == {
        "same": False,
        "score": 0.1,
        "relation": "conflicting",
        "reasons": ["numbers differ"],
        "conflicts": [{"kind": "number", "a": "8", "b": "10"}],
    }


def test_a_line_is_one_line_for_everybody() -> None:
    variant = evolve(REUTERS, article=evolve(REUTERS.article, outlet="A\u2028B\nC"))
    (line,) = variant_lines([Statement("s", None, [variant])])
    assert len(line.splitlines()) == 1
    assert json.loads(line)["outlet"] == "A\u2028B\nC"
