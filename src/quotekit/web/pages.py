"""The pages of the server: the form, and what quotekit's own page of quotes and statements may load."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files

from quotekit.outputs.display import counted, printable
from quotekit.web.limits import Limits

__all__ = ["form_page", "script_hash"]

_HASH = re.compile(r"script-src ('sha256-[A-Za-z0-9+/]+=*')")


def form_page(limits: Limits, *, problem: str = "") -> str:
    """The page to start from: a field to paste into, a choice of files, and what was wrong before.

    >>> "<form" in form_page(Limits()), "1 &lt; 2" in form_page(Limits(), problem="1 < 2")
    (True, True)
    """
    style = files("quotekit").joinpath("web", "form.css").read_text(encoding="utf-8")
    note = f'<p class="problem" role="alert">{escape(printable(problem))}</p>\n' if problem else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>quotekit</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        '<h1>Who said what</h1>\n<p class="note">Quotes, speakers and statements of news in English. '
        "What you send is read here and not kept.</p>\n"
        f'{note}<form method="post" enctype="multipart/form-data">\n'
        '<label for="text">Paste an article</label>\n'
        '<textarea id="text" name="text" spellcheck="false"></textarea>\n'
        '<label for="files">Or choose text files, each one article</label>\n'
        '<input id="files" name="files" type="file" accept=".txt,text/plain" multiple>\n'
        f'<p class="note">Up to {counted(limits.articles, "article")}, {_size(limits.body_bytes)} in all. '
        "What several articles report is shown as one statement.</p>\n"
        '<label class="check"><input type="checkbox" name="acts" value="all"> '
        "Also thoughts, intentions, evidence and refusals</label>\n"
        "<button>Find quotes</button>\n</form>\n</main>\n</body>\n</html>\n"
    )


def script_hash(page: str) -> str | None:
    """What a policy calls the one script of a page of quotekit, as the page itself says; `None` without.

    >>> script_hash("<meta content=\\"script-src 'sha256-AbC='\\"><title>")
    "'sha256-AbC='"
    >>> script_hash("<title>script-src 'sha256-AbC='") is None
    True
    """
    # No word of an article stands before the title.
    found = _HASH.search(page.partition("<title>")[0])
    return found[1] if found else None


def _size(n_bytes: int) -> str:
    """A number of bytes for a reader.

    >>> _size(1 << 20), _size(2_500), _size(10)
    ('1 MB', '2.4 kB', '10 bytes')
    """
    for unit, size in (("MB", 1 << 20), ("kB", 1 << 10)):
        if n_bytes >= size:
            return f"{n_bytes / size:.1f}".removesuffix(".0") + f" {unit}"
    return f"{n_bytes} bytes"
