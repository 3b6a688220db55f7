"""The articles that the labeller learns from, parsed by the embedded pipeline as it is.

Stage ``labeller-parses``. In: ``data/polnear/{train,dev}.jsonl.gz``, ``data/variants/train.jsonl.gz`` and the
embedded pipeline. Out: ``labeller-parses/{polnear-train,polnear-dev,wmt}.spacy``. Budget: 15 minutes.

The parser has seen a teacher's trees of PolNeAR train once, so that its own could be cleaner there than on
unseen text, and the labeller would learn to trust them too much. They are not: on 200 articles of train
59.3 % of its heads are those of CoreNLP, on dev 60.5 % (tags 94.9 and 95.2 %). So the articles are parsed
as they are, without a second parser that has not seen them.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen
from spacy.tokens import Doc

from quotekit.parsing import load_pipeline, parse_many
from training.documents import read_docs, write_docs
from training.silver import renderings_path

__all__ = [
    "Article",
    "attributed_articles",
    "fit_and_held_out",
    "news_articles",
    "parses_path",
    "polnear_path",
    "run",
    "wmt_articles",
]

Attribution = Mapping[str, Sequence[Sequence[int]]]

HELD_OUT_EVERY, HELD_OUT_FIRST = 12, 5
RENDERINGS = 3  # of each document: one by a person, where there is one
PARAGRAPH_SENTENCES = (1, 1, 2, 2, 3)  # the sets keep no paragraphs; drawn from these
LEAST_CHARS, MOST_CHARS = 300, 12_000
UNNAMED_SENTENCES = 25  # of the sets that do not name their documents, in one article
IN_FILE_ORDER = frozenset({"zh", "cs", "de", "ha"})  # their segments have no numbers


@frozen(eq=False)
class Article:
    """A parsed article and its attributions, spans in characters; none where they are not known."""

    name: str
    doc: Doc
    attributions: Sequence[Attribution] = ()


def polnear_path(shared: Path, part: str) -> Path:
    """The articles of PolNeAR with their attributions."""
    return shared / "data" / "polnear" / f"{part}.jsonl.gz"


def parses_path(work: Path, corpus: str) -> Path:
    """The parses of ``polnear-train``, ``polnear-dev`` or ``wmt``."""
    return work / "labeller-parses" / f"{corpus}.spacy"


def run(shared: Path, work: Path) -> None:
    """Parse the three corpora."""
    nlp = load_pipeline(None)
    corpora: dict[str, Iterator[str]] = {
        f"polnear-{part}": (row["text"] for row in _rows(polnear_path(shared, part)))
        for part in ("train", "dev")
    }
    corpora["wmt"] = news_articles(renderings_path(shared))
    for corpus, texts in corpora.items():
        docs = list(parse_many(texts, nlp))
        write_docs(docs, parses_path(work, corpus))
        print(f"{corpus}: {len(docs)} articles, {sum(map(len, docs))} tokens", flush=True)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def attributed_articles(shared: Path, work: Path, part: str) -> list[Article]:
    """The parsed articles of PolNeAR, ``train`` or ``dev``, in the order of the file."""
    docs = read_docs(parses_path(work, f"polnear-{part}"), load_pipeline(None).vocab)
    return [
        Article(row["doc"], doc, row["attributions"])
        for row, doc in zip(_rows(polnear_path(shared, part)), docs, strict=True)
    ]


def wmt_articles(work: Path) -> list[Article]:
    """The parsed articles of the WMT21 sets, which nobody has annotated."""
    docs = read_docs(parses_path(work, "wmt"), load_pipeline(None).vocab)
    return [Article(f"wmt-{number:04}", doc) for number, doc in enumerate(docs)]


def fit_and_held_out(articles: Sequence[Article]) -> tuple[list[Article], list[Article]]:
    """The articles that are learned from, and every twelfth, which the calibration is fitted on."""
    held_out = set(range(HELD_OUT_FIRST, len(articles), HELD_OUT_EVERY))
    return (
        [article for number, article in enumerate(articles) if number not in held_out],
        [article for number, article in enumerate(articles) if number in held_out],
    )


def news_articles(path: Path) -> Iterator[str]:
    """Some renderings of each document of the WMT21 sets, in paragraphs; seeded by the document's name."""
    documents: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, row in enumerate(_rows(path)):
        name = row["doc"] or f"part{number // UNNAMED_SENTENCES:03d}"
        documents[row["lang"], name].append((number, row))
    for language, name in sorted(documents):
        rows = _in_order(language, documents[language, name])
        draw = random.Random(language + name)
        for system in _systems(list(rows[0]["renderings"]), draw):
            sentences = [row["renderings"].get(system) for row in rows]
            text = _in_paragraphs([sentence for sentence in sentences if sentence], draw)
            if len(text) > LEAST_CHARS:
                yield text[:MOST_CHARS]


def _in_order(language: str, numbered: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    if language in IN_FILE_ORDER:
        return [row for _, row in sorted(numbered, key=lambda item: item[0])]
    return [row for _, row in sorted(numbered, key=lambda item: int(item[1]["segment"]))]


def _systems(names: list[str], draw: random.Random) -> list[str]:
    """Whose renderings of a document are taken: a reference, if there is one, and two others by lot."""
    references = [name for name in names if name.startswith("ref")]
    others = [name for name in names if not name.startswith("ref")]
    return references[:1] + draw.sample(others, min(RENDERINGS - 1, len(others)))


def _in_paragraphs(sentences: Sequence[str], draw: random.Random) -> str:
    paragraphs = []
    at = 0
    while at < len(sentences):
        n_sentences = draw.choice(PARAGRAPH_SENTENCES)
        paragraphs.append(" ".join(sentences[at : at + n_sentences]))
        at += n_sentences
    return "\n\n".join(paragraphs)
