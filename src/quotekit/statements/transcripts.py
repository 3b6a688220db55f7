"""A transcript as words with their places, and whose turn each is; a quote as the words that it claims."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from attrs import field, frozen

from quotekit.statements.thresholds import BRACKET_WORDS

__all__ = [
    "Claim",
    "Slot",
    "SlotKind",
    "Turns",
    "Words",
    "fold_spelling",
    "read_claim",
    "read_words",
    "turns_of",
]

SlotKind = Literal["ellipsis", "piece", "part", "bracket"]

_APOSTROPHES: Final = "'’ʼ‘`´"
# Marks that sit on a letter, and characters that show nothing: soft hyphens and joiners.
_UNSEEN: Final = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
# A plain word, which most are (it takes a third off the time); a figure ("1,200", "12:25", "5bn"); letters
# with full stops ("U.S"); letters with inner apostrophes.
_FORM: Final = (
    rf"[A-Za-z]{{2,}}(?![\w{_APOSTROPHES}{_UNSEEN}])"
    r"|\d+(?:[.,:]\d+)*[^\W\d_]*"
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"
    rf"|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+|[{_UNSEEN}]+[^\W_]*)*"
    r"|[%&$€£¥₽]"
)
_WORD: Final = re.compile(_FORM)
_DOTS: Final = r"…|\.(?:[ \t]?\.){2,}"
# What an editor has put in: "[…]", "expect[s]", "[W]e", "[the government]", "(the government)".
_CLAIMED: Final = re.compile(
    rf"(?P<dots>[\[(]\s*(?:{_DOTS})\s*[\])]|{_DOTS})"
    r"|(?P<mended>[^\W_]+\[[^\W_]{1,6}\][^\W_]*|\[[^\W_]{1,6}\][^\W_]+)"
    r"|(?P<bracket>\[[^\[\]\n]{1,200}\]|\([^()\n]{1,200}\))"
    rf"|(?P<word>{_FORM})"
)
_INSIDE: Final = re.compile(r"\[([^\]]*)\]")
_GROUPED: Final = re.compile(r"(?<=\d),(?=\d{3})")
# "Q." or "Q:"; a name, a role in capitals, or both, with a note in brackets: "Sergei LAVROV (through an
# interpreter):". A sentence that goes on in lower case before its colon is none.
_CAPITAL: Final = r"[^\W\d_a-z][\w.'’-]*"
_LABEL: Final = re.compile(
    r"^[ \t*_#>-]*(?P<label>[QA](?=\.[ \t])"
    rf"|{_CAPITAL}(?:[ \t]+(?:of|the|and|{_CAPITAL})){{0,5}}(?:[ \t]*\([^()\n]{{1,40}}\))?(?=[ \t*_]*[:：]))",
    re.MULTILINE,
)


@frozen(eq=False)
class Words:
    """The words of a text: folded forms, and half-open offsets into the text as it was given."""

    text: str = field(repr=False)
    forms: Sequence[str]
    spans: Sequence[tuple[int, int]]

    def shown(self, first: int, last: int) -> str:
        """The words from ``first`` up to ``last``, as the text spells them, joined by spaces."""
        return " ".join(self.text[start:end] for start, end in self.spans[first:last])

    def between(self, left: int, right: int) -> str:
        """What stands in the text after word ``left`` and before word ``right``."""
        start = self.spans[left][1] if left >= 0 else 0
        return self.text[start : self.spans[right][0]] if right < len(self.spans) else self.text[start:]


@frozen
class Slot:
    """A place before word ``index`` of a claim where the transcript may have more words.

    ``ellipsis`` is marked as left out; at a ``piece`` the report breaks in; at a ``part`` of a mixed quote
    nothing is claimed; a ``bracket`` has words of the editor, which are ``text`` and, folded, ``forms``.
    """

    index: int
    kind: SlotKind
    text: str = ""
    forms: tuple[str, ...] = ()


@frozen
class Claim:
    """The words that a quote claims were said, as spelt and folded, with its slots in their order.

    ``bare`` has, by position, the form of a word without the letters that an editor bracketed in it.
    """

    words: tuple[str, ...]
    forms: tuple[str, ...]
    slots: tuple[Slot, ...]
    bare: tuple[tuple[int, str], ...] = ()

    def shown(self, first: int, last: int) -> str:
        """The words from ``first`` up to ``last``, joined by spaces."""
        return " ".join(self.words[first:last])


def fold_spelling(word: str) -> str:
    """A word without case, accents, invisible characters and separators of thousands.

    >>> [fold_spelling(word) for word in ("Café", "DON’T", "1,200", "U.S", "%")]
    ['cafe', "don't", '1200', 'us', 'percent']
    """
    if word in "%&":
        return "percent" if word == "%" else "and"
    plain = word if word.isascii() else _plain(word)
    if "." in plain and not plain[0].isdigit():
        plain = plain.replace(".", "")
    return _GROUPED.sub("", plain.replace("`", "'").casefold()) or word


def _plain(word: str) -> str:
    """The word in compatible letters, with straight apostrophes."""
    for mark in _APOSTROPHES[1:]:
        word = word.replace(mark, "'")
    kept = (
        character
        for character in unicodedata.normalize("NFKD", word)
        if unicodedata.category(character) not in {"Mn", "Cf", "Zs"}
    )
    return "".join(kept)


def read_words(text: str) -> Words:
    """The words of a text, in order; punctuation is none.

    >>> read_words("The U.S. won’t pay 1,200 dollars.").forms
    ('the', 'us', "won't", 'pay', '1200', 'dollars')
    """
    spans = [found.span() for found in _WORD.finditer(text)]
    raw = [text[start:end] for start, end in spans]
    folded = {word: fold_spelling(word) for word in set(raw)}
    return Words(text, tuple([folded[word] for word in raw]), spans)


def read_claim(pieces: Iterable[str], between: SlotKind) -> Claim:
    """The words of a quote in pieces, with a slot of the kind ``between`` from each piece to the next.

    A bracket with more words than an editor puts in is speech, and so is one that is all there is.

    >>> claim = read_claim(["[The bank] expect[s] … nothing"], "piece")
    >>> claim.words, [(slot.index, slot.kind) for slot in claim.slots]
    (('expect[s]', 'nothing'), [(0, 'bracket'), (1, 'ellipsis')])
    """
    pieces = tuple(pieces)
    claim = _read_claim(pieces, between, brackets=True)
    return claim if claim.words else _read_claim(pieces, between, brackets=False)


def _read_claim(pieces: tuple[str, ...], between: SlotKind, *, brackets: bool) -> Claim:
    words: list[str] = []
    slots: list[Slot] = []
    bare: list[tuple[int, str]] = []
    for number, piece in enumerate(pieces):
        if number:
            slots.append(Slot(len(words), between))
        for found in _CLAIMED.finditer(piece):
            if found["dots"]:
                slots.append(Slot(len(words), "ellipsis"))
            elif found["bracket"]:
                inner = _WORD.findall(found[0])
                if brackets and inner and len(inner) <= BRACKET_WORDS:
                    forms = tuple(map(fold_spelling, inner))
                    slots.append(Slot(len(words), "bracket", found[0], forms))
                else:
                    words += inner
            else:
                if found["mended"]:
                    bare.append((len(words), fold_spelling(_INSIDE.sub("", found[0]))))
                words.append(found[0])
    forms = tuple(fold_spelling(_INSIDE.sub(r"\1", word)) for word in words)
    return Claim(tuple(words), forms, tuple(slots), tuple(bare))


@frozen
class Turns:
    """Who has the floor: where each label starts and ends, and whom it names."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    labels: tuple[str, ...]

    def at(self, offset: int) -> str:
        """The label of the turn that the character stands in; nothing before the first."""
        found = bisect_right(self.starts, offset) - 1
        return self.labels[found] if found >= 0 else ""

    def is_label(self, start: int, end: int) -> bool:
        """Whether the characters stand inside a label."""
        found = bisect_right(self.starts, start) - 1
        return found >= 0 and end <= self.ends[found]


def turns_of(text: str) -> Turns:
    """The turns of a transcript: lines that open with a capitalised name and a colon, or "Q." and "A.".

    >>> turns_of("Q: Will you stay?\\nMr. LAVROV: Yes.\\nWe said: no.").labels
    ('Q', 'Mr. LAVROV')
    """
    found = [(match.start("label"), match.end("label"), match["label"]) for match in _LABEL.finditer(text)]
    starts, ends, labels = zip(*found, strict=True) if found else ((), (), ())
    return Turns(starts, ends, labels)
