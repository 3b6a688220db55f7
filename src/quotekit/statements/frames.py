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


@cache
def _subject() -> str:
    plurals = "|".join(sorted(word_list("frame_subjects")))
    verbs = "|".join(sorted(word_list("auxiliaries") | word_list("negators")))
    word = rf" (?!(?:{verbs})\b)[a-z][a-z'’-]*"
    noun = rf"(?:the|a|an|one|another|some|this|his|her|their|its)(?:{word}){{1,4}}?"
    return rf"(?:he|she|they|it|i|we|{plurals}|{noun})"


@cache
def _verb() -> str:
    verbs = sorted(word for word in word_list("reporting_words") if word not in {"according", "message"})
    return rf"(?:{'|'.join(verbs)}|pointed out|made clear|went on to say)"


@cache
def _before() -> re.Pattern[str]:
    subject, verb = _subject(), _verb()
    forms = (
        rf"according to (?:him|her|them|it|{subject}),",
        r"in (?:his|her|their|its) (?:own )?(?:words|opinion|view),",
        rf"{subject} {_SOON}{verb}{_WHEN}(?: that\b|:|,(?= ?[“\"A-Z]))",
        rf"{subject} {_SOON}{_SAID}\b(?! (?:no|so|nothing|little|it|to|of)\b)",
        rf"it (?:was|is|has been) (?:also )?{verb} that\b",
        rf"as {subject} (?:(?:was|were) )?{verb}[a-z ]*,",
    )
    # Case counts, but for the first letter: a frame with a name is a part of the statement.
    return re.compile(rf"[\W_]*(?:{'|'.join(forms)})\s*")


@cache
def _behind() -> re.Pattern[str]:
    subject, verb = _subject(), _verb()
    forms = (rf"{subject} {_SOON}{verb}{_WHEN}", rf"{verb} {subject}", rf"according to {subject}")
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
    if found is not None and len(text[found.end() :].split()) >= _WORDS_LEFT:
        start = found.end()
    for comma in reversed([place for place in range(max(start, end - _LONGEST), end) if text[place] == ","]):
        behind = _behind().fullmatch(text, comma)
        if behind is not None and len(text[start:comma].split()) >= _WORDS_LEFT:
            return start, comma
    return start, end
