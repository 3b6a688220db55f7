"""The parts of the house style that a machine can hold."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from spacy.glossary import GLOSSARY

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "quotekit"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "training").rglob("*.py")])
LINGUISTIC = [
    path
    for path in PACKAGE.rglob("*.py")
    if path.relative_to(PACKAGE).parts[0]
    in {
        "names",
        "lexicon.py",
        "glyphs.py",
        "acts.py",
        "bylines.py",
        "guards.py",
        "plain.py",
        "relays.py",
        "find",
        "labeller",
        "resolve",
    }
]
MOST_LINES_A_FILE = 400
MOST_LINES_A_FUNCTION = 60
MOST_WORDS_A_LIST = 3

# A folder of somebody's machine: home, root's home, a drive, a scratch folder.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:home|Users|root|work|farm|mnt|tmp)/\w|\b[A-Z]:\\\\?\w")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_file_stays_under_the_limit(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < MOST_LINES_A_FILE


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_function_stays_under_the_limit(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = {
        node.name: length
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_LINES_A_FUNCTION
    }
    assert long == {}


def is_word(node: ast.expr) -> bool:
    """Whether this is a string of the language; labels of the parse are none, nor are marks."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    text = node.value.strip()
    return text not in GLOSSARY and len(text) > 1 and text.replace(" ", "").isalpha() and text.islower()


def word_lists(tree: ast.Module) -> list[str]:
    """The word lists in code, however they are written: a literal, a split, an alternation."""
    names = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and "__all__" in ast.unparse(node)
    ]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Set | ast.Tuple) and node not in names:
            words = sum(map(is_word, node.elts))
        elif isinstance(node, ast.Dict) and not any(isinstance(value, ast.Name) for value in node.values):
            words = sum(is_word(key) for key in node.keys if key is not None)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("'.split"):
            words = len(ast.unparse(node.func).split())
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            runs = re.findall(r"[a-z]{2,}(?:\|[a-z]{2,})+", node.value)
            words = max((run.count("|") + 1 for run in runs), default=0)
        else:
            continue
        if words > MOST_WORDS_A_LIST:
            found.append(f"line {node.lineno}: {ast.unparse(node)[:70]}")
    return found


@pytest.mark.parametrize("path", LINGUISTIC, ids=relative)
def test_word_lists_live_in_data_files(path: Path) -> None:
    assert word_lists(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("code", "n_lists"),
    [
        ("VERBS = {'say', 'tell', 'claim', 'add'}", 1),
        ("VERBS = 'say tell claim add'.split()", 1),
        ("VERBS = re.compile(r'\\b(say|tell|claim|add)\\b')", 1),
        ("VERBS = {'say': 1, 'tell': 1, 'claim': 2, 'add': 2}", 1),
        ("VERBS = {'say', 'tell', 'claim'}", 0),
        ("RULES = {'clause': _clause, 'small': _small, 'passive': _passive, 'raising': _raising}", 0),
        ("SUBJECTS = {'nsubj', 'nsubjpass', 'csubj', 'expl'}", 0),
        ("MARKS = ('“', '”', '«', '»')", 0),
    ],
)
def test_a_word_list_is_told_from_labels_and_marks(code: str, n_lists: int) -> None:
    assert len(word_lists(ast.parse(code))) == n_lists


@pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="needs git and a checkout"
)
def test_no_tracked_text_file_names_a_folder_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    found = {}
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (data := path.read_bytes())[:8192]:
            hits = MACHINE_PATH.findall(data.decode("utf-8", "replace"))
            if hits:
                found[name] = hits[:3]
    assert found == {}
