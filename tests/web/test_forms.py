"""The form of the page: pasted text and files as articles."""

from __future__ import annotations

import pytest

from quotekit import ACTS
from quotekit.web.errors import RequestError
from quotekit.web.forms import File, read_form


def test_what_was_pasted_comes_first_then_the_files_in_their_order() -> None:
    job = read_form("Pasted.", [File("b.txt", b"B."), File("a.txt", b"A.")])
    assert [(one.id, one.text) for one in job.articles] == [
        ("pasted text", "Pasted."),
        ("b.txt", "B."),
        ("a.txt", "A."),
    ]
    assert (job.kind, job.acts) == ("page", ("speech",))


def test_all_acts_are_read_where_they_were_asked_for() -> None:
    assert read_form("No.", [], all_acts=True).acts == ACTS


def test_a_pasted_text_has_the_ends_of_line_that_it_had_before_the_browser_sent_it() -> None:
    assert read_form(" No,\r\n\r\nhe said. ", []).articles[0].text == " No,\n\nhe said. "


def test_a_file_keeps_its_ends_of_line_and_loses_its_byte_order_mark() -> None:
    (article,) = read_form("", [File("a.txt", b"\xef\xbb\xbfNo,\r\nhe said.\r")]).articles
    assert article.text == "No,\r\nhe said.\r"


def test_an_empty_file_is_an_article_without_text() -> None:
    assert read_form("", [File("a.txt", b"")]).articles[0].text == ""


@pytest.mark.parametrize("name", ["c:\\news\\a.txt", "/news/a.txt", "../a.txt", "a.txt"])
def test_of_the_name_of_a_file_the_last_part_counts(name: str) -> None:
    assert read_form("", [File(name, b"No.")]).articles[0].id == "a.txt"


@pytest.mark.parametrize(
    ("pasted", "files", "message"),
    [
        ("", [], "there is no text: paste an article, or choose text files"),
        (" \r\n\t", [], "there is no text"),
        ("", [File("a.png", b"\x89PNG\0\0\0\0")], "the file 'a.png' is binary data, not text"),
        ("", [File("a.txt", b"caf\xe9.")], "byte 3 of the file 'a.txt' is not UTF-8: save it as UTF-8 text"),
        ("", [File("a.txt", b"\xef\xbb\xbfcaf\xe9.")], "byte 6 of the file 'a.txt' is not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(pasted: str, files: list[File], message: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_form(pasted, files)
    assert caught.value.status == 422
    assert message in str(caught.value)
