"""The network: an encoder of words, a score for each word as a cue, labels for the words around a cue.

The encoder embeds each word by its letters, tag, dependency label, entity type and quotation marks,
then mixes it some times over with its neighbours and with the head that it hangs on. A second pass, one
a cue, adds how each word of the window stands to the cue (`quotekit.labeller.features.Pairs`) and
convolves over the window. Built of thinc layers, so that it can be trained wherever it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from thinc.api import Embed, HashEmbed, LayerNorm, Model

from quotekit.labeller import features
from quotekit.labeller.features import Inputs, Pairs, path_rows
from quotekit.labeller.layers import (
    Backward,
    Floats,
    Ints,
    affine,
    around,
    drop,
    neighbours,
    normed,
    rectify,
)

__all__ = ["Network", "Shape", "States", "build_network"]

N_LABELS_OUT = 4


@frozen
class Shape:
    """The sizes of a network: all that has to be known to build one and to fill it with weights.

    ``labels`` are the dependency labels that it knows, ``vectors`` the width of the word vectors that
    come with it (0: none), ``width`` that of a word's state, ``hidden`` that of the second pass.
    """

    labels: tuple[str, ...]
    vectors: int = 0
    width: int = 128
    hidden: int = 80
    steps: tuple[int, ...] = (1, 1, 2, 4)
    window_steps: tuple[int, ...] = (1, 2, 4)
    rows: tuple[int, ...] = (6000, 1500, 3000, 400, 100, 60)
    columns: tuple[int, ...] = (64, 24, 40, 12, 20, 12)

    @property
    def n_labels(self) -> int:
        """How many dependency labels are told apart, the unknown one counted."""
        return len(self.labels) + 1


@frozen(eq=False)
class States:
    """What the encoder says of each word: its state (words, width) and its logit as a cue (words,)."""

    rows: Floats
    cues: Floats


Network = Model[Any, Any]
"""Has two layers: the encoder, and the second pass."""


def build_network(shape: Shape) -> Network:
    """A network with random weights, as `thinc.api.fix_random_seed` left the generator."""
    encoder, window = _encoder(shape), _window(shape)
    network: Network = Model(
        "labeller", _forward, init=_init_layers, layers=[encoder, window], attrs={"shape": shape}
    )
    network.initialize()
    return network


def _forward(model: Network, X: Inputs, is_train: bool) -> tuple[States, Callable[..., None]]:
    return cast("tuple[States, Callable[..., None]]", model.layers[0](X, is_train))


def _embeddings(shape: Shape) -> list[Model[Any, Any]]:
    hashed: list[Model[Any, Any]] = [
        HashEmbed(width, rows, seed=40 + at)
        for at, (width, rows) in enumerate(zip(shape.columns, shape.rows, strict=True))
    ]
    sizes = ((16, shape.n_labels), (12, features.MARK_STATES), (8, features.POSITIONS))
    return [*hashed, *(Embed(width, rows) for width, rows in sizes)]


def _encoder(shape: Shape) -> Model[Any, Any]:
    embeddings = _embeddings(shape)
    n_in = sum(layer.get_dim("nO") for layer in embeddings) + shape.vectors
    width = shape.width
    mixes = [affine(width, 4 * width) for _ in shape.steps]
    norms = [LayerNorm(width) for _ in range(len(shape.steps) + 1)]
    cue = [affine(64, width + shape.columns[0] + shape.vectors), affine(1, 64)]
    layers: list[Model[Any, Any]] = [*embeddings, affine(width, n_in), *mixes, *norms, *cue]
    return Model(
        "encoder",
        _encode,
        init=_init_layers,
        layers=layers,
        attrs={"steps": shape.steps, "n_embeddings": len(embeddings), "drop": 0.3},
    )


def _init_layers(model: Model[Any, Any], X: object = None, Y: object = None) -> None:
    for layer in model.layers:
        layer.initialize()


def _encode(model: Model[Any, Any], inputs: Inputs, is_train: bool) -> tuple[States, Callable[..., None]]:
    n_embeddings, steps, rate = (model.attrs[name] for name in ("n_embeddings", "steps", "drop"))
    embeddings, (entry, *rest) = model.layers[:n_embeddings], model.layers[n_embeddings:]
    mixes, norms, cue = rest[: len(steps)], rest[len(steps) : -2], rest[-2:]
    parts, back_parts = _embed(embeddings, [*inputs.hashes.T, *inputs.numbers.T], is_train)
    joined, back_joined = drop(np.concatenate([*parts, inputs.vectors], axis=1), rate, is_train)
    linear, back_entry = entry(joined, is_train)
    active, back_active = rectify(linear)
    state, back_norm = norms[0](active, is_train)
    blocks = list(zip(mixes, norms[1:], steps, strict=True))
    state, back_blocks = _mix_words(blocks, state, inputs.heads, rate / 2, is_train)
    state, back_out = drop(state, rate, is_train)
    logits, back_cues = _score_cues(cue, np.concatenate([state, parts[0], inputs.vectors], axis=1), is_train)
    width, word = state.shape[1], parts[0].shape[1]

    def backward(d_state: Floats, d_cues: Floats) -> None:
        d_seen = back_cues(d_cues)
        gradient = back_blocks(back_out(d_state + d_seen[:, :width]))
        d_joined = back_joined(back_entry(back_active(back_norm(gradient))))
        d_joined[:, :word] += d_seen[:, width : width + word]
        back_parts(d_joined)

    return States(state, logits), backward


def _embed(
    embeddings: Sequence[Model[Any, Any]], columns: Sequence[NDArray[Any]], is_train: bool
) -> tuple[list[Floats], Callable[[Floats], None]]:
    """The row of each word in each table, from a column of ids a table."""
    found = [
        layer(np.ascontiguousarray(column), is_train)
        for layer, column in zip(embeddings, columns, strict=True)
    ]
    parts = [part for part, _ in found]

    def backward(gradient: Floats) -> None:
        at = 0
        for part, back in found:
            back(np.ascontiguousarray(gradient[:, at : at + part.shape[1]]))
            at += part.shape[1]

    return parts, backward


Block = tuple[Model[Any, Any], Model[Any, Any], int]
"""Mixes rows with their neighbours so many places away: the product, the norm after it, the places."""


def _mix_words(
    blocks: Sequence[Block], state: Floats, heads: Ints, rate: float, is_train: bool
) -> tuple[Floats, Backward]:
    """The states after each word has seen its neighbours and its head, block after block."""
    backs: list[Backward] = []
    for block in blocks:
        state, back = _mix_word(block, state, heads, rate, is_train)
        backs.append(back)
    return state, _in_turn(backs)


def _mix_word(
    block: Block, state: Floats, heads: Ints, rate: float, is_train: bool
) -> tuple[Floats, Backward]:
    mix, norm, step = block
    if not is_train:
        return normed(norm, state + rectify(around(mix, state, step, heads))[0]), _no_way_back
    beside, back_beside = neighbours(state, step, heads)
    beside, back_drop = drop(beside, rate, is_train)
    mixed, back_mix = mix(beside, is_train)
    mixed, back_mixed = rectify(mixed)
    after, back_after = norm(state + mixed, is_train)

    def backward(gradient: Floats) -> Floats:
        gradient = back_after(gradient)
        return cast("Floats", gradient + back_beside(back_drop(back_mix(back_mixed(gradient)))))

    return after, backward


def _no_way_back(gradient: Floats) -> Floats:
    raise RuntimeError("the network was asked for an answer only: call it with is_train=True to train it")


def _in_turn(backs: Sequence[Backward]) -> Backward:
    """The way back through layers that were passed one after the other."""

    def backward(gradient: Floats) -> Floats:
        for back in reversed(backs):
            gradient = back(gradient)
        return gradient

    return backward


def _score_cues(
    layers: Sequence[Model[Any, Any]], seen: Floats, is_train: bool
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """The logit of each word as a cue (words,), from what there is to know of it (words, columns)."""
    hidden, back_hidden = layers[0](seen, is_train)
    active, back_active = rectify(hidden)
    logits, back_logits = layers[1](active, is_train)

    def backward(gradient: Floats) -> Floats:
        return cast("Floats", back_hidden(back_active(back_logits(gradient[:, None]))))

    return logits[:, 0], backward


def _window(shape: Shape) -> Model[Any, Any]:
    hidden = shape.hidden
    rows = (
        features.DISTANCES,
        features.SENTENCE_STEPS,
        features.PARAGRAPH_STEPS,
        features.MARK_RELATIONS,
        path_rows(shape.n_labels),
        features.BETWEEN,
    )
    tables: list[Model[Any, Any]] = [Embed(hidden, n) for n in rows]
    mixes = [affine(hidden, 3 * hidden) for _ in shape.window_steps]
    norms = [LayerNorm(hidden) for _ in shape.window_steps]
    entries = [affine(hidden, shape.width), affine(hidden, shape.width)]
    return Model(
        "window",
        _label,
        init=_init_layers,
        layers=[*entries, affine(N_LABELS_OUT, hidden), *tables, *mixes, *norms],
        attrs={"steps": shape.window_steps, "n_tables": len(tables), "drop": 0.15},
    )


def _label(
    model: Model[Any, Any], given: tuple[Floats, Ints, Pairs], is_train: bool
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """The logits (cues, window, labels) of the words around each cue, from the states of all words."""
    states, cues, pairs = given
    steps, n_tables, rate = (model.attrs[name] for name in ("steps", "n_tables", "drop"))
    token, cue, out, *rest = model.layers
    tables, mixes, norms = rest[:n_tables], rest[n_tables : n_tables + len(steps)], rest[-len(steps) :]
    of_token, back_token = token(states, is_train)
    of_cue, back_cue = cue(states[cues], is_train)
    inside = pairs.inside[..., None]
    summed = of_token[pairs.tokens] + of_cue[:, None]
    back_tables = _add_relations(tables, pairs, summed, is_train)
    active, back_active = rectify(summed)
    blocks = list(zip(mixes, norms, steps, strict=True))
    state, back_blocks = _mix_windows(blocks, active * inside, inside, rate, is_train)
    state, back_out = drop(state, rate, is_train)
    logits, back_logits = out(state, is_train)

    def backward(gradient: Floats) -> Floats:
        d_state = back_blocks(back_out(back_logits(gradient)))
        d_summed = back_active(d_state * inside)
        flat = d_summed.reshape(-1, d_summed.shape[-1])
        back_tables(flat)
        d_token: Any = np.zeros_like(of_token)
        ids: Any = np.ascontiguousarray(pairs.tokens.reshape(-1))
        model.ops.scatter_add(d_token, ids, flat)  # type: ignore[arg-type]
        d_states = back_token(d_token)
        np.add.at(d_states, cues, back_cue(d_summed.sum(1)))
        return cast("Floats", d_states)

    return logits, backward


def _add_relations(
    tables: Sequence[Model[Any, Any]], pairs: Pairs, summed: Floats, is_train: bool
) -> Callable[[Floats], None]:
    """Add to ``summed``, in place, the rows of each table for how the words stand to the cues."""
    backs: list[Callable[[Floats], object]] = []
    for table, ids in zip(tables, pairs.columns(), strict=True):
        if is_train:
            rows, back = table(np.ascontiguousarray(ids.reshape(-1)), is_train)
            backs.append(back)
            summed += rows.reshape(summed.shape)
        else:
            # Without a copy of the rows for the way back.
            summed += cast("Floats", table.get_param("E"))[ids]

    def backward(gradient: Floats) -> None:
        for back in backs:
            back(gradient)

    return backward


def _mix_windows(
    blocks: Sequence[Block], state: Floats, inside: NDArray[np.bool_], rate: float, is_train: bool
) -> tuple[Floats, Backward]:
    """The states (cues, window, hidden) after each word has seen its neighbours, zero outside the article."""
    backs: list[Backward] = []
    for block in blocks:
        state, back = _mix_window(block, state, inside, rate, is_train)
        backs.append(back)
    return state, _in_turn(backs)


def _mix_window(
    block: Block, state: Floats, inside: NDArray[np.bool_], rate: float, is_train: bool
) -> tuple[Floats, Backward]:
    mix, norm, step = block
    if not is_train:
        return normed(norm, state + rectify(around(mix, state, step))[0]) * inside, _no_way_back
    shape = state.shape
    kept, back_drop = drop(state, rate, is_train)
    beside, back_beside = neighbours(kept, step)
    mixed, back_mix = mix(beside, is_train)
    mixed, back_mixed = rectify(mixed)
    flat, back_flat = norm((state + mixed).reshape(-1, shape[-1]), is_train)

    def backward(gradient: Floats) -> Floats:
        gradient = back_flat((gradient * inside).reshape(-1, shape[-1])).reshape(shape)
        return cast("Floats", gradient + back_drop(back_beside(back_mix(back_mixed(gradient)))))

    return flat.reshape(shape) * inside, backward
