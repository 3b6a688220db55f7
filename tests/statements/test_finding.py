"""From articles to statements in one call, with the embedded pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quotekit.errors import TextError, UsageError
from quotekit.model import Article
from quotekit.pipeline import extract_many
from quotekit.statements.finding import add_articles, find_statements
from quotekit.statements.grouping import group_statements
from quotekit.statements.store import StatementStore

if TYPE_CHECKING:
    from spacy.language import Language

ARTICLES = [
    Article(
        "Russian Foreign Minister Sergei Lavrov said Moscow would expel eight diplomats.",
        id="d",
        outlet="Dispatch",
        published="2024-05-01",
    ),
    Article(
        "“Moscow will expel eight diplomats,” Foreign Minister Sergey Lavrov told reporters.",
        id="h",
        outlet="Herald",
        published="2024-05-02",
    ),
    Article("Sergei Lavrov said Moscow would expel ten diplomats.", id="p", outlet="Post"),
]


def test_articles_become_statements_in_one_call(nlp: Language) -> None:
    first, second = find_statements(ARTICLES, nlp=nlp)
    assert [(variant.outlet, variant.wording) for variant in first.variants] == [
        ("Dispatch", "paraphrase"),
        ("Herald", "verbatim"),
    ]
    assert first.representative == 1
    assert first.first_reported == "2024-05-01"
    assert [variant.outlet for variant in second.variants] == ["Post"]
    assert [one.other.outlet for one in second.disagreements if one.other] != []


def test_it_is_extraction_and_grouping(nlp: Language) -> None:
    assert find_statements(ARTICLES, nlp=nlp) == group_statements(extract_many(ARTICLES, nlp=nlp))


def test_texts_need_no_record_and_aliases_are_passed_on(nlp: Language) -> None:
    texts = [
        "Sergei Lavrov said the mission in Geneva would be closed on Monday.",
        "Mr. Gromov said the mission in Geneva would be closed on Monday.",
    ]
    assert len(find_statements(texts, nlp=nlp)) == 2
    assert len(find_statements(texts, nlp=nlp, aliases={"Gromov": "Sergei Lavrov"})) == 1


def test_options_go_to_the_extraction(nlp: Language) -> None:
    assert find_statements(ARTICLES, nlp=nlp, acts=("refusal",)) == []


def test_no_articles_have_no_statements(nlp: Language) -> None:
    assert find_statements([], nlp=nlp) == []


def test_what_is_no_text_is_refused(nlp: Language) -> None:
    with pytest.raises(TextError, match="int"):
        find_statements([3], nlp=nlp)  # type: ignore[list-item]  # the mistake that is tested


def test_two_articles_with_one_id_are_refused(nlp: Language) -> None:
    twice = [Article("He said it was late.", id="a"), Article("She said it was early.", id="a")]
    with pytest.raises(UsageError, match="give each an id of its own"):
        find_statements(twice, nlp=nlp)


@pytest.mark.model
def test_articles_are_read_and_kept_in_one_call(tmp_path: Path) -> None:
    article = Article("Moscow will suspend its mission, Lavrov said.", id="a", outlet="One")
    with StatementStore(tmp_path / "statements.db") as store:
        found = add_articles(store, [article])
        assert [one.text for one in found] == ["Moscow will suspend its mission"]
        assert add_articles(store, [article]) == found
        assert len(store) == 1
