"""A statement store: articles come, change and go; statements keep their ids; merges can be undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from stores_by_hand import article, check_rows, person, texts_of, use_words

from quotekit.errors import StoreError, TextError, UsageError
from quotekit.model import Article, Quotes
from quotekit.statements import store as store_module
from quotekit.statements.linking import Link
from quotekit.statements.store import StatementStore

STAY = "we stay in Geneva until Friday"
TALKS = "talks begin on Monday"
PRICES = "prices rise by ten percent"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.store"


@pytest.fixture
def store(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StatementStore]:
    use_words(monkeypatch)
    with StatementStore(path) as opened:
        yield opened
    check_rows(path)


def link_as(monkeypatch: pytest.MonkeyPatch, scores: dict[str, float]) -> None:
    """Lets stores take the links of units from a table of pairs of their first words, as in "a b"."""

    def score(units, pairs):
        firsts = [unit.text.split()[0] for unit in units]
        return [Link(scores.get(" ".join(sorted((firsts[i], firsts[j]))), 0.0)) for i, j in pairs]

    for name in ("store_links", "store_groups"):
        monkeypatch.setattr(f"quotekit.statements.{name}.score_pairs", score)


# --- adding


def test_variants_of_two_outlets_are_one_statement(store: StatementStore) -> None:
    [first] = store.add(article("a1", STAY, outlet="Dispatch", published="2024-05-01"))
    [second] = store.add(article("a2", f"{STAY} night", outlet="Herald", published="2024-05-02"))
    assert first.id == second.id == "s1"
    assert texts_of(second) == [STAY, f"{STAY} night"]
    assert second.outlets == ("Dispatch", "Herald")


def test_what_was_added_is_there_when_the_file_is_opened_again(store: StatementStore, path: Path) -> None:
    added = store.add([article("a1", STAY, speaker=person("Ann Lee")), article("a2", STAY, TALKS)])
    with StatementStore(path) as again:
        assert list(again.export()) == added
        assert (len(again), again.n_articles) == (2, 2)


def test_add_returns_each_statement_that_it_touches_once_by_id(store: StatementStore) -> None:
    store.add(article("a1", PRICES))
    touched = store.add([article("a2", STAY, TALKS), article("a3", TALKS)])
    assert [(one.id, texts_of(one)) for one in touched] == [("s2", [STAY]), ("s3", [TALKS, TALKS])]


def test_a_quote_is_in_every_statement_that_a_segment_of_it_renders(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", TALKS), article("a3", (STAY, TALKS))])
    assert [[one.article.id for one in statement.variants] for statement in store.export()] == [
        ["a1", "a3"],
        ["a2", "a3"],
    ]


def test_the_same_article_twice_changes_nothing(store: StatementStore) -> None:
    first = store.add(article("a1", STAY))
    assert store.add(article("a1", STAY)) == first
    assert (len(store), store.n_articles, store.merges()) == (1, 1, [])


def test_the_same_id_with_another_text_is_an_update(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", STAY)])
    [left, new] = store.add(article("a1", PRICES))
    assert (left.id, [one.article.id for one in left.variants]) == ("s1", ["a2"])
    assert (new.id, texts_of(new)) == ("s2", [PRICES])
    assert store.n_articles == 2


def test_an_article_without_an_id_is_told_by_its_text(store: StatementStore) -> None:
    store.add([article(None, STAY), article(None, STAY), article(None, TALKS)])
    assert store.n_articles == 2
    assert store.has_article(article(None, TALKS).article)


def test_an_article_is_there_with_its_text_alone(store: StatementStore) -> None:
    store.add(article("a1", STAY))
    assert store.has_article(article("a1", STAY).article)
    assert not store.has_article(article("a1", TALKS).article)


def test_quotes_come_back_as_they_were_with_the_quote_around_them(store: StatementStore) -> None:
    outer, inner = article("a1", STAY, TALKS)
    given = Quotes(article("a1", STAY, TALKS).article, [outer, evolve(inner, parent=outer)])
    [_, second] = store.add(given)
    assert second.variants[0].quote == given[1]


def test_an_article_without_quotes_is_kept_and_touches_nothing(store: StatementStore) -> None:
    assert store.add(Quotes(Article("Nothing.", id="a1"))) == []
    assert (store.n_articles, len(store)) == (1, 0)


def test_two_people_who_say_the_same_are_two_statements(store: StatementStore) -> None:
    store.add([article("a1", STAY, speaker=person("Ann Lee")), article("a2", STAY, speaker=person("Jo Wu"))])
    assert len(store) == 2


# --- ids


def test_a_bridge_makes_one_statement_of_two_and_the_older_id_stays(
    store: StatementStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_as(monkeypatch, {"a b": 0.9, "b c": 0.9, "a c": 0.4})
    store.add([article("a1", "a word"), article("a3", "c word")])
    assert len(store) == 2
    [touched] = store.add(article("a2", "b word"))
    assert (touched.id, len(touched.variants), len(store)) == ("s1", 3, 1)
    assert store.get("s2") == store.get("s1") == touched
    assert "s2" in store


def test_a_statement_that_falls_apart_keeps_its_id_in_the_larger_part(
    store: StatementStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_as(monkeypatch, {"a b": 0.9, "b c": 0.9, "a c": 0.4, "a a": 1.0})
    store.add(
        [article("a0", "a word"), article("a1", "a word"), article("a2", "b word"), article("a3", "c word")]
    )
    assert len(store) == 1
    touched = store.remove("a2")
    assert [(one.id, [variant.article.id for variant in one.variants]) for one in touched] == [
        ("s1", ["a0", "a1"]),
        ("s2", ["a3"]),
    ]


def test_an_id_is_never_given_twice(store: StatementStore) -> None:
    store.add(article("a1", STAY))
    store.remove("a1")
    [other] = store.add(article("a2", TALKS))
    assert other.id == "s2"


# --- update and remove


def test_a_corrected_article_keeps_the_ids_of_its_statements(store: StatementStore) -> None:
    store.add(article("a1", STAY, PRICES))
    touched = store.update(article("a1", TALKS, STAY, "prices rise by two percent"))
    assert [(one.id, texts_of(one)) for one in touched] == [
        ("s1", [STAY]),
        ("s2", ["prices rise by two percent"]),
        ("s3", [TALKS]),
    ]


def test_a_correction_may_lead_to_another_statement(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", TALKS), article("a3", TALKS)])
    [touched] = store.update(article("a1", TALKS))
    assert (touched.id, len(touched.variants), len(store)) == ("s2", 3, 1)
    with pytest.raises(UsageError, match="'s1'"):
        store.get("s1")


def test_a_new_date_is_a_correction(store: StatementStore) -> None:
    store.add(article("a1", STAY, published="2024-05-01"))
    [touched] = store.update(article("a1", STAY, published="2024-05-03"))
    assert (touched.id, touched.variants[0].published) == ("s1", "2024-05-03")
    assert store.search(since="2024-05-02") == [touched]


def test_statements_of_a_removed_article_lose_it_or_vanish(store: StatementStore) -> None:
    store.add([article("a1", STAY, TALKS), article("a2", STAY)])
    [left] = store.remove("a1")
    assert [one.article.id for one in left.variants] == ["a2"]
    assert (len(store), store.n_articles) == (1, 1)
    assert "s2" not in store


# --- search


@pytest.fixture
def searched(store: StatementStore) -> StatementStore:
    lavrov = person("Sergei Lavrov", role="foreign minister")
    store.add(
        [
            article("a1", STAY, speaker=lavrov, outlet="Dispatch", published="2024-05-01"),
            article("a2", STAY, speaker=lavrov, outlet="Herald", published="2024-05-02T08:00:00Z"),
            article("a3", TALKS, speaker=person("Ann Lee"), outlet="Herald", published="2024-05-03"),
            article("a4", PRICES, outlet="Herald"),
        ]
    )
    return store


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, ["s3", "s2", "s1"]),
        ({"speaker": "Sergey Lavrov"}, ["s1"]),
        ({"speaker": "Lavrov"}, ["s1"]),
        ({"speaker": "Lee"}, ["s2"]),
        ({"speaker": "Igor Lavrov"}, []),
        ({"speaker": person("Sergueï Lavrov")}, ["s1"]),
        ({"outlet": "Herald"}, ["s3", "s2", "s1"]),
        ({"outlet": "Herald", "limit": 2}, ["s3", "s2"]),
        ({"outlet": "Dispatch"}, ["s1"]),
        ({"since": "2024-05-02"}, ["s2", "s1"]),
        ({"since": "2024-05-03"}, ["s2"]),
        ({"until": "2024-05-01"}, ["s1"]),
        ({"until": "2024-05-02", "since": "2024-05-02"}, ["s1"]),
        # The variant of the Dispatch is of the day before.
        ({"outlet": "Dispatch", "since": "2024-05-02"}, []),
        ({"text": "prices that rise on"}, ["s3", "s2"]),
        ({"text": "prices", "speaker": "Lavrov"}, []),
        ({"text": "nowhere"}, []),
    ],
)
def test_search_finds_what_has_a_variant_with_all_that_is_asked(
    searched: StatementStore, wanted: dict[str, object], ids: list[str]
) -> None:
    assert [one.id for one in searched.search(**wanted)] == ids  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wanted",
    [
        {"since": "May 1"},
        {"until": "2024-02-30"},
        {"since": 20240501},
        {"speaker": " "},
        {"speaker": 3},
        {"text": ""},
        {"outlet": ["Herald"]},
        {"limit": 0},
        {"limit": True},
    ],
)
def test_a_search_for_what_cannot_be_is_refused(store: StatementStore, wanted: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="search"):
        store.search(**wanted)  # type: ignore[arg-type]


# --- merges


def test_every_variant_that_joins_is_written_down(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", STAY)])
    [merge] = store.merges()
    assert (merge.number, merge.statement, merge.taken_in, merge.units) == (1, "s1", None, (("a2", 0, 0),))
    assert merge.score == 1.0
    assert "1.00" in merge.reason
    assert STAY in merge.reason
    assert not merge.undone


def test_a_merge_of_two_statements_is_found_by_both_ids(
    store: StatementStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_as(monkeypatch, {"a b": 0.9, "b c": 0.9, "a c": 0.4})
    store.add([article("a1", "a word"), article("a3", "c word"), article("a2", "b word"), article("a4", "d")])
    assert [(merge.statement, merge.taken_in) for merge in store.merges("s2")] == [("s1", None), ("s1", "s2")]
    assert store.merges("s1") == store.merges("s2") == store.merges()
    assert store.merges("s3") == []


def test_a_merge_undone_leaves_two_statements_that_stay_apart(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", STAY)])
    touched = store.undo(1)
    assert [(one.id, [variant.article.id for variant in one.variants]) for one in touched] == [
        ("s1", ["a1"]),
        ("s2", ["a2"]),
    ]
    assert [merge.undone for merge in store.merges()] == [True]
    store.regroup()
    store.add(article("a3", PRICES))
    assert len(store) == 3


def test_sides_set_apart_are_not_joined_through_a_third(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", STAY)])
    store.undo(1)
    store.add([article("a3", STAY), article("a0", f"{STAY} night")])
    home = {variant.article.id: one.id for one in store.export() for variant in one.variants}
    assert len(store) == 2
    assert home["a1"] != home["a2"]


def test_an_undone_merge_of_statements_brings_the_former_id_back(
    store: StatementStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_as(monkeypatch, {"a b": 0.9, "b c": 0.8, "a c": 0.4})
    store.add([article("a1", "a word"), article("a3", "c word"), article("a2", "b word")])
    taken = next(merge for merge in store.merges() if merge.taken_in == "s2")
    store.undo(taken.number)
    assert [variant.article.id for variant in store.get("s2").variants] == ["a3"]
    assert [variant.article.id for variant in store.get("s1").variants] == ["a1", "a2"]


def test_a_correction_of_words_leaves_sides_apart(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", STAY)])
    store.undo(1)
    store.update(article("a2", f"{STAY} night"))
    assert len(store) == 2


@pytest.mark.parametrize("number", [0, 2, True, "1", None])
def test_undo_takes_the_number_of_a_merge(store: StatementStore, number: object) -> None:
    store.add([article("a1", STAY), article("a2", STAY)])
    with pytest.raises(UsageError, match="merge"):
        store.undo(number)  # type: ignore[arg-type]


def test_a_merge_is_undone_once(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", STAY)])
    store.undo(1)
    with pytest.raises(UsageError, match="undone before"):
        store.undo(1)


def test_a_merge_of_which_a_side_has_gone_cannot_be_undone(store: StatementStore) -> None:
    store.add([article("a1", STAY), article("a2", STAY)])
    store.remove("a2")
    with pytest.raises(UsageError, match="one side has gone"):
        store.undo(1)


def test_what_recurs_around_a_unit_is_counted_anew_when_its_article_is_corrected(
    store: StatementStore, path: Path
) -> None:
    store.add([article("a1", STAY, TALKS), article("a2", f"{STAY} night")])
    before = [one.id for one in store.export()]
    store.add(article("a1", STAY, TALKS, f"{TALKS} in Geneva"))
    assert [one.id for one in store.export()] == before
    with sqlite3.connect(path) as db:
        recurring = [found for (found,) in db.execute("SELECT recurring FROM units ORDER BY id")]
    db.close()
    assert [json.loads(found).get("talk") for found in recurring] == [None, 2, None, 2]


# --- another similarity


def test_a_store_of_an_earlier_similarity_is_stale_until_regrouped(
    store: StatementStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add([article("a1", STAY), article("a2", f"{STAY} night"), article("a3", TALKS)])
    assert not store.is_stale
    monkeypatch.setattr(store_module, "FINGERPRINT", "of tomorrow")
    link_as(monkeypatch, {})
    assert store.is_stale
    assert len(store) == 2
    assert store.regroup() == 2
    assert not store.is_stale
    assert len(store) == 3
    assert store.regroup() == 0


# --- calls that are refused


def test_what_are_no_quotes_is_refused_and_what_came_before_is_kept(store: StatementStore) -> None:
    with pytest.raises(UsageError, match="Quotes of an article, got 'a2'"):
        store.add([article("a1", STAY), "a2"])  # type: ignore[list-item]
    assert store.n_articles == 1


@pytest.mark.parametrize("id", ["s9", "s0", "9", "", None, 1])
def test_an_unknown_id_is_refused(store: StatementStore, id: object) -> None:
    assert id not in store
    with pytest.raises(UsageError, match="statement"):
        store.get(id)  # type: ignore[arg-type]


def test_an_unknown_article_is_neither_updated_nor_removed(store: StatementStore) -> None:
    with pytest.raises(UsageError, match="no article 'a1' to update"):
        store.update(article("a1", STAY))
    with pytest.raises(UsageError, match="no article 'a1'"):
        store.remove("a1")
    with pytest.raises(UsageError, match="id of an article"):
        store.remove(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [article("a\ud800", STAY), article("a1", "we \ud800 stay")])
def test_a_lone_surrogate_is_refused(store: StatementStore, given: Quotes) -> None:
    with pytest.raises(TextError, match="surrogate"):
        store.add(given)
    assert store.n_articles == 0


def test_a_closed_store_says_so(path: Path) -> None:
    store = StatementStore(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        len(store)


def test_an_error_in_the_midst_of_an_article_leaves_nothing_of_it(
    store: StatementStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(article("a1", STAY))

    def fail(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("quotekit.statements.store_groups.partition", fail)
        with pytest.raises(KeyboardInterrupt):
            store.add(article("a2", STAY))
    assert store.n_articles == 1
    assert len(store.add(article("a2", STAY))[0].variants) == 2


def test_another_connection_sees_an_article_as_soon_as_it_was_added(
    store: StatementStore, path: Path
) -> None:
    with StatementStore(path) as other:
        store.add(article("a1", STAY))
        assert texts_of(other.get("s1")) == [STAY]
    assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("wal",)
