"""The labeller as a part of a spaCy pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from labeller_by_hand import ENGLISH, LABELS, knew, over
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from quotekit.errors import FormatError, ModelError, PipelineError, UsageError
from quotekit.find.marks import find_marks
from quotekit.labeller.calibration import Calibration
from quotekit.labeller.component import GOLD, Labeller, find_labeller
from quotekit.labeller.proposals import Proposal
from quotekit.labeller.vectors import WordVectors
from quotekit.parsing import LABELLER, load_pipeline, paragraphs
from quotekit.settings import MARKED_CUE_SCORE
from quotekit.syntax import read_tree

SIZES = {"width": 16, "hidden": 8, "steps": [1, 2], "window_steps": [1]}


def examples() -> list[Example]:
    found = []
    for doc, gold in (knew(), over()):
        reference = doc.copy()
        reference.user_data[GOLD] = gold
        found.append(Example(doc, reference))
    return found


@pytest.fixture
def pipeline() -> Language:
    """English tokens and a labeller with random weights."""
    fix_random_seed(0)
    nlp = spacy.blank("en", vocab=ENGLISH)
    nlp.add_pipe(LABELLER, config=SIZES)
    nlp.initialize(examples)
    return nlp


@pytest.fixture
def labeller(pipeline: Language) -> Labeller:
    return labeller_of(pipeline)


def labeller_of(nlp: Language) -> Labeller:
    found = nlp.get_pipe(LABELLER)
    assert isinstance(found, Labeller)
    return found


def train(nlp: Language, rounds: int) -> list[float]:
    """The loss of each round."""
    sgd = nlp.create_optimizer()
    sgd.learn_rate = 0.01
    return [nlp.update(examples(), sgd=sgd)[LABELLER] for _ in range(rounds)]


def propose(labeller: Labeller, doc: Doc) -> list[Proposal]:
    marks = find_marks(doc.text, paragraphs(doc.text))
    return labeller.propose(doc, read_tree(doc, marks), marks)


def plain(proposals: list[Proposal]) -> list[tuple[Any, ...]]:
    return [(found.cue, found.score, found.first, found.shares.tolist()) for found in proposals]


def test_it_learns_the_labels_of_the_parses_that_it_is_shown(labeller: Labeller) -> None:
    assert set(LABELS) <= set(labeller.shape.labels)
    assert labeller.shape.width == 16


def test_updates_lower_the_loss(pipeline: Language) -> None:
    losses = train(pipeline, 25)
    assert losses[-1] < losses[0] / 2


def test_what_it_has_learned_it_proposes(pipeline: Language) -> None:
    train(pipeline, 60)
    doc, _ = knew()
    likely = [found for found in propose(labeller_of(pipeline), doc) if found.score > 0.5]
    assert [found.cue for found in likely] == [6]
    assert likely[0].first == 0
    assert likely[0].shares.argmax(axis=1).tolist()[:7] == [3, 3, 3, 3, 3, 1, 2]


def test_shares_are_probabilities_of_every_token_of_the_window(pipeline: Language) -> None:
    train(pipeline, 20)
    for doc in (knew()[0], over()[0]):
        for found in propose(labeller_of(pipeline), doc):
            assert found.score >= MARKED_CUE_SCORE
            assert found.shares.shape == (len(doc), 4)
            assert found.shares.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_an_article_has_the_same_proposals_alone_and_among_others(pipeline: Language) -> None:
    train(pipeline, 20)
    labeller = labeller_of(pipeline)
    alone = [plain(propose(labeller, doc)) for doc in (knew()[0], over()[0])]
    assert all(alone)
    for doc, expected in ((over()[0], alone[1]), (knew()[0], alone[0]), (over()[0], alone[1])):
        assert plain(propose(labeller, doc)) == expected


def test_an_empty_article_has_no_proposals(labeller: Labeller) -> None:
    assert propose(labeller, Doc(ENGLISH)) == []


def filled(labeller: Labeller) -> Labeller:
    """The same with a record and word vectors, before it is initialised anew for their width."""
    labeller.vectors = WordVectors.of(
        np.array([3, 1, 2], dtype=np.uint64), np.eye(3, dtype=np.float32) - np.float32(0.3)
    )
    labeller.record = {"recipe": "by hand"}
    labeller.initialize(examples)
    return labeller


def test_it_survives_disk(labeller: Labeller, tmp_path: Path) -> None:
    filled(labeller).to_disk(tmp_path / "one")
    again = Labeller("other", {}).from_disk(tmp_path / "one")
    again.to_disk(tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert again.record == {"recipe": "by hand"}
    assert again.shape == labeller.shape
    doc, _ = knew()
    assert plain(propose(again, doc)) == plain(propose(labeller, doc))


def test_it_survives_bytes(labeller: Labeller) -> None:
    data = filled(labeller).to_bytes()
    assert Labeller("other", {}).from_bytes(data).to_bytes() == data


def test_a_labeller_without_weights_survives_too() -> None:
    empty = Labeller("empty", {"width": 16})
    again = Labeller("other", {}).from_bytes(empty.to_bytes())
    assert again.network is None


def test_a_pipeline_with_it_survives_disk(pipeline: Language, tmp_path: Path) -> None:
    pipeline.to_disk(tmp_path)
    again = labeller_of(spacy.load(tmp_path))
    assert again.to_bytes() == labeller_of(pipeline).to_bytes()
    assert json.loads((tmp_path / LABELLER / "record.json").read_text("utf-8"))["sizes"]["width"] == 16


def test_training_goes_on_after_loading_as_it_would_have_without(pipeline: Language, tmp_path: Path) -> None:
    train(pipeline, 5)
    pipeline.to_disk(tmp_path)
    losses = []
    for nlp in (pipeline, spacy.load(tmp_path, vocab=ENGLISH)):
        fix_random_seed(1)
        losses.append(train(nlp, 3))
    assert losses[0] == losses[1]


def test_without_weights_it_says_what_to_do() -> None:
    nlp = spacy.blank("en", vocab=ENGLISH)
    nlp.add_pipe(LABELLER)
    with pytest.raises(ModelError, match="has no weights: load a trained pipeline, or train"):
        propose(labeller_of(nlp), knew()[0])


def test_a_reference_without_attributions_says_what_to_do(pipeline: Language) -> None:
    doc, _ = knew()
    with pytest.raises(UsageError, match="set it to the list of its attributions"):
        pipeline.update([Example(doc, doc.copy())])


def test_a_pipeline_with_a_labeller_is_asked_for_its_own(pipeline: Language) -> None:
    assert find_labeller(pipeline) is labeller_of(pipeline)


def test_a_calibration_of_other_numbers_is_refused(labeller: Labeller) -> None:
    labeller.calibration = Calibration(["cue"], means=[0.5], weights=[1.0], bias=0.0)
    with pytest.raises(FormatError, match="labeller-calibration"):
        Labeller("other", {}).from_bytes(labeller.to_bytes())


def test_a_doc_without_a_parse_is_refused(labeller: Labeller) -> None:
    with pytest.raises(PipelineError, match="no dependency parse"):
        labeller(Doc(ENGLISH, words=["They", "left"]))


@pytest.mark.model
def test_the_embedded_labeller_serves_where_somebody_disabled_it() -> None:
    embedded = load_pipeline(None)
    with embedded.select_pipes(disable=[LABELLER]):
        assert find_labeller(embedded).calibration is not None
