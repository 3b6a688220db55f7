"""A network that goes on learning."""

from __future__ import annotations

import numpy as np
import pytest
from labeller_by_hand import LABELS, TINY, knew, over
from thinc.api import fix_random_seed

from quotekit.labeller.continuing import continue_training, keep_cues
from quotekit.labeller.network import Network, build_network
from quotekit.labeller.training import Example, read_example, sigmoid
from quotekit.labeller.vectors import WordVectors

VECTORS = WordVectors.of(
    np.array([1, 2], dtype=np.uint64), np.ones((2, 3), np.float32) - np.eye(2, 3, dtype=np.float32)
)


def examples() -> list[Example]:
    return [read_example(doc, gold, LABELS, VECTORS) for doc, gold in (knew(), over())]


@pytest.fixture
def network() -> Network:
    fix_random_seed(3)
    return build_network(TINY)


def train(network: Network, *, seed: int = 0, epochs: int = 3) -> list[float]:
    return list(continue_training(network, examples(), epochs=epochs, learn_rate=0.01, seed=seed))


def test_the_loss_falls(network: Network) -> None:
    losses = train(network, epochs=30)
    assert len(losses) == 30
    assert losses[-1] < losses[0] / 2


def test_the_same_seed_gives_the_same_weights_and_another_gives_others(network: Network) -> None:
    start = network.to_bytes()
    weights = []
    for seed in (5, 5, 6):
        network.from_bytes(start)
        train(network, seed=seed)
        weights.append(network.to_bytes())
    assert weights[0] == weights[1]
    assert weights[0] != weights[2]


@pytest.mark.parametrize("seed", [2**32 - 1, 2**64])
def test_any_whole_number_is_a_seed(network: Network, seed: int) -> None:
    assert len(train(network, seed=seed)) == 3


def test_the_generators_of_the_program_are_left_as_they_were(network: Network) -> None:
    np.random.seed(11)
    expected = np.random.random(3).tolist()
    np.random.seed(11)
    train(network)
    assert np.random.random(3).tolist() == expected


def test_nothing_is_learned_before_an_epoch_is_asked_for(network: Network) -> None:
    start = network.to_bytes()
    losses = continue_training(network, examples(), epochs=2, learn_rate=0.01, seed=0)
    assert network.to_bytes() == start
    next(losses)
    assert network.to_bytes() != start


def test_words_that_are_to_be_kept_have_what_the_network_thinks_of_them(network: Network) -> None:
    example = examples()[0]
    states, _ = network.layers[0](example.inputs, False)
    kept = keep_cues(network, example, [2, 6, 9])
    assert kept.cues[[2, 9]] == pytest.approx(sigmoid(states.cues)[[2, 9]])
    assert kept.cues[6] == 1  # a cue by the annotation
    assert not kept.cues[[0, 1, 3, 4, 5, 7, 8, 10]].any()
    assert example.cues.sum() == 1


def test_without_such_words_the_article_stays_what_it_is(network: Network) -> None:
    example = examples()[0]
    assert keep_cues(network, example, [6]) is example
