"""What holds for the quotes of any text, on the whole road."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pipelines_by_hand import flat_pipeline
from strategies import texts
from strategies_english import any_texts

from quotekit.errors import TextError
from quotekit.model import ACTS, Article, Quotes, TextSpan
from quotekit.outputs.jsonl import from_json, to_json
from quotekit.pipeline import extract_many, extract_quotes

if TYPE_CHECKING:
    from spacy.language import Language

# Each example is parsed; the rarest of the failures seen came once in 200 texts.
few = settings(max_examples=60)


def spans_of(quotes: Quotes) -> Iterator[TextSpan]:
    """Every span of every record."""
    for quote in quotes:
        yield from (*quote.content, *quote.cue, *quote.source, *quote.verbatim)
        for segment in quote.segments:
            yield from segment.spans
        if quote.speaker is not None:
            yield from quote.speaker.mentions
            yield from () if quote.speaker.via is None else (quote.speaker.via,)


def has_word(spans: tuple[TextSpan, ...]) -> bool:
    return any(character.isalnum() for span in spans for character in span.text)


@few
@given(text=any_texts)
@example(text="said")
@example(text="that said")
@example(text="according to")
@example(text=":")
@example(text="\0")
@example(text="\u0301")
@example(text="\u202eHe said “no”\u202c")
def test_every_span_is_the_text_that_stands_there(text: str, nlp: Language) -> None:
    quotes = extract_quotes(text, nlp=nlp, acts=ACTS)
    assert quotes.text == text
    assert [span for span in spans_of(quotes) if text[span.start : span.end] != span.text] == []


@few
@given(text=any_texts)
def test_quotes_stand_in_the_order_of_the_text(text: str, nlp: Language) -> None:
    places = [(quote.start, quote.end) for quote in extract_quotes(text, nlp=nlp, acts=ACTS)]
    assert places == sorted(places)


@few
@given(text=any_texts)
def test_json_out_and_in_gives_the_same_quotes(text: str, nlp: Language) -> None:
    quotes = extract_quotes(text, nlp=nlp, acts=ACTS)
    assert from_json(to_json(quotes)) == quotes


@few
@given(text=any_texts)
@example(text="He said: “She told me: ‘It is over.’”")
def test_a_parent_is_one_of_the_quotes_and_holds_its_child(text: str, nlp: Language) -> None:
    quotes = extract_quotes(text, nlp=nlp, acts=ACTS)
    for quote in quotes:
        if quote.parent is not None:
            assert any(quote.parent is other for other in quotes if other is not quote)
            assert quote.parent.start <= quote.start < quote.end <= quote.parent.end


@few
@given(text=any_texts)
@example(text='He “ \n ＇ — ( ) « whether as saying who 1 did not citing , "')
@example(text="＇ said Lavrov : “No,” ")
def test_verbatim_parts_lie_inside_the_content(text: str, nlp: Language) -> None:
    for quote in extract_quotes(text, nlp=nlp, acts=ACTS):
        for part in quote.verbatim:
            assert any(piece.start <= part.start and part.end <= piece.end for piece in quote.content)


@few
@given(text=any_texts)
def test_the_kind_follows_from_what_is_verbatim(text: str, nlp: Language) -> None:
    for quote in extract_quotes(text, nlp=nlp, acts=ACTS):
        assert (quote.kind == "indirect") == (not quote.verbatim)


@few
@given(text=any_texts)
@example(text="‚s ’,added  )")
@example(text="“ He \u2028")
@example(text="refused to say, said  \u2028 ")
@example(text="denied\u2028Lavrov Anna Lindqvist Lavrov Lavrov Lavrov\nthe ministry ")
@example(text="“No,” I  the claim thatciting the ministry  as saying which , ‹\n´  ")
def test_no_piece_begins_or_ends_in_white_space(text: str, nlp: Language) -> None:
    quotes = extract_quotes(text, nlp=nlp, acts=ACTS)
    assert [span for span in spans_of(quotes) if span.text != span.text.strip()] == []


@few
@given(text=any_texts)
@example(text="⧌ ; told him “No,”, ")
def test_a_source_and_a_speaker_have_a_word(text: str, nlp: Language) -> None:
    for quote in extract_quotes(text, nlp=nlp, acts=ACTS):
        assert has_word(quote.source) or not quote.source
        assert quote.speaker is None or (quote.speaker.name.strip() and quote.speaker.key)


@few
@given(text=any_texts)
@example(text="“But,” he said. “That and , and.”")
def test_segments_lie_apart_inside_the_content(text: str, nlp: Language) -> None:
    for quote in extract_quotes(text, nlp=nlp, acts=ACTS):
        pieces = sorted(span for segment in quote.segments for span in segment.spans)
        assert not [(a, b) for a, b in pairwise(pieces) if a.overlaps(b)]
        assert all(any(c.start <= p.start and p.end <= c.end for c in quote.content) for p in pieces)
        assert has_word(quote.content) == bool(quote.segments)


@few
@given(text=any_texts, acts=st.sets(st.sampled_from(ACTS)))
def test_asking_for_fewer_acts_leaves_the_others_out(text: str, acts: set[str], nlp: Language) -> None:
    every = extract_quotes(text, nlp=nlp, acts=ACTS)
    assert list(extract_quotes(text, nlp=nlp, acts=sorted(acts))) == [q for q in every if q.act in acts]


@few
@given(text=any_texts)
def test_a_text_an_article_and_a_doc_give_the_same(text: str, nlp: Language) -> None:
    from quotekit.parsing import parse

    plain = extract_quotes(text, nlp=nlp)
    assert extract_quotes(Article(text, id="a", title="“Yes,” he said"), nlp=nlp).items == plain.items
    assert extract_quotes(parse(text, nlp)) == plain


@pytest.mark.parametrize("batch_size", [1, 64])
@settings(max_examples=20)
@given(many=st.lists(any_texts, max_size=6))
def test_a_text_in_a_batch_gives_what_it_gives_alone(many: list[str], batch_size: int, nlp: Language) -> None:
    together = list(extract_many(many, nlp=nlp, batch_size=batch_size))
    assert together == [extract_quotes(text, nlp=nlp) for text in many]


def test_two_processes_and_another_order_give_the_same(seeds_dir: Path, nlp: Language) -> None:
    stories = [
        Article(path.read_text(encoding="utf-8"), id=path.stem)
        for path in sorted(seeds_dir.glob("*.txt"))[:6]
    ]
    alone = [extract_quotes(story, nlp=nlp) for story in stories]
    assert sum(map(len, alone)) > 0
    assert list(extract_many(stories, nlp=nlp, n_process=2, batch_size=2)) == alone
    assert list(extract_many(stories[::-1], nlp=nlp)) == alone[::-1]


@given(before=texts, surrogate=st.characters(categories=["Cs"]), after=texts)
def test_a_lone_surrogate_is_a_bad_call_that_says_where(before: str, surrogate: str, after: str) -> None:
    with pytest.raises(TextError, match=rf"surrogate.* at character {len(before)}:"):
        extract_quotes(before + surrogate + after)


def any_marks() -> str:
    lot = random.Random(0)
    return "".join(lot.choices("\"'“”‘’«»„‚ ", k=10_000))


LARGE: dict[str, Callable[[], str]] = {
    "marks, all the same": lambda: '"' * 100_000,
    "marks, closed at random": any_marks,
    "openers in turn": lambda: "“‘«„" * 4_000,
    "openers, then as many closers": lambda: "“‘" * 3_000 + "yes" + "’”" * 3_000,
    "a mark a paragraph": lambda: '"\n\n' * 10_000,
    "an opener a paragraph": lambda: "“He said.\n\n" * 2_000,
    "one long line": lambda: "“We will stay,” said Lavrov, who said that it was over. " * 1_500,
    "one long sentence": lambda: "Lavrov said that " * 3_000,
    "cues alone": lambda: "said " * 8_000,
    "colons": lambda: "He: " * 4_000,
    "one word": lambda: "a" * 200_000,
    "white space": lambda: " \t" * 50_000,
    "line breaks": lambda: "\r\n" * 50_000,
    "NUL": lambda: "\0" * 20_000,
    "combining marks": lambda: "\u0301" * 20_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_text_gives_spans_in_order(name: str) -> None:
    """Without the model: the parser takes its time a token, and benchmarks/scaling.py measures it."""
    text = LARGE[name]()
    quotes = extract_quotes(text, nlp=flat_pipeline(), acts=ACTS)
    assert [span for span in spans_of(quotes) if text[span.start : span.end] != span.text] == []
    assert [quote.start for quote in quotes] == sorted(quote.start for quote in quotes)


@pytest.mark.parametrize("text", ['"' * 3_000, "“No,” he said. " * 600, "\n" * 10_000, "", "   "])
def test_the_model_reads_texts_of_more_than_a_block(text: str, nlp: Language) -> None:
    quotes = extract_quotes(text, nlp=nlp)
    assert len(quotes) == text.count("“No,”")
