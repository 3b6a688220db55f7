"""Names of countries, of one word or several, under one lemma: "the US", "United States", "American"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from quotekit.lexicon import word_rows
from quotekit.statements.words import Word

__all__ = ["place_lemmas"]

# In lower case a pronoun.
_US: Final = "united_states"


@cache
def _forms() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The forms of each name of a place by their first word, the longest first, with the lemma."""
    rows = [(form, first) for first, *others in word_rows("place_forms") for form in (first, *others)]
    rows += [(form, country) for name in ("demonyms", "country_words") for form, country in word_rows(name)]
    rows += [(country, country) for _, country in rows]
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for form, country in rows:
        parts = tuple(form.replace(".", "_").replace("peoples", "people").split("_"))
        found.setdefault(parts[0], {}).setdefault(parts, _US if country == "us" else country)
    return MappingProxyType(
        {
            first: tuple(sorted(forms.items(), key=lambda item: -len(item[0])))
            for first, forms in found.items()
        }
    )


def place_lemmas(words: Sequence[Word], lemmas: Sequence[str]) -> tuple[str, ...]:
    """The lemmas with those of countries and their adjectives in one form, and "" for their later words.

    >>> from quotekit.statements.words import find_words
    >>> words = find_words("the United States told us")
    >>> place_lemmas(words, [word.folded for word in words])
    ('the', 'united_states', '', 'told', 'us')
    """
    found = list(lemmas)
    after = 0
    for at, word in enumerate(words):
        if at < after or not word.text[0].isupper():
            continue
        first = word.folded if word.folded in _forms() else word.folded.removesuffix("s")
        for form, country in _forms().get(first, ()):
            if (first, *(one.folded for one in words[at + 1 : at + len(form)])) == form:
                if form == ("us",) and not word.text.isupper():
                    break  # the pronoun at the start of a sentence
                after = at + len(form)
                found[at:after] = [country] + [""] * (len(form) - 1)
                break
    return tuple(found)
