"""The stages of the training, in order: what each reads, what it writes, and how long it may take."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from attrs import frozen

__all__ = ["STAGES", "Stage", "is_done", "run_stage"]

CODE = Path(__file__).parent
MODELS = Path(str(files("quotekit").joinpath("models")))
PARSER_PARTS = ("tokenizer", "tok2vec/model", "tagger/model", "parser/model", "ner/model")
TREEBANK_NAMES = tuple(f"{corpus}-{part}" for corpus in ("ewt", "gum") for part in ("train", "dev", "test"))


@frozen
class Stage:
    """One step: ``module.run(shared, work)`` writes ``outputs`` from ``inputs``.

    Paths begin with the folder that they lie in: ``shared/``, ``work/``, ``training/`` for this one, or
    ``models/`` for that of the embedded pipeline.
    ``minutes`` is the budget on two cores. A stage with an empty ``outputs`` is never skipped.
    """

    name: str
    module: str
    minutes: int
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


def _treebanks(*names: str) -> tuple[str, ...]:
    return tuple(f"shared/data/treebanks/{name}.conllu.gz" for name in names)


STAGES = (
    Stage(
        "treebanks",
        "training.documents",
        minutes=5,
        inputs=_treebanks(*TREEBANK_NAMES),
        outputs=tuple(f"work/treebanks/{name}.spacy" for name in (*TREEBANK_NAMES, "ewt-train-varied")),
    ),
    Stage(
        "entities",
        "training.entities",
        minutes=10,
        inputs=(
            *_treebanks("gum-train", "gum-dev", "gum-test"),
            *(f"shared/data/polnear/{part}.jsonl.gz" for part in ("train", "dev")),
            *(f"shared/data/polnear/{part}.corenlp.jsonl.gz" for part in ("train", "dev")),
            *(f"training/data/{name}.txt" for name in ("titles", "time_nouns", "name_links")),
        ),
        outputs=(
            *(f"work/entities/gum-{part}.spacy" for part in ("train", "train-varied", "dev", "test")),
            *(f"work/entities/polnear-{part}.spacy" for part in ("train", "dev")),
        ),
    ),
    Stage(
        "teacher",
        "training.teacher.fitting",
        minutes=60,
        inputs=_treebanks("ewt-train", "ewt-dev", "gum-train", "gum-dev"),
        outputs=("work/teacher/teacher.pt",),
    ),
    Stage(
        "silver",
        "training.silver",
        minutes=60,
        inputs=(
            "work/teacher/teacher.pt",
            "work/entities/polnear-train.spacy",
            "shared/data/variants/train.jsonl.gz",
        ),
        outputs=("work/silver/polnear.spacy", "work/silver/wmt.spacy"),
    ),
    Stage(
        "student",
        "training.student",
        minutes=120,
        inputs=(
            *(f"work/treebanks/ewt-{part}.spacy" for part in ("train", "train-varied", "dev")),
            *(f"work/entities/gum-{part}.spacy" for part in ("train", "train-varied")),
            "work/treebanks/gum-dev.spacy",
            "work/entities/polnear-dev.spacy",
            "work/silver/polnear.spacy",
            "work/silver/wmt.spacy",
            "training/student.cfg",
        ),
        outputs=("work/student/model-best/meta.json",),
    ),
    Stage(
        "assemble",
        "training.assemble",
        minutes=2,
        inputs=(
            "work/student/model-best/meta.json",
            "work/student/model-best/tok2vec/model",
            "work/student/model-best/tagger/model",
            "work/student/model-best/parser/model",
            "work/student/model-best/ner/model",
            *(f"training/data/{name}" for name in ("tag_map.json", "be_forms.txt", "lemmas.txt", "norp.txt")),
        ),
        outputs=("work/assemble/weights_sha256",),
    ),
    Stage("report", "training.report", minutes=10),
    Stage(
        "labeller-parses",
        "training.labeller.parses",
        minutes=15,
        inputs=(
            *(f"shared/data/polnear/{part}.jsonl.gz" for part in ("train", "dev")),
            "shared/data/variants/train.jsonl.gz",
            *(f"models/en/{part}" for part in PARSER_PARTS),
        ),
        outputs=tuple(
            f"work/labeller-parses/{name}.spacy" for name in ("polnear-train", "polnear-dev", "wmt")
        ),
    ),
    Stage(
        "labeller-teacher",
        "training.labeller.teacher",
        minutes=75,
        inputs=("work/labeller-parses/polnear-train.spacy", "shared/data/polnear/train.jsonl.gz"),
        outputs=("work/labeller-teacher/teacher.pt",),
    ),
    Stage(
        "labeller-vectors",
        "training.labeller.vectors",
        minutes=30,
        inputs=(
            "work/labeller-teacher/teacher.pt",
            "work/labeller-parses/polnear-train.spacy",
            "shared/data/variants/train.jsonl.gz",
            *_treebanks("ewt-train", "gum-train"),
        ),
        outputs=("work/labeller-vectors/vectors",),
    ),
    Stage(
        "labeller-soft",
        "training.labeller.soft",
        minutes=45,
        inputs=(
            "work/labeller-teacher/teacher.pt",
            "work/labeller-parses/polnear-train.spacy",
            "work/labeller-parses/wmt.spacy",
            "shared/data/polnear/train.jsonl.gz",
        ),
        outputs=("work/labeller-soft/polnear-train.npz", "work/labeller-soft/wmt.npz"),
    ),
    Stage(
        "labeller-student",
        "training.labeller.student",
        minutes=120,
        inputs=(
            "work/labeller-parses/polnear-train.spacy",
            "work/labeller-parses/wmt.spacy",
            "work/labeller-soft/polnear-train.npz",
            "work/labeller-soft/wmt.npz",
            "work/labeller-vectors/vectors",
            "shared/data/polnear/train.jsonl.gz",
        ),
        outputs=tuple(
            f"work/labeller-student/model/{name}" for name in ("network", "vectors", "record.json")
        ),
    ),
    Stage(
        "labeller-install",
        "training.install",
        minutes=1,
        inputs=tuple(f"work/labeller-student/model/{name}" for name in ("network", "vectors", "record.json")),
    ),
    Stage(
        "labeller-calibration",
        "training.labeller.calibrating",
        minutes=3,
        inputs=("work/labeller-parses/polnear-train.spacy", "shared/data/polnear/train.jsonl.gz"),
    ),
    Stage(
        "speakers",
        "training.speakers.ranker",
        minutes=10,
        inputs=(
            *(f"training/data/{name}" for name in ("speakers.jsonl.gz", "unread_titles.txt")),
            *(f"training/data/{name}.txt" for name in ("source_pronouns", "gum_genres")),
            *(f"shared/data/polnear/train{part}.jsonl.gz" for part in ("", ".corenlp")),
            *_treebanks("gum-train"),
        ),
    ),
    Stage(
        "statement-vectors",
        "training.statements.vectors",
        minutes=10,
        inputs=("shared/data/variants/train.jsonl.gz", "shared/data/polnear/train.jsonl.gz"),
        outputs=("work/statements/vectors.npz",),
    ),
    Stage(
        "statement-examples",
        "training.statements.making",
        minutes=20,
        inputs=(
            "work/statements/vectors.npz",
            "shared/data/variants/train.jsonl.gz",
            "shared/data/polnear/train.jsonl.gz",
            "training/data/openers.txt",
        ),
        outputs=("work/statements/examples.npz",),
    ),
    Stage(
        "statement-network",
        "training.statements.fitting",
        minutes=45,
        inputs=(
            "work/statements/examples.npz",
            "work/statements/vectors.npz",
            "shared/data/variants/train.jsonl.gz",
        ),
        outputs=("work/statements/network.npz",),
    ),
)


def run_stage(stage: Stage, shared: Path, work: Path, *, force: bool = False) -> bool:
    """Run a stage, unless it is done: tells whether it ran. With ``force`` it starts from nothing.

    Raises `FileNotFoundError` where an input is absent, with the stage that makes it.
    """
    roots = _roots(shared, work)
    missing = [name for name in stage.inputs if not _path(name, roots).exists()]
    if missing:
        raise FileNotFoundError(
            f"stage {stage.name} needs {missing[0]}, which is absent ({_path(missing[0], roots)}): "
            f"{_remedy(missing[0])}"
        )
    if force:
        shutil.rmtree(work / stage.name, ignore_errors=True)
    elif is_done(stage, shared, work):
        return False
    import_module(stage.module).run(shared, work)
    record = _record_path(stage, work)
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(_hashes(stage.inputs, roots), indent=1) + "\n", encoding="utf-8")
    return True


def is_done(stage: Stage, shared: Path, work: Path) -> bool:
    """Whether the outputs are there and were made from the inputs as they are now.

    Code is no input: who changes a stage runs it with ``--force``.
    """
    roots = _roots(shared, work)
    record = _record_path(stage, work)
    if not stage.outputs or not record.exists():
        return False
    if not all(_path(name, roots).exists() for name in stage.outputs):
        return False
    return bool(json.loads(record.read_text(encoding="utf-8")) == _hashes(stage.inputs, roots))


def _roots(shared: Path, work: Path) -> dict[str, Path]:
    return {"shared": shared, "work": work, "training": CODE, "models": MODELS}


def _record_path(stage: Stage, work: Path) -> Path:
    return work / "records" / f"{stage.name}.json"


def _path(name: str, roots: dict[str, Path]) -> Path:
    root, _, rest = name.partition("/")
    return roots[root] / rest


def _remedy(name: str) -> str:
    """How to come by an absent input."""
    if name.startswith("work/"):
        return f"run the stage {name.split('/')[1]} first"
    if name.startswith("models/"):
        return "run the stage assemble first"
    return "name the folder that holds the corpora with --shared"


def _hashes(names: Sequence[str], roots: dict[str, Path]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: hashlib.sha256(_path(name, roots).read_bytes()).hexdigest() for name in names}
