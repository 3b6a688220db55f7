"""The API held to its own description: by schemathesis, and by answers that hold quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra web brings it")
schemathesis = pytest.importorskip("schemathesis", reason="the extra dev brings it")
jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="schemathesis brings it")

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from quotekit.web.pool import Pool

pytestmark = pytest.mark.model

KEYS = ("text", "id", "outlet", "published", "title", "url")
# Both say the same of one statement, but for the number.
ARTICLES = [
    {
        "text": 'Alexander Elizarov, a minister, said pump prices climbed 8 percent. "We know," he said.',
        "outlet": "One",
        "published": "2025-02-11",
    },
    {"text": "Pump prices climbed 18 percent, Elizarov said.", "outlet": "Two", "id": "b"},
]


@pytest.fixture(scope="module")
def schema(pool: Pool) -> Any:
    from quotekit.web.app import make_app

    return schemathesis.openapi.from_asgi("/openapi.json", make_app(pool, hosts=("testserver", "localhost")))


# schemathesis has a pytest plugin too, which asks for names that pytest 9 no longer has.
@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        ("POST", "/v1/quotes", "positive"),
        ("POST", "/v1/quotes", "negative"),
        ("POST", "/v1/statements", "positive"),
        ("POST", "/v1/statements", "negative"),
        ("GET", "/healthz", "positive"),
    ],
)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_api_answers_as_it_is_described(
    schema: Any, method: str, path: str, mode: str, data: st.DataObject
) -> None:
    """A call that fits the description is answered, one that does not is refused, both in its shapes."""
    case = data.draw(schema[path][method].as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
    case.call_and_validate()


def validator(client: TestClient, name: str) -> Any:
    document = client.get("/openapi.json").json()
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(schema)


def test_an_article_with_quotes_has_the_shape_that_is_described(client: TestClient) -> None:
    answer = client.post("/v1/quotes", json={"article": ARTICLES[0]}).json()
    assert any(quote["speaker"] for quote in answer["quotes"])
    validator(client, "Document").validate(answer)


def test_statements_with_a_disagreement_have_the_shape_that_is_described(client: TestClient) -> None:
    answer = client.post("/v1/statements", json={"articles": ARTICLES}).json()
    assert any(statement["disagreements"] for statement in answer["statements"])
    validator(client, "Statements").validate(answer)


@pytest.mark.parametrize("name", ["Document", "Statements"])
def test_the_described_shape_has_no_room_for_another_key(client: TestClient, name: str) -> None:
    document = {"version": 1, "article": {**dict.fromkeys(KEYS), "text": ""}, "quotes": []}
    fits = document if name == "Document" else {"version": 1, "documents": [document], "statements": []}
    validator(client, name).validate(fits)
    assert not validator(client, name).is_valid({**fits, "more": 1})


def test_the_limits_of_the_server_stand_in_the_description(client: TestClient, pool: Pool) -> None:
    parts = client.get("/openapi.json").json()["components"]
    assert parts["schemas"]["StatementsCall"]["properties"]["articles"]["maxItems"] == pool.limits.articles
    assert str(pool.limits.body_bytes) in parts["responses"]["TooLarge"]["description"]
