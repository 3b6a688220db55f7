"""The benchmark's figures: small documents worked out by hand, and `evaluate` on the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.accuracy.__main__ import main
from benchmarks.accuracy.figures import (
    calibrated,
    counts_of,
    curve,
    kept,
    resampled,
    row_of,
    split_rows,
)
from benchmarks.accuracy.groups import by_act, by_frequency, by_kind, by_length, by_marks, kind_of
from benchmarks.accuracy.reading import Document, cue_counts, hand_labelled_acts, read_documents
from benchmarks.accuracy.tables import PEERS_FILE, Table, markdown, plain
from quotekit.evaluation import evaluate
from quotekit.find.marks import find_marks
from quotekit.parsing import paragraphs
from quotekit.reliability import calibration_error

ROOT = Path(__file__).resolve().parents[2]
FIRST = "Ann said that “it rains” a lot. Bob denied it. “Go,” she said."
SECOND = "The mayor claims that one two three four five six seven. He said no."


def attribution(text: str, content: str, cue: str, source: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = dict(more)
    for key, part in (("content", content), ("cue", cue), ("source", source)):
        at = text.index(part)
        found[key] = [[at, at + len(part)]]
    return found


RAINS = attribution(FIRST, "“it rains” a lot", "said", "Ann")
DENIED = attribution(FIRST, "it.", "denied", "Bob")
GO = attribution(FIRST, "“Go,”", "she said", "she")
SEVEN = attribution(SECOND, "one two three four five six seven", "claims", "The mayor")
NO = attribution(SECOND, "no", "said", "He")
GOLD = [
    {"doc": "a", "text": FIRST, "attributions": [RAINS, DENIED, GO]},
    {"doc": "b", "text": SECOND, "attributions": [SEVEN, NO]},
]
# Right: RAINS, GO, SEVEN; GO stands twice; DENIED has another source; NO is not found.
PRED = [
    {
        "doc": "a",
        "quotes": [
            RAINS | {"act": "speech", "score": 0.9},
            DENIED | {"source": RAINS["source"], "act": "thought", "score": 0.4},
            GO | {"act": "speech", "score": 0.7},
            GO | {"act": "speech", "score": 0.2},
        ],
    },
    {"doc": "b", "quotes": [SEVEN | {"act": "speech", "score": 0.6}]},
]
SCORES = [[0.9, 0.4, 0.7, 0.2], [0.6]]


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def gold_path(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.jsonl", GOLD)


@pytest.fixture
def documents(gold_path: Path) -> list[Document]:
    return read_documents(gold_path, PRED)


def shares(row: Any, figure: int = -1) -> list[float]:
    return [round(float(value), 3) for value in row.values[figure]]


# -- rows and intervals ----------------------------------------------------------------------


def test_the_row_of_all_is_what_evaluate_says(documents: list[Document]) -> None:
    row = row_of("all", counts_of([one.found for one in documents]), np.ones((1, 2))).to_dict()
    expected = evaluate(PRED, GOLD).to_dict()
    assert (row["n_pred"], row["n_gold"]) == (expected["n_pred"], expected["n_gold"]) == (5, 5)
    for figure in ("content_tokens", "content_exact", "content_relaxed", "cue", "attribution"):
        found = [row[figure][name][0] for name in ("precision", "recall", "f1")]
        assert found == expected[figure]


def test_a_resample_draws_as_many_articles_and_is_the_same_for_a_seed() -> None:
    draws = resampled(7, n_resamples=50, seed=3)
    assert draws.shape == (50, 7)
    assert set(draws.sum(axis=1)) == {7.0}
    assert (draws == resampled(7, n_resamples=50, seed=3)).all()
    assert (draws != resampled(7, n_resamples=50, seed=4)).any()


def test_an_interval_holds_what_comes_out_when_articles_are_drawn_anew() -> None:
    # 100 articles with ten attributions each, of which all or none are found: a share of 100 coins.
    found = np.arange(100) % 2 == 0
    counts = np.zeros((100, 5, 4))
    counts[:, :, 1] = counts[:, :, 3] = 10
    counts[found, :, 0] = counts[found, :, 2] = 10
    row = row_of("coins", counts, resampled(100, n_resamples=4000, seed=0))
    # Twice the standard error of a share of 100 coins, 0.05.
    assert row.low[-1, 1] == pytest.approx(0.40, abs=0.011)
    assert row.high[-1, 1] == pytest.approx(0.60, abs=0.011)


def test_articles_that_are_all_alike_have_an_interval_without_width() -> None:
    counts = np.tile([3.0, 4.0, 3.0, 6.0], (10, 5, 1))
    row = row_of("alike", counts, resampled(10, n_resamples=20, seed=0))
    assert shares(row) == [0.75, 0.5, 0.6]
    assert np.allclose(row.low, row.values)
    assert np.allclose(row.high, row.values)


# -- splits ----------------------------------------------------------------------------------


def test_a_group_has_the_recall_of_its_gold_and_the_precision_of_its_predictions(
    documents: list[Document],
) -> None:
    rows = split_rows(by_length(documents), [one.found for one in documents], np.ones((1, 2)))
    short, medium, *_ = rows
    # Gold: RAINS (4 words), DENIED, GO, NO, of which two are found; predicted: RAINS, DENIED, GO twice.
    assert (short.name, short.n_pred, short.n_gold) == ("to 4 words", 4, 4)
    assert shares(short)[:2] == [0.5, 0.5]
    assert (medium.name, medium.n_pred, medium.n_gold, shares(medium)) == ("5 to 15", 1, 1, [1.0, 1.0, 1.0])
    # The tokens of the gold of a group count as found in whatever content they stand.
    # Of 8, the inner mark of RAINS included, only NO is in none.
    assert shares(short, 0)[1] == 7 / 8


def test_the_groups_add_up_to_all(documents: list[Document]) -> None:
    comparisons = [one.found for one in documents]
    for split in (by_marks(documents), by_kind(documents), by_length(documents)):
        rows = split_rows(split, comparisons, np.ones((1, 2)))
        assert sum(row.n_pred for row in rows) == sum(row.n_gold for row in rows) == 5


@pytest.mark.parametrize(
    ("content", "cue", "kind"),
    [
        ("“Go,”", "she said", "direct"),
        ("Go", "she said", "direct"),
        ("that “it rains” a lot", "said", "mixed"),
        ("a lot", "said", "indirect"),
        ("it.", "denied", "indirect"),
    ],
)
def test_the_kind_is_how_much_stands_inside_marks(content: str, cue: str, kind: str) -> None:
    marks = find_marks(FIRST, paragraphs(FIRST))
    assert kind_of(FIRST, marks, attribution(FIRST, content, cue, "Ann")) == kind


def test_marks_that_hold_the_cue_are_not_those_of_the_content() -> None:
    text = "“I told him it rains,” Ann said."
    marks = find_marks(text, paragraphs(text))
    assert kind_of(text, marks, attribution(text, "it rains", "told", "I")) == "indirect"


def test_cues_are_as_frequent_as_their_wording_in_another_file(
    documents: list[Document], tmp_path: Path
) -> None:
    text = "Bob  Said it. " * 100
    said = [{"content": [[0, 3]], "cue": [[14 * at + 5, 14 * at + 9]]} for at in range(100)]
    counts = cue_counts(write(tmp_path / "train.jsonl", [{"doc": "t", "text": text, "attributions": said}]))
    assert counts == {"said": 100}
    split = by_frequency(documents, counts | {"claims": 9, "denied": 10})
    assert split.gold == [["100 and more", "10 to 99", "never"], ["1 to 9 times", "100 and more"]]
    assert split.pred is None


def test_acts_are_those_predicted_and_those_labelled_by_hand(
    documents: list[Document], tmp_path: Path
) -> None:
    line = {"doc": "news/b.txt", "cue": SEVEN["cue"], "act": "thought"}
    labelled = hand_labelled_acts(write(tmp_path / "acts.jsonl", [line]))
    split = by_act(documents, labelled)
    assert split.gold == [[None, None, None], ["thought", None]]
    assert split.pred == [["speech", "thought", "speech", "speech"], ["speech"]]
    rows = {row.name: row for row in split_rows(split, [one.found for one in documents], np.ones((1, 2)))}
    assert shares(rows["thought"])[:2] == [0.0, 1.0]
    assert shares(rows["speech"])[:2] == [0.75, 0.0]


def test_without_hand_labels_acts_have_no_recall(documents: list[Document], tmp_path: Path) -> None:
    assert by_act(documents, hand_labelled_acts(tmp_path / "none.jsonl")).gold is None


# -- scores ----------------------------------------------------------------------------------


def test_the_curve_leaves_out_what_is_below_and_pairs_the_rest_anew(documents: list[Document]) -> None:
    comparisons = [one.found for one in documents]
    points = curve(comparisons, SCORES, [0.0, 0.3, 0.8, 0.95], np.ones((1, 2)))
    assert [point.n_pred for point in points] == [5, 4, 1, 0]
    assert [point.precision[0] for point in points] == [0.6, 0.75, 1.0, 0.0]
    assert [point.recall[0] for point in points] == [0.6, 0.6, 0.2, 0.0]
    # The second of the two that are GO takes its place when the first is left out.
    (first, _) = comparisons
    assert kept(first, [0.9, 0.4, 0.1, 0.2], 0.2).attribution == ((0, 0), (2, 2))


def test_the_error_of_the_scores_is_that_of_the_bins(documents: list[Document]) -> None:
    found = calibrated([one.found for one in documents], SCORES, np.ones((1, 2)))
    assert [one.n for one in found.bins] == [0, 0, 1, 0, 1, 0, 1, 1, 0, 1]
    # Right at 0.6, 0.7 and 0.9; wrong at 0.2 and 0.4.
    assert found.error == pytest.approx([(0.2 + 0.4 + 0.4 + 0.3 + 0.1) / 5] * 3)
    assert found.error[0] == pytest.approx(calibration_error(found.bins))


# -- tables and the command ------------------------------------------------------------------


def test_a_stroke_does_not_end_a_cell() -> None:
    table = Table("T", ("", "bar"), (("a", "##|.."),), "Note.")
    assert list(markdown(table)) == [
        "### T",
        "",
        "|  | bar |",
        "|---|---|",
        "| a | ##\\|.. |",
        "",
        "Note.",
        "",
    ]
    assert list(plain(table)) == ["T", "     bar", "a  ##|..", "Note.", ""]


def test_the_documentation_has_the_figures_of_the_peers() -> None:
    text = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    for peer in json.loads(PEERS_FILE.read_text(encoding="utf-8")):
        assert f"| {peer['name']} | " + " | ".join(f"{value:.1f}" for value in peer["figures"]) in text


def test_the_command_prints_all_tables(
    gold_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pred = write(tmp_path / "pred.jsonl", PRED)
    assert main([str(gold_path), "--pred", str(pred), "--resamples", "20"]) == 0
    text = capsys.readouterr().out
    assert "Gender Gap Tracker" in text
    assert "Expected calibration error 0.280" in text
    assert main([str(gold_path), "--pred", str(pred), "--resamples", "20", "--markdown"]) == 0
    assert "### By length of the content" in capsys.readouterr().out
    assert main([str(gold_path), "--pred", str(pred), "--resamples", "20", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["all"]["attribution"]["f1"][0] == 60.0
    # Of the pairs whose content is right, DENIED has another source; NO is in none.
    assert figures["source_accuracy"] == 75.0
    assert figures["high_precision"]["threshold"] == 0.41
    assert list(figures["splits"]) == ["quotation marks", "kind", "act", "length of the content"]


def test_what_cannot_be_read_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "dev.jsonl.gz: there is no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"quotes": []}, '"doc" None'),
        ({"doc": "a", "quotes": [{"content": [[0, 3]]}]}, '"score" None'),
        ({"doc": "z", "quotes": []}, "no document stands in both"),
    ],
)
def test_predictions_that_do_not_fit_are_told(
    line: dict[str, Any], message: str, gold_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pred = write(tmp_path / "pred.jsonl", [line])
    assert main([str(gold_path), "--pred", str(pred)]) == 2
    assert message in capsys.readouterr().err
