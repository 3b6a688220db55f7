"""A rendering as words: what is compared, with where each stands in the text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quotekit.lexicon import word_list

__all__ = ["Word", "find_words", "fold_word", "opens_sentence"]

# A figure with its separators ("3.7", "1,200,000", "12:25"), else letters with inner apostrophes: a hyphen
# parts words, so that "north-western" is two as "north western" is. Letters after digits go along: "24th",
# "5bn".
_WORD = re.compile(r"\d+(?:[.,:]\d+)*[^\W\d_]*|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*\d*")
_POSSESSIVE = re.compile(r"['’ʼ`]s$")
_LETTERS_OF_TITLE = 4  # of one that may be shortened: "Gov.", not "Governor."
_SAINTS = frozenset({"st", "sts"})
_SHORT = re.compile(r"(?:^|\W)(\w+)\.$")
_BEFORE = 12  # characters before a word in which the last word, or the end of a sentence, is seen


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


def opens_sentence(text: str, word: Word) -> bool:
    """Whether a word stands first in its sentence, so that its capital tells nothing.

    >>> text = "Gov. Brown left. Talks went on."
    >>> [opens_sentence(text, word) for word in find_words(text)]
    [True, False, False, True, False, False]
    """
    before = text[max(0, word.start - _BEFORE) : word.start].rstrip(" \"'“”‘’«»([-–—\n\t")
    return not before or (before[-1] in ".!?:…" and not _is_shortened(before))


def _is_shortened(before: str) -> bool:
    """Whether the last full stop belongs to a shortened word or an initial: "St. Peter", "M. Pompeo"."""
    found = _SHORT.search(before)
    if found is None:
        return False
    if len(found[1]) == 1:
        return found[1].isupper() and found[1] != "I"  # "M. Pompeo"; not "he has 5.", "so did I."
    word = found[1].lower()
    is_title = word in word_list("titles") and len(word) <= _LETTERS_OF_TITLE
    return is_title or word in _SAINTS or word in word_list("abbreviations")
