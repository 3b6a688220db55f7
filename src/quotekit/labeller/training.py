"""One step of training: an article and its attributions in, the gradients of the network out.

The loss is the cross entropy of the cue scores plus that of the labels around each cue, the second a
tenth as heavy a word. Targets may be soft: what a larger network thinks of each word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from spacy.tokens import Doc

from quotekit.find.marks import find_marks
from quotekit.labeller.features import Inputs, Layout, label_numbers, layout, pairs, read_inputs
from quotekit.labeller.layers import Floats, Ints
from quotekit.labeller.network import Network, Shape
from quotekit.labeller.proposals import CONTENT, CUE, SOURCE
from quotekit.labeller.vectors import WordVectors
from quotekit.parsing import paragraphs
from quotekit.syntax import Tree, read_tree, tokens_in

__all__ = ["Example", "Losses", "pace", "read_example", "sigmoid", "softmax", "train_step"]

LABEL_WEIGHT = 0.1
SCALE = 0.05


@frozen(eq=False)
class Example:
    """One article to learn from.

    ``cues`` (words,) is the probability that each word heads a cue; ``heads`` (cues,) are the words
    whose windows are learned from, ``labels`` (cues, words) the label of every word there, or
    ``soft`` (cues, window, 4) the share of each label in the window, ``weights`` (cues,) how much each
    counts. ``blank`` words are white space, which has no label.
    """

    inputs: Inputs
    layout: Layout
    cues: Floats
    heads: Ints
    blank: NDArray[np.bool_]
    labels: NDArray[np.uint8] | None = None
    soft: NDArray[np.float16] | None = None
    weights: Floats | None = None


@frozen
class Losses:
    """Cross entropy in nats, summed: of the cue scores, and of the labels (weighted)."""

    cues: float
    labels: float


def train_step(network: Network, example: Example, *, own_cues: bool = True) -> Losses:
    """Add the gradients of one article to ``network``, for an optimizer to apply.

    ``own_cues`` says whether the windows see the cues that the network finds itself, as they will in
    use, or those that are right.
    """
    shape: Shape = network.attrs["shape"]
    encoder, window = network.layers
    states, back_encoder = encoder(example.inputs, True)
    d_cues = sigmoid(states.cues) - example.cues
    loss_cues = _binary_loss(states.cues, example.cues)
    d_states = np.zeros_like(states.rows)
    loss_labels = 0.0
    if len(example.heads):
        likely = states.cues > 0 if own_cues else example.cues > 0.5
        around = pairs(example.layout, example.heads, likely, shape.n_labels)
        logits, back_window = window((states.rows, example.heads, around), True)
        targets = _targets(example, around.tokens)
        counts = around.inside & ~example.blank[around.tokens]
        weights = counts * LABEL_WEIGHT
        if example.weights is not None:
            weights = weights * example.weights[:, None]
        shares = softmax(logits)
        d_logits = (shares - targets) * weights[..., None]
        loss_labels = float(-((np.log(shares + 1e-9) * targets).sum(-1) * weights).sum())
        d_states = back_window((d_logits * SCALE).astype(np.float32))
    back_encoder(d_states, (d_cues * SCALE).astype(np.float32))
    return Losses(loss_cues, loss_labels)


def _targets(example: Example, tokens: Ints) -> Floats:
    """The share of each label for the words of each window."""
    if example.soft is not None:
        return example.soft.astype(np.float32)
    rows = np.arange(len(tokens))[:, None]
    labels = cast("NDArray[np.uint8]", example.labels)[rows, tokens]
    return np.eye(4, dtype=np.float32)[labels]


def read_example(
    doc: Doc,
    attributions: Iterable[Mapping[str, Sequence[Sequence[int]]]],
    labels: Sequence[str],
    vectors: WordVectors,
) -> Example:
    """One article to learn from, of its parse and its attributions.

    Each attribution has ``cue``, ``source`` and ``content``, lists of ``[start, end]`` in characters;
    one without cue or content teaches nothing and is left out.
    """
    marks = find_marks(doc.text, paragraphs(doc.text))
    tree = read_tree(doc, marks)
    article = layout(tree, marks, label_numbers(labels))
    read = [
        tuple(_tokens(tree, attribution.get(part, ())) for part in ("source", "cue", "content"))
        for attribution in attributions
    ]
    found = [(_cue_head(tree, cue), source, cue, content) for source, cue, content in read if cue and content]
    by_token = np.zeros((len(found), len(tree)), dtype=np.uint8)
    for row, (_, source, cue, content) in zip(by_token, found, strict=True):
        row[content], row[cue], row[source] = CONTENT, CUE, SOURCE
    heads = np.array([head for head, *_ in found], dtype=np.int64)
    cues = np.zeros(len(tree), dtype=np.float32)
    cues[heads] = 1
    return Example(
        inputs=read_inputs(doc, article, vectors),
        layout=article,
        cues=cues,
        heads=heads,
        blank=np.array(tree.space, dtype=np.bool_),
        labels=by_token,
    )


def _tokens(tree: Tree, spans: Iterable[Sequence[int]]) -> list[int]:
    """The tokens of some character spans, without white space, sorted."""
    found = {token for start, end in spans for token in range(*tokens_in(tree, start, end))}
    return sorted(token for token in found if not tree.space[token])


def _cue_head(tree: Tree, cue: Sequence[int]) -> int:
    """The head of a cue: its last verb, else its topmost word. "was told": told."""
    verbs = [token for token in cue if tree.is_verb(token)]
    if verbs:
        return verbs[-1]
    return next(token for token in cue if tree.heads[token] == token or tree.heads[token] not in cue)


def sigmoid(logits: Floats) -> Floats:
    """The logistic function of each logit."""
    return cast("Floats", 1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def softmax(logits: Floats) -> Floats:
    """The shares of the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return cast("Floats", raised / raised.sum(-1, keepdims=True))


def _binary_loss(logits: Floats, targets: Floats) -> float:
    return float((np.logaddexp(0, logits) - targets * logits).sum())


def pace(part: float) -> float:
    """The share of the full rate, ``part`` of the way through: up in a twentieth, then down in a line."""
    return min(1.0, 20 * part + 0.01) * (1.01 - part)
