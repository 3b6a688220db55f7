"""The articles of PolNeAR with what annotators and quotekit found in them, as plain attributions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

import quotekit
from quotekit.comparison import Comparison, compare
from quotekit.errors import FormatError, InputError
from quotekit.inputs import read_records
from quotekit.model import ACTS
from quotekit.outputs.jsonl import to_line

__all__ = [
    "Document",
    "cue_counts",
    "gold_file",
    "hand_labelled_acts",
    "predicted",
    "read_documents",
    "wording",
]

ACTS_FILE = Path(__file__).resolve().parents[1] / "acts_dev.jsonl"

Attribution = Mapping[str, Any]


@frozen(eq=False)
class Document:
    """A text, its attributions by annotators and by quotekit, and how they pair.

    An `Item` of ``found`` points into ``gold`` or ``pred`` with its ``at``.
    """

    text: str
    gold: Sequence[Attribution]
    pred: Sequence[Attribution]
    found: Comparison

    @property
    def name(self) -> str:
        """As `quotekit.comparison` has it, without folders and ending."""
        return self.found.doc

    def scores(self) -> list[float]:
        """The scores of the predicted items. Raises `FormatError` where one has none."""
        scores = []
        for item in self.found.pred:
            score = self.pred[item.at].get("score")
            if not isinstance(score, (int, float)) or not 0 <= score <= 1:
                raise FormatError(
                    f'{self.name!r}, quotes[{item.at}] has "score" {score!r}: give a number from 0 to 1'
                )
            scores.append(float(score))
        return scores


def gold_file(given: Path) -> Path:
    """The file of gold attributions: what was given, or the dev file in the folder that was."""
    path = given / "dev.jsonl.gz" if given.is_dir() else given
    if not path.is_file():
        raise InputError(f"{path}: there is no such file: give the folder of PolNeAR, or a file like its own")
    return path


def predicted(gold: Path, nlp: str | None) -> Iterator[Attribution]:
    """What the tree as it stands extracts from the texts of ``gold``, with every act and every score."""
    records = [record for _, record in read_records(gold)]
    articles = (quotekit.Article(record["text"], id=record["doc"]) for record in records)
    for quotes in quotekit.extract_many(articles, nlp=nlp, acts=ACTS, min_score=0.0):
        yield json.loads(to_line(quotes))


def read_documents(gold: Path, pred: Iterable[Attribution]) -> list[Document]:
    """The documents of ``gold``, each with its predictions. Raises `FormatError`."""
    wanted = [record for _, record in read_records(gold)]
    given = list(pred)
    comparisons = compare(given, wanted)
    lines = {_plain_name(line["doc"]): line for line in given}
    return [
        Document(record["text"], _listed(record), _listed(lines.get(found.doc, {"quotes": []})), found)
        for record, found in zip(wanted, comparisons, strict=True)
    ]


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".txt")


def _listed(record: Attribution) -> Sequence[Attribution]:
    found: Sequence[Attribution] = record["attributions" if "attributions" in record else "quotes"]
    return found


def wording(text: str, attribution: Attribution) -> str:
    """The words of the cue in lower case, with single spaces; nothing without a cue."""
    return " ".join(" ".join(text[start:end] for start, end in attribution.get("cue") or ()).lower().split())


def cue_counts(path: Path) -> Counter[str]:
    """How often each wording of a cue stands in a file of gold attributions."""
    return Counter(
        wording(record["text"], attribution)
        for _, record in read_records(path)
        for attribution in _listed(record)
    )


def hand_labelled_acts(path: Path = ACTS_FILE) -> dict[tuple[str, int], str]:
    """The acts that were labelled by hand, by document and start of the cue; none without the file."""
    if not path.is_file():
        return {}
    found = {}
    for number, record in read_records(path):
        try:
            found[_plain_name(record["doc"]), min(start for start, _ in record["cue"])] = record["act"]
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError(f'{path}, line {number}: give "doc", "cue" and "act", got {record}') from error
    return found
