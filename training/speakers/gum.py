"""Gold labels of GUM train: subjects that are pronouns or descriptions, by the entity that they refer to.

They are no sources, most of them; who a pronoun stands for is told by much the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from training.conllu import Document, Mention, Sentence, mentions, read_documents
from training.conversion.resources import word_list
from training.documents import treebank_path
from training.speakers.labels import Label

__all__ = ["gum_labels", "labels_of_document"]

KINDS = frozenset({"person", "organization", "place"})
MOST_WORDS = 6  # of a description


@frozen
class _Placed:
    """A mention, the word that heads it, and its characters in the document."""

    mention: Mention
    head: int
    start: int
    end: int


def gum_labels(shared: Path) -> Iterator[tuple[str, list[Label]]]:
    """The text and the labels of each document that has some, of the genres where people are named."""
    for document in read_documents(treebank_path(shared, "gum", "train")):
        if document.id.split("_")[1] in word_list("gum_genres"):
            labels = labels_of_document(document)
            if labels:
                yield document.text, labels


def labels_of_document(document: Document) -> list[Label]:
    """A label for each subject that is a pronoun or a short description of somebody."""
    names: dict[str, list[str]] = defaultdict(list)
    asked: list[tuple[_Placed, str]] = []
    at = 0
    for sentence in (sentence for paragraph in document.paragraphs for sentence in paragraph):
        at = document.text.index(sentence.text, at)
        for placed in _placed(sentence, at):
            if sentence.words[placed.head].upos == "PROPN":
                names[placed.mention.id].append(_name(sentence, placed))
            elif type_ := _type(sentence, placed):
                asked.append((placed, type_))
        at += len(sentence.text)
    found = []
    for placed, type_ in asked:
        forms = names.get(placed.mention.id, [])
        full = max(forms, key=lambda form: len(form.split()), default=None)
        source = ((placed.start, placed.end),)
        found.append(Label(document.id, source, type_, full, tuple(sorted(set(forms)))))
    return found


def _placed(sentence: Sentence, start: int) -> Iterator[_Placed]:
    """The mentions of a sentence that begins at ``start``."""
    ends, at = [], start
    for word in sentence.words:
        ends.append((at, at + len(word.form)))
        at += len(word.form) + len(word.whitespace)
    for mention in mentions(sentence):
        inside = range(mention.start, mention.end)
        heads = (i for i in inside if sentence.words[i].head not in inside or sentence.words[i].head == i)
        yield _Placed(mention, next(heads, mention.end - 1), ends[mention.start][0], ends[mention.end - 1][1])


def _name(sentence: Sentence, placed: _Placed) -> str:
    """The run of proper nouns around the head: "Jens Stoltenberg" of "the Norwegian Jens Stoltenberg"."""
    first = last = placed.head
    while first > placed.mention.start and sentence.words[first - 1].upos == "PROPN":
        first -= 1
    while last + 1 < placed.mention.end and sentence.words[last + 1].upos == "PROPN":
        last += 1
    return " ".join(word.form for word in sentence.words[first : last + 1])


def _type(sentence: Sentence, placed: _Placed) -> str | None:
    """Whether a mention is a subject that may be asked for: ``pronoun``, ``nominal``, or `None`."""
    mention, head = placed.mention, sentence.words[placed.head]
    if not head.deprel.startswith("nsubj") or mention.kind not in KINDS:
        return None
    words = sentence.words[mention.start : mention.end]
    if len(words) == 1 and words[0].form.lower() in word_list("source_pronouns"):
        return "pronoun"
    return "nominal" if head.upos == "NOUN" and len(words) <= MOST_WORDS else None
