"""The sentence of a text that says what a quote says, in other words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from math import log
from typing import Final

from attrs import frozen

from quotekit.lexicon import word_list
from quotekit.model import TextSpan, Verdict
from quotekit.statements.opposites import lemma
from quotekit.statements.similarity import same_statement
from quotekit.statements.thresholds import RESTATED_SCORE, RESTATED_WORDS, RESTATEMENTS_READ, SENTENCE_CHARS
from quotekit.statements.transcripts import Turns, Words, read_words, turns_of

__all__ = ["Restatement", "find_restatement", "nearest_sentences"]

# A sentence, roughly: up to a stop that white space follows, or to the end of its line.
_SENTENCE: Final = re.compile(r"\S(?:[^\n.?!…]|[.?!…]+(?![.?!…”’\"')\]]*\s))*[.?!…”’\"')\]]*")


@frozen
class Restatement:
    """A sentence, and the verdict on whether it is the statement that the quote is."""

    span: TextSpan
    verdict: Verdict


def _sentences(text: str, turns: Turns) -> list[tuple[int, int]]:
    """The sentences of a text, without the labels of turns and what stands before the first word."""
    found = []
    labelled = dict(zip(turns.starts, turns.ends, strict=True))
    for match in _SENTENCE.finditer(text):
        for start in range(match.start(), match.end(), SENTENCE_CHARS):
            end = min(start + SENTENCE_CHARS, match.end())
            start = labelled.get(start, start)
            while start < end and not text[start].isalnum():
                start += 1
            if start < end:
                found.append((start, end))
    return found


def _content_words(text: str) -> frozenset[str]:
    """The lemmas of the words of a text that are none of grammar."""
    slight = word_list("function_words")
    return frozenset(lemma(form) for form in read_words(text).forms if form not in slight)


def nearest_sentences(quote: str, words: Words) -> list[TextSpan]:
    """The sentences that share most with a quote, rare words weighing more, the nearest first.

    Words are compared by lemma; words of grammar do not count. Of equals the first comes first.
    """
    wanted = _content_words(quote)
    lemmas = {form: lemma(form) for form in set(words.forms)}
    places: dict[str, list[int]] = defaultdict(list)
    for (start, _), form in zip(words.spans, words.forms, strict=True):
        if lemmas[form] in wanted:
            places[lemmas[form]].append(start)
    sentences = _sentences(words.text, turns_of(words.text))
    starts = [start for start, _ in sentences]
    weights: dict[int, float] = defaultdict(float)
    for found in places.values():
        inside = {bisect_right(starts, at) - 1 for at in found}
        for at in inside:
            weights[at] += log(1 + len(sentences) / len(inside))
    order = sorted((at for at in weights if at >= 0), key=lambda at: (-weights[at], at))
    return [TextSpan.of(words.text, *sentences[at]) for at in order[:RESTATEMENTS_READ]]


def find_restatement(quote: str, words: Words) -> Restatement | None:
    """The sentence that is the same statement as a quote, or the same but for a fact; nothing where none is.

    Only the sentences of `nearest_sentences` are read. The likeliest is given; where none is the same, the
    likeliest that conflicts. A quote of few words has none.
    """
    if len(_content_words(quote)) < RESTATED_WORDS:
        return None
    read = [Restatement(span, same_statement(quote, span.text)) for span in nearest_sentences(quote, words)]
    near = [one for one in read if _is_near(one.verdict)]
    return max(near, key=lambda one: (one.verdict.same, one.verdict.score), default=None)


def _is_near(verdict: Verdict) -> bool:
    return verdict.relation == "conflicting" or (verdict.same and verdict.score >= RESTATED_SCORE)
