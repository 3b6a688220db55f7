"""What reports: verbs, nouns, predicate adjectives, prepositions and colons.

A cue is proposed generously; one that no content is found for goes no further.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotekit.acts import asks_for_anonymity, is_hypothetical, is_negated, keeps_silent
from quotekit.frames import Filler, find_fillers, has_particle, relay_verb
from quotekit.lexicon import (
    CueEntry,
    cue_adjectives,
    cue_nouns,
    cue_prepositions,
    cue_verbs,
    word_list,
)
from quotekit.model import Act, Cue, CueForm, Mark, TextSpan
from quotekit.settings import BESIDE_TOKENS
from quotekit.syntax import Tree, is_finite, span_of, tokens_in

__all__ = ["find_cues"]

_NOUN_TAGS = frozenset({"NN", "NNS"})
_AUXILIARY_DEPS = frozenset({"aux", "auxpass"})


def find_cues(tree: Tree, marks: Sequence[Mark]) -> list[Cue]:
    """The words that can report something, by head token.

    ``marks`` serve for the verbs that no list has ("…," he harrumphed) and for colons. Hypothetical
    reports ("Analysts might say that P") are left out.
    """
    found: dict[int, Cue] = {}
    for token in range(len(tree)):
        cue = _verb(tree, token) or _noun(tree, token) or _adjective(tree, token) or _preposition(tree, token)
        if cue is not None:
            found[token] = cue
    for cue in (*_unlisted_verbs(tree, marks), *_colons(tree, marks)):
        found.setdefault(cue.head, cue)
    taken = {
        span.start for cue in found.values() for span in cue.spans if span.start != tree.starts[cue.head]
    }
    return [
        found[head]
        for head in sorted(found)
        if tree.starts[head] not in taken and not _is_withheld(tree, head, found)
    ]


def _verb(tree: Tree, token: int) -> Cue | None:
    """A listed verb, by the first entry whose frame is filled, or that a passage in marks may fill."""
    if not tree.is_verb(token) and tree.child(token, "nsubj") is None:
        return None
    entries = cue_verbs().get(tree.lower[token], ())
    if entries and _is_passing_on(tree, token):
        return None
    fallback: tuple[CueEntry, TextSpan | None] | None = None
    for entry in entries:
        particle = has_particle(tree, token, entry.particle) if entry.particle else None
        if entry.particle and particle is None:
            continue
        extra = None if particle is None else span_of(tree, particle, particle + 1)
        filler = next(find_fillers(tree, token, entry), None)
        if filler is not None:
            return _verb_cue(tree, token, entry, filler, extra)
        if fallback is None and (entry.act == "refusal" or entry.frames & {"clause", "quotation", "small"}):
            fallback = entry, extra
    return None if fallback is None else _verb_cue(tree, token, fallback[0], None, fallback[1])


def _is_passing_on(tree: Tree, token: int) -> bool:
    """Whether a participle names whom another report comes from: "X, citing Y, reported P"."""
    if tree.tags[token] != "VBG" or tree.lower[token] not in word_list("relays"):
        return False
    start, end = tree.bounds[tree.sentence[token]]
    near = range(max(start, token - BESIDE_TOKENS), min(end, token + BESIDE_TOKENS))
    return any(tree.is_verb(at) and tree.lower[at] in cue_verbs() and is_finite(tree, at) for at in near)


def _verb_cue(
    tree: Tree, token: int, entry: CueEntry, filler: Filler | None, extra: TextSpan | None
) -> Cue | None:
    negated = is_negated(tree, token)
    if not negated and is_hypothetical(tree, token):
        return None
    act: Act = entry.act
    asked = filler is not None and asks_for_anonymity(tree, token, filler.ranges)
    clause = filler.ranges if filler is not None and filler.frame == "clause" else ()
    if asked or (negated and act == "speech" and keeps_silent(tree, clause)):
        act = "refusal"
    spans = [span_of(tree, token, token + 1), *([] if extra is None else [extra]), *_as_saying(tree, token)]
    denied = entry.lemma in word_list("denials")
    return Cue(spans, token, entry.lemma, act, "verb", denied != negated)


def _as_saying(tree: Tree, token: int) -> list[TextSpan]:
    """What goes before a participle of saying: "was quoted as saying", "cited Y as saying"."""
    verb = relay_verb(tree, token)
    return [] if verb is None else [span_of(tree, verb, verb + 1), span_of(tree, token - 1, token)]


def _noun(tree: Tree, token: int) -> Cue | None:
    """A listed noun with its frame filled, or one that a passage in marks can fill: "the slogan"."""
    if tree.tags[token] not in _NOUN_TAGS:
        return None
    for entry in cue_nouns().get(tree.lower[token], ()):
        if "clause" in entry.frames or next(find_fillers(tree, token, entry), None):
            negated = entry.lemma in word_list("denials")
            return Cue([span_of(tree, token, token + 1)], token, entry.lemma, entry.act, "noun", negated)
    return None


def _adjective(tree: Tree, token: int) -> Cue | None:
    """A predicate that reports: "She is confident that P"."""
    entries = cue_adjectives().get(tree.lower[token], ())
    if not entries or tree.deps[token] not in {"acomp", "oprd", "ROOT", "conj", "attr"}:
        return None
    entry = entries[0]
    if next(find_fillers(tree, token, entry), None) is None:
        return None
    return Cue([span_of(tree, token, token + 1)], token, entry.lemma, entry.act, "verb")


def _preposition(tree: Tree, token: int) -> Cue | None:
    """Words that name a source: "according to X", "in the words of X"."""
    for words, act in cue_prepositions().get(tree.lower[token], ()):
        end = token + len(words)
        if tuple(tree.lower[token:end]) == words and end < len(tree):
            return Cue([span_of(tree, token, end)], token, " ".join(words), act, "preposition")
    return None


def _unlisted_verbs(tree: Tree, marks: Sequence[Mark]) -> Iterator[Cue]:
    """Verbs of any meaning that follow a passage in marks as "said" does: "…," he harrumphed.

    Leaves "The ‘damper’ helps refiners" alone: no comma, question or exclamation parts it.
    """
    for mark in marks:
        if mark.inner is None or not mark.closed or mark.inner.text.rstrip()[-1:] not in ",?!":
            continue
        _, token = tokens_in(tree, mark.span.start, mark.span.end)
        verb = _verb_after(tree, token)
        if verb is not None and tree.lower[verb].isalpha() and tree.lower[verb] not in cue_verbs():
            spans = [span_of(tree, verb, verb + 1)]
            yield Cue(spans, verb, tree.lower[verb], "speech", "verb", is_negated(tree, verb))


def _verb_after(tree: Tree, token: int) -> int | None:
    """The finite verb that stands at ``token``, or whose subject starts there."""
    if token >= len(tree):
        return None
    if tree.is_verb(token):
        verb = token
        if tree.child(verb, "nsubj") is None:
            return None
    else:
        subject = token
        while tree.deps[subject] != "nsubj" and tree.left[tree.heads[subject]] >= token:
            if tree.heads[subject] == subject:  # the root, whatever a foreign parse calls it
                return None
            subject = tree.heads[subject]
        if tree.deps[subject] != "nsubj" or tree.left[subject] != token:
            return None
        verb = tree.heads[subject]
    plain = verb < token or not is_finite(tree, verb) or tree.deps[verb] in _AUXILIARY_DEPS
    return None if plain or tree.child(verb, "attr", "acomp", "dobj") is not None else verb


def _colons(tree: Tree, marks: Sequence[Mark]) -> Iterator[Cue]:
    """Colons before a passage in marks, which serve where no verb does: "Vasseur: ‘P’"."""
    form: CueForm = "colon"
    for mark in marks:
        first, _ = tokens_in(tree, mark.span.start, mark.span.end)
        before = first - 1
        while before >= 0 and tree.space[before]:
            before -= 1
        if before > 0 and tree.words[before] == ":":
            yield Cue([span_of(tree, before, before + 1)], before, ":", "speech", form)


def _is_withheld(tree: Tree, head: int, found: dict[int, Cue]) -> bool:
    """Whether a cue hangs on a refusal: the "say" of "declined to say when P"."""
    above = tree.heads[head]
    return above != head and tree.deps[head] == "xcomp" and above in found and found[above].act == "refusal"
