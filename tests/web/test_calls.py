"""Bodies of the API: what is taken, and what is said of the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotekit import ACTS, Article
from quotekit.model import Quotes
from quotekit.outputs.jsonl import to_dict
from quotekit.settings import MIN_SCORE
from quotekit.web.calls import read_quotes_call, read_statements_call
from quotekit.web.errors import RequestError
from quotekit.web.limits import Limits

LIMITS = Limits(articles=2)


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def test_an_article_and_the_options_become_a_job() -> None:
    call = {
        "article": {"text": "No.", "id": "a", "outlet": "One", "published": "2025-02-11"},
        "acts": ["thought", "speech"],
        "min_score": 0.5,
    }
    job = read_quotes_call(body(call))
    assert job.articles == (Article("No.", id="a", outlet="One", published="2025-02-11"),)
    assert (job.kind, job.acts, job.min_score) == ("quotes", ("thought", "speech"), 0.5)


def test_what_is_left_out_has_the_defaults_of_the_library() -> None:
    job = read_quotes_call(b'{"article": {"text": ""}}')
    assert (job.articles, job.acts, job.min_score) == ((Article(""),), ("speech",), MIN_SCORE)


def test_articles_keep_their_order() -> None:
    job = read_statements_call(body({"articles": [{"text": "b"}, {"text": "a"}]}), LIMITS)
    assert (job.kind, [article.text for article in job.articles]) == ("statements", ["b", "a"])


def test_the_article_of_an_answer_can_be_sent_again() -> None:
    article = Article("No,\r\nhe said.\u2028", id="a", url="https://example.org")
    answered = to_dict(Quotes(article))["article"]
    assert read_quotes_call(body({"article": answered})).articles == (article,)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"{", "the body is not JSON (Expecting property name"),
        (b"", "the body is not JSON (Expecting value"),
        (b'{"article": {"text": "\xff"}}', "byte 22 of the body is not UTF-8"),
        (b'{"article": {"text": ""}, "min_score": NaN}', "NaN is no number of JSON"),
        (b'{"article": {"text": "a"}, "article": {"text": "b"}}', "the key 'article' stands twice"),
        (b'{"article": {"text": "a", "text": "b"}}', "the key 'text' stands twice"),
        (b"[" * 100_000, "the body is not JSON"),
        (b"1" * 5_000, "the body is not JSON"),
        ("\ufeff{}".encode(), "the body is not JSON (Unexpected UTF-8 BOM"),
    ],
)
def test_what_is_no_json_is_a_bad_request(sent: bytes, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_quotes_call(sent)
    assert caught.value.status == 400
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ([], "$ must be an object with the key 'article', got []"),
        ({}, "$.article is missing, there are []: add it"),
        ({"article": "No."}, "$.article must be an object with the key 'text', got \"No.\""),
        ({"article": {"id": "a"}}, "$.article.text is missing, there are ['id']"),
        ({"article": {"text": None}}, "$.article.text must be a string, got null"),
        ({"article": {"text": "", "id": 1}}, "$.article.id must be a string, got 1"),
        ({"article": {"text": "", "txt": ""}}, "$.article has the unknown key 'txt': the keys are text, id"),
        ({"article": {"text": ""}, "min_scor": 1}, "$ has the unknown key 'min_scor'"),
        ({"article": {"text": ""}, "acts": "speech"}, '$.acts must be a list of acts, got "speech": choose'),
        ({"article": {"text": ""}, "acts": ["talk"]}, '$.acts must be a list of acts, got ["talk"]: choose'),
        ({"article": {"text": ""}, "min_score": 1.5}, "$.min_score must be a number from 0 to 1, got 1.5"),
        ({"article": {"text": ""}, "min_score": True}, "$.min_score must be a number from 0 to 1, got true"),
        (
            {"article": {"text": "", "id": "a\ud800"}},
            "$.article.id has a lone surrogate, '\\ud800' at character 1",
        ),
    ],
)
def test_a_field_that_does_not_fit_is_named_with_what_was_seen(sent: Any, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_quotes_call(body(sent))
    assert caught.value.status == 422
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"articles": {"text": ""}}, "$.articles must be a list of articles"),
        ({"articles": [{"text": ""}, {}]}, "$.articles[1].text is missing"),
        ({"articles": [{"text": ""}] * 3}, "$.articles has 3 articles, the most are 2: send them in parts"),
    ],
)
def test_articles_that_do_not_fit_are_named_by_their_place(sent: Any, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_statements_call(body(sent), LIMITS)
    assert caught.value.status == 422
    assert message in str(caught.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(ACTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
articles = st.fixed_dictionaries(
    {"text": st.text() | anything}, optional={"id": st.text() | anything, "outlet": st.none() | anything}
)
options = {"acts": st.lists(st.sampled_from(ACTS)) | anything, "min_score": st.floats(0, 1) | anything}
calls = (
    st.fixed_dictionaries({"article": articles | anything}, optional=options)
    | st.fixed_dictionaries({"articles": st.lists(articles | anything) | anything}, optional=options)
    | anything
)


@given(calls)
def test_any_json_is_read_as_it_is_or_refused_with_a_reason(value: Any) -> None:
    for read in (read_quotes_call, lambda sent: read_statements_call(sent, LIMITS)):
        try:
            job = read(body(value))
        except RequestError as error:
            refusal = error
            assert refusal.status in {400, 422}
            continue
        sent = value["articles"] if job.kind == "statements" else [value["article"]]
        assert [article.text for article in job.articles] == [one["text"] for one in sent]
        assert [article.id for article in job.articles] == [one.get("id") for one in sent]
        assert list(job.acts) == value.get("acts", ["speech"])
        assert job.min_score == value.get("min_score", MIN_SCORE)


@given(st.binary(max_size=50))
def test_any_bytes_are_refused_with_a_reason_at_least(sent: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        read_quotes_call(sent)
    assert caught.value.status in {400, 422}
