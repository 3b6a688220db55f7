"""Quotes as W3C Web Annotations."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from strategies_records import quotes_of_articles

from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.jsonld import to_jsonld

TEXT = "“Go!” Ann Lee said. She would not say more. 😀 Go!"


def span(part: str) -> TextSpan:
    start = TEXT.index(part)
    return TextSpan.of(TEXT, start, start + len(part))


GO = Quote(
    "direct",
    [span("Go!")],
    [span("said")],
    [span("Ann Lee")],
    speaker=Speaker("Ann Lee", "person", "ann lee", role="minister", score=0.9),
    score=0.75,
    reason="said",
)
REFUSAL = Quote("indirect", (), [span("would not say")], negated=True, act="refusal", parent=GO)
QUOTES = Quotes(Article(TEXT, id="a b.txt"), [GO, REFUSAL])


def items(quotes: Quotes) -> list[dict[str, Any]]:
    return list(json.loads(to_jsonld(quotes))["items"])


def test_a_page_has_the_context_of_the_w3c_and_an_identifier() -> None:
    page = json.loads(to_jsonld(QUOTES))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (page["type"], page["id"][:9]) == ("AnnotationPage", "urn:uuid:")


def test_a_quote_is_an_annotation_of_its_content() -> None:
    annotation = items(QUOTES)[0]
    assert annotation["type"] == "Annotation"
    assert annotation["target"] == [
        {
            "type": "SpecificResource",
            "source": "a%20b.txt",
            "selector": [
                {"type": "TextPositionSelector", "start": 1, "end": 4},
                {
                    "type": "TextQuoteSelector",
                    "exact": "Go!",
                    "prefix": "“",
                    "suffix": "” Ann Lee said. She would not sa",
                },
            ],
        }
    ]
    assert annotation["quotekit:score"] == 0.75


def test_bodies_are_tags_the_speaker_and_the_reason() -> None:
    kind, act, speaker, reason = items(QUOTES)[0]["body"]
    assert [kind["value"], act["value"], reason["value"]] == ["direct", "speech", "said"]
    assert (speaker["source"]["type"], speaker["source"]["name"]) == ("Person", "Ann Lee")
    assert speaker["source"]["quotekit:role"] == "minister"


def test_cue_and_source_link_to_their_quote() -> None:
    quote, cue, source, _ = items(QUOTES)
    assert [(one["body"][0]["value"], one["body"][1]["source"]) for one in (cue, source)] == [
        ("cue", quote["id"]),
        ("source", quote["id"]),
    ]
    assert source["target"][0]["selector"][1]["exact"] == "Ann Lee"


def test_the_cue_stands_for_a_refusal_without_content() -> None:
    quote, _, _, refusal = items(QUOTES)
    assert refusal["target"][0]["selector"][1]["exact"] == "would not say"
    assert [body["value"] for body in refusal["body"]] == ["indirect", "refusal", "negated"]
    assert refusal["quotekit:parent"] == {"id": quote["id"]}


def test_no_quotes_are_a_page_without_items() -> None:
    assert items(Quotes(Article("x"))) == []


@pytest.mark.parametrize(
    ("article", "source"),
    [
        (Article(TEXT, id="a", url="https://news.example/a?b=1"), "https://news.example/a?b=1"),
        (Article(TEXT, id="a", url="javascript:alert(1)"), "a"),
        (Article(TEXT, id="javascript:alert(1)"), "javascript%3Aalert%281%29"),
        (Article(TEXT, id="a", url="https://x.example/ \n"), "a"),
        (Article(TEXT, id="../x"), "..%2Fx"),
        (Article(TEXT, id="é"), "%C3%A9"),
    ],
)
def test_the_source_is_an_address_of_the_web_or_the_id(article: Article, source: str) -> None:
    assert items(Quotes(article, [GO]))[0]["target"][0]["source"] == source


def test_the_same_quotes_have_the_same_identifiers_and_others_have_others() -> None:
    assert to_jsonld(QUOTES) == to_jsonld(QUOTES)
    other = Quotes(Article(TEXT, id="b"), [GO, REFUSAL])
    assert not {one["id"] for one in items(QUOTES)} & {one["id"] for one in items(other)}


@given(quotes_of_articles())
@example(QUOTES)
def test_selectors_lead_to_the_spans_and_identifiers_are_unique(quotes: Quotes) -> None:
    found = items(quotes)
    assert len({one["id"] for one in found}) == len(found)
    made = [one for one in found if one["motivation"] == "identifying"]
    heads = [quote.content or quote.cue or quote.source for quote in quotes]
    for annotation, spans in zip(made, heads, strict=True):
        for target, place in zip(annotation["target"], spans, strict=True):
            position, words = target["selector"]
            assert (position["start"], position["end"], words["exact"]) == (
                place.start,
                place.end,
                place.text,
            )
            around = words["prefix"] + words["exact"] + words["suffix"]
            assert quotes.text[place.start - len(words["prefix"]) :].startswith(around)
            assert (
                unquote(target["source"]) == quotes.article.id or urlsplit(target["source"]).scheme == "urn"
            )
