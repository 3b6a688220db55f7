"""Statements as one web page that needs nothing beside itself: their variants side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from quotekit.model import Article, Segment
from quotekit.outputs.display import printable
from quotekit.outputs.renderings import (
    Dispute,
    Side,
    differing_parts,
    disputes_of,
    missing_runs,
    outlet_label,
    shown_date,
    speaker_line,
    speaker_name,
    summary,
)
from quotekit.statements.records import Statement, Variant

__all__ = ["render_statements_html", "statements_html_parts"]

# Where a rendering stands: its article, and its first clause.
_Place = tuple[Article, Segment]


def render_statements_html(
    statements: Sequence[Statement], *, n_left_out: int = 0, title: str = "Statements"
) -> str:
    """A page of the statements in the order given, each with its variants side by side.

    Above each stand its speaker, the number of outlets, the first date, and what the outlets disagree on.
    Words that the representative lacks are marked, by a line as well as by colour. ``n_left_out`` is how
    many have too few variants to be among them. The page holds its own style and no script, and follows the
    reader's light or dark setting; what a browser would obey in a text is escaped or made visible, and
    only addresses of http and https are links.

    >>> page = render_statements_html([], title="1 < 2")
    >>> "<title>1 &lt; 2</title>" in page, "no statements" in page
    (True, True)
    """
    return "".join(statements_html_parts(statements, n_left_out=n_left_out, title=title))


def statements_html_parts(
    statements: Sequence[Statement], *, n_left_out: int = 0, title: str = "Statements"
) -> Iterator[str]:
    """The page of `render_statements_html` in pieces, a statement at a time."""
    folder = files("quotekit").joinpath("outputs")
    style = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in _STYLES)
    name = _shown(title)
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        # Whatever slips through the escaping must still not load or run.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{name}</title>\n<style>\n{style}</style>\n</head>\n<body class="statements">\n'
        f'<header>\n<h1>{name}</h1>\n<p class="metadata">{_shown(summary(statements, n_left_out=n_left_out))}'
        "</p>\n"
    )
    if any(len(statement.variants) > 1 for statement in statements):
        yield '<p class="note"><mark>Marked</mark>: words that the heading does not have.</p>\n'
    yield from _contents(statements)
    yield "</header>\n<main>\n"
    numbers = _numbers(statements)
    for number, statement in enumerate(statements, start=1):
        yield _section(number, statement, numbers)
    yield "</main>\n"
    if n_left_out and statements:
        yield f'<footer class="metadata">Not shown, with fewer variants: {n_left_out}.</footer>\n'
    yield "</body>\n</html>\n"


_STYLES = ("page.css", "statements.css")


def _contents(statements: Sequence[Statement]) -> Iterator[str]:
    """The list at the top: words, speaker and counts, each a link to its section."""
    if len(statements) < 2:
        return
    yield '<nav aria-label="Statements">\n<ol class="contents">\n'
    for number, statement in enumerate(statements, start=1):
        n = len(statement.outlets) or len(statement.variants)
        unit = "outlet" if statement.outlets else "variant"
        disputed = ' · <strong class="disputed">disagreement</strong>' if statement.disagreements else ""
        yield (
            f'<li><a href="#statement-{number}"><bdi>{_shown(statement.text)}</bdi></a> '
            f'<span class="facts"><bdi>{_shown(speaker_name(statement))}</bdi> · '
            f"{n} {unit}{'' if n == 1 else 's'}{disputed}</span></li>\n"
        )
    yield "</ol>\n</nav>\n"


def _numbers(statements: Sequence[Statement]) -> Mapping[_Place, int]:
    """In which section a rendering stands."""
    return {
        (variant.article, segment): number
        for number, statement in enumerate(statements, start=1)
        for variant in statement.variants
        for segment in variant.segments
    }


def _section(number: int, statement: Statement, numbers: Mapping[_Place, int]) -> str:
    disputes = "".join(_dispute(dispute, numbers) for dispute in disputes_of(statement))
    if disputes:
        disputes = f'<dl class="disputes" aria-label="Disagreements">\n{disputes}</dl>\n'
    cards = "".join(_card(statement, place) for place in range(len(statement.variants)))
    return (
        f'<section id="statement-{number}">\n<h2><a href="#statement-{number}">{number}</a> '
        f"<bdi>{_shown(statement.text)}</bdi></h2>\n"
        f'<p class="metadata">{_shown(speaker_line(statement))} · score {statement.score:.2f}</p>\n'
        f'{disputes}<ul class="variants">\n{cards}</ul>\n</section>\n'
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
            else f"<q><bdi>{_shown(side.apart.text)}</bdi></q>"
        )
        apart = f' <span class="apart">kept apart, {where}</span>'
    return f"{outlets}: {words}{apart}"


def _card(statement: Statement, place: int) -> str:
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
        f"<blockquote><bdi>{_words(statement, variant)}</bdi></blockquote>\n{notes}{_origin(variant)}</li>\n"
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
    n = sum(len(run.split()) for run in runs)
    return (
        f"<details><summary>lacks {n} word{'' if n == 1 else 's'} of the heading</summary> "
        f"<bdi>{shown}</bdi></details>\n"
    )


def _why(statement: Statement) -> str:
    if len(statement.variants) < 2:
        return ""
    why = f": {_shown(statement.why)}" if statement.why else ""
    return f'<p class="note">stands for all{why}</p>\n'


def _origin(variant: Variant) -> str:
    """The article: its title, or else its id, with a link where it has an address."""
    article = variant.article
    name = _shown(article.title or article.id or "")
    if not _is_web(article.url):
        return f'<p class="origin"><bdi>{name}</bdi></p>\n' if name else ""
    link = escape(article.url or "")
    return f'<p class="origin"><a href="{link}" rel="noopener noreferrer"><bdi>{name or link}</bdi></a></p>\n'


def _is_web(url: str | None) -> bool:
    """Whether an address is of http or https and has nothing that is to be hidden from the reader."""
    if not url or not url.isprintable() or any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _shown(text: str) -> str:
    return escape(printable(text))
