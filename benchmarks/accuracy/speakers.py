"""Who the sources of PolNeAR stand for: resolved speakers against those that were labelled by hand.

The sources are given, so that this is measured apart from extraction. Right is what
`training.speakers.labels.is_right` calls right, as the labels were made to be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen

from benchmarks.accuracy.figures import INTERVAL, N_BINS, Counts, resampled
from benchmarks.accuracy.tables import Table
from quotekit.errors import FormatError
from quotekit.inputs import read_records
from quotekit.lexicon import pronouns, word_list
from quotekit.model import Speaker
from quotekit.parsing import load_pipeline
from quotekit.pipeline import resolve_sources
from quotekit.reliability import calibration_error, reliability
from training.speakers.labels import Judged, Label, by_article, figures_of, judge, read_labels

__all__ = [
    "Answered",
    "Resolution",
    "answers",
    "labels_file",
    "measure_speakers",
    "speaker_table",
    "speakers_before",
]

ROWS = {
    "pronoun": "pronouns",
    "nominal": "descriptions",
    "name": "names",
    "all": "all",
    "macro": "mean over speakers",
    "nobody_precision": "nobody named, precision",
    "nobody_recall": "nobody named, recall",
}


@frozen
class Answered:
    """A labelled source with quotekit's answer, and the speaker of the attribution before it."""

    label: Label
    speaker: Speaker | None
    before: str | None


@frozen(eq=False)
class Resolution:
    """Each figure as (value, low, high), in 0..1, ours and the baseline's; how many sources it is over.

    ``error`` is the expected calibration error of the scores of the speakers named.
    """

    figures: Mapping[str, tuple[float, float, float]]
    baseline: Mapping[str, tuple[float, float, float]]
    counts: Mapping[str, int]
    error: float

    def to_dict(self) -> dict[str, Any]:
        """Percentages to one decimal, the error to three."""
        found: dict[str, Any] = {
            name: {
                "n": self.counts[name],
                "quotekit": [round(100 * part, 1) for part in self.figures[name]],
                "speaker_before": [round(100 * part, 1) for part in self.baseline[name]],
            }
            for name in ROWS
        }
        return found | {"expected_calibration_error": round(self.error, 3)}


def labels_file(gold: Path) -> Path | None:
    """The labelled speakers beside a file of attributions, if there are any: dev.speakers.jsonl."""
    path = gold.with_name(f"{gold.name.partition('.')[0]}.speakers.jsonl")
    return path if path.is_file() else None


def answers(gold: Path, labels: Path, nlp: str | None) -> Iterator[Answered]:
    """The answer to each label. Raises `FormatError` where the article of a label is not in ``gold``."""
    records = {record["doc"]: record for _, record in read_records(gold)}
    pipeline = load_pipeline(nlp)
    for doc, own in by_article(read_labels(labels)).items():
        if doc not in records:
            raise FormatError(f"{labels}: {doc!r} is not in {gold}: give the labels of its articles")
        found = resolve_sources(records[doc]["text"], [label.source for label in own], nlp=pipeline)
        yield from map(Answered, own, found, speakers_before(records[doc], own))


def speakers_before(record: Mapping[str, Any], labels: Sequence[Label]) -> list[str | None]:
    """What a simple method says of each label: the speaker of the attribution before; a name is its own.

    That is its label where it has one, else the last name in its source, else nobody; pronouns without a
    label are passed over. It knows more than a method that has to resolve those before.
    """
    text = record["text"]
    known = {label.source[0]: label.speaker for label in labels}
    sources = sorted({tuple(one["source"][0]) for one in record["attributions"] if one["source"]})
    found: list[str | None] = []
    for label in labels:
        if label.type == "name":
            found.append(_last_name(text, label.source[0]))
            continue
        before = [
            source
            for source in sources
            if source < label.source[0] and (source in known or not _is_pronoun(text[slice(*source)]))
        ]
        named = (known[one] if one in known else _last_name(text, one) for one in before[-1:])
        found.append(next(named, None))
    return found


def _is_pronoun(words: str) -> bool:
    return words.lower() in pronouns()


def _last_name(text: str, source: tuple[int, int]) -> str | None:
    names = [word for word in text[slice(*source)].split() if _may_be_name(word)]
    return names[-1] if names else None


def _may_be_name(word: str) -> bool:
    lower = word.strip(".,'’\"“”").lower()
    is_small = lower in pronouns() or lower in word_list("indefinite") or lower in word_list("titles")
    return word[0].isupper() and not is_small and lower not in {"the", "a", "an"}


def measure_speakers(answered: Sequence[Answered], *, n_resamples: int, seed: int) -> Resolution:
    """The figures over certain labels, intervals by drawing the articles anew."""
    own = [judge(one.label, one.speaker.name if one.speaker is not None else None) for one in answered]
    before = [judge(one.label, one.before) for one in answered]
    n_articles = len({one.label.doc for one in answered})
    draws = resampled(n_articles, n_resamples=n_resamples, seed=seed)
    named = [
        (one.speaker.score, judged.is_right)
        for one, judged in zip(answered, own, strict=True)
        if one.speaker is not None and one.label.is_certain
    ]
    bins = reliability([score for score, _ in named], [right for _, right in named], n_bins=N_BINS)
    return Resolution(
        _with_intervals(own, draws), _with_intervals(before, draws), _counts(own), calibration_error(bins)
    )


def _with_intervals(judged: Sequence[Judged], draws: Counts) -> dict[str, tuple[float, float, float]]:
    values, drawn = figures_of(judged), figures_of(judged, draws)
    ends = {name: np.percentile(drawn[name], INTERVAL).tolist() for name in ROWS}
    return {name: (float(values[name][0]), ends[name][0], ends[name][1]) for name in ROWS}


def _counts(judged: Sequence[Judged]) -> dict[str, int]:
    """How many sources a figure is over; speakers for their mean."""
    certain = [one for one in judged if one.label.is_certain]
    counts = {name: sum(one.label.type == name for one in certain) for name in ("pronoun", "nominal", "name")}
    return counts | {
        "all": len(certain),
        "macro": len({one.label.speaker for one in certain} - {None}),
        "nobody_precision": sum(one.is_silent for one in certain),
        "nobody_recall": sum(one.label.speaker is None for one in certain),
    }


def speaker_table(found: Resolution) -> Table:
    """A row a figure."""
    rows = []
    for figure, name in ROWS.items():
        cells = (_cell(figures[figure]) for figures in (found.figures, found.baseline))
        rows.append((name, str(found.counts[figure]), *cells))
    note = (
        "Percent of the sources that a reader is certain of; in brackets 95 % intervals over articles. "
        f"Expected calibration error of the speakers' scores {found.error:.3f}."
    )
    return Table("Speakers, sources given", ("", "n", "quotekit", "the speaker before"), tuple(rows), note)


def _cell(figure: tuple[float, float, float]) -> str:
    value, low, high = (100 * part for part in figure)
    return f"{value:.1f} ({low:.1f}–{high:.1f})"
