"""The conversion from Universal Dependencies: hand-written trees, then the reference sentence by sentence.

A case is a row of ``cases/conversion.jsonl``: ``ud`` holds the words (form/lemma, universal tag, Penn tag,
head, relation), ``expected`` their heads and labels. Heads count from 1 as in CoNLL-U, 0 is the root.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.conllu import Sentence, Word, read_sentences
from training.conversion import to_clear
from training.conversion.tree import Tree

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "conversion.jsonl").read_text("utf-8").splitlines()
]
TREEBANKS = [f"{corpus}-{part}" for corpus in ("ewt", "gum") for part in ("train", "dev", "test")]

Reference = Callable[[list[tuple[str, bool, str, str, str, int, str]]], list[tuple[int, str]] | None]


def word(row: str, index: int) -> Word:
    """The word of a row such as "left/leave VERB VBD 0 root"."""
    form, upos, xpos, head, deprel = row.split()
    form, _, lemma = form.partition("/")
    return Word(form, " ", upos, xpos, lemma or form, int(head) - 1 if head != "0" else index, deprel)


def sentence(words: list[Word]) -> Sentence:
    return Sentence("case", " ".join(word.form for word in words), tuple(words))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_tree_is_converted_as_a_person_would(case: dict) -> None:
    converted = to_clear(sentence([word(row, i) for i, row in enumerate(case["ud"])]))
    assert converted is not None
    got = [f"{0 if head == i else head + 1} {label}" for i, (head, label) in enumerate(converted)]
    assert got == case["expected"]


def column(number: int) -> st.SearchStrategy[str]:
    """What the cases hold in one column: between them they have all that the steps ask for."""
    return st.sampled_from(sorted({row.split()[number] for case in CASES for row in case["ud"]} - {"root"}))


FORMS, UPOS, XPOS, LABELS = column(0), column(1), column(2), column(4)


@st.composite
def trees(draw: st.DrawFn) -> Sentence:
    """Any tree over up to twelve words, projective or not."""
    order = draw(st.permutations(range(draw(st.integers(1, 12)))))
    heads = {order[0]: order[0]}
    for place in range(1, len(order)):
        heads[order[place]] = order[draw(st.integers(0, place - 1))]
    words = []
    for index in range(len(order)):
        label = "root" if heads[index] == index else draw(LABELS)
        head = 0 if label == "root" else heads[index] + 1
        words.append(word(f"{draw(FORMS)} {draw(UPOS)} {draw(XPOS)} {head} {label}", index))
    return sentence(words)


@given(trees())
def test_a_tree_stays_a_tree(tree: Sentence) -> None:
    converted = to_clear(tree)
    assert converted is not None
    heads = [head for head, _ in converted]
    rows = [
        Word(word.form, word.whitespace, "X", "X", "x", head, "dep")
        for word, head in zip(tree.words, heads, strict=True)
    ]
    assert sentence(rows).words  # a record of heads that form no tree cannot be made
    assert [i for i, (_, label) in enumerate(converted) if label == "ROOT"] == [
        i for i, head in enumerate(heads) if head == i
    ]


def test_words_in_a_circle_are_no_tree() -> None:
    tree = Tree([word(row, i) for i, row in enumerate(["a X X 0 root", "b X X 1 dep", "c X X 2 dep"])])
    assert tree.is_tree()
    tree.attach(1, 2)
    assert not tree.is_tree()


@pytest.fixture(scope="module")
def reference(shared_dir: Path) -> Reference:
    """The converter that the project's figures were measured with."""
    spec = importlib.util.spec_from_file_location("ud2clear", shared_dir / "reference" / "ud2clear.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    convert: Reference = module.convert
    return convert


def by_reference(reference: Reference, tree: Sentence) -> list[tuple[int, str]] | None:
    return reference(
        [
            (w.form, bool(w.whitespace), w.upos, w.xpos, w.lemma, 0 if w.head == i else w.head + 1, w.deprel)
            for i, w in enumerate(tree.words)
        ]
    )


@pytest.mark.parametrize("name", TREEBANKS)
def test_every_sentence_of_a_treebank_is_converted_as_by_the_reference(
    name: str, shared_dir: Path, reference: Reference
) -> None:
    n_sentences = 0
    differing = []
    for tree in read_sentences(shared_dir / "data" / "treebanks" / f"{name}.conllu.gz"):
        n_sentences += 1
        if to_clear(tree) != by_reference(reference, tree):
            differing.append(tree.id)
    assert n_sentences > 900
    assert differing == []


@given(tree=trees())
def test_any_tree_is_converted_as_by_the_reference(reference: Reference, tree: Sentence) -> None:
    assert to_clear(tree) == by_reference(reference, tree)
