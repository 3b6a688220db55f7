"""The road as callers see it: what it accepts, what it refuses, and what it leaves alone."""

from __future__ import annotations

import math
import types
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import spacy
from docs_by_hand import make_doc
from pipelines_by_hand import flat_pipeline
from spacy.tokens import Doc

from quotekit.errors import ModelError, PipelineError, QuotekitError, TextError, UsageError
from quotekit.model import ACTS, Article, Quote, Quotes, TextSpan
from quotekit.pipeline import extract_many, extract_quotes, resolve_sources

FLAT = flat_pipeline()
DAHL = """
Dahl     NNP nsubj 1 B-PERSON
said     VBD ROOT  1
“        ``  punct 1
We       PRP nsubj 4
stay     VBP ccomp 1
.        .   punct 4
”        ''  punct 1
¶        _SP dep   6
Berg     NNP nsubj 9 B-PERSON
declined VBD ROOT  9
to       TO  aux   11
comment  VB  xcomp 9
.        .   punct 9
"""


@pytest.mark.parametrize("text", [None, b"He said no.", bytearray(b"No."), 3, ["He said no."], 2.5, object()])
def test_what_is_no_text_is_refused_with_its_type(text: Any) -> None:
    with pytest.raises(TextError, match=rf"got {type(text).__name__}:"):
        extract_quotes(text, nlp=FLAT)


def test_bytes_are_to_be_decoded() -> None:
    with pytest.raises(TextError, match="decode"):
        extract_quotes(b"He said no.", nlp=FLAT)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [str, Article])
def test_a_lone_surrogate_is_refused_with_its_place(make: Any) -> None:
    with pytest.raises(TextError, match=r"lone surrogate, '\\udc80' at character 8:"):
        extract_quotes(make("He said \udc80."), nlp=FLAT)


@pytest.mark.parametrize("text", [None, "\udc80"])
@pytest.mark.parametrize("builtin", [TypeError, ValueError, QuotekitError])
def test_a_bad_text_is_an_error_of_either_builtin(text: Any, builtin: type[Exception]) -> None:
    with pytest.raises(builtin):
        extract_quotes(text, nlp=FLAT)


@pytest.mark.parametrize("call", [extract_quotes, lambda text, **acts: extract_many([text], **acts)])
@pytest.mark.parametrize(
    ("acts", "message"),
    [
        (["speech", "song"], "unknown act 'song': choose from speech, thought"),
        (["Speech"], "unknown act 'Speech'"),
        ([None], "unknown act None"),
        ([["speech"]], r"unknown act \['speech'\]"),
        ("speech", r"got 'speech': write acts=\('speech',\)"),
        (None, "got None"),
        (3, "got 3"),
    ],
)
def test_acts_that_do_not_exist_are_refused_at_once(call: Any, acts: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        call("He said no.", nlp=FLAT, acts=acts)


@pytest.mark.parametrize("acts", [("speech", "refusal"), ["refusal", "speech"], {"speech", "refusal"}])
def test_acts_may_be_any_collection(acts: Any) -> None:
    assert [quote.act for quote in extract_quotes(make_doc(DAHL), acts=acts)] == ["speech", "refusal"]


def test_acts_may_be_an_iterator() -> None:
    quotes = extract_quotes(make_doc(DAHL), acts=iter(("speech", "refusal")))  # type: ignore[arg-type]
    assert [quote.act for quote in quotes] == ["speech", "refusal"]


def test_no_acts_are_no_quotes() -> None:
    assert list(extract_quotes(make_doc(DAHL), acts=())) == []


@pytest.mark.parametrize("call", [extract_quotes, lambda text, **least: extract_many([text], **least)])
@pytest.mark.parametrize("value", [-0.1, 1.01, 50, float("nan"), float("inf"), "0.5", None, True, [0.5]])
def test_a_least_score_outside_0_to_1_is_refused_at_once(call: Any, value: Any) -> None:
    with pytest.raises(UsageError, match=r"min_score must be a number from 0 to 1, got .*: leave it out"):
        call("He said no.", nlp=FLAT, min_score=value)


@pytest.mark.parametrize("value", [0, 1, 0.5, np.float32(0.5)])
def test_a_least_score_may_be_any_number_from_0_to_1(value: Any) -> None:
    assert list(extract_quotes("He said no.", nlp=FLAT, min_score=value)) == []


def test_quotes_below_the_least_score_are_left_out() -> None:
    (quote,) = extract_quotes(make_doc(DAHL))
    assert 0 < quote.score < 1
    assert list(extract_quotes(make_doc(DAHL), min_score=quote.score)) == [quote]
    assert list(extract_quotes(make_doc(DAHL), min_score=math.nextafter(quote.score, 1))) == []
    (many,) = extract_many([make_doc(DAHL)], min_score=math.nextafter(quote.score, 1))
    assert list(many) == []


def test_a_quote_keeps_its_parent_though_the_parent_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(DAHL)
    outer = Quote("indirect", [TextSpan.of(doc.text, 0, len(doc.text))], score=0.2)
    inner = Quote("direct", [TextSpan.of(doc.text, 0, 4)], parent=outer, score=0.9)
    monkeypatch.setattr("quotekit.pipeline.resolve_speakers", lambda *_: [outer, inner])
    (quote,) = extract_quotes(doc, min_score=0.5)
    assert quote.parent is not None
    assert quote.parent.content == outer.content


@pytest.mark.parametrize(
    "articles", ["He said no.", b"No.", Article("No."), make_doc("No UH ROOT 0"), None, 3]
)
def test_one_article_is_no_iterable_of_articles(articles: Any) -> None:
    with pytest.raises(UsageError, match=f"got one {type(articles).__name__}: put it in a list"):
        extract_many(articles, nlp=FLAT)


@pytest.mark.parametrize("option", ["batch_size", "n_process"])
@pytest.mark.parametrize("value", [0, -2, 1.5, "4", None])
def test_a_count_below_one_or_no_count_is_refused_at_once(option: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"{option} must be .* got {value!r}"):
        extract_many([], nlp=FLAT, **{option: value})


@pytest.mark.parametrize("call", [extract_quotes, lambda text, **nlp: extract_many([text], **nlp)])
@pytest.mark.parametrize(
    ("nlp", "error", "message"),
    [
        ("en_core_web_of_nobody", ModelError, "'en_core_web_of_nobody'"),
        (spacy.blank("en"), PipelineError, "no dependency parser"),
        (3, PipelineError, "got int"),
    ],
)
def test_a_bad_pipeline_is_refused_at_once(call: Any, nlp: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call("He said no.", nlp=nlp)


def test_extract_many_is_a_generator_that_reads_nothing_before_it_is_asked() -> None:
    def never() -> Iterator[str]:
        raise AssertionError("read too early")
        yield ""

    assert isinstance(extract_many(never(), nlp=FLAT), types.GeneratorType)


def test_no_articles_give_no_quotes() -> None:
    assert list(extract_many([], nlp=FLAT)) == []


@pytest.mark.parametrize("bad", [None, "\udc80", Article("\udc80"), spacy.blank("en")("He said no.")])
def test_the_articles_before_a_bad_one_are_given_first(bad: Any) -> None:
    results = extract_many(["One.", Article("Two."), bad, "Three."], nlp=FLAT)
    assert [next(results).text, next(results).text] == ["One.", "Two."]
    with pytest.raises((TextError, PipelineError)):
        next(results)


def test_texts_articles_and_docs_may_be_mixed() -> None:
    doc = make_doc(DAHL)
    given = ["One.", doc, doc, Article("Two.", id="b"), "", Article("Three.")]
    results = list(extract_many(given, nlp=FLAT, acts=ACTS))
    assert [result.text for result in results] == ["One.", doc.text, doc.text, "Two.", "", "Three."]
    assert [len(result) for result in results] == [0, 2, 2, 0, 0, 0]


def test_an_article_keeps_what_is_known_of_it() -> None:
    article = Article(
        "He said no.", id="a", outlet="Star", published="2024-05-01", title="No", url="http://a.b"
    )
    assert extract_quotes(article, nlp=FLAT).article is article
    assert next(extract_many([article], nlp=FLAT)).article is article


def test_the_title_is_not_read() -> None:
    assert list(extract_quotes(Article("", title="“We stay,” Dahl said."), nlp=FLAT)) == []


def test_empty_text_has_no_quotes() -> None:
    assert extract_quotes("", nlp=FLAT) == Quotes(Article(""))
    assert extract_quotes(spacy.blank("en")("")) == Quotes(Article(""))


def test_a_doc_is_read_as_it_is_parsed_and_no_pipeline_is_loaded() -> None:
    first, second = extract_quotes(make_doc(DAHL), nlp="en_core_web_of_nobody", acts=ACTS)
    assert [span.text for span in (*first.source, *second.source)] == ["Dahl", "Berg"]
    assert (first.text, second.act) == ("We stay.", "refusal")


def test_a_doc_is_left_as_it_was() -> None:
    doc = make_doc(DAHL)
    doc.user_data["mine"] = 1
    doc.spans["mine"] = [doc[0:1]]
    before = doc.to_bytes()
    extract_quotes(doc, acts=ACTS)
    list(extract_many([doc], acts=ACTS))
    assert doc.to_bytes() == before


def test_no_extension_is_registered_on_the_classes_of_spacy() -> None:
    extract_quotes(make_doc(DAHL), acts=ACTS)
    assert not any(name.startswith("_quotekit") or "quote" in name for name in Doc(FLAT.vocab)._.__dict__)


def test_a_doc_whose_names_were_merged_into_one_token_is_read() -> None:
    doc = make_doc(DAHL)
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[3:5])
    (quote,) = extract_quotes(doc)
    assert quote.text == "We stay."
    assert [span.text for span in quote.source] == ["Dahl"]


def test_a_part_of_a_doc_made_a_doc_is_read_with_its_own_offsets() -> None:
    part = make_doc("Yes UH ROOT 0\n. . punct 0\n" + shifted(DAHL, 2))[2:9].as_doc()
    (quote,) = extract_quotes(part)
    assert part.text[quote.start : quote.end] == quote.text == "We stay."


def shifted(rows: str, by: int) -> str:
    columns = [line.split() for line in rows.strip().splitlines()]
    return "\n".join(" ".join([*row[:3], str(int(row[3]) + by), *row[4:]]) for row in columns)


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["He"], r"a source must be a list of pieces \[start, end\], got 'He'"),
        ([[]], r"a source must be a list of pieces \[start, end\], got \[\]"),
        ([None], r"a source must be a list of pieces \[start, end\], got None"),
        ([3], r"a source must be a list of pieces \[start, end\], got 3"),
        ([[0, 2]], r"a piece of a source must be \[start, end\] in whole numbers, got 0"),
        ([["0-2"]], r"a piece of a source must be \[start, end\] in whole numbers, got '0-2'"),
        ([[[0]]], r"a piece of a source must be \[start, end\] in whole numbers, got \[0\]"),
        ([[[0, 2, 4]]], r"a piece of a source must be .* got \[0, 2, 4\]"),
        ([[[0, 2.0]]], r"a piece of a source must be .* got \[0, 2\.0\]"),
        ([[[False, True]]], r"a piece of a source must be .* got \[False, True\]"),
        ([[[0, None]]], r"a piece of a source must be .* got \[0, None\]"),
        ([[[2, 0]]], r"\[2, 0\] is no range of the text, which has 12 characters: .*start before end"),
        ([[[2, 2]]], r"\[2, 2\] is no range of the text"),
        ([[[-2, 1]]], r"\[-2, 1\] is no range of the text"),
        ([[[0, 13]]], r"\[0, 13\] is no range of the text, which has 12 characters"),
        ([[[2, 3]]], r"the source \[2, 3\] holds white space alone: give the words of it"),
        ([[[0, 4], [2, 7]]], r"may not overlap.*: give pieces that stand apart"),
        ([[[0, 2]], [[0, 99]]], r"\[0, 99\] is no range of the text"),
    ],
)
def test_a_source_that_is_none_is_refused_with_what_was_given(sources: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        resolve_sources("He said no. ", sources, nlp=FLAT)


@pytest.mark.parametrize("sources", [None, 3])
def test_sources_that_are_no_list_are_refused(sources: Any) -> None:
    with pytest.raises(UsageError):
        resolve_sources("He said no.", sources, nlp=FLAT)


@pytest.mark.parametrize(
    ("text", "error"), [(None, "got NoneType"), (b"No.", "decode"), ("\udc80", "surrogate")]
)
def test_a_bad_text_is_refused_before_its_sources(text: Any, error: str) -> None:
    with pytest.raises(TextError, match=error):
        resolve_sources(text, [[[0, 2]]], nlp=FLAT)


def test_bad_sources_are_refused_before_a_pipeline_is_loaded() -> None:
    with pytest.raises(UsageError):
        resolve_sources("He said no.", [[[0, 99]]], nlp="en_core_web_of_nobody")


@pytest.mark.parametrize("piece", [(0, 4), [0, 4], range(0, 5, 4)])
def test_a_piece_may_be_any_sequence_of_two_whole_numbers(piece: Any) -> None:
    (speaker,) = resolve_sources(make_doc(DAHL), [[piece]])
    assert speaker is not None
    assert speaker.name == "Dahl"


def test_sources_may_be_an_iterator_and_no_sources_have_no_speakers() -> None:
    assert len(resolve_sources(make_doc(DAHL), iter([[[0, 4]], [[0, 4]]]))) == 2
    assert resolve_sources(make_doc(DAHL), []) == []


@pytest.mark.parametrize("make", [str, Article])
def test_sources_are_those_of_a_text_or_an_article(make: Any) -> None:
    assert resolve_sources(make("He said no."), [[[0, 2]]], nlp=FLAT) == [None]


def test_a_doc_whose_sources_are_resolved_is_left_as_it_was() -> None:
    doc = make_doc(DAHL)
    before = doc.to_bytes()
    resolve_sources(doc, [[[0, 4]]])
    assert doc.to_bytes() == before
