"""Quotes in files, written and read: brat folders, our JSON and JSONL, as annotators may correct them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from quotekit.errors import FormatError, InputError, QuotekitError, UsageError
from quotekit.inputs import files_in, is_jsonl, once_each, read_records
from quotekit.model import Article, Quotes
from quotekit.outputs.brat import ARTICLES, brat_files
from quotekit.outputs.brat_reading import from_brat
from quotekit.outputs.jsonl import from_dict, from_line
from quotekit.outputs.writing import write_folder

__all__ = ["is_brat", "read_brat", "read_quotes", "write_brat"]

_METADATA: Final = ("outlet", "published", "title", "url")

_OnError = Callable[[QuotekitError], object]


def _raise(error: QuotekitError) -> NoReturn:
    raise error


def write_brat(quotes: Quotes | Iterable[Quotes], folder: str | Path) -> None:
    """Writes the quotes as a brat folder, which is made: texts, annotations, and the configuration.

    `quotekit.outputs.brat.to_brat` says what is kept. All is written or nothing; raises `UsageError` where
    ``folder`` is there already and is not empty.
    """
    write_folder(Path(folder), brat_files(quotes))


def read_brat(path: str | Path, *, on_error: _OnError = _raise) -> Iterator[Quotes]:
    """The quotes of a brat folder (or of one ``.ann`` file), an article at a time, in the order of the names.

    Each ``.ann`` is read with the ``.txt`` beside it, also in folders within. The text is the file's own
    characters, a byte order mark too, since brat counts it. Articles have their id and metadata from
    ``articles.jsonl`` where `write_brat` has left it; others are called by the name of the text.

    Raises `InputError` for what cannot be read, and `FormatError`, which names file and place, for what is
    not in the format; with ``on_error`` the error is given to it and the rest goes on.
    """
    path = Path(path)
    known: dict[Path, dict[str, Article]] = {}
    for file in _ann_files(path, on_error):
        try:
            text, ann = _read_text(file.with_suffix(".txt")), _read_text(file).removeprefix("\ufeff")
            if file.parent not in known:
                known[file.parent] = _articles(file.parent / ARTICLES)
            quotes = from_brat(ann, _article_of(file.with_suffix(".txt"), text, known[file.parent]))
        except FormatError as error:
            on_error(FormatError(f"{file}: {error}"))
        except InputError as error:
            on_error(error)
        else:
            yield quotes


def read_quotes(
    path: str | Path, *, articles: Iterable[Article] = (), on_error: _OnError = _raise
) -> Iterator[Quotes]:
    """The quotes of a file that quotekit wrote, or that somebody corrected, an article at a time.

    A folder or an ``.ann`` file is brat's (see `read_brat`); ``.jsonl`` (or ``.jsonl.gz``) has a line a
    document, as ``quotekit extract --format jsonl`` writes it or `to_json`; ``.json`` is the list of
    ``--format json``, or one document. A line that does not hold its text is read over the article of
    ``articles`` whose id is its ``doc``; or it has the text itself, under ``text``.

    Raises `InputError` and `FormatError`, which name the place, as `read_brat` does.
    """
    path = Path(path)
    if is_brat(path):
        yield from read_brat(path, on_error=on_error)
        return
    texts = _by_id(articles, on_error)
    records = read_records(path, on_error=on_error) if is_jsonl(path) else _documents(path, on_error)
    for number, record in records:
        where = f"{path}, {'line' if is_jsonl(path) else 'document'} {number}"
        try:
            quotes = _quotes_of(record, texts)
        except FormatError as error:
            on_error(FormatError(f"{where}: {error}"))
        else:
            yield quotes


def is_brat(path: str | Path) -> bool:
    """Whether brat annotations are at a path: a folder, or a file that ends in ``.ann``.

    >>> is_brat("corrected/story.ann"), is_brat("quotes.jsonl")
    (True, False)
    """
    return Path(path).suffix == ".ann" or Path(path).is_dir()


def _by_id(articles: Iterable[Article], on_error: _OnError) -> dict[str | None, Article]:
    """The articles by their ids; those without one, where they are several, cannot be told apart."""
    given = list(articles) if isinstance(articles, Iterable) and not isinstance(articles, str) else [articles]
    wrong = [one for one in given if not isinstance(one, Article)]
    if wrong or not isinstance(articles, Iterable):
        seen = f"{(wrong or given)[0]!r:.60}"
        raise UsageError(f"articles must be a list of Article, got {seen}: give Article(text, id=…)")
    known = [one for one in given if isinstance(one, Article)]
    named = [article for article in known if article.id is not None]
    unnamed = [article for article in known if article.id is None]
    found: dict[str | None, Article] = {one.id: one for one in once_each(named, on_error=on_error)}
    return found | ({None: unnamed[0]} if len(unnamed) == 1 else {})


def _ann_files(path: Path, on_error: _OnError) -> list[Path]:
    if not path.exists():
        on_error(InputError(f"{path}: there is no such file or folder: check the name"))
        return []
    if not path.is_dir():
        if path.suffix == ".ann":
            return [path]
        on_error(InputError(f"{path}: this is no .ann file: name one, or a folder of them"))
        return []
    files = files_in(path, ".ann", on_error=on_error)
    if not files:
        on_error(InputError(f"{path}: no .ann file in this folder: name a folder of brat annotations"))
    return files


def _read_text(path: Path) -> str:
    """The text of a file, nothing taken off. Raises `InputError`."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}: check the file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8: write the file again in UTF-8") from error


def _articles(path: Path) -> dict[str, Article]:
    """The articles that a brat folder keeps, without their texts, by the names of their files."""
    if not path.is_file():
        return {}
    found = {}
    for number, record in read_records(path):
        file, *values = (record.get(key) for key in ("file", "id", *_METADATA))
        if not isinstance(file, str) or any(not isinstance(value, (str, type(None))) for value in values):
            raise FormatError(
                f'{path}, line {number}: "file" and the metadata are to be strings: mend the line'
            )
        found[file] = Article("", *values)
    return found


def _article_of(path: Path, text: str, known: Mapping[str, Article]) -> Article:
    about = known.get(path.name, Article("", id=path.name))
    return Article(text, about.id, about.outlet, about.published, about.title, about.url)


def _documents(path: Path, on_error: _OnError) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The documents of a JSON file, a list of them or a single one."""
    try:
        data = json.loads(_read_text(path).removeprefix("\ufeff"))
    except InputError as error:
        on_error(error)
        return
    except (ValueError, RecursionError) as error:
        on_error(FormatError(f"{path}: this is not JSON ({error}): give what quotekit extract wrote"))
        return
    for number, record in enumerate(data if isinstance(data, list) else [data], start=1):
        if isinstance(record, dict):
            yield number, record
        else:
            on_error(FormatError(f"{path}, document {number}: {record!r:.40} is no JSON object"))


def _quotes_of(record: Mapping[str, Any], texts: Mapping[str | None, Article]) -> Quotes:
    if "article" in record:
        return from_dict(record)
    doc, text = record.get("doc"), record.get("text")
    if isinstance(text, str):
        return from_line(record, text)
    if not isinstance(doc, (str, type(None))) or doc not in texts:
        raise FormatError(
            f"the text of {doc!r} is neither in the line, nor is there an article of this id: "
            "give the texts that the quotes were taken from"
        )
    return from_line(record, texts[doc])
