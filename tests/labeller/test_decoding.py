"""Proposals made by hand, and the ranges that are read from them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.docs_by_hand import make_doc

from quotekit.find.marks import find_marks
from quotekit.labeller.decoding import read_proposals
from quotekit.labeller.proposals import Proposal
from quotekit.parsing import paragraphs
from quotekit.readings import FEATURES
from quotekit.settings import CUE_SCORE, MARKED_CUE_SCORE
from quotekit.syntax import Tree, read_tree

SAID = """
    Dahl NNP nsubj 1
    said VBD ROOT  1
    pay  NN  nsubj 3
    rose VBD ccomp 1
    a    DT  det   5
    lot  NN  npadvmod 3
"""
MARKED = """
    “    `` punct 4
    Pay  NN  nsubj 2
    rose VBD ccomp 5
    ,    ,   punct 5
    ”    '' punct 5
    Dahl NNP nsubj 6
    said VBD ROOT 6
"""


def tree_of(rows: str) -> Tree:
    doc = make_doc(rows)
    return read_tree(doc, find_marks(doc.text, paragraphs(doc.text)))


def proposal(cue: int, labels: str, score: float = 0.9, sure: float = 0.9, first: int = 0) -> Proposal:
    """A proposal with a letter a token: n(othing), s(ource), q for cue, c(ontent); upper case is unsure."""
    rows = []
    for letter in labels:
        share = 0.52 if letter.isupper() else sure
        row = np.full(4, (1 - share) / 3, dtype=np.float32)
        row["nsqc".index(letter.lower())] = share
        rows.append(row)
    return Proposal(cue, score, first, np.array(rows))


def test_the_ranges_of_one_proposal() -> None:
    (reading,) = read_proposals(tree_of(SAID), [proposal(1, "sqcccc")])
    assert (reading.cue, reading.source, reading.content) == (((1, 2),), ((0, 1),), ((2, 6),))


def test_a_doubtful_word_does_not_split_a_content() -> None:
    (reading,) = read_proposals(tree_of(SAID), [proposal(1, "sqccNc")])
    assert reading.content == ((2, 6),)


def test_a_sure_one_does() -> None:
    (reading,) = read_proposals(tree_of(SAID), [proposal(1, "sqccnc", sure=0.999)])
    assert reading.content == ((2, 4), (5, 6))


def test_an_unlikely_cue_is_none() -> None:
    assert read_proposals(tree_of(SAID), [proposal(1, "sqcccc", score=CUE_SCORE - 0.01)]) == []


def test_beside_marks_less_is_enough() -> None:
    readings = read_proposals(tree_of(MARKED), [proposal(6, "nccnnsq", score=MARKED_CUE_SCORE + 0.01)])
    assert [reading.content for reading in readings] == [((1, 3),)]


def test_a_passage_that_is_content_for_the_most_part_is_whole() -> None:
    (reading,) = read_proposals(tree_of(MARKED), [proposal(6, "nncnnsq", sure=0.999)])
    assert reading.content == ((1, 3),)


def test_a_source_is_found_where_one_is_likely_at_all() -> None:
    one = proposal(1, "nqcccc")
    one.shares[0] = [0.7, 0.3, 0.0, 0.0]
    (reading,) = read_proposals(tree_of(SAID), [one])
    assert reading.source == ((0, 1),)


def test_a_word_goes_to_one_of_two_reports_that_stand_side_by_side() -> None:
    rows = SAID + "    added VBD conj 1\n    more JJR dobj 6\n"
    first = proposal(1, "sqccccnn", sure=0.99)
    second = proposal(6, "snnnCCqc", sure=0.99)
    readings = read_proposals(tree_of(rows), [first, second])
    assert [reading.content for reading in readings] == [((2, 6),), ((7, 8),)]


def test_a_report_inside_another_keeps_its_words() -> None:
    rows = SAID + "    added VBD conj 1\n    more JJR dobj 6\n"
    readings = read_proposals(tree_of(rows), [proposal(1, "sqcccccc"), proposal(6, "nnnnnsqc")])
    assert [reading.content for reading in readings] == [((2, 8),), ((7, 8),)]


def test_the_features_have_names() -> None:
    (reading,) = read_proposals(tree_of(SAID), [proposal(1, "sqcccc")])
    named = dict(zip(FEATURES, reading.features, strict=True))
    assert named["cue"] == pytest.approx(0.9)
    assert named["content"] == pytest.approx(0.9)
    assert (named["has_source"], named["marked"], named["pieces"]) == (1.0, 0.0, 0.5)
