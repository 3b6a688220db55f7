"""What the article has said so far: who was named where, who has spoken, what stands in a quotation.

It has state, because a pronoun's answer depends on who spoke before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from attrs import define, field, frozen

from quotekit.lexicon import cue_verbs
from quotekit.model import Quote
from quotekit.resolve.entities import Entity
from quotekit.resolve.mentions import Mention, is_joined
from quotekit.syntax import Tree, tokens_in

__all__ = ["Discourse", "Turn", "begin"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# What ties a name to the noun that it stands beside: "Its director, Rupert Hollis, sees it differently".
_BESIDE = frozenset({"appos"})


@frozen
class Turn:
    """One source that was resolved: where it stands, who it is (or nobody), which pronoun it was."""

    token: int
    entity: int | None
    word: str


@define(eq=False)
class Discourse:
    """The state of an article: ``places`` are the tokens where each entity stands, sorted, sources included.

    ``inside`` numbers, for each token, the innermost content that it stands in, or -1; ``around`` holds the
    number of the content around each content.
    """

    tree: Tree
    entities: list[Entity]
    inside: list[int]
    around: list[int]
    places: list[list[int]]
    named: list[int]
    owner: list[int]
    subjects: set[int]
    saying: set[int]
    mention_at: dict[int, Mention]
    partners: dict[int, int]
    by_noun: dict[str, list[int]]
    issued: list[tuple[int, int]]
    turns: list[Turn] = field(factory=list)
    spoken: dict[int, list[int]] = field(factory=dict)
    answers: dict[str, int | None] = field(factory=dict)
    called: dict[tuple[int, str], int] = field(factory=dict)
    together: set[int] = field(factory=set)
    speaker_of: dict[int, int] = field(factory=dict)

    def take(self, token: int, entity: int | None, word: str, *, is_source: bool) -> None:
        """Notes who a source was, or a subject of the story: ``word`` is its pronoun, if it was one."""
        if word:
            self.answers[word] = entity
        if is_source:
            insort(self.turns, Turn(token, entity, word), key=lambda turn: turn.token)
        elif entity is not None:
            self.subjects.add(token)
        if entity is not None:
            if is_source:
                insort(self.spoken.setdefault(entity, []), token)
            places = self.places[entity]
            at = bisect_left(places, token)
            if at == len(places) or places[at] != token:
                places.insert(at, token)

    def turns_before(self, token: int) -> int:
        """How many sources stand before a token."""
        return bisect_left(self.turns, token, key=lambda turn: turn.token)

    def last_place(self, entity: int, token: int, *, is_open: bool) -> int | None:
        """Where an entity stood last before a token; ``is_open``: in no content without the token."""
        places = self.places[entity]
        for at in range(bisect_left(places, token) - 1, -1, -1):
            if not is_open or self.is_open(places[at], token):
                return places[at]
        return None

    def is_open(self, place: int, token: int) -> bool:
        """Whether a place stands in no content but those that the token stands in too."""
        content = self.inside[place]
        if content < 0:
            return True
        own = self.inside[token]
        while own >= 0:
            if own == content:
                return True
            own = self.around[own]
        return False

    def content_at(self, token: int, own: Sequence[tuple[int, int]]) -> int:
        """The innermost content around a token that is not its own quote's, or -1."""
        number = self.inside[token]
        if number >= 0 and any(first <= token < last for first, last in own):
            return self.around[number]
        return number

    def before_colon(self, token: int) -> int | None:
        """The entity that is subject of what a colon before a token ends: "Pruitt put it this way: “…”"."""
        tree = self.tree
        at = token - 1
        while at >= 0 and tree.words[at] != ":" and tree.is_punctuation(at):
            at -= 1
        if at < 0 or tree.words[at] != ":":
            return None
        start = tree.bounds[tree.sentence[at]][0]
        for place in range(bisect_left(self.named, start), bisect_left(self.named, at)):
            if self.named[place] in self.subjects:
                return self.owner[place]
        return None

    def last_issuer(self, token: int) -> tuple[int, int] | None:
        """Where a document with an issuer was named last before a token, and the entity that issued it."""
        at = bisect_left(self.issued, (token, -1))
        return self.issued[at - 1] if at else None

    def near(self, token: int, n_before: int, n_after: int) -> list[int]:
        """The entities named around a token, nearest before it first."""
        at = bisect_right(self.named, token)
        before = self.owner[max(0, at - n_before) : at]
        return list(dict.fromkeys([*reversed(before), *self.owner[at : at + n_after]]))


def begin(tree: Tree, entities: list[Entity], quotes: Sequence[Quote]) -> Discourse:
    """The state before anything was resolved."""
    inside = [-1] * len(tree)
    around: list[int] = []
    for number, quote in enumerate(sorted(quotes, key=lambda quote: (quote.start, -quote.end))):
        first, _ = tokens_in(tree, quote.start, quote.start + 1)
        around.append(inside[first] if first < len(inside) else -1)
        for span in quote.content:
            first, last = tokens_in(tree, span.start, span.end)
            inside[first:last] = [number] * (last - first)
    mentioned = sorted((mention.first, entity.number) for entity in entities for mention in entity.mentions)
    mention_at = {mention.first: mention for entity in entities for mention in entity.mentions}
    owner_at = dict(mentioned)
    subjects, saying = _subjects(tree, mention_at.values())
    return Discourse(
        tree,
        entities,
        inside,
        around,
        [[mention.first for mention in entity.mentions] for entity in entities],
        [first for first, _ in mentioned],
        [number for _, number in mentioned],
        subjects,
        saying,
        mention_at,
        _partners(tree, mention_at, owner_at),
        _by_noun(entities),
        sorted((token, entity.number) for entity in entities for token in entity.issues),
    )


def _subjects(tree: Tree, mentions: Iterable[Mention]) -> tuple[set[int], set[int]]:
    """Where names are subjects, and where they are subjects of a verb that reports."""
    subjects, saying = set(), set()
    for mention in mentions:
        for at in range(mention.first, mention.last):
            top = at
            while tree.deps[top] in _BESIDE and tree.heads[top] != top:
                top = tree.heads[top]
            if tree.deps[top] in _SUBJECTS:
                subjects.add(mention.first)
                if tree.lower[tree.heads[top]] in cue_verbs():
                    saying.add(mention.first)
    return subjects, saying


def _by_noun(entities: Sequence[Entity]) -> dict[str, list[int]]:
    """The entities by the last word of their names and by the nouns tied to them: "campaign", "poll"."""
    found: dict[str, list[int]] = defaultdict(list)
    for entity in entities:
        if entity.kind != "person":
            lasts = {mention.name.split()[-1].lower() for mention in entity.mentions}
            for noun in sorted(lasts | entity.links):
                found[noun].append(entity.number)
    return found


def _partners(tree: Tree, mentions: Mapping[int, Mention], owner: Mapping[int, int]) -> dict[int, int]:
    """For each person the one who was first named together with him: "Mr. Grassley and Mr. Leahy"."""
    found: dict[int, int] = {}
    order = sorted(mentions)
    for left, right in pairwise(order):
        a, b = mentions[left], mentions[right]
        if a.kind == b.kind == "person" and owner[left] != owner[right] and is_joined(tree, a, b):
            found.setdefault(owner[left], owner[right])
            found.setdefault(owner[right], owner[left])
    return found
