"""The labeller trained further: what it learns, what is kept, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pipelines_by_hand import flat_pipeline
from spacy.language import Language

from quotekit.errors import FormatError, UsageError
from quotekit.fitting import Training, train_labeller
from quotekit.labeller.component import find_labeller
from quotekit.model import ACTS, Quotes
from quotekit.parsing import LABELLER
from quotekit.pipeline import extract_many, extract_quotes

pytestmark = pytest.mark.model

PEOPLE = ("Anna Berg", "Igor Tulin", "Mary Oduya", "Paul Lennox", "Vera Kranz", "Tom Hale")
CLAIMS = ("prices would rise", "the bridge was safe", "no train would run", "the vote was fair")


def story(number: int) -> dict[str, Any]:
    """A story in which the annotator has marked what is insisted, and not what is believed."""
    who, other = PEOPLE[number % 6], PEOPLE[(number + 1) % 6]
    claim, another = CLAIMS[number % 4], CLAIMS[(number + 1) % 4]
    text = f"{who} believes {claim}. {other} insisted {another}."
    at = text.index(other)
    cue = at + len(other) + 1
    content = cue + len("insisted ")
    attribution = {
        "source": [[at, at + len(other)]],
        "cue": [[cue, content - 1]],
        "content": [[content, len(text) - 1]],
    }
    return {"doc": f"story-{number:02}", "text": text, "attributions": [attribution]}


STORIES = [story(number) for number in range(12)]


@pytest.fixture(scope="module")
def training() -> Training:
    return train_labeller(STORIES[:8], dev=STORIES[8:], epochs=6, learn_rate=2e-3)


def cues_of(quotes: Quotes) -> list[str]:
    return [quote.cue[0].text for quote in quotes]


def test_it_learns_what_the_annotator_marks(training: Training) -> None:
    assert training.is_better
    assert training.before.attribution.precision < 0.6
    assert training.after.attribution.f1 > 0.9
    text = "Lena Fisk believes the road was closed. Omar Reyes insisted the harbour was open."
    assert cues_of(extract_quotes(text, acts=ACTS)) == ["believes", "insisted"]
    assert cues_of(extract_quotes(text, nlp=training.nlp, acts=ACTS)) == ["insisted"]


def test_the_embedded_labeller_is_left_as_it_was(nlp: Language) -> None:
    before = find_labeller(nlp).to_bytes()
    train_labeller(STORIES[:3], epochs=1)
    assert find_labeller(nlp).to_bytes() == before


def test_the_folder_of_the_pipeline_serves_as_nlp(training: Training, tmp_path: Path) -> None:
    training.nlp.to_disk(tmp_path / "model")
    texts = [one["text"] for one in STORIES]
    found = list(extract_many(texts, nlp=tmp_path / "model"))
    assert found == list(extract_many(texts, nlp=training.nlp))
    assert "weights_sha256" not in training.nlp.meta


def test_the_same_call_gives_the_same_weights_in_any_order_of_the_documents() -> None:
    first = train_labeller(STORIES[:4], epochs=1, seed=2)
    second = train_labeller(STORIES[3::-1], epochs=1, seed=2)
    assert find_labeller(first.nlp).to_bytes() == find_labeller(second.nlp).to_bytes()
    assert first.epochs == second.epochs


def test_where_nothing_gets_better_the_labeller_that_there_was_is_kept(nlp: Language) -> None:
    own = [
        {
            "doc": one["doc"],
            "text": one["text"],
            "attributions": plain(extract_quotes(one["text"], acts=ACTS)),
        }
        for one in STORIES[:5]
    ]
    found = train_labeller(own, epochs=9, patience=2)
    assert found.before.attribution.f1 == 1
    assert not found.is_better
    assert len(found.epochs) == 1 + 2
    assert find_labeller(found.nlp).trained.to_bytes() == find_labeller(nlp).trained.to_bytes()


def plain(quotes: Quotes) -> list[dict[str, Any]]:
    return [
        {
            part: [[span.start, span.end] for span in getattr(quote, part)]
            for part in ("source", "cue", "content")
        }
        for quote in quotes
    ]


def test_the_record_of_the_labeller_says_what_was_done(training: Training) -> None:
    (record,) = find_labeller(training.nlp).record["continued"]
    assert record == training.to_dict()
    assert record["n_documents"] == record["n_cues"] == 8
    assert record["held_out"] == ["story-08", "story-09", "story-10", "story-11"]
    assert len(record["losses"]) == len(training.epochs)
    assert record["settings"] == {
        "acts": list(ACTS),
        "dev_share": None,
        "epochs": 6,
        "patience": 3,
        "learn_rate": 2e-3,
        "seed": 0,
    }
    again = train_labeller(STORIES[:4], nlp=training.nlp, epochs=1)
    assert len(find_labeller(again.nlp).record["continued"]) == 2


def test_what_is_not_annotated_of_other_acts_is_kept() -> None:
    text = "Anna Berg believes prices will rise. Igor Tulin said the bridge was safe."
    said = {"source": [[37, 47]], "cue": [[48, 52]], "content": [[53, 72]]}
    documents = [
        {"doc": str(n), "text": text.replace("Anna", name), "attributions": [said]}
        for n, name in enumerate(("Anna", "Vera", "Olga", "Mary"))
    ]
    believed = extract_quotes(text, acts=["thought"])
    assert cues_of(believed) == ["believes"]
    options: dict[str, Any] = {"epochs": 8, "patience": 8, "learn_rate": 2e-3}
    kept = train_labeller(documents, acts=["speech"], **options)
    unlearned = train_labeller(documents, **options)
    assert cues_of(extract_quotes(text, nlp=kept.nlp, acts=ACTS)) == ["believes", "said"]
    assert cues_of(extract_quotes(text, nlp=unlearned.nlp, acts=ACTS)) == ["said"]


def test_each_epoch_is_told_with_the_figures_after_it() -> None:
    told: list[Any] = []
    found = train_labeller(STORIES[:4], epochs=2, on_epoch=told.append)
    assert tuple(told) == found.epochs
    assert [one.number for one in told] == [1, 2]
    assert told[-1].figures.attribution.n_gold == 1


def test_a_pipeline_without_a_labeller_is_given_one() -> None:
    plain_pipeline = flat_pipeline()
    found = train_labeller(STORIES[:3], nlp=plain_pipeline, epochs=1)
    assert LABELLER in found.nlp.pipe_names
    assert LABELLER not in plain_pipeline.pipe_names


@pytest.mark.parametrize(
    "options",
    [
        {"epochs": 0},
        {"epochs": True},
        {"patience": 0},
        {"seed": -1},
        {"dev_share": 0},
        {"dev_share": 1},
        {"learn_rate": 0.0},
        {"learn_rate": float("nan")},
    ],
)
def test_numbers_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=next(iter(options))):
        train_labeller(STORIES[:3], **options)


def test_attributions_without_cue_or_content_teach_nothing_and_that_is_said() -> None:
    documents = [
        {"doc": who, "text": f"{who} left.", "attributions": [{"content": [[0, 8]]}]}
        for who in ("They", "Some")
    ]
    with pytest.raises(FormatError, match="no attribution of the 1 documents has both a cue and a content"):
        train_labeller(documents)


def test_one_document_is_too_few() -> None:
    with pytest.raises(UsageError, match="1 of 1 texts"):
        train_labeller(STORIES[:1])


def test_an_empty_text_is_no_error() -> None:
    blank = {"doc": "blank", "text": "", "attributions": []}
    assert train_labeller([blank, *STORIES[:3]], epochs=1).n_cues == 2
