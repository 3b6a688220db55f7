"""Chinese and Korean names: which word is the family name, and pinyin for older spellings. No spaCy."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from attrs import frozen

from quotekit.lexicon import word_columns, word_rows
from quotekit.names.spelling import latin, pattern, plain_word

__all__ = ["EasternName", "eastern_name"]

_SOFT = re.compile(r"i.+|ue")
# What only the Wade-Giles system and older papers write.


@frozen
class EasternName:
    """A Chinese or Korean name: its family name and its given name in one word, both as the key has them."""

    family: str
    given: str


@cache
def _table(name: str) -> tuple[tuple[str, str], ...]:
    """A table of `syllables.txt`, in order."""
    return tuple((old, new) for table, old, new in word_rows("syllables") if table == name)


def _pieces(word: str) -> list[str]:
    """The parts between hyphens, in lower-case letters and apostrophes."""
    text = re.sub("[’‘`´ʼ]", "'", latin(word))
    return [piece for piece in re.split(r"[-–‐‑]", text) if piece]


def _are_made_of(syllable: str, pieces: list[str], n_max: int) -> bool:
    """Whether every piece is one to ``n_max`` syllables of that pattern."""
    made = re.compile(f"(?:{pattern(syllable).pattern}){{1,{n_max}}}")
    return all(map(made.fullmatch, pieces))


def _pinyin(piece: str) -> str:
    """A syllable of the Wade-Giles system in pinyin: "tse" ze, "p'ing" ping, "hsiao" xiao."""
    text = piece
    for old, new in _table("initial"):
        if text.startswith(old):
            text = new + text[len(old) :]
            break
    for old, new in _table("final"):
        if text.endswith(old):
            text = text[: -len(old)] + new
            break
    if text.startswith("i"):  # "ing" is ying
        return "y" + text if text.startswith("in") else "yi"
    # "chi", "ch'u", "chien": j and q stand before i, and before u where it is ü.
    is_soft = _SOFT.fullmatch(text[1:]) is not None or text == "Jin"
    text = text.replace("J", "j" if is_soft else "zh").replace("C", "q" if is_soft else "ch")
    return text.lower()


def _korean(pieces: list[str]) -> str:
    text = "".join(pieces)
    for old, new in _table("korean"):
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", text)


def _given(pieces: list[str], language: str, is_old: bool) -> str | None:
    """The given name as the key has it, or `None` where it is none of that language."""
    if not 1 <= len(pieces) <= 2:
        return None
    n_max = 2 if len(pieces) == 1 else 1
    if language == "ko":
        return _korean(pieces) if _are_made_of("korean_syllable", pieces, n_max) else None
    if is_old and _are_made_of("wade_giles_syllable", pieces, n_max):
        return "".join(_pinyin(piece) for piece in pieces)
    if _are_made_of("pinyin_syllable", pieces, n_max):
        return "".join(pieces).replace("'", "")
    return None


def _is_old(family: str, key: str, pieces: list[str]) -> bool:
    """Whether a name is in the Wade-Giles system: by its family name, or by what pinyin does not have."""
    return key != plain_word(family) or (
        len(pieces) > 1 and any(map(pattern("wade_giles_only").search, pieces))
    )


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
        for key, language in zip(entry[::2], entry[1::2], strict=True):
            found = _given(pieces, language, _is_old(family, key, pieces))
            if found is not None:
                return EasternName(key, found)
    return None
