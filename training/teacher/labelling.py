"""What the teacher says of passages and of raw text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

import numpy as np
import torch
from spacy.tokens import Doc, Span

from training.documents import Analysis, Words
from training.teacher.decoding import Heads, Matrix, best_tree
from training.teacher.network import Scores, Teacher, label_scores
from training.teacher.pieces import batches, piece_batch

__all__ = ["analyse", "label_docs", "words_of"]

BATCH_WORDS = 3000
GROUP_DOCS = 400
MAX_WORDS = 340  # of a text; with its word pieces the encoder's 512 positions hold no more
NEVER = -1e9


def analyse(teacher: Teacher, passages: Sequence[Words]) -> list[Analysis]:
    """The analysis of each passage, in order: sentences, then within each the best tree."""
    found: dict[int, Analysis] = {}
    teacher.eval()
    with torch.no_grad():
        for indices in batches([len(words) for words in passages], BATCH_WORDS):
            scores = teacher(piece_batch([passages[i] for i in indices]))
            for row, i in enumerate(indices):
                found[i] = _analysis(teacher, passages[i], scores, row)
    teacher.train()
    return [found[i] for i in range(len(passages))]


def _analysis(teacher: Teacher, words: Words, scores: Scores, row: int) -> Analysis:
    """The analysis of the passage that is this row of the batch."""
    n_words = len(words)
    begins = _sentence_starts(words, scores.starts[row, :n_words])
    heads = _heads(scores.arcs[row, :n_words, : n_words + 1].numpy().astype(np.float64), begins)
    chosen = scores.heads[row, torch.tensor(heads + 1)]
    by_label = label_scores(teacher, scores.dependents[row, :n_words], chosen)
    by_label[:, teacher.labels.index("ROOT")] = NEVER
    labels = [teacher.labels[i] for i in by_label.argmax(-1).tolist()]
    tags = [teacher.tags[i] for i in scores.tags[row, :n_words].argmax(-1).tolist()]
    return Analysis(
        begins_sentence=begins,
        heads=tuple(int(head) if head >= 0 else i for i, head in enumerate(heads)),
        labels=tuple("ROOT" if head < 0 else label for head, label in zip(heads, labels, strict=True)),
        tags=tuple(tags),
    )


def _sentence_starts(words: Words, scores: torch.Tensor) -> tuple[bool, ...]:
    """Where sentences begin: where the splitter says so, and with every paragraph."""
    by_splitter = (scores[:, 1] > scores[:, 0]).tolist()
    return tuple(
        i == 0 or begins_paragraph or begins
        for i, (begins_paragraph, begins) in enumerate(zip(words.begins_paragraph, by_splitter, strict=True))
    )


def _heads(arcs: Matrix, begins_sentence: Sequence[bool]) -> Heads:
    """The head of each word, -1 for a root, given logits (words, 1 + words): a tree a sentence."""
    heads = np.full(len(arcs), -1, dtype=np.int64)
    bounds = [i for i, begins in enumerate(begins_sentence) if begins] + [len(arcs)]
    for start, end in pairwise(bounds):
        logits = np.concatenate([arcs[start:end, :1], arcs[start:end, start + 1 : end + 1]], axis=1)
        np.fill_diagonal(logits[:, 1:], NEVER)
        tree = best_tree(_log_softmax(logits))
        heads[start:end] = np.where(tree < 0, -1, tree + start)
    return heads


def _log_softmax(logits: Matrix) -> Matrix:
    """The logarithm of the probabilities, row by row."""
    shifted: Matrix = logits - logits.max(axis=1, keepdims=True)
    log_probabilities: Matrix = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return log_probabilities


def words_of(doc: Doc) -> tuple[Words, list[int]]:
    """The words of a raw `Doc` without its whitespace tokens, and where each stands among the tokens."""
    forms: list[str] = []
    has_space: list[bool] = []
    begins_paragraph: list[bool] = []
    positions: list[int] = []
    after_break = False
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
            if has_space and not after_break:
                has_space[-1] = True
            continue
        forms.append(token.text)
        has_space.append(bool(token.whitespace_))
        begins_paragraph.append(after_break and len(positions) > 0)
        positions.append(token.i)
        after_break = False
    return Words(tuple(forms), tuple(has_space), tuple(begins_paragraph)), positions


def label_docs(teacher: Teacher, docs: Iterable[Doc]) -> Iterator[Doc]:
    """New docs with the teacher's tags and trees; entities, where they are known, as they were.

    Docs without a word, and those too long for the teacher, are left out.
    """
    waiting = iter(docs)
    while group := list(islice(waiting, GROUP_DOCS)):
        read = [(doc, *words_of(doc)) for doc in group]
        read = [(doc, words, positions) for doc, words, positions in read if 0 < len(words) <= MAX_WORDS]
        analyses = analyse(teacher, [words for _, words, _ in read])
        for (doc, _, positions), analysis in zip(read, analyses, strict=True):
            yield _labelled(doc, positions, analysis)


def _labelled(doc: Doc, positions: Sequence[int], analysis: Analysis) -> Doc:
    """A copy of the doc with the analysis; a whitespace token hangs on the token before it.

    White space at the start hangs on the first word.
    """
    first = positions[0]
    tags, deps = ["_SP"] * len(doc), ["dep"] * len(doc)
    heads = [i - 1 if i > first else first for i in range(len(doc))]
    for word, token in enumerate(positions):
        tags[token] = analysis.tags[word]
        deps[token] = analysis.labels[word] or "dep"
        heads[token] = positions[analysis.heads[word]]
    labelled = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=tags,
        deps=deps,
        heads=heads,
    )
    if doc.has_annotation("ENT_IOB"):
        spans = [Span(labelled, entity.start, entity.end, label=entity.label_) for entity in doc.ents]
        labelled.set_ents(spans, default="outside")
    return labelled
