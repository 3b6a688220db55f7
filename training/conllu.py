"""Universal Dependencies treebanks as records, with the text exactly as it was annotated.

A CoNLL-U file has three kinds of lines beside the comments, told apart by their first column:

- ``3``, a syntactic word, with a tag, a head and a relation: these become `Word`;
- ``3-4``, a multiword token, which says only how words 3 and 4 stand in the text (``didn't``) and what
  follows them. Its words carry no ``SpaceAfter`` of their own, so that without it "did n't" comes out;
- ``3.1``, an empty node of the enhanced graph (a verb left out): no text, no basic head, skipped.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import Attribute, evolve, field, frozen

__all__ = ["Document", "Mention", "Sentence", "Word", "mentions", "read_documents", "read_sentences"]

_BRACKET = re.compile(r"\((?P<opened>\d+)-(?P<kind>[a-z]+)[^()]*(?P<single>\))?|(?P<closed>\d+)\)")


@frozen
class Word:
    """One syntactic word. ``head`` is an index into the words of its sentence, the root's its own.

    ``whitespace`` is what stands between this word and the next in the text: nearly always one space
    or nothing, once in the English Web Treebank a no-break space. ``entity`` is GUM's ``Entity=`` as
    written, empty where there is none; `mentions` reads it.
    """

    form: str
    whitespace: str
    upos: str
    xpos: str
    lemma: str
    head: int
    deprel: str
    entity: str = ""


@frozen
class Mention:
    """The words ``start`` to ``end`` (half-open) of a sentence, which name or refer to entity ``id``.

    ``id`` is shared by the mentions of one entity within a document; ``kind`` is GUM's word
    for its type: person, organization, place, time, event, object, abstract and so on.
    """

    start: int
    end: int
    id: str
    kind: str


@frozen
class Sentence:
    """One sentence. ``document`` is the id of the document that begins with it, or `None`."""

    id: str
    text: str
    words: tuple[Word, ...] = field()
    document: str | None = None
    begins_paragraph: bool = False

    @words.validator
    def _is_tree_with_text(self, _: Attribute[tuple[Word, ...]], words: tuple[Word, ...]) -> None:
        heads = [word.head for word in words]
        if not _is_tree(heads):
            raise ValueError(
                f"sentence {self.id}: the heads must form one tree, got {heads} (from 0, root: own)"
            )
        rebuilt = "".join(word.form + word.whitespace for word in words[:-1]) + words[-1].form
        if rebuilt != self.text:
            raise ValueError(f"sentence {self.id}: the words give {rebuilt!r}, its text is {self.text!r}")


def _is_tree(heads: Sequence[int]) -> bool:
    """Whether every word leads to one root, itself its own head, within the sentence."""
    above = list(heads)
    if not all(0 <= head < len(heads) for head in heads):
        return False
    # Each round doubles the steps taken upwards: all arrive within as many rounds as the length has bits.
    for _ in range(len(heads).bit_length()):
        above = [above[head] for head in above]
    return len(set(above)) == 1 and heads[above[0]] == above[0]


@frozen
class Document:
    """One text: paragraphs of sentences.

    The treebanks do not keep how paragraphs were separated; ``text`` puts a blank line between them.
    """

    id: str
    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def text(self) -> str:
        """The text of the document; the sentences of a paragraph joined as ``SpaceAfter`` says."""
        return "\n\n".join(
            "".join(sentence.text + sentence.words[-1].whitespace for sentence in paragraph).rstrip()
            for paragraph in self.paragraphs
        )


def mentions(sentence: Sentence) -> list[Mention]:
    """The entity mentions of a sentence, sorted by start, the longer first; empty without ``Entity=``.

    ``Entity=(1-person-…(2-place-…)`` opens two and closes the second, ``1)`` on a later word the first.
    """
    found: list[Mention] = []
    opened: list[tuple[int, str, str]] = []
    for i, word in enumerate(sentence.words):
        for bracket in _BRACKET.finditer(word.entity):
            if bracket["opened"]:
                opened.append((i, bracket["opened"], bracket["kind"]))
            if bracket["closed"] or bracket["single"]:
                wanted = bracket["closed"] or bracket["opened"]
                # The innermost one: an entity may be mentioned within a mention of itself.
                at = max(k for k, (_, entity_id, _) in enumerate(opened) if entity_id == wanted)
                start, entity_id, kind = opened.pop(at)
                found.append(Mention(start, i + 1, entity_id, kind))
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def read_documents(path: Path) -> list[Document]:
    """The documents of a treebank file, in its order.

    Sentences before the first ``newdoc`` form a document of their own, without an id.
    """
    documents: list[tuple[str, list[list[Sentence]]]] = []
    for sentence in read_sentences(path):
        if sentence.document is not None or not documents:
            documents.append((sentence.document or "", []))
        paragraphs = documents[-1][1]
        if sentence.begins_paragraph or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
    return [Document(name, tuple(map(tuple, paragraphs))) for name, paragraphs in documents]


def read_sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a ``.conllu`` or ``.conllu.gz`` file, in its order.

    Raises `ValueError` where a sentence is no tree or its words do not give its ``# text``.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        block: list[str] = []
        for line in lines:
            if line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                yield _sentence(block)
                block = []
        if block:
            yield _sentence(block)


def _sentence(block: Sequence[str]) -> Sentence:
    """The sentence of the lines between two empty ones."""
    comments = dict(_comment(line) for line in block if line.startswith("#"))
    text = comments.get("text", "")
    words = _words([line.split("\t") for line in block if not line.startswith("#")])
    return Sentence(
        id=comments.get("sent_id", ""),
        text=text,
        words=tuple(_with_whitespace_of(text, words)),
        document=comments.get("newdoc id", comments.get("newdoc")),
        begins_paragraph="newpar" in comments or "newpar id" in comments,
    )


def _comment(line: str) -> tuple[str, str]:
    """The name and the value of a comment line: ``# sent_id = a-1`` gives ``("sent_id", "a-1")``.

    GUM's ``newpar_block`` tells how a paragraph is marked up; the ``newpar`` beside it begins one.
    """
    name, _, value = line.removeprefix("#").partition("=")
    return name.strip(), value.strip()


def _words(rows: Sequence[Sequence[str]]) -> list[Word]:
    """The syntactic words of the rows, with a space after them or none as ``SpaceAfter`` says."""
    words: list[Word] = []
    last_of_token, token_space = 0, ""
    for number, form, lemma, upos, xpos, _, head, deprel, _, misc in rows:
        space = "" if "SpaceAfter=No" in misc.split("|") else " "
        if "-" in number:
            last_of_token, token_space = int(number.partition("-")[2]), space
        elif "." not in number:
            position = int(number)
            if position <= last_of_token:
                space = token_space if position == last_of_token else ""
            head_index = (int(head) or position) - 1
            words.append(Word(form, space, upos, xpos, lemma, head_index, deprel, _entity(misc)))
    return words


def _entity(misc: str) -> str:
    """The value of ``Entity=`` in the last column, empty where it has none."""
    return next((part.removeprefix("Entity=") for part in misc.split("|") if part.startswith("Entity=")), "")


def _with_whitespace_of(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """The words, each space between two of them as it stands in the text.

    "the sender have\\xa0been verified" (English Web Treebank) has a no-break space, which ``SpaceAfter``
    cannot say; "have been" with a plain space is left alone.
    """
    end = 0
    for i, word in enumerate(words):
        end += len(word.form)
        whitespace = word.whitespace
        if whitespace and i + 1 < len(words):
            whitespace = text[end : end + 1] if text[end : end + 1].isspace() else whitespace
        end += len(whitespace)
        yield word if whitespace == word.whitespace else evolve(word, whitespace=whitespace)
