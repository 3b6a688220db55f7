"""What holds for the marks of any text."""

from __future__ import annotations

from hypothesis import example, given
from strategies import QUOTATION_GLYPHS, paragraphs_of, texts

from quotekit.find.marks import find_marks
from quotekit.model import Mark
from quotekit.settings import MARK_DEPTH


def marks_of(text: str) -> list[Mark]:
    return find_marks(text, paragraphs_of(text))


@given(texts)
def test_spans_are_slices_that_begin_with_a_mark_and_end_with_one_where_closed(text: str) -> None:
    for mark in marks_of(text):
        assert text[mark.span.start : mark.span.end] == mark.span.text
        assert mark.span.text[0] in QUOTATION_GLYPHS
        assert not mark.closed or mark.span.text[-1] in QUOTATION_GLYPHS


@given(texts)
def test_inner_lies_inside_the_span_and_is_trimmed(text: str) -> None:
    for mark in marks_of(text):
        if mark.inner:
            assert mark.span.start < mark.inner.start < mark.inner.end <= mark.span.end
            assert mark.inner.end < mark.span.end or not mark.closed
            assert mark.inner.text == mark.inner.text.strip()


@given(texts)
def test_marks_are_sorted_and_each_is_found_once(text: str) -> None:
    places = [(mark.span.start, -mark.span.end) for mark in marks_of(text)]
    assert places == sorted(set(places))


@given(texts)
def test_two_marks_nest_or_stand_apart_and_depth_counts_those_around(text: str) -> None:
    marks = marks_of(text)
    for mark in marks:
        around = [
            other
            for other in marks
            if other is not mark and other.span.start < mark.span.start < other.span.end
        ]
        assert all(mark.span.end <= other.span.end for other in around)
        assert len(around) <= mark.depth < MARK_DEPTH


@given(texts)
def test_no_mark_crosses_the_border_of_a_paragraph(text: str) -> None:
    paragraphs = paragraphs_of(text)
    for mark in find_marks(text, paragraphs):
        assert any(start <= mark.span.start and mark.span.end <= end for start, end in paragraphs)


@given(texts)
@example("“a\n\n“b\n\n“c”")
def test_what_continues_is_unclosed_and_is_taken_up_again(text: str) -> None:
    marks = marks_of(text)
    assert sum(mark.continues for mark in marks) == sum(mark.continued for mark in marks)
    assert not any(mark.continues and mark.closed for mark in marks)


@given(texts)
def test_the_same_text_gives_the_same_marks(text: str) -> None:
    assert marks_of(text) == marks_of(text)


@given(texts)
def test_a_paragraph_without_marks_changes_nothing_before_it(text: str) -> None:
    paragraphs = paragraphs_of(text)
    longer = text + "\n\nNobody spoke."
    alone = find_marks(text, paragraphs)
    assert find_marks(longer, [*paragraphs, (len(text) + 2, len(longer))]) == alone
