"""What rules find when two renderings are held against each other: facts that agree, facts that do not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from math import fsum, log, sqrt

from attrs import frozen

from quotekit.model import Difference
from quotekit.statements.dates import compare_dates
from quotekit.statements.fact_findings import MOST, fact_findings, odd_years
from quotekit.statements.name_findings import name_findings, slot_findings
from quotekit.statements.polarity_findings import polarity_findings
from quotekit.statements.quantities import compare_quantities
from quotekit.statements.rendering import Rendering
from quotekit.statements.strangers import strangers
from quotekit.statements.word_findings import word_findings

__all__ = ["FINDINGS", "Comparison", "compare", "likeness"]

FINDINGS = (
    "numbers clash",
    "numbers missing",
    "numbers agree",
    "numbers near",
    "numbers stand otherwise",
    "dates clash",
    "dates missing",
    "dates agree",
    "parity differs",
    "full parity differs",
    "strong negations",
    "lexical negations",
    "negated in one",
    "negated in both",
    "antonyms",
    "contrasts",
    "soft contrasts",
    "names clash",
    "places clash",
    "names missing",
    "names agree",
    "words shared",
    "words covered least",
    "words covered most",
    "synonyms",
    "alone in both",
    "length ratio",
    "length",
    "order",
    "names turned",
    "contents equal",
    "names in one place",
    "words in one place",
    "words in nearly one place",
    "weight covered least",
    "weight covered most",
    "rarest alone in both",
    "rarest alone",
    "weight",
    "cosine of words",
    "cosine of letters",
)
"""The findings of two renderings, in the order of `Comparison.findings`: the same whichever comes first."""


# Of the words that one text has alone, so many are held against those of the other: the time of two texts of
# thousands of words stays small.
_COMPARED = 64


@frozen(eq=False)
class Comparison:
    """What was found: ``findings`` as numbers in the order of `FINDINGS`, and the facts that differ.

    ``likeness`` is that of the texts in 0..1, with synonyms and other spellings of a name as one word;
    ``strangers``, in nats, how little words that stand in one place are known to stand for each other.
    """

    findings: tuple[float, ...]
    differences: tuple[Difference, ...]
    likeness: float
    strangers: float


def compare(a: Rendering, b: Rendering) -> Comparison:
    """What speaks for and against two renderings being one statement, beside what their words are like."""
    differences: list[Difference] = []
    partners: list[tuple[int, int]] = []
    shared = a.content.keys() & b.content.keys()
    alone_a, alone_b = _alone(a, b), _alone(b, a)
    numbers = fact_findings(a, b, a.quantities, b.quantities, compare_quantities, "number", differences)
    dates = fact_findings(a, b, a.dates, b.dates, compare_dates, "date", differences)
    numbers = (min(MOST, numbers[0] + odd_years(a, b, differences)), *numbers[1:])
    names = name_findings(a, b, alone_a, alone_b, differences, partners)
    words = word_findings(a, b, alone_a, alone_b, differences, partners)
    polarity = polarity_findings(a, b, words[4], words[5], differences)
    n_a, n_b = len(a.content) or 1, len(b.content) or 1
    slots = slot_findings(a, b, alone_a, alone_b)
    n_like = len(shared) + words[3] + names[4]
    held = fsum([a.weights[word] + b.weights[word] for word in shared]) / 2
    masses = _ordered(a.mass, b.mass)
    alone = _ordered(_rarest(a, alone_a), _rarest(b, alone_b))
    covered = _ordered(min(1.0, n_like / n_a), min(1.0, n_like / n_b))
    lengths = _ordered(len(a.words) + 1, len(b.words) + 1)
    cosines = _cosines(a, b)
    findings = (
        *numbers,
        *dates[:3],
        *polarity,
        *words[:3],
        *names[:4],
        n_like / max(1.0, n_a + n_b - n_like),
        *covered,
        words[3],
        float(min(len(alone_a), len(alone_b), 8)) / 4,
        lengths[0] / lengths[1],
        log(lengths[0] + lengths[1]) - 3.5,
        *_order(a, b, shared),
        float(a.content.keys() == b.content.keys()),
        *slots,
        min(1.0, held / masses[1]),
        min(1.0, held / masses[0]),
        *(value / 10 for value in alone),
        log(masses[0] + 1) - 3.5,
        *cosines,
    )
    like = min(1.0, (sum(cosines) + _restated(a, b, partners)) / 2)
    return Comparison(
        findings,
        tuple(sorted(set(differences))) if differences else (),
        like,
        strangers(a, b, alone_a, alone_b, partners),
    )


def _ordered(x: float, y: float) -> tuple[float, float]:
    """The smaller first, so that the order of the texts does not count."""
    return (x, y) if x <= y else (y, x)


def _rarest(one: Rendering, places: Sequence[int]) -> float:
    """How rare the rarest of some words is."""
    return max([one.weights.get(one.lemmas[at], 0.0) for at in places]) if places else 0.0


def likeness(a: Rendering, b: Rendering) -> float:
    """The mean of the cosines of words, by how rare they are, and of letters in fours; in 0..1."""
    return sum(_cosines(a, b)) / 2


def _cosines(a: Rendering, b: Rendering) -> tuple[float, float]:
    weights = b.weights
    # Of floats in any order: a set has none that stays, and two texts have two.
    words = fsum([weight * weights[word] for word, weight in a.weights.items() if word in weights])
    letters = (a.letters & b.letters).bit_count() / sqrt((a.n_letters or 1) * (b.n_letters or 1))
    return words / (a.norm * b.norm), letters


def _restated(a: Rendering, b: Rendering, partners: Sequence[tuple[int, int]]) -> float:
    """What words that say the same would add to the cosine of words, were they one word.

    A word may have several partners: the weightiest counts, seen from either text, and of both the mean.
    """
    if not partners:
        return 0.0
    best: tuple[dict[int, float], dict[int, float]] = ({}, {})
    for i, j in partners:
        both = a.weights.get(a.lemmas[i], 0.0) * b.weights.get(b.lemmas[j], 0.0)
        for side, at in zip(best, (i, j), strict=True):
            side[at] = max(side.get(at, 0.0), both)
    return fsum([*best[0].values(), *best[1].values()]) / 2 / (a.norm * b.norm)


def _alone(one: Rendering, other: Rendering) -> list[int]:
    """Where the content words stand that the other text lacks, or has fewer times."""
    found = [at for word, at in one.content.items() if word not in other.content]
    if found and (one.compounds or other.compounds):
        found = [at for at in found if not _is_compound(one, other, at)]
    for word, places in one.again.items():
        n_other = 1 + len(other.again.get(word, ())) if word in other.content else 1
        found += places[n_other - 1 :]
    return found[:_COMPARED]


def _is_compound(one: Rendering, other: Rendering, at: int) -> bool:
    """Whether a word is written in one in the other text, or in two: "cease-fire", "ceasefire"."""
    if one.lemmas[at] in other.compounds:
        return True
    return any(at in parts and word in other.content for word, parts in one.compounds.items())


def _order(a: Rendering, b: Rendering, shared: Set[str]) -> tuple[float, float]:
    """How many neighbours among the shared words come in the other order, and whether shared names do."""
    # Content words are held in the order of their first places, and so are those that both have.
    there = [b.content[word] for word in a.content if word in shared]
    if len(there) < 2:
        return (0.0, 0.0)
    here = [a.content[word] for word in b.content if word in shared]
    # Seen from either text: how often the next word comes earlier there differs between the two.
    turned = sum([later < earlier for order in (there, here) for earlier, later in itertools.pairwise(order)])
    named = [b.content[name] for name in a.named if name in b.named]
    flipped = named != sorted(named)
    return (turned / 2 / (len(there) - 1), float(flipped))
