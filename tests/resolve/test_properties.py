"""What holds for the speakers of given sources, in any text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies_english import any_texts

from quotekit.pipeline import extract_many, extract_quotes, resolve_sources

if TYPE_CHECKING:
    from spacy.language import Language

few = settings(max_examples=60)
Sources = list[list[list[int]]]


@st.composite
def texts_with_sources(draw: st.DrawFn) -> tuple[str, Sources]:
    """A text, and sources in it: each of one to three pieces that stand apart and hold more than space."""
    text = draw(any_texts)
    sources = []
    for _ in range(draw(st.integers(0, 4)) if text else 0):
        ends = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
        pieces = [[a, b] for a, b in zip(ends[::2], ends[1::2], strict=False) if text[a:b].strip()]
        sources += [pieces] if pieces else []
    return text, sources


def names(text: str, sources: Sources, nlp: Language) -> list[str | None]:
    found = resolve_sources(text, sources, nlp=nlp)
    return [None if speaker is None else speaker.name for speaker in found]


@few
@given(given_=texts_with_sources())
@example(given_=("He said so.", [[[0, 11]]]))
@example(given_=("Anna Lindqvist", [[[0, 4], [5, 14]], [[0, 14]], [[3, 7]]]))
@example(given_=("“,”\n\n…", [[[0, 1]], [[1, 2]], [[5, 6]]]))
@example(given_=("\u202eI said “we”\u202c", [[[1, 2], [9, 11]]]))
@example(given_=("\ud7ff\u0301", [[[1, 2]]]))
def test_every_source_has_one_answer_whose_mentions_are_the_text(given_: Any, nlp: Language) -> None:
    text, sources = given_
    found = resolve_sources(text, sources, nlp=nlp)
    assert len(found) == len(sources)
    spans = [span for speaker in found if speaker for span in speaker.mentions]
    spans += [speaker.via for speaker in found if speaker and speaker.via]
    assert [span for span in spans if text[span.start : span.end] != span.text] == []


@few
@given(given_=texts_with_sources())
def test_a_speaker_has_a_name_a_key_and_a_mention(given_: Any, nlp: Language) -> None:
    for speaker in resolve_sources(*given_, nlp=nlp):
        assert speaker is None or (speaker.name.strip() and speaker.key and speaker.mentions)


@few
@given(given_=texts_with_sources())
def test_the_same_sources_have_the_same_speakers_again(given_: Any, nlp: Language) -> None:
    assert resolve_sources(*given_, nlp=nlp) == resolve_sources(*given_, nlp=nlp)


@few
@given(one=any_texts, other=any_texts)
@example(one="Anna Hale left. She said so.", other="Peter Okoro left. “He lied,” she said.")
def test_an_article_is_resolved_alike_whatever_stands_around_it(one: str, other: str, nlp: Language) -> None:
    together = list(extract_many([one, other], nlp=nlp))
    assert together[::-1] == list(extract_many([other, one], nlp=nlp))
    assert together == [extract_quotes(one, nlp=nlp), extract_quotes(other, nlp=nlp)]


@few
@given(text=any_texts)
def test_giving_the_sources_that_extraction_found_changes_no_speaker(text: str, nlp: Language) -> None:
    quotes = [quote for quote in extract_quotes(text, nlp=nlp, min_score=0) if quote.source]
    sources = [[[span.start, span.end] for span in quote.source] for quote in quotes]
    apart = [source for at, source in enumerate(sources) if source not in sources[:at]]
    expected = [
        None if quote.speaker is None else quote.speaker.name
        for at, quote in enumerate(quotes)
        if sources[at] not in sources[:at]
    ]
    assert names(text, apart, nlp) == expected
