"""The commands over articles: ``quotekit extract``, ``quotekit speakers`` and ``quotekit evaluate``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotekit.cli.annotated import read_annotated, texts_by_name
from quotekit.cli.exports import check_place, write_quotes
from quotekit.cli.options import (
    FORMAT,
    Acts,
    AliasFile,
    BatchSize,
    Encoding,
    KeepGoing,
    ListFormat,
    MinScore,
    NProcess,
    Out,
    OutOrFolder,
    Paths,
    Pipeline,
    QuoteFormat,
    Texts,
)
from quotekit.cli.running import (
    FAILED,
    as_list,
    check_output,
    file_of,
    format_of,
    look,
    noting,
    read_quotes,
    reading,
    write,
)
from quotekit.errors import QuotekitError
from quotekit.settings import BATCH_SIZE, MIN_SCORE

if TYPE_CHECKING:
    from quotekit.evaluation import Evaluation
    from quotekit.speaker_index import SpeakerIndex

__all__ = ["evaluate", "extract", "figures_of", "speakers"]


def extract(
    paths: Paths,
    *,
    format: Annotated[QuoteFormat | None, FORMAT] = None,
    out: OutOrFolder = None,
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

    csv and parquet are tables, a row a quote; brat makes a folder for annotators.
    """
    out = file_of(out)
    chosen = format_of(format, out, QuoteFormat)
    check_place(chosen, out)
    failed: list[QuotekitError] = []
    options = reading(acts, min_score, nlp=nlp, batch_size=batch_size, n_process=n_process)
    note = noting(failed, keep_going=keep_going)
    results = read_quotes(paths, encoding, note, {"--out": out}, options)
    write_quotes(chosen, out, results)
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
    chosen = format_of(format, out, ListFormat)
    failed: list[QuotekitError] = []
    known = SpeakerIndex(aliases=aliases)
    if index is not None and index.exists():
        known = SpeakerIndex.load(index, aliases=aliases)
    options = reading(acts, min_score, nlp=nlp, batch_size=batch_size, n_process=n_process)
    note = noting(failed, keep_going=keep_going)
    results = read_quotes(paths, encoding, note, {"--out": out, "--index": index}, options)
    n_unnamed = known.add_all(results)
    parts = _speaker_parts(chosen, known, n_unnamed, is_screen=out is None)
    if out is not None:
        write(out, parts)
    if index is not None:
        known.save(index)
    if out is None:
        # The last: its reader may go away.
        write(None, parts, is_drawn=chosen is ListFormat.table)
    if failed:
        raise typer.Exit(FAILED)


def evaluate(
    pred: Annotated[
        Path, typer.Argument(metavar="PRED", help="What quotekit extract wrote as jsonl, json or brat.")
    ],
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help='A brat folder, or JSONL (or .gz): {"doc", "text", "attributions" or "quotes": […]} a line.',
        ),
    ],
    *,
    texts: Texts = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", metavar="OUT", help="Write the figures to this file too.")
    ] = None,
) -> None:
    """Compare predicted quotes with gold ones; figures are percentages."""
    from quotekit.evaluation import evaluate as compare

    check_output("--json", json_out, [pred, gold, *map(Path, texts or ())])
    known = texts_by_name(texts or [])
    result = compare(
        read_annotated(pred, known, needs_text=False), read_annotated(gold, known, needs_text=bool(known))
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
