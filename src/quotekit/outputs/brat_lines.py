"""The lines of a brat ``.ann`` file as records, checked against the text that they annotate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import Factory, define, frozen

from quotekit.errors import FormatError

__all__ = ["Marked", "Standoff", "read_lines"]

_MARKED = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*) *")
# The ends are Arg1 and Arg2 in ours; in those of others they may have names of their own.
_RELATION = re.compile(r"(\S+) +[^\s:]+:(\S+) +[^\s:]+:(\S+)\s*")
# An attribute without a value is one that holds or does not.
_ATTRIBUTE = re.compile(r"(\S+) +(\S+)(?: +(\S+))?\s*")
_NOTE = re.compile(r"(\S+) +(\S+)\s*")
# Events, normalisations and equivalences.
_PASSED_OVER = "EN*"


@frozen
class Marked:
    """One annotation of the text: its type, and the ends of its fragments in the order of the text."""

    id: str
    type: str
    fragments: tuple[tuple[int, int], ...]


@define
class Standoff:
    """What a file says: annotations by id, relations by where they start, attributes and notes by target."""

    marked: dict[str, Marked] = Factory(dict)
    relations: dict[str, list[tuple[str, str]]] = Factory(dict)
    attributes: dict[str, dict[str, list[str]]] = Factory(dict)
    notes: dict[str, list[str]] = Factory(dict)


def read_lines(ann: str, text: str) -> Standoff:
    """The annotations of ``text``. Events, normalisations and equivalences are passed over.

    Raises `FormatError`, which names the line, where one cannot be read, names what is not there, or has
    offsets at which other words stand.

    >>> read_lines("T1\\tCue 4 8\\tsaid\\n", "Ann said no.").marked["T1"].fragments
    ((4, 8),)
    """
    found = Standoff()
    for where, id, data, tail in _fields(ann):
        if id in found.marked:
            raise FormatError(f"{where}: {id} stands twice: give each annotation its own number")
        if id[0] == "T":
            found.marked[id] = _marked(where, id, data, tail, text)
        elif id[0] == "R":
            type, start, target = _matched(_RELATION, where, data)
            found.relations.setdefault(start, []).append((type, target))
        elif id[0] in "AM":
            type, target, value = _matched(_ATTRIBUTE, where, data)
            found.attributes.setdefault(target, {}).setdefault(type, []).append(value or "")
        elif id[0] == "#":
            _, target = _matched(_NOTE, where, data)
            found.notes.setdefault(target, []).append(tail)
        elif id[0] not in _PASSED_OVER:
            raise FormatError(f"{where}: {id!r} is no id, as T1 and R1 are: mend the line")
    _check_ids(found, ann)
    return found


def _fields(ann: str) -> Iterator[tuple[str, str, str, str]]:
    """The parts of each line: its place, the id, the data, what follows."""
    for number, line in enumerate(ann.split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        id, _, rest = line.partition("\t")
        data, _, tail = rest.partition("\t")
        if not id or not data:
            raise FormatError(f"line {number}: {line[:60]!r} is no brat annotation: id, tab, type and so on")
        yield f"line {number}", id, data, tail


def _matched(pattern: re.Pattern[str], where: str, data: str) -> tuple[str, ...]:
    found = pattern.fullmatch(data)
    if found is None:
        raise FormatError(
            f"{where}: {data[:60]!r} cannot be read: see brat's standoff format, and mend the line"
        )
    return found.groups()


def _marked(where: str, id: str, data: str, tail: str, text: str) -> Marked:
    type, places = _matched(_MARKED, where, data)
    try:
        ends = [tuple(map(int, place.split(" "))) for place in places.split(";")]
    except ValueError as error:  # more digits than Python reads
        raise FormatError(f"{where}: {places[:60]!r} are no offsets: mend the line") from error
    fragments = sorted((start, end) for start, end in ends)
    before = 0
    for start, end in fragments:
        if not before <= start < end <= len(text):
            raise FormatError(
                f"{where}: [{start}, {end}] is no span of the text, which has {len(text)} characters, or "
                "overlaps another one of its line: give the .txt that was annotated, unchanged"
            )
        before = end
    words = " ".join(text[start:end] for start, end in fragments)
    if tail and _letters(tail) != _letters(words):
        raise FormatError(
            f"{where}: {id} is {tail[:40]!r}, and the text has {words[:40]!r} there: "
            "give the .txt that was annotated, unchanged"
        )
    return Marked(id, type, tuple(fragments))


def _letters(text: str) -> str:
    # Tools differ in what they put between fragments and for rare characters; letters tell enough.
    return "".join(filter(str.isalnum, text))


def _check_ids(found: Standoff, ann: str) -> None:
    """Raises `FormatError` for what is said of an annotation that is not there."""
    # An event may be an end too; it is no annotation of the text, but it is there.
    known = found.marked.keys() | {line.partition("\t")[0] for line in ann.split("\n")}
    for start, relations in found.relations.items():
        for type, target in relations:
            if missing := {start, target} - known:
                raise FormatError(
                    f"a relation {type} from {start} to {target}: there is no {min(missing)}, mend it"
                )
    said = dict.fromkeys(found.notes, "a note")
    said |= {target: ", ".join(attributes) for target, attributes in found.attributes.items()}
    for target, what in said.items():
        if target not in known:
            raise FormatError(f"{what} of {target}: there is no {target}, mend or remove it")
