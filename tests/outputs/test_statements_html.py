"""Statements as a web page: whole by itself, nothing obeyed, variants side by side."""

from __future__ import annotations

import re

import pytest
from attrs import evolve
from hypothesis import given
from pages_read import HOSTILE, Page
from statements_by_hand import APART, DENIED, EXPELLED, LAVROV, REUTERS, TASS, variant_of
from strategies_records import lists_of_statements

from quotekit.errors import UsageError
from quotekit.model import Article, Difference
from quotekit.outputs.display import printable
from quotekit.outputs.statements_html import (
    render_statement_fragment,
    render_statements_html,
    statements_html_parts,
)
from quotekit.statements.records import Disagreement, Statement

PAGE = Page(render_statements_html([EXPELLED, APART], n_left_out=12))


def test_a_heading_has_the_words_of_the_representative() -> None:
    assert PAGE.all("h2")[1:] == ["1 Russia would expel eight diplomats", "2 Russia would expel anybody"]


def test_speaker_outlets_first_date_and_score_stand_beneath_the_heading() -> None:
    assert (
        "Sergei Lavrov, foreign minister · 3 outlets · first reported 2025-02-11 09:30 · score 0.93"
        in PAGE.all("p")
    )


def test_each_side_of_a_disagreement_names_its_outlets() -> None:
    assert PAGE.all("dt") == ["number", "polarity"]
    assert PAGE.all("dd") == [
        "Reuters, Le Monde: eight",
        "TASS: Ten",
        "Reuters: without it",
        "Baltic Wire: denied kept apart, as statement 2",
    ]


def test_disagreements_stand_before_the_variants() -> None:
    order = [tag for tag, attrs in PAGE.elements if tag in {"h2", "dl"} or attrs.get("class") == "variants"]
    assert order[1:] == ["h2", "dl", "ul", "h2", "ul"]


def test_a_rendering_kept_apart_that_is_not_on_the_page_is_quoted() -> None:
    page = Page(render_statements_html([EXPELLED]))
    assert page.all("dd")[-1] == "Baltic Wire: denied kept apart, Russia would expel anybody"


def test_a_disagreement_among_the_variants_needs_no_other() -> None:
    two = Statement(
        "s", None, [REUTERS, TASS], disagreements=[Disagreement(Difference("date", "May 1", "May 2"), 0, 1)]
    )
    assert Page(render_statements_html([two])).all("dd") == ["Reuters: May 1", "TASS: May 2"]


def test_a_card_has_outlet_date_wording_and_words() -> None:
    heads = [text for text in PAGE.all("p") if text.endswith(("verbatim", "paraphrase", "mixed"))]
    assert heads == [
        "Reuters 2025-02-11 09:30 paraphrase",
        "TASS 2025-02-11 verbatim",
        "Le Monde 2025-02-12 mixed",
        "Baltic Wire paraphrase",
    ]
    assert PAGE.all("blockquote")[:3] == [variant.text for variant in EXPELLED.variants]


def test_words_that_the_representative_lacks_are_marked_and_its_own_are_told() -> None:
    assert PAGE.all("mark")[1:] == ["Ten", "must go", "spies", "must go"]
    assert PAGE.all("del") == ["Russia would expel eight", "Russia would expel", "diplomats"]


def test_marked_words_have_a_line_and_not_only_a_colour() -> None:
    style = PAGE.all("style")[0]
    assert re.search(r"\bmark \{[^}]*text-decoration: underline", style)


def test_the_representative_says_why_it_stands_for_all() -> None:
    assert "stands for all: most others share its words" in PAGE.all("p")


def test_the_list_at_the_top_has_counts_and_leads_to_the_sections() -> None:
    items = [text for text in PAGE.all("li") if "outlet" in text and "wording" not in text]
    assert items == [
        "Russia would expel eight diplomats Sergei Lavrov, foreign minister · 3 outlets · disagreement",
        "Russia would expel anybody Sergei Lavrov, foreign minister · 1 outlet",
    ]
    ids = {attrs["id"] for tag, attrs in PAGE.elements if tag == "section"}
    anchors = {link.removeprefix("#") for link in PAGE.links() if link and link.startswith("#")}
    assert anchors == ids | {"list"}


def test_one_statement_needs_no_list() -> None:
    assert Page(render_statements_html([EXPELLED])).all("nav") == []


def test_what_is_left_out_is_counted() -> None:
    assert PAGE.all("footer") == ["Not shown, with fewer variants: 12."]
    assert "no statements to show · with fewer variants: 12" in render_statements_html([], n_left_out=12)


def test_an_article_with_an_address_is_a_link_under_its_title() -> None:
    assert "https://example.com/r?a=1&b=2" in PAGE.links()
    assert "Russia expels diplomats" in PAGE.all("a")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://example.com/%0aalert(1)",
        "data:text/html,x",
        "//example.com/x",
        "file:///etc/passwd",
        "https://",
        "https://example.com/\u202egnp.exe",
        "https://exa mple.com",
        "http://[::1",
        "",
        None,
    ],
)
def test_another_address_is_no_link(url: str | None) -> None:
    variant = evolve(REUTERS, article=evolve(REUTERS.article, url=url))
    page = Page(render_statements_html([Statement("s", LAVROV, [variant])]))
    assert {link for link in page.links() if link and not link.startswith("#")} == set()
    assert "Russia expels diplomats" in page.all("p")


@pytest.mark.parametrize("url", ["http://example.com", "HTTPS://example.com/a", "https://пример.рф/б"])
def test_an_address_of_the_web_is_a_link(url: str) -> None:
    variant = evolve(REUTERS, article=evolve(REUTERS.article, url=url))
    assert Page(render_statements_html([Statement("s", LAVROV, [variant])])).links()[-1] == url


def test_the_page_needs_nothing_beside_itself() -> None:
    page = render_statements_html([evolve(EXPELLED, variants=[TASS], disagreements=[]), APART])
    assert not re.search(r"https?:|url\(|@import|<link|<img", page)
    assert page.count("<script") == 1
    assert "default-src 'none'" in page


def test_what_would_be_obeyed_is_shown() -> None:
    article = Article(HOSTILE, id=HOSTILE, outlet=HOSTILE, published=HOSTILE, title=HOSTILE, url=HOSTILE)
    speaker = evolve(LAVROV, name=HOSTILE, role=HOSTILE)
    variant = variant_of(article, HOSTILE, speaker=speaker)
    difference = Difference("name", HOSTILE, HOSTILE)
    statement = Statement(
        HOSTILE,
        speaker,
        [variant, variant],
        why=HOSTILE,
        first_reported=HOSTILE,
        disagreements=[Disagreement(difference, 0, 1), Disagreement(difference, 0, None, DENIED)],
    )
    page = Page(render_statements_html([statement, statement], title=HOSTILE))
    assert page.is_sound()
    assert all(link and link.startswith(("#statement-", "#list")) for link in page.links())
    assert page.all("blockquote") == [printable(HOSTILE)] * 4


def test_speakers_are_counted_and_a_statement_has_the_colour_of_its_speaker() -> None:
    assert PAGE.all("a", "speaker") == ["Sergei Lavrov foreign minister 2 statements"]
    assert {attrs["data-s"] for attrs in PAGE.having("class", "statement")} == {"1"}


def test_a_notebook_shows_a_statement_with_its_variants_and_without_a_script() -> None:
    source = EXPELLED._repr_html_()
    page = Page(source)
    assert source == render_statement_fragment(EXPELLED)
    assert page.all("blockquote") == [variant.text for variant in EXPELLED.variants]
    assert page.is_sound()
    assert "<script" not in source


def test_a_fragment_of_something_else_is_refused() -> None:
    with pytest.raises(UsageError, match="shows one Statement, got list"):
        render_statement_fragment([EXPELLED])  # type: ignore[arg-type]


def test_the_page_is_made_a_statement_at_a_time() -> None:
    parts = [part for part in statements_html_parts([EXPELLED, APART]) if part.startswith("<section")]
    assert len(parts) == 2


@given(lists_of_statements())
def test_any_statements_make_a_page_with_their_words(statements: list[Statement]) -> None:
    page = Page(render_statements_html(statements))
    expected = [
        " ".join(printable(variant.text).split())
        for statement in statements
        for variant in statement.variants
    ]
    assert page.all("blockquote") == expected
    assert page.is_sound()
