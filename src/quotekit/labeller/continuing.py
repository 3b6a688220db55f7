"""A network that goes on learning: from its weights, on articles of somebody else's."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from attrs import evolve
from thinc.api import Adam

from quotekit.labeller.network import Network
from quotekit.labeller.training import Example, pace, sigmoid, train_step

__all__ = ["continue_training", "keep_cues"]

# As in the first training: training/labeller/student.py.
_L2 = 1e-5
_GRADIENT_NORM = 1.0


def continue_training(
    network: Network, examples: Sequence[Example], *, epochs: int, learn_rate: float, seed: int
) -> Iterator[float]:
    """The mean loss of an article in each epoch, in nats; ``network`` is changed as the epochs are asked for.

    The rate rises to ``learn_rate`` and falls to nothing over all ``epochs``, an article a step. The same
    seed gives the same weights on one machine, and the generators of random numbers that the rest of the
    program uses are left as they were.
    """
    optimizer = Adam(learn_rate, L2=_L2, grad_clip=_GRADIENT_NORM)
    n_steps = epochs * len(examples)
    for epoch in range(epochs):
        order = list(range(len(examples)))
        random.Random(seed + epoch).shuffle(order)
        total = 0.0
        with _seeded(seed + epoch):
            for step, place in enumerate(order, start=epoch * len(examples)):
                optimizer.learn_rate = learn_rate * pace(step / n_steps)
                losses = train_step(network, examples[place])
                network.finish_update(optimizer)
                total += losses.cues + losses.labels
        yield total / len(examples)


def keep_cues(network: Network, example: Example, tokens: Sequence[int]) -> Example:
    """The article with, for these words, what the network thinks of them as cues for the target.

    For what the annotation does not speak of: that a word is no cue there says nothing. A word that is a cue
    by the annotation stays one.
    """
    unsaid = sorted(set(tokens) - set(example.heads.tolist()))
    if not unsaid:
        return example
    states, _ = network.layers[0](example.inputs, False)
    cues = example.cues.copy()
    cues[unsaid] = sigmoid(states.cues)[unsaid]
    return evolve(example, cues=cues)


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """The generator that the layers draw from, set to ``seed`` and then to where it was."""
    before = np.random.get_state()
    np.random.seed(seed % 2**32)  # it takes no more than 32 bits
    try:
        yield
    finally:
        np.random.set_state(before)
