"""Vectors of frequent words: what the labeller's teacher makes of them on average.

Stage ``labeller-vectors``. In: the teacher, the parses of PolNeAR train, the WMT21 sets and the training sets
of the treebanks. Out: ``labeller-vectors/vectors``. Budget: 30 minutes.

A word's vector is the mean of its states at the end of the teacher's encoder over all places where it stands,
brought to 64 columns by their principal components, each word weighing the root of how often it occurs.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from spacy.strings import hash_string  # type: ignore[attr-defined]

from quotekit.find.marks import find_marks
from quotekit.labeller.vectors import WordVectors
from quotekit.parsing import paragraphs
from quotekit.syntax import read_tree
from training.conllu import read_documents
from training.documents import CORPORA, treebank_path
from training.labeller.parses import Article, attributed_articles
from training.labeller.teacher import load_teacher, teacher_path
from training.labeller.teacher_network import ENCODER_WIDTH, LabellingTeacher
from training.silver import renderings_path
from training.teacher.pieces import BEGIN, END, piece_ids

__all__ = ["mean_states", "principal_columns", "run", "table_of", "vectors_path"]

COLUMNS = 64
LEAST_COUNT = 2
SENTENCE_WORDS = 120
WORD_PIECES = 6
SENTENCE_PIECES = 511
BATCH_WORDS = 1600
RENDERINGS = slice(0, 6, 2)  # of each sentence of the WMT21 sets
REPORT_BATCHES = 300
WORD = re.compile(r"\w+(?:'\w+)?|[^\w\s]")

Floats = NDArray[np.float32]


def vectors_path(work: Path) -> Path:
    """The table that the stage writes."""
    return work / "labeller-vectors" / "vectors"


def run(shared: Path, work: Path) -> None:
    """Write the table."""
    sentences = [
        *_article_sentences(attributed_articles(shared, work, "train")),
        *_rendered_sentences(renderings_path(shared)),
        *_treebank_sentences(shared),
    ]
    print(f"{len(sentences)} sentences, {sum(map(len, sentences))} words", flush=True)
    means, counts = mean_states(load_teacher(teacher_path(work)), sentences)
    table = table_of(means, counts)
    print(f"{len(table.keys)} words", flush=True)
    path = vectors_path(work)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(table.to_bytes())


def _article_sentences(articles: Iterable[Article]) -> Iterator[list[str]]:
    for article in articles:
        tree = read_tree(article.doc, find_marks(article.doc.text, paragraphs(article.doc.text)))
        for start, end in tree.bounds:
            words = [tree.words[token] for token in range(start, end) if not tree.space[token]]
            if words:
                yield words[:SENTENCE_WORDS]


def _rendered_sentences(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for text in list(json.loads(line)["renderings"].values())[RENDERINGS]:
                words = WORD.findall(text)[:SENTENCE_WORDS]
                if words:
                    yield words


def _treebank_sentences(shared: Path) -> Iterator[list[str]]:
    for corpus in CORPORA:
        for document in read_documents(treebank_path(shared, corpus, "train")):
            for paragraph in document.paragraphs:
                for sentence in paragraph:
                    yield [word.form for word in sentence.words][:SENTENCE_WORDS]


def mean_states(
    teacher: LabellingTeacher, sentences: Sequence[Sequence[str]]
) -> tuple[dict[str, Floats], Counter[str]]:
    """The mean state of each word in lower case, over all sentences, and how often it occurs."""
    sums: dict[str, Floats] = defaultdict(lambda: np.zeros(ENCODER_WIDTH, dtype=np.float32))
    counts: Counter[str] = Counter()
    batches = list(_batches(sorted(sentences, key=len)))
    for number, batch in enumerate(batches):
        for words, states in zip(batch, _first_states(teacher, batch), strict=True):
            for word, state in zip(words, states, strict=False):
                sums[word.lower()] += state
                counts[word.lower()] += 1
        if number % REPORT_BATCHES == 0:
            print(f"{number} of {len(batches)}", flush=True)
    return {word: total / np.float32(counts[word]) for word, total in sums.items()}, counts


def _batches(sentences: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Runs of sentences, given by length, of about as many words with their padding."""
    batch: list[Sequence[str]] = []
    for sentence in sentences:
        if batch and (len(batch) + 1) * len(sentence) > BATCH_WORDS:
            yield batch
            batch = []
        batch.append(sentence)
    if batch:
        yield batch


def _first_states(teacher: LabellingTeacher, batch: Sequence[Sequence[str]]) -> Iterator[Floats]:
    """For each sentence the states (words, 384) of its words' first pieces, for as many as there is room."""
    rows, firsts = [], []
    for words in batch:
        ids, first = [BEGIN], []
        for word in words:
            first.append(len(ids))
            ids += piece_ids(word, WORD_PIECES)
        rows.append([*ids[: SENTENCE_PIECES - 1], END])
        firsts.append([piece for piece in first if piece < SENTENCE_PIECES - 1])
    length = max(map(len, rows))
    ids_of, mask = torch.zeros(len(rows), length, dtype=torch.long), torch.zeros(len(rows), length)
    for number, row in enumerate(rows):
        ids_of[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        states = teacher.encoder(input_ids=ids_of, attention_mask=mask).last_hidden_state.float().numpy()
    for number, first in enumerate(firsts):
        yield states[number, first]


def table_of(means: Mapping[str, Floats], counts: Mapping[str, int]) -> WordVectors:
    """The vectors of all words with a letter that occur often enough."""
    words = [word for word in means if counts[word] >= LEAST_COUNT and any(map(str.isalpha, word))]
    rows = principal_columns(
        np.stack([means[word] for word in words]), np.sqrt([counts[word] for word in words]), COLUMNS
    )
    keys = np.array([hash_string(word) for word in words], dtype=np.uint64)
    return WordVectors.of(keys, rows)


def principal_columns(rows: Floats, weights: NDArray[np.float64], columns: int) -> Floats:
    """The rows along their first principal components; the root of the mean square of a cell is 1."""
    shares = (weights / weights.sum())[:, None]
    centred = rows - (rows * shares).sum(0)
    _, ways = np.linalg.eigh((centred * shares).T @ centred)
    turned = centred @ ways[:, ::-1][:, :columns]
    found: Floats = (turned / np.sqrt((turned**2).mean())).astype(np.float32)
    return found
