"""Quotes as one web page that needs nothing beside itself, in the manner of displaCy's spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from math import ceil
from typing import Literal

from attrs import frozen

from quotekit.model import Article, Quote, Quotes, TextSpan
from quotekit.outputs.display import kind_label, printable, speaker_label

__all__ = ["html_parts", "render_html"]

_Role = Literal["content", "cue", "source"]
_Place = tuple[int, int, _Role]

# How wide a character of a label is, in characters of the text: 10 px against 17 px, and a gap.
_LABEL_WIDTH, _LABEL_GAP = 0.58, 2


@frozen(order=True)
class _Bar:
    """One span to be drawn. ``lane`` counts from the text downwards."""

    start: int
    end: int
    lane: int
    role: _Role
    label: str
    note: str


def render_html(articles: Sequence[Quotes], *, title: str = "Quotes") -> str:
    """A page of the articles with their quotes: content, cue and source underlined and labelled.

    Above each text stand its speakers with the number of their quotes. The page holds its own style
    and no script, follows the reader's light or dark setting, and shows the text as it is; what
    a browser would obey in it is escaped or made visible.

    >>> page = render_html([Quotes(Article("1 < 2, he said.", id="a"))], title="Two")
    >>> "<title>Two</title>" in page, "1 &lt; 2" in page
    (True, True)
    """
    return "".join(html_parts(articles, title=title))


def html_parts(articles: Iterable[Quotes], *, title: str = "Quotes") -> Iterator[str]:
    """The page of `render_html` in pieces, an article at a time."""
    style = files("quotekit").joinpath("outputs", "page.css").read_text(encoding="utf-8")
    name = escape(printable(title))
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        # Whatever slips through the escaping must still not load or run.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<h1>{name}</h1>\n"
        '<p class="legend"><span class="content">content</span> <span class="cue">cue</span> '
        '<span class="source">source</span></p>\n'
    )
    for quotes in articles:
        yield _article(quotes)
    yield "</body>\n</html>\n"


def _article(quotes: Quotes) -> str:
    return (
        f"<article>\n<h2>{escape(printable(quotes.article.id or 'text'))}</h2>\n"
        f"{_metadata(quotes.article)}{_speakers(quotes)}"
        f'<div class="text">{"".join(_lines(quotes.text, _bars(quotes)))}</div>\n</article>\n'
    )


def _metadata(article: Article) -> str:
    known = (article.title, article.outlet, article.published, article.url)
    shown = [f"<bdi>{escape(printable(value))}</bdi>" for value in known if value]
    return f'<p class="metadata">{" · ".join(shown)}</p>\n' if shown else ""


def _speakers(quotes: Quotes) -> str:
    """The speakers with their counts, the most quoted first; those without a name together."""
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for quote in quotes:
        key = quote.speaker.key if quote.speaker else ""
        names.setdefault(key, printable(quote.speaker.name) if quote.speaker else "no name known")
        counts[key] += 1
    if not counts:
        return '<p class="metadata">no quotes</p>\n'
    # The unnamed come last; of equals, the one who speaks first comes first.
    ranked = sorted(counts, key=lambda key: (not key, -counts[key]))
    items = (f"<li><bdi>{escape(names[key])}</bdi> <b>{counts[key]}</b></li>" for key in ranked)
    return f'<ul class="speakers">{"".join(items)}</ul>\n'


def _bars(quotes: Quotes) -> list[_Bar]:
    """The spans of all quotes, each in the first lane where neither it nor its label meets another."""
    taken: list[int] = []
    bars = []
    for (start, end, role), (label, note) in sorted(_spans(quotes).items(), key=_longest_first):
        lane = next((i for i, until in enumerate(taken) if until <= start), len(taken))
        width = ceil(len(label) * _LABEL_WIDTH)
        taken[lane : lane + 1] = [max(end, start + width + _LABEL_GAP if label else 0)]
        bars.append(_Bar(start, end, lane, role, label, note))
    return bars


def _longest_first(item: tuple[_Place, object]) -> tuple[int, int, _Role]:
    start, end, role = item[0]
    return start, -end, role


def _spans(quotes: Iterable[Quote]) -> dict[_Place, tuple[str, str]]:
    """What is to be drawn, with its label and its note; what two quotes share is drawn once.

    A cue or a source too short for its label goes without: its colour says it.
    """
    found: dict[_Place, tuple[str, str]] = {}
    for quote in quotes:
        who = f"{speaker_label(quote)} · {kind_label(quote)}"
        note = f"{who} · {printable(quote.reason)} · {quote.score:.2f}"
        roles: tuple[tuple[_Role, tuple[TextSpan, ...]], ...] = (
            ("content", quote.content),
            ("cue", quote.cue),
            ("source", quote.source),
        )
        for role, spans in roles:
            for i, span in enumerate(spans):
                label: str = role if len(role) * _LABEL_WIDTH <= len(span.text) else ""
                if role == "content":
                    label = "…" if i else who
                place = (span.start, span.end, role)
                before = f"{found[place][1]}\n" if place in found else ""
                found[place] = (label, before + note)
    return found


def _lines(text: str, bars: Sequence[_Bar]) -> Iterator[str]:
    """The lines of the text as paragraphs, each as high as the lanes in it need; blank ones left out."""
    waiting = sorted(bars, reverse=True)
    open_bars: list[_Bar] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        open_bars = [bar for bar in open_bars if bar.end > start]
        while waiting and waiting[-1].start < end:
            open_bars.append(waiting.pop())
        if line.strip():
            n_lanes = max((bar.lane for bar in open_bars), default=-1) + 1
            yield f'<p style="--lanes:{n_lanes}">{_line(text, start, end, open_bars)}</p>\n'
        start = end + 1


def _line(text: str, start: int, end: int, bars: Sequence[_Bar]) -> str:
    """The text from ``start`` to ``end``, cut wherever a bar does, each part over its bars."""
    edges = {edge for bar in bars for edge in (bar.start, bar.end) if start < edge < end}
    parts = []
    for left, right in pairwise(sorted({start, end} | edges)):
        over = [bar for bar in bars if bar.start <= left and bar.end >= right]
        parts += [_label(bar) for bar in over if bar.start == left and bar.label]
        shown = escape(printable(text[left:right], keep_lines=True))
        parts.append(_underlined(shown, over) if over else shown)
    return "".join(parts)


def _label(bar: _Bar) -> str:
    # The label is drawn from an attribute: so what is copied or searched in the page is the text.
    return f'<i class="{bar.role}" style="--lane:{bar.lane}" data-label="{escape(bar.label)}"></i>'


def _underlined(shown: str, bars: Sequence[_Bar]) -> str:
    """``shown`` with a line for each bar, as backgrounds, which wrap as the text does."""
    lines = ",".join(
        f"linear-gradient(var(--{bar.role}),var(--{bar.role})) left bottom "
        f"calc((var(--lanes) - {bar.lane})*var(--pitch) - 3px)/100% 3px no-repeat"
        for bar in bars
    )
    notes = "\n".join(dict.fromkeys(bar.note for bar in bars))
    return f'<span style="background:{lines}" title="{escape(notes)}">{shown}</span>'
