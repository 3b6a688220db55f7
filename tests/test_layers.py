"""One direction: a module of quotekit imports only from the rows above its own."""

from __future__ import annotations

import ast
from collections.abc import Collection
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "quotekit"

# Row by row, top first. A name stands for the module or for every module of that folder; a dotted name for
# a module that stands in another row than its folder does.
LAYERS = (
    ("errors", "days"),
    ("model",),
    ("settings", "lexicon", "extras"),
    ("names", "glyphs"),
    ("speaker_records",),
    ("speaker_entries",),
    ("parsing",),
    ("syntax",),
    ("acts", "readings"),
    ("relays",),
    ("bylines", "guards", "plain"),
    ("find",),
    ("labeller",),  # the learned part of find/: its component pairs the marks for itself
    ("resolve",),
    ("pipeline",),
    ("comparison", "reliability"),
    ("outputs.shape", "outputs.shaping", "outputs.jsonl"),  # a store of statements keeps documents as JSON
    ("statements", "evaluation", "annotations"),
    ("fitting",),  # measures by evaluation what it trained
    ("inputs", "outputs", "component"),
    ("speaker_files", "quote_files"),
    ("speaker_index",),
    ("",),  # the package's own __init__, which passes the names above on
    ("web",),
    ("cli",),
    ("__main__",),
)
# Folders whose modules may build on each other; those of find/ may not.
FAMILIES = frozenset({"labeller", "names", "resolve", "statements", "outputs", "cli", "web"})
# What works on strings and records alone.
WITHOUT_SPACY = frozenset(
    {
        "errors",
        "days",
        "model",
        "settings",
        "lexicon",
        "names",
        "glyphs",
        "comparison",
        "reliability",
        "outputs.shape",
        "outputs.shaping",
        "outputs.jsonl",
        "statements",
        "evaluation",
        "annotations",
        "speaker_records",
        "speaker_entries",
        "speaker_files",
        "speaker_index",
    }
)
# The only places with an import inside a function, beside optional extras.
LAZY = frozenset(
    {
        "",
        "cli.annotated",
        "cli.articles",
        "cli.exports",
        "cli.pages",
        "cli.running",
        "cli.serving",
        "cli.statements",
        "cli.training",
        "web.workers",
    }
)

ROW = {name: row for row, names in enumerate(LAYERS) for name in names}


def module_name(path: Path) -> str:
    """``find.cues`` for find/cues.py, ``find`` for its __init__, nothing for the package's own."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(tree: ast.AST) -> set[str]:
    """The full names that the import statements under ``tree`` ask for."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own_modules(names: set[str]) -> set[str]:
    """The modules of quotekit among the imported names, as `module_name` writes them."""
    found = set()
    for name in names:
        if name.split(".")[0] != "quotekit":
            continue
        inner = name.removeprefix("quotekit").lstrip(".")
        while inner not in MODULES:
            inner = inner.rpartition(".")[0]
        found.add(inner)
    return found


def name_in(table: Collection[str], module: str) -> str:
    """The name under which a module stands in a table: its own, or else that of its folder."""
    return module if module in table else module.split(".", maxsplit=1)[0]


def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def may_import(importer: str, other: str) -> bool:
    """Whether the table lets ``importer`` import ``other``."""
    here, there = importer.split(".", maxsplit=1)[0], other.split(".", maxsplit=1)[0]
    rows = ROW[name_in(ROW, other)], ROW[name_in(ROW, importer)]
    return rows[0] < rows[1] or (rows[0] == rows[1] and here == there and here in FAMILIES)


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {""}))
def test_a_module_has_a_row_and_imports_only_from_the_rows_above(module: str) -> None:
    assert name_in(ROW, module) in ROW, f"{module} stands in no row of the table"
    below = {other for other in own_modules(imported(tree_of(module))) if not may_import(module, other)}
    assert below == set()


@pytest.mark.parametrize("module", sorted(MODULES.keys() - LAZY))
def test_no_import_hides_inside_a_function(module: str) -> None:
    functions = [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.FunctionDef)]
    assert {name for function in functions for name in imported(function)} == set()


@pytest.mark.parametrize(
    "module", sorted(name for name in MODULES if name_in(WITHOUT_SPACY, name) in WITHOUT_SPACY)
)
def test_records_and_word_lists_do_without_spacy(module: str) -> None:
    assert not {name for name in imported(tree_of(module)) if name.split(".")[0] in {"spacy", "thinc"}}


@pytest.mark.parametrize(
    ("importer", "other", "allowed"),
    [
        ("find.cues", "lexicon", True),
        ("find.cues", "find.marks", False),
        ("lexicon", "find.cues", False),
        ("resolve.speakers", "resolve.coreference", True),
        ("evaluation", "statements.grouping", False),
        ("statements.store_rows", "outputs.jsonl", True),
        ("statements.store_rows", "outputs.html", False),
        ("outputs.jsonl", "outputs.html", False),
        ("outputs.html", "outputs.jsonl", True),
    ],
)
def test_the_table_decides_as_the_house_style_says(importer: str, other: str, allowed: bool) -> None:
    assert may_import(importer, other) is allowed


def test_a_name_imported_from_a_module_counts_as_that_module() -> None:
    tree = ast.parse("from quotekit.model import Quote\nimport json\nfrom quotekit import errors")
    assert own_modules(imported(tree)) == {"model", "errors"}
