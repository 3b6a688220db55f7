"""What the ranker is fitted to: the features of the candidates behind each labelled source, who is right."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from attrs import frozen

from quotekit.labeller.component import find_labeller
from quotekit.model import Article, Quote, Speaker, TextSpan
from quotekit.parsing import load_pipeline, parse_many, weights_hash
from quotekit.pipeline import _attributed
from quotekit.resolve import ranking
from quotekit.resolve.anaphors import Phrase
from quotekit.resolve.evidence import Candidate
from quotekit.resolve.speakers import resolve_phrases
from quotekit.syntax import Tree, tokens_in
from training.assemble import embedded_folder
from training.speakers.labels import Label, is_right

__all__ = ["Example", "Labelled", "Road", "Weights", "collected", "ranked_by", "roads", "speakers_of"]

Weights = Mapping[str, Mapping[str, float]]

BATCH_SIZE = 64


@frozen(eq=False)
class Road:
    """An article as the road has it before speakers are resolved."""

    tree: Tree
    quotes: Sequence[Quote]


@frozen(eq=False)
class Labelled:
    """An article and the labels of its sources."""

    road: Road
    labels: Sequence[Label]


@frozen
class Example:
    """One choice of the ranker: the form of the phrase, the features of each candidate, which are right."""

    form: str
    candidates: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]


def roads(texts: Mapping[str, str], kept: Path) -> dict[str, Road]:
    """The road of each text, by its name; kept in a file, which holds for one pipeline.

    Code is not looked at: after a change of the road the file is to be removed.
    """
    pipeline = weights_hash(embedded_folder())
    known: dict[str, Road] = {}
    if kept.exists():
        made_by, known = pickle.loads(kept.read_bytes())
        known = known if made_by == pipeline else {}
    absent = {name: text for name, text in texts.items() if name not in known}
    if absent:
        known |= zip(absent, _walked(absent.values()), strict=True)
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".partial")
        partial.write_bytes(pickle.dumps((pipeline, known)))
        partial.replace(kept)
    return {name: known[name] for name in texts}


def _walked(texts: Collection[str]) -> Iterator[Road]:
    """Each text as users' texts go, up to attribution."""
    nlp = load_pipeline(None)
    labeller = find_labeller(nlp)
    for text, doc in zip(texts, parse_many(texts, nlp, batch_size=BATCH_SIZE, n_process=1), strict=True):
        tree, quotes, _ = _attributed(Article(text), doc, labeller)
        yield Road(tree, quotes)


@contextmanager
def ranked_by(weights: Weights) -> Iterator[None]:
    """The ranker with these weights in place of those that are shipped."""
    with patch.object(ranking, "_weights", lambda: weights):
        ranking._merged.cache_clear()
        try:
            yield
        finally:
            ranking._merged.cache_clear()


def collected(articles: Sequence[Labelled], weights: Weights) -> list[Example]:
    """The choices behind certain labels that have a right candidate.

    The right one is forced each time, so that what was said before a source is resolved as labelled;
    what has no label is resolved by ``weights``.
    """
    found: list[Example] = []
    with ranked_by(weights):
        for article in articles:
            _collect(article, found)
    return found


def _collect(article: Labelled, found: list[Example]) -> None:
    tree = article.road.tree
    label_at: dict[int, Label] = {}
    for label in article.labels:
        first, last = tokens_in(tree, *label.source[0])
        label_at |= dict.fromkeys(range(first, last), label)

    def choose(phrase: Phrase, candidates: Sequence[Candidate]) -> int | None:
        label = label_at.get(phrase.first)
        if label is None:
            return None
        right = tuple(at for at, one in enumerate(candidates) if is_right(one.name, label))
        if right and label.is_certain:
            found.append(Example(phrase.form, tuple(one.features for one in candidates), right))
        return right[0] if right else None

    resolve_phrases(tree, article.road.quotes, _phrases(article), choose)


def _phrases(article: Labelled) -> list[list[TextSpan]]:
    text = article.road.tree.text
    return [[TextSpan.of(text, *piece) for piece in label.source] for label in article.labels]


def speakers_of(article: Labelled) -> list[Speaker | None]:
    """Who each labelled source stands for, by the weights in force."""
    return resolve_phrases(article.road.tree, article.road.quotes, _phrases(article))
