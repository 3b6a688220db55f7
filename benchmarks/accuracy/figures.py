"""Figures with their intervals: counts an article, and what they are when the articles are drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from benchmarks.accuracy.groups import Split
from quotekit.comparison import Comparison, Item, pair_items
from quotekit.reliability import Bin, reliability

__all__ = [
    "FIGURES",
    "INTERVAL",
    "N_BINS",
    "Calibrated",
    "Counts",
    "Point",
    "Row",
    "calibrated",
    "counts_of",
    "curve",
    "kept",
    "resampled",
    "row_of",
    "split_rows",
]

FIGURES = ("content_tokens", "content_exact", "content_relaxed", "cue", "attribution")
# The shares of the resampled figures between which an interval lies.
INTERVAL = (2.5, 97.5)
N_BINS = 10

Counts = NDArray[np.float64]


@frozen(eq=False)
class Row:
    """Precision, recall and F, in 0..1, of each of FIGURES, with the ends of their intervals: all (5, 3)."""

    name: str
    n_pred: int
    n_gold: int
    values: Counts
    low: Counts
    high: Counts

    def to_dict(self) -> dict[str, Any]:
        """Percentages to one decimal: ``{figure: {"precision": [value, low, high], …}}``."""
        found: dict[str, Any] = {"n_pred": self.n_pred, "n_gold": self.n_gold}
        for at, figure in enumerate(FIGURES):
            found[figure] = {
                name: [round(100 * float(part[at, column]), 1) for part in (self.values, self.low, self.high)]
                for column, name in enumerate(("precision", "recall", "f1"))
            }
        return found


def resampled(n_articles: int, *, n_resamples: int, seed: int) -> Counts:
    """How often each article is drawn in each resample: (resamples, articles)."""
    generator = np.random.default_rng(seed)
    shares = np.full(n_articles, 1 / n_articles)
    return generator.multinomial(n_articles, shares, size=n_resamples).astype(np.float64)


def row_of(name: str, counts: Counts, draws: Counts) -> Row:
    """The row of ``counts`` (articles, 5, 4): right and all of the predictions, found and all of the gold."""
    values = _shares(counts.sum(axis=0))
    drawn = _shares(np.tensordot(draws, counts, axes=1))
    low, high = np.percentile(drawn, INTERVAL, axis=0)
    _, n_pred, _, n_gold = counts.sum(axis=0)[-1].astype(int).tolist()
    return Row(name, n_pred, n_gold, values, low, high)


def _shares(counts: Counts) -> Counts:
    """Precision, recall and F in a last axis, for the four counts in it; nothing of nothing is 0."""
    precision = counts[..., 0] / np.maximum(1, counts[..., 1])
    recall = counts[..., 2] / np.maximum(1, counts[..., 3])
    total = precision + recall
    f1 = 2 * precision * recall / np.where(total > 0, total, 1)
    return np.stack([precision, recall, f1], axis=-1)


def counts_of(comparisons: Sequence[Comparison]) -> Counts:
    """The counts of every document with all of its items."""
    return np.array([_tally(one, [True] * len(one.gold), [True] * len(one.pred)) for one in comparisons])


def split_rows(split: Split, comparisons: Sequence[Comparison], draws: Counts) -> list[Row]:
    """A row a group. A side without groups counts as empty."""
    rows = []
    for group in split.groups:
        counts = [
            _tally(
                one,
                [label == group for label in split.gold[at]] if split.gold else [False] * len(one.gold),
                [label == group for label in split.pred[at]] if split.pred else [False] * len(one.pred),
            )
            for at, one in enumerate(comparisons)
        ]
        rows.append(row_of(group, np.array(counts, dtype=np.float64), draws))
    return rows


def _tally(one: Comparison, gold_in: Sequence[bool], pred_in: Sequence[bool]) -> list[tuple[int, ...]]:
    """For each of FIGURES: right and all among the predictions taken, found and all among the gold taken.

    What a prediction of the group is paired with, or the token it holds, may be of any group.
    """
    all_pred, all_gold = _tokens(one.pred, None), _tokens(one.gold, None)
    pred, gold = _tokens(one.pred, pred_in), _tokens(one.gold, gold_in)
    n_pred, n_gold = sum(pred_in), sum(gold_in)
    counts: list[tuple[int, ...]] = [(len(pred & all_gold), len(pred), len(gold & all_pred), len(gold))]
    for pairs in (one.exact, one.relaxed, one.cue, one.attribution):
        right = sum(pred_in[i] for i, _ in pairs)
        found = sum(gold_in[j] for _, j in pairs)
        counts.append((right, n_pred, found, n_gold))
    cued_pred = sum(taken and bool(item.cue) for taken, item in zip(pred_in, one.pred, strict=True))
    cued_gold = sum(taken and bool(item.cue) for taken, item in zip(gold_in, one.gold, strict=True))
    at = FIGURES.index("cue")
    counts[at] = (counts[at][0], cued_pred, counts[at][2], cued_gold)
    return counts


def _tokens(items: Sequence[Item], taken: Sequence[bool] | None) -> frozenset[int]:
    own = (item.content for at, item in enumerate(items) if taken is None or taken[at])
    return frozenset[int]().union(*own)


def kept(one: Comparison, scores: Sequence[float], threshold: float) -> Comparison:
    """The comparison without the predictions below ``threshold``, paired anew."""
    pred = [item for item, score in zip(one.pred, scores, strict=True) if score >= threshold]
    return one if len(pred) == len(one.pred) else pair_items(one.doc, pred, one.gold)


@frozen(eq=False)
class Point:
    """Attribution of the predictions from ``threshold`` up; each share as (value, low, high)."""

    threshold: float
    n_pred: int
    precision: tuple[float, float, float]
    recall: tuple[float, float, float]
    f1: tuple[float, float, float]

    def to_dict(self) -> dict[str, Any]:
        """Shares as percentages to one decimal."""
        found: dict[str, Any] = {"threshold": self.threshold, "n_pred": self.n_pred}
        for name in ("precision", "recall", "f1"):
            found[name] = [round(100 * value, 1) for value in getattr(self, name)]
        return found


def curve(
    comparisons: Sequence[Comparison],
    scores: Sequence[Sequence[float]],
    thresholds: Sequence[float],
    draws: Counts,
) -> list[Point]:
    """A point a threshold; the predictions left are paired anew, since one may free its partner."""
    points = []
    for threshold in thresholds:
        left = [kept(one, own, threshold) for one, own in zip(comparisons, scores, strict=True)]
        counts = np.array(
            [(len(one.attribution), len(one.pred), len(one.attribution), len(one.gold)) for one in left],
            dtype=np.float64,
        )
        values = _shares(counts.sum(axis=0))
        low, high = np.percentile(_shares(draws @ counts), INTERVAL, axis=0)
        ends = [(float(values[at]), float(low[at]), float(high[at])) for at in range(3)]
        points.append(Point(threshold, int(counts[:, 1].sum()), *ends))
    return points


@frozen(eq=False)
class Calibrated:
    """The bins of the scores, and the expected calibration error as (value, low, high), in 0..1."""

    bins: Sequence[Bin]
    error: tuple[float, float, float]

    def to_dict(self) -> dict[str, Any]:
        """Shares to three decimals."""
        bins = [
            {
                "low": one.low,
                "high": one.high,
                "n": one.n,
                "score": round(one.score, 3),
                "right": round(one.right, 3),
            }
            for one in self.bins
        ]
        return {"bins": bins, "expected_calibration_error": [round(value, 3) for value in self.error]}


def calibrated(
    comparisons: Sequence[Comparison], scores: Sequence[Sequence[float]], draws: Counts
) -> Calibrated:
    """How the scores of all predictions agree with how often content and source are right, relaxed."""
    every: list[float] = []
    answers: list[bool] = []
    sums = np.zeros((len(comparisons), N_BINS, 3))  # predictions, scores, right ones
    for at, (one, own) in enumerate(zip(comparisons, scores, strict=True)):
        hits = {i for i, _ in one.attribution}
        right = [i in hits for i in range(len(one.pred))]
        for place, part in enumerate(reliability(own, right, n_bins=N_BINS)):
            sums[at, place] = part.n, part.n * part.score, part.n * part.right
        every += own
        answers += right
    bins = reliability(every, answers, n_bins=N_BINS)
    low, high = np.percentile(_errors(np.tensordot(draws, sums, axes=1)), INTERVAL)
    return Calibrated(bins, (float(_errors(sums.sum(axis=0))), float(low), float(high)))


def _errors(sums: Counts) -> Counts:
    """The error of each table of bins (…, bins, 3); as `quotekit.reliability.calibration_error` has it."""
    gaps = np.abs(sums[..., 1] - sums[..., 2]).sum(axis=-1)
    return np.asarray(gaps / np.maximum(1, sums[..., 0].sum(axis=-1)))
