"""Silver labels: whom CoreNLP's coreference chains take "he" and "she" for, in PolNeAR train."""

from __future__ import annotations

import gzip
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.entities import polnear_paths
from training.speakers.labels import Label

__all__ = ["chain_labels", "labels_of_article"]

PRONOUNS = frozenset({"he", "she"})
NAMED = frozenset({"PERSON", "ORGANIZATION"})
MOST_CHARS, MOST_TOKENS = 60, 4  # of a mention that is a name
MOST_NAMES = 3  # of a chain: what goes wrong in a long chain stands there once or twice

Token = tuple[int, int, str]  # start, end, type of entity


def chain_labels(shared: Path, without: Collection[str]) -> Iterator[tuple[str, list[Label]]]:
    """The text and the labels of each article that has some, but for those ``without``."""
    articles, chains = polnear_paths(shared, "train")
    records = {record["doc"]: record for record in _records(articles) if record["doc"] not in without}
    for record in _records(chains):
        article = records.get(record["doc"])
        labels = labels_of_article(article, record) if article is not None else []
        if article is not None and labels:
            yield article["text"], labels


def labels_of_article(article: Mapping[str, Any], parsed: Mapping[str, Any]) -> list[Label]:
    """A label for each source "he" or "she" that stands in a chain with a name."""
    text = article["text"]
    tokens = [(start, end, kind) for one in parsed["sentences"] for start, end, _, kind, *_ in one["tokens"]]
    names: dict[tuple[int, int], Counter[str]] = {}
    for chain in parsed["coref"]:
        found = Counter(name for start, end, *_ in chain for name in _name(text, tokens, start, end))
        names |= {(start, end): found for start, end, *_ in chain}
    sources = (attribution["source"] for attribution in article["attributions"])
    pieces = dict.fromkeys((start, end) for ((start, end),) in (one for one in sources if len(one) == 1))
    return [
        Label(article["doc"], ((start, end),), "pronoun", *_speaker(names[start, end]))
        for start, end in pieces
        if text[start:end].lower() in PRONOUNS and names.get((start, end))
    ]


def _name(text: str, tokens: Sequence[Token], start: int, end: int) -> Iterator[str]:
    """The words of a mention if it is a name: its capitals are all in people or organisations."""
    if end - start >= MOST_CHARS:
        return
    first = bisect_left(tokens, start, key=lambda token: token[0])
    last = bisect_left(tokens, end, key=lambda token: token[0])
    inside = tokens[first:last]
    capitals = [kind in NAMED for at, _, kind in inside if text[at].isupper()]
    if len(inside) <= MOST_TOKENS and all(capitals) and any(kind in NAMED for _, _, kind in inside):
        yield " ".join(text[start:end].split())


def _speaker(names: Counter[str]) -> tuple[str, tuple[str, ...]]:
    """The longest of the most frequent names of a chain, and all of those."""
    best = sorted(names, key=lambda name: (-names[name], name))[:MOST_NAMES]
    return max(best, key=lambda name: len(name.split())), tuple(best)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
