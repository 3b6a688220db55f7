"""Annotated documents that a labeller is trained on: checked, and split in two.

One side is learned from, the other is held out to measure on. A document is never on both, nor is any part
of it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from quotekit.comparison import compare, document_name, document_of
from quotekit.errors import FormatError, UsageError
from quotekit.model import ACTS, Act, Quotes

__all__ = ["Annotated", "check_apart", "hold_out", "read_documents"]


@frozen
class Annotated:
    """A text and its attributions, in the shape that `quotekit.evaluation.evaluate` takes."""

    name: str
    text: str = field(repr=False)
    attributions: tuple[Mapping[str, Any], ...]

    @property
    def gold(self) -> dict[str, Any]:
        """The document as `quotekit.evaluation.evaluate` takes it."""
        return {"doc": self.name, "text": self.text, "attributions": list(self.attributions)}


def read_documents(
    documents: Iterable[Quotes | Mapping[str, Any]], acts: Sequence[Act] = ACTS
) -> list[Annotated]:
    """The documents in the order of their names; attributions whose ``act`` is not among ``acts`` left out.

    One that does not name its act is of those asked for. Raises `FormatError` for what `evaluate` would
    refuse as gold, for an act that does not exist, and for text that is no Unicode.

    >>> documents = [{"doc": "a.txt", "text": "It ends, he said.", "quotes": [{"content": [[0, 7]]}]}]
    >>> read_documents(documents)[0].name
    'a'
    """
    if isinstance(acts, str):
        raise UsageError(f"acts must be a sequence of acts, got {acts!r}: write acts=({acts!r},)")
    if isinstance(documents, (str, Quotes, Mapping)) or not isinstance(documents, Iterable):
        raise UsageError(
            f"documents must be a list of annotated documents, got one {type(documents).__name__}: "
            "put it in a list, or read a file with read_quotes"
        )
    for act in acts:
        if act not in ACTS:
            raise UsageError(f"unknown act {act!r}: choose from {', '.join(ACTS)}")
    given = [document_of(one) if isinstance(one, Quotes) else one for one in documents]
    if not given:
        raise FormatError("there is no document: give annotated ones, each with doc, text and attributions")
    compare(given, given)  # for its checks: names, texts, offsets
    found = [_read(document, acts) for document in given]
    return sorted(found, key=lambda document: document.name)


def _read(document: Mapping[str, Any], acts: Sequence[Act]) -> Annotated:
    text = document["text"]
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise FormatError(
            f"the text of {document['doc']!r} has a lone surrogate, {text[error.start]!r} at character "
            f"{error.start}: it is half of a character, write the document again"
        ) from error
    key = "attributions" if "attributions" in document else "quotes"
    attributions = document[key]
    for i, one in enumerate(attributions):
        if one.get("act") not in (None, *ACTS):
            raise FormatError(
                f'{document["doc"]!r}, {key}[{i}] has "act" {one["act"]!r:.40}: choose from {", ".join(ACTS)}'
            )
    kept = tuple(one for one in attributions if one.get("act") is None or one["act"] in acts)
    return Annotated(document_name(document["doc"]), text, kept)


def hold_out(
    documents: Sequence[Annotated], share: float, seed: int
) -> tuple[list[Annotated], list[Annotated]]:
    """The documents to learn from, and those to measure on, each in the order given.

    The share is taken of the texts with attributions and of those without by themselves, of the first at
    least one; documents of one text stay together. ``seed`` decides which. Raises `UsageError` where fewer
    than two texts have attributions.
    """
    full = dict.fromkeys(document.text for document in documents if document.attributions)
    empty = [text for text in dict.fromkeys(document.text for document in documents) if text not in full]
    if len(full) < 2:
        raise UsageError(
            f"{len(full)} of {len(documents)} texts with attributions: one to learn from and one to "
            f"measure on are needed; give more, or others to measure on (dev=, --dev)"
        )
    draw = random.Random(seed)
    n_full = min(max(1, round(share * len(full))), len(full) - 1)
    chosen = {*draw.sample(list(full), n_full), *draw.sample(empty, round(share * len(empty)))}
    return (
        [document for document in documents if document.text not in chosen],
        [document for document in documents if document.text in chosen],
    )


def check_apart(documents: Sequence[Annotated], dev: Sequence[Annotated]) -> None:
    """Raises `UsageError` where a text stands on both sides, or ``dev`` has no attribution to measure on."""
    if not any(document.attributions for document in dev):
        raise UsageError(
            f"none of the {len(dev)} documents to measure on has an attribution: give annotated ones"
        )
    texts = {document.text: document.name for document in documents}
    for document in dev:
        if document.text in texts:
            raise UsageError(
                f"the text of {document.name!r}, which is to be measured on, is also learned from, as "
                f"{texts[document.text]!r}: leave it out on one side"
            )
