"""What is public stands in `__all__`, and the package gives it without loading spaCy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import quotekit

PACKAGE = Path(quotekit.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name not in {"__init__.py", "__main__.py"})


def declared_names(tree: ast.Module) -> set[str]:
    """The entries of `__all__`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def top_level_names(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The functions and classes of a module, and its assigned names."""
    defined, assigned = set(), set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign):
            assigned |= {ast.unparse(target) for target in node.targets}
        elif isinstance(node, ast.AnnAssign):
            assigned.add(ast.unparse(node.target))
    return defined, assigned


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_declares_exactly_its_public_functions_and_classes(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    declared = declared_names(tree)
    defined, assigned = top_level_names(tree)
    assert {name for name in defined if not name.startswith("_")} <= declared
    assert declared <= defined | assigned


@pytest.mark.parametrize("name", quotekit.__all__)
def test_every_public_name_can_be_had_from_the_package(name: str) -> None:
    assert getattr(quotekit, name) is not None


def test_names_of_the_package_are_listed_once_in_both_places() -> None:
    assert set(quotekit._HOME_OF) | {"__version__"} == set(quotekit.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extract_quote'"):
        quotekit.extract_quote  # noqa: B018


@pytest.mark.parametrize("statement", ["import quotekit", "from quotekit import Quote, QuotekitError"])
def test_records_are_had_without_loading_spacy(statement: str) -> None:
    check = f"import sys; {statement}; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_importing_the_package_changes_no_global_setting() -> None:
    check = (
        "import logging, sys, warnings; before = (list(logging.root.handlers), list(warnings.filters));"
        "import quotekit; after = (list(logging.root.handlers), list(warnings.filters));"
        "sys.exit(before != after)"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
