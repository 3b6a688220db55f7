"""The names of an article: who is named where, under which roles, and who has spoken last."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, field, frozen

from quotekit.lexicon import word_columns, word_list
from quotekit.model import SpeakerKind, TextSpan
from quotekit.names import is_part_of, last_name, strip_titles
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
        self.spoken.append(Named(named.name, named.kind, named.start, named.end, token))

    def learn_gender(self, named: Named, gender: str) -> None:
        """Note which pronoun a name has answered to."""
        self.genders.setdefault(named.name, gender)

    def before(self, token: int, n_mentions: int = 60) -> Iterator[Named]:
        """The names before ``token``, nearest first: those who have spoken, and subjects."""
        at = bisect_left(self.mentions, token, key=lambda named: named.token)
        near = [*self.mentions[max(0, at - n_mentions) : at], *self.spoken[-n_mentions:]]
        yield from sorted((named for named in near if named.token < token), key=lambda named: -named.token)

    def latest(self, token: int, kinds: frozenset[SpeakerKind], gender: str | None) -> Named | None:
        """The nearest name before ``token`` of one of the kinds, whose gender is not another."""
        for named in self.before(token):
            known = self.genders.get(named.name)
            if named.kind in kinds and (gender is None or known is None or known == gender):
                return named
        return None

    def organisation(self, head: str, token: int) -> Named | None:
        """The nearest organisation whose name or description ends in ``head``, else the only one near."""
        for named in self.before(token):
            words = {*named.name.lower().split(), *self.roles.get(named.name, ())}
            if named.kind in {"organisation", "place"} and head in words:
                return named
        return None

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
    found = list(_entities(tree))
    taken = {token for _, first, last in found for token in range(first, last)}
    for span in sources:
        first, last = tokens_in(tree, span.start, span.end)
        found += [run for run in _proper_runs(tree, first, last) if not taken.intersection(range(*run[1:]))]
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
        named = Named(full, kind, tree.starts[first], tree.ends[last - 1], first)
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
            if first < token:
                yield _KINDS[label], first, token


def _after_title(tree: Tree, first: int, last: int) -> int:
    """The first token of a name after the titles before it: "Foreign Minister / Ines Carvalho"."""
    titles = [at for at in range(first, last - 1) if tree.lower[at].strip(".") in word_list("titles")]
    return titles[-1] + 1 if titles else first


def _proper_runs(tree: Tree, first: int, last: int) -> Iterator[tuple[SpeakerKind, int, int]]:
    """Runs of proper nouns in a source that no entity covers; two words or more are taken for a person."""
    token = first
    while token < last:
        start = token
        while token < last and tree.tags[token] in {"NNP", "NNPS"}:
            token += 1
        if token > start:
            words = [word.strip(".") for word in tree.lower[start:token]]
            if words[-1] in word_list("groups"):
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
    while first <= tree.heads[head] < last and tree.heads[head] != head:
        if tree.deps[head] in {"pobj", "poss", "relcl", "acl", "pcomp"}:
            return True
        head = tree.heads[head]
    return False


def _is_head(tree: Tree, named: Named, first: int, last: int) -> bool:
    """Whether a name ends the phrase, or its parse heads it."""
    _, end = tokens_in(tree, named.start, named.end)
    return end >= last or not first <= tree.heads[end - 1] < last or tree.deps[end - 1] == "appos"
