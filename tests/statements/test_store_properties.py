"""However articles come, a store has the groups that all of them have together."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from stores_by_hand import article, check_rows, grouped_at_once, groups_of, person, use_words

from quotekit.model import Quotes
from quotekit.statements.store import StatementStore

words = st.sampled_from(["talks", "end", "begin", "Geneva", "Monday", "not"])
contents = st.lists(words, min_size=1, max_size=5).map(" ".join)
speakers = st.sampled_from([None, None, person("Ann Lee"), person("Jo Wu")])
ids = st.sampled_from(["a", "b", "c", "d", "e", "f"])


@st.composite
def articles(draw: st.DrawFn) -> Quotes:
    """An article of a few ids, so that one may come again with another text."""
    quotes = draw(st.lists(st.tuples(contents, contents) | contents, max_size=3))
    published = draw(st.sampled_from([None, "2024-05-01", "2024-05-02"]))
    return article(draw(ids), *quotes, speaker=draw(speakers), published=published)


@pytest.fixture(autouse=True, scope="module")
def _by_words():
    with pytest.MonkeyPatch.context() as patch:
        use_words(patch)
        yield


@given(
    st.lists(st.lists(articles(), max_size=3) | ids, max_size=6),
    st.lists(articles(), max_size=4, unique_by=lambda one: one.article.id),
)
@hypothesis_settings(max_examples=80)
def test_batches_corrections_and_removals_lead_to_the_groups_of_what_is_left(
    steps: Sequence[list[Quotes] | str], last: list[Quotes]
) -> None:
    left: dict[str | None, Quotes] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.store"
        with StatementStore(path) as store:
            for step in [*steps, last]:
                if isinstance(step, str):
                    if step in left:
                        store.remove(step)
                        del left[step]
                    continue
                store.add(step)
                for one in step:
                    # The same text changes nothing, whatever else is said of the article.
                    if one.article.id not in left or left[one.article.id].text != one.text:
                        left[one.article.id] = one
            found = list(store.export())
            assert groups_of(found) == grouped_at_once(left.values())
            assert [int(one.id[1:]) for one in found] == sorted({int(one.id[1:]) for one in found})
            assert store.regroup() == 0
            assert list(store.export()) == found
        check_rows(path)


@given(
    st.lists(articles(), min_size=2, max_size=5, unique_by=lambda one: one.article.id),
    st.lists(articles(), max_size=2),
    st.data(),
)
@hypothesis_settings(max_examples=60)
def test_what_was_set_apart_stays_apart_and_ids_stay(
    first: list[Quotes], then: list[Quotes], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.store"
        with StatementStore(path) as store:
            store.add(first)
            merges = store.merges()
            assume(merges)
            merge = data.draw(st.sampled_from(merges))
            assume(merge.units)
            # What came later than the merge, or moved on, is on neither of its sides.
            later = {unit for one in merges if one.number > merge.number for unit in one.units}
            came = set(merge.units) - later
            homes = _homes(store)
            there = {place for place, id in homes.items() if id in {homes[unit] for unit in came}}
            there -= {*merge.units, *later}
            assume(came and there)
            store.undo(merge.number)
            known = {one.article.id for one in first}
            store.add([one for one in then if one.article.id not in known])
            store.regroup()
            homes = _homes(store)
            assert {homes[place] for place in there}.isdisjoint({homes[place] for place in came})
        check_rows(path)


def _homes(store: StatementStore) -> dict[tuple[str, int, int], str]:
    """The statement of each unit."""
    rows = store._db.execute(
        "SELECT u.statement, a.key, u.quote, u.segment FROM units u JOIN articles a ON a.id = u.article"
    )
    return {(key, quote, segment): f"s{statement}" for statement, key, quote, segment in rows}
