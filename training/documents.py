"""Treebank documents as passages of whole paragraphs, and as gold `Doc` objects.

Stage ``treebanks``. In: ``data/treebanks/{ewt,gum}-{train,dev,test}.conllu.gz`` of the shared folder.
Out: ``treebanks/{ewt,gum}-{train,dev,test}.spacy``, with tags, trees and lemmas, and a second copy of EWT's
training set, ``treebanks/ewt-train-varied.spacy``, in shorter passages. Budget: 5 minutes.

The treebanks hold no whitespace tokens; a parser trained on them makes the blank line between two
paragraphs a subject. So documents are given as they stand in the wild: a passage holds whole
paragraphs, with a token for each blank line (tag ``_SP``, dep ``dep``, hung on the token before it).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from attrs import frozen
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from training.conllu import Document, Sentence, read_documents
from training.conversion import to_clear
from training.variation import varied

__all__ = [
    "BREAK_LABEL",
    "CORPORA",
    "PARTS",
    "Analysis",
    "EntitySpan",
    "Passage",
    "Words",
    "gold_doc",
    "gold_docs",
    "passages",
    "read_docs",
    "run",
    "treebank_path",
    "write_docs",
]

CORPORA = ("ewt", "gum")
PARTS = ("train", "dev", "test")
SEED = 0
PASSAGE_WORDS = 180
SHORT_PASSAGE_WORDS = 90  # of the varied copy of the training set
PARAGRAPH_BREAK = "\n\n"
BREAK_LABEL = "space"

EntitySpan = tuple[int, int, str]  # first word, one past the last, label


@frozen
class Words:
    """What is known before any analysis: one entry a word, white space left out.

    ``begins_paragraph`` is true where a line break comes before the word; never for the first.
    """

    forms: tuple[str, ...]
    has_space: tuple[bool, ...]
    begins_paragraph: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.forms)


@frozen
class Analysis:
    """What a person or a teacher says of the words. The head of a root is itself.

    The label of a word is `None` where its sentence could not be converted; its head is then the first word.
    """

    begins_sentence: tuple[bool, ...]
    heads: tuple[int, ...]
    labels: tuple[str | None, ...]
    tags: tuple[str, ...]


@frozen
class Passage:
    """Successive sentences of one document, analysed by people."""

    words: Words
    analysis: Analysis
    sentences: tuple[Sentence, ...]


def passages(documents: Iterable[Document], *, max_words: int | None) -> Iterator[Passage]:
    """The documents cut into passages of whole paragraphs, in order; `None` cuts nothing.

    Only a paragraph longer than ``max_words`` is cut, between sentences; what is left of it begins
    the next passage.
    """
    for document in documents:
        for paragraphs in _cut(document.paragraphs, max_words):
            yield _passage(paragraphs)


def _cut(
    paragraphs: Sequence[Sequence[Sentence]], max_words: int | None
) -> Iterator[list[Sequence[Sentence]]]:
    """Runs of paragraphs with at most so many words, unless one sentence alone has more."""
    current: list[Sequence[Sentence]] = []
    n_words = 0
    for paragraph in paragraphs:
        n_more = sum(len(sentence.words) for sentence in paragraph)
        if max_words is not None and n_words and n_words + n_more > max_words:
            yield current
            current, n_words = [], 0
        pieces = _pieces(paragraph, max_words)
        for piece in pieces[:-1]:
            yield [*current, piece]
            current = []
        current.append(pieces[-1])
        n_words += sum(len(sentence.words) for sentence in pieces[-1])
    if current:
        yield current


def _pieces(paragraph: Sequence[Sentence], max_words: int | None) -> list[list[Sentence]]:
    """The paragraph, cut between sentences where it is too long."""
    pieces: list[list[Sentence]] = [[]]
    n_words = 0
    for sentence in paragraph:
        if max_words is not None and n_words and n_words + len(sentence.words) > max_words:
            pieces.append([])
            n_words = 0
        pieces[-1].append(sentence)
        n_words += len(sentence.words)
    return pieces


def _passage(paragraphs: Sequence[Sequence[Sentence]]) -> Passage:
    """The paragraphs with their trees in the scheme of spaCy's English pipelines."""
    begins_paragraph: list[bool] = []
    begins_sentence: list[bool] = []
    heads: list[int] = []
    labels: list[str | None] = []
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    first_of_paragraph = {id(paragraph[0]) for paragraph in paragraphs[1:]}
    for sentence in sentences:
        offset, n_words = len(heads), len(sentence.words)
        begins_paragraph += [id(sentence) in first_of_paragraph, *[False] * (n_words - 1)]
        begins_sentence += [True, *[False] * (n_words - 1)]
        tree: Sequence[tuple[int, str | None]] = to_clear(sentence) or [(0, None)] * n_words
        heads += [offset + head for head, _ in tree]
        labels += [label for _, label in tree]
    words = [word for sentence in sentences for word in sentence.words]
    return Passage(
        Words(
            tuple(word.form for word in words),
            tuple(bool(word.whitespace) for word in words),
            tuple(begins_paragraph),
        ),
        Analysis(tuple(begins_sentence), tuple(heads), tuple(labels), tuple(word.xpos for word in words)),
        tuple(sentences),
    )


def gold_doc(
    passage: Passage,
    vocab: Vocab,
    entities: Sequence[EntitySpan] | None = None,
    *,
    has_labelled_breaks: bool = True,
) -> Doc:
    """The passage as a `Doc` with tags, lemmas and trees; entities are unknown unless given.

    To train on, the blank lines are labelled. To score with they must not be: spaCy's scorer passes over
    white space in what was predicted, and would count every gold blank line as missed. They then have no
    tag and the label `BREAK_LABEL`, to be ignored (with no label at all, `Scorer.score_deps` of spaCy 3.8
    passes over the same places in every later document too).
    """
    words, analysis = passage.words, passage.analysis
    texts, spaces, position = _tokens(words)
    tag, dep = ("_SP", "dep") if has_labelled_breaks else ("", BREAK_LABEL)
    tags, deps, lemmas = [tag] * len(texts), [dep] * len(texts), [""] * len(texts)
    heads = [max(token - 1, 0) for token in range(len(texts))]
    given = [word.lemma for sentence in passage.sentences for word in sentence.words]
    for word, token in enumerate(position):
        tags[token] = analysis.tags[word]
        deps[token] = analysis.labels[word] or ""
        heads[token] = position[analysis.heads[word]]
        lemmas[token] = given[word]
    doc = Doc(vocab, words=texts, spaces=spaces, tags=tags, deps=deps, heads=heads, lemmas=lemmas)
    if entities is not None:
        spans = [
            Span(doc, position[start], position[end - 1] + 1, label=label) for start, end, label in entities
        ]
        doc.set_ents(spans, default="outside")
    return doc


def _tokens(words: Words) -> tuple[list[str], list[bool], list[int]]:
    """The words with blank lines between paragraphs, whether a space follows each, and where each word is."""
    texts: list[str] = []
    spaces: list[bool] = []
    position: list[int] = []
    for form, has_space, begins_paragraph in zip(
        words.forms, words.has_space, words.begins_paragraph, strict=True
    ):
        if begins_paragraph:
            spaces[-1] = False
            texts.append(PARAGRAPH_BREAK)
            spaces.append(False)
        position.append(len(texts))
        texts.append(form)
        spaces.append(has_space)
    return texts, spaces, position


def treebank_path(shared: Path, corpus: str, part: str) -> Path:
    """Where a treebank file lies in the shared folder."""
    return shared / "data" / "treebanks" / f"{corpus}-{part}.conllu.gz"


def is_converted(passage: Passage) -> bool:
    """Whether every sentence has a tree; the student learns from no other passage."""
    return None not in passage.analysis.labels


def write_docs(docs: Iterable[Doc], path: Path) -> None:
    """Write the docs whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    DocBin(docs=docs, store_user_data=False).to_disk(partial)
    partial.replace(path)


def read_docs(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """The docs of a file, in its order."""
    return DocBin().from_disk(path).get_docs(vocab)


def run(shared: Path, work: Path) -> None:
    """Write the gold docs of each treebank file, and EWT's training set once more in other typographies."""
    vocab = spacy.blank("en").vocab
    for corpus in CORPORA:
        for part in PARTS:
            docs = list(gold_docs(treebank_path(shared, corpus, part), vocab))
            write_docs(docs, work / "treebanks" / f"{corpus}-{part}.spacy")
            print(f"{corpus}-{part}: {len(docs)} passages, {sum(map(len, docs))} tokens", flush=True)
    docs = list(gold_docs(treebank_path(shared, "ewt", "train"), vocab, is_varied=True))
    write_docs(docs, work / "treebanks" / "ewt-train-varied.spacy")


def gold_docs(
    path: Path,
    vocab: Vocab,
    entities: Callable[[Passage], list[EntitySpan]] | None = None,
    *,
    is_varied: bool = False,
) -> Iterator[Doc]:
    """The passages of a treebank file that the student learns from; varied ones are shorter. Seeded."""
    draw = random.Random(SEED)
    max_words = SHORT_PASSAGE_WORDS if is_varied else PASSAGE_WORDS
    for passage in passages(read_documents(path), max_words=max_words):
        if is_converted(passage):
            doc = gold_doc(passage, vocab, entities(passage) if entities else None)
            yield varied(doc, draw) if is_varied else doc
