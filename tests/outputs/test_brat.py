"""Quotes to brat standoff and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given
from strategies_records import quotes_of_articles

from quotekit.errors import FormatError, TextError, UsageError
from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.brat import brat_files, to_brat
from quotekit.outputs.brat_reading import from_brat

TEXT = "Ann said: \"He told me: 'Go!'\"\nShe would not say more."


def span(part: str) -> TextSpan:
    start = TEXT.index(part)
    return TextSpan.of(TEXT, start, start + len(part))


ANN = Speaker("Ann Lee", "person", "ann lee")
OUTER = Quote(
    "direct", [span("He told me: 'Go!'")], [span("said")], [span("Ann")], [span("He told me: 'Go!'")], ANN
)
INNER = Quote("direct", [span("Go!")], [span("told")], [span("He")], [span("Go!")], parent=OUTER)
REFUSAL = Quote("indirect", (), [span("would not say")], [span("She")], act="refusal", negated=True)
QUOTES = Quotes(Article(TEXT, id="a.txt"), [OUTER, INNER, REFUSAL])

WRITTEN = """\
T1\tContent 11 28\tHe told me: 'Go!'
A1\tKind T1 direct
A2\tAct T1 speech
T2\tCue 4 8\tsaid
R1\tHasCue Arg1:T1 Arg2:T2
T3\tSource 0 3\tAnn
R2\tHasSource Arg1:T1 Arg2:T3
#1\tAnnotatorNotes T1\tspeaker: Ann Lee (person)
T4\tContent 24 27\tGo!
A3\tKind T4 direct
A4\tAct T4 speech
T5\tCue 14 18\ttold
R3\tHasCue Arg1:T4 Arg2:T5
T6\tSource 11 13\tHe
R4\tHasSource Arg1:T4 Arg2:T6
T7\tCue 34 47\twould not say
A5\tKind T7 indirect
A6\tAct T7 refusal
A7\tNegated T7
T8\tSource 30 33\tShe
R5\tHasSource Arg1:T7 Arg2:T8
R6\tHasParent Arg1:T4 Arg2:T1
"""


def one(content: Sequence[TextSpan], text: str = TEXT, **more: Any) -> Quotes:
    return Quotes(Article(text), [Quote("indirect", content, **more)])


def marked(spans: Sequence[TextSpan]) -> list[int]:
    """The places that spans cover, without the line ends, which no annotation of brat may hold."""
    places = [place for span in spans for place in range(span.start, span.end)]
    chars = "".join(span.text for span in spans)
    return [place for place, char in zip(places, chars, strict=True) if char.splitlines() != [""]]


def kept(quote: Quote | None) -> tuple[Any, ...] | None:
    """What the format holds of a quote whose contents, cues and sources hold no line end."""
    if quote is None:
        return None
    name = quote.speaker and " ".join(quote.speaker.name.split())
    return (
        quote.kind,
        quote.act,
        quote.negated,
        (name, quote.speaker.kind) if quote.speaker and name else None,
        quote.content,
        quote.cue,
        quote.source,
        quote.via,
    )


# -- writing ---------------------------------------------------------------------------------


def test_the_lines_are_those_of_the_standoff_format() -> None:
    assert to_brat(QUOTES) == WRITTEN


def test_one_article_is_one_file() -> None:
    with pytest.raises(UsageError, match=r"expected the Quotes of an article, got list"):
        to_brat([QUOTES])  # type: ignore[arg-type]


def test_a_span_in_pieces_is_one_annotation_in_fragments() -> None:
    assert to_brat(one([span("He"), span("Go!")])).splitlines()[0] == "T1\tContent 11 13;24 27\tHe Go!"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\n\n"])
def test_a_span_is_cut_where_a_line_ends(line_end: str) -> None:
    text = f"ab{line_end}c"
    n = len(line_end)
    ann = to_brat(one([TextSpan.of(text, 0, len(text))], text))
    assert ann.splitlines()[0] == f"T1\tContent 0 2;{2 + n} {3 + n}\tab c"


def test_what_two_quotes_share_is_annotated_once() -> None:
    said = [Quote("indirect", [span(part)], [span("said")], [span("Ann")]) for part in ("He", "Go!")]
    ann = to_brat(Quotes(Article(TEXT), said))
    assert len(re.findall("\tCue ", ann)) == len(re.findall("\tSource ", ann)) == 1
    assert len(re.findall("HasCue", ann)) == 2


def test_verbatim_parts_are_annotated_where_the_kind_does_not_tell_them() -> None:
    quotes = Quotes(Article(TEXT), [Quote("mixed", [span("He told")], verbatim=[span("told")])])
    assert "Verbatim 14 18\ttold" in to_brat(quotes)
    assert "Verbatim" not in to_brat(QUOTES)


def test_a_speaker_with_line_ends_in_the_name_is_one_line() -> None:
    quotes = one([span("He")], speaker=evolve(ANN, name="A\nT1\tCue 0 1\u2028b"))
    assert to_brat(quotes).splitlines()[-1] == "#1\tAnnotatorNotes T1\tspeaker: A T1 Cue 0 1 b (person)"


def test_a_quote_of_line_ends_alone_is_left_out_with_what_hangs_on_it() -> None:
    outer = Quote("indirect", [TextSpan.of(TEXT, 29, 30)])
    inner = Quote("indirect", [span("She")], parent=outer)
    assert "HasParent" not in to_brat(Quotes(Article(TEXT), [outer, inner]))
    assert to_brat(Quotes(Article(TEXT), [outer])) == ""


# -- the files of a folder -------------------------------------------------------------------


def names(*ids: str | None) -> list[str]:
    files = brat_files([Quotes(Article("x", id=id)) for id in ids])
    return [name.removesuffix(".txt") for name, _ in files if name.endswith(".txt")]


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("story.txt", "story"),
        ("news.jsonl:12", "news.jsonl_12"),
        ("../../etc/passwd", "passwd"),
        ("..", "text"),
        ("/", "text"),
        ("news\\monday\\a.txt", "a"),
        (".hidden", "hidden"),
        ("a b\n\0c", "a_b_c"),
        ("Zoë", "Zoë"),
        ("", "text"),
        (None, "text"),
        ("x" * 500, "x" * 80),
        ("\U00010330" * 90, "\U00010330" * 50),
    ],
)
def test_a_file_has_a_safe_name_after_the_id(id: str | None, name: str) -> None:
    assert names(id) == [name]


def test_no_two_articles_have_one_name_also_where_case_is_not_told_apart() -> None:
    assert names("a", "A", "b/a.txt", None, None) == ["a", "A-2", "a-3", "text", "text-2"]


@given(quotes_of_articles())
def test_every_file_name_stays_in_the_folder(quotes: Quotes) -> None:
    for name, _ in brat_files([quotes, quotes]):
        assert re.fullmatch(r"\w[\w.-]*", name)


def test_the_configuration_names_every_type_that_is_written() -> None:
    files = dict(brat_files(QUOTES))
    used = set(re.findall(r"^[TRA]\d+\t(\w+)", files["a.ann"], re.MULTILINE))
    assert used <= set(re.findall(r"^(\w+)", files["annotation.conf"], re.MULTILINE))


# -- there and back --------------------------------------------------------------------------


def test_what_was_written_is_read() -> None:
    found = from_brat(WRITTEN, QUOTES.article)
    assert [kept(quote) for quote in found] == [kept(quote) for quote in QUOTES]
    assert [quote.verbatim for quote in found] == [quote.verbatim for quote in QUOTES]
    assert [quote.parent and quote.parent.text for quote in found] == [None, OUTER.text, None]
    assert found[0].speaker == evolve(ANN, reason="brat")


@given(quotes_of_articles())
@example(QUOTES)
def test_what_is_marked_comes_back(quotes: Quotes) -> None:
    found = from_brat(to_brat(quotes), quotes.article)
    held = [
        quote
        for quote in quotes
        if marked(quote.content) or (quote.act == "refusal" and marked([*quote.cue, *quote.source]))
    ]

    def places(quote: Quote) -> tuple[Any, ...]:
        roles = [marked(spans) for spans in (quote.content, quote.cue, quote.source)]
        return (*roles, quote.act, quote.negated, quote.kind)

    assert sorted(map(places, found)) == sorted(map(places, held))


@given(quotes_of_articles())
def test_where_no_line_ends_all_that_the_format_holds_comes_back(quotes: Quotes) -> None:
    text = " ".join(re.split("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", quotes.text))
    article = evolve(quotes.article, text=text)
    if len(text) != len(quotes.text):
        return
    made: dict[int, Quote] = {}
    again = Quotes(article, [over(quote, text, made) for quote in quotes])
    found = from_brat(to_brat(again), article)
    assert sorted(map(repr, map(kept, found))) == sorted(map(repr, map(kept, again)))
    parents = [(kept(quote), kept(quote.parent)) for quote in again]
    assert sorted(repr((kept(quote), kept(quote.parent))) for quote in found) == sorted(map(repr, parents))


def over(quote: Quote, text: str, made: dict[int, Quote]) -> Quote:
    """The quote, and those around it, over another text of the same length; each once."""
    if id(quote) in made:
        return made[id(quote)]
    spans = {
        name: [TextSpan.of(text, span.start, span.end) for span in getattr(quote, name)]
        for name in ("content", "cue", "source", "verbatim")
    }
    via = quote.via and TextSpan.of(text, quote.via.start, quote.via.end)
    parent = quote.parent and over(quote.parent, text, made)
    made[id(quote)] = evolve(quote, **spans, via=via, parent=parent, segments=())  # type: ignore[arg-type]
    return made[id(quote)]


# -- what annotators do ----------------------------------------------------------------------


def test_a_content_alone_is_a_quote() -> None:
    (quote,) = from_brat("T1\tContent 11 13\tHe\n", TEXT)
    assert (quote.content, quote.act, quote.speaker, quote.score) == ((span("He"),), "speech", None, 1.0)


@pytest.mark.parametrize(
    ("start", "end", "kind", "verbatim"),
    [
        (11, 28, "direct", ["He told me: 'Go!'"]),
        (4, 28, "mixed", ["He told me: 'Go!'"]),
        (0, 3, "indirect", []),
    ],
)
def test_without_a_kind_the_quotation_marks_decide(
    start: int, end: int, kind: str, verbatim: list[str]
) -> None:
    (quote,) = from_brat(f"T1\tContent {start} {end}\t{TEXT[start:end]}\n", TEXT)
    assert (quote.kind, [part.text for part in quote.verbatim]) == (kind, verbatim)


def test_marks_that_hold_the_cue_too_make_no_direct_quote() -> None:
    ann = "T1\tContent 24 26\tGo\nT2\tCue 14 18\ttold\nR1\tHasCue Arg1:T1 Arg2:T2\n"
    text = TEXT.replace("'", " ")
    assert from_brat(ann, text)[0].kind == "indirect"


def test_two_cues_of_one_content_are_its_pieces() -> None:
    ann = (
        "T1\tContent 24 27\tGo!\nT2\tCue 14 18\ttold\nT3\tCue 4 8\tsaid\n"
        "R1\tHasCue Arg1:T1 Arg2:T2\nR2\tHasCue Arg1:T1 Arg2:T3\n"
    )
    assert from_brat(ann, TEXT)[0].cue == (span("said"), span("told"))


def test_other_annotations_are_passed_over() -> None:
    ann = (
        "T1\tContent 24 27\tGo!\nT9\tPerson 0 3\tAnn\nE1\tSaying:T9 Who:T1\nR1\tKnows Arg1:T9 Arg2:T1\n"
        "*\tEquiv T1 T9\nN1\tReference T9 Wikipedia:12\tAnn\n#1\tAnnotatorNotes T1\tunsure\nA1\tGood T9\n\n"
    )
    (quote,) = from_brat(ann, TEXT)
    assert (quote.text, quote.speaker) == ("Go!", None)


@pytest.mark.parametrize(
    ("note", "name", "kind"),
    [
        ("speaker: Ann Lee (person)", "Ann Lee", "person"),
        ("Speaker:  NATO (organisation) ", "NATO", "organisation"),
        ("speaker: Ann Lee", "Ann Lee", "person"),
        ("speaker: Ann (Annie) Lee", "Ann (Annie) Lee", "person"),
        ("speaker:Ann Lee", "Ann Lee", "person"),
        ("speaker : NATO(Organisation)", "NATO", "organisation"),
    ],
)
def test_a_note_names_the_speaker(note: str, name: str, kind: str) -> None:
    speaker = from_brat(f"T1\tContent 24 27\tGo!\n#1\tAnnotatorNotes T1\t{note}\n", TEXT)[0].speaker
    assert speaker is not None
    assert (speaker.name, speaker.kind) == (name, kind)


def test_a_note_with_a_kind_and_no_name_names_nobody() -> None:
    ann = "T1\tContent 24 27\tGo!\n#1\tAnnotatorNotes T1\tspeaker: (person)\n"
    assert from_brat(ann, TEXT)[0].speaker is None


def test_relations_of_others_may_name_their_ends_as_they_like() -> None:
    ann = "T1\tContent 24 27\tGo!\nT9\tPerson 0 3\tAnn\nR1\tCoreference Subject:T1 Object:T9\n"
    assert [quote.text for quote in from_brat(ann, TEXT)] == ["Go!"]


@pytest.mark.parametrize(("ann", "article"), [(b"", TEXT), ("", b""), ("", QUOTES)])
def test_what_is_no_text_is_refused(ann: Any, article: Any) -> None:
    with pytest.raises(TextError, match=r"got (bytes|Quotes)"):
        from_brat(ann, article)


def test_windows_line_ends_of_the_annotations_are_no_part_of_them() -> None:
    assert kept(from_brat(WRITTEN.replace("\n", "\r\n"), TEXT)[0]) == kept(OUTER)


@pytest.mark.parametrize(
    ("ann", "message"),
    [
        ("T1 Content 0 3 Ann", r"line 1: 'T1 Content 0 3 Ann' is no brat annotation"),
        ("T1\tContent 0\tAnn", r"line 1: 'Content 0' cannot be read"),
        ("T1\tContent 0 99\tAnn", r"line 1: \[0, 99\] is no span of the text, which has 53 characters"),
        ("T1\tContent 3 3\t", r"line 1: \[3, 3\] is no span"),
        ("T1\tContent 0 3;2 5\tAnn", r"line 1: \[2, 5\] is no span .* or overlaps"),
        ("T1\tContent 1 4\tAnn", r"line 1: T1 is 'Ann', and the text has 'nn ' there"),
        (f"T1\tContent 0 {'9' * 5000}\tAnn", r"line 1: .* are no offsets"),
        ("T1\tContent 0 3\tAnn\nT1\tCue 4 8\tsaid", r"line 2: T1 stands twice"),
        ("T1\tContent 0 3\tAnn\nR1\tHasCue Arg1:T1 Arg2:T7", r"from T1 to T7: there is no T7"),
        ("T1\tContent 0 3\tAnn\nR1\tHasCue T1 T1", r"line 2: 'HasCue T1 T1' cannot be read"),
        ("T1\tContent 0 3\tAnn\nR1\tHasCue Arg1:T1 Arg2:T1", r"HasCue leads from T1 to T1, which is Content"),
        ("T1\tCue 4 8\tsaid", r"T1 is a Cue and belongs to no quote"),
        ("T1\tCue 4 8\tsaid\nA1\tKind T1 direct", r"T1: a quote needs a content unless it is a refusal"),
        ("T1\tContent 0 3\tAnn\nA1\tKind T1 loud", r"T1 has 'loud': choose from direct, indirect, mixed"),
        ("T1\tContent 0 3\tAnn\nA1\tAct T1 shout", r"T1 has 'shout': choose from speech"),
        ("T1\tContent 0 3\tAnn\nR1\tHasParent Arg1:T1 Arg2:T1", r"T1 are each other's parents"),
        (" T1\tContent 0 3\tAnn", r"line 1: ' T1' is no id"),
        ("t1\tContent 0 3\tAnn", r"line 1: 't1' is no id"),
        ("T1\tContent 0 3\tAnn\nA1\tKind T7 direct", r"Kind of T7: there is no T7"),
        ("T1\tContent 0 3\tAnn\n#1\tAnnotatorNotes T7\tspeaker: Ann", r"a note of T7: there is no T7"),
        (
            "T1\tContent 0 3\tAnn\nA1\tAct T1 speech\nA2\tAct T1 thought",
            r"T1 has more than one Act, speech, thought: leave one",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(ann: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        from_brat(ann, TEXT)
