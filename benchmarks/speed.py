"""How fast the embedded pipeline and `extract_quotes` are: words a second, side by side in one run.

    python -m benchmarks.speed [--rounds 5] [--batch-size 32]

The baseline is what a small spaCy pipeline costs: tagger, parser and entity recogniser over one
encoder of width 96 and depth 4. It is trained for a moment on what the embedded pipeline makes of
a few texts, not to be right, but so that its trees and with them its number of transitions are of
the usual kind. Every round runs all three in turn on the same texts, on one core; the
figure is the median over the rounds, so that what else the machine does falls on all alike.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterable

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

import quotekit
from benchmarks.texts import article_texts, n_words
from quotekit.parsing import parse_many

BASELINE_WIDTH = 96
BASELINE_DEPTH = 4
LEAST_WORDS = 20_000
FITTING_TEXTS = 12
FITTING_ROUNDS = 15
ENCODER = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "width": BASELINE_WIDTH,
    "depth": BASELINE_DEPTH,
    "embed_size": 2000,
    "window_size": 1,
    "maxout_pieces": 3,
    "subword_features": True,
    "pretrained_vectors": None,
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": BASELINE_WIDTH, "upstream": "tok2vec"}


def transition_model(state_type: str) -> dict[str, object]:
    """The usual transition network over the shared encoder."""
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state_type,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": LISTENER,
    }


def baseline_pipeline(nlp: Language, texts: list[str]) -> Language:
    """Tagger, parser and entities at width 96, depth 4, fitted loosely to what ``nlp`` makes of the texts."""
    baseline = spacy.blank("en")
    baseline.add_pipe("tok2vec", config={"model": ENCODER})
    tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}
    baseline.add_pipe("tagger", config={"model": tagger})
    baseline.add_pipe("parser", config={"model": transition_model("parser")})
    baseline.add_pipe("ner", config={"model": transition_model("ner")})
    examples = [Example(baseline.make_doc(doc.text), doc) for doc in parse_many(texts, nlp)]
    fix_random_seed(0)
    optimizer = baseline.initialize(lambda: examples)
    for _ in range(FITTING_ROUNDS):
        for start in range(0, len(examples), 4):
            baseline.update(examples[start : start + 4], sgd=optimizer)
    return baseline


def seconds(work: Callable[[], Iterable[object]]) -> float:
    """How long it takes to draw everything that ``work`` yields."""
    begun = time.perf_counter()
    for _ in work():
        pass
    return time.perf_counter() - begun


def main() -> None:
    """Print the throughput of the three, and the two ratios."""
    options = argparse.ArgumentParser(description="Words a second, side by side in one run.")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--batch-size", type=int, default=32)
    given = options.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    texts = article_texts()
    texts *= -(-LEAST_WORDS // n_words(texts))
    words = n_words(texts)
    nlp = quotekit.load_pipeline(None)
    baseline = baseline_pipeline(nlp, texts[:FITTING_TEXTS])
    batch_size = given.batch_size
    roads: dict[str, Callable[[], Iterable[object]]] = {
        f"baseline, width {BASELINE_WIDTH}": lambda: baseline.pipe(texts, batch_size=batch_size),
        "embedded parse": lambda: parse_many(texts, nlp, batch_size=batch_size),
        "extract_many": lambda: quotekit.extract_many(texts, nlp=nlp, batch_size=batch_size),
    }
    rounds = [{name: seconds(work) for name, work in roads.items()} for _ in range(given.rounds)]

    print(f"{len(texts)} texts, {words} words, median of {given.rounds} rounds, one core")
    for name in roads:
        print(f"  {name:22}{words / statistics.median(r[name] for r in rounds):9.0f} words a second")
    base, parse, extract = roads
    for over, under in [(parse, base), (extract, parse), (extract, base)]:
        ratio = statistics.median(r[under] / r[over] for r in rounds)
        print(f"  {over} / {under}: {ratio:.2f} of the throughput")


if __name__ == "__main__":
    main()
