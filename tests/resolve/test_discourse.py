"""What an article has said so far: who was named where, who spoke, what stands in a quotation."""

from __future__ import annotations

from docs_by_hand import make_article, naming, saying

from quotekit.model import Quote, TextSpan
from quotekit.resolve.discourse import Discourse, begin
from quotekit.resolve.entities import find_entities
from quotekit.resolve.mentions import find_mentions
from quotekit.syntax import read_tree


def state_of(*sentences: str, quoted: tuple[str, ...] = ()) -> Discourse:
    """The state of an article; ``quoted`` are passages of it that are contents, an outer one first."""
    doc = make_article(*sentences)
    tree = read_tree(doc)
    starts = [doc.text.index(words) for words in quoted]
    spans = [TextSpan.of(doc.text, at, at + len(words)) for at, words in zip(starts, quoted, strict=True)]
    quotes = [Quote("indirect", [span]) for span in spans]
    return begin(tree, find_entities(tree, find_mentions(tree, [])), quotes)


THREE = (naming("Anna Hale"), naming("Peter Okoro"), saying("He PRP"))
HE = 8


def test_a_place_outside_quotations_is_open() -> None:
    state = state_of(*THREE)
    assert state.is_open(0, HE)
    assert state.is_open(4, HE)


def test_a_place_in_a_quotation_is_closed_to_what_stands_outside() -> None:
    state = state_of(*THREE, quoted=("Peter Okoro left.",))
    assert state.is_open(0, HE)
    assert not state.is_open(4, HE)


def test_a_place_in_the_same_quotation_is_open() -> None:
    state = state_of(*THREE, quoted=("Peter Okoro left. He said so.",))
    assert state.is_open(4, HE)


def test_a_place_in_the_quotation_around_is_open_and_one_beside_is_closed() -> None:
    around = "Peter Okoro left. He said so."
    assert state_of(*THREE, quoted=(around, "He said so.")).is_open(4, HE)
    assert not state_of(*THREE, quoted=("Peter Okoro left.", "He said so.")).is_open(4, HE)


def test_the_last_place_may_leave_quotations_out() -> None:
    hale_stayed = "Hale NNP nsubj 1 B-PERSON\nstayed VBD ROOT 1\n. . punct 1"
    state = state_of(naming("Anna Hale"), hale_stayed, saying("She PRP"), quoted=("Hale stayed.",))
    assert state.last_place(0, 7, is_open=True) == 0
    assert state.last_place(0, 7, is_open=False) == 4


def test_nobody_has_a_place_before_the_first_mention() -> None:
    assert state_of(*THREE).last_place(1, 4, is_open=False) is None


def test_a_source_that_was_resolved_is_a_place_and_a_turn() -> None:
    state = state_of(*THREE)
    state.take(HE, 0, "he", is_source=True)
    assert state.last_place(0, HE + 1, is_open=True) == HE
    assert (state.turns_before(HE), state.turns_before(HE + 1)) == (0, 1)
    assert state.answers == {"he": 0}


def test_nobody_who_spoke_is_a_turn_without_a_place() -> None:
    state = state_of(*THREE)
    state.take(HE, None, "he", is_source=True)
    assert state.turns_before(HE + 1) == 1
    assert state.answers == {"he": None}
    assert state.places == state_of(*THREE).places


def test_a_subject_that_is_no_source_is_no_turn() -> None:
    state = state_of(*THREE)
    state.take(HE, 0, "he", is_source=False)
    assert state.turns_before(HE + 1) == 0
    assert HE in state.subjects
    assert state.last_place(0, HE + 1, is_open=True) == HE


def test_turns_stand_in_the_order_of_the_text() -> None:
    state = state_of(*THREE)
    state.take(HE, 0, "he", is_source=True)
    state.take(4, 1, "", is_source=True)
    assert [turn.token for turn in state.turns] == [4, HE]


JOINT = """
Charles NNP compound 1 B-PERSON
Grassley NNP nsubj 5 I-PERSON
and CC cc 1
Patrick NNP compound 4 B-PERSON
Leahy NNP conj 1 I-PERSON
wrote VBD ROOT 5
. . punct 5
"""


def test_people_named_together_are_partners() -> None:
    assert state_of(JOINT).partners == {0: 1, 1: 0}


def test_people_named_one_after_the_other_are_no_partners() -> None:
    assert state_of(*THREE).partners == {}


COLON = """
Jo NNP compound 1 B-PERSON
Marden NNP nsubj 2 I-PERSON
put VBD ROOT 2
it PRP dobj 2
plainly RB advmod 2
: : punct 2
“ `` punct 2
No UH dep 2
. . punct 2
"""


def test_the_subject_before_a_colon_is_known() -> None:
    assert state_of(COLON).before_colon(7) == 0


def test_without_a_colon_no_subject_is_known() -> None:
    assert state_of(COLON.replace(": : punct 2", "; : punct 2")).before_colon(7) is None
    assert state_of(COLON).before_colon(0) is None


def test_what_no_name_is_subject_of_has_no_subject_before_its_colon() -> None:
    assert state_of("He PRP nsubj 1\nadded VBD ROOT 1\n: : punct 1\nNo UH dep 1").before_colon(3) is None


def test_a_subject_of_another_sentence_does_not_count() -> None:
    assert state_of(naming("Jo Marden"), "More JJR ROOT 0\n: : punct 0\nNo UH dep 0").before_colon(6) is None


def test_those_named_near_come_nearest_before_first() -> None:
    state = state_of(naming("Anna Hale"), naming("Peter Okoro"), saying("He PRP"), naming("Jo Marden"))
    assert state.near(HE, 10, 10) == [1, 0, 2]
    assert state.near(HE, 1, 0) == [1]
    assert state.near(HE, 0, 1) == [2]


def test_names_that_are_subjects_and_those_that_report_are_told_apart() -> None:
    state = state_of(naming("Anna Hale"), "Okoro NNP nsubj 1 B-PERSON\nsaid VBD ROOT 1\n. . punct 1")
    assert state.subjects == {0, 4}
    assert state.saying == {4}


def test_an_organisation_is_found_by_the_last_word_of_its_name() -> None:
    state = state_of(naming("Labour Party", "ORG"), naming("Anna Hale"))
    assert state.by_noun["party"] == [0]
    assert "hale" not in state.by_noun
