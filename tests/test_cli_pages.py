"""quotekit render: where it writes, and what it says when it cannot."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quotekit import cli
from quotekit.model import Article, Quote, Quotes, Segment, TextSpan
from quotekit.outputs.pages import one_page_parts, render_pages
from quotekit.statements.grouping import group_statements

TEXTS = {
    "a.txt": 'He said "prices rose by a tenth".\n',
    "b.txt": 'Prices: "prices rose by a tenth", he said.\n',
}
Run = Callable[..., tuple[int, str, str]]


def marked_passages(articles: Iterable[Article], **options: Any) -> Iterator[Quotes]:
    """Every passage in straight marks."""
    for article in articles:
        found = [TextSpan.of(article.text, *m.span(1)) for m in re.finditer('"([^"]+)"', article.text)]
        yield Quotes(article, [Quote("direct", [span], segments=[Segment([span])]) for span in found])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in a folder with two stories, without a parser."""
    module = ModuleType("quotekit.pipeline")
    vars(module)["extract_many"] = marked_passages
    monkeypatch.setitem(sys.modules, "quotekit.pipeline", module)
    monkeypatch.chdir(tmp_path)
    for name, text in TEXTS.items():
        Path(name).write_text(text, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli._run(arguments)
        return code, *capsys.readouterr()

    return call


def expected() -> list[Quotes]:
    return list(marked_passages([Article(text, id=name) for name, text in TEXTS.items()]))


def test_a_folder_is_made_for_two_pages(run: Run) -> None:
    assert run("render", "a.txt", "b.txt", "--out", "pages") == (0, "", "")
    written = {path.name: path.read_text(encoding="utf-8") for path in Path("pages").iterdir()}
    assert written == render_pages(expected(), group_statements(expected()))


def test_pages_are_written_anew(run: Run) -> None:
    run("render", "a.txt", "--out", "pages")
    assert run("render", "a.txt", "b.txt", "--out", "pages")[0] == 0
    assert "b.txt" in Path("pages/quotes.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["all.html", "all.HTM"])
def test_a_name_that_ends_as_a_page_is_one_page_with_both(run: Run, name: str) -> None:
    assert run("render", "a.txt", "b.txt", "--out", name) == (0, "", "")
    both = "".join(one_page_parts(expected(), group_statements(expected())))
    assert Path(name).read_text(encoding="utf-8") == both


@pytest.mark.parametrize("arguments", [(), ("--out", "-")])
def test_without_a_name_the_page_is_printed(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, _ = run("render", "a.txt", "b.txt", *arguments)
    assert (code, out) == (0, "".join(one_page_parts(expected(), group_statements(expected()))))


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_page_that_goes_to_a_terminal_has_nothing_that_it_would_obey(
    run: Run, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    Path("c.txt").write_text('"go\x1b[31m\x9b1m\u202e"', encoding="utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    _, out, _ = run("render", "c.txt")
    assert "statement-1" in out
    assert ({"\x1b", "\x9b", "\u202e"} & set(out) == set()) is is_terminal


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("render", "a.txt", "--out", "b.txt"), "--out 'b.txt' is a file: name a folder, or a page"),
        (("render", "a.txt", "--out", "no/pages"), "--out 'no/pages' has no folder 'no' to be in"),
        (("render", "missing.txt", "--out", "pages"), "missing.txt"),
        (("render",), "Missing argument .*: see quotekit render --help"),
    ],
)
def test_a_bad_call_is_one_line_and_leaves_nothing(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert re.search(message, err)
    assert sorted(path.name for path in Path().iterdir()) == ["a.txt", "b.txt"]


def test_a_page_does_not_take_the_place_of_an_input(run: Run) -> None:
    Path("pages").mkdir()
    story = Path("pages/statements.html")
    story.write_text(TEXTS["a.txt"], encoding="utf-8")
    code, _, err = run("render", "b.txt", "pages/statements.html", "--out", "pages")
    assert code == 2
    assert "'pages/statements.html' is one of the inputs" in err
    assert [path.read_text(encoding="utf-8") for path in Path("pages").iterdir()] == [TEXTS["a.txt"]]


def test_with_keep_going_the_rest_is_shown_and_the_exit_code_is_1(run: Run) -> None:
    code, _, err = run("render", "missing.txt", "a.txt", "--out", "pages", "--keep-going")
    assert (code, "missing.txt" in err) == (1, True)
    assert "a.txt" in Path("pages/quotes.html").read_text(encoding="utf-8")
