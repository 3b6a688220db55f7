"""Join cue, content and source into quotes: kinds, pieces, verbatim parts, nesting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from quotekit.model import Content, Cue, Kind, Mark, Quote, Source, TextSpan
from quotekit.resolve.joining import MARK_CHARS, Passages, join_passages, marks_within
from quotekit.settings import UNCUED_SCORE
from quotekit.syntax import Tree, tokens_in

__all__ = ["attribute"]

_UNCUED = "passage in marks, no cue"


@frozen(eq=False)
class _Ground:
    """What the joining stands on: the parse, the marks by start, and a lookup into them."""

    tree: Tree
    marks: Sequence[Mark]
    starts: Sequence[int]
    by_inner: Mapping[TextSpan, Mark]


def attribute(
    tree: Tree,
    marks: Sequence[Mark],
    cues: Sequence[Cue],
    contents: Sequence[Content],
    sources: Sequence[Source],
) -> list[Quote]:
    """The quotes that the parts make up, by (start, end); ``speaker`` is still `None`."""
    ground = _Ground(
        tree,
        marks,
        [mark.span.start for mark in marks],
        {mark.inner: mark for mark in marks if mark.inner is not None},
    )
    by_head = {cue.head: cue for cue in cues}
    by_cue = {source.cue: source for source in sources}
    cued = {content.cue: content for content in contents if content.cue is not None}
    told = sorted((c.spans[0].start, head) for head, c in cued.items() if _is_told(by_head[head]))
    joined = join_passages(tree, marks, contents, told)
    goes_on: dict[int | None, list[TextSpan]] = {}
    for group in joined:
        if not group.opens:
            goes_on.setdefault(group.cue, []).extend(group.spans)
    quotes = []
    for head, content in cued.items():
        cue, source = by_head[head], by_cue.get(head)
        spans = _apart([*content.spans, *goes_on.get(head, ())])
        quotes.append(_quote(ground, evolve(content, spans=spans), cue, source))
    quotes += [_joined_quote(ground, group, by_head, by_cue) for group in joined if group.opens]
    quotes += [_refusal(cue, by_cue.get(cue.head)) for cue in cues if cue.head not in cued]
    return _nest(_without_doubles(quotes))


def _is_told(cue: Cue) -> bool:
    return cue.form == "verb" and cue.act == "speech"


def _apart(spans: Sequence[TextSpan]) -> list[TextSpan]:
    """The spans without those that another one before them in the list overlaps."""
    return [span for at, span in enumerate(spans) if not any(span.overlaps(other) for other in spans[:at])]


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _covers(text: str, spans: Sequence[TextSpan], others: Sequence[TextSpan]) -> bool:
    """Whether every word of ``spans`` stands inside one of ``others``; both sorted, none overlapping."""
    rest: list[str] = []
    waiting = iter(others)
    other = next(waiting, None)
    for span in spans:
        at = span.start
        while other is not None and other.start < span.end:
            rest.append(text[at : max(at, other.start)])
            at = max(at, other.end)
            if other.end >= span.end:
                break
            other = next(waiting, None)
        rest.append(text[at : span.end])
    return not _has_word("".join(rest))


def _merged(tree: Tree, spans: Sequence[TextSpan]) -> tuple[TextSpan, ...]:
    """The spans, those with no word between them made one."""
    merged: list[TextSpan] = []
    for span in sorted(spans):
        if merged and not _has_word(tree.text[merged[-1].end : max(merged[-1].end, span.start)]):
            last = merged.pop()
            span = TextSpan.of(tree.text, last.start, max(last.end, span.end))
        merged.append(span)
    return tuple(merged)


def _fit(ground: _Ground, spans: Sequence[TextSpan], cue: Cue) -> tuple[TextSpan, ...]:
    """A content that heeds the marks: none is left open, and the marks go where no word is outside them."""
    text = ground.tree.text
    grown = []
    for span in spans:
        start, end = span.start, span.end
        for mark in _around(ground, span):
            if mark.inner is None or _holds(mark, cue) or not mark.span.overlaps(span):
                continue
            if mark.span.start <= start and end <= mark.span.end:
                # The pause or full stop at the end of a passage belongs to it.
                start = start if _has_word(text[mark.inner.start : start]) else mark.inner.start
                end = end if _has_word(text[end : mark.inner.end]) else mark.inner.end
            elif mark.span.start < end and start < mark.span.end:
                start, end = min(start, mark.span.start), max(end, mark.span.end)
        grown.append(TextSpan.of(text, min(start, span.start), max(end, span.end)))
    merged = _merged(ground.tree, grown)
    within = [mark for span in merged for mark in _outermost(ground, span, cue)]
    inner = [mark.inner for mark in within if mark.inner is not None]
    return tuple(inner) if inner and _covers(text, merged, inner) and _covers(text, inner, merged) else merged


def _around(ground: _Ground, span: TextSpan) -> Sequence[Mark]:
    """The marks that may overlap a span, by start: those that begin in it, and those it begins in."""
    first, _ = tokens_in(ground.tree, span.start, span.end)
    outer = ground.tree.outer[min(first, len(ground.tree) - 1)]
    start = span.start - MARK_CHARS if outer < 0 else ground.marks[outer].span.start
    return marks_within(ground.marks, ground.starts, start, span.end)


def _outermost(ground: _Ground, span: TextSpan, cue: Cue) -> list[Mark]:
    """The marks in a span, or just around it, that stand in no other of them and do not hold the cue."""
    found: list[Mark] = []
    for mark in _around(ground, span):
        near = mark.span.overlaps(span) and not _holds(mark, cue)
        if near and not (found and mark.span.overlaps(found[-1].span)):
            found.append(mark)
    return found


def _quote(ground: _Ground, content: Content, cue: Cue, source: Source | None) -> Quote:
    """The quote of one cue."""
    spans = _fit(ground, content.spans, cue)
    if source is not None:
        spans = _without(ground.tree.text, spans, source.spans) or spans
    verbatim = _verbatim(ground, spans, cue)
    found = f"{cue.lemma}: {content.reason}" if source is None else f"{source.reason}, {content.reason}"
    return Quote(
        _kind(ground.tree, spans, verbatim),
        spans,
        cue=cue.spans,
        source=() if source is None else source.spans,
        verbatim=verbatim,
        act=cue.act,
        negated=cue.negated,
        score=content.score,
        reason=f"{found}{_flag(ground, verbatim)}",
    )


def _without(text: str, spans: Sequence[TextSpan], others: Sequence[TextSpan]) -> tuple[TextSpan, ...]:
    """The spans without what others hold of them: a relay may name a source that stood in the content."""
    if not any(span.overlaps(other) for span in spans for other in others):
        return tuple(spans)
    found = []
    for span in spans:
        inside = [other for other in sorted(others) if other.overlaps(span)]
        starts = [span.start, *(max(other.end, span.start) for other in inside)]
        ends = [*(max(other.start, span.start) for other in inside), span.end]
        for start, end in zip(starts, ends, strict=True):
            while start < end and not text[start].isalnum():
                start += 1
            while start < end and not text[end - 1].isalnum():
                end -= 1
            if start < end:
                found.append(TextSpan.of(text, start, end))
    return tuple(found)


def _joined_quote(
    ground: _Ground, group: Passages, cues: Mapping[int, Cue], sources: Mapping[int, Source]
) -> Quote:
    """The quote of passages that have no cue of their own: by the speaker before them, or by nobody."""
    spans = tuple(group.spans)
    verbatim = _verbatim(ground, spans, None)
    kind = _kind(ground.tree, spans, verbatim)
    if group.cue is None:
        reason = _UNCUED + _flag(ground, verbatim)
        return Quote(kind, spans, verbatim=verbatim, score=UNCUED_SCORE, reason=reason)
    cue, source = cues[group.cue], sources.get(group.cue)
    found = cue.lemma if source is None else source.reason
    return Quote(
        kind,
        spans,
        cue=cue.spans,
        source=() if source is None else source.spans,
        verbatim=verbatim,
        act=cue.act,
        score=UNCUED_SCORE,
        reason=f"{found}, passage in marks after it{_flag(ground, verbatim)}",
    )


def _refusal(cue: Cue, source: Source | None) -> Quote:
    spans = () if source is None else source.spans
    return Quote("indirect", (), cue=cue.spans, source=spans, act="refusal", reason=cue.lemma)


def _holds(mark: Mark, cue: Cue) -> bool:
    return any(mark.span.overlaps(span) for span in cue.spans)


def _flag(ground: _Ground, verbatim: Sequence[TextSpan]) -> str:
    """What a reason says of marks that never close; nothing for those that do, or that are re-opened."""
    marks = [ground.by_inner[part] for part in verbatim if part in ground.by_inner]
    missing = any(not (mark.closed or mark.continues) for mark in marks)
    return ", closing mark missing" if missing else ""


def _verbatim(ground: _Ground, content: Sequence[TextSpan], cue: Cue | None) -> tuple[TextSpan, ...]:
    """The parts of a content that stand inside marks; marks that hold the cue too are not its own."""
    parts: list[TextSpan] = []
    for span in content:
        for mark in marks_within(ground.marks, ground.starts, span.start - MARK_CHARS, span.end):
            if mark.inner is None or (cue is not None and _holds(mark, cue)):
                continue
            start, end = max(span.start, mark.inner.start), min(span.end, mark.inner.end)
            if start < end and not (parts and parts[-1].end > start):
                parts.append(TextSpan.of(ground.tree.text, start, end))
    return tuple(parts)


def _kind(tree: Tree, content: Sequence[TextSpan], verbatim: Sequence[TextSpan]) -> Kind:
    if not verbatim:
        return "indirect"
    return "direct" if _covers(tree.text, content, verbatim) else "mixed"


def _without_doubles(quotes: Sequence[Quote]) -> list[Quote]:
    """One quote a content, by (start, end): of two cues with the same content the one with a source."""
    best: dict[tuple[TextSpan, ...], Quote] = {}
    rest = []
    for quote in sorted(quotes, key=lambda quote: (not quote.source, quote.cue)):
        if not quote.content:
            rest.append(quote)
        else:
            best.setdefault(quote.content, quote)
    return sorted([*best.values(), *rest], key=lambda quote: (quote.start, quote.end, quote.cue))


def _nest(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes, each inside another with that one as its parent (the smallest that holds it)."""
    order = sorted(range(len(quotes)), key=lambda at: (quotes[at].start, -quotes[at].end, at))
    nested: dict[int, Quote] = {}
    open_: list[Quote] = []
    for at in order:
        quote = quotes[at]
        while open_ and open_[-1].end <= quote.start:
            open_.pop()
        parent = next((other for other in reversed(open_) if _contains(other, quote)), None)
        nested[at] = quote if parent is None else evolve(quote, parent=parent)
        open_.append(nested[at])
    return [nested[at] for at in range(len(quotes))]


def _contains(outer: Quote, inner: Quote) -> bool:
    """Whether one piece of ``outer`` holds all of ``inner``, cue included."""
    spans = [*inner.content, *inner.cue]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return any(span.start <= start and end <= span.end for span in outer.content)
