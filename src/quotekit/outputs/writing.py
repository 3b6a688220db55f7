"""Output that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from quotekit.errors import UsageError

__all__ = ["file_at", "write_file", "write_folder", "write_stream"]

# Up to here, in bytes, what is to be printed waits in memory, then on disk.
_IN_MEMORY: Final = 1 << 24


def write_file(path: Path, parts: Iterable[str | bytes]) -> None:
    """Writes ``parts`` to ``path``, strings as UTF-8, whole: until all are there, ``path`` stays as it was.

    They go to a new file beside it, which takes its name at the end and its permissions, and which
    is removed when anything fails. A device or a pipe gets them through `write_stream`. Raises
    `UsageError` where no such file can be made, before the first part is asked for.
    """
    target = file_at(path)
    if (target.exists() and not target.is_file()) or Path("/dev") in path.absolute().parents:
        # Behind /dev/stdout may stand a file that somebody else is writing to: it is added to.
        with path.open("ab") as device:
            write_stream(device, parts)
        return
    draft = target.with_name(f".quotekit-{os.getpid()}.tmp")
    try:
        file = draft.open("xb")
    except OSError as error:
        raise UsageError(
            f"the output {str(path)!r} cannot be written ({error.strerror}): name another file"
        ) from error
    try:
        with file:
            _write(file, parts)
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def file_at(path: Path) -> Path:
    """The file that ``path`` leads to, which need not be there. Raises `UsageError` where none can be."""
    target = Path(os.path.realpath(path))
    if target.is_dir() or not target.parent.is_dir():
        reason = "is a folder" if target.is_dir() else f"has no folder {str(path.parent)!r} to be in"
        raise UsageError(f"the output {str(path)!r} {reason}: name a file in a folder that exists")
    return target


def write_folder(path: Path, files: Iterable[tuple[str, str]]) -> None:
    """Writes files, given by name and text, into the folder ``path``, which is made: all of them or none.

    They go to a new folder beside it, which takes its name at the end; where it is there already, to one in
    it, and come out at the end. Raises `UsageError`, before the first file is asked for, where it holds
    something: annotations that somebody has corrected would be lost.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise UsageError(f"the output {str(path)!r} is there already: name a folder that is new or empty")
    if not target.parent.is_dir():
        raise UsageError(f"the output {str(path)!r} has no folder to be in: name one in a folder that exists")
    is_there = target.exists()
    draft = (target if is_there else target.parent) / f".quotekit-{os.getpid()}.tmp"
    try:
        draft.mkdir()
    except OSError as error:
        raise UsageError(
            f"the output {str(path)!r} cannot be written ({error.strerror}): name another folder"
        ) from error
    try:
        for name, text in files:
            with (draft / name).open("xb") as file:
                _write(file, [text])
        if is_there:
            for made in list(draft.iterdir()):
                made.replace(target / made.name)
        else:
            draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_stream(stream: IO[bytes], parts: Iterable[str | bytes]) -> None:
    """Writes ``parts`` to ``stream``, strings as UTF-8, and nothing before the last of them is there."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        _write(spool, parts)
        spool.seek(0)
        shutil.copyfileobj(spool, stream)
    stream.flush()


def _write(file: IO[bytes], parts: Iterable[str | bytes]) -> None:
    for part in parts:
        # A lone surrogate, which UTF-8 cannot hold, becomes its escape: in JSON that is the same.
        file.write(part if isinstance(part, bytes) else part.encode("utf-8", "backslashreplace"))
