"""Noun phrases that say what somebody is: where they start and end, and what in them is the role."""

from __future__ import annotations

from quotekit.lexicon import word_list
from quotekit.settings import ROLE_WORDS
from quotekit.syntax import Tree

__all__ = [
    "JOINS",
    "NOUNS",
    "is_inside",
    "is_modifier",
    "is_name_word",
    "is_role",
    "is_within",
    "phrase_after",
    "phrase_before",
    "word_of",
]

Range = tuple[int, int]

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INSIDE = frozenset({*NOUNS, "JJ", "JJS", "JJR", "HYPH", "POS", "AFX", "CD"})
_NAMES = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC"})
JOINS = frozenset({"&", "-", "–", "/"})


def word_of(word: str) -> str:
    """The word that a noun ends in, without a full stop: "founder" of "co-founder"."""
    return word.rstrip(".").rpartition("-")[2] or word


def is_role(tree: Tree, token: int, *, person: bool) -> bool:
    """Whether a noun says what one person or several are: "Sen.", "spokeswoman", "Presidents".

    Where the name beside it is known to be a person's, ``person``, its ending is enough: "welder".
    """
    word = word_of(tree.lower[token])
    roles = word_list("roles")
    if word in roles:
        return tree.tags[token] in NOUNS or tree.tags[token].startswith("J") or tree.words[token][-1] == "."
    if tree.tags[token] in {"NNS", "NNPS"}:
        return word.removesuffix("s") in roles or word.replace("men", "man") in roles
    if not person or tree.tags[token] != "NN" or len(word) < 5:
        return False
    known = word_list("things") | word_list("documents") | word_list("organisations")
    return word.endswith(tuple(word_list("person_endings"))) and word not in known


def is_name_word(tree: Tree, token: int) -> bool:
    """Whether a word belongs to a name: it has a capital and stands in an entity, or is a proper noun."""
    return tree.words[token][:1].isupper() and (
        tree.entities[token] in _NAMES | {"PERSON"} or tree.tags[token] in {"NNP", "NNPS"}
    )


def is_modifier(tree: Tree, token: int, *, role: bool = True) -> bool:
    """Whether a word before the noun of a role belongs to it; ``role`` counts nouns of roles as such."""
    word = tree.lower[token].rstrip(".")
    return (
        word in word_list("role_modifiers")
        or word in word_list("role_status")
        or (role and word_of(word) in word_list("roles"))
    )


def phrase_before(tree: Tree, top: int) -> Range:
    """The first token of the phrase that ends at ``top``, and the noun it is about.

    "The Minister of Internal Affairs of Ukraine / Volodymyr Gnatyuk": the minister. Articles and
    pronouns stay outside.
    """
    start, noun, limit = top, top, max(0, top - ROLE_WORDS)
    # "A spokesman for Senator / Ted Cruz", "an ally of Republican / Ted Cruz": the name is somebody else's.
    whole = not is_role(tree, top, person=False) and tree.entities[top] != "NORP"
    while start > limit and tree.sentence[start - 1] == tree.sentence[top]:
        at = start - 1
        if tree.inside[start] and tree.tags[at] != "DT":
            pass  # "Bank of England governor": no end within a name
        elif is_within(tree, at):
            at -= 1
        elif whole and (role := _role_above(tree, at, limit)) is not None:
            noun = at = role
        elif not _can_precede(tree, at):
            break
        start = at
    while start < top and (tree.tags[start] in {"POS", "HYPH"} or tree.words[start] in JOINS):
        start += 1
    return start, noun


def _can_precede(tree: Tree, at: int) -> bool:
    """Whether a token can stand in a phrase before its noun: no day, no number, no verb."""
    tag = tree.tags[at]
    if tag in _INSIDE or tree.words[at] in JOINS:
        day = tree.entities[at] in {"DATE", "TIME"} and not tag.startswith("JJ")
        return not day and not (tag == "CD" and tree.words[at].isdigit())
    if tag not in {"VBG", "VBN"} or is_modifier(tree, at):
        return is_modifier(tree, at)
    return tree.deps[at] in {"amod", "compound"} and not (at > 0 and tree.tags[at - 1] == "RB")


def _role_above(tree: Tree, at: int, limit: int) -> int | None:
    """The role whose "of", or "of the", stands at a token: "Minister of the Interior of Ukraine".

    Leaves "the death of President Lee" alone: a death is no role.
    """
    at -= tree.tags[at] == "DT"
    if tree.lower[at] != "of":
        return None
    before = at - 1
    while before > limit and not is_role(tree, before, person=False):
        if tree.tags[before] not in _INSIDE | {"DT"} and tree.lower[before] != "of":
            return None
        before -= 1
    return before if before >= limit else None


def is_within(tree: Tree, at: int) -> bool:
    """Whether "of" or "and" goes on a name or a role: "University of Chicago", "founder and chief"."""
    before = at - 1
    if before < 0 or tree.sentence[before] != tree.sentence[at]:
        return False
    if tree.lower[at] == "of":
        return tree.words[before][0].isupper() and tree.lower[before] in word_list("organisations")
    alone = before == 0 or tree.tags[before - 1] not in {"DT", "PRP$"}
    return tree.lower[at] == "and" and alone and is_role(tree, before, person=False)


def is_inside(tree: Tree, at: int) -> bool:
    """Whether a token can stand between an article and the noun: "polling" of "a polling firm"."""
    if tree.tags[at] in {"VBG", "VBN"}:
        return tree.deps[at] in {"amod", "compound"}
    return tree.tags[at] in _INSIDE or tree.words[at] in JOINS


def phrase_after(tree: Tree, start: int) -> tuple[int, int, int]:
    """The phrase that starts at ``start``: its first token after the article, its noun, and its end.

    The noun stands before the first token where there is no phrase.
    """
    at = start
    while at < len(tree) and tree.tags[at] in {"DT", "PRP$", "RB"}:
        at += 1
    begin = at
    while at < len(tree) and at - begin < ROLE_WORDS and tree.sentence[at] == tree.sentence[start]:
        if not is_inside(tree, at):
            break
        at += 1
    top = at - 1
    while top >= begin and tree.tags[top] not in NOUNS and tree.lower[top] not in word_list("roles"):
        top -= 1
    return begin, top, at
