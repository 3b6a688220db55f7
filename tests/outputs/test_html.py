"""Quotes as a web page: whole by itself, the text as it is, nothing obeyed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_read import HOSTILE, Page
from strategies_records import quotes_of_articles

import quotekit
from quotekit.errors import UsageError
from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.html import html_parts, render_fragment, render_html

TEXT = "Ann said: \"Bob told me: 'Go!'\"\n\nHe denied it, she said."


def span(part: str) -> TextSpan:
    start = TEXT.index(part)
    return TextSpan.of(TEXT, start, start + len(part))


ANN = Speaker("Ann Ray", "person", "ann ray", role="mayor", affiliation="Ayr")
OUTER = Quote(
    "direct",
    [span("Bob told me: 'Go!'")],
    cue=[span("said")],
    source=[span("Ann")],
    verbatim=[span("Bob told me: 'Go!'")],
    speaker=ANN,
    score=0.91,
    reason="said ← nsubj Ann",
)
INNER = Quote("direct", [span("Go!")], cue=[span("told")], source=[span("Bob")], parent=OUTER)
DENIED = Quote("indirect", [span("it")], cue=[span("denied")], source=[span("He")], speaker=ANN, negated=True)
QUOTES = Quotes(
    Article(TEXT, id="a.txt", outlet="Post", title="T", published="May 1"), [OUTER, INNER, DENIED]
)
PAGE = Page(render_html([QUOTES]))


def test_the_text_is_that_of_the_article_once_tags_are_stripped() -> None:
    assert PAGE.articles == [TEXT]


def test_each_quote_is_an_entry_with_speaker_kind_words_score_and_reason() -> None:
    assert PAGE.all("p", "who") == [
        "Ann Ray mayor, Ayr direct",
        "no name known direct",
        "Ann Ray mayor, Ayr indirect, denied",
    ]
    assert PAGE.all("blockquote") == ["Bob told me: 'Go!'", "Go!", "it"]
    assert PAGE.all("p", "facts")[0] == "score 0.91 said ← nsubj Ann source: Ann"


def test_an_entry_and_its_place_in_the_text_lead_to_each_other() -> None:
    back = [attrs["href"] for attrs in PAGE.having("class", "back")]
    assert back == ["#at-1-1", "#at-1-2", "#at-1-3"]
    assert [attrs["href"] for attrs in PAGE.having("data-of")] == ["#quote-1-1", "#quote-1-2", "#quote-1-3"]
    assert {f"#{attrs['id']}" for attrs in PAGE.having("id")} >= set(PAGE.links())


def test_speakers_are_counted_the_unnamed_last() -> None:
    assert PAGE.all("a", "speaker") == ["Ann Ray mayor, Ayr 2 quotes", "no name known 1 quote"]
    assert [attrs["href"] for attrs in PAGE.having("class", "speaker")] == ["#at-1-1", "#at-1-2"]


def test_a_speaker_has_one_colour_in_all_articles() -> None:
    other = Quotes(Article("Go, Ann said.", id="b"), [Quote("direct", [TextSpan(0, 2, "Go")], speaker=ANN)])
    page = Page(render_html([QUOTES, other]))
    of_ann = {page.having("id", f"at-{place}")[0]["data-s"] for place in ("1-1", "1-3", "2-1")}
    assert of_ann == {"1"}
    assert page.all("a", "speaker")[0] == "Ann Ray mayor, Ayr 3 quotes"


def test_metadata_and_name_stand_above_the_text() -> None:
    assert PAGE.all("h2") == ["Speakers", "T"]
    assert "Post · May 1 · a.txt · 3 quotes" in PAGE.all("p", "metadata")


def test_every_article_has_its_part_in_order_and_several_have_a_list() -> None:
    page = Page(render_html([QUOTES, Quotes(Article("Second.", id="b"))]))
    assert page.articles == [TEXT, "Second."]
    assert "Articles T b" in page.all("nav")
    assert PAGE.all("nav") == []


def test_an_article_without_quotes_says_so() -> None:
    page = Page(render_html([Quotes(Article("No."))]))
    assert "no quotes" in page.all("p", "metadata")
    assert page.all("details") == []


def test_an_article_given_twice_makes_a_sound_page() -> None:
    assert Page(render_html([QUOTES, QUOTES])).is_sound()


def test_the_page_is_made_an_article_at_a_time() -> None:
    parts = [part for part in html_parts([QUOTES, QUOTES]) if part.startswith("<article")]
    assert len(parts) == 2


def test_the_page_needs_nothing_beside_itself_and_runs_its_own_script_alone() -> None:
    page = render_html([QUOTES])
    assert not re.search(r"https?:|url\(|@import|<link|<img|<iframe", page)
    assert page.count("<script") == 1
    assert re.search(r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/]{43}='", page)


def hostile_quotes() -> Quotes:
    speaker = Speaker(HOSTILE, "person", "k", role=HOSTILE, affiliation=HOSTILE)
    whole = TextSpan.of(HOSTILE, 0, len(HOSTILE))
    quote = Quote(
        "direct", [TextSpan.of(HOSTILE, 0, 9)], source=[whole], via=whole, speaker=speaker, reason=HOSTILE
    )
    article = Article(HOSTILE, id=HOSTILE, outlet=HOSTILE, title=HOSTILE, url="javascript:alert(1)")
    return Quotes(article, [quote])


def test_text_that_would_be_obeyed_is_shown() -> None:
    source = render_html([hostile_quotes()], title=HOSTILE)
    page = Page(source)
    assert page.is_sound()
    assert page.articles == [HOSTILE]
    assert page.all("script") == [" ".join(source.split("<script>")[1].split("</script>")[0].split())]
    assert all(link and link.startswith("#") for link in page.links())


def test_what_turns_the_direction_of_writing_is_held_in_the_text_and_shown_elsewhere() -> None:
    source = render_html([hostile_quotes()], title=HOSTILE)
    assert re.sub(r'<bdi class="control" data-code="U\+202E">\u202e</bdi>', "", source).count("\u202e") == 0
    assert "<U+202E>" in Page(source).all("h1")[0]


@given(st.lists(quotes_of_articles(), max_size=2))
def test_any_record_makes_a_page_whose_text_is_that_of_the_article(articles: list[Quotes]) -> None:
    page = Page(render_html(articles))
    assert page.articles == [quotes.text.replace("\0", "␀") for quotes in articles]
    assert page.is_sound()
    assert {f"#{attrs['id']}" for attrs in page.having("id")} >= set(page.links())


@pytest.mark.parametrize("n_quotes", [400])
def test_many_quotes_over_each_other_make_a_page(n_quotes: int) -> None:
    text = "x" * (2 * n_quotes)
    nested = [Quote("direct", [TextSpan.of(text, i, len(text) - i)]) for i in range(n_quotes)]
    assert Page(render_html([Quotes(Article(text), nested)])).articles == [text]


# -- in a notebook ----------------------------------------------------------------------------


def test_a_notebook_shows_the_article_with_its_speakers_and_without_a_script() -> None:
    source = QUOTES._repr_html_()
    page = Page(source)
    assert source == render_fragment(QUOTES) == quotekit.render_fragment(QUOTES)
    assert page.articles == [TEXT]
    assert page.all("a", "speaker") == ["Ann Ray mayor, Ayr 2 quotes", "no name known 1 quote"]
    assert page.is_sound()
    assert "<script" not in source


def test_records_know_nothing_of_pages_until_a_notebook_asks() -> None:
    check = (
        "import sys; from quotekit.model import Article, Quotes; one = Quotes(Article('Go.'));"
        "before = any('outputs' in name for name in sys.modules); shown = one._repr_html_();"
        "sys.exit(before or 'spacy' in sys.modules or 'Go.' not in shown)"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_a_rule_of_its_style_reaches_nothing_else_in_the_notebook() -> None:
    style = re.sub(r"/\*.*?\*/", "", Page(render_fragment(QUOTES)).all("style")[0])
    depth, selectors, at = 0, [], 0
    for i, char in enumerate(style):
        if char in "{}":
            if char == "{" and depth == 0:
                selectors += style[at:i].split(", ")
            depth += 1 if char == "{" else -1
            at = i + 1
    outside = [one.strip() for one in selectors if ".quotekit" not in one]
    assert outside == ["@media print"]  # which holds one rule, of a page alone
    assert style.count("body:has(.quotekit.page)") == style.count("body")


def test_two_articles_in_one_notebook_share_no_id() -> None:
    other = Page(render_fragment(Quotes(Article("Go, Ann said."), [])))
    first = {attrs["id"] for attrs in Page(render_fragment(QUOTES)).having("id")}
    assert first.isdisjoint(attrs["id"] for attrs in other.having("id"))


def test_a_fragment_of_something_else_is_refused() -> None:
    with pytest.raises(UsageError, match="shows the Quotes of one article, got list"):
        render_fragment([QUOTES])  # type: ignore[arg-type]
