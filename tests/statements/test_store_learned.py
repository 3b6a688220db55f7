"""A store with the similarity that quotekit ships comes to the groups of all articles at once."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from stores_by_hand import article, check_rows, groups_of, person

from quotekit.statements.grouping import group_statements
from quotekit.statements.store import StatementStore
from quotekit.statements.thresholds import FULL_UNITS

LAVROV = person("Sergei Lavrov", role="foreign minister")
ARTICLES = [
    article(
        "d1",
        "We will stay in Geneva until Friday",
        ("the sanctions hurt nobody but Europe", "Moscow will answer in kind"),
        speaker=LAVROV,
        outlet="Dispatch",
        published="2024-05-01",
    ),
    article(
        "h1",
        "they would stay in Geneva until Friday",
        "eight diplomats will leave the embassy",
        speaker=LAVROV,
        outlet="Herald",
        published="2024-05-01",
    ),
    article(
        "p1",
        "the sanctions hurt nobody except Europe",
        "ten diplomats will leave the embassy",
        speaker=LAVROV,
        outlet="Post",
        published="2024-05-02",
    ),
    article("t1", "prices will rise by four percent this year", outlet="Times", published="2024-05-02"),
    article("d2", "prices will rise by four percent this year", outlet="Dispatch", published="2024-05-03"),
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1)])
def test_articles_one_by_one_come_to_the_groups_of_all_at_once(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    path = tmp_path / "news.store"
    with StatementStore(path) as store:
        for at in order:
            store.add(ARTICLES[at])
        assert groups_of(store.export()) == groups_of(group_statements(ARTICLES))
        assert store.regroup() == 0
        [twins] = store.search(text="prices will rise by four percent this year", limit=1)
        assert {variant.article.id for variant in twins.variants} == {"t1", "d2"}
        assert not store.is_stale
    check_rows(path)


WHO = ("the government", "the cabinet", "ministers")
PLANS = ("will close", "plans to close", "is going to shut", "will shut down")
WHAT = ("the old mine in the valley", "the mine", "the valley mine", "the coal mine at Norton")
WHEN = ("next spring", "after the winter")


def test_many_renderings_that_hang_together_come_to_the_groups_of_all_at_once(tmp_path: Path) -> None:
    told = [" ".join(words) for words in product(WHO, PLANS, WHAT, WHEN)][::4]
    articles = [
        article(f"a{at}", text, speaker=LAVROV if at % 3 else None, published=f"2024-05-0{1 + at % 4}")
        for at, text in enumerate(told)
    ]
    batch = groups_of(group_statements(articles))
    assert max(map(len, batch)) > FULL_UNITS
    with StatementStore(tmp_path / "news.store") as store:
        store.add(articles[::2] + articles[1::2])
        assert groups_of(store.export()) == batch
        assert store.regroup() == 0
