"""The documents: their examples run as printed, and their links lead somewhere."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "seeds" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WITH_EXAMPLES = [path for path in DOCUMENTS if "```pycon" in path.read_text(encoding="utf-8")]

FENCED = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
ANCHOR = re.compile(r"\]\((?!https?:)([^)#]*)#([^)]+)\)")
CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_documents_that_promise_examples_hold_some() -> None:
    assert {"README.md", "docs/quickstart.md", "docs/how-it-works.md"} <= set(map(relative, WITH_EXAMPLES))


def anchors(path: Path) -> set[str]:
    """The anchors that a code host gives to the headings of a document."""
    headings = HEADING.findall(CODE.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=relative)
def test_examples_print_what_the_document_says(
    path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)  # some read seeds/
    source = "\n".join(FENCED.findall(path.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(source, {}, path.name, str(path), 0)
    printed: list[str] = []
    failed, attempted = doctest.DocTestRunner(verbose=False).run(test, out=printed.append)
    assert attempted > 0
    assert failed == 0, "".join(printed)


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_links_lead_to_files_of_the_repository(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_links_into_a_document_lead_to_one_of_its_headings(path: Path) -> None:
    links = ANCHOR.findall(path.read_text(encoding="utf-8"))
    dead = [
        (target, anchor)
        for target, anchor in links
        if anchor not in anchors(path.parent / target if target else path)
    ]
    assert dead == []
