"""How long an installed quotekit takes until it works: importing it, and one article on the command line.

Each figure is the least of several fresh processes, once all files are in memory. Time of the processor is
given beside that of the clock: it is the same on a machine that has other work. Numpy's threads are held to
one, since they spend time of the processor by waiting for each other.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from release.building import CheckError
from release.installing import program

__all__ = ["Seconds", "measure_startup", "render_startup"]

ROUNDS = 5
# With all parts asleep, as quotekit loads it: spaCy would run the names of the entity ruler through them.
LOAD = """
import importlib.util, json, spacy
from pathlib import Path
folder = Path(importlib.util.find_spec("quotekit").origin).with_name("models") / "en"
spacy.load(folder, disable=json.loads((folder / "meta.json").read_text("utf-8"))["pipeline"])
"""


@frozen
class Seconds:
    """Time of the processor, and of the clock."""

    cpu: float
    wall: float


def measure_startup(environment: Path, story: Path, rounds: int = ROUNDS) -> dict[str, Seconds]:
    """What each of some processes takes, by what it does."""
    python, quotekit = program(environment, "python"), program(environment, "quotekit")
    names = "[getattr(quotekit, name) for name in quotekit.__all__]"
    extract = "import spacy; from quotekit import extract_quotes"
    commands: dict[str, Sequence[str | Path]] = {
        "python": [python, "-c", ""],
        "import quotekit": [python, "-c", "import quotekit"],
        "import spacy": [python, "-c", "import spacy"],
        "import spacy, then extract_quotes": [python, "-c", extract],
        "import spacy, then all public names": [python, "-c", f"import spacy, quotekit; {names}"],
        "import spacy, load the weights": [python, "-c", LOAD],
        "quotekit extract, one article": [quotekit, "extract", story],
    }
    least: dict[str, Seconds] = {}
    for _ in range(rounds):
        for name, command in commands.items():  # in turn, so that a busy minute strikes all alike
            taken = _time(command)
            before = least.get(name, taken)
            least[name] = Seconds(min(before.cpu, taken.cpu), min(before.wall, taken.wall))
    return least


def _time(command: Sequence[str | Path]) -> Seconds:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    before, begun = os.times(), time.perf_counter()
    done = subprocess.run(list(map(str, command)), check=False, stdout=subprocess.DEVNULL, env=environment)
    if done.returncode:
        raise CheckError(f"{' '.join(map(str, command))} gave {done.returncode}")
    after, wall = os.times(), time.perf_counter() - begun
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Seconds(spent, wall)


def render_startup(found: dict[str, Seconds]) -> str:
    """The figures as a table; and what is quotekit's own, beyond spaCy and the weights."""
    lines = [f"{'seconds':38}{'cpu':>7}{'clock':>7}"]
    lines += [f"{name:38}{one.cpu:7.2f}{one.wall:7.2f}" for name, one in found.items()]
    parts = (
        ("quotekit's imports", "import spacy, then extract_quotes", "import spacy"),
        ("quotekit's part of an article", "quotekit extract, one article", "import spacy, load the weights"),
    )
    for name, whole, without in parts:
        cpu, wall = found[whole].cpu - found[without].cpu, found[whole].wall - found[without].wall
        lines.append(f"{name:38}{cpu:7.2f}{wall:7.2f}")
    return "\n".join(lines) + "\n"
