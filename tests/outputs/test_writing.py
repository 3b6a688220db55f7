"""Output is written whole or not at all."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotekit.errors import UsageError
from quotekit.outputs.writing import write_file, write_folder, write_stream


def failing() -> Iterator[str]:
    yield "half"
    raise RuntimeError("the input broke")


def test_a_file_holds_all_parts_as_utf8_without_newline_translation(tmp_path: Path) -> None:
    write_file(tmp_path / "out", ["“a”\n", "b\r\n"])
    assert (tmp_path / "out").read_bytes() == "“a”\nb\r\n".encode()


def test_a_folder_that_is_there_stays_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be the one that the shell stands in, or one that is mounted and cannot be replaced."""
    before = tmp_path.stat().st_ino
    monkeypatch.chdir(tmp_path)
    write_folder(Path(), [("a.txt", "a"), ("b.txt", "b")])
    assert sorted(path.name for path in Path().iterdir()) == ["a.txt", "b.txt"]
    assert tmp_path.stat().st_ino == before


def test_a_folder_that_is_there_stays_empty_where_a_file_fails(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, str]]:
        yield "a.txt", "a"
        raise RuntimeError("the input broke")

    with pytest.raises(RuntimeError):
        write_folder(tmp_path, files())
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_file(tmp_path / "out", failing())
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("out", "old")]


def test_a_failure_makes_no_new_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        write_file(tmp_path / "out", failing())
    assert list(tmp_path.iterdir()) == []


def test_the_old_file_stands_until_the_last_part(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("old", encoding="utf-8")

    def parts() -> Iterator[str]:
        yield "new"
        assert out.read_text(encoding="utf-8") == "old"

    write_file(out, parts())
    assert out.read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links are those of POSIX")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    out, link = tmp_path / "out", tmp_path / "link"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o640)
    link.symlink_to(out)
    write_file(link, ["new"])
    assert link.is_symlink()
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert out.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no/out", r"the output '.*no/out' has no folder '.*no' to be in"),
        (".", r"the output '.*' is a folder"),
    ],
)
def test_a_place_where_no_file_can_be_is_refused_before_the_work(
    tmp_path: Path, name: str, message: str
) -> None:
    def parts() -> Iterator[str]:
        pytest.fail("the work was begun")
        yield ""

    with pytest.raises(UsageError, match=message):
        write_file(tmp_path / name, parts())


def test_a_stream_gets_all_or_nothing() -> None:
    stream = io.BytesIO()
    with pytest.raises(RuntimeError):
        write_stream(stream, failing())
    assert stream.getvalue() == b""
    write_stream(stream, ["a", "ü"])
    assert stream.getvalue() == "aü".encode()


def test_a_lone_surrogate_becomes_its_escape() -> None:
    stream = io.BytesIO()
    write_stream(stream, ['"\udc80"'])
    assert stream.getvalue() == b'"\\udc80"'


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device")
def test_a_device_is_written_to_and_not_replaced() -> None:
    write_file(Path("/dev/null"), ["a"])
    assert Path("/dev/null").is_char_device()
