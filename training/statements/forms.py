"""The forms that the spelling rules of `quotekit.statements.opposites.regular_lemma` get wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from spacy.lang.en.stop_words import STOP_WORDS

from quotekit.statements.opposites import regular_lemma
from training.statements.wordnet import WordNet

__all__ = ["irregular_forms", "regular_forms"]

_VOWELS = "aeiou"


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _stems(verb: str) -> Iterator[str]:
    """What -ed and -ing are put to: "mov", "bann", "visit", both "travel" and "travell"."""
    ends_short = (
        len(verb) > 2 and verb[-1] not in f"{_VOWELS}wxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
    )
    n_vowels = sum(letter in f"{_VOWELS}y" for letter in verb)
    if ends_short:
        yield verb + verb[-1]
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        yield verb[:-1]
    elif not ends_short or n_vowels > 1:
        yield verb


def regular_forms(word: str, parts: Iterable[str]) -> set[str]:
    """The inflected forms of a regular word that may be a noun, a verb or both ("n", "v").

    >>> sorted(regular_forms("ban", "v"))
    ['banned', 'banning', 'bans']
    """
    forms = set()
    if "n" in parts or "v" in parts:
        forms |= {_with_s(word)} | ({word + "es"} if word.endswith("o") else set())
    if "v" in parts:
        for stem in _stems(word):
            past = stem[:-1] + "ied" if stem.endswith("y") and stem[-2:-1] not in _VOWELS else stem + "ed"
            past = stem + "d" if stem.endswith(("ee", "oe", "ye")) else past
            forms |= {past, stem + "ing"}
    return forms


def _is_rare_form(wordnet: WordNet, form: str) -> bool:
    """Whether the rules make a form into a word of the dictionary that is just not met often: "lenders"."""
    base = regular_lemma(form)
    parts = wordnet.parts(base) if len(base) > 2 and form not in STOP_WORDS else set()
    return (
        base != form
        and form not in wordnet.senses
        and not parts.isdisjoint("nv" if form.endswith("s") else "v")
    )


def irregular_forms(wordnet: WordNet, common: set[str]) -> dict[str, tuple[str, ...]]:
    """The lemmas of each common form for which the rules alone give another word, the likeliest first.

    ``common`` are lower-case words as texts have them. Comparatives are words of their own here: what
    is better is not what is good. So are pronouns and their like: "his" is no plural of "hi".
    """
    lemmas: dict[str, set[str]] = defaultdict(set)
    for form, lemma in wordnet.irregular:
        if not {"n", "v"}.isdisjoint(wordnet.parts(lemma)) and form not in wordnet.comparatives:
            lemmas[form].add(lemma)
    strong = set(lemmas)
    for word in wordnet.senses:
        if word.isalpha() and (word in common or wordnet.n_tagged(word)):
            kept = strong if "v" in wordnet.parts(word) else strong | STOP_WORDS
            for form in regular_forms(word, wordnet.parts(word)) - kept:
                lemmas[form].add(word)
    found = {}
    for form in sorted(word for word in common | strong if word.isalpha()):
        if form in strong and form not in common:
            continue
        if form not in lemmas and _is_rare_form(wordnet, form):
            continue
        expected = tuple(sorted(lemmas[form], key=lambda word: (-wordnet.n_tagged(word), word))) or (form,)
        own = wordnet.n_tagged(form) if form not in strong else 0
        if own > wordnet.n_tagged(expected[0]):
            expected = (form, *(word for word in expected if word != form))
        if expected != (regular_lemma(form),):
            found[form] = expected
    return found
