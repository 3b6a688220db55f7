"""Aliases: names that stand for another, as a user gives them. No spaCy."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from attrs import field, frozen

from quotekit.errors import FormatError, InputError, UsageError
from quotekit.names.spelling import plain_word
from quotekit.names.strings import strip_titles

__all__ = ["Aliases", "read_aliases"]


def _fold(name: str) -> str:
    """A name as it is looked up: without articles, titles, accents, case and punctuation."""
    return " ".join(word for word in map(plain_word, strip_titles(name).split()) if word) or name.strip()


def _folded(names: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({_fold(alias): name for alias, name in names.items()})


@frozen
class Aliases:
    """Names that stand for another: ``names`` by alias, folded. Made by `read_aliases`."""

    names: Mapping[str, str] = field(converter=_folded)

    def name_of(self, name: str) -> str | None:
        """The name that an alias stands for; `None` for a name that is no alias.

        >>> read_aliases({"the Iron Lady": "Margaret Thatcher"}).name_of("Iron Lady")
        'Margaret Thatcher'
        """
        return self.names.get(_fold(name))


def read_aliases(aliases: Mapping[str, str] | str | Path) -> Aliases:
    """The aliases of a mapping (alias to name), or of a JSON or a CSV file.

    A JSON file holds one object, alias to name; a CSV file two columns, alias and name, without a head.
    Raises `InputError` for a file that cannot be read, `FormatError` for one that is not in that shape,
    and `UsageError` for a mapping that is not.

    >>> read_aliases({"MBS": "Mohammed bin Salman"}).name_of("mbs")
    'Mohammed bin Salman'
    """
    if isinstance(aliases, Mapping):
        problem = _problem(aliases.items())
        if problem:
            raise UsageError(f"aliases map a name to the name that it stands for, got {problem}")
        return Aliases(dict(aliases))
    path = Path(aliases)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read the aliases in {path}: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"the aliases in {path} are not UTF-8 text: save them as UTF-8") from error
    rows = _csv_rows(text, path) if path.suffix.lower() == ".csv" else _json_rows(text, path)
    problem = _problem(rows)
    if problem:
        raise FormatError(f"the aliases in {path} hold {problem}: give two names, the alias and the other")
    return Aliases(dict(rows))


def _json_rows(text: str, path: Path) -> list[tuple[str, str]]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise FormatError(
            f"the aliases in {path} are no JSON ({error}): end a CSV file's name in .csv"
        ) from error
    if not isinstance(data, dict):
        raise FormatError(
            f"the aliases in {path} are a {type(data).__name__}: give one object, alias to name"
        )
    return list(data.items())


def _csv_rows(text: str, path: Path) -> list[tuple[str, str]]:
    rows = [row for row in csv.reader(text.splitlines()) if any(cell.strip() for cell in row)]
    for number, row in enumerate(rows, start=1):
        if len(row) != 2:
            raise FormatError(f"row {number} of {path} has {len(row)} columns: give two, alias and name")
    return [(row[0].strip(), row[1].strip()) for row in rows]


def _problem(rows: Iterable[tuple[object, object]]) -> str | None:
    """The first pair that is not of two names, in words; `None` where all are."""
    for alias, name in rows:
        if not (isinstance(alias, str) and isinstance(name, str) and alias.strip() and name.strip()):
            return f"{alias!r}: {name!r}"
    return None
