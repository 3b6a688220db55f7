"""The records that people make themselves: what cannot be is refused when it is made."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quotekit.errors import QuotekitError, TextError
from quotekit.model import Article, Quotes


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("outlet", 4, "the outlet of an article must be a str or None, got 4: write it as a string"),
        ("id", float("nan"), "the id of an article must be a str or None, got nan: "),
        (
            "published",
            date(2025, 2, 11),
            r"the published of an article .* got datetime.date\(2025, 2, 11\): ",
        ),
        ("title", b"No.", "the title of an article must be a str or None, got b'No.': "),
        ("url", [], r"the url of an article must be a str or None, got \[\]: "),
    ],
)
def test_a_part_of_an_article_that_is_no_string_is_named(part: str, value: Any, message: str) -> None:
    with pytest.raises(TextError, match=message):
        Article("He said no.", **{part: value})


@pytest.mark.parametrize("text", [b"He said no.", None, 3])
def test_a_text_that_is_none_is_an_error_of_ours_and_of_python(text: Any) -> None:
    for kind in (QuotekitError, TypeError, ValueError):
        with pytest.raises(kind, match="the text of an article must be a str, got"):
            Article(text)


@pytest.mark.parametrize("article", ["He said no.", None, Quotes(Article("No."))])
def test_quotes_are_of_an_article(article: Any) -> None:
    with pytest.raises(TextError, match="the article of quotes must be an Article, got"):
        Quotes(article)


def test_what_is_not_known_of_an_article_is_none() -> None:
    assert Article("No.") == Article("No.", None, None, None, None, None)
