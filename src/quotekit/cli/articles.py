"""The commands over articles: ``quotekit extract``, ``quotekit speakers`` and ``quotekit evaluate``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotekit.cli.options import (
    FORMAT,
    Acts,
    AliasFile,
    BatchSize,
    Encoding,
    Format,
    KeepGoing,
    ListFormat,
    MinScore,
    NProcess,
    Out,
    Paths,
    Pipeline,
)
from quotekit.cli.running import (
    FAILED,
    acts_of,
    as_list,
    file_of,
    format_of,
    look,
    noting,
    read_quotes,
    write,
)
from quotekit.errors import QuotekitError
from quotekit.settings import BATCH_SIZE, MIN_SCORE

if TYPE_CHECKING:
    from quotekit.evaluation import Evaluation
    from quotekit.model import Quotes
    from quotekit.speaker_index import SpeakerIndex

__all__ = ["evaluate", "extract", "figures_of", "speakers"]


def extract(
    paths: Paths,
    *,
    format: Annotated[Format | None, FORMAT] = None,
    out: Out = None,
    acts: Acts = "speech",
    min_score: MinScore = MIN_SCORE,
    nlp: Pipeline = None,
    encoding: Encoding = "utf-8",
    keep_going: KeepGoing = False,
    batch_size: BatchSize = BATCH_SIZE,
    n_process: NProcess = 1,
) -> None:
    """Print the quotes of texts: who said what, how, and where it stands.

    Nothing is printed until all inputs were read, so that what is printed is whole.
    """
    out = file_of(out)
    failed: list[QuotekitError] = []
    options: dict[str, Any] = {"nlp": nlp, "acts": acts_of(acts), "min_score": min_score}
    options |= {"batch_size": batch_size, "n_process": n_process}
    note = noting(failed, keep_going=keep_going)
    results = read_quotes(paths, encoding, note, {"--out": out}, options)
    write(out, _parts(format_of(format, out, Format), results, is_screen=out is None))
    if failed:
        raise typer.Exit(FAILED)


def speakers(
    paths: Paths,
    *,
    format: Annotated[ListFormat | None, FORMAT] = None,
    out: Out = None,
    aliases: AliasFile = None,
    index: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Add to the speakers saved here, and save them; made where absent."
        ),
    ] = None,
    acts: Acts = "speech",
    min_score: MinScore = MIN_SCORE,
    nlp: Pipeline = None,
    encoding: Encoding = "utf-8",
    keep_going: KeepGoing = False,
    batch_size: BatchSize = BATCH_SIZE,
    n_process: NProcess = 1,
) -> None:
    """Print who is quoted in texts: how often, in which roles, under which spellings.

    A speaker whom several texts quote is one line. With --index, a text read twice counts twice.
    """
    from quotekit.speaker_index import SpeakerIndex

    out = file_of(out)
    failed: list[QuotekitError] = []
    known = SpeakerIndex(aliases=aliases)
    if index is not None and index.exists():
        known = SpeakerIndex.load(index, aliases=aliases)
    options: dict[str, Any] = {"nlp": nlp, "acts": acts_of(acts), "min_score": min_score}
    options |= {"batch_size": batch_size, "n_process": n_process}
    note = noting(failed, keep_going=keep_going)
    results = read_quotes(paths, encoding, note, {"--out": out, "--index": index}, options)
    n_unnamed = known.add_all(results)
    parts = _speaker_parts(format_of(format, out, ListFormat), known, n_unnamed, is_screen=out is None)
    if out is not None:
        write(out, parts)
    if index is not None:
        known.save(index)
    if out is None:
        write(None, parts)  # the last: its reader may go away
    if failed:
        raise typer.Exit(FAILED)


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
        write(json_out, [json.dumps(result.to_dict(), indent=1) + "\n"])
    write(None, figures_of(result))


def figures_of(result: Evaluation) -> Iterator[str]:
    """The figures as lines, in percent."""
    found = result.to_dict()
    yield f"{found.pop('n_pred')} predicted, {found.pop('n_gold')} gold\n"
    yield f"{'':17}{'precision':>9}{'recall':>9}{'F1':>9}\n"
    for name, value in found.items():
        cells = value if isinstance(value, list) else [value]
        yield f"{name:17}" + "".join(f"{cell:9.1f}" for cell in cells) + "\n"


def _parts(format: Format, results: Iterable[Quotes], *, is_screen: bool) -> Iterator[str]:
    """The output, in pieces."""
    from quotekit.outputs import html, jsonl, table

    if format is Format.html:
        yield from html.html_parts(results)
    elif format is Format.jsonl:
        for quotes in results:
            yield jsonl.to_line(quotes) + "\n"
    elif format is Format.json:
        yield from as_list(map(jsonl.to_json, results))
    else:
        for i, quotes in enumerate(results):
            yield ("\n" if i else "") + table.render_table(quotes, **look(is_screen=is_screen))


def _speaker_parts(
    format: ListFormat, known: SpeakerIndex, n_unnamed: int, *, is_screen: bool
) -> Iterator[str]:
    """The output of ``quotekit speakers``, in pieces."""
    from quotekit.outputs import speakers

    ranked = speakers.rank_speakers(known)
    if format is ListFormat.jsonl:
        for speaker in ranked:
            yield speakers.speaker_to_line(speaker) + "\n"
    elif format is ListFormat.json:
        yield from as_list(map(speakers.speaker_to_line, ranked))
    else:
        yield speakers.render_speakers(ranked, n_unnamed=n_unnamed, **look(is_screen=is_screen))
