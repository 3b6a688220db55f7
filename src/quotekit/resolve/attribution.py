"""Join cue, content and source into quotes: kinds, pieces, verbatim parts, nesting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.model import Act, Content, Cue, Kind, Mark, Quote, Source, TextSpan
from quotekit.resolve.clauses import cut_clauses
from quotekit.resolve.joining import Passage, join_marked, marks_within
from quotekit.syntax import Tree

__all__ = ["attribute"]

# The longest opening mark, `` with the spaces inside it.
_MARK_CHARS = 4
# The dependents that make a content a phrase, as the reasons of contents begin.
_PHRASES = ("dobj", "pobj", "prep", "xcomp", "oprd", "object", "nsubjpass")
_IN_MARKS = "passage in marks"
_UNCUED = "passage in marks, no cue"
_FINDINGS = frozenset({"find", "discover", "determine"})


@frozen(eq=False)
class _Ground:
    """What the joining stands on: the parse, the marks by start, and lookups into both."""

    tree: Tree
    marks: Sequence[Mark]
    starts: Sequence[int]
    by_inner: Mapping[TextSpan, Mark]
    cues: Mapping[int, Cue]


def attribute(
    tree: Tree,
    marks: Sequence[Mark],
    cues: Sequence[Cue],
    contents: Sequence[Content],
    sources: Sequence[Source],
) -> list[Quote]:
    """The quotes that the parts make up, by (start, end); ``speaker`` is still `None`."""
    by_head = {cue.head: cue for cue in cues}
    ground = _Ground(
        tree,
        marks,
        [mark.span.start for mark in marks],
        {mark.inner: mark for mark in marks if mark.inner is not None},
        by_head,
    )
    marked = {content.cue for content in contents if content.cue is not None and _is_marked(content)}
    clauses, origin = cut_clauses(tree, by_head, [c for c in contents if not _is_marked(c)], marked)
    origins = _sources(sources, origin)
    joined = join_marked(
        tree,
        marks,
        [content for content in contents if _is_marked(content)],
        sorted((clause.spans[0].start, head) for head, clause in clauses.items() if _is_told(by_head[head])),
    )
    quotes = [
        quote
        for content, reason, cue in _merge(ground, clauses, joined)
        if (quote := _quote(ground, content, reason, cue, origins)) is not None
    ]
    silent = [cue for cue in cues if cue.act == "refusal" and cue.head not in clauses]
    quotes += [_refusal(cue, origins.get(cue.head)) for cue in silent]
    return _nest(_without_doubles(quotes))


def _is_told(cue: Cue) -> bool:
    return cue.form == "verb" and cue.act == "speech"


def _is_marked(content: Content) -> bool:
    return content.reason in {"marks", "uncued"}


def _sources(sources: Sequence[Source], origin: Mapping[int, int]) -> dict[int, Source]:
    """The source of each cue; one that shares its subject takes that of the cue it was cut from."""
    found = {source.cue: source for source in sources}
    for cue, other in origin.items():
        if other in found:
            found[cue] = evolve(found[other], cue=cue)
    return found


def _merge(
    ground: _Ground, clauses: Mapping[int, Content], joined: Sequence[Passage]
) -> Iterator[tuple[tuple[TextSpan, ...], str, Cue | None]]:
    """Content, reason and cue of every quote: passages in marks, clauses, and the two as one."""
    taken = set()
    clauses = _reaching_over(ground, clauses, joined)
    for passage in joined:
        clause = None if passage.cue is None else clauses.get(passage.cue)
        cue = None if passage.cue is None else ground.cues[passage.cue]
        if clause is None or cue is None:
            yield passage.spans, "passage in marks", cue
        elif passage.spans[0].start <= clause.spans[0].start and passage.spans[0].end <= cue.spans[0].start:
            # "“P,” Dahl, 47, said": the parse may take the subject for a part of P.
            taken.add(cue.head)
            yield passage.spans, clause.reason, cue
        elif _overlap(clause.spans, passage.spans):
            taken.add(cue.head)
            yield _union(ground, clause.spans, passage.spans), clause.reason, cue
        else:
            if not _stands_beside(ground.tree, clause, passage):
                taken.add(cue.head)
            yield passage.spans, "passage in marks", cue
    for head, clause in clauses.items():
        if head not in taken:
            cue = ground.cues[head]
            yield _inside_marks(ground, clause.spans, cue), clause.reason, cue


def _reaching_over(
    ground: _Ground, clauses: Mapping[int, Content], joined: Sequence[Passage]
) -> Mapping[int, Content]:
    """The clauses, each grown over the passage of a cue inside it: "said a pilot had told him: “P”"."""
    grown = dict(clauses)
    tree = ground.tree
    for passage in joined:
        head = passage.cue
        for _ in range(6):
            if head is None or tree.heads[head] == head:
                break
            head = tree.heads[head]
            clause = clauses.get(head)
            if clause is None or passage.cue is None:
                continue
            last = clause.spans[-1]
            gap = tree.text[last.end : passage.spans[0].start]
            if last.start <= tree.starts[passage.cue] < last.end <= passage.spans[0].start and not _has_word(
                gap
            ):
                spans = [*clause.spans, *(ground.by_inner[span].span for span in passage.spans)]
                grown[head] = evolve(clause, spans=_merged(tree, spans))
    return grown


def _overlap(left: Sequence[TextSpan], right: Sequence[TextSpan]) -> bool:
    spans = sorted([*left, *right])
    return any(a.overlaps(b) for a, b in pairwise(spans))


def _stands_beside(tree: Tree, clause: Content, passage: Passage) -> bool:
    """Whether a clause is a quote beside the passage of the same cue.

    "He insisted that friends had nothing to fear: ‘We keep our word.’" is two quotes; in "She told
    reporters: “P”" and "He wrote a letter: “P”" the object is none.
    """
    gap = tree.text[clause.spans[-1].end : passage.spans[0].start]
    is_clause = not clause.reason.startswith(_PHRASES)
    return is_clause and clause.spans[-1].end <= passage.spans[0].start and bool(set(gap) & set(".:!?"))


def _union(ground: _Ground, clause: Sequence[TextSpan], passage: Sequence[TextSpan]) -> tuple[TextSpan, ...]:
    """One content of a clause and the passages in it: the passages alone where nothing is outside."""
    if _covers(ground.tree.text, sorted(clause), sorted(passage)):
        return tuple(passage)
    return _merged(ground.tree, [*clause, *(ground.by_inner[span].span for span in passage)])


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


def _inside_marks(ground: _Ground, spans: Sequence[TextSpan], cue: Cue) -> tuple[TextSpan, ...]:
    """A clause grown to the end of the marks it meets; the marks alone where no word is outside them."""
    fitted: list[TextSpan] = []
    inner: list[TextSpan] = []
    for span in spans:
        end = span.end
        for mark in marks_within(ground.marks, ground.starts, span.start - _MARK_CHARS, span.end):
            if _holds(mark, cue):
                continue
            end = max(end, mark.span.end)
            if mark.inner is not None and not (inner and inner[-1].end >= mark.inner.end):
                inner.append(mark.inner)
        fitted.append(TextSpan.of(ground.tree.text, span.start, end))
    if inner and _covers(ground.tree.text, fitted, inner):
        return tuple(inner)
    return _merged(ground.tree, fitted)


def _holds(mark: Mark, cue: Cue) -> bool:
    return any(mark.span.overlaps(span) for span in cue.spans)


def _quote(
    ground: _Ground,
    content: tuple[TextSpan, ...],
    found: str,
    cue: Cue | None,
    sources: Mapping[int, Source],
) -> Quote | None:
    """The quote of one content, or `None` where its cue turns out to report nothing."""
    tree = ground.tree
    verbatim = _verbatim(ground, content, cue)
    kind = _kind(tree, content, verbatim)
    flag = _flag(ground, verbatim)
    if cue is None:
        return Quote(
            kind, content, verbatim=verbatim, score=_score("uncued", "speech"), reason=_UNCUED + flag
        )
    source = sources.get(cue.head)
    if source is None and not _can_lack_source(tree, cue, kind):
        return None
    if tree.outer[cue.head] >= 0 and _is_own_words(tree, cue, source):
        return None
    act = _act(tree, cue, source)
    return Quote(
        kind,
        content,
        cue=cue.spans,
        source=() if source is None else source.spans,
        verbatim=verbatim,
        act=act,
        negated=cue.negated and cue.act != "refusal",
        score=_score("marks" if found == _IN_MARKS else found.split(maxsplit=1)[0], act),
        reason=(found if source is None else f"{source.reason}, {found}") + flag,
    )


def _flag(ground: _Ground, verbatim: Sequence[TextSpan]) -> str:
    """What a reason says of marks that never close; nothing for those that do, or that are re-opened."""
    marks = [ground.by_inner[part] for part in verbatim if part in ground.by_inner]
    missing = any(not (mark.closed or mark.continues) for mark in marks)
    return ", closing mark missing" if missing else ""


def _score(ground: str, act: Act) -> float:
    """How often the quotes of a rule were right where it was measured (``data/en/rule_scores.txt``)."""
    measured = word_columns("rule_scores").get(ground)
    return 0.4 if measured is None else float(measured[0 if act == "speech" else 1])


def _is_own_words(tree: Tree, cue: Cue, source: Source | None) -> bool:
    """Whether a cue inside a quotation is the speaker's own: "“I think we said so”".

    Leaves "“The company says it is six”" alone, which is a quote in a quote.
    """
    if cue.act != "speech" or cue.form != "verb":
        return True
    return source is None or tree.lower[source.head] in {"i", "we", "you"}


def _can_lack_source(tree: Tree, cue: Cue, kind: Kind) -> bool:
    """Whether a cue reports without naming anybody: passives, nouns and raising verbs do."""
    if cue.form != "verb" or kind == "direct" or cue.act in {"evidence", "refusal"}:
        return True
    return tree.tags[cue.head] == "VBN" or tree.child(cue.head, "nsubjpass", "auxpass") is not None


def _act(tree: Tree, cue: Cue, source: Source | None) -> Act:
    """The act of a cue; what a document or a team is said to have found is a statement.

    "The review found that the loss was avoidable", not "She found that the door was open".
    """
    if source is None or cue.lemma not in _FINDINGS or cue.act not in {"evidence", "thought"}:
        return cue.act
    word = tree.lower[source.head]
    return "speech" if word in word_list("documents") | word_list("groups") else cue.act


def _verbatim(ground: _Ground, content: Sequence[TextSpan], cue: Cue | None) -> tuple[TextSpan, ...]:
    """The parts of a content that stand inside marks; marks that hold the cue too are not its own."""
    parts: list[TextSpan] = []
    for span in content:
        for mark in marks_within(ground.marks, ground.starts, span.start - _MARK_CHARS, span.end):
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


def _refusal(cue: Cue, source: Source | None) -> Quote:
    spans = () if source is None else source.spans
    return Quote("indirect", (), cue=cue.spans, source=spans, act="refusal", reason=cue.lemma)


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
