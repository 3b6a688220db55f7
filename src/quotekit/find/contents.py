"""What is reported: the content of each cue, and passages in marks that nothing introduces.

A content here is that of one cue, or one passage; `quotekit.resolve.attribution` joins those that
belong together.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotekit.model import Content, Cue, Mark
from quotekit.readings import Reading
from quotekit.settings import PASSAGE_SHARE
from quotekit.syntax import Tree, path_between, span_of, tokens_in, top_of

__all__ = ["find_contents"]

_OPENS_UTTERANCE = frozenset({".", "!", "?", ":", ")", "…", "—", "–", "]", "/"})
_ENDS_UTTERANCE = frozenset({".", "!", "?", "…", ","})
_WORDS_OF_A_SENTENCE = 3


def find_contents(
    tree: Tree, cues: Sequence[Cue], readings: Sequence[Reading], marks: Sequence[Mark]
) -> list[Content]:
    """The passages that are reported, by start, then end; one that nothing introduces has the cue `None`."""
    heads = {cue.head for cue in cues}
    contents = [
        Content(
            [span_of(tree, first, last) for first, last in reading.content],
            reading.head,
            _reason(tree, reading),
            reading.score,
        )
        for reading in readings
        if reading.head in heads and reading.content
    ]
    covered = _covered(tree, [reading for reading in readings if reading.head in heads])
    contents += [
        Content([mark.inner], None, "uncued")
        for mark in marks
        if mark.inner is not None and mark.depth == 0 and _is_utterance(tree, mark, covered)
    ]
    return sorted(contents, key=lambda content: (content.spans[0].start, content.spans[-1].end))


def _reason(tree: Tree, reading: Reading) -> str:
    """How the content hangs on the cue: "ccomp suspend"; "passage in marks"."""
    words = [at for at in reading.tokens(reading.content) if not tree.is_punctuation(at)]
    if reading.by != "labeller":
        return reading.by
    if not words or all(tree.outer[at] >= 0 and tree.outer[at] != tree.outer[reading.head] for at in words):
        return f"passage in marks ({reading.by})"
    top = top_of(tree, words)
    return f"{path_between(tree, reading.head, top)} {tree.words[top]} ({reading.by})"


def _covered(tree: Tree, readings: Sequence[Reading]) -> list[bool]:
    """For each token whether somebody reports it whose cue does not stand in the same passage in marks."""
    covered = [False] * len(tree)
    for reading in readings:
        for at in reading.tokens(reading.content):
            covered[at] = covered[at] or tree.outer[at] < 0 or tree.outer[at] != tree.outer[reading.head]
    return covered


def _is_utterance(tree: Tree, mark: Mark, covered: Sequence[bool]) -> bool:
    """Whether a passage that nothing introduces is speech: it begins and ends as a sentence does.

    “We went home.” is; the “Clean Barrel” programme, “Dam” jokes are not.
    """
    first, last = tokens_in(tree, mark.span.start, mark.span.end)
    words = [at for at in range(first, last) if not tree.is_punctuation(at)]
    inner = mark.inner.text.rstrip() if mark.inner is not None else ""
    if not words or sum(covered[at] for at in words) >= PASSAGE_SHARE * len(words):
        return False
    before = first - 1
    while before >= 0 and tree.space[before]:
        before -= 1
    starts = before < 0 or tree.paragraph[before] != tree.paragraph[first]
    opens = starts or tree.words[before] in _OPENS_UTTERANCE or tree.outer[before] >= 0
    if not opens or mark.continued:
        return mark.continued
    if starts and last < len(tree) and tree.words[last] == ":" and tree.paragraph[first] == 0:
        return True
    long_enough = len(inner.split()) > _WORDS_OF_A_SENTENCE
    return inner[-1:] in _ENDS_UTTERANCE or mark.continues or (not mark.closed and long_enough)
