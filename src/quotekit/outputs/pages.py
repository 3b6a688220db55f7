"""Quotes and statements on one page or on two that link each other: each quote, each variant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quotekit.model import Quotes
from quotekit.outputs.html import quotes_body
from quotekit.outputs.page import page
from quotekit.outputs.places import Cast, Places, count_quotes, count_statements, find_places
from quotekit.outputs.renderings import rank_statements
from quotekit.outputs.statements_html import statements_body, statements_main
from quotekit.statements.records import Statement

__all__ = ["QUOTES_PAGE", "STATEMENTS_PAGE", "one_page_parts", "render_pages"]

QUOTES_PAGE = "quotes.html"
"""The file of the articles with their quotes."""

STATEMENTS_PAGE = "statements.html"
"""The file of the statements with their variants."""

_TO_STATEMENTS = "Statements: each in the words of its outlets"
_TO_QUOTES = "Quotes: each in its article"


def render_pages(articles: Sequence[Quotes], statements: Iterable[Statement]) -> Mapping[str, str]:
    """The two pages by file name: quotes with links to their statements, variants with links to their place.

    ``statements`` are those of these quotes, as `group_statements` returns them; they are shown as
    `rank_statements` orders them, those of one rendering in short. A speaker has one colour on both pages.

    >>> sorted(render_pages([], []))
    ['quotes.html', 'statements.html']
    """
    ranked = rank_statements(statements)
    places = find_places(articles, ranked, quotes_page=QUOTES_PAGE, statements_page=STATEMENTS_PAGE)
    cast = _whole_cast(articles, ranked, places)
    said, told = count_quotes(articles, places), count_statements(ranked, cast)
    quotes = quotes_body(
        articles, places, said, title="Quotes", beyond=f'<a href="{STATEMENTS_PAGE}">{_TO_STATEMENTS}</a>'
    )
    joined = statements_body(
        ranked, places, told, title="Statements", beyond=f'<a href="{QUOTES_PAGE}">{_TO_QUOTES}</a>'
    )
    return {
        QUOTES_PAGE: "".join(page("Quotes", quotes, cast)),
        STATEMENTS_PAGE: "".join(page("Statements", joined, cast)),
    }


def one_page_parts(articles: Sequence[Quotes], statements: Iterable[Statement]) -> Iterator[str]:
    """One page with the articles and, below them, the statements, linked both ways; in pieces."""
    ranked = rank_statements(statements)
    places = find_places(articles, ranked)
    cast = _whole_cast(articles, ranked, places)
    below = [
        '<section id="told" class="below" aria-label="Statements">\n<h1>Statements</h1>\n',
        *statements_main(ranked, places, cast),
        "</section>\n",
    ]
    body = quotes_body(
        articles,
        places,
        count_quotes(articles, places),
        title="Quotes",
        beyond=f'<a href="#told">{_TO_STATEMENTS}</a>' if ranked else "",
        more="".join(below) if ranked else "",
    )
    yield from page("Quotes", body, cast)


def _whole_cast(articles: Sequence[Quotes], statements: Sequence[Statement], places: Places) -> Cast:
    """The speakers of both, numbered as those of the quotes are: a number is a colour."""
    said = count_quotes(articles, places)
    known = {role.key for role in said.roles}
    told = count_statements(statements, said)
    return Cast((*said.roles, *(role for role in told.roles if role.key not in known)))
