"""What rules find when two renderings are held against each other: facts that agree, facts that do not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import log, sqrt
from typing import TypeVar

from attrs import frozen

from quotekit.model import Difference, DifferenceKind
from quotekit.names.spelling import read_word
from quotekit.statements.dates import DateMention, compare_dates
from quotekit.statements.opposites import contrast, opposite, place_of, synonyms
from quotekit.statements.polarity import Negation
from quotekit.statements.quantities import Quantity, compare_quantities
from quotekit.statements.rendering import Rendering

__all__ = ["FINDINGS", "Comparison", "compare", "likeness"]

_Fact = TypeVar("_Fact", Quantity, DateMention)

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

_ALIKE = 0.5  # letters in twos shared by two spellings of a name that begin alike
_ALIKE_INSIDE = 0.7  # and by two that do not: "Yevgeny", "Evgeny", but not "Panchenko", "Melashchenko"
_CONSONANTS = 2  # behind the first letter, from which on vowels do not tell two names apart
_SOUNDS = {"ph": "f", "w": "v", "ck": "k", "c": "k", "q": "k", "j": "i", "y": "i", "z": "s", "tz": "ts", "x": "ks"}
_LIKE = re.compile("ph|ck|tz|[wcqjyzx]")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiou]+")
_AHEAD, _BEHIND = 5, 2  # words from what both texts say to a negation of it
_YEARS = 1000
_UNKNOWN = 0.5  # two dates that tell nothing of each other: "in spring", "on the 24th"
_TURNING = frozenset({"before", "after", "with", "without", "over", "under", "for", "against", "since", "until"})
_TO_AND_BY = frozenset({"to", "by"})
_SAINTS = frozenset({"saint", "saints", "st", "sts"})
_MOST = 3.0  # what is found more often counts as often


@frozen(eq=False)
class Comparison:
    """What was found: ``findings`` as numbers in the order of `FINDINGS`, and the facts that differ."""

    findings: tuple[float, ...]
    differences: tuple[Difference, ...]


def compare(a: Rendering, b: Rendering) -> Comparison:
    """What speaks for and against two renderings being one statement, beside what their words are like."""
    differences: list[Difference] = []
    shared = a.content.keys() & b.content.keys()
    alone_a, alone_b = _alone(a, b), _alone(b, a)
    numbers = _facts(a, b, a.quantities, b.quantities, compare_quantities, "number", differences)
    dates = _facts(a, b, a.dates, b.dates, compare_dates, "date", differences)
    numbers = (min(_MOST, numbers[0] + _odd_years(a, b, differences)), *numbers[1:])
    names = _names(a, b, alone_a, alone_b, differences)
    words = _opposites(a, b, alone_a + _small(a, b), alone_b + _small(b, a), differences)
    polarity = _polarity(a, b, words[4], words[5], differences)
    n_a, n_b = len(a.content) or 1, len(b.content) or 1
    slots = _slots(a, b, alone_a, alone_b)
    n_like = len(shared) + words[3] + names[4]
    held = sum(a.weights[word] + b.weights[word] for word in shared) / 2
    masses = sorted((a.mass, b.mass))
    alone = sorted(
        max((one.weights.get(one.lemmas[at], 0.0) for at in places), default=0.0)
        for one, places in ((a, alone_a), (b, alone_b))
    )
    covered = sorted((min(1.0, n_like / n_a), min(1.0, n_like / n_b)))
    lengths = sorted((len(a.words) + 1, len(b.words) + 1))
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
        *_cosines(a, b),
    )
    return Comparison(findings, tuple(sorted(set(differences))))


def likeness(a: Rendering, b: Rendering) -> float:
    """The mean of the cosines of words, by how rare they are, and of letters in fours; in 0..1."""
    return sum(_cosines(a, b)) / 2


def _cosines(a: Rendering, b: Rendering) -> tuple[float, float]:
    words = sum(a.weights[word] * b.weights[word] for word in a.weights.keys() & b.weights.keys())
    letters = (a.letters & b.letters).bit_count() / sqrt((a.n_letters or 1) * (b.n_letters or 1))
    return words / (a.norm * b.norm), letters


def _alone(one: Rendering, other: Rendering) -> list[int]:
    """Where the content words stand that the other text lacks, or has fewer times."""
    found = [at for word, at in one.content.items() if word not in other.content]
    for word, places in one.again.items():
        n_other = 1 + len(other.again.get(word, ())) if word in other.content else 1
        found += places[n_other - 1 :]
    return found


def _slots(
    a: Rendering, b: Rendering, alone_a: Sequence[int], alone_b: Sequence[int]
) -> tuple[float, float, float]:
    """Words that stand in one text alone in a place where the other has another: names, others, half so."""
    if not alone_a or not alone_b:
        return (0.0, 0.0, 0.0)
    names = words = half = 0
    theirs = [(j, *_beside(b, j)) for j in alone_b]
    for i in alone_a:
        before, after = _beside(a, i)
        for j, left, right in theirs:
            if before != left and after != right:
                continue
            if _relation(a.words[i].folded, b.words[j].folded) == "synonym":
                continue
            both = before == left and after == right
            are_names = i in a.names and j in b.names
            if are_names and _is_one_name(*sorted((_name_at(a, i), _name_at(b, j)))):
                continue
            names += are_names
            words += both and not are_names
            half += not both and not are_names
    return (min(_MOST, names), min(_MOST, words), min(_MOST, half))


def _beside(text: Rendering, at: int) -> tuple[str, str]:
    """The words on both sides of a word, or of the name of several that begins there."""
    after = at + 1
    while after < len(text.lemmas) and not text.lemmas[after]:
        after += 1
    before = at - 1
    while before > 0 and not text.lemmas[before]:
        before -= 1
    return (
        text.lemmas[before] if at else "<",
        text.lemmas[after] if after < len(text.lemmas) else ">",
    )


def _facts(
    a: Rendering,
    b: Rendering,
    ours: Sequence[_Fact],
    theirs: Sequence[_Fact],
    alike: Callable[[_Fact, _Fact], float],
    kind: DifferenceKind,
    differences: list[Difference],
) -> tuple[float, float, float, float, float]:
    """Numbers or dates: how many clash, stand in one text alone, agree, agree but nearly, stand otherwise."""
    if not ours and not theirs:
        return (0.0, 0.0, 0.0, 0.0, 0.0)
    values = {(i, j): alike(x, y) for i, x in enumerate(ours) for j, y in enumerate(theirs)}
    pairs = sorted(((value, -i, -j) for (i, j), value in values.items()), reverse=True)
    left, right = set(range(len(ours))), set(range(len(theirs)))
    agree = near = otherwise = clash = 0
    sure = [pair for pair in pairs if pair[0] > _UNKNOWN]
    turned = [pair for pair in pairs if not pair[0] and _form(ours[-pair[1]]) == _form(theirs[-pair[2]])]
    # "April 24" and "September 24" clash before either goes with "spring", of which it tells nothing.
    for value, i, j in (*sure, *turned[::-1], *(pair for pair in pairs if pair[0] == _UNKNOWN)):
        if -i not in left or -j not in right:
            continue
        if not value:
            if len(left) != len(right) and (
                any(values[-i, y] > _UNKNOWN for y in range(len(theirs)))
                or any(values[x, -j] > _UNKNOWN for x in range(len(ours)))
            ):
                continue  # it may stand there once more
            clash += 1
            differences.append(Difference(kind, _said(a, ours[-i]), _said(b, theirs[-j])))
        else:
            agree += 1
            near += value < 1
            otherwise += {_before(a, ours[-i]), _before(b, theirs[-j])} == _TO_AND_BY
        left.discard(-i)
        right.discard(-j)
    # What the other text has once more, in another place, is no fact of its own: "the 5 … those 5".
    more = len(left) - len(right)
    left = _without(left, [i for i in left if max((values[i, y] for y in range(len(theirs))), default=0) > _UNKNOWN], more)
    right = _without(right, [j for j in right if max((values[x, j] for x in range(len(ours))), default=0) > _UNKNOWN], -more)
    for i, j in zip(sorted(left), sorted(right), strict=False):
        differences.append(Difference(kind, _said(a, ours[i]), _said(b, theirs[j])))
    clash += min(len(left), len(right))
    missing = abs(len(left) - len(right))
    return (
        min(_MOST, clash),
        min(_MOST, missing),
        min(_MOST, agree),
        min(_MOST, near),
        min(_MOST, otherwise),
    )


def _odd_years(a: Rendering, b: Rendering, differences: list[Difference]) -> int:
    """How many years of one text stand in the other as a figure that can be none: "in 1896", "in 4896"."""
    found = 0
    for one, other, turned in ((a, b, False), (b, a, True)):
        years = [
            fact
            for fact in one.dates
            if fact.year is not None and fact.month is None and _said(one, fact) not in other.text
        ]
        figures = [
            fact
            for fact in other.quantities
            if not fact.unit and fact.low == fact.high and _YEARS <= fact.low and _said(other, fact).isdigit()
        ]
        for year, figure in zip(years, figures, strict=False):
            if _before(one, year) == _before(other, figure) and _said(other, figure) not in one.text:
                found += 1
                both = _said(one, year), _said(other, figure)
                differences.append(Difference("number", *(both[::-1] if turned else both)))
    return found


def _without(places: set[int], again: Sequence[int], n: int) -> set[int]:
    """The places without ``n`` of those that are there once more, the later ones first."""
    return places - set(sorted(again)[-n:]) if n > 0 else places


def _form(fact: Quantity | DateMention) -> tuple[object, ...]:
    """What a figure or date says something of: money in dollars, the day and the month."""
    if isinstance(fact, Quantity):
        return fact.kind, fact.unit
    fields = (fact.year, fact.month, fact.day, fact.weekday)
    return (*(field is None for field in fields), bool(fact.relative), bool(fact.part))


def _before(rendering: Rendering, fact: Quantity | DateMention) -> str:
    """The word before a figure: "rose by 5 percent" is not "rose to 5 percent"."""
    return rendering.text[max(0, fact.start - 4) : fact.start].strip(" $€£").rpartition(" ")[2].lower()


def _said(rendering: Rendering, fact: Quantity | DateMention) -> str:
    return rendering.text[fact.start : fact.end]


def _polarity(
    a: Rendering, b: Rendering, turned: int, turned_full: int, differences: list[Difference]
) -> tuple[float, ...]:
    """Parity, strong and lexical negations too many, words negated in one text or in both.

    ``turned`` negations of one text are answered by an antonym in the other: "not injured", "unharmed".
    """
    if not a.negations and not b.negations and not a.denied and not b.denied:
        return (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    within = [_within(a, b), _within(b, a)]
    strong = [
        sum(one.strength == "strong" for one in ours) + text.denied
        for text, ours in zip((a, b), within, strict=True)
    ]
    lexical = [sum(one.strength in ("lexical", "affix") for one in ours) for ours in within]
    one_sided = _negated_alone(a, b, differences) + _negated_alone(b, a, differences, turned=True)
    return (
        float((strong[0] + strong[1] + turned) % 2),
        float((strong[0] + strong[1] + lexical[0] + lexical[1] + turned_full) % 2),
        min(_MOST, abs(strong[0] - strong[1])),
        min(_MOST, abs(lexical[0] - lexical[1])),
        min(_MOST, one_sided),
        min(_MOST, len(a.negated & b.negated)),
    )


def _within(a: Rendering, b: Rendering) -> list[Negation]:
    """The negations of ``a`` that stand in what both texts say: near a word that both have, or between two.

    What one outlet adds or cuts off may deny something without the other denying it.
    """
    if not a.negations:
        return []
    both = [at for word, at in a.content.items() if word in b.content]
    figures = {word for word in b.lemmas if word[:1].isdigit()}
    both += [at for at, word in enumerate(a.lemmas) if word in figures]
    if not both:
        return list(a.negations)
    first, last = min(both) - _AHEAD, max(both) + _BEHIND
    return [one for one in a.negations if first <= one.at <= last]


def _negated_alone(
    a: Rendering, b: Rendering, differences: list[Difference], *, turned: bool = False
) -> float:
    """How many words ``a`` negates that stand in ``b`` and are not negated there."""
    found = 0
    for one in a.negations:
        word = a.lemmas[one.scope]
        if one.strength == "strong" and word in b.lemmas and word not in b.negated:
            found += 1
            said = a.text[a.words[min(one.at, one.scope)].start : a.words[max(one.at, one.scope)].end]
            other = b.words[b.lemmas.index(word)].text
            differences.append(Difference("polarity", *((other, said) if turned else (said, other))))
    return found


def _opposites(
    a: Rendering, b: Rendering, alone_a: Sequence[int], alone_b: Sequence[int], differences: list[Difference]
) -> tuple[float, float, float, float, int, int]:
    """Among the words that stand in one text alone: antonyms, contrasts, soft ones, and synonyms.

    Of two antonyms of which one is negated each says what the other does; how many there are comes last, and
    how many of them have no affix that negates.
    """
    antonyms = contrasts = soft = alike = turned = turned_full = 0
    for i in alone_a:
        word = a.words[i].folded
        for j in alone_b:
            other = b.words[j].folded
            relation = _relation(word, other)
            if relation is None:
                continue
            if relation == "synonym":
                alike += 1
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
    return (min(_MOST, antonyms), min(_MOST, contrasts), min(_MOST, soft), float(alike), turned, turned_full)


def _small(one: Rendering, other: Rendering) -> list[int]:
    """Where words of grammar stand that have an opposite, before or behind what both texts say."""
    found = []
    for at, word in enumerate(one.lemmas):
        if word in _TURNING and word not in other.lemmas:
            beside = (*one.lemmas[max(0, at - 2) : at], *one.lemmas[at + 1 : at + 3])
            if any(near in other.content for near in beside):
                found.append(at)
    return found


def _has_affix(text: Rendering, at: int) -> bool:
    return any(one.strength in ("lexical", "affix") and one.at == at for one in text.negations)


@lru_cache(maxsize=1 << 18)
def _relation(a: str, b: str) -> str | None:
    """How two words stand to each other: "synonym", "antonym", "hard", "soft", or nothing."""
    if synonyms(a, b):
        return "synonym"
    found = opposite(a, b)
    return contrast(a, b) if found == "contrast" else found


def _names(
    a: Rendering, b: Rendering, alone_a: Sequence[int], alone_b: Sequence[int], differences: list[Difference]
) -> tuple[float, float, float, float, float]:
    """Names without a partner in both texts, places among them, in one alone, with one; respelt ones."""
    if not a.names and not b.names:
        return (0.0, 0.0, 0.0, 0.0, 0.0)
    only_a, only_b = set(alone_a), set(alone_b)
    left, right = ([at for at in one.names if at in only] for one, only in ((a, only_a), (b, only_b)))
    agree = len(a.names) + len(b.names) - len(left) - len(right)
    respelt = 0
    for mine, text, other, alone in ((left, a, b, alone_b), (right, b, a, alone_a)):
        for at in list(mine):
            name = _name_at(text, at)
            if any(_is_one_name(*sorted((name, _name_at(other, j)))) for j in alone):
                mine.remove(at)
                respelt += 1
    clash = min(len(left), len(right))
    places = [
        {place for at in side if (place := place_of(text.words[at].text)) is not None}
        for side, text in ((left, a), (right, b))
    ]
    for i, j in zip(_runs(a, left), _runs(b, right), strict=False):
        differences.append(Difference("name", i, j))
    return (
        min(_MOST, clash),
        float(bool(places[0] and places[1])),
        min(_MOST, max(len(left), len(right)) - clash),
        min(2 * _MOST, agree + respelt) / 2,
        respelt / 2,
    )


def _name_at(text: Rendering, at: int) -> str:
    """The word at a place, or the country whose name begins there: "South Korea" is not "South"."""
    return text.lemmas[at] if "_" in text.lemmas[at] else text.words[at].text


def _runs(text: Rendering, places: Iterable[int]) -> list[str]:
    """The names at some places, those that stand side by side as one."""
    runs: list[list[int]] = []
    for at in sorted(places):
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [text.text[text.words[run[0]].start : text.words[run[-1]].end] for run in runs]


@lru_cache(maxsize=1 << 18)
def _is_one_name(a: str, b: str) -> bool:
    """Whether two words may be spellings of one name, or a country and its adjective; given in order."""
    if place_of(a) is not None and place_of(b) is not None:
        return place_of(a) == place_of(b)
    one, other = a.lower(), b.lower()
    if one == other or synonyms(one, other) or {one, other} <= _SAINTS:
        return True
    twos, others = ({word[i : i + 2] for i in range(len(word) - 1)} for word in (one, other))
    if not twos or not others:
        return False
    if one[0].isdigit() or other[0].isdigit():
        return False
    if _sound(one) == _sound(other):
        return True
    if a.isupper() and b.isupper() and min(len(a), len(b)) > 2 and set(a) == set(b):
        return True  # letters of a foreign name in one order or another: "RFB", "RBF"
    if one[:4] == other[:4] and min(len(one), len(other)) > 3:
        return True
    alike = 2 * len(twos & others) / (len(twos) + len(others))
    return alike >= (_ALIKE if one[0] == other[0] else _ALIKE_INSIDE)


@lru_cache(maxsize=1 << 16)
def _sound(name: str) -> str:
    """What a name sounds like: its consonants, where there are a few; every vowel is one, elsewhere."""
    read = _LIKE.sub(lambda hit: _SOUNDS[hit[0]], read_word(name, "slavic"))
    read = _TWICE.sub(r"\1", read)
    consonants = _VOWELS.sub("", read[1:])
    if len(consonants) >= _CONSONANTS:
        return read[:1] + consonants
    return read[:1] + _VOWELS.sub("a", read[1:])


def _order(a: Rendering, b: Rendering, shared: Iterable[str]) -> tuple[float, float]:
    """How many neighbours among the shared words come in the other order, and whether shared names do."""
    both = sorted((a.content[word], b.content[word]) for word in shared)
    if len(both) < 2:
        return (0.0, 0.0)
    # Seen from either text: how often the next word comes earlier there differs between the two.
    turned = (
        sum(
            later < earlier
            for order in ([y for _, y in both], [x for x, _ in sorted(both, key=lambda pair: pair[1])])
            for earlier, later in itertools.pairwise(order)
        )
        / 2
    )
    names = [at for at, _ in both if at in set(a.names)]
    places = dict(both)
    flipped = sum(places[y] < places[x] for x, y in itertools.pairwise(names))
    return (turned / (len(both) - 1), min(1.0, float(flipped)))
