"""The examples of a document, and how long it takes to start, as a release check reads them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from release.building import CheckError
from release.installing import check_brought, check_examples, examples_of, program
from release.startup import Seconds, measure_startup, render_startup


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A folder whose python is this one."""
    python = program(tmp_path / "environment", "python")
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return tmp_path / "environment"


posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for python is a shell script")


def test_examples_are_what_stands_between_the_fences() -> None:
    document = "# A\n\n```pycon\n>>> a = 1\n```\n\n```sh\nls\n```\n\n```pycon\n>>> a\n1\n```\n"
    assert examples_of(document) == ">>> a = 1\n\n>>> a\n1\n"


@posix
def test_examples_that_print_what_they_say_are_counted(tmp_path: Path, environment: Path) -> None:
    document = tmp_path / "guide.md"
    document.write_text("```pycon\n>>> a = 1\n```\nThen\n```pycon\n>>> a + 1\n2\n```\n", encoding="utf-8")
    assert check_examples(document, environment, tmp_path / "work") == 2


@posix
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```pycon\n>>> 1 + 1\n3\n```\n", r"Expected:\n    3\nGot:\n    2"),
        ("No example.\n", "guide.md has no example"),
    ],
)
def test_examples_that_fail_or_are_missing_are_told(
    tmp_path: Path, environment: Path, text: str, message: str
) -> None:
    document = tmp_path / "guide.md"
    document.write_text(text, encoding="utf-8")
    with pytest.raises(CheckError, match=message):
        check_examples(document, environment, tmp_path / "work")


@posix
def test_what_the_core_asks_for_beyond_spacy_is_in_the_readme(environment: Path, tmp_path: Path) -> None:
    readme = Path(__file__).resolve().parents[2] / "README.md"
    asked, come = check_brought(environment, readme)
    assert asked == ["attrs", "cattrs"]
    assert {"attrs", "cattrs"} <= set(come)
    other = tmp_path / "README.md"
    other.write_text("## Core dependencies\n\n[attrs](https://www.attrs.org)\n", encoding="utf-8")
    with pytest.raises(CheckError, match="which lacks cattrs"):
        check_brought(environment, other)


def test_what_is_quotekits_own_is_the_rest() -> None:
    found = {
        "import spacy": Seconds(1.0, 1.5),
        "import spacy, then extract_quotes": Seconds(1.1, 1.6),
        "import spacy, load the weights": Seconds(2.0, 2.5),
        "quotekit extract, one article": Seconds(2.25, 2.75),
    }
    *_, imports, article = render_startup(found).splitlines()
    assert imports.split()[-2:] == ["0.10", "0.10"]
    assert article.split()[-2:] == ["0.25", "0.25"]


@posix
def test_a_process_that_fails_is_not_measured(environment: Path, tmp_path: Path) -> None:
    program(environment, "quotekit").write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    program(environment, "python").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program(environment, "quotekit").chmod(0o755)
    with pytest.raises(CheckError, match="gave 3"):
        measure_startup(environment, tmp_path / "story.txt", rounds=1)
