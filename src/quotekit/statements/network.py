"""The learned part of telling statements apart, in NumPy: its weights, and the logits of pairs.

`training/statements/network.py` has the model and where it comes from; `models/statements.npz` the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quotekit.errors import ModelError
from quotekit.statements.encoding import THREES_A_WORD, packed, shapes_of, three_ids, word_ids
from quotekit.statements.evidence import FINDINGS
from quotekit.statements.rendering import Rendering
from quotekit.statements.thresholds import SPEAKER_LEAD, SPOKEN_PULL, SPOKEN_SLOPE
from quotekit.statements.weights import load_weights, vocabulary

__all__ = ["States", "logits", "probabilities", "states_of"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Pairs worked on together: what a processor's cache holds.
_BATCH: Final = 128
_CLASHES: Final = [FINDINGS.index(name) for name in ("numbers clash", "dates clash", "antonyms")]
_MORE_CLASHES: Final = [
    FINDINGS.index(name) for name in ("contrasts", "places clash", "numbers stand otherwise")
]
_PARITIES: Final = [FINDINGS.index(name) for name in ("parity differs", "full parity differs")]
_NAME: Final = FINDINGS.index("names in one place")
_FAR: Final = np.float32(-1e4)


@frozen(eq=False)
class States:
    """The states of the words of many texts: text i has rows ``starts[i]`` to ``starts[i + 1]``."""

    rows: Floats
    keys: Floats
    weights: Floats
    starts: Ints


def probabilities(
    values: Floats,
    findings: Floats,
    alike: NDArray[np.float64],
    strange: NDArray[np.float64],
    spoken: Floats,
    telling: NDArray[np.float64],
) -> NDArray[np.float64]:
    """How likely each pair is one statement: two things have to hold, and the odds against each add up.

    Both texts are on one thing, by the first logit, and no fact differs, by the second. The network was
    fitted to translations from far languages, which share fewer words than outlets do: how alike two texts
    are, ``alike`` in 0..1, counts once more for the first, up to a bound. Facts that clash count once more
    against the second, and so do words in one place that are strangers, ``strange`` in nats; likeness counts
    no more for it than the network makes of it.

    ``spoken``, in 0..1, says how far speaker and date make it likely beforehand that both articles report the
    same occasion: then the bar of the first is lower, by ``telling``, the likeness in 0..1 of the words that
    do not recur all over either article, and strangers count less; not where a fact differs.
    """
    slope, pull, middle, most, slope_facts, start_facts, clash, name = load_weights()["calibration"].tolist()
    own = slope * values[:, 0] + pull * np.minimum(alike - middle, most)
    lead = SPOKEN_SLOPE * values[:, 0] + SPOKEN_PULL * telling + SPEAKER_LEAD - own
    clashes = np.minimum(findings[:, _CLASHES], 1).sum(1) + findings[:, _PARITIES].min(1)
    names = np.minimum(findings[:, _NAME], 1)
    is_clean = (clashes == 0) & (names == 0) & (findings[:, _MORE_CLASHES].sum(1) == 0)
    subject = own + spoken * is_clean * np.maximum(lead, 0)
    facts = slope_facts * values[:, 1] + start_facts - clash * clashes - name * names - strange * (1 - spoken)
    against = sum(np.exp(-np.clip(odds, -30, 30)) for odds in (subject, facts))
    # Rounded: which pairs are worked on together moves the last digits of a sum.
    return np.asarray(np.round(1 / (1 + against), 4), dtype=np.float64)


def states_of(renderings: Sequence[Rendering]) -> States:
    """The states of the words of some renderings."""
    net = load_weights()
    rows = vocabulary()
    width = net["words.weight"].shape[1]
    types: dict[str, int] = {}
    at = [
        [types.setdefault(word.folded, len(types)) for word in one.words[: len(word_ids(one, rows))]]
        for one in renderings
    ]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in at])]).astype(np.int64)
    if not starts[-1]:
        empty = np.zeros((0, width), np.float32)
        return States(empty, empty, np.zeros(0, np.float32), starts)
    table = _type_vectors(list(types), rows, net)
    own = table[np.concatenate([np.asarray(row, np.int64) for row in at])]
    own += net["shapes.weight"][np.concatenate([np.asarray(shapes_of(one), np.int64) for one in renderings])]
    before, after = np.zeros_like(own), np.zeros_like(own)
    before[1:], after[:-1] = own[:-1], own[1:]
    inner = starts[1:-1]
    before[inner[inner < len(own)]] = 0
    after[starts[1:][starts[1:] > 0] - 1] = 0
    states = own + np.maximum(
        np.concatenate([before, own, after], 1) @ net["window.weight"].T + net["window.bias"], 0
    )
    keys = states @ net["keys.weight"].T
    keys /= np.maximum(np.linalg.norm(keys, axis=1, keepdims=True), 1e-12)
    weights = 1 / (1 + np.exp(-(states @ net["weight.weight"].T + net["weight.bias"])[:, 0]))
    return States(states, keys, weights.astype(np.float32), starts)


def _type_vectors(types: Sequence[str], rows: Mapping[str, int], net: Mapping[str, Floats]) -> Floats:
    """The vector of each word: its own, where it is known, and that of its letters."""
    threes = np.array(packed([three_ids(word) for word in types], THREES_A_WORD), dtype=np.int64)
    known = (threes > 0)[..., None]
    letters = (net["threes.weight"][threes] * known).sum(1) / np.maximum(known.sum(1), 1)
    return np.asarray(net["words.weight"][[rows.get(word, 0) for word in types]] + letters, dtype=np.float32)


def logits(states: States, left: Ints, right: Ints, findings: Floats) -> Floats:
    """The two logits of each pair of texts, (pairs, 2): that both are on one thing, and that no fact differs.

    Pairs are given by the positions of their texts; ``findings`` (pairs, kinds) are of rules.
    """
    net = load_weights()
    if findings.shape[1] != len(net["findings_mean"]):
        raise ModelError(
            f"models/statements.npz was fitted to {len(net['findings_mean'])} findings, this quotekit makes "
            f"{findings.shape[1]}: install quotekit again, or run make train-statement-network"
        )
    scaled = (findings - net["findings_mean"]) / net["findings_std"]
    lengths = np.diff(states.starts)
    order = np.argsort(np.maximum(lengths[left], lengths[right]), kind="stable")
    found = np.empty((len(left), 2), dtype=np.float32)
    for start in range(0, len(order), _BATCH):
        at = order[start : start + _BATCH]
        found[at] = _batch(states, left[at], right[at], scaled[at], net)
    return found


def _batch(
    states: States, left: Ints, right: Ints, findings: NDArray[Any], net: Mapping[str, Floats]
) -> Floats:
    a, b = _padded(states, left), _padded(states, right)
    near = a[1] @ b[1].transpose(0, 2, 1)
    one = _side(a, b, near, net)
    other = _side(b, a, near.transpose(0, 2, 1), net)
    both = np.concatenate([one + other, np.abs(one - other), findings], 1)
    hidden = np.maximum(both @ net["hidden.weight"].T + net["hidden.bias"], 0)
    return np.asarray(hidden @ net["out.weight"].T + net["out.bias"], dtype=np.float32)


_Padded = tuple[Floats, Floats, Floats, NDArray[np.bool_]]


def _padded(states: States, texts: Ints) -> _Padded:
    """The rows, keys and weights of some texts, filled up to the longest, and which of them are words."""
    starts = states.starts[texts]
    lengths = states.starts[texts + 1] - starts
    steps = np.arange(max(1, int(lengths.max(initial=0))))
    mask = steps[None, :] < lengths[:, None]
    at = np.where(mask, starts[:, None] + steps[None, :], 0)
    if not len(states.rows):
        empty = np.zeros((*mask.shape, states.rows.shape[1]), np.float32)
        return empty, empty, np.zeros(mask.shape, np.float32), mask
    rows, keys = (part[at] * mask[..., None] for part in (states.rows, states.keys))
    return rows, keys, states.weights[at] * mask, mask


def _side(own: _Padded, other: _Padded, near: Floats, net: Mapping[str, Floats]) -> Floats:
    """What comes of holding the words of one text against the other: see the model."""
    rows, _, weights, mask = own
    scores = np.where(other[3][:, None, :], near * net["sharpness"], _FAR)
    null = net["null"]
    top = np.maximum(scores.max(-1, keepdims=True), null)
    shares = np.exp(scores - top)
    shares /= shares.sum(-1, keepdims=True) + np.exp(null - top)
    found = shares @ other[0]
    best = np.where(other[3][:, None, :], near, np.float32(-1)).max(-1)[..., None]
    held = np.concatenate([np.abs(rows - found), rows * found, best], -1) @ net["compare.weight"].T
    held = np.maximum(held + net["compare.bias"], 0) * mask[..., None]
    total = np.maximum(weights.sum(1), 1e-6)[:, None]
    mean = (held * weights[..., None]).sum(1) / total
    return np.concatenate([mean, held.max(1), (best[..., 0] * weights).sum(1)[:, None] / total], 1)
