"""The server as a user starts it: a process that listens, answers, frees its workers, and ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from quotekit import cli
from quotekit.errors import UsageError

pytest.importorskip("starlette", reason="the extra web brings it")
pytest.importorskip("uvicorn", reason="the extra web brings it")

from quotekit.web.serving import hosts_of, listen

posix = pytest.mark.skipif(os.name != "posix", reason="signals, and the processes in /proc")
QUOTEKIT = (sys.executable, "-c", "from quotekit.cli import main; main()")
LONG = "The minister said that prices rose, and she said that they would fall. " * 12_000


class Server:
    """A running ``quotekit serve``, asked by plain HTTP."""

    def __init__(self, *options: str) -> None:
        command = [*QUOTEKIT, "serve", "--port", "0", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.said = self.process.stderr.readline()
        found = re.search(r"serving at http://127\.0\.0\.1:(\d+)/", self.said)
        assert found, self.said
        self.port = int(found[1])

    def ask(self, method: str, path: str, call: Any = None, timeout: float = 100) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        body = None if call is None else json.dumps(call)
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, json.loads(text) if text.startswith("{") else text

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(30)
        assert self.process.stderr is not None
        self.process.stderr.close()

    def workers(self) -> set[int]:
        """The processes that read articles: those children that have spaCy in memory."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    started = Server("--seconds", "3", "--queue", "0")
    yield started
    started.stop()


def until(holds: Callable[[], bool], seconds: float = 200) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


pytestmark = pytest.mark.model


def test_it_answers_on_a_free_port(server: Server) -> None:
    assert server.ask("GET", "/healthz")[0] == 200
    assert "<form" in server.ask("GET", "/")[1]
    status, document = server.ask("POST", "/v1/quotes", {"article": {"text": "We stay, Lavrov said."}})
    assert (status, [quote["speaker"]["name"] for quote in document["quotes"]]) == (200, ["Lavrov"])


@posix
def test_work_beyond_the_time_is_stopped_and_its_process_is_gone(server: Server) -> None:
    (before,) = server.workers()
    status, answer = server.ask("POST", "/v1/quotes", {"article": {"text": LONG}})
    assert status == 504
    assert "the work took longer than 3 seconds and was stopped" in answer["error"]
    until(lambda: before not in server.workers())
    until(lambda: server.ask("GET", "/healthz")[0] == 200)
    assert server.ask("POST", "/v1/quotes", {"article": {"text": "We stay, Lavrov said."}})[0] == 200


@posix
def test_work_that_nobody_waits_for_is_stopped(server: Server) -> None:
    until(lambda: server.ask("GET", "/healthz")[0] == 200)
    (before,) = server.workers()
    connection = HTTPConnection("127.0.0.1", server.port)
    body = json.dumps({"article": {"text": LONG}})
    connection.request("POST", "/v1/quotes", body, {"Content-Type": "application/json"})
    time.sleep(0.5)
    connection.close()
    until(lambda: before not in server.workers())
    until(lambda: server.ask("GET", "/healthz")[0] == 200)


def test_with_no_room_to_wait_a_second_request_is_turned_away(server: Server) -> None:
    until(lambda: server.ask("GET", "/healthz")[0] == 200)
    first = HTTPConnection("127.0.0.1", server.port)
    first.request(
        "POST",
        "/v1/quotes",
        json.dumps({"article": {"text": LONG}}),
        {"Content-Type": "application/json"},
    )
    time.sleep(0.5)
    assert server.ask("POST", "/v1/quotes", {"article": {"text": "No."}})[0] == 503
    assert first.getresponse().status == 504
    first.close()


def test_a_body_that_never_comes_is_given_up(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(
            b"POST /v1/quotes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 50\r\n\r\n{"
        )
        client.settimeout(30)
        assert client.recv(1000).startswith(b"HTTP/1.1 408")


@posix
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_it_ends_with_its_workers_when_it_is_told_to(sent: signal.Signals, code: int) -> None:
    server = Server()
    workers = server.workers()
    assert len(workers) == 1
    server.process.send_signal(sent)
    assert server.process.wait(30) == code
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    assert server.process.stderr is not None
    assert server.process.stderr.read() == ""
    server.stop()


@posix
def test_its_workers_end_when_it_is_killed() -> None:
    server = Server()
    workers = server.workers()
    server.stop()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*QUOTEKIT, *arguments], capture_output=True, text=True, check=False, timeout=60)


def test_a_port_that_is_taken_is_told_at_once() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.returncode == 2
    assert f"'127.0.0.1' port {port} cannot be listened on" in result.stderr
    assert "give another --host or --port" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_host_that_is_not_this_machine_is_told_at_once() -> None:
    with pytest.raises(UsageError, match=r"'no-such-host\.invalid' port 0 cannot be listened on"):
        listen("no-such-host.invalid", 0)


def test_a_pipeline_that_does_not_exist_is_told_at_the_start() -> None:
    result = run("serve", "--port", "0", "--nlp", "no/such/folder")
    assert result.returncode == 2
    assert "no/such/folder" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("seconds", ["inf", "nan", "0", "1e9"])
def test_a_time_that_is_none_is_told_at_once(seconds: str) -> None:
    result = run("serve", "--port", "0", "--seconds", seconds)
    assert result.returncode == 2
    assert "Invalid value for '--seconds'" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("library", ["starlette", "uvicorn", "python_multipart"])
def test_without_the_extra_the_error_names_it(
    library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert cli._run(["serve"]) == 2
    error = capsys.readouterr().err
    assert library in error
    assert "pip install 'quotekit[web]'" in error


def test_the_command_line_does_not_load_the_server() -> None:
    check = "import sys, quotekit.cli; sys.exit(bool({'starlette', 'uvicorn', 'spacy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


@pytest.mark.parametrize(
    ("host", "allowed", "names"),
    [
        ("127.0.0.1", [], {"localhost", "127.0.0.1", "[::1]"}),
        ("127.0.0.2", [], {"localhost", "127.0.0.1", "[::1]", "127.0.0.2"}),
        ("::1", [], {"localhost", "127.0.0.1", "[::1]"}),
        ("LOCALHOST", ["News.Example"], {"localhost", "127.0.0.1", "[::1]", "news.example"}),
        ("0.0.0.0", [], None),
        ("quotes.example", ["q.example"], {"localhost", "127.0.0.1", "[::1]", "quotes.example", "q.example"}),
    ],
)
def test_the_names_that_are_answered_to_follow_from_where_it_listens(
    host: str, allowed: list[str], names: set[str] | None
) -> None:
    assert hosts_of(host, allowed) == names
