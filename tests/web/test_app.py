"""The application over a real worker: what each address answers, and what it refuses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from quotekit import ACTS, Article, extract_quotes, find_statements, to_json
from quotekit.outputs.statements import statements_to_json

pytest.importorskip("starlette", reason="the extra web brings it")
pytest.importorskip("python_multipart", reason="the extra web brings it")

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from quotekit.web.pool import Pool

pytestmark = pytest.mark.model

TEXT = (
    "Natalia Jukova, the ministry's spokeswoman, said that the army would be served first. \"We stopped "
    'buying from there long ago," said Edgars Kalnins, the economy minister. He believes prices will fall.'
)
ARTICLES = [
    {"text": "Moscow will suspend its mission, Sergei Lavrov said.", "id": "a", "outlet": "One"},
    {"text": "Russia is to suspend its mission, Lavrov said.", "id": "b", "outlet": "Other"},
]


def test_the_quotes_of_an_article_are_those_of_the_library_in_its_json(client: TestClient) -> None:
    answer = client.post("/v1/quotes", json={"article": {"text": TEXT, "id": "a"}})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert len(answer.json()["quotes"]) == 2
    assert answer.text == to_json(extract_quotes(Article(TEXT, id="a")))


def test_acts_and_least_score_are_those_asked_for(client: TestClient) -> None:
    call = {"article": {"text": TEXT}, "acts": list(ACTS), "min_score": 0.1}
    answer = client.post("/v1/quotes", json=call)
    assert "thought" in {quote["act"] for quote in answer.json()["quotes"]}
    assert answer.text == to_json(extract_quotes(TEXT, acts=ACTS, min_score=0.1))


def test_positions_count_in_the_characters_of_the_text_that_was_sent(client: TestClient) -> None:
    text = "\r\n\U0001f600 “We stay,”\u2028 Lavrov said."
    document = client.post("/v1/quotes", json={"article": {"text": text}}).json()
    ((start, end),) = document["quotes"][0]["content"]
    assert document["article"]["text"] == text
    assert text[start:end] == "We stay,"


def test_the_statements_of_articles_are_those_of_the_library_in_its_json(client: TestClient) -> None:
    answer = client.post("/v1/statements", json={"articles": ARTICLES})
    assert answer.status_code == 200
    assert answer.json()["statements"]
    assert answer.text == statements_to_json(find_statements([Article(**one) for one in ARTICLES]))


@pytest.mark.parametrize("call", [{"articles": []}, {"articles": [{"text": ""}]}])
def test_without_words_there_are_no_statements_and_no_error(client: TestClient, call: Any) -> None:
    answer = client.post("/v1/statements", json=call)
    assert (answer.status_code, answer.json()["statements"]) == (200, [])


def test_two_articles_of_one_id_and_different_texts_are_refused(client: TestClient) -> None:
    answer = client.post("/v1/statements", json={"articles": [{**one, "id": "a"} for one in ARTICLES]})
    assert answer.status_code == 409
    assert "two articles have the id 'a' and different texts" in answer.json()["error"]


def test_health_says_how_many_workers_there_are(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["workers"] == 1
    assert answer.json()["status"] == "ok"


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/v1/quotes", 405, {"POST"}),
        ("DELETE", "/v1/statements", 405, {"POST"}),
        ("POST", "/healthz", 405, {"GET", "HEAD"}),
        ("OPTIONS", "/v1/quotes", 405, {"POST"}),
        ("GET", "/v1/quote", 404, set()),
        ("GET", "/v1/quotes/", 404, set()),
        ("GET", "/docs", 404, set()),
    ],
)
def test_unknown_addresses_and_methods_are_refused(
    client: TestClient, method: str, path: str, status: int, allowed: set[str]
) -> None:
    answer = client.request(method, path, follow_redirects=False)
    assert answer.status_code == status
    assert set(filter(None, answer.headers.get("allow", "").split(", "))) == allowed
    assert path in answer.json()["error"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_page_elsewhere_could_send_unasked_is_refused(client: TestClient, media_type: str) -> None:
    sent = json.dumps({"article": {"text": ""}}).encode()
    answer = client.post("/v1/quotes", content=sent, headers={"Content-Type": media_type})
    assert answer.status_code == 415
    assert "Content-Type must be application/json" in answer.json()["error"]


def test_json_that_is_none_and_fields_that_do_not_fit_are_told_apart(client: TestClient) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert client.post("/v1/quotes", content=b"{", headers=headers).status_code == 400
    assert client.post("/v1/quotes", content=b"{}", headers=headers).status_code == 422


@pytest.mark.parametrize("path", ["/v1/quotes", "/v1/statements"])
def test_a_body_beyond_the_limit_is_refused_by_its_length(client: TestClient, path: str) -> None:
    answer = client.post(path, json={"article": {"text": "a" * 100_000}})
    assert answer.status_code == 413
    assert answer.json()["error"].startswith("the body has more than 100000 bytes")


def test_a_body_that_does_not_tell_its_length_is_refused_once_it_is_too_long(client: TestClient) -> None:
    n_read = 0

    def pieces() -> Iterator[bytes]:
        nonlocal n_read
        for _ in range(100):
            n_read += 10_000
            yield b" " * 10_000

    answer = client.post("/v1/quotes", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_a_body_of_just_the_limit_is_read(client: TestClient) -> None:
    sent = json.dumps({"article": {"text": ""}}).encode().ljust(100_000)
    answer = client.post("/v1/quotes", content=sent, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "media_type"), [("/v1/quotes", "application/json"), ("/", "multipart/form-data; boundary=a")]
)
def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_fault(
    pool: Pool, path: str, media_type: str
) -> None:
    from quotekit.web.app import make_app

    headers = [(b"host", b"localhost"), (b"content-type", media_type.encode()), (b"content-length", b"100")]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    messages = iter(
        [{"type": "http.request", "body": b"--a", "more_body": True}, {"type": "http.disconnect"}]
    )
    sent: list[Any] = []

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(make_app(pool)(scope, receive, send))  # which raises what it takes for a fault of its own
    assert sent[0]["status"] == 499


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", ""])
@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing"])
def test_another_name_than_that_of_this_machine_is_refused(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "this server is not called" in answer.json()["error"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_the_names_of_this_machine_are_answered_to(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 200), ("none", 200)])
def test_a_form_sent_by_a_page_of_another_site_is_refused(client: TestClient, site: str, status: int) -> None:
    answer = client.post("/", data={"text": "No."}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/healthz"), ("POST", "/v1/quotes"), ("GET", "/nothing")]
)
def test_every_answer_forbids_what_a_browser_could_do_with_it(
    client: TestClient, method: str, path: str
) -> None:
    headers = client.request(method, path, headers={"Origin": "https://evil.example"}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers
    assert not [name for name in headers if name.startswith("access-control-")]


def test_the_form_is_a_page_that_loads_nothing(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    tags = read_tags(answer.text)
    assert {"form", "textarea", "button"} <= {name for name, _ in tags}
    assert "script" not in {name for name, _ in tags}
    assert loaded(tags) == []


def test_pasted_and_uploaded_articles_come_back_as_a_page(client: TestClient) -> None:
    files = [("files", ("b.txt", ARTICLES[1]["text"].encode(), "text/plain"))]
    answer = client.post("/", data={"text": ARTICLES[0]["text"]}, files=files)
    assert answer.status_code == 200
    words = read_text(answer.text)
    assert "pasted text" in words
    assert "b.txt" in words
    assert "Sergei Lavrov" in words
    assert "Statements" in words
    assert loaded(read_tags(answer.text)) == []


def test_the_script_of_the_page_is_the_only_one_that_may_run(client: TestClient) -> None:
    policy = client.post("/", data={"text": TEXT}).headers["content-security-policy"]
    (directive,) = [part.strip() for part in policy.split(";") if "script-src" in part]
    assert directive.startswith("script-src 'sha256-")
    assert "unsafe" not in directive


def test_all_acts_are_on_the_page_where_they_were_asked_for(client: TestClient) -> None:
    thought = "thought"
    assert thought in read_text(client.post("/", data={"text": TEXT, "acts": "all"}).text)
    assert thought not in read_text(client.post("/", data={"text": TEXT}).text)


def test_markup_in_texts_and_names_of_files_is_shown_and_not_obeyed(client: TestClient) -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    files = [("files", (f"{attack}.txt", f'"{attack}," Lavrov said.'.encode(), "text/plain"))]
    answer = client.post("/", data={"text": f'"{attack}," said Ann <b onclick=a>Lee</b>.'}, files=files)
    assert answer.status_code == 200
    tags = read_tags(answer.text)
    assert len([name for name, _ in tags if name == "script"]) <= 1
    assert "img" not in {name for name, _ in tags}
    assert not [key for _, attributes in tags for key in attributes if key.startswith("on")]
    assert attack in read_text(answer.text)


@pytest.mark.parametrize(
    ("data", "files", "status", "message"),
    [
        ({"text": " "}, {}, 422, "there is no text: paste an article"),
        ({}, {"files": ("<b>.txt", b"\0\0\0\0")}, 422, "the file '<b>.txt' is binary data"),
        ({"text": "a" * 100_000}, {}, 413, "the body has more than 100000 bytes"),
    ],
)
def test_what_was_wrong_stands_above_the_form(
    client: TestClient, data: Any, files: Any, status: int, message: str
) -> None:
    answer = client.post("/", data=data, files=files)
    assert answer.status_code == status
    assert "form" in {name for name, _ in read_tags(answer.text)}
    assert message in read_text(answer.text)


def test_too_many_files_are_refused(client: TestClient) -> None:
    files = [("files", (f"{i}.txt", b"No.", "text/plain")) for i in range(5)]
    answer = client.post("/", files=files)
    assert answer.status_code == 400
    assert "Too many files" in read_text(answer.text)


def test_a_form_that_is_cut_off_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=a"}
    sent = b'--a\r\nContent-Disposition: form-data; name="text"\r\n\r\nNo.'
    assert client.post("/", content=sent, headers=headers).status_code in {400, 422}


class _Reader(HTMLParser):
    """What a browser makes of a page: its elements, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if not self.tags or self.tags[-1][0] not in {"style", "script"}:
            self.words.append(data)


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def read_tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    return read(page).tags


def read_text(page: str) -> str:
    return "".join(read(page).words)


def loaded(tags: list[tuple[str, dict[str, str | None]]]) -> list[str]:
    """The elements of a page that would fetch something."""
    return [name for name, attributes in tags if name in {"link", "img", "iframe"} or "src" in attributes]
