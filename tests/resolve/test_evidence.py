"""Whom a phrase may stand for, and what speaks for each."""

from __future__ import annotations

import pytest
from docs_by_hand import make_article, naming, saying

from quotekit.model import Quote, TextSpan
from quotekit.resolve.anaphors import read_phrase
from quotekit.resolve.coreference import often_named
from quotekit.resolve.discourse import Discourse, begin
from quotekit.resolve.entities import find_entities
from quotekit.resolve.evidence import Candidate, Question, candidates_for
from quotekit.resolve.mentions import find_mentions
from quotekit.syntax import read_tree

CAST = (
    naming("Anna Hale"),
    naming("Peter Okoro"),
    naming("Xq Brum"),
    naming("NATO", "ORG"),
    naming("Oslo", "GPE"),
)
# Where the last sentence begins.
LAST = 18


def state_of(*sentences: str, quoted: str = "") -> Discourse:
    doc = make_article(*sentences)
    tree = read_tree(doc)
    start = doc.text.index(quoted)
    quotes = [Quote("indirect", [TextSpan.of(doc.text, start, start + len(quoted))])] if quoted else []
    return begin(tree, find_entities(tree, find_mentions(tree, [])), quotes)


def asked(state: Discourse, first: int, last: int, holder: int | None = None) -> list[Candidate]:
    phrase = read_phrase(state.tree, first, last)
    return candidates_for(state, Question(phrase, often_named(state.entities), holder=holder))


def names(*rows: str, n_tokens: int = 1) -> set[str | None]:
    return {candidate.name for candidate in asked(state_of(*CAST, *rows), LAST, LAST + n_tokens)}


def features(
    state: Discourse, first: int, last: int, name: str | None, *, holder: int | None = None
) -> set[str]:
    """The features of the candidate of a name; those of nobody without one."""
    (found,) = [c for c in asked(state, first, last, holder) if c.name == name]
    return set(found.features)


@pytest.mark.parametrize(
    ("word", "fitting"),
    [
        ("He", {"Peter Okoro", "Xq Brum"}),
        ("She", {"Anna Hale", "Xq Brum"}),
        ("It", {"NATO", "Oslo"}),
        ("They", {"Anna Hale", "Peter Okoro", "Xq Brum", "NATO", "Oslo"}),
    ],
)
def test_gender_and_kind_say_who_may_be_meant(word: str, fitting: set[str]) -> None:
    assert names(saying(f"{word} PRP")) == {None, *fitting}


def test_a_minister_may_be_any_person_and_no_place() -> None:
    rows = "The DT det 1\nminister NN nsubj 2\nsaid VBD ROOT 2"
    assert names(rows, n_tokens=2) == {None, "Anna Hale", "Peter Okoro", "Xq Brum", "NATO"}


def test_an_actress_is_a_woman() -> None:
    rows = "The DT det 1\nactress NN nsubj 2\nsaid VBD ROOT 2"
    assert names(rows, n_tokens=2) == {None, "Anna Hale", "Xq Brum"}


def test_the_agency_is_no_person() -> None:
    rows = "The DT det 1\nagency NN nsubj 2\nsaid VBD ROOT 2"
    assert names(rows, n_tokens=2) == {None, "NATO", "Oslo"}


def test_the_58_year_old_is_a_person() -> None:
    rows = """
    The DT det 5
    58 CD nummod 3
    - HYPH punct 3
    year NN npadvmod 5
    - HYPH punct 5
    old JJ nsubj 6
    said VBD ROOT 6
    """
    assert names(rows, n_tokens=6) == {None, "Anna Hale", "Peter Okoro", "Xq Brum"}


def test_whose_name_stands_in_a_description_is_not_who_it_describes() -> None:
    rows = "Okoro NNP poss 2 B-PERSON\n’s POS case 0\nlawyer NN nsubj 3\nsaid VBD ROOT 3"
    assert "Peter Okoro" not in names(rows, n_tokens=3)


def test_nobody_comes_first_and_then_the_nearest() -> None:
    found = asked(state_of(*CAST, saying("He PRP")), LAST, LAST + 1)
    assert [candidate.name for candidate in found] == [None, "Xq Brum", "Peter Okoro"]


def test_without_names_nobody_is_the_only_candidate() -> None:
    assert [c.name for c in asked(state_of(saying("He PRP")), 0, 1)] == [None]


def test_a_name_that_comes_later_is_a_candidate() -> None:
    state = state_of(saying("He PRP"), naming("Peter Okoro"))
    assert "soon after" in features(state, 0, 1, "Peter Okoro")


def test_the_nearest_name_is_told_from_the_second_nearest() -> None:
    state = state_of(naming("Peter Okoro"), naming("Martin Hale"), saying("He PRP"))
    assert {"nearest name", "sentence before"} <= features(state, 8, 9, "Martin Hale")
    assert {"second nearest name", "two sentences before"} <= features(state, 8, 9, "Peter Okoro")


def test_a_known_gender_agrees_and_an_unknown_one_is_said_to_be_unknown() -> None:
    state = state_of(*CAST, saying("He PRP"))
    assert "gender agrees" in features(state, LAST, LAST + 1, "Peter Okoro")
    assert "gender unknown" in features(state, LAST, LAST + 1, "Xq Brum")


def test_who_was_called_she_before_was_called_otherwise() -> None:
    state = state_of(*CAST, saying("He PRP"))
    state.called[2, "she"] = 1
    assert "called otherwise before" in features(state, LAST, LAST + 1, "Xq Brum")
    state.called[2, "he"] = 2
    assert "called so before" in features(state, LAST, LAST + 1, "Xq Brum")


def test_who_spoke_last_is_told_from_who_spoke_before() -> None:
    state = state_of(naming("Peter Okoro"), naming("Martin Hale"), saying("He PRP"))
    state.take(0, 0, "", is_source=True)
    state.take(4, 1, "", is_source=True)
    assert "spoke last of all" in features(state, 8, 9, "Martin Hale")
    assert "spoke before the last" in features(state, 8, 9, "Peter Okoro")


def test_a_name_in_a_quotation_alone_stands_only_there() -> None:
    state = state_of(naming("Peter Okoro"), saying("He PRP"), quoted="Peter Okoro left.")
    assert "only in quotations" in features(state, 4, 5, "Peter Okoro")


def test_who_is_named_in_what_a_source_says_is_noted() -> None:
    state = state_of(naming("Peter Okoro"), saying("He PRP"))
    phrase = read_phrase(state.tree, 4, 5)
    _, okoro = candidates_for(state, Question(phrase, [], own=[(0, 4)]))
    assert "named in what is said" in okoro.features
    _, okoro = candidates_for(state, Question(phrase, [], own=[(5, 7)]))
    assert "named in what is said" not in okoro.features


def test_the_speaker_of_the_quotation_around_is_noted() -> None:
    state = state_of(naming("Peter Okoro"), naming("Martin Hale"), saying("He PRP"))
    assert "speaker of the words around" in features(state, 8, 9, "Martin Hale", holder=1)
    assert "not the speaker of the words around" in features(state, 8, 9, "Peter Okoro", holder=1)


MINISTER = """
Interior NNP compound 1
Minister NNP compound 3
Peter NNP compound 3 B-PERSON
Okoro NNP nsubj 4 I-PERSON
left VBD ROOT 4
. . punct 4
"""
THE_MINISTER = "The DT det 1\nminister NN nsubj 2\nsaid VBD ROOT 2"


def test_who_was_called_a_minister_is_described_so() -> None:
    state = state_of(MINISTER, naming("Martin Hale"), THE_MINISTER)
    assert "described so" in features(state, 10, 12, "Peter Okoro")
    assert "described so" not in features(state, 10, 12, "Martin Hale")


def test_a_word_of_a_name_is_noted() -> None:
    rows = "The DT det 1\nparty NN nsubj 2\nsaid VBD ROOT 2"
    state = state_of(naming("Labour Party", "ORG"), naming("NATO", "ORG"), rows)
    assert "word of its name" in features(state, 7, 9, "Labour Party")
    assert "word of its name" not in features(state, 7, 9, "NATO")


def test_a_relative_clause_hangs_on_the_name_before_it() -> None:
    rows = """
    Okoro NNP nsubj 5 B-PERSON
    , , punct 0
    who WP nsubj 3
    spoke VBD relcl 0
    , , punct 0
    left VBD ROOT 5
    """
    found = features(state_of(rows), 2, 3, "Okoro")
    assert {"the clause hangs on it", "right before"} <= found


def test_a_relative_clause_hangs_on_voters_and_not_on_where_they_are() -> None:
    rows = """
    Voters NNS nsubj 5
    in IN prep 0
    Ohio NNP pobj 1 B-GPE
    who WP nsubj 4
    spoke VBD relcl 0
    left VBD ROOT 5
    """
    assert [candidate.name for candidate in asked(state_of(rows), 3, 4)] == [None]


def test_nobody_knows_the_determiner_of_a_description() -> None:
    rows = "Some DT det 1\nexperts NNS nsubj 2\nsaid VBD ROOT 2"
    assert {"nobody", "determiner some", "plural"} <= features(state_of(rows), 0, 2, None)


def test_nobody_knows_of_a_subject_without_a_name() -> None:
    voters = "Voters NNS nsubj 1\nwaited VBD ROOT 1\n. . punct 1"
    assert "unnamed subject, sentence before" in features(state_of(voters, saying("They PRP")), 3, 4, None)
    assert "no unnamed subject" in features(state_of(naming("NATO", "ORG"), saying("They PRP")), 3, 4, None)


def test_the_features_of_a_candidate_stand_once_each() -> None:
    for candidate in asked(state_of(*CAST, saying("They PRP")), LAST, LAST + 1):
        assert len(set(candidate.features)) == len(candidate.features)
