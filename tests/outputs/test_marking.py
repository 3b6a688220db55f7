"""What is marked in a text: bars, grounds, labels; and the text itself, left as it is."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_read import Page

from quotekit.model import Quote, Speaker, TextSpan
from quotekit.outputs.marking import Shown, exact, mark_text
from quotekit.outputs.places import Link

TEXT = "Ann said “go” was “not what I meant,” he told us.\nBob said: \"Ann told me: 'Go!'\""


def span(part: str, after: str = "") -> TextSpan:
    start = TEXT.index(part, TEXT.index(after))
    return TextSpan.of(TEXT, start, start + len(part))


ANN = Speaker("Ann Ray", "person", "ann")
MIXED = Shown(
    Quote(
        "mixed",
        [span("“go” was “not what I meant,”")],
        cue=[span("said")],
        source=[span("Ann")],
        verbatim=[span("go"), span("not what I meant,")],
        speaker=ANN,
    ),
    "1-1",
    1,
)
OUTER = Shown(
    Quote(
        "direct",
        [span("Ann told me: 'Go!'")],
        cue=[span("said", "Bob")],
        source=[span("Bob")],
        verbatim=[span("Ann told me: 'Go!'")],
    ),
    "1-2",
    0,
)
INNER = Shown(
    Quote(
        "direct", [span("Go!")], cue=[span("told me")], source=[span("Ann", "Bob")], verbatim=[span("Go!")]
    ),
    "1-3",
    2,
)


def marked(*quotes: Shown, text: str = TEXT) -> Page:
    return Page(f'<div class="text">{"".join(mark_text(text, quotes))}</div>')


def part_of(page: Page, words: str) -> dict[str, str | None]:
    """The attributes of the marked part that has these words."""
    (found,) = [
        attrs
        for tag, attrs, parts in page.texts
        if tag == "span" and attrs.get("data-q") and parts == [words]
    ]
    return found


def test_words_in_quotation_marks_have_a_ground_and_a_whole_line() -> None:
    style = part_of(marked(MIXED), "not what I meant,")["style"] or ""
    assert ",color-mix(in srgb,var(--s1) 15%,var(--paper)) content-box" in style
    assert ":linear-gradient(var(--s1) 0 0)" in style


def test_a_paraphrase_has_a_dashed_line_and_no_ground() -> None:
    style = part_of(marked(MIXED), "” was “")["style"] or ""
    assert "repeating-linear-gradient(90deg,var(--s1) 0 7px,#0000 7px 11px)" in style
    assert "content-box" not in style


def test_source_and_cue_are_marked_in_the_colour_of_the_speaker() -> None:
    page = marked(MIXED)
    assert {part_of(page, "Ann")["class"], part_of(page, "said")["class"]} == {"source", "cue"}
    assert part_of(page, "Ann")["data-s"] == part_of(page, "said")["data-s"] == "1"


def test_a_part_tells_who_how_and_how_surely() -> None:
    assert part_of(marked(MIXED), "Ann")["title"] == "Ann Ray · mixed · score 0.50"


def test_a_nested_quote_has_its_line_beneath_the_one_around_it_and_its_own_ground() -> None:
    style = part_of(marked(OUTER, INNER), "Go!")["style"] or ""
    assert re.findall(r"gradient\(var\(--s(\d)\)[^,]*\(var\(--lanes\) - (\d)\)", style) == [
        ("0", "0"),
        ("2", "1"),
    ]
    assert style.endswith("color-mix(in srgb,var(--s2) 15%,var(--paper)) content-box")


def test_of_nested_quotes_the_innermost_is_named_last() -> None:
    page = marked(OUTER, INNER)
    assert part_of(page, "Go!")["data-q"] == "1-2 1-3"
    assert part_of(page, "told me")["data-q"] == "1-2 1-3"  # the cue of the inner, inside the outer


def test_a_nested_quote_makes_room_for_two_lines_in_its_paragraph_alone() -> None:
    page = marked(MIXED, OUTER, INNER)
    styles = [attrs.get("style") for tag, attrs in page.elements if tag == "p"]
    assert styles == ["--lanes:1", "--lanes:2"]


def test_a_label_has_speaker_and_kind_and_names_the_quote_to_a_screen_reader() -> None:
    (label,) = marked(MIXED).having("data-label")
    assert label["data-label"] == "Ann Ray · mixed"
    assert label["aria-label"] == "Quote: Ann Ray · mixed · score 0.50"


def test_the_further_pieces_of_a_quote_name_the_speaker_again() -> None:
    broken = Shown(Quote("direct", [span("go"), span("meant")], speaker=ANN), "1-1", 1)
    labels = [attrs["data-label"] for attrs in marked(broken).having("data-label")]
    assert labels == ["Ann Ray · direct", "… Ann Ray"]


def test_a_statement_that_others_tell_too_is_linked_behind_the_quote() -> None:
    links = (
        Link("s.html#statement-4", 4, 3, "outlet"),
        Link("s.html#statement-9", 9, 1, "variant"),
    )
    told = Shown(MIXED.quote, "1-1", 1, links)
    (link,) = marked(told).having("class", "told")
    assert (link["href"], link["data-label"]) == ("s.html#statement-4", "×3")
    assert link["aria-label"] == "Statement 4, in 3 outlets"


def test_a_refusal_without_content_has_its_label_at_its_cue() -> None:
    refused = Shown(Quote("indirect", [], cue=[span("said")], act="refusal", speaker=ANN), "1-1", 1)
    page = marked(refused)
    assert page.having("id", "at-1-1")
    assert "gradient" not in (part_of(page, "said")["style"] or "")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("a\n\nb c", 1, 4),
        ("a\n\nb c", 2, 5),
        ("a b\n\nc", 2, 5),
        ("a b\r\n  \r\nc", 5, 10),
        ("\n", 0, 1),
        ("a \n b", 1, 4),
        (" \n ", 0, 3),
        ("\na", 0, 1),
    ],
)
def test_a_quote_that_begins_or_ends_in_white_space_has_its_label_and_its_note_all_the_same(
    text: str, start: int, end: int
) -> None:
    quote = Quote("direct", [TextSpan.of(text, start, end)], speaker=ANN)
    page = marked(Shown(quote, "1-1", 1, (Link("#statement-1", 1, 2, "outlet"),)), text=text)
    assert page.articles == [text]
    assert len(page.having("id", "at-1-1")) == len(page.having("class", "told")) == 1


def test_the_time_for_a_long_line_grows_as_its_quotes_do() -> None:
    def seconds(n_quotes: int) -> float:
        text = "“Go,” Ann said. " * n_quotes
        found = []
        for at in range(0, len(text), 16):
            go, ann, said = (TextSpan.of(text, at + a, at + b) for a, b in ((1, 4), (6, 9), (10, 14)))
            found.append(Shown(Quote("direct", [go], cue=[said], source=[ann], verbatim=[go]), f"1-{at}", 1))
        begun = process_time()
        assert len("".join(mark_text(text, found))) > len(text)
        return process_time() - begun

    few = min(seconds(150) for _ in range(3))
    # Sixteen times as many; it was 136 when each piece asked each quote.
    assert min(seconds(2400) for _ in range(2)) < 64 * few


def test_labels_that_would_meet_stand_in_lanes_of_their_own() -> None:
    text = "a b c d"
    letters = [
        Shown(Quote("direct", [TextSpan.of(text, i, i + 1)], speaker=ANN), f"1-{i}", 1) for i in (0, 2)
    ]
    styles = [attrs["style"] for attrs in marked(*letters, text=text).having("class", "label")]
    assert styles == ["--lane:0;--s:var(--s1)", "--lane:1;--s:var(--s1)"]


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("\u202e", '<bdi class="control" data-code="U+202E">\u202e</bdi>'),
        ("\u2066", '<bdi class="control" data-code="U+2066">\u2066</bdi>'),
        ("\x1b", '<bdi class="control" data-code="U+001B">\x1b</bdi>'),
        ("\u200b", '<bdi class="control" data-code="U+200B">\u200b</bdi>'),
        ("\r", "&#13;"),
        ("\0", "␀"),
        ("\ud800", "&lt;U+D800&gt;"),
        ("\u200d", "\u200d"),
        ("\u00a0", "\u00a0"),
        ("\t", "\t"),
        ("é", "é"),
        ("<", "&lt;"),
        ("&", "&amp;"),
    ],
)
def test_what_acts_unseen_is_shown_and_stays(char: str, shown: str) -> None:
    assert exact(f"a{char}b") == f"a{shown}b"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_is_the_same_once_tags_are_stripped(text: str) -> None:
    assert marked(text=text).articles == [text]
