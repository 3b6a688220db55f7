"""A server's workers for the tests of this folder: started once, and the application over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from quotekit.web.pool import Pool


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """One worker with the embedded pipeline."""
    from quotekit.web.limits import Limits
    from quotekit.web.pool import Pool

    started = Pool(Limits(seconds=120, body_bytes=100_000, articles=4))
    started.start()
    yield started
    started.close()


@pytest.fixture
def client(pool: Pool) -> TestClient:
    """A client of the application; a fault in it is an answer, and not an exception here."""
    from starlette.testclient import TestClient

    from quotekit.web.app import make_app

    return TestClient(make_app(pool), base_url="http://localhost", raise_server_exceptions=False)
