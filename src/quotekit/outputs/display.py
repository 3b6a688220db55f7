"""Text as it may be shown: what a terminal or a browser would obey is made visible instead."""

from __future__ import annotations

import re
from unicodedata import category

from quotekit.model import Quote

__all__ = ["counted", "kind_label", "printable", "speaker_label"]

# Joiners stay: emoji, Persian and the scripts of India are spelt with them.
_JOINERS = "\u200c\u200d"
_SPACE = re.compile(r"\s+")
_BACK = re.compile(r"\r(?!\n)")  # a terminal would go back and write over the line


def printable(text: str, *, keep_lines: bool = False) -> str:
    """``text`` for a reader: runs of white space as one space, unless ``keep_lines`` leaves them.

    Control characters, those that turn the direction of writing, and other invisible ones become
    visible: the C0 set as the pictures that Unicode has for them, the rest as ``<U+202E>``. For
    display only; what is stored stays as it was.

    >>> printable("a\\x1b[31m\\u202eb\\n c")
    'a␛[31m<U+202E>b c'
    """
    kept = _BACK.sub("␍", text) if keep_lines else _SPACE.sub(" ", text).strip()
    return kept if kept.isprintable() else "".join(map(_visible, kept))


def speaker_label(quote: Quote) -> str:
    """Who said it, to be shown: the speaker's name, else the source in brackets, else a dash."""
    if quote.speaker is not None:
        return printable(quote.speaker.name) or "—"
    source = printable(" … ".join(span.text for span in quote.source))
    return f"({source})" if source else "—"


def kind_label(quote: Quote) -> str:
    """The kind, and what is special: ``indirect, denied`` or ``direct, thought``."""
    act = quote.act if quote.act != "speech" else ""
    return ", ".join(filter(None, (quote.kind, act, "denied" if quote.negated else "")))


def counted(n: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "quote"), counted(0, "quote")
    ('1 quote', '0 quotes')
    """
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _visible(char: str) -> str:
    if char.isprintable() or char in _JOINERS or char in "\n\r\t" or category(char) == "Zs":
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
