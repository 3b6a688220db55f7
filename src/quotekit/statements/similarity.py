"""Whether two renderings are the same statement, how they stand to each other, and on what they differ."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from attrs import evolve

from quotekit.errors import UsageError
from quotekit.model import Difference, Quote, Quotes, Relation, Segment, Verdict
from quotekit.settings import SAME_STATEMENT
from quotekit.statements.evidence import FINDINGS, Comparison
from quotekit.statements.gate import speakers_agree
from quotekit.statements.linking import Reader
from quotekit.statements.records import Variant
from quotekit.statements.units import Unit

__all__ = ["relation_of", "same_statement"]

_HELD = 0.75  # share of the words of the shorter text, from where on the longer one holds it
_SHARED = 0.4  # share of words from where on two texts overlap
_LONGER = 0.67  # length of the shorter text, in lengths of the longer one
_NEAR = 0.45  # share of words, all counted, from where on a difference makes a conflict

_Comparable = str | Segment | Quote | Variant | Quotes


def same_statement(a: _Comparable, b: _Comparable) -> Verdict:
    """Whether two renderings are one statement; symmetric.

    Each is a text, a `Segment`, a `Quote`, a `Variant`, or the `Quotes` of one rendering. They are compared
    as wholes, and where one of several segments renders what the other says, ``relation`` tells: "same",
    "contains" (one of them says more), "overlaps", "conflicting" (the same but for the facts in
    ``conflicts``) or "different". ``score`` is the probability that both render one statement; speakers that
    are known have to agree. The rest of their articles is not looked at, so that `group_statements`, which
    knows which words recur in each, may judge otherwise.

    Raises `UsageError` for what is none of these, or holds no word.

    >>> verdict = same_statement("Moscow expelled eight diplomats.", "Ten diplomats were expelled by Moscow.")
    >>> verdict.same, verdict.relation, verdict.conflicts[0].a, verdict.conflicts[0].b
    (False, 'conflicting', 'eight', 'Ten')
    """
    ours, theirs = _units(a), _units(b)
    reader = Reader([*ours, *theirs])
    whole = (0, len(ours))
    link = reader.links([whole])[0]
    if link.blocked:
        return _blocked(reader, whole)
    verdict = _verdict(link.score, reader.compare(whole))
    if verdict.same or verdict.relation == "conflicting" or len(ours) == len(theirs) == 2:
        return verdict
    return _with_parts(verdict, reader, len(ours), len(theirs))


def _with_parts(verdict: Verdict, reader: Reader, n_ours: int, n_theirs: int) -> Verdict:
    """The verdict on two wholes that are not the same, in the light of their segments."""
    pairs = [(i, n_ours + j) for i, j in product(range(1, n_ours), range(1, n_theirs))]
    same = [
        pair for pair, link in zip(pairs, reader.links(pairs), strict=True) if link.score >= SAME_STATEMENT
    ]
    if not same:
        return verdict
    held = min(n_ours - 1 - len({i for i, _ in same}), n_theirs - 1 - len({j for _, j in same})) == 0
    text = reader.units[same[0][0]].text
    reason = f"a segment of each says the same: “{text:.60}”"
    return evolve(verdict, relation="contains" if held else "overlaps", reasons=(reason, *verdict.reasons))


def _units(value: _Comparable) -> list[Unit]:
    """The whole of what was given as a unit, then its segments; a text is one segment."""
    if isinstance(value, Quotes):
        if len(value) != 1:
            raise UsageError(
                f"same_statement compares one rendering with another, got {len(value)} quotes: "
                f"give one of them"
            )
        units = _units_of_quote(value[0])
    elif isinstance(value, (str, Segment)):
        text = value if isinstance(value, str) else value.text
        units = [Unit(text, ("", 0, 0))] * 2
    elif isinstance(value, Quote):
        units = _units_of_quote(value)
    elif isinstance(value, Variant):
        content = [span for segment in value.segments for span in segment.spans]
        quote = evolve(value.quote, content=content, segments=value.segments)
        units = [
            evolve(unit, outlet=value.outlet, published=value.published) for unit in _units_of_quote(quote)
        ]
    else:
        raise UsageError(
            f"same_statement compares texts, segments, quotes or variants, got {type(value).__name__} "
            f"{value!r:.40}: give two of these"
        )
    if not any(map(str.isalnum, units[0].text)):
        raise UsageError(f"a rendering to be compared holds no word: {value!r:.60}; leave it out")
    return units


def _units_of_quote(quote: Quote) -> list[Unit]:
    texts = [segment.text for segment in quote.segments] or [quote.text]
    whole = " ".join(span.text for span in quote.content) if len(texts) > 1 else texts[0]
    return [
        Unit(text, ("", 0, at), speaker=quote.speaker, negated=quote.negated)
        for at, text in enumerate([whole, *texts])
    ]


def _blocked(reader: Reader, pair: tuple[int, int]) -> Verdict:
    """The verdict on two units whose speakers or dates forbid that they are one."""
    a, b = (reader.units[at] for at in pair)
    if speakers_agree(a, b) == "other" and a.speaker and b.speaker:
        reason = f"two speakers, {a.speaker.name} and {b.speaker.name}"
    else:
        reason = "printed too far apart"
    return Verdict(False, 0.0, (reason,), "different")


def _verdict(score: float, found: Comparison) -> Verdict:
    relation = relation_of(score, found)
    conflicts = found.differences if relation in ("conflicting", "same", "contains") else ()
    return Verdict(score >= SAME_STATEMENT, score, tuple(_reasons(found)), relation, conflicts)


def relation_of(score: float, found: Comparison) -> Relation:
    """How two texts stand to each other, given the probability that they are one statement."""
    values = dict(zip(FINDINGS, found.findings, strict=True))
    if score >= SAME_STATEMENT:
        is_part = values["length ratio"] < _LONGER and values["words covered most"] >= _HELD
        return "contains" if is_part else "same"
    if found.differences and values["words shared"] >= _NEAR:
        return "conflicting"
    if values["words covered most"] >= _HELD and values["length ratio"] < _LONGER:
        return "contains"
    return "overlaps" if values["words covered most"] >= _SHARED else "different"


def _reasons(found: Comparison) -> Iterable[str]:
    """What spoke against the two being one, then what spoke for it."""
    values = dict(zip(FINDINGS, found.findings, strict=True))
    for one in found.differences:
        yield _said(one)
    if values["parity differs"] and not any(one.kind == "polarity" for one in found.differences):
        yield "one is negated, the other is not"
    yield f"{values['words shared']:.0%} of their content words are shared"
    for name, words in (("numbers agree", "numbers"), ("dates agree", "dates"), ("names agree", "names")):
        if values[name]:
            yield f"{words} agree"


def _said(one: Difference) -> str:
    if one.kind == "polarity":
        return f"negated in one: “{one.a}”, “{one.b}”"
    return f"{one.kind}s differ: “{one.a}”, “{one.b}”"
