"""Whom each source stands for: a name of the article, or nobody that it names.

A name in the phrase decides; "I" in a quotation is its speaker; a learned ranker chooses for other pronouns
and for descriptions ("the minister"), and may choose nobody ("critics", "a source").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence

from attrs import frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.resolve.anaphors import Phrase, read_phrase
from quotekit.resolve.discourse import Discourse
from quotekit.resolve.entities import Entity
from quotekit.resolve.evidence import Candidate, Question, candidates_for
from quotekit.resolve.mentions import Mention, is_joined, is_whose
from quotekit.resolve.ranking import probabilities, why
from quotekit.settings import ISSUER_SCORE, NAMED_SCORE, NOBODY_LEAD, OFTEN_NAMED, SURE_SCORE
from quotekit.syntax import Tree

__all__ = ["Asked", "Resolved", "find_links", "often_named", "resolve_source"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SINGULAR = frozenset({"he", "she"})
_SINGULAR_OWNERS = frozenset({"his", "her"})

Choice = Callable[[Phrase, Sequence[Candidate]], int | None]


@frozen
class Asked:
    """A source to resolve: its tokens, what it says (token ranges), and who speaks around it.

    ``holder`` is the entity whose quotation the source stands in, or `None`; ``is_held`` says that
    it stands in one. Not ``is_source`` is a subject that only carries a chain on.
    """

    first: int
    last: int
    own: tuple[tuple[int, int], ...] = ()
    holder: int | None = None
    is_held: bool = False
    is_source: bool = True


@frozen
class Resolved:
    """The entities behind a source (none, one, or several who speak as one), with score and reason.

    ``is_via`` says that the source itself only speaks for them: "a spokesman for the ministry".
    """

    entities: tuple[int, ...]
    score: float
    reason: str
    is_via: bool = False


def often_named(entities: Sequence[Entity]) -> list[int]:
    """The entities with most mentions, most first."""
    order = sorted(entities, key=lambda entity: (-len(entity.mentions), entity.number))
    return [entity.number for entity in order[:OFTEN_NAMED]]


def find_links(state: Discourse, taken: set[int]) -> list[tuple[int, int]]:
    """The subjects of the story that carry a chain on: "He also wants a wall", "The president flew home".

    Those in contents stay out, and those that are sources (whose first tokens are ``taken``).
    """
    tree = state.tree
    roles = {word for entity in state.entities if entity.kind == "person" for word in entity.words}
    found = []
    for at, dep in enumerate(tree.deps):
        if dep not in _SUBJECTS or state.inside[at] >= 0:
            continue
        if tree.lower[at] in _SINGULAR:
            first = at
        elif tree.tags[at] == "NN" and tree.lower[at] in roles and tree.lower[tree.left[at]] == "the":
            first = tree.left[at]
        else:
            continue
        if not taken.intersection(range(first, at + 1)):
            found.append((first, at + 1))
    return found


def resolve_source(
    state: Discourse, asked: Asked, often: Sequence[int], choose: Choice | None = None
) -> Resolved:
    """Whom a source stands for; the state takes note of it."""
    phrase = read_phrase(state.tree, asked.first, asked.last)
    resolved = _resolve(state, phrase, asked, often, choose)
    word = state.tree.lower[phrase.head] if phrase.is_pronoun else ""
    entity = resolved.entities[0] if resolved.entities else None
    state.take(phrase.first, entity, word, is_source=asked.is_source)
    if asked.is_source:
        state.together = set(resolved.entities) if len(resolved.entities) > 1 else state.together
    if entity is not None and phrase.form == "person" and resolved.score >= SURE_SCORE:
        # "The businessman" that was Trump once is Trump again.
        state.entities[entity].words.add(state.tree.lower[phrase.head])
    if entity is not None and phrase.gender is not None:
        state.called[entity, phrase.gender] = state.called.get((entity, phrase.gender), 0) + 1
    return resolved


def _resolve(
    state: Discourse, phrase: Phrase, asked: Asked, often: Sequence[int], choose: Choice | None
) -> Resolved:
    if not phrase.is_pronoun:
        named = _named_in(state, phrase)
        if named:
            return Resolved(tuple(named), NAMED_SCORE, "named")
    if phrase.form == "first":
        if asked.holder is not None:
            return Resolved((asked.holder,), NAMED_SCORE, "the speaker of the quotation")
        return Resolved(
            (), NAMED_SCORE, "outside a quotation" if not asked.is_held else "its speaker is not named"
        )
    if phrase.form == "you":
        return Resolved((), NAMED_SCORE, "anybody")
    spoken_for = _spoken_for(state, phrase, asked, often)
    if spoken_for is not None:
        return spoken_for
    owner = _owner(state, phrase, asked, often)
    plain = _plainly_meant(state, phrase, owner)
    if plain is not None:
        return plain
    candidates = candidates_for(state, Question(phrase, often, asked.own, asked.holder, owner))
    shares = probabilities(phrase.form, candidates)
    best = choose(phrase, candidates) if choose is not None else None
    if best is None:
        best = _best(shares)
    chosen = candidates[best]
    reason = ", ".join(why(phrase.form, chosen.features, 3))
    return Resolved(_with_partner(state, phrase, chosen.entity), shares[best], reason)


def _spoken_for(state: Discourse, phrase: Phrase, asked: Asked, often: Sequence[int]) -> Resolved | None:
    """The organisation that an unnamed spokesman speaks for: "a spokesman for the ministry".

    Leaves "a spokesman for Mr. Smith" alone: he names nobody.
    """
    tree = state.tree
    if phrase.is_pronoun or tree.lower[phrase.head] not in word_list("spokespeople"):
        return None
    at = bisect_left(state.named, phrase.first)
    while at < len(state.named) and state.named[at] < phrase.last:
        entity = state.entities[state.owner[at]]
        if entity.kind in {"organisation", "place"}:
            return Resolved((entity.number,), NAMED_SCORE, "speaks for it", is_via=True)
        at += 1
    tie = tree.child(phrase.head, "prep")
    noun = None if tie is None else tree.child(tie, "pobj")
    if noun is None or tree.right[noun] > phrase.last or tree.lower[noun] not in word_list("organisations"):
        return None
    whole = read_phrase(tree, tree.left[noun], tree.right[noun])
    number, share = _likeliest(state, whole, asked, often)
    return None if number is None else Resolved((number,), share, "speaks for it", is_via=True)


def _likeliest(
    state: Discourse, phrase: Phrase, asked: Asked, often: Sequence[int]
) -> tuple[int | None, float]:
    """The entity that the ranker takes a phrase beside the source for, and its probability."""
    candidates = candidates_for(state, Question(phrase, often, asked.own, asked.holder))
    shares = probabilities(phrase.form, candidates)
    best = _best(shares)
    return candidates[best].entity, shares[best]


def _best(shares: Sequence[float]) -> int:
    """The likeliest candidate; nobody, the first of them, needs a lead over the others."""
    others = max(range(1, len(shares)), key=lambda at: (shares[at], -at), default=0)
    return others if others and shares[others] * NOBODY_LEAD > shares[0] else 0


def _owner(state: Discourse, phrase: Phrase, asked: Asked, often: Sequence[int]) -> int | None:
    """Whose it is that a description begins with: the man of "his campaign", Clinton of "Clinton’s aides"."""
    if phrase.is_pronoun or phrase.determiner != "whose":
        return None
    if state.tree.lower[phrase.first] in _SINGULAR_OWNERS:
        his = read_phrase(state.tree, phrase.first, phrase.first + 1)
        return _likeliest(state, his, asked, often)[0]
    at = bisect_left(state.named, phrase.first)
    if at < len(state.named) and state.named[at] < phrase.head:
        return state.owner[at]
    mark = next((at for at in range(phrase.first, phrase.head) if state.tree.tags[at] == "POS"), phrase.first)
    if mark == phrase.first:
        return None
    holder = read_phrase(state.tree, phrase.first, mark)
    return _likeliest(state, holder, asked, often)[0]


def _plainly_meant(state: Discourse, phrase: Phrase, owner: int | None) -> Resolved | None:
    """Whom some descriptions mean whatever stands near.

    "His company" is the one that he is of, where the article says so. "Interior minister" in a headline is
    the one person of the article of whom all these words are said.
    """
    tree, entities = state.tree, state.entities
    if phrase.form == "document" or (
        phrase.form == "some" and tree.lower[phrase.head] in word_list("documents")
    ):
        issuer = _issuer(state, phrase)
        if issuer is not None:
            return Resolved((issuer,), ISSUER_SCORE, "issued it")
    if phrase.form == "many" and state.together and state.turns and state.turns[-1].entity in state.together:
        return Resolved(tuple(sorted(state.together)), ISSUER_SCORE, "spoke together last")
    affiliation = entities[owner].affiliation if owner is not None else None
    if phrase.form == "organisation" and affiliation is not None:
        own = [e.number for e in entities if e.name == affiliation]
        return Resolved((own[0],), NAMED_SCORE, "where its owner is") if own else None
    if phrase.form == "bare" and tree.sentence[phrase.first] == 0:
        so_described = [e.number for e in entities if e.kind == "person" and _is_said(phrase.words, e.words)]
        if len(so_described) == 1:
            return Resolved((so_described[0],), NAMED_SCORE, "described so below the headline")
    return None


def _issuer(state: Discourse, phrase: Phrase) -> int | None:
    """Who put a document out: the Times of "a Times article", the party of "A video by the party … The ad".

    Leaves "the poll" alone where one of that name was named: it is itself.
    """
    tree = state.tree
    inside = range(bisect_left(state.named, phrase.first), bisect_left(state.named, phrase.last))
    for at in inside:
        place = state.named[at]
        before = place < phrase.head or tree.lower[place - 1] in {"by", "from", "the"}
        if before and state.entities[state.owner[at]].kind == "organisation":
            return state.owner[at]
    last = state.last_issuer(phrase.first)
    own = [n for n in state.by_noun.get(tree.lower[phrase.head], ()) if state.entities[n].kind == "document"]
    if last is None or own or inside or phrase.determiner not in {"the", "this"}:
        return None
    near = tree.paragraph[phrase.first] - tree.paragraph[last[0]] <= 1
    return last[1] if near and state.entities[last[1]].kind == "organisation" else None


def _is_said(words: Collection[str], said: set[str]) -> bool:
    """Whether all words of a headline's description are said of somebody, in short or otherwise put."""
    long = word_columns("short_roles")
    return all(word in said or (word in long and said.issuperset(long[word])) for word in words)


def _with_partner(state: Discourse, phrase: Phrase, entity: int | None) -> tuple[int, ...]:
    """The entity, and for "they" the person named beside it: "Grassley and Leahy … they"."""
    if entity is None:
        return ()
    if phrase.form in {"many", "group"} and state.entities[entity].kind == "person":
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
        is_member = state.entities[number].kind == "group" and _is_member(tree, mention, phrase)
        if not is_whose(tree, mention, phrase.first, phrase.last) and not is_member:
            inside.append((mention, number))
        at += 1
    people = [(mention, number) for mention, number in inside if state.entities[number].kind == "person"]
    if people:
        joint = [number for mention, number in people[1:] if is_joined(tree, people[0][0], mention)]
        return list(dict.fromkeys([people[0][1], *joint]))
    heads = [number for mention, number in inside if _is_head(tree, mention, phrase)]
    return heads[:1]


def _is_member(tree: Tree, named: Mention, phrase: Phrase) -> bool:
    """Whether the name is that of a party or people, and the phrase means one or some of them.

    "The Republican" and "Democrats" are nobody; "Hamas" and "the Taliban" speak as one.
    """
    word, tag = tree.lower[named.last - 1], tree.tags[named.last - 1]
    is_plural = tag == "NNPS" or word.removesuffix("s") in word_list("parties") - {word}
    return phrase.determiner not in {"", "the"} or is_plural or word in word_list("parties")


def _is_head(tree: Tree, named: Mention, phrase: Phrase) -> bool:
    """Whether a name ends the phrase, or its parse heads it."""
    at = named.last - 1
    inside = phrase.first <= tree.heads[at] < phrase.last
    return named.last >= phrase.last or not inside or tree.deps[at] == "appos"
