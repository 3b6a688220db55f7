"""The frame of a page: head, style, script, and the speakers at its side."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from quotekit.outputs.display import printable
from quotekit.outputs.places import Cast, Role

__all__ = ["fragment", "page", "shown", "side"]

_Stop = tuple[str, str]  # an address and the words of the link


def page(title: str, body: Iterable[str], cast: Cast) -> Iterator[str]:
    """A whole page in pieces: it needs nothing beside itself, and nothing in it but its own script runs.

    ``cast`` are the speakers that the body has colours for.
    """
    name = shown(title)
    script = _asset("page.js")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        # Whatever slips through the escaping must still not load or run: the one script is known by its hash.
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n{_style(cast)}</head>\n"
        '<body>\n<div class="quotekit page">\n<div class="frame">\n'
    )
    yield from body
    yield f"</div>\n<script>{script}</script>\n</div>\n</body>\n</html>\n"


def fragment(body: Iterable[str], cast: Cast) -> str:
    """A part of somebody else's page, a notebook say: it brings its style, and no script."""
    return f'{_style(cast)}<div class="quotekit"><div class="frame">\n{"".join(body)}</div></div>\n'


def side(cast: Cast, unit: str, stops: Sequence[_Stop] = (), name: str = "Articles") -> Iterator[str]:
    """The speakers with the number of their quotes or statements, and below them the parts of the page.

    Each is a link to the first of them; where scripts run, a button that shows theirs alone.
    """
    yield '<aside class="side"><div>\n'
    if cast.roles:
        yield '<h2>Speakers</h2>\n<p class="status" role="status"></p>\n<ul aria-label="Speakers">\n'
        yield from (_role(role, unit) for role in cast.roles)
        yield "</ul>\n"
    if len(stops) > 1:
        links = "".join(f'<li><a href="{href}"><bdi>{shown(words)}</bdi></a></li>\n' for href, words in stops)
        yield f'<nav class="articles" aria-label="{name}">\n<h3>{name}</h3>\n<ul>\n{links}</ul>\n</nav>\n'
    yield "</div></aside>\n"


def shown(text: str) -> str:
    """``text`` for a reader, as HTML."""
    return escape(printable(text))


def _role(role: Role, unit: str) -> str:
    detail = f"<small><bdi>{escape(role.detail)}</bdi></small>" if role.detail else ""
    colour = f'data-s="{role.number}" style="--s:var(--s{role.number})"'
    return (
        f'<li><a class="speaker" href="#{role.first}" {colour}>'
        f"<span><bdi>{escape(role.name)}</bdi> {detail}</span> "
        f'<b>{role.n}<span class="unseen"> {unit}{"" if role.n == 1 else "s"}</span></b></a></li>\n'
    )


def _style(cast: Cast) -> str:
    # A script hides a speaker's marks by changing --s; --of stays.
    colours = {role.number: role.colour for role in cast.roles} | {0: 0}
    known = "".join(f"--of{n}:var(--c{colour});--s{n}:var(--of{n});" for n, colour in sorted(colours.items()))
    return f"<style>\n{_asset('page.css')}{_asset('statements.css')}.quotekit{{{known}}}\n</style>\n"


@cache
def _asset(name: str) -> str:
    return files("quotekit").joinpath("outputs", name).read_text(encoding="utf-8")
