"""The layers and the training step: what they give back is the slope of what they compute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from labeller_by_hand import LABELS, TINY, knew, over
from numpy.typing import NDArray
from thinc.api import Adam, LayerNorm, fix_random_seed

from quotekit.labeller.layers import affine, around, drop, neighbours, normed, rectify, shifted
from quotekit.labeller.network import Network, build_network
from quotekit.labeller.training import SCALE, Example, Losses, read_example, train_step
from quotekit.labeller.vectors import WordVectors

Floats = NDArray[Any]
STEP = 1e-2
SMALL_STEP = 3e-4  # the norms bend quickly where a row is small


@pytest.fixture(autouse=True)
def _seeded() -> None:
    fix_random_seed(0)


def slopes(function: Callable[[Floats], float], at: Floats) -> Floats:
    """The derivative of ``function`` by each cell of ``at``, from two values a cell."""
    found = np.zeros(at.shape)
    for cell in np.ndindex(*at.shape):
        up, down = at.copy(), at.copy()
        up[cell] += STEP
        down[cell] -= STEP
        found[cell] = (function(up) - function(down)) / (2 * STEP)
    return found


def normal(*shape: int) -> Floats:
    return np.random.default_rng(0).standard_normal(shape)


def test_affine_gives_the_slopes_of_rows_weights_and_bias() -> None:
    layer, rows, weight = affine(2, 3), normal(4, 5, 3), normal(4, 5, 2)
    layer.initialize()
    _, back = layer(rows, True)
    d_rows = back(weight)
    assert d_rows == pytest.approx(slopes(lambda x: float((layer.predict(x) * weight).sum()), rows))
    for name in ("W", "b"):
        value = np.array(layer.get_param(name))

        def loss(changed: Floats, name: str = name) -> float:
            layer.set_param(name, changed)
            return float((layer.predict(rows) * weight).sum())

        assert layer.get_grad(name) == pytest.approx(slopes(loss, value), abs=1e-3)
        layer.set_param(name, value)


def test_rectify_gives_the_slope_where_it_let_through() -> None:
    rows = normal(4, 3)
    weight = normal(3, 4).T
    assert np.abs(rows).min() > STEP
    _, back = rectify(rows.copy())
    expected = slopes(lambda x: float((rectify(x.copy())[0] * weight).sum()), rows)
    assert back(weight) == pytest.approx(expected)


@pytest.mark.parametrize("heads", [None, np.array([1, 1, 1, 4, 1])])
@pytest.mark.parametrize("step", [1, 2, 4, 7])
def test_neighbours_give_the_slope_of_every_place_that_a_row_was_copied_to(
    heads: NDArray[np.int64] | None, step: int
) -> None:
    rows = normal(5, 2)
    joined, back = neighbours(rows, step, heads)
    weight = normal(*joined.shape)
    expected = slopes(lambda x: float((neighbours(x, step, heads)[0] * weight).sum()), rows)
    assert back(weight) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("by", "expected"), [(1, [2, 3, 0]), (-1, [0, 1, 2]), (2, [3, 0, 0]), (5, [0, 0, 0]), (-5, [0, 0, 0])]
)
def test_rows_are_shifted_with_zeros_from_outside(by: int, expected: list[int]) -> None:
    rows = np.array([[1.0], [2.0], [3.0]])
    assert shifted(rows, by)[:, 0].tolist() == expected


def test_each_window_is_shifted_on_its_own() -> None:
    rows = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])
    assert shifted(rows, 1)[..., 0].tolist() == [[2, 0], [4, 0]]


def test_drop_hides_a_share_and_keeps_the_mean() -> None:
    rows = np.ones((1000, 100), dtype=np.float32)
    dropped, back = drop(rows, 0.3, True)
    assert (dropped == 0).mean() == pytest.approx(0.3, abs=0.01)
    assert dropped.mean() == pytest.approx(1, abs=0.01)
    assert np.array_equal(back(rows), dropped)


def test_drop_hides_nothing_outside_training() -> None:
    rows = np.ones((2, 2), dtype=np.float32)
    assert drop(rows, 0.3, False)[0] is rows


def some_vectors() -> WordVectors:
    from spacy.strings import hash_string

    words = ["they", "said", "noted", "anna", "believes"]
    keys = np.array([hash_string(word) for word in words], dtype=np.uint64)
    return WordVectors.of(keys, normal(len(words), TINY.vectors).astype(np.float32))


def examples() -> list[Example]:
    return [read_example(doc, gold, LABELS, some_vectors()) for doc, gold in (knew(), over())]


def steady_network() -> Network:
    """A small network that hides nothing in training."""
    network = build_network(TINY)
    for layer in network.layers:
        layer.attrs["drop"] = 0.0
    return network


def softened(example: Example) -> Example:
    """The same with soft targets that are no row of zeros and a one, and a weight a cue."""
    from quotekit.settings import LABELLER_WINDOW

    shares = np.random.default_rng(1).dirichlet([1, 1, 1, 1], (len(example.heads), sum(LABELLER_WINDOW)))
    return Example(
        inputs=example.inputs,
        layout=example.layout,
        cues=np.full_like(example.cues, 0.3),
        heads=example.heads,
        blank=example.blank,
        soft=shares.astype(np.float16),
        weights=np.linspace(0.5, 1, len(example.heads)).astype(np.float32),
    )


@pytest.mark.parametrize("is_soft", [False, True])
def test_a_training_step_gives_the_slope_of_the_loss_by_every_parameter(is_soft: bool) -> None:
    network = steady_network()
    example = softened(examples()[1]) if is_soft else examples()[1]

    def loss() -> float:
        losses = train_step(network, example, own_cues=False)
        return losses.cues + losses.labels

    loss()
    gradients = {
        (node.id, name): (node, name, np.array(node.get_grad(name)))
        for node in network.walk()
        for name in node.param_names
        if node.has_grad(name)
    }
    assert len(gradients) == sum(len(node.param_names) for node in network.walk())
    for node, name, gradient in gradients.values():
        size = float(np.linalg.norm(gradient))
        if size < 1e-4:
            continue
        value, way = np.array(node.get_param(name)), gradient / size
        found = []
        for side in (SMALL_STEP, -SMALL_STEP):
            node.set_param(name, (value + side * way).astype(np.float32))
            found.append(loss())
        node.set_param(name, value)
        slope = (found[0] - found[1]) / (2 * SMALL_STEP)
        assert slope * SCALE == pytest.approx(size, rel=0.03), f"{node.name} {name}"


def test_no_parameter_is_left_without_a_gradient() -> None:
    network = steady_network()
    for example in examples():
        train_step(network, example)
    still = [
        (node.name, name)
        for node in network.walk()
        for name in node.param_names
        if not np.abs(np.array(node.get_grad(name))).max() > 0
    ]
    assert still == []


def trained(network: Network, rounds: int) -> list[Losses]:
    """The losses on the first example, round by round."""
    optimizer, found = Adam(0.02), []
    for _ in range(rounds):
        losses = [train_step(network, example) for example in examples()]
        network.finish_update(optimizer)
        found.append(losses[0])
    return found


def test_training_lowers_the_loss() -> None:
    network = build_network(TINY)
    losses = trained(network, 60)
    assert losses[-1].cues < losses[0].cues / 2
    assert losses[-1].labels < losses[0].labels / 2


def test_the_same_seed_gives_the_same_network() -> None:
    written = []
    for _ in range(2):
        fix_random_seed(3)
        network = build_network(TINY)
        trained(network, 2)
        written.append(network.to_bytes())
    assert written[0] == written[1]


def test_the_weights_go_into_a_network_of_the_same_shape() -> None:
    first, second = build_network(TINY), build_network(TINY)
    inputs = examples()[0].inputs
    assert not np.array_equal(first.predict(inputs).rows, second.predict(inputs).rows)
    second.from_bytes(first.to_bytes())
    assert np.array_equal(first.predict(inputs).rows, second.predict(inputs).rows)
    assert np.array_equal(first.predict(inputs).cues, second.predict(inputs).cues)


def test_an_attribution_without_cue_or_content_teaches_nothing() -> None:
    doc, (gold,) = knew()
    for part in ("cue", "content"):
        example = read_example(doc, [{**gold, part: []}], LABELS, WordVectors.none())
        assert (len(example.heads), float(example.cues.sum())) == (0, 0.0)


def test_an_example_marks_the_head_of_the_cue_and_the_words_of_each_part() -> None:
    doc, gold = knew()
    example = read_example(doc, gold, LABELS, WordVectors.none())
    assert example.heads.tolist() == [6]
    assert example.labels is not None
    assert example.labels.tolist() == [[3, 3, 3, 3, 3, 1, 2, 0, 0, 0, 0]]


@pytest.mark.parametrize("step", [1, 2, 7])
def test_around_gives_what_the_product_of_neighbours_gives(step: int) -> None:
    mix, rows, heads = affine(2, 12), normal(5, 3).astype(np.float32), np.array([1, 1, 1, 4, 1])
    mix.initialize()
    slow, _ = mix(neighbours(rows, step, heads)[0], True)
    assert np.allclose(around(mix, rows, step, heads), slow, atol=1e-5)


def test_around_reads_windows_one_by_one() -> None:
    mix, rows = affine(2, 9), normal(4, 6, 3).astype(np.float32)
    mix.initialize()
    slow, _ = mix(neighbours(rows, 2)[0], True)
    assert np.allclose(around(mix, rows, 2), slow, atol=1e-5)


def test_normed_is_the_norm_of_thinc() -> None:
    norm, rows = LayerNorm(6), normal(5, 6).astype(np.float32)
    norm.initialize()
    norm.set_param("G", normal(6).astype(np.float32))
    assert np.allclose(normed(norm, rows), norm.predict(rows), atol=1e-5)
