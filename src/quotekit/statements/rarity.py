"""How rare a word is in news: what its being shared tells."""

from __future__ import annotations

from functools import cache, lru_cache
from math import log

from quotekit.statements.weights import load_weights, vocabulary

__all__ = ["capitals", "rarity"]

# Among rare words it does not tell how rare: cosines of dev renderings with 8 nats as the most group them at
# a B-cubed F of 95.5, without at 94.9.
_MOST = 8.0


@cache
def _counts() -> tuple[dict[str, int], int]:
    """How often each known word occurs in news, and how many words that is out of."""
    counts = load_weights()["counts"]
    return dict(zip(vocabulary(), counts.tolist(), strict=True)), int(counts.sum())


@lru_cache(maxsize=200_000)
def rarity(folded: str) -> float:
    """The information of a word in nats, 0 and up: high for a rare one, up to 8.

    >>> rarity("helicopter") > rarity("government") > rarity("the")
    True
    """
    counts, total = _counts()
    return max(0.0, min(_MOST, log(total / (1 + counts.get(folded, 0)))))


def capitals(folded: str) -> int | None:
    """How often a word of news has a capital inside a sentence, in percent; nothing for an unknown one.

    >>> capitals("obama") > 90, capitals("police") > 50, capitals("xyzzyx")
    (True, False, None)
    """
    row = vocabulary().get(folded)
    return None if row is None else int(load_weights()["capitals"][row - 1])
