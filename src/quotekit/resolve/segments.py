"""What a content is made of: its clauses, each a `Segment`, which other renderings are compared with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import evolve, frozen

from quotekit.lexicon import word_columns
from quotekit.model import Mark, Quote, Segment, TextSpan
from quotekit.resolve.clauses import cut_clauses, has_tense, links_clauses
from quotekit.settings import FRAGMENT_WORDS, MARK_DEPTH, SENTENCE_WORDS
from quotekit.syntax import Tree, tokens_in, top_of

__all__ = ["cut_segments", "segment", "unmarked"]

_STOPS = frozenset({".", "!", "?"})
_PAUSES = frozenset({":", ";", "—", "–"})
# Brackets and marks by what closes them; a straight mark closes itself.
_OPENERS = {
    ")": "(", "]": "[", "}": "{", "”": "“„\"", "“": "„", "’": "‘‚", "‘": "‚", "»": "«", "«": "»", "›": "‹",
    '"': '"', "'": "'",
}  # fmt: skip
_PAIRED = frozenset("".join(_OPENERS.values())) | frozenset(_OPENERS)
# Signs that belong to the number or the name beside them.
_SIGNS = frozenset("%‰#&@§")
_LOOSE = frozenset({"P", "Z", "C"})


@frozen
class _Word:
    """A token of a content, as far as the content holds it; ``piece`` numbers the span it stands in."""

    token: int
    start: int
    end: int
    piece: int
    is_word: bool


def cut_segments(tree: Tree, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes with their segments, in the same order; a quote without content has none."""
    cut: dict[int, Quote] = {}
    for quote in sorted(quotes, key=_depth):
        parent = cut.get(id(quote.parent), quote.parent)
        cut[id(quote)] = evolve(quote, parent=parent, segments=segment(tree, quote.content))
    return [cut[id(quote)] for quote in quotes]


def _depth(quote: Quote) -> int:
    depth = 0
    while quote.parent is not None:
        depth, quote = depth + 1, quote.parent
    return depth


def segment(tree: Tree, spans: Sequence[TextSpan], *, into_clauses: bool = True) -> tuple[Segment, ...]:
    """The segments of a content, in the order of the text; none where it has neither letter nor digit.

    Every word of the content is in one of them, but for those that join two: "and", "but", "whereas",
    "that". A segment stands in pieces where the content does. Its pieces have no white space or
    punctuation at their ends, but for brackets and marks that pair inside. With ``into_clauses=False``
    sentences stay whole, for what somebody has cut already.

    >>> from quotekit.parsing import parse
    >>> from quotekit.syntax import read_tree
    >>> text = "Prices rose by a tenth, and wages stood still in May."
    >>> [part.text for part in segment(read_tree(parse(text)), [TextSpan.of(text, 0, len(text))])]
    ['Prices rose by a tenth', 'wages stood still in May']
    """
    words = list(_words(tree, spans))
    sentences = _sentences(tree, words)
    parts: list[Sequence[_Word]] = [*sentences]
    if into_clauses:
        parts = [
            part
            for at, sentence in enumerate(sentences)
            for part in _clauses(tree, sentence, is_first=not at)
        ]
    segments = (_segment(tree.text, part) for part in parts)
    return tuple(found for found in segments if found is not None)


def unmarked(text: str, marks: Sequence[Mark]) -> TextSpan | None:
    """A whole text without white space and the quotation marks around it; `None` where it has no word.

    >>> unmarked(" We stay. ", []).text
    'We stay.'
    """
    at = [place for place, character in enumerate(text) if character.isalnum()]
    if not at:
        return None
    stripped = text.strip()
    start = text.index(stripped)
    inner = [mark.inner for mark in marks if mark.inner is not None]
    around = [span for span in inner if span.start <= at[0] and at[-1] < span.end]
    return around[-1] if around else TextSpan.of(text, start, start + len(stripped))


def _words(tree: Tree, spans: Sequence[TextSpan]) -> Iterator[_Word]:
    """The tokens of a content in order, cut where its spans begin and end."""
    for piece, span in enumerate(sorted(spans)):
        for token in range(*tokens_in(tree, span.start, span.end)):
            start, end = max(span.start, tree.starts[token]), min(span.end, tree.ends[token])
            is_word = any(character.isalnum() for character in tree.text[start:end])
            yield _Word(token, start, end, piece, is_word)


def _sentences(tree: Tree, words: Sequence[_Word]) -> list[list[_Word]]:
    """The sentences of a content; what is none, as "Not one.", goes with the one before it or after it."""
    found: list[list[_Word]] = []
    for at, word in enumerate(words):
        if not at or _ends_between(tree, words[at - 1].token, word.token):
            found.append([])
        found[-1].append(word)
    joined: list[list[_Word]] = []
    is_waiting = True
    for sentence in found:
        is_fragment = _is_fragment(tree, sentence)
        if joined and (is_fragment or is_waiting):
            joined[-1] += sentence
        else:
            joined.append(sentence)
        is_waiting = is_waiting and is_fragment
    return joined


def _is_fragment(tree: Tree, sentence: Sequence[_Word]) -> bool:
    """Whether a sentence says nothing by itself: it is short, and has no verb with tense and no command."""
    tokens = [word.token for word in sentence if word.is_word]
    if len(tokens) < SENTENCE_WORDS:
        return True
    # Parsers miss verbs: "The harbour froze in May".
    if len(tokens) >= FRAGMENT_WORDS or has_tense(tree, tokens):
        return False
    top = top_of(tree, tokens)
    return tree.tags[top] != "VB" or tree.child(top, "aux") is not None


def _ends_between(tree: Tree, before: int, token: int) -> bool:
    """Whether a sentence ends between two tokens of a content that follow each other in it.

    It does not at a colon or a dash of the content, where a parser may begin one: see `cut_clauses`.
    """
    # "A," he said, adding: "B."
    if any(tree.words[at] == ":" or _is_stop(tree, at) for at in range(before + 1, token)):
        return True
    if tree.sentence[before] == tree.sentence[token]:
        return False
    if tree.paragraph[before] != tree.paragraph[token]:
        return True
    at = tree.bounds[tree.sentence[token]][0] - 1
    while at > before and tree.words[at] not in _STOPS | _PAUSES:
        at -= 1
    return tree.words[at] not in _STOPS | _PAUSES or _is_stop(tree, at)


def _is_stop(tree: Tree, token: int) -> bool:
    """Whether a token ends a sentence: not that of "Capt. Hollis" or "No. 7", where a tokenizer parts it."""
    if tree.words[token] not in _STOPS:
        return False
    is_glued = token > 0 and tree.ends[token - 1] == tree.starts[token]
    (before,) = word_columns("abbreviations").get(tree.lower[token - 1], ("",)) if is_glued else ("",)
    following = tree.words[token + 1][:1] if token + 1 < len(tree) else ""
    held = {"any": True, "number": following.isdigit(), "name": following.isupper()}
    return not held.get(before, False)


def _clauses(tree: Tree, sentence: Sequence[_Word], *, is_first: bool) -> Iterator[Sequence[_Word]]:
    """The statements of a sentence; the "And" or "But" that opens a later one goes with none."""
    start = 0
    if not is_first:
        opener = next((at for at, word in enumerate(sentence) if word.is_word), 0)
        start = opener + 1 if links_clauses(tree, sentence[opener].token) else 0
    for cut in cut_clauses(tree, [word.token for word in sentence]):
        yield sentence[start : cut.last]
        start = cut.first
    yield sentence[start:]


def _segment(text: str, words: Sequence[_Word]) -> Segment | None:
    """The segment of some words that follow each other in a content; `None` where none has a letter."""
    pieces = (list(run) for _, run in groupby(words, key=lambda word: word.piece))
    spans = [TextSpan.of(text, *_trimmed(text, run)) for run in pieces if any(word.is_word for word in run)]
    return Segment(tuple(spans)) if spans else None


def _trimmed(text: str, words: Sequence[_Word]) -> tuple[int, int]:
    """Where a piece starts and ends without white space, punctuation and what does not pair inside it."""
    start, end = words[0].start, words[-1].end
    first = next(word for word in words if word.is_word)
    last = next(word for word in reversed(words) if word.is_word)
    # The full stop of "the U.S." and the apostrophe of "'90s" are parts of their words.
    most = first.start if text[first.start] in "'’" else end
    least = last.end if text[last.end - 1] == "." else start
    edges = {*text[start : first.start + 1], *text[last.end - 1 : end]}
    paired = _paired(text, start, end) if edges & _PAIRED else frozenset()
    while start < most and start not in paired and _is_loose(text[start]):
        start += 1
    while end > least and end - 1 not in paired and _is_loose(text[end - 1]):
        end -= 1
    return start, end


def _is_loose(character: str) -> bool:
    """Whether a character is white space, punctuation, a mark, or nothing that shows."""
    return character in "`´" or (
        character not in _SIGNS and unicodedata.category(character)[0] in _LOOSE and not character.isalnum()
    )


def _paired(text: str, start: int, end: int) -> frozenset[int]:
    """The places of the brackets and marks of a range whose partner stands in it too."""
    found: set[int] = set()
    open_: list[int] = []
    for at in range(start, end):
        if text[at] not in _PAIRED or (
            start < at < end - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
        ):
            continue
        openers = _OPENERS.get(text[at], "")
        near = range(len(open_) - 1, max(-1, len(open_) - 1 - MARK_DEPTH), -1)
        partner = next((n for n in near if text[open_[n]] in openers), None)
        if partner is None:
            open_.append(at)
        else:
            found |= {open_[partner], at}
            del open_[partner:]
    return frozenset(found)
