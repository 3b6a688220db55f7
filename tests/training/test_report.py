"""The figures, on pipelines and documents whose figures can be told by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from trees_by_hand import HE_LEFT, HE_SAID, OSLO_WON, document

from training.documents import gold_doc, passages
from training.entities import gum_entities
from training.report import Accuracy, accuracy, entity_table, folder_figures, marked_las, treebank_figures

GOLD = list(passages([document((HE_LEFT, HE_SAID), (OSLO_WON,)), document((HE_SAID,))], max_words=None))


@Language.component("quotekit_tests_oracle")
def oracle(doc: Doc) -> Doc:
    """What people say of the text."""
    (passage,) = (p for p in GOLD if gold_doc(p, doc.vocab).text == doc.text)
    return gold_doc(passage, doc.vocab, gum_entities(passage))


@Language.component("quotekit_tests_no_sayer")
def no_sayer(doc: Doc) -> Doc:
    """The same, but "he" in "he said" hangs on "Go"."""
    doc = oracle(doc)
    for token in doc:
        if token.text == "he":
            token.head = doc[token.i - 2]
    return doc


def pipeline(component: str) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(component)
    return nlp


def test_who_says_what_people_say_has_all_right() -> None:
    figures = treebank_figures(pipeline("quotekit_tests_oracle"), GOLD)
    n_words = figures.pop("words with marks")
    assert set(figures.values()) == {100.0}
    assert n_words == 6  # "Go", "he", "said", twice: punctuation is left out


def test_a_wrong_head_counts_once_in_all_and_more_among_sentences_with_marks() -> None:
    figures = treebank_figures(pipeline("quotekit_tests_no_sayer"), GOLD)
    assert figures["UAS"] == figures["LAS"] == pytest.approx(100 * 8 / 10)
    assert figures["LAS with marks"] == pytest.approx(100 * 4 / 6)
    assert figures["tags"] == 100.0


def test_a_word_that_was_cut_otherwise_is_wrong() -> None:
    (passage,) = passages([document((HE_SAID,))], max_words=None)
    words, heads = ["“", "Go", "”", "h", "e", "said"], [1, 5, 1, 5, 5, 5]
    deps = ["punct", "ccomp", "punct", "dep", "nsubj", "ROOT"]
    parsed = Doc(
        spacy.blank("en").vocab, words=words, spaces=[True] * 3 + [False, True, True], heads=heads, deps=deps
    )
    assert marked_las(parsed, passage) == Accuracy(2, 3)


def test_a_document_without_marks_has_no_words_beside_them() -> None:
    (passage,) = passages([document((HE_LEFT,))], max_words=None)
    found = marked_las(gold_doc(passage, spacy.blank("en").vocab), passage)
    assert found == Accuracy(0, 0)
    assert accuracy([found, Accuracy(1, 4)]).percent == 25.0
    assert found.percent == 0.0


def test_entities_are_counted_by_label_as_exact_spans() -> None:
    nlp = pipeline("quotekit_tests_oracle")
    gold = gold_doc(GOLD[0], nlp.vocab, [(8, 9, "GPE"), (0, 1, "PERSON")])
    assert entity_table(nlp, [gold]) == {
        "PERSON": {"p": 0.0, "r": 0.0, "f": 0.0},
        "GPE": {"p": 100.0, "r": 100.0, "f": 100.0},
    }


def test_a_folder_has_a_size_a_time_to_load_and_a_hash(student_folder: Path) -> None:
    figures = folder_figures(student_folder / "model-best")
    assert figures["size"].endswith(" MB")
    assert figures["load"].endswith(" s")
    assert len(figures["weights_sha256"]) == 64
