"""Whose words they are: the speaker of each quote, or of each source that is given."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from quotekit.lexicon import pronouns
from quotekit.model import Quote, Source, Speaker, TextSpan
from quotekit.names import name_key
from quotekit.resolve.coreference import Asked, Choice, Resolved, find_links, often_named, resolve_source
from quotekit.resolve.discourse import Discourse, begin
from quotekit.resolve.entities import Entity, find_entities
from quotekit.resolve.mentions import find_mentions
from quotekit.settings import UNCUED_SCORE
from quotekit.syntax import Tree, span_of, tokens_in

__all__ = ["resolve_phrases", "resolve_speakers"]


@frozen(eq=False)
class _Turn:
    """Something that has a speaker: a quote, or a source alone; ``number`` is its place in its list."""

    position: tuple[int, int]
    number: int
    quote: Quote | None
    source: tuple[TextSpan, ...]


def resolve_speakers(tree: Tree, quotes: Sequence[Quote], sources: Sequence[Source] = ()) -> list[Quote]:
    """The quotes with their speakers, in the same order.

    A speaker that the article does not name is `None`. An uncued quote has the speaker of the quote
    before it, in its own paragraph or the one before; "I" and "we" in a quotation are its speaker.
    ``sources`` tell who passed the words on.
    """
    via = {tree.starts[source.cue]: source.via for source in sources if source.via is not None}
    turns = [_Turn(_position(quote), at, quote, quote.source) for at, quote in enumerate(quotes)]
    speakers = _walk(tree, quotes, turns, None)
    resolved: dict[int, Quote] = {}
    by_old: dict[int, Quote] = {}
    for turn in sorted(turns, key=lambda turn: (turn.position, turn.number)):
        quote = quotes[turn.number]
        parent = by_old.get(id(quote.parent), quote.parent) if quote.parent is not None else None
        speaker, passed = speakers[turn.number], _via(quote, via) if quote.cue else None
        if speaker is not None:
            passed = passed or speaker.via
            speaker = evolve(speaker, via=passed)
        resolved[turn.number] = evolve(quote, speaker=speaker, via=passed, parent=parent)
        by_old[id(quote)] = resolved[turn.number]
    return [resolved[at] for at in range(len(quotes))]


def resolve_phrases(
    tree: Tree, quotes: Sequence[Quote], phrases: Sequence[Sequence[TextSpan]], choose: Choice | None = None
) -> list[Speaker | None]:
    """The speaker of each of some phrases, in the order given, in the light of the article's quotes.

    A phrase stands in for the source of a quote that it overlaps. ``choose`` may force a choice of the
    ranker, which is how it is trained.
    """
    replaced: dict[int, int] = {}
    turns = []
    pieces = sorted((span.start, n) for n, spans in enumerate(phrases) for span in spans)
    starts, order = [start for start, _ in pieces], [n for _, n in pieces]
    for at, quote in enumerate(quotes):
        near = (n for span in quote.source for n in _overlapping(starts, order, phrases, span))
        over = min(near, default=None)
        if over is not None and over not in replaced:
            replaced[over] = at
            quote = evolve(quote, source=tuple(phrases[over]))
        turns.append(_Turn(_position(quote), at, quote, quote.source))
    for n, spans in enumerate(phrases):
        if n not in replaced:
            turns.append(_Turn((spans[0].start, 0), len(quotes) + n, None, tuple(spans)))
    speakers = _walk(tree, quotes, turns, choose)
    return [speakers[replaced.get(n, len(quotes) + n)] for n in range(len(phrases))]


def _overlapping(
    starts: Sequence[int], order: Sequence[int], phrases: Sequence[Sequence[TextSpan]], span: TextSpan
) -> list[int]:
    """The phrases that share a character with a span, of those that begin in it or next before it."""
    first = max(0, bisect_left(starts, span.start) - 1)
    last = bisect_left(starts, span.end)
    return [n for n in order[first:last] if any(piece.overlaps(span) for piece in phrases[n])]


def _walk(
    tree: Tree, quotes: Sequence[Quote], turns: Sequence[_Turn], choose: Choice | None
) -> dict[int, Speaker | None]:
    """The speaker of each turn, by its number, met in the order of the text."""
    pieces = [_piece(tree, turn.source) for turn in turns if turn.source]
    ranges = [tokens_in(tree, piece.start, piece.end) for piece in pieces]
    entities = find_entities(tree, find_mentions(tree, ranges))
    state = begin(tree, entities, quotes)
    often = often_named(entities)
    found: dict[int, Speaker | None] = {}
    previous: tuple[int, Speaker | None] | None = None
    taken = {token for first, last in ranges for token in range(first, last)}
    links = [_link(tree, first, last) for first, last in find_links(state, taken)]
    for turn in sorted([*turns, *links], key=lambda turn: (turn.position, turn.number)):
        quote = turn.quote
        if turn.number < 0:
            first, last = turn.position
            resolve_source(state, Asked(*tokens_in(tree, first, last), is_source=False), often)
            continue
        if turn.source:
            speaker = _of_source(state, turn, often, choose)
        elif quote is None or quote.cue:
            speaker = None
        else:
            speaker = _of_passage(state, quote, previous)
        found[turn.number] = speaker
        if quote is not None and (quote.act != "refusal" or speaker is not None):
            previous = _last_paragraph(tree, quote), speaker
    return found


def _link(tree: Tree, first: int, last: int) -> _Turn:
    """A subject that is no source, to be met in the order of the text."""
    return _Turn((tree.starts[first], tree.ends[last - 1]), -1, None, ())


def _of_passage(
    state: Discourse, quote: Quote, previous: tuple[int, Speaker | None] | None
) -> Speaker | None:
    """The speaker of a passage without a cue: the subject before its colon, else who spoke before it."""
    first, _ = tokens_in(state.tree, quote.start, quote.end)
    subject = state.before_colon(first)
    if subject is not None:
        return _speaker(state, None, first, Resolved((subject,), UNCUED_SCORE, "subject before the colon"))
    if previous is None or state.tree.paragraph[first] - previous[0] > 1:
        return None
    return previous[1]


def _of_source(state: Discourse, turn: _Turn, often: Sequence[int], choose: Choice | None) -> Speaker | None:
    tree = state.tree
    piece = _piece(tree, turn.source)
    first, last = tokens_in(tree, piece.start, piece.end)
    said = () if turn.quote is None else turn.quote.content
    own = tuple(tokens_in(tree, span.start, span.end) for span in said)
    content = state.content_at(first, own)
    asked = Asked(first, last, own, state.speaker_of.get(content), content >= 0)
    resolved = resolve_source(state, asked, often, choose)
    if own and resolved.entities:
        state.speaker_of[state.inside[own[0][0]]] = resolved.entities[0]
    return _speaker(state, piece, first, resolved)


def _piece(tree: Tree, source: Sequence[TextSpan]) -> TextSpan:
    """The piece of a source that stands for it: a pronoun right before the cue, else the first.

    "The department took up the findings of the review, which found P": "department … which" is "which";
    "Lindqvist, who said P" is Lindqvist.
    """
    first, last = tokens_in(tree, source[-1].start, source[-1].end)
    before = first - 1
    while before > 0 and tree.is_punctuation(before):
        before -= 1
    is_apart = tree.starts[before] >= source[0].end
    return source[-1] if is_apart and last - first == 1 and tree.lower[first] in pronouns() else source[0]


def _speaker(state: Discourse, source: TextSpan | None, token: int, resolved: Resolved) -> Speaker | None:
    """The record of whom a source stands for; without a source, the mentions are names alone."""
    if not resolved.entities:
        return None
    entities = [state.entities[number] for number in resolved.entities]
    mentions = {span for entity in entities for span in _relied_on(state.tree, entity, token)}
    if source is not None:
        mentions = {span for span in mentions if not span.overlaps(source)} | {source}
    lead = entities[0]
    via = source if resolved.is_via else None
    if len(entities) > 1:
        name = " and ".join(entity.name for entity in entities)
        key = " + ".join(sorted(name_key(entity.name, entity.kind) for entity in entities))
        return Speaker(name, "group", key, mentions=mentions, score=resolved.score, reason=resolved.reason)
    return Speaker(
        lead.name,
        lead.kind,
        name_key(lead.name, lead.kind),
        role=lead.role,
        affiliation=lead.affiliation,
        mentions=mentions,
        via=via,
        score=resolved.score,
        reason=resolved.reason,
    )


def _relied_on(tree: Tree, entity: Entity, token: int) -> list[TextSpan]:
    """Where the full name stands first, and the last mention before a source."""
    full = next((m for m in entity.mentions if m.name == entity.name), entity.mentions[0])
    before = bisect_left(entity.starts, token)
    picked = {full.first: full}
    if before and entity.mentions[before - 1].last <= token:
        picked[entity.starts[before - 1]] = entity.mentions[before - 1]
    return [span_of(tree, mention.first, mention.last) for mention in picked.values()]


def _via(quote: Quote, via: Mapping[int, TextSpan]) -> TextSpan | None:
    """Who passed the words on, by where the head of the cue starts."""
    return next((who for at, who in via.items() if any(s.start <= at < s.end for s in quote.cue)), None)


def _position(quote: Quote) -> tuple[int, int]:
    """Parents before their children, else by where the quote stands, so that names are met in order."""
    depth, above = 0, quote.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return quote.start, depth


def _last_paragraph(tree: Tree, quote: Quote) -> int:
    _, last = tokens_in(tree, quote.start, quote.end)
    return tree.paragraph[max(0, last - 1)]
