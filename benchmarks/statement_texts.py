"""The renderings that the benchmark of grouping reads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import count, islice

from benchmarks.texts import ROOT, SHARED

__all__ = ["rendering_texts", "texts_used"]

RENDERINGS = SHARED / "data" / "variants" / "train.jsonl.gz"
GOLD = ROOT / "seeds" / "gold.jsonl"
OUTLETS = 12
LONG_LETTERS = 5


def texts_used() -> str:
    """What `rendering_texts` gives, in words."""
    if RENDERINGS.is_file():
        return "renderings of the WMT21 news tests, in the order of their file"
    return "the quotes of seeds/, told anew by numbering their words"


def rendering_texts(n: int) -> list[str]:
    """So many renderings: the first of ../shared; where that is absent, made of the quotes in seeds/."""
    texts = _shared_renderings() if RENDERINGS.is_file() else _numbered_quotes()
    return list(islice(texts, n))


def _shared_renderings() -> Iterator[str]:
    with gzip.open(RENDERINGS, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from json.loads(line)["renderings"].values()


def _numbered_quotes() -> Iterator[str]:
    """The quotes of the stories over and over, each time as of other news: "fuel prices7 climbed7".

    Each comes from so many outlets, of which every one leaves out another word.
    """
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    quotes = [words for line in lines if len(words := json.loads(line)["text"].split()) > OUTLETS]
    for number in count():
        for quote in quotes:
            words = [f"{word}{number}" if len(word) >= LONG_LETTERS else word for word in quote]
            for outlet in range(OUTLETS):
                yield " ".join(words[:outlet] + words[outlet + 1 :])
