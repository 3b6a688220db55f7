"""Rules that put a rendering into another form and change no fact: figures, dates, names, openers, cuts."""

from __future__ import annotations

import itertools
import re
from random import Random

from training.statements.edits import MONTHS, NAME, Rule, Stock, pick, substitute

__all__ = ["reword"]

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]


def reword(text: str, chance: Random, stock: Stock) -> str:
    """The text in another form, or as it is: figures, dates, names, an opener, a part left out."""
    for rule in chance.sample(_REWORDINGS, 2):
        text = rule(text, chance, stock) or text
    return text


def _open(text: str, chance: Random, stock: Stock) -> str | None:
    opener = chance.choice(stock.openers).replace("X", chance.choice(stock.names[chance.choice([1, 2])]))
    if opener.startswith(","):
        return text.rstrip(' .”"') + opener + "."
    start = text if text[:2].isupper() or chance.random() < 0.3 else text[:1].lower() + text[1:]
    return f"{opener} {start}"


def _figure_format(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(
        re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+ (?:million|thousand|billion|percent)\b|\b\d{1,2}\b"),
        text,
        chance,
    )
    if hit is None:
        return None
    found = hit[0]
    if found.endswith(",000,000"):
        new = found[:-8] + chance.choice([" million", " mln", "m"])
    elif found.endswith(",000"):
        new = found[:-4] + chance.choice([" thousand", " 000"])
    elif "," in found:
        new = found.replace(",", chance.choice(["", " "]))
    elif found.endswith("percent"):
        new = found.replace(" percent", chance.choice(["%", " per cent", "pc"]))
    elif found.endswith("thousand"):
        new = found.replace(" thousand", ",000")
    elif found.isdigit() and int(found) < len(_UNITS):
        new = _UNITS[int(found)]
        if re.search(rf"(?:{'|'.join(MONTHS)}) $", text[: hit.start()]) or re.match(
            rf"[-:.%]| (?:{'|'.join(MONTHS)})", text[hit.end() :]
        ):
            return None
    else:
        return None
    return text[: hit.start()] + new + text[hit.end() :]


def _count_format(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(re.compile(rf"\b({'|'.join(_UNITS[2:])})\b"), text, chance)
    return hit and text[: hit.start()] + str(_UNITS.index(hit[0])) + text[hit.end() :]


def _date_format(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(
        re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b|\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b"),
        text,
        chance,
    )
    if hit is None:
        return None
    month, day = (hit[1], hit[2]) if hit[1] else (hit[4], hit[3])
    short = month if len(month) < 5 else month[:3] + "."
    new = chance.choice(
        [f"{day} {month}", f"{month} {day}", f"{short} {day}", f"the {day}th of {month}", f"{day} {short}"]
    )
    return text[: hit.start()] + new + text[hit.end() :]


_LETTERS = (
    ("ya", "ia"),
    ("yu", "iu"),
    ("ey", "ei"),
    ("iy", "y"),
    ("kh", "h"),
    ("zh", "j"),
    ("ks", "x"),
    ("ii", "y"),
    ("y", "i"),
    ("dzh", "j"),
    ("ou", "u"),
)


def _transliteration(text: str, chance: Random, _: Stock) -> str | None:
    hit = pick(NAME, text, chance)
    if hit is None:
        return None
    for old, new in chance.sample(_LETTERS, len(_LETTERS)):
        if old in hit[0][1:]:
            return text[: hit.start()] + hit[0][0] + hit[0][1:].replace(old, new, 1) + text[hit.end() :]
    return None


def _cut(text: str, chance: Random, _: Stock) -> str | None:
    """Without a part between commas, or what stands before the first or behind the last; most of it stays."""
    commas = [hit.start() for hit in re.finditer(r",(?= )", text)]
    if not commas:
        return None
    ways = [(0, commas[0] + 2), (commas[-1], len(text))]
    ways += list(itertools.pairwise(commas))
    start, end = chance.choice(ways)
    kept = (text[:start] + text[end:]).strip()
    if len(kept) < 0.6 * len(text) or len(kept.split()) < 4:
        return None
    return kept[:1].upper() + kept[1:]


def _synonym(text: str, chance: Random, stock: Stock) -> str | None:
    return substitute(text, chance, stock, stock.synonyms)


_REWORDINGS: list[Rule] = [
    _open,
    _figure_format,
    _count_format,
    _date_format,
    _transliteration,
    _cut,
    _synonym,
    _cut,
    _open,
]
