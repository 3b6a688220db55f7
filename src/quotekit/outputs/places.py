"""Where quotes and statements stand on the pages: which colour a speaker has, what leads where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from quotekit.model import Article, Quote, Quotes, Speaker
from quotekit.outputs.display import printable
from quotekit.statements.records import Statement

__all__ = ["N_COLOURS", "Cast", "Link", "Places", "Role", "count_quotes", "count_statements", "find_places"]

N_COLOURS = 8
"""How many colours page.css has for speakers, beside the one of those without a name."""

_UNNAMED = ""


@frozen
class Role:
    """A speaker of a page: a number, 0 for those without a name, and what the list at the side has."""

    number: int
    key: str
    name: str
    detail: str = ""
    n: int = 0
    first: str = ""

    @property
    def colour(self) -> int:
        """Which colour of page.css it is; those of a long list come again."""
        return (self.number - 1) % N_COLOURS + 1 if self.number else 0


@frozen
class Cast:
    """The speakers of a page or of two, the most quoted first, those without a name last."""

    roles: tuple[Role, ...] = ()
    _numbers: dict[str, int] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {role.key: role.number for role in self.roles})

    def number(self, speaker: Speaker | None) -> int:
        """The number of a speaker; 0 for none."""
        return self._numbers.get(_key(speaker), 0)


@frozen
class Link:
    """A way to a statement: its address, its number, and in how many outlets, else variants, it is."""

    href: str
    number: int
    n: int
    unit: str

    @property
    def is_shared(self) -> bool:
        """Whether others tell it too."""
        return self.n > 1

    @property
    def count(self) -> str:
        """How many tell it, in words."""
        return f"{self.n} {self.unit}s" if self.is_shared else "told once"


@frozen
class Places:
    """Where things stand: the id of a quote, the statements of a quote, and the pages that they are on.

    ``quotes_page`` and ``statements_page`` are the file names before the ``#``, empty where both stand
    on one page. ``prefix`` keeps the ids of one notebook cell apart from those of another.
    """

    ids: Mapping[tuple[Article, Quote], str] = {}
    links: Mapping[tuple[Article, Quote], tuple[Link, ...]] = {}
    quotes_page: str = ""
    prefix: str = ""

    def id_of(self, article: Article, quote: Quote) -> str | None:
        """The id of a quote on its page."""
        return self.ids.get((article, quote))

    def links_of(self, article: Article, quote: Quote) -> tuple[Link, ...]:
        """The statements that a quote renders, in the order of its clauses."""
        return self.links.get((article, quote), ())


def find_places(
    articles: Sequence[Quotes],
    statements: Sequence[Statement] = (),
    *,
    quotes_page: str = "",
    statements_page: str = "",
    prefix: str = "",
) -> Places:
    """The places of the quotes, numbered article by article, and of the statements, as they are ranked.

    Of an article that is given twice, the first one's place is found.
    """
    ids: dict[tuple[Article, Quote], str] = {}
    for n, quotes in enumerate(articles, start=1):
        for k, quote in enumerate(quotes, start=1):
            ids.setdefault((quotes.article, quote), f"{prefix}{n}-{k}")
    found: dict[tuple[Article, Quote], list[tuple[int, Link]]] = {}
    for number, statement in enumerate(statements, start=1):
        n_outlets = len(statement.outlets)
        n, unit = (n_outlets, "outlet") if n_outlets > 1 else (len(statement.variants), "variant")
        link = Link(f"{statements_page}#statement-{number}", number, n, unit)
        for variant in statement.variants:
            at = variant.segments[0].start if variant.segments else variant.quote.start
            found.setdefault((variant.article, variant.quote), []).append((at, link))
    links = {
        place: tuple(dict.fromkeys(link for _, link in sorted(told, key=lambda one: (one[0], one[1].number))))
        for place, told in found.items()
    }
    return Places(ids, links, quotes_page, prefix)


def count_quotes(articles: Sequence[Quotes], places: Places) -> Cast:
    """The speakers of articles with the number of their quotes, and where the first of them stands."""
    return _cast(
        (quote.speaker, f"at-{places.ids[quotes.article, quote]}") for quotes in articles for quote in quotes
    )


def count_statements(statements: Sequence[Statement], cast: Cast | None = None) -> Cast:
    """The speakers of statements with the number of them, numbered and named as in ``cast``, those in it."""
    counted = _cast(
        (statement.speaker, f"statement-{number}") for number, statement in enumerate(statements, start=1)
    )
    if cast is None:
        return counted
    known = {role.key: role for role in cast.roles}
    n_known = len(known)
    roles = []
    for role in counted.roles:
        same = known.get(role.key)
        if same is None:
            n_known += 1
            same = evolve(role, number=n_known if role.number else 0)
        roles.append(evolve(same, n=role.n, first=role.first))
    return Cast(tuple(roles))


def _cast(said: Iterable[tuple[Speaker | None, str]]) -> Cast:
    """The speakers of what was said, each with its count; of equals, the one who speaks first is first."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    details: dict[str, str] = {}
    for speaker, place in said:
        key = _key(speaker)
        counts[key] += 1
        name = printable(speaker.name) if speaker else ""
        first.setdefault(key, (name or "no name known", place))
        if speaker and not details.get(key):
            details[key] = ", ".join(map(printable, filter(None, (speaker.role, speaker.affiliation))))
    ranked = sorted(counts, key=lambda key: (key == _UNNAMED, -counts[key]))
    return Cast(tuple(_roles(ranked, counts, first, details)))


def _roles(
    ranked: Sequence[str],
    counts: Mapping[str, int],
    first: Mapping[str, tuple[str, str]],
    details: Mapping[str, str],
) -> Iterator[Role]:
    for number, key in enumerate(ranked, start=1):
        name, place = first[key]
        yield Role(number if key != _UNNAMED else 0, key, name, details.get(key, ""), counts[key], place)


def _key(speaker: Speaker | None) -> str:
    # A name of marks alone has an empty key, as nobody has.
    return speaker.key if speaker is not None else _UNNAMED
