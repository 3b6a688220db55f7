"""Noun phrases that say what somebody is: where they start and end, and what in them is the role."""

from __future__ import annotations

from quotekit.lexicon import word_list
from quotekit.settings import ROLE_WORDS
from quotekit.syntax import Tree

__all__ = ["is_name_word", "is_role", "phrase_after", "phrase_before", "split_role", "word_of"]

Range = tuple[int, int]

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INSIDE = frozenset({*_NOUNS, "JJ", "JJS", "JJR", "HYPH", "POS", "AFX", "CD"})
_NAMES = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC"})
# What ties a role to where it is held; "in" and "to" say something else, "a lawyer in Boston".
_TIES = frozenset({"of", "for", "at", "with", "from"})
_JOINS = frozenset({"&", "-", "–", "/"})
_PORTFOLIOS = frozenset({"secretary", "minister"})


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
        return tree.tags[token] in _NOUNS or tree.tags[token].startswith("J") or tree.words[token][-1] == "."
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


def _is_modifier(tree: Tree, token: int) -> bool:
    word = tree.lower[token].rstrip(".")
    return (
        word in word_list("role_modifiers")
        or word in word_list("role_status")
        or word_of(word) in word_list("roles")
    )


def phrase_before(tree: Tree, top: int) -> Range:
    """The first token of the phrase that ends at ``top``, and the noun it is about.

    "The Minister of Internal Affairs of Ukraine / Volodymyr Gnatyuk": the minister. Articles and
    pronouns stay outside.
    """
    start, noun, limit = top, top, max(0, top - ROLE_WORDS)
    while start > limit and tree.sentence[start - 1] == tree.sentence[top]:
        at = start - 1
        tag = tree.tags[at]
        if tag in _INSIDE or tree.words[at] in _JOINS:
            if tree.entities[at] in {"DATE", "TIME"} or (tag == "CD" and tree.words[at].isdigit()):
                break
        elif tag in {"VBG", "VBN"}:
            if tree.deps[at] not in {"amod", "compound"} and not _is_modifier(tree, at):
                break
        elif tag == "DT" and at - 2 >= limit and _ties(tree, at - 1):
            noun, at = at - 2, at - 2
        elif _ties(tree, at):
            noun, at = at - 1, at - 1
        elif not _is_modifier(tree, at):
            break
        start = at
    while start < top and (tree.tags[start] in {"POS", "HYPH"} or tree.words[start] in _JOINS):
        start += 1
    return start, noun


def _ties(tree: Tree, at: int) -> bool:
    """Whether "of" at a token follows a role: "Secretary of State", not "the death of President Lee"."""
    return tree.lower[at] in {"of", "for"} and at > 0 and is_role(tree, at - 1, person=False)


def _is_inside(tree: Tree, at: int) -> bool:
    """Whether a token can stand between an article and the noun: "polling" of "a polling firm"."""
    if tree.tags[at] in {"VBG", "VBN"}:
        return tree.deps[at] in {"amod", "compound"}
    return tree.tags[at] in _INSIDE or tree.words[at] in _JOINS


def phrase_after(tree: Tree, start: int) -> tuple[int, int, int]:
    """The phrase that starts at ``start``: its first token after the article, its noun, and its end.

    The noun stands before the first token where there is no phrase.
    """
    at = start
    while at < len(tree) and tree.tags[at] in {"DT", "PRP$", "RB"}:
        at += 1
    begin = at
    while at < len(tree) and at - begin < ROLE_WORDS and tree.sentence[at] == tree.sentence[start]:
        if not _is_inside(tree, at):
            break
        at += 1
    top = at - 1
    while top >= begin and tree.tags[top] not in _NOUNS and tree.lower[top] not in word_list("roles"):
        top -= 1
    return begin, top, at


def split_role(tree: Tree, first: int, top: int, end: int) -> tuple[Range, Range | None, int]:
    """The role and the affiliation in a phrase whose noun is ``top``, and where the phrase ends.

    Looks no further than ``end``.
    """
    start, affiliation, status = _before_noun(tree, first, top)
    role_end, tied, last = _after_noun(tree, top, end)
    return (min(start, status), role_end), affiliation or tied, last


def _before_noun(tree: Tree, first: int, top: int) -> tuple[int, Range | None, int]:
    """Where the role starts, the affiliation before it, and where a word like "former" starts."""
    start, owner = first, None
    for at in range(top - 1, first - 1, -1):
        if tree.tags[at] == "POS":
            start, owner = at + 1, (first, at)
            break
    if owner is not None:
        return start, _named(tree, *owner), start
    status = next((at for at in range(start, top) if tree.lower[at] in word_list("role_status")), top)
    found, role = _organisation(tree, start, top)
    if found is None:
        found, role = _segment(tree, start, top)
    if found is None:
        return start, None, start
    return role, found, status if status < found[0] else role


def _named(tree: Tree, first: int, last: int) -> Range | None:
    """The name at the end of a few words, unless it is a person's: "Germany", "Ora Media"."""
    while first < last and (not tree.words[first][:1].isupper() or tree.tags[first] == "DT"):
        first += 1
    if first == last or tree.entities[last - 1] == "PERSON" or not is_name_word(tree, last - 1):
        return None
    return first, last


def _organisation(tree: Tree, first: int, top: int) -> tuple[Range | None, int]:
    """A name that ends in an organisation's noun, and where the role starts.

    "State Department / spokesman"; the noun belongs to both where it is small, "Trump campaign manager".
    """
    for at in range(top - 1, first, -1):
        if tree.lower[at] in word_list("organisations"):
            while first < at and tree.lower[first] in word_list("role_status"):
                first += 1
            while first < at and not is_name_word(tree, first):
                first += 1
            if first < at:
                return (first, at + 1), at + (not tree.words[at].islower())
    return None, first


def _segment(tree: Tree, first: int, top: int) -> tuple[Range | None, int]:
    """The name nearest before a role, a party or nation only where nothing else is there.

    Nobody's affiliation is a person: the role of "Clinton supporter" is the whole.
    """
    runs: list[Range] = []
    at = first
    while at < top:
        if not _belongs(tree, at):
            at += 1
            continue
        begin = at
        at += 1
        while at < top and (tree.inside[at] or (not _opens(tree, at, begin) and _goes_on(tree, at, top))):
            at += 1
        runs.append((begin, at))
    if not runs:
        return None, first
    best = next((run for run in reversed(runs) if tree.entities[run[0]] != "NORP"), runs[-1])
    return best, runs[-1][1]


def _belongs(tree: Tree, at: int) -> bool:
    """Whether a token can start an affiliation: a name's word that is no word of the role."""
    if tree.entities[at] == "PERSON" or not tree.words[at][:1].isupper():
        return False
    if tree.entities[at] in _NAMES and (tree.entities[at] != "ORG" or not _is_modifier(tree, at)):
        return True
    return tree.tags[at] in {"NNP", "NNPS"} and not _is_modifier(tree, at)


def _opens(tree: Tree, at: int, begin: int) -> bool:
    """Whether a token starts another entity than the one before it."""
    return bool(tree.entities[at]) and tree.entities[at] != tree.entities[begin]


def _goes_on(tree: Tree, at: int, top: int) -> bool:
    if tree.words[at] in _JOINS:
        return at + 1 < top and tree.words[at + 1][:1].isupper()
    return _belongs(tree, at)


def _after_noun(tree: Tree, top: int, end: int) -> tuple[int, Range | None, int]:
    """Where the role ends after its noun, the affiliation that follows, and where that ends.

    "Secretary of State", "professor of law at Yale", "secretary of the Allied Seafarers’ Union".
    """
    role_end = top + 1
    portfolio = word_of(tree.lower[top]) in _PORTFOLIOS
    while role_end + 1 < end and tree.lower[role_end] in _TIES | {"on", "to"}:
        first, last = _object(tree, role_end + 1, end, whole=not portfolio)
        if first >= last:
            break
        prep = tree.lower[role_end]
        capital = next((at for at in range(first, last) if is_name_word(tree, at)), None)
        if capital is not None and _is_held(tree, last, prep, portfolio):
            return role_end, (capital, last), last
        if tree.entities[last - 1] == "PERSON" or (prep not in _TIES and capital is None):
            break
        role_end, portfolio = last, False
    return role_end, None, role_end


def _is_held(tree: Tree, last: int, prep: str, portfolio: bool) -> bool:
    """Whether a name after a role is where it is held: no person, no portfolio ("Secretary of State")."""
    label = tree.entities[last - 1]
    if label == "PERSON" or prep == "to":
        return False
    organisation = tree.lower[last - 1] in word_list("organisations") or tree.words[last - 1].isupper()
    if prep == "on":
        return organisation or label == "ORG"
    return not portfolio or label in {"GPE", "NORP"} or organisation


def _object(tree: Tree, first: int, end: int, *, whole: bool) -> Range:
    """The phrase after a preposition without its article; ``whole`` takes in "of Law" of "School of Law"."""
    if first < end and tree.tags[first] in {"DT", "PRP$"}:
        first += 1
    last = first
    while last < end:
        if tree.tags[last] in _INSIDE or tree.words[last] in _JOINS or tree.inside[last]:
            last += 1
        elif (
            whole
            and last > first
            and tree.lower[last] in {"of", "for", "and"}
            and tree.words[last - 1][:1].isupper()
            and _capital_follows(tree, last, end)
        ):
            last += 2
        else:
            break
    while last > first and tree.tags[last - 1] in {"POS", "HYPH"}:
        last -= 1
    return first, last


def _capital_follows(tree: Tree, at: int, end: int) -> bool:
    """Whether a capital comes after "of", or after "of the"."""
    at += 1 + (at + 1 < end and tree.lower[at + 1] == "the")
    return at < end and tree.words[at][:1].isupper()
