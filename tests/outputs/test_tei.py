"""Quotes as TEI. That the schema of TEI P5 3.0.0 holds was checked by hand; it is too large to ship."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from attrs import evolve
from hypothesis import example, given
from strategies_records import quotes_of_articles

from quotekit.errors import UsageError
from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.tei import tei_parts, to_tei

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
TEXT = "Ann said: \"He told me: 'Go!'\"\n\nShe would not say more."


def span(part: str) -> TextSpan:
    start = TEXT.index(part)
    return TextSpan.of(TEXT, start, start + len(part))


ANN = Speaker("Ann Lee", "person", "ann lee", role="minister", affiliation="NATO")
OUTER = Quote("direct", [span("He told me: 'Go!'")], [span("said")], [span("Ann")], speaker=ANN)
INNER = Quote("direct", [span("Go!")], [span("told")], [span("He")], parent=OUTER, negated=True)
REFUSAL = Quote("indirect", (), [span("would not say")], [span("She")], speaker=ANN, act="refusal")
QUOTES = Quotes(Article(TEXT, id="a.txt", outlet="A & B", published="2025-02-11"), [OUTER, INNER, REFUSAL])


def parsed(quotes: Quotes) -> ElementTree.Element:
    return ElementTree.fromstring(to_tei(quotes))


def body(quotes: Quotes) -> str:
    document = to_tei(quotes)
    return document[document.index("<body>") + 6 : document.index("</body>")]


def one(content: list[TextSpan], text: str = TEXT, **more: object) -> Quotes:
    return Quotes(Article(text), [evolve(Quote("direct", content, verbatim=content, score=0.5), **more)])


def as_xml_holds(text: str) -> str:
    """The text as XML can hold it, told by the production of XML 1.0 and not by the code."""
    kept = []
    for char in text:
        code = ord(char)
        is_char = code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
        kept.append(char if is_char else chr(0x2400 + code) if code < 0x20 else "\ufffd")
    return "".join(kept)


def test_what_was_said_is_inline_with_who_said_it() -> None:
    assert body(one([span("Go!")], speaker=ANN)).startswith(
        '<p>Ann said: "He told me: \'<said xml:id="d1.q1" who="#d1.s1" direct="true" '
        'ana="#direct #speech" cert="0.5000">Go!</said>\'"\n\n</p><p>She'
    )


def test_a_quote_in_another_one_nests_and_its_cue_and_source_point_to_it() -> None:
    outer = parsed(QUOTES).find(f".//{TEI}said")
    assert outer is not None
    inner = outer.find(f"{TEI}said")
    assert inner is not None
    assert (inner.get(ID), inner.get("who"), inner.get("ana")) == ("d1.q2", None, "#direct #speech #denied")
    assert [(one.tag.removeprefix(TEI), one.text, one.get("corresp")) for one in outer][:2] == [
        ("rs", "He", "#d1.q2"),
        ("seg", "told", "#d1.q2"),
    ]


def test_the_cue_stands_for_a_refusal_without_content() -> None:
    cue = parsed(QUOTES).find(f".//*[@{ID}='d1.q3']")
    assert cue is not None
    assert (cue.tag, cue.get("ana"), cue.text) == (f"{TEI}seg", "#indirect #refusal", "would not say")


@pytest.mark.parametrize(
    ("published", "when"),
    [
        ("2025-02-11", "2025-02-11"),
        ("2025-02-30", None),
        ("0000-01-01", None),
        ("20250211", None),
        ("11 February", None),
    ],
)
def test_a_date_of_the_calendar_is_told_apart_from_other_words(published: str, when: str | None) -> None:
    date = parsed(Quotes(Article(TEXT, published=published))).find(f".//{TEI}bibl/{TEI}date")
    assert date is not None
    assert (date.text, date.get("when")) == (published, when)


def test_nothing_points_to_a_quote_that_stands_nowhere() -> None:
    quotes = Quotes(Article(TEXT), [Quote("indirect", (), act="refusal", via=span("Ann"))])
    assert body(quotes).startswith("<p>Ann said")


def test_several_articles_are_no_document() -> None:
    with pytest.raises(UsageError, match=r"expected the Quotes of an article, got list"):
        to_tei([QUOTES])  # type: ignore[arg-type]


def test_speakers_stand_once_in_the_header() -> None:
    people = parsed(QUOTES).findall(f".//{TEI}person")
    assert [[part.text for part in person] for person in people] == [["Ann Lee", "minister", "NATO"]]


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("person", "person"),
        ("group", "personGrp"),
        ("organisation", "org"),
        ("place", "org"),
        ("document", "org"),
    ],
)
def test_a_speaker_is_an_element_of_its_kind(kind: str, tag: str) -> None:
    tree = parsed(one([span("Go!")], speaker=Speaker("X", kind, "x")))  # type: ignore[arg-type]
    assert tree.find(f".//{TEI}{tag}") is not None


def test_pieces_are_linked_to_each_other() -> None:
    pieces = parsed(one([span("He"), span("me"), span("Go!")])).findall(f".//{TEI}said")
    assert [(piece.get(ID), piece.get("prev"), piece.get("next")) for piece in pieces] == [
        ("d1.q1", None, "#d1.q1.2"),
        ("d1.q1.2", "#d1.q1", "#d1.q1.3"),
        ("d1.q1.3", "#d1.q1.2", None),
    ]


def test_what_crosses_a_paragraph_goes_on_in_the_next_one() -> None:
    pieces = parsed(one([TextSpan.of(TEXT, 24, 34)])).findall(f".//{TEI}said")
    assert [(piece.text, piece.get(ID)) for piece in pieces] == [("Go!'\"\n\n", "d1.q1"), ("She", "d1.q1.2")]


@pytest.mark.parametrize(
    ("act", "expected"),
    [("speech", None), ("thought", "false"), ("intention", "false"), ("refusal", "inapplicable")],
)
def test_aloud_says_what_the_act_tells(act: str, expected: str | None) -> None:
    said = parsed(one([span("Go!")], act=act)).find(f".//{TEI}said")
    assert said is not None
    assert said.get("aloud") == expected


def test_evidence_is_a_quote_with_its_source() -> None:
    found = parsed(one([span("Go!")], act="evidence", speaker=ANN)).find(f".//{TEI}quote")
    assert found is not None
    assert (found.text, found.get("source")) == ("Go!", "#d1.s1")


def test_the_verbatim_part_of_a_mixed_quote_is_a_quote_in_it() -> None:
    said = parsed(one([span("He told me: 'Go!'")], kind="mixed", verbatim=[span("Go!")])).find(
        f".//{TEI}said"
    )
    assert said is not None
    assert [part.text for part in said.findall(f"{TEI}quote")] == ["Go!"]


def test_a_source_around_something_said_is_cut_there() -> None:
    quotes = Quotes(
        Article(TEXT),
        [Quote("direct", [span("Go!")]), Quote("direct", [span("more")], source=[span("He told me: 'Go!'")])],
    )
    tree = parsed(quotes)
    assert [part.text for part in tree.iter(f"{TEI}rs")] == ["He told me: '", "Go!", "'"]
    assert tree.find(f".//{TEI}rs//{TEI}said") is None


def test_markup_in_the_text_and_in_the_metadata_is_text() -> None:
    text = '</p><script>alert("1")</script> &lt; ]]>'
    article = Article(text, id=text, title=text, outlet=text, published=text, url=text)
    speaker = Speaker(text, "person", text, role=text, affiliation=text)
    quotes = Quotes(article, [Quote("direct", [TextSpan.of(text, 4, 12)], speaker=speaker)])
    tree = parsed(quotes)
    assert tree.find(".//script") is None
    assert [part.text for part in tree.iter(f"{TEI}persName")] == [text]


@given(quotes_of_articles())
@example(QUOTES)
@example(Quotes(Article("")))
@example(Quotes(Article(" \r\n\r a\r\tb\0\x1b[31m\x7f\x85\u2028\ufffe\uffff\ud800\U0010ffff")))
def test_the_text_of_the_body_is_that_of_the_article_and_pointers_lead_somewhere(quotes: Quotes) -> None:
    tree = ElementTree.fromstring("".join(tei_parts([quotes, quotes])))
    bodies = ["".join(found.itertext()) for found in tree.iter(f"{TEI}body")]
    assert bodies == [as_xml_holds(quotes.text)] * 2
    ids = [found.get(ID) for found in tree.iter() if found.get(ID)]
    assert len(ids) == len(set(ids))
    for found in tree.iter():
        for name in ("who", "ana", "corresp", "ref", "source", "prev", "next"):
            assert {pointer.removeprefix("#") for pointer in found.get(name, "").split()} <= set(ids)


@given(quotes_of_articles())
def test_the_pieces_of_a_content_are_all_of_it(quotes: Quotes) -> None:
    tree = parsed(quotes)
    for n, quote in enumerate(quotes, start=1):
        pieces = [found for found in tree.iter() if (found.get(ID) or "").startswith(f"d1.q{n}")]
        own = "".join("".join(piece.itertext()) for piece in pieces)
        spans = quote.content or quote.cue or quote.source
        assert own == as_xml_holds("".join(span.text for span in spans))
