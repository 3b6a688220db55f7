"""Whom a source stands for where no learning is needed: names, I, whoever is spoken for, what is plain."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from docs_by_hand import make_article, naming, saying

from quotekit.resolve.anaphors import Phrase
from quotekit.resolve.coreference import Asked, Resolved, find_links, often_named, resolve_source
from quotekit.resolve.discourse import Discourse, begin
from quotekit.resolve.entities import find_entities
from quotekit.resolve.evidence import Candidate
from quotekit.resolve.mentions import find_mentions
from quotekit.syntax import read_tree


def state_of(*sentences: str, source: tuple[int, int] | None = None) -> Discourse:
    tree = read_tree(make_article(*sentences))
    return begin(tree, find_entities(tree, find_mentions(tree, [source] if source else [])), [])


def resolved(state: Discourse, asked: Asked, choose: str | None = None) -> Resolved:
    """What a source is resolved to; ``choose`` names the candidate that the ranker is made to take."""

    def choice(_: Phrase, candidates: Sequence[Candidate]) -> int:
        return next(at for at, candidate in enumerate(candidates) if candidate.name == choose)

    return resolve_source(state, asked, often_named(state.entities), choice)


def speakers(rows: str, first: int, last: int) -> list[str]:
    """The names behind the source at some tokens of one sentence, where the ranker would say nobody."""
    state = state_of(rows, source=(first, last))
    return [state.entities[number].name for number in resolved(state, Asked(first, last)).entities]


NATO_LUNGESCU = """
NATO NNP compound 3 B-ORG
spokeswoman NN compound 3
Oana NNP compound 3 B-PERSON
Lungescu NNP nsubj 4 I-PERSON
spoke VBD ROOT 4
"""
JOINT = """
Mr. NNP compound 1
Grassley NNP nsubj 5 B-PERSON
and CC cc 1
Mr. NNP compound 4
Leahy NNP conj 1 B-PERSON
said VBD ROOT 5
so RB advmod 5
. . punct 5
"""
TEAM = """
Pruitt NNP poss 2 B-PERSON
’s POS case 0
team NN nsubj 3
spoke VBD ROOT 3
"""
FOR_SMITH = """
A DT det 1
spokesman NN nsubj 5
for IN prep 1
Mr. NNP compound 4
Smith NNP pobj 2 B-PERSON
spoke VBD ROOT 5
"""
FOR_NATO = """
A DT det 1
spokesman NN nsubj 4
for IN prep 1
NATO NNP pobj 2 B-ORG
spoke VBD ROOT 4
"""
OF_NATO = """
A DT det 2
NATO NNP compound 2 B-ORG
spokesman NN nsubj 3
spoke VBD ROOT 3
"""


def test_the_name_of_a_person_wins_over_that_of_the_organisation_before_it() -> None:
    assert speakers(NATO_LUNGESCU, 0, 4) == ["Oana Lungescu"]


def test_two_joined_names_are_both_meant() -> None:
    assert speakers(JOINT, 0, 5) == ["Grassley", "Leahy"]


def test_the_first_of_two_joined_names_alone_is_one() -> None:
    assert speakers(JOINT, 0, 2) == ["Grassley"]


def test_the_team_of_a_person_is_not_that_person() -> None:
    assert speakers(TEAM, 0, 3) == ["Pruitt’s team"]


def test_a_spokesman_for_a_person_is_nobody() -> None:
    assert speakers(FOR_SMITH, 0, 5) == []


@pytest.mark.parametrize(("rows", "last"), [(FOR_NATO, 4), (OF_NATO, 3)], ids=["for NATO", "NATO spokesman"])
def test_a_spokesman_without_a_name_speaks_for_his_organisation(rows: str, last: int) -> None:
    state = state_of(rows)
    found = resolved(state, Asked(0, last))
    assert [state.entities[number].name for number in found.entities] == ["NATO"]
    assert found.is_via


def test_a_named_spokesman_passes_nothing_on() -> None:
    assert not resolved(state_of(NATO_LUNGESCU), Asked(0, 4)).is_via


def one_word(name: str, tag: str) -> str:
    return f"{name} {tag} nsubj 1 B-NORP\nspoke VBD ROOT 1"


def test_a_party_is_nobody_and_a_movement_speaks_as_one() -> None:
    assert speakers(one_word("Democrats", "NNPS"), 0, 1) == []
    assert speakers(one_word("Fatah", "NNP"), 0, 1) == ["Fatah"]


def test_a_movement_whose_name_ends_in_s_speaks_as_one_too() -> None:
    assert speakers(one_word("Hamas", "NNP"), 0, 1) == ["Hamas"]


def test_a_member_of_a_party_is_not_the_party() -> None:
    rows = "The DT det 1\nRepublican NNP nsubj 2 B-NORP\nspoke VBD ROOT 2"
    assert speakers(rows, 0, 2) == []


def test_i_in_a_quotation_is_its_speaker() -> None:
    state = state_of(naming("Peter Okoro"), saying("I PRP"))
    assert resolved(state, Asked(4, 5, holder=0, is_held=True)).entities == (0,)


def test_i_in_the_quotation_of_nobody_is_nobody() -> None:
    state = state_of(naming("Peter Okoro"), saying("I PRP"))
    found = resolved(state, Asked(4, 5, is_held=True))
    assert (found.entities, found.reason) == ((), "its speaker is not named")


def test_i_outside_a_quotation_is_nobody() -> None:
    state = state_of(naming("Peter Okoro"), saying("I PRP"))
    found = resolved(state, Asked(4, 5))
    assert (found.entities, found.reason) == ((), "outside a quotation")


@pytest.mark.parametrize("holder", [None, 0])
def test_you_are_nobody(holder: int | None) -> None:
    state = state_of(naming("Peter Okoro"), saying("You PRP"))
    assert resolved(state, Asked(4, 5, holder=holder, is_held=holder is not None)).entities == ()


HALE_OF_VOLVO = """
Volvo NNP compound 2 B-ORG
chairman NN compound 3
Martin NNP compound 3 B-PERSON
Hale NNP nsubj 4 I-PERSON
left VBD ROOT 4
. . punct 4
"""
HIS_COMPANY = "His PRP$ poss 1\ncompany NN nsubj 2\nsaid VBD ROOT 2\nso RB advmod 2"


def test_his_company_is_the_one_that_he_is_of() -> None:
    state = state_of(HALE_OF_VOLVO.replace("compound 2 B", "compound 3 B"), HIS_COMPANY)
    found = resolved(state, Asked(6, 8))
    assert [state.entities[number].name for number in found.entities] == ["Volvo"]


MINISTER_IN_FULL = """
Interior NNP compound 1
Minister NNP compound 3
Anna NNP compound 3 B-PERSON
Hale NNP nsubj 4 I-PERSON
left VBD ROOT 4
"""
HEADLINE = "Interior JJ amod 1\nminister NN ROOT 1\n: : punct 1\nNo UH dep 1\n. . punct 1"


def test_a_role_in_the_headline_is_the_one_person_who_has_it() -> None:
    state = state_of(HEADLINE, naming("Peter Okoro"), MINISTER_IN_FULL)
    found = resolved(state, Asked(0, 2))
    assert [state.entities[number].name for number in found.entities] == ["Anna Hale"]


def test_a_role_in_the_headline_that_nobody_has_is_nobody() -> None:
    state = state_of(HEADLINE.replace("Interior", "Foreign"), naming("Peter Okoro"), MINISTER_IN_FULL)
    assert resolved(state, Asked(0, 2)).entities == ()


def test_a_role_in_the_headline_that_two_have_is_left_to_the_ranker() -> None:
    other = MINISTER_IN_FULL.replace("Anna", "Peter").replace("Hale", "Okoro")
    assert resolved(state_of(HEADLINE, other, MINISTER_IN_FULL), Asked(0, 2)).entities == ()


def test_they_are_a_person_and_whom_he_is_named_with() -> None:
    state = state_of(JOINT, saying("They PRP"))
    assert resolved(state, Asked(8, 9), choose="Grassley").entities == (0, 1)
    assert resolved(state, Asked(8, 9), choose="Leahy").entities == (0, 1)


def test_he_is_one_of_those_named_together() -> None:
    state = state_of(JOINT, saying("He PRP"))
    assert resolved(state, Asked(8, 9), choose="Leahy").entities == (1,)


def test_they_are_a_body_alone() -> None:
    state = state_of(naming("NATO", "ORG"), saying("They PRP"))
    assert resolved(state, Asked(3, 4), choose="NATO").entities == (0,)


def test_the_state_takes_note_of_who_spoke() -> None:
    state = state_of(naming("Peter Okoro"), saying("He PRP"))
    resolved(state, Asked(4, 5), choose="Peter Okoro")
    assert [(turn.token, turn.entity, turn.word) for turn in state.turns] == [(4, 0, "he")]
    assert state.called == {(0, "he"): 1}


def test_a_subject_of_the_story_is_noted_and_has_not_spoken() -> None:
    state = state_of(naming("Peter Okoro"), saying("He PRP", "waited"))
    resolved(state, Asked(4, 5, is_source=False), choose="Peter Okoro")
    assert state.turns == []
    assert state.answers == {"he": 0}


def test_pronouns_that_are_subjects_carry_the_story_on() -> None:
    state = state_of(naming("Peter Okoro"), saying("He PRP", "waited"), saying("They PRP", "waited"))
    assert find_links(state, set()) == [(4, 5)]
    assert find_links(state, {4}) == []


def test_the_minister_carries_the_story_on_where_one_is_named() -> None:
    the_minister = "The DT det 1\nminister NN nsubj 2\nwaited VBD ROOT 2\n. . punct 2"
    assert find_links(state_of(MINISTER_IN_FULL, the_minister), set()) == [(5, 7)]
    assert find_links(state_of(naming("Peter Okoro"), the_minister), set()) == []


def test_those_named_most_come_most_first() -> None:
    state = state_of(*(naming(name) for name in ("Anna Hale", "Peter Okoro", "Okoro", "Jo Marden")))
    assert often_named(state.entities) == [1, 0, 2]
