"""Where the candidates of one article stand, seen from a phrase: how near, as what, and who spoke last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from attrs import frozen

from quotekit.resolve.discourse import Discourse
from quotekit.syntax import Tree

__all__ = ["AWAY", "Standing", "away", "is_turn", "paragraphs_away", "stand"]

AWAY = {0: "same sentence", 1: "sentence before", 2: "two sentences before"}
_PARAGRAPHS = {0: "same paragraph", 1: "paragraph before", 2: "two paragraphs before"}
# From so many sentences on a place is far.
_FAR = 8


@frozen(eq=False)
class Standing:
    """Where each of some entities stands, by its number.

    ``open`` is its last place outside foreign quotations, ``any`` its last place; ``rank`` is by nearness,
    ``head_rank`` the same among subjects and speakers, ``spoke`` the rank as a speaker and the token.
    """

    open: Mapping[int, int | None]
    any: Mapping[int, int | None]
    rank: Mapping[int, int]
    head_rank: Mapping[int, int]
    spoke: Mapping[int, tuple[int, int]]


def stand(state: Discourse, token: int, numbers: Sequence[int]) -> Standing:
    """Where some entities stand before a token."""
    near = {number: state.last_place(number, token, is_open=True) for number in numbers}
    placed = sorted((-at, number) for number, at in near.items() if at is not None)
    heads = [number for at, number in placed if -at in state.subjects or is_turn(state, number, -at)]
    spoke = []
    for number in numbers:
        said = state.spoken.get(number, ())
        before = bisect_left(said, token)
        if before:
            spoke.append((-said[before - 1], number))
    return Standing(
        near,
        {number: state.last_place(number, token, is_open=False) for number in numbers},
        {number: rank for rank, (_, number) in enumerate(placed)},
        {number: rank for rank, number in enumerate(heads)},
        {number: (rank, -at) for rank, (at, number) in enumerate(sorted(spoke))},
    )


def is_turn(state: Discourse, number: int, token: int) -> bool:
    """Whether an entity is the source that stands at a token."""
    said = state.spoken.get(number, ())
    at = bisect_left(said, token)
    return at < len(said) and said[at] == token


def away(tree: Tree, place: int, token: int) -> str:
    """How many sentences a place lies before a token, in words."""
    sentences = tree.sentence[token] - tree.sentence[place]
    return AWAY.get(sentences, "some sentences before" if sentences < _FAR else "far before")


def paragraphs_away(tree: Tree, place: int, token: int) -> str:
    """How many paragraphs a place lies before a token, in words."""
    return _PARAGRAPHS.get(tree.paragraph[token] - tree.paragraph[place], "paragraphs before")
