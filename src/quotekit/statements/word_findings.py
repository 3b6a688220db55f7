"""Words that stand in one of two renderings alone: which say the opposite of each other, or the same."""

from __future__ import annotations

from functools import lru_cache

from quotekit.model import Difference
from quotekit.statements.fact_findings import MOST
from quotekit.statements.opposites import contrast, lemmas_of, opposite, related_lemmas, synonyms
from quotekit.statements.rendering import Rendering

__all__ = ["relation_of_words", "word_findings"]


def word_findings(
    a: Rendering,
    b: Rendering,
    alone_a: list[int],
    alone_b: list[int],
    differences: list[Difference],
    partners: list[tuple[int, int]],
) -> tuple[float, float, float, float, int, int]:
    """Among the words that stand in one text alone: antonyms, contrasts, soft ones, and synonyms.

    Of two antonyms of which one is negated each says what the other does; how many there are comes last, and
    how many of them have no affix that negates. The places of synonyms are added to ``partners``.
    """
    alone_a = alone_a + [at for at in _small(a, b) if at not in alone_a]
    alone_b = alone_b + [at for at in _small(b, a) if at not in alone_b]
    antonyms = contrasts = soft = alike = turned = turned_full = 0
    theirs = {form for j in alone_b for form in lemmas_of(b.keys[j])}
    for i in alone_a:
        word = a.keys[i]
        if related_lemmas(word).isdisjoint(theirs):
            continue
        for j in alone_b:
            relation = relation_of_words(word, b.keys[j])
            if relation is None:
                continue
            if relation == "synonym":
                alike += 1
                partners.append((i, j))
                continue
            if relation == "antonym" and (a.lemmas[i] in a.negated) != (b.lemmas[j] in b.negated):
                turned += 1
                turned_full += not _has_affix(a, i) and not _has_affix(b, j)
                alike += 1
                continue
            antonyms += relation == "antonym"
            contrasts += relation == "hard"
            soft += relation == "soft"
            if relation != "soft":
                differences.append(Difference("direction", a.words[i].text, b.words[j].text))
    return (min(MOST, antonyms), min(MOST, contrasts), min(MOST, soft), float(alike), turned, turned_full)


def _small(one: Rendering, other: Rendering) -> list[int]:
    """Where words of grammar stand that have an opposite, before or behind what both texts say."""
    found = []
    for at in one.turning:
        if one.lemmas[at] not in other.lemmas:
            beside = (*one.lemmas[max(0, at - 2) : at], *one.lemmas[at + 1 : at + 3])
            if any(near in other.content for near in beside):
                found.append(at)
    return found


def _has_affix(text: Rendering, at: int) -> bool:
    return any(one.strength in ("lexical", "affix") and one.at == at for one in text.negations)


@lru_cache(maxsize=1 << 18)
def relation_of_words(a: str, b: str) -> str | None:
    """How two words stand to each other: "synonym", "antonym", "hard", "soft", or nothing."""
    if synonyms(a, b):
        return "synonym"
    found = opposite(a, b)
    return contrast(a, b) if found == "contrast" else found
