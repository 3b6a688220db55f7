"""Whose words they are: the name behind each source, from what the article says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from quotekit.lexicon import pronouns, word_list
from quotekit.model import Quote, Source, Speaker, SpeakerKind, TextSpan
from quotekit.names import fold_name
from quotekit.resolve.people import Named, Register, gender_of, named_in, read_register
from quotekit.syntax import Tree, tokens_in, trim

__all__ = ["resolve_speakers"]


def resolve_speakers(tree: Tree, quotes: Sequence[Quote], sources: Sequence[Source] = ()) -> list[Quote]:
    """The quotes with their speakers, in the same order.

    A speaker that the article does not name is `None`. An uncued quote has the speaker of the quote
    before it, in its own paragraph or the one before; "I" and "we" in a quotation are its speaker.
    ``sources`` tell who passed the words on.
    """
    register = read_register(tree, [span for quote in quotes for span in quote.source[:1]])
    via = {tree.starts[source.cue]: source.via for source in sources if source.via is not None}
    order = sorted(range(len(quotes)), key=lambda at: (_position(quotes[at]), at))
    resolved: dict[int, Quote] = {}
    by_old: dict[int, Quote] = {}
    previous: tuple[int, Quote] | None = None
    for at in order:
        quote = quotes[at]
        parent = by_old.get(id(quote.parent), quote.parent) if quote.parent is not None else None
        speaker = _speaker(tree, register, quote, parent, previous)
        if speaker is not None and quote.cue:
            speaker = evolve(speaker, via=_via(quote, via))
        resolved[at] = by_old[id(quote)] = evolve(quote, speaker=speaker, parent=parent)
        if quote.act != "refusal" or speaker is not None:
            previous = _last_paragraph(tree, quote), resolved[at]
    return [resolved[at] for at in range(len(quotes))]


def _via(quote: Quote, via: Mapping[int, TextSpan]) -> TextSpan | None:
    """Who passed the words on, by where the head of the cue starts."""
    return next((who for at, who in via.items() if any(s.start <= at < s.end for s in quote.cue)), None)


def _position(quote: Quote) -> tuple[int, int]:
    """Parents before their children, else by where the source stands, so that names are met in order."""
    depth, above = 0, quote.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return quote.start, depth


def _last_paragraph(tree: Tree, quote: Quote) -> int:
    _, last = tokens_in(tree, quote.start, quote.end)
    return tree.paragraph[max(0, last - 1)]


def _speaker(
    tree: Tree, register: Register, quote: Quote, parent: Quote | None, previous: tuple[int, Quote] | None
) -> Speaker | None:
    """The speaker of one quote; the resolved quote before it stands in ``previous``."""
    if quote.source:
        return _of_source(tree, register, quote.source[0], parent)
    if quote.cue or previous is None:
        return None
    paragraph, before = previous
    first, _ = tokens_in(tree, quote.start, quote.end)
    return before.speaker if tree.paragraph[first] - paragraph <= 1 else None


def _of_source(tree: Tree, register: Register, span: TextSpan, parent: Quote | None) -> Speaker | None:
    """Who stands behind a phrase: a name in it, a pronoun's, or that of whom the phrase describes."""
    first, last = tokens_in(tree, span.start, span.end)
    stands_for = pronouns().get(tree.lower[first]) if last - first == 1 else None
    if stands_for == "first":
        speaker = parent.speaker if parent is not None else None
        return None if speaker is None else evolve(speaker, mentions=(*speaker.mentions, span))
    if stands_for is not None:
        found = _of_pronoun(register, tree.lower[first], stands_for, first)
    else:
        found = named_in(tree, register, first, last) or _of_nominal(tree, register, first, last)
    if found is None:
        return None
    register.speak(found, first)
    mention = TextSpan.of(tree.text, found.start, found.end)
    mentions = (span,) if mention.overlaps(span) else (mention, span)
    return Speaker(found.name, found.kind, fold_name(found.name) or found.name, mentions=mentions)


_PRONOUN_KINDS: Mapping[str, frozenset[SpeakerKind]] = {
    "one": frozenset({"person"}),
    "thing": frozenset({"organisation", "place", "document"}),
    "many": frozenset({"organisation", "group", "place"}),
}


def _of_pronoun(register: Register, word: str, stands_for: str, token: int) -> Named | None:
    """The nearest name before a pronoun that fits it: those who have spoken, and subjects."""
    gender = gender_of([word]) or (word if word in {"he", "she"} else None)
    found = register.latest(token, _PRONOUN_KINDS.get(stands_for, frozenset()), gender)
    if found is not None and gender is not None:
        register.learn_gender(found, gender)
    return found


def _of_nominal(tree: Tree, register: Register, first: int, last: int) -> Named | None:
    """The name that a description fits: "the minister", "the union", "The 58-year-old".

    Leaves "a source", "critics" and "his company" alone: they name nobody, or somebody else's.
    """
    words = [word for word in tree.lower[first:last] if word[:1].isalpha() or word[:1].isdigit()]
    if not words or words[0] in word_list("indefinite") or words[-1] in word_list("groups"):
        return None
    if "year" in words and words[-1] == "old":
        return register.latest(first, frozenset({"person"}), None)
    head = words[-1]
    if head in word_list("organisations"):
        return register.organisation(head, first)
    found = register.described(frozenset(words), head, first)
    return found if found is not None or words[0] != "the" else _subject_before(tree, register, first)


def _subject_before(tree: Tree, register: Register, first: int) -> Named | None:
    """The person who was the subject of the sentence before, in the same paragraph.

    "Quintero drove up from the capital. The governor said P": the governor is Quintero.
    """
    if tree.lower[first] != "the" or trim(tree, tree.bounds[tree.sentence[first]][0], first)[0] < first:
        return None
    for named in register.before(first):
        if tree.sentence[first] - tree.sentence[named.token] > 1:
            return None
        if (
            named.kind == "person"
            and named.is_subject
            and tree.paragraph[named.token] == tree.paragraph[first]
        ):
            return named
    return None
