"""Reports whose only cue is how they are set: a name before a colon, or behind a dash.

News marks these so plainly that a rule is surer of them than what was learned from running text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotekit.model import Mark
from quotekit.readings import Reading
from quotekit.settings import BYLINE_SCORE, BYLINE_TOKENS, PASSAGE_SHARE
from quotekit.syntax import Tree, is_finite, tokens_in, trim

__all__ = ["add_bylines"]

_DASHES = frozenset({"―", "—", "–", "--", "-"})
_TURNS = 2


def add_bylines(tree: Tree, marks: Sequence[Mark], readings: Sequence[Reading]) -> list[Reading]:
    """The readings with those of bylines, by head; a byline adds nothing to what a reading has most of.

    "“P” — Ana Moreno" and "Vasseur: ‘P’" with marks; "WALLACE: P" without, where a text has several
    such turns; "Lavrov: P" without in a headline.
    """
    taken = {at for reading in readings for at in reading.tokens(reading.content)}
    found = [*_marked(tree, marks), *_turns(tree), *_headline(tree)]
    kept = {reading.head: reading for reading in readings}
    for reading in found:
        words = [at for at in reading.tokens(reading.content) if not tree.is_punctuation(at)]
        if words and sum(at in taken for at in words) < PASSAGE_SHARE * len(words):
            kept.setdefault(reading.head, reading)
    return [kept[head] for head in sorted(kept)]


def _reading(tree: Tree, cue: int, source: tuple[int, int], content: tuple[int, int], by: str) -> Reading:
    source = trim(tree, *source)
    return Reading(cue, ((cue, cue + 1),), (source,), (trim(tree, *content),), BYLINE_SCORE, (), by)


def _marked(tree: Tree, marks: Sequence[Mark]) -> Iterator[Reading]:
    """Passages in marks with a name behind a dash, or before a colon."""
    for mark in marks:
        if mark.inner is None or mark.depth:
            continue
        first, last = tokens_in(tree, mark.span.start, mark.span.end)
        inner = tokens_in(tree, mark.inner.start, mark.inner.end)
        dash = _over_space(tree, last, 1)
        if dash is not None and tree.words[dash] in _DASHES and _opens(tree, first):
            end = _paragraph_end(tree, dash)
            if _is_name(tree, dash + 1, end):
                yield _reading(tree, dash, (dash + 1, end), inner, "signed with a dash")
        colon = _over_space(tree, first - 1, -1)
        if colon is not None and tree.words[colon] == ":":
            start = _unit_start(tree, colon)
            if _is_name(tree, start, colon):
                yield _reading(tree, colon, (start, colon), inner, "name before a colon")


def _turns(tree: Tree) -> Iterator[Reading]:
    """The turns of a transcript: paragraphs that open with a name in capitals and a colon."""
    found = []
    for colon, word in enumerate(tree.words):
        if word != ":" or colon == 0 or not tree.words[colon - 1].isupper():
            continue
        start = _paragraph_start(tree, colon)
        words = tree.words[start:colon]
        if len(words) <= BYLINE_TOKENS and all(word.isupper() or not word.isalpha() for word in words):
            end = _paragraph_end(tree, colon)
            if _is_name(tree, start, colon) and trim(tree, colon + 1, end)[0] < trim(tree, colon + 1, end)[1]:
                found.append(_reading(tree, colon, (start, colon), (colon + 1, end), "turn of a transcript"))
    if len(found) >= _TURNS:
        yield from found


def _headline(tree: Tree) -> Iterator[Reading]:
    """A name and a colon that open a text, with a clause behind: "Lavrov: Moscow will not pay"."""
    if not len(tree):
        return
    end = _paragraph_end(tree, 0)
    colon = next((at for at in range(min(end, BYLINE_TOKENS)) if tree.words[at] == ":"), None)
    if colon is None or not _is_name(tree, 0, colon) or trim(tree, colon + 1, end)[0] >= end:
        return
    named = any(tree.entities[at] in {"PERSON", "ORG", "GPE"} for at in range(colon))
    if named and any(tree.is_verb(at) and is_finite(tree, at) for at in range(colon + 1, end)):
        yield _reading(tree, colon, (0, colon), (colon + 1, end), "name before a colon")


def _over_space(tree: Tree, token: int, step: int) -> int | None:
    while 0 <= token < len(tree) and tree.space[token]:
        token += step
    return token if 0 <= token < len(tree) else None


def _opens(tree: Tree, token: int) -> bool:
    """Whether a paragraph begins with a token."""
    before = _over_space(tree, token - 1, -1)
    return before is None or tree.paragraph[before] != tree.paragraph[token]


def _paragraph_start(tree: Tree, token: int) -> int:
    while token > 0 and tree.paragraph[token - 1] == tree.paragraph[token]:
        token -= 1
    return token


def _paragraph_end(tree: Tree, token: int) -> int:
    paragraph = tree.paragraph[token]
    while token < len(tree) and tree.paragraph[token] == paragraph:
        token += 1
    return token


def _unit_start(tree: Tree, colon: int) -> int:
    """Where the sentence of a colon starts, or its paragraph."""
    return max(tree.bounds[tree.sentence[colon]][0], _paragraph_start(tree, colon))


def _is_name(tree: Tree, first: int, last: int) -> bool:
    """Whether some words can be a name with a title, and no more: no verb, few words, a capital."""
    first, last = trim(tree, first, last)
    if first >= last or last - first > BYLINE_TOKENS or not tree.words[first][:1].isupper():
        return False
    nominal = any(tree.tags[at].startswith("NN") for at in range(first, last))
    return nominal and not any(tree.is_verb(at) and is_finite(tree, at) for at in range(first, last))
