"""The benchmark's part on speakers: worked out by hand, and the shared scorer on the same answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.accuracy.speakers import (
    Answered,
    answers,
    labels_file,
    measure_speakers,
    speaker_table,
    speakers_before,
)
from benchmarks.accuracy.tables import markdown
from quotekit.errors import FormatError
from quotekit.model import Speaker, TextSpan
from training.speakers.labels import Label

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = "Mr. Bob Roe spoke. Critics said no. He agreed, he said. The mayor knew."
N_ARTICLES = 8


def label(words: str, type_: str, speaker: str | None, **more: bool) -> Label:
    at = TEXT.index(words)
    return Label("a", ((at, at + len(words)),), type_, speaker, **more)


def answered(own: Label, name: str | None, score: float = 1.0, before: str | None = None) -> Answered:
    if name is None:
        return Answered(own, None, before)
    mentions = (TextSpan.of(TEXT, *own.source[0]),)
    return Answered(own, Speaker(name, "person", name.lower(), mentions=mentions, score=score), before)


HE = label("He", "pronoun", "Bob Roe")
MAYOR = label("The mayor", "nominal", None)
ROE = label("Mr. Bob Roe", "name", "Bob Roe")


def test_the_baseline_is_the_speaker_of_the_attribution_before() -> None:
    he_said = label("he said", "pronoun", "Bob Roe")
    critics = label("Critics", "nominal", None)
    sources = [one.source for one in (ROE, critics, HE, MAYOR)]
    record = {"text": TEXT, "attributions": [{"source": list(source)} for source in [*sources, []]]}
    # By its label, which "Critics" has here; a pronoun without one is passed over.
    assert speakers_before(record, [ROE, critics, HE]) == ["Roe", "Bob Roe", None]
    assert speakers_before(record, [he_said]) == ["Critics"]
    assert speakers_before(record, [HE, he_said]) == ["Critics", "Bob Roe"]
    assert speakers_before({"text": TEXT, "attributions": []}, [HE]) == [None]


def test_figures_are_of_certain_labels_and_the_baseline_beside_them() -> None:
    unsure = label("he said", "pronoun", "Bob Roe", is_certain=False)
    found = measure_speakers(
        [
            answered(HE, "Bob Roe", 0.9, "Roe"),
            answered(MAYOR, "Bob Roe", 0.5, "Roe"),
            answered(ROE, "Roe", 1.0, "Roe"),
            answered(unsure, None, before="Roe"),
        ],
        n_resamples=20,
        seed=0,
    ).to_dict()
    assert {name: found[name]["quotekit"][0] for name in ("pronoun", "nominal", "name", "macro")} == {
        "pronoun": 100.0,
        "nominal": 0.0,
        "name": 100.0,
        "macro": 100.0,
    }
    assert found["all"] == {"n": 3, "quotekit": [66.7] * 3, "speaker_before": [66.7] * 3}
    assert (found["nobody_recall"]["n"], found["nobody_precision"]["n"]) == (1, 0)
    # Two right at 0.9 and 1.0 share a bin, one wrong at 0.5.
    assert found["expected_calibration_error"] == pytest.approx((0.1 + 0.5) / 3, abs=0.001)


def test_the_table_has_a_row_a_figure() -> None:
    table = speaker_table(measure_speakers([answered(MAYOR, None)], n_resamples=20, seed=0))
    lines = list(markdown(table))
    assert "| nobody named, recall | 1 | 100.0 (100.0–100.0) | 100.0 (100.0–100.0) |" in lines
    assert "| descriptions | 1 | 100.0 (100.0–100.0) | 100.0 (100.0–100.0) |" in lines


def test_labels_lie_beside_the_attributions(tmp_path: Path) -> None:
    assert labels_file(tmp_path / "dev.jsonl.gz") is None
    (tmp_path / "dev.speakers.jsonl").write_text("", "utf-8")
    assert labels_file(tmp_path / "dev.jsonl.gz") == tmp_path / "dev.speakers.jsonl"


def test_labels_of_another_corpus_are_told(tmp_path: Path, nlp: Language) -> None:
    gold, labels = tmp_path / "dev.jsonl", tmp_path / "dev.speakers.jsonl"
    gold.write_text(json.dumps({"doc": "b", "text": TEXT, "attributions": []}) + "\n", "utf-8")
    line = {
        "doc": "a",
        "source": [[0, 2]],
        "type": "name",
        "speaker": None,
        "aliases": [],
        "certain": True,
    }
    labels.write_text(json.dumps(line) + "\n", "utf-8")
    with pytest.raises(FormatError, match="'a' is not in"):
        list(answers(gold, labels, None))


def test_the_figures_are_those_of_the_shared_scorer(shared_dir: Path, tmp_path: Path, nlp: Language) -> None:
    """On the first articles of PolNeAR dev that have labels, with what quotekit answers."""
    folder = shared_dir / "data" / "polnear"
    lines = (folder / "dev.speakers.jsonl").read_text("utf-8").splitlines()
    docs = list(dict.fromkeys(json.loads(line)["doc"] for line in lines))[:N_ARTICLES]
    labels = tmp_path / "dev.speakers.jsonl"
    labels.write_text("".join(line + "\n" for line in lines if json.loads(line)["doc"] in docs), "utf-8")
    found = list(answers(folder / "dev.jsonl.gz", labels, None))
    pred = tmp_path / "pred.jsonl"
    with pred.open("w", encoding="utf-8") as out:
        for one in found:
            name = one.speaker.name if one.speaker is not None else None
            out.write(json.dumps({"doc": one.label.doc, "source": one.label.source, "speaker": name}) + "\n")
    scorer = shared_dir / "bench" / "score_speakers.py"
    told = subprocess.run(
        [sys.executable, scorer, pred, labels], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = measure_speakers(found, n_resamples=20, seed=0).to_dict()
    for figure in ("pronoun", "nominal", "name", "all", "macro"):
        if figure in told:
            assert told[told.index(figure) + 1] == f"{ours[figure]['quotekit'][0]:.1f}"
    assert told[told.index("precision") + 1] == f"{ours['nobody_precision']['quotekit'][0]:.1f}"
    assert told[told.index("recall") + 1] == f"{ours['nobody_recall']['quotekit'][0]:.1f}"
