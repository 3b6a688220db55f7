"""Statements as one web page that needs nothing beside itself: their variants side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

from quotekit.errors import UsageError
from quotekit.model import Article, Segment
from quotekit.outputs.display import counted, printable
from quotekit.outputs.page import fragment, page, shown, side
from quotekit.outputs.places import Cast, Places, count_statements
from quotekit.outputs.renderings import (
    Dispute,
    Side,
    differing_parts,
    disputes_of,
    is_shared,
    missing_runs,
    outlet_label,
    shown_date,
    speaker_line,
    speaker_name,
    summary,
)
from quotekit.statements.records import Statement, Variant

__all__ = [
    "render_statement_fragment",
    "render_statements_html",
    "statements_body",
    "statements_html_parts",
    "statements_main",
]

# Where a rendering stands: its article, and its first clause.
_Place = tuple[Article, Segment]


def render_statements_html(
    statements: Sequence[Statement], *, n_left_out: int = 0, title: str = "Statements"
) -> str:
    """A page of the statements in the order given, each with its variants side by side.

    Above each stand its speaker, the number of outlets, the first date, and what the outlets disagree on.
    Words that the representative lacks are marked, by a line as well as by colour. ``n_left_out`` is how
    many have too few variants to be among them. The page is made as that of `render_html` is: it loads
    nothing, what a browser would obey in a text is escaped or made visible, and only addresses of http and
    https are links.

    >>> page = render_statements_html([], title="1 < 2")
    >>> "<title>1 &lt; 2</title>" in page, "no statements" in page
    (True, True)
    """
    return "".join(statements_html_parts(statements, n_left_out=n_left_out, title=title))


def statements_html_parts(
    statements: Sequence[Statement], *, n_left_out: int = 0, title: str = "Statements"
) -> Iterator[str]:
    """The page of `render_statements_html` in pieces, a statement at a time."""
    cast = count_statements(statements)
    body = statements_body(statements, Places(), cast, n_left_out=n_left_out, title=title)
    yield from page(title, body, cast)


def render_statement_fragment(statement: Statement) -> str:
    """One statement as a part of another page, as a notebook shows it: its variants side by side.

    Raises `UsageError` for what is no `Statement`.
    """
    if not isinstance(statement, Statement):
        raise UsageError(
            f"render_statement_fragment shows one Statement, got {type(statement).__name__}: "
            f"give one of those that find_statements returned"
        )
    cast = count_statements([statement])
    return fragment([_section(0, statement, {}, Places(), cast)], cast)


def statements_body(
    statements: Sequence[Statement],
    places: Places,
    cast: Cast,
    *,
    n_left_out: int = 0,
    title: str,
    beyond: str = "",
) -> Iterator[str]:
    """What stands in the page: heading, speakers, statements. ``beyond`` is the way to the quotes."""
    facts = shown(summary(statements, n_left_out=n_left_out))
    yield (
        '<header>\n<a class="skip" href="#list">Skip to the statements</a>\n'
        f'<h1>{shown(title)}</h1>\n<p class="metadata">{facts}</p>\n'
    )
    if beyond:
        yield f'<nav class="pages" aria-label="Pages">{beyond}</nav>\n'
    yield '</header>\n<div class="layout">\n'
    yield from side(cast, "statement")
    yield '<main id="list">\n'
    yield from statements_main(statements, places, cast)
    yield "</main>\n</div>\n"
    if n_left_out and statements:
        yield f'<footer class="metadata">Not shown, with fewer variants: {n_left_out}.</footer>\n'


def statements_main(statements: Sequence[Statement], places: Places, cast: Cast) -> Iterator[str]:
    """The list at the top, then the statements; beside quotes, what one rendering alone tells in short."""
    numbered = list(enumerate(statements, start=1))
    full = [one for one in numbered if is_shared(one[1]) or not places.ids]
    numbers = _numbers(statements)
    if any(len(statement.variants) > 1 for statement in statements):
        yield '<p class="note"><mark>Marked</mark>: words that the heading does not have.</p>\n'
    yield from _contents(full, cast)
    for number, statement in full:
        yield _section(number, statement, numbers, places, cast)
    if len(full) < len(numbered):
        yield '<section class="once">\n<h2>Told once</h2>\n<ul>\n'
        for number, statement in numbered:
            if not is_shared(statement):
                yield _once(number, statement, places, cast)
        yield "</ul>\n</section>\n"


def _contents(numbered: Sequence[tuple[int, Statement]], cast: Cast) -> Iterator[str]:
    """The list at the top: words, speaker and counts, each a link to its section."""
    if len(numbered) < 2:
        return
    yield '<nav aria-label="Statements">\n<ol class="contents">\n'
    for number, statement in numbered:
        n = len(statement.outlets) or len(statement.variants)
        unit = "outlet" if statement.outlets else "variant"
        disputed = ' · <strong class="disputed">disagreement</strong>' if statement.disagreements else ""
        yield (
            f'<li value="{number}" {_of(statement, cast)}>'
            f'<a href="#statement-{number}"><bdi>{shown(statement.text)}</bdi></a> '
            f'<span class="facts"><bdi>{shown(speaker_name(statement))}</bdi> · '
            f"{counted(n, unit)}{disputed}</span></li>\n"
        )
    yield "</ol>\n</nav>\n"


def _of(statement: Statement, cast: Cast) -> str:
    """The attributes that give an element the colour of a statement's speaker."""
    number = cast.number(statement.speaker)
    return f'data-s="{number}" style="--s:var(--s{number})"'


def _numbers(statements: Sequence[Statement]) -> Mapping[_Place, int]:
    """In which section a rendering stands."""
    return {
        (variant.article, segment): number
        for number, statement in enumerate(statements, start=1)
        for variant in statement.variants
        for segment in variant.segments
    }


def _section(
    number: int, statement: Statement, numbers: Mapping[_Place, int], places: Places, cast: Cast
) -> str:
    disputes = "".join(_dispute(dispute, numbers) for dispute in disputes_of(statement))
    if disputes:
        disputes = f'<dl class="disputes" aria-label="Disagreements">\n{disputes}</dl>\n'
    cards = "".join(_card(statement, place, places) for place in range(len(statement.variants)))
    name = speaker_name(statement)
    line = speaker_line(statement).removeprefix(name)
    # In a notebook, which holds one statement a cell, there is nothing to number.
    anchor = f'<a href="#statement-{number}">{number}</a> ' if number else ""
    place = f' id="statement-{number}"' if number else ""
    return (
        f'<section class="statement"{place} {_of(statement, cast)}>\n'
        f"<h2>{anchor}<bdi>{shown(statement.text)}</bdi></h2>\n"
        f'<p class="metadata"><b><bdi>{escape(name)}</bdi></b>{escape(line)} '
        f"· score {statement.score:.2f}</p>\n"
        f'{disputes}<ul class="variants">\n{cards}</ul>\n</section>\n'
    )


def _once(number: int, statement: Statement, places: Places, cast: Cast) -> str:
    variant = statement.variants[0]
    outlet = outlet_label(variant)
    return (
        f'<li id="statement-{number}" {_of(statement, cast)}><q><bdi>{shown(statement.text)}</bdi></q>\n'
        f'<p class="facts"><bdi>{escape(speaker_name(statement))}</bdi> · <bdi>{escape(outlet)}</bdi> · '
        f'<span class="wording {variant.wording}">{variant.wording}</span> '
        f"{_place(variant, places)}</p></li>\n"
    )


def _dispute(dispute: Dispute, numbers: Mapping[_Place, int]) -> str:
    sides = "".join(f"<dd>{_side(side, numbers)}</dd>" for side in dispute.sides)
    return f"<div><dt>{dispute.kind}</dt>{sides}</div>\n"


def _side(side: Side, numbers: Mapping[_Place, int]) -> str:
    words = f"<b><bdi>{escape(side.words)}</bdi></b>" if side.words else "<i>without it</i>"
    outlets = f"<bdi>{escape(', '.join(side.outlets))}</bdi>"
    apart = ""
    if side.apart is not None:
        segments = side.apart.segments
        number = numbers.get((side.apart.article, segments[0])) if segments else None
        # Where its own statement is not on the page, its words are.
        where = (
            f'as <a href="#statement-{number}">statement {number}</a>'
            if number
            else f"<q><bdi>{shown(side.apart.text)}</bdi></q>"
        )
        apart = f' <span class="apart">kept apart, {where}</span>'
    return f"{outlets}: {words}{apart}"


def _card(statement: Statement, place: int, places: Places) -> str:
    variant = statement.variants[place]
    is_main = place == statement.representative
    date = shown_date(variant.published)
    head = [
        f"<b><bdi>{escape(outlet_label(variant))}</bdi></b>",
        *([f"<bdi>{escape(date)}</bdi>"] if date else []),
        f'<span class="wording {variant.wording}">{variant.wording}</span>',
    ]
    notes = _missing(statement, variant) if not is_main else _why(statement)
    return (
        f'<li{" class=main" if is_main else ""}>\n<p class="head">{" ".join(head)}</p>\n'
        f"<blockquote><bdi>{_words(statement, variant)}</bdi></blockquote>\n"
        f"{notes}{_origin(variant, places)}</li>\n"
    )


def _words(statement: Statement, variant: Variant) -> str:
    """The words of a variant, those that the representative lacks marked."""
    parts = differing_parts(printable(variant.text), printable(statement.text))
    return "".join(f"<mark>{escape(part)}</mark>" if is_other else escape(part) for part, is_other in parts)


def _missing(statement: Statement, variant: Variant) -> str:
    runs = missing_runs(printable(variant.text), printable(statement.text))
    if not runs:
        return ""
    shown = " · ".join(f"<del>{escape(run)}</del>" for run in runs)
    lacking = counted(sum(len(run.split()) for run in runs), "word")
    return f"<details><summary>lacks {lacking} of the heading</summary> <bdi>{shown}</bdi></details>\n"


def _why(statement: Statement) -> str:
    if len(statement.variants) < 2:
        return ""
    why = f": {shown(statement.why)}" if statement.why else ""
    return f'<p class="note">stands for all{why}</p>\n'


def _origin(variant: Variant, places: Places) -> str:
    """The article: its title, or else its id, with a link where it has an address, and the place in it."""
    article = variant.article
    name = shown(article.title or article.id or "")
    parts = []
    if _is_web(article.url):
        link = escape(article.url or "")
        parts.append(f'<a href="{link}" rel="noopener noreferrer"><bdi>{name or link}</bdi></a>')
    elif name:
        parts.append(f"<bdi>{name}</bdi>")
    place = _place(variant, places)
    return (
        f'<p class="origin">{" ".join([*parts, place])}</p>\n'.replace(" </p>", "</p>")
        if parts or place
        else ""
    )


def _place(variant: Variant, places: Places) -> str:
    """The way to where a variant stands in its article, if that is on a page."""
    found = places.id_of(variant.article, variant.quote)
    return f'<a href="{places.quotes_page}#at-{found}">in the article</a>' if found else ""


def _is_web(url: str | None) -> bool:
    """Whether an address is of http or https and has nothing that is to be hidden from the reader."""
    if not url or not url.isprintable() or any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
