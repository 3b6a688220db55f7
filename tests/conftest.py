"""Fixtures and marks for the whole suite."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# A parse takes as long as the machine lets it: no deadline for an example. Where CI is set, the examples
# are the same in every run, so that a change is not blamed for what another run would have found.
settings.register_profile(
    "quotekit",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("quotekit")

# A doctest has no fixture to ask for: it needs the pipeline where it calls one of these.
LOADING_CALLS = (
    "extract_quotes(",
    "extract_many(",
    "read_renderings(",
    "find_statements(",
    "add_articles(",
    "load_pipeline(",
    "train_labeller(",
    "parse(",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what loads the pipeline or reads ../shared, so that -m can leave it out."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "nlp" in fixtures:
            item.add_marker(pytest.mark.model)
        if "shared_dir" in fixtures:
            item.add_marker(pytest.mark.shared)
        if isinstance(item, pytest.DoctestItem) and item.dtest is not None:
            source = "".join(example.source for example in item.dtest.examples)
            if any(call in source for call in LOADING_CALLS):
                item.add_marker(pytest.mark.model)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder ../shared; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: this test reads corpora that are not in the repository")
    return SHARED


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    """The stories of the repository, with their labels."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The embedded pipeline, loaded once for all tests; asking for it marks the test `model`."""
    from quotekit.parsing import load_pipeline

    return load_pipeline(None)
