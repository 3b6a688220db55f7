"""Sources with the speaker that each stands for, and whether an answer is right.

An answer counts as right by its last word, titles aside, where the first names do not differ: the labels
have the fullest name of the article, and "Trump" is as good as "Donald Trump".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quotekit.errors import FormatError
from quotekit.inputs import read_records
from training.conversion.resources import word_list

__all__ = ["TYPES", "Judged", "Label", "by_article", "figures_of", "is_right", "judge", "read_labels"]

TYPES = ("pronoun", "nominal", "name")

Counts = NDArray[np.float64]


@frozen
class Label:
    """A source of an article, its pieces in characters, and who it stands for: `None` for nobody named.

    ``type`` is one of TYPES. ``aliases`` are what else the article calls the speaker.
    """

    doc: str
    source: tuple[tuple[int, int], ...]
    type: str
    speaker: str | None
    aliases: tuple[str, ...] = ()
    is_certain: bool = True


def read_labels(path: Path) -> list[Label]:
    """The labels of a JSONL file, in its order. Raises `FormatError` for a line that is none."""
    labels = []
    for number, record in read_records(path):
        try:
            labels.append(_label(record))
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError(
                f"{path}, line {number}: {record} is no label of a source: {error!r}"
            ) from error
    return labels


def _label(record: Mapping[str, Any]) -> Label:
    pieces = tuple((int(start), int(end)) for start, end in record["source"])
    if record["type"] not in TYPES or not pieces:
        raise ValueError(f"type must be one of {', '.join(TYPES)}, and the source have a piece")
    aliases = tuple(record["aliases"])
    return Label(record["doc"], pieces, record["type"], record["speaker"], aliases, bool(record["certain"]))


def by_article(labels: Collection[Label]) -> dict[str, list[Label]]:
    """The labels of each article; articles and labels in the order given."""
    found: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        found[label.doc].append(label)
    return dict(found)


def is_right(answer: str | None, label: Label) -> bool:
    """Whether the name is that of the speaker: "Obama", "Mr. Obama" and "B. Obama" are "Barack Obama".

    "Michelle Obama" is not, unless an alias has her first name. Nobody is right where nobody is named.
    """
    if answer is None or label.speaker is None:
        return answer is None and label.speaker is None
    said, full = _words(answer), _words(label.speaker)
    other = [_words(alias) for alias in label.aliases]
    if not said or said[-1] not in {words[-1] for words in [full, *other] if words}:
        return False
    if len(said) < 2 or len(full) < 2 or said[-1] != full[-1]:
        return True
    return _agree(said[0], full[0]) or any(said[0] in words for words in other)


def _words(name: str) -> list[str]:
    """The words of a name in lower case, without titles and articles unless it has no others."""
    plain = name.replace("’s", "").replace("'s", "")
    words = [word for word in (part.strip(".,'’\"“”").lower() for part in plain.split()) if word]
    return [word for word in words if word not in word_list("unread_titles")] or words


def _agree(first: str, other: str) -> bool:
    """Whether two first names are equal, or one is the initial of the other."""
    short, long = sorted((first, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


@frozen
class Judged:
    """A label with the judgement on an answer; ``is_silent`` says that the answer was nobody."""

    label: Label
    is_right: bool
    is_silent: bool


def judge(label: Label, answer: str | None) -> Judged:
    """The judgement on an answer."""
    return Judged(label, is_right(answer, label), answer is None)


def figures_of(judged: Sequence[Judged], draws: Counts | None = None) -> dict[str, Counts]:
    """Shares in 0..1, one a resample: ``draws`` (resamples, articles) says how often each article counts.

    Articles are numbered as they first appear. Without ``draws`` each counts once. ``pronoun``, ``nominal``,
    ``name`` and ``all`` are shares right; ``macro`` is the mean over named speakers of theirs;
    ``nobody_precision`` and ``nobody_recall`` are of the answer that nobody is named. Uncertain labels
    count nowhere; a share of nothing is 0.
    """
    numbers = {doc: at for at, doc in enumerate(dict.fromkeys(one.label.doc for one in judged))}
    counted = [one for one in judged if one.label.is_certain]
    draws = np.ones((1, len(numbers))) if draws is None else draws
    home = np.array([numbers[one.label.doc] for one in counted], dtype=int)
    right = np.array([one.is_right for one in counted], dtype=float)
    silent = np.array([one.is_silent for one in counted], dtype=float)
    unnamed = np.array([one.label.speaker is None for one in counted], dtype=float)
    weights = draws[:, home]

    def share(hits: Counts, among: Counts) -> Counts:
        total = weights @ among
        return np.asarray((weights @ (hits * among)) / np.where(total > 0, total, 1))

    found = {
        type_: share(right, np.array([one.label.type == type_ for one in counted], dtype=float))
        for type_ in TYPES
    }
    found["all"] = share(right, np.ones(len(counted)))
    found["macro"] = _macro(counted, right, weights)
    found["nobody_precision"] = share(unnamed, silent)
    found["nobody_recall"] = share(silent, unnamed)
    return found


def _macro(counted: Sequence[Judged], right: Counts, weights: Counts) -> Counts:
    """The mean, over the named speakers that were drawn, of the share that is right."""
    names = sorted({one.label.speaker for one in counted if one.label.speaker is not None})
    of_speaker = np.array([[one.label.speaker == name for name in names] for one in counted], dtype=float)
    of_speaker = of_speaker.reshape(len(counted), len(names))
    total = weights @ of_speaker
    shares = (weights @ (of_speaker * right[:, None])) / np.where(total > 0, total, 1)
    return np.asarray(shares.sum(axis=1) / np.maximum(1, (total > 0).sum(axis=1)))
