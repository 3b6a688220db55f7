"""Negations of two renderings: whether one says what the other denies."""

from __future__ import annotations

from typing import Final

from quotekit.model import Difference
from quotekit.statements.fact_findings import MOST
from quotekit.statements.polarity import Negation
from quotekit.statements.rendering import Rendering

__all__ = ["polarity_findings"]

_AHEAD: Final = 5  # words from a negation to what both texts say
_BEHIND: Final = 2  # words from what both texts say to a negation behind it


def polarity_findings(
    a: Rendering, b: Rendering, turned: int, turned_full: int, differences: list[Difference]
) -> tuple[float, ...]:
    """Parity, strong and lexical negations too many, words negated in one text or in both.

    ``turned`` negations of one text are answered by an antonym in the other: "not injured", "unharmed".
    """
    if not a.negations and not b.negations and not a.denied and not b.denied:
        return (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    within = [_within(a, b), _within(b, a)]
    strong = [
        sum(one.strength == "strong" for one in ours) + text.denied
        for text, ours in zip((a, b), within, strict=True)
    ]
    lexical = [sum(one.strength in ("lexical", "affix") for one in ours) for ours in within]
    # A negation of one text may be answered by an affix that stands apart: "not yet known", "still unclear".
    whole = sum(one.strength != "weak" for text in (a, b) for one in text.negations) + a.denied + b.denied
    inner = sum(strong) + sum(lexical)
    one_sided = _negated_alone(a, b, differences) + _negated_alone(b, a, differences, turned=True)
    return (
        float((sum(strong) + turned) % 2),
        float((inner + turned_full) % 2 and (whole + turned_full) % 2),
        min(MOST, abs(strong[0] - strong[1])),
        min(MOST, abs(lexical[0] - lexical[1])),
        min(MOST, one_sided),
        min(MOST, len(a.negated & b.negated)),
    )


def _within(a: Rendering, b: Rendering) -> list[Negation]:
    """The negations of ``a`` that stand in what both texts say: near a word that both have, or between two.

    What one outlet adds or cuts off may deny something without the other denying it.
    """
    if not a.negations:
        return []
    both = [at for word, at in a.content.items() if word in b.content]
    figures = {word for word in b.lemmas if word[:1].isdigit()}
    both += [at for at, word in enumerate(a.lemmas) if word in figures]
    if not both:
        return list(a.negations)
    first, last = min(both) - _AHEAD, max(both) + _BEHIND
    return [one for one in a.negations if first <= one.at <= last]


def _negated_alone(
    a: Rendering, b: Rendering, differences: list[Difference], *, turned: bool = False
) -> float:
    """How many words ``a`` negates that stand in ``b`` and are not negated there."""
    found = 0
    for one in a.negations:
        word = a.lemmas[one.scope]
        if one.strength == "strong" and word in b.lemmas and word not in b.negated:
            found += 1
            said = a.text[a.words[min(one.at, one.scope)].start : a.words[max(one.at, one.scope)].end]
            other = b.words[b.lemmas.index(word)].text
            differences.append(Difference("polarity", *((other, said) if turned else (said, other))))
    return found
