"""Renderings with one fact changed, and renderings that say the same in another form, made by rule.

Both are made from the renderings of WMT21 alone. A rule takes a text and a source of chance, and gives
another text, or `None` where there is nothing that it could change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from random import Random

from attrs import frozen

from quotekit.lexicon import word_list, word_rows
from quotekit.statements.opposites import lemma
from quotekit.statements.words import find_words

__all__ = ["MONTHS", "NAME", "Rule", "Stock", "change_fact", "make_stock", "pick", "put", "substitute"]

FACTS_FIRST = 0.45
LONGEST_NAME = 3  # words

Rule = Callable[[str, Random, "Stock"], str | None]

_FIGURE = re.compile(r"(?<![\w.,:-])\d+(?:[.,]\d+)*(?![\w:-])")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?:[- ][A-Z][a-z]+)*")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|must|should|does|did)\b(?! (?:not|never|no)\b)"
)
_TENSED = re.compile(
    r"\b(has|have|was|were|will) ([a-z]+(?:ed|en|ne|wn)|been|be)\b|\b(?=will )(will) ([a-z]{3,})\b"
)
_TO_OR_BY = re.compile(r"(?<=[a-z] )(to|by)(?= (?:\$|€)?\d)")
_NEGATED = re.compile(r" not\b|n['’]t\b|\bnever |\bno longer ")
_listed = str.split
MONTHS = _listed("January February March April May June July August September October November December")
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b")
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})\b")
_DAY_OF_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?= (?:{'|'.join(MONTHS)})\b)|(?<=\b)(?:{'|'.join(MONTHS)}) (\d{{1,2}})\b"
)
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_WHEN = (
    ("yesterday", "today", "tomorrow"),
    ("last year", "this year", "next year"),
    ("last week", "this week", "next week"),
    ("last month", "this month", "next month"),
    ("in the morning", "in the evening", "at night"),
    ("morning", "evening", "afternoon", "night"),
    ("spring", "summer", "autumn", "winter"),
    ("hours", "days", "weeks", "months", "years"),
)
_SCALES = (
    ("thousand", "million", "billion"),
    ("hundreds", "thousands", "millions"),
    ("dozens", "hundreds"),
    ("more than", "less than"),
    ("over", "under"),
    ("at least", "at most"),
    ("half", "a third", "a quarter", "two thirds"),
    ("twice", "three times", "four times"),
    ("first", "second", "third", "fourth", "fifth"),
    ("both", "all three", "none"),
    ("percent", "percentage points"),
    ("dollars", "euros", "rubles", "yen"),
    ("kilometers", "meters", "miles"),
)
_COUNTS = _listed(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty"
)
_QUANTIFIERS = (
    ("all", "none of"),
    ("every", "no"),
    ("with", "without"),
    ("always", "never"),
    ("some", "no"),
    ("everyone", "no one"),
    ("everything", "nothing"),
    ("agreed to", "refused to"),
    ("managed to", "failed to"),
    ("able to", "unable to"),
    ("plans to", "does not plan to"),
    ("confirmed", "denied"),
    ("likely", "unlikely"),
    ("allowed", "forbidden"),
    ("possible", "impossible"),
    ("there is a", "there is no"),
    ("there are", "there are no"),
    ("there were", "there were no"),
)
_SMALL = frozenset({"before", "after", "with", "without", "over", "under", "more", "less", "against", "for"})


@frozen(eq=False)
class Stock:
    """What is put in place of something: names, countries, their adjectives, forms by lemma, opposites."""

    names: Mapping[int, Sequence[str]]
    countries: Sequence[str]
    adjectives: Sequence[str]
    forms: Mapping[str, Sequence[str]]
    opposites: Mapping[str, Sequence[str]]
    neighbours: Mapping[str, Sequence[str]]
    synonyms: Mapping[str, Sequence[str]]
    openers: Sequence[str]


def make_stock(
    texts: Sequence[str],
    counts: Mapping[str, int],
    neighbours: Mapping[str, Sequence[str]],
    opposites: Mapping[str, Sequence[str]],
    synonyms: Mapping[str, Sequence[str]],
    openers: Sequence[str],
) -> Stock:
    """The stock of a corpus. ``counts`` tell which forms of a word there are."""
    names: dict[int, dict[str, None]] = defaultdict(dict)
    for text in texts:
        for found in NAME.findall(text):
            names[len(found.split())][found] = None
    forms: dict[str, list[str]] = defaultdict(list)
    for word in sorted(counts):
        forms[lemma(word)].append(word)
    pairs = [(row[0], row[1]) for row in word_rows("demonyms")]
    return Stock(
        {n: list(found) for n, found in names.items()},
        sorted({country.replace("_", " ").title() for _, country in pairs if len(country) > 3}),
        sorted({adjective.replace("_", " ").title() for adjective, _ in pairs}),
        forms,
        opposites,
        neighbours,
        synonyms,
        openers,
    )


def change_fact(text: str, chance: Random, stock: Stock, kind: str | None = None) -> tuple[str, str] | None:
    """The text with one fact changed, and its kind: number, date, negation, name, opposite or word."""
    kinds = [kind] if kind else chance.sample(list(_CHANGES), len(_CHANGES))
    if kind is None and chance.random() < FACTS_FIRST:  # they are rarer than words
        kinds.sort(key=lambda name: name not in {"number", "date", "name"})
    for name in kinds:
        rules = _CHANGES[name]
        for rule in chance.sample(rules, len(rules)):
            changed = rule(text, chance, stock)
            if changed is not None and changed != text:
                return name, changed
    return None


def put(text: str, start: int, end: int, new: str) -> str:
    """The text with ``new`` from ``start`` to ``end``, in capitals where what stood there was."""
    if start == 0 or text[start:end][:1].isupper():
        new = new[:1].upper() + new[1:]
    return text[:start] + new + text[end:]


def pick(pattern: re.Pattern[str], text: str, chance: Random) -> re.Match[str] | None:
    """One of the places where a pattern fits, if there is any."""
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def _other_of(
    text: str, chance: Random, sets: Sequence[Sequence[str]], *, both_ways: bool = True
) -> str | None:
    """The text with a member of a set of phrases in place of another one."""
    found = []
    for members in sets:
        for member in members if both_ways else members[:1]:
            for hit in re.finditer(rf"\b{member}\b", text, re.IGNORECASE):
                found.append((hit.start(), hit.end(), [one for one in members if one != member]))
    if not found:
        return None
    start, end, others = chance.choice(found)
    return put(text, start, end, chance.choice(others))


def _figure(text: str, chance: Random, _: Stock) -> str | None:
    """Another figure: near, ten times as much, digits turned."""
    hit = pick(_FIGURE, text, chance)
    if hit is None or (_YEAR.fullmatch(hit[0]) and chance.random() < 0.7):
        return None
    digits = hit[0]
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    way = chance.random()
    if way < 0.5:
        at = chance.choice(places)
        low = "1" if at == 0 else "0"
        new = (
            digits[:at]
            + chance.choice([c for c in "0123456789" if c != digits[at] and c >= low])
            + digits[at + 1 :]
        )
    elif way < 0.7 and digits.isdigit():
        new = str(max(1, int(digits) + chance.choice([-2, -1, 1, 2, 10, 100])))
    elif way < 0.85 and digits.isdigit():
        new = digits + "0" if chance.random() < 0.5 or len(digits) < 2 else digits[:-1]
    else:
        turned = list(digits)
        i, j = chance.choice(places), chance.choice(places)
        turned[i], turned[j] = turned[j], turned[i]
        new = "".join(turned)
    return None if new == digits or new.startswith("0") else text[: hit.start()] + new + text[hit.end() :]


def _swapped_figures(text: str, chance: Random, _: Stock) -> str | None:
    hits = list(_FIGURE.finditer(text))
    if len(hits) < 2:
        return None
    one, other = sorted(chance.sample(hits, 2), key=lambda hit: hit.start())
    if one[0] == other[0]:
        return None
    return text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]


def _scale(text: str, chance: Random, _: Stock) -> str | None:
    return _other_of(text, chance, _SCALES)


def _count(text: str, chance: Random, _: Stock) -> str | None:
    return _other_of(text, chance, [_COUNTS])


def _month(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(_MONTH, text, chance)
    return hit and put(text, hit.start(), hit.end(), chance.choice([m for m in MONTHS if m != hit[0]]))


def _weekday(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(_DAY, text, chance)
    return hit and put(text, hit.start(), hit.end(), chance.choice([d for d in _DAYS if d != hit[0]]))


def _day(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(_DAY_OF_MONTH, text, chance)
    if hit is None:
        return None
    group = 1 if hit[1] else 2
    new = str(chance.choice([day for day in range(1, 31) if str(day) != hit[group]]))
    return text[: hit.start(group)] + new + text[hit.end(group) :]


def _year(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(_YEAR, text, chance)
    return (
        hit
        and text[: hit.start()]
        + str(int(hit[0]) + chance.choice([-10, -3, -2, -1, 1, 2, 4]))
        + text[hit.end() :]
    )


def _when(text: str, chance: Random, _: Stock) -> str | None:
    return _other_of(text, chance, _WHEN)


def _negate(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(_AUXILIARY, text, chance)
    if hit is None:
        return None
    word = hit[0]
    ways = [f"{word} not", f"{word} not", f"{word} never"]
    if word in {"is", "are", "was", "were", "has", "have", "had", "would", "could", "does", "did", "should"}:
        ways += [f"{word}n't"] * 2
    ways += ["won't"] * 2 if word == "will" else []
    ways += ["cannot", "can't"] if word == "can" else []
    ways += [f"{word} no longer"] if word not in {"must", "does", "did"} else []
    ways += ["is unlikely to", "refused to"] if word == "will" else []
    return put(text, hit.start(), hit.end(), chance.choice(ways))


def _affirm(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(_NEGATED, text, chance)
    if hit is None:
        return None
    kept = " " if hit[0].endswith(" ") and hit[0].startswith(" ") else ""
    affirmed = text[: hit.start()] + kept + text[hit.end() :]
    return re.sub(r"\bwo\b", "will", re.sub(r"\bca\b", "can", affirmed))


def _quantifier(text: str, chance: Random, _: Stock) -> str | None:
    return _other_of(text, chance, _QUANTIFIERS)


def _name(text: str, chance: Random, stock: Stock) -> str | None:
    """Another name, or another word in a name of several."""
    hit = pick(NAME, text, chance)
    if hit is None or {*hit[0].split()} & {*MONTHS, *_DAYS}:
        return None
    parts = hit[0].split()
    if hit[0] in stock.adjectives:
        return put(text, hit.start(), hit.end(), chance.choice(stock.adjectives))
    if hit[0] in stock.countries:
        return put(text, hit.start(), hit.end(), chance.choice(stock.countries))
    if len(parts) > 1 and chance.random() < 0.6:
        at = chance.randrange(len(parts))
        parts[at] = chance.choice(stock.names[1])
        new = " ".join(parts)
    else:
        new = chance.choice(stock.names[min(len(parts), LONGEST_NAME)])
    return None if new.lower() == hit[0].lower() else text[: hit.start()] + new + text[hit.end() :]


def _swapped_names(text: str, chance: Random, _: Stock) -> str | None:
    hits = list(NAME.finditer(text))
    if len(hits) < 2:
        return None
    at = chance.randrange(len(hits) - 1)
    one, other = hits[at], hits[at + 1]
    between = text[one.end() : other.start()]
    # "A and B" says what "B and A" says, and so does a list.
    if one[0] == other[0] or re.fullmatch(r"\W*(and|or|with)?\W*", between):
        return None
    return text[: one.start()] + other[0] + between + one[0] + text[other.end() :]


def _inflected(word: str, new: str, stock: Stock) -> str | None:
    """A form of the lemma ``new`` that ends as ``word`` does; `None` where the corpus has none."""
    forms = stock.forms.get(new, ())
    if word == lemma(word):
        return new if new in forms else None
    for ending in ("ing", "ed", "s", "er", "est", "ly"):
        if word.endswith(ending):
            fit = [form for form in forms if form.endswith(ending) and form != new]
            return fit[0] if fit else None
    # An irregular past: a regular one, or another irregular form.
    fit = [form for form in forms if form.endswith("ed") or not form.startswith(new[:3])]
    return fit[0] if fit else None


def substitute(text: str, chance: Random, stock: Stock, table: Mapping[str, Sequence[str]]) -> str | None:
    """The text with one word put for another that the table has for it, in the same form."""
    words = [
        word
        for word in find_words(text)
        if word.folded not in word_list("function_words")
        or (table is stock.opposites and word.folded in _SMALL)
    ]
    chance.shuffle(words)
    for word in words:
        for new in chance.sample(
            list(table.get(lemma(word.folded), ())), min(4, len(table.get(lemma(word.folded), ())))
        ):
            form = _inflected(word.folded, new, stock)
            if form is not None and form != word.folded:
                return put(text, word.start, word.end, form)
    return None


def _opposite(text: str, chance: Random, stock: Stock) -> str | None:
    return substitute(text, chance, stock, stock.opposites)


def _other_word(text: str, chance: Random, stock: Stock) -> str | None:
    """A word of a like meaning that is no synonym: "soldiers" for "policemen"."""
    words = [word for word in find_words(text) if word.folded in stock.neighbours and word.text.islower()]
    if not words:
        return None
    word = chance.choice(words)
    return put(text, word.start, word.end, chance.choice(stock.neighbours[word.folded]))


def _tense(text: str, chance: Random, _: Stock) -> str | None:
    """What has happened in place of what will, and what may in place of either."""
    hit = pick(_TENSED, text, chance)
    if hit is None:
        return None
    first, second = (hit[1] or hit[3]).lower(), hit[2] or hit[4]
    if first in {"has", "have"}:
        new = f"will {lemma(second.lower())}" if second.lower() != "been" else "will be"
    elif first in {"was", "were"}:
        new = f"will be {second}"
    else:
        new = f"{chance.choice(['may', 'may not', 'could', 'will not'])} {second}"
    return put(text, hit.start(), hit.end(), new)


def _to_or_by(text: str, chance: Random, _: Stock) -> str | None:
    """An amount that something comes to in place of one that it changes by."""
    hit = pick(_TO_OR_BY, text, chance)
    return hit and put(text, hit.start(1), hit.end(1), "by" if hit[1] == "to" else "to")


_CHANGES: Mapping[str, list[Rule]] = {
    "number": [_figure, _figure, _figure, _count, _count, _scale, _swapped_figures, _to_or_by],
    "date": [_month, _weekday, _day, _year, _when],
    "tense": [_tense],
    "negation": [_negate, _negate, _affirm, _affirm, _quantifier],
    "name": [_name, _name, _name, _swapped_names],
    "opposite": [_opposite],
    "word": [_other_word],
}
