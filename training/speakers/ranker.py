"""The ranker that chooses between the candidates behind a source, fitted and put into the package.

Stage ``speakers``. In: ``training/data/speakers.jsonl.gz``, PolNeAR train with CoreNLP's chains, GUM train,
the embedded pipeline. Out: ``speakers.json`` in ``models``, weights and record. Budget: 10 minutes.

The labels of readers count in full, CoreNLP's chains and GUM's gold ones less: the former err, the latter
are hardly ever of sources. What comes before a source is resolved as labelled, the rest by the weights of
the round before; the first round is on the readers' labels alone. The figures of the record are of articles
that a fit of the same two rounds has not seen, readers' labels alone.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from quotekit.inputs import read_records
from quotekit.parsing import weights_hash
from training.assemble import commit_of_code, embedded_folder
from training.entities import polnear_paths
from training.speakers.chains import chain_labels
from training.speakers.examples import Labelled, Weights, collected, ranked_by, roads, speakers_of
from training.speakers.fitting import fit
from training.speakers.gum import gum_labels
from training.speakers.labels import Judged, Label, by_article, figures_of, judge, read_labels

__all__ = ["Corpora", "cross_validated", "fitted", "run", "write_model"]

SEED = 0  # of the folds alone; the fit draws nothing
LABELS = Path(__file__).parent.parent / "data" / "speakers.jsonl.gz"
# Cross-validated, pronouns: 86.8 without chains, 87.4, 87.7 and 87.3 with them at 0.1, 0.3 and 1.
CHAINS_WEIGHT = 0.3
GUM_WEIGHT = 0.3
FOLDS = 5
NO_WEIGHTS: Weights = {"": {}}


@frozen(eq=False)
class Corpora:
    """The labelled articles: by readers, by CoreNLP's chains, by GUM."""

    readers: Sequence[Labelled]
    chains: Sequence[Labelled] = ()
    gum: Sequence[Labelled] = ()


def run(shared: Path, work: Path) -> None:
    """Fit the ranker, measure it on articles left out, and write both into the package."""
    corpora = read_corpora(shared, work / "speakers")
    figures = {name: round(100 * float(value[0]), 1) for name, value in cross_validated(corpora).items()}
    print(f"{FOLDS} folds: {figures}", flush=True)
    counts = {
        name: {"articles": len(articles), "labels": sum(len(one.labels) for one in articles)}
        for name, articles in (("readers", corpora.readers), ("chains", corpora.chains), ("gum", corpora.gum))
    }
    record = {
        "commit": commit_of_code(),
        "cross_validated": {"folds": FOLDS, **figures},
        "fitted_on": counts,
        "fitted_on_weights": {"chains": CHAINS_WEIGHT, "gum": GUM_WEIGHT},
        "pipeline_sha256": weights_hash(embedded_folder()),
    }
    write_model(fitted(corpora), record, embedded_folder().parent / "speakers.json")


def read_corpora(shared: Path, kept: Path) -> Corpora:
    """All labelled articles, their roads kept in the folder ``kept``."""
    labels = by_article(read_labels(LABELS))
    articles = {
        record["doc"]: record["text"] for _, record in read_records(polnear_paths(shared, "train")[0])
    }
    return Corpora(
        _labelled(((articles[doc], own) for doc, own in labels.items()), kept / "readers.pickle"),
        _labelled(chain_labels(shared, without=labels), kept / "chains.pickle"),
        _labelled(gum_labels(shared), kept / "gum.pickle"),
    )


def _labelled(articles: Iterable[tuple[str, list[Label]]], kept: Path) -> list[Labelled]:
    """The articles with their roads, in the order given."""
    found = list(articles)
    walked = roads({labels[0].doc: text for text, labels in found}, kept)
    print(f"{kept.stem}: {len(found)} articles, {sum(len(labels) for _, labels in found)} labels", flush=True)
    return [Labelled(walked[labels[0].doc], labels) for _, labels in found]


def fitted(corpora: Corpora) -> Weights:
    """The weights of two rounds; the first knows the readers' labels alone."""
    first = collected(corpora.readers, NO_WEIGHTS)
    weights = fit(first, [1.0] * len(first))
    parts = (
        (collected(corpora.readers, weights), 1.0),
        (collected(corpora.chains, weights), CHAINS_WEIGHT),
        (collected(corpora.gum, weights), GUM_WEIGHT),
    )
    return fit(
        [example for examples, _ in parts for example in examples],
        [weight for examples, weight in parts for _ in examples],
    )


def cross_validated(corpora: Corpora, n_folds: int = FOLDS) -> Mapping[str, Any]:
    """The figures of `figures_of` on the readers' labels, each article by weights that have not seen it.

    Articles are shuffled, so that those of one outlet and month are spread, and dealt to the folds. Another
    shuffle moves the figure of the pronouns by a point either way.
    """
    articles = random.Random(SEED).sample(corpora.readers, len(corpora.readers))
    judged: list[Judged] = []
    for fold in range(n_folds):
        seen = [one for at, one in enumerate(articles) if at % n_folds != fold]
        with ranked_by(fitted(Corpora(seen, corpora.chains, corpora.gum))):
            for article in articles[fold::n_folds]:
                judged += judged_answers(article)
    return figures_of(judged)


def judged_answers(article: Labelled) -> list[Judged]:
    """The judgement on the answer to each label, by the weights in force."""
    answers = [speaker.name if speaker is not None else None for speaker in speakers_of(article)]
    return [judge(label, answer) for label, answer in zip(article.labels, answers, strict=True)]


def write_model(weights: Weights, record: Mapping[str, Any], path: Path) -> None:
    """Write weights and record as JSON, sorted, a weight a line: two fits can be told apart line by line."""
    text = json.dumps({"record": record, "weights": weights}, indent=0, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
