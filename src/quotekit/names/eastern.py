"""Chinese and Korean names: which word is the family name, and pinyin for older spellings. No spaCy."""

from __future__ import annotations

import re
from functools import lru_cache

from attrs import frozen

from quotekit.lexicon import word_columns
from quotekit.names.spelling import latin, plain_word

__all__ = ["EasternName", "eastern_name"]

_PINYIN = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|uen|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|ia|ua|uo|a|o|e|i|u|v)"
)
_WADE_GILES = re.compile(
    r"(?:hs|ch'?|sh|ts'?|tz'?|sz|[ptk]'?|[mfnlhjyws])?"
    r"(?:iang|iung|uang|ang|eng|ing|ung|ieh|ien|iao|uai|uan|uei|ueh|ih|eh|ai|ei|ui|ao|ou|iu|an|en|in|un|ia|ua|uo|a|o|e|i|u)"
)
_KOREAN = re.compile(
    r"(?:ch|kk|tt|pp|ss|jj|sh|[gkndtrlmbpsjhyw])?"
    r"(?:yeo|yoo|you|woo|weo|eui|eo|eu|ae|oe|wa|wo|wi|ui|ya|yu|yo|ye|oo|ou|ee|a|e|i|o|u)(?:ng|[nmlkgpbth])?"
)
# What only the Wade-Giles system and older papers write.
_OLD = re.compile(r"^hs|'|^tz|^ts|ien$|ih$|ung$|ueh$|eh$|^sz|^jen$")
_INITIALS = (
    ("hs", "x"), ("ch'", "C"), ("ch", "J"), ("ts'", "c"), ("tz'", "c"), ("ts", "z"), ("tz", "z"), ("sz", "s"),
    ("p'", "P"), ("t'", "T"), ("k'", "K"), ("p", "b"), ("t", "d"), ("k", "g"), ("j", "r"),
)  # fmt: skip
_FINALS = (
    ("ien", "ian"), ("iung", "iong"), ("ung", "ong"),
    ("ieh", "ie"), ("ueh", "ue"), ("uei", "ui"), ("ih", "i"), ("eh", "e"),
)  # fmt: skip
_KOREAN_SOUNDS = (
    ("ch", "j"), ("sh", "s"), ("weo", "wo"), ("woo", "u"), ("yeo", "yo"), ("eo", "u"), ("eu", "u"),
    ("oo", "u"), ("ou", "u"),
    ("ee", "i"), ("eui", "ui"), ("k", "g"), ("t", "d"), ("p", "b"), ("r", "l"),
)  # fmt: skip


@frozen
class EasternName:
    """A Chinese or Korean name: its family name and its given name in one word, both as the key has them."""

    family: str
    given: str


def _pieces(word: str) -> list[str]:
    """The parts between hyphens, in lower-case letters and apostrophes."""
    text = re.sub("[’‘`´ʼ]", "'", latin(word))
    return [piece for piece in re.split(r"[-–‐‑]", text) if piece]


def _is_made_of(pattern: re.Pattern[str], word: str, n_max: int) -> bool:
    return re.fullmatch(f"(?:{pattern.pattern}){{1,{n_max}}}", word) is not None


def _pinyin(piece: str) -> str:
    """A syllable of the Wade-Giles system in pinyin: "tse" ze, "p'ing" ping, "hsiao" xiao."""
    text = piece
    for old, new in _INITIALS:
        if text.startswith(old):
            text = new + text[len(old) :]
            break
    for old, new in _FINALS:
        if text.endswith(old):
            text = text[: -len(old)] + new
            break
    if text.startswith("i"):  # "ing" is ying
        return "y" + text if text.startswith("in") else "yi"
    soft = text[1:2] in {"i", "u"} and text[1:] not in {
        "i",
        "u",
        "ui",
        "un",
        "uan",
        "uo",
        "uai",
        "ua",
        "uang",
    }
    text = text.replace("J", "j" if soft or text == "Jin" else "zh").replace("C", "q" if soft else "ch")
    return {"en": "en", "zhi": "zhi", "si": "si"}.get(text, text.lower())


def _korean(pieces: list[str]) -> str:
    text = "".join(pieces)
    for old, new in _KOREAN_SOUNDS:
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", text)


def _given(pieces: list[str], language: str, is_old: bool) -> str | None:
    """The given name as the key has it, or `None` where it is none of that language."""
    if not 1 <= len(pieces) <= 2:
        return None
    n_max = 2 if len(pieces) == 1 else 1
    if language == "ko":
        return _korean(pieces) if all(_is_made_of(_KOREAN, piece, n_max) for piece in pieces) else None
    if is_old and all(_is_made_of(_WADE_GILES, piece, n_max) for piece in pieces):
        return "".join(_pinyin(piece) for piece in pieces)
    if all(_is_made_of(_PINYIN, piece, n_max) for piece in pieces):
        return "".join(pieces).replace("'", "")
    return None


@lru_cache(maxsize=20_000)
def eastern_name(words: tuple[str, ...]) -> EasternName | None:
    """The name, where its words are a Chinese or a Korean family name and a given name, in either order.

    >>> eastern_name(("Xi", "Jinping")) == eastern_name(("Jinping", "Xi"))
    True
    >>> eastern_name(("Mao", "Tse-tung")), eastern_name(("Kim", "Kardashian"))
    (EasternName(family='mao', given='zedong'), None)
    """
    if not 2 <= len(words) <= 3 or any(len(plain_word(word)) < 2 for word in words):
        return None
    surnames = word_columns("family_first")
    genders = word_columns("given_genders")
    orders = [(words[0], words[1:]), (words[-1], words[:-1])]
    for at, (family, given) in enumerate(orders):
        entry = surnames.get("".join(_pieces(family)))
        if entry is None:
            continue
        # "Kim Clark", "Lee Ann Womack": a Western given name stands first.
        is_western = (at == 0 and plain_word(family) in genders) or any(
            plain_word(one) in genders for one in given
        )
        pieces = [piece for word in given for piece in _pieces(word)]
        if is_western and len(pieces) == len(given) == 1:
            continue
        is_old = (entry[0] != plain_word(family) or "-" in "".join(given)) and (
            entry[0] != plain_word(family) or any(_OLD.search(piece) for piece in pieces)
        )
        found = _given(pieces, entry[1], is_old)
        if found is not None:
            return EasternName(entry[0], found)
    return None
