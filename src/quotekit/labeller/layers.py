"""The few thinc layers that the network is built of, and what joins them.

Their products go through numpy, whose BLAS is about three times as fast on one core as the one that
thinc brings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model
from thinc.initializers import glorot_uniform_init

__all__ = [
    "Backward",
    "Floats",
    "Ints",
    "affine",
    "around",
    "drop",
    "neighbours",
    "normed",
    "rectify",
    "shifted",
]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Backward = Callable[[Floats], Floats]


def affine(n_out: int, n_in: int) -> Model[Floats, Floats]:
    """Rows times a matrix plus a vector: (…, n_in) to (…, n_out)."""
    return Model(
        "affine",
        _affine_forward,
        init=_affine_init,
        dims={"nO": n_out, "nI": n_in},
        params={"W": None, "b": None},
    )


def _affine_init(model: Model[Floats, Floats], X: object = None, Y: object = None) -> None:
    n_out, n_in = model.get_dim("nO"), model.get_dim("nI")
    model.set_param("W", glorot_uniform_init(model.ops, (n_out, n_in)))
    model.set_param("b", model.ops.alloc1f(n_out))


def _affine_forward(model: Model[Floats, Floats], rows: Floats, is_train: bool) -> tuple[Floats, Backward]:
    weights = cast("Floats", model.get_param("W"))

    def backward(gradient: Floats) -> Floats:
        flat: Any = gradient.reshape(-1, gradient.shape[-1])
        model.inc_grad("W", flat.T @ rows.reshape(-1, rows.shape[-1]))
        model.inc_grad("b", flat.sum(0))
        return gradient @ weights

    return rows @ weights.T + cast("Floats", model.get_param("b")), backward


def rectify(rows: Floats) -> tuple[Floats, Backward]:
    """The rows without what is negative in them. Changes ``rows`` in place, which nobody else holds."""
    np.maximum(rows, 0, out=rows)
    return rows, lambda gradient: gradient * (rows > 0)


def drop(rows: Floats, rate: float, is_train: bool) -> tuple[Floats, Backward]:
    """In training the rows with a share of their cells hidden, else as they are.

    Draws from numpy's global generator, which `thinc.api.fix_random_seed` sets, as thinc's own layers do.
    """
    if not is_train or not rate:
        return rows, lambda gradient: gradient
    # A byte a cell, so that the rate is a multiple of 1/256: a third of the time of drawing floats.
    bytes_ = np.frombuffer(np.random.bytes(rows.size), dtype=np.uint8).reshape(rows.shape)
    hidden = round(rate * 256)
    mask = (bytes_ >= hidden).astype(np.float32) * np.float32(256 / (256 - hidden))
    return rows * mask, lambda gradient: gradient * mask


def shifted(rows: Floats, by: int) -> Floats:
    """Each row (of the axis before the last) replaced by the one ``by`` places on; zeros from outside."""
    moved = np.zeros_like(rows)
    if abs(by) >= rows.shape[-2]:
        return moved
    if by > 0:
        moved[..., :-by, :] = rows[..., by:, :]
    else:
        moved[..., -by:, :] = rows[..., :by, :]
    return moved


def neighbours(rows: Floats, step: int, heads: Ints | None = None) -> tuple[Floats, Backward]:
    """Each row beside those ``step`` places before and after it, and its head's: 3 or 4 times as wide."""
    width = rows.shape[-1]
    parts = [shifted(rows, -step), rows, shifted(rows, step)]
    if heads is not None:
        parts.append(rows[heads])

    def backward(gradient: Floats) -> Floats:
        before, own, after = (gradient[..., at * width : (at + 1) * width] for at in range(3))
        total = own + shifted(before, step) + shifted(after, -step)
        if heads is not None:
            np.add.at(total, heads, gradient[..., 3 * width :])
        return total

    return np.concatenate(parts, axis=-1), backward


def around(mix: Model[Floats, Floats], rows: Floats, step: int, heads: Ints | None = None) -> Floats:
    """What ``mix`` makes of `neighbours`, for use where nothing is trained.

    The rows go through the product first and are moved afterwards, so that they are not copied three
    or four times over: the same sums in another order.
    """
    width = rows.shape[-1]
    weights = cast("Floats", mix.get_param("W"))
    flat = rows.reshape(-1, width)

    def part(number: int) -> Floats:
        product = flat @ weights[:, number * width : (number + 1) * width].T
        return product.reshape(*rows.shape[:-1], -1)

    total = part(1) + cast("Floats", mix.get_param("b"))
    if step < rows.shape[-2]:
        total[..., step:, :] += part(0)[..., :-step, :]
        total[..., :-step, :] += part(2)[..., step:, :]
    if heads is not None:
        total += part(3)[heads]
    return total


def normed(norm: Model[Any, Any], rows: Floats) -> Floats:
    """What thinc's ``LayerNorm`` makes of the rows, without what only its way back needs."""
    centred = rows - rows.mean(-1, keepdims=True)
    variance = np.einsum("...i,...i->...", centred, centred) / np.float32(rows.shape[-1])
    centred *= (1 / np.sqrt(variance + np.float32(1e-8)))[..., None]
    centred *= norm.get_param("G")
    centred += norm.get_param("b")
    return cast("Floats", centred)
