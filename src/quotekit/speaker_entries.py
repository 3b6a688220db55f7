"""The entries of a speaker index: trees of nodes that hold sightings, and where to look for them.

A node holds what came in under one key. When two entries become one, the root of the one goes under that
of the other and keeps its id and what it holds: so the old id points on, and the merge can be undone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import Factory, define, field
from attrs.validators import ge, le, min_len

from quotekit.model import Speaker, Verdict
from quotekit.names import Aliases, may_be_same
from quotekit.names.organisations import country_of, seat_of
from quotekit.speaker_records import (
    Facts,
    KnownSpeaker,
    Merge,
    Sighting,
    Tally,
    Token,
    facts_of,
    read_sighting,
)

__all__ = ["Entries", "Node", "known_speaker"]


@define
class Node:
    """What came in under one key, and the node that took it in, or `None`: then it is an entry.

    ``reason``, ``score`` and ``by_hand`` say why it was taken in, ``step`` when, counted in merges.
    ``is_apart`` is set by a split, and keeps rules from merging it again. ``is_open`` marks the entry
    for what fits several speakers of its name alike.
    """

    id: str = field(validator=min_len(1))
    into: str | None = None
    link: str | None = None
    is_apart: bool = False
    is_open: bool = False
    reason: str = ""
    score: float = field(default=1.0, validator=[ge(0.0), le(1.0)])
    by_hand: bool = False
    step: int = field(default=0, validator=ge(0))


@define
class Entries:
    """Nodes by id, sightings by number, and who is where. It decides nothing."""

    nodes: dict[str, Node] = Factory(dict)
    sightings: list[Sighting] = Factory(list)
    numbers: dict[Facts, int] = Factory(dict)
    n_steps: int = 0
    _homes: list[str] = Factory(list)
    _held: dict[str, list[int]] = Factory(dict)
    _parts: dict[str, list[str]] = Factory(dict)
    _places: dict[Token, list[int]] = Factory(dict)

    def root(self, name: str) -> Node:
        """The entry that an id stands for now."""
        node = self.nodes[name]
        while node.into is not None:
            node = self.nodes[node.into]
        return node

    def home(self, number: int) -> Node:
        """The node that holds a sighting."""
        return self.nodes[self._homes[number]]

    def root_of(self, number: int) -> Node:
        """The entry that holds a sighting."""
        return self.root(self._homes[number])

    def roots(self) -> list[Node]:
        """The entries, by their first sighting."""
        return [self.nodes[name] for name in dict.fromkeys(self.root(home).id for home in self._homes)]

    def parts(self, root: Node) -> list[Node]:
        """The nodes that were merged into this one, in order."""
        return [self.nodes[name] for name in self._parts[root.id]]

    def tree(self, root: Node) -> Iterator[Node]:
        """The node and all below it."""
        waiting = [root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(self.parts(node))

    def held(self, node: Node) -> list[Sighting]:
        """The sightings of one node, the first is its founder."""
        return [self.sightings[number] for number in self._held[node.id]]

    def members(self, root: Node) -> list[Sighting]:
        """The sightings of the node and all below it."""
        return [sighting for node in self.tree(root) for sighting in self.held(node)]

    def at(self, tokens: Iterable[Token]) -> list[Node]:
        """The entries with a sighting that is kept under one of the tokens, by when they were met."""
        found = {number for token in tokens for number in self._places.get(token, ())}
        return list({(root := self.root_of(number)).id: root for number in sorted(found)}.values())

    def new_node(self, sighting: Sighting, link: str | None) -> Node:
        """A node without sightings, whose id comes from the key, with a number where that is taken."""
        stem = "-".join(re.findall(r"[^\W_]+", (sighting.key or sighting.speaker.role or "").casefold()))
        name, n = stem or sighting.speaker.kind, 1
        while name in self.nodes:
            n += 1
            name = f"{stem or sighting.speaker.kind}-{n}"
        return self.insert(Node(name, link=link))

    def insert(self, node: Node) -> Node:
        """The node, which is now known."""
        self.nodes[node.id], self._held[node.id], self._parts[node.id] = node, [], []
        return node

    def keep(self, sighting: Sighting, node: Node) -> int:
        """The number of a sighting that was new and is in the node now."""
        number = len(self.sightings)
        self.sightings.append(sighting)
        self._homes.append(node.id)
        self._held[node.id].append(number)
        self.numbers[facts_of(sighting.speaker)] = number
        for token in sighting.tokens:
            self._places.setdefault(token, []).append(number)
        return number

    def take_in(self, root: Node, parts: Iterable[Node], verdict: Verdict, *, by_hand: bool = False) -> None:
        """Puts entries under another one, as one step."""
        self.n_steps += 1
        for part in sorted(parts, key=lambda part: part.id):
            part.into, part.reason, part.score = root.id, "; ".join(verdict.reasons), verdict.score
            part.by_hand, part.step = by_hand, self.n_steps
            self._parts[root.id].append(part.id)

    def attach(self, part: Node) -> None:
        """Notes a node that says itself whose part it is."""
        if part.into is not None:
            self._parts[part.into].append(part.id)

    def let_go(self, part: Node) -> None:
        """Makes a part an entry again, as it was before."""
        if part.into is not None:
            self._parts[part.into].remove(part.id)
        part.is_apart = part.is_apart or not part.by_hand
        part.into, part.reason, part.score, part.by_hand, part.step = None, "", 1.0, False, 0

    def move_last(self, root: Node, node: Node) -> None:
        """Moves the sighting that joined ``root`` last to an empty node."""
        number = self._held[root.id].pop()
        self._held[node.id].append(number)
        self._homes[number] = node.id
        self.sightings[number].reason, self.sightings[number].score, node.is_apart = "", 1.0, True

    def merges(self, root: Node) -> Iterator[Merge]:
        """Why each part, and each sighting but the first of its node, is in the entry."""
        for node in self.tree(root):
            held = self.held(node)
            if node is not root:
                names = tuple(dict.fromkeys(sighting.speaker.name for sighting in held))
                yield Merge(node.id, names, node.reason, node.score, node.by_hand)
            for sighting in held[1:]:
                yield Merge(None, (sighting.speaker.name,), sighting.reason, sighting.score)


def known_speaker(entries: Entries, root: Node, aliases: Aliases | None) -> KnownSpeaker:
    """An entry, as it is now."""
    members = entries.members(root)
    _, key = max((sighting.fullness, sighting.key) for sighting in members)
    fullest = [sighting for sighting in members if sighting.key == key]
    names = _tally((sighting.name, sighting.count) for sighting in fullest)
    kinds = _tally((sighting.speaker.kind, sighting.count) for sighting in fullest)
    return KnownSpeaker(
        id=root.id,
        name=names[0][0] if names else key,
        kind=next(sighting.speaker.kind for sighting in fullest if sighting.speaker.kind == kinds[0][0]),
        count=sum(sighting.count for sighting in members),
        docs=tuple(sorted({doc for sighting in members for doc in sighting.docs})),
        names=_tally((sighting.speaker.name, sighting.count) for sighting in members),
        roles=_tally((sighting.speaker.role, sighting.count) for sighting in members),
        affiliations=_tally((sighting.speaker.affiliation, sighting.count) for sighting in members),
        link=next((node.link for node in entries.tree(root) if node.link is not None), None),
        linked=_linked(entries, members, aliases),
        possible=_possible(entries, root, members),
        merges=tuple(entries.merges(root)),
    )


def _linked(entries: Entries, members: Sequence[Sighting], aliases: Aliases | None) -> tuple[str, ...]:
    """The ids of the organisations and places that the affiliations name; of a seat, of its country."""
    keys = set()
    for member in members:
        if member.speaker.kind != "person":
            keys.add(seat_of(member.name))
        elif member.speaker.affiliation:
            body = read_sighting(Speaker(member.speaker.affiliation, "organisation", ""), aliases)
            keys |= {body.key, country_of(body.name)}
    own = {member.key for member in members}
    return tuple(sorted(root.id for root in entries.at(("other", key) for key in keys - own if key)))


def _possible(entries: Entries, root: Node, members: Sequence[Sighting]) -> tuple[str, ...]:
    """The ids of the other entries that bear the same name, or one for which it may be short."""
    found = set()
    for member in _fullest(members):
        for other in entries.at(member.seeks):
            if other is root or other.id in found:
                continue
            if any(_may_be(member, rival) for rival in _fullest(entries.members(other))):
                found.add(other.id)
    return tuple(sorted(found))


def _fullest(members: Sequence[Sighting]) -> Sequence[Sighting]:
    """The full names, where there are any."""
    return [sighting for sighting in members if not sighting.is_short] or members


def _may_be(one: Sighting, other: Sighting) -> bool:
    """Whether two names, found under one token, may be one speaker's as far as the names go."""
    if one.speaker.kind != "person" or one.is_role or other.is_role:
        return True
    return one.key == other.key or may_be_same(one.name, other.name)


def _tally(counts: Iterable[tuple[str | None, int]]) -> Tally:
    """Each value that there is with the sum of its counts, the most first, of equals by the letters."""
    total: Counter[str] = Counter()
    for value, count in counts:
        if value:
            total[value] += count
    return tuple(sorted(total.items(), key=lambda item: (-item[1], item[0])))
