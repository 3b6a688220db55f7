"""Reports whose only cue is how they are set, and what is set like them."""

from __future__ import annotations

import pytest
from tests.docs_by_hand import make_doc

from quotekit.bylines import add_bylines
from quotekit.find.marks import find_marks
from quotekit.parsing import paragraphs
from quotekit.readings import Ranges
from quotekit.syntax import read_tree


def found(rows: str) -> list[tuple[str, list[str], list[str]]]:
    """The cue, source and content of every byline."""
    doc = make_doc(rows)
    marks = find_marks(doc.text, paragraphs(doc.text))
    tree = read_tree(doc, marks)

    def words(ranges: Ranges) -> list[str]:
        return [" ".join(tree.words[first:last]) for first, last in ranges]

    return [(tree.words[r.head], words(r.source), words(r.content)) for r in add_bylines(tree, marks, [])]


SIGNED = """
    “     `` punct 2
    We    PRP nsubj 2
    lost  VBD ROOT 2
    .     .  punct 2
    ”     '' punct 2
    —     :  punct 2
    Ana   NNP {dep} 7
    Moreno {tag} ROOT 7
"""


def test_a_passage_signed_with_a_dash() -> None:
    assert found(SIGNED.format(dep="compound", tag="NNP")) == [("—", ["Ana Moreno"], ["We lost"])]


def test_a_clause_behind_a_dash_signs_nothing() -> None:
    assert found(SIGNED.format(dep="nsubj", tag="VBD")) == []


@pytest.mark.parametrize(("entity", "bylines"), [("B-PERSON", [(":", ["Dahl"], ["Pay rose"])]), ("O", [])])
def test_a_name_and_a_colon_open_a_headline(entity: str, bylines: list[object]) -> None:
    rows = f"""
        Dahl NNP dep 3 {entity}
        :    :   punct 3
        Pay  NN  nsubj 3
        rose VBD ROOT 3
    """
    assert found(rows) == bylines


TURN = """
    {name} NNP dep {head}
    :      :   punct {head}
    Pay    NN  nsubj {head}
    rose   VBD ROOT {head}
    .      .   punct {head}
"""


def test_turns_of_a_transcript() -> None:
    rows = (
        TURN.format(name="REED", head=3) + "    ¶ _SP dep 4\n" + TURN.format(name="DAHL", head=9).lstrip("\n")
    )
    assert found(rows) == [(":", ["REED"], ["Pay rose"]), (":", ["DAHL"], ["Pay rose"])]


def test_one_label_in_capitals_makes_no_transcript() -> None:
    assert found(TURN.format(name="NOTE", head=3)) == []
