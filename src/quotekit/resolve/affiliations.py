"""What in a phrase about somebody is the role, and what the affiliation."""

from __future__ import annotations

from quotekit.lexicon import word_list
from quotekit.resolve.phrases import (
    JOINS,
    NOUNS,
    is_inside,
    is_modifier,
    is_name_word,
    is_role,
    is_within,
    phrase_after,
    word_of,
)
from quotekit.syntax import Tree

__all__ = ["past_gap", "split_role"]

Range = tuple[int, int]

_NAMES = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC"})
_PORTFOLIOS = frozenset({"secretary", "minister"})


def split_role(tree: Tree, first: int, top: int, end: int) -> tuple[Range, Range | None, int]:
    """The role and the affiliation in a phrase whose noun is ``top``, and where the phrase ends.

    Looks no further than ``end``. Of two titles the first counts: "CIA director" of "CIA director Gen.".
    """
    if tree.words[top][-1] == "." and top > first and _is_title(tree, top - 1):
        start, affiliation, status = _before_noun(tree, first, top - 1)
        return (min(start, status), top), affiliation, top + 1
    start, affiliation, status = _before_noun(tree, first, top)
    role_end, tied, last = _after_noun(tree, top, end)
    if tied is not None and (affiliation is None or tree.entities[affiliation[0]] in {"GPE", "NORP"}):
        # "a Washington lawyer for the coalition": where he works says more than where he lives.
        affiliation = tied
    return (min(start, status), role_end), affiliation, last


def past_gap(tree: Tree, first: int, top: int) -> int:
    """Where a role in capitals starts, past small nouns that are none of it: "a remark / President Obama"."""
    if tree.words[top][0].islower():
        return first
    for at in range(top - 1, first - 1, -1):
        if not tree.words[at][0].islower():
            continue
        known = is_modifier(tree, at) or tree.lower[at] in word_list("organisations")
        several = tree.tags[at] == "NNS" and is_role(tree, at, person=False)
        if several or tree.lower[at] in word_list("generic_people") or (tree.tags[at] == "NN" and not known):
            return at + 1
    return first


def _is_title(tree: Tree, at: int) -> bool:
    """Whether a word can be a role by itself, so that no other need follow: "director", not "attorney"."""
    word = word_of(tree.lower[at])
    return word in word_list("roles") and not any(
        word in word_list(name) for name in ("role_modifiers", "generic_people")
    )


def _before_noun(tree: Tree, first: int, top: int) -> tuple[int, Range | None, int]:
    """Where the role starts, the affiliation before it, and where a word like "former" starts."""
    start, owner = first, None
    for at in range(top - 1, first - 1, -1):
        if tree.tags[at] == "POS":
            start, owner = at + 1, (first, at)
            break
    if owner is not None:
        named = _named(tree, *owner)
        campaign = tree.lower[start] == "campaign"
        if start < top and (campaign or (named is None and tree.lower[start] in word_list("organisations"))):
            # "Trump's campaign manager": the campaign's.
            named = (owner[0], start + 1) if is_name_word(tree, owner[0]) else named
        return start, named, start
    status = next((at for at in range(start, top) if tree.lower[at] in word_list("role_status")), top)
    if start < status < top and tree.words[status - 1].islower():
        # "in this committee's investigation former Secretary of State": a word is missing.
        start = status
    found, role = _organisation(tree, start, top)
    if found is None:
        found, role = _segment(tree, start, top)
    if found is None:
        return start, None, start
    between = range(status + 1, found[0])
    if any(is_role(tree, at, person=False) and not is_modifier(tree, at, role=False) for at in between):
        status = top
    return role, found, status if status < found[0] else role


def _named(tree: Tree, first: int, last: int) -> Range | None:
    """The name at the end of a few words, unless it is a person's: "Germany", "Ora Media"."""
    while first < last and (not tree.words[first][:1].isupper() or tree.tags[first] == "DT"):
        first += 1
    if first == last or not (
        is_name_word(tree, last - 1) or tree.lower[last - 1] in word_list("organisations")
    ):
        return None
    if tree.entities[last - 1] == "PERSON" and not (last - first == 1 and _is_headed(tree, first)):
        return None
    return first, last


def _organisation(tree: Tree, first: int, top: int) -> tuple[Range | None, int]:
    """A name that ends in an organisation's noun, and where the role starts.

    "State Department / spokesman"; the noun belongs to both where it is small, "Trump campaign manager".
    """
    for at in range(top - 1, first, -1):
        if tree.lower[at] in word_list("organisations") and tree.lower[at] != "state":
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
        if tree.lower[at + 1 : at + 3] == ["-", "based"]:
            first = at = at + 3
            continue
        begin = at
        while begin - 2 >= first and tree.words[begin - 1] in JOINS and tree.words[begin - 2][:1].isupper():
            begin -= 2
        at += 1
        while at < top and (tree.inside[at] or (not _opens(tree, at, begin) and _goes_on(tree, at, top))):
            at += 1
        end = at
        while end > begin + 1 and tree.entities[end - 1] != "GPE" and is_modifier(tree, end - 1):
            end -= 1
        runs.append((begin, end))
    if not runs:
        return None, first
    best = next((run for run in reversed(runs) if tree.entities[run[0]] != "NORP"), runs[-1])
    return best, runs[-1][1]


def _belongs(tree: Tree, at: int) -> bool:
    """Whether a token can start an affiliation: a name's word that is no word of the role."""
    label = tree.entities[at]
    if label == "PERSON" and _is_headed(tree, at):
        label = "ORG"
    if (label and label not in _NAMES) or not tree.words[at][:1].isupper():
        return False
    if label and (label != "ORG" or not is_modifier(tree, at)):
        return True
    return tree.tags[at] in {"NNP", "NNPS"} and not is_modifier(tree, at)


def _is_headed(tree: Tree, at: int) -> bool:
    """Whether one capital word before "chief executive" or "boss" is a firm, taken for a person.

    "Westlink chief Rupert Hollis"; leaves "Clinton aide" and "Hillary Clinton" alone.
    """
    alone = not tree.inside[at] and not (at + 1 < len(tree) and tree.inside[at + 1])
    near = range(at + 1, min(len(tree), at + 4))
    return alone and any(tree.lower[token] in word_list("heads") for token in near)


def _opens(tree: Tree, at: int, begin: int) -> bool:
    """Whether a token starts another entity than the one before it."""
    other = tree.entities[at] != tree.entities[begin]
    return bool(tree.entities[at]) and other and tree.lower[at - 1] != "of"


def _goes_on(tree: Tree, at: int, top: int) -> bool:
    if tree.words[at] in JOINS or (tree.lower[at] == "of" and is_within(tree, at)):
        return at + 1 < top and tree.words[at + 1][:1].isupper()
    return _belongs(tree, at)


def _after_noun(tree: Tree, top: int, end: int) -> tuple[int, Range | None, int]:
    """Where the role ends after its noun, the affiliation that follows, and where that ends.

    "Secretary of State", "professor of law at Yale", "secretary of the Allied Seafarers’ Union".
    """
    at = role_end = _second_noun(tree, top, end) + 1
    while at + 1 < end and tree.lower[at] in word_list("role_ties"):
        prep = tree.lower[at]
        first, last = _object(tree, at + 1, end, whole=word_of(tree.lower[at - 1]) not in _PORTFOLIOS)
        if first >= last:
            break
        named = _name_in(tree, first, last)
        if named is not None and _is_held(tree, named, prep, tree.lower[at - 1]):
            return role_end, named, last
        label = tree.entities[last - 1]
        if label == "PERSON" or (prep in {"on", "to"} and (named is None or label not in _NAMES)):
            break
        at = last
        if prep in {"of", "for", "to"}:
            role_end = last
    return role_end, None, role_end


def _second_noun(tree: Tree, top: int, end: int) -> int:
    """The noun that a second role ends in: "the host and former MSNBC personality", else ``top``."""
    if top + 2 >= end or tree.lower[top + 1] != "and":
        return top
    _, noun, _ = phrase_after(tree, top + 2)
    ties = noun > top and tree.deps[noun] == "conj" and tree.heads[noun] == top
    known = is_role(tree, noun, person=False) and tree.lower[noun] not in word_list("generic_people")
    return noun if ties and noun < end and known else top


def _name_in(tree: Tree, first: int, last: int) -> Range | None:
    """The name in the object of a preposition: from its first capital to its last.

    Or to an organisation's noun: "Journal editorial board". Leaves "American soldier" alone, whose noun
    is no name, and the place of "Miami-based".
    """
    start = first
    while first < last and (
        not is_name_word(tree, first) or tree.lower[first + 1 : first + 3] == ["-", "based"]
    ):
        first += 1
    while first > start and tree.words[first - 1][:1].isupper() and tree.lower[first - 1] != "based":
        first -= 1
    while last > first and not (
        is_name_word(tree, last - 1) or tree.lower[last - 1] in word_list("organisations")
    ):
        if tree.tags[last - 1] in NOUNS:
            return None
        last -= 1
    return (first, last) if first < last else None


def _is_held(tree: Tree, named: Range, prep: str, noun: str) -> bool:
    """Whether a name after a role is where it is held: no person, no portfolio ("Secretary of State")."""
    first, last = named
    label = tree.entities[last - 1]
    titled = any(tree.lower[at].rstrip(".") in word_list("titles") for at in range(first, last - 1))
    if label == "PERSON" or (titled and label != "ORG") or word_of(noun) == "author":
        return False
    if prep == "to":
        # "adviser to the union", not "ambassador to NATO", who is his country's.
        return label == "ORG" and word_of(noun) not in word_list("envoys")
    if last - first == 1 and tree.lower[first] in word_list("role_modifiers"):
        # "Chief of Staff", "Secretary of State".
        return False
    organisation = tree.lower[last - 1] in word_list("organisations") or tree.words[last - 1].isupper()
    if prep == "on":
        return organisation or label == "ORG"
    return word_of(noun) not in _PORTFOLIOS or label in {"GPE", "NORP"} or organisation


def _object(tree: Tree, first: int, end: int, *, whole: bool) -> Range:
    """The phrase after a preposition without its article; ``whole`` takes in "of Law" of "School of Law"."""
    if first < end and tree.tags[first] in {"DT", "PRP$"}:
        first += 1
    last = first
    while last < end:
        if is_inside(tree, last) or (whole and tree.inside[last]):
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
