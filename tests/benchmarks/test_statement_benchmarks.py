"""The benchmarks of statements: small inputs worked out by hand."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from benchmarks import statement_texts
from benchmarks.accuracy.tables import NOTHING
from benchmarks.statement_accuracy import ROWS, is_one_statement, main, table_of
from benchmarks.statement_baselines import NAMES, groupings, pair_answers
from benchmarks.statement_texts import rendering_texts, texts_used
from benchmarks.statements import Cost, median_cost, quotes_of


def item(cluster: str, **cover: float) -> dict[str, object]:
    return {"cluster": cluster, "cover": cover}


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        (item("x", x=1.0), item("x", x=0.6), True),
        (item("x", x=1.0), item("y", y=1.0), False),
        (item("x", x=1.0), item("x y", x=0.7, y=0.7), None),  # a joined quote and a half of it
        (item("x", x=1.0), item("x", x=0.4), None),  # a fragment
        (item("x", x=1.0), item("z", z=1.0), None),  # ambiguous
    ],
    ids=["one statement", "two", "joined", "fragment", "ambiguous"],
)
def test_pairs_are_judged_as_the_scorer_judges_them(
    a: dict[str, object], b: dict[str, object], answer: bool | None
) -> None:
    unsure = {frozenset(("x", "z"))}
    assert is_one_statement(a, b, unsure) is answer
    assert is_one_statement(b, a, unsure) is answer


def test_each_row_has_ours_behind_the_baselines_and_a_dash_where_there_is_none() -> None:
    table = table_of({"dev": "96.1", "seeds": "4 of 6"}, {"TF-IDF": {"dev": "93.2 (at 0.40)"}})
    assert table.columns == ("", "TF-IDF", "quotekit", "bar", "aim")
    assert len(table.rows) == len(ROWS)
    assert table.rows[0] == ("`dev.jsonl`, B-cubed F", "93.2 (at 0.40)", "96.1", "96", "97.5")
    assert ("three articles, statements of two or three outlets", NOTHING, "4 of 6", "4 of 6", "6 of 6") in (
        table.rows
    )
    assert "best of ten thresholds" in table.note
    assert table_of({}, {}).note == ""


def test_a_folder_without_scorers_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "bench/score_statements.py" in capsys.readouterr().err


def test_without_the_shared_renderings_quotes_of_the_stories_are_told_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"text": "a b c d e f g h i j k l steady"}\n{"text": "too short"}\n', encoding="utf-8")
    monkeypatch.setattr(statement_texts, "RENDERINGS", tmp_path / "absent.jsonl.gz")
    monkeypatch.setattr(statement_texts, "GOLD", gold)
    assert "numbering" in texts_used()
    texts = rendering_texts(24)
    assert texts[0] == "b c d e f g h i j k l steady0"
    assert texts[11] == "a b c d e f g h i j k steady0"
    assert texts[12] == "b c d e f g h i j k l steady1"
    assert len(set(texts)) == 24


def test_a_text_becomes_one_quote_of_one_segment() -> None:
    (quotes,) = quotes_of(["Prices rose."])
    assert [[segment.text for segment in quote.segments] for quote in quotes] == [["Prices rose."]]


def test_of_several_rounds_the_median_time_and_the_most_memory_count() -> None:
    assert median_cost([Cost(3.0, 0.5, 7), Cost(1.0, 0.7, 7), Cost(2.0, 0.6, 7)]) == Cost(2.0, 0.7, 7)


@pytest.mark.parametrize("name", NAMES)
def test_tf_idf_puts_equal_texts_together_and_others_apart(name: str) -> None:
    pytest.importorskip("sklearn", reason="needs the extra bench")
    texts = ["Prices rose in May.", "Prices rose in May.", "The ferry sank off Malta."]
    for _, (one, twin, other) in islice(groupings(name, texts), 3):
        assert one == twin != other
    for _, answers in pair_answers(name, [(texts[0], texts[1]), (texts[0], texts[2])]):
        assert answers == [True, False]
