"""Words that are passed on: "X quoted Y as saying P", "Y was quoted by X as saying P".

The words decide, since parsers tie "as saying" to anything near.
"""

from __future__ import annotations

from collections.abc import Collection

from attrs import evolve

from quotekit.lexicon import word_list
from quotekit.readings import Reading
from quotekit.settings import BESIDE_TOKENS
from quotekit.syntax import Tree, is_finite, trim

__all__ = ["passes_on", "relay_verb", "relayed", "saying_of", "without_relay"]


def relay_verb(tree: Tree, token: int) -> int | None:
    """The verb of a relay, from it or its "saying": the "quoted" of "was quoted by the Star as saying"."""
    start = tree.bounds[tree.sentence[token]][0]
    if tree.lower[token] in word_list("relays"):
        return token if saying_of(tree, token) is not None else None
    if token == start or tree.lower[token - 1] != "as" or tree.tags[token] != "VBG":
        return None
    before = range(token - 2, max(start, token - BESIDE_TOKENS) - 1, -1)
    return next((at for at in before if tree.lower[at] in word_list("relays")), None)


def saying_of(tree: Tree, verb: int) -> int | None:
    """The "saying" of "quoted Elizarov as saying"."""
    end = tree.bounds[tree.sentence[verb]][1]
    near = range(verb + 2, min(end, verb + BESIDE_TOKENS))
    return next((at for at in near if tree.lower[at - 1] == "as" and tree.tags[at] == "VBG"), None)


def relayed(tree: Tree, verb: int) -> tuple[int, int | None, str] | None:
    """Whose words a relay passes on, who does, and how the first hangs on the verb."""
    passive = tree.child(verb, "nsubjpass")
    if passive is not None or tree.child(verb, "auxpass") is not None:
        agent = tree.child(verb, "agent")
        via = None if agent is None else tree.child(agent, "pobj")
        return None if passive is None else (passive, via, "nsubjpass")
    named = tree.child(verb, "dobj")
    return None if named is None else (named, tree.child(verb, "nsubj"), "dobj")


def passes_on(tree: Tree, reading: Reading, heads: Collection[int]) -> bool:
    """Whether a participle only names whom another report comes from: "X, citing Y, reported P"."""
    if tree.tags[reading.head] != "VBG" or tree.lower[reading.head] not in word_list("relays"):
        return False
    start, end = tree.bounds[tree.sentence[reading.head]]
    near = range(max(start, reading.head - BESIDE_TOKENS), min(end, reading.head + BESIDE_TOKENS))
    return any(at in heads and tree.is_verb(at) and is_finite(tree, at) for at in near)


def without_relay(tree: Tree, reading: Reading) -> Reading:
    """The content without whom the report comes from: "reported, citing the ministry, that P".

    Leaves "reported that the bank, citing costs, closed" alone, where the citing is reported.
    """
    content = list(reading.content)
    for at in tree.children[reading.head]:
        named = tree.child(at, "dobj", "pobj")
        if named is None or tree.tags[at] != "VBG" or tree.lower[at] not in word_list("relays"):
            continue
        pieces = [part for a, b in content for part in ((a, min(b, at)), (max(a, tree.right[named]), b))]
        content = [(a, b) for a, b in (trim(tree, a, max(a, b)) for a, b in pieces) if a < b]
    return evolve(reading, content=tuple(dict.fromkeys(content)))
