"""Reports that grammar alone makes plain: a verb of speech with its subject and a clause.

The labeller finds nearly all of them; "The government said ministers had asked both sides to talk" is
one whatever it thinks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotekit.lexicon import cue_verbs
from quotekit.readings import Ranges, Reading
from quotekit.settings import PLAIN_SCORE
from quotekit.syntax import Tree, is_finite, trim, verb_chain

__all__ = ["add_plain"]


def add_plain(tree: Tree, readings: Sequence[Reading]) -> list[Reading]:
    """The readings with those of plain reports whose words no reading has for its cue, by head."""
    cues = {at for reading in readings for at in (reading.head, *reading.tokens(reading.cue))}
    contents = [set(reading.tokens(reading.content)) for reading in readings]
    found = [
        reading
        for head in range(len(tree))
        if head not in cues and (reading := _plain(tree, head)) is not None and _fits(reading, contents)
    ]
    return sorted([*readings, *found], key=lambda reading: reading.head)


def _fits(reading: Reading, contents: Sequence[set[int]]) -> bool:
    """Whether a report stands beside every content, or as a whole inside it."""
    tokens = {reading.head, *reading.tokens(reading.content)}
    return all(tokens <= content or not tokens & content for content in contents)


def _plain(tree: Tree, head: int) -> Reading | None:
    """The reading of "X said (that) P" and "P, X said".

    Leaves alone what stands in marks, where people often mock and suppose what others say.
    """
    if tree.outer[head] >= 0 or tree.tags[head] not in {"VBD", "VBZ", "VBP", "VBG", "VBN"} or not _is_told(tree, head):
        return None
    subject = next((kid for link in verb_chain(tree, head) for kid in [tree.child(link, "nsubj")] if kid is not None), None)
    clause = next((kid for kid in tree.children[head] if _is_clause(tree, kid)), None)
    if subject is None or clause is None:
        return None
    source = trim(tree, tree.left[subject], tree.right[subject])
    content = _content(tree, head, subject, clause)
    if not content or source[0] <= head < source[1] or tree.tags[subject] in {"WDT", "WP"}:
        return None
    return Reading(head, ((head, head + 1),), (source,), content, PLAIN_SCORE, (), "grammar")


def _is_told(tree: Tree, head: int) -> bool:
    return any(e.act == "speech" and "clause" in e.frames and not e.particle for e in cue_verbs().get(tree.lower[head], ()))


def _is_clause(tree: Tree, kid: int) -> bool:
    return (
        tree.deps[kid] == "ccomp" and is_finite(tree, kid) and tree.child(kid, "nsubj", "nsubjpass", "expl") is not None
    )


def _content(tree: Tree, head: int, subject: int, clause: int) -> Ranges:
    """The clause, on its own side of the cue and of the cue's subject."""
    if clause > head:
        first, last = max(tree.left[clause], head + 1, tree.right[subject] if subject > head else 0), tree.right[clause]
    else:
        first, last = tree.left[clause], min(tree.right[clause], head, tree.left[subject] if subject < head else head)
    start, end = tree.bounds[tree.sentence[head]]
    first, last = trim(tree, max(first, start), min(last, end))
    return ((first, last),) if first < last else ()
