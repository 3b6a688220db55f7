"""What a bare rendering says beside who said so: "The spokesman noted that …", "…, she added".

Outlets put such a frame before a statement or behind it, or leave it out. One that names nobody tells
nothing, so it is not read as a part of the statement. One with a name is.
"""

from __future__ import annotations

import re
from functools import cache

from quotekit.lexicon import word_list

__all__ = ["core_of"]

_WORDS_LEFT = 3  # a statement has no fewer
_LONGEST = 90  # characters of a frame

_FIRST = re.compile(r"[\W_]*[A-Z]")
_SAID = "(?:said|says|say)"
_SOON = r"(?:(?:also|later|earlier|then|further|again|has|have|had|however) )*"
_TIMES = "on|in|to|during|later|earlier|yesterday|today|a|the|an|statement|interview|reporters|journalists"
_WHEN = rf"(?: (?:{_TIMES})\b)*"


# Of a clause that tells which one is meant, and no frame: "the man who said he left".
_RELATIVE = "who|which|that|whose|whom|where|when|of|and|or"


@cache
def _subject(number: int) -> str:
    """A pronoun, or a noun with its article; the noun as a group of the pattern, with a number of its own."""
    plurals = "|".join(sorted(word_list("frame_subjects") | word_list("groups")))
    verbs = "|".join(sorted(word_list("auxiliaries") | word_list("negators")))
    word = rf" (?!(?:{verbs}|{_RELATIVE})\b)[a-z][a-z'’-]*"
    noun = rf"(?:the|a|an|one|another|some|this|his|her|their|its)(?P<noun{number}>(?:{word}){{1,4}}?)"
    return rf"(?:he|she|they|it|i|we|(?:{plurals})|{noun}(?: of (?:the )?[a-z]+)?)"


@cache
def _verb() -> str:
    verbs = sorted(word_list("reporting_words") - word_list("frame_nouns"))
    return rf"(?:{'|'.join(verbs)}|pointed out|made clear|went on to say)"


@cache
def _heads() -> frozenset[str]:
    """Who or what can say something in a frame."""
    names = ("frame_subjects", "roles", "groups", "kin", "documents")
    return frozenset().union(*(word_list(name) for name in names))


def _is_frame(found: re.Match[str] | None) -> bool:
    """Whether the nouns of a frame can say something: not "the highest toll reported", "the two states"."""
    if found is None:
        return False
    nouns = [words.split()[-1] for words in found.groupdict().values() if words]
    return all(noun.removesuffix("'s").removesuffix("’s") in _heads() for noun in nouns)


@cache
def _before() -> re.Pattern[str]:
    verb = _verb()
    forms = (
        rf"according to (?:him|her|them|it|{_subject(1)}),",
        r"in (?:his|her|their|its) (?:own )?(?:words|opinion|view),",
        rf"{_subject(2)} {_SOON}{verb}{_WHEN}(?: that\b|:|,(?= ?[“\"A-Z]))",
        rf"{_subject(3)} {_SOON}{_SAID}\b(?! (?:no|so|nothing|little|it|to|of)\b)",
        rf"it (?:was|is|has been) (?:also )?{verb} that\b",
        rf"as {_subject(4)} (?:(?:was|were) )?{verb}[a-z ]*,",
    )
    # Case counts, but for the first letter: a frame with a name is a part of the statement.
    return re.compile(rf"[\W_]*(?:{'|'.join(forms)})\s*")


@cache
def _behind() -> re.Pattern[str]:
    verb = _verb()
    forms = (
        rf"{_subject(1)} {_SOON}{verb}{_WHEN}",
        rf"{verb} {_subject(2)}",
        rf"according to {_subject(3)}",
    )
    return re.compile(rf",[\"”’']*\s+(?:{'|'.join(forms)})[\W_]*")


def core_of(text: str) -> tuple[int, int]:
    """From where to where a rendering is its statement, without frames that name nobody.

    >>> text = "The spokesman noted that the causes are unclear."
    >>> text[slice(*core_of(text))]
    'the causes are unclear.'
    """
    start, end = 0, len(text)
    first = _FIRST.match(text)
    opening = first[0].lower() if first is not None else ""
    found = _before().match(opening + text[len(opening) : _LONGEST])
    if found is not None and _is_frame(found) and len(text[found.end() :].split()) >= _WORDS_LEFT:
        start = found.end()
    for comma in reversed([place for place in range(max(start, end - _LONGEST), end) if text[place] == ","]):
        behind = _behind().fullmatch(text, comma)
        if _is_frame(behind) and len(text[start:comma].split()) >= _WORDS_LEFT:
            return start, comma
    return start, end
