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


def _is_modifier(tree: Tree, token: int, *, role: bool = True) -> bool:
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
        elif _is_within(tree, at):
            at -= 1
        elif whole and (role := _role_above(tree, at, limit)) is not None:
            noun = at = role
        elif not _can_precede(tree, at):
            break
        start = at
    while start < top and (tree.tags[start] in {"POS", "HYPH"} or tree.words[start] in _JOINS):
        start += 1
    return start, noun


def _can_precede(tree: Tree, at: int) -> bool:
    """Whether a token can stand in a phrase before its noun: no day, no number, no verb."""
    tag = tree.tags[at]
    if tag in _INSIDE or tree.words[at] in _JOINS:
        return tree.entities[at] not in {"DATE", "TIME"} and not (tag == "CD" and tree.words[at].isdigit())
    if tag not in {"VBG", "VBN"} or _is_modifier(tree, at):
        return _is_modifier(tree, at)
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


def _is_within(tree: Tree, at: int) -> bool:
    """Whether "of" or "and" goes on a name or a role: "University of Chicago", "founder and chief"."""
    before = at - 1
    if before < 0 or tree.sentence[before] != tree.sentence[at]:
        return False
    if tree.lower[at] == "of":
        return tree.words[before][0].isupper() and tree.lower[before] in word_list("organisations")
    alone = before == 0 or tree.tags[before - 1] not in {"DT", "PRP$"}
    return tree.lower[at] == "and" and alone and is_role(tree, before, person=False)


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

    Looks no further than ``end``. Of two titles the first counts: "CIA director" of "CIA director Gen.".
    """
    above = word_of(tree.lower[top - 1]) if top > first else ""
    if tree.words[top][-1] == "." and above in word_list("roles") - word_list("role_modifiers"):
        start, affiliation, status = _before_noun(tree, first, top - 1)
        return (min(start, status), top), affiliation, top + 1
    start, affiliation, status = _before_noun(tree, first, top)
    role_end, tied, last = _after_noun(tree, top, end)
    if tied is not None and (affiliation is None or tree.entities[affiliation[0]] in {"GPE", "NORP"}):
        # "a Washington lawyer for the coalition": where he works says more than where he lives.
        affiliation = tied
    return (min(start, status), role_end), affiliation, last


def _before_noun(tree: Tree, first: int, top: int) -> tuple[int, Range | None, int]:
    """Where the role starts, the affiliation before it, and where a word like "former" starts."""
    start, owner = first, None
    for at in range(top - 1, first - 1, -1):
        if tree.tags[at] == "POS":
            start, owner = at + 1, (first, at)
            break
    if owner is not None:
        named = _named(tree, *owner)
        if named is None and start < top and tree.lower[start] in word_list("organisations"):
            # "Trump's campaign manager": the campaign's.
            named = (owner[0], start + 1) if is_name_word(tree, owner[0]) else None
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
    if any(is_role(tree, at, person=False) and not _is_modifier(tree, at, role=False) for at in between):
        status = top
    return role, found, status if status < found[0] else role


def _named(tree: Tree, first: int, last: int) -> Range | None:
    """The name at the end of a few words, unless it is a person's: "Germany", "Ora Media"."""
    while first < last and (not tree.words[first][:1].isupper() or tree.tags[first] == "DT"):
        first += 1
    if first == last or not is_name_word(tree, last - 1):
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
        at += 1
        while at < top and (tree.inside[at] or (not _opens(tree, at, begin) and _goes_on(tree, at, top))):
            at += 1
        end = at
        while end > begin + 1 and tree.entities[end - 1] != "GPE" and _is_modifier(tree, end - 1):
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
    if label and (label != "ORG" or not _is_modifier(tree, at)):
        return True
    return tree.tags[at] in {"NNP", "NNPS"} and not _is_modifier(tree, at)


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
    if tree.words[at] in _JOINS or (tree.lower[at] == "of" and _is_within(tree, at)):
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
    return noun if ties and noun < end and is_role(tree, noun, person=False) else top


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
        if tree.tags[last - 1] in _NOUNS:
            return None
        last -= 1
    return (first, last) if first < last else None


def _is_held(tree: Tree, named: Range, prep: str, noun: str) -> bool:
    """Whether a name after a role is where it is held: no person, no portfolio ("Secretary of State")."""
    first, last = named
    label = tree.entities[last - 1]
    titled = any(tree.lower[at].rstrip(".") in word_list("titles") for at in range(first, last - 1))
    if label == "PERSON" or prep == "to" or (titled and label != "ORG"):
        return False
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
        if _is_inside(tree, last) or (whole and tree.inside[last]):
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
