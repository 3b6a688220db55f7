"""Where quotation marks pair, on the raw text: no tags, no sentence boundaries.

A paragraph is read from left to right, and of all readings of its marks the cheapest is kept: each
glyph opens a passage, closes one, or is no quotation mark, at the costs that `quotekit.glyphs` gives.
A state is the stack of passages that are open. Of states with equal stacks the cheapest goes on, and
of the rest the cheapest few, so that the time grows with the number of glyphs and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from attrs import define

from quotekit.glyphs import Glyph, find_glyphs, pair_cost, unclosed_cost
from quotekit.lexicon import cue_verbs, pronouns
from quotekit.model import Mark, TextSpan
from quotekit.settings import MARK_DEPTH, MARK_GAP, MARK_STATES

__all__ = ["find_marks"]

# A passage in the family of marks of the one around it, with nothing else between: in the same glyphs
# (“a “b” c”), and in other ones, as where an outlet sets "…" around a text that has “…” itself.
_SAME_GLYPH_COST = 20
_SAME_FAMILY_COST = 5
# A mark closes the innermost passage of its family: "They asked a “question’’ that stung.
_PAST_FAMILY_COST = 10
# All is closed at the end, though this paragraph and the next begin with the same mark and no mark
# ends this one: ‘The ministers’ plan failed. ¶ ‘They know it.’
_NOT_CONTINUED_COST = 8


# The writer's words at the end of a paragraph: ", he stormed." ", the minister said." ", said Mr Hollis."
_TAG = re.compile(
    r""",\ (?:(?P<subject>\w+)(?:\ \w[\w.]*){0,3}?\ (?P<verb>\w+)
    |(?P<first_verb>\w+)\ (?P<inverted>\w+)[\w.\ ]{0,20})\.\Z""",
    re.VERBOSE,
)
_LONGEST_TAG = 60

_Stack: TypeAlias = tuple[str, ...]

# What a glyph is taken for.
_OPEN, _CLOSE, _SKIP = range(3)


class _Move(NamedTuple):
    """A reading of one glyph: it ends ``n_ended`` open passages without a mark, then opens or closes one.

    ``stack`` is what is open afterwards, ``cost`` what the move takes beyond the glyph's own cost.
    """

    stack: _Stack
    cost: int
    n_ended: int
    reading: int


# A reading of the glyphs so far: its cost in points, and its last move, as a place in the tree of moves.
_State: TypeAlias = tuple[int, int]


@define
class _Passage:
    """A passage while its paragraph is read; ``closer`` is missing where no mark closes it."""

    opener: Glyph
    depth: int
    end: int
    closer: Glyph | None = None
    continues: bool = False
    continued: bool = False


def find_marks(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Mark]:
    """The passages in quotation marks, by (start, -end); none crosses the border of a paragraph.

    ``inner`` is trimmed of white space (« oui »). A passage without its closing mark ends, without
    white space, where something shows that it is over: the next passage in the same marks opens, the
    passage around it closes, or the paragraph ends. ``closed`` is then false: also where the
    quotation goes on in the next paragraph, which begins with the same opening mark again
    (``continues`` there, ``continued`` here). A closing mark without its opening one gives nothing,
    nor does a single mark that may be an apostrophe and has no partner. An attribute of markup
    (``href="…"``) is no passage. Passages deeper than
    `MARK_DEPTH` are left out.

    >>> text = "“We can’t read ‘yes’ there,” he said of the 27\\" screens."
    >>> [(mark.span.text, mark.depth) for mark in find_marks(text, [(0, len(text))])]
    [('“We can’t read ‘yes’ there,”', 0), ('‘yes’', 1)]
    >>> find_marks("The ministers' plan of '98", [(0, 26)])
    []
    """
    glyphs = [find_glyphs(text, start, end) for start, end in paragraphs]
    leads = [_lead(text, start, those) for (start, _), those in zip(paragraphs, glyphs, strict=True)]
    found: list[_Passage] = []
    reopenable: list[_Passage] = []
    for i, (start, border) in enumerate(paragraphs):
        end = _trimmed(text, border, start)
        may_go_on = i + 1 < len(leads) and not _ends_in_tag(text[max(start, end - _LONGEST_TAG) : end])
        next_lead = leads[i + 1] if may_go_on else ()
        is_going_on = bool(next_lead) and leads[i][:1] == next_lead[:1] and glyphs[i][-1].end != end
        passages, still_open = _assemble(text, _read(glyphs[i], next_lead, is_going_on), end)
        _join(reopenable, passages[: len(leads[i])])
        found += passages
        reopenable = still_open if next_lead else []
    marks = [_mark(text, passage) for passage in found if passage.closer or passage.end > passage.opener.end]
    return sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))


def _trimmed(text: str, end: int, start: int) -> int:
    """``end`` without the white space before it, but not below ``start``."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _ends_in_tag(paragraph_end: str) -> bool:
    """Whether a paragraph ends in words that belong to the writer, so that no quotation goes on after it.

    Written for: “Fewer than half voted for this, he stormed. ¶ “The offer is fair,” he said. Leaves
    alone: “I told them so, and they did nothing. ¶ “They never do.”
    """
    match = _TAG.search(paragraph_end)
    if not match:
        return False
    subject, verb = match["subject"] or match["inverted"], match["verb"] or match["first_verb"]
    pronoun = pronouns().get(subject.lower())
    is_named = pronoun in {"one", "many"} or (not pronoun and (subject[0].isupper() or subject == "the"))
    entries = cue_verbs().get(verb, ())
    return is_named and any(
        entry.frames & {"clause", "quotation"} and verb != entry.lemma for entry in entries
    )


def _lead(text: str, start: int, glyphs: Sequence[Glyph]) -> _Stack:
    """The marks that a paragraph opens with, which may re-open a quotation: “‘And then … Not: 'Twas."""
    lead = []
    for glyph in glyphs[:MARK_DEPTH]:
        if text[start : glyph.start].strip() or glyph.open > glyph.skip:
            break
        lead.append(glyph.char)
        start = glyph.end
    return tuple(lead)


def _read(glyphs: Sequence[Glyph], next_lead: _Stack, is_going_on: bool) -> list[tuple[Glyph, _Move]]:
    """The cheapest reading of a paragraph: its marks, each with its move."""
    # Readings share their beginnings: a tree of moves, in columns of numbers because a tuple for each
    # move would be visited by every pass of the garbage collector.
    moves: list[_Move] = []
    places: list[int] = []
    parents: list[int] = []
    states: dict[_Stack, _State] = {(): (0, -1)}
    for place, glyph in enumerate(glyphs):
        own_costs = (glyph.open, glyph.close, glyph.skip)
        found: dict[_Stack, _State] = {}
        for stack, (cost, node) in states.items():
            for move in _moves(stack, glyph.char):
                total = cost + move.cost + own_costs[move.reading]
                known = found.get(move.stack)
                if known and known[0] <= total:
                    continue
                if move.reading == _SKIP:
                    found[move.stack] = (total, node)
                    continue
                found[move.stack] = (total, len(moves))
                moves.append(move)
                places.append(place)
                parents.append(node)
        states = _cheapest(found)
    node = states[min(states, key=lambda stack: states[stack][0] + _end_cost(stack, next_lead, is_going_on))][
        1
    ]
    read = []
    while node >= 0:
        read.append((glyphs[places[node]], moves[node]))
        node = parents[node]
    return read[::-1]


@lru_cache(maxsize=4096)
def _moves(stack: _Stack, char: str) -> tuple[_Move, ...]:
    """What a glyph can do where these passages are open; of moves to one stack, the first is preferred.

    Written for: “We go, he said. “We stay.” where the first passage ends without its mark before the
    second opens; “He said, ‘we go.” where the inner one ends with the outer. Leaves alone: “a “b” c”.
    """
    moves = []
    unclosed = 0
    is_innermost = True
    for n_ended, opener in enumerate(reversed(stack)):
        rest = stack[: len(stack) - n_ended - 1]
        cost = pair_cost(opener, char)
        if cost is not None:
            moves.append(
                _Move(rest, cost + unclosed + (0 if is_innermost else _PAST_FAMILY_COST), n_ended, _CLOSE)
            )
        unclosed += unclosed_cost(opener)
        if cost is not None and is_innermost:
            moves.append(_Move((*rest, char), unclosed, n_ended + 1, _OPEN))
            is_innermost = False
        if cost == 0:
            break
    if len(stack) < MARK_DEPTH:
        moves.append(_Move((*stack, char), _nesting_cost(stack, char), 0, _OPEN))
    moves.append(_Move(stack, 0, 0, _SKIP))
    return tuple(moves)


def _nesting_cost(stack: _Stack, char: str) -> int:
    """What it costs to open a passage directly inside the innermost that is open."""
    if not stack or pair_cost(stack[-1], char) is None:
        return 0
    return _SAME_GLYPH_COST if stack[-1] == char else _SAME_FAMILY_COST


def _cheapest(states: dict[_Stack, _State]) -> dict[_Stack, _State]:
    """The states that go on, the cheapest first; of equals, the one that was found first."""
    ranked = sorted(states.items(), key=lambda item: item[1][0])[:MARK_STATES]
    most = ranked[0][1][0] + MARK_GAP
    return {stack: state for stack, state in ranked if state[0] <= most}


def _end_cost(stack: _Stack, next_lead: _Stack, is_going_on: bool) -> int:
    """What it costs to end a paragraph with these passages open: nothing for those re-opened in the next."""
    n_reopened = 0
    while stack[n_reopened : n_reopened + 1] == next_lead[n_reopened : n_reopened + 1] != ():
        n_reopened += 1
    missed = _NOT_CONTINUED_COST if is_going_on and not n_reopened else 0
    return missed + sum(map(unclosed_cost, stack[n_reopened:]))


def _assemble(
    text: str, read: Sequence[tuple[Glyph, _Move]], end: int
) -> tuple[list[_Passage], list[_Passage]]:
    """The passages of a paragraph in the order of their opening, and those still open at its end."""
    passages: list[_Passage] = []
    stack: list[_Passage] = []
    for glyph, move in read:
        ended = [stack.pop() for _ in range(move.n_ended)]
        for passage in ended:
            passage.end = _trimmed(text, glyph.start, passage.opener.end)
        if move.reading == _CLOSE:
            passage = stack.pop()
            passage.end, passage.closer = glyph.end, glyph
            continue
        stack.append(_Passage(glyph, depth=len(stack), end=end))
        passages.append(stack[-1])
        # Re-opened in the next line, where lines and not blank lines part the paragraphs.
        if ended and "\n" in text[ended[-1].end : glyph.start]:
            _join(ended[-1:], stack[-1:])
    return passages, stack


def _join(still_open: Sequence[_Passage], leading: Sequence[_Passage]) -> None:
    """Note on both sides which passages of a paragraph are re-opened at the start of the next."""
    for former, latter in zip(still_open, leading, strict=False):
        if former.opener.char != latter.opener.char:
            break
        former.continues = latter.continued = True


def _mark(text: str, passage: _Passage) -> Mark:
    """The record of a finished passage."""
    start = passage.opener.end
    end = passage.closer.start if passage.closer else passage.end
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = _trimmed(text, end, start)
    return Mark(
        span=TextSpan.of(text, passage.opener.start, passage.end),
        inner=TextSpan.of(text, start, end) if start < end else None,
        depth=passage.depth,
        closed=passage.closer is not None,
        continues=passage.continues,
        continued=passage.continued,
    )
