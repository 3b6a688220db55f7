"""A rendering as words: what is compared, with where each stands in the text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Word", "find_words", "fold_word"]

# A figure with its separators ("3.7", "1,200,000", "12:25"), else letters with inner apostrophes: a hyphen
# parts words, so that "north-western" is two as "north western" is. Letters after digits go along: "24th",
# "5bn".
_WORD = re.compile(r"\d+(?:[.,:]\d+)*[^\W\d_]*|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*\d*")
_POSSESSIVE = re.compile(r"['’ʼ`]s$")


class Word(NamedTuple):
    """One word: where it stands, as it is spelt, and folded to be compared.

    A tuple, since millions are made: a record of attrs takes three times as long.
    """

    start: int
    end: int
    text: str
    folded: str


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """The word in lower case, with straight apostrophes and without a possessive ending.

    >>> fold_word("Moscow’s"), fold_word("didn’t")
    ('moscow', "didn't")
    """
    return _POSSESSIVE.sub("", word).replace("’", "'").replace("ʼ", "'").replace("`", "'").lower()


def find_words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order; punctuation is none.

    >>> [word.folded for word in find_words("“It won’t cost $1,200,000,” he said.")]
    ['it', "won't", 'cost', '1,200,000', 'he', 'said']
    """
    return tuple(
        Word(found.start(), found.end(), found[0], fold_word(found[0])) for found in _WORD.finditer(text)
    )
