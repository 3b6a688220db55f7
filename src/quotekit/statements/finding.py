"""From articles to statements in one call: the road, then grouping, or the store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quotekit.model import Article
from quotekit.pipeline import extract_many
from quotekit.statements.grouping import AnyAliases, group_statements
from quotekit.statements.records import Statement
from quotekit.statements.store import StatementStore

__all__ = ["add_articles", "find_statements"]


def find_statements(
    articles: Iterable[Article | str], *, aliases: AnyAliases | str | Path | None = None, **options: Any
) -> list[Statement]:
    """The statements of some articles, those with most variants first.

    It is `group_statements` of what `extract_many` returns; ``options`` go to the latter. Raises what the two
    raise.

    >>> articles = [
    ...     Article("Moscow will suspend its mission, Lavrov said.", outlet="One"),
    ...     Article("Russia is to suspend its mission, Lavrov said.", outlet="Other"),
    ... ]
    >>> [statement.outlets for statement in find_statements(articles)]
    [('One', 'Other')]
    """
    return group_statements(extract_many(articles, **options), aliases=aliases)


def add_articles(store: StatementStore, articles: Iterable[Article | str], **options: Any) -> list[Statement]:
    """The statements of a store that some articles touch, once their quotes are in it.

    It is `StatementStore.add` of what `extract_many` returns; ``options`` go to the latter. Raises what the
    two raise.

    >>> from tempfile import TemporaryDirectory
    >>> article = Article("Moscow will suspend its mission, Lavrov said.", id="a")
    >>> with TemporaryDirectory() as folder, StatementStore(f"{folder}/statements.db") as store:
    ...     found = add_articles(store, [article])
    >>> [statement.text for statement in found]
    ['Moscow will suspend its mission']
    """
    return store.add(extract_many(articles, **options))
