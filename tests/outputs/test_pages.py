"""Two pages or one: each quote leads to its statement, each variant to its place in the article."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from attrs import evolve
from hypothesis import given
from pages_read import Page
from statements_by_hand import APART, DENIED, EXPELLED, LAVROV, LE_MONDE, REUTERS, TASS
from strategies_records import lists_of_statements

from quotekit.model import Quotes
from quotekit.outputs.pages import one_page_parts, render_pages
from quotekit.statements.records import Statement, Variant

VARIANTS = (REUTERS, TASS, LE_MONDE, DENIED)
ARTICLES = [Quotes(variant.article, [variant.quote]) for variant in VARIANTS]
STATEMENTS = [APART, EXPELLED]
PAGES = render_pages(ARTICLES, STATEMENTS)
QUOTES, TOLD = Page(PAGES["quotes.html"]), Page(PAGES["statements.html"])
ONE = Page("".join(one_page_parts(ARTICLES, STATEMENTS)))


def targets(pages: Mapping[str, str]) -> set[str]:
    """Every place of some pages that a link can lead to."""
    return {
        f"{name}#{attrs['id']}" for name, source in pages.items() for attrs in Page(source).having("id")
    } | set(pages)


def links(pages: Mapping[str, str]) -> set[str]:
    """Every link of some pages that leads to a page, from the folder that they lie in."""
    found = {(name, link) for name, source in pages.items() for link in Page(source).links() if link}
    return {name + link if link.startswith("#") else link for name, link in found if "//" not in link}


def test_each_quote_leads_to_its_statement() -> None:
    entries = [link for link in QUOTES.links() if link and "#statement-" in link]
    # From its label, where others tell it too, and from its entry; the one with most outlets is the first.
    assert entries == ["statements.html#statement-1"] * 6 + ["statements.html#statement-2"]
    assert "statement 1: 3 outlets" in QUOTES.all("a")
    assert "statement 2: told once" in QUOTES.all("a")


def test_each_variant_leads_to_its_place_in_the_article() -> None:
    assert [link for link in TOLD.links() if link and link.startswith("quotes.html#")] == [
        f"quotes.html#at-{n}-1" for n in (1, 2, 3, 4)
    ]


def test_the_pages_lead_to_each_other_and_no_link_leads_nowhere() -> None:
    assert {"statements.html", "quotes.html"} <= {*QUOTES.links(), *TOLD.links()}
    assert links(PAGES) <= targets(PAGES)


def test_on_one_page_all_links_stay_in_it() -> None:
    source = {"one.html": "".join(one_page_parts(ARTICLES, STATEMENTS))}
    assert {link for link in links(source) if not link.startswith("one.html#")} == set()
    assert links(source) <= targets(source)
    assert {"#statement-1", "#statement-2", "#at-1-1", "#at-4-1"} <= set(ONE.links())
    assert ONE.is_sound()


def test_a_page_without_statements_has_no_part_for_them() -> None:
    page = Page("".join(one_page_parts(ARTICLES, [])))
    assert page.all("h1") == ["Quotes"]
    assert "#told" not in page.links()


def test_what_one_rendering_alone_tells_is_shown_in_short() -> None:
    assert TOLD.all("section", "once") == [
        "Told once Russia would expel anybody Sergei Lavrov, foreign minister · Baltic Wire · "
        "paraphrase in the article"
    ]


def test_a_speaker_has_one_colour_and_one_name_on_both_pages() -> None:
    ann = evolve(LAVROV, name="Ann", key="ann")
    first = evolve(DENIED, quote=evolve(DENIED.quote, speaker=ann))
    spelt = evolve(LAVROV, name="Sergey Lavrov")
    articles = [*ARTICLES[:3], Quotes(first.article, [first.quote])]
    # Ann comes first on the second page alone.
    statements = [Statement("a", ann, [first, first]), evolve(EXPELLED, speaker=spelt)]
    pages = [Page(source) for source in render_pages(articles, statements).values()]
    numbers = [{attrs["data-s"] for attrs in page.having("class", "speaker")} for page in pages]
    assert numbers == [{"1", "2"}, {"1", "2"}]
    assert [page.all("bdi")[0] for page in pages] == ["Sergei Lavrov", "Sergei Lavrov"]
    (of_ann,) = {attrs["data-s"] for attrs in pages[1].having("id", "statement-2")}
    assert of_ann == pages[0].having("id", "at-4-1")[0]["data-s"] == "2"


def test_a_speaker_of_a_statement_whom_no_quote_has_gets_a_colour_too() -> None:
    union = evolve(LAVROV, name="The union", key="union")
    page = Page(render_pages(ARTICLES, [evolve(EXPELLED, speaker=union)])["statements.html"])
    assert page.having("id", "statement-1")[0]["data-s"] == "2"
    assert re.search(r"--of2:var\(--c2\);--s2:var\(--of2\);", page.all("style")[0])


def test_a_quote_in_several_statements_leads_to_each_in_the_order_of_its_clauses() -> None:
    whole = evolve(REUTERS, segments=[])
    two = [Statement("a", LAVROV, [whole, TASS]), Statement("b", LAVROV, [REUTERS])]
    page = Page(render_pages(ARTICLES, two)["quotes.html"])
    entry = [link for link in page.links() if link and "#statement-" in link][:3]
    assert entry == [
        "statements.html#statement-1",
        "statements.html#statement-1",
        "statements.html#statement-2",
    ]


@given(lists_of_statements())
def test_any_statements_make_sound_pages_whose_links_lead_somewhere(statements: list[Statement]) -> None:
    found: dict[object, list[Variant]] = {}
    for statement in statements:
        for variant in statement.variants:
            found.setdefault(variant.article, []).append(variant)
    articles = [
        Quotes(variants[0].article, list(dict.fromkeys(variant.quote for variant in variants)))
        for variants in found.values()
    ]
    pages = render_pages(articles, statements)
    assert all(Page(source).is_sound() for source in pages.values())
    assert links(pages) <= targets(pages)
    one = {"one.html": "".join(one_page_parts(articles, statements))}
    assert Page(one["one.html"]).is_sound()
    assert links(one) <= targets(one)


@pytest.mark.parametrize("name", ["quotes.html", "statements.html"])
def test_pages_of_nothing_say_so(name: str) -> None:
    page = Page(render_pages([], [])[name])
    assert page.is_sound()
    assert page.all("p", "metadata")[0] in {"0 quotes · 0 speakers · 0 articles", "no statements"}
