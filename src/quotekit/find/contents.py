"""What is reported: clauses by the frames of their cue, and passages in marks by what stands beside.

A content here is one passage; `quotekit.resolve.attribution` joins those that belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotekit.beside import find_framed
from quotekit.frames import Filler, find_fillers, has_particle
from quotekit.lexicon import CueEntry, cue_adjectives, cue_nouns, cue_prepositions, cue_verbs, word_list
from quotekit.model import Content, Cue, Mark, TextSpan
from quotekit.syntax import Tree, has_clause, span_of, trim
from quotekit.wording import (
    PAUSES,
    WITHOUT_PARSE,
    after_that,
    halves_around,
    is_relative,
    named_in_marks,
    rest_after,
)

__all__ = ["find_contents"]

_PAST_OR_PRESENT = frozenset({"VBD", "VBN", "VBZ", "VBP"})
_OPEN_ENDS = frozenset({"CC", "IN", "DT", "MD", "TO", "POS"})


def find_contents(tree: Tree, cues: Sequence[Cue], marks: Sequence[Mark]) -> list[Content]:
    """The passages that are reported, by start, then end.

    A cue may have several; a passage in marks that nothing introduces has the cue `None`.
    """
    clauses = [content for cue in cues if (content := _clause_content(tree, cue)) is not None]
    marked = list(find_framed(tree, cues, marks, clauses))
    done = {content.cue for content in clauses} | _framed_at_once(tree, marked)
    clauses += [
        content
        for cue in cues
        if cue.head not in done and (content := _content_without_parse(tree, cue)) is not None
    ]
    return sorted([*clauses, *marked], key=lambda content: (content.spans[0].start, content.spans[-1].end))


def _framed_at_once(tree: Tree, marked: Sequence[Content]) -> set[int]:
    """The cues of passages in marks that leave no room for a clause: all but "He insisted that P: “Q”"."""
    return {
        content.cue
        for content in marked
        if content.cue is not None
        and (
            content.spans[0].start < tree.starts[content.cue]
            or ":" not in tree.text[tree.ends[content.cue] : content.spans[0].start]
        )
    }


def _clause_content(tree: Tree, cue: Cue) -> Content | None:
    """What the parse gives as the content of ``cue``, or `None`."""
    if cue.form == "colon":
        return None
    if cue.form == "preposition":
        return _content(tree, cue, "clause around", _around_phrase(tree, cue))
    fillers = [filler for entry in _entries(tree, cue) for filler in find_fillers(tree, cue.head, entry)]
    if cue.form == "verb" and cue.act == "speech" and (middle := halves_around(tree, cue.head)):
        return _content(tree, cue, "clause around", middle)
    if fillers and fillers[0].frame == "clause":
        return _content(tree, cue, _name(tree, fillers[0]), _whole_clause(tree, cue, fillers[0]))
    if fillers and (cue.form != "verb" or not after_that(tree, cue.head)):
        return _content(tree, cue, _name(tree, fillers[0]), fillers[0].ranges)
    return None


def _content_without_parse(tree: Tree, cue: Cue) -> Content | None:
    """What the words give as the content of a verb, where its parse and the marks give none."""
    if cue.form == "verb" and cue.act in {"speech", "thought"}:
        if ranges := named_in_marks(tree, cue.head):
            return _content(tree, cue, "object and marks", ranges)
        rules = WITHOUT_PARSE if cue.act == "speech" and tree.outer[cue.head] < 0 else WITHOUT_PARSE[:2]
        for name, rule in rules:
            ranges = rule(tree, cue.head)
            if ranges and (found := _content(tree, cue, name, ranges)) is not None:
                return found
    return None


def _entries(tree: Tree, cue: Cue) -> Iterator[CueEntry]:
    """The entries of the word lists that the cue can stand for, those of its own act first."""
    word = tree.lower[cue.head]
    lists = cue_nouns() if cue.form == "noun" else cue_verbs()
    entries = [
        entry
        for entry in lists.get(word, cue_adjectives().get(word, ()))
        if entry.lemma == cue.lemma
        and (not entry.particle or has_particle(tree, cue.head, entry.particle) is not None)
    ]
    yield from sorted(entries, key=lambda entry: entry.act != cue.act)


def _name(tree: Tree, filler: Filler) -> str:
    """The dependency of the filler and its head word, as a reader of the parse knows them."""
    return f"{tree.deps[filler.head] or filler.frame} {tree.words[filler.head]}"


def _content(tree: Tree, cue: Cue, found: str, ranges: Sequence[tuple[int, int]]) -> Content | None:
    """The content of some ranges; one whose cue stands in marks does not leave them."""
    spans: list[TextSpan] = []
    start, end = tree.bounds[tree.sentence[cue.head]]
    for first, last in ranges:
        first, last = max(first, start), min(last, end)
        if tree.outer[cue.head] >= 0:
            first, last = _within_mark(tree, tree.outer[cue.head], first, last)
        else:
            last = _before_passage(tree, first, last)
            while first < last < end and tree.outer[last] >= 0 and tree.words[last - 1] not in PAUSES:
                last += 1
        first, last = trim(tree, first, last)
        if first < last:
            spans.append(span_of(tree, first, last))
    return Content(spans, cue.head, found) if spans else None


def _before_passage(tree: Tree, first: int, last: int) -> int:
    """Where a clause ends before what is another's: a colon and a passage in marks, or whom it is from.

    "said families were safe: “P”" and "reported that it was safe, citing X" end early; "said a pilot
    had told him: “P”" does not, since there the colon is another cue's.
    """
    for token in range(first + 1, min(last, len(tree) - 1)):
        if tree.words[token] == ":" and tree.outer[token] < 0 <= tree.outer[token + 1]:
            return last if any(_is_told(tree, at) for at in range(first, token)) else token
        if (
            tree.lower[token] in word_list("relays")
            and tree.tags[token] == "VBG"
            and tree.words[token - 1] == ","
        ):
            return token
    return last


def _is_told(tree: Tree, token: int) -> bool:
    entries = cue_verbs().get(tree.lower[token], ()) if tree.tags[token] in _PAST_OR_PRESENT else ()
    return any(entry.act == "speech" and "clause" in entry.frames for entry in entries)


def _within_mark(tree: Tree, number: int, first: int, last: int) -> tuple[int, int]:
    while first < last and tree.outer[first] != number:
        first += 1
    while last > first and tree.outer[last - 1] != number:
        last -= 1
    return first, last


def _whole_clause(tree: Tree, cue: Cue, filler: Filler) -> Sequence[tuple[int, int]]:
    """The ranges of a filler; a clause before its cue reaches back to where its sentence starts.

    "The ban, to run until May, was forced on them, he said": from "The ban".
    """
    if filler.frame != "clause":
        return filler.ranges
    if filler.ranges[0][0] > cue.head:
        worded = after_that(tree, cue.head) or rest_after(tree, cue.head)
        first = min([filler.ranges[0][0], *(start for start, _ in worded)])
        if len(filler.ranges) == 1:
            return [(first, _clause_end(tree, cue, filler.ranges[0][1]))]
        return [*filler.ranges[:-1], (filler.ranges[-1][0], _clause_end(tree, cue, filler.ranges[-1][1]))]
    (first, last), *rest = filler.ranges
    start = tree.bounds[tree.sentence[cue.head]][0]
    between = range(start, first)
    if tree.deps[cue.head] == "ROOT" and not any(tree.is_verb(token) for token in between):
        first = start
    return [(first, last), *rest]


def _clause_end(tree: Tree, cue: Cue, last: int) -> int:
    """Where a clause after its cue ends, if the parse has not broken it off.

    It goes on over ", and that Q", and to the end of its sentence where no clause can end
    ("added that contacts between Kyiv and / Moscow could be kept").
    """
    _, end = tree.bounds[tree.sentence[cue.head]]
    for kid in tree.children[cue.head]:
        if tree.left[kid] == last and tree.deps[kid] in {"ccomp", "xcomp", "dep", "conj"}:
            last = tree.right[kid]
    if last < end and (tree.tags[last - 1] in _OPEN_ENDS or tree.lower[last - 1] in {"not", "n't"}):
        return max(last, end)
    if is_relative(tree, cue.head):
        return _before_main_verb(tree, cue.head, last)
    for token in range(last, min(last + 3, end)):
        if tree.lower[token] == "that" and tree.tags[token - 1] == "CC":
            return end
        if not (tree.is_punctuation(token) or tree.tags[token] == "CC"):
            break
    return last


def _before_main_verb(tree: Tree, start: int, last: int) -> int:
    """Where a relative clause ends: "which he said was overdue, / begins today"."""
    for token in range(start + 1, min(last, len(tree) - 1)):
        if tree.words[token] in PAUSES and tree.tags[token + 1] in {*_PAST_OR_PRESENT, "MD"}:
            return token
    return last


def _around_phrase(tree: Tree, cue: Cue) -> Sequence[tuple[int, int]]:
    """The clause that a phrase such as "according to X" is said of, without the phrase.

    "P, according to a report, and the governor said Q" is P: a further clause with a subject of its
    own is not covered by a phrase before it. "According to X, P and Q" is both.
    """
    start, end = tree.bounds[tree.sentence[cue.head]]
    after = _phrase_end(tree, cue)
    verb = _main_verb(tree, cue.head)
    opens = trim(tree, start, cue.head)[0] >= cue.head
    if opens:
        return [(after, end)]
    if verb is None or verb > cue.head:
        left = (start, cue.head)
        return [left] if has_clause(tree, *left) else [left, (after, end)]
    for conjunct in tree.children[verb]:
        if tree.deps[conjunct] == "conj" and conjunct > after and tree.child(conjunct, "nsubj", "nsubjpass"):
            end = max(after, tree.left[conjunct])
            while end > after and (tree.deps[end - 1] == "cc" or tree.is_punctuation(end - 1)):
                end -= 1
            break
    if tree.deps[verb] != "ROOT":
        start, end = max(start, tree.left[verb]), min(end, max(after, tree.right[verb]))
    before = (min(start, cue.head), cue.head)
    return [before, (after, end)] if has_clause(tree, after, end) else [before]


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


def _main_verb(tree: Tree, token: int) -> int | None:
    """The verb of the clause that ``token`` hangs in, up to one that is coordinated or the root."""
    verb = None
    for _ in range(12):
        if tree.is_verb(token) and tree.deps[token] not in {"amod", "aux", "auxpass"}:
            verb = token
            if tree.deps[token] == "conj" and tree.child(token, "nsubj", "nsubjpass") is not None:
                break
        if tree.heads[token] == token:
            break
        token = tree.heads[token]
    return verb
