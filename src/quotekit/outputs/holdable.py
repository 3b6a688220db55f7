"""Text as a file can hold it: what UTF-8 or XML has no place for gives way, a character for a character.

So offsets into what is written are offsets into the text as it was given.
"""

from __future__ import annotations

import re

__all__ = ["utf8_text", "xml_text"]

_SURROGATE = re.compile("[\ud800-\udfff]")
# What XML 1.0 allows nowhere, not even as a reference: the C0 set without tab, line feed and return, and the
# last two code points of the first plane.
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def utf8_text(text: str) -> str:
    """``text`` with U+FFFD for each lone surrogate, which is half of a character and has no UTF-8.

    >>> utf8_text("a\\ud83d b")
    'a\ufffd b'
    """
    return _SURROGATE.sub("\ufffd", text)


def xml_text(text: str) -> str:
    """``text`` with what XML 1.0 cannot hold replaced: control characters by pictures, others by U+FFFD.

    Nothing is escaped: ``<`` and ``&`` stay.

    >>> xml_text("a\\x1b[31m\\uffff")
    'a␛[31m\ufffd'
    """
    return _NOT_XML.sub(lambda found: _in_xml(found[0]), text)


def _in_xml(char: str) -> str:
    return chr(0x2400 + ord(char)) if char < " " else "\ufffd"
