"""The weights of the ranker: a softmax over the candidates of each choice, by maximum likelihood.

A feature has a weight for all forms of phrase and one for each form, which is added. Both are drawn to 0,
those of a form more, so that a form departs from the others only where its examples say so. Where several
candidates are right their probabilities are added. Nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain

import torch

from training.speakers.examples import Example, Weights

__all__ = ["fit"]

SHARED_RIDGE, FORM_RIDGE = 0.5, 1.0  # what the square of a weight costs, in nats
MOST_STEPS = 200
CLOSE_ENOUGH = 1e-6  # between two steps: no weight was moved by more than 0.001 by going on
DIGITS = 3


def fit(examples: Sequence[Example], weights: Sequence[float]) -> Weights:
    """The weights by form, "" those of all forms; ``weights`` say how much each example counts.

    Rounded; those that are nothing then are left out. Raises `ValueError` without examples.
    """
    if not examples or len(examples) != len(weights):
        raise ValueError(
            f"{len(examples)} examples and {len(weights)} weights: give a weight to each of some"
        )
    forms = ["", *sorted({example.form for example in examples})]
    names = sorted({name for example in examples for one in example.candidates for name in one})
    found = _least_loss(examples, weights, forms, names).reshape(len(forms), len(names)).tolist()
    rounded = [[round(value, DIGITS) for value in row] for row in found]
    return {
        form: {name: value for name, value in zip(names, row, strict=True) if value}
        for form, row in zip(forms, rounded, strict=True)
    }


def _least_loss(
    examples: Sequence[Example], weights: Sequence[float], forms: Sequence[str], names: Sequence[str]
) -> torch.Tensor:
    """The weight of each feature, form by form in one row."""
    column = {name: at for at, name in enumerate(names)}
    row = {form: at * len(names) for at, form in enumerate(forms)}
    lines = [
        [row[form] + column[name] for form in ("", example.form) for name in one]
        for example in examples
        for one in example.candidates
    ]
    flat = torch.tensor(list(chain.from_iterable(lines)))
    starts = torch.tensor([0, *accumulate(len(line) for line in lines[:-1])])
    owner = torch.tensor([at for at, example in enumerate(examples) for _ in example.candidates])
    right = torch.tensor(
        [float(i in example.right) for example in examples for i in range(len(example.candidates))],
        dtype=torch.float64,
    )
    counts = torch.tensor(weights, dtype=torch.float64)
    ridge = torch.full((len(forms) * len(names),), FORM_RIDGE, dtype=torch.float64)
    ridge[: len(names)] = SHARED_RIDGE
    found = torch.zeros(len(ridge), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [found], max_iter=MOST_STEPS, tolerance_change=CLOSE_ENOUGH, line_search_fn="strong_wolfe"
    )

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        sums = torch.nn.functional.embedding_bag(flat, found[:, None], starts, mode="sum")[:, 0]
        nothing = torch.zeros(len(examples), dtype=torch.float64)
        top = nothing.scatter_reduce(0, owner, sums.detach(), "amax", include_self=False)
        shares = torch.exp(sums - top[owner])
        total, hits = nothing.index_add(0, owner, shares), nothing.index_add(0, owner, shares * right)
        value = (counts * (total.log() - (hits + 1e-12).log())).sum() + (ridge * found**2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    return found.detach()
