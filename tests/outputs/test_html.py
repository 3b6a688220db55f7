"""Quotes as a web page: whole by itself, the text as it is, nothing obeyed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_records import quotes_of_articles

from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.display import printable
from quotekit.outputs.html import html_parts, render_html

TEXT = "Ann said: \"Bob told me: 'Go!'\"\n\nHe denied it, she said."
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "span", "article", "bdi", "ul"),
    *("li", "b", "div", "i"),
}


def span(part: str) -> TextSpan:
    start = TEXT.index(part)
    return TextSpan.of(TEXT, start, start + len(part))


ANN = Speaker("Ann Ray", "person", "ann ray")
OUTER = Quote("direct", [span("Bob told me: 'Go!'")], cue=[span("said")], source=[span("Ann")], speaker=ANN)
INNER = Quote("direct", [span("Go!")], cue=[span("told")], source=[span("Bob")], parent=OUTER)
DENIED = Quote("indirect", [span("it")], cue=[span("denied")], source=[span("He")], speaker=ANN, negated=True)
QUOTES = Quotes(
    Article(TEXT, id="a.txt", outlet="Post", title="T", published="May 1"), [OUTER, INNER, DENIED]
)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the text of each article by line."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.articles: list[list[str]] = []
        self.open: list[str] = []
        self.in_text = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)
        if tag == "div":
            self.in_text = True
            self.articles.append([])
        elif tag == "p" and self.in_text:
            self.articles[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.in_text = self.in_text and tag != "div"

    def handle_data(self, data: str) -> None:
        if self.in_text and "p" in self.open:
            self.articles[-1][-1] += data


def labels(page: Page) -> list[tuple[str | None, str | None]]:
    return [(attrs["class"], attrs["data-label"]) for tag, attrs in page.elements if tag == "i"]


def test_content_is_labelled_with_its_speaker_and_kind() -> None:
    found = [label for role, label in labels(Page(render_html([QUOTES]))) if role == "content"]
    assert found == ["Ann Ray · direct", "(Bob) · direct", "Ann Ray · indirect, denied"]


def test_a_cue_and_a_source_are_labelled_where_there_is_room() -> None:
    roomy = Quote("direct", [span("it")], cue=[span("denied")], source=[span("Ann said")])
    page = Page(render_html([Quotes(QUOTES.article, [roomy])]))
    assert {("cue", "cue"), ("source", "source")} <= set(labels(page))


def test_a_source_narrower_than_its_label_is_underlined_alone() -> None:
    page = render_html([Quotes(QUOTES.article, [DENIED])])
    assert "source" not in dict(labels(Page(page)))
    assert "linear-gradient(var(--source)" in page


def test_a_nested_quote_is_underlined_beneath_the_one_around_it() -> None:
    page = Page(render_html([QUOTES]))
    styles = [attrs["style"] for tag, attrs in page.elements if tag == "i" and attrs["class"] == "content"]
    assert styles == ["--lane:0", "--lane:1", "--lane:0"]


def test_what_two_quotes_share_is_drawn_once() -> None:
    second = Quote("direct", [span("He denied")], cue=[span("said")], source=[span("Ann")])
    page = Page(render_html([Quotes(QUOTES.article, [OUTER, second])]))
    assert [role for role, _ in labels(page)].count("cue") == 1


def test_speakers_are_counted_the_unnamed_last() -> None:
    shown = re.findall(r"<li><bdi>(.*?)</bdi> <b>(\d+)</b>", render_html([QUOTES]))
    assert shown == [("Ann Ray", "2"), ("no name known", "1")]


def test_metadata_and_name_stand_above_the_text() -> None:
    page = render_html([QUOTES])
    assert "<h2>a.txt</h2>" in page
    assert "<bdi>T</bdi> · <bdi>Post</bdi> · <bdi>May 1</bdi>" in page


def test_every_article_has_its_part_in_order() -> None:
    page = Page(render_html([QUOTES, Quotes(Article("Second.", id="b"))]))
    assert page.articles == [TEXT.split("\n\n"), ["Second."]]


def test_an_article_without_quotes_says_so() -> None:
    assert '<p class="metadata">no quotes</p>' in render_html([Quotes(Article("No."))])


def test_the_page_is_made_an_article_at_a_time() -> None:
    def articles() -> object:
        yield QUOTES
        raise RuntimeError("the second article was asked for")

    parts = html_parts(articles())  # type: ignore[arg-type]
    next(parts)
    assert "<h2>a.txt</h2>" in next(parts)


def test_the_page_needs_nothing_beside_itself() -> None:
    page = render_html([QUOTES])
    assert not re.search(r"https?:|url\(|@import|<script|<link|<img", page)
    assert "default-src 'none'" in page


def test_light_and_dark_follow_the_reader() -> None:
    assert "prefers-color-scheme: dark" in render_html([])


HOSTILE = '</span></style><script>alert(1)</script><img src=x onerror="alert(1)">\' & \u202e\x00'


def test_text_that_would_be_obeyed_is_shown() -> None:
    speaker = Speaker(HOSTILE, "person", "k")
    quote = Quote("direct", [TextSpan.of(HOSTILE, 0, 9)], speaker=speaker, reason=HOSTILE)
    article = Article(HOSTILE, id=HOSTILE, outlet=HOSTILE, title=HOSTILE, url="javascript:alert(1)")
    page = Page(render_html([Quotes(article, [quote])], title=HOSTILE))
    assert {tag for tag, _ in page.elements} <= ELEMENTS
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    assert not [attrs for _, attrs in page.elements if "href" in attrs or "src" in attrs]
    assert page.articles == [[printable(HOSTILE, keep_lines=True)]]


@given(st.lists(quotes_of_articles(), max_size=2))
def test_any_record_makes_a_page_whose_text_is_that_of_the_article(articles: list[Quotes]) -> None:
    page = Page(render_html(articles))
    # The parser reads a lone "\r" as it is, as the page has it.
    expected = [
        [printable(line, keep_lines=True) for line in quotes.text.split("\n") if line.strip()]
        for quotes in articles
    ]
    assert page.articles == expected
    assert {tag for tag, _ in page.elements} <= ELEMENTS
    assert page.open == []


@pytest.mark.parametrize("n_quotes", [400])
def test_many_quotes_over_each_other_make_a_page(n_quotes: int) -> None:
    text = "x" * (2 * n_quotes)
    nested = [Quote("direct", [TextSpan.of(text, i, len(text) - i)]) for i in range(n_quotes)]
    assert Page(render_html([Quotes(Article(text), nested)])).articles == [[text]]
