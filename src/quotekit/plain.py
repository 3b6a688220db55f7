"""Reports that grammar alone makes plain: a verb of speech with its subject and a clause.

The labeller finds nearly all of them; "The government said ministers had asked both sides to talk" is
one whatever it thinks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from quotekit.lexicon import cue_verbs
from quotekit.readings import Ranges, Reading
from quotekit.relays import relay_verb, relayed
from quotekit.settings import PLAIN_SCORE
from quotekit.syntax import Tree, has_clause, is_finite, trim

__all__ = ["add_plain"]

_PAUSES = frozenset({",", "–", "—"})
_TELLING = frozenset({"VBD", "VBZ", "VBP", "VBG", "VBN"})
_REACH = 4
_WORDS_OF_A_CLAUSE = 3


def add_plain(tree: Tree, readings: Sequence[Reading]) -> list[Reading]:
    """The readings with those of plain reports whose verb no reading has for its cue, by head.

    A verb in the middle of what it reports is read by grammar in any case, and "P, says X" where a
    reading takes X for what is reported.
    """
    known = {reading.head: reading for reading in readings if reading.content}
    for head in range(len(tree)):
        sure = _in_the_middle(tree, head) or _turned(tree, known.get(head)) or _half(tree, known.get(head))
        if sure is not None:
            known[head] = sure
    cues = {at for reading in known.values() for at in reading.tokens(reading.cue)}
    contents = [set(reading.tokens(reading.content)) for reading in known.values()]
    holders: dict[int, list[set[int]]] = {}
    for content in contents:
        for at in content:
            holders.setdefault(at, []).append(content)
    for head in range(len(tree)):
        if head in cues or not _is_told(tree, head):
            continue
        report = (
            _plain(tree, head, known)
            or _behind(tree, head)
            or _passed_on(tree, head)
            or _before_passage(tree, head)
        )
        if report is not None and _fits(report, holders):
            known[head] = report
    silent = {reading.head: reading for reading in readings if reading.head not in known}
    return [reading for _, reading in sorted((silent | known).items())]


def _turned(tree: Tree, reading: Reading | None) -> Reading | None:
    """The report "P, says X" of a reading that has X for content."""
    report = None if reading is None else _behind(tree, reading.head)
    if reading is None or report is None:
        return None
    return report if {*reading.tokens(reading.content)} <= {*report.tokens(report.source)} else None


def _half(tree: Tree, reading: Reading | None) -> Reading | None:
    """The report "P, Lindqvist said, and Q" of a reading that has P alone.

    Leaves "P, Lindqvist said, adding Q" and "P, Lindqvist said, who knows it" alone.
    """
    if reading is None or len(reading.content) != 1 or reading.content[0][1] > reading.head:
        return None
    after = reading.head + 1
    end = tree.bounds[tree.sentence[reading.head]][1]
    if after + 1 >= end or tree.words[after] not in _PAUSES or tree.tags[after + 1] != "CC":
        return None
    rest = trim(tree, after + 1, end)
    whole = tree.outer[rest[0]] < 0 and tree.outer[rest[1] - 1] < 0 and has_clause(tree, *rest)
    return evolve(reading, content=(*reading.content, rest)) if whole else None


def _reading(head: int, source: Ranges, content: Ranges) -> Reading:
    return Reading(head, ((head, head + 1),), source, content, PLAIN_SCORE, (), "grammar")


def _fits(reading: Reading, holders: Mapping[int, Sequence[set[int]]]) -> bool:
    """Whether a report stands beside every content, or as a whole inside it; ``holders`` are by token."""
    tokens = {reading.head, *reading.tokens(reading.content)}
    return all(tokens <= content for at in tokens for content in holders.get(at, ()))


def _plain(tree: Tree, head: int, found: Mapping[int, Reading]) -> Reading | None:
    """The reading of "X said (that) P" and "P, X said".

    A verb without a subject has that of the report before it: "X said P, adding that Q".
    """
    clause = next((kid for kid in tree.children[head] if _is_clause(tree, kid)), None)
    subject = tree.child(head, "nsubj")
    if clause is None and tree.deps[head] == "parataxis" and subject is not None:
        clause = tree.heads[head]
    if clause is None:
        return None
    if subject is not None:
        source: Ranges = (trim(tree, tree.left[subject], tree.right[subject]),)
    else:
        start = tree.bounds[tree.sentence[head]][0]
        before = next((found[at] for at in range(head - 1, start - 1, -1) if at in found), None)
        shared = tree.tags[head] == "VBG" or tree.deps[head] == "conj"
        source = before.source if before is not None and shared else ()
    content = _content(tree, head, subject, clause)
    if not source or not content or any(first <= head < last for first, last in source):
        return None
    if subject is not None and tree.tags[subject] in {"WDT", "WP"}:
        return None
    return _reading(head, source, content)


def _is_told(tree: Tree, head: int) -> bool:
    """Whether a token is a verb of speech, in a form that tells, and in no marks.

    In marks people often mock and suppose what others say.
    """
    if tree.outer[head] >= 0 or tree.tags[head] not in _TELLING:
        return False
    entries = cue_verbs().get(tree.lower[head], ())
    return any(e.act == "speech" and "clause" in e.frames and not e.particle for e in entries)


def _is_clause(tree: Tree, kid: int) -> bool:
    subject = tree.child(kid, "nsubj", "nsubjpass", "expl")
    return tree.deps[kid] == "ccomp" and is_finite(tree, kid) and subject is not None


def _content(tree: Tree, head: int, subject: int | None, clause: int) -> Ranges:
    """The clause, on its own side of the cue and of the cue's subject."""
    start, end = tree.bounds[tree.sentence[head]]
    if tree.heads[head] == clause:
        first, last = trim(tree, start, tree.left[head])
        return ((first, last),) if first < last <= head else ()
    if clause > head:
        start = tree.right[subject] if subject is not None and subject > head else head + 1
    else:
        end = tree.left[subject] if subject is not None and subject < head else head
    first, last = trim(tree, max(tree.left[clause], start), min(tree.right[clause], end))
    return ((first, last),) if first < last else ()


def _in_the_middle(tree: Tree, head: int) -> Reading | None:
    """The reading of "The bridge, said Marta Lindqvist, was closed": a verb goes on with the subject before.

    Leaves "The bridge was closed, said Lindqvist, the engineer" alone.
    """
    start, end = tree.bounds[tree.sentence[head]]
    name = _named_after(tree, head)
    if name is None or name[1] + 1 >= end or tree.words[name[1]] not in _PAUSES:
        return None
    goes_on = tree.tags[name[1] + 1] in {"MD", "VBD", "VBZ", "VBP"}
    if not goes_on or has_clause(tree, start, head - 1):
        return None
    halves = trim(tree, start, head - 1), trim(tree, name[1] + 1, end)
    content = tuple((first, last) for first, last in halves if first < last)
    return _reading(head, (name,), content)


def _behind(tree: Tree, head: int) -> Reading | None:
    """The reading of "Bridge to close for a year, says mayor": verb and name end the sentence."""
    start, end = tree.bounds[tree.sentence[head]]
    name = _named_after(tree, head)
    first, last = trim(tree, start, head)
    if name is None or trim(tree, name[1], end)[0] < end or last - first < _WORDS_OF_A_CLAUSE:
        return None
    return _reading(head, (name,), ((first, last),))


def _passed_on(tree: Tree, head: int) -> Reading | None:
    """The reading of "Lindqvist was quoted as saying P", and of "P, Lindqvist was quoted as saying"."""
    verb = relay_verb(tree, head)
    found = None if verb is None or verb == head else relayed(tree, verb)
    if verb is None or found is None:
        return None
    start, end = tree.bounds[tree.sentence[head]]
    source = trim(tree, tree.left[found[0]], min(tree.right[found[0]], head - 1))
    first, last = trim(tree, head + 1, end)
    if first >= last:
        first, last = trim(tree, start, min(source[0], verb))
    return _reading(head, (source,), ((first, last),)) if first < last and source[0] < source[1] else None


def _before_passage(tree: Tree, head: int) -> Reading | None:
    """The reading of "a pilot told him: “P”", which may stand inside another report."""
    subject = tree.child(head, "nsubj")
    near = range(head + 1, min(head + _REACH, len(tree) - 1))
    opens = next((at for at in near if tree.words[at] in {":", ","} and tree.outer[at + 1] >= 0), None)
    if subject is None or opens is None or subject > head:
        return None
    last = opens + 1
    while last < len(tree) and tree.outer[last] == tree.outer[opens + 1]:
        last += 1
    source, content = trim(tree, tree.left[subject], tree.right[subject]), trim(tree, opens + 1, last)
    if source[1] > head or content[0] >= content[1]:
        return None
    return _reading(head, (source,), (content,))


def _named_after(tree: Tree, head: int) -> tuple[int, int] | None:
    """The name between a comma and "said" and the next pause: ", said Marta Lindqvist,"."""
    start, end = tree.bounds[tree.sentence[head]]
    told = tree.tags[head] in {"VBD", "VBZ"} and cue_verbs().get(tree.lower[head]) == cue_verbs()["say"]
    if not told or tree.outer[head] >= 0 or head <= start or tree.words[head - 1] not in _PAUSES:
        return None
    last = next((at for at in range(head + 1, end) if tree.is_punctuation(at) or tree.space[at]), end)
    nominal = any(tree.tags[at].startswith(("NN", "PRP")) for at in range(head + 1, last))
    plain = nominal and not any(tree.is_verb(at) for at in range(head + 1, last))
    return (head + 1, last) if plain and tree.outer[start] < 0 else None
