"""The wheel in an environment of its own, used as a reader of the quickstart would."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from release.building import CheckError, run

__all__ = [
    "MOST_LIBRARIES",
    "check_brought",
    "check_commands",
    "check_examples",
    "examples_of",
    "install",
    "program",
]

_FENCED = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# Runs in the new environment, which has no pytest. Warnings are errors there too.
_RUNNER = """
import doctest, pathlib, sys
source = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
test = doctest.DocTestParser().get_doctest(source, {}, sys.argv[2], sys.argv[2], 0)
failed, attempted = doctest.DocTestRunner(verbose=False).run(test)
print(attempted)
sys.exit(failed > 0)
"""

# What quotekit asks for itself and spaCy does not bring, and what comes with that.
_ASKED = """
import json
from importlib.metadata import requires
from packaging.requirements import Requirement

def asked(name):
    wanted = map(Requirement, requires(name) or ())
    kept = (one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""}))
    return {one.name.lower().replace("_", "-") for one in kept}

def all_of(names):
    found, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= asked(name) - found
    return found

spacys = all_of({"spacy"})
come = all_of({"quotekit"}) - spacys - {"quotekit"}
print(json.dumps({"asked": list(asked("quotekit") - spacys), "come": list(come)}))
"""
MOST_LIBRARIES = 3


def program(environment: Path, name: str) -> Path:
    """A program of a virtual environment."""
    return environment / ("Scripts" if sys.platform == "win32" else "bin") / name


def install(wheel: Path, environment: Path) -> dict[str, str]:
    """The versions of what the wheel brings, itself left out, after installing it into a new environment."""
    run([sys.executable, "-m", "venv", "--clear", environment], wheel.parent)
    python = program(environment, "python")
    pip = (python, "-m", "pip", "--disable-pip-version-check")
    run([*pip, "install", "--quiet", wheel], wheel.parent)
    run([*pip, "check"], wheel.parent)
    code = (
        "import json, importlib.metadata as m;"
        "print(json.dumps({d.name: d.version for d in m.distributions()}))"
    )
    found: dict[str, str] = json.loads(run([python, "-c", code], wheel.parent))
    return {name: found[name] for name in sorted(found) if name not in {"quotekit", "pip", "setuptools"}}


def check_brought(environment: Path, readme: Path) -> tuple[list[str], list[str]]:
    """The libraries that quotekit asks for beyond spaCy and what spaCy brings, and all that come with them.

    Raises `CheckError` for one that the README does not name, and for more than `MOST_LIBRARIES`.
    """
    found = json.loads(run([program(environment, "python"), "-c", _ASKED], environment))
    asked, come = sorted(found["asked"]), sorted(found["come"])
    named = readme.read_text(encoding="utf-8").partition("## Core dependencies")[2]
    unnamed = [name for name in asked if f"[{name}]" not in named]
    if unnamed or len(asked) > MOST_LIBRARIES:
        raise CheckError(
            f"beyond spaCy the core asks for {', '.join(asked)}: {MOST_LIBRARIES} at most, each in the "
            f"README's table of core dependencies, which lacks {', '.join(unnamed) or 'none'}"
        )
    return asked, come


def examples_of(document: str) -> str:
    """The examples of a Markdown document, one after the other.

    >>> examples_of("Text.\\n```pycon\\n>>> 1 + 1\\n2\\n```\\n")
    '>>> 1 + 1\\n2\\n'
    """
    return "\n".join(_FENCED.findall(document))


def check_examples(document: Path, environment: Path, work: Path) -> int:
    """How many examples of a document were run, all of which printed what it says; else `CheckError`."""
    work.mkdir(parents=True, exist_ok=True)
    script, examples = work / "runner.py", work / "examples.txt"
    script.write_text(_RUNNER, encoding="utf-8")
    examples.write_text(examples_of(document.read_text(encoding="utf-8")), encoding="utf-8")
    python = program(environment, "python")
    n_run = int(run([python, "-W", "error", script, examples, document.name], work).split()[-1])
    if not n_run:
        raise CheckError(f"{document.name} has no example: it is to have some")
    return n_run


def check_commands(seeds: Path, environment: Path, work: Path) -> int:
    """How many quotes the command finds in the stories of ``seeds``, printed in each of its formats."""
    stories = sorted(seeds.glob("*.txt"))
    quotekit = program(environment, "quotekit")
    run([quotekit, "extract", *stories], work)
    run([quotekit, "extract", *stories, "--out", work / "quotes.html"], work)
    run([quotekit, "extract", *stories, "--out", work / "quotes.jsonl"], work)
    lines = (work / "quotes.jsonl").read_text(encoding="utf-8").splitlines()
    counts = [len(json.loads(line)["quotes"]) for line in lines]
    if len(counts) != len(stories) or not all(counts):
        raise CheckError(f"quotes found in the {len(stories)} stories: {counts}")
    return sum(counts)
