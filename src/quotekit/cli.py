"""The command line: ``quotekit extract``, ``quotekit speakers`` and ``quotekit evaluate``.

Exit codes: 0 done; 1 some input failed under ``--keep-going``; 2 a bad call or input; 130 Ctrl-C;
141 the reader of the output went away. What is heavy is imported when a command needs it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer

import quotekit
from quotekit.errors import QuotekitError, UsageError
from quotekit.settings import BATCH_SIZE, MIN_SCORE

if TYPE_CHECKING:
    from quotekit.evaluation import Evaluation
    from quotekit.model import Act, Quotes
    from quotekit.speaker_index import SpeakerIndex

__all__ = ["app", "evaluate", "extract", "main", "speakers"]

app = typer.Typer(
    help="Who said what in English news.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# Typer carries its own copy of click, or uses the installed one: this is the class of a bad call in both.
_CallError = cast("type[Exception]", typer.BadParameter.__base__)

_FAILED, _BAD_CALL, _INTERRUPTED, _NO_READER = 1, 2, 130, 141
# Columns of a table that goes to a file or a pipe, where COLUMNS does not say.
_WIDTH = 100


class _Format(str, Enum):
    table = "table"
    json = "json"
    jsonl = "jsonl"
    html = "html"


class _ListFormat(str, Enum):
    table = "table"
    json = "json"
    jsonl = "jsonl"


_AnyFormat = TypeVar("_AnyFormat", _Format, _ListFormat)

# What extract and speakers have in common.
_Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE… | -",
        help="Text files, folders of *.txt, .jsonl or .jsonl.gz with a text a line; - is standard input.",
    ),
]
_FORMAT = typer.Option(help="Without it: by the ending of --out, else table.", show_default=False)
_Out = Annotated[
    Path | None, typer.Option(help="Write to this file, whole or not at all; - is standard output.")
]
_Acts = Annotated[
    str, typer.Option(help="speech, thought, intention, evidence, refusal; with commas; or all.")
]
_MinScore = Annotated[float, typer.Option(min=0, max=1, help="Leave out lower scores.")]
_Pipeline = Annotated[
    str | None, typer.Option(help="Another spaCy pipeline: its name or folder.", show_default=False)
]
_Encoding = Annotated[str, typer.Option(help="Of text files; JSONL is UTF-8.")]
_KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help="Report an input that fails, and go on; exit code 1.")
]
_BatchSize = Annotated[int, typer.Option(min=1, help="Texts parsed together.")]
_NProcess = Annotated[int, typer.Option(min=1, help="Processes that parse.")]


def main() -> None:
    """Runs the command line and exits."""
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: Sequence[str]) -> int:
    """The exit code. Errors that are the caller's become one line on stderr."""
    try:
        return app(arguments, prog_name="quotekit", standalone_mode=False) or 0
    except (QuotekitError, OSError) as error:
        _say(str(error))
    except _CallError as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "quotekit"
        message = cast("Any", error).format_message().rstrip(".")
        _say(f"{message}: see {command} --help")
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    return _BAD_CALL


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"quotekit {quotekit.__version__}")
    elif context.invoked_subcommand is None:
        raise UsageError("no command was given: try quotekit extract FILE, or see quotekit --help")


@app.command()
def extract(
    paths: _Paths,
    *,
    format: Annotated[_Format | None, _FORMAT] = None,
    out: _Out = None,
    acts: _Acts = "speech",
    min_score: _MinScore = MIN_SCORE,
    nlp: _Pipeline = None,
    encoding: _Encoding = "utf-8",
    keep_going: _KeepGoing = False,
    batch_size: _BatchSize = BATCH_SIZE,
    n_process: _NProcess = 1,
) -> None:
    """Print the quotes of texts: who said what, how, and where it stands.

    Nothing is printed until all inputs were read, so that what is printed is whole.
    """
    out = _file_of(out)
    failed: list[QuotekitError] = []
    options: dict[str, Any] = {"nlp": nlp, "acts": _acts_of(acts), "min_score": min_score}
    options |= {"batch_size": batch_size, "n_process": n_process}
    note = _noting(failed, keep_going=keep_going)
    results = _read(paths, encoding, note, {"--out": out}, options)
    _write(out, _parts(_format_of(format, out, _Format), results, is_screen=out is None))
    if failed:
        raise typer.Exit(_FAILED)


@app.command()
def speakers(
    paths: _Paths,
    *,
    format: Annotated[_ListFormat | None, _FORMAT] = None,
    out: _Out = None,
    aliases: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON or CSV: names that stand for another.")
    ] = None,
    index: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Add to the speakers saved here, and save them; made where absent."
        ),
    ] = None,
    acts: _Acts = "speech",
    min_score: _MinScore = MIN_SCORE,
    nlp: _Pipeline = None,
    encoding: _Encoding = "utf-8",
    keep_going: _KeepGoing = False,
    batch_size: _BatchSize = BATCH_SIZE,
    n_process: _NProcess = 1,
) -> None:
    """Print who is quoted in texts: how often, in which roles, under which spellings.

    A speaker whom several texts quote is one line. With --index, a text read twice counts twice.
    """
    from quotekit.speaker_index import SpeakerIndex

    out = _file_of(out)
    failed: list[QuotekitError] = []
    known = SpeakerIndex(aliases=aliases)
    if index is not None and index.exists():
        known = SpeakerIndex.load(index, aliases=aliases)
    options: dict[str, Any] = {"nlp": nlp, "acts": _acts_of(acts), "min_score": min_score}
    options |= {"batch_size": batch_size, "n_process": n_process}
    note = _noting(failed, keep_going=keep_going)
    results = _read(paths, encoding, note, {"--out": out, "--index": index}, options)
    n_unnamed = known.add_all(results)
    parts = _speaker_parts(_format_of(format, out, _ListFormat), known, n_unnamed, is_screen=out is None)
    if out is not None:
        _write(out, parts)
    if index is not None:
        known.save(index)
    if out is None:
        _write(None, parts)  # the last: its reader may go away
    if failed:
        raise typer.Exit(_FAILED)


@app.command()
def evaluate(
    pred: Annotated[Path, typer.Argument(metavar="PRED", help="What quotekit extract --format jsonl wrote.")],
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help='JSONL (or .gz): {"doc", "text", "attributions" or "quotes": […]} a line.',
        ),
    ],
    *,
    json_out: Annotated[
        Path | None, typer.Option("--json", metavar="OUT", help="Write the figures to this file too.")
    ] = None,
) -> None:
    """Compare predicted quotes with gold ones; figures are percentages."""
    from quotekit.evaluation import evaluate as compare
    from quotekit.inputs import read_records

    result = compare(
        (record for _, record in read_records(pred)), (record for _, record in read_records(gold))
    )
    if json_out:
        _write(json_out, [json.dumps(result.to_dict(), indent=1) + "\n"])
    _write(None, _figures(result))


def _figures(result: Evaluation) -> Iterator[str]:
    found = result.to_dict()
    yield f"{found.pop('n_pred')} predicted, {found.pop('n_gold')} gold\n"
    yield f"{'':17}{'precision':>9}{'recall':>9}{'F1':>9}\n"
    for name, value in found.items():
        cells = value if isinstance(value, list) else [value]
        yield f"{name:17}" + "".join(f"{cell:9.1f}" for cell in cells) + "\n"


def _acts_of(value: str) -> tuple[Act, ...]:
    from quotekit.model import ACTS

    if value == "all":
        return ACTS
    wanted = [part.strip() for part in value.split(",")]
    for act in wanted:
        if act not in ACTS:
            raise UsageError(f"--acts has {act!r}: choose from {', '.join(ACTS)}, or give all")
    return tuple(act for act in ACTS if act in wanted)


def _noting(failed: list[QuotekitError], *, keep_going: bool) -> Callable[[QuotekitError], None]:
    """What is done with an input that fails."""

    def note(error: QuotekitError) -> None:
        if not keep_going:
            raise error
        failed.append(error)
        _say(str(error))

    return note


def _read(
    paths: Iterable[str],
    encoding: str,
    note: Callable[[QuotekitError], None],
    outputs: Mapping[str, Path | None],
    options: Mapping[str, Any],
) -> Iterator[Quotes]:
    """The quotes of the inputs, counted on the terminal. The calls are checked at once."""
    from quotekit.inputs import find_files, read_articles

    files = find_files(paths, on_error=note)
    for option, path in outputs.items():
        _check_output(option, path, files)
    articles = read_articles(files, encoding=encoding, on_error=note)
    # After the checks: it brings spaCy, and a mistyped name should be told at once.
    from quotekit.pipeline import extract_many

    return _counted(extract_many(articles, **options), files)


def _file_of(out: Path | None) -> Path | None:
    return None if out is None or str(out) == "-" else out


def _format_of(format: _AnyFormat | None, out: Path | None, formats: type[_AnyFormat]) -> _AnyFormat:
    """The format asked for, else that of the output's ending, else the table, also into a pipe."""
    ending = out.suffix.removeprefix(".").lower() if out else ""
    return format or formats.__members__.get(ending, formats["table"])


def _check_output(option: str, path: Path | None, files: Iterable[Path]) -> None:
    if path and path.exists() and any(file.exists() and file.samefile(path) for file in files):
        raise UsageError(f"{option} {str(path)!r} is one of the inputs: name another file")


def _parts(format: _Format, results: Iterable[Quotes], *, is_screen: bool) -> Iterator[str]:
    """The output, in pieces."""
    from quotekit.outputs import html, jsonl, table

    if format is _Format.html:
        yield from html.html_parts(results)
    elif format is _Format.jsonl:
        for quotes in results:
            yield jsonl.to_line(quotes) + "\n"
    elif format is _Format.json:
        yield from _as_list(map(jsonl.to_json, results))
    else:
        for i, quotes in enumerate(results):
            yield ("\n" if i else "") + table.render_table(quotes, **_look(is_screen=is_screen))


def _speaker_parts(
    format: _ListFormat, known: SpeakerIndex, n_unnamed: int, *, is_screen: bool
) -> Iterator[str]:
    """The output of ``quotekit speakers``, in pieces."""
    from quotekit.outputs import speakers

    ranked = speakers.rank_speakers(known)
    if format is _ListFormat.jsonl:
        for speaker in ranked:
            yield speakers.speaker_to_line(speaker) + "\n"
    elif format is _ListFormat.json:
        yield from _as_list(map(speakers.speaker_to_line, ranked))
    else:
        yield speakers.render_speakers(ranked, n_unnamed=n_unnamed, **_look(is_screen=is_screen))


def _as_list(items: Iterable[str]) -> Iterator[str]:
    """A JSON list of items, an item a line; one shape for one item and for many."""
    yield "["
    for i, item in enumerate(items):
        yield (",\n" if i else "\n") + item
    yield "\n]\n"


def _look(*, is_screen: bool) -> dict[str, Any]:
    """Width and colour of a table."""
    is_terminal = is_screen and sys.stdout.isatty()
    is_coloured = is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((_WIDTH, 0)).columns if is_screen else _WIDTH
    return {"width": width, "is_coloured": is_coloured}


def _counted(results: Iterable[Quotes], files: Sequence[Path]) -> Iterator[Quotes]:
    """``results``, counted by a bar on the terminal where more than one document may come."""
    from quotekit.inputs import is_jsonl

    is_counted = any(map(is_jsonl, files))
    if not sys.stderr.isatty() or (len(files) < 2 and not is_counted):
        yield from results
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("documents"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(results, total=None if is_counted else len(files))


def _write(out: Path | None, parts: Iterable[str]) -> None:
    from quotekit.outputs.writing import write_file, write_stream

    if out:
        write_file(out, parts)
        return
    try:
        write_stream(sys.stdout.buffer, parts)
    except BrokenPipeError:
        # The reader has what it wanted (`| head`). Python would complain once more at exit, on flushing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_NO_READER) from None


def _say(message: str) -> None:
    print(f"quotekit: {' '.join(message.split())}", file=sys.stderr)
