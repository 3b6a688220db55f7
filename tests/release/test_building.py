"""What a release must hold, and the documents that go with it."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

import quotekit
from release.building import IN_SDIST, IN_WHEEL, LICENCES, CheckError, check_contents, digests, run

ROOT = Path(__file__).resolve().parents[2]
INFO = "quotekit-0.1.dist-info/"
WHOLE = {*IN_WHEEL, f"{INFO}METADATA", *(INFO + name for name in LICENCES)}


def archives(folder: Path, in_wheel: set[str], in_sdist: set[str]) -> tuple[Path, Path]:
    wheel, sdist = folder / "a.whl", folder / "a.tar.gz"
    with zipfile.ZipFile(wheel, "w") as opened:
        for name in in_wheel:
            opened.writestr(name, "")
    with tarfile.open(sdist, "w:gz") as opened:
        for name in in_sdist:
            opened.addfile(tarfile.TarInfo(f"quotekit-0.1/{name}"), io.BytesIO())
    return wheel, sdist


def test_whole_archives_pass(tmp_path: Path) -> None:
    check_contents(*archives(tmp_path, WHOLE, set(IN_SDIST)))


@pytest.mark.parametrize(
    "name", ["quotekit/py.typed", "quotekit/models/en/parser/model", f"{INFO}{LICENCES[1]}"]
)
def test_a_wheel_that_lacks_a_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(CheckError, match=rf"a\.whl lacks {re.escape(name)}$"):
        check_contents(*archives(tmp_path, WHOLE - {name}, set(IN_SDIST)))


def test_an_sdist_that_lacks_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match=r"a\.tar\.gz lacks CITATION\.cff, LICENSE"):
        check_contents(*archives(tmp_path, WHOLE, set(IN_SDIST) - {"LICENSE", "CITATION.cff"}))


def test_what_nobody_needs_is_told(tmp_path: Path) -> None:
    cache = "quotekit/__pycache__/model.cpython-312.pyc"
    with pytest.raises(CheckError, match=f"holds {cache}"):
        check_contents(*archives(tmp_path, {*WHOLE, cache}, set(IN_SDIST)))


def test_every_file_that_a_release_must_hold_is_in_the_checkout() -> None:
    assert [name for name in IN_SDIST if not (ROOT / name).is_file()] == []


def test_digests_are_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.whl"
    path.write_bytes(b"abc")
    # From FIPS 180-2, appendix B.1.
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digests([path]) == {"a.whl": expected}


def test_a_command_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match=r"gave 128:\n.*not a git command|cannot change|fatal") as caught:
        run(["git", "-C", "absent", "status"], tmp_path)
    assert str(caught.value).startswith("git -C absent status gave 128")


def test_the_citation_and_the_changelog_are_of_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", citation, re.MULTILINE) == [quotekit.__version__]
    assert re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[0] == quotekit.__version__
