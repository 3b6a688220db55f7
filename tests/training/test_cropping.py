"""Parts of articles to learn from: each is what reading the part alone would give."""

from __future__ import annotations

import random

import numpy as np
import pytest
from labeller_by_hand import LABELS, OVER, article
from spacy.tokens import Doc

from quotekit.labeller.training import Example, read_example
from quotekit.labeller.vectors import WordVectors
from training.labeller.cropping import cropped

SECOND_PARAGRAPH = 9


def read(doc: Doc) -> Example:
    believes = doc[10] if len(doc) > 10 else doc[1]
    it = {"cue": [[believes.idx, believes.idx + 8]], "source": [], "content": [[0, 1]]}
    content = doc[believes.i + 1]
    it["content"] = [[content.idx, content.idx + 2]]
    return read_example(doc, [it], LABELS, WordVectors.none())


@pytest.fixture(scope="module")
def whole() -> Example:
    return read(article(OVER))


def parts(example: Example) -> list[Example]:
    draw = random.Random(0)
    return [cropped(example, draw) for _ in range(40)]


def test_a_part_reads_as_that_paragraph_alone(whole: Example) -> None:
    alone = read(article(OVER)[SECOND_PARAGRAPH:].as_doc())
    part = next(one for one in parts(whole) if len(one.cues) == len(alone.cues))
    assert np.array_equal(part.cues, alone.cues)
    assert np.array_equal(part.heads, alone.heads)
    assert np.array_equal(part.labels, alone.labels)
    assert np.array_equal(part.inputs.heads, alone.inputs.heads)
    assert np.array_equal(part.layout.depth, alone.layout.depth)
    assert np.array_equal(part.layout.ancestors, alone.layout.ancestors)


def test_a_cue_outside_the_part_is_left_out(whole: Example) -> None:
    first = next(one for one in parts(whole) if len(one.cues) < len(whole.cues) and not one.cues.any())
    assert len(first.heads) == 0


def test_an_article_of_one_paragraph_stays_whole() -> None:
    alone = read(article(OVER)[SECOND_PARAGRAPH:].as_doc())
    assert all(one is alone for one in parts(alone))
