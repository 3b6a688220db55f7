"""A text with what is marked in it, as HTML whose text is the given one: bars, grounds and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from math import ceil
from typing import Literal
from unicodedata import category

from attrs import field, frozen

from quotekit.model import Quote, TextSpan
from quotekit.outputs.display import kind_label, printable, speaker_label
from quotekit.outputs.places import Link

__all__ = ["Shown", "exact", "mark_text"]

# How wide a character of a label is, in characters of the text (11 px against 17.5 px), a gap, and where
# page.css cuts a label off: 24 rem, in characters of the text.
_LABEL_WIDTH, _LABEL_GAP, _LABEL_MOST = 0.62, 2, 46
# White space that a browser folds away between paragraphs; lines end with "\n" alone.
_BLANK = " \t\r\f"
_OUTSIDE = f"{_BLANK}\n"
_CODES = re.compile(r"[^\x20-\x7e\n\t]")
_JOINERS = "\u200c\u200d"

_Part = Literal["content", "verbatim", "source", "cue"]


@frozen
class Shown:
    """A quote as a page has it: its id there, the number of its speaker, the statements it renders."""

    quote: Quote
    id: str
    speaker: int
    links: tuple[Link, ...] = ()

    @property
    def who(self) -> str:
        """Who said it and how, for a label."""
        return f"{speaker_label(self.quote)} · {kind_label(self.quote)}"

    @property
    def note(self) -> str:
        """All that is known of it, on one line."""
        reason = printable(self.quote.reason)
        return f"{self.who} · score {self.quote.score:.2f}{f' · {reason}' if reason else ''}"


@frozen
class _Layer:
    """One span of a quote. ``lane`` counts bars from the text downwards.

    ``label`` and ``after`` are HTML: what stands before it, and behind it.
    """

    start: int
    end: int
    part: _Part
    shown: Shown = field(eq=False)
    lane: int = 0
    label: str = ""
    after: str = ""


def mark_text(text: str, quotes: Sequence[Shown]) -> Iterator[str]:
    """The lines of a text as paragraphs, with the marks of its quotes.

    What is between the tags is the text, character by character, but for what no page can hold: see
    `exact`. Labels are drawn from attributes, and so are no part of it.
    """
    layers = sorted(_layers(quotes), key=lambda layer: (layer.start, -layer.end, layer.lane), reverse=True)
    unseen = [layer for layer in layers if not text[layer.start : layer.end].strip(_OUTSIDE)]
    waiting = [layer for layer in layers if text[layer.start : layer.end].strip(_OUTSIDE)]
    opened: list[_Layer] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        opened = [layer for layer in opened if layer.end > start]
        while waiting and waiting[-1].start < end:
            opened.append(waiting.pop())
        if start:
            yield "\n"
        if line.strip(_BLANK):
            n_lanes = max((layer.lane for layer in opened if layer.part == "content"), default=-1) + 1
            style = f' style="--lanes:{n_lanes}"' if n_lanes else ""
            yield f"<p{style}>{_line(text, start, end, opened)}</p>"
        else:
            yield exact(line)
        while unseen and unseen[-1].start <= end:
            layer = unseen.pop()
            yield layer.label + layer.after
        start = end + 1


def exact(text: str) -> str:
    """``text`` as HTML whose text is the same; what acts unseen stands in an element that shows it.

    A page cannot hold NUL and lone surrogates: they become the picture ␀ and ``<U+D800>``.

    >>> exact("1 < 2")
    '1 &lt; 2'
    >>> exact("a\\u202eb")
    'a<bdi class="control" data-code="U+202E">\\u202e</bdi>b'
    """
    shown = escape(text, quote=False)
    return shown if shown.isascii() and shown.isprintable() else _CODES.sub(_coded, shown)


def _coded(found: re.Match[str]) -> str:
    char = found[0]
    if char.isprintable() or char in _JOINERS or category(char) == "Zs":
        return char
    if char == "\r":
        return "&#13;"  # a parser would make it a line feed
    if char == "\0":
        return "␀"
    code = f"U+{ord(char):04X}"
    if category(char) == "Cs":
        return f"&lt;{code}&gt;"
    return f'<bdi class="control" data-code="{code}">{char}</bdi>'


def _layers(quotes: Sequence[Shown]) -> Iterator[_Layer]:
    """All spans of the quotes; contents in the first lane where neither they nor their label meet another."""
    contents = [
        (*_seen(span), i, one)
        for one in quotes
        # A refusal may have no content: its label then stands at its cue.
        for i, span in enumerate(_place(one.quote))
    ]
    taken: list[int] = []
    for start, end, i, one in sorted(contents, key=lambda item: (item[0], -item[1])):
        lane = next((n for n, until in enumerate(taken) if until <= start), len(taken))
        width, label = _label(one, lane, is_first=not i)
        taken[lane : lane + 1] = [max(end, start + width)]
        after = _notes(one) if i == len(_place(one.quote)) - 1 else ""
        yield _Layer(start, end, "content", one, lane, label, after)
    for one in quotes:
        groups: tuple[tuple[_Part, tuple[TextSpan, ...]], ...] = (
            ("verbatim", one.quote.verbatim),
            ("source", one.quote.source),
            ("cue", one.quote.cue),
        )
        for part, spans in groups:
            yield from (_Layer(span.start, span.end, part, one) for span in spans)


def _place(quote: Quote) -> tuple[TextSpan, ...]:
    return quote.content or (quote.cue or quote.source)[:1]


def _seen(span: TextSpan) -> tuple[int, int]:
    """The span without white space at its ends, where no label can stand; all of it, if it is that alone."""
    words = span.text.strip(_OUTSIDE)
    if not words:
        return span.start, span.end
    start = span.start + span.text.index(words)
    return start, start + len(words)


def _label(one: Shown, lane: int, *, is_first: bool) -> tuple[int, str]:
    """The width of a label in characters of the text, and the label; it has no text of its own."""
    name = "" if is_first else f"… {speaker_label(one.quote)}"
    width = min(ceil(len(name or one.who) * _LABEL_WIDTH), _LABEL_MOST) + _LABEL_GAP
    attributes = f'class="label" data-s="{one.speaker}" style="--lane:{lane};--s:var(--s{one.speaker})"'
    if not is_first:
        return width, f'<span {attributes} aria-hidden="true"><i data-label="{escape(name)}"></i></span>'
    return width, (
        f'<span {attributes} id="at-{one.id}"><a href="#quote-{one.id}" data-of="{one.id}" '
        f'data-label="{escape(one.who)}" aria-label="{escape(f"Quote: {one.note}")}"></a></span>'
    )


def _notes(one: Shown) -> str:
    """Behind a quote, as notes are: the ways to its statements that others tell too."""
    return "".join(
        f'<a class="told" href="{escape(link.href)}" data-s="{one.speaker}" data-label="×{link.n}" '
        f'style="--s:var(--s{one.speaker})" aria-label="Statement {link.number}, in {link.count}"></a>'
        for link in one.links
        if link.is_shared
    )


def _line(text: str, start: int, end: int, layers: Sequence[_Layer]) -> str:
    """The text from ``start`` to ``end``, cut wherever a layer does, each part under its layers.

    They come in the order of their starts; all of them end after ``start``.
    """
    edges = {edge for layer in layers for edge in (layer.start, layer.end) if start < edge < end}
    waiting = list(reversed(layers))
    over: list[_Layer] = []
    parts = []
    for left, right in pairwise(sorted({start, end} | edges)):
        # Of a long line only those layers are asked that stand there: their number is no matter.
        over = [layer for layer in over if layer.end > left]
        while waiting and waiting[-1].start <= left:
            over.append(waiting.pop())
        parts += [layer.label for layer in over if layer.start == left and layer.label]
        shown = exact(text[left:right])
        parts.append(_marked(shown, over) if over else shown)
        parts += [layer.after for layer in over if layer.end == right and layer.after]
    return "".join(parts)


def _marked(shown: str, over: Sequence[_Layer]) -> str:
    """``shown`` with a bar for each content, whole where it is verbatim, and a ground for the innermost."""
    contents = [layer for layer in over if layer.part == "content"]
    spoken = {layer.shown.id for layer in over if layer.part == "verbatim"}
    inner = (contents or over)[-1].shown
    named = [layer for layer in over if layer.part in {"source", "cue"}]
    speaker = named[-1].shown.speaker if named else inner.speaker
    bars = [
        _bar(layer, is_verbatim=layer.shown.id in spoken) for layer in contents if layer.shown.quote.content
    ]
    if contents and inner.id in spoken:
        # As a colour and inside the letters' own box, it leaves the room of the labels free.
        bars.append(f"color-mix(in srgb,var(--s{inner.speaker}) 15%,var(--paper)) content-box")
    style = f"--s:var(--s{speaker})" + (f";background:{','.join(bars)}" if bars else "")
    classes = " ".join(dict.fromkeys(layer.part for layer in named))
    # The innermost last: it is told first.
    shown_by = dict.fromkeys(layer.shown for layer in [*contents, *named] or over)
    ids, notes = " ".join(one.id for one in shown_by), "\n".join(one.note for one in shown_by)
    return (
        f'<span{f" class={chr(34)}{classes}{chr(34)}" if classes else ""} data-s="{speaker}" data-q="{ids}" '
        f'style="{style}" title="{escape(notes)}">{shown}</span>'
    )


def _bar(layer: _Layer, *, is_verbatim: bool) -> str:
    """A line under the text as a background, which wraps as the text does; dashed under a paraphrase."""
    colour = f"var(--s{layer.shown.speaker})"
    line = (
        f"linear-gradient({colour} 0 0)"
        if is_verbatim
        else f"repeating-linear-gradient(90deg,{colour} 0 7px,#0000 7px 11px)"
    )
    return f"{line} left bottom calc((var(--lanes) - {layer.lane})*var(--pitch) - 3px)/100% 3px no-repeat"
