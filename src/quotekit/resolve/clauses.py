"""Where one sentence parts into statements: between clauses that each stand for themselves.

A wrong cut costs more than a missing one. What hangs on another clause (because, if, who, to, whether)
stays with it, and with it whatever is joined to it there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from attrs import frozen

from quotekit.lexicon import cue_verbs, word_columns
from quotekit.settings import PHRASE_WORDS, SEGMENT_WORDS, SHARED_SUBJECT_WORDS
from quotekit.syntax import Tree, is_finite

__all__ = ["Cut", "cut_clauses", "has_tense", "links_clauses"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_BOUND = frozenset({"relcl", "acl", "csubj", "csubjpass", "pcomp"})
# A comma parts two statements only where the parse sets them side by side.
_PARTING = frozenset({";", ":", "–", "—", "--"})
_PAUSES = _PARTING | {","}
_MAX_CLIMB = 30
_NO_VERB = -1


@frozen(order=True)
class Cut:
    """Two positions in a list of tokens: what is left of ``last``, and what is from ``first`` on.

    What stands between them joins the two, and belongs to neither. ``n_words`` is how long each side
    must be.
    """

    last: int
    first: int
    n_words: int


def cut_clauses(tree: Tree, tokens: Sequence[int]) -> list[Cut]:
    """Where the tokens of one sentence of a content, in order, part into statements.

    "prices rose by a tenth, and wages stood still" is two; "he came and went" and "it failed because
    prices rose by a tenth and wages stood still" are one.
    """
    inside = frozenset(tokens)
    verbs = [token for token in dict.fromkeys(tokens) if tree.is_verb(token) and is_finite(tree, token)]
    known: dict[int, bool] = {}
    one_more = {verb for verb in verbs if _opens_with_that(tree, verb)}
    apart = [verb for verb in verbs if verb in one_more or _stands(tree, verb, inside, known)]
    found = [
        _cut(tree, tokens, left, right)
        for left, right in pairwise([_NO_VERB, *apart])
        # Parsers miss verbs ("the stock amounts to"); "and that" shows that a clause went before.
        if left != _NO_VERB or right in one_more
    ]
    cuts = {cut.last: cut for cut in found if cut is not None}
    told = [verb for verb in verbs if not _is_bound(tree, verb, inside)]
    return _long_enough(tree, tokens, sorted((cuts | _semicolons(tree, tokens, told)).values()))


def _semicolons(tree: Tree, tokens: Sequence[int], verbs: Sequence[int]) -> dict[int, Cut]:
    """The cuts at semicolons between clauses with a subject each, whatever the parse hangs on what."""
    places = [at for at, token in enumerate(tokens) if tree.words[token] == ";"]
    edges = [0, *places, len(tokens)]
    with_subject = [verb for verb in verbs if _subject(tree, verb, _NO_VERB) is not None]
    with_clause = {bisect_left(places, bisect_left(tokens, verb)) for verb in with_subject}
    found = {}
    for number, at in enumerate(edges[1:-1]):
        if {number, number + 1} <= with_clause:
            first = at + 1
            while first < edges[number + 2] and _is_pause(tree, tokens[first]):
                first += 1
            found[at] = Cut(at, first, SEGMENT_WORDS)
    return found


def has_tense(tree: Tree, tokens: Sequence[int]) -> bool:
    """Whether a verb with tense stands among some tokens."""
    return any(tree.is_verb(token) and is_finite(tree, token) for token in tokens)


def links_clauses(tree: Tree, token: int) -> bool:
    """Whether the token joins two statements and belongs to neither: "and", "but"."""
    return tree.deps[token] == "cc" and _link(tree, token) == "joins"


def _link(tree: Tree, token: int) -> str:
    """What `clause_links.txt` says of a word, or ``""``."""
    return word_columns("clause_links").get(tree.lower[token], ("",))[0]


def _stands(tree: Tree, verb: int, inside: frozenset[int], known: dict[int, bool]) -> bool:
    """Whether a clause is no part of another one in the content, but of the content itself."""
    path = []
    stands = True
    while verb not in known:
        path.append(verb)
        # A verb that a broken parse leads back to is taken for the top.
        known[verb] = True
        head = tree.heads[verb]
        if _is_bound(tree, verb, inside):
            stands = False
        elif _has_no_gap(tree, verb) or head == verb or head not in inside or len(path) > _MAX_CLIMB:
            stands = True
        elif _is_beside(tree, verb):
            verb = head
            continue
        else:
            stands = False
        break
    else:
        stands = known[verb]
    for passed in path:
        known[passed] = stands
    return stands


def _is_bound(tree: Tree, verb: int, inside: frozenset[int]) -> bool:
    """Whether a word at its front makes a clause part of another: because, whether, who, how."""
    if tree.deps[verb] in _BOUND and not _has_no_gap(tree, verb):
        return True
    front = [kid for kid in tree.children[verb] if kid in inside and kid < verb]
    if any(_asks(tree, at) for kid in front for at in (tree.left[kid], tree.left[kid] + 1) if at < verb):
        return True
    marks = [kid for kid in front if tree.deps[kid] == "mark"]
    return any(tree.lower[kid] != "that" and not _contrasts(tree, kid) for kid in marks)


def _has_no_gap(tree: Tree, verb: int) -> bool:
    """Whether what the parse has as a relative clause lacks nothing, and so is none.

    Written for "and in answer to their raids we close the border", where it reads "raids (that) we close".
    Leaves alone "the raids we saw".
    """
    if tree.deps[verb] != "relcl" or _subject(tree, verb, tree.heads[verb]) is None:
        return False
    has_object = any(kid > verb and tree.deps[kid] == "dobj" for kid in tree.children[verb])
    clause = range(tree.left[verb], verb)
    return has_object and not any(_asks(tree, at) or tree.lower[at] == "that" for at in clause)


def _asks(tree: Tree, token: int) -> bool:
    """Whether a word at a clause's front asks or relates: how, whose; not the "that" of a reported clause."""
    return tree.tags[token].startswith("W") and tree.deps[token] != "mark"


def _contrasts(tree: Tree, mark: int) -> bool:
    """Whether a mark sets a clause against the one before: ", while B"; not "while B", nor "While B, A"."""
    before = mark - 1
    return _link(tree, mark) == "contrasts" and before >= 0 and tree.words[before] in _PAUSES


def _is_beside(tree: Tree, verb: int) -> bool:
    """Whether a clause stands beside its head, not below it."""
    head, dep = tree.heads[verb], tree.deps[verb]
    if dep == "conj":
        return True
    if dep == "advcl":
        return verb > head and any(
            tree.deps[kid] == "mark" and _contrasts(tree, kid) for kid in tree.children[verb]
        )
    # "This is no charity, this is a loan": parsers hang the first clause on the second.
    # "The vote is over – they have lost": they hang what follows a dash or a colon on the verb before it.
    is_after_mark = verb > head and tree.words[tree.left[verb] - 1] in _PARTING
    is_apart = dep == "parataxis" or (dep == "ccomp" and (verb < head or is_after_mark))
    return is_apart and tree.lower[head] not in cue_verbs() and tree.lower[verb] not in cue_verbs()


def _opens_with_that(tree: Tree, verb: int) -> bool:
    """Whether a clause is one more that is reported: "P and that Q", with a subject in Q."""
    that = tree.child(verb, "mark")
    if that is None or that < 1 or tree.lower[that] != "that" or _subject(tree, verb, that) is None:
        return False
    if not _joins(tree, that - 1):
        return False
    for _ in range(_MAX_CLIMB):
        if tree.deps[verb] in {"relcl", "acl", "advcl", "pcomp"}:
            return False
        if tree.heads[verb] == verb:
            break
        verb = tree.heads[verb]
    return True


def _subject(tree: Tree, verb: int, after: int) -> int | None:
    """The subject of a verb that stands after a token."""
    return next((kid for kid in tree.children[verb] if kid > after and tree.deps[kid] in _SUBJECTS), None)


def _cut(tree: Tree, tokens: Sequence[int], left: int, right: int) -> Cut | None:
    """The cut between two clauses that stand for themselves, if they are two statements."""
    first = _joint_end(tree, tokens, left, right)
    last = first
    while last > 0 and tokens[last - 1] > left and _is_pause(tree, tokens[last - 1]):
        last -= 1
    while tokens[first] < right and _is_joint(tree, tokens[first]):
        first += 1
    joint = tokens[last:first]
    words = [tree.lower[token] for token in joint if not tree.is_punctuation(token)]
    has_subject = _subject(tree, right, left) is not None
    if words and (words[-1] == "that" or not _binds(tree, left)):
        if has_subject:
            return Cut(last, first, SEGMENT_WORDS)
        has_phrase = _n_words(tree, tokens, left, last) >= PHRASE_WORDS and _has_own_tense(tree, left, right)
        return Cut(last, first, SHARED_SUBJECT_WORDS) if has_phrase else None
    marks = {tree.words[token] for token in joint}
    is_beside = tree.heads[left] == right or tree.heads[right] == left
    is_parted = not words and (bool(marks & _PARTING) or ("," in marks and is_beside))
    return Cut(last, first, SEGMENT_WORDS) if is_parted and has_subject else None


def _n_words(tree: Tree, tokens: Sequence[int], left: int, last: int) -> int:
    """How many words a phrase has, from its verb to a position in the tokens."""
    return sum(not tree.is_punctuation(token) for token in tokens[bisect_left(tokens, left) : last])


def _has_own_tense(tree: Tree, left: int, right: int) -> bool:
    """Whether a verb does not hang on an auxiliary before: "will sell and (will) buy", whatever the tag."""
    helped = tree.child(left, "aux") is not None
    return tree.tags[right] in {"VBD", "VBZ"} or not helped or tree.child(right, "aux", "auxpass") is not None


def _joint_end(tree: Tree, tokens: Sequence[int], left: int, right: int) -> int:
    """The position after what joins the clause of ``right`` to that of ``left``: a semicolon, "and".

    Where neither stands, that of the first word of the clause, as the parse has it.
    """
    least = bisect_right(tokens, left)
    between = range(least, bisect_left(tokens, right))
    joints = [at for at in between if tree.words[tokens[at]] == ";"]
    joints = joints or [at for at in between if _links(tree, tokens[at], left, right)]
    if joints:
        return joints[-1] + 1
    return _past_marks(tree, tokens, least, bisect_left(tokens, _start(tree, left, right)))


def _links(tree: Tree, token: int, left: int, right: int) -> bool:
    """Whether a conjunction is the one between two clauses: not the first of "will come and go, but they"."""
    if _has_no_gap(tree, right):
        return _joins(tree, token) and tree.tags[token + 1] == "IN"
    head = tree.heads[token]
    if tree.deps[right] != "conj" or head not in {left, tree.heads[right]} or not links_clauses(tree, token):
        return False
    return not any(token < kid < right and tree.deps[kid] == "conj" for kid in tree.children[head])


def _start(tree: Tree, left: int, right: int) -> int:
    """Where the clause of ``right`` begins, after the verb ``left``."""
    kids = (kid for kid in tree.children[right] if left < kid < right and tree.deps[kid] != "punct")
    return min((max(tree.left[kid], left + 1) for kid in kids), default=right)


def _past_marks(tree: Tree, tokens: Sequence[int], least: int, first: int) -> int:
    """``first``, or before it where only quotation marks part it from a pause: "P and “the ban is over”"."""
    at = first
    while at > least and tree.is_punctuation(tokens[at - 1]) and not _is_pause(tree, tokens[at - 1]):
        at -= 1
    return at if at > least and _is_pause(tree, tokens[at - 1]) else first


def _is_pause(tree: Tree, token: int) -> bool:
    """Whether a token can stand between two statements: a comma, a dash, "and"."""
    return tree.space[token] or tree.words[token] in _PAUSES or _joins(tree, token)


def _joins(tree: Tree, token: int) -> bool:
    return tree.tags[token] == "CC" and _link(tree, token) == "joins"


def _is_joint(tree: Tree, token: int) -> bool:
    """Whether a word at the front of a clause joins it to the one before: "and", ", whereas", "and that"."""
    if tree.deps[token] == "mark":
        return _contrasts(tree, token) or (tree.lower[token] == "that" and _joins(tree, token - 1))
    return _is_pause(tree, token)


def _binds(tree: Tree, left: int) -> bool:
    """Whether both clauses hang on one condition, or are announced as a pair.

    "If it rains, the match is off and the fans go home"; "either we agree or …"; "not only was it late".
    """
    verb = left
    for _ in range(_MAX_CLIMB):
        front = [kid for kid in tree.children[verb] if kid < verb]
        if any(tree.deps[kid] == "preconj" or _link(tree, kid) == "pairs" for kid in front):
            return True
        if any(tree.deps[kid] == "advcl" and _is_condition(tree, kid) for kid in front):
            return True
        if tree.deps[verb] != "conj" or tree.heads[verb] == verb:
            break
        verb = tree.heads[verb]
    near = (kid for head in [left, *tree.children[left]] for kid in tree.children[head])
    return any(tree.lower[kid] == "only" and tree.lower[kid - 1] == "not" for kid in near)


def _is_condition(tree: Tree, verb: int) -> bool:
    return any(
        tree.deps[kid] in {"mark", "advmod"} and _link(tree, kid) == "conditions"
        for kid in tree.children[verb]
    )


def _long_enough(tree: Tree, tokens: Sequence[int], cuts: Sequence[Cut]) -> list[Cut]:
    """The cuts with enough words on both sides, up to the next cut: "I know, and …" is one."""
    words = [0, *accumulate(not tree.is_punctuation(token) for token in tokens)]
    kept: list[Cut] = []
    for at, cut in enumerate(cuts):
        start = kept[-1].first if kept else 0
        end = cuts[at + 1].last if at + 1 < len(cuts) else len(tokens)
        sides = words[cut.last] - words[start], words[end] - words[cut.first]
        if min(sides) >= cut.n_words:
            kept.append(cut)
    return kept
