"""Segments: parents kept, words shared out once, and the ends of pieces; on trees by hand and on any text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from docs_by_hand import make_doc
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pipelines_by_hand import flat_pipeline
from strategies_english import any_texts
from strategies_records import spans

from quotekit.errors import TextError, UsageError
from quotekit.find.marks import find_marks
from quotekit.model import Article, Quote, Segment, TextSpan
from quotekit.parsing import paragraphs, parse
from quotekit.pipeline import read_renderings
from quotekit.resolve.segments import cut_segments, segment, unmarked
from quotekit.syntax import Tree, read_tree

if TYPE_CHECKING:
    from spacy.language import Language

FLAT = flat_pipeline()
# What may stand in no segment, since it joins two.
JOINING = {"and", "but", "nor", "yet", "whereas", "while", "that"}
TWO = """
Prices NNS nsubj 1
rose   VBD ROOT  1
in     IN  prep  1
May    NNP pobj  2
and    CC  cc    1
wages  NNS nsubj 6
fell   VBD conj  1
in     IN  prep  6
June   NNP pobj  7
.      .   punct 1
"""
# The same clauses as what is known: the verb stands last, so that the rows keep their numbers.
KNOWN = TWO.replace("rose   VBD ROOT  1", "rose   VBD ccomp 10") + "knew VBD ROOT 10"


def tree_of(rows: str) -> Tree:
    return read_tree(make_doc(rows))


def read(text: str, nlp: Language) -> Tree:
    return read_tree(parse(text, nlp), find_marks(text, paragraphs(text)))


def whole(tree: Tree) -> TextSpan:
    return TextSpan.of(tree.text, 0, len(tree.text.rstrip()))


def texts_of(parts: tuple[Segment, ...]) -> list[list[str]]:
    return [[span.text for span in part.spans] for part in parts]


# -- trees by hand ---------------------------------------------------------------------------


def test_two_clauses_are_two_segments_without_the_conjunction() -> None:
    tree = tree_of(TWO)
    assert texts_of(segment(tree, [whole(tree)])) == [["Prices rose in May"], ["wages fell in June"]]


def test_clauses_below_a_verb_of_the_content_are_one_segment() -> None:
    tree = tree_of(KNOWN)
    assert len(segment(tree, [whole(tree)])) == 1


def test_clauses_below_a_verb_outside_the_content_are_two() -> None:
    tree = tree_of(KNOWN)
    content = TextSpan.of(tree.text, 0, tree.text.index("."))
    assert len(segment(tree, [content])) == 2


def test_a_content_that_ends_inside_a_word_has_that_part_of_it() -> None:
    tree = tree_of(TWO)
    assert texts_of(segment(tree, [TextSpan.of(tree.text, 0, 8)])) == [["Prices r"]]


@pytest.mark.parametrize("rows", [", , punct 0\n. . punct 0", "¶ _SP ROOT 0"])
def test_a_content_without_a_word_has_no_segment(rows: str) -> None:
    tree = tree_of(rows)
    assert segment(tree, [TextSpan.of(tree.text, 0, len(tree.text))]) == ()


def test_a_loop_in_a_broken_parse_comes_to_an_end() -> None:
    tree = tree_of(TWO)
    tree.heads[1], tree.deps[1] = 6, "conj"
    assert segment(tree, [whole(tree)])


# -- quotes ----------------------------------------------------------------------------------


def nested() -> tuple[Tree, list[Quote]]:
    tree = tree_of(TWO)
    outer = Quote("indirect", [whole(tree)])
    inner = Quote("indirect", [TextSpan.of(tree.text, 0, 6)], parent=outer)
    return tree, [inner, outer]


def test_a_parent_is_the_quote_that_has_segments() -> None:
    tree, quotes = nested()
    inner, outer = cut_segments(tree, quotes)
    assert inner.parent is outer
    assert len(outer.segments) == 2


def test_a_parent_that_is_not_among_the_quotes_stays() -> None:
    tree, (inner, outer) = nested()
    (cut,) = cut_segments(tree, [inner])
    assert cut.parent is outer


def test_equal_quotes_keep_each_its_own_parent() -> None:
    tree, (inner, outer) = nested()
    twin = Quote("indirect", outer.content)
    child, parent, other = cut_segments(tree, [inner, outer, twin])
    assert other == parent
    assert child.parent is parent


def test_a_refusal_without_content_has_no_segments() -> None:
    tree = tree_of(TWO)
    refusal = Quote("indirect", (), cue=[TextSpan.of(tree.text, 7, 11)], act="refusal")
    assert cut_segments(tree, [refusal]) == [refusal]


# -- bare text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  We stay. ", "We stay."),
        ("“We stay.”", "We stay."),
        ("“We stay”.", "We stay"),
        ("“‘We stay,’”", "We stay,"),
        ("“We” stay.", "“We” stay."),
        ("“We stay,” he said, “for now.”", "“We stay,” he said, “for now.”"),
    ],
)
def test_a_rendering_loses_white_space_and_the_marks_around_it(text: str, expected: str) -> None:
    found = unmarked(text, find_marks(text, paragraphs(text)))
    assert found is not None
    assert found.text == expected


def test_a_rendering_is_one_given_quote_without_a_speaker() -> None:
    article = Article("“Prices rose.”", id="a", outlet="The Post")
    (quotes,) = read_renderings([article], nlp=FLAT)
    span = TextSpan(1, 13, "Prices rose.")
    given_quote = Quote(
        "indirect", [span], segments=[Segment([TextSpan(1, 12, "Prices rose")])], score=1.0, reason="given"
    )
    assert quotes.article == article
    assert list(quotes) == [given_quote]


@pytest.mark.parametrize("text", ["", " \n", "“…”", "!?"])
def test_a_rendering_without_a_word_has_no_quote(text: str) -> None:
    (quotes,) = read_renderings([text], nlp=FLAT)
    assert not quotes


def test_renderings_come_in_the_order_given() -> None:
    texts = [f"Prices rose by {n} percent" for n in range(7)]
    assert [quotes.text for quotes in read_renderings(iter(texts), nlp=FLAT, batch_size=2)] == texts


@pytest.mark.parametrize("articles", ["Prices rose.", Article("Prices rose."), 7])
def test_one_text_is_no_stream_of_renderings(articles: Any) -> None:
    with pytest.raises(UsageError, match=r"articles must be an iterable of texts.*put it in a list"):
        read_renderings(articles, nlp=FLAT)


@pytest.mark.parametrize("sizes", [{"batch_size": 0}, {"n_process": 0}, {"batch_size": 2.5}])
def test_a_size_that_does_not_exist_is_refused_at_once(sizes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=f"{next(iter(sizes))} must be a whole number"):
        read_renderings(["Prices rose."], nlp=FLAT, **sizes)


def test_a_bad_rendering_is_refused_in_its_turn() -> None:
    found = read_renderings(["Prices rose.", None], nlp=FLAT)  # type: ignore[list-item]
    assert next(found).text == "Prices rose."
    with pytest.raises(TextError, match="got NoneType"):
        next(found)


def test_a_rendering_is_cut_at_its_sentences_alone(nlp: Language) -> None:
    text = "Oslo will pay for the ferry, and Bergen keeps its two old piers. The strike goes on."
    (quotes,) = read_renderings([text], nlp=nlp)
    assert [one.text for one in quotes[0].segments] == [
        "Oslo will pay for the ferry, and Bergen keeps its two old piers",
        "The strike goes on",
    ]


# -- any text --------------------------------------------------------------------------------

few = settings(max_examples=60)


@st.composite
def contents(draw: st.DrawFn) -> tuple[str, tuple[TextSpan, ...]]:
    text = draw(any_texts.filter(bool))
    return text, draw(spans(text, min_size=1))


def whole_text(text: str) -> tuple[str, tuple[TextSpan, ...]]:
    return text, (TextSpan.of(text, 0, len(text)),)


def places(parts: tuple[TextSpan, ...]) -> Counter[int]:
    """How often each letter or digit of the text stands in one of the spans, by its place."""
    return Counter(at for span in parts for at, char in enumerate(span.text, span.start) if char.isalnum())


@few
@given(case=contents())
@example(
    case=whole_text("Prices rose in May, and that wages fell in June is known; we saw it, but they did not")
)
@example(case=whole_text("He left the town in May, and And and but we stay in the town"))
@example(case=whole_text("“‘« ( no ) »"))
def test_every_word_is_in_one_segment_but_for_those_that_join(
    case: tuple[str, tuple[TextSpan, ...]], nlp: Language
) -> None:
    text, content = case
    parts = segment(read(text, nlp), content)
    pieces = tuple(span for part in parts for span in part.spans)
    inside, there = places(pieces), places(content)
    assert set(inside.values()) <= {1}
    assert inside.keys() <= there.keys()
    left_out = there.keys() - inside.keys()
    words = "".join(text[at] if at in left_out else " " for at in range(len(text))).lower().split()
    assert set(words) <= JOINING
    assert bool(parts) == bool(there)


@few
@given(case=contents())
def test_the_pieces_slice_back_in_the_order_of_the_text(
    case: tuple[str, tuple[TextSpan, ...]], nlp: Language
) -> None:
    text, content = case
    pieces = [span for part in segment(read(text, nlp), content) for span in part.spans]
    assert [span for span in pieces if text[span.start : span.end] != span.text] == []
    assert pieces == sorted(pieces)


@few
@given(case=contents())
@example(case=whole_text("(We) stay, “for now”; they go, and, as we know, (they) “will not”."))
def test_a_piece_has_no_loose_ends(case: tuple[str, tuple[TextSpan, ...]], nlp: Language) -> None:
    text, content = case
    for part in segment(read(text, nlp), content):
        for span in part.spans:
            assert span.text == span.text.strip()
            assert not span.text.startswith((",", ".", ";", ":", "!", "?", "…", "–", "—", ")", "”"))
            assert not span.text.endswith((",", ";", ":", "!", "?", "…", "–", "—", "(", "“"))


@few
@given(text=any_texts)
def test_a_rendering_is_cut_in_a_batch_as_alone(text: str, nlp: Language) -> None:
    alone = list(read_renderings([text], nlp=nlp))
    assert list(read_renderings(["Prices rose.", text], nlp=nlp))[1:] == alone
