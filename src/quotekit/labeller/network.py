"""The network: an encoder of words, a score for each word as a cue, labels for the words around a cue.

The encoder embeds each word by its letters, tag, dependency label, entity type and quotation marks,
then mixes it some times over with its neighbours and with the head that it hangs on. A second pass, one
a cue, adds how each word of the window stands to the cue (`quotekit.labeller.features.Pairs`) and
convolves over the window. Built of thinc layers, so that it can be trained wherever it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from attrs import frozen
from thinc.api import Embed, HashEmbed, LayerNorm, Model

from quotekit.labeller import features
from quotekit.labeller.features import Inputs, Pairs, path_rows
from quotekit.labeller.layers import Floats, Ints, affine, drop, neighbours, rectify

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
    hashed = [
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
    layers = model.layers
    embeddings, (entry, *rest) = layers[:n_embeddings], layers[n_embeddings:]
    mixes, norms, (cue_in, cue_out) = rest[: len(steps)], rest[len(steps) : -2], rest[-2:]
    ids = [*inputs.hashes.T, *inputs.numbers.T]
    parts, back_parts = zip(
        *(
            layer(np.ascontiguousarray(column), is_train)
            for layer, column in zip(embeddings, ids, strict=True)
        ),
        strict=True,
    )
    joined, back_joined = drop(np.concatenate([*parts, inputs.vectors], axis=1), rate, is_train)
    linear, back_entry = entry(joined, is_train)
    active, back_active = rectify(linear)
    state, back_norm = norms[0](active, is_train)
    backs = []
    for mix, norm, step in zip(mixes, norms[1:], steps, strict=True):
        beside, back_beside = neighbours(state, step, inputs.heads)
        beside, back_drop = drop(beside, rate / 2, is_train)
        mixed, back_mix = mix(beside, is_train)
        mixed, back_mixed = rectify(mixed)
        state, back_state = norm(state + mixed, is_train)
        backs.append((back_beside, back_drop, back_mix, back_mixed, back_state))
    state, back_out = drop(state, rate, is_train)
    seen, back_seen = cue_in(np.concatenate([state, parts[0], inputs.vectors], axis=1), is_train)
    seen, back_rectify = rectify(seen)
    logits, back_logits = cue_out(seen, is_train)
    width, word = state.shape[1], parts[0].shape[1]

    def backward(d_state: Floats, d_cues: Floats) -> None:
        d_seen = back_seen(back_rectify(back_logits(d_cues[:, None])))
        gradient = back_out(d_state + d_seen[:, :width])
        for back_beside, back_drop, back_mix, back_mixed, back_state in reversed(backs):
            gradient = back_state(gradient)
            gradient = gradient + back_beside(back_drop(back_mix(back_mixed(gradient))))
        d_joined = back_joined(back_entry(back_active(back_norm(gradient))))
        at = 0
        for number, (part, back) in enumerate(zip(parts, back_parts, strict=True)):
            d_part = d_joined[:, at : at + part.shape[1]]
            back(np.ascontiguousarray(d_part + d_seen[:, width : width + word] if not number else d_part))
            at += part.shape[1]

    return States(state, logits[:, 0]), backward


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
    back_tables = []
    for table, ids in zip(tables, pairs.columns(), strict=True):
        if is_train:
            rows, back = table(np.ascontiguousarray(ids.reshape(-1)), is_train)
            back_tables.append(back)
            summed += rows.reshape(summed.shape)
        else:
            summed += cast("Floats", table.get_param("E"))[ids]
    active, back_active = rectify(summed)
    state = active * inside
    backs = []
    for mix, norm, step in zip(mixes, norms, steps, strict=True):
        hidden, back_drop = drop(state, rate, is_train)
        beside, back_beside = neighbours(hidden, step)
        mixed, back_mix = mix(beside, is_train)
        mixed, back_mixed = rectify(mixed)
        shape = state.shape
        state, back_norm = norm((state + mixed).reshape(-1, shape[-1]), is_train)
        state = state.reshape(shape) * inside
        backs.append((back_drop, back_beside, back_mix, back_mixed, back_norm))
    state, back_out = drop(state, rate, is_train)
    logits, back_logits = out(state, is_train)

    def backward(gradient: Floats) -> Floats:
        d_state = back_out(back_logits(gradient))
        for back_drop, back_beside, back_mix, back_mixed, back_norm in reversed(backs):
            shape = d_state.shape
            d_state = back_norm((d_state * inside).reshape(-1, shape[-1])).reshape(shape)
            d_state = d_state + back_drop(back_beside(back_mix(back_mixed(d_state))))
        d_summed = back_active(d_state * inside)
        flat = d_summed.reshape(-1, d_summed.shape[-1])
        for back in back_tables:
            back(flat)
        d_token = np.zeros_like(of_token)
        model.ops.scatter_add(d_token, np.ascontiguousarray(pairs.tokens.reshape(-1)), flat)
        d_states = back_token(d_token)
        np.add.at(d_states, cues, back_cue(d_summed.sum(1)))
        return cast("Floats", d_states)

    return logits, backward
