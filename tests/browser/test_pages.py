"""The pages in a browser: what a reader sees, does and hears."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pages_read import HOSTILE
from statements_by_hand import APART, DENIED, EXPELLED, LE_MONDE, REUTERS, TASS

from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.html import render_fragment, render_html
from quotekit.outputs.pages import one_page_parts, render_pages

if TYPE_CHECKING:
    from playwright.sync_api import Page

Show = Callable[..., "Page"]

IN_SIGHT = """(selector) => {
  const { top } = document.querySelector(selector).getBoundingClientRect();
  return top >= 0 && top < innerHeight;
}"""
AUDIT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
TEXT = (
    "Mayor Ann Ray opened the bridge on Monday.\n\n"
    "“Nobody believed in it,” she said, “and yet here we stand, after eleven years of waiting for a crossing "
    "that people on both banks had asked for.” The engineer, Bo Li, answered: “Ann told me: ‘Build it!’ So "
    "we did.”\n\nThe river authority said the toll would be “modest” and would fall after ten years.\n"
)


def spans(*parts: str) -> list[TextSpan]:
    return [TextSpan.of(TEXT, TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]


ANN = Speaker("Ann Ray", "person", "ann ray", role="Mayor")
BO = Speaker("Bo Li", "person", "bo li", role="engineer")
RIVER = Speaker("river authority", "organisation", "river authority")
FIRST = spans("Nobody believed in it,", TEXT[TEXT.index("and yet") : TEXT.index(".”")])
WHOLE, BUILD, TOLL = "Ann told me: ‘Build it!’ So we did.", "Build it!", "the toll would be “modest”"
OUTER = Quote("direct", spans(WHOLE), spans("answered"), spans("Bo Li"), spans(WHOLE), BO)
QUOTES = Quotes(
    Article(TEXT, id="bridge"),
    [
        Quote(
            "direct",
            FIRST,
            spans("said"),
            spans("she"),
            FIRST,
            ANN,
            score=0.93,
            reason="said ← nsubj she, passage in marks",
        ),
        OUTER,
        Quote("direct", spans(BUILD), spans("told"), spans("Ann told"[:3]), spans(BUILD), ANN, parent=OUTER),
        Quote("mixed", spans(TOLL), (), spans("The river authority"), spans("modest"), RIVER),
    ],
)
PAGE = {"quotes.html": render_html([QUOTES])}
VARIANTS = (REUTERS, TASS, LE_MONDE, DENIED)
ARTICLES = [QUOTES, *(Quotes(variant.article, [variant.quote]) for variant in VARIANTS)]
STATEMENTS = [EXPELLED, APART]
PAGES = dict(render_pages(ARTICLES, STATEMENTS))
TOLD = {name: PAGES[name] for name in sorted(PAGES, reverse=True)}
ONE = {"one.html": "".join(one_page_parts(ARTICLES, STATEMENTS))}


def wait_for_end(page: Page, end: str) -> None:
    """Until the page's address ends so: the browser tells of a new address some time after the click."""
    page.wait_for_url(re.compile(re.escape(end) + "$"))


def labels(page: Page) -> list[str]:
    """The labels that are shown."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".label a")]
          .filter((one) => one.checkVisibility()).map((one) => one.dataset.label)"""
    )
    return found


# -- the text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        HOSTILE,
        "a\r\nb\rc\n\n \t\nd  e\x0cf\x85\u2028g\u200bh\x7f\x1b[31m\ufeff\uffff",
        "\u202egnp.exe \u2066a\u2069\u2069 <!-- &amp; &#13; ]]> </title>\n\u2067\u05d0 b",
    ],
)
def test_the_text_equals_the_input_once_tags_are_stripped(show: Show, text: str) -> None:
    quotes = Quotes(Article(text), [Quote("direct", [TextSpan.of(text, 1, 6)], speaker=ANN)])
    page = show({"quotes.html": render_html([quotes], title=text)})
    assert page.locator(".text").text_content() == text


def test_a_turn_of_direction_in_the_text_turns_nothing(show: Show) -> None:
    text = "Pay \u202eone\u202c or \u2067two\u2069 and \u2069three \u202dfour"
    page = show({"quotes.html": render_html([Quotes(Article(text))])})
    # Where each letter is drawn; one after the other from left to right.
    drawn = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector(".text p"), NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            for (let i = 0; i < walker.currentNode.length; i += 1) {
              if (!/[a-z]/i.test(walker.currentNode.data[i])) continue;
              const range = document.createRange();
              range.setStart(walker.currentNode, i);
              range.setEnd(walker.currentNode, i + 1);
              found.push(range.getBoundingClientRect().left);
            }
          }
          return found;
        }"""
    )
    assert len(drawn) == len(re.findall("[a-z]", text, re.IGNORECASE))
    assert drawn == sorted(drawn)
    assert page.locator(".control").count() == 6


def test_a_label_is_no_part_of_what_is_copied(show: Show) -> None:
    page = show(PAGE)
    assert page.locator(".text").inner_text().split() == TEXT.split()


# -- speakers ----------------------------------------------------------------------------------


def test_a_click_on_a_speaker_shows_their_quotes_alone_and_another_shows_all(show: Show) -> None:
    page = show(PAGE)
    assert labels(page) == [
        "Ann Ray · direct",
        "Bo Li · direct",
        "Ann Ray · direct",
        "river authority · mixed",
    ]
    page.get_by_role("button", name="Bo Li").click()
    assert labels(page) == ["Bo Li · direct"]
    assert page.get_by_role("button", name="Bo Li").get_attribute("aria-pressed") == "true"
    assert page.get_by_role("status").inner_text().split() == ["Only", "Bo", "Li", "show", "all"]
    page.get_by_role("button", name="Bo Li").click()
    assert len(labels(page)) == 4
    assert page.get_by_role("status").inner_text() == ""


def test_marks_of_the_others_are_taken_off_while_one_speaker_is_chosen(show: Show) -> None:
    page = show(PAGE)
    part = page.locator(".text [data-s]", has_text="modest")
    before = part.evaluate("one => getComputedStyle(one).backgroundImage")
    page.get_by_role("button", name="Ann Ray").click()
    after = part.evaluate("one => getComputedStyle(one).backgroundImage")
    assert "rgba(0, 0, 0, 0)" in after
    assert after != before


def test_the_keyboard_chooses_a_speaker_and_escape_shows_all(show: Show) -> None:
    page = show(PAGE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert labels(page) == ["Ann Ray · direct", "Ann Ray · direct"]
    page.keyboard.press("Escape")
    assert len(labels(page)) == 4


def test_an_article_in_which_the_chosen_one_says_nothing_is_hidden(show: Show) -> None:
    page = show(PAGES)
    page.get_by_role("button", name="Lavrov").click()
    assert [one.is_visible() for one in page.locator("article").all()] == [False, True, True, True, True]


def test_statements_are_filtered_by_speaker_too(show: Show) -> None:
    other = Speaker("Ann Ray", "person", "ann ray")
    from attrs import evolve

    pages = render_pages(ARTICLES, [EXPELLED, evolve(APART, speaker=other)])
    page = show({"statements.html": pages["statements.html"]})
    page.get_by_role("button", name="Ann Ray").click()
    assert not page.locator("#statement-1").is_visible()
    assert page.locator("#statement-2").is_visible()


# -- what is known of a quote -------------------------------------------------------------------


def test_hover_tells_score_and_reason_and_all_pieces_of_the_quote(show: Show) -> None:
    page = show(PAGE)
    page.locator(".text [data-q='1-1']", has_text="Nobody believed").hover()
    card = page.locator(".card")
    card.wait_for()
    assert "score 0.93" in card.inner_text()
    assert "said ← nsubj she, passage in marks" in card.inner_text()
    lit = [one.inner_text() for one in page.locator(".text .on").all()]
    assert lit[0].startswith("Nobody believed")
    assert lit[-1].startswith("and yet here we stand")


def test_over_a_nested_quote_the_inner_one_is_told_first(show: Show) -> None:
    page = show(PAGE)
    page.locator(".text [data-q]", has_text="Build it!").hover()
    page.locator(".card").wait_for()
    assert page.locator(".card .who b").all_inner_texts() == ["Ann Ray", "Bo Li"]


def test_focus_tells_it_too_and_escape_closes_it(show: Show) -> None:
    page = show(PAGE)
    page.locator("#at-1-1 a").focus()
    page.locator(".card").wait_for()
    assert "score 0.93" in page.locator(".card").inner_text()
    page.keyboard.press("Escape")
    page.locator(".card").wait_for(state="hidden")


def test_the_card_stays_while_the_pointer_is_on_it(show: Show) -> None:
    page = show(PAGE)
    page.locator(".text [data-q='1-1']", has_text="Nobody believed").hover()
    page.locator(".card").hover()
    page.wait_for_timeout(400)
    assert page.locator(".card").is_visible()


def test_a_screen_reader_finds_landmarks_names_and_a_list(show: Show) -> None:
    page = show(PAGE)
    for role in ("main", "banner", "complementary"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("article", name="bridge").count() == 1
    name = "Quote: Ann Ray · direct · score 0.93 · said ← nsubj she, passage in marks"
    assert page.get_by_role("link", name=name, exact=True).count() == 1
    assert page.get_by_role("button", name="Ann Ray Mayor 2 quotes").count() == 1
    page.get_by_text("4 quotes as a list").click()
    assert page.locator("ol .entry").count() == 4


# -- without a script --------------------------------------------------------------------------


def test_without_scripts_speakers_are_links_and_the_note_is_a_title(show: Show) -> None:
    page = show(PAGE, java_script_enabled=False)
    page.get_by_role("link", name="Bo Li").first.click()
    wait_for_end(page, "#at-1-2")
    title = page.locator(".text [data-q='1-1']").first.get_attribute("title")
    assert title == "Ann Ray · direct · score 0.93 · said ← nsubj she, passage in marks"
    assert page.locator(".text").text_content() == TEXT


# -- both ways -----------------------------------------------------------------------------------


def test_a_quote_leads_to_its_statement_and_a_variant_back_to_its_place(show: Show) -> None:
    page = show(PAGES)
    page.get_by_role("link", name="Statement 1, in 3 outlets").first.click()
    wait_for_end(page, "statements.html#statement-1")
    assert page.locator("#statement-1 h2").is_visible()
    page.locator("#statement-1 li", has_text="TASS").get_by_role("link", name="in the article").click()
    wait_for_end(page, "quotes.html#at-3-1")
    page.wait_for_function(IN_SIGHT, arg="#at-3-1")


def test_the_statement_that_was_led_to_stands_out(show: Show) -> None:
    page = show(TOLD)
    ground = "one => getComputedStyle(one).backgroundColor"
    before = page.locator("#statement-1 h2").evaluate(ground)
    page.evaluate("location.hash = 'statement-1'")
    assert page.locator("#statement-1 h2").evaluate(ground) != before


def test_on_one_page_the_links_stay_on_it(show: Show) -> None:
    page = show(ONE)
    page.get_by_role("link", name="Statement 1, in 3 outlets").first.click()
    wait_for_end(page, "one.html#statement-1")
    page.locator("#statement-1 li", has_text="Reuters").get_by_role("link", name="in the article").click()
    wait_for_end(page, "one.html#at-2-1")


def test_a_label_leads_to_its_entry_which_opens(show: Show) -> None:
    page = show(PAGE)
    x, y = page.evaluate(
        """() => {
          const link = document.querySelector("#at-1-2 a");
          const box = link.parentElement.getBoundingClientRect();
          const style = getComputedStyle(link, "::before");
          return [box.left + parseFloat(style.left) + 5, box.top + parseFloat(style.top) + 5];
        }"""
    )
    page.mouse.click(x, y)
    wait_for_end(page, "#quote-1-2")
    assert page.locator("#quote-1-2").is_visible()


# -- for every eye and every sheet ---------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pages", [PAGES, TOLD, ONE], ids=["quotes", "statements", "one"])
def test_every_text_has_the_contrast_of_wcag_aa(show: Show, pages: dict[str, str], scheme: str) -> None:
    page = show(pages, color_scheme=scheme)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    whole = page.evaluate(AUDIT)
    page.get_by_role("button", name="Lavrov").click()
    chosen = page.evaluate(AUDIT)
    assert whole["poor"] == chosen["poor"] == []
    assert whole["seen"] > 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_and_ink_follow_the_reader(show: Show, scheme: str) -> None:
    page = show(PAGE, color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 28)"}[scheme]


@pytest.mark.parametrize("width", [320, 420, 1280])
@pytest.mark.parametrize("pages", [PAGES, TOLD, ONE], ids=["quotes", "statements", "one"])
def test_nothing_runs_out_of_the_page_at_any_width(show: Show, pages: dict[str, str], width: int) -> None:
    page = show(pages, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    drawn = page.evaluate(
        """() => [...document.querySelectorAll(".label")].map((label) => {
          const style = getComputedStyle(label.firstElementChild, "::before");
          const left = label.getBoundingClientRect().left + parseFloat(style.left);
          return [left, left + parseFloat(style.width)];
        })"""
    )
    assert all(left >= 0 and right <= width for left, right in drawn)


def test_the_speakers_stand_beside_the_text_where_there_is_room(show: Show) -> None:
    for width, is_beside in ((1280, True), (420, False)):
        page = show(PAGE, width=width)
        side, text = page.locator(".side").bounding_box(), page.locator(".text").bounding_box()
        assert side is not None
        assert text is not None
        assert (side["x"] >= text["x"] + text["width"]) is is_beside
        assert (side["y"] + side["height"] <= text["y"]) is not is_beside


def test_a_dark_page_prints_on_white_without_what_only_a_screen_can_use(show: Show) -> None:
    page = show(PAGES, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(AUDIT)["poor"] == []
    assert not page.locator("nav.articles").is_visible()
    assert not page.get_by_text("as a list").first.is_visible()
    assert (
        page.locator(".text [data-q]").first.evaluate("one => getComputedStyle(one).printColorAdjust")
        == "exact"
    )


# -- in a notebook -------------------------------------------------------------------------------


def test_in_a_notebook_the_fragment_is_styled_and_leaves_the_rest_alone(show: Show) -> None:
    outer = "<!DOCTYPE html><html><body data-jp-theme-light='true'><h2>Cell</h2><p class='text'>Before</p>"
    page = show({"plain.html": outer})
    plain = page.locator("h2").evaluate("one => getComputedStyle(one).font + getComputedStyle(one).margin")
    page = show({"notebook.html": outer + render_fragment(QUOTES)}, color_scheme="dark")
    after = page.locator("h2").first.evaluate(
        "one => getComputedStyle(one).font + getComputedStyle(one).margin"
    )
    assert after == plain
    assert page.locator("div.text").text_content() == TEXT
    # The notebook is light where the machine is dark.
    paper = page.locator(".quotekit").evaluate("one => getComputedStyle(one).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_a_hostile_article_does_nothing_in_a_notebook(show: Show) -> None:
    speaker = Speaker(HOSTILE, "person", "k", role=HOSTILE)
    quote = Quote("direct", [TextSpan.of(HOSTILE, 0, 9)], speaker=speaker, reason=HOSTILE)
    page = show({"notebook.html": render_fragment(Quotes(Article(HOSTILE, title=HOSTILE), [quote]))})
    assert page.locator(".text").text_content() == HOSTILE
    assert page.locator("script, img").count() == 0


def test_a_speaker_in_a_notebook_leads_to_their_first_quote(show: Show) -> None:
    page = show({"notebook.html": render_fragment(QUOTES)})
    page.get_by_role("link", name="river authority").first.click()
    page.wait_for_url(re.compile(r"#at-[0-9a-f]{8}-1-4$"))
    assert page.locator(":target").count() == 1
