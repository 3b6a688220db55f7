"""A browser for the pages: Debian's Chromium, driven by playwright; skipped where either is absent."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


# Of a module, not of the session: while playwright runs, this thread has an event loop, and a test of
# something else could start none.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is absent: pip install 'quotekit[browser]'"
    )
    if CHROMIUM is None:
        pytest.skip("chromium is absent: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        # A container seldom lets Chromium build its own sandbox; the pages are ours.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens pages given by file name and source, the first of them; none may complain, load or ask.

    Options go to the browser's context: ``color_scheme``, ``java_script_enabled``.
    """
    wrong: list[str] = []
    opened: list[Any] = []

    def open_pages(pages: dict[str, str], *, width: int = 1280, **options: Any) -> Page:
        for name, source in pages.items():
            (tmp_path / name).write_text(source, encoding="utf-8", newline="")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        files = {(tmp_path / name).as_uri() for name in pages}
        page.on(
            "request",
            lambda request: request.url.split("#")[0] in files or wrong.append(f"request: {request.url}"),
        )
        page.goto((tmp_path / next(iter(pages))).as_uri())
        return page

    yield open_pages
    for context in opened:
        context.close()
    assert wrong == []
