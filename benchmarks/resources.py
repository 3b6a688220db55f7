"""What `extract_many` takes: time to start, memory, and words a second by batch size and processes.

    python -m benchmarks.resources [--articles 400]

Articles are the stories of seeds/, over and over. Each line is measured in a process of its own, so that
memory is that of the one run; it is the peak, in MB of 10^6 bytes, of that process or, with several
processes, of the largest of them. The clock starts when the pipeline is loaded, except in the first line.
Fewer articles than a few batches hold say nothing of memory.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

from benchmarks.memory import peak_megabytes

ROOT = Path(__file__).resolve().parents[1]
BATCH_SIZES = (8, 32, 128)
DEFAULT_BATCH = 128
GROWTH = 3


def measure(n_articles: int, batch_size: int, n_process: int) -> dict[str, float]:
    """Seconds to the first quotes, words a second after it, and the peak of memory, in this process."""
    begun = time.perf_counter()
    from quotekit import extract_many, extract_quotes

    extract_quotes("Warm up, he said.")
    started = time.perf_counter() - begun
    stories = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    words = 0
    begun = time.perf_counter()
    texts = islice(cycle(stories), n_articles)
    for found in extract_many(texts, batch_size=batch_size, n_process=n_process):
        words += len(found.text.split())
    took = time.perf_counter() - begun
    return {
        "start": started,
        "words": words,
        "speed": words / took if words else 0.0,
        "memory": peak_megabytes(with_children=True),
    }


def in_a_process(n_articles: int, batch_size: int = DEFAULT_BATCH, n_process: int = 1) -> dict[str, float]:
    """What `measure` says in a process that did nothing before."""
    command = [sys.executable, "-m", "benchmarks.resources", "--one"]
    command += [str(number) for number in (n_articles, batch_size, n_process)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def report(n_articles: int) -> None:
    """Print the table, a line a measurement."""
    print("| | words a second | memory |\n|---|---|---|")
    start = in_a_process(0)
    print(f"| import, load, first quotes: {start['start']:.1f} s | | {start['memory']:.0f} MB |", flush=True)
    settings = [(n_articles, size, 1) for size in BATCH_SIZES]
    settings += [(n_articles * GROWTH, DEFAULT_BATCH, 1), (n_articles, DEFAULT_BATCH, 2)]
    for n, batch_size, n_process in settings:
        line = in_a_process(n, batch_size, n_process)
        label = f"{n:,} articles, `batch_size={batch_size}`, `n_process={n_process}`"
        print(f"| {label} | {line['speed']:,.0f} | {line['memory']:.0f} MB |", flush=True)


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(description="What extract_many takes.")
    options.add_argument("--articles", type=int, default=400, help="how many, in most lines")
    options.add_argument("--one", type=int, nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(measure(*given.one)))
    else:
        report(given.articles)


if __name__ == "__main__":
    main()
