"""The texts that the benchmarks read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

__all__ = ["article_texts", "n_words"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
NEWS = SHARED / "data" / "polnear" / "dev.jsonl.gz"
MOST_NEWS = 100


def article_texts() -> list[str]:
    """The stories of seeds/ and, where ../shared exists, its articles and the first news of PolNeAR dev."""
    paths = [*sorted((ROOT / "seeds").glob("*.txt")), *sorted((SHARED / "seeds").glob("*.txt"))]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    if NEWS.is_file():
        with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line, _ in zip(lines, range(MOST_NEWS), strict=False)]
    return texts


def n_words(texts: list[str]) -> int:
    """The words of the texts, as spaces part them."""
    return sum(len(text.split()) for text in texts)
