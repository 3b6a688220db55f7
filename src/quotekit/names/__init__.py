"""Names as strings, and who is who: parts, keys, spellings, one speaker under several names. No spaCy."""

from __future__ import annotations

from quotekit.names.aliases import Aliases, read_aliases
from quotekit.names.comparing import may_be_same
from quotekit.names.given import given_gender
from quotekit.names.identity import same_speaker
from quotekit.names.keys import name_key
from quotekit.names.people import last_key
from quotekit.names.strings import fold_name, is_title, last_name, strip_titles

__all__ = [
    "Aliases",
    "fold_name",
    "given_gender",
    "is_title",
    "last_key",
    "last_name",
    "may_be_same",
    "name_key",
    "read_aliases",
    "same_speaker",
    "strip_titles",
]
