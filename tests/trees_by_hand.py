"""Small trees and documents written by hand, for the tests of the training."""

from __future__ import annotations

from training.conllu import Document, Sentence, Word


def word(row: str, index: int) -> Word:
    """The word of a row "left/leave VERB VBD 0 root": heads count from 1, the root has 0.

    What follows is GUM's ``Entity=``.
    """
    form, upos, xpos, head, deprel, *entity = row.split()
    form, slash, lemma = form.partition("/") if len(form) > 1 else (form, "", "")
    head_index = int(head) - 1 if head != "0" else index
    return Word(form, " ", upos, xpos, lemma if slash else form, head_index, deprel, *entity)


def sentence(*rows: str, begins_paragraph: bool = False) -> Sentence:
    """A sentence with a space between all words."""
    words = tuple(word(row, i) for i, row in enumerate(rows))
    text = " ".join(w.form for w in words)
    return Sentence("case", text, words, begins_paragraph=begins_paragraph)


def document(*paragraphs: tuple[Sentence, ...]) -> Document:
    return Document("case", paragraphs)


HE_LEFT = sentence("He/he PRON PRP 2 nsubj", "left/leave VERB VBD 0 root", ". PUNCT . 2 punct")
OSLO_WON = sentence("Oslo PROPN NNP 2 nsubj (1-place-x)", "won/win VERB VBD 0 root", "! PUNCT . 2 punct")
HE_SAID = sentence(
    "“ PUNCT `` 2 punct",
    "Go/go VERB VB 5 ccomp",
    "” PUNCT '' 2 punct",
    "he PRON PRP 5 nsubj",
    "said/say VERB VBD 0 root",
)
