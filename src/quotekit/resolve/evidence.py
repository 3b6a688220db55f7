"""What speaks for each candidate behind a pronoun or a description, and for nobody: named yes/no features.

A feature's name is what a reason shows, so each reads as a finding.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from typing import get_args

from attrs import frozen

from quotekit.lexicon import word_list
from quotekit.model import SpeakerKind
from quotekit.names import given_gender, last_name
from quotekit.resolve.anaphors import Phrase
from quotekit.resolve.discourse import Discourse
from quotekit.resolve.entities import Entity
from quotekit.resolve.nobody import find_nobody
from quotekit.resolve.standing import Standing, away, is_turn, paragraphs_away, stand
from quotekit.settings import MANY_MENTIONS, NAMES_AFTER, NAMES_ALIKE, NAMES_BEFORE
from quotekit.syntax import Tree

__all__ = ["Candidate", "Question", "candidates_for"]

_ISSUED = frozenset({"document", "thing", "who"})
_TIMES = ("never", "once", "twice")
_RANKS = ("nearest", "second nearest", "third nearest")
_OTHER_GENDER = {"he": "she", "she": "he"}
_KINDS_OF_FORM: dict[str, frozenset[SpeakerKind]] = {
    "one": frozenset({"person"}),
    "person": frozenset({"person", "organisation"}),
    "thing": frozenset(get_args(SpeakerKind)) - {"person"},
}


@frozen
class Candidate:
    """An entity (by number and name) or nobody (`None`), with the names of the features that hold."""

    entity: int | None
    name: str | None
    features: tuple[str, ...]


@frozen(eq=False)
class Question:
    """A phrase whose entity is asked for, and what is known beside it.

    ``often`` are the entities named most; ``own`` is what the source says, as token ranges; ``holder`` is
    the speaker of the quotation that the phrase stands in; ``owner`` is whose the phrase says it is.
    """

    phrase: Phrase
    often: Sequence[int]
    own: Sequence[tuple[int, int]] = ()
    holder: int | None = None
    owner: int | None = None


def candidates_for(state: Discourse, question: Question) -> list[Candidate]:
    """Whom a phrase may stand for, nobody first, then by how near they are named."""
    phrase = question.phrase
    numbers = state.near(phrase.head, NAMES_BEFORE, NAMES_AFTER)
    alike = sorted(state.by_noun.get(state.tree.lower[phrase.head], ())[:NAMES_ALIKE])
    issued = state.last_issuer(phrase.first) if phrase.form in _ISSUED else None
    issuers = [issued[1]] if issued is not None else []
    numbers = list(dict.fromkeys([*numbers, *question.often, *alike, *issuers]))
    fits = [number for number in numbers if _fits(state.entities[number], phrase)]
    standing = stand(state, phrase.first, fits)
    found = [Candidate(None, None, tuple(find_nobody(state, phrase, standing)))]
    for number in fits:
        entity = state.entities[number]
        found.append(Candidate(number, entity.name, tuple(_evidence(state, question, entity, standing))))
    return found


def _fits(entity: Entity, phrase: Phrase) -> bool:
    """Whether kind and gender allow it at all: "he" is a person, and no woman.

    "The GOP nominee" is not the GOP; "the Reuters poll" may be Reuters.
    """
    is_inside = bisect_left(entity.starts, phrase.last) > bisect_left(entity.starts, phrase.first)
    if is_inside and not phrase.is_pronoun and phrase.form not in {"organisation", "document"}:
        return False
    if phrase.gender is not None:
        return entity.kind == "person" and entity.gender != _OTHER_GENDER[phrase.gender]
    if phrase.form == "organisation" and phrase.determiner == "the":
        return entity.kind != "person"
    if phrase.form == "who" and phrase.is_human:
        return entity.kind not in {"place", "document"}
    kinds = _KINDS_OF_FORM.get(phrase.form)
    return kinds is None or entity.kind in kinds


def _ranked(rank: int | None, what: str) -> str:
    if rank is None:
        return f"no {what}"
    return f"{_RANKS[rank]} {what}" if rank < len(_RANKS) else f"farther {what}"


def _evidence(state: Discourse, question: Question, entity: Entity, standing: Standing) -> Iterator[str]:
    phrase, number = question.phrase, entity.number
    yield entity.kind
    yield "named in full" if " " in entity.name else "one word"
    yield from _where(state, phrase, entity, standing)
    yield from _speaking(state, phrase, number, standing)
    yield from _how_often(state, question, entity)
    yield from _gender(state, phrase, entity)
    places = state.places[number]
    if any(bisect_left(places, last) > bisect_left(places, first) for first, last in question.own):
        yield "named in what is said"
    if phrase.form in {"many", "group"} and number in state.partners:
        yield "named with another"
        if number in state.together:
            yield "spoke with another"
    if question.holder is not None:
        is_holder = question.holder == number
        yield "speaker of the words around" if is_holder else "not the speaker of the words around"
    if question.owner == number:
        yield "whose it is"
    elif question.owner is not None and _is_named_after(state.entities[question.owner], entity):
        yield "named after whose it is"
    if phrase.form in _ISSUED:
        issued = state.last_issuer(phrase.first)
        if issued is not None and issued[1] == number:
            yield f"issued the last document, {paragraphs_away(state.tree, issued[0], phrase.first)}"
    if phrase.form == "who":
        yield from _attached(state.tree, phrase, entity)
    elif not phrase.is_pronoun:
        yield from _described(state.tree, phrase, entity)


def _is_named_after(owner: Entity, entity: Entity) -> bool:
    """Whether a body bears somebody's name: "the Sanders campaign"; his wife does not count."""
    return entity.kind != "person" and last_name(owner.name) in entity.name_words


def _how_often(state: Discourse, question: Question, entity: Entity) -> Iterator[str]:
    if entity.number in question.often:
        yield "named most" if entity.number == question.often[0] else "named often"
    n_mentions = len(entity.mentions)
    if n_mentions < len(_TIMES):
        yield f"named {_TIMES[n_mentions]}"
    else:
        yield "named some times" if n_mentions < MANY_MENTIONS else "named many times"
    if state.tree.sentence[entity.first] == 0:
        yield "in the first sentence"


def _gender(state: Discourse, phrase: Phrase, entity: Entity) -> Iterator[str]:
    if phrase.gender is None or entity.kind != "person":
        return
    if entity.gender is not None:
        yield "gender agrees"
        return
    yield "gender unknown" if " " in entity.name else "gender unknown, one word"
    called = state.called.get((entity.number, phrase.gender), 0)
    otherwise = state.called.get((entity.number, _OTHER_GENDER[phrase.gender]), 0)
    if called != otherwise:
        yield "called so before" if called > otherwise else "called otherwise before"


def _role_at(state: Discourse, number: int, place: int) -> str:
    """What an entity does where it stands."""
    if place in state.subjects:
        return "as subject"
    if is_turn(state, number, place):
        return "as speaker"
    mention = state.mention_at.get(place)
    is_owner = mention is not None and state.tree.deps[mention.last - 1] == "poss"
    return "as owner" if is_owner else "as no subject"


def _where(state: Discourse, phrase: Phrase, entity: Entity, standing: Standing) -> Iterator[str]:
    tree, token, number = state.tree, phrase.first, entity.number
    place, anywhere = standing.open[number], standing.any[number]
    yield _ranked(standing.rank.get(number), "name")
    yield _ranked(standing.head_rank.get(number), "subject")
    if place is not None:
        yield away(tree, place, token)
        yield paragraphs_away(tree, place, token)
        yield _role_at(state, number, place)
        if place in state.saying:
            yield "as subject of a saying verb"
        yield f"{_ranked(standing.head_rank.get(number), 'subject')}, {paragraphs_away(tree, place, token)}"
        if tree.sentence[place] == tree.sentence[token] and place in state.subjects:
            yield "subject of the sentence"
        if place == tree.bounds[tree.sentence[place]][0] and place not in state.subjects:
            yield "opens its sentence"
    elif anywhere is None:
        later = entity.first
        yield "only later" if tree.sentence[later] - tree.sentence[token] > 1 else "soon after"
        if tree.sentence[later] == tree.sentence[token]:
            yield "later in the sentence"
    else:
        yield "only in quotations"
    if anywhere is not None and anywhere != place:
        yield "in a quotation since"


def _speaking(state: Discourse, phrase: Phrase, number: int, standing: Standing) -> Iterator[str]:
    tree, token = state.tree, phrase.first
    rank, at = standing.spoke.get(number, (None, None))
    yield _ranked(rank, "to speak")
    if at is not None:
        yield f"spoke {paragraphs_away(tree, at, token)}"
        if tree.sentence[at] == tree.sentence[token]:
            yield "spoke in the sentence"
    before = state.turns_before(token)
    if before:
        last = state.turns[before - 1]
        if last.entity == number:
            yield "spoke last of all"
            yield f"spoke last, {paragraphs_away(tree, last.token, token)}"
        elif before > 1 and state.turns[before - 2].entity == number:
            yield "spoke before the last"
    word = tree.lower[phrase.head]
    if phrase.is_pronoun and state.answers.get(word, -1) == number:
        yield "the same pronoun before"


def _attached(tree: Tree, phrase: Phrase, entity: Entity) -> Iterator[str]:
    """How a relative pronoun hangs on a name: "Beck, who"; "voters in Ohio who" is no Ohio."""
    clause = tree.heads[phrase.head]
    seen = 0
    while tree.deps[clause] not in {"relcl", "acl"} and tree.heads[clause] != clause and seen < 6:
        clause, seen = tree.heads[clause], seen + 1
    noun = tree.heads[clause] if tree.deps[clause] in {"relcl", "acl"} else -1
    for mention in entity.mentions[bisect_left(entity.mentions, phrase.first - 12, key=lambda m: m.first) :]:
        if mention.first > phrase.first:
            break
        if mention.first <= noun < mention.last:
            yield "the clause hangs on it"
        gap = phrase.first - mention.last
        if gap == 0 or (gap == 1 and tree.words[mention.last] == ","):
            yield "right before"


def _in_name(head: str, further: Set[str], name: Set[str]) -> Iterator[str]:
    """How much of a description the name has: "the appeals court" is no Supreme Court."""
    if head in name:
        yield "word of its name"
        if further:
            yield "its other words too" if further <= name else "not its other words"
    elif further & name:
        yield "further word of its name"


def _described(tree: Tree, phrase: Phrase, entity: Entity) -> Iterator[str]:
    head = tree.lower[phrase.head]
    said = entity.words
    if head in said:
        yield "described so"
    elif phrase.is_role and entity.kind == "person" and not said.isdisjoint(word_list("roles")):
        yield "described otherwise"
    further = phrase.words - {head}
    if further & said:
        yield "described alike"
    if head in said and further <= said:
        yield f"described in full, {phrase.determiner or 'bare'}"
    if phrase.form == "organisation" and head not in entity.ends and entity.ends & word_list("organisations"):
        yield "a body of another kind"
    if phrase.form == "person" and not phrase.is_role:
        yield f"{entity.kind}, for no noun of a person"
    yield from _in_name(head, further, entity.name_words)
    if head in entity.links:
        yield "noun tied to the name"
    if phrase.gender is None and entity.kind == "person" and given_gender(entity.name.split()[0]) is None:
        yield "no given name known"
    starts = entity.starts
    if bisect_left(starts, phrase.last) > bisect_left(starts, phrase.first):
        yield "named inside it"
    nearest = bisect_right(starts, phrase.last)
    if nearest < len(starts) and starts[nearest] - phrase.last <= 2:
        yield "named right after"
