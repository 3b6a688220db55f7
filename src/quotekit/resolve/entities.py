"""Who and what an article names: its name mentions, gathered under one entity each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from quotekit.lexicon import word_list
from quotekit.model import SpeakerKind
from quotekit.names import fold_name, given_gender, last_key, may_be_same
from quotekit.resolve.mentions import Mention
from quotekit.resolve.roles import Description, describe
from quotekit.settings import MAIN_SHARE
from quotekit.syntax import Tree, span_of

__all__ = ["Entity", "find_entities"]

_LINKS = frozenset({"compound", "nmod", "poss", "amod", "pobj"})
_MAKERS = frozenset({"by", "from", "of"})


@define(eq=False)
class Entity:
    """One person, organisation or place of an article, with all its name mentions in order.

    ``words`` are said of it ("minister", "67"); ``links`` are nouns that belong to it ("poll" of "the
    Reuters poll"), ``issues`` the tokens where a document does. ``gender`` is the pronoun that fits, where
    a title, a role or a given name tells.
    """

    number: int
    kind: SpeakerKind
    name: str
    mentions: list[Mention] = field(factory=list)
    described: list[Description] = field(factory=list)
    words: set[str] = field(factory=set)
    links: set[str] = field(factory=set)
    issues: list[int] = field(factory=list)
    gender: str | None = None
    role: str | None = None
    affiliation: str | None = None
    name_words: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    starts: list[int] = field(factory=list)

    @property
    def first(self) -> int:
        """The first token of its first mention."""
        return self.mentions[0].first


@define(eq=False)
class _Draft:
    """An entity in the making: the forms of its name and the places of its mentions."""

    kind: SpeakerKind
    forms: list[str]
    places: list[int]
    gender: str | None = None


def find_entities(tree: Tree, mentions: Sequence[Mention]) -> list[Entity]:
    """The entities behind some mentions, by first mention; every mention belongs to one of them."""
    described = [describe(tree, mention.first, mention.last) for mention in mentions]
    drafts = _people(mentions, described)
    surnames = {last_key(form) for draft in drafts for form in draft.forms}
    taken = {at for draft in drafts for at in draft.places}
    rest = [at for at in range(len(mentions)) if at not in taken]
    strays = [at for at in rest if " " not in mentions[at].name and last_key(mentions[at].name) in surnames]
    _join_strays(drafts, mentions, described, strays)
    taken.update(strays)
    drafts += _others(mentions, [at for at in rest if at not in taken])
    drafts.sort(key=lambda draft: min(draft.places))
    return [_entity(tree, number, draft, mentions, described) for number, draft in enumerate(drafts)]


def _people(mentions: Sequence[Mention], described: Sequence[Description]) -> list[_Draft]:
    """The people: full names first, then surnames and first names alone, each to the one that fits."""
    drafts: list[_Draft] = []
    buckets: dict[str, list[_Draft]] = defaultdict(list)
    people = [at for at, mention in enumerate(mentions) if mention.kind == "person"]
    for at in people:
        name = mentions[at].name
        if " " not in name:
            continue
        fits = [draft for draft in buckets[last_key(name)] if may_be_same(name, _fullest(draft.forms))]
        if fits:
            best = max(fits, key=lambda draft: len(draft.places))
            _add(best, at, name)
        else:
            drafts.append(_Draft("person", [name], [at], _gender(name, described[at])))
            buckets[last_key(name)].append(drafts[-1])
    _join_strays(drafts, mentions, described, [at for at in people if " " not in mentions[at].name])
    return drafts


def _join_strays(
    drafts: list[_Draft], mentions: Sequence[Mention], described: Sequence[Description], strays: Iterable[int]
) -> None:
    """Gives each name of one word to the person whose surname or first name it is, or makes a new one."""
    by_word: dict[str, list[_Draft]] = defaultdict(list)
    n_full = {id(draft): len(draft.places) for draft in drafts}
    for draft in drafts:
        for word in _handles(draft):
            by_word[word].append(draft)
    for at in strays:
        name = mentions[at].name
        gender = described[at].gender
        fits = [
            draft
            for draft in by_word[last_key(name)]
            if gender is None or draft.gender is None or draft.gender == gender
        ]
        if fits:
            # Of two Clintons the one whose surname it is, then the one named last.
            surname = [draft for draft in fits if last_key(draft.forms[0]) == last_key(name)]
            best = _likeliest(surname or fits, at, n_full)
            _add(best, at, name)
            best.gender = best.gender or gender
        else:
            drafts.append(_Draft("person", [name], [at], gender))
            by_word[last_key(name)].append(drafts[-1])


def _likeliest(fits: Sequence[_Draft], at: int, n_full: Mapping[int, int]) -> _Draft:
    """Of people with one surname the one that the article is about, else the one named last.

    Where Donald Trump is named in full twice as often as his daughter, "Trump" is he, far as he stands.
    """
    main, *rest = sorted(fits, key=lambda draft: -n_full.get(id(draft), 0))
    if all(n_full.get(id(main), 0) >= MAIN_SHARE * n_full.get(id(draft), 0) for draft in rest):
        return main
    return min(fits, key=lambda draft: _behind(draft, at))


def _handles(draft: _Draft) -> set[str]:
    """The single words that a person of an article may go by."""
    full = fold_name(_fullest(draft.forms)).split()
    return {last_key(form) for form in draft.forms} | (
        {last_key(full[0])} if full and len(full[0]) > 1 else set()
    )


def _behind(draft: _Draft, at: int) -> tuple[int, int]:
    """How many mentions ago a person was named; those not named yet come last."""
    before = bisect_left(draft.places, at)
    return (0, at - draft.places[before - 1]) if before else (1, draft.places[0])


def _add(draft: _Draft, at: int, name: str) -> None:
    draft.places.insert(bisect_left(draft.places, at), at)
    if name not in draft.forms:
        draft.forms.append(name)


def _gender(name: str, said: Description) -> str | None:
    return said.gender or given_gender(name.split(maxsplit=1)[0])


def _others(mentions: Sequence[Mention], rest: Sequence[int]) -> list[_Draft]:
    """Organisations, places and groups: by equal names, by initials, by a short form of one long name."""
    by_name: dict[str, _Draft] = {}
    for at in rest:
        folded = fold_name(mentions[at].name) or mentions[at].name
        if folded in by_name:
            _add(by_name[folded], at, mentions[at].name)
        else:
            by_name[folded] = _Draft(mentions[at].kind, [mentions[at].name], [at])
    for draft in by_name.values():
        kinds = Counter(mentions[at].kind for at in draft.places)
        draft.kind = max(kinds, key=lambda kind: kinds[kind])
    _join_short(by_name, mentions)
    return list(by_name.values())


def _join_short(by_name: dict[str, _Draft], mentions: Sequence[Mention]) -> None:
    """Gives short forms to the one long name that they are of: "IMF", "the Times", "Westlink".

    Leaves "NATO" apart from "the NATO-Russia Council": initials stand for whole names alone.
    """
    long: dict[str, list[str]] = defaultdict(list)
    for folded, draft in by_name.items():
        words = folded.split()
        if len(words) > 1 and draft.kind in {"organisation", "document"}:
            long["".join(word[0] for word in words if word not in word_list("name_links"))].append(folded)
            long[words[-1]].append(folded)
            if words[0] in word_list("organisations"):
                long[words[0]].append(folded)
            if words[-1] in word_list("organisations") or words[-1] in word_list("generic_names"):
                long[" ".join(words[:-1])].append(folded)
    for folded, draft in list(by_name.items()):
        full = [other for other in dict.fromkeys(long[folded]) if other in by_name and other != folded]
        if len(full) != 1 or draft.kind not in {"organisation", "person"}:
            continue
        for at in draft.places:
            _add(by_name[full[0]], at, mentions[at].name)
        del by_name[folded]


def _fullest(forms: Sequence[str]) -> str:
    """The form with most words; of equal ones the first that is not all in capitals.

    A word before a full name that is no given name is an epithet: "Crooked Hillary Clinton".
    """
    plain = [form for form in forms if not _has_epithet(form, forms)]
    return max(plain or forms, key=_fullness)


def _fullness(form: str) -> tuple[int, int, bool]:
    """How full a form of a name is: its words, those that are no initials, and that it does not shout."""
    words = form.split()
    return len(words), sum(len(word.strip(".")) > 1 for word in words), not form.isupper() or len(form) < 6


def _has_epithet(form: str, forms: Sequence[str]) -> bool:
    first, _, rest = form.partition(" ")
    return " " in rest and rest in forms and given_gender(first) is None


def _entity(
    tree: Tree, number: int, draft: _Draft, mentions: Sequence[Mention], described: Sequence[Description]
) -> Entity:
    name = _fullest(draft.forms)
    own = [mentions[at] for at in draft.places]
    said = [described[at] for at in draft.places]
    words = {word for description in said for word in description.words}
    gender = draft.gender or next((description.gender for description in said if description.gender), None)
    entity = Entity(number, draft.kind, name, own, said, words, gender=gender)
    entity.role = _stated(tree, [description.role for description in said])
    entity.affiliation = _stated(tree, [description.affiliation for description in said])
    for mention in own:
        nouns = _linked(tree, mention)
        entity.links.update(nouns)
        if not word_list("documents").isdisjoint(nouns):
            entity.issues.append(mention.first)
    entity.starts = [mention.first for mention in own]
    entity.ends = frozenset(mention.name.split()[-1].lower() for mention in own)
    entity.name_words = frozenset(word for form in draft.forms for word in fold_name(form).split())
    return entity


def _linked(tree: Tree, mention: Mention) -> list[str]:
    """The nouns that a name is tied to: "poll" of "a Reuters poll", "report" of "a report by Amnesty".

    So is what it puts out: "study" of "Pew published a study".
    """
    head = mention.last - 1
    while mention.first <= tree.heads[head] < mention.last and tree.heads[head] != head:
        head = tree.heads[head]
    above = tree.heads[head]
    if tree.deps[head] == "nsubj" and above != head:
        put_out = tree.child(above, "dobj")
        return [] if put_out is None else [tree.lower[put_out]]
    if above == head or tree.deps[head] not in _LINKS:
        return []
    if tree.tags[above] == "IN":
        if tree.lower[above] not in _MAKERS:
            return []
        above = tree.heads[above]
    return [tree.lower[above]] if tree.tags[above].startswith("NN") else []


def _stated(tree: Tree, ranges: Sequence[tuple[int, int] | None]) -> str | None:
    """The words of the first of some token ranges that is there, as the article has them."""
    found = next((span_of(tree, *tokens).text for tokens in ranges if tokens is not None), None)
    return None if found is None else " ".join(found.split())
