"""Raw text labelled by the teacher.

Stage ``silver``. In: ``teacher/teacher.pt``, ``entities/polnear-train.spacy`` and
``data/variants/train.jsonl.gz``. Out: ``silver/polnear.spacy``, news articles with CoreNLP's entities,
and ``silver/wmt.spacy``, translated news without entities. Budget: 60 minutes.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy

from training.documents import read_docs, write_docs
from training.teacher.fitting import load_teacher
from training.teacher.labelling import label_docs

__all__ = ["joined_renderings", "renderings_path", "run", "wmt_texts"]

SEED = 0
RENDERINGS = 3  # of each document
REFERENCES = 2  # at most, among them: written by people
PASSAGE_CHARS = 700
SEPARATORS = (" ", " ", " ", "\n\n")  # the sets keep no paragraphs; in news a paragraph has a few sentences
FIRST_CJK = "\u3000"
CJK_CHARS = 2  # a rendering with more was not translated


def renderings_path(shared: Path) -> Path:
    """The sentences of the WMT21 news test sets, each in many English renderings."""
    return shared / "data" / "variants" / "train.jsonl.gz"


def run(shared: Path, work: Path) -> None:
    """Label both corpora."""
    teacher = load_teacher(work / "teacher" / "teacher.pt")
    nlp = spacy.blank("en")
    raw = {
        "polnear": read_docs(work / "entities" / "polnear-train.spacy", nlp.vocab),
        "wmt": (nlp.make_doc(text) for text in wmt_texts(renderings_path(shared))),
    }
    for name, docs in raw.items():
        labelled = list(label_docs(teacher, docs))
        write_docs(labelled, work / "silver" / f"{name}.spacy")
        print(f"{name}: {len(labelled)} passages, {sum(map(len, labelled))} tokens", flush=True)


def wmt_texts(path: Path) -> Iterator[str]:
    """A few renderings of each document, cut into passages; seeded."""
    rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows[row["lang"], row["doc"]].append(row)
    draw = random.Random(SEED)
    for _, sentences in sorted(rows.items(), key=lambda item: item[0]):
        for system in _systems({name for row in sentences for name in row["renderings"]}, draw):
            yield from joined_renderings([row["renderings"].get(system) for row in sentences], draw)


def _systems(names: set[str], draw: random.Random) -> list[str]:
    """Whose renderings of a document are taken: the references first, then others by lot."""
    references = [name for name in sorted(names) if name.startswith("ref")]
    others = [name for name in sorted(names) if name not in references]
    n_others = RENDERINGS - min(REFERENCES, len(references))
    return references[:REFERENCES] + draw.sample(others, min(len(others), n_others))


def joined_renderings(sentences: list[str | None], draw: random.Random) -> Iterator[str]:
    """Passages of the sentences of one document, those left out that are empty or were not translated."""
    text = ""
    for sentence in sentences:
        if not sentence or sum(character >= FIRST_CJK for character in sentence) > CJK_CHARS:
            continue
        if text:
            text += draw.choice(SEPARATORS)
        text += sentence.strip()
        if len(text) > PASSAGE_CHARS:
            yield text
            text = ""
    if text:
        yield text
