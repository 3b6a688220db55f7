"""What is reported: clauses by the frames of their cue, and passages in marks by what stands beside.

A content here is one passage; `quotekit.resolve.attribution` joins those that belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from quotekit.beside import find_framed
from quotekit.frames import Filler, cue_clause, find_fillers
from quotekit.lexicon import CueEntry, cue_adjectives, cue_nouns, cue_prepositions, cue_verbs
from quotekit.model import Content, Cue, Mark, TextSpan
from quotekit.syntax import Tree, read_tree, span_of, trim

__all__ = ["find_contents"]


def find_contents(doc: Doc, cues: Sequence[Cue], marks: Sequence[Mark]) -> list[Content]:
    """The passages of ``doc`` that are reported, by start, then end.

    A cue may have several; a passage in marks that nothing introduces has the cue `None`.
    """
    tree = read_tree(doc)
    clauses = [content for cue in cues if (content := _clause_content(tree, cue)) is not None]
    marked = find_framed(tree, cues, marks, clauses)
    return sorted([*clauses, *marked], key=lambda content: (content.spans[0].start, content.spans[-1].end))


def _clause_content(tree: Tree, cue: Cue) -> Content | None:
    """What the parse gives as the content of ``cue``, or `None`."""
    if cue.form == "colon":
        return None
    if cue.form == "preposition":
        return _content(tree, cue, "clause around", _around_phrase(tree, cue))
    for entry in _entries(tree, cue):
        filler = next(find_fillers(tree, cue.head, entry), None)
        if filler is not None:
            return _content(tree, cue, _name(tree, filler), _whole_clause(tree, cue, filler))
    if cue.form == "verb" and cue.act in {"speech", "thought"}:
        return _content(tree, cue, "clause beside", _parenthetical(tree, cue.head))
    return None


def _entries(tree: Tree, cue: Cue) -> Iterator[CueEntry]:
    """The entries of the word lists that the cue can stand for, those of its own act first."""
    word = tree.lower[cue.head]
    lists = cue_nouns() if cue.form == "noun" else cue_verbs()
    entries = [entry for entry in lists.get(word, cue_adjectives().get(word, ())) if entry.lemma == cue.lemma]
    yield from sorted(entries, key=lambda entry: entry.act != cue.act)


def _name(tree: Tree, filler: Filler) -> str:
    """The dependency of the filler and its head word, as a reader of the parse knows them."""
    return f"{tree.deps[filler.head] or filler.frame} {tree.words[filler.head]}"


def _content(tree: Tree, cue: Cue, found: str, ranges: Sequence[tuple[int, int]]) -> Content | None:
    spans: list[TextSpan] = []
    for first, last in ranges:
        first, last = trim(tree, first, last)
        if first < last:
            spans.append(span_of(tree, first, last))
    return Content(spans, cue.head, found) if spans else None


def _whole_clause(tree: Tree, cue: Cue, filler: Filler) -> Sequence[tuple[int, int]]:
    """The ranges of a filler; a clause before its cue reaches back to where its sentence starts.

    "The ban, to run until May, was forced on them, he said": from "The ban".
    """
    if filler.frame != "clause" or filler.ranges[0][0] > cue.head:
        return filler.ranges
    (first, last), *rest = filler.ranges
    start = tree.bounds[tree.sentence[cue.head]][0]
    between = range(start, first)
    if tree.deps[cue.head] == "ROOT" and not any(tree.is_verb(token) for token in between):
        first = start
    return [(first, last), *rest]


def _around_phrase(tree: Tree, cue: Cue) -> Sequence[tuple[int, int]]:
    """The clause that a phrase such as "according to X" is said of, without the phrase.

    "P, according to a report, and the governor said Q" is P: a further clause with a subject of its
    own is not covered by a phrase before it. "According to X, P and Q" is both.
    """
    start, end = tree.bounds[tree.sentence[cue.head]]
    after = _phrase_end(tree, cue)
    verb = _clause_verb(tree, cue.head)
    opens = trim(tree, start, cue.head)[0] >= cue.head
    if verb is None or opens:
        return [(start, cue.head), (after, end)]
    for conjunct in tree.children[verb]:
        if tree.deps[conjunct] == "conj" and conjunct > after and tree.child(conjunct, "nsubj", "nsubjpass"):
            end = max(after, tree.left[conjunct])
            while end > after and (tree.deps[end - 1] == "cc" or tree.is_punctuation(end - 1)):
                end -= 1
            break
    if tree.deps[verb] != "ROOT":
        start, end = max(start, tree.left[verb]), min(end, max(after, tree.right[verb]))
    return [(min(start, cue.head), cue.head), (after, end)]


def _phrase_end(tree: Tree, cue: Cue) -> int:
    """Where the phrase of a prepositional cue ends: after the object of its last word."""
    words = next(w for w, _ in cue_prepositions()[tree.lower[cue.head]] if " ".join(w) == cue.lemma)
    last = cue.head + len(words)
    for token in range(cue.head, last):
        for kid in tree.children[token]:
            if tree.deps[kid] in {"pobj", "pcomp"} and kid >= last:
                return max(last, tree.right[kid])
    while last < len(tree) and not tree.is_punctuation(last):
        last += 1
    return last


def _clause_verb(tree: Tree, token: int) -> int | None:
    """The verb of the clause that ``token`` hangs in."""
    for _ in range(12):
        head = tree.heads[token]
        if head == token:
            return token if tree.is_verb(token) else None
        token = head
        if tree.is_verb(token) and tree.deps[token] not in {"amod", "aux", "auxpass"}:
            return token
    return None


def _parenthetical(tree: Tree, verb: int) -> Sequence[tuple[int, int]]:
    """The sentence around a cue that the parse gives no content: "P, she said, and Q"; "P, says X".

    Leaves "The minister, who spoke, left" alone: the verb of a relative clause is no parenthesis.
    """
    if tree.deps[verb] in {"relcl", "acl", "advcl", "pcomp"}:
        return []
    start, end = tree.bounds[tree.sentence[verb]]
    first, last = cue_clause(tree, verb, _before_comma(tree, verb))
    if first <= start or tree.words[first - 1] not in {",", "–", "—"}:
        return []
    if last < end and tree.words[last] not in {",", ".", "–", "—"} and not tree.space[last]:
        return []
    if tree.heads[verb] != verb and not start <= tree.heads[verb] < first:
        return []
    return [(start, first), (last, end)]


def _before_comma(tree: Tree, verb: int) -> frozenset[int]:
    """The dependents of a verb that a comma parts from it on the left, its subject apart."""
    return frozenset(
        kid
        for kid in tree.children[verb]
        if kid < verb
        and tree.deps[kid] not in {"nsubj", "nsubjpass", "aux", "auxpass", "neg"}
        and tree.words[min(tree.right[kid], verb - 1)] in {",", "–", "—"}
    )
