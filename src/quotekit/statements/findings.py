"""What a quote and the place where it stands do not have in common: left out, changed, put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import evolve, field, frozen

from quotekit.lexicon import pronouns, word_list
from quotekit.statements.alignment import Step
from quotekit.statements.polarity import find_negations
from quotekit.statements.transcripts import Claim, Slot, Turns, Words, turns_of

__all__ = ["Findings", "Omission", "find_differences"]

# Words on both sides of either end of those left out: among them negations are read.
_AROUND: Final = 24
_BOUNDARY: Final = re.compile(r"[.?!…;\n]")
_DELIMITER: Final = re.compile(r"[.?!…;\n,:–—()]| - ")
_NOTE: Final = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")


@frozen
class Omission:
    """``n`` words of the transcript that a quote leaves out, and how it marks that, if it does.

    ``is_across`` says that a sentence of the transcript ends among them.
    """

    n: int
    slot: Slot | None = None
    is_across: bool = False

    @property
    def is_shortening(self) -> bool:
        """Whether the quote claims that the words on its two sides belong together."""
        return self.slot is None or self.slot.kind != "part"


@frozen
class Findings:
    """What came of a comparison, in the order of the quote.

    ``kept`` are the ranges of words of the transcript that the quote renders; ``notes`` say what was let
    pass, ``turned`` which words left out turn the sense, ``turns`` whose turns the quote joins.
    """

    kept: tuple[tuple[int, int], ...] = ()
    differences: tuple[tuple[str, str], ...] = ()
    omissions: tuple[Omission, ...] = ()
    notes: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()

    def __add__(self, other: Findings) -> Findings:
        """Both, one after the other."""
        return Findings(
            self.kept + other.kept,
            self.differences + other.differences,
            self.omissions + other.omissions,
            self.notes + other.notes,
            self.turned + other.turned,
            self.turns + other.turns,
        )


@frozen
class _Gap:
    """What stands between two steps with the same words: words of the quote, of the transcript, or both."""

    i0: int
    i1: int
    j0: int
    j1: int
    others: tuple[Step, ...] = ()


@frozen
class _Comparison:
    """The two texts, and who has the floor where."""

    claim: Claim
    words: Words
    turns: Turns = field(repr=False)

    def slots(self, gap: _Gap) -> list[Slot]:
        """The slots of the quote in a gap."""
        return [slot for slot in self.claim.slots if gap.i0 <= slot.index <= gap.i1]

    def is_parted(self, left: int, right: int, boundary: re.Pattern[str]) -> bool:
        """Whether a sign that parts stands between two words of the transcript."""
        start, end = self.words.spans[left][1], self.words.spans[right][0]
        return boundary.search(self.words.text, start, end) is not None


def find_differences(claim: Claim, words: Words, steps: Sequence[Step]) -> Findings:
    """What the aligned steps come to; at least one of them has the same words."""
    turns = turns_of(words.text)
    compared = _Comparison(claim, words, turns)
    found = Findings()
    for gap, step in _gaps(steps, len(claim.forms)):
        found += _judge(compared, gap)
        found += Findings() if step is None else Findings(kept=((step.j0, step.j1),))
    found = evolve(found, kept=_merged(found.kept))
    return found + _joined_turns(found.kept, compared)


def _gaps(steps: Sequence[Step], n_words: int) -> Iterator[tuple[_Gap, Step | None]]:
    """The gap before each step with the same words, with that step, and the gap behind the last."""
    i = 0
    j: int | None = None
    others: list[Step] = []
    for step in steps:
        if not step.same:
            others.append(step)
            continue
        facing = [other.j0 for other in others if other.j1 > other.j0]
        start = j if j is not None else min([step.j0, *facing])
        yield _Gap(i, step.i0, start, step.j0, tuple(others)), step
        i, j, others = step.i1, step.j1, []
    start = j or 0
    yield _Gap(i, n_words, start, max([start, *(other.j1 for other in others)]), tuple(others)), None


def _judge(compared: _Comparison, gap: _Gap) -> Findings:
    """What one gap comes to."""
    is_edge = gap.i0 == 0 or gap.i1 == len(compared.claim.forms)
    if gap.i1 > gap.i0:
        return _replaced(compared, gap, is_edge=is_edge)
    brackets = [slot for slot in compared.slots(gap) if slot.kind == "bracket"]
    if brackets and not any(slot.kind == "ellipsis" for slot in compared.slots(gap)):
        reach = _beside(compared, gap, brackets) if is_edge else gap
        return _inserted(compared, reach, brackets)
    return _left_out(compared, gap.j0, gap.j1, compared.slots(gap))


def _replaced(compared: _Comparison, gap: _Gap, *, is_edge: bool) -> Findings:
    """Words of the quote that are not in the transcript, with what stands there in their place."""
    facing = [step for step in gap.others if step.j1 > step.j0]
    j0, j1 = (facing[0].j0, facing[-1].j1) if facing else (gap.j0, gap.j0)
    if is_edge:
        j0, j1 = _within_sentence(compared, gap, j0, j1)
    elif not compared.slots(gap) and gap.j1 - gap.j0 <= 3 * (gap.i1 - gap.i0) + 4:
        j0, j1 = gap.j0, gap.j1
    pair = (compared.claim.shown(gap.i0, gap.i1), compared.words.shown(j0, j1))
    found = Findings(kept=((j0, j1),) if j1 > j0 else (), differences=(pair,))
    if is_edge:
        return found
    slots = compared.slots(gap)
    before, behind = _left_out(compared, gap.j0, j0, slots), _left_out(compared, j1, gap.j1, slots)
    return before + found + behind


def _within_sentence(compared: _Comparison, gap: _Gap, j0: int, j1: int) -> tuple[int, int]:
    """The words in place of the first or last of a quote, only as far as the sentence goes."""
    if gap.i1 == len(compared.claim.forms):
        for j in range(max(j0, 1), j1):
            if compared.is_parted(j - 1, j, _BOUNDARY):
                return j0, j
    else:
        for j in range(j1 - 1, j0 - 1, -1):
            if compared.is_parted(j, j + 1, _BOUNDARY):
                return j + 1, j1
    return j0, j1


def _beside(compared: _Comparison, gap: _Gap, brackets: Sequence[Slot]) -> _Gap:
    """The words for which brackets at an end of a quote may stand: up to where their sentence ends.

    None where the sentence goes on further than such a bracket would replace.
    """
    n_words = sum(len(slot.forms) for slot in brackets)
    forward = gap.i0 > 0
    step = 1 if forward else -1
    at = gap.j0 - 1 if forward else gap.j1
    for n_taken in range(n_words + 3):
        following = at + step
        ends = not 0 <= following < len(compared.words.forms)
        if ends or compared.is_parted(min(at, following), max(at, following), _DELIMITER):
            break
        at = following
        taken = (gap.j0, at + 1) if forward else (at, gap.j1)
        if compared.words.forms[slice(*taken)] == _forms(brackets):
            break
        if n_taken == 0 and _is_pointer(compared.words.forms[at]):
            break
    else:
        return gap
    return evolve(gap, j1=at + 1) if forward else evolve(gap, j0=at)


def _forms(brackets: Sequence[Slot]) -> tuple[str, ...]:
    return tuple(form for slot in brackets for form in slot.forms)


def _is_pointer(form: str) -> bool:
    """Whether a word points at what was named before, so that it may be spelt out."""
    return form in pronouns() or form in word_list("pointers")


def _inserted(compared: _Comparison, gap: _Gap, brackets: Sequence[Slot]) -> Findings:
    """What brackets stand for: nothing, words that only point, or words that they replace."""
    text = " ".join(slot.text for slot in brackets)
    there = tuple(compared.words.forms[gap.j0 : gap.j1])
    if not there:
        return Findings(notes=(f"{text} was put in by an editor",))
    kept = ((gap.j0, gap.j1),)
    if there == _forms(brackets):
        return Findings(kept=kept)
    shown = compared.words.shown(gap.j0, gap.j1)
    if all(map(_is_pointer, there)):
        return Findings(kept=kept, notes=(f"{text} spells out “{shown}”",))
    return Findings(kept=kept, differences=((text, shown),))


def _left_out(compared: _Comparison, j0: int, j1: int, slots: Sequence[Slot]) -> Findings:
    """What it comes to that a quote passes over words ``j0`` to ``j1`` of the transcript."""
    kind = next((slot for slot in slots if slot.kind != "bracket"), None)
    if j1 <= j0:
        marked = kind is not None and kind.kind == "ellipsis"
        return Findings(notes=("nothing is left out at the ellipsis",) if marked else ())
    n_spoken = sum(_is_spoken(compared, j0, j1))
    if not n_spoken:
        return Findings(notes=(f"“{compared.words.shown(j0, j1)}” is a note of the transcript",))
    omission = Omission(n_spoken, kind, compared.is_parted(j0 - 1, j1, _BOUNDARY))
    turned = _turning(compared, j0, j1) if omission.is_shortening else ()
    return Findings(omissions=(omission,), differences=tuple(("", word) for word in turned), turned=turned)


def _is_spoken(compared: _Comparison, j0: int, j1: int) -> Iterator[bool]:
    """Of each word, whether somebody said it: notes in brackets and the labels of turns were not."""
    start, end = compared.words.spans[j0 - 1][1], compared.words.spans[j1][0]
    notes = [note.span() for note in _NOTE.finditer(compared.words.text, start, end)]
    for first, last in compared.words.spans[j0:j1]:
        noted = any(left < first and last < right for left, right in notes)
        yield not (noted or compared.turns.is_label(first, last))


def _turning(compared: _Comparison, j0: int, j1: int) -> tuple[str, ...]:
    """The words left out that negate what is kept: "not" of "we will not pay", for "we will pay".

    A negation that stays inside what is left out does no harm: "We came. We are not afraid. We will pay."
    """
    last = len(compared.words.forms)
    ends = [(max(0, j0 - _AROUND), min(last, j0 + _AROUND)), (max(0, j1 - _AROUND), min(last, j1 + _AROUND))]
    found = {at for first, end in _merged(ends) for at in _turning_within(compared, (j0, j1), first, end)}
    return tuple(compared.words.shown(at, at + 1) for at in sorted(found))


def _turning_within(compared: _Comparison, left_out: tuple[int, int], first: int, last: int) -> Iterator[int]:
    """The negations from word ``first`` to ``last`` that were left out and concern words that are kept."""
    spans = compared.words.spans[first:last]
    for negation in find_negations([compared.words.text[start:end] for start, end in spans]):
        at, scope = negation.at + first, negation.scope + first
        strong = negation.strength == "strong"
        if left_out[0] <= at < left_out[1] and _reaches_out(compared, left_out, at, scope, strong=strong):
            yield at


def _reaches_out(
    compared: _Comparison, left_out: tuple[int, int], at: int, scope: int, *, strong: bool
) -> bool:
    """Whether a negation among the words left out concerns words that are kept."""
    j0, j1 = left_out
    if not j0 <= scope < j1:
        return not compared.is_parted(min(at, scope), max(at, scope), _BOUNDARY)
    if not strong:
        return False
    links = word_list("clause_links")
    opened = compared.is_parted(j0 - 1, at, _DELIMITER) or not links.isdisjoint(compared.words.forms[j0:at])
    closed = compared.is_parted(scope, j1, _DELIMITER) or compared.words.forms[j1] in links
    return not (opened and closed)


def _merged(kept: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges, those that touch joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(kept):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _joined_turns(kept: Sequence[tuple[int, int]], compared: _Comparison) -> Findings:
    """Where the quote goes from one speaker's words on to another's, the label of the other."""
    spans, turns = compared.words.spans, compared.turns
    found, joined = Findings(), set()
    for (_, left), (right, _) in pairwise(kept):
        before, after = turns.at(spans[left - 1][0]), turns.at(spans[right][0])
        if before.casefold() != after.casefold():
            joined |= {before or "an unnamed speaker", after}
            found += Findings(differences=(("", after),))
    return found + Findings(turns=tuple(sorted(joined)))
