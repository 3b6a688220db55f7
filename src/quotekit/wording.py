"""Where a reported clause lies, told from the words around its cue where the parse is no help.

Each rule gives ranges of tokens, or none. They need tags and sentences, but no arcs that a parser
often gets wrong beside commas and quotation marks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quotekit.lexicon import cue_verbs
from quotekit.names import is_title
from quotekit.syntax import Tree, has_clause, is_finite, trim

__all__ = [
    "PAUSES",
    "WITHOUT_PARSE",
    "after_that",
    "halves_around",
    "is_relative",
    "named_in_marks",
    "rest_after",
]

Ranges = Sequence[tuple[int, int]]

PAUSES = frozenset({",", "–", "—", "--", ";", ":"})
_REACH = 12
_LONG_ENOUGH = 6


def after_that(tree: Tree, verb: int) -> Ranges:
    """From a "that" on which the parse did not tie to its verb: "insisted that", "told the BBC that".

    Leaves "sat in silence for that long" and "disputed that in a statement" alone: no clause follows.
    """
    if not _takes_clause(tree, verb):
        return []
    _, end = tree.bounds[tree.sentence[verb]]
    for token in range(verb + 1, min(end, verb + _REACH)):
        if tree.lower[token] == "that" and tree.tags[token - 1] != "IN":
            opens = tree.tags[token + 1 : token + 2] not in (["IN"], ["."], [","])
            verbs = (at for at in range(token + 1, end) if tree.is_verb(at))
            return [(token + 1, end)] if opens and next(verbs, None) is not None else []
        if tree.is_verb(token) or tree.words[token] in PAUSES:
            break
    return []


def rest_after(tree: Tree, verb: int) -> Ranges:
    """All that follows "said" and its adverbials, where it holds a verb: "said on Friday it had sunk".

    Leaves "said a few words" alone.
    """
    if cue_verbs().get(tree.lower[verb]) not in (cue_verbs()["say"], cue_verbs()["add"]):
        return []
    _, end = tree.bounds[tree.sentence[verb]]
    if tree.outer[verb] >= 0:
        end = next((at for at in range(verb, end) if tree.outer[at] != tree.outer[verb]), end)
    start = verb + 1
    while start < end and tree.entities[start] == "DATE":
        start += 1
    for kid in tree.children[verb]:
        if kid >= start and tree.left[kid] <= start and tree.deps[kid] in {"prep", "npadvmod", "advmod"}:
            start = _clause_in(tree, kid) or tree.right[kid]
    if start >= end or tree.words[start] in PAUSES or not has_clause(tree, start, end):
        return []
    if is_relative(tree, verb):
        end = next((at for at in range(start, end) if tree.words[at] in PAUSES), end)
    return [(start, end)]


def _clause_in(tree: Tree, phrase: int) -> int | None:
    """Where a clause starts that the parse took for a relative: "said in a statement it regretted"."""
    for token in range(phrase, tree.right[phrase]):
        if tree.deps[token] in {"relcl", "acl"} and tree.is_verb(token) and is_finite(tree, token):
            first = tree.left[token]
            return None if tree.tags[first] in {"WDT", "WP", "WRB", "IN"} else first
    return None


def _parenthetical(tree: Tree, verb: int) -> Ranges:
    """The sentence around a cue between pauses: "P, she said, and Q"; "P, says X".

    Leaves "The minister, who spoke, left" and "He stirred the tea, adding sugar" alone.
    """
    if not is_finite(tree, verb) or not _takes_clause(tree, verb) or _follows_relative(tree, verb):
        return []
    start, end = tree.bounds[tree.sentence[verb]]
    first = _pause_before(tree, verb, start)
    last = next((at for at in range(verb, end) if tree.words[at] in PAUSES or tree.space[at]), end)
    if not _is_named(tree, first, verb, last):
        subject = tree.child(verb, "nsubj")
        first = first if subject is None else _pause_before(tree, min(first, tree.left[subject]), start)
    if first <= start or has_clause(tree, first, verb) or _is_bare_relative(tree, first, verb):
        return []
    takes_object = first < verb and any("object" in e.frames for e in cue_verbs().get(tree.lower[verb], ()))
    barred = ("dobj", "agent", "auxpass") if takes_object else ("agent", "auxpass")
    if (last < end and tree.words[last] == ":") or tree.child(verb, *barred) is not None:
        return []
    beside = [(start, first), (last, end)]
    sure = cue_verbs().get(tree.lower[verb]) == cue_verbs()["say"] and first - start > _LONG_ENOUGH
    return beside if sure or any(has_clause(tree, a, b) for a, b in beside) else []


def halves_around(tree: Tree, verb: int) -> Ranges:
    """The two halves of a clause that its cue interrupts: "The bridge, Lindqvist said, was safe"."""
    pause = _pause_after(tree, verb)
    if pause is None or tree.outer[pause] != tree.outer[verb]:
        return []
    halves = _parenthetical(tree, verb)
    beside = [at for first, last in halves for at in (first, last - 1) if first < last]
    if any(tree.outer[at] != tree.outer[verb] for at in beside):
        return []
    return halves if halves and trim(tree, *halves[1])[0] < halves[1][1] else []


def _pause_after(tree: Tree, verb: int) -> int | None:
    """The comma or dash that ends an interruption: after "Lindqvist said", or after "said Lindqvist".

    In the second, inverted form a verb has to go on with the subject before: "The bridge, said Lindqvist,
    was safe". Leaves "The bridge was safe, said Lindqvist, the engineer" alone.
    """
    start, end = tree.bounds[tree.sentence[verb]]
    at = next((at for at in range(verb + 1, end) if tree.words[at] in {",", "–", "—"}), None)
    if at is None or at == verb + 1:
        return at
    inverted = verb > start and tree.words[verb - 1] in {",", "–", "—"}
    names = not any(tree.is_verb(token) for token in range(verb + 1, at)) and _is_named(tree, verb, verb, at)
    goes_on = at + 1 < end and tree.tags[at + 1] in {"MD", "VBD", "VBZ", "VBP"}
    return at if inverted and names and goes_on and not has_clause(tree, start, verb - 1) else None


def named_in_marks(tree: Tree, verb: int) -> Ranges:
    """An object and the marks that say what it is called: "branded the offer from the firm ‘an insult’"."""
    if not any("small" in entry.frames for entry in cue_verbs().get(tree.lower[verb], ())):
        return []
    _, end = tree.bounds[tree.sentence[verb]]
    for at in range(verb + 1, min(end, verb + 2 * _REACH)):
        if tree.outer[at] >= 0 and tree.outer[at] != tree.outer[verb]:
            last = next((after for after in range(at, end) if tree.outer[after] != tree.outer[at]), end)
            named = is_title(tree.text[tree.starts[at] : tree.ends[last - 1]].strip("\"“”‘’'«»"))
            return [] if named or tree.lower[max(verb - 1, 0)] in {"so", "-"} else [(verb + 1, last)]
        if tree.words[at] in PAUSES or (tree.is_verb(at) and is_finite(tree, at)):
            break
    return []


def is_relative(tree: Tree, verb: int) -> bool:
    """Whether a relative word opens the clause of a cue: "The leap, which he said was natural, came"."""
    subject = tree.child(verb, "nsubj")
    first = verb if subject is None else tree.left[subject]
    return any(tree.tags[at] in {"WDT", "WP"} for at in (first - 1, first) if at >= 0)


def _takes_clause(tree: Tree, verb: int) -> bool:
    return any("clause" in entry.frames for entry in cue_verbs().get(tree.lower[verb], ()))


def _follows_relative(tree: Tree, verb: int) -> bool:
    return verb > 0 and tree.tags[verb - 1] in {"WP", "WDT"}


def _is_named(tree: Tree, first: int, verb: int, last: int) -> bool:
    """Whether a subject stands between two pauses with its verb: "she said", "says X"."""
    if any(tree.tags[at].startswith(("NN", "PRP")) for at in range(first, verb)):
        return True
    after = verb + 1
    return (
        after < last and tree.tags[after].startswith(("NN", "PRP", "DT")) and tree.entities[after] != "DATE"
    )


def _pause_before(tree: Tree, token: int, start: int) -> int:
    """The token after the last pause between ``start`` and ``token``, else ``start``."""
    return next((at for at in range(token, start, -1) if tree.words[at - 1] in PAUSES), start)


def _is_bare_relative(tree: Tree, first: int, verb: int) -> bool:
    """Whether a noun stands before the subject of a verb: "P, a claim the ministry denied"."""
    subject = tree.child(verb, "nsubj")
    return subject is not None and any(
        tree.tags[token].startswith("NN") for token in range(first, min(tree.left[subject], verb))
    )


WITHOUT_PARSE: tuple[tuple[str, Callable[[Tree, int], Ranges]], ...] = (
    ("that", after_that),
    ("rest of the sentence", rest_after),
    ("clause beside", _parenthetical),
)
