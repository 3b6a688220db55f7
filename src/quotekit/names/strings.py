"""Names of people and organisations as strings: titles off, parts, folded keys. No spaCy."""

from __future__ import annotations

import unicodedata

from quotekit.lexicon import word_list

__all__ = ["fold_name", "is_title", "last_name", "strip_titles"]

_ARTICLES = frozenset({"the", "a", "an"})


def _bare(word: str) -> str:
    return word.strip(".,;:'’‘“”\"()").lower()


def _is_article(word: str) -> bool:
    """Whether a word is an article, and no initial: the "A." of "A. Lavrov" is none."""
    return _bare(word) in _ARTICLES and not word.endswith(".")


def strip_titles(name: str) -> str:
    """The name without articles and titles before it, and without a possessive ending.

    >>> strip_titles("the Rev. Dr. Wendell Pruitt’s")
    'Wendell Pruitt'
    """
    words = name.strip(" ,;:").split()
    while len(words) > 1 and (_is_article(words[0]) or _bare(words[0]) in word_list("titles")):
        words = words[1:]
    if words:
        for ending in ("’s", "'s", "’", "'"):
            words[-1] = words[-1].removesuffix(ending)
    return " ".join(words).strip(" ,;:")


def last_name(name: str) -> str:
    """The last word of a name, suffixes such as "Jr." aside, in lower case.

    >>> last_name("Donald Trump Jr.")
    'trump'
    """
    words = [_bare(word) for word in name.split()]
    while len(words) > 1 and words[-1] in word_list("name_suffixes"):
        words.pop()
    return words[-1] if words else ""


def fold_name(name: str) -> str:
    """The name without titles, accents, case and punctuation: the same for the same name anywhere.

    >>> fold_name("Dr. Hélène O’Neill-Vasseur")
    'helene oneill vasseur'
    """
    decomposed = unicodedata.normalize("NFKD", strip_titles(name))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    spaced = plain.replace("-", " ").replace("–", " ").casefold()
    kept = "".join(character for character in spaced if character.isalnum() or character.isspace())
    return " ".join(kept.split())


def is_title(text: str) -> bool:
    """Whether a few words are written as a name or a title: every longer one with a capital.

    >>> is_title("Operation Dry Feet"), is_title("fanciful"), is_title("We know their names.")
    (True, False, False)
    """
    words = [word.strip(".,;:'’‘“”\"()") for word in text.split()]
    return (
        0 < len(words) <= 6
        and all(word[:1].isupper() or len(word) <= 3 for word in words)
        and words[0][:1].isupper()
    )
