"""The wheel is whole: what an installed quotekit needs is in it, and what it need not is not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "quotekit"
MOST_MEGABYTES = 25

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="needs hatchling, which the dev extra brings"
)


def build(source: Path, folder: Path) -> Path:
    """The wheel of what is in ``source``."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(build(ROOT, tmp_path_factory.mktemp("wheel"))) as opened:
        yield opened


def test_every_file_of_the_package_is_in_the_wheel_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    expected = {
        f"quotekit/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == expected


def test_a_copy_elsewhere_with_other_times_and_permissions_builds_the_same_bytes(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "docs/model-card.md"):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    for number, path in enumerate(filter(Path.is_file, copy.rglob("*"))):
        path.chmod(0o600)
        os.utime(path, (10**9 + number, 10**9 + number))
    assert wheel.filename is not None
    assert build(copy, tmp_path / "dist").read_bytes() == Path(wheel.filename).read_bytes()


def test_the_word_lists_the_weights_and_the_types_are_among_them(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert {"quotekit/py.typed", "quotekit/models/en/meta.json", "quotekit/data/en/SOURCES"} <= names
    assert {"quotekit/models/speakers.json", "quotekit/data/en/given_genders.txt"} <= names


def test_the_metadata_names_both_licences_and_carries_the_model_card(wheel: zipfile.ZipFile) -> None:
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    lines = wheel.read(metadata).decode().splitlines()
    assert "License-Expression: Apache-2.0 AND LicenseRef-quotekit-weights" in lines
    assert "License-File: docs/model-card.md" in lines
    assert wheel.read(metadata.replace("METADATA", "licenses/docs/model-card.md"))


def test_the_wheel_stays_small(wheel: zipfile.ZipFile) -> None:
    assert sum(entry.compress_size for entry in wheel.infolist()) < MOST_MEGABYTES * 1_000_000
