"""Whether a number counts something: the ones in names and in set phrases do not."""

from __future__ import annotations

from quotekit.lexicon import word_list
from quotekit.statements.amounts import DASHES, suffixes
from quotekit.statements.figures import Number, Tokens, number_words
from quotekit.statements.measures import unit_after, unit_before

__all__ = ["counts", "is_in_name"]


def is_in_name(tokens: Tokens, i: int) -> bool:
    """Whether a figure belongs to a name: "COVID-19", "G20", "MiG-29", "Windows 10"."""
    words = tokens.words
    if not "0" <= words[i][0] <= "9":
        return (
            tokens.is_capital(i) and tokens.is_capital(i - 1) and words[i - 1] in word_list("numbered_names")
        )
    if tokens.is_glued(i):
        before = tokens.raw(i - 1)
        if before.isalpha() and unit_before(tokens, i) is None and before.lower() not in {"no", "c", "ca"}:
            return True
        if before in DASHES and tokens.is_glued(i - 1) and tokens.raw(i - 2).isalpha():
            return words[i - 2] not in number_words() and words[i - 2] not in {"top", "sub", "mid"}
        if before in {".", "/", ","} and tokens.is_glued(i - 1) and tokens.raw(i - 2)[-1:].isalnum():
            return before != "/" or not tokens.raw(i - 2).isdigit()
    after = tokens.raw(i + 1)
    if after[:1].isalpha() and tokens.is_glued(i + 1):
        return after.lower() not in suffixes() and unit_after(tokens, i + 1) is None
    return _is_numbered(tokens, i)


def _is_numbered(tokens: Tokens, i: int) -> bool:
    """Whether the figure numbers the name before it: "Rossiya 1 has", not "In Moscow 13 patients died"."""
    words = tokens.words
    if not tokens.raw(i - 1).isalpha() or not tokens.is_capital(i - 1):
        return False
    if words[i - 1] in word_list("numbered_names"):
        return True
    if (
        i < 2
        or words[i - 1].endswith("s")
        or words[i - 2] in {".", ":", "“", '"'}
        or words[i - 1] in word_list("number_nouns")
    ):
        return False
    if unit_before(tokens, i) is not None or words[i - 1] in word_list("weekdays"):
        return False
    after = words[i + 1]
    if after in {"-", "–", "%", ":", "/", "°", "+"} or unit_after(tokens, i + 1) or after in number_words():
        return False
    return not after[:1].isalpha() or tokens.is_capital(i + 1) or after in word_list("function_words")


def counts(tokens: Tokens, i: int, number: Number) -> bool:
    """Whether a word for a number counts something: "one person", but not "no one" and "one another"."""
    words, word, after = tokens.words, tokens.words[i], tokens.words[number.stop]
    if number.stop == i + 1:
        if word == "one":
            return _is_one(tokens, i)
        if word in {"pair", "tens", "scores"} and after != "of":
            return False
        if number.form == "part" and not word[0].isdigit():
            return _is_fraction(tokens, i)
        if word == "both":
            return "and" not in words[i + 1 : i + 5]
    if word in {"few", "couple"}:
        return words[i - 1] in {"a", "past", "last", "next"} or (word == "few" and words[i - 1] == "first")
    return True


def _is_one(tokens: Tokens, i: int) -> bool:
    """Whether "one" counts: "one of them died", but not "one of the best", "one another", "no one"."""
    words, after = tokens.words, tokens.words[i + 1]
    if words[i - 1] in word_list("one_not_after") or after in word_list("one_not_before"):
        return False
    if after in {"'", "’", "-"} and words[i + 2] in {"s", "on", "sided"}:
        return False
    near = words[i + 2 : i + 5] if after == "of" else []
    return not any(word in word_list("superlatives") or _is_superlative(word) for word in near)


def _is_superlative(word: str) -> bool:
    return len(word) > 5 and word.endswith("est")


def _is_fraction(tokens: Tokens, i: int) -> bool:
    """Whether "half" or "quarter" is a share: "half of them", but not "the first half", "half-time"."""
    words, before, after = tokens.words, tokens.words[i - 1], tokens.words[i + 1]
    if len(words[i]) == 1:
        return True
    entry = number_words().get(before)
    if (entry is not None and entry.kind == "ordinal") or before in word_list("half_not_after"):
        return False
    if words[i] == "quarter":
        return before in {"a", "-"} and (after == "of" or not after[:1].isalpha())
    if words[i] != "half":
        return False
    if after in word_list("half_before") or not after or not (after[0].isalpha() or after == "-"):
        return True
    at = i + 2 if after == "-" else i + 1
    return unit_after(tokens, at) is not None and words[at] not in {"times", "x", "c", "f", "m", "second"}
