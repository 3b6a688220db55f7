"""Quotes of one or many articles, grouped into statements."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path

from attrs import evolve

from quotekit.errors import UsageError
from quotekit.model import Difference, Quotes, Speaker
from quotekit.names import Aliases, read_aliases
from quotekit.settings import NEAR_VARIANTS
from quotekit.statements.index import candidate_pairs
from quotekit.statements.linking import Link, Pair, Reader, partition
from quotekit.statements.near import near_variants
from quotekit.statements.records import Disagreement, Statement, Variant
from quotekit.statements.units import Unit, article_key, units_of

__all__ = ["group_statements", "make_statement"]

AnyAliases = Aliases | Mapping[str, str] | str | Path


def group_statements(extractions: Iterable[Quotes], *, aliases: AnyAliases | None = None) -> list[Statement]:
    """The statements that the quotes of some articles render, those with most variants first.

    Every segment of every quote is in exactly one statement; a quote is a variant of each statement that one
    of its segments renders. Speakers have to agree: an organisation and who speaks for it do, two people do
    not, and a quote without a speaker may go with either. ``aliases`` are names that stand for others, as
    `read_aliases` takes them. The order of the articles makes no difference, an article given twice none
    either; ids are made from what a statement holds. Quotes without segments are left out.

    Raises `UsageError` for what are no `Quotes`, and for two articles with one id and different texts.
    """
    with _collection_paused():
        return _grouped(_by_key(extractions), aliases)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Python looks for cycles again and again while records are made by the hundred thousand, and finds none.

    It is a part of why time grows faster than the quotes: reading 40,000 took 4.8 times as long as 10,000
    with it, 4.1 times without.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _grouped(quotes: Mapping[str, Quotes], aliases: AnyAliases | None) -> list[Statement]:
    known = aliases if aliases is None or isinstance(aliases, Aliases) else read_aliases(aliases)
    units = sorted((unit for one in quotes.values() for unit in units_of(one)), key=lambda unit: unit.order)
    reader = Reader([_renamed(unit, known) for unit in units])
    left, right = candidate_pairs(reader.terms())
    pairs: list[Pair] = list(zip(left.tolist(), right.tolist(), strict=True))
    links = dict(zip(pairs, reader.links(pairs), strict=True))
    groups = partition(reader.units, links, lambda _, more: reader.links(more), reader.renderings)
    beside = near_variants(reader, groups, links)
    statements = [
        make_statement(
            _id_of([units[at] for at in group]),
            [units[at] for at in group],
            quotes,
            _within(group, links),
            partial(_differences, reader, group),
        )
        for group in groups
    ]
    statements = [
        evolve(one, disagreements=(*one.disagreements, *_apart(reader, group, beside[n], units, quotes)))
        if n in beside
        else one
        for n, (one, group) in enumerate(zip(statements, groups, strict=True))
    ]
    return sorted(statements, key=lambda one: (-len(one.variants), one.first_reported or "~", one.id))


def _by_key(extractions: Iterable[Quotes]) -> dict[str, Quotes]:
    """The articles by their keys, each once."""
    if isinstance(extractions, Quotes):
        extractions = [extractions]
    found: dict[str, Quotes] = {}
    for one in extractions:
        if not isinstance(one, Quotes):
            raise UsageError(
                f"group_statements takes the Quotes of articles, got {type(one).__name__} {one!r:.40}: "
                f"give what extract_quotes or extract_many returned"
            )
        key = article_key(one.article)
        if key in found and found[key].article.text != one.article.text:
            raise UsageError(
                f"two articles have the id {key!r} and different texts: give each an id of its own"
            )
        found.setdefault(key, one)
    return found


def _renamed(unit: Unit, aliases: Aliases | None) -> Unit:
    if aliases is None or unit.speaker is None:
        return unit
    name = aliases.name_of(unit.speaker.name)
    return unit if name is None else evolve(unit, speaker=evolve(unit.speaker, name=name))


def _id_of(units: Sequence[Unit]) -> str:
    """An id that depends on the places of the units alone."""
    places = "\n".join(f"{key}\t{number}\t{at}" for key, number, at in sorted(unit.place for unit in units))
    return "s" + blake2b(places.encode("utf-8", "backslashreplace"), digest_size=6).hexdigest()


def _within(group: Sequence[int], links: Mapping[Pair, Link]) -> dict[Pair, Link]:
    """The links within a group, by the positions in it."""
    return {
        (i, j): links[pair]
        for j, at in enumerate(group)
        for i in range(j)
        if (pair := (group[i], at)) in links
    }


def make_statement(
    id: str,
    units: Sequence[Unit],
    quotes: Mapping[str, Quotes],
    links: Mapping[Pair, Link],
    differences: Callable[[int, int], Sequence[Difference]] | None = None,
) -> Statement:
    """The statement of a group of units in their canonical order: a variant for each of their quotes.

    ``quotes`` are the articles by key, ``links`` those between the units, by position i < j. ``differences``
    gives the facts on which two of them differ, by position, for who has read them already.
    """
    members: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        members[unit.place[:2]].append(at)
    order = sorted(members, key=lambda place: min(members[place]))
    scores = _scores(len(units), links)
    variants = [
        Variant(
            quotes[key][number],
            quotes[key].article,
            [
                quotes[key][number].segments[units[at].place[2]]
                for at in sorted(members[key, number], key=lambda at: units[at].place)
            ],
            max(scores[at] for at in members[key, number]),
        )
        for key, number in order
    ]
    best = min(range(len(variants)), key=lambda at: (_RANK[variants[at].wording], -variants[at].score, at))
    return Statement(
        id,
        _speaker(variants),
        variants,
        representative=best,
        why=_why(variants, best),
        first_reported=min((one.published for one in variants if one.published), default=None),
        disagreements=_disagreements(differences or partial(_differences_of, units), order, members, best)
        if len(order) > 1
        else (),
        score=sum(scores) / len(scores),
    )


def _differences(reader: Reader, group: Sequence[int], i: int, j: int) -> Sequence[Difference]:
    """The facts on which two of the units of a group differ, by their positions in it."""
    return reader.compare((group[i], group[j])).differences


def _differences_of(units: Sequence[Unit], i: int, j: int) -> Sequence[Difference]:
    """The same of units that nobody has read."""
    return Reader([units[i], units[j]]).compare((0, 1)).differences


_RANK = {"verbatim": 0, "mixed": 1, "paraphrase": 2}


def _scores(n: int, links: Mapping[Pair, Link]) -> list[float]:
    """How likely each unit belongs to the others: the mean of its links; 1 where it has none."""
    sums: dict[int, list[float]] = defaultdict(list)
    for (i, j), link in links.items():
        sums[i].append(link.score)
        sums[j].append(link.score)
    return [sum(sums[at]) / len(sums[at]) if sums[at] else 1.0 for at in range(n)]


def _speaker(variants: Sequence[Variant]) -> Speaker | None:
    """The speaker named most, a person before a body, the fullest name; the first of equals."""
    named = [one.quote.speaker for one in variants if one.quote.speaker is not None]
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for one in named:
        counts[one.key, one.kind] += 1
    return max(
        named,
        key=lambda one: (one.kind == "person", counts[one.key, one.kind], len(one.name), one.score),
        default=None,
    )


def _why(variants: Sequence[Variant], best: int) -> str:
    if len(variants) == 1:
        return "the only variant"
    wording = variants[best].wording
    alike = [one for one in variants if one.wording == wording]
    said = {"verbatim": "in the speaker's own words", "mixed": "partly in the speaker's own words"}.get(
        wording
    )
    if said is None:
        return "nearest to the others"
    return said if len(alike) == 1 else f"{said}, and nearest to the others"


def _disagreements(
    differences: Callable[[int, int], Sequence[Difference]],
    order: Sequence[tuple[str, int]],
    members: Mapping[tuple[str, int], Sequence[int]],
    best: int,
) -> list[Disagreement]:
    """The facts on which the first variants of a statement differ from its representative, each once."""
    others = [at for at in range(len(order)) if at != best][:NEAR_VARIANTS]
    found: dict[tuple[str, str, str], Disagreement] = {}
    for at in others:
        for one in differences(members[order[best]][0], members[order[at]][0]):
            found.setdefault((one.kind, one.a, one.b), Disagreement(one, best, at))
    return list(found.values())


def _apart(
    reader: Reader,
    group: Sequence[int],
    near: Sequence[Pair],
    units: Sequence[Unit],
    quotes: Mapping[str, Quotes],
) -> Iterator[Disagreement]:
    """The facts on which renderings that stand apart differ from a variant of the statement of a group."""
    order = list(dict.fromkeys(units[at].place[:2] for at in group))
    for mine, other in near[:NEAR_VARIANTS]:
        key, number, at = units[other].place
        variant = Variant(quotes[key][number], quotes[key].article, [quotes[key][number].segments[at]], 0.0)
        for one in reader.compare((mine, other)).differences:
            yield Disagreement(one, order.index(units[mine].place[:2]), None, variant)
