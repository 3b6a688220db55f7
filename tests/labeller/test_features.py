"""What the labeller sees of an article: depths, paths, marks and distances."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from docs_by_hand import VOCAB
from hypothesis import given
from hypothesis import strategies as st
from labeller_by_hand import KNEW, LABELS, OVER, article
from spacy.tokens import Doc

from quotekit.find.marks import find_marks
from quotekit.labeller.features import (
    DISTANCES,
    DOWN,
    MAX_DEPTH,
    UP,
    Layout,
    label_numbers,
    layout,
    pairs,
    path_rows,
    read_inputs,
)
from quotekit.labeller.vectors import WordVectors
from quotekit.parsing import paragraphs
from quotekit.settings import LABELLER_WINDOW
from quotekit.syntax import read_tree

N_LABELS = len(LABELS) + 1
BEFORE = LABELLER_WINDOW[0]


def layout_of(doc: Doc) -> Layout:
    marks = find_marks(doc.text, paragraphs(doc.text))
    return layout(read_tree(doc, marks), marks, label_numbers(LABELS))


def around(article: Layout, cue: int, likely: tuple[int, ...] = ()) -> dict[str, list[int]]:
    """What `pairs` says of every token of an article shorter than the window, for one cue."""
    flags = np.zeros(len(article), dtype=np.bool_)
    flags[list(likely)] = True
    found = pairs(article, np.array([cue]), flags, N_LABELS)
    inside = found.inside[0]
    assert found.tokens[0][inside].tolist() == list(range(len(article)))
    names = ("distance", "sentence", "paragraph", "mark", "path", "between")
    return {name: column[0][inside].tolist() for name, column in zip(names, found.columns(), strict=True)}


@st.composite
def trees(draw: st.DrawFn) -> Doc:
    """Up to 40 words whose heads make trees, some of them deeper than the labeller's table."""
    n = draw(st.integers(1, 40))
    order = draw(st.permutations(range(n)))
    reach = draw(st.sampled_from([1, 3, n]))
    heads = [0] * n
    for place, token in enumerate(order):
        heads[token] = token if not place else order[draw(st.integers(max(0, place - reach), place - 1))]
        if place and not draw(st.integers(0, 9)):
            heads[token] = token
    deps = draw(st.lists(st.sampled_from([*LABELS, "other"]), min_size=n, max_size=n))
    return Doc(VOCAB, words=["w"] * n, heads=heads, deps=deps)


def way_up(heads: list[int], token: int) -> list[int]:
    """The token, its head, and so on to the root."""
    way = [token]
    while heads[way[-1]] != way[-1]:
        way.append(heads[way[-1]])
    return way


def slow_line(heads: list[int], token: int) -> list[int]:
    """From the root down to the token; of a line that is too long, all but the last goes after the limit."""
    line = way_up(heads, token)[::-1]
    return line if len(line) <= MAX_DEPTH else [*line[: MAX_DEPTH - 1], token]


@given(trees())
def test_depth_and_ancestors_are_those_of_a_walk_to_the_root(doc: Doc) -> None:
    found = layout_of(doc)
    heads = [token.head.i for token in doc]
    for token in range(len(doc)):
        line = slow_line(heads, token)
        assert found.depth[token] == len(line) - 1
        assert found.ancestors[:, token].tolist() == line + [-1] * (MAX_DEPTH - len(line))


def slow_path(doc: Doc, cue: int, token: int) -> tuple[int, int, str] | None:
    """Steps up, steps down and the label of the branch, clipped as the table is; `None` between trees."""
    heads = [t.head.i for t in doc]
    here, there = slow_line(heads, cue), slow_line(heads, token)
    shared = sum(1 for a, b in zip(here, there, strict=False) if a == b)
    if not shared:
        return None
    up, down = min(len(here) - shared, UP - 1), min(len(there) - shared, DOWN)
    label = doc[there[shared]].dep_ if down else ""
    return up, down, label if label in LABELS or not label else "other"


@given(trees(), st.data())
def test_a_path_has_a_number_of_its_own(doc: Doc, data: st.DataObject) -> None:
    cue = data.draw(st.integers(0, len(doc) - 1))
    found = around(layout_of(doc), cue)["path"]
    assert max(found) < path_rows(N_LABELS)
    slow = [slow_path(doc, cue, token) for token in range(len(doc))]
    for first in range(len(doc)):
        for second in range(first):
            assert (found[first] == found[second]) == (slow[first] == slow[second])


def test_the_same_path_has_the_same_number_in_every_article() -> None:
    knew, over = layout_of(article(KNEW)), layout_of(article(OVER))
    # said → nsubj she, noted → nsubj Anna; said → ccomp knew, noted → ccomp is; the cue itself
    for token in (5, 2, 6):
        assert around(knew, 6)["path"][token] == around(over, 6)["path"][token]


def test_tokens_of_another_tree_have_no_path() -> None:
    assert around(layout_of(article(KNEW)), 6)["path"][8:] == [0, 0, 0]


def test_distances_grow_to_both_sides_and_stay_in_the_table() -> None:
    doc = Doc(VOCAB, words=["w"] * 300)
    found = pairs(layout_of(doc), np.array([150]), np.zeros(300, np.bool_), N_LABELS).distance[0]
    middle = DISTANCES // 2
    assert found[BEFORE - 2 : BEFORE + 3].tolist() == [middle - 3, middle - 2, middle, middle + 2, middle + 3]
    assert all(a <= b for a, b in pairwise(found.tolist()))
    assert found.min() >= 0
    assert found.max() < DISTANCES


def test_a_window_ends_where_the_article_does() -> None:
    doc = Doc(VOCAB, words=["w"] * 5)
    found = pairs(layout_of(doc), np.array([0, 4]), np.zeros(5, np.bool_), N_LABELS)
    assert found.inside.sum(axis=1).tolist() == [5, 5]
    assert found.tokens.min() == 0
    assert found.tokens.max() == 4


def test_sentences_and_paragraphs_are_counted_from_the_cue() -> None:
    found = around(layout_of(article(OVER)), 10)
    assert found["sentence"] == [2] * 9 + [3] * 4
    assert found["paragraph"][0] == 1
    assert found["paragraph"][10] == 2


MARKED = """
“ `` punct 1
Go VB ccomp 4
” '' punct 4
he PRP nsubj 4
said VBD ROOT 4
. . punct 4
“ `` punct 7
Stop VB ROOT 7
. . punct 7
” '' punct 7
"""


def test_a_passage_in_marks_is_known_by_its_place_from_the_cue() -> None:
    found = around(layout_of(article(MARKED)), 4)["mark"]
    assert found == [2, 2, 2, 0, 0, 0, 5, 5, 5, 5]


def test_a_cue_in_marks_knows_its_own_passage_from_others() -> None:
    found = around(layout_of(article(MARKED)), 7)["mark"]
    assert found == [8 + 2] * 3 + [8] * 3 + [8 + 1] * 4


def test_marks_and_what_stands_in_them_have_states() -> None:
    assert layout_of(article(MARKED)).state.tolist() == [4, 1, 4, 0, 0, 0, 4, 1, 1, 4]


def test_a_passage_that_nothing_closes_has_states_of_its_own() -> None:
    open_ended = article("“ `` punct 1\nGo VB ROOT 1\nnow RB dep 1")
    assert layout_of(open_ended).state.tolist() == [7, 6, 6]


def test_a_passage_inside_another_has_states_of_its_own() -> None:
    rows = "“ `` punct 1\nSay VB ROOT 1\n‘ `` punct 3\nno UH dep 1\n’ '' punct 3\n” '' punct 1"
    assert layout_of(article(rows)).state.tolist() == [4, 1, 5, 2, 5, 4]


def test_the_cues_between_are_counted_without_the_two_ends() -> None:
    found = around(layout_of(article(KNEW)), 6, likely=(2, 6, 9))["between"]
    assert found == [2, 2, 1, 0, 0, 0, 1, 0, 0, 1, 2]


def test_sentences_and_paragraphs_open() -> None:
    assert layout_of(article(KNEW)).position.tolist() == [3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]


def test_labels_that_the_network_does_not_know_are_one() -> None:
    assert layout_of(article(OVER)).deps.tolist()[3:7] == [0, 4, 3, 1]


@pytest.mark.parametrize("words", [[], ["Go"]])
def test_an_article_may_be_short(words: list[str]) -> None:
    doc = Doc(VOCAB, words=words)
    found = layout_of(doc)
    inputs = read_inputs(doc, found, WordVectors.none())
    assert (len(found), inputs.hashes.shape, inputs.vectors.shape) == (
        len(words),
        (len(words), 6),
        (len(words), 0),
    )
