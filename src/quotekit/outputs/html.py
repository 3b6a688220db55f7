"""Quotes as one web page that needs nothing beside itself, and as what a notebook shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from zlib import crc32

from quotekit.errors import UsageError
from quotekit.model import Article, Quotes
from quotekit.outputs.display import counted, kind_label, printable
from quotekit.outputs.marking import Shown, mark_text
from quotekit.outputs.page import fragment, page, shown, side
from quotekit.outputs.places import Cast, Link, Places, count_quotes, find_places

__all__ = ["html_parts", "quotes_body", "render_fragment", "render_html"]


def render_html(articles: Sequence[Quotes], *, title: str = "Quotes") -> str:
    """A page of the articles with their quotes: source, cue and content marked in the text.

    Each speaker has a colour that holds across the page; those at the side are counted, and choosing one
    shows their quotes alone. What stood in quotation marks has a ground and a whole line, a paraphrase a
    dashed one. The page holds its style and script, loads nothing, and follows the reader's light or dark
    setting. The text is the given one, character by character; nothing in it is obeyed.

    >>> page = render_html([Quotes(Article("1 < 2, he said.", id="a"))], title="Two")
    >>> "<title>Two</title>" in page, "1 &lt; 2" in page
    (True, True)
    """
    return "".join(html_parts(articles, title=title))


def html_parts(articles: Iterable[Quotes], *, title: str = "Quotes") -> Iterator[str]:
    """The page of `render_html` in pieces. All articles are read first: the speakers stand above them."""
    read = list(articles)
    places = find_places(read)
    cast = count_quotes(read, places)
    yield from page(title, quotes_body(read, places, cast, title=title), cast)


def render_fragment(quotes: Quotes) -> str:
    """The quotes of one article as a part of another page, as a notebook shows them.

    It is the article of `render_html` with its style, which reaches nothing else, and without a script:
    the speakers are links. Raises `UsageError` for what is no `Quotes`.

    >>> render_fragment(Quotes(Article("1 < 2, he said.", id="a"))).startswith("<style>")
    True
    """
    if not isinstance(quotes, Quotes):
        raise UsageError(
            f"render_fragment shows the Quotes of one article, got {type(quotes).__name__}: "
            f"give what extract_quotes returned"
        )
    # Cells of one notebook are one page: ids of the same article may meet, those of two must not.
    places = find_places([quotes], prefix=f"{crc32(quotes.text.encode('utf-8', 'surrogatepass')):08x}-")
    cast = count_quotes([quotes], places)
    legend = f'<p class="legend">{_LEGEND}</p>\n'
    return fragment((legend, *_layout([quotes], places, cast)), cast)


def quotes_body(
    articles: Sequence[Quotes], places: Places, cast: Cast, *, title: str, beyond: str = "", more: str = ""
) -> Iterator[str]:
    """What stands in the page: heading, legend, speakers, articles. ``beyond`` is the way to statements.

    ``more`` is HTML that goes on after the articles, in the same column.
    """
    n_quotes = sum(map(len, articles))
    n_named = sum(1 for role in cast.roles if role.number)
    facts = [counted(n_quotes, "quote"), counted(n_named, "speaker"), counted(len(articles), "article")]
    yield (
        '<header>\n<a class="skip" href="#text">Skip to the text</a>\n'
        f'<h1>{shown(title)}</h1>\n<p class="metadata">{" · ".join(facts)}</p>\n'
    )
    if beyond:
        yield f'<nav class="pages" aria-label="Pages">{beyond}</nav>\n'
    yield f'<p class="legend">{_LEGEND}{_LEGEND_TOLD if beyond else ""}</p>\n</header>\n'
    yield from _layout(articles, places, cast, more=more)


_LEGEND = (
    '<span><span class="sample source">source</span> whom the words come from</span>'
    '<span><span class="sample cue">cue</span> what reports them</span>'
    '<span><span class="sample verbatim">verbatim</span> inside quotation marks</span>'
    '<span><span class="sample paraphrase">paraphrase</span> in the reporter’s words</span>'
)
_LEGEND_TOLD = '<span><span class="told" data-label="×3"></span> in three outlets: to the statement</span>'


def _layout(articles: Sequence[Quotes], places: Places, cast: Cast, *, more: str = "") -> Iterator[str]:
    names = [(f"#article-{n}", _name(quotes.article)) for n, quotes in enumerate(articles, start=1)]
    yield '<div class="layout">\n'
    yield from side(cast, "quote", names)
    yield '<main id="text">\n' if not places.prefix else "<div>\n"
    for n, quotes in enumerate(articles, start=1):
        yield _article(n, quotes, places, cast)
    yield more + ("</main>\n</div>\n" if not places.prefix else "</div>\n</div>\n")


def _article(n: int, quotes: Quotes, places: Places, cast: Cast) -> str:
    found = [
        Shown(
            quote,
            f"{places.prefix}{n}-{k}",
            cast.number(quote.speaker),
            places.links_of(quotes.article, quote),
        )
        for k, quote in enumerate(quotes, start=1)
    ]
    name = f"{places.prefix}article-{n}"
    return (
        f'<article id="{name}" aria-labelledby="{name}-name">\n'
        f'<h2 id="{name}-name"><bdi>{shown(_name(quotes.article))}</bdi></h2>\n'
        f"{_metadata(quotes.article, len(found))}"
        f'<div class="text">{"".join(mark_text(quotes.text, found))}</div>\n{_entries(found)}</article>\n'
    )


def _name(article: Article) -> str:
    return printable(article.title or "") or printable(article.id or "") or "text"


def _metadata(article: Article, n_quotes: int) -> str:
    known = (article.outlet, article.published, article.url, article.id if article.title else None)
    facts = [f"<bdi>{shown(value)}</bdi>" for value in known if value]
    facts.append(counted(n_quotes, "quote") if n_quotes else "no quotes")
    return f'<p class="metadata">{" · ".join(facts)}</p>\n'


def _entries(quotes: Sequence[Shown]) -> str:
    """The quotes as a list, for who cannot see the marks or wants more than they tell."""
    if not quotes:
        return ""
    return (
        f'<details class="list">\n<summary>{counted(len(quotes), "quote")} as a list</summary>\n<ol>\n'
        f"{''.join(map(_entry, quotes))}</ol>\n</details>\n"
    )


def _entry(one: Shown) -> str:
    quote = one.quote
    speaker = quote.speaker
    detail = ", ".join(filter(None, (speaker.role, speaker.affiliation))) if speaker else ""
    role = f' <span class="role"><bdi>{shown(detail)}</bdi></span>' if printable(detail) else ""
    words = shown(quote.text) or "<i>no content</i>"
    facts = [f'<span class="score" style="--score:{quote.score:.2f}">score {quote.score:.2f}</span>']
    if quote.reason:
        facts.append(f"<bdi>{shown(quote.reason)}</bdi>")
    if quote.source:
        facts.append(f"source: <bdi>{shown(' … '.join(span.text for span in quote.source))}</bdi>")
    if quote.via:
        facts.append(f"via: <bdi>{shown(quote.via.text)}</bdi>")
    links = [f'<a class="back" href="#at-{one.id}">in the text</a>', *map(_told, one.links)]
    return (
        f'<li class="entry" id="quote-{one.id}" data-s="{one.speaker}" style="--s:var(--s{one.speaker})">\n'
        f'<p class="who"><b><bdi>{_speaker(one)}</bdi></b>{role} '
        f'<span class="wording {quote.kind}">{escape(kind_label(quote))}</span></p>\n'
        f"<blockquote><bdi>{words}</bdi></blockquote>\n"
        f'<p class="facts">{" ".join(f"<span>{fact}</span>" for fact in facts)}</p>\n'
        f'<p class="links">{" ".join(links)}</p>\n</li>\n'
    )


def _speaker(one: Shown) -> str:
    speaker = one.quote.speaker
    return (shown(speaker.name) if speaker else "") or "no name known"


def _told(link: Link) -> str:
    return f'<a href="{escape(link.href)}">statement {link.number}: {link.count}</a>'
