"""The command line: the formats for tables, annotators and editors, and annotations that come back.

The pipeline is replaced by one that takes every passage in straight marks, as in `test_cli`.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quotekit import cli
from quotekit.model import Article, Quote, Quotes, TextSpan
from quotekit.outputs.conll import conll_parts
from quotekit.outputs.csv_table import to_csv
from quotekit.outputs.frames import to_arrow
from quotekit.outputs.jsonl import to_json, to_line
from quotekit.outputs.jsonld import to_jsonld
from quotekit.outputs.tei import tei_parts

TEXT = 'He said "go". She said "stay".\n'
Run = Callable[..., tuple[int, str, str]]


def marked_passages(articles: Iterable[Article], **options: Any) -> Iterator[Quotes]:
    for article in articles:
        found = re.finditer('(?<=")[^".]+(?=")', article.text)
        yield Quotes(article, [Quote("direct", [TextSpan.of(article.text, *m.span())]) for m in found])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command in an empty folder with two stories; gives exit code, stdout and stderr."""
    module = ModuleType("quotekit.pipeline")
    vars(module)["extract_many"] = marked_passages
    monkeypatch.setitem(sys.modules, "quotekit.pipeline", module)
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(TEXT, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli._run(arguments)
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8", "surrogateescape"), err.decode()

    return call


EXPECTED = list(marked_passages([Article(TEXT, id="a.txt"), Article(TEXT, id="b.txt")]))


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("csv", to_csv(EXPECTED)),
        ("conll", "".join(conll_parts(EXPECTED))),
        ("tei", "".join(tei_parts(EXPECTED))),
        ("jsonld", to_jsonld(EXPECTED)),
    ],
)
def test_a_format_is_written_as_the_library_writes_it(run: Run, format: str, expected: str) -> None:
    assert run("extract", "a.txt", "b.txt", "--format", format) == (0, expected, "")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("q.csv", b"doc,outlet"),
        ("q.parquet", b"PAR1"),
        ("q.conll", b"# global.columns"),
        ("q.xml", b"<?xml"),
        ("q.tei", b"<?xml"),
        ("q.jsonld", b'{"@context"'),
    ],
)
def test_the_ending_of_the_output_chooses_the_format(run: Run, name: str, start: bytes) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra arrow")
    assert run("extract", "a.txt", "--out", name) == (0, "", "")
    assert Path(name).read_bytes().startswith(start)


def test_parquet_goes_through_a_pipe_and_not_to_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra arrow")
    code, out, _ = run("extract", "a.txt", "b.txt", "--format", "parquet")
    table = parquet.read_table(io.BytesIO(out.encode("utf-8", "surrogateescape")))
    assert code == 0
    assert table.equals(to_arrow(EXPECTED))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, out, err = run("extract", "a.txt", "--format", "parquet")
    assert (code, out) == (2, "")
    assert "--format parquet is not for a terminal: give --out FILE" in err


@pytest.mark.parametrize("format", ["json", "html", "csv", "conll", "tei", "jsonld"])
def test_a_terminal_obeys_nothing_that_an_article_says(
    run: Run, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    Path("c.txt").write_text('"\x9b31m\u202ego"', encoding="utf-8")
    assert "\x9b" in run("extract", "c.txt", "--format", format)[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    shown = run("extract", "c.txt", "--format", format)[1]
    assert not {"\x9b", "\u202e"} & set(shown)
    assert "<U+202E>" in shown


def test_parquet_without_its_library_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = run("extract", "a.txt", "--out", "q.parquet")
    assert code == 2
    assert "pip install 'quotekit[arrow]'" in err
    assert not Path("q.parquet").exists()


def test_brat_is_a_folder_that_evaluate_takes_on_both_sides(run: Run) -> None:
    assert run("extract", "a.txt", "b.txt", "--format", "brat", "--out", "corrected") == (0, "", "")
    assert sorted(path.name for path in Path("corrected").iterdir()) == [
        "a.ann",
        "a.txt",
        "annotation.conf",
        "articles.jsonl",
        "b.ann",
        "b.txt",
        "visual.conf",
    ]
    ann = Path("corrected/a.ann")
    lines = ann.read_text(encoding="utf-8").replace("Content 9 11\tgo", "Content 3 7\tsaid")
    ann.write_text(lines, encoding="utf-8")
    run("extract", "a.txt", "b.txt", "--out", "q.jsonl")
    code, out, _ = run("evaluate", "q.jsonl", "corrected", "--json", "figures.json")
    assert (code, out.splitlines()[0]) == (0, "4 predicted, 4 gold")
    assert json.loads(Path("figures.json").read_text(encoding="utf-8"))["attribution"] == [75.0, 75.0, 75.0]
    assert run("evaluate", "corrected", "corrected")[1].count("100.0") > 3


def test_brat_needs_a_folder_and_leaves_one_with_files_alone(run: Run) -> None:
    assert "--format brat writes a folder of files" in run("extract", "a.txt", "--format", "brat")[2]
    code, _, err = run("extract", "a.txt", "--format", "brat", "--out", ".")
    assert code == 2
    assert "'.' is there already: name a folder that is new or empty" in err


@pytest.mark.parametrize("name", ["q.jsonl", "q.json"])
def test_what_extract_wrote_is_compared_over_its_texts(run: Run, name: str) -> None:
    run("extract", "a.txt", "b.txt", "--out", name)
    code, out, _ = run("evaluate", name, name, "--texts", "a.txt", "--texts", "b.txt")
    assert (code, out.splitlines()[0]) == (0, "4 predicted, 4 gold")


def test_lines_that_hold_their_article_need_no_texts(run: Run) -> None:
    Path("q.jsonl").write_text("".join(f"{to_json(quotes)}\n" for quotes in EXPECTED), encoding="utf-8")
    code, out, _ = run("evaluate", "q.jsonl", "q.jsonl")
    assert (code, out.splitlines()[0]) == (0, "4 predicted, 4 gold")


@pytest.mark.parametrize("option", ["q.jsonl", "./gold.jsonl", "a.txt"])
def test_figures_are_not_written_over_what_they_are_of(run: Run, option: str) -> None:
    run("extract", "a.txt", "--out", "q.jsonl")
    run("extract", "a.txt", "--out", "gold.jsonl")
    before = Path(option).read_bytes()
    code, out, err = run("evaluate", "q.jsonl", "gold.jsonl", "--texts", "a.txt", "--json", option)
    assert (code, out) == (2, "")
    assert f"--json '{Path(option)}' is one of the inputs" in err
    assert Path(option).read_bytes() == before


def test_a_document_that_cannot_be_read_is_said_with_its_line(run: Run) -> None:
    lines = [to_json(EXPECTED[0]), to_json(EXPECTED[1]).replace('"direct"', '"loud"')]
    Path("q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, _, err = run("evaluate", "q.jsonl", "q.jsonl")
    assert code == 2
    assert "q.jsonl, line 2: expected one of direct, indirect, mixed, got 'loud'" in err


def test_two_texts_of_one_name_are_not_taken_for_each_other(run: Run) -> None:
    texts = [{"id": "monday/a", "text": "x"}, {"id": "tuesday/a.txt", "text": "He said go."}]
    Path("texts.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    Path("q.jsonl").write_text('{"doc": "monday/a", "quotes": []}', encoding="utf-8")
    code, _, err = run("evaluate", "q.jsonl", "q.jsonl", "--texts", "texts.jsonl")
    assert code == 2
    assert "two articles of --texts have the name 'a' and different texts" in err


def test_a_line_whose_text_is_null_has_none(run: Run) -> None:
    line = json.loads(to_line(EXPECTED[0]))
    Path("q.jsonl").write_text(json.dumps({**line, "text": None}), encoding="utf-8")
    assert run("evaluate", "q.jsonl", "q.jsonl", "--texts", "a.txt")[0] == 0


def test_a_text_that_is_not_among_the_texts_is_named(run: Run) -> None:
    run("extract", "a.txt", "b.txt", "--out", "q.jsonl")
    code, _, err = run("evaluate", "q.jsonl", "q.jsonl", "--texts", "a.txt")
    assert code == 2
    assert (
        "q.jsonl, line 2: the document 'b.txt' has no \"text\", and no article of --texts has that name"
        in err
    )


def test_brat_that_cannot_be_read_is_said_with_its_place(run: Run) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(TEXT, encoding="utf-8")
    Path("in/a.ann").write_text("T1\tContent 0 2\tShe\n", encoding="utf-8")
    Path("q.jsonl").write_text(to_line(EXPECTED[0]) + "\n", encoding="utf-8")
    code, _, err = run("evaluate", "q.jsonl", "in")
    assert code == 2
    assert "a.ann: line 1: T1 is 'She', and the text has 'He' there" in err


def test_dedupe_has_the_formats_that_it_had(run: Run) -> None:
    code, _, err = run("dedupe", "a.txt", "--format", "brat")
    assert code == 2
    assert "'brat' is not one of 'table', 'json', 'jsonl', 'html'" in err
