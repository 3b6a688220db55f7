"""What a reader is shown of statements: their order, who disagrees on what, which words differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from quotekit.model import DifferenceKind
from quotekit.outputs.display import counted, printable
from quotekit.statements.records import Statement, Variant

__all__ = [
    "Dispute",
    "Side",
    "differing_parts",
    "disputes_of",
    "is_shared",
    "missing_runs",
    "outlet_label",
    "rank_statements",
    "shown_date",
    "speaker_line",
    "speaker_name",
    "summary",
]

# A number with its sign or its points is one word: "$1.2", "8%".
_WORD = re.compile(r"\w+(?:[.,:'’\-‑]\w+)*|[%$€£¥₽₴]")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)\S*")


@frozen
class Side:
    """One thing that is said in a dispute: the words, ``""`` for none, and the outlets that have them.

    ``apart`` is the rendering kept apart that has them, where it is none of the statement's variants.
    """

    words: str
    outlets: tuple[str, ...]
    apart: Variant | None = None


@frozen
class Dispute:
    """One fact on which renderings differ, with all that is said of it, in the order of the variants."""

    kind: DifferenceKind
    sides: tuple[Side, ...]


def is_shared(statement: Statement) -> bool:
    """Whether there is something to compare: two variants or more, or a disagreement."""
    return len(statement.variants) > 1 or bool(statement.disagreements)


def rank_statements(statements: Iterable[Statement]) -> list[Statement]:
    """The statements by the number of outlets, the most first, then of variants, then by date and id."""
    return sorted(
        statements,
        key=lambda statement: (
            -len(statement.outlets),
            -len(statement.variants),
            statement.first_reported or "~",
            statement.id,
        ),
    )


def summary(statements: Sequence[Statement], *, n_left_out: int = 0) -> str:
    """The count of statements, of those in two outlets or more, and of the variants.

    ``n_left_out`` is how many have too few variants to be among them.

    >>> summary([], n_left_out=2)
    'no statements to show · with fewer variants: 2'
    """
    if not statements:
        return f"no statements to show · with fewer variants: {n_left_out}" if n_left_out else "no statements"
    n_outlets = sum(len(statement.outlets) > 1 for statement in statements)
    n_variants = sum(len(statement.variants) for statement in statements)
    n_disputed = sum(bool(statement.disagreements) for statement in statements)
    parts = [counted(len(statements), "statement")]
    if n_outlets:
        parts.append(f"{n_outlets} in two outlets or more")
    parts.append(counted(n_variants, "variant"))
    if n_disputed:
        parts.append(f"{n_disputed} with a disagreement")
    return " · ".join(parts)


def speaker_line(statement: Statement) -> str:
    """Who said it, how many outlets have it, and since when.

    Of what neither a name nor a date is known the line says so, or leaves it out.
    """
    n_outlets, n_variants = len(statement.outlets), len(statement.variants)
    parts = [speaker_name(statement)]
    if n_outlets:
        parts.append(counted(n_outlets, "outlet"))
    if n_variants != n_outlets:
        parts.append(counted(n_variants, "variant"))
    if statement.first_reported:
        parts.append(f"first reported {shown_date(statement.first_reported)}")
    return " · ".join(parts)


def shown_date(published: str | None) -> str:
    """A date as the article has it, a time of day without seconds and zone; empty for none.

    >>> shown_date("2025-02-11T10:00:00+03:00"), shown_date("11 February")
    ('2025-02-11 10:00', '11 February')
    """
    text = printable(published or "")
    found = _TIME.fullmatch(text)
    return f"{found[1]} {found[2]}" if found else text


def outlet_label(variant: Variant) -> str:
    """The outlet; where it is unknown, the name of the article."""
    return printable(variant.outlet or variant.article.id or "") or "—"


def disputes_of(statement: Statement) -> list[Dispute]:
    """The disagreements, those on one fact together: who has which words.

    Two disagreements are on one fact where they are of one kind and share a side.
    """
    groups: list[tuple[DifferenceKind, dict[str, list[tuple[str, Variant, bool]]]]] = []
    for one in statement.disagreements:
        other = statement.variants[one.b] if one.b is not None else one.other
        said = [(one.difference.a, statement.variants[one.a], False)]
        if other is not None:
            said.append((one.difference.b, other, one.b is None))
        # "not" on both sides is of two contents: each side is then its own.
        is_alike = len(said) == 2 and _fold(said[0][0]) == _fold(said[1][0])
        keys = [_fold(row[0]) + (" " * n if is_alike else "") for n, row in enumerate(said)]
        known = {key for key in keys if key and not is_alike}
        group = next(
            (sides for kind, sides in groups if kind == one.difference.kind and known & sides.keys()), None
        )
        if group is None:
            group = {}
            groups.append((one.difference.kind, group))
        for key, row in zip(keys, said, strict=True):
            group.setdefault(key, []).append(row)
    return [Dispute(kind, tuple(map(_side, sides.values()))) for kind, sides in groups]


def differing_parts(text: str, other: str) -> list[tuple[str, bool]]:
    """The text in parts, each with whether the other text lacks its words; together they are the text.

    >>> differing_parts("Ten guests came.", "Eight guests came.")
    [('Ten', True), (' guests came.', False)]
    """
    known = {_fold(word) for word in _WORD.findall(other)}
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in _runs(text, known):
        parts += [(text[at:start], False)] if start > at else []
        parts.append((text[start:end], True))
        at = end
    return [*parts, (text[at:], False)] if at < len(text) else parts


def missing_runs(text: str, other: str) -> list[str]:
    """The words of the other text that the text lacks, as they stand there, run by run."""
    known = {_fold(word) for word in _WORD.findall(text)}
    return [other[start:end] for start, end in _runs(other, known)]


def speaker_name(statement: Statement) -> str:
    """The speaker with role and affiliation; of an unknown one that it is unknown."""
    speaker = statement.speaker
    if speaker is None:
        return "no name known"
    shown = map(printable, filter(None, (speaker.name, speaker.role, speaker.affiliation)))
    return ", ".join(filter(None, shown)) or "no name known"


def _side(rows: Sequence[tuple[str, Variant, bool]]) -> Side:
    outlets = dict.fromkeys(outlet_label(variant) for _, variant, _ in rows)
    apart = next((variant for _, variant, is_apart in rows if is_apart), None)
    return Side(printable(rows[0][0]), tuple(outlets), apart)


def _runs(text: str, known: set[str]) -> list[tuple[int, int]]:
    """Where words stand that are not among the known; neighbours as one run."""
    runs: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        if _fold(word[0]) in known:
            continue
        start, end = word.span()
        if runs and not text[runs[-1][1] : start].strip():
            start, _ = runs.pop()
        runs.append((start, end))
    return runs


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'").replace("‑", "-")
