"""Quotes in columns."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from strategies_records import quotes_of_articles

from quotekit.errors import UsageError
from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.conll import conll_parts, to_conll

TEXT = "Ann said: \"He told me: 'Go!'\"\nIt is so."


def span(part: str) -> TextSpan:
    start = TEXT.index(part)
    return TextSpan.of(TEXT, start, start + len(part))


OUTER = Quote(
    "direct",
    [span("He told me: 'Go!'")],
    [span("said")],
    [span("Ann")],
    speaker=Speaker("Ann Lee", "person", "ann lee"),
)
INNER = Quote("direct", [span("Go!")], [span("told")], [span("He")], parent=OUTER, negated=True)
QUOTES = Quotes(Article(TEXT, id="a.txt"), [OUTER, INNER])

HEAD = (
    "# global.columns = ID FORM QUOTEKIT:START QUOTEKIT:END QUOTEKIT:CONTENT QUOTEKIT:CUE QUOTEKIT:SOURCE\n"
)
TOKENS = """\
1 Ann 0 3 O O B-1
2 said 4 8 O B-1 O
3 : 8 9 O O O
4 " 10 11 O O O
5 He 11 13 B-1 O B-2
6 told 14 18 I-1 B-2 O
7 me 19 21 I-1 O O
8 : 21 22 I-1 O O
9 ' 23 24 I-1 O O
10 Go 24 26 I-1|B-2 O O
11 ! 26 27 I-1|I-2 O O
12 ' 27 28 I-1 O O
13 " 28 29 O O O

1 It 30 32 O O O
2 is 33 35 O O O
3 so 36 38 O O O
4 . 38 39 O O O

"""


def rows(text: str) -> Iterator[list[str]]:
    for line in text.split("\n"):
        if line and not line.startswith("# "):
            yield line.split("\t")


def test_a_token_is_a_line_with_what_it_is_part_of() -> None:
    lines = to_conll(QUOTES).splitlines(keepends=True)
    assert lines[0] == HEAD
    assert lines[1] == "# newdoc id = a.txt\n"
    assert "".join(lines[4:]) == TOKENS.replace(" ", "\t")


def test_comments_hold_the_rest_of_a_quote() -> None:
    about = [line.split(" = ", 1) for line in to_conll(QUOTES).splitlines()[2:4]]
    assert [name for name, _ in about] == ["# quote 1", "# quote 2"]
    first, second = (json.loads(value) for _, value in about)
    assert first["speaker"] == {"name": "Ann Lee", "kind": "person", "key": "ann lee"}
    assert (second["parent"], second["negated"], second["act"]) == (1, True, "speech")


def test_pieces_that_touch_are_told_apart() -> None:
    quotes = Quotes(Article("a b"), [Quote("direct", [TextSpan(0, 1, "a"), TextSpan(2, 3, "b")])])
    assert [row[4] for row in rows(to_conll(quotes))] == ["B-1", "B-1"]


def test_a_token_is_cut_where_a_span_begins_in_it() -> None:
    quotes = Quotes(Article("unhappy"), [Quote("direct", [TextSpan(2, 7, "happy")])])
    assert [row[1:5] for row in rows(to_conll(quotes))] == [["un", "0", "2", "O"], ["happy", "2", "7", "B-1"]]


def test_several_documents_stand_under_one_line_of_columns() -> None:
    text = "".join(conll_parts([QUOTES, QUOTES]))
    assert text.count("# global.columns") == 1
    assert text == to_conll(QUOTES) + to_conll(QUOTES).removeprefix(HEAD)


def test_one_article_is_one_document() -> None:
    with pytest.raises(UsageError, match=r"expected the Quotes of an article, got list"):
        to_conll([QUOTES])  # type: ignore[arg-type]


def test_a_lone_surrogate_in_a_name_can_be_written() -> None:
    speaker = Speaker("half \ud83d", "person", "half")
    about = to_conll(Quotes(Article("a"), [Quote("direct", [TextSpan(0, 1, "a")], speaker=speaker)]))
    assert '"half \\ud83d"' in about.encode().decode()


def test_a_name_with_line_ends_stays_on_its_line() -> None:
    text = to_conll(Quotes(Article("x", id="a\n1\tb\u2028c")))
    assert text.splitlines()[1] == "# newdoc id = a 1 b c"


@given(quotes_of_articles())
@example(QUOTES)
def test_offsets_lead_to_the_words_and_the_columns_to_the_spans(quotes: Quotes) -> None:
    found: list[dict[int, set[int]]] = [{}, {}, {}]
    for _, form, start, end, *cells in rows(to_conll(quotes)):
        assert quotes.text[int(start) : int(end)] == form
        for column, cell in zip(found, cells, strict=True):
            for label in cell.split("|") if cell != "O" else ():
                column.setdefault(int(label[2:]), set()).update(range(int(start), int(end)))
    for n, quote in enumerate(quotes, start=1):
        for column, spans in zip(found, (quote.content, quote.cue, quote.source), strict=True):
            places = {place for span in spans for place in range(span.start, span.end)}
            assert column.get(n, set()) == {place for place in places if not quotes.text[place].isspace()}
