"""`quotekit dedupe` and `quotekit same`: what they read, print and refuse.

The pipeline and the grouping are replaced, except where a test is marked `model`: a quote is a line
"NAME: words", whose sentences are its clauses, and clauses of the same words are one statement.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quotekit import cli
from quotekit.model import Article, Difference, Quote, Quotes, Segment, Speaker, TextSpan, Verdict
from quotekit.outputs.statements import statements_from_json
from quotekit.statements.records import Statement, Variant

Run = Callable[..., tuple[int, str, str]]

A = "Lavrov: We go. We never wanted war.\n"
B = "Lavrov: We go.\nAnn Poe: It rains.\n"


def cut(text: str, start: int, end: int) -> list[Segment]:
    """The sentences between two places."""
    found = re.compile(r"\w[^.]*\.?").finditer(text, start, end)
    return [Segment([TextSpan.of(text, *sentence.span())]) for sentence in found]


def read_lines(articles: Iterable[Article], **options: Any) -> Iterator[Quotes]:
    for article in articles:
        yield Quotes(
            article,
            [
                Quote(
                    "direct",
                    [TextSpan.of(article.text, *line.span(2))],
                    speaker=Speaker(line[1], "person", line[1].lower()),
                    segments=cut(article.text, *line.span(2)),
                )
                for line in re.finditer("^(.+): (.+)$", article.text, re.MULTILINE)
            ],
        )


def read_whole(articles: Iterable[Article], **options: Any) -> Iterator[Quotes]:
    for article in articles:
        segments = cut(article.text, 0, len(article.text))
        whole = [TextSpan.of(article.text, 0, len(article.text))] if segments else []
        yield Quotes(article, [Quote("direct", whole, segments=segments)] if segments else [])


def group_alike(extractions: Iterable[Quotes], *, aliases: Any = None) -> list[Statement]:
    found: dict[str, list[Variant]] = {}
    for quotes in extractions:
        for quote in quotes:
            for segment in quote.segments:
                found.setdefault(segment.text, []).append(Variant(quote, quotes.article, [segment], 0.9))
    return [
        Statement(f"s{n}", variants[0].quote.speaker, variants)
        for n, variants in enumerate(found.values(), start=1)
    ]


def compare_alike(a: Quotes, b: Quotes) -> Verdict:
    if a.text == b.text:
        return Verdict(True, 0.9, ("all words agree",), "same")
    return Verdict(False, 0.2, ("few words agree",), "conflicting", (Difference("number", "8", "10"),))


@pytest.fixture
def replace(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a module with these names in the place of another."""

    def put(name: str, **content: object) -> None:
        module = ModuleType(f"quotekit.{name}")
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, module.__name__, module)

    return put


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    replace: Callable[..., None],
) -> Run:
    """Runs the command in a folder with two articles; gives exit code, stdout and stderr."""
    replace("pipeline", extract_many=read_lines, read_renderings=read_whole)
    replace("statements.grouping", group_statements=group_alike)
    replace("statements.similarity", same_statement=compare_alike)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    Path("a.txt").write_text(A, encoding="utf-8")
    Path("b.txt").write_text(B, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli._run(arguments)
        return code, *capsys.readouterr()

    return call


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def write_lines(name: str, *lines: object) -> None:
    Path(name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


# -- dedupe: articles ------------------------------------------------------------------------


def test_the_table_shows_what_two_render_and_counts_the_rest(run: Run) -> None:
    code, out, err = run("dedupe", "a.txt", "b.txt")
    assert (code, err) == (0, "")
    assert re.findall(r"^\d+  (.+)", out, re.MULTILINE) == ["We go."]
    assert out.splitlines()[-1] == "not shown, with fewer variants: 2"


def test_all_shows_also_what_one_renders(run: Run) -> None:
    out = run("dedupe", "a.txt", "b.txt", "--all")[1]
    assert re.findall(r"^\d+  (.+)", out, re.MULTILINE) == ["We go.", "We never wanted war.", "It rains."]
    assert "not shown" not in out


def test_jsonl_is_a_line_a_variant_of_all_statements(run: Run) -> None:
    lines = records(run("dedupe", "a.txt", "b.txt", "--format", "jsonl")[1])
    assert [(line["statement"], line["doc"]) for line in lines] == [
        ("s1", "a.txt"),
        ("s1", "b.txt"),
        ("s2", "a.txt"),
        ("s3", "b.txt"),
    ]
    assert lines[0] == {
        "statement": "s1",
        "doc": "a.txt",
        "content": [[8, 14]],
        "quote": [[8, 35]],
        "speaker": "Lavrov",
        "outlet": None,
        "score": 0.9,
    }


@pytest.mark.parametrize(("format", "start"), [("json", '{"version"'), ("html", "<!DOCTYPE html>")])
def test_json_and_html_are_one_document(run: Run, format: str, start: str) -> None:
    out = run("dedupe", "a.txt", "b.txt", "--format", format)[1]
    assert out.startswith(start)


@pytest.mark.parametrize("format", ["json", "table"])
def test_statements_have_nothing_that_a_terminal_would_obey(
    run: Run, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    Path("c.txt").write_text("Lavrov: We\x9b31m go.\n", encoding="utf-8")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    _, out, _ = run("dedupe", "c.txt", "--all", "--format", format)
    assert "We<U+009B>31m" in re.sub("\x1b[^m]*m", "", out)
    assert "\x9b" not in out
    assert ("\x1b[" in out) is (format == "table")  # which has colours


def test_json_loads_back_and_has_all_statements(run: Run) -> None:
    assert run("dedupe", "a.txt", "b.txt", "--out", "s.json") == (0, "", "")
    loaded = statements_from_json(Path("s.json").read_text(encoding="utf-8"))
    assert [(one.id, len(one.variants)) for one in loaded] == [("s1", 2), ("s2", 1), ("s3", 1)]


@pytest.mark.parametrize("format", ["json", "jsonl", "table", "html"])
def test_statements_with_fewer_variants_can_be_left_out(run: Run, format: str) -> None:
    out = run("dedupe", "a.txt", "b.txt", "--min-variants", "2", "--format", format)[1]
    assert "We go" in out or '"s1"' in out
    assert "s2" not in out
    assert ">2 We never" not in out


def test_a_jsonl_of_articles_gives_outlets_and_dates(run: Run) -> None:
    write_lines(
        "c.jsonl",
        {"id": "1", "text": "Lavrov: We go.", "outlet": "TASS", "published": "2025-01-02"},
        {"id": "2", "text": "Lavrov: We go.", "outlet": "Reuters", "published": "2025-01-01"},
    )
    out = run("dedupe", "c.jsonl")[1]
    assert "2 outlets" in out
    assert re.search(r"2025-01-02 +TASS +paraphrase +We go\.", out)


def test_an_article_that_comes_twice_is_read_once(run: Run) -> None:
    assert run("dedupe", "a.txt", "a.txt", "--format", "jsonl") == run("dedupe", "a.txt", "--format", "jsonl")


def test_two_articles_of_one_id_are_refused(run: Run) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(B, encoding="utf-8")
    code, out, err = run("dedupe", "a.txt", "in")
    assert (code, out) == (2, "")
    assert re.fullmatch(r"quotekit: two articles have the id 'a\.txt' and different texts: .*\n", err)


def test_with_keep_going_the_rest_is_grouped_and_the_exit_code_is_1(run: Run) -> None:
    code, out, err = run("dedupe", "nowhere.txt", "a.txt", "b.txt", "--keep-going", "--format", "jsonl")
    assert (code, len(records(out)), err.count("\n")) == (1, 4, 1)


def test_options_reach_the_pipeline_and_aliases_the_grouping(run: Run, replace: Callable[..., None]) -> None:
    seen: dict[str, object] = {}

    def record(articles: Iterable[Article], **options: object) -> Iterator[Quotes]:
        seen.update(options)
        return read_lines(articles)

    def group(extractions: Iterable[Quotes], *, aliases: Any = None) -> list[Statement]:
        seen["alias"] = aliases.name_of("Ann")
        return group_alike(extractions)

    replace("pipeline", extract_many=record)
    replace("statements.grouping", group_statements=group)
    Path("aliases.json").write_text('{"Ann": "Ann Poe"}', encoding="utf-8")
    run("dedupe", "a.txt", "--min-score", "0.5", "--acts", "all", "--aliases", "aliases.json")
    assert (seen["min_score"], seen["alias"], len(seen["acts"])) == (0.5, "Ann Poe", 5)  # type: ignore[arg-type]


# -- dedupe: a store -------------------------------------------------------------------------


class FakeStore:
    """Keeps what is added by path, and says which statements were touched."""

    kept: dict[str, list[Quotes]]

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __enter__(self) -> FakeStore:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def add(self, quotes: Iterable[Quotes]) -> list[Statement]:
        added = list(quotes)
        before = self.kept.setdefault(self.path, [])
        before += added
        new = {item.article for item in added}
        return [one for one in group_alike(before) if any(variant.article in new for variant in one.variants)]


@pytest.fixture
def store(replace: Callable[..., None]) -> dict[str, list[Quotes]]:
    FakeStore.kept = {}
    replace("statements.store", StatementStore=FakeStore)
    return FakeStore.kept


def test_with_a_store_the_statements_touched_are_printed(run: Run, store: dict[str, list[Quotes]]) -> None:
    run("dedupe", "a.txt", "--store", "s.db")
    lines = records(run("dedupe", "b.txt", "--store", "s.db", "--format", "jsonl")[1])
    assert [(line["statement"], line["doc"]) for line in lines] == [
        ("s1", "a.txt"),
        ("s1", "b.txt"),
        ("s3", "b.txt"),
    ]


def test_an_input_that_fails_leaves_the_store_as_it_was(run: Run, store: dict[str, list[Quotes]]) -> None:
    Path("c.txt").write_bytes(b"\xe9")
    assert run("dedupe", "a.txt", "c.txt", "--store", "s.db")[:2] == (2, "")
    assert store == {}


def test_an_output_that_cannot_be_written_leaves_the_store_as_it_was(
    run: Run, store: dict[str, list[Quotes]]
) -> None:
    assert run("dedupe", "a.txt", "--store", "s.db", "--out", "no/o.json")[0] == 2
    assert store == {}


# -- dedupe: items ---------------------------------------------------------------------------


def test_items_get_a_line_each_in_their_order(run: Run) -> None:
    write_lines(
        "i.jsonl",
        {"id": 3, "text": "We never wanted war. We go."},
        {"id": "x", "text": "…"},
        {"id": "a", "text": "We go.", "cluster": "not read"},
        {"id": "b", "text": "We never wanted war."},
    )
    code, out, err = run("dedupe", "--items", "i.jsonl", "--format", "jsonl")
    assert (code, err) == (0, "")
    assert records(out) == [
        {"id": 3, "statement": "s1", "score": 0.9},
        {"id": "x", "statement": "alone-x", "score": 1.0},
        {"id": "a", "statement": "s2", "score": 0.9},
        {"id": "b", "statement": "s1", "score": 0.9},
    ]


def test_items_as_a_table_are_statements(run: Run) -> None:
    write_lines(
        "i.jsonl",
        {"id": "1", "text": "We go.", "speaker": "Sergei Lavrov", "outlet": "TASS"},
        {"id": "2", "text": "We go.", "outlet": "Reuters"},
    )
    out = run("dedupe", "--items", "i.jsonl")[1]
    assert "Sergei Lavrov · 2 outlets" in out


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['{"id": "a"}'], r"i\.jsonl, line 1: \"text\" is missing, there are \['id'\]"),
        (['{"text": "x"}'], r"i\.jsonl, line 1: \"id\" is missing, there are \['text'\]"),
        (['{"id": "a", "text": 7}'], r"i\.jsonl, line 1: \"text\" is 7: give the text as a string"),
        (['{"id": "a", "text": null}'], r"i\.jsonl, line 1: \"text\" is None"),
        (['{"id": true, "text": "x"}'], r"i\.jsonl, line 1: \"id\" is True: give a string or a whole number"),
        (['{"id": "a", "text": "x", "speaker": []}'], r"i\.jsonl, line 1: \"speaker\" is \[\]"),
        (['{"id": "a", "text": "x"}', "", "{"], r"i\.jsonl, line 3: this is not JSON"),
        (["[]"], r"i\.jsonl, line 1: '\[\]' is no JSON object"),
        (
            ['{"id": "a", "text": "x"}', '{"id": "b", "text": "y"}', '{"id": "a", "text": "z"}'],
            r"i\.jsonl, line 3: the id 'a' stands in line 1 too",
        ),
        (
            ['{"id": 1, "text": "x"}', '{"id": "1", "text": "y"}'],
            r"i\.jsonl, line 2: the id '1' stands in line 1 too",
        ),
        (['{"id": "a", "text": "\\ud800"}'], r"i\.jsonl, line 1: a lone surrogate"),
    ],
)
def test_a_bad_item_is_named_with_its_line_and_nothing_is_written(
    run: Run, lines: list[str], message: str
) -> None:
    Path("i.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, out, err = run("dedupe", "--items", "i.jsonl", "--out", "o.jsonl")
    assert (code, out) == (2, "")
    assert re.fullmatch(f"quotekit: {message}.*\n", err)
    assert not Path("o.jsonl").exists()


# -- same ------------------------------------------------------------------------------------


def test_same_prints_the_verdict_in_words(run: Run) -> None:
    assert run("same", "a.txt", "b.txt") == (
        0,
        "not the same statement · score 0.20 · they conflict\n  ! number: “8” · “10”\n  few words agree\n",
        "",
    )


@pytest.mark.parametrize("arguments", [("--format", "json"), ("--out", "v.json")])
def test_same_as_json_has_the_conflicts(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, _ = run("same", "a.txt", "b.txt", *arguments)
    assert code == 0
    assert json.loads(out or Path("v.json").read_text(encoding="utf-8")) == {
        "same": False,
        "score": 0.2,
        "relation": "conflicting",
        "reasons": ["few words agree"],
        "conflicts": [{"kind": "number", "a": "8", "b": "10"}],
    }


def test_pairs_get_a_line_each_in_their_order(run: Run) -> None:
    write_lines("p.jsonl", {"id": 2, "a": "x", "b": "y", "kind": "not read"}, {"id": "1", "a": "x", "b": "x"})
    assert run("same", "--pairs", "p.jsonl", "--out", "v.jsonl") == (0, "", "")
    assert records(Path("v.jsonl").read_text(encoding="utf-8")) == [
        {
            "id": 2,
            "same": False,
            "score": 0.2,
            "relation": "conflicting",
            "reasons": ["few words agree"],
        },
        {"id": "1", "same": True, "score": 0.9, "relation": "same", "reasons": ["all words agree"]},
    ]


def test_a_pair_with_a_text_without_a_word_is_not_the_same(run: Run) -> None:
    write_lines("p.jsonl", {"id": "1", "a": "", "b": "…"}, {"id": "2", "a": "x", "b": "x"})
    lines = records(run("same", "--pairs", "p.jsonl")[1])
    assert [line["same"] for line in lines] == [False, True]
    assert lines[0]["reasons"] == ["one of the texts has no word"]


# -- errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dedupe",), "there is nothing to read: give articles or --items FILE"),
        (("dedupe", "a.txt", "--items", "i.jsonl"), "--items was given, and 'a.txt' too"),
        (("dedupe", "--items", "i.jsonl", "--store", "s.db"), "--store keeps articles"),
        (("dedupe", "--items", "no.jsonl"), r"no\.jsonl: No such file or directory: check the file"),
        (("dedupe", "--items", "i.jsonl", "--out", "i.jsonl"), "--out 'i.jsonl' is one of the inputs"),
        (("dedupe", "a.txt", "--all", "--min-variants", "2"), "--all and --min-variants were both given"),
        (("dedupe", "a.txt", "--min-variants", "0"), "Invalid value for '--min-variants'"),
        (("dedupe", "a.txt", "--format", "xml"), "'xml' is not one of 'table', 'json', 'jsonl', 'html'"),
        (("dedupe", "a.txt", "--acts", "song"), "--acts has 'song'"),
        (("dedupe", "a.txt", "--aliases", "no.json"), r"no\.json"),
        (("dedupe", "a.txt", "--store", "s", "--aliases", "i.jsonl"), "--aliases was given with --store"),
        (("dedupe", "a.txt", "--store", "a.txt"), "--store 'a.txt' is one of the inputs"),
        (("dedupe", "a.txt", "--out", "no/o.json"), "the output 'no/o.json' has no folder"),
        (("dedupe", "nowhere.txt"), r"'nowhere\.txt': there is no such file"),
        (("same",), "same compares two texts, got 0: give two files, or --pairs FILE"),
        (("same", "a.txt"), "same compares two texts, got 1"),
        (("same", "a.txt", "b.txt", "a.txt"), "same compares two texts, got 3"),
        (("same", "a.txt", "two.jsonl"), r"same compares two texts, and a\.txt and two\.jsonl hold 3"),
        (("same", "a.txt", "nowhere.txt"), r"'nowhere\.txt': there is no such file"),
        (("same", "a.txt", "b.txt", "--out", "a.txt"), "--out 'a.txt' is one of the inputs"),
        (
            ("same", "a.txt", "--pairs", "p.jsonl"),
            "--pairs names the texts and writes jsonl, got 'a.txt' too",
        ),
        (("same", "--pairs", "p.jsonl", "--format", "json"), "writes jsonl, got --format too"),
        (("same", "--pairs", "i.jsonl"), r"i\.jsonl, line 1: \"a\" is missing"),
        (("same", "--pairs", "p.jsonl"), r"p\.jsonl, line 2: the id '1' stands in line 1 too"),
    ],
)
def test_a_bad_call_is_one_line_and_exit_code_2(run: Run, arguments: tuple[str, ...], message: str) -> None:
    write_lines("i.jsonl", {"id": "1", "text": "x"})
    write_lines("two.jsonl", {"id": "1", "text": "x"}, {"id": "2", "text": "y"})
    write_lines("p.jsonl", {"id": "1", "a": "x", "b": "y"}, {"id": "1", "a": "x", "b": "y"})
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert re.fullmatch(f"quotekit: .*{message}.*\n", err)


@pytest.mark.parametrize("command", ["dedupe", "same"])
def test_help_does_not_load_spacy(command: str) -> None:
    check = (
        f"import sys; from quotekit import cli; cli._run([{command!r}, '--help']); "
        "sys.exit('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Usage: quotekit" in done.stdout


# -- with the embedded pipeline --------------------------------------------------------------


@pytest.mark.model
def test_the_stories_of_the_repository_give_statements_in_places_of_their_texts(
    capsys: pytest.CaptureFixture[str], seeds_dir: Path
) -> None:
    path = seeds_dir / "documents.jsonl"
    assert cli._run(["dedupe", str(path), "--format", "jsonl"]) == 0
    lines = records(capsys.readouterr().out)
    texts = {record["doc"]: record["text"] for record in records(path.read_text(encoding="utf-8"))}
    assert {line["doc"] for line in lines} == texts.keys()
    for line in lines:
        quoted = {at for start, end in line["quote"] for at in range(start, end)}
        assert {at for start, end in line["content"] for at in range(start, end)} <= quoted
        assert max(quoted) < len(texts[line["doc"]])


@pytest.mark.model
def test_two_numbers_are_two_statements_and_a_translation_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.jsonl"
    eight = "Russia will expel eight British diplomats in response, the ministry said."
    pairs = [
        {"id": "number", "a": eight, "b": eight.replace("eight", "ten")},
        {"id": "translation", "a": eight, "b": eight.replace("in response", "in reply")},
    ]
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    assert cli._run(["same", "--pairs", str(path)]) == 0
    assert [line["same"] for line in records(capsys.readouterr().out)] == [False, True]


@pytest.mark.model
def test_items_are_parsed_and_grouped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "i.jsonl"
    texts = ["We have closed the bridge for repairs.", "!?", "We have closed the bridge for repairs."]
    items = [{"id": n, "text": text} for n, text in enumerate(texts)]
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    assert cli._run(["dedupe", "--items", str(path), "--format", "jsonl"]) == 0
    first, wordless, second = (line["statement"] for line in records(capsys.readouterr().out))
    assert first == second != wordless
