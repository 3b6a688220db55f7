"""What the labeller is taught from: articles held out, paragraphs, and targets of gold and teacher."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from docs_by_hand import VOCAB
from labeller_by_hand import LABELS, knew
from spacy.tokens import Doc

pytest.importorskip("torch", reason="the labeller's teacher needs the extra quotekit[train]")
pytest.importorskip("transformers", reason="the labeller's teacher needs the extra quotekit[train]")

from quotekit.labeller.network import Shape
from quotekit.labeller.training import Example, read_example
from quotekit.labeller.vectors import WordVectors
from quotekit.settings import LABELLER_WINDOW
from quotekit.syntax import read_tree
from training.labeller import student
from training.labeller.parses import Article, _in_paragraphs, fit_and_held_out
from training.labeller.soft import Opinion, read_opinions, write_opinions
from training.labeller.student import Recipe, fit, hidden, mixed, taught
from training.labeller.teacher_network import PASSAGE_TOKENS, passages_of
from training.labeller.vectors import principal_columns

WINDOW = sum(LABELLER_WINDOW)
SAID, LEFT, OFFSET = 6, 9, LABELLER_WINDOW[0]


def example() -> Example:
    doc, gold = knew()
    return read_example(doc, gold, LABELS, WordVectors.none())


def opinion() -> Opinion:
    """A teacher that is sure of nothing: each label a quarter; "said" a cue with .8, "left" with .4."""
    cues = np.zeros(11, dtype=np.float16)
    cues[[SAID, LEFT]] = 0.8, 0.4
    return Opinion(cues, np.array([SAID, LEFT]), np.full((2, WINDOW, 4), 0.25, dtype=np.float16))


def test_every_twelfth_article_is_held_out() -> None:
    articles = [Article(str(number), Doc(VOCAB)) for number in range(30)]
    learned, held_out = fit_and_held_out(articles)
    assert [article.name for article in held_out] == ["5", "17", "29"]
    assert len(learned) == 27


def test_paragraphs_hold_every_sentence_in_order() -> None:
    sentences = [f"{number}." for number in range(20)]
    text = _in_paragraphs(sentences, random.Random(0))
    assert text.split() == sentences
    assert {len(paragraph.split()) for paragraph in text.split("\n\n")} <= {1, 2, 3}


@pytest.mark.parametrize("step", [1, 7, 40, 500])
def test_passages_partition_the_article_and_are_never_too_long(step: int) -> None:
    words = [
        ("." if number % 9 == 8 else "\n\n" if number % step == step - 1 else "w") for number in range(700)
    ]
    tree = read_tree(Doc(VOCAB, words=words))
    found = passages_of(tree)
    assert (found[0][0], found[-1][1]) == (0, 700)
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert all(0 < end - start <= PASSAGE_TOKENS for start, end in found)


def test_an_opinion_alone_weighs_a_window_by_its_cue() -> None:
    found = taught(example(), opinion())
    assert found.weights == pytest.approx([0.8, 0.4], abs=1e-3)
    assert found.heads.tolist() == [SAID, LEFT]
    assert found.labels is None


def test_gold_and_opinion_are_averaged() -> None:
    found = mixed(example(), opinion(), 0.5)
    assert found.cues[[SAID, LEFT, 0]] == pytest.approx([0.9, 0.2, 0], abs=1e-3)
    assert found.weights == pytest.approx([1, 0.2], abs=1e-3)
    assert found.soft is not None
    # she: source; said: cue; “: content; the last full stop: nothing
    for token, label in ((5, 1), (6, 2), (0, 3), (10, 0)):
        shares = found.soft[0][OFFSET + token - SAID]
        assert shares[label] == pytest.approx(0.625, abs=1e-3)
        assert shares.sum() == pytest.approx(1, abs=1e-3)
    assert (found.soft[1] == 0.25).all()


def test_a_hidden_word_keeps_its_tag_alone() -> None:
    before = example()
    everything = hidden(before, 1.0).inputs
    assert not everything.hashes[:, :4].any()
    assert np.array_equal(everything.hashes[:, 4:], before.inputs.hashes[:, 4:])
    assert np.array_equal(hidden(before, 0.0).inputs.hashes, before.inputs.hashes)
    assert before.inputs.hashes[:, 0].all()


def test_opinions_survive_being_written(tmp_path: Path) -> None:
    write_opinions([opinion(), opinion()], tmp_path / "opinions.npz")
    found = read_opinions(tmp_path / "opinions.npz")
    assert len(found) == 2
    for name in ("cues", "heads", "shares"):
        assert np.array_equal(getattr(found[1], name), getattr(opinion(), name))


def test_a_training_that_was_stopped_goes_on_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = Shape(LABELS, width=8, hidden=6, steps=(1,), window_steps=(1,))
    lessons = [[mixed(example(), opinion(), 0.5)], [taught(example(), opinion())] * 4]
    whole = fit(shape, *lessons, Recipe(epochs=3), tmp_path / "whole.npz").to_bytes()
    keep = student._keep

    def keep_and_stop(path: Path, network: object, optimizer: object, epoch: int) -> None:
        keep(path, network, optimizer, epoch)  # type: ignore[arg-type]
        if epoch == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(student, "_keep", keep_and_stop)
    with pytest.raises(KeyboardInterrupt):
        fit(shape, *lessons, Recipe(epochs=3), tmp_path / "parts.npz")
    monkeypatch.undo()
    assert fit(shape, *lessons, Recipe(epochs=3), tmp_path / "parts.npz").to_bytes() == whole


def test_principal_columns_keep_the_directions_that_vary_most() -> None:
    draw = np.random.default_rng(0)
    rows = (draw.standard_normal((200, 3)) * [0.01, 5, 1]).astype(np.float32)
    found = principal_columns(rows, np.ones(200), 1)
    assert found.shape == (200, 1)
    assert (found**2).mean() == pytest.approx(1, abs=1e-5)
    assert abs(np.corrcoef(found[:, 0], rows[:, 1])[0, 1]) > 0.999
