"""The embedded pipeline put together from the student and the tables.

Stage ``assemble``. In: ``student/model-best`` and, from ``training/data``, ``tag_map.json``, ``be_forms``,
``lemmas`` and ``norp``. Out: ``models/en`` in the package, and ``assemble/weights_sha256``.
Budget: 2 minutes.

What the student does not need to say is left behind: training settings, the strings of its corpora,
vectors. ``meta.json`` carries the hash of all other files; what is trained on the parses records it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.util import load_config, load_model_from_config
from thinc.api import Config

import quotekit
from quotekit.parsing import load_pipeline, weights_hash
from training.conversion.resources import word_list
from training.tokenizer import as_treebanks_cut

__all__ = ["assembled", "commit_of_code", "embedded_folder", "run", "save"]

DATA = Path(__file__).parent / "data"
SENTENCE = "Angela Merkel, the German leader, said on Friday that the talks were over."


def embedded_folder() -> Path:
    """Where the embedded pipeline lies in the package."""
    return Path(str(files("quotekit").joinpath("models", "en")))


def run(_shared: Path, work: Path) -> None:
    """Write the embedded pipeline and check that the package loads it."""
    target = embedded_folder()
    save(assembled(work / "student" / "model-best"), target)
    doc = load_pipeline(None)(SENTENCE)
    print(" ".join(f"{token.text}/{token.tag_}/{token.dep_}/{token.lemma_}" for token in doc))
    print(", ".join(f"{entity.text} ({entity.label_})" for entity in doc.ents))
    record = work / "assemble" / "weights_sha256"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(weights_hash(target) + "\n", encoding="utf-8")


def assembled(student: Path) -> Language:
    """The student with universal tags, lemmas and NORP entities."""
    nlp = _bare(student)
    # After the parser, whose labels tell auxiliaries; the lemmas are those of the universal tag.
    _add_universal_tags(nlp)
    _add_lemmas(nlp)
    _add_nationalities(nlp)
    return nlp


def _bare(student: Path) -> Language:
    """The student in a vocabulary of its own, without its training settings."""
    config = load_config(student / "config.cfg")
    kept = Config({"nlp": config["nlp"], "components": config["components"]})
    nlp = load_model_from_config(kept, auto_fill=True)
    as_treebanks_cut(nlp)
    for name in nlp.pipe_names:
        pipe = nlp.get_pipe(name)
        pipe.from_disk(student / name, exclude=["vocab"])  # type: ignore[attr-defined]
        # A label is kept as its hash: the string store has to know the string.
        for label in getattr(pipe, "labels", ()):
            nlp.vocab.strings.add(label)
    return nlp


def _add_universal_tags(nlp: Language) -> None:
    """Part of speech and features from the Penn tag; the forms of "be", and what is an auxiliary, are AUX.

    "She has left", "it is late": AUX. "She has two": VERB.
    """
    tag_map = json.loads((DATA / "tag_map.json").read_text(encoding="utf-8"))
    ruler = nlp.add_pipe("attribute_ruler", after="parser")
    ruler.load_from_tag_map(tag_map)  # type: ignore[attr-defined]
    verb_tags = sorted(tag for tag, attributes in tag_map.items() if attributes["POS"] == "VERB")
    of_verbs = {"TAG": {"IN": verb_tags}}
    ruler.add(  # type: ignore[attr-defined]
        [
            [{**of_verbs, "DEP": {"IN": ["aux", "auxpass"]}}],
            [{**of_verbs, "LOWER": {"IN": sorted(word_list("be_forms"))}}],
        ],
        {"POS": "AUX"},
    )


def _add_lemmas(nlp: Language) -> None:
    """Lemmas by rules and exceptions: the tables of spacy-lookups-data and ours."""
    lookups = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    _add_our_lemmas(lookups)
    lemmatizer = nlp.add_pipe("lemmatizer", after="attribute_ruler", config={"mode": "rule"})
    lemmatizer.initialize(lambda: [], nlp=nlp, lookups=lookups)  # type: ignore[attr-defined]


def _add_our_lemmas(lookups: Lookups) -> None:
    """Add ``lemmas.txt`` to the exceptions.

    A part of speech that has exceptions needs a rule too, which takes the form as it is in lower case:
    without one the lemma of "He" were "He".
    """
    exceptions, rules = lookups.get_table("lemma_exc"), lookups.get_table("lemma_rules")
    for row in sorted(word_list("lemmas")):
        part, form, lemma = row.split()
        if part not in exceptions:
            exceptions[part] = {}
        if part not in rules:
            rules[part] = [["", ""]]
        exceptions[part][form] = [lemma]


def _add_nationalities(nlp: Language) -> None:
    """NORP from a list, where no other entity is: "German", but not in "the German Football Association"."""
    ruler = nlp.add_pipe("entity_ruler", last=True, config={"overwrite_ents": False})
    patterns = [{"label": "NORP", "pattern": name} for name in sorted(word_list("norp"))]
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]


def save(nlp: Language, folder: Path) -> str:
    """Write the pipeline with its record, whole or not at all; the hash of its weights."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(partial)
    digest = weights_hash(partial)
    record = {
        "lang": "en",
        "name": "quotekit",
        "version": quotekit.__version__,
        "description": "The embedded pipeline of quotekit: tags, trees, sentences, lemmas, entities.",
        "license": "see docs/model-card.md of quotekit",
        "spacy_version": ">=3.8.0,<3.9",  # as pyproject.toml asks for
        "pipeline": nlp.pipe_names,
        "weights_sha256": digest,
        "training": {"commit": commit_of_code(), "log": "training/LOG.md"},
    }
    (partial / "meta.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return digest


def commit_of_code() -> str | None:
    """The commit of the code that made the weights; `None` outside a checkout."""
    git = shutil.which("git")
    if git is None:
        return None
    told = subprocess.run([git, "rev-parse", "HEAD"], cwd=DATA, capture_output=True, text=True, check=False)
    return told.stdout.strip() or None
