"""What the reason of a quote says, on the whole road."""

from __future__ import annotations

import pytest
from spacy.language import Language

from quotekit import extract_quotes


@pytest.mark.parametrize(
    ("text", "is_flagged"),
    [
        ('Peter Hall said, "We have no choice but to leave.\n\nThe council met on Monday.', True),
        ('Peter Hall said, "We have no choice but to leave."\n\nThe council met on Monday.', False),
        ('Peter Hall said, "We have no choice.\n\n"We must leave."', False),
    ],
)
def test_a_quotation_that_never_closes_is_flagged(nlp: Language, text: str, is_flagged: bool) -> None:
    quotes = extract_quotes(text, nlp=nlp)
    assert quotes
    assert any(quote.reason.endswith("closing mark missing") for quote in quotes) == is_flagged
