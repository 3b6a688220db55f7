"""Which words of an article are names, of what kind, and what a phrase does with them."""

from __future__ import annotations

from docs_by_hand import make_article, make_doc, naming

from quotekit.resolve.mentions import Mention, find_mentions, is_joined, is_whose
from quotekit.syntax import Tree, read_tree


def tree_of(*sentences: str) -> Tree:
    return read_tree(make_article(*sentences))


def names(tree: Tree, *phrases: tuple[int, int]) -> list[tuple[str, str]]:
    return [(mention.name, mention.kind) for mention in find_mentions(tree, phrases)]


def test_people_organisations_places_and_peoples_are_mentions_in_order() -> None:
    tree = tree_of(naming("Jo Marden"), naming("NATO", "ORG"), naming("Oslo", "GPE"), naming("Hamas", "NORP"))
    assert names(tree) == [
        ("Jo Marden", "person"),
        ("NATO", "organisation"),
        ("Oslo", "place"),
        ("Hamas", "group"),
    ]


def test_what_cannot_speak_is_no_mention() -> None:
    assert names(tree_of(naming("Monday", "DATE"), naming("Ramadan", "EVENT"))) == []


def test_a_title_stays_outside() -> None:
    tree = tree_of(naming("Jo Marden", title="Senator"), naming("Lee Varga", title="Mr."))
    assert find_mentions(tree, []) == [
        Mention(1, 3, "person", "Jo Marden"),
        Mention(6, 8, "person", "Lee Varga"),
    ]


def test_a_title_that_the_recogniser_took_in_is_left_out() -> None:
    tree = tree_of(naming("Senator Jo Marden"))
    assert find_mentions(tree, []) == [Mention(1, 3, "person", "Jo Marden")]


def test_a_form_of_address_makes_a_place_a_person() -> None:
    assert names(tree_of(naming("Jordan", "GPE", title="Mr."))) == [("Jordan", "person")]


def test_an_organisation_goes_by_its_noun_and_what_stands_before_it() -> None:
    tree = tree_of(
        "The DT det 2\nScottish JJ amod 2 B-NORP\ngovernment NN nsubj 3\nfell VBD ROOT 3\n. . punct 3"
    )
    assert names(tree) == [("Scottish government", "organisation")]


def test_a_noun_without_a_name_before_it_is_no_mention() -> None:
    assert names(tree_of("The DT det 1\ngovernment NN nsubj 2\nfell VBD ROOT 2\n. . punct 2")) == []


def test_an_office_is_no_mention() -> None:
    rows = """
    The DT det 1
    Minister NNP nsubj 5 B-ORG
    of IN prep 1 I-ORG
    Internal NNP compound 4 I-ORG
    Affairs NNPS pobj 2 I-ORG
    left VBD ROOT 5
    . . punct 5
    """
    assert names(tree_of(rows)) == []


QUIST = "Quist NNP nsubj 1\nleft VBD ROOT 1\n. . punct 1"
INES = "Ines NNP compound 1\nCarvalho NNP nsubj 2\nleft VBD ROOT 2\n. . punct 2"


def test_a_proper_noun_that_the_recogniser_passed_over_counts_in_a_source() -> None:
    assert names(tree_of(QUIST), (0, 1)) == [("Quist", "person")]
    assert names(tree_of(QUIST)) == []


def test_two_proper_nouns_that_it_passed_over_count_as_a_subject_too() -> None:
    assert names(tree_of(INES)) == [("Ines Carvalho", "person")]
    assert names(tree_of(INES), (0, 2)) == [("Ines Carvalho", "person")]


def test_a_surname_of_a_person_of_the_article_counts_wherever_it_stands() -> None:
    tree = tree_of(naming("Dana Quist"), "I PRP nsubj 1\nsaw VBD ROOT 1\nQuist NNP dobj 1\n. . punct 1")
    assert names(tree) == [("Dana Quist", "person"), ("Quist", "person")]


def test_a_small_letter_is_no_surname() -> None:
    tree = tree_of(naming("Dana Bush"), "I PRP nsubj 1\nsaw VBD ROOT 1\nbush NN dobj 1\n. . punct 1")
    assert names(tree) == [("Dana Bush", "person")]


def test_an_article_without_names_has_no_mentions() -> None:
    assert names(tree_of("It PRP nsubj 1\nrained VBD ROOT 1\n. . punct 1")) == []


TEAM = read_tree(
    make_doc(
        """
        Pruitt NNP poss 2 B-PERSON
        ’s POS case 0
        team NN nsubj 3
        left VBD ROOT 3
        """
    )
)
SPOKESMAN = read_tree(
    make_doc(
        """
        A DT det 1
        spokesman NN nsubj 5
        for IN prep 1
        Mr. NNP compound 4
        Smith NNP pobj 2 B-PERSON
        left VBD ROOT 5
        """
    )
)


def test_the_name_of_an_owner_only_says_whose() -> None:
    assert is_whose(TEAM, Mention(0, 1, "person", "Pruitt"), 0, 3)


def test_the_name_behind_a_preposition_only_says_whose() -> None:
    assert is_whose(SPOKESMAN, Mention(4, 5, "person", "Smith"), 0, 5)


def test_a_name_that_is_the_phrase_is_the_one_meant() -> None:
    assert not is_whose(SPOKESMAN, Mention(4, 5, "person", "Smith"), 4, 5)
    assert not is_whose(SPOKESMAN, Mention(4, 5, "person", "Smith"), 3, 5)


def test_a_name_behind_its_own_title_is_the_one_meant() -> None:
    tree = tree_of(naming("Jo Marden", title="spokeswoman"))
    assert not is_whose(tree, Mention(1, 3, "person", "Jo Marden"), 0, 3)


def test_names_with_and_between_them_are_joined() -> None:
    rows = """
    Grassley NNP nsubj 3 B-PERSON
    and CC cc 0
    Leahy NNP conj 0 B-PERSON
    wrote VBD ROOT 3
    """
    left, right = find_mentions(tree_of(rows), [])
    assert is_joined(tree_of(rows), left, right)


def test_a_friend_of_somebody_is_not_joined_with_him() -> None:
    rows = """
    Grassley NNP nsubj 5 B-PERSON
    , , punct 0
    friend NN appos 0
    of IN prep 2
    Leahy NNP pobj 3 B-PERSON
    wrote VBD ROOT 5
    """
    left, right = find_mentions(tree_of(rows), [])
    assert not is_joined(tree_of(rows), left, right)
