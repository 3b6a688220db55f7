"""Wheel and sdist of what is committed, built twice, and whether the two are the same bytes.

The second clone lies elsewhere and has other permissions, and its files are of another hour: none of that may
show in what is built.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

__all__ = ["CheckError", "build_twice", "check_contents", "digests", "run"]

IN_WHEEL = (
    "quotekit/py.typed",
    "quotekit/models/en/meta.json",
    "quotekit/models/en/parser/model",
    "quotekit/models/en/quotekit_labeller/network",
    "quotekit/models/speakers.json",
    "quotekit/models/statements.npz",
    "quotekit/data/en/SOURCES",
)
IN_SDIST = (
    *(f"src/{name}" for name in IN_WHEEL),
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "docs/model-card.md",
    "docs/quickstart.md",
    "seeds/gold.jsonl",
    "tests/conftest.py",
)
LICENCES = ("licenses/LICENSE", "licenses/docs/model-card.md")


class CheckError(Exception):
    """Something that keeps the release from being made."""


def run(command: Iterable[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """What a command prints; raises `CheckError` with its last words where it fails.

    Nothing that the caller told Python reaches it, such as PYTHONPATH.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    words = list(map(str, command))
    done = subprocess.run(
        words,
        cwd=folder,
        env={**kept, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise CheckError(f"{' '.join(words)} gave {done.returncode}:\n{done.stdout[-3000:]}")
    return done.stdout


def build_twice(root: Path, work: Path) -> tuple[Path, Path]:
    """The wheel and the sdist of the last commit. Raises `CheckError` where a second build differs.

    Also where the wheel that the sdist makes is another one.
    """
    moment = run(["git", "log", "-1", "--format=%ct"], root).strip()
    first = _build(_clone(root, work / "one", 0o022), work / "dist", moment)
    second = _build(_clone(root, work / "elsewhere" / "two", 0o077), work / "again", moment)
    if digests(first) != digests(second):
        raise CheckError(f"two builds of one commit differ: {digests(first)}, {digests(second)}")
    (wheel,), (sdist,) = work.glob("dist/*.whl"), work.glob("dist/*.tar.gz")
    with tarfile.open(sdist) as opened:
        opened.extractall(work / "unpacked", filter="data")
    (source,) = (work / "unpacked").iterdir()
    (from_sdist,) = _build(source, work / "third", moment, "-t", "wheel")
    if from_sdist.read_bytes() != wheel.read_bytes():
        raise CheckError(f"the sdist makes another wheel than the commit: {from_sdist}, {wheel}")
    return wheel, sdist


def _clone(root: Path, folder: Path, umask: int) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    before = os.umask(umask)
    try:
        run(["git", "clone", "--quiet", "--no-hardlinks", root, folder], folder.parent)
    finally:
        os.umask(before)
    for number, path in enumerate(sorted((folder / "src").rglob("*"))):
        os.utime(path, (10**9 + umask * 1000 + number,) * 2)
    return folder


def _build(source: Path, out: Path, moment: str, *options: str) -> list[Path]:
    command: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "-d", out, *options]
    run(command, source, {"SOURCE_DATE_EPOCH": moment})
    return sorted(out.iterdir())


def digests(files: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each file, by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def check_contents(wheel: Path, sdist: Path) -> None:
    """Raises `CheckError` where one of the two lacks what it must have, or has what nobody needs."""
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    info = next(name for name in names if name.endswith(".dist-info/METADATA")).removesuffix("METADATA")
    _check_names(wheel.name, names, {*IN_WHEEL, *(info + name for name in LICENCES)})
    with tarfile.open(sdist) as opened:
        members = opened.getnames()
    _check_names(sdist.name, {name.partition("/")[2] for name in members}, set(IN_SDIST))


def _check_names(where: str, names: set[str], wanted: set[str]) -> None:
    if wanted - names:
        raise CheckError(f"{where} lacks {', '.join(sorted(wanted - names))}")
    odd = sorted(name for name in names if name.endswith((".pyc", ".tmp", "~")) or "__pycache__" in name)
    if odd:
        raise CheckError(f"{where} holds {', '.join(odd[:5])}")
