"""What twice the text costs: `extract_quotes` on a text and on the same text twice.

    python -m benchmarks.scaling [--scale 1.0]

Time should double; LIMIT leaves room for noise. Exits with 1 where a text takes longer. The line of
5 MB takes minutes: --scale 0.1 is a quick look.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import quotekit
from benchmarks.texts import article_texts

LIMIT = 2.3
ENOUGH_SECONDS = 20.0
N_CHARS = 150_000
N_LONGEST = 2_500_000
N_MARKS = 50_000


def ordinary(n_chars: int) -> str:
    """Paragraphs of news, repeated to about ``n_chars`` characters."""
    text = "\n\n".join(article_texts()[:12])
    return (text + "\n\n") * max(1, round(n_chars / len(text)))


def one_line(n_chars: int) -> str:
    """The same news as one paragraph on one line."""
    return " ".join(ordinary(n_chars).split())


def marks_alone(n_marks: int) -> str:
    """Nothing but quotation marks, as a broken file has them: no pair, no end."""
    return "“" * (n_marks // 2) + '" ' * (n_marks // 2)


def quoted_words(n_marks: int) -> str:
    """Ordinary pairs of marks, a short quote each."""
    return '"Yes," he said. ' * (n_marks // 2)


def seconds(text: str) -> float:
    """The better of two runs; of one, where it takes so long that a stray second does not count."""
    times: list[float] = []
    while len(times) < 2 and sum(times) < ENOUGH_SECONDS:
        begun = time.perf_counter()
        quotekit.extract_quotes(text)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> int:
    """Print a line a kind of text; 1 where doubling takes more than LIMIT times as long."""
    options = argparse.ArgumentParser(description="What twice the text costs.")
    options.add_argument("--scale", type=float, default=1.0, help="factor on the sizes of the texts")
    scale = options.parse_args().scale
    kinds: dict[str, tuple[Callable[[int], str], int]] = {
        "ordinary paragraphs": (ordinary, N_CHARS),
        "one long line": (one_line, N_CHARS),
        "marks alone": (marks_alone, N_MARKS),
        "short quotes": (quoted_words, N_MARKS // 10),
        "a line of 5 MB": (one_line, N_LONGEST),
    }
    quotekit.extract_quotes("Warm up, he said.")
    slow = []
    for name, (make, size) in kinds.items():
        once, twice = make(round(size * scale)), make(round(2 * size * scale))
        first, second = seconds(once), seconds(twice)
        ratio = second / first
        sizes = f"{len(once)} to {len(twice)} characters"
        print(f"{name:22}{sizes:32}{first:7.2f} s to {second:7.2f} s, x{ratio:.2f}")
        if ratio > LIMIT:
            slow.append(name)
    if slow:
        print(f"more than {LIMIT} times as long: {', '.join(slow)}", file=sys.stderr)
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
