"""Named entities to train on and to score against: from GUM by hand, from PolNeAR by CoreNLP.

Stage ``entities``. In: the GUM treebank files and ``data/polnear/{train,dev}{,.corenlp}.jsonl.gz``.
Out: ``entities/gum-{train,dev,test}.spacy``, gold docs with trees and entities,
``entities/gum-train-varied.spacy``, a second copy in other typographies, and
``entities/polnear-{train,dev}.spacy``, raw text with silver entities. Budget: 10 minutes.

GUM types every nominal ("the president" is a person): only mentions headed by a proper name count,
without what surrounds the name. CoreNLP's spans are taken as they are.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from training.conllu import Mention, Sentence, Word, mentions
from training.conversion.resources import table, word_list
from training.documents import (
    PARTS,
    EntitySpan,
    Passage,
    gold_docs,
    treebank_path,
    write_docs,
)

__all__ = [
    "corenlp_spans",
    "gum_entities",
    "named_entities",
    "paragraph_groups",
    "polnear_docs",
    "polnear_paths",
    "run",
    "with_entities",
]

GROUP_CHARS = 1000
YEAR = re.compile(r"(1[5-9]|20)\d\d")
PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)


def named_entities(sentence: Sentence) -> list[EntitySpan]:
    """The named entities of a sentence: sorted, without overlap, the first and longer one kept.

    Where the same words are left of two mentions, the shorter one says what they are: "the State
    Department Spokesperson" is a person, "the State Department" in it an organization.
    """
    found: dict[tuple[int, int], str] = {}
    for mention in sorted(mentions(sentence), key=lambda mention: mention.end - mention.start):
        label = table("gum_entities").get(mention.kind)
        span = label and _named_part(sentence.words, mention, label)
        if label and span:
            found.setdefault(span, _settled(label, sentence.words[slice(*span)]))
    kept: list[EntitySpan] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, found[start, end]))
    return kept


def _settled(label: str, name: Sequence[Word]) -> str:
    """ORG for a place that is an institution, as the silver data has it: "Leiden University"."""
    is_institution = any(word.form.lower() in word_list("institution_nouns") for word in name)
    return "ORG" if label == "GPE" and is_institution else label


def _named_part(words: Sequence[Word], mention: Mention, label: str) -> tuple[int, int] | None:
    """The words of a mention that name; `None` where it is headed by no name."""
    head = _head(words, mention)
    if head is None:
        return None
    if label == "DATE":
        return _date(words, mention) if _is_date_head(words[head]) else None
    if words[head].upos != "PROPN":
        return None
    start = _name_start(words, mention, head, is_person=label == "PERSON")
    end = _name_end(words, mention, head)
    if label == "PERSON":
        while start < end - 1 and words[start].form.lower() in word_list("titles"):
            start += 1
    if words[end - 1].form in word_list("name_links"):
        end -= 1
    return (start, end) if start < end else None


def _head(words: Sequence[Word], mention: Mention) -> int | None:
    """The first word of the mention whose head stands outside it."""
    inside = range(mention.start, mention.end)
    return next((i for i in inside if words[i].head == i or words[i].head not in inside), None)


def _is_date_head(word: Word) -> bool:
    """Whether a mention of time under this word is a date: "May", "1998", "last week", not "that time"."""
    if word.upos == "PROPN" or (word.upos == "NUM" and YEAR.fullmatch(word.form)):
        return True
    return word.lemma in word_list("time_nouns")


def _date(words: Sequence[Word], mention: Mention) -> tuple[int, int] | None:
    """The date without what leads to it and what says more of it.

    "in the year that he died" is "year"; "this year" stays whole.
    """
    start, end = mention.start, mention.end
    while start < end and _leads_to_date(words[start]):
        start += 1
    end = next((i for i in range(start, end) if words[i].upos in {"VERB", "AUX", "SCONJ"}), end)
    return (start, end) if start < end else None


def _leads_to_date(word: Word) -> bool:
    """Whether this stands before a date and is no part of it: "in the", not "this"."""
    return word.upos in {"DET", "ADP", "PUNCT"} and word.form.lower() != "this"


def _name_start(words: Sequence[Word], mention: Mention, head: int, *, is_person: bool) -> int:
    """Where the name begins, going left from its head.

    "the American Red Cross" begins at "American", an adjective with a capital, as no person's name does.
    """
    start = head
    while start - 1 >= mention.start:
        before = words[start - 1]
        is_link = (
            before.form in {"-", "&", "."} and start - 2 >= mention.start and words[start - 2].upos == "PROPN"
        )
        is_capital = not is_person and before.upos in {"ADJ", "NOUN"} and before.form[:1].isupper()
        if not (before.upos == "PROPN" or is_link or is_capital):
            break
        start -= 1
    return start


def _name_end(words: Sequence[Word], mention: Mention, head: int) -> int:
    """Where the name ends, going right from its head: "University of Oslo", not "Oslo, Norway"."""
    end = head + 1
    while end < mention.end:
        word = words[end]
        is_part = word.upos == "PROPN" and word.deprel in {"flat", "compound", "nmod", "nmod:desc"}
        is_link = (
            word.form in word_list("name_links") and end + 1 < mention.end and words[end + 1].upos == "PROPN"
        )
        if not (is_part or is_link):
            break
        end += 1
    return end


def gum_entities(passage: Passage) -> list[EntitySpan]:
    """The named entities of a GUM passage, counted in its words."""
    found: list[EntitySpan] = []
    offset = 0
    for sentence in passage.sentences:
        found += [(offset + start, offset + end, label) for start, end, label in named_entities(sentence)]
        offset += len(sentence.words)
    return found


def corenlp_spans(record: dict[str, Any]) -> list[EntitySpan]:
    """The silver entities of an article, in characters: successive tokens of one type are one entity."""
    spans: list[EntitySpan] = []
    for sentence in record["sentences"]:
        previous = None
        for start, end, _tag, kind, _lemma in sentence["tokens"]:
            label = table("corenlp_entities").get(kind)
            if label is not None and label == previous:
                spans[-1] = (spans[-1][0], end, label)
            elif label is not None:
                spans.append((start, end, label))
            previous = label
    return spans


def paragraph_groups(text: str, max_chars: int = GROUP_CHARS) -> list[tuple[int, int]]:
    """Whole paragraphs, as many together as have so many characters; longer ones alone."""
    groups: list[tuple[int, int]] = []
    for match in PARAGRAPH.finditer(text):
        start, end = match.span()
        if groups and end - groups[-1][0] <= max_chars:
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    return groups


def with_entities(doc: Doc, spans: Sequence[EntitySpan]) -> Doc:
    """The same `Doc` with the entities set; a span that cuts a token is drawn in to whole ones."""
    found = []
    for start, end, label in spans:
        span = doc.char_span(start, end, label=label, alignment_mode="contract")
        if span is not None:
            found.append(span)
    doc.set_ents(filter_spans(found), default="outside")
    return doc


def polnear_docs(shared: Path, part: str, nlp: Language, max_chars: int = GROUP_CHARS) -> Iterator[Doc]:
    """The articles cut into groups of paragraphs, tokenised, with CoreNLP's entities."""
    texts_path, analyses_path = polnear_paths(shared, part)
    texts = {record["doc"]: record["text"] for record in _records(texts_path)}
    for record in _records(analyses_path):
        text, spans = texts[record["doc"]], corenlp_spans(record)
        for first, last in paragraph_groups(text, max_chars):
            inside = [(a - first, b - first, label) for a, b, label in spans if a >= first and b <= last]
            yield with_entities(nlp.make_doc(text[first:last]), inside)


def polnear_paths(shared: Path, part: str) -> tuple[Path, Path]:
    """The texts of a part of PolNeAR, and what CoreNLP made of them."""
    folder = shared / "data" / "polnear"
    return folder / f"{part}.jsonl.gz", folder / f"{part}.corenlp.jsonl.gz"


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def run(shared: Path, work: Path) -> None:
    """Write the docs with entities of both corpora."""
    nlp = spacy.blank("en")
    for part in PARTS:
        docs = list(gold_docs(treebank_path(shared, "gum", part), nlp.vocab, gum_entities))
        _write(docs, work / "entities" / f"gum-{part}.spacy")
    docs = list(gold_docs(treebank_path(shared, "gum", "train"), nlp.vocab, gum_entities, is_varied=True))
    _write(docs, work / "entities" / "gum-train-varied.spacy")
    for part in ("train", "dev"):
        _write(list(polnear_docs(shared, part, nlp)), work / "entities" / f"polnear-{part}.spacy")


def _write(docs: list[Doc], path: Path) -> None:
    write_docs(docs, path)
    print(f"{path.stem}: {len(docs)} passages, {sum(len(doc.ents) for doc in docs)} entities", flush=True)
