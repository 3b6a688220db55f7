"""One identity per speaker over a corpus, where the folded name is not enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quotekit.errors import FormatError, UsageError
from quotekit.model import Quotes, Speaker, Verdict
from quotekit.names import Aliases, may_be_same, read_aliases, same_speaker
from quotekit.names.offices import compare_offices, office_of
from quotekit.settings import RIVAL_MARGIN, RIVAL_TIMES, ROLE_SCORE, SIGHTINGS_COMPARED
from quotekit.speaker_entries import Entries, Node, known_speaker
from quotekit.speaker_files import from_data, read_file, to_data, write_data
from quotekit.speaker_records import Facts, KnownSpeaker, Sighting, facts_of, read_sighting

__all__ = ["SpeakerIndex"]

_AliasesLike = Mapping[str, str] | str | Path | Aliases | None
_Linker = Callable[[Speaker], str | None]
_Fit = tuple[Node, Verdict]


class SpeakerIndex:
    """The speakers of a corpus, each once, with an id that stays.

    ``aliases`` are names that stand for another, as `quotekit.read_aliases` takes them. ``link`` is
    called once for each new entry, with the speaker that made it; what it returns (an id of Wikidata,
    say) is kept, what it raises goes through.

    A full name joins the entry of its key unless `same_speaker` speaks against most of what was stated
    there: a clashing role, say. A surname or an initial joins the one full name with which role,
    affiliation or first name agree. Where a second one fits as well it is an entry of its own, which
    lists them as ``possible``; so is a full name that fits two alike. What has been joined stays so until
    `split` parts it. Therefore the order of adding matters where somebody turns up who fits what another
    one was given before. `add_all` adds in an order of its own, and does not depend on that of its quotes.

    >>> index = SpeakerIndex()
    >>> index.add(Speaker("Sergei Lavrov", "person", "sergei lavrov"), doc="a1")
    'sergei-lavrov'
    >>> index.add(Speaker("Sergei Lavrov", "person", "sergei lavrov", role="foreign minister"), doc="a2")
    'sergei-lavrov'
    >>> [(speaker.name, speaker.count, speaker.docs) for speaker in index]
    [('Sergei Lavrov', 2, ('a1', 'a2'))]
    """

    def __init__(self, *, aliases: _AliasesLike = None, link: _Linker | None = None) -> None:
        self._aliases = aliases if aliases is None or isinstance(aliases, Aliases) else read_aliases(aliases)
        self._link = link
        self._entries = Entries()

    def __len__(self) -> int:
        return len(self._entries.roots())

    def __iter__(self) -> Iterator[KnownSpeaker]:
        return map(self._known, self._entries.roots())

    def add(self, speaker: Speaker, *, doc: str | None = None) -> str:
        """The id of a speaker, who is counted once more, as quoted in the article ``doc``.

        Raises `UsageError` for what is no `Speaker`.
        """
        if not isinstance(speaker, Speaker) or not isinstance(doc, str | None):
            raise UsageError(
                f"add takes a Speaker, and as doc the id of an article, got {speaker!r:.50} and {doc!r:.50}: "
                "give quote.speaker where that is not None, or call add_quotes"
            )
        sighting = read_sighting(speaker, self._aliases)
        sighting.see(1, () if doc is None else (doc,))
        return self._entries.root_of(self._enter(sighting)).id

    def add_quotes(self, quotes: Quotes) -> list[str | None]:
        """The id of the speaker of each quote of an article, in order; `None` where it has no speaker."""
        self.add_all([quotes])
        numbers = self._entries.numbers
        return [
            self._entries.root_of(numbers[facts_of(quote.speaker)]).id if quote.speaker else None
            for quote in quotes
        ]

    def add_all(self, results: Iterable[Quotes]) -> int:
        """Adds the speakers of many articles. Returns how many quotes have none.

        ``results`` are read to the end first; then full names are added before short ones, and those
        with a role before those without. Raises `UsageError` for what is no iterable of `Quotes`.
        """
        if isinstance(results, Quotes):
            raise UsageError("add_all takes the quotes of many articles, got one: call add_quotes")
        n_unnamed = 0
        found: dict[Facts, Sighting] = {}
        for quotes in results:
            if not isinstance(quotes, Quotes):
                raise UsageError(
                    f"the quotes of an article are a Quotes, got {quotes!r:.50}: "
                    "give what extract_quotes returns"
                )
            docs = () if quotes.article.id is None else (quotes.article.id,)
            for quote in quotes:
                if quote.speaker is None:
                    n_unnamed += 1
                    continue
                facts = facts_of(quote.speaker)
                if facts not in found:
                    found[facts] = read_sighting(quote.speaker, self._aliases)
                found[facts].see(1, docs)
        for sighting in sorted(found.values(), key=_most_telling_first):
            self._enter(sighting)
        return n_unnamed

    def find(self, wanted: str | Speaker) -> list[KnownSpeaker]:
        """Those whom an id, a name or a speaker may mean, the most quoted first. Adds nothing.

        An id that was merged finds the entry that it is in now. A name finds all who have it, in any
        spelling, and a surname all who bear it.
        """
        if isinstance(wanted, str):
            is_id = wanted in self._entries.nodes
            roots = [self._entries.root(wanted)] if is_id else _named(self._entries, wanted, self._aliases)
        elif isinstance(wanted, Speaker):
            number = self._entries.numbers.get(facts_of(wanted))
            fits = list(self._fits(read_sighting(wanted, self._aliases))) if number is None else []
            roots = [root for root, _ in fits] if number is None else [self._entries.root_of(number)]
        else:
            raise UsageError(f"find takes an id, a name or a Speaker, got {wanted!r:.60}: give one of them")
        return sorted(map(self._known, roots), key=lambda known: (-known.count, known.name, known.id))

    def merge(self, ids: Iterable[str], *, reason: str = "by hand") -> str:
        """The id of the one entry that the entries of ``ids`` are from now on: that of the first.

        The other ids find it too. Raises `UsageError` for an unknown id, or none at all.
        """
        if isinstance(ids, str):
            raise UsageError(f"merge takes a list of ids, got {ids!r}: write merge([{ids!r}, …])")
        roots = list({(root := self._root(id)).id: root for id in ids}.values())
        if not roots:
            raise UsageError("merge got no id: give those of two speakers or more")
        if len(roots) > 1:
            self._entries.take_in(roots[0], roots[1:], Verdict(True, 1.0, (reason,)), by_hand=True)
        return roots[0].id

    def split(self, id: str) -> list[str]:
        """The ids of the entries into which one comes apart, as its last merge is undone.

        That is the last one by hand; where there is none, the last one by rule, which is then not made
        again; where there is none of these, what joined the entry last becomes one. Raises `UsageError`
        for an unknown id, and where nothing is left to undo.
        """
        root = self._root(id)
        parts = self._entries.parts(root)
        if parts:
            last = max((part.by_hand, part.step) for part in parts)
            undone = [part for part in parts if (part.by_hand, part.step) == last]
            for part in undone:
                self._entries.let_go(part)
            return [root.id, *(part.id for part in undone)]
        held = self._entries.held(root)
        if len(held) < 2:
            raise UsageError(f"the speaker {id!r} is stated in one way only: there is nothing to split")
        node = self._entries.new_node(held[-1], self._ask(held[-1].speaker))
        self._entries.move_last(root, node)
        return [root.id, node.id]

    def to_dict(self) -> dict[str, Any]:
        """The index as plain lists, dicts and strings: all but the aliases and the linker."""
        return to_data(self._entries)

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], *, aliases: _AliasesLike = None, link: _Linker | None = None
    ) -> SpeakerIndex:
        """The index that `to_dict` wrote. Raises `FormatError`, which says where it is none.

        ``aliases`` and ``link`` serve what is added from now on.
        """
        index = cls(aliases=aliases, link=link)
        index._entries = from_data(data, index._aliases)
        return index

    def save(self, path: str | Path) -> None:
        """Writes the index to a JSON file, whole or not at all."""
        write_data(Path(path), self.to_dict())

    @classmethod
    def load(
        cls, path: str | Path, *, aliases: _AliasesLike = None, link: _Linker | None = None
    ) -> SpeakerIndex:
        """The index that `save` wrote, as `from_dict` makes it.

        Raises `InputError` for a file that cannot be read, `FormatError` for one that is no index.
        """
        data = read_file(Path(path))
        try:
            return cls.from_dict(data, aliases=aliases, link=link)
        except FormatError as error:
            raise FormatError(f"{path}: {error}") from error

    def _root(self, id: str) -> Node:
        if id not in self._entries.nodes:
            raise UsageError(f"no speaker has the id {id!r}: look it up with find")
        return self._entries.root(id)

    def _ask(self, speaker: Speaker) -> str | None:
        """What the linker says of a speaker."""
        link = self._link(speaker) if self._link is not None else None
        if not isinstance(link, str | None):
            raise UsageError(f"link is to return a string or None, got {link!r:.60} for {speaker.name!r}")
        return link

    def _enter(self, sighting: Sighting) -> int:
        """The number of a sighting, which is counted; a new one is put where it belongs."""
        entries = self._entries
        number = entries.numbers.get(facts_of(sighting.speaker))
        if number is not None:
            entries.sightings[number].see(sighting.count, sighting.docs)
            return number
        fits = list(self._fits(sighting))
        fit = self._chosen(sighting, fits)
        if fit is None:
            # The linker may raise: nothing has changed before it.
            node = entries.new_node(sighting, self._ask(sighting.speaker))
            node.is_open = bool(fits) and not sighting.is_short
            number = entries.keep(sighting, node)
        else:
            number = self._join(sighting, *fit)
        self._gather(sighting, number)
        return number

    def _join(self, sighting: Sighting, root: Node, verdict: Verdict) -> int:
        """The number of a new sighting that is of an entry: in the node of its key, or in one of its own."""
        for node in self._entries.tree(root):
            if self._entries.held(node)[0].key == sighting.key:
                sighting.reason, sighting.score = "; ".join(verdict.reasons), verdict.score
                return self._entries.keep(sighting, node)
        node = self._entries.new_node(sighting, None)
        number = self._entries.keep(sighting, node)
        self._entries.take_in(root, [node], verdict)
        return number

    def _chosen(self, sighting: Sighting, fits: list[_Fit]) -> _Fit | None:
        """The entry that a new sighting joins, or `None`: it makes its own."""
        if sighting.is_short:
            full = [fit for fit in fits if self._fullness(fit[0])[0] or fit[0].is_apart]
            short = [fit for fit in fits if fit not in full]
            return full[0] if len(full) == 1 else self._clearest(sighting, short)
        alike = [fit for fit in fits if any(o.key == sighting.key for o in self._entries.members(fit[0]))]
        if alike or len(fits) != 1:
            return self._clearest(sighting, alike)
        root = fits[0][0]
        return None if root.is_apart or self._fullness(root) < sighting.fullness else fits[0]

    def _clearest(self, sighting: Sighting, fits: list[_Fit]) -> _Fit | None:
        """The one that fits, or fits clearly better than the others; else the entry for what is open.

        Of two John Smiths, a painter is not the one of whom nothing is known. Of one with hundreds of
        quotes and one with two, "John Smith" is the first.
        """
        named = [fit for fit in fits if not fit[0].is_open]
        if len(named) > 1 and not sighting.is_bare:
            named = [fit for fit in named if not self._is_bare(fit[0])] or named
        ranked = sorted(named, key=lambda fit: -fit[1].score)
        if len(ranked) > 1 and ranked[0][1].score - ranked[1][1].score < RIVAL_MARGIN:
            ranked.sort(key=lambda fit: -self._count(fit[0]))
            if self._count(ranked[0][0]) < RIVAL_TIMES * self._count(ranked[1][0]):
                ranked = []
        return next(iter(ranked or [fit for fit in fits if fit[0].is_open]), None)

    def _is_bare(self, root: Node) -> bool:
        return all(sighting.is_bare for sighting in self._entries.members(root))

    def _count(self, root: Node) -> int:
        return sum(sighting.count for sighting in self._entries.members(root))

    def _gather(self, sighting: Sighting, number: int) -> None:
        """Merges into the entry of a new sighting those lesser names that fit it now, and nobody else."""
        root = self._entries.root_of(number)
        for other in self._entries.at(sighting.seeks):
            if other is root or other.is_apart or self._fullness(other) >= self._fullness(root):
                continue
            # A quick look at the new one, before all are compared.
            if any(self._verdict(lesser, sighting).same for lesser in self._entries.members(other)):
                fit = self._only_fit(other)
                if fit is not None and fit[0] is root:
                    self._entries.take_in(root, [other], fit[1])

    def _only_fit(self, root: Node) -> _Fit | None:
        """The one entry of a fuller name that an entry fits, or `None` where none does, or a second one."""
        found: _Fit | None = None
        for sighting in self._entries.members(root):
            is_fit = sighting.is_short
            for fit in self._fits(sighting):
                if self._fullness(fit[0]) > self._fullness(root):
                    if found is not None and found[0] is not fit[0]:
                        return None
                    found, is_fit = found or fit, True
            if not is_fit:
                return None
        return found

    def _fits(self, sighting: Sighting) -> Iterator[_Fit]:
        """The entries that may be the speaker of a sighting."""
        for root in self._entries.at(sighting.seeks):
            verdict = self._compared(sighting, root)
            if verdict is not None:
                yield root, verdict

    def _compared(self, sighting: Sighting, root: Node) -> Verdict | None:
        """Why a sighting is of an entry, or `None`.

        A short name needs one sighting that it agrees with, a full one most of those of its name: one
        may state a role oddly. What says nothing but the name has no vote.
        """
        members = self._entries.members(root)
        full = [other for other in members if not other.is_short]
        is_one_enough = sighting.is_short and bool(full)
        others = members if is_one_enough else [other for other in members if other.key == sighting.key]
        if not others and not sighting.is_short and _may_be(sighting, full):
            others = full
        if not is_one_enough and not sighting.is_bare:
            others = [other for other in others if not other.is_bare] or others
        verdicts = [self._verdict(sighting, other) for other in others[:SIGHTINGS_COMPARED]]
        agreed = [verdict for verdict in verdicts if verdict.same]
        is_one_enough = is_one_enough or any(part.by_hand for part in self._entries.parts(root))
        if not agreed or (2 * len(agreed) <= len(verdicts) and not is_one_enough):
            return None
        return max(agreed, key=lambda verdict: verdict.score)

    def _verdict(self, sighting: Sighting, other: Sighting) -> Verdict:
        if not sighting.is_role:
            return same_speaker(sighting.speaker, other.speaker, aliases=self._aliases)
        one, two = (office_of(s.speaker.role, s.speaker.affiliation) for s in (sighting, other))
        if compare_offices(one, two) == ("agree", "agree"):
            return Verdict(True, ROLE_SCORE, ("role and affiliation agree",))
        return Verdict(False, 1 - ROLE_SCORE, ("a role alone",))

    def _fullness(self, root: Node) -> tuple[bool, int]:
        return max(sighting.fullness for sighting in self._entries.members(root))

    def _known(self, root: Node) -> KnownSpeaker:
        return known_speaker(self._entries, root, self._aliases)


def _may_be(sighting: Sighting, others: Sequence[Sighting]) -> bool:
    """Whether a full name may be another spelling of these: a quick look, before they are compared."""
    is_person = sighting.speaker.kind == "person"
    return not is_person or all(may_be_same(sighting.name, other.name) for other in others)


def _named(entries: Entries, name: str, aliases: Aliases | None) -> list[Node]:
    """The entries that have a name, or for whose name it may be short."""
    if not name.strip():
        return []
    person, other = (read_sighting(Speaker(name, kind, name), aliases) for kind in ("person", "organisation"))
    found = {root.id: root for root in entries.at((*other.tokens, ("person", person.key)))}
    if person.is_short:
        for root in entries.at((*person.seeks, *person.tokens)):
            if any(may_be_same(name, sighting.name) for sighting in entries.members(root)):
                found[root.id] = root
    return list(found.values())


def _most_telling_first(sighting: Sighting) -> tuple[bool, int, int, str, str, str, str, str]:
    """What to sort sightings by: full names first, and of one name those of whom most is said."""
    name, kind, role, affiliation = facts_of(sighting.speaker)
    n_unknown = (role is None) + (affiliation is None)
    is_full, n_words = sighting.fullness
    return not is_full, -n_words, n_unknown, sighting.key, kind, name, role or "", affiliation or ""
