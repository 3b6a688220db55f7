"""Which names of an article are one person's or one body's, and what the article says of them."""

from __future__ import annotations

import pytest
from docs_by_hand import make_article, naming

from quotekit.resolve.entities import Entity, find_entities
from quotekit.resolve.mentions import find_mentions
from quotekit.syntax import read_tree


def entities_of(*sentences: str) -> list[Entity]:
    tree = read_tree(make_article(*sentences))
    return find_entities(tree, find_mentions(tree, []))


def gathered(*sentences: str) -> list[list[str]]:
    """The name mentions of each entity, by first mention."""
    return [[mention.name for mention in entity.mentions] for entity in entities_of(*sentences)]


def people(*names: str) -> list[list[str]]:
    return gathered(*map(naming, names))


def bodies(*names: str) -> list[list[str]]:
    return gathered(*(naming(name, "ORG") for name in names))


@pytest.mark.parametrize("short", ["Okoro", "Peter", "Peter Okoro"])
def test_a_short_form_is_of_the_person_named_in_full(short: str) -> None:
    assert people("Peter Okoro", short) == [["Peter Okoro", short]]
    assert people(short, "Peter Okoro") == [[short, "Peter Okoro"]]


def test_another_name_is_another_person() -> None:
    assert people("Peter Okoro", "Hale", "Anna Okoro") == [["Peter Okoro"], ["Hale"], ["Anna Okoro"]]


def test_a_son_of_the_same_name_is_another_person() -> None:
    assert people("Donald Trump", "Donald Trump Jr.") == [["Donald Trump"], ["Donald Trump Jr."]]


def test_spellings_of_one_name_are_one_person() -> None:
    assert people("Sergey Lavrov", "Sergei Lavrov") == [["Sergey Lavrov", "Sergei Lavrov"]]
    assert people("Volodymyr Hnatiuk", "Vladimir Gnatyuk") == [["Volodymyr Hnatiuk", "Vladimir Gnatyuk"]]


def test_a_surname_alone_is_of_the_one_named_last() -> None:
    assert people("Bill Clinton", "Hillary Clinton", "Clinton") == [
        ["Bill Clinton"],
        ["Hillary Clinton", "Clinton"],
    ]


def test_a_surname_alone_is_of_the_one_whom_the_article_is_about() -> None:
    found = people("Hillary Clinton", "Hillary Clinton", "Bill Clinton", "Clinton")
    assert found == [["Hillary Clinton", "Hillary Clinton", "Clinton"], ["Bill Clinton"]]


@pytest.mark.parametrize(("title", "index"), [("Mr.", 0), ("Mrs.", 1)])
def test_a_title_tells_which_of_a_couple_it_is(title: str, index: int) -> None:
    couple = (naming("Bill Clinton"), naming("Hillary Clinton"))
    assert gathered(*couple, naming("Clinton", title=title))[index][1:] == ["Clinton"]


def test_a_title_of_the_other_sex_is_another_person() -> None:
    assert gathered(naming("Bill Clinton"), naming("Clinton", title="Mrs.")) == [
        ["Bill Clinton"],
        ["Clinton"],
    ]


def test_a_first_name_tells_which_of_a_family_it_is() -> None:
    assert people("Carrie Holt", "Ellen Holt", "Carrie") == [["Carrie Holt", "Carrie"], ["Ellen Holt"]]


def test_the_name_is_the_fullest_form() -> None:
    (entity,) = entities_of(naming("Okoro"), naming("Peter James Okoro"), naming("Peter Okoro"))
    assert entity.name == "Peter James Okoro"


def test_a_name_in_capitals_is_not_the_fullest() -> None:
    (entity,) = entities_of(naming("PETER OKORO"), naming("Peter Okoro"))
    assert entity.name == "Peter Okoro"


def test_a_name_in_full_is_fuller_than_one_with_an_initial() -> None:
    (entity,) = entities_of(naming("P. Okoro"), naming("Peter Okoro"))
    assert entity.name == "Peter Okoro"


def test_an_epithet_is_no_part_of_the_name() -> None:
    (entity,) = entities_of(naming("Crooked Hillary Clinton"), naming("Hillary Clinton"))
    assert entity.name == "Hillary Clinton"


@pytest.mark.parametrize(
    ("name", "gender"), [("Peter Okoro", "he"), ("Anna Okoro", "she"), ("Okoro", None), ("Xq Okoro", None)]
)
def test_a_given_name_tells_the_gender(name: str, gender: str | None) -> None:
    assert [entity.gender for entity in entities_of(naming(name))] == [gender]


@pytest.mark.parametrize(("title", "gender"), [("Mr.", "he"), ("Mrs.", "she"), ("Dr.", None)])
def test_a_title_tells_the_gender(title: str, gender: str | None) -> None:
    assert [entity.gender for entity in entities_of(naming("Okoro", title=title))] == [gender]


def test_nato_is_not_the_nato_russia_council() -> None:
    assert bodies("NATO-Russia Council", "NATO") == [["NATO-Russia Council"], ["NATO"]]


def test_initials_stand_for_a_whole_name() -> None:
    assert bodies("International Monetary Fund", "IMF") == [["International Monetary Fund", "IMF"]]
    assert bodies("IMF", "International Monetary Fund") == [["IMF", "International Monetary Fund"]]
    assert bodies("International Monetary Fund", "IMO") == [["International Monetary Fund"], ["IMO"]]


def test_the_last_word_of_a_long_name_stands_for_it() -> None:
    assert bodies("New York Times", "Times") == [["New York Times", "Times"]]


def test_the_last_word_of_two_long_names_stands_for_neither() -> None:
    found = bodies("New York Times", "Irish Times", "Times")
    assert found == [["New York Times"], ["Irish Times"], ["Times"]]


def test_organisations_of_equal_names_are_one() -> None:
    assert bodies("NATO", "Volvo", "NATO") == [["NATO", "NATO"], ["Volvo"]]


def test_a_person_is_no_organisation_of_the_same_words() -> None:
    found = entities_of(naming("Jo Bloomberg"), naming("Reuters", "ORG"))
    assert [(entity.name, entity.kind) for entity in found] == [
        ("Jo Bloomberg", "person"),
        ("Reuters", "organisation"),
    ]


LUNGESCU = """
NATO NNP compound 3 B-ORG
spokeswoman NN compound 3
Oana NNP compound 3 B-PERSON
Lungescu NNP nsubj 4 I-PERSON
spoke VBD ROOT 4
. . punct 4
"""


def test_role_and_affiliation_are_as_the_article_states_them() -> None:
    organisation, person = entities_of(LUNGESCU)
    assert (person.name, person.role, person.affiliation) == ("Oana Lungescu", "spokeswoman", "NATO")
    assert (person.gender, "spokeswoman" in person.words) == ("she", True)
    assert (organisation.name, organisation.role) == ("NATO", None)


def test_a_role_stated_once_is_known_of_every_mention() -> None:
    _, person = entities_of(naming("Lungescu"), LUNGESCU)[::-1]
    assert person.name == "Oana Lungescu"
    assert person.role == "spokeswoman"
    assert [mention.name for mention in person.mentions] == ["Lungescu", "Oana Lungescu"]


@pytest.mark.parametrize("tie", ["by", "from"])
def test_what_a_body_made_is_tied_to_it(tie: str) -> None:
    rows = f"A DT det 1\nreport NN nsubj 4\n{tie} IN prep 1\nAmnesty NNP pobj 2 B-ORG\nfell VBD ROOT 4"
    assert [entity.links for entity in entities_of(rows)] == [{"report"}]


def test_what_is_about_a_body_is_not_tied_to_it() -> None:
    rows = "A DT det 1\nreport NN nsubj 4\non IN prep 1\nAmnesty NNP pobj 2 B-ORG\nfell VBD ROOT 4"
    assert [entity.links for entity in entities_of(rows)] == [set()]


def test_entities_are_numbered_by_first_mention_and_hold_every_mention_once() -> None:
    sentences = [naming("Okoro"), naming("NATO", "ORG"), naming("Anna Hale"), naming("Peter Okoro")]
    tree = read_tree(make_article(*sentences))
    mentions = find_mentions(tree, [])
    entities = find_entities(tree, mentions)
    assert [entity.number for entity in entities] == [0, 1, 2]
    assert [entity.first for entity in entities] == sorted(entity.first for entity in entities)
    held = [mention for entity in entities for mention in entity.mentions]
    assert sorted(held, key=lambda mention: mention.first) == mentions


def test_no_mentions_are_no_entities() -> None:
    assert entities_of("It PRP nsubj 1\nrained VBD ROOT 1") == []
