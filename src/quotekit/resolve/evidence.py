"""What speaks for each candidate behind a pronoun or a description, and for nobody: named yes/no features.

A feature's name is what a reason shows, so each reads as a finding.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from attrs import frozen

from quotekit.lexicon import word_list
from quotekit.names import given_gender, last_name
from quotekit.resolve.discourse import Discourse
from quotekit.resolve.entities import Entity
from quotekit.resolve.anaphors import Phrase
from quotekit.settings import NAMES_AFTER, NAMES_ALIKE, NAMES_BEFORE
from quotekit.syntax import Tree

__all__ = ["Candidate", "candidates_for"]

_AWAY = ("same sentence", "sentence before", "two sentences before", "some sentences before", "far before")
_RANKS = ("nearest", "second nearest", "third nearest")
_OTHER_GENDER = {"he": "she", "she": "he"}


@frozen
class Candidate:
    """An entity (by number and name) or nobody (`None`), with the names of the features that hold."""

    entity: int | None
    name: str | None
    features: tuple[str, ...]


def candidates_for(
    state: Discourse, phrase: Phrase, often: Sequence[int], own: Sequence[tuple[int, int]], holder: int | None,
    owner: int | None,
) -> list[Candidate]:
    """Whom a phrase may stand for, nobody first.

    ``often`` are the entities named most; ``own`` is what the source says, as token ranges; ``holder`` is
    the speaker of the quotation that the phrase stands in, ``owner`` whose the phrase says it is.
    """
    numbers = state.near(phrase.head, NAMES_BEFORE, NAMES_AFTER)
    more = [*often, *sorted(state.by_noun.get(state.tree.lower[phrase.head], ())[:NAMES_ALIKE])]
    numbers = list(dict.fromkeys([*numbers, *more]))
    fits = [number for number in numbers if _fits(state, state.entities[number], phrase)]
    order = _Order(state, phrase, fits)
    found = [Candidate(None, None, tuple(_nobody(state, phrase, order)))]
    for number in fits:
        features = tuple(_evidence(state, phrase, state.entities[number], order, own, holder, often, owner))
        found.append(Candidate(number, state.entities[number].name, features))
    return found


def _fits(state: Discourse, entity: Entity, phrase: Phrase) -> bool:
    """Whether kind and gender allow it at all: "he" is a person, and no woman.

    "The GOP nominee" is not the GOP; "the Reuters poll" may be Reuters.
    """
    if not phrase.is_pronoun and phrase.form not in {"organisation", "document"}:
        starts = [mention.first for mention in entity.mentions]
        if bisect_left(starts, phrase.last) > bisect_left(starts, phrase.first):
            return False
    if phrase.gender is not None:
        wrong = _OTHER_GENDER[phrase.gender]
        return entity.kind == "person" and entity.gender != wrong
    if phrase.form == "singular" or phrase.form in {"person"}:
        return entity.kind in {"person", "organisation"} if phrase.form == "person" else entity.kind == "person"
    if phrase.form == "organisation" and phrase.determiner == "the":
        return entity.kind != "person"
    if phrase.form == "it":
        return entity.kind != "person"
    return True


class _Order:
    """The candidates by how near they stand: any, subjects, speakers."""

    def __init__(self, state: Discourse, phrase: Phrase, fits: Sequence[int]) -> None:
        token = phrase.first
        self.open = {number: state.last_place(number, token, is_open=True) for number in fits}
        self.any = {number: state.last_place(number, token, is_open=False) for number in fits}
        placed = sorted((-at, number) for number, at in self.open.items() if at is not None)
        self.rank = {number: rank for rank, (_, number) in enumerate(placed)}
        heads = [number for at, number in placed if -at in state.subjects or _is_turn(state, number, -at)]
        self.head_rank = {number: rank for rank, number in enumerate(heads)}
        spoke = []
        for number in fits:
            said = state.spoken.get(number, ())
            before = bisect_left(said, token)
            if before:
                spoke.append((-said[before - 1], number))
        self.spoke = {number: (rank, -at) for rank, (at, number) in enumerate(sorted(spoke))}


def _is_turn(state: Discourse, number: int, token: int) -> bool:
    said = state.spoken.get(number, ())
    at = bisect_left(said, token)
    return at < len(said) and said[at] == token


def _away(tree: Tree, place: int, token: int) -> str:
    sentences = tree.sentence[token] - tree.sentence[place]
    return _AWAY[sentences] if sentences < 3 else _AWAY[3] if sentences < 8 else _AWAY[4]


def _paragraphs(tree: Tree, place: int, token: int) -> str:
    paragraphs = tree.paragraph[token] - tree.paragraph[place]
    return ("same paragraph", "paragraph before", "two paragraphs before")[paragraphs] if paragraphs < 3 else (
        "paragraphs before"
    )


def _ranked(rank: int | None, what: str) -> str:
    if rank is None:
        return f"no {what}"
    return f"{_RANKS[rank]} {what}" if rank < len(_RANKS) else f"farther {what}"


def _evidence(
    state: Discourse,
    phrase: Phrase,
    entity: Entity,
    order: _Order,
    own: Sequence[tuple[int, int]],
    holder: int | None,
    often: Sequence[int],
    owner: int | None,
) -> Iterator[str]:
    tree, token, number = state.tree, phrase.first, entity.number
    yield entity.kind
    yield "named in full" if " " in entity.name else "one word"
    yield from _where(state, phrase, entity, order)
    yield from _speaking(state, phrase, number, order)
    if number in often[:1]:
        yield "named most"
    elif number in often:
        yield "named often"
    total = len(entity.mentions)
    yield "named once" if total == 1 else "named twice" if total == 2 else "named some times" if total < 6 else "many times"
    if tree.sentence[entity.first] == 0:
        yield "in the first sentence"
    yield from _gender(state, phrase, entity)
    places = state.places[number]
    if any(bisect_left(places, last) > bisect_left(places, first) for first, last in own):
        yield "named in what is said"
    if phrase.form in {"they", "group"} and number in state.partners:
        yield "named with another"
        if number in state.together:
            yield "spoke with another"
    if holder is not None:
        yield "speaker of the words around" if holder == number else "not the speaker of the words around"
    if owner is not None:
        if number == owner:
            yield "whose it is"
        elif last_name(state.entities[owner].name) in entity.name_words:
            yield "named after whose it is"
    if phrase.form == "relative":
        yield from _attached(tree, phrase, entity)
    elif not phrase.is_pronoun:
        yield from _described(tree, phrase, entity)


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
    if _is_turn(state, number, place):
        return "as speaker"
    mention = state.mention_at.get(place)
    is_owner = mention is not None and state.tree.deps[mention.last - 1] == "poss"
    return "as owner" if is_owner else "as no subject"


def _where(state: Discourse, phrase: Phrase, entity: Entity, order: _Order) -> Iterator[str]:
    tree, token, number = state.tree, phrase.first, entity.number
    place, anywhere = order.open[number], order.any[number]
    yield _ranked(order.rank.get(number), "name")
    yield _ranked(order.head_rank.get(number), "subject")
    if place is not None:
        yield _away(tree, place, token)
        yield _paragraphs(tree, place, token)
        yield _role_at(state, number, place)
        if place in state.saying:
            yield "as subject of a saying verb"
        yield f"{_ranked(order.head_rank.get(number), 'subject')}, {_paragraphs(tree, place, token)}"
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


def _speaking(state: Discourse, phrase: Phrase, number: int, order: _Order) -> Iterator[str]:
    tree, token = state.tree, phrase.first
    rank, at = order.spoke.get(number, (None, None))
    yield _ranked(rank, "to speak")
    if at is not None:
        yield f"spoke {_paragraphs(tree, at, token)}"
        if tree.sentence[at] == tree.sentence[token]:
            yield "spoke in the sentence"
    before = state.turns_before(token)
    if before:
        last = state.turns[before - 1]
        if last.entity == number:
            yield "spoke last of all"
            yield f"spoke last, {_paragraphs(tree, last.token, token)}"
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


def _described(tree: Tree, phrase: Phrase, entity: Entity) -> Iterator[str]:
    head = tree.lower[phrase.head]
    said = entity.words
    if head in said:
        yield "described so"
    further = phrase.words - {head}
    if further & said:
        yield "described alike"
    if head in said and further <= said:
        yield f"described in full, {phrase.determiner or 'bare'}"
    ends = {mention.name.split()[-1].lower() for mention in entity.mentions}
    if phrase.form == "organisation" and head not in ends and ends & word_list("organisations"):
        yield "a body of another kind"
    if head in entity.name_words:
        yield "word of its name"
    elif (phrase.words - {head}) & entity.name_words:
        yield "further word of its name"
    if head in entity.links:
        yield "noun tied to the name"
    if phrase.gender is None and entity.kind == "person" and given_gender(entity.name.split()[0]) is None:
        yield "no given name known"
    starts = [mention.first for mention in entity.mentions]
    if bisect_left(starts, phrase.last) > bisect_left(starts, phrase.first):
        yield "named inside it"
    nearest = bisect_right(starts, phrase.last)
    if nearest < len(starts) and starts[nearest] - phrase.last <= 2:
        yield "named right after"


def _nobody(state: Discourse, phrase: Phrase, order: _Order) -> Iterator[str]:
    tree, token = state.tree, phrase.first
    yield "nobody"
    if not phrase.is_pronoun:
        yield f"determiner {phrase.determiner or 'none'}"
        yield "plural" if phrase.is_plural else "singular"
        length = phrase.last - phrase.first
        yield f"{min(length, 4)} words"
        after = tree.lower[phrase.head + 1] if phrase.head + 1 < phrase.last else ""
        yield f"followed by {after}" if after in {"of", "for", "in", "who"} else "nothing after"
    near = [at for at in order.open.values() if at is not None and tree.sentence[token] - tree.sentence[at] < 3]
    yield f"{min(len(near), 3)} names near"
    before = state.turns_before(token)
    if before:
        last = state.turns[before - 1]
        if last.entity is None:
            yield "nobody spoke last"
            yield f"nobody spoke {_paragraphs(tree, last.token, token)}"
    word = tree.lower[phrase.head]
    if phrase.is_pronoun and word in state.answers and state.answers[word] is None:
        yield "the same pronoun was nobody"
    if phrase.is_pronoun:
        yield from _rivals(tree, phrase)


def _rivals(tree: Tree, phrase: Phrase) -> Iterator[str]:
    """The nearest subject without a name that the pronoun may stand for: "voters", "a pilot"."""
    tags = {"NNS"} if phrase.form in {"they", "first", "you"} else {"NN"} if phrase.form != "relative" else {"NN", "NNS"}
    if phrase.form == "relative":
        at = phrase.first - 1
        while at > 0 and tree.is_punctuation(at):
            at -= 1
        yield f"right after {tree.tags[at]}" if tree.tags[at] in {"NN", "NNS", "NNP", "NNPS"} else "after no noun"
        return
    sentence = tree.sentence[phrase.first]
    rival = other = None
    for back in range(min(3, sentence + 1)):
        first, last = tree.bounds[sentence - back]
        for at in range(first, min(last, phrase.first)):
            if tree.tags[at] in tags and not tree.entities[at]:
                if tree.deps[at] in {"nsubj", "nsubjpass"}:
                    rival = back if rival is None else rival
                elif tree.deps[at] in {"dobj", "pobj", "agent"}:
                    other = back if other is None else other
    yield "no unnamed subject" if rival is None else f"unnamed subject, {_AWAY[rival]}"
    if phrase.is_plural:
        yield "no unnamed object" if other is None else f"unnamed object, {_AWAY[other]}"
