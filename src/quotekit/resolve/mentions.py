"""The names of an article: where each stands, what kind of name it is, and what the sentence does with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from quotekit.lexicon import cue_verbs, pronouns, word_list
from quotekit.model import SpeakerKind
from quotekit.names import given_gender, strip_titles
from quotekit.resolve.kinds import kind_of_name
from quotekit.syntax import Tree

__all__ = ["Mention", "find_mentions", "is_joined", "is_whose"]

# Kind, tokens (half-open), and where the name begins, which may be before them: "Pruitt’s / team".
_Run = tuple[SpeakerKind, int, int, int]

_SPEAKING = frozenset({"PERSON", "ORG", "NORP", "GPE", "LOC", "FAC"})
# Before a name that a phrase ends with, these say that it is somebody else's: "aides to A and B".
_BEFORE_ANOTHER = frozenset({"IN", "DT", "TO", "CC"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})


@frozen
class Mention:
    """One name in the text: its tokens, titles left out, its kind, and the name without titles."""

    first: int
    last: int
    kind: SpeakerKind
    name: str


def find_mentions(tree: Tree, phrases: Sequence[tuple[int, int]]) -> list[Mention]:
    """The names of an article in order, none over another.

    They are its named entities, organisations by their noun ("the Scottish government"), and the proper
    nouns of ``phrases``, the token ranges of sources, and of subjects, that the recogniser passed over.
    """
    found: list[Mention] = []
    taken: set[int] = set()

    def take(runs: Iterable[_Run]) -> None:
        for kind, first, last, begin in runs:
            name = _name(tree, begin, last, kind)
            if name and not taken.intersection(range(first, last)):
                found.append(Mention(first, last, kind, name))
                taken.update(range(first, last))

    named = list(_entities(tree))
    covered = {token: (first, last) for _, first, last, _ in named for token in range(first, last)}
    take(_organisations(tree, covered))
    take(named)
    subjects = {(tree.left[at], at + 1) for at, dep in enumerate(tree.deps) if dep == "nsubj"}
    ranges = set(phrases)
    for first, last in [*sorted(ranges), *sorted(subjects - ranges)]:
        is_source = (first, last) in ranges
        take(run for run in _proper_runs(tree, first, last) if is_source or run[2] - run[1] > 1)
    take(_known(tree, found, taken))
    return sorted(found, key=lambda mention: mention.first)


def _known(tree: Tree, found: Sequence[Mention], taken: set[int]) -> list[_Run]:
    """Surnames of the article's people that the recogniser passed over: "Trump has record low support"."""
    surnames = {tree.lower[m.last - 1] for m in found if m.kind == "person" and m.last - m.first > 1}
    return [
        ("person", at, at + 1, at)
        for at, word in enumerate(tree.lower)
        if word in surnames and at not in taken and tree.tags[at][:2] == "NN" and tree.words[at][0].isupper()
    ]


def _name(tree: Tree, first: int, last: int, kind: SpeakerKind) -> str:
    """The name as it stands there, without titles if it is a person's: "General Motors" keeps its own."""
    if kind != "person":
        while first < last - 1 and tree.tags[first] == "DT":
            first += 1
        while last - 1 > first and tree.tags[last - 1] == "POS":
            last -= 1
    text = " ".join(tree.text[tree.starts[first] : tree.ends[last - 1]].split())
    return strip_titles(text) if kind == "person" else text.strip(" ,;:")


def _entities(tree: Tree) -> Iterator[_Run]:
    """The named entities that can speak: kind and tokens."""
    token = 0
    while token < len(tree):
        label, first = tree.entities[token], token
        token += 1
        while token < len(tree) and label and tree.entities[token] == label and tree.inside[token]:
            token += 1
        if label in _SPEAKING and tree.lower[token - 1] not in word_list("groups"):
            if (
                label != "PERSON"
                and _is_office(tree, first, token)
                and not _ends_in_person(tree, first, token)
            ):
                continue
            titled = _after_title(tree, first, token)
            if label == "PERSON" or token - titled > 1:
                first, label = titled, label if titled == first else "PERSON"
            while first < token and not tree.words[first][0].isalnum():
                first += 1
            first, token = _over_hyphens(tree, first, token)
            if label == "ORG" and _ends_in_person(tree, first, token):
                first, label = token - 2, "PERSON"
            if label == "PERSON":
                first, token = _over_compounds(tree, first, token)
                first, end = _bare(tree, first, token)
                if first < end:
                    yield kind_of_name(tree, first, end, label), first, end, first
                continue
            # A headline may be one name to the recogniser: "Water Department Accepts Findings of Review".
            verbs = (at for at in range(first + 1, token) if tree.tags[at] in {"VBZ", "VBD"})
            name_end = next(verbs, token)
            if first < name_end and _is_name(tree, first, name_end):
                kind = kind_of_name(tree, first, name_end, label)
                if kind != "document" or _has_issuer(tree, first, name_end):
                    yield kind, first, name_end, first


def _bare(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """A person's name without words of a role before it, and without a headline's verb after it.

    "State Jon Husted" (Secretary of), "Chairwoman Donna Brazile", "Obama Says"; leaves "Grant Bond" alone.
    """
    while last - first > 1 and tree.lower[last - 1] in cue_verbs() and tree.tags[last - 1] != "NNP":
        last -= 1
    if last - first == 2 and tree.lower[last - 1] in cue_verbs() and tree.lower[last - 1].endswith("s"):
        last -= 1
    while last - first > 2 and _is_role_word(tree.lower[first].strip(".")):
        first += 1
    of = first > 0 and tree.tags[first - 1] == "IN" and last - first > 2
    if of and given_gender(tree.words[first]) is None and given_gender(tree.words[first + 1]) is not None:
        # "The interior minister of Ukraine Volodymyr Gnatyuk".
        first += 1
    return (first, last) if _is_name(tree, first, last) else (first, first)


def _ends_in_person(tree: Tree, first: int, last: int) -> bool:
    """Whether the recogniser ran a body and a name into one: "Armed Forces of France Hélène Vasseur"."""
    of = last - first > 3 and tree.lower[last - 4] == "of"
    return of and given_gender(tree.words[last - 2]) is not None


def _is_office(tree: Tree, first: int, last: int) -> bool:
    """Whether an entity is what somebody holds, not somebody: "Minister of Internal Affairs"."""
    titles = (at for at in range(first, last - 1) if tree.lower[at] in word_list("titles"))
    return any(tree.lower[at + 1] == "of" for at in titles)


def _after_office(tree: Tree, first: int, last: int) -> int:
    """Where a person's name begins behind "Secretary of State"; at ``last`` where none does.

    "Minister of / Internal Affairs" is no person.
    """
    if first < 2 or tree.lower[first - 1] != "of" or tree.lower[first - 2] not in word_list("titles"):
        return first
    return next((at for at in range(first, last) if given_gender(tree.words[at]) is not None), last)


def _has_issuer(tree: Tree, first: int, last: int) -> bool:
    """Whether more stands before the noun of a document than what any may be: "New Poll" is no name."""
    return any(tree.lower[at] not in word_list("plain_modifiers") for at in range(first, last - 1))


def _is_role_word(word: str) -> bool:
    return any(word in word_list(name) for name in ("role_words", "titles", "roles", "role_modifiers"))


def _over_hyphens(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """The name with what hyphens tie to it: "Tri" of "Tri-Valley"."""
    while last + 1 < len(tree) and tree.words[last] == "-" and tree.ends[last] == tree.starts[last + 1]:
        last += 2
    while first >= 2 and tree.words[first - 1] == "-" and tree.ends[first - 1] == tree.starts[first]:
        first -= 2
    return first, last


def _over_compounds(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """The name with the proper nouns that the parse ties to it: "Ines" of "Ines / Carvalho"."""
    while last < len(tree) and tree.tags[last] == "NNP" and tree.heads[last - 1] == last:
        last += 1
    while first > 0 and tree.tags[first - 1] == "NNP" and first <= tree.heads[first - 1] < last:
        if tree.entities[first - 1] or tree.lower[first - 1].strip(".") in word_list("titles"):
            break
        first -= 1
    return first, last


def _is_name(tree: Tree, first: int, last: int) -> bool:
    """Whether some words can be a name: one has a capital and is no title, "the Prime Minister" has none."""
    return any(
        tree.words[at][:1].isupper()
        and tree.lower[at].strip(".") not in word_list("titles")
        and tree.lower[at].strip(".") not in word_list("role_words")
        for at in range(first, last)
    )


def _organisations(tree: Tree, covered: Mapping[int, tuple[int, int]]) -> Iterator[_Run]:
    """Organisations by their noun and what stands before it: "the Scottish government", "energy ministry".

    So are documents that go by their issuer's name: "a Reuters/Ipsos opinion poll".

    ``covered`` are the entities by token: one that goes on further has the longer name.
    """
    for at, word in enumerate(tree.lower):
        is_document = word in word_list("polls")
        if not (is_document or word in word_list("organisations")) or not tree.tags[at].startswith("NN"):
            continue
        first = _before_noun(tree, at, covered)
        first, _ = _over_hyphens(tree, first, at + 1)
        while first < at and not _is_capital(tree, first) and tree.tags[first] != "NN":
            first += 1
        last = _after_noun(tree, at)
        start, end = covered.get(at, (at, at + 1))
        first, last = min(first, start), max(last, end)
        is_anyones = not any(token in covered for token in range(first, at)) or not _has_issuer(
            tree, first, at + 1
        )
        if is_document and is_anyones:
            continue
        is_office = word in word_list("offices") and any(
            tree.tags[token] == "NN" for token in range(first, at)
        )
        if last - first > 1 and (is_office or any(_is_capital(tree, token) for token in range(first, last))):
            # "Dr. Pruitt’s team" has two names: his, and that of the team.
            owned = [at for at in range(first, at) if tree.tags[at] == "POS" and at - 1 in covered]
            is_seat = "_".join(tree.lower[first:last]) in word_list("seats")
            kind: SpeakerKind = "document" if is_document else "place" if is_seat else "organisation"
            yield kind, owned[-1] + 1 if owned else first, last, first


def _before_noun(tree: Tree, noun: int, covered: Mapping[int, tuple[int, int]]) -> int:
    """Where the words begin that belong to a noun: the "Reuters" of "Reuters/Ipsos opinion poll"."""
    first = noun
    while first > 0:
        before = first - 1
        if before in covered and tree.deps[before] in {"compound", "amod", "nmod", "poss", "conj"}:
            first = covered[before][0]
        elif tree.deps[before] not in {"compound", "amod", "nmod", "poss", "case"} or tree.tags[
            before
        ].startswith("PRP"):
            break
        else:
            first = before
    return first


def _after_noun(tree: Tree, noun: int) -> int:
    """Where the words end that belong to a noun with a capital: "Commission on Presidential Debates"."""
    end = noun + 1
    is_tied = end < len(tree) and tree.lower[end] in word_list("name_links") - {"and", "the"}
    if tree.tags[noun] not in _NAME_TAGS or not tree.words[noun][0].isupper() or not is_tied:
        return end
    for at in range(end, min(len(tree), tree.bounds[tree.sentence[noun]][1])):
        if tree.entities[at] in {"DATE", "TIME"}:
            break
        if tree.words[at][0].isupper() and tree.tags[at][:2] in {"NN", "JJ"}:
            end = at + 1
        elif tree.lower[at] not in word_list("name_links"):
            break
    return end


def _is_capital(tree: Tree, token: int) -> bool:
    """Whether a word has a capital, and not for its place in the sentence: "Federal court" may be none."""
    if not tree.words[token][:1].isupper():
        return False
    opens = token == tree.bounds[tree.sentence[token]][0]
    return not opens or tree.tags[token] in {"NNP", "NNPS"} or tree.entities[token] != ""


def _after_title(tree: Tree, first: int, last: int) -> int:
    """The first token of a name after the titles before it: "Foreign Minister / Ines Carvalho"."""
    titles = [at for at in range(first, last - 1) if tree.lower[at].strip(".") in word_list("titles")]
    if not titles:
        return first
    small = [
        at
        for at in range(titles[-1] + 1, last - 1)
        if tree.words[at][:1].islower()
        and tree.words[at] not in word_list("name_particles") | word_list("name_sons")
    ]
    return (small or titles)[-1] + 1


def _proper_runs(tree: Tree, first: int, last: int) -> Iterator[_Run]:
    """Runs of proper nouns in a source that no entity covers; two words or more are taken for a person."""
    token = first
    if last - first == 1 and _is_capital(tree, first) and tree.tags[first] not in _NAME_TAGS:
        # A tagger that has not met a surname may take it for a verb.
        if tree.lower[first] not in pronouns() and tree.tags[first] in {"NN", "VB", "JJ"}:
            yield "person", first, last, first
        return
    while token < last:
        start = token
        if tree.words[token][0] == "@" and len(tree.words[token]) > 1:
            yield "person", token, token + 1, token
        while token < last and tree.tags[token] in _NAME_TAGS and tree.entities[token] != "DATE":
            token += 1
        if token > start:
            start, token = _over_hyphens(tree, start, token)
        if token > start:
            words = [word.strip(".") for word in tree.lower[start:token]]
            start = _after_office(tree, _after_title(tree, start, token), token)
            while start < token and not tree.words[start][0].isalnum():
                start += 1
            if start >= token:
                continue
            if words[-1] in word_list("groups") or not _is_name(tree, start, token):
                continue
            organisation = words[-1] in word_list("organisations") or tree.words[token - 1].isupper()
            yield ("organisation" if organisation else "person"), start, token, start
        token += token == start


def is_whose(tree: Tree, named: Mention, first: int, last: int) -> bool:
    """Whether a name in a phrase only says whose or of what: "Pruitt’s team", "the head of Rotorix"."""
    end = named.last
    head = end - 1
    if tree.words[head] in {"’s", "'s"} or (end < last and tree.lower[end] in {"'s", "'"}):
        return max(end, head + 1) < last - 1
    begin = named.first
    while begin > first and tree.lower[begin - 1].strip(".") in word_list("titles"):
        begin -= 1
    if (
        named.kind == "person"
        and end >= last
        and begin > first
        and tree.tags[begin - 1] not in _BEFORE_ANOTHER
    ):
        return False
    while first <= tree.heads[head] < last and tree.heads[head] != head:
        above = tree.heads[head]
        if named.kind == "person" and tree.deps[head] in {"compound", "nmod"} and above >= end:
            return True
        if tree.deps[head] in {"pobj", "poss", "relcl", "acl", "pcomp"}:
            return True
        head = tree.heads[head]
    return False


def is_joined(tree: Tree, left: Mention, right: Mention) -> bool:
    """Whether two names are coordinated: "Grassley and Leahy"; not "Clinton, a friend of Leahy"."""
    at = right.last - 1
    while right.first <= tree.heads[at] < right.last and tree.heads[at] != at:
        at = tree.heads[at]
    return tree.deps[at] == "conj" and left.first <= tree.heads[at] < left.last
