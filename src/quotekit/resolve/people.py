"""The names of an article: who is named where, under which roles, and who has spoken last."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve, field, frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.model import SpeakerKind, TextSpan
from quotekit.names import is_part_of, last_name, strip_titles
from quotekit.settings import NEAR_NAMES
from quotekit.syntax import Tree, tokens_in

__all__ = ["Named", "Register", "gender_of", "named_in", "read_register"]

_KINDS: dict[str, SpeakerKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "NORP": "group",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}


@frozen
class Named:
    """One name in the text: the fullest form the article has of it, its kind, and where it stands."""

    name: str
    kind: SpeakerKind
    start: int
    end: int
    token: int
    is_subject: bool = False


@define
class Register:
    """The names of one article in order, and what is learnt of them while its quotes are read.

    It has state because a pronoun's answer depends on who has spoken before it.
    """

    mentions: list[Named]
    roles: dict[str, set[str]]
    genders: dict[str, str]
    spoken: list[Named] = field(factory=list)

    def speak(self, named: Named, token: int) -> None:
        """Note that a name has spoken at ``token``."""
        self.spoken.append(evolve(named, token=token, is_subject=True))

    def learn_gender(self, named: Named, gender: str) -> None:
        """Note which pronoun a name has answered to."""
        self.genders.setdefault(named.name, gender)

    def before(self, token: int) -> Iterator[Named]:
        """The names before ``token``, nearest first; those who have spoken stand where they spoke last."""
        at = bisect_left(self.mentions, token, key=lambda named: named.token)
        near = [*self.mentions[max(0, at - NEAR_NAMES) : at], *self.spoken[-NEAR_NAMES:]]
        yield from sorted((named for named in near if named.token < token), key=lambda named: -named.token)

    def latest(self, token: int, kinds: frozenset[SpeakerKind], gender: str | None) -> Named | None:
        """The nearest name before ``token`` of one of the kinds, whose gender is not another.

        Only subjects and those who have spoken count: "he" after "Dahl wrote to Brandt" is Dahl.
        """
        for named in self.before(token):
            known = self.genders.get(named.name)
            fits = gender is None or known is None or known == gender
            if named.kind in kinds and fits and named.is_subject:
                return named
        return None

    def organisation(self, head: str, token: int) -> Named | None:
        """The nearest organisation whose name or description ends in ``head``, else the only one near."""
        for named in self.before(token):
            if named.kind in {"organisation", "place"} and head in named.name.lower().split():
                return named
        return self.latest(token, frozenset({"organisation"}), None) if head in word_list("generic") else None

    def described(self, words: frozenset[str], head: str, token: int) -> Named | None:
        """The nearest person who has been described with the word ``head``."""
        best: tuple[int, Named] | None = None
        for named in self.before(token):
            roles = self.roles.get(named.name, set())
            shared = len(words & roles)
            if named.kind == "person" and head in roles and (best is None or shared > best[0]):
                best = shared, named
        return None if best is None else best[1]


def gender_of(words: Iterable[str]) -> str | None:
    """``he`` or ``she`` where one of the words tells, else `None`."""
    columns = word_columns("gendered")
    return next((columns[word][0] for word in words if word in columns), None)


def read_register(tree: Tree, sources: Sequence[TextSpan]) -> Register:
    """The register of an article: its named entities and the names that stand in ``sources``."""
    found = list(_organisations(tree))
    taken = {token for _, first, last in found for token in range(first, last)}
    found += [run for run in _entities(tree) if not taken.intersection(range(*run[1:]))]
    taken.update(token for _, first, last in found for token in range(first, last))
    ranges = {tokens_in(tree, span.start, span.end) for span in sources}
    subjects = {(tree.left[at], at + 1) for at, dep in enumerate(tree.deps) if dep == "nsubj"}
    for first, last in [*sorted(ranges), *sorted(subjects - ranges)]:
        runs = [run for run in _proper_runs(tree, first, last) if not taken.intersection(range(*run[1:]))]
        runs = [run for run in runs if (first, last) in ranges or run[2] - run[1] > 1]
        taken.update(token for _, start, end in runs for token in range(start, end))
        found += runs
    forms: dict[str, dict[SpeakerKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, first, last in found:
        name = _name(tree, first, last)
        if name not in forms[last_name(name)][kind]:
            forms[last_name(name)][kind].append(name)
    register = Register([], defaultdict(set), {})
    for kind, first, last in sorted(set(found), key=lambda entry: entry[1:]):
        short = _name(tree, first, last)
        if not short:
            continue
        full = _fullest(short, forms[last_name(short)][kind])
        is_subject = any(tree.deps[at] in {"nsubj", "nsubjpass"} for at in range(first, last))
        named = Named(full, kind, tree.starts[first], tree.ends[last - 1], first, is_subject)
        words = _description(tree, first, last)
        register.roles[full].update(words)
        gender = gender_of(words)
        if gender is not None:
            register.genders.setdefault(full, gender)
        register.mentions.append(named)
    return register


def _name(tree: Tree, first: int, last: int) -> str:
    return strip_titles(" ".join(tree.text[tree.starts[first] : tree.ends[last - 1]].split()))


def _fullest(short: str, forms: Sequence[str]) -> str:
    """The longest form that holds all words of ``short``; of equal ones the first in the text."""
    fits = [form for form in forms if is_part_of(short, form)]
    return max(fits, key=lambda form: len(form.split()), default=short)


def _entities(tree: Tree) -> Iterator[tuple[SpeakerKind, int, int]]:
    """The named entities that can speak: kind and tokens."""
    token = 0
    while token < len(tree):
        label, first = tree.entities[token], token
        token += 1
        while token < len(tree) and label and tree.entities[token] == label and tree.inside[token]:
            token += 1
        if label in _KINDS and tree.lower[token - 1] not in word_list("groups"):
            titled = _after_title(tree, first, token)
            if label == "PERSON" or token - titled > 1:
                first, label = titled, label if titled == first else "PERSON"
            while first < token and not tree.words[first][0].isalnum():
                first += 1
            first, token = _over_hyphens(tree, first, token)
            if label == "PERSON":
                first, token = _over_compounds(tree, first, token)
            if first < token and _is_name(tree, first, token):
                yield _KINDS[label], first, token


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


def _organisations(tree: Tree) -> Iterator[tuple[SpeakerKind, int, int]]:
    """Organisations by their noun and what stands before it: "the Scottish government", "energy ministry"."""
    for at, word in enumerate(tree.lower):
        if word not in word_list("organisations") or not tree.tags[at].startswith("NN"):
            continue
        first = at
        while first > 0 and tree.deps[first - 1] in {"compound", "amod", "nmod", "poss", "case"}:
            if tree.tags[first - 1].startswith("PRP"):
                break
            first -= 1
        of = tree.lower[at + 1 : at + 2] == ["of"] and tree.tags[at] in {"NNP", "NNPS"}
        last = tree.right[at + 1] if of else at + 1
        if (first < at or of) and any(tree.words[token][:1].isupper() for token in range(first, last)):
            yield "organisation", first, last


def _after_title(tree: Tree, first: int, last: int) -> int:
    """The first token of a name after the titles before it: "Foreign Minister / Ines Carvalho"."""
    titles = [at for at in range(first, last - 1) if tree.lower[at].strip(".") in word_list("titles")]
    if not titles:
        return first
    small = [at for at in range(titles[-1] + 1, last - 1) if tree.words[at][:1].islower()]
    return (small or titles)[-1] + 1


def _proper_runs(tree: Tree, first: int, last: int) -> Iterator[tuple[SpeakerKind, int, int]]:
    """Runs of proper nouns in a source that no entity covers; two words or more are taken for a person."""
    token = first
    while token < last:
        start = token
        while token < last and tree.tags[token] in {"NNP", "NNPS"} and tree.entities[token] != "DATE":
            token += 1
        if token > start:
            start, token = _over_hyphens(tree, start, token)
        if token > start:
            words = [word.strip(".") for word in tree.lower[start:token]]
            start = _after_title(tree, start, token)
            while start < token and not tree.words[start][0].isalnum():
                start += 1
            if words[-1] in word_list("groups") or not _is_name(tree, start, token):
                continue
            organisation = words[-1] in word_list("organisations") or tree.words[token - 1].isupper()
            yield ("organisation" if organisation else "person"), start, token
        token += token == start


def _description(tree: Tree, first: int, last: int) -> list[str]:
    """The words said of a name beside it: titles before it, an apposition after it or around it."""
    words = []
    head = last - 1
    for token in (head, tree.heads[head] if tree.deps[head] == "appos" else head):
        for kid in tree.children[token]:
            if tree.deps[kid] in {"compound", "amod", "appos", "nmod", "prep"} and kid != head:
                words += tree.lower[tree.left[kid] : min(tree.right[kid], tree.left[kid] + 12)]
        words.append(tree.lower[token])
    words += [
        tree.lower[at].strip(".") for at in range(max(0, first - 6), last) if _is_title(tree, at, first)
    ]
    return [word.strip(".") for word in words]


def _is_title(tree: Tree, token: int, first: int) -> bool:
    """Whether the words from ``token`` to a name are one phrase, without a pause."""
    return all(tree.words[at][0].isalnum() and not tree.is_verb(at) for at in range(token, first))


def named_in(tree: Tree, register: Register, first: int, last: int) -> Named | None:
    """The name that a phrase is about: a person in it first, else what its head names.

    "NATO spokesperson Oana Lungescu" is Lungescu; in "Dr. Pruitt’s team" and "a spokesman for Mr.
    Smith" the name is somebody else's.
    """
    at = bisect_left(register.mentions, first, key=lambda named: named.token)
    inside = []
    while at < len(register.mentions) and register.mentions[at].token < last:
        named = register.mentions[at]
        if not _is_another(tree, named, first, last):
            inside.append(named)
        at += 1
    people = [named for named in inside if named.kind == "person"]
    if people:
        return people[0]
    heads = [named for named in inside if _is_head(tree, named, first, last)]
    return heads[0] if heads else None


def _is_another(tree: Tree, named: Named, first: int, last: int) -> bool:
    """Whether a name in a phrase only says whose or of what: "Pruitt’s team", "the head of Rotorix"."""
    _, end = tokens_in(tree, named.start, named.end)
    head = end - 1
    if tree.words[head] in {"’s", "'s"} or (end < last and tree.lower[end] in {"'s", "'"}):
        return True
    begin, _ = tokens_in(tree, named.start, named.start + 1)
    while begin > first and tree.lower[begin - 1].strip(".") in word_list("titles"):
        begin -= 1
    if named.kind == "person" and end >= last and begin > first and tree.tags[begin - 1] not in {"IN", "DT"}:
        return False
    while first <= tree.heads[head] < last and tree.heads[head] != head:
        if tree.deps[head] in {"pobj", "poss", "relcl", "acl", "pcomp"}:
            return True
        head = tree.heads[head]
    return False


def _is_head(tree: Tree, named: Named, first: int, last: int) -> bool:
    """Whether a name ends the phrase, or its parse heads it."""
    _, end = tokens_in(tree, named.start, named.end)
    return end >= last or not first <= tree.heads[end - 1] < last or tree.deps[end - 1] == "appos"
