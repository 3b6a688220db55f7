"""What an article says of a name beside it: role, affiliation, and the words a later phrase may pick up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.resolve.phrases import (
    is_name_word,
    is_role,
    phrase_after,
    phrase_before,
    split_role,
    word_of,
)
from quotekit.settings import ROLE_APPOSITIONS, ROLE_WORDS
from quotekit.syntax import Tree

__all__ = ["Description", "describe"]

Gender = Literal["he", "she"]
Range = tuple[int, int]

_OPENERS = frozenset({",", "(", "–", "—", "-", "--"})
_PERSON = frozenset({"PERSON", ""})
_WORD_TAGS = ("NN", "JJ", "VB", "CD")
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


@frozen
class _Phrase:
    """One descriptive phrase: its tokens, the noun it is about, and the role and affiliation in it."""

    first: int
    top: int
    last: int
    role: Range | None
    affiliation: Range | None
    age: str | None = None


def describe(tree: Tree, first: int, last: int) -> Description:
    """What titles, appositions and "NAME is a lawyer" say of the name at the tokens ``first`` to ``last``.

    Role and affiliation are those of the first phrase that has a role: a title before the name, a phrase
    around it, one after it. What is said of somebody else beside the name is left out: "Clinton, whose
    husband, a former president, …". Costs a few looks where nothing is said.
    """
    person = _is_person(tree, first, last)
    if person:
        first, last = _without_address(tree, first, last)
    found: list[_Phrase] = []
    address = first
    while address > 0 and _is_address(tree, address - 1):
        address -= 1
    before = _title(tree, address, last)
    if before is not None:
        found.append(before)
    around = _around(tree, address, last) if before is None else None
    if around is not None:
        found.append(around)
    extra: list[str] = []
    affiliation = _owner(tree, address) if person and before is None else None
    if last < len(tree):
        found += _after(tree, first, last, extra)
        affiliation = affiliation or _direct(tree, first, last)
    said = _predicate(tree, last) if person else None
    if said is not None:
        found.append(said)
    extra += _clause(tree, last) if person else []
    if not (found or extra or affiliation or address < first):
        return _NOTHING
    return _joined(tree, found, affiliation, extra, range(address, first))


def _is_person(tree: Tree, first: int, last: int) -> bool:
    """Whether a name can be a person's, by its label; "Director / Aaron Ford" was taken for one name."""
    if tree.entities[last - 1] in _PERSON or tree.entities[first] in _PERSON:
        return True
    return first > 0 and tree.inside[first] and is_role(tree, first - 1, person=False)


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


def _title(tree: Tree, first: int, last: int) -> _Phrase | None:
    """The phrase that ends right before a name: "NATO Secretary-General", "his wife", "oil firm"."""
    at = first - 1
    if at < 0 or tree.sentence[at] != tree.sentence[first] or tree.tags[at] not in _BESIDE:
        return None
    start, top = phrase_before(tree, at)
    if top < start:
        return None
    person = _is_person(tree, first, last)
    if is_role(tree, top, person=tree.entities[first] == "PERSON") and (person or top == at):
        # "as president Trump would": the noun is what he would be, not what he is called.
        if tree.deps[at] == "pobj" and top == at and start == top and tree.words[top].islower():
            return None
        return _phrase(tree, start, top, first)
    head = last - 1
    if tree.lower[top] == "old":
        _, age = _after_age(tree, start, top)
        return _Phrase(top, top, top, None, None, age)
    tied = first <= tree.heads[top] < last or tree.heads[head] == top
    thing = tree.entities[head] != "PERSON" or tree.lower[top] in word_list("organisations")
    if thing and top == at and tied and tree.tags[top] == "NN" and not is_name_word(tree, top):
        return _Phrase(start, top, first, None, None)
    return None


def _phrase(tree: Tree, start: int, top: int, end: int) -> _Phrase:
    start, age = _after_age(tree, start, top)
    role, affiliation, last = split_role(tree, start, top, end)
    if affiliation is None:
        # "President Barack Obama’s former adviser": what is said of the owner is not said of the name.
        start = next((at + 1 for at in range(top, start - 1, -1) if tree.tags[at] == "POS"), start)
    if tree.lower[top] in word_list("generic_people") or (
        tree.tags[top] == "NNS" and tree.words[top].islower()
    ):
        return _Phrase(start, top, last, None, None, age)
    return _Phrase(start, top, last, role, affiliation, age)


def _after_age(tree: Tree, first: int, top: int) -> tuple[int, str | None]:
    """Where a phrase goes on after "30-year-old", and the number of years."""
    for at in range(first, min(top, first + 4) + 1):
        if tree.lower[at] == "old" and at >= 4 and tree.lower[at - 2] == "year":
            return min(at + 1, top), tree.words[at - 4]
    return first, None


def _around(tree: Tree, first: int, last: int) -> _Phrase | None:
    """The phrase that a name stands in apposition to: "Its spokeswoman, Lorna Hagedorn, declined".

    A parser ties the name to the noun nearest: in "The secretary of the union, Bernadette Quill" the
    union, which is no role, hands it on to the secretary.
    """
    head = last - 1
    top = tree.heads[head]
    if tree.deps[head] != "appos" or top >= first or tree.words[first - 1] not in _OPENERS:
        return None
    person = _is_person(tree, first, last)
    noun = top
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
    if person and is_role(tree, noun, person=True):
        return _phrase(tree, start, noun, first - 1)
    if tree.entities[head] == "PERSON" or tree.tags[noun] != "NN":
        return None
    return _Phrase(start, noun, first - 1, None, None)


def _owner(tree: Tree, first: int) -> Range | None:
    """The organisation or place whose a name is said to be: "Rosneft’s Igor Sechin"."""
    if first < 2 or tree.tags[first - 1] != "POS" or not tree.entities[first - 2]:
        return None
    start = first - 2
    if tree.entities[start] not in {"ORG", "GPE"}:
        return None
    while start > 0 and tree.inside[start]:
        start -= 1
    return start + (tree.lower[start] == "the"), first - 1


def _direct(tree: Tree, first: int, last: int) -> Range | None:
    """The organisation or place that follows a name after "of": "Adam Schiff of California"."""
    if tree.lower[last] not in {"of", "from"} or not first <= tree.heads[last] < last:
        return None
    return _place_of(tree, last)


def _place_of(tree: Tree, prep: int) -> Range | None:
    """The place or organisation after "of", only an organisation after "from"."""
    start = prep + 1
    if start < len(tree) and tree.lower[start] == "the":
        start += 1
    end = start
    while end < len(tree) and tree.entities[end] in {"ORG", "GPE"} and (end == start or tree.inside[end]):
        end += 1
    if end == start or (tree.lower[prep] == "from" and tree.entities[start] != "ORG"):
        return None
    return start, end


def _after(tree: Tree, first: int, last: int, extra: list[str]) -> Iterator[_Phrase]:
    """The appositions that follow a name; an age and a party's letter go to ``extra``.

    "Mayfield, 67, a retired teacher, said"; "Senator John McCain (R-Ariz.)".
    """
    at = last
    for _ in range(ROLE_APPOSITIONS):
        if at + 1 >= len(tree) or tree.words[at] not in _OPENERS:
            return
        follows = at + 1
        word = tree.words[follows]
        if word.isdigit() and len(word) < 4:
            if follows + 1 < len(tree) and not tree.is_punctuation(follows + 1):
                return
            extra.append(word)
            at = follows + 1
            continue
        party = _party(tree, follows)
        if party is not None:
            name, end = party
            extra.append(name)
            yield _Phrase(follows, follows, follows, None, (follows, end))
            at = end + (end < len(tree) and tree.words[end] == ")")
            continue
        place = _bracketed(tree, follows)
        if place is not None:
            yield _Phrase(follows, follows, follows, None, place)
            at = place[1] + 1
            continue
        if tree.lower[follows] in {"of", "from"}:
            place = _place_of(tree, follows)
            if place is not None:
                yield _Phrase(follows, follows, follows, None, place)
            return
        found = _apposition(tree, first, last, follows)
        if found is not None:
            yield found
        return


def _bracketed(tree: Tree, first: int) -> Range | None:
    """An organisation or place alone in brackets: "Ted Cruz (Tex.)", "Hugh Hewitt (Salem Radio)"."""
    if tree.words[first - 1] != "(" or tree.entities[first] not in {"ORG", "GPE"}:
        return None
    last = first + 1
    while last < len(tree) and tree.inside[last]:
        last += 1
    return (first, last) if last < len(tree) and tree.words[last] == ")" else None


def _party(tree: Tree, token: int) -> tuple[str, int] | None:
    """The party behind "R-Ariz." or "D" at a token, and where that ends."""
    letter, dash, _ = tree.lower[token].partition("-")
    if len(letter.rstrip(".")) != 1 or not tree.words[token][0].isupper():
        return None
    name = next((word for word, row in word_columns("parties").items() if row[0] == letter.rstrip(".")), None)
    end = token + 1
    if name is None or (not dash and end >= len(tree)):
        return None
    if not dash and tree.words[end] in {"-", ","}:
        end += 2
    elif not dash and tree.words[end] != ")":
        return None
    return name, min(end, len(tree))


def _apposition(tree: Tree, first: int, last: int, start: int) -> _Phrase | None:
    """The phrase at ``start``, where it describes the name at ``first``: "the secretary-general of NATO"."""
    begin, top, end = phrase_after(tree, start)
    if end > begin and tree.lower[end - 1] == "old":
        _, age = _after_age(tree, max(begin, end - 4), end - 1)
        return _Phrase(end, end, end, None, None, age) if age is not None else None
    if top < begin:
        return None
    tied = tree.deps[top] == "appos" and first <= tree.heads[top] < last
    follows = tree.tags[end] if end < len(tree) and tree.sentence[end] == tree.sentence[top] else "."
    if not tied and (tree.deps[top].startswith("nsubj") or follows[:2] in {"VB", "MD", "CC"}):
        return None
    if tree.entities[top] == "PERSON" and not is_role(tree, top, person=False):
        return None
    if tree.lower[top] in word_columns("parties") and tree.words[top][0].isupper():
        return _of_party(tree, begin, top)
    person = _is_person(tree, first, last)
    if person and is_role(tree, top, person=tied):
        return _phrase(tree, begin, top, min(len(tree), top + ROLE_WORDS))
    if tied and tree.tags[top] == "NN":
        return _Phrase(begin, top, end, None, None)
    return None


def _of_party(tree: Tree, begin: int, top: int) -> _Phrase:
    """ "A Republican" is an affiliation; "the top Democrat on the panel" a role besides."""
    role, affiliation, last = split_role(tree, begin, top, min(len(tree), top + ROLE_WORDS))
    if affiliation is not None and affiliation[0] > top:
        return _Phrase(begin, top, last, role, affiliation)
    return _Phrase(begin, top, top + 1, None, (top, top + 1))


def _predicate(tree: Tree, last: int) -> _Phrase | None:
    """The phrase that a sentence of the article itself says a name is: "Sheskin is a lawyer in Boston"."""
    head = last - 1
    verb = tree.heads[head] if tree.deps[head] == "nsubj" else tree.child(head, "relcl")
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
    return _phrase(tree, start, noun, min(len(tree), noun + ROLE_WORDS)) if start > verb else None


def _clause(tree: Tree, last: int) -> list[str]:
    """The nouns of a clause with "who": "ministry" of "Natalya Zhukova, who speaks for the ministry"."""
    who = last + 1
    if who >= len(tree) or tree.lower[who] != "who":
        return []
    words = []
    for at in range(who + 1, min(len(tree), who + ROLE_WORDS)):
        if tree.is_punctuation(at) and tree.tags[at] != "HYPH":
            break
        if tree.tags[at].startswith("NN"):
            words.append(tree.lower[at].rstrip("."))
    return words


def _joined(
    tree: Tree, found: list[_Phrase], affiliation: Range | None, extra: list[str], address: range
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


def _words(tree: Tree, phrase: _Phrase) -> list[str]:
    """The content words of a phrase in lower case, hyphens aside."""
    tokens = range(phrase.first, min(phrase.last, phrase.first + ROLE_WORDS))
    return [
        tree.lower[at].rstrip(".")
        for at in tokens
        if tree.tags[at].startswith(_WORD_TAGS) and any(character.isalnum() for character in tree.lower[at])
    ]
