"""One key for a name, whatever its kind. No spaCy."""

from __future__ import annotations

from quotekit.model import SpeakerKind
from quotekit.names.organisations import organisation_key
from quotekit.names.people import person_key

__all__ = ["name_key"]


def name_key(name: str, kind: SpeakerKind = "person") -> str:
    """The name folded so that the usual spellings of one name meet; never ``""`` for a name with a letter.

    A key is for comparing, not for showing. Middle names and single middle initials do not count, suffixes
    such as "Jr." do.

    >>> name_key("Sergueï Lavrov") == name_key("Foreign Minister Sergey Lavrov") == name_key("Sergej Lawrow")
    True
    >>> name_key("the U.S. Department of State", "organisation")
    'us state department'
    """
    return person_key(name) if kind == "person" else organisation_key(name)
