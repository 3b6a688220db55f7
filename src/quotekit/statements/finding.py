"""From articles to statements in one call: the road, then grouping."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quotekit.model import Article
from quotekit.pipeline import extract_many
from quotekit.statements.grouping import AnyAliases, group_statements
from quotekit.statements.records import Statement

__all__ = ["find_statements"]


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
