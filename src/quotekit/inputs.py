"""Files, folders, standard input and JSONL as articles, one at a time.

The text is what stands in the file: line ends stay as they are, and nothing is normalised, so that
offsets count in the file's own characters. One thing is taken off, a UTF-8 byte order mark at the
very start: it says how the file is encoded and is no part of its text (as editors, and Python's
``utf-8-sig``, have it), so offsets count from the character after it.
"""

from __future__ import annotations

import codecs
import gzip
import json
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from attrs import frozen

from quotekit.errors import FormatError, InputError, QuotekitError, UsageError
from quotekit.lexicon import word_list
from quotekit.model import Article, Speaker, SpeakerKind
from quotekit.names import name_key
from quotekit.names.organisations import country_of, is_listed, seat_of
from quotekit.settings import NUL_SHARE

__all__ = [
    "STDIN",
    "Item",
    "TextPair",
    "files_in",
    "find_files",
    "is_jsonl",
    "once_each",
    "read_articles",
    "read_items",
    "read_pairs",
    "read_records",
]

STDIN: Final = Path("-")

_SURROGATE = re.compile("[\ud800-\udfff]")
# A name in capitals that is no longer is an acronym: "OPEC", but not "LAVROV".
_MOST_LETTERS = 5
_METADATA = ("outlet", "published", "title", "url")

_OnError = Callable[[QuotekitError], object]


@frozen
class Item:
    """A rendering that is already cut: its id as the file has it, its text as an article, who said it."""

    id: str | int
    article: Article
    speaker: Speaker | None = None


@frozen
class TextPair:
    """Two texts that are to be compared, with the id of the pair as the file has it."""

    id: str | int
    a: str
    b: str


def _raise(error: QuotekitError) -> NoReturn:
    raise error


def find_files(paths: Iterable[str | Path], *, on_error: _OnError = _raise) -> list[Path]:
    """The files behind ``paths``: each file itself, and for a folder the ``*.txt`` in it.

    Folders are read to any depth, in the order of the names; ``-`` is standard input. A path that
    is absent and a folder without text are given to ``on_error`` as an `InputError` and left out;
    by default that is raised. Two files of one name are two documents.
    """
    files: list[Path] = []
    for name in paths:
        path = Path(name)
        if not str(name) or not (path == STDIN or path.exists()):
            on_error(InputError(f"{str(name)!r}: there is no such file or folder: check the name"))
        elif path == STDIN and STDIN in files:
            on_error(InputError("'-' stands twice: standard input can be read once"))
        elif path.is_dir():
            files += _texts_in(path, on_error)
        else:
            files.append(path)
    return files


def read_articles(
    files: Iterable[str | Path], *, encoding: str = "utf-8", on_error: _OnError = _raise
) -> Iterator[Article]:
    """The articles of ``files``, read one at a time, in order.

    A file whose name ends in ``.jsonl`` or ``.jsonl.gz`` has one article a line (see
    `read_records`): ``text``, and where known ``id`` (or ``doc``), ``outlet``, ``published``,
    ``title``, ``url``; without a name of its own it is called ``file.jsonl:12``, after its line.
    Any other file is one article, named after the file; ``-`` is one article called ``stdin``. An
    empty file is an article with an empty text.

    ``encoding`` is that of the text files; JSONL is always UTF-8. What cannot be read is given to
    ``on_error`` (`InputError` for a file, `FormatError` for a line, both naming the place), and the
    rest goes on; by default the error is raised. Raises `UsageError` for an unknown encoding.
    """
    _check_encoding(encoding)
    return _read(files, encoding, on_error)


def is_jsonl(path: str | Path) -> bool:
    """Whether the file holds one record a line, by its name.

    >>> is_jsonl("news.jsonl.gz"), is_jsonl("news.txt")
    (True, False)
    """
    return str(path).endswith((".jsonl", ".jsonl.gz"))


def read_records(path: str | Path, *, on_error: _OnError = _raise) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The JSON objects of a JSONL file (or .gz) with their line numbers, from 1, one at a time.

    Blank lines are passed over. A line that is not UTF-8, not JSON or not an object is given to
    ``on_error`` as a `FormatError`, a file that cannot be read to its end as an `InputError`; by
    default that is raised.
    """
    for number, line in _lines(Path(path), on_error):
        where = f"{path}, line {number}"
        try:
            text = line.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            on_error(FormatError(f"{where}: byte {error.start} is not UTF-8: JSONL is to be UTF-8"))
            continue
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            # Its own text counts lines too, and would name line 1.
            reason = (
                f"{error.msg} at character {error.pos}" if isinstance(error, json.JSONDecodeError) else error
            )
            on_error(FormatError(f"{where}: this is not JSON ({reason}): mend or remove the line"))
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            on_error(FormatError(f"{where}: {text.strip()[:40]!r} is no JSON object: give {{…}} a line"))


def read_items(path: str | Path) -> list[Item]:
    """The items of a JSONL file (or .gz), in order: ``{"id", "text"[, "speaker", "outlet", "published"]}``.

    ``speaker`` is a name. Other keys are passed over. Raises `FormatError`, which names the line, for a line
    that is no JSON object, lacks ``id`` or ``text``, has another type there, or an id for the second time;
    `InputError` for a file that cannot be read.
    """
    items = []
    for where, id, record in _identified(path):
        speaker = _string(record, "speaker", where)
        _check_whole(speaker, where)
        items.append(Item(id, _article_of(record, where, str(id)), _speaker_of(speaker)))
    return items


def read_pairs(path: str | Path) -> list[TextPair]:
    """The pairs of a JSONL file (or .gz), in order: ``{"id", "a", "b"}`` a line. Raises as `read_items`."""
    return [
        TextPair(id, _text(record, "a", where), _text(record, "b", where))
        for where, id, record in _identified(path)
    ]


def once_each(articles: Iterable[Article], *, on_error: _OnError = _raise) -> Iterator[Article]:
    """The articles, one for each id: what comes again with the same text is left out.

    The same id with another text is given to ``on_error`` as a `FormatError` and left out too.
    """
    texts: dict[str | None, int] = {}
    for article in articles:
        if article.id is None or article.id not in texts:
            texts[article.id] = hash(article.text)
            yield article
        elif texts[article.id] != hash(article.text):
            on_error(
                FormatError(
                    f"two articles have the id {article.id!r} and different texts: "
                    "give each an id of its own, as JSONL with id and text"
                )
            )


def _identified(path: str | Path) -> Iterator[tuple[str, str | int, Mapping[str, Any]]]:
    """The records of a file, each with its place and its id, which no other has. Raises `FormatError`."""
    lines: dict[str, int] = {}
    for number, record in read_records(path):
        where = f"{path}, line {number}"
        id = record.get("id")
        if isinstance(id, bool) or not isinstance(id, (str, int)):
            seen = f"is {id!r:.40}" if "id" in record else f"is missing, there are {sorted(record)}"
            raise FormatError(f'{where}: "id" {seen}: give a string or a whole number')
        before = lines.setdefault(str(id), number)
        if before != number:
            raise FormatError(f"{where}: the id {id!r} stands in line {before} too: give each line its own")
        yield where, id, record


def _speaker_of(name: str | None) -> Speaker | None:
    """The speaker of a bare name: a place or a body by the lists and by its main word, else a person.

    "Sergei Lavrov" and "Lavrov" are people, "Foreign Ministry", "Bank of England" and "NATO" organisations,
    "Russia" and "the Kremlin" places.
    """
    if name is None or not (name := " ".join(name.split())):
        return None
    *before, word = name.lower().partition(" of ")[0].split()
    is_body = word in word_list("organisations") or (bool(before) and word in word_list("legal_forms"))
    is_acronym = name.isupper() and len(name) <= _MOST_LETTERS
    kind: SpeakerKind = "person"
    if seat_of(name) or country_of(name):
        kind = "place"
    elif is_listed(name) or is_body or is_acronym:
        kind = "organisation"
    return Speaker(name, kind, name_key(name, kind))


def _read(files: Iterable[str | Path], encoding: str, on_error: _OnError) -> Iterator[Article]:
    for path in map(Path, files):
        if is_jsonl(path):
            for number, record in read_records(path, on_error=on_error):
                where = f"{path}, line {number}"
                try:
                    name = _string(record, "id", where) or _string(record, "doc", where)
                    article = _article_of(record, where, name or f"{_printable_name(path)}:{number}")
                except FormatError as error:
                    on_error(error)
                    continue
                yield article
        else:
            try:
                text = _text_of(path, encoding)
            except InputError as error:
                on_error(error)
                continue
            yield Article(text, id="stdin" if path == STDIN else _printable_name(path))


def files_in(folder: Path, ending: str, *, on_error: _OnError = _raise) -> list[Path]:
    """The files whose names end so, in the folder and those within it, in the order of their names.

    A folder that cannot be read is given to ``on_error`` as an `InputError`.
    """

    def refuse(error: OSError) -> None:
        on_error(InputError(f"{error.filename}: {error.strerror}: make the folder readable, or leave it out"))

    walked = os.walk(folder, onerror=refuse)
    return sorted(Path(root, name) for root, _, names in walked for name in names if name.endswith(ending))


def _texts_in(folder: Path, on_error: _OnError) -> list[Path]:
    files = files_in(folder, ".txt", on_error=on_error)
    if not files:
        on_error(InputError(f"{folder}: no .txt file in this folder: name the files themselves"))
    return files


def _check_encoding(encoding: str) -> None:
    try:
        "a".encode(encoding)
    except (LookupError, ValueError) as error:
        raise UsageError(
            f"the encoding {encoding!r} is none that Python knows: try utf-8, cp1252, latin-1, utf-16"
        ) from error


def _text_of(path: Path, encoding: str) -> str:
    """The text of a file, or of standard input. Raises `InputError`."""
    name = "standard input" if path == STDIN else str(path)
    try:
        data = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}: check the file") from error
    is_utf8 = codecs.lookup(encoding).name in {"utf-8", "utf-8-sig"}
    if is_utf8 and data.count(0) > NUL_SHARE * len(data):
        raise InputError(
            f"{name}: this is binary data, {data.count(0)} of {len(data)} bytes are NUL: "
            "give text (or --encoding utf-16, if it is that)"
        )
    n_bom = len(codecs.BOM_UTF8) if is_utf8 and data.startswith(codecs.BOM_UTF8) else 0
    try:
        return data[n_bom:].decode("utf-8" if is_utf8 else encoding)
    except UnicodeDecodeError as error:
        at = error.start + n_bom
        raise InputError(
            f"{name}: byte {at} (0x{data[at]:02x}) is not {encoding.upper()}: "
            "name the encoding of the file, as in --encoding cp1252"
        ) from error


def _article_of(record: Mapping[str, Any], where: str, name: str) -> Article:
    """The article of one line, under the name that it is to have. Raises `FormatError`."""
    text = _text(record, "text", where)
    metadata = {key: _string(record, key, where) for key in _METADATA}
    for value in (name, *metadata.values()):
        _check_whole(value, where)
    return Article(text, id=name, **metadata)


def _text(record: Mapping[str, Any], key: str, where: str) -> str:
    """The text under a key, which must be there. Raises `FormatError`."""
    text = record.get(key)
    if not isinstance(text, str):
        seen = f"is {text!r:.40}" if key in record else f"is missing, there are {sorted(record)}"
        raise FormatError(f'{where}: "{key}" {seen}: give the text as a string')
    _check_whole(text, where)
    return text


def _check_whole(value: str | None, where: str) -> None:
    if value is not None and (found := _SURROGATE.search(value)):
        raise FormatError(
            f"{where}: a lone surrogate {found[0]!r} at character {found.start()} of "
            f"{value[:20]!r}: it is half of a character, write the line again"
        )


def _string(record: Mapping[str, Any], key: str, where: str) -> str | None:
    """The value as a string, also of a whole number (an ``id`` often is one); `None` for none."""
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    raise FormatError(f'{where}: "{key}" is {value!r:.40}: give a string, or leave it out')


def _lines(path: Path, on_error: _OnError) -> Iterator[tuple[int, bytes]]:
    # Cut at "\n" alone and in bytes: a text may hold any other end of line, and an error in the
    # encoding of one line must not take the next ones with it.
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield from enumerate(file, start=1)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        on_error(InputError(f"{path}: {reason}: check the file"))


def _printable_name(path: Path) -> str:
    """The name of a file, its bytes that are no UTF-8 replaced."""
    return os.fsencode(path.name).decode("utf-8", "replace")
