"""A page as a parser reads it: its elements, their texts, and the texts of its articles."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["HOSTILE", "Page", "colours_of"]

# What a browser would obey: markup, ends of elements, a turn of direction, a control character.
HOSTILE = '</span></p></style></script><script>alert(1)</script><img src=x onerror="alert(1)">\' & \u202e\x07'
VOID = {"meta"}
# All that either page, or a fragment, is made of.
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "script", "div", "header", "main", "aside", "footer"),
    *("nav", "article", "section", "h1", "h2", "h3", "p", "a", "ol", "ul", "li", "dl", "dt", "dd", "span"),
    *("b", "i", "q", "bdi", "small", "strong", "blockquote", "mark", "del", "details", "summary"),
}
ATTRIBUTES = {
    *(
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "style",
        "href",
        "title",
        "rel",
        "role",
    ),
    *("value", "data-s", "data-q", "data-of", "data-label", "data-code"),
    *("aria-label", "aria-labelledby", "aria-hidden"),
}


class Page(HTMLParser):
    """The elements of a page in order, with the text in each of them.

    ``articles`` are the texts of its articles: what is left of them once tags are stripped.
    """

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[str] = []
        self.inside: list[list[str]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.inside.append([])
            self.texts.append((tag, dict(attrs), self.inside[-1]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.inside.pop()

    def handle_data(self, data: str) -> None:
        for text in self.inside:
            text.append(data)

    @property
    def articles(self) -> list[str]:
        return ["".join(parts) for _, attrs, parts in self.texts if attrs.get("class") == "text"]

    def all(self, tag: str, name: str | None = None) -> list[str]:
        """The text in each element of a kind (and class), in order, white space as one space."""
        return [
            " ".join("".join(parts).split())
            for found, attrs, parts in self.texts
            if found == tag and (name is None or name in (attrs.get("class") or "").split())
        ]

    def having(self, attribute: str, value: str | None = None) -> list[dict[str, str | None]]:
        """The attributes of each element that has this one, with this value where one is given."""
        return [
            attrs
            for _, attrs in self.elements
            if attribute in attrs and (value is None or attrs[attribute] == value)
        ]

    def links(self) -> list[str | None]:
        return [attrs["href"] for tag, attrs in self.elements if tag == "a"]

    def is_sound(self) -> bool:
        """Whether it is closed, of known elements and attributes alone, and has each id once."""
        ids = [attrs["id"] for attrs in self.having("id")]
        known = all(
            tag in ELEMENTS and (attrs.keys() <= ATTRIBUTES or tag == "meta") for tag, attrs in self.elements
        )
        return known and not self.open and len(ids) == len(set(ids))


def colours_of(style: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours that a style names, as "#rrggbb": those for light, and those for dark."""
    light, dark = {}, {}
    for name, first, second in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)", style):
        light[name], dark[name] = _whole(first), _whole(second)
    return light, dark


def _whole(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
