"""The fit of the ranker: choices made up by hand, and the whole road on one short article."""

from __future__ import annotations

import json
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("torch", reason="the ranker is fitted with the extra quotekit[train]")

from quotekit.parsing import weights_hash
from quotekit.resolve.ranking import weights_of
from training.assemble import embedded_folder
from training.speakers.examples import Example, Labelled, collected, ranked_by, roads, speakers_of
from training.speakers.fitting import FORM_RIDGE, SHARED_RIDGE, fit
from training.speakers.labels import Label
from training.speakers.ranker import Corpora, cross_validated, fitted, write_model

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = "Ann Lee met Bob Roe on Monday. She said the talks were over. He said they would go on."
NEAR_IS_RIGHT = Example("singular", (("nobody",), ("near",), ("far",)), (1,))
FAR_IS_RIGHT = Example("they", (("nobody",), ("near",), ("far",)), (2,))


def probability(weights: dict[str, dict[str, float]], example: Example) -> float:
    """Of the right candidates, by the definition of the model."""
    with ranked_by(weights):
        merged = weights_of(example.form)
        shares = [2.718281828 ** sum(merged.get(name, 0) for name in one) for one in example.candidates]
    return sum(shares[at] for at in example.right) / sum(shares)


def test_what_is_right_again_and_again_becomes_likely() -> None:
    weights = fit([NEAR_IS_RIGHT] * 50, [1.0] * 50)
    assert probability(weights, NEAR_IS_RIGHT) > 0.9


def test_a_form_departs_from_the_others_where_its_examples_do() -> None:
    weights = fit([NEAR_IS_RIGHT] * 50 + [FAR_IS_RIGHT] * 50, [1.0] * 100)
    assert probability(weights, NEAR_IS_RIGHT) > 0.85
    assert probability(weights, FAR_IS_RIGHT) > 0.85
    # A form that was never seen has the shared weights.
    assert weights[""]["near"] == pytest.approx(weights[""]["far"], abs=0.01)


def test_the_fit_is_where_the_slope_of_the_penalised_loss_is_nothing() -> None:
    weights = fit([NEAR_IS_RIGHT] * 3, [1.0, 0.5, 0.5])
    p = probability(weights, NEAR_IS_RIGHT)
    for form, ridge in (("", SHARED_RIDGE), ("singular", FORM_RIDGE)):
        assert 2 * ridge * weights[form]["near"] == pytest.approx(2.0 * (1 - p), abs=0.01)


def test_an_example_counts_as_much_as_its_weight() -> None:
    twice = fit([NEAR_IS_RIGHT, NEAR_IS_RIGHT, FAR_IS_RIGHT], [1.0] * 3)
    assert fit([NEAR_IS_RIGHT, FAR_IS_RIGHT], [2.0, 1.0]) == twice


def test_where_several_are_right_their_probabilities_are_added() -> None:
    either = Example("singular", (("nobody",), ("near",), ("far",)), (1, 2))
    weights = fit([either] * 20, [1.0] * 20)
    assert weights[""]["near"] == weights[""]["far"] > 0 > weights[""]["nobody"]
    assert log(probability(weights, either)) > -0.2


def test_nothing_is_fitted_to_nothing() -> None:
    with pytest.raises(ValueError, match="0 examples"):
        fit([], [])


def test_other_weights_hold_inside_alone() -> None:
    before = dict(weights_of("singular"))
    with ranked_by({"": {"near": 1.0}, "singular": {"near": 0.5}}):
        assert weights_of("singular") == {"near": 1.5}
    assert weights_of("singular") == before


def test_a_model_is_written_sorted_a_weight_a_line(tmp_path: Path) -> None:
    path = tmp_path / "speakers.json"
    write_model({"it": {"b": 1.0, "a": -0.25}, "": {}}, {"commit": None}, path)
    assert json.loads(path.read_text("utf-8"))["weights"] == {"": {}, "it": {"a": -0.25, "b": 1.0}}
    assert path.read_text("utf-8").splitlines()[-5:] == ['"a": -0.25,', '"b": 1.0', "}", "}", "}"]


@pytest.fixture(scope="module")
def article(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Labelled:
    """TEXT, read with the embedded pipeline; "He" is not certain."""
    road = roads({"a": TEXT}, tmp_path_factory.mktemp("roads") / "roads.pickle")["a"]
    she, he = TEXT.index("She"), TEXT.index("He")
    labels = [
        Label("a", ((she, she + 3),), "pronoun", "Ann Lee"),
        Label("a", ((he, he + 2),), "pronoun", "Bob Roe", is_certain=False),
    ]
    return Labelled(road, labels)


def test_certain_labels_alone_become_examples(article: Labelled) -> None:
    (example,) = collected([article], {"": {}})
    (right,) = example.right
    assert right > 0  # nobody is first
    assert all(example.candidates)


def test_what_was_learned_is_answered(article: Labelled) -> None:
    weights = fitted(Corpora([article] * 20))
    with ranked_by(weights):
        first, _ = speakers_of(article)
    assert first is not None
    assert first.name == "Ann Lee"
    assert float(cross_validated(Corpora([article] * 10))["pronoun"][0]) == 1.0


def test_roads_are_kept_and_only_new_texts_are_read(
    nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "roads.pickle"
    roads({"a": TEXT}, kept)
    read: list[str] = []
    monkeypatch.setattr("training.speakers.examples._walked", lambda texts: read.extend(texts) or iter(()))
    assert roads({"a": TEXT}, kept)["a"].tree.text == TEXT
    assert read == []


def test_the_shipped_weights_were_fitted_to_the_shipped_pipeline() -> None:
    folder = embedded_folder()
    shipped = json.loads((folder.parent / "speakers.json").read_text("utf-8"))
    assert shipped["record"]["pipeline_sha256"] == weights_hash(folder)
    assert shipped["record"]["fitted_on"]["readers"] == {"articles": 240, "labels": 2225}
