"""Quotes as rows: Arrow, pandas, polars, Parquet and CSV over the same columns."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import example, given
from strategies_records import quotes_of_articles

import quotekit.outputs.frames as frames_module
from quotekit.errors import ExtraError, UsageError
from quotekit.extras import load_extra
from quotekit.model import Article, Quote, Quotes, Segment, Speaker, TextSpan
from quotekit.outputs.csv_table import to_csv
from quotekit.outputs.frames import parquet_parts, to_arrow, to_frame, to_polars
from quotekit.outputs.rows import COLUMNS, rows_of

TEXT = 'Ann, a minister, denied that "prices" rose, and said that Bo lied.'


def span(part: str) -> TextSpan:
    start = TEXT.index(part)
    return TextSpan.of(TEXT, start, start + len(part))


OUTER = Quote(
    "mixed",
    [span('"prices" rose'), span("Bo lied")],
    cue=[span("denied")],
    source=[span("Ann, a minister")],
    verbatim=[span("prices")],
    speaker=Speaker("Ann Lee", "person", "ann lee", role="minister", score=0.75, reason="named"),
    via=span("Ann"),
    negated=True,
    segments=[Segment([span('"prices" rose')]), Segment([span("Bo lied")])],
    score=0.5,
    reason="denied",
)
INNER = Quote("indirect", [span("Bo lied")], parent=OUTER)
REFUSAL = Quote("indirect", (), cue=[span("said")], act="refusal")
QUOTES = Quotes(
    Article(TEXT, id="a", outlet="Post", published="2025-02-11", title="T", url="u"),
    [OUTER, INNER, REFUSAL],
)


def first(rows: Any) -> dict[str, Any]:
    return next(iter(rows))


def test_a_row_has_what_the_quote_its_speaker_and_its_article_have() -> None:
    assert first(rows_of(QUOTES)) == {
        "doc": "a",
        "outlet": "Post",
        "published": "2025-02-11",
        "title": "T",
        "url": "u",
        "quote": 0,
        "kind": "mixed",
        "act": "speech",
        "negated": True,
        "text": '"prices" rose … Bo lied',
        "start": 29,
        "end": 65,
        "cue": "denied",
        "source": "Ann, a minister",
        "verbatim": "prices",
        "speaker": "Ann Lee",
        "speaker_key": "ann lee",
        "speaker_kind": "person",
        "speaker_role": "minister",
        "speaker_affiliation": None,
        "speaker_score": 0.75,
        "speaker_reason": "named",
        "via": "Ann",
        "parent": None,
        "score": 0.5,
        "reason": "denied",
        "segments": ['"prices" rose', "Bo lied"],
        "content_spans": [{"start": 29, "end": 42}, {"start": 58, "end": 65}],
        "cue_spans": [{"start": 17, "end": 23}],
        "source_spans": [{"start": 0, "end": 15}],
        "verbatim_spans": [{"start": 30, "end": 36}],
    }


def test_a_parent_is_the_place_of_the_quote_around() -> None:
    assert [row["parent"] for row in rows_of(QUOTES)] == [None, 0, None]


def test_a_refusal_without_content_stands_where_its_cue_does() -> None:
    row = list(rows_of(QUOTES))[2]
    assert (row["text"], row["start"], row["end"]) == ("", 48, 52)


def test_a_quote_of_which_nothing_is_marked_has_a_row_without_a_place() -> None:
    row = first(rows_of(Quotes(Article("x"), [Quote("indirect", (), act="refusal")])))
    assert (row["start"], row["end"]) == (None, None)


@given(quotes_of_articles())
@example(QUOTES)
def test_every_row_has_the_columns_in_order_and_nothing_where_nothing_may_lack(quotes: Quotes) -> None:
    rows = list(rows_of(quotes))
    assert len(rows) == len(quotes)
    for row in rows:
        assert list(row) == [column.name for column in COLUMNS]
        assert all(row[column.name] is not None for column in COLUMNS if not column.may_lack)


@pytest.mark.parametrize("wrong", ["text", 3, None, b"x"])
def test_what_is_no_result_of_extraction_is_refused(wrong: Any) -> None:
    with pytest.raises(UsageError, match="expected what extraction returned"):
        to_csv(wrong)


def test_single_quotes_are_refused_as_they_do_not_know_their_article() -> None:
    with pytest.raises(UsageError, match="not its single quotes"):
        to_csv([OUTER])  # type: ignore[list-item]


# -- Arrow and what is over it ---------------------------------------------------------------


@given(quotes_of_articles())
@example(QUOTES)
def test_an_arrow_table_holds_the_rows(quotes: Quotes) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra arrow")
    assert to_arrow(quotes).to_pylist() == list(rows_of(quotes))


def test_no_quotes_are_a_table_with_the_same_columns() -> None:
    pytest.importorskip("pyarrow", reason="needs the extra arrow")
    assert to_arrow([]).schema == to_arrow(QUOTES).schema


def test_many_articles_are_one_table_in_order() -> None:
    pytest.importorskip("pyarrow", reason="needs the extra arrow")
    other = Quotes(Article(TEXT, id="b"), [evolve(INNER, parent=None)])
    assert to_arrow(iter([QUOTES, other])).column("doc").to_pylist() == ["a", "a", "a", "b"]


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    pytest.importorskip("pyarrow", reason="needs the extra arrow")
    quotes = Quotes(Article("a\ud800b"), [Quote("direct", [TextSpan(0, 3, "a\ud800b")])])
    assert to_arrow(quotes).column("text").to_pylist() == ["a\ufffdb"]


def test_a_pandas_frame_has_whole_numbers_also_where_some_are_missing() -> None:
    pandas = pytest.importorskip("pandas", reason="needs the extra pandas")
    frame = to_frame(QUOTES)
    assert frame["parent"].dtype == pandas.Int64Dtype()
    assert frame["parent"].tolist() == [pandas.NA, 0, pandas.NA]
    assert frame["negated"].tolist() == [True, False, False]
    assert frame.loc[0, "text"] == '"prices" rose … Bo lied'


def test_a_polars_frame_has_the_same_rows() -> None:
    pytest.importorskip("polars", reason="needs the extra polars")
    assert to_polars(QUOTES).to_dicts() == list(rows_of(QUOTES))


@pytest.mark.parametrize("rows_a_group", [1, 2, 100])
def test_a_parquet_file_gives_the_table_back(monkeypatch: pytest.MonkeyPatch, rows_a_group: int) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra arrow")
    monkeypatch.setattr(frames_module, "_N_ROWS", rows_a_group)
    many = [QUOTES, Quotes(Article("none")), QUOTES]
    assert parquet.read_table(io.BytesIO(b"".join(parquet_parts(many)))).equals(to_arrow(many))


def test_a_parquet_file_of_nothing_has_the_columns() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra arrow")
    table = parquet.read_table(io.BytesIO(b"".join(parquet_parts([]))))
    assert (table.num_rows, table.column_names) == (0, [column.name for column in COLUMNS])


def test_a_library_that_is_missing_is_named_with_its_extra() -> None:
    with pytest.raises(ExtraError, match=r"nowhere cannot be imported .* pip install 'quotekit\[arrow\]'"):
        load_extra("nowhere.at.all", "arrow")


# -- CSV -------------------------------------------------------------------------------------


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_spans_as_json_and_nothing_for_what_is_missing() -> None:
    row = read_csv(to_csv(QUOTES))[0]
    assert row["content_spans"] == "[[29, 42], [58, 65]]"
    assert json.loads(row["segments"]) == ['"prices" rose', "Bo lied"]
    assert (row["negated"], row["parent"], row["speaker_affiliation"]) == ("true", "", "")


@given(quotes_of_articles())
@example(Quotes(Article('a\r\n"b",\n;c\rd'), [Quote("direct", [TextSpan(0, 12, 'a\r\n"b",\n;c\rd')])]))
def test_csv_gives_the_text_back_but_for_nul_and_what_looks_like_a_formula(quotes: Quotes) -> None:
    rows = read_csv(to_csv(quotes))
    assert len(rows) == len(quotes)
    for row, quote in zip(rows, quotes, strict=True):
        assert row["text"].removeprefix("'") == quote.text.replace("\0", "␀").removeprefix("'")
        assert (row["kind"], float(row["score"])) == (quote.kind, quote.score)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1 degrees", "@SUM(A1)", "\t=1", " =1", "\n@x", "\r+1", "\xa0=1", "＝1"]
)
def test_a_spreadsheet_finds_no_formula_in_an_article(text: str) -> None:
    article = Article(text, id=text, outlet=text, title=text)
    row = read_csv(to_csv(Quotes(article, [Quote("direct", [TextSpan.of(text, 0, len(text))])])))[0]
    assert [row[name] for name in ("doc", "outlet", "title", "text")] == [f"'{text}"] * 4


@pytest.mark.parametrize("text", ["1=1", "a-b", "“=1”", "(@x)", "'tis"])
def test_other_text_stays_as_it_is(text: str) -> None:
    row = read_csv(to_csv(Quotes(Article(text), [Quote("direct", [TextSpan.of(text, 0, len(text))])])))[0]
    assert row["text"] == text


def test_csv_has_numbers_as_digits_whoever_made_them() -> None:
    quotes = Quotes(Article(TEXT), [evolve(OUTER, score=np.float64(0.5))])
    assert read_csv(to_csv(quotes))[0]["score"] == "0.5"


def test_pandas_and_polars_read_the_csv() -> None:
    pandas = pytest.importorskip("pandas", reason="needs the extra pandas")
    polars = pytest.importorskip("polars", reason="needs the extra polars")
    data = to_csv(QUOTES).encode()
    assert pandas.read_csv(io.BytesIO(data))["start"].tolist() == [29, 58, 48]
    assert polars.read_csv(io.BytesIO(data))["start"].to_list() == [29, 58, 48]
