"""What grouping costs: `group_statements` beside usual ways to find near texts, on one core, in one run.

    python -m benchmarks.statements [--rounds 3] [--full]

10,000 quotes are grouped, and scikit-learn's TF-IDF takes the 25 nearest of the same texts, with all words
and without those on its list of stop words; 2,000 are grouped, and rapidfuzz compares all pairs of them. The
records are made before the clock starts: nothing is parsed. Each measurement has a process of its own, with
one thread, so that nothing is kept from one to the next; the roads take turns, and the figure is the median
over the rounds. ``--full`` groups 100,000 once, for the growth of time and the memory. Exits with 1 where a
limit is passed. The peers come with ``pip install 'quotekit[bench]'``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec

import numpy as np
from attrs import frozen

from benchmarks.memory import peak_megabytes
from benchmarks.statement_texts import rendering_texts, texts_used
from quotekit.model import Article, Quote, Quotes, Segment, TextSpan
from quotekit.statements.grouping import group_statements

MOST_TIMES = 20.0
MOST_GROWTH = 13.0
MOST_GIGABYTES = 2.0
N_QUOTES = 10_000
N_ALL_PAIRS = 2_000
N_FULL = 100_000
NEAREST = 25
ROWS_A_BLOCK = 500
WARM_UP = 50

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
PACKAGES = {"tf-idf": "sklearn", "tf-idf, stop words out": "sklearn", "all pairs": "rapidfuzz"}
SAYS = {
    "tf-idf": f"scikit-learn, TF-IDF and the {NEAREST} nearest",
    "tf-idf, stop words out": "the same without stop words",
    "all pairs": "rapidfuzz, `token_set_ratio` of all pairs",
}


@frozen
class Cost:
    """What one measurement took: seconds, the most memory of its process, and how much came out."""

    seconds: float
    gigabytes: float
    n_found: int


def quotes_of(texts: Sequence[str]) -> list[Quotes]:
    """Each text as the one quote of an article, in one segment."""
    return [_quotes(f"r{number}", text) for number, text in enumerate(texts)]


def _quotes(id: str, text: str) -> Quotes:
    spans = [TextSpan(0, len(text), text)]
    return Quotes(Article(text, id=id), [Quote("indirect", spans, segments=[Segment(spans)])])


def grouped(texts: Sequence[str]) -> Callable[[], int]:
    """`group_statements`, which comes to a number of statements; weights and word lists are loaded before."""
    group_statements(quotes_of(texts[:WARM_UP]))
    records = quotes_of(texts)
    return lambda: len(group_statements(records))


def nearest_by_tf_idf(texts: Sequence[str], stop_words: str | None = None) -> Callable[[], int]:
    """TF-IDF and a sparse product in blocks of rows, of which the 25 largest of each row are kept."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    def work() -> int:
        rows = TfidfVectorizer(stop_words=stop_words).fit_transform(texts)
        columns = rows.T.tocsr()
        n_kept = 0
        for start in range(0, rows.shape[0], ROWS_A_BLOCK):
            block = (rows[start : start + ROWS_A_BLOCK] @ columns).tocsr()
            for first, last in zip(block.indptr[:-1], block.indptr[1:], strict=True):
                near = block.indices[first:last]
                if len(near) > NEAREST:
                    near = near[np.argpartition(block.data[first:last], -NEAREST)[-NEAREST:]]
                n_kept += len(near)
        return n_kept

    return work


def all_pairs(texts: Sequence[str]) -> Callable[[], int]:
    """rapidfuzz's ``token_set_ratio`` of every text with every other one."""
    from rapidfuzz import fuzz, process

    def work() -> int:
        found = process.cdist(texts, texts, scorer=fuzz.token_set_ratio, workers=1)
        return int((found >= 90).sum())

    return work


ROADS: dict[str, Callable[[Sequence[str]], Callable[[], int]]] = {
    "quotekit": grouped,
    "tf-idf": nearest_by_tf_idf,
    "tf-idf, stop words out": partial(nearest_by_tf_idf, stop_words="english"),
    "all pairs": all_pairs,
}


def measure(road: str, n: int) -> Cost:
    """The cost of one road on ``n`` texts, in this process."""
    texts = rendering_texts(n)
    work = ROADS[road](texts)
    begun = time.perf_counter()
    n_found = work()
    return Cost(time.perf_counter() - begun, peak_megabytes() / 1e3, n_found)


def measured_apart(road: str, n: int) -> Cost:
    """The same in a process of its own, on one core and with one thread."""
    command = [sys.executable, "-m", "benchmarks.statements", "--measure", road, str(n)]
    done = subprocess.run(
        command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:  # it has said why
        sys.exit(done.returncode)
    return Cost(**json.loads(done.stdout))


def turns(roads: Sequence[str], n: int, n_rounds: int) -> dict[str, Cost]:
    """The median cost of each road, which take turns; those whose package is absent are left out."""
    there = [road for road in roads if road not in PACKAGES or find_spec(PACKAGES[road]) is not None]
    rounds = [{road: measured_apart(road, n) for road in there} for _ in range(n_rounds)]
    return {road: median_cost([one[road] for one in rounds]) for road in there}


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Of seconds the median, of memory the most."""
    return Cost(
        statistics.median(one.seconds for one in costs), max(one.gigabytes for one in costs), costs[0].n_found
    )


def compared(peers: Sequence[str], n: int, n_rounds: int) -> tuple[Cost, list[float]]:
    """Prints the roads, and how many times as long ours takes; gives our cost, and those ratios."""
    costs = turns(["quotekit", *peers], n, n_rounds)
    own = costs["quotekit"]
    ratios = []
    print(f"| `group_statements`, {n:,} quotes | {own.seconds:.2f} s, {own.n_found:,} statements |")
    for peer in peers:
        said = "not there: pip install 'quotekit[bench]'"
        if peer in costs:
            ratios.append(own.seconds / costs[peer].seconds)
            said = f"{costs[peer].seconds:.2f} s; `group_statements` takes {ratios[-1]:.1f} times as long"
        print(f"| {SAYS[peer]}, {n:,} texts | {said} |", flush=True)
    return own, ratios


def in_full(own: Cost) -> list[str]:
    """Prints the growth of time and the memory at 100,000; gives what passes its limit."""
    full = measured_apart("quotekit", N_FULL)
    growth = full.seconds / own.seconds
    print(f"| `group_statements`, {N_FULL:,} quotes | {full.seconds:.1f} s, {full.n_found:,} statements |")
    print(f"| from {N_QUOTES:,} to {N_FULL:,} | {growth:.1f} times the time (at most {MOST_GROWTH:.0f}) |")
    print(f"| memory at {N_FULL:,} | {full.gigabytes:.2f} GB (under {MOST_GIGABYTES:.0f}) |")
    late = [f"growth of time {growth:.1f}"] if growth > MOST_GROWTH else []
    return late + ([f"memory {full.gigabytes:.2f} GB"] if full.gigabytes >= MOST_GIGABYTES else [])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line a measurement, as rows of a table; 1 where a limit is passed."""
    options = argparse.ArgumentParser(description="What grouping quotes into statements costs.")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--full", action="store_true", help="also 100,000 quotes: minutes")
    options.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    given = options.parse_args(arguments)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if given.measure:
        cost = measure(given.measure[0], int(given.measure[1]))
        print(json.dumps({"seconds": cost.seconds, "gigabytes": cost.gigabytes, "n_found": cost.n_found}))
        return 0

    print(f"texts: {texts_used()}; median of {given.rounds} rounds, one core\n\n|  |  |\n|---|---|")
    own, ratios = compared(["tf-idf", "tf-idf, stop words out"], N_QUOTES, given.rounds)
    compared(["all pairs"], N_ALL_PAIRS, given.rounds)
    late = [f"{ratio:.1f} times TF-IDF" for ratio in ratios if ratio > MOST_TIMES]
    late += in_full(own) if given.full else []
    if late:
        print(f"past its limit: {', '.join(late)}", file=sys.stderr)
    return bool(late)


if __name__ == "__main__":
    sys.exit(main())
