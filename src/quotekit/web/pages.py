"""The pages of the server: the form, and one page with speakers, quotes and statements."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from attrs import frozen

from quotekit.model import Quotes
from quotekit.outputs.display import printable
from quotekit.outputs.html import render_html
from quotekit.outputs.renderings import is_shared, rank_statements
from quotekit.outputs.speakers import rank_speakers
from quotekit.outputs.statements_html import render_statements_html
from quotekit.settings import SHOWN_FORMS
from quotekit.speaker_index import SpeakerIndex
from quotekit.speaker_records import KnownSpeaker, Tally
from quotekit.statements.records import Statement
from quotekit.web.limits import Limits

__all__ = ["form_page", "result_page"]


@frozen
class _Part:
    """What one of quotekit's pages holds: its style, and what stands in its body."""

    style: str
    body: str


def form_page(limits: Limits, *, problem: str = "") -> str:
    """The page to start from: a field to paste into, a choice of files, and what was wrong before.

    >>> "<form" in form_page(Limits()), "1 &lt; 2" in form_page(Limits(), problem="1 < 2")
    (True, True)
    """
    note = f'<p class="problem" role="alert">{escape(printable(problem))}</p>\n' if problem else ""
    size = _size(limits.body_bytes)
    body = (
        '<main class="form">\n<h1>Who said what</h1>\n'
        '<p class="metadata">Quotes, speakers and statements of news in English. '
        "What you send is read here, and not kept.</p>\n"
        f'{note}<form method="post" enctype="multipart/form-data">\n'
        '<label for="text">Paste an article</label>\n'
        '<textarea id="text" name="text" spellcheck="false"></textarea>\n'
        '<label for="files">and choose text files, each one article</label>\n'
        '<input id="files" name="files" type="file" accept=".txt,text/plain" multiple>\n'
        f'<p class="metadata">Up to {limits.articles} articles, {size} in all. '
        "Statements join what several articles report.</p>\n"
        '<label class="check"><input type="checkbox" name="acts" value="all"> '
        "also thoughts, intentions, evidence and refusals</label>\n"
        "<button>Find quotes</button>\n</form>\n</main>\n"
    )
    return _page("quotekit", [_part_of(render_html([])).style], body)


def result_page(read: Sequence[Quotes], statements: Sequence[Statement]) -> str:
    """One page of the speakers, the quotes and the statements of some articles.

    The last two are the pages of `render_html` and `render_statements_html`. Of several articles those
    statements are shown that join renderings or differ on a fact, and the rest is counted.

    >>> from quotekit.model import Article
    >>> "1 &lt; 2, he said." in result_page([Quotes(Article("1 < 2, he said."))], [])
    True
    """
    shown = [one for one in statements if len(read) < 2 or is_shared(one)]
    quotes = _part_of(render_html(read))
    joined = _part_of(render_statements_html(rank_statements(shown), n_left_out=len(statements) - len(shown)))
    body = (
        '<nav class="bar" aria-label="This page"><b>quotekit</b> <a href="#speakers">Speakers</a> '
        '<a href="#quotes">Quotes</a> <a href="#statements">Statements</a> '
        '<a href=".">Another text</a></nav>\n'
        f'<div class="part" id="speakers">\n<h1>Speakers</h1>\n{_speakers(read)}</div>\n'
        f'<div class="part" id="quotes">\n{quotes.body}</div>\n'
        f'<div class="part statements" id="statements">\n{joined.body}</div>\n'
    )
    return _page("Quotes, speakers and statements", [joined.style, quotes.style], body)


def _page(title: str, styles: Sequence[str], body: str) -> str:
    """The whole page. What it may load, nothing, is said in the headers of the answer."""
    own = files("quotekit").joinpath("web", "server.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{''.join(styles)}{own}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def _part_of(page: str) -> _Part:
    """The style and the body of one of quotekit's pages, in which the texts are escaped."""
    head, _, rest = page.partition("</head>")
    style = head.partition("<style>")[2].partition("</style>")[0]
    body = rest.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
    return _Part(style, body)


def _speakers(read: Sequence[Quotes]) -> str:
    known = SpeakerIndex()
    n_unnamed = known.add_all(read)
    rows = "".join(_row(speaker) for speaker in rank_speakers(known))
    unnamed = (
        f'<p class="metadata">Quotes of nobody whom the text names: {n_unnamed}.</p>\n' if n_unnamed else ""
    )
    if not rows:
        return f'<p class="metadata">no speakers</p>\n{unnamed}'
    return (
        '<table class="who">\n<thead><tr><th>speaker<th>kind<th class="n">quotes<th class="n">articles'
        f"<th>role, affiliation<th>also as</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{unnamed}"
    )


def _row(speaker: KnownSpeaker) -> str:
    others = tuple((name, count) for name, count in speaker.names if name != speaker.name)
    described = "; ".join(filter(None, (_forms(speaker.roles), _forms(speaker.affiliations))))
    return (
        f"<tr><td>{_shown(speaker.name) or '—'}<td>{speaker.kind}"
        f'<td class="n" data-unit="quotes">{speaker.count}<td class="n" data-unit="articles">'
        f"{len(speaker.docs)}<td>{described}<td>{_forms(others)}</tr>\n"
    )


def _forms(forms: Tally) -> str:
    """The commonest of some forms, and how many more there are."""
    shown = [_shown(form) for form, _ in forms[:SHOWN_FORMS]]
    n_more = len(forms) - len(shown)
    return ", ".join([*shown, *([f"and {n_more} more"] if n_more else [])])


def _shown(text: str) -> str:
    return f"<bdi>{escape(printable(text))}</bdi>" if text else ""


def _size(n_bytes: int) -> str:
    """A number of bytes for a reader.

    >>> _size(1 << 20), _size(2_500), _size(10)
    ('1 MB', '2.4 kB', '10 bytes')
    """
    for unit, size in (("MB", 1 << 20), ("kB", 1 << 10)):
        if n_bytes >= size:
            return f"{n_bytes / size:.1f}".removesuffix(".0") + f" {unit}"
    return f"{n_bytes} bytes"
