"""What is compared and grouped: one segment of one quote, with who said it and when it was printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from attrs import field, frozen

from quotekit.model import Article, Quotes, Speaker
from quotekit.statements.recurring import recurring_lemmas

__all__ = ["Place", "Unit", "article_key", "units_of"]

# Of an article, its key; of a quote in it, and of a segment in that, their positions.
Place = tuple[str, int, int]


@frozen(eq=False)
class Unit:
    """One segment of one quote. It holds what JSON can hold, so that a store can keep it as a row.

    ``via`` is who passed the words on, ``negated`` that the quote denies them; ``recurring`` says of its
    lemmas that other units of its article hold too how many hold them. Two units of one ``place`` are the
    same one.
    """

    text: str
    place: Place
    speaker: Speaker | None = field(default=None, repr=False)
    via: str | None = None
    negated: bool = False
    outlet: str | None = None
    published: str | None = None
    recurring: Mapping[str, int] = field(factory=dict, repr=False)

    @property
    def order(self) -> tuple[str, str, Place, str]:
        """Where it comes among others, whatever order they were given in: by date, outlet and place."""
        return (self.published or "~", self.outlet or "~", self.place, self.text)


def article_key(article: Article) -> str:
    """What tells an article from others: its id; without one, the hash of text, outlet, date and url."""
    if article.id is not None:
        return article.id
    facts = "\0".join((article.text, article.outlet or "", article.published or "", article.url or ""))
    return "text:" + blake2b(facts.encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()


def units_of(quotes: Quotes) -> Iterable[Unit]:
    """The units of one article, in the order of its text. A quote without segments has none."""
    article = quotes.article
    key = article_key(article)
    recurring = iter(recurring_lemmas([segment.text for quote in quotes for segment in quote.segments]))
    for number, quote in enumerate(quotes):
        for at, segment in enumerate(quote.segments):
            yield Unit(
                segment.text,
                (key, number, at),
                speaker=quote.speaker,
                via=quote.via.text if quote.via is not None else None,
                negated=quote.negated,
                outlet=article.outlet,
                published=article.published,
                recurring=next(recurring),
            )
