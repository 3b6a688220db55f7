"""Parts of articles to learn from, so that the labeller also reads a sentence that comes alone.

In PolNeAR the first paragraph is a headline, where little is attributed: a labeller that saw whole
articles only takes every text of one paragraph for a headline.
"""

from __future__ import annotations

import random

import numpy as np
from attrs import evolve

from quotekit.labeller.features import Layout
from quotekit.labeller.layers import Ints
from quotekit.labeller.training import Example

__all__ = ["cropped"]

LEAST_TOKENS = 4


def cropped(example: Example, draw: random.Random) -> Example:
    """Some paragraphs of the article in a row, every other time one; all of it where that is too little."""
    numbers = example.layout.paragraph
    n_paragraphs = int(numbers[-1]) + 1 if len(numbers) else 0
    if n_paragraphs < 2:
        return example
    start = draw.randrange(n_paragraphs)
    length = 1 if draw.random() < 0.5 else draw.randint(1, n_paragraphs - start)
    first, last = np.searchsorted(numbers, [start, start + length]).tolist()
    return example if last - first < LEAST_TOKENS else _part(example, first, last)


def _part(example: Example, first: int, last: int) -> Example:
    """The tokens from ``first`` to ``last``, with the cues that stand there."""
    layout = _part_of_layout(example.layout, first, last)
    kept = (example.heads >= first) & (example.heads < last)
    inputs = example.inputs
    return evolve(
        example,
        inputs=evolve(
            inputs,
            hashes=inputs.hashes[first:last],
            numbers=inputs.numbers[first:last],
            vectors=inputs.vectors[first:last],
            heads=layout.heads,
        ),
        layout=layout,
        cues=example.cues[first:last],
        heads=example.heads[kept] - first,
        blank=example.blank[first:last],
        labels=None if example.labels is None else example.labels[kept][:, first:last],
        soft=None if example.soft is None else example.soft[kept],
        weights=None if example.weights is None else example.weights[kept],
    )


def _part_of_layout(layout: Layout, first: int, last: int) -> Layout:
    """The layout of some tokens; a head outside of them is the nearest of them."""

    def moved(tokens: Ints) -> Ints:
        return np.asarray(np.clip(tokens - first, 0, last - first - 1))

    ancestors = layout.ancestors[:, first:last]
    return evolve(
        layout,
        heads=moved(layout.heads[first:last]),
        deps=layout.deps[first:last],
        sentence=layout.sentence[first:last],
        paragraph=layout.paragraph[first:last],
        region=layout.region[first:last],
        state=layout.state[first:last],
        position=layout.position[first:last],
        depth=layout.depth[first:last],
        ancestors=np.where(ancestors < 0, -1, moved(ancestors)),
    )
