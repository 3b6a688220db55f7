"""A trained labeller put into the embedded pipeline, beside the parser that it was trained with.

Stage ``labeller-install``. In: ``labeller-student/model``. Out: ``models/en`` in the package, whose parser is
left as it is, byte by byte. Budget: 1 minutes. Runs every time, as ``assemble`` writes a pipeline
without a labeller; with the same labeller the files come out the same.
"""

from __future__ import annotations

import json
from pathlib import Path

from spacy.util import load_config

from quotekit.errors import ModelError
from quotekit.labeller.component import Labeller
from quotekit.parsing import LABELLER, parse_hash, weights_hash
from training.assemble import embedded_folder

__all__ = ["install", "run"]


def run(_shared: Path, work: Path) -> None:
    """Put the labeller that was fitted last into the embedded pipeline."""
    labeller = Labeller(LABELLER, {}).from_disk(work / "labeller-student" / "model")
    print(f"the weights hash to {install(labeller, embedded_folder())}", flush=True)


def install(labeller: Labeller, folder: Path) -> str:
    """Write ``labeller`` into the pipeline in ``folder``; the new hash of its weights.

    Raises `ModelError` where the labeller was trained on the parses of another pipeline.
    """
    parser = parse_hash(folder)
    trained_on = labeller.record.get("parse_sha256")
    if trained_on != parser:
        raise ModelError(
            f"the labeller was trained on the parses of {str(trained_on)[:12]}, the pipeline at {folder} "
            f"is {parser[:12]}: train it again with the stages labeller-*"
        )
    labeller.to_disk(folder / LABELLER)
    config = load_config(folder / "config.cfg", interpolate=False)
    config["components"][LABELLER] = {"factory": LABELLER, **_listed(labeller.sizes)}
    names = [name for name in config["nlp"]["pipeline"] if name != LABELLER]
    config["nlp"]["pipeline"] = [*names, LABELLER]
    config.to_disk(folder / "config.cfg")
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    meta |= {
        "pipeline": config["nlp"]["pipeline"],
        "weights_sha256": weights_hash(folder),
        "parse_sha256": parser,
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
    return str(meta["weights_sha256"])


def _listed(sizes: dict[str, object]) -> dict[str, object]:
    """The sizes as JSON has them."""
    return {name: list(size) if isinstance(size, tuple) else size for name, size in sizes.items()}
