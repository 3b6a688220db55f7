"""What the labeller sees of a parsed article: numbers a token, and numbers a pair of cue and token.

Everything here is read off the parse, the quotation marks and the paragraphs, so that any pipeline
with the same label scheme will do. All tables are small, and hold no text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from spacy.lang.lex_attrs import word_shape
from spacy.strings import get_string_id
from spacy.tokens import Doc

from quotekit.labeller.vectors import WordVectors
from quotekit.model import Mark
from quotekit.settings import LABELLER_WINDOW
from quotekit.syntax import Tree, tokens_in

__all__ = [
    "BETWEEN",
    "DISTANCES",
    "MARK_RELATIONS",
    "MARK_STATES",
    "PARAGRAPH_STEPS",
    "POSITIONS",
    "SENTENCE_STEPS",
    "Inputs",
    "Layout",
    "Pairs",
    "label_numbers",
    "layout",
    "pairs",
    "path_rows",
    "read_inputs",
]

Ints = NDArray[np.int64]

MAX_DEPTH = 24
"""Levels of a tree: what hangs deeper is read as if it hung there."""
UP, DOWN = 5, 3
"""Steps of a path that are told apart: 0 to 4 up from the cue, 1 to 3 down to the token."""

MARK_STATES = 8
POSITIONS = 4
DISTANCES = 33
SENTENCE_STEPS = 7
PARAGRAPH_STEPS = 5
MARK_RELATIONS = 16
BETWEEN = 8


@frozen(eq=False)
class Layout:
    """One article, an entry a token; ``depth`` and ``ancestors`` (levels, tokens) are of its trees.

    ``state`` says how a token stands to the quotation marks (0 to 7), ``position`` whether it opens a
    sentence or a paragraph, ``region`` which passage in marks it stands in (-1: none).
    """

    heads: Ints
    deps: Ints
    sentence: Ints
    paragraph: Ints
    region: Ints
    state: Ints
    position: Ints
    depth: Ints
    ancestors: Ints

    def __len__(self) -> int:
        return len(self.heads)


def label_numbers(labels: Sequence[str]) -> dict[str, int]:
    """The number of each dependency label, from 1; one that is not here has 0."""
    return {label: number for number, label in enumerate(labels, 1)}


def layout(tree: Tree, marks: Sequence[Mark], labels: Mapping[str, int]) -> Layout:
    """The numbers of one article; ``labels`` numbers the dependency labels from 1 (others get 0)."""
    heads = np.array(tree.heads, dtype=np.int64)
    region = np.array(tree.outer, dtype=np.int64)
    sentence = np.array(tree.sentence, dtype=np.int64)
    paragraph = np.array(tree.paragraph, dtype=np.int64)
    depth, ancestors = _ancestors(heads)
    return Layout(
        heads=heads,
        deps=np.array([labels.get(dep, 0) for dep in tree.deps], dtype=np.int64),
        sentence=sentence,
        paragraph=paragraph,
        region=region,
        state=_mark_states(tree, marks, region),
        position=_opens(sentence) + 2 * _opens(paragraph),
        depth=depth,
        ancestors=ancestors,
    )


def _opens(numbers: Ints) -> Ints:
    """1 for each token whose number is not that of the token before it."""
    return np.append(1, np.diff(numbers) != 0)[: len(numbers)].astype(np.int64)


def _mark_states(tree: Tree, marks: Sequence[Mark], region: Ints) -> Ints:
    """How each token stands to the marks.

    0 outside; 1 in a passage in marks, 2 in one inside another; 3 more for the marks themselves; 6 and
    7 instead of 1 and 4 where the closing mark is missing.
    """
    state = (region >= 0).astype(np.int64)
    for mark in marks:
        first, last = tokens_in(tree, mark.span.start, mark.span.end)
        if mark.depth:
            state[first:last] = 2
        elif not mark.closed:
            state[first:last] = 6
    for mark in marks:
        first, last = tokens_in(tree, mark.span.start, mark.span.end)
        if mark.inner is None:
            state[first:last] = 3
            continue
        inner_first, inner_last = tokens_in(tree, mark.inner.start, mark.inner.end)
        for side in (slice(first, inner_first), slice(inner_last, last)):
            state[side] = 5 if mark.depth else 4 if mark.closed else 7
    return state


def _ancestors(heads: Ints) -> tuple[Ints, Ints]:
    """How deep each token hangs, and its ancestor at each depth (itself at its own; -1 below)."""
    heads, depth = _shallow(heads)
    tokens = np.arange(len(heads))
    ancestors = np.full((MAX_DEPTH, len(heads)), -1, dtype=np.int64)
    ancestors[depth, tokens] = tokens
    for level in range(int(depth.max(initial=0)) - 1, -1, -1):
        deeper = depth > level
        ancestors[level, deeper] = heads[ancestors[level + 1, deeper]]
    return depth, ancestors


def _shallow(heads: Ints) -> tuple[Ints, Ints]:
    """Heads and depths where what hangs too deep hangs on its ancestor in the last level but one."""
    depth = np.zeros(len(heads), dtype=np.int64)
    above = np.arange(len(heads))
    while (moved := heads[above] != above).any():
        depth += moved
        above = heads[above]
    while (deep := depth[heads] >= MAX_DEPTH - 1).any():
        heads = np.where(deep, heads[heads], heads)
    return heads, np.minimum(depth, MAX_DEPTH - 1)


@frozen(eq=False)
class Pairs:
    """How tokens stand to cues: a row a cue, a column a token of its window, all (cues, window).

    ``tokens`` are clipped to the article where ``inside`` is false.
    """

    tokens: Ints
    inside: NDArray[np.bool_]
    distance: Ints
    sentence: Ints
    paragraph: Ints
    mark: Ints
    path: Ints
    between: Ints

    def columns(self) -> tuple[Ints, ...]:
        """What there is to know of each pair, table by table."""
        return (self.distance, self.sentence, self.paragraph, self.mark, self.path, self.between)


@frozen(eq=False)
class Inputs:
    """What the encoder reads of each word, a row a word.

    ``hashes`` (words, 6) of lower case, prefix, suffix, shape, tag and entity type; ``numbers``
    (words, 3) for dependency label, marks and position; ``vectors`` (words, width), zeros where a
    word has none; ``heads`` (words,).
    """

    hashes: NDArray[np.uint64]
    numbers: Ints
    vectors: NDArray[np.float32]
    heads: Ints


WORD_COLUMNS = ("LOWER", "PREFIX", "SUFFIX", "SHAPE", "TAG", "ENT_TYPE")


def read_inputs(doc: Doc, article: Layout, vectors: WordVectors) -> Inputs:
    """What the encoder reads of ``doc``, whose layout is ``article``."""
    hashes = _hashes(doc)
    return Inputs(
        hashes=hashes,
        numbers=np.stack([article.deps, article.state, article.position], axis=1),
        vectors=vectors.rows(hashes[:, 0]),
        heads=article.heads,
    )


def _hashes(doc: Doc) -> NDArray[np.uint64]:
    """The hashes (words, 6) of `WORD_COLUMNS`.

    A vocabulary without a language, as in a `Doc` made by hand, knows no lower case, prefix, suffix or
    shape: they are made here as spaCy's English makes them.
    """
    hashes = doc.to_array(list(WORD_COLUMNS)).reshape(len(doc), len(WORD_COLUMNS)).astype(np.uint64)
    for token in np.flatnonzero(hashes[:, 0] == 0).tolist():
        word = doc[token].text
        forms = (word.lower(), word[:1], word[-3:], word_shape(word))
        hashes[token, : len(forms)] = [get_string_id(form) for form in forms]
    return hashes


def path_rows(n_labels: int) -> int:
    """How many paths are told apart with so many labels (0 counted)."""
    return 1 + UP + UP * DOWN * n_labels


def pairs(article: Layout, cues: Ints, likely: NDArray[np.bool_], n_labels: int) -> Pairs:
    """How the tokens around each cue stand to it.

    ``cues`` are the cues' head tokens; ``likely`` says of every token whether it heads a cue, so that
    the words beyond the next cue are known as such.
    """
    before, after = LABELLER_WINDOW
    offsets = np.arange(-before, after)
    tokens = cues[:, None] + offsets
    inside = (tokens >= 0) & (tokens < len(article))
    tokens = np.clip(tokens, 0, max(len(article) - 1, 0))
    at = cues[:, None]
    size = np.floor(np.log2(np.abs(offsets) + 1) * 2).astype(np.int64)
    distance = np.sign(offsets) * np.minimum(size, DISTANCES // 2) + DISTANCES // 2
    return Pairs(
        tokens=tokens,
        inside=inside,
        distance=np.broadcast_to(distance, tokens.shape),
        sentence=_steps(article.sentence, tokens, at, SENTENCE_STEPS),
        paragraph=_steps(article.paragraph, tokens, at, PARAGRAPH_STEPS),
        mark=_mark_relations(article.region, tokens, at),
        path=_paths(article, tokens, at, n_labels),
        between=_cues_between(likely, tokens, at),
    )


def _cues_between(likely: NDArray[np.bool_], tokens: Ints, at: Ints) -> Ints:
    """How many likely cues stand between token and cue, to 3, twice; 1 more for a token that is one."""
    before = np.concatenate([[0], np.cumsum(likely)])
    left, right = np.minimum(tokens, at), np.maximum(tokens, at)
    between = before[right] - before[np.minimum(left + 1, right)]
    return cast("Ints", 2 * np.clip(between, 0, BETWEEN // 2 - 1) + likely[tokens])


def _steps(numbers: Ints, tokens: Ints, at: Ints, rows: int) -> Ints:
    """How many sentences (or paragraphs) from the cue to the token, clipped, from 0."""
    half = rows // 2
    return cast("Ints", np.clip(numbers[tokens] - numbers[at], -half, half) + half)


def _mark_relations(region: Ints, tokens: Ints, at: Ints) -> Ints:
    """How the passage in marks of a token stands to the cue: 0 none, 1 the cue's own, else which.

    2 to 4 is the first, second, third or a later passage before the cue, 5 to 7 after it; 8 more
    where the cue itself stands in marks.
    """
    own, theirs = region[at], region[tokens]
    changes = np.zeros(len(region), dtype=np.int64)
    changes[1:] = (region[1:] != region[:-1]) & (region[1:] >= 0)
    changes[0] = region[0] >= 0 if len(region) else 0
    # Passages are numbered as they open, whatever the marks inside them are called.
    ordinal = np.cumsum(changes)
    step = ordinal[tokens] - ordinal[at]
    after = np.clip(step - 1, 0, 2) + 5
    before = np.clip(np.where(own >= 0, -step - 1, -step), 0, 2) + 2
    relation = np.where(tokens > at, after, before)
    relation = np.where(theirs == own, 1, relation)
    relation = np.where(theirs < 0, 0, relation)
    return cast("Ints", relation + 8 * (own >= 0))


def _paths(article: Layout, tokens: Ints, at: Ints, n_labels: int) -> Ints:
    """The dependency path from cue to token: steps up, the label of the branch, steps down.

    0 where the two stand in different trees; then the cue's ancestors by steps; then the others.
    """
    ancestors, depth = article.ancestors, article.depth
    deepest = int(depth.max(initial=0)) + 1
    common = (ancestors[:deepest, tokens] == ancestors[:deepest, at]) & (ancestors[:deepest, tokens] >= 0)
    shared = common.sum(0)
    up = np.minimum(depth[at] - shared + 1, UP - 1)
    down = depth[tokens] - shared + 1
    branch = ancestors[np.minimum(shared, MAX_DEPTH - 1), tokens]
    label = article.deps[branch]
    row = 1 + UP + (up * DOWN + np.minimum(down, DOWN) - 1) * n_labels + label
    return np.where(shared == 0, 0, np.where(down <= 0, 1 + up, row))
