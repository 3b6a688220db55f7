"""Statements made by hand: three outlets on the diplomats, and one that stands apart."""

from __future__ import annotations

from quotekit.model import Article, Difference, Quote, Segment, Speaker, TextSpan
from quotekit.statements.records import Disagreement, Statement, Variant

__all__ = ["APART", "DENIED", "EXPELLED", "LAVROV", "LE_MONDE", "REUTERS", "TASS", "variant_of"]

LAVROV = Speaker("Sergei Lavrov", "person", "sergei lavrov", role="foreign minister")


def variant_of(
    article: Article,
    words: str,
    *,
    verbatim: str = "",
    speaker: Speaker | None = LAVROV,
    whole: str = "",
    score: float = 1.0,
) -> Variant:
    """The variant whose one clause is ``words``, of a quote that says ``whole`` (the same where empty)."""

    def span(part: str) -> TextSpan:
        start = article.text.index(part)
        return TextSpan.of(article.text, start, start + len(part))

    segment = Segment([span(words)])
    quote = Quote(
        "indirect",
        [span(whole or words)],
        verbatim=[span(verbatim)] if verbatim else [],
        speaker=speaker,
        segments=[segment],
    )
    return Variant(quote, article, [segment], score)


REUTERS = variant_of(
    Article(
        "Russia would expel eight diplomats, Lavrov said.",
        id="r1",
        outlet="Reuters",
        published="2025-02-11T09:30:00Z",
        title="Russia expels diplomats",
        url="https://example.com/r?a=1&b=2",
    ),
    "Russia would expel eight diplomats",
)
TASS = variant_of(
    Article("“Ten diplomats must go,” Lavrov said.", id="t1", outlet="TASS", published="2025-02-11"),
    "Ten diplomats must go",
    verbatim="Ten diplomats must go",
    score=0.8,
)
LE_MONDE = variant_of(
    Article(
        "Eight “spies” must go, Lavrov said, and that is all.",
        id="l1",
        outlet="Le Monde",
        published="2025-02-12",
    ),
    "Eight “spies” must go",
    verbatim="“spies”",
    whole="Eight “spies” must go, Lavrov said, and that is all",
)
DENIED = variant_of(
    Article("Lavrov denied that Russia would expel anybody.", id="x1", outlet="Baltic Wire"),
    "Russia would expel anybody",
)
EXPELLED = Statement(
    "expelled",
    LAVROV,
    [REUTERS, TASS, LE_MONDE],
    why="most others share its words",
    first_reported="2025-02-11T09:30:00Z",
    disagreements=[
        Disagreement(Difference("number", "eight", "Ten"), 0, 1),
        Disagreement(Difference("number", "Ten", "Eight"), 1, 2),
        Disagreement(Difference("polarity", "", "denied"), 0, None, DENIED),
    ],
    score=0.93,
)
APART = Statement("denied", LAVROV, [DENIED])
