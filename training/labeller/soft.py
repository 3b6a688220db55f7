"""What the teacher makes of the articles, as soft targets for the labeller.

Stage ``labeller-soft``. In: the teacher and the parses. Out: ``labeller-soft/{polnear-train,wmt}.npz``.
Budget: 45 minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from attrs import frozen
from numpy.typing import NDArray

from quotekit.labeller.training import Example
from training.labeller.parses import Article, attributed_articles, fit_and_held_out, wmt_articles
from training.labeller.teacher import lesson, load_teacher, teacher_path
from training.labeller.teacher_network import LabellingTeacher

__all__ = ["Opinion", "opinion", "read_opinions", "run", "write_opinions"]

FLOOR = 0.25
"""Words that the teacher takes for cues with less are no windows to learn from, unless they are gold."""
REPORT_ARTICLES = 200


@frozen(eq=False)
class Opinion:
    """What the teacher makes of one article.

    ``cues`` (words,) is the probability that each word heads a cue; ``shares`` (heads, window, 4) are
    the shares of the labels around the words ``heads``, those that may be cues and those that are.
    """

    cues: NDArray[np.float16]
    heads: NDArray[np.int64]
    shares: NDArray[np.float16]


def run(shared: Path, work: Path) -> None:
    """Ask the teacher about the articles that it was fitted to, and about those that it has not seen."""
    teacher = load_teacher(teacher_path(work))
    learned, _ = fit_and_held_out(attributed_articles(shared, work, "train"))
    for corpus, articles in (("polnear-train", learned), ("wmt", wmt_articles(work))):
        write_opinions(_opinions(teacher, articles), work / "labeller-soft" / f"{corpus}.npz")


def _opinions(teacher: LabellingTeacher, articles: Sequence[Article]) -> Iterable[Opinion]:
    for number, article in enumerate(articles, start=1):
        yield opinion(teacher, article)
        if number % REPORT_ARTICLES == 0:
            print(f"{number} of {len(articles)}", flush=True)


def opinion(teacher: LabellingTeacher, article: Article) -> Opinion:
    """What the teacher, set to use, makes of an article."""
    one = lesson(teacher, article)
    gold: Example = one.gold
    with torch.no_grad():
        states = teacher.words(one.inputs)
        logits = teacher.cues(states)
        cues = torch.sigmoid(logits).numpy()
        heads = np.union1d(np.flatnonzero(cues > FLOOR), gold.heads).astype(np.int64)
        around, _ = teacher.labels_around(states, gold.layout, heads, cues > 0.5)
        shares = torch.softmax(around, -1).numpy()
    return Opinion(cues.astype(np.float16), heads, shares.astype(np.float16))


def write_opinions(opinions: Iterable[Opinion], path: Path) -> None:
    """Write the opinions, in order, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {
        f"{number}.{name}": getattr(one, name)
        for number, one in enumerate(opinions)
        for name in ("cues", "heads", "shares")
    }
    partial = path.with_suffix(".partial")
    with partial.open("wb") as out:
        np.savez_compressed(out, **arrays)
    partial.replace(path)


def read_opinions(path: Path) -> list[Opinion]:
    """The opinions that `write_opinions` wrote."""
    with np.load(path) as arrays:
        return [
            Opinion(*(arrays[f"{number}.{name}"] for name in ("cues", "heads", "shares")))
            for number in range(len(arrays.files) // 3)
        ]
