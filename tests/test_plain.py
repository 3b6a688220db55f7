"""Reports that grammar makes plain, and the words that look like them."""

from __future__ import annotations

import pytest
from tests.docs_by_hand import make_doc

from quotekit.find.marks import find_marks
from quotekit.parsing import paragraphs
from quotekit.plain import add_plain
from quotekit.readings import Ranges, Reading
from quotekit.syntax import read_tree


def found(rows: str, *readings: Reading) -> list[tuple[str, list[str], list[str]]]:
    """Head word, sources and contents of all readings."""
    doc = make_doc(rows)
    tree = read_tree(doc, find_marks(doc.text, paragraphs(doc.text)))

    def words(ranges: Ranges) -> list[str]:
        return [" ".join(tree.words[first:last]) for first, last in ranges]

    return [(tree.words[r.head], words(r.source), words(r.content)) for r in add_plain(tree, readings)]


def reading(head: int, source: Ranges, content: Ranges) -> Reading:
    return Reading(head, ((head, head + 1),), source, content, 0.9, ())


SAID = """
    Dahl {tag} nsubj 1
    {verb} VBD ROOT 1
    pay  NN  nsubj 3
    rose VBD ccomp 1
"""


def test_a_verb_of_speech_with_subject_and_clause() -> None:
    assert found(SAID.format(tag="NNP", verb="said")) == [("said", ["Dahl"], ["pay rose"])]


@pytest.mark.parametrize(("tag", "verb"), [("NNP", "knew"), ("WP", "said")])
def test_no_report_without_a_verb_of_speech_or_with_a_relative_subject(tag: str, verb: str) -> None:
    assert found(SAID.format(tag=tag, verb=verb)) == []


def test_what_a_reading_has_is_left_to_it() -> None:
    rows = SAID.format(tag="NNP", verb="said")
    assert found(rows, reading(1, (), ((3, 4),))) == [("said", [], ["rose"])]


def test_a_verb_in_the_middle_of_its_report_is_read_by_grammar() -> None:
    rows = """
        The    DT  det 1
        bridge NN  nsubj 6
        ,      ,   punct 6
        said   VBD parataxis 6
        Dahl   NNP nsubj 3
        ,      ,   punct 6
        was    VBD ROOT 6
        shut   VBN acomp 6
    """
    assert found(rows, reading(3, ((0, 2),), ((6, 8),))) == [("said", ["Dahl"], ["The bridge", "was shut"])]


def test_says_and_a_name_behind_a_headline() -> None:
    rows = """
        Bridge NN  nsubj 4
        to     TO  aux 2
        close  VB  acl 0
        ,      ,   punct 4
        says   VBZ ROOT 4
        mayor  NN  nsubj 4
    """
    assert found(rows) == [("says", ["mayor"], ["Bridge to close"])]


def test_quoted_as_saying_behind_its_report() -> None:
    rows = """
        Pay    NN  nsubj 1
        rose   VBD ccomp 5
        ,      ,   punct 5
        Dahl   NNP nsubjpass 5
        was    VBD auxpass 5
        quoted VBN ROOT 5
        as     IN  prep 5
        saying VBG pcomp 6
    """
    assert found(rows) == [("saying", ["Dahl"], ["Pay rose"])]
