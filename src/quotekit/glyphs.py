"""Quotation glyphs as strings: where one stands, and what it costs to read it as a mark.

Nothing is decided here. A glyph gets three costs, in points: as an opening mark, as a closing mark,
and as no quotation mark at all (an apostrophe, an inch, a ditto, a slip of the keyboard). 0 is how
an edited text writes it, about 10 a looseness that some outlets allow themselves, 30 a mistake.
`quotekit.find.marks` takes the cheapest reading of a whole paragraph, so that one inch mark cannot
turn the marks after it round. The costs were set on the sentences quoted below and looked through on
the 840 training articles of PolNeAR, where a random shift by 3 of every entry of the four tables
changes at most 4 of 9,559 passages, and by 5 at most 32.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import Enum, IntEnum, auto
from functools import cache

from attrs import frozen

from quotekit.lexicon import word_list

__all__ = ["Family", "Glyph", "find_glyphs", "pair_cost", "unclosed_cost"]


class Family(Enum):
    """Glyphs that can close each other."""

    DOUBLE = auto()
    SINGLE = auto()
    GUILLEMET = auto()
    SINGLE_GUILLEMET = auto()
    CORNER = auto()
    WHITE_CORNER = auto()


class _Use(Enum):
    """What a glyph was designed for."""

    OPEN = auto()
    CLOSE = auto()
    EITHER = auto()


class _Side(IntEnum):
    """What stands beside a run of glyphs."""

    EDGE = auto()
    SPACE = auto()
    WORD = auto()
    STOP = auto()
    COLON = auto()
    ELLIPSIS = auto()
    OPEN = auto()
    SHUT = auto()
    DASH = auto()
    SYMBOL = auto()


@frozen
class Glyph:
    """A glyph that may be a quotation mark: half-open offsets and the cost of each reading, in points."""

    start: int
    end: int
    char: str
    family: Family
    open: int
    close: int
    skip: int


_GLYPHS: Mapping[str, tuple[Family, _Use]] = {
    '"': (Family.DOUBLE, _Use.EITHER),
    "＂": (Family.DOUBLE, _Use.EITHER),
    "''": (Family.DOUBLE, _Use.EITHER),
    "``": (Family.DOUBLE, _Use.OPEN),
    "´´": (Family.DOUBLE, _Use.CLOSE),
    "‘‘": (Family.DOUBLE, _Use.OPEN),
    "’’": (Family.DOUBLE, _Use.CLOSE),
    "“": (Family.DOUBLE, _Use.OPEN),
    "”": (Family.DOUBLE, _Use.CLOSE),
    "„": (Family.DOUBLE, _Use.OPEN),
    "‟": (Family.DOUBLE, _Use.OPEN),
    "〝": (Family.DOUBLE, _Use.OPEN),
    "〞": (Family.DOUBLE, _Use.CLOSE),
    "〟": (Family.DOUBLE, _Use.CLOSE),
    "'": (Family.SINGLE, _Use.EITHER),
    "＇": (Family.SINGLE, _Use.EITHER),
    "`": (Family.SINGLE, _Use.OPEN),
    "´": (Family.SINGLE, _Use.CLOSE),
    "‘": (Family.SINGLE, _Use.OPEN),
    "’": (Family.SINGLE, _Use.CLOSE),
    "‚": (Family.SINGLE, _Use.OPEN),
    "‛": (Family.SINGLE, _Use.OPEN),
    "«": (Family.GUILLEMET, _Use.OPEN),
    "»": (Family.GUILLEMET, _Use.CLOSE),
    "‹": (Family.SINGLE_GUILLEMET, _Use.OPEN),
    "›": (Family.SINGLE_GUILLEMET, _Use.CLOSE),
    "「": (Family.CORNER, _Use.OPEN),
    "」": (Family.CORNER, _Use.CLOSE),
    "『": (Family.WHITE_CORNER, _Use.OPEN),
    "』": (Family.WHITE_CORNER, _Use.CLOSE),
}

# What closes an opening glyph without a slip: “…”, „…“ (German), ”…” (Swedish), »…« and »…».
_CLOSERS: Mapping[str, str] = {
    '"': '"',
    "＂": "＂",
    "''": "''",
    "``": "''´´",
    "‘‘": "’’",
    "’’": "’’",
    "“": "”",
    "”": "”",
    "„": "“”",
    "‟": "”",
    "〝": "〞〟",
    "'": "'",
    "＇": "＇",
    "`": "'´’",
    "´": "´",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "‛": "’",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
}

_OPEN_LEFT = {
    _Side.EDGE: 0,
    _Side.SPACE: 0,
    _Side.OPEN: 0,
    _Side.DASH: 3,
    _Side.SYMBOL: 5,
    _Side.COLON: 10,
    _Side.ELLIPSIS: 10,
    _Side.STOP: 20,
    _Side.SHUT: 20,
    _Side.WORD: 30,
}
_OPEN_RIGHT = {
    _Side.WORD: 0,
    _Side.OPEN: 0,
    _Side.SYMBOL: 0,
    _Side.ELLIPSIS: 5,
    _Side.DASH: 10,
    _Side.SPACE: 20,
    _Side.COLON: 30,
    _Side.STOP: 30,
    _Side.SHUT: 30,
    _Side.EDGE: 40,
}
_CLOSE_LEFT = {
    _Side.WORD: 0,
    _Side.STOP: 0,
    _Side.ELLIPSIS: 0,
    _Side.SHUT: 0,
    _Side.DASH: 3,
    _Side.SYMBOL: 3,
    _Side.COLON: 5,
    _Side.SPACE: 20,
    _Side.OPEN: 30,
    _Side.EDGE: 40,
}
_CLOSE_RIGHT = {
    _Side.EDGE: 0,
    _Side.SPACE: 0,
    _Side.STOP: 0,
    _Side.COLON: 0,
    _Side.SHUT: 0,
    _Side.ELLIPSIS: 3,
    _Side.DASH: 3,
    _Side.SYMBOL: 5,
    _Side.OPEN: 15,
    _Side.WORD: 20,
}

# A glyph that shows its direction is believed before its surroundings: “We go, ”he said.
_REVERSED = 10
_SHARE_OF_CONTEXT = 3

_SIDE_OF_CHAR = {":": _Side.COLON, "…": _Side.ELLIPSIS, "/": _Side.DASH, "%": _Side.SHUT} | dict.fromkeys(
    "#@&*\\§¶¿¡", _Side.SYMBOL
)
_SIDE_OF_CATEGORY = {"Ps": _Side.OPEN, "Pe": _Side.SHUT, "Pd": _Side.DASH, "Po": _Side.STOP}

# In one sweep, so that what is no quotation mark is stepped over: the value of a markup attribute
# (<a href="page.html">, but not: x = "We go"), an apostrophe between letters or digits (don't,
# O’Neill, 6'2), and of three typed apostrophes ('''We go,' … the deal,''') which two are the double.
_SCAN = re.compile(
    r"""(?<=\w)=["'“”][^"'“”<>\n]*["'“”](?=[\s/>])
    |(?<=[^\W_])['’‘`´](?=[^\W_])
    |(?P<glyph>'(?=''(?![\w'$\[(]))|''|``|´´|‘‘|’’|["＂“”„‟〝〞〟'＇`´‘’‚‛«»‹›「」『』])""",
    re.VERBOSE,
)
_LETTERS_AFTER = re.compile(r"[^\W\d_]+['’]?")
_LETTERS_BEFORE = re.compile(r"['’‘]?[^\W\d_](?:[^\W\d_]|['’](?=\w))*\Z")
_DECADE = re.compile(r"\d0s\b|\d\d(?![\w%]|[.,]\d)")
_TO_STRAIGHT = str.maketrans("’‘", "''")
_LONGEST_ELISION = 12


def find_glyphs(text: str, start: int, end: int) -> list[Glyph]:
    """The glyphs of ``text[start:end]`` that may be quotation marks, in order.

    Apostrophes between letters and the values of markup attributes are left out.

    >>> [glyph.char for glyph in find_glyphs("They don't say “no” to a 27\\" screen.", 0, 36)]
    ['“', '”', '"']
    """
    found = list(_scan(text, start, end))
    lefts = [_past_formats(text, at, start, -1) for at, _ in found]
    rights = [_past_formats(text, to, end, 1) for _, to in found]
    # Glyphs that touch look through each other at what surrounds the whole run: "'We …
    for i in range(1, len(found)):
        if lefts[i] == found[i - 1][1]:
            lefts[i] = lefts[i - 1]
    for i in range(len(found) - 2, -1, -1):
        if rights[i] == found[i + 1][0]:
            rights[i] = rights[i + 1]
    glyphs = []
    for place, left, right in zip(found, lefts, rights, strict=True):
        before = _side(text, left - 1) if left > start else _Side.EDGE
        after = _side(text, right) if right < end else _Side.EDGE
        glyphs.append(_weigh(text, place, before, after))
    return glyphs


@cache
def pair_cost(opener: str, closer: str) -> int | None:
    """What it costs to close ``opener`` with ``closer``, in points; None for glyphs of two families."""
    if _GLYPHS[opener][0] is not _GLYPHS[closer][0]:
        return None
    return 0 if closer in _CLOSERS.get(opener, "") else 8


@cache
def unclosed_cost(opener: str) -> int:
    """What it costs to leave ``opener`` without its closing mark, in points.

    “ cannot be anything else; a straight mark may be an inch, a single one an apostrophe.
    """
    family, use = _GLYPHS[opener]
    return 25 if use is _Use.EITHER or family is Family.SINGLE else 20


def _scan(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of the glyphs. Stepped over: apostrophes between letters, values of attributes.

    ’’ is two glyphs where only single marks are used (‘They said ‘no’’, he wrote), and one where a
    double mark was typed with it (a “question’’ that he asked).
    """
    has_double = text.find("‘‘", start, end) >= 0 or text.find("“", start, end) >= 0
    are_singles = not has_double and text.find("‘", start, end) >= 0
    for match in _SCAN.finditer(text, start, end):
        if match["glyph"] == "’’" and are_singles:
            yield match.start(), match.start() + 1
            yield match.start() + 1, match.end()
        elif match["glyph"]:
            yield match.span()


def _past_formats(text: str, at: int, limit: int, step: int) -> int:
    """The border next to ``at``, going by ``step``, beyond characters that show nothing (U+202A, BOM)."""
    while at != limit and unicodedata.category(text[at - 1 if step < 0 else at]) == "Cf":
        at += step
    return at


def _side(text: str, at: int) -> _Side:
    """What the character at ``at`` is to a mark beside it."""
    if text[at] == "." and (text.startswith("..", at) or (at and text[at - 1] == ".")):
        return _Side.ELLIPSIS
    return _side_of(text[at])


@cache
def _side_of(char: str) -> _Side:
    """What a character is to a mark beside it; a symbol may as well begin a quotation as end it."""
    category = unicodedata.category(char)
    if char.isalnum() or category[0] == "M":
        return _Side.WORD
    if char.isspace() or char == "\0":
        return _Side.SPACE
    return _SIDE_OF_CHAR.get(char) or _SIDE_OF_CATEGORY.get(category, _Side.SYMBOL)


def _weigh(text: str, place: tuple[int, int], before: _Side, after: _Side) -> Glyph:
    """The glyph at ``place`` with the cost of each reading, from what stands on both sides."""
    at, to = place
    family, use = _GLYPHS[text[at:to]]
    opening = _OPEN_LEFT[before] + _OPEN_RIGHT[after]
    closing = _CLOSE_LEFT[before] + _CLOSE_RIGHT[after]
    # French sets « oui » apart with spaces: only the reversed »ja« is judged by its surroundings.
    share = _SHARE_OF_CONTEXT if family in {Family.DOUBLE, Family.SINGLE} else 1000
    if use is _Use.OPEN:
        opening, closing = opening // share, closing + _REVERSED
    elif use is _Use.CLOSE:
        opening, closing = opening + _REVERSED, closing // share
    if family is not Family.SINGLE:
        return Glyph(at, to, text[at:to], family, opening, closing, _skip_double(text, place, before, after))
    skip = _skip_single(text, place, before, after)
    if after is _Side.WORD and (elision := _elision_cost(text, to)):
        skip, opening = (5 if use is _Use.OPEN else 0), opening + elision
    return Glyph(at, to, text[at:to], family, opening, closing, skip)


def _skip_double(text: str, place: tuple[int, int], before: _Side, after: _Side) -> int:
    """What it costs to read a double mark as none: an inch or second, a ditto, an arrow, a slip.

    Written for: a 27" screen; Home » News; a stray ” whose opening mark is missing. Leaves alone:
    "It was in 2015," where closing is cheaper still.
    """
    at, to = place
    family, use = _GLYPHS[text[at:to]]
    if family is Family.GUILLEMET and after is _Side.SPACE and before in {_Side.SPACE, _Side.EDGE}:
        return 10
    if before is _Side.WORD and text[at - 1].isdigit():
        return 10
    # Dittos stand in columns, with wide gaps on both sides: Smith     "     "
    is_line_end = text[to : to + 1] in {"\n", ""}
    if text[max(0, at - 2) : at].isspace() and at > 1 and (is_line_end or text[to : to + 2].isspace()):
        return 10
    return {_Use.OPEN: 50, _Use.EITHER: 30, _Use.CLOSE: 25}[use]


def _skip_single(text: str, place: tuple[int, int], before: _Side, after: _Side) -> int:
    """What it costs to read a single mark as an apostrophe.

    Written for: the ministers' plan, where a word that ends in s stands before the mark. Leaves alone:
    'We go,' where the comma before it shows that the mark closes.
    """
    at, to = place
    if text[at:to] == "`":
        return 10
    if before is _Side.WORD and text[at - 1].isalnum():
        return _skip_after_word(text, at, after)
    if before is _Side.SPACE and after is _Side.SPACE:
        return 10
    if after is _Side.WORD and before is not _Side.STOP:
        return 30 if before is _Side.EDGE else {"’": 15, "‘": 25}.get(text[at:to], 20)
    return 30


def _skip_after_word(text: str, at: int, after: _Side) -> int:
    """What it costs to read the mark after a word as an apostrophe.

    Written for: the ministers' plan, goin' home, the good ol' days, 6' tall. Leaves alone: 'We go',
    where no letter is missing.
    """
    if text[at - 1].isdigit():
        return 5
    match = _LETTERS_BEFORE.search(text[max(0, at - _LONGEST_ELISION) : at])
    word = match.group().lower().translate(_TO_STRAIGHT) + "'" if match else "'"
    if word in word_list("elisions") or word.lstrip("'") in word_list("elisions"):
        return 0
    if word[-2:-1] in {"s", "x", "z"}:
        return 5
    if word.endswith("in'"):
        return 8
    return 20 if after in {_Side.STOP, _Side.SHUT} else 15


def _elision_cost(text: str, at: int) -> int:
    """What it costs to open a passage where letters or a century may be left out; 0 where none are.

    Written for: let ’em go, the ’90s, in ’16. Leaves alone: ’13,000 people came,’ he said. A number may
    as well be quoted ('24 hours in Berlin'), hence the lower cost.
    """
    if _DECADE.match(text, at):
        return 6
    match = _LETTERS_AFTER.match(text, at, at + _LONGEST_ELISION)
    word = "'" + match.group().lower().translate(_TO_STRAIGHT) if match else "'"
    return 10 if {word, word.rstrip("'")} & word_list("elisions") else 0
