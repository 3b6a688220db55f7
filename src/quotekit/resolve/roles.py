"""What an article says of a name beside it: role, affiliation, and the words a later phrase may pick up."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.names import given_gender
from quotekit.resolve.appositions import (
    OPENERS,
    Phrase,
    is_person,
    phrases_following,
    place_of,
    read_phrase,
    years_in,
)
from quotekit.resolve.phrases import is_name_word, is_role, phrase_before, word_of
from quotekit.settings import ROLE_WORDS
from quotekit.syntax import Tree

__all__ = ["Description", "describe"]

Gender = Literal["he", "she"]
Range = tuple[int, int]

_WORD_TAGS = ("NN", "JJ", "VB")
_BESIDE = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "VBG", "POS"})


@frozen
class Description:
    """What is said of one mention of a name, in ranges of tokens.

    ``role`` is the phrase as the article has it, without article and affiliation: "Foreign Minister" of
    "Russian Foreign Minister Sergey Lavrov". Where a word such as "former" stands before the affiliation
    the role takes both in, "Former Pennsylvania Gov.", for without it the role would be another one.
    ``affiliation`` is the organisation, place, nation or party in the phrase as it stands: "NATO",
    "Russian", "Republican"; never a person. An organisation's lower-case noun belongs to both: "Trump
    campaign" and "campaign manager".
    """

    role: Range | None = None
    affiliation: Range | None = None
    words: tuple[str, ...] = ()
    gender: Gender | None = None


_NOTHING = Description()


def describe(tree: Tree, first: int, last: int) -> Description:
    """What titles, appositions and "NAME is a lawyer" say of the name at the tokens ``first`` to ``last``.

    Role and affiliation are those of the first phrase that has a role: a title before the name, a phrase
    around it, one after it. What is said of somebody else beside the name is left out: "Clinton, whose
    husband, a former president, …". Costs a few looks where nothing is said.
    """
    person = is_person(tree, first, last)
    if person:
        first, last = _without_address(tree, first, last)
    found: list[Phrase] = []
    address = first
    while address > 0 and _is_address(tree, address - 1):
        address -= 1
    before = _title(tree, address, last)
    if before is not None:
        found.append(before)
    around = _around(tree, address, last) or _shared(tree, last) if before is None else None
    if around is not None:
        found.append(around)
    extra: list[str] = []
    affiliation = _owner(tree, address) if person and before is None else None
    if last < len(tree):
        found += phrases_following(tree, first, last, extra)
        affiliation = affiliation or (_direct(tree, first, last) if person else None)
    said = _predicate(tree, last) if person else None
    if said is not None:
        found.append(said)
    extra += _clause(tree, last) if person else []
    if not (found or extra or affiliation or address < first):
        return _NOTHING
    return _joined(tree, found, affiliation, extra, range(address, first))


def _without_address(tree: Tree, first: int, last: int) -> Range:
    """The name without forms of address and titles that were taken into it, and without "’s"."""
    while first < last - 1 and (
        _is_address(tree, first) or tree.lower[first].rstrip(".") in word_list("titles")
    ):
        first += 1
    while last - 1 > first and tree.tags[last - 1] == "POS":
        last -= 1
    return first, last


def _is_address(tree: Tree, token: int) -> bool:
    """Whether a token is "Mr." or "Dame", and not the noun of a role such as "First Lady"."""
    if tree.lower[token].rstrip(".") not in word_list("honorifics") or not tree.words[token][0].isupper():
        return False
    return token == 0 or tree.lower[token - 1] not in word_list("role_modifiers")


def _title(tree: Tree, first: int, last: int) -> Phrase | None:
    """The phrase that ends right before a name: "NATO Secretary-General", "his wife", "oil firm"."""
    at = first - 1
    if at > 0 and tree.words[at] == "." and _is_short_plural(tree, at - 1):
        # "Reps." is two tokens to many tokenizers, "Rep." is one.
        return Phrase(at - 1, at - 1, first, (at - 1, first), None)
    if at < 0 or tree.sentence[at] != tree.sentence[first] or tree.tags[at] not in _BESIDE:
        return None
    start, top = phrase_before(tree, at)
    if top < start:
        return None
    person = is_person(tree, first, last)
    if is_role(tree, top, person=tree.entities[first] == "PERSON") and (person or top == at):
        # "as president Trump would": the noun is what he would be, not what he is called.
        alone = top == at and start == top and tree.words[top].islower()
        if alone and (tree.deps[at] == "pobj" or (at > 0 and tree.lower[at - 1] == "as")):
            return None
        return read_phrase(tree, start, top, first)
    head = last - 1
    if tree.lower[top] == "old":
        _, age = years_in(tree, start, top)
        return Phrase(top, top, top, None, None, age)
    tied = first <= tree.heads[top] < last or tree.heads[head] == top
    thing = tree.entities[head] != "PERSON" or tree.lower[top] in word_list("organisations")
    if thing and top == at and tied and tree.tags[top] == "NN" and not is_name_word(tree, top):
        return Phrase(start, top, first, None, None)
    return None


def _around(tree: Tree, first: int, last: int) -> Phrase | None:
    """The phrase that a name stands in apposition to: "Its spokeswoman, Lorna Hagedorn, declined".

    A parser ties the name to the noun nearest: in "The secretary of the union, Bernadette Quill" the
    union, which is no role, hands it on to the secretary.
    """
    head = last - 1
    if first < 2 or tree.words[first - 1] not in OPENERS:
        return None
    top = tree.heads[head] if tree.deps[head] == "appos" else _twin(tree, first, last)
    if top >= first or top < 0:
        return None
    person = is_person(tree, first, last)
    noun = top
    if tree.deps[first - 2] == "conj" and is_role(tree, first - 2, person=False):
        # "like my husband or our president, Barack Obama": the nearer of two.
        noun = first - 2
    while person and not is_role(tree, noun, person=True):
        prep = tree.heads[noun]
        if tree.deps[noun] != "pobj" or tree.deps[prep] != "prep" or tree.heads[prep] >= prep:
            break
        noun = tree.heads[prep]
    if not is_role(tree, noun, person=person):
        noun = top
    if is_name_word(tree, noun) and not is_role(tree, noun, person=False):
        return None
    start, _ = phrase_before(tree, noun)
    # "The operator, Tri-Valley Power": taken for a person, whose first name would tell.
    firm = tree.lower[noun] in word_list("generic") and given_gender(tree.words[first]) is None
    if person and is_role(tree, noun, person=True) and not firm:
        return read_phrase(tree, start, noun, first - 1)
    if tree.tags[noun] != "NN" or (
        tree.entities[head] == "PERSON" and tree.lower[noun] not in word_list("generic")
    ):
        return None
    return Phrase(start, noun, first - 1, None, None)


def _is_short_plural(tree: Tree, at: int) -> bool:
    """Whether a word is "Reps" or "Sens"; "secretary" before the full stop of a sentence is none."""
    word = tree.words[at]
    short = word[0].isupper() and word.endswith("s") and len(word) < 6
    return short and word.removesuffix("s").lower() in word_list("titles")


def _shared(tree: Tree, last: int) -> Phrase | None:
    """The title in the plural before the first of several names: "Senators Grassley and / Leahy"."""
    head = last - 1
    for _ in range(ROLE_WORDS):
        if tree.deps[head] != "conj":
            break
        head = tree.heads[head]
    if head == last - 1:
        return None
    for kid in tree.children[head]:
        word = tree.lower[kid].rstrip(".")
        plural = word.endswith("s") and word.removesuffix("s") in word_list("titles")
        if kid < head and plural and tree.words[kid][0].isupper():
            return Phrase(kid, kid, kid + 1, (kid, kid + 1), None)
    return None


def _twin(tree: Tree, first: int, last: int) -> int:
    """The role that opens a sentence before a name between commas, or -1: "A local man, John Doe, said".

    A parser takes both for subjects.
    """
    top = first - 2
    if last >= len(tree) or tree.words[last] != "," or not is_role(tree, top, person=True):
        return -1
    start, noun = phrase_before(tree, top)
    opens = start > 0 and tree.tags[start - 1] in {"DT", "PRP$"}
    return noun if opens and tree.bounds[tree.sentence[top]][0] == start - 1 else -1


def _owner(tree: Tree, first: int) -> Range | None:
    """The organisation or place whose a name is said to be: "Rosneft’s Igor Sechin"."""
    if first < 2 or tree.tags[first - 1] != "POS" or not tree.entities[first - 2]:
        return None
    start = first - 2
    if tree.entities[start] not in {"ORG", "GPE"}:
        return None
    while start > 0 and tree.inside[start]:
        start -= 1
    start += tree.lower[start] == "the"
    return (start, first - 1) if start < first - 1 else None


def _direct(tree: Tree, first: int, last: int) -> Range | None:
    """The organisation or place that follows a name after "of": "Adam Schiff of California"."""
    if tree.lower[last] not in {"of", "from"} or not first <= tree.heads[last] < last:
        return None
    return place_of(tree, last)


def _predicate(tree: Tree, last: int) -> Phrase | None:
    """The phrase that a sentence of the article itself says a name is: "Sheskin is a lawyer in Boston"."""
    head = last - 1
    if _who(tree, last) is not None:
        verb = tree.child(head, "relcl")
    else:
        verb = tree.heads[head] if tree.deps[head] == "nsubj" else None
    if verb is None or tree.lower[verb] not in {"is", "'s"} or tree.outer[verb] >= 0:
        return None
    noun = tree.child(verb, "attr")
    if noun is None or noun < verb or not last <= verb <= last + 3:
        return None
    if tree.deps[verb] not in {"ROOT", "relcl", "conj"} or tree.child(verb, "neg", "mark") is not None:
        return None
    if not is_role(tree, noun, person=False) or tree.tags[noun] not in {"NN", "NNP"}:
        return None
    start, _ = phrase_before(tree, noun)
    return read_phrase(tree, start, noun, min(len(tree), noun + ROLE_WORDS)) if start > verb else None


def _who(tree: Tree, last: int) -> int | None:
    """The "who" that follows a name, with or without a pause."""
    who = last + (last < len(tree) and tree.words[last] in OPENERS)
    return who if who < len(tree) and tree.lower[who] == "who" else None


def _clause(tree: Tree, last: int) -> list[str]:
    """The nouns of a clause with "who": "ministry" of "Natalya Zhukova, who speaks for the ministry"."""
    who = _who(tree, last)
    if who is None:
        return []
    known = word_list("organisations") | word_list("roles")
    words = []
    for at in range(who + 1, min(len(tree), who + ROLE_WORDS)):
        if tree.is_punctuation(at) and tree.tags[at] != "HYPH":
            break
        if tree.lower[at] in known and tree.tags[at] == "NN":
            words += [tree.lower[first] for first in (at - 1, at) if tree.tags[first] in {"NN", "JJ"}]
    return words


def _joined(
    tree: Tree, found: list[Phrase], affiliation: Range | None, extra: list[str], address: range
) -> Description:
    """One description of all that was found, the role of the first phrase that has one."""
    main = next((phrase for phrase in found if phrase.role is not None), None)
    belongs = main.affiliation if main is not None else None
    bare = next((phrase.affiliation for phrase in found if phrase.role is None and phrase.affiliation), None)
    words = [*extra]
    for phrase in found:
        words += [phrase.age] if phrase.age is not None else []
        words += _words(tree, phrase)
    heads = [tree.lower[at].rstrip(".") for at in address]
    heads += [part for phrase in found for part in (word_of(tree.lower[phrase.top]), tree.lower[phrase.top])]
    columns = word_columns("gendered")
    gender = next((columns[word][0] for word in heads if word in columns), None)
    return Description(
        role=None if main is None else main.role,
        affiliation=belongs or affiliation or bare,
        words=tuple(dict.fromkeys(words)),
        gender=gender,  # type: ignore[arg-type]  # the list holds "he" and "she"
    )


def _words(tree: Tree, phrase: Phrase) -> list[str]:
    """The content words of a phrase in lower case, hyphens aside."""
    words = []
    for at in range(phrase.first, min(phrase.last, phrase.first + ROLE_WORDS)):
        if tree.tags[at].startswith(_WORD_TAGS) and not tree.is_punctuation(at):
            words.append(tree.lower[at].rstrip("."))
            if "-" in words[-1]:
                words.append(word_of(words[-1]))
    return words
