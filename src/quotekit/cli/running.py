"""What the commands have in common: reading, counting, choosing a format, writing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from quotekit.cli.options import AnyFormat
from quotekit.errors import QuotekitError, UsageError

if TYPE_CHECKING:
    from quotekit.model import Act, Quotes

__all__ = [
    "BAD_CALL",
    "FAILED",
    "INTERRUPTED",
    "acts_of",
    "as_list",
    "check_output",
    "counted",
    "file_of",
    "format_of",
    "look",
    "noting",
    "read_quotes",
    "reading",
    "say",
    "write",
]

FAILED: Final = 1
"""The exit code where some input failed under ``--keep-going``."""

BAD_CALL: Final = 2
"""The exit code of a bad call or input."""

INTERRUPTED: Final = 130
"""The exit code of Ctrl-C."""

_NO_READER: Final = 141
# Columns of a table that goes to a file or a pipe, where COLUMNS does not say.
_WIDTH: Final = 100


def acts_of(value: str) -> tuple[Act, ...]:
    """The acts that ``--acts`` names, in the order of `ACTS`. Raises `UsageError` for an unknown one."""
    from quotekit.model import ACTS

    if value == "all":
        return ACTS
    wanted = [part.strip() for part in value.split(",")]
    for act in wanted:
        if act not in ACTS:
            raise UsageError(f"--acts has {act!r}: choose from {', '.join(ACTS)}, or give all")
    return tuple(act for act in ACTS if act in wanted)


def noting(failed: list[QuotekitError], *, keep_going: bool) -> Callable[[QuotekitError], None]:
    """What is done with an input that fails."""

    def note(error: QuotekitError) -> None:
        if not keep_going:
            raise error
        failed.append(error)
        say(str(error))

    return note


def read_quotes(
    paths: Iterable[str],
    encoding: str,
    note: Callable[[QuotekitError], None],
    outputs: Mapping[str, Path | None],
    options: Mapping[str, Any],
    *,
    once: bool = False,
) -> Iterator[Quotes]:
    """The quotes of the inputs, counted on the terminal. The calls are checked at once.

    With ``once`` an article that comes again is left out, and two of one id are an error.
    """
    from quotekit.inputs import find_files, once_each, read_articles

    files = find_files(paths, on_error=note)
    for option, path in outputs.items():
        check_output(option, path, files)
    _check_apart(outputs)
    articles = read_articles(files, encoding=encoding, on_error=note)
    if once:
        articles = once_each(articles, on_error=note)
    # After the checks: it brings spaCy, and a mistyped name should be told at once.
    from quotekit.pipeline import extract_many

    return counted(extract_many(articles, **options), files)


def file_of(out: Path | None) -> Path | None:
    """The output file; `None` for standard output. Raises `UsageError` where that was closed."""
    path = None if out is None or str(out) == "-" else out
    if path is None and sys.stdout is None:  # as Python has it for >&-
        raise UsageError("standard output is closed: name a file with --out")
    return path


def reading(
    acts: str, min_score: float, *, nlp: str | None, batch_size: int, n_process: int
) -> dict[str, Any]:
    """How texts are read, from the options of a command: what `extract_many` takes beside them."""
    options: dict[str, Any] = {"nlp": nlp, "acts": acts_of(acts), "min_score": min_score}
    return options | {"batch_size": batch_size, "n_process": n_process}


def format_of(format: AnyFormat | None, out: Path | None, formats: type[AnyFormat]) -> AnyFormat:
    """The format asked for, else that of the output's ending, else the first, also into a pipe.

    Raises `UsageError` for an ending that is no format: a table is not what a ".docx" should hold.
    """
    ending = out.suffix.removeprefix(".").lower() if out else ""
    names: list[str] = list(formats.__members__)
    if format is None and ending not in {"", "txt", *names}:
        known = ", ".join(f".{name}" for name in names)
        raise UsageError(
            f"--out {str(out)!r} ends in no known format: say which with --format, or use {known}"
        )
    return format or formats.__members__.get(ending, next(iter(formats)))


def check_output(option: str, path: Path | None, files: Iterable[Path]) -> None:
    """Raises `UsageError` where the file of an option is one of the inputs."""
    if path and path.exists() and any(file.exists() and file.samefile(path) for file in files):
        raise UsageError(f"{option} {str(path)!r} is one of the inputs: name another file")


def _check_apart(outputs: Mapping[str, Path | None]) -> None:
    """Raises `UsageError` where two options name one file: the second would be written over the first."""
    named = [(option, path) for option, path in outputs.items() if path]
    for (option, path), (other, again) in combinations(named, 2):
        if os.path.realpath(path) == os.path.realpath(again):
            raise UsageError(
                f"{option} and {other} name one file, {str(path)!r}: name another for one of them"
            )


def as_list(items: Iterable[str]) -> Iterator[str]:
    """A JSON list of items, an item a line; one shape for one item and for many."""
    yield "["
    for i, item in enumerate(items):
        yield (",\n" if i else "\n") + item
    yield "\n]\n"


def look(*, is_screen: bool) -> dict[str, Any]:
    """Width and colour of a table."""
    is_terminal = is_screen and sys.stdout.isatty()
    is_coloured = is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((_WIDTH, 0)).columns if is_screen else _WIDTH
    return {"width": width, "is_coloured": is_coloured}


def counted(results: Iterable[Quotes], files: Sequence[Path]) -> Iterator[Quotes]:
    """``results``, counted by a bar on the terminal where more than one document may come."""
    from quotekit.inputs import is_jsonl

    is_counted = any(map(is_jsonl, files))
    if sys.stderr is None or not sys.stderr.isatty() or (len(files) < 2 and not is_counted):
        yield from results
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("documents"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(results, total=None if is_counted else len(files))


def write(out: Path | None, parts: Iterable[str | bytes], *, is_drawn: bool = False) -> None:
    """Writes the parts to the file, or to standard output, whole or not at all.

    On a terminal, what it would obey in the words of an article is made visible; parts that are drawn for it
    have colours of their own, and nothing else to obey.
    """
    from quotekit.outputs.writing import write_file, write_stream

    if out := file_of(out):
        write_file(out, parts)
        return
    try:
        is_shown = sys.stdout.isatty() and not is_drawn
        write_stream(sys.stdout.buffer, _visible(parts) if is_shown else parts)
    except BrokenPipeError:
        # The reader has what it wanted (`| head`). Python would complain once more at exit, on flushing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_NO_READER) from None


def _visible(parts: Iterable[str | bytes]) -> Iterator[str | bytes]:
    from quotekit.outputs.display import printable

    for part in parts:
        yield printable(part, keep_lines=True) if isinstance(part, str) else part


def say(message: str) -> None:
    """Prints a message as one line on standard error, with what a terminal would obey made visible."""
    from quotekit.outputs.display import printable

    if sys.stderr is not None:  # print would take standard output in its place
        print(f"quotekit: {printable(message)}", file=sys.stderr)
