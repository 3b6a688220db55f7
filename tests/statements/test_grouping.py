"""Statements of articles made by hand: who is in them, who stands for them, and what is refused."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from attrs import evolve
from statements_by_hand import LAVROV, variant_of
from stores_by_hand import article, person

from quotekit.errors import UsageError
from quotekit.model import Article, Quotes, Speaker
from quotekit.names import read_aliases
from quotekit.statements.grouping import group_statements
from quotekit.statements.records import Variant

WORDS = "We will suspend our mission in Geneva on Monday"


def whole(variant: Variant) -> Quotes:
    """The article of a variant, with its quote alone."""
    return Quotes(variant.article, [variant.quote])


def told(
    id: str,
    outlet: str | None = None,
    published: str | None = None,
    *,
    words: str = WORDS,
    verbatim: str = "",
    speaker: Speaker | None = LAVROV,
) -> Quotes:
    """An article that reports ``words``, of which ``verbatim`` stand in quotation marks."""
    base = Article(f"{words}, the minister said.", id=id, outlet=outlet, published=published)
    return whole(variant_of(base, words, verbatim=verbatim, speaker=speaker))


def ids(corpus: list[Quotes], **options: Any) -> list[list[str | None]]:
    return [[variant.article.id for variant in one.variants] for one in group_statements(corpus, **options)]


def test_variants_of_one_statement_come_by_date_outlet_and_article() -> None:
    corpus = [
        told("d"),
        told("c", "Herald", "2024-05-02"),
        told("b", "Post", "2024-05-01"),
        told("a", "Herald", "2024-05-02"),
    ]
    assert ids(corpus) == [["b", "a", "c", "d"]]


def test_a_statement_tells_who_reported_it_first_and_where_each_outlet_once() -> None:
    corpus = [
        told("c", "Herald", "2024-05-02"),
        told("b", "Post", "2024-05-01T10:00:00Z"),
        told("a", "Herald", "2024-05-02"),
        told("d"),
    ]
    (statement,) = group_statements(corpus)
    assert statement.first_reported == "2024-05-01T10:00:00Z"
    assert statement.outlets == ("Post", "Herald")


def test_a_statement_without_dates_has_no_first_report() -> None:
    (statement,) = group_statements([told("a"), told("b")])
    assert statement.first_reported is None
    assert statement.outlets == ()


def test_the_speakers_own_words_stand_for_a_statement() -> None:
    corpus = [
        told("a", published="2024-05-01"),
        told("b", published="2024-05-02", verbatim="our mission"),
        told("c", published="2024-05-03", verbatim=WORDS),
    ]
    (statement,) = group_statements(corpus)
    assert [variant.wording for variant in statement.variants] == ["paraphrase", "mixed", "verbatim"]
    assert statement.representative == 2
    assert statement.why == "in the speaker's own words"
    assert statement.text == WORDS


def test_words_partly_the_speakers_own_come_before_a_paraphrase() -> None:
    (statement,) = group_statements([told("a"), told("b", verbatim="our mission"), told("c")])
    assert statement.variants[statement.representative].article.id == "b"
    assert statement.why == "partly in the speaker's own words"


def test_of_several_verbatim_ones_the_nearest_to_the_others_stands_for_all() -> None:
    (statement,) = group_statements([told("a", verbatim=WORDS), told("b", verbatim=WORDS)])
    assert statement.representative == 0
    assert statement.why == "in the speaker's own words, and nearest to the others"


def test_a_statement_of_one_variant_says_so() -> None:
    (statement,) = group_statements([told("a")])
    assert (statement.why, statement.score, statement.representative) == ("the only variant", 1.0, 0)


def test_a_quote_is_a_variant_of_each_statement_that_a_segment_of_it_renders() -> None:
    harvest = "the harvest was poor in the south this year"
    both = article("a", (WORDS, harvest), speaker=LAVROV)
    corpus = [both, told("b"), told("c", words=harvest)]
    found = {tuple(sorted(str(one) for one in group)) for group in ids(corpus)}
    assert found == {("a", "b"), ("a", "c")}
    for statement in group_statements(corpus):
        (variant,) = [one for one in statement.variants if one.article.id == "a"]
        assert variant.quote == both[0]
        assert len(variant.segments) == 1


def test_two_segments_of_one_quote_that_say_the_same_are_one_variant() -> None:
    (statement,) = group_statements([article("a", (WORDS, WORDS), speaker=LAVROV)])
    (variant,) = statement.variants
    assert variant.text == f"{WORDS} … {WORDS}"


def test_two_officials_who_say_alike_make_two_statements() -> None:
    other = person("Ann Lee", role="interior minister")
    assert sorted(ids([told("a"), told("b", speaker=other)])) == [["a"], ["b"]]


def test_a_ministry_and_its_minister_make_one() -> None:
    ministry = Speaker("Foreign Ministry", "organisation", "foreign ministry")
    spokeswoman = person("Maria Zakharova", role="Foreign Ministry spokeswoman")
    corpus = [told("a", speaker=ministry), told("b", speaker=ministry), told("c", speaker=spokeswoman)]
    (statement,) = group_statements(corpus)
    # A person before a body, however often that is named.
    assert statement.speaker == spokeswoman


def test_the_fullest_name_of_a_speaker_is_that_of_the_statement() -> None:
    spelt = evolve(LAVROV, name="Sergei Viktorovich Lavrov")
    (statement,) = group_statements([told("a"), told("b", speaker=spelt), told("c", speaker=None)])
    assert statement.speaker == spelt


def test_a_statement_that_nobody_is_named_for_has_no_speaker() -> None:
    (statement,) = group_statements([told("a", speaker=None), told("b", speaker=None)])
    assert statement.speaker is None


def test_renderings_far_apart_in_time_are_two_statements() -> None:
    assert sorted(ids([told("a", published="2024-01-01"), told("b", published="2024-03-01")])) == [
        ["a"],
        ["b"],
    ]


def test_a_denial_is_not_what_it_denies() -> None:
    claim = "the ministry sold the warehouse to a brewer"
    claimed, denied = told("a", words=claim), told("b", words=claim)
    denied = Quotes(denied.article, [evolve(denied[0], negated=True)])
    assert sorted(ids([claimed, denied])) == [["a"], ["b"]]


@pytest.mark.parametrize("shape", [dict, read_aliases])
def test_an_alias_makes_one_speaker_of_two_names(shape: Any) -> None:
    corpus = [told("a"), told("b", speaker=person("Mister Nyet"))]
    assert sorted(ids(corpus)) == [["a"], ["b"]]
    assert ids(corpus, aliases=shape({"Mister Nyet": "Sergei Lavrov"})) == [["a", "b"]]


def test_the_speaker_of_a_variant_keeps_the_name_of_its_article() -> None:
    (statement,) = group_statements(
        [told("b", speaker=person("Mister Nyet"))], aliases={"Mister Nyet": "Sergei Lavrov"}
    )
    assert statement.variants[0].quote.speaker == person("Mister Nyet")


def test_variants_that_differ_by_a_fact_show_it_among_themselves() -> None:
    # One pair of dates that clash is not enough to part two long renderings of one statement; where it does,
    # the one is shown beside the other.
    found = group_statements([told("a"), told("b", words="We will suspend our mission in Geneva on Tuesday")])
    shown = [one.difference for statement in found for one in statement.disagreements]
    assert {one.kind for one in shown} == {"date"}
    assert {("Monday" in one.a + one.b, "Tuesday" in one.a + one.b) for one in shown} == {(True, True)}


def test_no_articles_and_articles_without_quotes_have_no_statements() -> None:
    assert group_statements([]) == []
    assert group_statements([Quotes(Article("Nobody said a word.", id="a"))]) == []


def test_a_quote_without_segments_is_left_out() -> None:
    base = told("a")
    assert group_statements([Quotes(base.article, [evolve(base[0], segments=[])])]) == []


def test_the_quotes_of_one_article_need_no_list() -> None:
    assert group_statements(told("a")) == group_statements([told("a")])


def test_the_articles_may_come_from_a_generator() -> None:
    assert ids(told(id) for id in "ab") == [["a", "b"]]  # type: ignore[arg-type]  # any iterable will do


def test_an_article_given_twice_counts_once() -> None:
    assert ids([told("a"), told("b"), told("a")]) == [["a", "b"]]


def test_ids_do_not_depend_on_what_else_there_is() -> None:
    alone = group_statements([told("a"), told("b")])
    among = group_statements([told("c", words="the harvest was poor in the south"), told("b"), told("a")])
    assert alone[0].id == among[0].id
    assert alone[0].id != among[1].id


def test_an_article_without_an_id_goes_by_what_is_known_of_it() -> None:
    base = told("a")
    nameless = [
        Quotes(evolve(base.article, id=None), base.items),
        Quotes(evolve(base.article, id=None), base.items),
    ]
    (statement,) = group_statements(nameless)
    assert len(statement.variants) == 1


def test_a_wire_copy_without_an_id_is_a_variant_of_each_outlet() -> None:
    one, other = (told("a", outlet) for outlet in ("Dispatch", "Herald"))
    nameless = [Quotes(evolve(quotes.article, id=None), quotes.items) for quotes in (one, other)]
    (statement,) = group_statements(nameless)
    assert statement.outlets == ("Dispatch", "Herald")


@pytest.mark.parametrize(
    "value", ["He left.", Article("He left."), None, 3, told("a")[0]], ids=lambda value: type(value).__name__
)
def test_what_are_no_quotes_of_an_article_are_refused(value: Any) -> None:
    with pytest.raises(UsageError, match=rf"got {type(value).__name__} .*: give what extract_quotes"):
        group_statements([told("a"), value])


def test_two_articles_with_one_id_and_two_texts_are_refused() -> None:
    corrected = told("a", words="We will suspend our mission in Vienna on Monday")
    with pytest.raises(UsageError, match=r"the id 'a' and different texts: give each an id of its own"):
        group_statements([told("a"), corrected])


@pytest.mark.parametrize("is_on", [True, False])
def test_what_the_program_had_set_for_the_garbage_collector_stays(is_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        group_statements([])
        assert gc.isenabled() is is_on
        with pytest.raises(UsageError):
            group_statements(["no quotes"])  # type: ignore[list-item]
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if before else gc.disable)()
