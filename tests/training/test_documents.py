"""Treebank documents as passages and as gold docs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab
from trees_by_hand import HE_LEFT, OSLO_WON, document

from training import documents
from training.conllu import Document, Sentence, read_documents
from training.documents import (
    BREAK_LABEL,
    Passage,
    gold_doc,
    is_converted,
    passages,
    read_docs,
    treebank_path,
    write_docs,
)

LEFT, WON = (HE_LEFT,), (OSLO_WON,)


def texts(found: list[Passage]) -> list[str]:
    return [" / ".join(sentence.text for sentence in passage.sentences) for passage in found]


def test_paragraphs_go_together_as_long_as_they_fit() -> None:
    found = list(passages([document(LEFT, WON, LEFT)], max_words=6))
    assert texts(found) == ["He left . / Oslo won !", "He left ."]


def test_a_paragraph_that_is_too_long_is_cut_between_sentences() -> None:
    found = list(passages([document((HE_LEFT, OSLO_WON, HE_LEFT))], max_words=7))
    assert texts(found) == ["He left . / Oslo won !", "He left ."]


def test_the_rest_of_a_long_paragraph_takes_in_the_next_one() -> None:
    found = list(passages([document((HE_LEFT, OSLO_WON, HE_LEFT), WON)], max_words=6))
    assert texts(found) == ["He left . / Oslo won !", "He left . / Oslo won !"]
    assert [passage.words.begins_paragraph.count(True) for passage in found] == [0, 1]


def test_a_passage_does_not_run_over_the_end_of_a_document() -> None:
    assert len(list(passages([document(LEFT), document(WON)], max_words=None))) == 2


@given(
    st.lists(st.lists(st.sampled_from([HE_LEFT, OSLO_WON]), min_size=1, max_size=6), max_size=6),
    st.integers(1, 20),
)
def test_every_sentence_is_in_one_passage_and_in_order(paragraphs: list[list[Sentence]], size: int) -> None:
    found = list(passages([Document("d", tuple(map(tuple, paragraphs)))], max_words=size))
    wanted = [sentence for paragraph in paragraphs for sentence in paragraph]
    assert [sentence for passage in found for sentence in passage.sentences] == wanted
    assert all(len(passage.words) <= max(size, 3) for passage in found)


def test_a_blank_line_is_a_token_that_hangs_on_the_word_before() -> None:
    (passage,) = passages([document(LEFT, WON)], max_words=None)
    doc = gold_doc(passage, Vocab())
    assert [token.text for token in doc] == ["He", "left", ".", "\n\n", "Oslo", "won", "!"]
    assert [token.head.i for token in doc] == [1, 1, 1, 2, 5, 5, 5]
    assert (doc[3].tag_, doc[3].dep_) == ("_SP", "dep")
    assert doc.text == "He left .\n\nOslo won ! "
    assert len(list(doc.sents)) == 2


def test_a_blank_line_has_nothing_to_score_where_the_doc_is_scored_with() -> None:
    (passage,) = passages([document(LEFT, WON)], max_words=None)
    doc = gold_doc(passage, Vocab(), has_labelled_breaks=False)
    assert (doc[3].tag_, doc[3].dep_) == ("", BREAK_LABEL)


def test_entities_count_words_and_come_out_as_spans_of_tokens() -> None:
    (passage,) = passages([document(LEFT, WON)], max_words=None)
    doc = gold_doc(passage, Vocab(), [(3, 4, "GPE")])
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Oslo", "GPE")]
    assert doc[0].ent_iob_ == "O"


def test_entities_that_are_not_given_are_unknown() -> None:
    (passage,) = passages([document(LEFT)], max_words=None)
    assert not gold_doc(passage, Vocab()).has_annotation("ENT_IOB")


def test_a_sentence_without_a_tree_has_no_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "to_clear", lambda _: None)
    (passage,) = passages([document(LEFT, WON)], max_words=None)
    assert not is_converted(passage)
    doc = gold_doc(passage, Vocab())
    assert [token.dep_ for token in doc] == ["", "", "", "dep", "", "", ""]


def test_docs_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    (passage,) = passages([document(LEFT, WON)], max_words=None)
    doc = gold_doc(passage, Vocab(), [(3, 4, "GPE")])
    write_docs([doc], tmp_path / "docs.spacy")
    (read,) = read_docs(tmp_path / "docs.spacy", Vocab())
    assert read.to_json() == doc.to_json()
    assert [path.name for path in tmp_path.iterdir()] == ["docs.spacy"]


@pytest.mark.parametrize("corpus", ["ewt", "gum"])
def test_the_text_of_a_treebank_document_is_kept(corpus: str, shared_dir: Path) -> None:
    vocab = Vocab()
    for read in read_documents(treebank_path(shared_dir, corpus, "dev")):
        (passage,) = passages([read], max_words=None)
        text = gold_doc(passage, vocab).text
        assert text.rstrip().replace("\xa0", " ") == read.text.replace("\xa0", " ")
