"""Words that are passed on: "X quoted Y as saying P", "Y was quoted by X as saying P".

The words decide, since parsers tie "as saying" to anything near.
"""

from __future__ import annotations

from quotekit.lexicon import word_list
from quotekit.settings import BESIDE_TOKENS
from quotekit.syntax import Tree

__all__ = ["relay_verb", "relayed", "saying_of"]


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
