"""What MkDocs is to do besides: hold the site to loading nothing from elsewhere; list links that lead out."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

log = get_plugin_logger("links")
# Of the tags below, the attribute that makes a browser fetch something; <a href> only leads there.
FETCHING = {"audio": "src", "embed": "src", "iframe": "src", "img": "src", "link": "href", "object": "data"}
FETCHING |= {"script": "src", "source": "src", "video": "src"}
FETCHED_RELATIONS = {"icon", "manifest", "modulepreload", "preconnect", "preload", "prefetch", "stylesheet"}


class _Addresses(HTMLParser):
    """Of one page: what it fetches from elsewhere, and where it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the address of one tag."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and _is_outside(given.get("href", "")):
            self.linked.append(given["href"])
        address = given.get(FETCHING.get(tag, ""), "")
        if tag == "link" and not FETCHED_RELATIONS & set(given.get("rel", "").split()):
            return
        if _is_outside(address):
            self.fetched.append(address)


def _is_outside(address: str) -> bool:
    return address.startswith(("http:", "https:", "//"))


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Raises `PluginError` where a page fetches something from elsewhere; logs where links lead out."""
    leading_out: dict[str, set[str]] = {}
    for path in sorted(Path(config.site_dir).rglob("*.html")):
        page = _Addresses()
        page.feed(path.read_text(encoding="utf-8"))
        if page.fetched:
            raise PluginError(
                f"{path.name} loads {page.fetched[0]}: a page may load what lies beside it alone"
            )
        for address in page.linked:
            leading_out.setdefault(address, set()).add(path.name)
    for address, names in sorted(leading_out.items()):
        log.info("leads out, not checked: %s (%s)", address, ", ".join(sorted(names)))
