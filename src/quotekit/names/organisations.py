"""Names of organisations and places, folded; acronyms, countries and their seats. No spaCy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from quotekit.lexicon import word_columns, word_list, word_rows
from quotekit.names.spelling import plain_word

__all__ = ["country_of", "initials_of", "is_acronym_of", "is_listed", "organisation_key", "seat_of"]

_ARTICLES = frozenset({"the", "a", "an"})


def _plain(name: str) -> str:
    """Lower-case words without accents, full stops, possessive endings, articles and legal endings."""
    text = re.sub(r"(?<=\w)[’'](?:s\b|(?=\s|$))", " ", name.replace("&", " and "))
    text = re.sub(r"\b((?:[^\W\d_]\.){2,})", lambda match: match[0].replace(".", "") + " ", text)
    text = re.sub(r"\([^)]*\)", " ", text) if re.sub(r"\([^)]*\)", "", text).strip() else text
    words = [plain_word(word) for word in re.split(r"[\s\-–—/,]+", text)]
    words = [word for word in words if word]
    kept = [word for word in words if word not in _ARTICLES] or words
    while len(kept) > 1 and kept[-1] in word_list("legal_forms"):
        kept.pop()
    if len(kept) > 1 and kept[-1] == "and":  # "Marks & Co."
        kept.pop()
    return " ".join(kept)


@cache
def _wordings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of `body_wordings.txt`, and what stands for each."""
    return tuple(
        (re.compile(rf"\b(?:{pattern.replace('_', ' ')})\b"), kept)
        for kept, pattern in word_rows("body_wordings")
    )


@cache
def _forms() -> Mapping[str, str]:
    """The name of the key by every form of an organisation and a place."""
    return {
        form.replace("_", " "): row[0].replace("_", " ")
        for table in ("place_forms", "organisation_forms")
        for row in word_rows(table)
        for form in row
    }


def country_of(word: str) -> str | None:
    """The country that an adjective or a name stands for: "Russian" and "Russia" are "russia"."""
    plain = _plain(word)
    country = word_columns("demonyms").get(plain)
    if country is not None:
        return country[0].replace("_", " ")
    named = _forms().get(plain, plain)
    return named if named in _countries() else None


@cache
def _countries() -> frozenset[str]:
    rows = (*word_rows("demonyms"), *word_rows("seats"))
    return frozenset(row[1].replace("_", " ") for row in rows)


def _headed(text: str) -> str:
    """The name with its head last, and the country first: "ministry of defense of russia"."""
    words, heads = text.split(), word_list("office_heads")
    country = ""
    for n in (3, 2, 1):
        owner, rest = country_of(" ".join(words[:n])), words[n:]
        if owner is not None and rest and (rest[0] in heads or rest[-1] in heads):
            country, words = owner, rest
            break
    if len(words) > 2 and words[0] in heads and words[1] in {"of", "for"}:
        subject, of, owner = " ".join(words[2:]).rpartition(" of ")
        named = country_of(owner)
        if not country and of and named is not None:
            country, words = named, [words[0], words[1], *subject.split()]
        words = [*words[2:], words[0]]
    return " ".join([country, *words]).strip()


@lru_cache(maxsize=20_000)
def organisation_key(name: str) -> str:
    """The name of an organisation, a place, a group or a document, folded.

    >>> organisation_key("Ministry of Defence of Russia") == organisation_key("Russia’s Defense Ministry")
    True
    >>> organisation_key("IMF"), organisation_key("Siemens AG")
    ('imf', 'siemens')
    """
    text = _plain(name)
    for pattern, other in _wordings():
        text = pattern.sub(other, text)
    forms = _forms()
    if text not in forms:
        text = _headed(text)
    return forms.get(text, text) or name.strip() or name


def is_listed(name: str) -> bool:
    """Whether the lists of bodies and places have a name: "IMF", "the Kremlin" not."""
    return _plain(name) in _forms()


def initials_of(name: str) -> str:
    """The first letters of a name without its small words: "imf" of "International Monetary Fund"."""
    return "".join(word[0] for word in _plain(name).split() if word not in word_list("small_words"))


def is_acronym_of(short: str, full: str) -> bool:
    """Whether a name is the initials of another: "the ASU", "Allied Seafarers’ Union"."""
    letters = short.replace(".", "").removeprefix("the ").strip()
    return (
        2 <= len(letters) <= 6
        and letters.isupper()
        and letters.isalpha()
        and len(full.split()) > 1
        and plain_word(letters) in {initials_of(full), "".join(word[0] for word in _plain(full).split())}
    )


def seat_of(name: str) -> str | None:
    """The country that a seat of government speaks for, as its key: "russia" for "the Kremlin"."""
    found = word_columns("seats").get(organisation_key(name).replace(" ", "_"))
    return found[0].replace("_", " ") if found else None
