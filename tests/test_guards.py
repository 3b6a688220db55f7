"""Guards on readings made by hand: what each mends, and what it leaves alone."""

from __future__ import annotations

import pytest
from tests.docs_by_hand import make_doc

from quotekit.find.marks import find_marks
from quotekit.guards import mend_readings
from quotekit.parsing import paragraphs
from quotekit.readings import Ranges, Reading
from quotekit.syntax import Tree, read_tree


def tree_of(rows: str) -> Tree:
    doc = make_doc(rows)
    return read_tree(doc, find_marks(doc.text, paragraphs(doc.text)))


def reading(head: int, source: Ranges, content: Ranges) -> Reading:
    return Reading(head, ((head, head + 1),), source, content, 0.9, ())


def mended(rows: str, *readings: Reading) -> list[tuple[str, list[str], list[str]]]:
    """Head word, sources and contents of the mended readings."""
    tree = tree_of(rows)

    def words(ranges: Ranges) -> list[str]:
        return [" ".join(tree.words[first:last]) for first, last in ranges]

    return [(tree.words[r.head], words(r.source), words(r.content)) for r in mend_readings(tree, readings)]


SAID_THAT = """
    Dahl NNP nsubj 1
    said VBD ROOT  1
    that {tag} {dep} {head}
    pay  NN  nsubj 4
    rose VBD ccomp 1
"""


def test_a_content_begins_after_that() -> None:
    rows = SAID_THAT.format(tag="IN", dep="mark", head=4)
    assert mended(rows, reading(1, ((0, 1),), ((2, 5),))) == [("said", ["Dahl"], ["pay rose"])]


def test_a_that_which_is_the_subject_stays() -> None:
    rows = """
        Dahl NNP nsubj 1
        said VBD ROOT  1
        that DT  nsubj 3
        was  VBD ccomp 1
        so   RB  advmod 3
    """
    assert mended(rows, reading(1, ((0, 1),), ((2, 5),))) == [("said", ["Dahl"], ["that was so"])]


def test_a_report_ends_where_the_same_speaker_adds_another() -> None:
    rows = """
        Dahl   NNP nsubj 1
        said   VBD ROOT  1
        pay    NN  nsubj 3
        rose   VBD ccomp 1
        ,      ,   punct 1
        adding VBG advcl 1
        it     PRP nsubj 7
        fell   VBD ccomp 5
    """
    found = mended(rows, reading(1, ((0, 1),), ((2, 8),)), reading(5, ((0, 1),), ((6, 8),)))
    assert found == [("said", ["Dahl"], ["pay rose"]), ("adding", ["Dahl"], ["it fell"])]


def test_a_report_inside_another_by_somebody_else_stays_whole() -> None:
    rows = """
        Dahl NNP nsubj 1
        said VBD ROOT  1
        Moe  NNP nsubj 3
        said VBD ccomp 1
        pay  NN  nsubj 5
        rose VBD ccomp 3
    """
    found = mended(rows, reading(1, ((0, 1),), ((2, 6),)), reading(3, ((2, 3),), ((4, 6),)))
    assert found[0] == ("said", ["Dahl"], ["Moe said pay rose"])


def test_a_relative_word_takes_its_noun_along() -> None:
    rows = """
        The    DT  det   1
        review NN  nsubj 6
        which  WDT nsubj 3
        found  VBD relcl 1
        pay    NN  nsubj 5
        rose   VBD ccomp 3
        ended  VBD ROOT  6
    """
    assert mended(rows, reading(3, ((2, 3),), ((4, 6),))) == [
        ("found", ["The review", "which"], ["pay rose"])
    ]


def test_a_noun_reports_no_more_than_its_own_clause() -> None:
    rows = """
        His    PRP$ poss 1
        claim  NN   nsubj 6
        that   IN   mark 4
        it     PRP  nsubj 4
        was    VBD  acl  1
        safe   JJ   acomp 4
        failed VBD  ROOT 6
    """
    assert mended(rows, reading(1, ((0, 1),), ((2, 7),))) == [("claim", ["His"], ["it was safe"])]


@pytest.mark.parametrize(("verb", "kept"), [("citing", 1), ("adding", 2)])
def test_a_participle_that_names_a_further_source_is_no_report(verb: str, kept: int) -> None:
    rows = f"""
        Dahl NNP nsubj 1
        said VBD ROOT  1
        pay  NN  nsubj 3
        rose VBD ccomp 1
        ,    ,   punct 1
        {verb} VBG advcl 1
        data NNS dobj 5
    """
    assert len(mended(rows, reading(1, ((0, 1),), ((2, 4),)), reading(5, ((0, 1),), ((6, 7),)))) == kept


def test_a_passage_in_a_paragraph_of_its_own_is_another_quote() -> None:
    rows = """
        “    `` punct 1
        No   UH ccomp 5
        ,    ,  punct 5
        ”    '' punct 5
        he   PRP nsubj 5
        said VBD ROOT 5
        .    .  punct 5
        ¶    _SP dep 6
        “    `` punct 9
        Yes  UH ROOT 9
        .    .  punct 9
        ”    '' punct 9
    """
    assert mended(rows, reading(5, ((4, 5),), ((1, 2), (9, 10)))) == [("said", ["he"], ["No"])]
