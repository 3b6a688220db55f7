"""The public edge of the road: what it takes, what it refuses, and that nothing else decides a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docs_by_hand import make_doc
from hypothesis import HealthCheck, given, settings
from strategies import texts

from quotekit.errors import TextError, UsageError
from quotekit.model import ACTS, Article, Quotes
from quotekit.pipeline import extract_many, extract_quotes

if TYPE_CHECKING:
    from spacy.language import Language

SHORT = """
    Dahl NNP nsubj 1
    said VBD ROOT  1
    pay  NN  nsubj 3
    rose VBD ccomp 1
    .    .   punct 1
"""
ARTICLES = [
    "“We go,” Marta Dahl said. “We stay.”",
    "",
    "According to Dahl, pay rose. He denied that it fell.\n\n“Nothing else is true.”",
    "Nobody spoke.",
] * 3


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "NoneType"), (b"He said so.", "decode"), (7, "int"), ("a\ud800b", "character 1")],
)
def test_what_is_no_text_is_refused_with_the_reason(text: Any, says: str) -> None:
    with pytest.raises(TextError, match=says):
        extract_quotes(text)


@pytest.mark.parametrize("acts", [("speach",), "speech", 3])
def test_acts_that_do_not_exist_are_refused(acts: Any) -> None:
    with pytest.raises(UsageError, match="act"):
        extract_quotes(make_doc(SHORT), acts=acts)


def test_an_unknown_act_is_named_with_those_that_exist() -> None:
    with pytest.raises(UsageError, match=r"'speach'.*speech, thought"):
        extract_quotes("He said so.", acts=("speach",))  # type: ignore[arg-type]


@pytest.mark.parametrize("articles", ["He said so.", b"He said so.", 7])
def test_one_text_instead_of_many_is_refused_at_once(articles: Any) -> None:
    with pytest.raises(UsageError, match="extract_quotes"):
        extract_many(articles)


@pytest.mark.parametrize("options", [{"batch_size": 0}, {"n_process": 0}, {"batch_size": 1.5}])
def test_sizes_that_are_no_sizes_are_refused_at_once(options: Any) -> None:
    with pytest.raises(UsageError, match=next(iter(options))):
        extract_many([], **options)


def test_a_parsed_document_is_read_as_it_is() -> None:
    quotes = extract_quotes(make_doc(SHORT))
    assert isinstance(quotes, Quotes)
    assert (quotes.text, quotes[0].text) == ("Dahl said pay rose.", "pay rose")


def test_a_bad_article_is_refused_when_its_turn_comes(nlp: Language) -> None:
    results = extract_many([make_doc(SHORT), None], nlp=nlp)  # type: ignore[list-item]
    assert next(results)[0].text == "pay rose"
    with pytest.raises(TextError):
        next(results)


def test_articles_are_asked_for_no_sooner_than_needed() -> None:
    asked: list[int] = []

    def endless() -> Any:
        while True:
            asked.append(1)
            yield make_doc(SHORT)

    results = extract_many(endless())
    for _ in range(3):
        next(results)
    assert len(asked) <= 4


def test_an_article_keeps_its_fields(nlp: Language) -> None:
    article = Article("Dahl said pay rose.", id="a1", outlet="Star")
    assert extract_quotes(article, nlp=nlp).article is article


@pytest.mark.parametrize(
    "options", [{"batch_size": 1}, {"batch_size": 64}, {"n_process": 2, "batch_size": 2}]
)
def test_neither_batches_nor_processes_change_a_result(options: Any, nlp: Language) -> None:
    alone = [extract_quotes(text, nlp=nlp, acts=ACTS) for text in ARTICLES]
    assert list(extract_many(ARTICLES, nlp=nlp, acts=ACTS, **options)) == alone


def test_parsed_and_unparsed_articles_keep_their_order(nlp: Language) -> None:
    mixed: list[Any] = [ARTICLES[0], nlp(ARTICLES[2]), Article(ARTICLES[3]), nlp(ARTICLES[0])]
    found = extract_many(mixed, nlp=nlp)
    assert [quotes.text for quotes in found] == [ARTICLES[0], ARTICLES[2], ARTICLES[3], ARTICLES[0]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=texts)
def test_any_text_gives_quotes_whose_spans_are_the_text(text: str, nlp: Language) -> None:
    for quote in extract_quotes(text, nlp=nlp, acts=ACTS):
        for span in (*quote.content, *quote.cue, *quote.source, *quote.verbatim):
            assert span.text == text[span.start : span.end]
