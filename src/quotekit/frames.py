"""Which dependents of a reporting word hold what it reports: the frames of the cue lists.

A `Filler` is a range of tokens, or several where the cue stands in the middle. Rules here read the
parse alone; passages in marks are matched in `quotekit.find.contents`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from quotekit.lexicon import CueEntry, pronouns, word_list
from quotekit.settings import BESIDE_TOKENS
from quotekit.syntax import Tree, trim

__all__ = ["Filler", "cue_clause", "find_fillers", "has_particle", "relay_verb"]

_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
_BARE_OBJECTS = frozenset({"thing", "who"})


@frozen
class Filler:
    """What fills a frame: its name, its head token, and the ranges of tokens that it covers."""

    frame: str
    head: int
    ranges: tuple[tuple[int, int], ...]


def has_particle(tree: Tree, head: int, particle: str) -> int | None:
    """The token of the particle that belongs to ``head``, or `None`.

    "He pointed out that P", "She made it clear that P", "he went on", "put it this way".
    """
    after = range(head + 1, min(head + 4, len(tree)))
    return next((token for token in after if tree.lower[token] == particle), None)


def relay_verb(tree: Tree, token: int) -> int | None:
    """The verb of a relay before a participle: the "quoted" of "was quoted by the Star as saying".

    The words decide, since parsers tie "as saying" to anything near.
    """
    if token == 0 or tree.lower[token - 1] != "as" or tree.tags[token] != "VBG":
        return None
    start = max(tree.bounds[tree.sentence[token]][0], token - BESIDE_TOKENS)
    return next((at for at in range(token - 2, start - 1, -1) if tree.lower[at] in word_list("relays")), None)


def cue_clause(tree: Tree, head: int, skip: frozenset[int]) -> tuple[int, int]:
    """The range of the words around ``head`` that report, without the dependents in ``skip``."""
    first, last = head, head + 1
    for kid in tree.children[head]:
        if kid in skip or tree.deps[kid] in {"punct", "cc", "conj"}:
            continue
        if kid < head:
            first = min(first, max(tree.left[kid], _after(tree, skip, head)))
        else:
            last = max(last, min(tree.right[kid], _before(tree, skip, head)))
    return first, last


def _after(tree: Tree, skip: frozenset[int], head: int) -> int:
    """Where the last skipped dependent before ``head`` ends."""
    return max((min(tree.right[kid], head) for kid in skip if kid < head), default=0)


def _before(tree: Tree, skip: frozenset[int], head: int) -> int:
    """Where the first skipped dependent after ``head`` starts."""
    return min((max(tree.left[kid], head + 1) for kid in skip if kid > head), default=len(tree))


def find_fillers(tree: Tree, head: int, entry: CueEntry) -> Iterator[Filler]:
    """What fills the frames of ``entry`` at ``head``, the most telling frame first."""
    for frame in sorted(entry.frames - {"quotation"}, key=lambda name: (_ORDER.get(name, len(_ORDER)), name)):
        rule = _RULES.get(frame)
        found = rule(tree, head) if rule else _preposition(tree, head, frame)
        if found is not None:
            yield found


def _filler(tree: Tree, frame: str, head: int, *ranges: tuple[int, int]) -> Filler | None:
    kept = tuple((a, b) for a, b in (trim(tree, first, last) for first, last in ranges) if a < b)
    return Filler(frame, head, kept) if kept else None


def _is_complement(tree: Tree, kid: int) -> bool:
    """Whether a dependent is a clause that can be reported.

    "said the road was closed" (ccomp), "explained how it failed", whose "how" some parses make the
    object; not "said, smiling" (advcl without "that").
    """
    is_question = tree.deps[kid] == "dobj" and tree.tags[kid] in {"WRB", "WP"}
    if tree.deps[kid] == "ccomp" or (is_question and tree.child(kid, "relcl") is not None):
        return True
    opener = tree.left[kid]
    return (
        (tree.deps[kid] in {"advcl", "acl", "xcomp", "dep", "attr"} or _is_whole(tree, kid))
        and tree.lower[opener] in {"that", "whether"}
        and (tree.tags[opener] == "IN" or tree.deps[opener] == "mark")
        and opener < kid
    )


def _is_whole(tree: Tree, kid: int) -> bool:
    """Whether a clause that the parse takes for a relative lacks nothing: "the verdict that it was unsafe".

    Leaves "the claim that he filed" alone, whose object the "that" is.
    """
    return tree.deps[kid] == "relcl" and (
        tree.is_verb(tree.heads[kid])
        or tree.child(kid, "dobj", "attr", "acomp", "ccomp", "xcomp", "prep", "auxpass") is not None
    )


def _clause(tree: Tree, head: int) -> Filler | None:
    """A finite clause: "said P", "P, he said", "P, he said, Q", "which he said was P"."""
    kids = [
        kid for kid in tree.children[head] if _is_complement(tree, kid) and not _is_aside(tree, kid, head)
    ]
    if not kids:
        return None
    after = [kid for kid in kids if kid > head]
    if after:
        kid = after[0]
        opener = max(tree.left[kid], head + 1)
        if tree.left[kid] < head and not _only_relative(tree, tree.left[kid], head):
            return _around(tree, head, kid)
        return _filler(tree, "clause", kid, (_skip_that(tree, opener), tree.right[kid]))
    return _around(tree, head, kids[0])


def _is_aside(tree: Tree, kid: int, head: int) -> bool:
    """Whether a dependent before its cue is a participle without a subject: "Asked whether P, she said Q"."""
    bare = tree.child(kid, "nsubj", "nsubjpass", "aux", "auxpass") is None
    return kid < head and bare and tree.tags[kid] in {"VBN", "VBG"}


def _only_relative(tree: Tree, first: int, head: int) -> bool:
    """Whether what stands before the cue is its subject and a relative word: "which he said was"."""
    return tree.tags[first] in _RELATIVE or first >= cue_clause(tree, head, frozenset())[0]


def _around(tree: Tree, head: int, kid: int) -> Filler | None:
    """The clause before the cue and what follows the cue of it: "P, he said, Q"."""
    first, last = cue_clause(tree, head, frozenset({kid}))
    return _filler(tree, "clause", kid, (tree.left[kid], first), (last, max(last, tree.right[kid])))


def _skip_that(tree: Tree, first: int) -> int:
    """The index after a "that" which opens a clause: not the subject of "said that was wrong"."""
    for token in range(first, min(first + 3, len(tree) - 1)):
        if tree.lower[token] == "that" and not tree.tags[token + 1].startswith(("VB", "MD")):
            return token + 1
        if not (tree.is_punctuation(token) or tree.space[token]):
            break
    return first


def _infinitive(tree: Tree, head: int) -> Filler | None:
    """A to-infinitive with the object that it is said to: "vowed to P", "urged X to P"."""
    owner = tree.child(head, "dobj", "dative")
    kids = [
        kid
        for kid in (*tree.children[head], *(tree.children[owner] if owner is not None else ()))
        if kid > head
    ]
    kids = [kid for kid in kids if tree.deps[kid] in {"xcomp", "ccomp", "acl", "advcl", "relcl"}]
    for kid in kids:
        if any(tree.lower[aux] == "to" for aux in tree.children[kid] if tree.deps[aux] == "aux"):
            first = tree.left[owner] if owner is not None and head < owner < kid else tree.left[kid]
            return _filler(tree, "infinitive", kid, (max(first, head + 1), tree.right[kid]))
    return None


def _object(tree: Tree, head: int) -> Filler | None:
    """A noun phrase and what follows of the verb phrase: "accused the union of leaving".

    Leaves "Moscow did say it" and "disputed that" alone, where the object only points, and "Drivers
    have been promised relief", where nobody speaks.
    """
    kid = tree.child(head, "dobj")
    if kid is None:
        kid = tree.child(head, "nsubjpass") if tree.child(head, "agent") is not None else None
        return None if kid is None or _points(tree, kid) else _filler(tree, "object", kid, _whole(tree, kid))
    if kid < head or _points(tree, kid):
        return None
    last = tree.right[kid]
    for later in tree.children[head]:
        if (
            later > kid
            and tree.deps[later] in {"prep", "oprd"}
            and tree.lower[later] not in {"in", "on", "at"}
        ):
            last = max(last, tree.right[later])
    return _filler(tree, "object", kid, (max(tree.left[kid], head + 1), last))


def _whole(tree: Tree, token: int) -> tuple[int, int]:
    return tree.left[token], tree.right[token]


def _points(tree: Tree, token: int) -> bool:
    """Whether a phrase is headed by "it", "that", "this", "so", "which", "you"."""
    return pronouns().get(tree.lower[token]) in _BARE_OBJECTS or tree.lower[token] in {"this", "so", "you"}


def _object_of(tree: Tree, head: int, until: int) -> int | None:
    """Where the object between ``head`` and ``until`` starts, unless it is a relative word."""
    kids = (kid for kid in tree.children[head] if tree.deps[kid] in {"dobj", "nsubj"} and head < kid < until)
    return next((tree.left[kid] for kid in kids), None)


def _as(tree: Tree, head: int) -> Filler | None:
    """The object and what it is said to be: "described the talks as useful".

    Of "an offer that the union described as a cut" the last words alone are reported.
    """
    for kid in tree.children[head]:
        if kid > head and tree.lower[kid] == "as" and tree.deps[kid] in {"prep", "mark", "advmod"}:
            start = _object_of(tree, head, kid)
            first = kid + 1 if start is None else start
            if tree.right[kid] > kid + 1 and tree.lower[kid + 1] not in {"saying", "telling"}:
                return _filler(tree, "as", kid, (max(first, head + 1), tree.right[kid]))
    return None


def _small(tree: Tree, head: int) -> Filler | None:
    """An object and its predicate: "called the actions a response", "branded the offer an insult"."""
    kid = tree.child(head, "oprd")
    if kid is None:
        kid = next((k for k in tree.children[head] if k > head and tree.deps[k] in {"ccomp", "xcomp"}), None)
    if kid is None or kid < head:
        return None
    start = _object_of(tree, head, kid)
    first = tree.left[kid] if start is None else start
    return _filler(tree, "small", kid, (max(first, head + 1), tree.right[kid]))


def _raising(tree: Tree, head: int) -> Filler | None:
    """The subject and the infinitive, where nobody speaks: "the race appears to be close"."""
    subject = tree.child(head, "nsubj", "nsubjpass")
    kid = tree.child(head, "xcomp", "oprd", "acomp")
    if subject is None or kid is None or not subject < head < kid:
        return None
    return _filler(
        tree, "raising", kid, _whole(tree, subject), (max(tree.left[kid], head + 1), tree.right[kid])
    )


def _passive_raising(tree: Tree, head: int) -> Filler | None:
    """The same in the passive: "turnout is expected to be low"."""
    return _raising(tree, head) if tree.child(head, "nsubjpass", "auxpass") is not None else None


def _preposition(tree: Tree, head: int, word: str) -> Filler | None:
    """The object of one preposition: "called for a ceasefire", "criticism of the plan"."""
    for kid in tree.children[head]:
        if kid > head and tree.lower[kid] == word and tree.deps[kid] in {"prep", "prt", "dative"}:
            inner = tree.child(kid, "pobj", "pcomp")
            if inner is not None and not _points(tree, inner):
                return _filler(tree, word, inner, (kid + 1, tree.right[kid]))
    return None


_RULES: dict[str, Callable[[Tree, int], Filler | None]] = {
    "clause": _clause,
    "infinitive": _infinitive,
    "as": _as,
    "small": _small,
    "raising": _raising,
    "passive-raising": _passive_raising,
    "object": _object,
}
_ORDER = {name: rank for rank, name in enumerate(_RULES)}
