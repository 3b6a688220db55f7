"""The form of the page as a job: what was pasted, then the files, each one article."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath

from attrs import frozen

from quotekit.model import ACTS, Act, Article
from quotekit.settings import NUL_SHARE
from quotekit.web.errors import RequestError
from quotekit.web.jobs import Job

__all__ = ["File", "read_form"]


@frozen
class File:
    """A file as it was uploaded."""

    name: str
    data: bytes


def read_form(pasted: str, files: Iterable[File], *, all_acts: bool = False) -> Job:
    """The job of the form, a page of what was pasted and of the files. Raises `RequestError`, 422.

    A browser sends "\\r\\n" for each end of line in a text field; the text that was pasted had "\\n".
    The text of a file stays as it is, but for a byte order mark at its start.

    >>> read_form("No,\\r\\nhe said.", [File("a.txt", b"Yes.")]).articles[1].id
    'a.txt'
    """
    articles = []
    if pasted.strip():
        articles.append(Article(pasted.replace("\r\n", "\n"), id="pasted text"))
    articles += [_article(file) for file in files]
    if not articles:
        raise RequestError(422, "there is no text: paste an article, or choose text files")
    acts: tuple[Act, ...] = ACTS if all_acts else ("speech",)
    return Job("page", tuple(articles), acts)


def _article(file: File) -> Article:
    name = PurePosixPath(PureWindowsPath(file.name).name).name or "file"
    if file.data.count(0) > NUL_SHARE * len(file.data):
        raise RequestError(422, f"the file {name!r} is binary data, not text: choose text files")
    n_bom = len(codecs.BOM_UTF8) if file.data.startswith(codecs.BOM_UTF8) else 0
    try:
        return Article(file.data[n_bom:].decode("utf-8"), id=name)
    except UnicodeDecodeError as error:
        raise RequestError(
            422, f"byte {error.start + n_bom} of the file {name!r} is not UTF-8: save it as UTF-8 text"
        ) from error
