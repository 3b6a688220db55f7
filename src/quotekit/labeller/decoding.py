"""From the probabilities of the labeller to whole answers: one cue, its source, its content.

What no network is needed for stands here: that a content has few ends, that a passage in quotation
marks is reported as a whole, that a source is found where one is at all likely.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quotekit.labeller.proposals import CONTENT, CUE, SOURCE, Proposal
from quotekit.readings import Ranges, Reading
from quotekit.settings import (
    CUE_SCORE,
    MARKED_CUE_SCORE,
    PASSAGE_SHARE,
    SIDE_SOURCE,
    SOURCE_GAP,
    SOURCE_SHARE,
    SWITCH_COST,
)
from quotekit.syntax import Tree

__all__ = ["read_proposals"]

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
_TINY = 1e-6


def read_proposals(tree: Tree, proposals: Sequence[Proposal]) -> list[Reading]:
    """The proposals that hold, each with its ranges, by cue. A reading may lack source or content."""
    kept = [proposal for proposal in proposals if proposal.score >= MARKED_CUE_SCORE]
    if not kept:
        return []
    words = np.array([not (space or tree.is_punctuation(at)) for at, space in enumerate(tree.space)])
    blank = np.array(tree.space)
    outer = np.array(tree.outer)
    found = _find_contents(kept)
    pairs = [pair for pair in zip(kept, found, strict=True) if _is_sure(*pair, words, outer)]
    kept, contents = [proposal for proposal, _ in pairs], [content for _, content in pairs]
    _part(kept, contents)
    return [
        _read(proposal, content, words, blank, outer)
        for proposal, content in zip(kept, contents, strict=True)
    ]


def _find_contents(proposals: Sequence[Proposal]) -> list[Bools]:
    """Which tokens of its window are content, for each proposal.

    That is the likeliest row of labels in which every end of a content costs `SWITCH_COST`. Tokens are
    read one by one, all proposals at a time; shorter windows are filled up at the end.
    """
    width = max(len(proposal.shares) for proposal in proposals)
    gain = np.zeros((width, len(proposals)), dtype=np.float32)
    for row, proposal in enumerate(proposals):
        shares = proposal.shares
        others = shares[:, :CONTENT].max(1)
        gain[: len(shares), row] = np.log(shares[:, CONTENT] + _TINY) - np.log(others + _TINY)
    # The best sums so far with the last token outside and inside, and where each came from.
    outside, inside = np.zeros(len(proposals), dtype=np.float32), gain[0].copy()
    opened = np.zeros(gain.shape, dtype=np.bool_)
    closed = np.zeros(gain.shape, dtype=np.bool_)
    for at in range(1, width):
        opened[at] = outside - SWITCH_COST > inside
        closed[at] = inside - SWITCH_COST > outside
        outside, inside = (
            np.where(closed[at], inside - SWITCH_COST, outside),
            np.where(opened[at], outside - SWITCH_COST, inside) + gain[at],
        )
    labels = np.zeros(gain.shape, dtype=np.bool_)
    state = inside > outside
    for at in range(width - 1, -1, -1):
        labels[at] = state
        state = np.where(state, ~opened[at], closed[at])
    return [labels[: len(proposal.shares), row] for row, proposal in enumerate(proposals)]


def _is_sure(proposal: Proposal, content: Bools, words: Bools, outer: NDArray[np.int64]) -> bool:
    """Whether a cue is likely enough: less will do for passages in marks, which somebody has said."""
    if proposal.score >= CUE_SCORE:
        return True
    window = slice(proposal.first, proposal.first + len(content))
    passages = outer[window][content & words[window]]
    return bool(((passages >= 0) & (passages != outer[proposal.cue])).any())


def _part(proposals: Sequence[Proposal], contents: Sequence[Bools]) -> None:
    """Leave each word that two contents share to the likelier one, unless one of them holds the other's cue.

    Changes ``contents``. Two reports overlap only where one is inside the other.
    """
    for at, (one, mine) in enumerate(zip(proposals, contents, strict=True)):
        for other, theirs in zip(proposals[at + 1 :], contents[at + 1 :], strict=True):
            first = max(one.first, other.first)
            last = min(one.first + len(mine), other.first + len(theirs))
            if first >= last:
                break
            left, right = (
                mine[first - one.first : last - one.first],
                theirs[first - other.first : last - other.first],
            )
            both = left & right
            if not both.any() or _holds(mine, one, other.cue) or _holds(theirs, other, one.cue):
                continue
            lead = one.shares[first - one.first : last - one.first, CONTENT][both].sum()
            if lead >= other.shares[first - other.first : last - other.first, CONTENT][both].sum():
                right &= ~both
            else:
                left &= ~both


def _holds(content: Bools, proposal: Proposal, token: int) -> bool:
    at = token - proposal.first
    return 0 <= at < len(content) and bool(content[at])


def _read(
    proposal: Proposal, content: Bools, words: Bools, blank: Bools, outer: NDArray[np.int64]
) -> Reading:
    """The reading of one proposal, whose content words are known."""
    first, shares = proposal.first, proposal.shares
    window = slice(first, first + len(shares))
    head = proposal.cue - first
    words, blank, outer = words[window], blank[window], outer[window]
    label = shares[:, :CONTENT].argmax(1)
    cue = (label == CUE) & ~content & ~blank
    source = _main_source(shares[:, SOURCE], (label == SOURCE) & ~content, words, ~content & ~cue & ~blank)
    if not cue.any():
        cue[head] = True
        content[head] = source[head] = False
    if not (source & words).any():
        source = _likely_source(shares[:, SOURCE], words & ~content & ~cue)
    content = _whole_passages(content, words, outer, head) & ~cue & ~source
    features = _features(proposal, content & words, source & words, outer, head)
    return Reading(
        head=proposal.cue,
        cue=_around(_ranges(cue, words, first), proposal.cue),
        source=_ranges(source, words, first),
        content=_ranges(content & ~blank, words, first),
        score=min(1.0, max(0.0, proposal.score * features[1])),
        features=features,
    )


def _main_source(shares: Floats, source: Bools, words: Bools, free: Bools) -> Bools:
    """The runs of source words without those that weigh little beside the weightiest."""
    at = np.flatnonzero(source & words)
    found = np.zeros(len(shares), dtype=np.bool_)
    if not len(at):
        return found
    runs = np.split(at, np.flatnonzero(np.diff(at) > SOURCE_GAP + 1) + 1)
    weights = [float(shares[run].sum()) for run in runs]
    for run, weight in zip(runs, weights, strict=True):
        found[run[0] : run[-1] + 1] = weight >= SIDE_SOURCE * max(weights)
    return found & free


def _likely_source(shares: Floats, free: Bools) -> Bools:
    """The likeliest source with its neighbours that are half as likely, where the labels gave none."""
    found = np.zeros(len(shares), dtype=np.bool_)
    able = np.where(free, shares, 0)
    best = int(able.argmax())
    if able[best] < SOURCE_SHARE:
        return found
    last = best
    while best > 0 and able[best - 1] > able[last] / 2:
        best -= 1
    first, best = best, last
    while last + 1 < len(able) and able[last + 1] > able[best] / 2:
        last += 1
    found[first : last + 1] = True
    return found


def _whole_passages(content: Bools, words: Bools, outer: NDArray[np.int64], head: int) -> Bools:
    """The content with every passage in marks completed of which it has the most.

    A passage that the cue stands in itself, or that the window cuts, is left as it is.
    """
    content = content.copy()
    for number in np.unique(outer[content]):
        if number < 0 or number == outer[head]:
            continue
        passage = outer == number
        if (content & words & passage).sum() >= PASSAGE_SHARE * (words & passage).sum():
            content |= passage
    return content


def _ranges(chosen: Bools, words: Bools, first: int) -> Ranges:
    """The runs of chosen tokens, without marks at their ends; runs with no word between are one."""
    found: list[list[int]] = []
    at_words = np.flatnonzero(chosen & words)
    if not len(at_words):
        return tuple((first + at, first + at + 1) for at in np.flatnonzero(chosen)[:1].tolist())
    before = np.concatenate([[0], np.cumsum(words)])
    for at in at_words.tolist():
        if found and before[at] == before[found[-1][1]]:
            found[-1][1] = at + 1
        else:
            found.append([at, at + 1])
    return tuple((first + start, first + end) for start, end in found)


def _around(cue: Ranges, head: int) -> Ranges:
    """The one range of a cue that holds its head: what else was labelled is seldom needed to read it."""
    return tuple(pair for pair in cue if pair[0] <= head < pair[1]) or ((head, head + 1),)


def _features(
    proposal: Proposal, content: Bools, source: Bools, outer: NDArray[np.int64], head: int
) -> tuple[float, ...]:
    """The numbers that `quotekit.readings.FEATURES` names."""
    inside = proposal.shares[:, CONTENT]
    ends = np.flatnonzero(content[1:] != content[:-1])
    left = np.where(content[ends], inside[ends], 1 - inside[ends])
    right = np.where(content[ends + 1], inside[ends + 1], 1 - inside[ends + 1])
    passages = outer[content]
    return (
        proposal.score,
        float(inside[content].mean()) if content.any() else 0.0,
        float((left * right).min()) if len(ends) else 0.0,
        float(proposal.shares[source, SOURCE].mean()) if source.any() else 0.0,
        float(source.any()),
        float(((passages >= 0) & (passages != outer[head])).mean()) if content.any() else 0.0,
        float(len(ends)) / 2,
        float(np.log1p(content.sum())),
    )
