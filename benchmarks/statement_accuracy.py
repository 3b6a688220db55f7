"""Statements against what people hold for one: every figure with its target, beside TF-IDF, in one table.

    python -m benchmarks.statement_accuracy ../shared

Runs the command line on the dev sets, the three articles and the stories of that folder, has its scorers
judge what comes out, and prints one table in markdown. With scikit-learn (``pip install 'quotekit[bench]'``)
TF-IDF stands beside it, at the best of a few thresholds *on the very set that is scored*: an advantage that
quotekit, with one setting for all, does not have.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from attrs import frozen

from benchmarks.accuracy.tables import NOTHING, Table, markdown
from benchmarks.statement_baselines import NAMES, groupings, pair_answers
from quotekit.reliability import calibration_error, reliability
from quotekit.statements.index import candidate_pairs, terms_of
from quotekit.statements.rendering import read_rendering
from quotekit.statements.units import Unit

QUOTEKIT = (sys.executable, "-c", "from quotekit.cli import main; main()")
N_DEV_PAIRS = 2_000
SEED = 0
COVERED = 0.5  # the share of a source statement from which on the scorer counts a rendering to it

Record = dict[str, Any]
Figures = dict[str, str]


@frozen
class Row:
    """One line of the table: what is measured, and what it must reach and should."""

    name: str
    key: str
    bar: str = NOTHING
    aim: str = NOTHING


ROWS = (
    Row("`dev.jsonl`, B-cubed F", "dev", "96", "97.5"),
    Row("`dev_adv.jsonl`, B-cubed F", "dev_adv", "95", "96.5"),
    Row("`challenge_dev.jsonl`, false merges", "false_merges", "8 %", "4 %"),
    Row("… of those with another number", "number", "3 %"),
    Row("… another date", "date", "3 %"),
    Row("… a negation", "negation", "3 %"),
    Row("… another name", "entity"),
    Row("… an opposite", "antonym"),
    Row("`challenge_dev.jsonl`, recall of the controls", "control_recall", "92 %", "95 %"),
    Row("three articles, statements of two or three outlets", "seeds", "4 of 6", "6 of 6"),
    Row("three articles, false merges", "seeds_false", "0", "0"),
    Row("stories, statements, B-cubed F", "stories", "80", "88"),
    Row("stories, near misses merged", "stories_near", "1 of 23", "0 of 23"),
    Row("calibration error, `challenge_dev.jsonl`", "ece_challenge"),
    Row("calibration error, pairs of `dev.jsonl`", "ece_dev"),
)


@frozen
class Bench:
    """Where the data are, and a folder for what is written on the way."""

    shared: Path
    work: Path

    @property
    def variants(self) -> Path:
        """The folder of the sets of renderings."""
        return self.shared / "data" / "variants"

    def quotekit(self, *arguments: str | Path, out: str) -> Path:
        """Runs the command line; the file that it wrote."""
        path = self.work / out
        _run([*QUOTEKIT, *map(str, arguments), "--out", str(path)])
        return path

    def score(self, scorer: str, *arguments: str | Path) -> str:
        """What a scorer prints."""
        return _run([sys.executable, str(self.shared / "bench" / f"{scorer}.py"), *map(str, arguments)])

    def groups(self, name: str, found: Path) -> float:
        """The B-cubed F of a grouping of one of the sets, in percent."""
        gold, unsure = self.variants / f"{name}.jsonl", self.variants / f"{name}.ambiguous.json"
        values = _values(self.score("score_statements", "groups", found, gold, unsure))
        return 100 * float(values["b_cubed"][2])

    def pairs(self, found: Path) -> dict[str, float]:
        """The shares of a set of answers to the challenge, in percent."""
        gold = self.variants / "challenge_dev.jsonl"
        values = _values(self.score("score_statements", "pairs", found, gold))
        return {name: 100 * float(value) for name, value in values.items()}


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"benchmarks.statement_accuracy: {' '.join(command)!s:.300} ended with {done.returncode}")
    return done.stdout


def _values(printed: str) -> Record:
    """The figures of a scorer: a name and a number or list on each line."""
    return {name: json.loads(value) for name, value in (line.split(None, 1) for line in printed.splitlines())}


def read(path: Path) -> list[Record]:
    """The records of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write(path: Path, records: Iterable[Mapping[str, object]]) -> Path:
    """Writes records, one a line; the path."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def sets_figures(bench: Bench) -> Figures:
    """B-cubed F of the sets of renderings."""
    found = {}
    for name in ("dev", "dev_adv"):
        path = bench.variants / f"{name}.jsonl"
        found[name] = f"{bench.groups(name, _dedupe_items(bench, path)):.1f}"
    return found


def _dedupe_items(bench: Bench, path: Path) -> Path:
    """The texts alone are given: no cluster, no document."""
    items = write(bench.work / path.name, ({"id": one["id"], "text": one["text"]} for one in read(path)))
    return bench.quotekit("dedupe", "--items", items, "--format", "jsonl", out=f"{path.stem}.groups.jsonl")


def challenge_figures(bench: Bench) -> Figures:
    """False merges by kind, recall of the controls, and how far the scores can be trusted."""
    gold = read(bench.variants / "challenge_dev.jsonl")
    found = _compared(bench, "challenge", [(one["id"], one["a"], one["b"]) for one in gold])
    shares = bench.pairs(found)
    right = {one["id"]: bool(one["label"]) for one in gold}
    shown = {name: f"{value:.1f} %" for name, value in shares.items()}
    return shown | {"ece_challenge": _error(read(found), right)}


def _compared(bench: Bench, name: str, pairs: Iterable[tuple[str, str, str]]) -> Path:
    """The verdicts of ``quotekit same`` on some pairs (id, a, b)."""
    path = write(bench.work / f"{name}.pairs.jsonl", ({"id": id, "a": a, "b": b} for id, a, b in pairs))
    return bench.quotekit("same", "--pairs", path, out=f"{name}.verdicts.jsonl")


def _error(verdicts: Sequence[Record], right: Mapping[str, bool]) -> str:
    bins = reliability([one["score"] for one in verdicts], [right[one["id"]] for one in verdicts])
    return f"{calibration_error(bins):.3f} of {len(verdicts):,} pairs"


def dev_pair_figures(bench: Bench) -> Figures:
    """How far the scores of pairs of dev can be trusted: those that grouping would compare, a sample."""
    items = read(bench.variants / "dev.jsonl")
    unsure = json.loads((bench.variants / "dev.ambiguous.json").read_text(encoding="utf-8"))
    apart = {frozenset(pair) for pair in unsure}
    terms = [terms_of(Unit(one["text"], ("", 0, 0)), read_rendering(one["text"])) for one in items]
    judged = []
    for i, j in zip(*(side.tolist() for side in candidate_pairs(terms)), strict=True):
        answer = is_one_statement(items[i], items[j], apart)
        if answer is not None:
            judged.append((f"{i}-{j}", items[i]["text"], items[j]["text"], answer))
    drawn = Random(SEED).sample(judged, min(N_DEV_PAIRS, len(judged)))
    found = _compared(bench, "dev", (one[:3] for one in drawn))
    return {"ece_dev": _error(read(found), {one[0]: one[3] for one in drawn})}


def is_one_statement(a: Record, b: Record, unsure: set[frozenset[str]]) -> bool | None:
    """Whether two items render one statement, as the scorer judges it; `None` where it does not."""
    shared = a["cover"].keys() & b["cover"].keys()
    if any(a["cover"][one] >= COVERED and b["cover"][one] >= COVERED for one in shared):
        return True if a["cluster"] == b["cluster"] else None
    if shared or any(frozenset((one, other)) in unsure for one in a["cover"] for other in b["cover"]):
        return None
    return False


def article_figures(bench: Bench) -> Figures:
    """What is found in the three articles, from raw text."""
    files = sorted((bench.shared / "seeds").glob("*.txt"))
    quotes, statements = _from_raw(bench, "seeds", files)
    printed = bench.score("score_seeds", bench.shared / "seeds", quotes, statements)
    found = re.search(r"^statements +(\d+ of \d+) found.*false merges (\d+)", printed, re.MULTILINE)
    return {"seeds": found[1], "seeds_false": found[2]} if found else {}


def story_figures(bench: Bench) -> Figures:
    """What is found in the stories, from raw text."""
    folder = bench.shared / "stories"
    quotes, statements = _from_raw(bench, "stories", [folder / "documents.jsonl"])
    printed = bench.score("score_stories", folder, quotes, statements)
    shares = re.search(r"^statements .*B-cubed P/R/F \[.*, ([\d.]+)\]", printed, re.MULTILINE)
    near = re.search(r"^near misses merged (\d+ of \d+)", printed, re.MULTILINE)
    return {"stories": shares[1], "stories_near": near[1]} if shares and near else {}


def _from_raw(bench: Bench, name: str, files: Sequence[Path]) -> tuple[Path, Path]:
    """Quotes and statements of some articles."""
    return (
        bench.quotekit("extract", *files, "--format", "jsonl", out=f"{name}.quotes.jsonl"),
        bench.quotekit("dedupe", *files, "--format", "jsonl", out=f"{name}.statements.jsonl"),
    )


def baseline_figures(bench: Bench, name: str) -> Figures:
    """What TF-IDF comes to, each figure with the threshold that was best on that set."""
    figures = {}
    for part in ("dev", "dev_adv"):
        items = read(bench.variants / f"{part}.jsonl")
        scored = []
        for threshold, groups in groupings(name, [one["text"] for one in items]):
            records = ({"id": one["id"], "statement": at} for one, at in zip(items, groups, strict=True))
            scored.append((bench.groups(part, write(bench.work / "baseline.jsonl", records)), threshold))
        best, threshold = max(scored)
        figures[part] = f"{best:.1f} (at {threshold:.2f})"
    return figures | _challenge_baseline(bench, name)


def _challenge_baseline(bench: Bench, name: str) -> Figures:
    gold = read(bench.variants / "challenge_dev.jsonl")
    scored = []
    for threshold, answers in pair_answers(name, [(one["a"], one["b"]) for one in gold]):
        records = ({"id": one["id"], "same": same} for one, same in zip(gold, answers, strict=True))
        shares = bench.pairs(write(bench.work / "baseline.jsonl", records))
        scored.append((shares["control_recall"] - shares["false_merges"], threshold, shares))
    _, threshold, shares = max(scored, key=lambda one: one[:2])
    return {key: f"{value:.1f} % (at {threshold:.2f})" for key, value in shares.items()}


def table_of(own: Figures, baselines: Mapping[str, Figures]) -> Table:
    """The figures of all rows, ours behind those of others."""
    columns = ("", *baselines, "quotekit", "bar", "aim")
    rows = [
        (row.name, *(one.get(row.key, NOTHING) for one in (*baselines.values(), own)), row.bar, row.aim)
        for row in ROWS
    ]
    note = (
        "TF-IDF: average linkage, or a cosine, at the best of ten thresholds, which was chosen on the same "
        "set and stands in brackets."
    )
    return Table("Renderings grouped and compared", columns, tuple(rows), note if baselines else "")


PARTS: tuple[Callable[[Bench], Figures], ...] = (
    sets_figures,
    challenge_figures,
    dev_pair_figures,
    article_figures,
    story_figures,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where the folder does not hold what is needed."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.statement_accuracy", description=(__doc__ or "").split("\n")[0]
    )
    options.add_argument("shared", type=Path, help="folder with data/variants, seeds, stories and bench")
    shared = options.parse_args(arguments).shared
    if not (shared / "bench" / "score_statements.py").is_file():
        print(f"benchmarks.statement_accuracy: {shared} has no bench/score_statements.py", file=sys.stderr)
        return 2
    has_peers = find_spec("sklearn") is not None
    if not has_peers:
        print("without TF-IDF, which needs scikit-learn: pip install 'quotekit[bench]'", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(shared, Path(folder))
        own: Figures = {}
        for part in PARTS:
            own |= part(bench)
        baselines = {name: baseline_figures(bench, name) for name in NAMES} if has_peers else {}
    print("\n".join(markdown(table_of(own, baselines))).rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
