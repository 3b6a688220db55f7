"""The parse of a `Doc` as plain lists, and the questions that the finders put to it.

Token indices are half-open ranges. Every list is as long as the document, so that each question
costs no more than the few tokens it looks at, whatever the length of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen
from spacy.tokens import Doc

from quotekit.model import Mark, TextSpan
from quotekit.parsing import paragraphs
from quotekit.settings import SENTENCE_TOKENS

__all__ = [
    "Tree",
    "has_clause",
    "is_finite",
    "path_between",
    "read_tree",
    "span_of",
    "tokens_in",
    "top_of",
    "trim",
    "verb_chain",
]

_AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
_GRAMMAR = frozenset({"aux", "auxpass", "neg", "mark", "advmod", "prt", "nsubj", "nsubjpass", "expl"})
# So many dependencies make a path that a reader follows.
_PATH_STEPS = 3
_COLUMNS = ("HEAD", "DEP", "TAG", "ENT_TYPE", "ENT_IOB", "SENT_START", "ORTH", "SPACY")
# How `Doc.to_array` codes "inside an entity".
_INSIDE = 1
_STOPS = frozenset({".", "!", "?"})
_PAUSES = frozenset({":", ";", "…", "...", "—", "–"})


@frozen(eq=False)
class Tree:
    """One document's parse: a list a property, an entry a token.

    ``left`` and ``right`` bound the subtree of a token, ``sentence`` and ``paragraph`` number what
    the token stands in, ``bounds`` are the tokens of each sentence. ``inside`` says that the token
    goes on an entity, ``outer`` is the index of the outermost mark around it, or -1. White space
    is nobody's child.
    """

    text: str
    words: list[str]
    lower: list[str]
    tags: list[str]
    deps: list[str]
    entities: list[str]
    inside: list[bool]
    heads: list[int]
    children: list[list[int]]
    left: list[int]
    right: list[int]
    starts: list[int]
    ends: list[int]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    paragraph: list[int]
    space: list[bool]
    outer: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def child(self, head: int, *deps: str) -> int | None:
        """The first child of ``head`` with one of these labels."""
        return next((kid for kid in self.children[head] if self.deps[kid] in deps), None)

    def is_verb(self, token: int) -> bool:
        """Whether the token is tagged as a verb, in any form."""
        return self.tags[token].startswith("VB")

    def is_punctuation(self, token: int) -> bool:
        """Whether the token holds neither letter nor digit."""
        return not any(character.isalnum() for character in self.words[token])


def read_tree(doc: Doc, marks: Sequence[Mark] = ()) -> Tree:
    """The lists of ``doc``. Its sentences are mended: see `_sentence_starts`.

    A word of grammar is no child of a word on the other side of a quotation mark: in "“It is over,”
    he noted" a parser may take "is" for the auxiliary of "noted".
    """
    # One table and no loop over the tokens: making a Token of each would cost as much as all the rest.
    table = doc.to_array(list(_COLUMNS)).reshape(len(doc), len(_COLUMNS))
    columns: Any = table.T.tolist()
    # Heads are stored as distances, negative ones wrapped round.
    heads = [token + distance for token, distance in enumerate(table[:, 0].astype("int64").tolist())]
    deps, tags, entities, words = (_strings(doc, column) for column in (*columns[1:4], columns[6]))
    text, starts, ends = _placed(words, columns[7])
    space = [word.isspace() for word in words]
    outer = _outer_marks(starts, ends, marks)
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        crosses = deps[token] in _GRAMMAR and outer[token] != outer[head]
        if head != token and not space[token] and not crosses:
            children[head].append(token)
    units = [start for start, _ in paragraphs(text)]
    paragraph = [bisect_right(units, start) - 1 for start in starts]
    opens = _sentence_starts([value == 1 for value in columns[5]], words, space, paragraph)
    sentence = [number for number, (a, b) in enumerate(_ranges(opens, len(words))) for _ in range(a, b)]
    left, right = _edges(heads)
    return Tree(
        text=text,
        words=words,
        lower=[word.lower().replace("’", "'") for word in words],
        tags=tags,
        deps=deps,
        entities=entities,
        inside=[value == _INSIDE for value in columns[4]],
        heads=heads,
        children=children,
        left=left,
        right=right,
        starts=starts,
        ends=ends,
        sentence=sentence,
        bounds=_ranges(opens, len(words)),
        paragraph=paragraph,
        space=space,
        outer=outer,
    )


def _placed(words: Sequence[str], spaces: Sequence[int]) -> tuple[str, list[int], list[int]]:
    """The text that the words make up, and where each starts and ends; 1 where a space follows."""
    starts, ends, parts = [], [], []
    at = 0
    for word, has_space in zip(words, spaces, strict=True):
        starts.append(at)
        at += len(word)
        ends.append(at)
        parts.append(word)
        if has_space:
            parts.append(" ")
            at += 1
    return "".join(parts), starts, ends


def _strings(doc: Doc, hashes: Sequence[int]) -> list[str]:
    """The strings behind a column of a `Doc`, each looked up once."""
    known = {value: doc.vocab.strings[value] if value else "" for value in set(hashes)}
    return [known[value] for value in hashes]


def _sentence_starts(
    parsed: Sequence[bool], words: Sequence[str], space: Sequence[bool], paragraph: Sequence[int]
) -> list[int]:
    """Where sentences start: at paragraphs, after full stops, and where the parser says so after a pause.

    A parser ends sentences at quotation marks and joins them across; "“They knew,” / she said" is one
    sentence, "“Not now.” He left" are two, whatever it says.
    """
    starts: list[int] = []
    stopped = paused = False
    for token, word in enumerate(words):
        if space[token]:
            continue
        is_word = any(character.isalnum() for character in word)
        opens = not starts or paragraph[token] != paragraph[starts[-1]]
        opens = opens or token - starts[-1] >= SENTENCE_TOKENS
        if opens or (is_word and ((stopped and not word[0].islower()) or (paused and parsed[token]))):
            starts.append(token)
        if is_word or word in _STOPS | _PAUSES:
            stopped, paused = word in _STOPS, word in _PAUSES
    return [0, *starts[1:]] if words else []


def _ranges(starts: list[int], end: int) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], end], strict=False))


def _edges(heads: list[int]) -> tuple[list[int], list[int]]:
    """The half-open bounds of every subtree, children before parents, in linear time."""
    pending = [0] * len(heads)
    for token, head in enumerate(heads):
        if head != token:
            pending[head] += 1
    left, right = list(range(len(heads))), list(range(1, len(heads) + 1))
    ready = [token for token, count in enumerate(pending) if not count]
    while ready:
        token = ready.pop()
        head = heads[token]
        if head == token:
            continue
        left[head], right[head] = min(left[head], left[token]), max(right[head], right[token])
        pending[head] -= 1
        if not pending[head]:
            ready.append(head)
    return left, right


def tokens_in(tree: Tree, start: int, end: int) -> tuple[int, int]:
    """The tokens that share a character with ``start`` to ``end``."""
    return bisect_right(tree.ends, start), bisect_left(tree.starts, end)


def _outer_marks(starts: Sequence[int], ends: Sequence[int], marks: Sequence[Mark]) -> list[int]:
    """For each token the index of the outermost mark that it stands in, or -1."""
    numbers = [-1] * len(starts)
    for number, mark in enumerate(marks):
        if mark.depth == 0:
            first, last = bisect_right(ends, mark.span.start), bisect_left(starts, mark.span.end)
            numbers[first:last] = [number] * (last - first)
    return numbers


def span_of(tree: Tree, first: int, last: int) -> TextSpan:
    """The characters of the tokens ``first`` to ``last`` (half-open), without white space at their ends."""
    while first < last - 1 and tree.space[first]:
        first += 1
    while first < last - 1 and tree.space[last - 1]:
        last -= 1
    return TextSpan.of(tree.text, tree.starts[first], tree.ends[last - 1])


def trim(tree: Tree, first: int, last: int, marks: frozenset[int] = frozenset()) -> tuple[int, int]:
    """The range without white space and punctuation at its ends; tokens in ``marks`` stay."""

    def loose(token: int) -> bool:
        return token not in marks and (tree.space[token] or tree.is_punctuation(token))

    while first < last and loose(first):
        first += 1
    while last > first and loose(last - 1):
        last -= 1
    return first, last


def is_finite(tree: Tree, verb: int) -> bool:
    """Whether the verb carries tense, itself or through an auxiliary."""
    if tree.tags[verb] in {"VBD", "VBZ", "VBP"}:
        return True
    return any(
        tree.deps[kid] in _AUXILIARIES and tree.tags[kid] in {"MD", "VBD", "VBZ", "VBP"}
        for kid in tree.children[verb]
    )


def has_clause(tree: Tree, first: int, last: int) -> bool:
    """Whether a verb with tense, or an infinitive, stands among some tokens: "At the debate" has none."""
    verbs = (token for token in range(first, last) if tree.is_verb(token))
    return any(is_finite(tree, token) or tree.child(token, "aux") is not None for token in verbs)


def verb_chain(tree: Tree, verb: int) -> Iterator[int]:
    """The verb, then the verbs that it shares a subject with, from near to far.

    "The firm, trying to calm investors, went on to deny it": deny, went.
    """
    seen = 0
    while True:
        yield verb
        head, dep = tree.heads[verb], tree.deps[verb]
        shares = dep in {"conj", "xcomp"} or (dep in {"advcl", "pcomp", "prep"} and tree.tags[verb] != "IN")
        seen += 1
        if head == verb or not shares or seen > 30:
            return
        verb = head


def top_of(tree: Tree, tokens: Sequence[int]) -> int:
    """The first of some tokens whose head is none of them; punctuation counts where nothing else is there."""
    inside = set(tokens)
    tops = [at for at in tokens if tree.heads[at] not in inside or tree.heads[at] == at]
    return next((at for at in tops if not tree.is_punctuation(at)), tops[0])


def path_between(tree: Tree, start: int, end: int) -> str:
    """The dependencies that lead from one token to another, up, then down: "nsubj"; "conj nsubj".

    "near" where the two stand in different trees, or are too far apart for a reader.
    """
    up = _ancestors(tree, start)
    down = _ancestors(tree, end)
    shared = next((at for at in up if at in down), None)
    if shared is None:
        return "near"
    labels = [tree.deps[at] for at in up[: up.index(shared)]]
    labels += reversed([tree.deps[at] for at in down[: down.index(shared)]])
    return " ".join(labels) if 0 < len(labels) <= _PATH_STEPS else "near"


def _ancestors(tree: Tree, token: int) -> list[int]:
    """The token, its head, the head of that, as far as a path is written out."""
    found = [token]
    while len(found) <= _PATH_STEPS and tree.heads[token] != token:
        token = tree.heads[token]
        found.append(token)
    return found
