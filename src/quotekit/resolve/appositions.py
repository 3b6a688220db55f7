"""Phrases that describe a name: what one says, and those that follow the name."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.names import given_gender
from quotekit.resolve.affiliations import past_gap, split_role
from quotekit.resolve.phrases import is_role, phrase_after, word_of
from quotekit.settings import ROLE_APPOSITIONS, ROLE_WORDS
from quotekit.syntax import Tree

__all__ = [
    "OPENERS",
    "PERSON",
    "Phrase",
    "is_person",
    "phrases_following",
    "place_of",
    "read_phrase",
    "years_in",
]

Range = tuple[int, int]

# What may stand between a name and a description of it.
OPENERS = frozenset({",", "(", "–", "—", "-", "--"})
# The labels of a name that may be a person's: the recogniser passes many over.
PERSON = frozenset({"PERSON", ""})


@frozen
class Phrase:
    """One descriptive phrase: its tokens, the noun it is about, and the role and affiliation in it."""

    first: int
    top: int
    last: int
    role: Range | None
    affiliation: Range | None
    age: str | None = None


def is_person(tree: Tree, first: int, last: int) -> bool:
    """Whether a name can be a person's: by its label, as the rest of "Mr. / Aaron Ford", by its first."""
    if tree.entities[last - 1] in PERSON or tree.entities[first] in PERSON:
        return True
    if first > 0 and tree.inside[first] and tree.tags[first - 1] != "DT":
        return True
    return (
        last - first > 1
        and tree.lower[last - 1] not in word_list("organisations")
        and given_gender(tree.words[first]) is not None
    )


def read_phrase(tree: Tree, start: int, top: int, end: int) -> Phrase:
    """What the phrase of the tokens ``start`` to ``end`` says whose noun is ``top``."""
    start, age = years_in(tree, past_gap(tree, start, top), top)
    role, affiliation, last = split_role(tree, start, top, end)
    if word_of(tree.lower[top]) in word_list("kin"):
        # "Trump's eldest daughter" is no officer of Trump, whatever he was taken for.
        affiliation = None
    if affiliation is None:
        # "President Barack Obama’s former adviser": what is said of the owner is not said of the name.
        start = next((at + 1 for at in range(top, start - 1, -1) if tree.tags[at] == "POS"), start)
    if tree.lower[top] in word_list("generic_people") or (
        tree.tags[top] == "NNS" and tree.words[top].islower()
    ):
        return Phrase(start, top, last, None, None, age)
    return Phrase(start, top, last, role, affiliation, age)


def years_in(tree: Tree, first: int, top: int) -> tuple[int, str | None]:
    """Where a phrase goes on after "30-year-old", and the number of years."""
    for at in range(first, min(top, first + 4) + 1):
        if tree.lower[at] == "old" and at >= 4 and tree.lower[at - 2] == "year":
            return min(at + 1, top), tree.words[at - 4]
    return first, None


def place_of(tree: Tree, prep: int) -> Range | None:
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


def phrases_following(tree: Tree, first: int, last: int, extra: list[str]) -> Iterator[Phrase]:
    """The appositions that follow a name; an age and a party's letter go to ``extra``.

    "Mayfield, 67, a retired teacher, said"; "Senator John McCain (R-Ariz.)".
    """
    at = last
    for _ in range(ROLE_APPOSITIONS):
        if at + 1 >= len(tree) or tree.words[at] not in OPENERS:
            return
        follows = at + 1
        word = tree.words[follows]
        if word.isdigit() and len(word) < 4:
            closes = tree.words[follows + 1 : follows + 2]
            if closes != [")"] if tree.words[at] == "(" else closes and closes[0].isalnum():
                return
            extra.append(word)
            at = follows + 1
            continue
        party = _party(tree, follows)
        if party is not None:
            name, end = party
            extra.append(name)
            yield Phrase(follows, follows, follows, None, (follows, end))
            at = end + (end < len(tree) and tree.words[end] == ")")
            continue
        place = _bracketed(tree, follows)
        if place is not None:
            yield Phrase(follows, follows, follows, None, place)
            at = place[1] + 1
            continue
        if tree.lower[follows] in {"of", "from"}:
            place = place_of(tree, follows)
            if place is not None:
                yield Phrase(follows, follows, follows, None, place)
            return
        found = _apposition(tree, first, last, follows)
        if found is not None:
            yield found
        return


def _bracketed(tree: Tree, first: int) -> Range | None:
    """An organisation or place alone in brackets: "Ted Cruz (Tex.)", "Hugh Hewitt (Salem Radio)"."""
    if tree.words[first - 1] != "(":
        return None
    if tree.words[first + 1 : first + 3] == [".", ")"] and tree.words[first][0].isupper():
        return first, first + 2
    if tree.entities[first] not in {"ORG", "GPE"}:
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


def _apposition(tree: Tree, first: int, last: int, start: int) -> Phrase | None:
    """The phrase at ``start``, where it describes the name at ``first``: "the secretary-general of NATO"."""
    begin, top, end = phrase_after(tree, start)
    if end > begin and tree.lower[end - 1] == "old":
        _, age = years_in(tree, max(begin, end - 4), end - 1)
        return Phrase(end, end, end, None, None, age) if age is not None else None
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
    person = is_person(tree, first, last)
    if person and is_role(tree, top, person=tied):
        return read_phrase(tree, begin, top, min(len(tree), top + ROLE_WORDS))
    if tied and tree.tags[top] == "NN" and tree.words[start - 1] != "(":
        return Phrase(begin, top, end, None, None)
    return None


def _of_party(tree: Tree, begin: int, top: int) -> Phrase:
    """What a party's noun says: "a Republican" an affiliation, "the top Democrat on the panel" a role."""
    role, affiliation, last = split_role(tree, begin, top, min(len(tree), top + ROLE_WORDS))
    if affiliation is not None and tree.lower[top + 1] == "on":
        return Phrase(begin, top, last, role, affiliation)
    return Phrase(begin, top, last if affiliation is not None else top + 1, None, (top, top + 1))
