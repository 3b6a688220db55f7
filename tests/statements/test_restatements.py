"""The sentence of a transcript that says what a quote says in other words."""

from __future__ import annotations

import pytest

from quotekit.statements.restatements import find_restatement, nearest_sentences
from quotekit.statements.transcripts import read_words
from quotekit.statements.verify import verify

TALK = (
    "MINISTER: We shall mend the road. Our engineers have mended eight of the pumps.\n"
    "Q: And the bridge?\n"
    "MINISTER: The bridge will not be reopened before winter."
)


def test_sentences_that_share_rare_words_come_first() -> None:
    found = nearest_sentences("Eight pumps were repaired by engineers on the road", read_words(TALK))
    assert [span.text for span in found] == [
        "Our engineers have mended eight of the pumps.",
        "We shall mend the road.",
    ]


def test_words_of_grammar_lead_to_no_sentence() -> None:
    assert nearest_sentences("and we will not be of the", read_words(TALK)) == []


def test_a_label_is_no_part_of_a_sentence() -> None:
    (span,) = nearest_sentences("a bridge in winter", read_words("MINISTER: No bridge in winter."))
    assert (span.start, span.text) == (10, "No bridge in winter.")


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    found = nearest_sentences("pumps", read_words("water " * 500 + "pumps"))
    assert [len(span.text) for span in found] == [5]


def test_a_quote_of_two_words_is_not_told_in_other_words() -> None:
    assert find_restatement("mended pumps", read_words(TALK)) is None


@pytest.mark.parametrize(
    ("quote", "kind", "differences"),
    [
        ("eight pumps had been repaired by army engineers", "altered", ()),
        ("ten of the pumps have been repaired by engineers", "altered", (("ten", "eight"),)),
        ("eight ships had been painted by navy cadets", "absent", ()),
    ],
)
def test_an_absent_quote_may_be_said_in_other_words(
    quote: str, kind: str, differences: tuple[tuple[str, str], ...]
) -> None:
    match = verify(quote, TALK)
    assert (match.kind, match.differences) == (kind, differences)
    assert (kind == "absent") == ("other words" not in match.reason)
