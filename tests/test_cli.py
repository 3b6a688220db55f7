"""The command line: what it prints, where it writes, how it exits.

The pipeline is replaced by one that takes every passage in straight marks, except where a test is
marked `model`.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import quotekit
from quotekit import cli
from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.html import render_html
from quotekit.outputs.jsonl import from_dict, from_line
from quotekit.outputs.table import render_table
from quotekit.speaker_index import SpeakerIndex

TEXT = 'He said "go". She said "stay".\n'
Run = Callable[..., tuple[int, str, str]]


def marked_passages(articles: Iterable[Article], **options: Any) -> Iterator[Quotes]:
    for article in articles:
        found = re.finditer('"[^"]+"', article.text)
        yield Quotes(article, [Quote("direct", [TextSpan.of(article.text, *m.span())]) for m in found])


@pytest.fixture
def replace_pipeline(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    def replace(extract_many: object) -> None:
        module = ModuleType("quotekit.pipeline")
        vars(module)["extract_many"] = extract_many
        monkeypatch.setitem(sys.modules, "quotekit.pipeline", module)

    return replace


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    replace_pipeline: Callable[[object], None],
) -> Run:
    """Runs the command in an empty folder with one story; gives exit code, stdout and stderr."""
    replace_pipeline(marked_passages)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    Path("a.txt").write_text(TEXT, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli._run(arguments)
        return code, *capsys.readouterr()

    return call


def expected(name: str = "a.txt", text: str = TEXT) -> Quotes:
    return next(marked_passages([Article(text, id=name)]))


# -- formats ---------------------------------------------------------------------------------


def test_the_table_is_the_default_also_into_a_pipe(run: Run) -> None:
    assert run("extract", "a.txt") == (0, render_table(expected(), width=100), "")


def test_tables_of_several_documents_are_a_blank_line_apart(run: Run) -> None:
    Path("b.txt").write_text("No.", encoding="utf-8")
    first, second = render_table(expected(), width=100), render_table(expected("b.txt", "No."), width=100)
    assert run("extract", "a.txt", "b.txt")[1] == f"{first}\n{second}"


def test_columns_of_the_environment_set_the_width(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert run("extract", "a.txt")[1] == render_table(expected(), width=50)


@pytest.mark.parametrize(
    ("environment", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colours_unless_it_says_no(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], is_coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert ("\x1b[" in run("extract", "a.txt")[1]) is is_coloured


def test_jsonl_is_a_line_a_document(run: Run) -> None:
    Path("b.txt").write_text("No.", encoding="utf-8")
    lines = run("extract", "a.txt", "b.txt", "--format", "jsonl")[1].splitlines()
    assert [from_line(lines[0], TEXT), from_line(lines[1], "No.")] == [expected(), expected("b.txt", "No.")]


@pytest.mark.parametrize("names", [[], ["a.txt"], ["a.txt", "b.txt"]])
def test_json_is_a_list_of_documents_however_many(run: Run, names: list[str]) -> None:
    Path("b.txt").write_text(TEXT, encoding="utf-8")
    Path("none.jsonl").touch()
    shown = run("extract", "none.jsonl", *names, "--format", "json")[1]
    assert [from_dict(data) for data in json.loads(shown)] == [expected(name) for name in names]


def test_html_is_one_page(run: Run) -> None:
    assert run("extract", "a.txt", "--format", "html")[1] == render_html([expected()])


# -- inputs ----------------------------------------------------------------------------------


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert json.loads(run("extract", "-", "--format", "jsonl")[1])["doc"] == "stdin"


def test_folders_and_jsonl_are_read(run: Run) -> None:
    Path("in").mkdir()
    Path("in/b.txt").write_text("x", encoding="utf-8")
    Path("c.jsonl").write_text('{"doc": "d", "text": "y"}\n', encoding="utf-8")
    lines = run("extract", "in", "c.jsonl", "--format", "jsonl")[1].splitlines()
    assert [json.loads(line)["doc"] for line in lines] == ["b.txt", "d"]


def test_options_reach_the_pipeline(run: Run, replace_pipeline: Callable[[object], None]) -> None:
    seen: dict[str, object] = {}

    def record(articles: object, **options: object) -> list[Quotes]:
        seen.update(options)
        return []

    replace_pipeline(record)
    run(
        "extract",
        "a.txt",
        "--nlp",
        "folder",
        "--batch-size",
        "7",
        "--n-process",
        "2",
        "--acts",
        "thought,speech",
        "--min-score",
        "0.25",
    )
    assert seen == {
        "nlp": "folder",
        "acts": ("speech", "thought"),
        "min_score": 0.25,
        "batch_size": 7,
        "n_process": 2,
    }


def test_all_acts_can_be_asked_for(run: Run, replace_pipeline: Callable[[object], None]) -> None:
    seen: list[object] = []

    def record(articles: object, *, acts: object, **options: object) -> list[Quotes]:
        seen.append(acts)
        return []

    replace_pipeline(record)
    run("extract", "a.txt", "--acts", "all")
    assert seen == [("speech", "thought", "intention", "evidence", "refusal")]


def test_the_encoding_is_that_of_the_text_files(run: Run) -> None:
    Path("b.txt").write_bytes('"caf\xe9"'.encode("latin-1"))
    assert "café" in run("extract", "b.txt", "--encoding", "latin-1")[1]


# -- output files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"),
    [("o.json", "[\n{"), ("o.jsonl", '{"version"'), ("o.html", "<!DOCTYPE html>"), ("o.txt", "a.txt · 2")],
)
def test_the_ending_of_the_output_names_the_format(run: Run, name: str, start: str) -> None:
    assert run("extract", "a.txt", "--out", name) == (0, "", "")
    assert Path(name).read_text(encoding="utf-8").startswith(start)


def test_a_format_that_is_named_goes_before_the_ending(run: Run) -> None:
    run("extract", "a.txt", "--out", "o.json", "--format", "jsonl")
    assert json.loads(Path("o.json").read_text(encoding="utf-8"))["doc"] == "a.txt"


def test_a_dash_as_output_is_standard_output(run: Run) -> None:
    assert run("extract", "a.txt", "--out", "-") == run("extract", "a.txt")
    assert not Path("-").exists()


def test_an_input_that_fails_leaves_the_old_output(run: Run) -> None:
    Path("o.json").write_text("old", encoding="utf-8")
    Path("b.txt").write_bytes(b"\xe9")
    assert run("extract", "a.txt", "b.txt", "--out", "o.json")[0] == 2
    assert Path("o.json").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["a.txt", "b.txt", "o.json"]


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "html"])
def test_an_input_that_fails_leaves_nothing_on_standard_output(run: Run, format: str) -> None:
    Path("b.txt").write_bytes(b"\xe9")
    code, out, _ = run("extract", "a.txt", "b.txt", "--format", format)
    assert (code, out) == (2, "")


# -- errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no command was given: try quotekit extract FILE, or see quotekit --help"),
        (("extract",), "Missing argument .*: see quotekit extract --help"),
        (("digest",), "No such command 'digest'.*: see quotekit --help"),
        (("extract", "a.txt", "--fromat", "json"), "No such option: --fromat.*: see quotekit extract --help"),
        (("extract", "a.txt", "--format", "xml"), "'xml' is not one of 'table', 'json', 'jsonl', 'html'"),
        (("extract", "a.txt", "--batch-size", "0"), "Invalid value for '--batch-size': .*: see quotekit"),
        (("extract", "a.txt", "--n-process", "x"), "Invalid value for '--n-process': .*: see quotekit"),
        (("extract", "a.txt", "--min-score", "2"), "Invalid value for '--min-score': .*: see quotekit"),
        (("extract", "a.txt", "--out"), "Option '--out' requires an argument.*: see quotekit"),
        (
            ("extract", "a.txt", "--acts", "speech,song"),
            "--acts has 'song': choose from speech, .* or give all",
        ),
        (("extract", "a.txt", "--acts", ""), "--acts has '': choose from"),
        (("extract", "a.txt", "--encoding", "klingon"), "the encoding 'klingon' is none that Python knows"),
        (("extract", "b.txt"), r"'b\.txt': there is no such file or folder: check the name"),
        (("extract", "empty"), r"empty: no \.txt file in this folder: name the files themselves"),
        (("extract", "latin.txt"), r"latin\.txt: byte 3 \(0xe9\) is not UTF-8: .*--encoding cp1252"),
        (("extract", "nul.txt"), r"nul\.txt: this is binary data, 9 of 9 bytes are NUL"),
        (("extract", "bad.jsonl"), r"bad\.jsonl, line 2: this is not JSON .*: mend or remove the line"),
        (("extract", "a.txt", "--out", "no/o.json"), "the output 'no/o.json' has no folder 'no' to be in"),
        (("extract", "a.txt", "--out", "empty"), "the output 'empty' is a folder"),
        (("extract", "a.txt", "--out", "./a.txt"), "--out 'a.txt' is one of the inputs: name another file"),
        (("speakers",), "Missing argument .*: see quotekit speakers --help"),
        (("speakers", "a.txt", "--format", "html"), "'html' is not one of 'table', 'json', 'jsonl'"),
        (("speakers", "a.txt", "--index", "./a.txt"), r"a\.txt: this is not JSON"),
        (("speakers", "s.json", "--index", "s.json"), "--index 's.json' is one of the inputs: name another"),
        (("speakers", "a.txt", "--aliases", "no.json"), r"no\.json: "),
        (("speakers", "a.txt", "--acts", "song"), "--acts has 'song': choose from"),
        (
            ("speakers", "a.txt", "--out", "./o.json", "--index", "o.json"),
            "--out and --index name one file, 'o.json': name another for one of them",
        ),
        (("evaluate", "a.txt"), "Missing argument 'GOLD'.*: see quotekit evaluate --help"),
        (("evaluate", "no.jsonl", "bad.jsonl"), r"no\.jsonl: No such file or directory: check the file"),
        (("evaluate", "good.jsonl", "bad.jsonl"), r"bad\.jsonl, line 2: this is not JSON"),
        (("evaluate", "good.jsonl", "good.jsonl"), "the gold document 'x' has \"text\" None"),
    ],
)
def test_a_bad_call_is_one_line_and_exit_code_2(run: Run, arguments: tuple[str, ...], message: str) -> None:
    Path("empty").mkdir()
    Path("latin.txt").write_bytes(b"caf\xe9")
    Path("nul.txt").write_bytes(bytes(9))
    Path("bad.jsonl").write_text('{"text": "", "doc": "x"}\n{"text"', encoding="utf-8")
    Path("good.jsonl").write_text('{"doc": "x", "quotes": []}', encoding="utf-8")
    SpeakerIndex().save("s.json")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert re.fullmatch(f"quotekit: .*{message}.*\n", err)


def test_with_keep_going_the_rest_runs_and_the_exit_code_is_1(run: Run) -> None:
    Path("latin.txt").write_bytes(b"caf\xe9")
    Path("b.jsonl").write_text('{"text": "x", "id": "1"}\n{\n{"text": "y", "id": "3"}', encoding="utf-8")
    names = ["nowhere.txt", "latin.txt", "b.jsonl", "a.txt"]
    code, out, err = run("extract", *names, "--keep-going", "--format", "jsonl")
    assert code == 1
    assert [json.loads(line)["doc"] for line in out.splitlines()] == ["1", "3", "a.txt"]
    assert [re.split("[:,]", line)[1].strip(" '") for line in err.splitlines()] == [
        "nowhere.txt",
        "latin.txt",
        "b.jsonl",
    ]


def test_with_keep_going_and_nothing_wrong_the_exit_code_is_0(run: Run) -> None:
    assert run("extract", "a.txt", "--keep-going")[0] == 0


def test_a_name_that_a_terminal_would_obey_is_shown_and_not_obeyed(run: Run) -> None:
    Path("b\x1b[31m.txt").write_bytes(b"caf\xe9")
    _, _, err = run("extract", "b\x1b[31m.txt")
    assert err.startswith("quotekit: b␛[31m.txt: byte 3 (0xe9) is not UTF-8")


@pytest.mark.parametrize(
    "arguments", [("extract", "a.txt"), ("extract", "a.txt", "--format", "csv"), ("speakers", "a.txt")]
)
def test_without_standard_output_a_file_is_asked_for(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.setattr(sys, "stdout", None)  # as Python has it where it was closed: >&-
    assert cli._run(arguments) == 2
    assert cli._run([*arguments, "--out", "o.jsonl", "--format", "jsonl"]) == 0
    monkeypatch.undo()
    assert capsys.readouterr().err == "quotekit: standard output is closed: name a file with --out\n"


def test_without_standard_error_the_rest_is_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("b.txt").write_bytes(b"caf\xe9")
    code, out, err = run("extract", "a.txt", "b.txt", "--keep-going", "--format", "jsonl")
    assert (code, err.count("\n")) == (1, 1)
    monkeypatch.setattr(sys, "stderr", None)
    assert run("extract", "a.txt", "b.txt", "--keep-going", "--format", "jsonl") == (1, out, "")


def test_ctrl_c_is_quiet_and_leaves_no_file(run: Run, replace_pipeline: Callable[[object], None]) -> None:
    def interrupted(articles: Iterable[Article], **options: object) -> Iterator[Quotes]:
        yield from marked_passages(articles)
        raise KeyboardInterrupt

    replace_pipeline(interrupted)
    code, out, err = run("extract", "a.txt", "--out", "o.json")
    assert (code, out, err.strip()) == (130, "", "")
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


def test_an_error_of_the_pipeline_is_one_line(run: Run, replace_pipeline: Callable[[object], None]) -> None:
    def broken(articles: object, **options: object) -> Iterator[Quotes]:
        raise quotekit.ModelError("the model folder\nis empty")

    replace_pipeline(broken)
    assert run("extract", "a.txt") == (2, "", "quotekit: the model folder is empty\n")


# -- the terminal ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_terminal", "names", "has_bar"),
    [
        (True, ["a.txt", "b.txt"], True),
        (True, ["c.jsonl"], True),
        (True, ["a.txt"], False),
        (False, ["a.txt", "b.txt"], False),
    ],
)
def test_a_bar_counts_many_documents_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, is_terminal: bool, names: list[str], has_bar: bool
) -> None:
    Path("b.txt").write_text(TEXT, encoding="utf-8")
    Path("c.jsonl").write_text('{"text": ""}', encoding="utf-8")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    code, out, err = run("extract", *names, "--format", "jsonl")
    assert (code, len(out.splitlines())) == (0, len(names))
    assert ("documents" in err) is has_bar


def test_an_ending_that_is_no_format_is_refused(run: Run, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("“It is open,” said Anna Berg.", encoding="utf-8")
    code, _, said = run("extract", str(story), "--out", str(tmp_path / "quotes.docx"))
    assert code == 2
    assert "ends in no known format" in said
    assert not (tmp_path / "quotes.docx").exists()


@pytest.mark.parametrize("arguments", [("--version",), ("--version", "extract", "a.txt")])
def test_the_version_is_that_of_the_package(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == (0, f"quotekit {quotekit.__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["speakers", "--help"], ["-h"]])
def test_help_does_not_load_spacy(arguments: list[str]) -> None:
    check = f"import sys; from quotekit import cli; cli._run({arguments!r}); sys.exit('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Usage: quotekit" in done.stdout


FAKE = """
import sys, types
from quotekit.model import Quotes
module = types.ModuleType("quotekit.pipeline")
module.extract_many = lambda articles, **options: map(Quotes, articles)
sys.modules["quotekit.pipeline"] = module
sys.argv[0] = "quotekit"
from quotekit.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe has another error there")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    record = json.dumps({"text": "x" * 1000})
    (tmp_path / "a.jsonl").write_text(f"{record}\n" * 3000, encoding="utf-8")
    command = [sys.executable, "-c", FAKE, "extract", "a.jsonl", "--format", "json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (141, b"")


def test_the_exit_code_reaches_the_shell(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FAKE, "extract", "nowhere.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "quotekit: 'nowhere.txt': there is no such file or folder: check the name\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    command = [sys.executable, "-c", FAKE, "extract", "a.txt", "--out", "/dev/full"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "No space left" in done.stderr


# -- speakers --------------------------------------------------------------------------------


def named_quotes(articles: Iterable[Article], **options: object) -> Iterator[Quotes]:
    """A quote for each line "NAME: words"; of "?" no name is known."""
    for article in articles:
        found = re.finditer("^(.+): (.+)$", article.text, re.MULTILINE)
        yield Quotes(
            article,
            [
                Quote(
                    "direct",
                    [TextSpan.of(article.text, *match.span(2))],
                    speaker=None if match[1] == "?" else Speaker(match[1], "person", match[1].lower()),
                )
                for match in found
            ],
        )


@pytest.fixture
def run_named(run: Run, replace_pipeline: Callable[[object], None]) -> Run:
    """`run` over two articles with named speakers."""
    replace_pipeline(named_quotes)
    Path("a.txt").write_text("Sergei Lavrov: no\nAnn Poe: yes\n?: perhaps", encoding="utf-8")
    Path("b.txt").write_text("Sergey Lavrov: never", encoding="utf-8")
    return run


def test_speakers_are_counted_over_all_texts(run_named: Run) -> None:
    code, out, err = run_named("speakers", "a.txt", "b.txt")
    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines() if line.strip(" ─")] == [
        ["2", "speakers", "·", "3", "quotes"],
        ["speaker", "kind", "quotes", "articles", "role,", "affiliation", "also", "as"],
        ["Sergei", "Lavrov", "person", "2", "2", "Sergey", "Lavrov"],
        ["Ann", "Poe", "person", "1", "1"],
        ["no", "name:", "1"],
    ]


@pytest.mark.parametrize("arguments", [("--format", "jsonl"), ("--out", "o.jsonl")])
def test_speakers_as_jsonl_are_a_line_each(run_named: Run, arguments: tuple[str, ...]) -> None:
    code, out, _ = run_named("speakers", "a.txt", "b.txt", *arguments)
    written = out or Path("o.jsonl").read_text(encoding="utf-8")
    records = [json.loads(line) for line in written.splitlines()]
    assert (code, [(record["id"], record["docs"]) for record in records]) == (
        0,
        [("sergei-lavrov", ["a.txt", "b.txt"]), ("ann-poe", ["a.txt"])],
    )


@pytest.mark.parametrize("names", [["a.txt"], ["none.jsonl"]])
def test_speakers_as_json_are_a_list(run_named: Run, names: list[str]) -> None:
    Path("none.jsonl").touch()
    shown = json.loads(run_named("speakers", *names, "--format", "json")[1])
    assert [speaker["name"] for speaker in shown] == (
        ["Ann Poe", "Sergei Lavrov"] if "a.txt" in names else []
    )


def test_aliases_of_a_file_are_used(run_named: Run) -> None:
    Path("aliases.json").write_text('{"Ann Poe": "Anna Poe Carter"}', encoding="utf-8")
    shown = json.loads(run_named("speakers", "a.txt", "--aliases", "aliases.json", "--format", "json")[1])
    assert "Anna Poe Carter" in [speaker["name"] for speaker in shown]


def test_speakers_as_json_have_nothing_that_a_terminal_would_obey(
    run_named: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c.txt").write_text("Ann\x9b31m Poe: go", encoding="utf-8")
    assert "\x9b" in run_named("speakers", "c.txt", "--format", "json")[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    _, out, _ = run_named("speakers", "c.txt", "--format", "json")
    assert "Ann<U+009B>31m Poe" in out
    assert "\x1b[" in run_named("speakers", "c.txt")[1]  # the table has colours


def test_an_index_is_made_and_then_added_to(run_named: Run) -> None:
    run_named("speakers", "a.txt", "--index", "s.json")
    shown = run_named("speakers", "b.txt", "--index", "s.json", "--format", "json")[1]
    assert {speaker["name"]: speaker["count"] for speaker in json.loads(shown)} == {
        "Sergei Lavrov": 2,
        "Ann Poe": 1,
    }
    assert len(SpeakerIndex.load("s.json")) == 2


def test_an_input_that_fails_leaves_the_index_as_it_was(run_named: Run) -> None:
    run_named("speakers", "a.txt", "--index", "s.json")
    before = Path("s.json").read_bytes()
    Path("c.txt").write_bytes(b"\xe9")
    assert run_named("speakers", "b.txt", "c.txt", "--index", "s.json")[:2] == (2, "")
    assert Path("s.json").read_bytes() == before


def test_an_output_that_cannot_be_written_leaves_the_index_as_it_was(run_named: Run) -> None:
    assert run_named("speakers", "a.txt", "--index", "s.json", "--out", "no/o.json")[0] == 2
    assert not Path("s.json").exists()


def test_an_ending_that_no_list_of_speakers_has_is_told_before_the_texts_are_read(
    run: Run, replace_pipeline: Callable[[object], None]
) -> None:
    def unexpected(articles: object, **options: object) -> Iterator[Quotes]:
        raise AssertionError("the texts were read")

    replace_pipeline(unexpected)
    code, _, err = run("speakers", "a.txt", "--out", "o.docx")
    assert code == 2
    assert "ends in no known format" in err


def test_with_keep_going_the_other_speakers_are_shown_and_the_exit_code_is_1(run_named: Run) -> None:
    code, out, err = run_named("speakers", "nowhere.txt", "b.txt", "--keep-going")
    assert (code, err.count("\n")) == (1, 1)
    assert "Sergey Lavrov" in out


# -- evaluate --------------------------------------------------------------------------------


def test_evaluate_prints_the_figures_and_writes_them(run: Run) -> None:
    gold = {"doc": "a", "text": TEXT, "attributions": [{"content": [[9, 11]]}, {"content": [[24, 28]]}]}
    Path("gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    Path("pred.jsonl").write_text('{"doc": "a.txt", "quotes": [{"content": [[8, 12]]}]}', encoding="utf-8")
    code, out, err = run("evaluate", "pred.jsonl", "gold.jsonl", "--json", "figures.json")
    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == [
        "1 predicted, 2 gold",
        "                 precision   recall       F1",
        "content_tokens       100.0     50.0     66.7",
    ]
    figures = json.loads(Path("figures.json").read_text(encoding="utf-8"))
    assert figures["attribution"] == [100.0, 50.0, 66.7]


# -- with the embedded pipeline --------------------------------------------------------------


@pytest.mark.model
def test_the_stories_of_the_repository_give_quotes_that_load_back(
    capsys: pytest.CaptureFixture[str], seeds_dir: Path
) -> None:
    files = sorted(seeds_dir.glob("*.txt"))
    assert cli._run(["extract", *map(str, files), "--format", "jsonl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    texts = [file.read_bytes().decode() for file in files]
    found = [from_line(line, text) for line, text in zip(lines, texts, strict=True)]
    assert [quotes.article.id for quotes in found] == [file.name for file in files]
    assert sum(map(len, found)) > 100


@pytest.mark.model
def test_the_speakers_of_the_stories_are_one_line_each_however_spelt(
    capsys: pytest.CaptureFixture[str], seeds_dir: Path
) -> None:
    files = map(str, sorted(seeds_dir.glob("dev-*.txt")))
    assert cli._run(["speakers", *files, "--format", "json"]) == 0
    spellings = [set(speaker["names"]) for speaker in json.loads(capsys.readouterr().out)]
    for names in (
        {"Alexander Elizarov", "Aleksandr Elizarov", "Aleksandr Yelizarov"},
        {"Hélène Vasseur", "Helene Vasseur"},
        {"Bernadette Quill"},
    ):
        assert sum(bool(names & met) for met in spellings) == 1
        assert any(names <= met for met in spellings)
