"""Statements as JSON and back, and as lines: one a variant, or one an item.

The document is ``{"version", "documents": […], "statements": […]}``. ``documents`` holds each article once,
with those of its quotes that the statements speak of, in the shape of `quotekit.outputs.jsonl.to_dict`. A
variant is ``{"document", "quote", "segments", "score"}``: two positions, in ``documents`` and in the quotes
of that document, and the spans of its clauses. The spans of a statement's speaker count in the text of
``speaker_document``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import Factory, frozen

from quotekit.errors import FormatError
from quotekit.model import Article, Difference, Quote, Quotes, Segment, Speaker, Verdict
from quotekit.outputs.jsonl import dump, from_dict, to_dict
from quotekit.outputs.shape import Pieces, SpeakerShape, structure, unstructure
from quotekit.outputs.shaping import (
    VERSION,
    check_version,
    load_json,
    pieces_of,
    spans_at,
    speaker_of,
    speaker_shape,
)
from quotekit.statements.records import Disagreement, Statement, Variant

__all__ = [
    "item_lines",
    "statements_from_dict",
    "statements_from_json",
    "statements_to_dict",
    "statements_to_json",
    "variant_lines",
    "verdict_to_dict",
]


@frozen
class _VariantShape:
    document: int
    quote: int
    segments: list[Pieces]
    score: float = 1.0


@frozen
class _DisagreementShape:
    difference: Difference
    a: int
    b: int | None = None
    other: _VariantShape | None = None


@frozen
class _StatementShape:
    id: str
    variants: list[_VariantShape]
    speaker: SpeakerShape | None = None
    speaker_document: int | None = None
    representative: int = 0
    why: str = ""
    first_reported: str | None = None
    disagreements: list[_DisagreementShape] = Factory(list)
    score: float = 1.0


@frozen
class _StatementsShape:
    documents: list[dict[str, Any]]
    statements: list[_StatementShape]


def statements_to_dict(statements: Iterable[Statement]) -> dict[str, Any]:
    """The statements as plain lists, dicts, strings and numbers, with their articles, each once.

    A speaker's spans that fit none of the statement's articles are left out.

    >>> statements_to_dict([])
    {'version': 1, 'documents': [], 'statements': []}
    """
    statements = list(statements)
    corpus = _Corpus.of(statements)
    return {
        "version": VERSION,
        "documents": [to_dict(quotes) for quotes in corpus.documents],
        "statements": [unstructure(_shape_of(statement, corpus)) for statement in statements],
    }


def statements_from_dict(data: Mapping[str, Any]) -> list[Statement]:
    """The statements that `statements_to_dict` wrote. Raises `FormatError`, which says where."""
    check_version(data, default=None)
    shape = structure(data, _StatementsShape)
    documents = []
    for i, document in enumerate(shape.documents):
        try:
            documents.append(from_dict(document))
        except FormatError as error:
            raise FormatError(f"in $.documents[{i}]: {error}") from error
    return [
        _statement_of(statement, documents, f"$.statements[{i}]")
        for i, statement in enumerate(shape.statements)
    ]


def statements_to_json(statements: Iterable[Statement], *, indent: int | None = None) -> str:
    """The statements as JSON, on one line unless ``indent`` is given.

    >>> statements_from_json(statements_to_json([]))
    []
    """
    return dump(statements_to_dict(statements), indent=indent)


def statements_from_json(text: str) -> list[Statement]:
    """The statements that `statements_to_json` wrote. Raises `FormatError`, which says where."""
    return statements_from_dict(load_json(text))


def variant_lines(statements: Iterable[Statement]) -> Iterator[str]:
    """A line for each variant, for a JSONL file, without the newline.

    ``doc`` is the id of the article, ``content`` the spans of the clauses that render the statement,
    ``quote`` those of the whole content of the quote, ``score`` how likely the clauses render it.
    """
    for statement in statements:
        for variant in statement.variants:
            speaker = variant.quote.speaker
            spans = [span for segment in variant.segments for span in segment.spans]
            yield dump(
                {
                    "statement": statement.id,
                    "doc": variant.article.id,
                    "content": pieces_of(spans),
                    "quote": pieces_of(variant.quote.content),
                    "speaker": speaker.name if speaker else None,
                    "outlet": variant.outlet,
                    "score": variant.score,
                }
            )


def item_lines(items: Iterable[tuple[str | int, Quotes]], statements: Iterable[Statement]) -> Iterator[str]:
    """A line for each item, ``{"id", "statement", "score"}``, in the order given, without the newline.

    An item is its id with its rendering, a text under that id. Its statement is that of its longest
    clause, of equals the first; an item without a word has one of its own.
    """
    places: dict[tuple[str | None, Segment], tuple[str, float]] = {}
    taken = set()
    for statement in statements:
        taken.add(statement.id)
        for variant in statement.variants:
            for segment in variant.segments:
                places[variant.article.id, segment] = (statement.id, variant.score)
    for id, quotes in items:
        segments = [segment for quote in quotes for segment in quote.segments]
        if segments:
            longest = max(segments, key=lambda segment: len(segment.text))
            name, score = places[quotes.article.id, longest]
        else:
            name, score = _unused(f"alone-{id}", taken), 1.0
            taken.add(name)
        yield dump({"id": id, "statement": name, "score": score})


def verdict_to_dict(verdict: Verdict) -> dict[str, Any]:
    """The verdict on two texts as plain dicts, lists, strings and numbers."""
    return {
        "same": verdict.same,
        "score": verdict.score,
        "relation": verdict.relation,
        "reasons": list(verdict.reasons),
        "conflicts": [unstructure(conflict) for conflict in verdict.conflicts],
    }


def _unused(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "'"
    return name


@frozen
class _Corpus:
    """The articles of some statements with the quotes that they speak of, and where each stands."""

    documents: list[Quotes]
    place_of: Mapping[Article, int]
    quote_of: Sequence[Mapping[Quote, int]]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> _Corpus:
        found: dict[Article, dict[Quote, None]] = {}
        for statement in statements:
            for variant in _variants(statement):
                found.setdefault(variant.article, {})[variant.quote] = None
        documents = [Quotes(article, _with_parents(quotes)) for article, quotes in found.items()]
        return cls(
            documents,
            {quotes.article: i for i, quotes in enumerate(documents)},
            [{quote: i for i, quote in enumerate(quotes)} for quotes in documents],
        )


def _variants(statement: Statement) -> Iterator[Variant]:
    """The variants, and the renderings kept apart that the disagreements name."""
    yield from statement.variants
    for disagreement in statement.disagreements:
        if disagreement.other is not None:
            yield disagreement.other


def _with_parents(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes and those that they are nested in, in the order of the text."""
    found: dict[Quote, None] = {}
    for quote in quotes:
        nested: Quote | None = quote
        while nested is not None and nested not in found:
            found[nested] = None
            nested = nested.parent
    return sorted(found, key=lambda quote: (quote.start, quote.end))


def _shape_of(statement: Statement, corpus: _Corpus) -> _StatementShape:
    speaker, place = _speaker_and_place(statement, corpus)
    return _StatementShape(
        id=statement.id,
        variants=[_variant_shape(variant, corpus) for variant in statement.variants],
        speaker=speaker,
        speaker_document=place,
        representative=statement.representative,
        why=statement.why,
        first_reported=statement.first_reported,
        disagreements=[
            _DisagreementShape(
                difference=one.difference,
                a=one.a,
                b=one.b,
                other=_variant_shape(one.other, corpus) if one.other else None,
            )
            for one in statement.disagreements
        ],
        score=statement.score,
    )


def _variant_shape(variant: Variant, corpus: _Corpus) -> _VariantShape:
    place = corpus.place_of[variant.article]
    return _VariantShape(
        document=place,
        quote=corpus.quote_of[place][variant.quote],
        segments=[pieces_of(segment.spans) for segment in variant.segments],
        score=variant.score,
    )


def _speaker_and_place(statement: Statement, corpus: _Corpus) -> tuple[SpeakerShape | None, int | None]:
    """The speaker, and the document whose text its spans count in."""
    speaker = statement.speaker
    if speaker is None:
        return None, None
    spans = [*speaker.mentions, *([speaker.via] if speaker.via else [])]
    articles = dict.fromkeys(
        [variant.article for variant in statement.variants if variant.quote.speaker == speaker]
        + [variant.article for variant in statement.variants]
    )
    for article in articles if spans else ():
        if all(article.text[span.start : span.end] == span.text for span in spans):
            return speaker_shape(speaker), corpus.place_of[article]
    return speaker_shape(_without_spans(speaker)), None


def _without_spans(speaker: Speaker) -> Speaker:
    return Speaker(
        speaker.name,
        speaker.kind,
        speaker.key,
        role=speaker.role,
        affiliation=speaker.affiliation,
        score=speaker.score,
        reason=speaker.reason,
    )


def _statement_of(shape: _StatementShape, documents: Sequence[Quotes], where: str) -> Statement:
    speaker = None
    if shape.speaker is not None:
        place = shape.speaker_document
        text = "" if place is None else _at(documents, place, f"{where}.speaker_document").text
        speaker = speaker_of(shape.speaker, text, f"{where}.speaker")
    variants = [
        _variant_of(variant, documents, f"{where}.variants[{i}]") for i, variant in enumerate(shape.variants)
    ]
    try:
        return Statement(
            shape.id,
            speaker,
            variants,
            representative=shape.representative,
            why=shape.why,
            first_reported=shape.first_reported,
            disagreements=[
                _disagreement_of(one, documents, len(variants), f"{where}.disagreements[{i}]")
                for i, one in enumerate(shape.disagreements)
            ],
            score=shape.score,
        )
    except FormatError:
        raise
    except ValueError as error:
        raise FormatError(f"{error.args[0]} @ {where}: mend it, or write the file again") from error


def _disagreement_of(
    shape: _DisagreementShape, documents: Sequence[Quotes], n_variants: int, where: str
) -> Disagreement:
    for place in (shape.a, shape.b):
        if place is not None and not 0 <= place < n_variants:
            raise FormatError(f"{place} @ {where} is no position among the {n_variants} variants: mend it")
    other = _variant_of(shape.other, documents, f"{where}.other") if shape.other else None
    return Disagreement(shape.difference, shape.a, shape.b, other)


def _variant_of(shape: _VariantShape, documents: Sequence[Quotes], where: str) -> Variant:
    quotes = _at(documents, shape.document, f"{where}.document")
    quote: Quote = _at(quotes, shape.quote, f"{where}.quote")
    try:
        segments = [
            Segment(spans_at(pieces, quotes.text, f"{where}.segments[{i}]"))
            for i, pieces in enumerate(shape.segments)
        ]
        return Variant(quote, quotes.article, segments, shape.score)
    except FormatError:
        raise
    except ValueError as error:
        raise FormatError(f"{error.args[0]} @ {where}: mend it, or write the file again") from error


def _at(rows: Sequence[Any], place: int, where: str) -> Any:
    if not 0 <= place < len(rows):
        raise FormatError(f"{place} @ {where} is no position in a list of {len(rows)}: mend it")
    return rows[place]
