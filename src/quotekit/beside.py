"""Which cue a passage in marks belongs to, from the words beside its marks.

The words count here more than the parse, which is at its worst beside quotation marks: it ends
sentences inside them and ties the cue to what it likes. Tags of marks are never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from quotekit.lexicon import cue_verbs, word_list
from quotekit.model import Content, Cue, Mark
from quotekit.names import is_title
from quotekit.settings import BESIDE_TOKENS
from quotekit.syntax import Tree, is_finite, tokens_in

__all__ = ["find_framed"]

_STOPS = frozenset({".", "!", "?", ";"})
_DASHES = frozenset({",", "–", "—", "-", "--"})
_OPENS_UTTERANCE = frozenset({".", "!", "?", ":", ")", "…", "—", "–", "]", "/"})


@frozen(eq=False)
class _Beside:
    """What the questions below share: the parse and the cues by head."""

    tree: Tree
    cues: dict[int, Cue]


def find_framed(
    tree: Tree, cues: Sequence[Cue], marks: Sequence[Mark], clauses: Sequence[Content]
) -> Iterator[Content]:
    """The passages in marks that are reported, by the cue beside them, or by none.

    Left out are passages that are no utterance: terms, titles, nicknames, and words in marks within a
    clause that ``clauses`` already has.
    """
    beside = _Beside(tree, {cue.head: cue for cue in cues})
    covered = _covered(tree, clauses)
    for mark in marks:
        if mark.inner is None:
            continue
        first, last = tokens_in(tree, mark.span.start, mark.span.end)
        cue = _trailing(beside, mark, last) if _is_opened(beside, first) else None
        if cue is None:
            cue = _leading(beside, mark, first, last)
        if cue is not None and beside.cues[cue].form == "noun" and any(covered[first:last]):
            continue
        if cue is not None:
            yield Content([mark.inner], cue, "marks")
        elif mark.depth == 0 and _is_utterance(beside, mark, first, last, covered):
            yield Content([mark.inner], None, "uncued")


def _covered(tree: Tree, clauses: Sequence[Content]) -> list[bool]:
    """For each token whether a clause reports it."""
    covered = [False] * len(tree)
    for content in clauses:
        for span in content.spans:
            first, last = tokens_in(tree, span.start, span.end)
            covered[first:last] = [True] * (last - first)
    return covered


def _is_opened(beside: _Beside, first: int) -> bool:
    """Whether a passage may begin an utterance, to judge by the word before it.

    Leaves "on “Morning Joe,” he said" alone.
    """
    tree = beside.tree
    before = first - 1
    while before >= 0 and tree.space[before]:
        before -= 1
    if before < 0 or tree.paragraph[before] != tree.paragraph[first] or beside.tree.outer[before] >= 0:
        return True
    return tree.is_punctuation(before) or tree.tags[before] == "CC" or before in beside.cues


def _window(beside: _Beside, token: int, step: int) -> Iterator[int]:
    """The tokens from ``token`` on, up to a stop, the end of the paragraph, or another passage."""
    tree = beside.tree
    if not 0 <= token < len(tree):
        return
    paragraph, mark = tree.paragraph[token], beside.tree.outer[token]
    for at in range(token, token + step * BESIDE_TOKENS, step):
        if not 0 <= at < len(tree) or tree.paragraph[at] != paragraph or beside.tree.outer[at] != mark:
            return
        if tree.words[at] in _STOPS:
            return
        yield at


def _trailing(beside: _Beside, mark: Mark, token: int) -> int | None:
    """The cue after a passage: "…," Lavrov said; "…," said Lavrov; "…", according to Lavrov.

    Leaves a new sentence alone: "…." Lavrov said that the talks were over.
    """
    tree = beside.tree
    if mark.inner is None or not mark.closed:
        return None
    end = mark.inner.text.rstrip()[-1:]
    parted = end in {",", "—", "–", "-"}
    while token < len(tree) and tree.words[token] in _DASHES and not parted:
        parted, token = True, token + 1
    while token < len(tree) and tree.words[token] in _DASHES:
        token += 1
    loose = parted or end in {"?", "!", "…"}
    if end in {".", "…"} and not parted and _starts_sentence(tree, token):
        return None
    for at in _window(beside, token, 1):
        if at == token and (tree.tags[at] == "CC" or tree.lower[at] in {"that", "which", "who"}):
            return None
        cue = beside.cues.get(at)
        if cue is not None and _follows(tree, cue, token, loose, parted):
            return at
    return None


def _starts_sentence(tree: Tree, token: int) -> bool:
    return token < len(tree) and tree.words[token][:1].isupper()


def _follows(tree: Tree, cue: Cue, token: int, loose: bool, parted: bool) -> bool:
    """Whether the words from ``token`` to the cue are its subject, or it comes first."""
    at = cue.head
    if cue.form == "preposition":
        return at == token
    if (
        cue.form != "verb"
        or cue.act == "refusal"
        or any(tree.tags[word] in {"WP", "WDT"} for word in range(max(token, at - 2), at))
    ):
        return False
    if not parted and any(tree.lower[after] == "that" for after in range(at + 1, min(at + 3, len(tree)))):
        return False
    if all(tree.tags[before] == "RB" for before in range(token, at)):
        return loose or tree.child(at, "nsubj") is not None
    subject = tree.child(at, "nsubj", "nsubjpass")
    if subject is not None and tree.left[subject] <= token <= subject:
        return loose or "," not in tree.words[token:at]
    return loose and _is_bare_subject(tree, token, at)


def _is_bare_subject(tree: Tree, first: int, verb: int) -> bool:
    """Whether the words before a verb can be its subject, whatever the parse made of them."""
    nominal = any(tree.tags[token].startswith(("NN", "PRP", "DT", "CD")) for token in range(first, verb))
    return nominal and not any(
        tree.is_verb(token) and is_finite(tree, token) and tree.deps[token] not in {"aux", "relcl"}
        for token in range(first, verb)
    )


def _leading(beside: _Beside, mark: Mark, first: int, last: int) -> int | None:
    """The cue before a passage: said, "…"; said: "…"; adding that "…"; the slogan "…"."""
    tree = beside.tree
    before = first - 1
    while before >= 0 and tree.space[before]:
        before -= 1
    if before < 0:
        return None
    word = tree.words[before]
    if word == ":":
        return _before_colon(beside, before)
    if tree.paragraph[before] != tree.paragraph[first]:
        return None
    if not _stands_alone(tree, mark, last):
        return None
    for skip in (before, before - 1, before - 2):
        if skip in beside.cues and all(
            tree.lower[at] in word_list("before_marks") for at in range(skip + 1, before + 1)
        ):
            return None if _only_names(beside, skip, mark) else skip
    if word not in {",", "that"} and not _is_sentence_like(mark):
        return None
    return _reaching(beside, before)


def _only_names(beside: _Beside, at: int, mark: Mark) -> bool:
    """Whether a cue before a passage says how something is called: "dubbed “Operation Dry Feet”".

    Leaves "called «fanciful»" alone, which is an opinion.
    """
    cue = beside.cues[at]
    if cue.form not in {"verb", "noun"}:
        return True
    entries = cue_verbs().get(beside.tree.lower[at], ())
    names = any("small" in entry.frames for entry in entries)
    return names and mark.inner is not None and is_title(mark.inner.text)


def _stands_alone(tree: Tree, mark: Mark, token: int) -> bool:
    """Whether nothing but a pause, a conjunction or an adverbial follows a passage.

    Leaves "said “Dam” jokes were over" alone: the clause goes on, and takes the marks along.
    """
    if token >= len(tree) or tree.space[token] or tree.is_punctuation(token):
        return True
    if mark.inner is not None and mark.inner.text.rstrip()[-1:] in {".", "!", "?", "…"}:
        return True
    return tree.tags[token] in {"CC", "IN", "RB", "TO", "WRB"} or tree.tags[token] == "VBG"


def _is_sentence_like(mark: Mark) -> bool:
    inner = mark.inner.text if mark.inner is not None else ""
    return inner[:1].isupper() and len(inner.split()) > 2 and not is_title(inner)


def _before_colon(beside: _Beside, colon: int) -> int | None:
    """The cue that a colon belongs to: the last verb that reports, else a noun, else the colon."""
    found = [at for at in _window(beside, colon, -1) if at in beside.cues]
    for act, forms in (("speech", ("verb",)), ("thought", ("verb",)), ("speech", ("noun", "colon"))):
        for at in found:
            if beside.cues[at].form in forms and beside.cues[at].act == act:
                return at
    return None


def _reaching(beside: _Beside, before: int) -> int | None:
    """The last verb before a passage whose adverbials alone stand between: "said in Riga on Monday, “"."""
    tree = beside.tree
    for at in _window(beside, before, -1):
        cue = beside.cues.get(at)
        if cue is not None and cue.form == "verb":
            return at if cue.act != "refusal" and _only_adverbials(tree, at, before) else None
        if tree.is_verb(at) and is_finite(tree, at):
            return None
        if tree.lower[at] == "that" and at != before:
            return None
    return None


def _only_adverbials(tree: Tree, verb: int, before: int) -> bool:
    """Whether the words after a verb are times, places and addressees: no further subject."""
    return not any(
        tree.deps[token] in {"nsubj", "nsubjpass", "expl"} and tree.heads[token] != verb
        for token in range(verb + 1, before + 1)
    )


def _is_utterance(beside: _Beside, mark: Mark, first: int, last: int, covered: list[bool]) -> bool:
    """Whether a passage that nothing introduces is speech: it begins and ends as a sentence does.

    “We went home.” is; the “Clean Barrel” programme, “Dam” jokes are not.
    """
    tree = beside.tree
    inner = mark.inner.text.rstrip() if mark.inner is not None else ""
    before = first - 1
    while before >= 0 and tree.space[before]:
        before -= 1
    starts = before < 0 or tree.paragraph[before] != tree.paragraph[first]
    opens = starts or tree.words[before] in _OPENS_UTTERANCE or beside.tree.outer[before] >= 0
    if not opens or mark.continued:
        return mark.continued
    if starts and last < len(tree) and tree.words[last] == ":" and tree.paragraph[first] == 0:
        return True
    if not starts and any(covered[first:last]) and not inner[:1].isupper():
        return False
    return (
        inner[-1:] in {".", "!", "?", "…", ","}
        or mark.continues
        or (not mark.closed and len(inner.split()) > 3)
    )
