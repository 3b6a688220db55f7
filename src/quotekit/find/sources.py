"""Who could have said it: for each cue, the phrase that its words come from.

The labeller says which; the rules here tell who passed the words on from whose they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotekit.lexicon import word_list
from quotekit.model import Cue, Source, TextSpan
from quotekit.readings import Reading
from quotekit.relays import relay_verb, relayed
from quotekit.settings import BESIDE_TOKENS, HEADLINE_SOURCE
from quotekit.syntax import Tree, has_clause, is_finite, path_between, span_of, top_of, trim

__all__ = ["find_sources"]

_NOMINAL = frozenset({"NN", "JJ", "DT"})
_BEFORE_NOUN = frozenset({"amod", "compound", "det", "nmod", "nummod", "poss"})


def find_sources(tree: Tree, cues: Sequence[Cue], readings: Sequence[Reading]) -> list[Source]:
    """The source of each cue that has one, in the order of the cues.

    In relayed reports ("X, citing Y, reported P"; "X quoted Y as saying P") it is whom the words
    come from, and ``via`` who passed them on.
    """
    by_head = {reading.head: reading for reading in readings}
    found = (_source(tree, cue, by_head[cue.head]) for cue in cues)
    return [source for source in found if source is not None]


def _source(tree: Tree, cue: Cue, reading: Reading) -> Source | None:
    own = reading.source
    relayed = _quoted_as_saying(tree, cue) or _cited(tree, cue)
    # A parse of odd text may hang a mark where a name should be.
    if relayed is not None and not tree.is_punctuation(relayed[0]):
        named, via, reason = relayed
        via = None if via is None or tree.is_punctuation(via) else via
        spans = [_phrase(tree, named, cue.head)]
        via_span = None if via is None else _phrase(tree, via, cue.head)
        if via_span is not None and any(via_span.overlaps(span) for span in spans):
            via_span = None
        return Source(spans, cue.head, named, reason, via_span)
    taken = {token for first, last in (*reading.content, *reading.cue, *own) for token in range(first, last)}
    spans = [span_of(tree, first, _to_head(tree, first, last, taken)) for first, last in own]
    if not spans:
        return _behind(tree, cue)
    top = top_of(tree, reading.tokens(own))
    reason = f"{tree.words[cue.head]} ← {path_between(tree, cue.head, top)} {tree.words[top]}"
    return Source(spans, cue.head, top, reason)


def _behind(tree: Tree, cue: Cue) -> Source | None:
    """The noun phrase that ends a headline after its verb: "Russia to halt exports, says deputy PM".

    Leaves "the minister says prices rose" alone, and whatever has a verb or a mark behind the cue.
    """
    first, last = cue.head + 1, trim(tree, *tree.bounds[tree.sentence[cue.head]])[1]
    short = cue.form == "verb" and first < last <= first + HEADLINE_SOURCE and tree.words[cue.head - 1] == ","
    if not short or any(tree.tags[at][:2] not in _NOMINAL for at in range(first, last)):
        return None
    head = last - 1
    reason = f"{tree.words[cue.head]} ← {path_between(tree, cue.head, head)} {tree.words[head]}"
    return Source([span_of(tree, first, last)], cue.head, head, reason)


def _to_head(tree: Tree, first: int, last: int, taken: set[int]) -> int:
    """Where a source ends that broke off before its noun: "The ferry / supremo"; "the old / man"."""
    head = tree.heads[last - 1]
    is_cut = tree.deps[last - 1] in _BEFORE_NOUN and last <= head < last + 3 and tree.tags[head][:2] == "NN"
    whole = is_cut and tree.left[head] >= first and not taken.intersection(range(last, head + 1))
    return head + 1 if whole else last


def _phrase(tree: Tree, head: int, cue: int) -> TextSpan:
    """The noun phrase of ``head`` without the dependents that hold the cue, or that a relay opens."""
    first, last = head, head + 1
    for kid in reversed([kid for kid in tree.children[head] if kid < head]):
        if not tree.left[kid] <= cue < tree.right[kid]:
            first = min(first, tree.left[kid])
    for kid in [kid for kid in tree.children[head] if kid > head]:
        if tree.left[kid] <= cue < tree.right[kid] or tree.lower[kid] in word_list("relays"):
            break
        last = max(last, tree.right[kid])
    first, last = trim(tree, first, last)
    return span_of(tree, first, last) if first < last else span_of(tree, head, head + 1)


def _quoted_as_saying(tree: Tree, cue: Cue) -> tuple[int, int | None, str] | None:
    """Y of "X quoted Y as saying P" and of "Y was quoted by X as saying P", with X and the reason."""
    verb = relay_verb(tree, cue.head)
    found = None if verb is None else relayed(tree, verb)
    if verb is None or found is None:
        return None
    named, via, dep = found
    return named, via, f"{tree.words[verb]} as saying ← {dep} {tree.words[named]}"


def _cited(tree: Tree, cue: Cue) -> tuple[int, int | None, str] | None:
    """Y of "X, citing Y, reported P" and "X reported P, citing Y", with X and the reason.

    Leaves "X, citing data, said P" alone: data lend their weight, the words are X's.
    """
    token = _citing(tree, cue.head) if cue.form == "verb" else None
    named = None if token is None else tree.child(token, "dobj", "pobj")
    if token is None or named is None or tree.lower[named] in word_list("documents"):
        return None
    return named, tree.child(cue.head, "nsubj"), f"{tree.words[token]} ← dobj {tree.words[named]}"


def _citing(tree: Tree, verb: int) -> int | None:
    """The participle that passes on what ``verb`` reports, with no other verb between."""
    start, end = tree.bounds[tree.sentence[verb]]
    for near in (
        range(verb - 1, max(start, verb - BESIDE_TOKENS), -1),
        range(verb + 1, min(end, verb + BESIDE_TOKENS)),
    ):
        for token in near:
            if tree.lower[token] in word_list("relays") and tree.tags[token] == "VBG":
                return token if token < verb or not has_clause(tree, token + 1, end) else None
            if token < verb and tree.is_verb(token) and is_finite(tree, token):
                break
    return None
