"""Where in a long text a quote may stand: runs of words that both have, strung together in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import groupby

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from quotekit.lexicon import word_list
from quotekit.statements.thresholds import (
    FUNCTION_WORD_WEIGHT,
    GAP_COST,
    LONG_RUN_WORDS,
    RUNS_STRUNG,
    SHARED_PLACES,
    SINGLE_PLACES,
    UNMARKED_GAP_WORDS,
)
from quotekit.statements.transcripts import Claim

__all__ = ["Run", "Shared", "find_exact", "find_runs"]

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


@frozen
class Run:
    """``n`` words that stand in the quote from word ``i`` on and in the transcript from word ``j`` on."""

    i: int
    j: int
    n: int


def find_exact(claim: Claim, forms: Sequence[str]) -> tuple[int, int]:
    """The first word of the first place where all words of a claim stand in a row, and how many have them.

    ``(-1, 0)`` where none has. Places that overlap count once.
    """
    # Every word has a space on both sides, so that one is found twice in a row also beside itself.
    text = " " + "  ".join(forms) + " "
    wanted = " " + "  ".join(claim.forms) + " "
    at = text.find(wanted)
    return (-1, 0) if at < 0 else (text.count(" ", 0, at) // 2, text.count(wanted))


@frozen(eq=False, slots=False)
class Shared:
    """What a claim and a transcript share: for each word of the transcript the number of that word, or -1.

    ``numbers`` has the words of the claim, as numbers; ``weights`` what each of them weighs: the rarer in
    the transcript the more, and a function word less.
    """

    claim: Claim
    ids: _Ints = field(repr=False)
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, claim: Claim, forms: Sequence[str]) -> Shared:
        """The words of a claim, sought among the words of a transcript in linear time."""
        known: dict[str, int] = {}
        numbers = tuple(known.setdefault(form, len(known)) for form in claim.forms)
        ids = np.fromiter((known.get(form, -1) for form in forms), np.int64, len(forms))
        return cls(claim, ids, numbers)

    @cached_property
    def counts(self) -> _Ints:
        """How often each word of the claim stands in the transcript, by number."""
        return np.bincount(self.ids[self.ids >= 0], minlength=max(self.numbers) + 1)

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """What each word of the claim weighs, in its order."""
        rarity = 1.0 + np.log((len(self.ids) + 1) / np.maximum(self.counts, 1))
        return tuple(
            float(rarity[number]) * share for number, share in zip(self.numbers, self.shares, strict=True)
        )

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """What each word of the claim weighs wherever it is looked for: a function word less."""
        slight = word_list("function_words")
        return tuple(FUNCTION_WORD_WEIGHT if form in slight else 1.0 for form in self.claim.forms)


def _within_budget(codes: Mapping[int, list[int]], counts: Mapping[int, int], most: int) -> list[int]:
    """The codes with the fewest places, as many as have no more than ``most`` together, but one at least."""
    kept: list[int] = []
    total = 0
    there = (code for code in codes if code in counts)
    for code in sorted(there, key=lambda code: (counts[code] * len(codes[code]), code)):
        total += counts[code] * len(codes[code])
        if kept and total > most:
            break
        kept.append(code)
    return kept


def _places(codes: Mapping[int, list[int]], found: _Ints, most: int) -> set[tuple[int, int]]:
    """Pairs of a word of the quote and one of the transcript that have one code, up to ``most`` of them."""
    values, sizes = np.unique(found[np.isin(found, list(codes))], return_counts=True)
    kept = _within_budget(codes, dict(zip(values.tolist(), sizes.tolist(), strict=True)), most)
    at = np.nonzero(np.isin(found, kept))[0][:most].tolist()
    return {(i, j) for j in at for i in codes[int(found[j])][: max(1, most // len(at))]}


def _pairs(shared: Shared) -> set[tuple[int, int]]:
    """Words that may face each other: those in pairs of neighbours, and rare ones alone."""
    width = len(shared.counts) + 1
    cut = {slot.index for slot in shared.claim.slots}
    double: dict[int, list[int]] = defaultdict(list)
    single: dict[int, list[int]] = defaultdict(list)
    for i, number in enumerate(shared.numbers):
        single[number].append(i)
        if i and i not in cut:
            double[shared.numbers[i - 1] * width + number].append(i - 1)
    left, right = shared.ids[:-1], shared.ids[1:]
    neighbours = np.where((left >= 0) & (right >= 0), left * width + right, -1)
    pairs = _places(double, neighbours, SHARED_PLACES)
    pairs |= {(i + 1, j + 1) for i, j in pairs}
    return pairs | _places(single, shared.ids, SINGLE_PLACES)


def _runs(pairs: set[tuple[int, int]], cut: frozenset[int]) -> list[Run]:
    """The pairs, joined to runs where both sides go on; a slot of the quote parts them."""
    runs = []
    by_shift = sorted((j - i, i) for i, j in pairs)
    for shift, members in groupby(by_shift, key=lambda pair: pair[0]):
        start = last = -2
        for _, i in members:
            if i != last + 1 or i in cut:
                runs += [Run(start, start + shift, last - start + 1)] if start >= 0 else []
                start = i
            last = i
        runs.append(Run(start, start + shift, last - start + 1))
    return runs


@frozen(eq=False)
class _Table:
    """Runs as columns, in the order of the transcript, with the weight of the quote up to each word."""

    i: _Ints
    j: _Ints
    n: _Ints
    upto: _Floats
    slots: _Ints

    @classmethod
    def of(cls, runs: Sequence[Run], shared: Shared) -> _Table:
        """The columns of the weightiest runs."""
        upto = np.concatenate([[0.0], np.cumsum(shared.weights)])
        heavy = sorted(runs, key=lambda run: (upto[run.i] - upto[run.i + run.n], run.j, run.i))
        kept = sorted(heavy[:RUNS_STRUNG], key=lambda run: (run.j, run.i))
        counted = np.zeros(len(shared.numbers) + 2, np.int64)
        for slot in shared.claim.slots:
            counted[slot.index + 1] += 1
        i, j, n = (np.array([getattr(run, name) for run in kept], np.int64) for name in ("i", "j", "n"))
        return cls(i, j, n, upto, np.cumsum(counted))

    def gains(self, at: int, best: _Floats) -> tuple[_Floats, _Ints]:
        """What each earlier run brings when run ``at`` follows it, and how many words they overlap."""
        ends_i, ends_j = self.i[:at] + self.n[:at], self.j[:at] + self.n[:at]
        lap = np.maximum(np.maximum(ends_i - self.i[at], ends_j - self.j[at]), 0)
        fits = (lap < self.n[at]) & (self.i[:at] < self.i[at]) & (self.j[:at] < self.j[at])
        start = np.minimum(self.i[at] + lap, self.i[at] + self.n[at])
        left_out = np.maximum(self.j[at] - ends_j - np.maximum(self.i[at] - ends_i, 0), 0)
        marked = self.slots[start + 1] > self.slots[np.minimum(ends_i, start)]
        is_long = (self.n[:at] >= LONG_RUN_WORDS) & (self.n[at] - lap >= LONG_RUN_WORDS)
        fits &= marked | is_long | (left_out <= UNMARKED_GAP_WORDS)
        cost = np.log2(1.0 + left_out) * np.where(marked, GAP_COST / 2, GAP_COST)
        loss = self.upto[start] - self.upto[self.i[at]]
        return np.where(fits, best[:at] - cost - loss, -np.inf), lap


def find_runs(shared: Shared) -> list[Run]:
    """The runs of the likeliest place, in order; none where the two texts share no word.

    It is the row of runs that has most of the quote's weight for the least words left out between them;
    of equals, the first. Two runs do not overlap.
    """
    cut = frozenset(slot.index for slot in shared.claim.slots)
    pairs = _pairs(shared)
    if not pairs:
        return []
    table = _Table.of(_runs(pairs, cut), shared)
    own = table.upto[table.i + table.n] - table.upto[table.i]
    best, before = own.copy(), np.full(len(own), -1, np.int64)
    laps = np.zeros(len(own), np.int64)
    for at in range(1, len(own)):
        gains, lap = table.gains(at, best)
        found = int(np.argmax(gains))
        if gains[found] > 0:
            best[at], before[at], laps[at] = own[at] + gains[found], found, lap[found]
    return _string(table, before, laps, int(np.argmax(best)))


def _string(table: _Table, before: _Ints, laps: _Ints, last: int) -> list[Run]:
    """The runs up to the last one, each without the words that the one before it has taken."""
    runs = []
    while last >= 0:
        lap = int(laps[last])
        runs.append(Run(int(table.i[last]) + lap, int(table.j[last]) + lap, int(table.n[last]) - lap))
        last = int(before[last])
    return runs[::-1]
