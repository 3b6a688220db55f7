"""Which words of a text negate, and what: "was not detected", "no rain is expected", "failed to come".

Works on words as they stand in the text, without a parse: what a negation reaches is the next word
that is no function word, or the predicate behind a noun that "no" counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, Literal, get_args

from attrs import field, frozen
from attrs.validators import ge, in_, instance_of

from quotekit.lexicon import pronouns, word_columns, word_list, word_rows
from quotekit.statements.opposites import lemma

__all__ = ["Negation", "Strength", "find_negations", "parity"]

Strength = Literal["strong", "weak", "lexical", "affix"]
# What a word may be to the search beside its strength: "no" and its like, "rule" that waits for "out".
_Kind = Literal["strong", "weak", "lexical", "affix", "quantifier", "particle", "nor", "none"]

# Words whose kind is remembered: a bound on memory, not on what is found.
_KEPT: Final = 1 << 16
# Words between "no" and the auxiliary of its predicate: "no trace of the missing boat has been found".
_SUBJECT_WORDS: Final = 7
# Words between a negation and what it negates: "did not, by his own account, at any time meet".
_SKIPPED_WORDS: Final = 8


# Beside pronouns, what shows that the noun counted is no subject: "saw no reason to go, and was paid".
_BREAKS: Final = frozenset({"to", "and", "but"})
# Behind these a pronoun belongs to the noun: "neither the mayor nor his aide was hurt".
_JOINS: Final = frozenset({"nor", "or", "of"})


@frozen(order=True)
class Negation:
    """One word that negates: its index, the index of the word that it negates, and how.

    "strong" turns the clause round, "weak" all but does ("hardly"), "lexical" does so by the sense of
    a word ("refused to come"), "affix" by its first letters ("unlikely"; ``scope`` is then ``at``).
    """

    at: int = field(validator=[instance_of(int), ge(0)])
    scope: int = field(validator=[instance_of(int), ge(0)])
    strength: Strength = field(validator=in_(get_args(Strength)))


@lru_cache(maxsize=_KEPT)
def _plain(word: str) -> str:
    """The word as the lists have it."""
    return word.lower().replace("’", "'")


@cache
def _phrases() -> Mapping[tuple[str, ...], str]:
    """What each phrase is, by its words."""
    return MappingProxyType(
        {tuple(joined.split("_")): what for what, joined in word_rows("negation_phrases")}
    )


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """How many words the phrases have that begin with a word, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for words in _phrases():
        found[words[0]].add(len(words))
    return MappingProxyType({first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()})


@cache
def _by_sense() -> Mapping[str, str]:
    """Words that negate by their sense, each with the particle that must follow, or ""."""
    entries = (entry.partition("+") for entry in word_list("lexical_negatives"))
    return MappingProxyType({word: particle for word, _, particle in entries})


def _kind(word: str) -> _Kind:
    """What a word is to the search, in any case and with either apostrophe."""
    low = _plain(word)
    if low in word_columns("negators"):
        return word_columns("negators")[low][0]  # type: ignore[return-value]  # the record checks it
    if low.endswith("n't"):
        return "strong"
    base = lemma(low)
    if base in _by_sense():
        return "particle" if _by_sense()[base] else "lexical"
    if low in word_list("negative_affixes") or base in word_list("negative_affixes"):
        return "affix"
    return "none"


@lru_cache(maxsize=_KEPT)
def _role(word: str) -> tuple[tuple[int, ...], _Kind] | None:
    """The lengths of the phrases that a word begins, and its kind; nothing for most words."""
    lengths, kind = _lengths().get(_plain(word), ()), _kind(word)
    return (lengths, kind) if lengths or kind != "none" else None


@lru_cache(maxsize=_KEPT)
def _is_skipped(word: str) -> bool:
    """Whether a word is too slight to be what is negated: function words, and adverbs in -ly."""
    low = word.lower()
    if low.endswith("ly") and len(low) > 5:
        return low not in word_list("no_adverbs")
    return low in word_list("negation_skips")


def _match_phrase(words: Sequence[str], at: int, lengths: tuple[int, ...]) -> tuple[int, str]:
    """How many words from ``at`` on are a phrase of the table and what it is; 0 where none is."""
    ahead = tuple(_plain(word) for word in words[at : at + lengths[0]])
    for length in lengths:
        what = _phrases().get(ahead[:length])
        if what is not None and len(ahead) >= length:
            return length, what
    return 0, ""


def _next_content(words: Sequence[str], start: int) -> int | None:
    """The index of the next word that can be negated, nothing where none stands near."""
    for index in range(start, min(len(words), start + _SKIPPED_WORDS)):
        if not _is_skipped(words[index]):
            return index
    return None


def _predicate(words: Sequence[str], at: int) -> int | None:
    """What the auxiliary behind a counted noun carries: "expected" of "no rain is expected".

    Nothing where the noun is an object ("there is no sign that he was here", "saw no reason to go").
    """
    if at and words[at - 1].lower() in word_list("auxiliaries"):
        return None
    for index in range(at + 2, min(len(words), at + _SUBJECT_WORDS)):
        low = words[index].lower()
        if low in word_list("auxiliaries"):
            return _next_content(words, index + 1)
        if low in _BREAKS or (low in pronouns() and words[index - 1].lower() not in _JOINS):
            return None
    return None


def _is_answer(words: Sequence[str], at: int) -> bool:
    """Whether "no" counts no noun: "No, it was closed", "No. 2", the name "Soma no Maoi".

    A comma is no word here, so that a pronoun or a digit behind it has to tell: "no rain" counts.
    """
    following = words[at + 1] if at + 1 < len(words) else ""
    if _plain(words[at]) != "no":
        return False
    in_name = following.istitle() and at > 0 and words[at] == "no" and words[at - 1].istitle()
    return in_name or following.lower() in pronouns() or following[:1].isdigit()


def _of_word(words: Sequence[str], at: int, kind: _Kind, continues: bool) -> Negation | None:
    """The negation that one word makes, by its kind; ``continues`` says that one came before."""
    following = _next_content(words, at + 1)
    scope = at if following is None else following
    if kind == "quantifier":
        return None if _is_answer(words, at) else Negation(at, _predicate(words, at) or scope, "strong")
    if kind == "nor":
        return Negation(at, scope, "weak" if continues else "strong")
    if kind == "particle":
        particle = _by_sense()[lemma(words[at])]
        held = particle in [_plain(word) for word in words[at + 1 : at + 4]]
        return Negation(at, scope, "lexical") if held else None
    return Negation(at, at if kind == "affix" else scope, kind)  # type: ignore[arg-type]  # checked there


def _of_phrase(words: Sequence[str], at: int, n_words: int, what: str) -> Negation | None:
    """The negation that a phrase makes; nothing where it is a plain one, such as "not only"."""
    if what == "plain":
        return None
    following = _next_content(words, at + n_words)
    scope = at + n_words - 1 if following is None else following
    if what == "quantifier":
        return Negation(at, _predicate(words, at + n_words - 1) or scope, "strong")
    return Negation(at, scope, what)  # type: ignore[arg-type]  # the record checks it


def find_negations(words: Sequence[str]) -> tuple[Negation, ...]:
    """The negations of a text by the order of its words, which are given as they stand there.

    A word in n't is one word ("didn't"). "Nor" behind another negation goes on with it and is weak.

    >>> find_negations("The virus was not detected".split())
    (Negation(at=3, scope=4, strength='strong'),)
    >>> find_negations("It was not only detected".split())
    ()
    """
    found: list[Negation] = []
    after = 0
    for at, word in enumerate(words):
        role = _role(word)
        if role is None or at < after:
            continue
        lengths, kind = role
        n_words, what = _match_phrase(words, at, lengths) if lengths else (0, "")
        after = at + n_words
        if n_words:
            negation = _of_phrase(words, at, n_words, what)
        else:
            negation = None if kind == "none" else _of_word(words, at, kind, bool(found))
        if negation is not None:
            found.append(negation)
    return tuple(found)


def parity(negations: Iterable[Negation]) -> int:
    """1 where the strong ones among the negations of a text turn it round an odd number of times, else 0.

    A word that negates by its sense or its first letters counts where a strong one negates it, and
    turns it back: "did not fail to come". Alone it does not count, since the same may be said without.

    >>> [parity(find_negations(text.split())) for text in ("He did not come", "He did not fail to come")]
    [1, 0]
    """
    found = tuple(negations)
    by_sense = {one.at for one in found if one.strength in ("lexical", "affix")}
    return sum(1 + (one.scope in by_sense) for one in found if one.strength == "strong") % 2
