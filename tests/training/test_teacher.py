"""The teacher without its weights: an encoder of one round, words in place of word pieces."""

# ruff: noqa: E402 - what follows the skip cannot be imported without torch

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from trees_by_hand import HE_LEFT, HE_SAID, OSLO_WON, document

pytest.importorskip("torch", reason="the teacher needs the extra quotekit[train]")
transformers = pytest.importorskip("transformers", reason="the teacher needs the extra quotekit[train]")

import torch

from training.documents import Analysis, Passage, Words, passages
from training.teacher import fitting, labelling, network, pieces
from training.teacher.labelling import analyse, label_docs, words_of
from training.teacher.network import Teacher
from training.teacher.pieces import batches, piece_batch, shape

TAGS = (".", "''", "NNP", "PRP", "VB", "VBD", "``")
LABELS = ("ROOT", "ccomp", "nsubj", "punct")
GOLD = list(passages([document((HE_LEFT, HE_SAID), (OSLO_WON,)), document((OSLO_WON,))], max_words=None))


@pytest.fixture(autouse=True)
def small_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """MiniLM's shape, but for what makes it large, with weights drawn at random."""

    def encoder(*_: object, **options: object) -> object:
        sizes = {"vocab_size": 200, "num_attention_heads": 2, "intermediate_size": 8}
        return transformers.BertModel(
            transformers.BertConfig(hidden_size=384, num_hidden_layers=6, **sizes, **options)
        )

    monkeypatch.setattr(network.AutoModel, "from_pretrained", encoder)
    monkeypatch.setattr(network, "encoder_folder", lambda: None)
    monkeypatch.setattr(pieces, "_piece_ids", lambda form: tuple(104 + ord(c) % 90 for c in form[:3]))


@pytest.fixture
def teacher() -> Teacher:
    torch.manual_seed(0)
    return Teacher(TAGS, LABELS)


@pytest.mark.parametrize(
    ("form", "code"),
    [("said", 1), ("Obama", 2), ("I", 2), ("NATO", 3), ("2016", 4), ("1.5", 5), (",", 6), ("McCain", 7)],
)
def test_a_shape_tells_what_uncased_pieces_lose(form: str, code: int) -> None:
    assert shape(form) == code
    assert code < pieces.N_SHAPES


def test_a_batch_holds_the_pieces_and_where_each_word_begins() -> None:
    words = Words(("He", "left", "Oslo"), (True, False, False), (False, False, True))
    batch = piece_batch([words, Words(("A",), (False,), (False,))])
    assert batch.ids.shape == (2, 2 + 2 + 3 + 3)
    assert batch.first.tolist() == [[1, 3, 6], [1, 0, 0]]
    assert batch.mask.sum(1).tolist() == [10, 3]
    # Shape, begins a paragraph, after a space: of the pieces of "Oslo", which stands at once after "left".
    assert batch.features[0, 6].tolist() == [2, 1, 0]


def test_words_are_hidden_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MASK_RATE", 1.0)
    words = Words(("He", "left"), (True, False), (False, False))
    assert piece_batch([words], random.Random(0)).ids.tolist() == [[101, 103, 103, 102]]
    assert 103 not in piece_batch([words]).ids


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.booleans())
def test_every_passage_is_in_one_batch_that_is_not_too_large(lengths: list[int], shuffled: bool) -> None:
    found = list(batches(lengths, 60, random.Random(0) if shuffled else None))
    assert sorted(i for batch in found for i in batch) == list(range(len(lengths)))
    # The order is by length give or take 20, so that a batch may hold one longer than its last.
    assert all(len(batch) * lengths[batch[-1]] <= 60 or len(batch) == 1 for batch in found)


def test_an_analysis_is_a_tree_a_sentence_and_a_paragraph_begins_one(teacher: Teacher) -> None:
    (first, second) = analyse(teacher, [passage.words for passage in GOLD])
    assert first.begins_sentence[0]
    assert first.begins_sentence[8]  # "Oslo", in its own paragraph
    assert len(second.heads) == 3
    bounds = [i for i, begins in enumerate(first.begins_sentence) if begins] + [len(first.heads)]
    for start, end in pairwise(bounds):
        roots = [i for i in range(start, end) if first.heads[i] == i]
        assert len(roots) == 1
        assert first.labels[roots[0]] == "ROOT"
        assert all(start <= first.heads[i] < end for i in range(start, end))
    assert [label for i, label in enumerate(first.labels) if first.heads[i] != i].count("ROOT") == 0


def test_the_analysis_does_not_depend_on_what_is_in_the_batch(teacher: Teacher) -> None:
    words = [passage.words for passage in GOLD]
    assert analyse(teacher, words)[1] == analyse(teacher, words[1:])[0]


def test_a_sentence_without_a_tree_costs_nothing_but_tags_and_starts(teacher: Teacher) -> None:
    teacher.eval()
    (passage,) = passages([document((HE_LEFT, HE_SAID))], max_words=None)
    labels = (None,) * 3 + passage.analysis.labels[3:]
    partly = Passage(
        passage.words,
        Analysis(passage.analysis.begins_sentence, passage.analysis.heads, labels, passage.analysis.tags),
        passage.sentences,
    )
    scores = teacher(piece_batch([passage.words]))
    whole, less = (fitting.losses(teacher, scores, [p]) for p in (passage, partly))
    assert less["tags"].item() == whole["tags"].item()
    assert less["arcs"].item() != whole["arcs"].item()


def total_loss(teacher: Teacher) -> float:
    teacher.eval()
    scores = teacher(piece_batch([passage.words for passage in GOLD]))
    return sum(loss.item() for loss in fitting.losses(teacher, scores, GOLD).values())


def test_fitting_lowers_the_losses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "WARMUP_STEPS", 1)
    before, after = (fitting.fit(GOLD, {}, tmp_path / f"{epochs}.pt", epochs=epochs) for epochs in (1, 4))
    assert total_loss(after) < total_loss(before)


def test_a_fitting_that_was_stopped_ends_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fitting.fit(GOLD, {}, tmp_path / "whole.pt", epochs=2)
    with monkeypatch.context() as stopped:

        def stop(*_: object) -> str:
            raise KeyboardInterrupt

        stopped.setattr(fitting, "scores_line", stop)
        with pytest.raises(KeyboardInterrupt):
            fitting.fit(GOLD, {"dev": GOLD}, tmp_path / "parts.pt", epochs=2)
    parts = fitting.fit(GOLD, {}, tmp_path / "parts.pt", epochs=2)
    for name, weights in whole.state_dict().items():
        assert torch.equal(weights, parts.state_dict()[name]), name


def test_raw_text_loses_its_white_space_and_gets_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = spacy.blank("en").make_doc("  He  left.\n\nOslo won!")
    words, positions = words_of(doc)
    assert words.forms == ("He", "left", ".", "Oslo", "won", "!")
    assert words.begins_paragraph == (False, False, False, True, False, False)
    assert words.has_space == (True, False, False, True, False, False)
    assert [doc[i].text for i in positions] == list(words.forms)

    analysis = Analysis((True, False, False) * 2, (1, 1, 1, 4, 4, 4), LABELS[:1] * 6, TAGS[:1] * 6)
    monkeypatch.setattr(labelling, "analyse", lambda _, passages: [analysis] * len(passages))
    (labelled,) = label_docs(Teacher(TAGS, LABELS), [doc, spacy.blank("en").make_doc(" \n ")])
    assert labelled.text == doc.text
    spaces = [token for token in labelled if token.is_space]
    assert [(token.tag_, token.dep_, token.head.text) for token in spaces] == [
        ("_SP", "dep", "He"),
        ("_SP", "dep", "He"),
        ("_SP", "dep", "."),
    ]
    assert [token.head.text for token in labelled if not token.is_space] == ["left"] * 3 + ["won"] * 3
    assert not labelled.has_annotation("ENT_IOB")


def test_entities_that_are_known_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = spacy.blank("en").make_doc("Oslo won!")
    doc.set_ents([doc.char_span(0, 4, label="GPE")], default="outside")
    analysis = Analysis((True, False, False), (1, 1, 1), LABELS[:1] * 3, TAGS[:1] * 3)
    monkeypatch.setattr(labelling, "analyse", lambda _, passages: [analysis] * len(passages))
    (labelled,) = label_docs(Teacher(TAGS, LABELS), [doc])
    assert [(entity.text, entity.label_) for entity in labelled.ents] == [("Oslo", "GPE")]
    assert labelled[1].ent_iob_ == "O"
