"""Quotes in columns, a token a line, as CoNLL has it: with offsets, and what each token is part of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from quotekit.model import Quote, Quotes, TextSpan
from quotekit.outputs.holdable import utf8_text
from quotekit.outputs.jsonl import dump, parent_places
from quotekit.outputs.rows import each_document, one_document

__all__ = ["conll_parts", "to_conll"]

# CoNLL-U Plus wants a prefix before columns of one's own.
_COLUMNS: Final = "ID FORM QUOTEKIT:START QUOTEKIT:END QUOTEKIT:CONTENT QUOTEKIT:CUE QUOTEKIT:SOURCE"
# A token as `quotekit.evaluation` counts them; none holds a tab or a line end.
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")

_Labels = dict[int, list[str]]


def to_conll(quotes: Quotes) -> str:
    """The article as tokens in columns (CoNLL-U Plus): ID, FORM, START, END, CONTENT, CUE, SOURCE.

    A token is a run of word characters or any other single character that is no space, and is cut where a
    span begins or ends in it. START and END are its characters in the text. The last three columns are
    ``O``, or ``B-n`` where a piece of the content, cue or source of quote ``n`` begins, ``I-n`` where it goes
    on: the number is what links the three. In several quotes, those are parted by ``|``, the one that begins
    first before the others. A blank line follows each line of the text; IDs begin anew there.

    Comments hold the rest: ``# newdoc id = …``, and for each quote ``# quote n = {…}`` with kind, act,
    denial, speaker, parent (a number too) and score, as JSON.

    >>> from quotekit.model import Article
    >>> text = "It is over, Ann said."
    >>> said = Quote("indirect", [TextSpan.of(text, 0, 10)], source=[TextSpan.of(text, 12, 15)])
    >>> for line in to_conll(Quotes(Article(text), [said])).splitlines()[-7:-3]:
    ...     print(line.expandtabs(6))
    2     is    3     5     I-1   O     O
    3     over  6     10    I-1   O     O
    4     ,     10    11    O     O     O
    5     Ann   12    15    O     O     B-1
    """
    return "".join(_document(one_document(quotes)))


def conll_parts(quotes: Quotes | Iterable[Quotes]) -> Iterator[str]:
    """The articles as `to_conll` has them, one after another, under one line that names the columns."""
    documents = each_document(quotes)
    yield f"# global.columns = {_COLUMNS}\n"
    for document in documents:
        yield "".join(_document(document)[1:])


def _document(quotes: Quotes) -> list[str]:
    """The lines of an article, the first of them with the names of the columns."""
    text = quotes.text
    lines = [f"# global.columns = {_COLUMNS}\n", f"# newdoc id = {_one_line(quotes.article.id or '')}\n"]
    for n, (quote, parent) in enumerate(zip(quotes, parent_places(quotes), strict=True), start=1):
        lines.append(f"# quote {n} = {dump(_about(quote, parent))}\n")
    spans = [_spans_by_role(quote) for quote in quotes]
    tokens = _tokens(text, {edge for by_role in spans for role in by_role for edge in _edges(role)})
    labels = [_labels([by_role[i] for by_role in spans], tokens) for i in range(3)]
    number = 0
    for i, (start, end) in enumerate(tokens):
        if i and "\n" in text[tokens[i - 1][1] : start]:
            lines.append("\n")
            number = 0
        number += 1
        cells = ["|".join(found.get(i, ())) or "O" for found in labels]
        form = utf8_text(text[start:end])
        lines.append("\t".join((str(number), form, str(start), str(end), *cells)) + "\n")
    return [*lines, "\n"]


def _about(quote: Quote, parent: int | None) -> dict[str, object]:
    speaker = quote.speaker
    return {
        "kind": quote.kind,
        "act": quote.act,
        "negated": quote.negated,
        "speaker": speaker and {"name": speaker.name, "kind": speaker.kind, "key": speaker.key},
        "parent": None if parent is None else parent + 1,
        "score": quote.score,
    }


def _spans_by_role(quote: Quote) -> tuple[tuple[TextSpan, ...], ...]:
    return quote.content, quote.cue, quote.source


def _edges(spans: Sequence[TextSpan]) -> set[int]:
    return {edge for span in spans for edge in (span.start, span.end)}


def _tokens(text: str, edges: set[int]) -> list[tuple[int, int]]:
    """The tokens of the text, cut at the edges of spans."""
    found: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text):
        inside = [edge for edge in range(token.start() + 1, token.end()) if edge in edges]
        found += pairwise([token.start(), *inside, token.end()])
    return found


def _labels(spans: Sequence[Sequence[TextSpan]], tokens: Sequence[tuple[int, int]]) -> _Labels:
    """The labels of each token that is in a span; of several quotes the one that begins first leads."""
    starts = {start: i for i, (start, _) in enumerate(tokens)}
    found: _Labels = {}
    # By where the quote begins, the longer one first; so a nested one stands behind the one around it.
    held = (n for n, own in enumerate(spans) if own)
    order = sorted(held, key=lambda n: (spans[n][0].start, -spans[n][-1].end))
    for n in order:
        for span in spans[n]:
            letter = "B"
            for place in range(span.start, span.end):
                if place in starts:
                    found.setdefault(starts[place], []).append(f"{letter}-{n + 1}")
                    letter = "I"
    return found


def _one_line(value: str) -> str:
    return " ".join(utf8_text(value).split())
