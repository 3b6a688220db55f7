"""A speaker index as plain data and as a file: the shape, and what is wrong where it does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import Factory, field, frozen
from attrs.validators import ge, le

from quotekit.errors import FormatError, InputError
from quotekit.model import Speaker, SpeakerKind
from quotekit.names import Aliases
from quotekit.outputs.shape import structure, unstructure
from quotekit.outputs.writing import write_file
from quotekit.speaker_entries import Entries, Node
from quotekit.speaker_records import facts_of, read_sighting

__all__ = ["VERSION", "from_data", "read_file", "to_data", "write_data"]

VERSION = 1

_MEND = "give what SpeakerIndex.save or to_dict wrote"


@frozen
class _SightingShape:
    """A sighting as the JSON has it. ``speaker`` is the id of its node."""

    speaker: str
    name: str
    kind: SpeakerKind
    key: str
    role: str | None = None
    affiliation: str | None = None
    count: int = field(default=0, validator=ge(0))
    docs: list[str] = Factory(list)
    reason: str = ""
    score: float = field(default=1.0, validator=[ge(0.0), le(1.0)])

    def to_speaker(self) -> Speaker:
        return Speaker(self.name, self.kind, self.key, role=self.role, affiliation=self.affiliation)


@frozen
class _IndexShape:
    speakers: list[Node]
    sightings: list[_SightingShape]


def to_data(entries: Entries) -> dict[str, Any]:
    """The entries as plain lists, dicts and strings."""
    shapes = [
        _SightingShape(
            speaker=entries.home(number).id,
            name=sighting.speaker.name,
            kind=sighting.speaker.kind,
            key=sighting.speaker.key,
            role=sighting.speaker.role,
            affiliation=sighting.speaker.affiliation,
            count=sighting.count,
            docs=list(sighting.docs),
            reason=sighting.reason,
            score=sighting.score,
        )
        for number, sighting in enumerate(entries.sightings)
    ]
    return {"version": VERSION, **unstructure(_IndexShape(list(entries.nodes.values()), shapes))}


def from_data(data: object, aliases: Aliases | None) -> Entries:
    """The entries that `to_data` was given. Raises `FormatError`, which says where."""
    if not isinstance(data, Mapping):
        raise FormatError(
            f"a speaker index is a JSON object, got {type(data).__name__} {str(data)[:40]!r}: {_MEND}"
        )
    version = data.get("version")
    if version != VERSION or type(version) is not int:
        raise FormatError(
            f'"version" of a speaker index is {version!r:.40}, this quotekit reads {VERSION}: {_MEND}'
        )
    shape = structure(data, _IndexShape)
    _check(shape)
    entries = Entries(n_steps=max((node.step for node in shape.speakers), default=0))
    for node in shape.speakers:
        entries.insert(node)
    for node in sorted(shape.speakers, key=lambda node: (node.step, node.id)):
        entries.attach(node)
    for item in shape.sightings:
        sighting = read_sighting(item.to_speaker(), aliases)
        sighting.count, sighting.docs = item.count, dict.fromkeys(item.docs)
        sighting.reason, sighting.score = item.reason, item.score
        entries.keep(sighting, entries.nodes[item.speaker])
    return entries


def write_data(path: Path, data: Mapping[str, Any]) -> None:
    """Writes an index, whole or not at all; a line a sighting. Raises what `write_file` raises."""
    write_file(path, _lines(data))


def read_file(path: Path) -> Any:
    """The JSON of a file. Raises `InputError` where it cannot be read, `FormatError` where it is no JSON."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}: check the file") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: byte {error.start} is not UTF-8: {_MEND}") from error
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{path}: this is not JSON ({error}): {_MEND}") from error


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield f'{{"version": {data["version"]}'
    for key in ("speakers", "sightings"):
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in data[key])
        yield f',\n"{key}": [\n{rows}\n]'
    yield "}\n"


def _check(shape: _IndexShape) -> None:
    """Raises `FormatError` unless ids and sightings are unique, no node is empty, and the nodes are trees."""
    into = {node.id: node.into for node in shape.speakers}
    if len(into) < len(shape.speakers):
        raise FormatError(f"two speakers of the index have one id: {_MEND}")
    for name in sorted({sighting.speaker for sighting in shape.sightings} ^ into.keys()):
        problem = "has no sighting" if name in into else "of a sighting is not among the speakers"
        raise FormatError(f"the speaker {name!r} {problem}: {_MEND}")
    if len({facts_of(sighting.to_speaker()) for sighting in shape.sightings}) < len(shape.sightings):
        raise FormatError(f"a sighting stands twice in the index: {_MEND}")
    for start in into:
        path = [start]
        while (above := into[path[-1]]) is not None:
            if above in path or above not in into:
                raise FormatError(
                    f'"into" of the speaker {path[-1]!r} is {above!r}, no way to an entry: {_MEND}'
                )
            path.append(above)
