"""Names of two renderings, and what stands in one place of both: another name, another word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from quotekit.lexicon import word_columns
from quotekit.model import Difference
from quotekit.names.given import given_name
from quotekit.names.spelling import read_word
from quotekit.statements.fact_findings import MOST
from quotekit.statements.opposites import place_of, synonyms
from quotekit.statements.rendering import Rendering
from quotekit.statements.word_findings import relation_of_words

__all__ = ["is_one_name", "name_findings", "slot_findings"]

_ALIKE: Final = 0.5  # letters in twos shared by two spellings of a name that begin alike
_ALIKE_INSIDE: Final = 0.7  # and by two that do not: "Yevgeny", "Evgeny", but not "Panchenko", "Melashchenko"
_MOST_NAMES: Final = 32
_LISTING: Final = frozenset({"", "and", "or", "the"})
_SOUNDS: Final = {
    **{"w": "v", "c": "k", "ck": "k", "q": "k", "j": "i", "y": "i"},
    **{"z": "s", "tz": "ts", "x": "ks", "ph": "f"},
}
_LIKE: Final = re.compile("ph|ck|tz|[wcqjyzx]")
_TWICE: Final = re.compile(r"(.)\1+")
_GLIDE: Final = re.compile("i([aeou])")
_AFTER_GLIDE: Final = {"a": "a", "e": "e", "o": "e", "u": "u"}  # "Pyotr" is "Petr"
_VOWELS: Final = str.maketrans("io", "ea")  # unstressed they are heard as each other
_SAINTS: Final = frozenset({"saint", "saints", "st", "sts"})


def name_findings(
    a: Rendering,
    b: Rendering,
    alone_a: Sequence[int],
    alone_b: Sequence[int],
    differences: list[Difference],
    partners: list[tuple[int, int]],
) -> tuple[float, float, float, float, float]:
    """Names without a partner in both texts, places among them, in one alone, with one; respelt ones.

    The places of a name and its other spelling are added to ``partners``.
    """
    if not a.names and not b.names:
        return (0.0, 0.0, 0.0, 0.0, 0.0)
    only_a, only_b = set(alone_a), set(alone_b)
    left, right = ([at for at in one.names if at in only] for one, only in ((a, only_a), (b, only_b)))
    agree = len(a.names) + len(b.names) - len(left) - len(right)
    respelt = 0
    for mine, text, other, alone in ((left, a, b, alone_b), (right, b, a, alone_a)):
        for at in list(mine):
            partner = next((j for j in alone if is_one_name(text.shown[at], other.shown[j])), None)
            if partner is not None:
                mine.remove(at)
                respelt += 1
                partners.append((at, partner) if mine is left else (partner, at))
    clash = min(len(left), len(right))
    places = [
        {place for at in side if (place := place_of(text.words[at].text)) is not None}
        for side, text in ((left, a), (right, b))
    ]
    for i, j in zip(_runs(a, left), _runs(b, right), strict=False):
        differences.append(Difference("name", i, j))
    return (
        min(MOST, clash),
        float(bool(places[0] and places[1])),
        min(MOST, max(len(left), len(right)) - clash),
        min(2 * MOST, agree + respelt) / 2,
        respelt / 2,
    )


def _runs(text: Rendering, places: Iterable[int]) -> list[str]:
    """The names at some places, those that stand side by side as one."""
    runs: list[list[int]] = []
    for at in sorted(places):
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    found = []
    for first, *_, last in ([run[0], run[-1]] for run in runs):
        end = last
        while end + 1 < len(text.lemmas) and not text.lemmas[end + 1]:  # the later words of "North Korea"
            end += 1
        found.append(text.text[text.words[first].start : text.words[end].end])
    return found


def is_one_name(a: str, b: str) -> bool:
    """Whether two words may be spellings of one name, or a country and its adjective."""
    return _is_one_name(a, b) if a <= b else _is_one_name(b, a)


@lru_cache(maxsize=1 << 18)
def _is_one_name(a: str, b: str) -> bool:
    places = place_of(a), place_of(b)
    if None not in places:
        return places[0] == places[1]
    if "_" in a or "_" in b:  # a country, and no other name of it
        return False
    one, other = a.lower(), b.lower()
    if (given := given_name(one)) is not None and given == given_name(other):
        return True
    short = word_columns("nicknames")
    if one in short.get(other, ()) or other in short.get(one, ()):
        return True
    if one == other or synonyms(one, other) or {one, other} <= _SAINTS:
        return True
    return (
        not one[0].isdigit()
        and not other[0].isdigit()
        and _are_spellings(one, other, a.isupper() and b.isupper())
    )


def _are_spellings(one: str, other: str, are_letters: bool) -> bool:
    """Whether two words in lower case may be spellings of one foreign name; or letters that stand for one."""
    if are_letters and min(len(one), len(other)) > 2 and sorted(one) == sorted(other):
        return True  # in one order or another: "RFB", "RBF"
    if _sound(one) == _sound(other) or (one[:4] == other[:4] and min(len(one), len(other)) > 3):
        return True
    twos, others = ({word[i : i + 2] for i in range(len(word) - 1)} for word in (one, other))
    alike = 2 * len(twos & others) / max(1, len(twos) + len(others))
    return alike >= (_ALIKE if one[0] == other[0] else _ALIKE_INSIDE)


@lru_cache(maxsize=1 << 16)
def _sound(name: str) -> str:
    """What a name sounds like: "Artem" and "Artyom", "Nyas" and "Nääs" are alike; "Miller", "Mueller" not."""
    read = _LIKE.sub(lambda hit: _SOUNDS[hit[0]], read_word(name, "slavic"))
    read = _GLIDE.sub(lambda hit: _AFTER_GLIDE[hit[1]], read)
    return _TWICE.sub(r"\1", read.translate(_VOWELS))


def _exchanged(a: Rendering, b: Rendering) -> int:
    """How many pairs of names change places: "Turkey sold arms to Poland", "Poland sold arms to Turkey".

    Not those of a list, where the order tells nothing: "Turkey and Poland".
    """
    both = [name for name in a.named if name in b.named][:_MOST_NAMES]
    found = 0
    for at, one in enumerate(both):
        i, m = a.content[one], b.content[one]
        for other in both[at + 1 :]:
            j, k = a.content[other], b.content[other]
            if m > k and _in_one_place(a.beside[i], b.beside[k]) and _in_one_place(a.beside[j], b.beside[m]):
                found += not (_are_listed(a.lemmas[i + 1 : j]) and _are_listed(b.lemmas[k + 1 : m]))
    return found


def _are_listed(between: Sequence[str]) -> bool:
    """Whether what stands between two names makes a list of them."""
    return all(word in _LISTING for word in between)


def _in_one_place(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] or one[1] == other[1]


def slot_findings(
    a: Rendering, b: Rendering, alone_a: Sequence[int], alone_b: Sequence[int]
) -> tuple[float, float, float]:
    """Words that stand in one text alone in a place where the other has another: names, others, half so.

    Two names that both texts have count with the names where each stands in the place of the other.
    """
    names = _exchanged(a, b)
    if not alone_a or not alone_b:
        return (min(MOST, float(names)), 0.0, 0.0)
    words = half = 0
    ahead: dict[str, list[int]] = {}
    behind: dict[str, list[int]] = {}
    for j in alone_b:
        left, right = b.beside[j]
        ahead.setdefault(left, []).append(j)
        behind.setdefault(right, []).append(j)
    for i in alone_a:
        before, after = a.beside[i]
        if before not in ahead and after not in behind:
            continue
        for j in {*ahead.get(before, ()), *behind.get(after, ())}:
            left, right = b.beside[j]
            relation = relation_of_words(a.keys[i], b.keys[j])
            if relation == "synonym":
                continue
            both = before == left and after == right
            are_names = i in a.names and j in b.names
            # Titles that translators take for each other are no names: "Minister", "Secretary".
            if are_names and (relation == "soft" or is_one_name(a.shown[i], b.shown[j])):
                continue
            names += are_names
            words += both and not are_names
            half += not both and not are_names
    return (min(MOST, names), min(MOST, words), min(MOST, half))
