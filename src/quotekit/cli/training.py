"""The command that makes a labeller of your own: ``quotekit train``."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotekit.cli.annotated import read_annotated, texts_by_name
from quotekit.cli.articles import figures_of
from quotekit.cli.options import Pipeline, Texts
from quotekit.cli.running import acts_of, check_output, file_of, say, write
from quotekit.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language

    from quotekit.fitting import Training

__all__ = ["train"]


Data = Annotated[
    Path,
    typer.Argument(
        metavar="DATA",
        help="A folder of brat files, or JSONL as quotekit evaluate reads for gold: doc, text and "
        "attributions or quotes a line; or what quotekit extract wrote, corrected.",
    ),
]
Model = Annotated[Path, typer.Option(metavar="MODEL", help="The folder to be made, for --nlp.")]
Dev = Annotated[
    Path | None,
    typer.Option(metavar="DATA", help="Measure on these, of the same shape, in place of a share of DATA."),
]
MarkedActs = Annotated[
    str, typer.Option(help="What DATA marks, in full: speech, thought, …; with commas; or all.")
]
DevShare = Annotated[
    float | None, typer.Option(help="The share held out, 0.2 unless given.", show_default=False)
]
Epochs = Annotated[
    int | None, typer.Option(help="Times through DATA at most, 10 unless given.", show_default=False)
]
LearnRate = Annotated[
    float | None, typer.Option(help="How far a step goes, 0.0005 unless given.", show_default=False)
]
Seed = Annotated[int, typer.Option(help="What is held out, and in which order the rest is read.")]
JsonOut = Annotated[
    Path | None, typer.Option("--json", metavar="OUT", help="Write the figures to this file too.")
]


def train(
    data: Data,
    *,
    out: Model,
    dev: Dev = None,
    texts: Texts = None,
    acts: MarkedActs = "all",
    nlp: Pipeline = None,
    dev_share: DevShare = None,
    epochs: Epochs = None,
    learn_rate: LearnRate = None,
    seed: Seed = 0,
    json_out: JsonOut = None,
) -> None:
    """Train the labeller further on quotes that you annotated; the pipeline with it goes into a folder.

    Prints the figures of the documents held out, before and after. The labeller of the best epoch is kept,
    or the one that there was, where none did better.
    """
    _check_folder(out)
    _check_figures(json_out, out, [data, *([dev] if dev else []), *map(Path, texts or ())])
    wanted = acts_of(acts)
    known = texts_by_name(texts or [])
    documents = list(read_annotated(data, known))
    others = None if dev is None else list(read_annotated(dev, known))
    # After the checks: it brings spaCy.
    from quotekit.fitting import EPOCHS, train_labeller

    n_epochs = EPOCHS if epochs is None else epochs
    given: dict[str, Any] = {"dev_share": dev_share, "learn_rate": learn_rate}
    training = train_labeller(
        documents,
        dev=others,
        nlp=nlp,
        acts=wanted,
        epochs=n_epochs,
        seed=seed,
        on_epoch=lambda epoch: say(
            f"epoch {epoch.number} of {n_epochs}: loss {epoch.loss:.1f}, "
            f"attribution F1 {100 * epoch.figures.attribution.f1:.1f}"
        ),
        **{name: value for name, value in given.items() if value is not None},
    )
    _save(training.nlp, out)
    if json_out:
        write(json_out, [json.dumps(training.to_dict(), indent=1) + "\n"])
    write(None, _report(training, out))


def _check_folder(out: Path) -> None:
    """Raises `UsageError` where no folder can be made under this name, before the work and not after it."""
    if out.exists():
        raise UsageError(f"--out {str(out)!r} is there already: name a folder that is to be made")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"--out {str(out)!r} has no folder {str(out.parent)!r} to be in: make that first")
    if not os.access(out.absolute().parent, os.W_OK | os.X_OK):
        raise UsageError(
            f"--out {str(out)!r} cannot be made in {str(out.parent)!r}, which may not be written to: "
            "name a folder elsewhere"
        )


def _check_figures(json_out: Path | None, out: Path, inputs: Sequence[Path]) -> None:
    """Raises `UsageError` where the figures cannot be written, unless they go where the model will be."""
    from quotekit.outputs.writing import file_at

    check_output("--json", json_out, inputs)
    path = file_of(json_out)
    if path and path.absolute().parent != out.absolute():
        file_at(path)


def _save(nlp: Language, out: Path) -> None:
    """The pipeline in its folder, whole or not at all."""
    draft = out.absolute().with_name(f".quotekit-{os.getpid()}.tmp")
    try:
        nlp.to_disk(draft)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _report(training: Training, out: Path) -> Iterator[str]:
    """What was done and how the documents held out fared, in lines."""
    number = training.best.number
    yield (
        f"{training.n_cues} attributions of {len(training.learned)} documents learned from, "
        f"{len(training.held_out)} documents held out.\n\nBefore: "
    )
    yield from figures_of(training.before)
    yield f"\nAfter epoch {number}, the best of {len(training.epochs)}: "
    yield from figures_of(training.after)
    before, after = (100 * one.attribution.f1 for one in (training.before, training.after))
    if training.is_better:
        figures = f"attribution F1 {after:.1f}, before {before:.1f}"
        yield f"\n{out} has the labeller after epoch {number}: {figures}.\n"
    else:
        yield f"\nNo epoch did better than the labeller as it was: {out} has that one.\n"
