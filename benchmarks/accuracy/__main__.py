"""Attribution on PolNeAR: the figures of the tree as it stands, beside its peers', and where it errs.

    python -m benchmarks.accuracy ../shared/data/polnear [--markdown | --json]

Takes a folder with dev.jsonl.gz, or a file of that shape; train.jsonl.gz beside it tells how common a
cue is, and dev.speakers.jsonl whom the sources stand for (left out with --pred). All acts are extracted,
and all scores; the figures are those of the default least score.
Intervals hold 95 % of what comes out when the articles are drawn anew, with replacement.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

import quotekit
from benchmarks.accuracy.figures import (
    Calibrated,
    Point,
    Row,
    calibrated,
    counts_of,
    curve,
    kept,
    resampled,
    row_of,
    split_rows,
)
from benchmarks.accuracy.groups import Split, by_act, by_frequency, by_kind, by_length, by_marks
from benchmarks.accuracy.reading import (
    Document,
    cue_counts,
    gold_file,
    hand_labelled_acts,
    predicted,
    read_documents,
)
from benchmarks.accuracy.speakers import Resolution, answers, labels_file, measure_speakers, speaker_table
from benchmarks.accuracy.tables import (
    Table,
    curve_table,
    main_table,
    markdown,
    plain,
    reliability_table,
    split_table,
)
from quotekit.errors import QuotekitError
from quotekit.evaluation import Evaluation, count
from quotekit.inputs import read_records
from quotekit.settings import MIN_SCORE

STEP = 0.05
FINE_STEP = 0.01
HIGH_PRECISION = 0.85
NOTES = {
    "kind": "Gold has no kind: on both sides it is how much of the content stands inside quotation marks.",
    "act": (
        "Gold has no act: recall is over the sample whose acts were labelled by hand "
        "(`benchmarks/acts_dev.jsonl`), precision over predictions of the act."
    ),
    "cue in the training articles": (
        "By the wording of the gold cue. A predicted cue may be cut otherwise, so precision is left out."
    ),
}


@frozen(eq=False)
class Report:
    """Everything that is measured in one run."""

    own: Row
    source_accuracy: float
    splits: Sequence[tuple[Split, Sequence[Row]]]
    reliability: Calibrated
    curve: Sequence[Point]
    default: Point
    high_precision: Point | None
    speakers: Resolution | None = None

    def tables(self) -> Iterator[Table]:
        """The tables, in the order of the documentation."""
        yield main_table(self.own, self.source_accuracy)
        for split, rows in self.splits:
            yield split_table(split, rows, NOTES.get(split.name, ""))
        yield reliability_table(self.reliability)
        marked = [("default", self.default), (f"precision {100 * HIGH_PRECISION:.0f}", self.high_precision)]
        yield curve_table(self.curve, marked)
        if self.speakers is not None:
            yield speaker_table(self.speakers)

    def to_dict(self) -> dict[str, Any]:
        """All figures, ready for JSON."""
        return {
            "version": quotekit.__version__,
            "all": self.own.to_dict(),
            "source_accuracy": round(100 * self.source_accuracy, 1),
            "splits": {split.name: {row.name: row.to_dict() for row in rows} for split, rows in self.splits},
            "reliability": self.reliability.to_dict(),
            "curve": [point.to_dict() for point in self.curve],
            "default": self.default.to_dict(),
            "high_precision": self.high_precision.to_dict() if self.high_precision else None,
            "speakers": self.speakers.to_dict() if self.speakers else None,
        }


def measure(
    documents: Sequence[Document], train: Path | None, *, name: str, n_resamples: int, seed: int
) -> Report:
    """The report on ``documents``, whose predictions have scores."""
    draws = resampled(len(documents), n_resamples=n_resamples, seed=seed)
    comparisons = [one.found for one in documents]
    scores = [one.scores() for one in documents]
    shown = [
        evolve(one, found=kept(one.found, own, MIN_SCORE)) for one, own in zip(documents, scores, strict=True)
    ]
    splits = [by_marks(shown), by_kind(shown), by_act(shown, hand_labelled_acts()), by_length(shown)]
    if train is not None:
        splits.append(by_frequency(shown, cue_counts(train)))
    defaults = [one.found for one in shown]
    steps = [round(STEP * at, 2) for at in range(round(1 / STEP))]
    fine = [round(FINE_STEP * at, 2) for at in range(round(1 / FINE_STEP))]
    points = curve(comparisons, scores, sorted({*steps, *fine, MIN_SCORE}), draws)
    by_threshold = {point.threshold: point for point in points}
    precise = (point for point in points if point.n_pred and point.precision[0] >= HIGH_PRECISION)
    return Report(
        own=row_of(name, counts_of(defaults), draws),
        source_accuracy=sum(map(count, defaults), Evaluation()).source_accuracy.share,
        splits=[(split, split_rows(split, defaults, draws)) for split in splits],
        reliability=calibrated(comparisons, scores, draws),
        curve=[by_threshold[step] for step in steps],
        default=by_threshold[MIN_SCORE],
        high_precision=next(precise, None),
    )


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("polnear", type=Path, help="folder of PolNeAR, or a file of gold attributions")
    parser.add_argument("--nlp", help="another pipeline: its name or folder")
    parser.add_argument(
        "--pred", type=Path, help="do not extract: read what quotekit extract --format jsonl --acts all wrote"
    )
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="all figures as one JSON object")
    form.add_argument("--markdown", action="store_true", help="the tables as docs/accuracy.md has them")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 2 where something cannot be read."""
    given = _arguments(arguments)
    try:
        gold = gold_file(given.polnear)
        lines = (line for _, line in read_records(given.pred)) if given.pred else predicted(gold, given.nlp)
        documents = read_documents(gold, lines)
        train = gold.with_name("train.jsonl.gz")
        part = gold.name.partition(".")[0]
        report = measure(
            documents,
            train if train.is_file() else None,
            name=f"quotekit {quotekit.__version__}, {part}",
            n_resamples=given.resamples,
            seed=given.seed,
        )
        labels = None if given.pred else labels_file(gold)
        if labels is not None:
            found = list(answers(gold, labels, given.nlp))
            speakers = measure_speakers(found, n_resamples=given.resamples, seed=given.seed)
            report = evolve(report, speakers=speakers)
    except QuotekitError as error:
        print(f"benchmarks.accuracy: {error}", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(report.to_dict(), indent=1, ensure_ascii=False))
    else:
        for table in report.tables():
            print("\n".join(markdown(table) if given.markdown else plain(table)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
