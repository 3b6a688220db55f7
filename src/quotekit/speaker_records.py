"""What a `SpeakerIndex` gives out, `KnownSpeaker` and `Merge`, and what it keeps, `Sighting`."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import Factory, define, field, frozen
from attrs.validators import ge, instance_of, le

from quotekit.model import Speaker, SpeakerKind
from quotekit.names import Aliases, fold_name, last_key, name_key
from quotekit.names.organisations import initials_of

__all__ = ["Facts", "KnownSpeaker", "Merge", "Sighting", "Tally", "Token", "facts_of", "read_sighting"]

Tally = tuple[tuple[str, int], ...]
Token = tuple[str, str]
Facts = tuple[str, str, str | None, str | None]


@frozen
class Merge:
    """One decision that something is the same speaker: what was taken in, and why.

    ``id`` is the id that the part had before, and still answers to; `None` for a further way of
    stating a name that was there. ``names`` are its spellings. ``score``, in 0..1, is the probability
    that it is right; ``by_hand`` is true for what `SpeakerIndex.merge` was told.
    """

    id: str | None
    names: tuple[str, ...]
    reason: str
    score: float = field(validator=[ge(0.0), le(1.0)])
    by_hand: bool = False


@frozen
class KnownSpeaker:
    """One speaker of a corpus.

    ``id`` is stable. ``name`` is the fullest name met, in the spelling met most. ``count`` is the
    number of quotes, ``docs`` are the ids of their articles, sorted. ``names``, ``roles`` and
    ``affiliations`` are what the articles say, each with its number of quotes, the most first.
    ``link`` is what the linker gave. ``linked`` are the ids of the organisations and places that the
    affiliations name; ``possible`` those of the speakers whom it may be, where nothing decides.
    ``merges`` say why the parts are one.
    """

    id: str = field(validator=instance_of(str))
    name: str
    kind: SpeakerKind
    count: int = field(validator=ge(0))
    docs: tuple[str, ...] = ()
    names: Tally = ()
    roles: Tally = ()
    affiliations: Tally = ()
    link: str | None = None
    linked: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()


@define
class Sighting:
    """One way in which articles state a speaker: name, kind, role, affiliation; and how often.

    It is the atom of a `SpeakerIndex`: two speakers stated in the same words are one. ``name`` is
    what an alias stands for, else the speaker's own name; ``key`` is folded from it. ``is_role`` is true
    where the name is no more than role and affiliation ("the Russian foreign minister"), ``is_short``
    where it is less than a person's full name ("Lavrov", "S. Lavrov", a role). ``tokens`` say where it is
    kept to be found, ``seeks`` where those are who may be the same. ``reason`` and ``score`` say why it
    is where it is.
    """

    speaker: Speaker
    name: str
    key: str
    is_role: bool
    is_short: bool
    tokens: tuple[Token, ...]
    seeks: tuple[Token, ...]
    count: int = 0
    docs: dict[str, None] = Factory(dict)
    reason: str = ""
    score: float = 1.0

    def see(self, count: int, docs: Iterable[str]) -> None:
        """Counts quotes of it, in these articles."""
        self.count += count
        self.docs.update(dict.fromkeys(docs))

    @property
    def is_bare(self) -> bool:
        """Whether nothing is said beside the name."""
        return self.speaker.role is None and self.speaker.affiliation is None

    @property
    def fullness(self) -> tuple[bool, int]:
        """How much of a name it is, to be compared."""
        return not self.is_short, len(self.key.split())


def facts_of(speaker: Speaker) -> Facts:
    """What makes a sighting: speakers that agree in it are one."""
    return speaker.name or speaker.key, speaker.kind, speaker.role, speaker.affiliation


def read_sighting(speaker: Speaker, aliases: Aliases | None) -> Sighting:
    """The sighting of a speaker, without the article's offsets and not yet counted."""
    name = (aliases.name_of(speaker.name) if aliases is not None else None) or speaker.name
    is_joint = speaker.kind == "group" and " + " in speaker.key
    key = (name_key(name, speaker.kind) if name and not is_joint else "") or speaker.key
    said = Speaker(
        speaker.name, speaker.kind, speaker.key, role=speaker.role, affiliation=speaker.affiliation
    )
    if speaker.kind != "person":
        forms = _forms(name, key)
        return Sighting(said, name, key, is_role=False, is_short=False, tokens=forms, seeks=forms)
    is_role = _is_role(name, speaker)
    words = key.split()
    is_short = is_role or len(words) < 2 or len(words[0]) < 2
    own, last = ("person", key), last_key(name)
    tokens, seeks = [own, ("short" if is_short else "full", last)], [own, ("full", last)]
    if not is_short:
        seeks.append(("short", last))
    if speaker.role is not None and (is_role or not is_short):
        role = fold_name(speaker.role)
        tokens.append(("role" if is_role else "full role", role))
        seeks.append(("full role" if is_role else "role", role))
    return Sighting(said, name, key, is_role, is_short, tuple(tokens), tuple(seeks))


def _is_role(name: str, speaker: Speaker) -> bool:
    said = fold_name(f"{speaker.role or ''} {speaker.affiliation or ''}").split()
    return speaker.role is not None and set(fold_name(name).split()) <= set(said)


def _forms(name: str, key: str) -> tuple[Token, ...]:
    """Where an organisation is kept: its key, also without the first word (a country, say); its initials."""
    words = key.split()
    shorter = [" ".join(words[1:])] if len(words) > 2 else []
    initials = [letters for letters in [initials_of(name)] if len(letters) > 1]
    return tuple(("other", form) for form in dict.fromkeys((key, *shorter, *initials)))
