"""Whom each source stands for: a name of the article, or nobody that it names.

A name in the phrase decides; "I" in a quotation is its speaker; a learned ranker chooses for other pronouns
and for descriptions ("the minister"), and may choose nobody ("critics", "a source").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from attrs import frozen

from quotekit.resolve.discourse import Discourse
from quotekit.resolve.entities import Entity
from quotekit.resolve.evidence import Candidate, candidates_for
from quotekit.resolve.mentions import Mention, is_joined, is_whose
from quotekit.resolve.anaphors import Phrase, read_phrase
from quotekit.resolve.ranking import probabilities, why
from quotekit.settings import OFTEN_NAMED
from quotekit.syntax import Tree

__all__ = ["Asked", "Resolved", "often_named", "resolve_source"]

Choice = Callable[[Phrase, Sequence[Candidate]], int | None]


@frozen
class Asked:
    """A source to resolve: its tokens, what it says (token ranges), and who speaks around it.

    ``holder`` is the entity whose quotation the source stands in, or `None`; ``is_held`` says that
    it stands in one.
    """

    first: int
    last: int
    own: tuple[tuple[int, int], ...] = ()
    holder: int | None = None
    is_held: bool = False


@frozen
class Resolved:
    """The entities behind a source (none, one, or several who speak as one), with score and reason."""

    entities: tuple[int, ...]
    score: float
    reason: str


def often_named(entities: Sequence[Entity]) -> list[int]:
    """The entities with most mentions, most first."""
    order = sorted(entities, key=lambda entity: (-len(entity.mentions), entity.number))
    return [entity.number for entity in order[:OFTEN_NAMED]]


def resolve_source(state: Discourse, asked: Asked, often: Sequence[int], choose: Choice | None = None) -> Resolved:
    """Whom a source stands for; the state takes note of it."""
    phrase = read_phrase(state.tree, asked.first, asked.last)
    resolved = _resolve(state, phrase, asked, often, choose)
    word = state.tree.lower[phrase.head] if phrase.is_pronoun else ""
    entity = resolved.entities[0] if resolved.entities else None
    state.take(phrase.first, entity, word)
    if word:
        state.answers[word] = entity
    if entity is not None and phrase.gender is not None and state.entities[entity].kind == "person":
        state.entities[entity].gender = state.entities[entity].gender or phrase.gender
    return resolved


def _resolve(
    state: Discourse, phrase: Phrase, asked: Asked, often: Sequence[int], choose: Choice | None
) -> Resolved:
    if not phrase.is_pronoun:
        named = _named_in(state, phrase)
        if named:
            return Resolved(tuple(named), 1.0, "named")
    if phrase.form == "first":
        if asked.holder is not None:
            return Resolved((asked.holder,), 1.0, "the speaker of the quotation")
        return Resolved((), 1.0, "outside a quotation" if not asked.is_held else "its speaker is not named")
    if phrase.form == "you":
        return Resolved((), 1.0, "anybody")
    candidates = candidates_for(state, phrase, often, asked.own, asked.holder)
    shares = probabilities(phrase.form, candidates)
    best = max(range(len(shares)), key=lambda at: (shares[at], -at))
    if choose is not None:
        forced = choose(phrase, candidates)
        best = best if forced is None else forced
    chosen = candidates[best]
    reason = ", ".join(why(phrase.form, chosen.features, 3))
    return Resolved(_with_partner(state, phrase, chosen.entity), shares[best], reason)


def _with_partner(state: Discourse, phrase: Phrase, entity: int | None) -> tuple[int, ...]:
    """The entity, and for "they" the person named beside it: "Grassley and Leahy … they"."""
    if entity is None:
        return ()
    if phrase.form in {"they", "group"} and state.entities[entity].kind == "person":
        partners = state.partners.get(entity)
        return (entity,) if partners is None else tuple(sorted((entity, partners)))
    return (entity,)


def _named_in(state: Discourse, phrase: Phrase) -> list[int]:
    """Whom a phrase names: "NATO spokesperson Oana Lungescu" is Lungescu, "Mr. Grassley and Mr. Leahy" both.

    In "Dr. Pruitt’s team" and "a spokesman for Mr. Smith" the name is somebody else's.
    """
    tree = state.tree
    at = bisect_left(state.named, phrase.first)
    inside: list[tuple[Mention, int]] = []
    while at < len(state.named) and state.named[at] < phrase.last:
        number = state.owner[at]
        mention = state.mention_at[state.named[at]]
        if not is_whose(tree, mention, phrase.first, phrase.last) and not _is_member(tree, mention, phrase):
            inside.append((mention, number))
        at += 1
    people = [(mention, number) for mention, number in inside if mention.kind == "person"]
    if people:
        joint = [number for mention, number in people[1:] if is_joined(tree, people[0][0], mention)]
        return list(dict.fromkeys([people[0][1], *joint]))
    heads = [number for mention, number in inside if _is_head(tree, mention, phrase)]
    return heads[:1]


def _is_member(tree: Tree, named: Mention, phrase: Phrase) -> bool:
    """Whether the name is that of a party or people, and the phrase means one of them: "The Republican"."""
    return named.kind == "group" and tree.tags[named.last - 1] not in {"NNS", "NNPS"} and phrase.determiner != ""


def _is_head(tree: Tree, named: Mention, phrase: Phrase) -> bool:
    """Whether a name ends the phrase, or its parse heads it."""
    at = named.last - 1
    inside = phrase.first <= tree.heads[at] < phrase.last
    return named.last >= phrase.last or not inside or tree.deps[at] == "appos"
