"""The documentation as a site: what MkDocs is told, what its hook refuses, how docstrings come out."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import quotekit

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
WHY = "the site is built by the extra 'docs'"


def part_of_the_site(name: str) -> ModuleType:
    """A module of docs/site, which is no package."""
    spec = importlib.util.spec_from_file_location(f"site_{name}", DOCS / "site" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_public_name_stands_once_in_the_reference() -> None:
    listed = re.findall(r"^::: quotekit\.(\w+)$", (DOCS / "api.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(set(quotekit.__all__) - {"__version__"})


def test_every_document_stands_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2].partition("\n\n")[0]
    listed = re.findall(r": ([\w-]+\.md)$", navigation, re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in DOCS.glob("*.md"))


@pytest.mark.parametrize(
    ("docstring", "on_the_site"),
    [
        ("One line.", "One line."),
        ("It.\n\n>>> 1 + 1\n2", "It.\n\n```pycon\n>>> 1 + 1\n2\n```"),
        (
            ">>> for one in 'a':\n...     one\n'a'\n\nAnd on.",
            "```pycon\n>>> for one in 'a':\n...     one\n'a'\n```\n\nAnd on.",
        ),
        (">>> 1\n1\n\n>>> 2\n2", "```pycon\n>>> 1\n1\n```\n\n```pycon\n>>> 2\n2\n```"),
        ("A sign, ``>>> ``, within a line.", "A sign, ``>>> ``, within a line."),
    ],
)
def test_examples_of_a_docstring_are_fenced(docstring: str, on_the_site: str) -> None:
    pytest.importorskip("griffe", reason=WHY)
    assert part_of_the_site("examples").fence_examples(docstring) == on_the_site


@pytest.mark.parametrize(
    "tag",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/a.css">',
        '<link rel="preconnect" href="https://fonts.example">',
        '<img src="http://cdn.example/a.png">',
    ],
)
def test_a_page_that_loads_something_from_elsewhere_is_refused(tag: str, tmp_path: Path) -> None:
    exceptions = pytest.importorskip("mkdocs.exceptions", reason=WHY)
    (tmp_path / "page.html").write_text(tag, encoding="utf-8")
    with pytest.raises(exceptions.PluginError, match=r"page\.html loads .*example"):
        part_of_the_site("hooks").on_post_build(SimpleNamespace(site_dir=tmp_path))


def test_links_that_lead_out_are_listed_and_not_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("mkdocs", reason=WHY)
    page = (
        '<link rel="canonical" href="https://a.example/"><a href="https://b.example/">there</a><a href="#x">'
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    with caplog.at_level("INFO"):
        part_of_the_site("hooks").on_post_build(SimpleNamespace(site_dir=tmp_path))
    assert [record.getMessage() for record in caplog.records] == [
        "links: leads out, not checked: https://b.example/ (page.html)"
    ]
