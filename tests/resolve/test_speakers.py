"""The records of speakers: what each states of whom a source stands for, on parses made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from docs_by_hand import make_article, naming, saying
from spacy.tokens import Doc

from quotekit.model import Quote, Speaker, TextSpan
from quotekit.resolve.anaphors import Phrase
from quotekit.resolve.evidence import Candidate
from quotekit.resolve.speakers import resolve_phrases, resolve_speakers
from quotekit.syntax import read_tree

LUNGESCU = """
NATO NNP compound 3 B-ORG
spokeswoman NN compound 3
Oana NNP compound 3 B-PERSON
Lungescu NNP nsubj 4 I-PERSON
spoke VBD ROOT 4
. . punct 4
"""
SHE_SAID = saying("She PRP")
FOR_NATO = """
A DT det 1
spokesman NN nsubj 4
for IN prep 1
NATO NNP pobj 2 B-ORG
said VBD ROOT 4
so RB advmod 4
. . punct 4
"""
JOINT = """
Grassley NNP nsubj 3 B-PERSON
and CC cc 0
Leahy NNP conj 0 B-PERSON
said VBD ROOT 3
so RB advmod 3
. . punct 3
"""


def nearest(_: Phrase, candidates: Sequence[Candidate]) -> int:
    """The ranker is made to take the nearest that fits: candidates stand so, nobody before them."""
    return min(1, len(candidates) - 1)


def span(doc: Doc, words: str, nth: int = 1) -> TextSpan:
    start = -1
    for _ in range(nth):
        start = doc.text.index(words, start + 1)
    return TextSpan.of(doc.text, start, start + len(words))


def speaker_of(doc: Doc, words: str, nth: int = 1) -> Speaker | None:
    (speaker,) = resolve_phrases(read_tree(doc), [], [[span(doc, words, nth)]], nearest)
    return speaker


def known(doc: Doc, words: str, nth: int = 1) -> Speaker:
    speaker = speaker_of(doc, words, nth)
    assert speaker is not None
    return speaker


def test_role_and_affiliation_come_from_where_the_name_stands_in_full() -> None:
    speaker = known(make_article(LUNGESCU, SHE_SAID), "She")
    assert (speaker.name, speaker.kind) == ("Oana Lungescu", "person")
    assert (speaker.role, speaker.affiliation) == ("spokeswoman", "NATO")


def test_a_person_of_whom_nothing_is_said_has_neither() -> None:
    speaker = known(make_article(naming("Anna Hale"), SHE_SAID), "She")
    assert (speaker.role, speaker.affiliation, speaker.via) == (None, None, None)


def test_the_key_is_folded_from_the_full_name() -> None:
    speaker = known(make_article(naming("Anna Hale"), naming("Hale")), "Hale", 2)
    assert (speaker.name, speaker.key) == ("Anna Hale", "anna hale")


def test_spellings_of_one_name_have_one_key() -> None:
    keys = {known(make_article(naming(name)), name).key for name in ("Sergey Lavrov", "Sergei Lavrov")}
    assert len(keys) == 1


def test_an_unnamed_spokesman_is_whom_the_words_came_through() -> None:
    doc = make_article(FOR_NATO)
    speaker = known(doc, "A spokesman for NATO")
    assert (speaker.name, speaker.kind) == ("NATO", "organisation")
    assert speaker.via == span(doc, "A spokesman for NATO")


def test_a_named_spokeswoman_speaks_for_herself() -> None:
    assert known(make_article(LUNGESCU), "NATO spokeswoman Oana Lungescu").via is None


def test_two_who_speak_together_are_a_group_of_both_names() -> None:
    speaker = known(make_article(JOINT), "Grassley and Leahy")
    assert (speaker.name, speaker.kind) == ("Grassley and Leahy", "group")
    assert (speaker.role, speaker.affiliation) == (None, None)


def test_the_key_of_two_does_not_depend_on_who_is_named_first() -> None:
    other = JOINT.replace("Grassley", "X").replace("Leahy", "Grassley").replace("X", "Leahy")
    first = known(make_article(JOINT), "Grassley and Leahy")
    second = known(make_article(other), "Leahy and Grassley")
    assert first.key == second.key
    assert first.name != second.name


def test_the_mentions_are_the_full_name_the_last_name_and_the_source() -> None:
    doc = make_article(naming("Anna Hale"), naming("Hale"), naming("Peter Okoro"), SHE_SAID)
    speaker = known(doc, "She")
    assert speaker.mentions == (span(doc, "Anna Hale"), span(doc, "Hale", 2), span(doc, "She"))


def test_a_full_name_that_comes_later_is_a_mention_too() -> None:
    doc = make_article(naming("Hale"), naming("Anna Hale"))
    speaker = known(doc, "Hale")
    assert (speaker.name, speaker.mentions) == ("Anna Hale", (span(doc, "Hale"), span(doc, "Anna Hale")))


def test_a_source_that_is_the_name_is_one_mention() -> None:
    doc = make_article(naming("Anna Hale"))
    assert known(doc, "Anna Hale").mentions == (span(doc, "Anna Hale"),)


def test_a_source_with_a_title_takes_the_place_of_the_name_in_it() -> None:
    doc = make_article(naming("Hale", title="Mrs."))
    assert known(doc, "Mrs. Hale").mentions == (span(doc, "Mrs. Hale"),)


def test_who_is_nobody_has_no_record() -> None:
    assert speaker_of(make_article(naming("Peter Okoro"), SHE_SAID), "She") is None


def test_no_sources_have_no_speakers() -> None:
    assert resolve_phrases(read_tree(make_article(LUNGESCU)), [], []) == []


def test_sources_may_come_in_any_order() -> None:
    doc = make_article(naming("Anna Hale"), SHE_SAID, naming("Peter Okoro"), saying("He PRP"))
    phrases = [[span(doc, "He")], [span(doc, "She")], [span(doc, "Anna Hale")]]
    found = resolve_phrases(read_tree(doc), [], phrases, nearest)
    assert [name_of(speaker) for speaker in found] == ["Peter Okoro", "Anna Hale", "Anna Hale"]
    assert resolve_phrases(read_tree(doc), [], phrases[::-1], nearest) == found[::-1]


QUOTED = """
“ `` punct 1
Stay VB ccomp 5
, , punct 5
” '' punct 5
Hale NNP nsubj 5 B-PERSON
said VBD ROOT 5
. . punct 5
"""
MORE = """
“ `` punct 1
Now RB ROOT 1
. . punct 1
” '' punct 1
"""


def spans(doc: Doc, words: str) -> list[TextSpan]:
    return [span(doc, words)] if words else []


def quote(doc: Doc, words: str, *, cue: str = "", source: str = "") -> Quote:
    said = spans(doc, words)
    return Quote("direct", said, cue=spans(doc, cue), source=spans(doc, source), verbatim=said)


def name_of(speaker: Speaker | None) -> str | None:
    return None if speaker is None else speaker.name


def spoken(*sentences: str) -> list[str | None]:
    """The speakers of two passages, the first of them by Hale, the second without a cue."""
    doc = make_article(*sentences)
    quotes = [quote(doc, "Stay", cue="said", source="Hale"), quote(doc, "Now")]
    return [name_of(q.speaker) for q in resolve_speakers(read_tree(doc), quotes)]


def test_a_passage_without_a_cue_has_the_speaker_before_it() -> None:
    assert spoken(QUOTED, MORE) == ["Hale", "Hale"]
    assert spoken(QUOTED, "¶ _SP dep 0", MORE) == ["Hale", "Hale"]


def test_a_passage_two_paragraphs_on_has_nobody() -> None:
    rain = "It PRP nsubj 1\nrained VBD ROOT 1\n. . punct 1"
    assert spoken(QUOTED, "¶ _SP dep 0", rain, "¶ _SP dep 0", MORE) == ["Hale", None]


def test_a_passage_behind_a_colon_is_of_the_subject_before_it() -> None:
    colon = "Okoro NNP nsubj 1 B-PERSON\nnodded VBD ROOT 1\n: : punct 1\n" + "“ `` punct 4\nNow RB dep 1"
    assert spoken(QUOTED, colon) == ["Hale", "Okoro"]


def test_quotes_keep_their_order_and_their_words() -> None:
    doc = make_article(QUOTED, MORE)
    quotes = [quote(doc, "Now"), quote(doc, "Stay", cue="said", source="Hale")]
    assert [q.text for q in resolve_speakers(read_tree(doc), quotes)] == ["Now", "Stay"]


def test_a_nested_quote_names_its_parent_as_resolved() -> None:
    doc = make_article(QUOTED, MORE)
    outer = quote(doc, "Stay", cue="said", source="Hale")
    inner = Quote("direct", outer.content, parent=outer)
    parent, child = resolve_speakers(read_tree(doc), [outer, inner])
    assert child.parent is parent
    assert parent.speaker is not None


@pytest.mark.parametrize("words", ["She", "NATO spokeswoman Oana Lungescu", "Lungescu", "Oana Lungescu"])
def test_every_mention_is_the_text_that_stands_there(words: str) -> None:
    doc = make_article(LUNGESCU, SHE_SAID)
    speaker = known(doc, words)
    assert [m for m in speaker.mentions if doc.text[m.start : m.end] != m.text] == []
    assert span(doc, words) in speaker.mentions
