"""What kind of phrase a source is, and what its words tell."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from quotekit.resolve.anaphors import Phrase, read_phrase
from quotekit.syntax import read_tree


def phrase(*rows: str) -> Phrase:
    """The phrase that some rows are, hung on a verb that follows them: "ROWS spoke"."""
    verb = len(rows)
    lines = [row.replace("VERB", str(verb)) for row in rows]
    return read_phrase(read_tree(make_doc("\n".join([*lines, f"spoke VBD ROOT {verb}"]))), 0, verb)


@pytest.mark.parametrize(
    ("word", "tag", "form"),
    [
        ("He", "PRP", "one"),
        ("she", "PRP", "one"),
        ("They", "PRP", "many"),
        ("It", "PRP", "thing"),
        ("I", "PRP", "first"),
        ("we", "PRP", "first"),
        ("You", "PRP", "you"),
        ("who", "WP", "who"),
        ("which", "WDT", "who"),
    ],
)
def test_a_pronoun_has_a_form(word: str, tag: str, form: str) -> None:
    found = phrase(f"{word} {tag} nsubj VERB")
    assert (found.form, found.is_pronoun) == (form, True)


@pytest.mark.parametrize(("word", "gender"), [("He", "he"), ("She", "she"), ("They", None), ("who", None)])
def test_he_and_she_have_a_gender(word: str, gender: str | None) -> None:
    assert phrase(f"{word} PRP nsubj VERB").gender == gender


def test_they_are_many() -> None:
    assert phrase("They PRP nsubj VERB").is_plural
    assert not phrase("He PRP nsubj VERB").is_plural


def test_he_himself_is_he() -> None:
    found = phrase("he PRP nsubj VERB", "himself PRP appos 0")
    assert (found.form, found.head) == ("one", 0)


def test_most_of_whom_is_whom() -> None:
    found = phrase("most JJS nsubj VERB", "of IN prep 0", "whom WP pobj 1")
    assert (found.form, found.head) == ("who", 2)


def test_his_fellow_physicians_are_not_he() -> None:
    found = phrase("His PRP$ poss 2", "fellow JJ amod 2", "physicians NNS nsubj VERB")
    assert (found.form, found.is_pronoun, found.determiner) == ("group", False, "whose")


@pytest.mark.parametrize(
    ("rows", "form"),
    [
        (("The DT det 1", "minister NN nsubj VERB"), "person"),
        (("The DT det 1", "ministers NNS nsubj VERB"), "group"),
        (("The DT det 1", "agency NN nsubj VERB"), "organisation"),
        (("The DT det 1", "report NN nsubj VERB"), "document"),
        (("The DT det 1", "police NN nsubj VERB"), "organisation"),
        (("Critics NNS nsubj VERB",), "group"),
        (("Some DT det 1", "experts NNS nsubj VERB"), "some"),
        (("A DT det 1", "source NN nsubj VERB"), "some"),
        (("Another DT det 1", "minister NN nsubj VERB"), "some"),
        (("Interior JJ amod 1", "minister NN nsubj VERB"), "bare"),
    ],
    ids=lambda value: " ".join(row.split()[0] for row in value) if isinstance(value, tuple) else "",
)
def test_a_description_has_a_form_and_is_no_pronoun(rows: tuple[str, ...], form: str) -> None:
    found = phrase(*rows)
    assert (found.form, found.is_pronoun) == (form, False)


def test_the_58_year_old_is_one_person() -> None:
    old = ("The DT det 5", "58 CD nummod 3", "- HYPH punct 3", "year NN npadvmod 5", "- HYPH punct 5")
    found = phrase(*old, "old JJ nsubj VERB")
    assert found.form == "one"
    assert "58" in found.words


@pytest.mark.parametrize(
    ("rows", "determiner"),
    [
        (("The DT det 1", "minister NN nsubj VERB"), "the"),
        (("That DT det 1", "minister NN nsubj VERB"), "this"),
        (("These DT det 1", "ministers NNS nsubj VERB"), "this"),
        (("A DT det 1", "minister NN nsubj VERB"), "some"),
        (("Two CD nummod 1", "ministers NNS nsubj VERB"), "some"),
        (("Her PRP$ poss 1", "minister NN nsubj VERB"), "whose"),
        (("Clinton NNP poss 2 B-PERSON", "’s POS case 0", "aides NNS nsubj VERB"), "whose"),
        (("Ministers NNS nsubj VERB",), ""),
    ],
    ids=lambda value: " ".join(row.split()[0] for row in value) if isinstance(value, tuple) else "",
)
def test_a_description_has_a_determiner(rows: tuple[str, ...], determiner: str) -> None:
    assert phrase(*rows).determiner == determiner


@pytest.mark.parametrize(
    ("rows", "gender"),
    [
        (("His PRP$ poss 1", "wife NN nsubj VERB"), "she"),
        (("Her PRP$ poss 1", "brother NN nsubj VERB"), "he"),
        (("His PRP$ poss 1", "campaign NN nsubj VERB"), None),
        (("The DT det 1", "actress NN nsubj VERB"), "she"),
        (("The DT det 1", "minister NN nsubj VERB"), None),
    ],
    ids=lambda value: " ".join(row.split()[0] for row in value) if isinstance(value, tuple) else "",
)
def test_the_noun_tells_the_gender_and_the_possessive_does_not(
    rows: tuple[str, ...], gender: str | None
) -> None:
    assert phrase(*rows).gender == gender


def test_marks_at_the_ends_do_not_belong_to_a_phrase() -> None:
    found = phrase(", , punct 2", "the DT det 2", "minister NN nsubj VERB", ", , punct 2")
    assert (found.first, found.last, found.determiner) == (1, 3, "the")


def test_the_content_words_are_the_nouns_and_adjectives() -> None:
    found = phrase("The DT det 2", "former JJ amod 2", "minister NN nsubj VERB")
    assert found.words == {"former", "minister"}
