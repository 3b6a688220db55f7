"""brat standoff back to quotes: what `quotekit.outputs.brat` wrote, as annotators have corrected it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import cast, get_args

from quotekit.errors import FormatError, TextError
from quotekit.find.marks import find_marks
from quotekit.model import ACTS, Act, Article, Kind, Mark, Quote, Quotes, Speaker, SpeakerKind, TextSpan
from quotekit.names import name_key
from quotekit.outputs.brat import HEADS, RELATIONS, SPEAKER_NOTE
from quotekit.outputs.brat_lines import Marked, Standoff, read_lines
from quotekit.parsing import paragraphs

__all__ = ["from_brat"]

_SPEAKER = re.compile(
    rf"{SPEAKER_NOTE.removesuffix(': ')} ?: ?(.*?)(?: ?\(({'|'.join(get_args(SpeakerKind))})\))?",
    re.IGNORECASE,
)
_REASON = "brat"


def from_brat(ann: str, article: Article | str) -> Quotes:
    """The quotes of an ``.ann`` file over its article (or its text), in the order of the text.

    Each Content is a quote, and so is a Cue or Source from which a relation leads, or with a Kind or an Act;
    `to_brat` says what the types and relations are, and others are passed over. Fragments that nothing but
    line ends parts are one piece. Without an Act it is speech. Without a Kind the quotation marks decide, and
    they decide what is verbatim in a mixed one without a Verbatim; all of a direct one is. A note
    ``speaker: Ann Lee (person)`` names the speaker, a person if it does not say. The score is 1.

    Raises `FormatError`, which says where, for what is not brat's format, does not fit the text, or leaves a
    cue or source that belongs to no quote.

    >>> ann = "T1\\tContent 0 2\\tGo\\nT2\\tSource 4 6\\the\\nR1\\tHasSource Arg1:T1 Arg2:T2"
    >>> quotes = from_brat(ann, "Go, he said.")
    >>> quotes[0].kind, quotes[0].source
    ('indirect', (TextSpan(start=4, end=6, text='he'),))
    """
    if isinstance(article, str):
        article = Article(article)
    if not isinstance(article, Article) or not isinstance(ann, str):
        wrong = ann if isinstance(article, Article) else article
        raise TextError(f"an .ann file and its text are read from strings, got {type(wrong).__name__}")
    found = read_lines(ann, article.text)
    heads = [marked for marked in found.marked.values() if _is_quote(marked, found)]
    _check_links(found, {head.id for head in heads})
    marks = find_marks(article.text, paragraphs(article.text))
    made: dict[str, Quote] = {}
    parents = {head.id: _parent_of(head.id, found) for head in heads}
    for head in heads:
        for id in reversed(_ancestry(head.id, parents, made)):
            parent = parents[id]
            made[id] = _quote_of(
                found.marked[id], found, article.text, marks, made[parent] if parent else None
            )
    return Quotes(article, sorted(made.values(), key=lambda quote: (quote.start, quote.end, quote.cue)))


def _is_quote(marked: Marked, found: Standoff) -> bool:
    if marked.type not in HEADS:
        return False
    leads = any(type in RELATIONS for type, _ in found.relations.get(marked.id, ()))
    attributes = found.attributes.get(marked.id, {})
    return marked.type == "Content" or leads or "Kind" in attributes or "Act" in attributes


def _check_links(found: Standoff, quotes: set[str]) -> None:
    """Raises `FormatError` where a relation leads to the wrong type, or an annotation belongs to no quote."""
    reached: set[str] = set()
    for id, relations in found.relations.items():
        for type, target in relations:
            if type not in RELATIONS:
                continue
            seen = found.marked[target].type if target in found.marked else "something else"
            wanted = target in quotes if type == "HasParent" else seen == RELATIONS[type]
            if not wanted or id not in quotes:
                raise FormatError(
                    f"{type} leads from {id} to {target}, which is {seen}: it is to lead from a quote "
                    f"to {'a quote' if type == 'HasParent' else RELATIONS[type]}"
                )
            reached.add(target)
    types = {*HEADS, *RELATIONS.values()}
    for marked in found.marked.values():
        if marked.type in types and marked.id not in quotes | reached:
            raise FormatError(
                f"{marked.id} is a {marked.type} and belongs to no quote: draw a relation from its Content "
                "to it, or remove it; a refusal without content is a Cue with the Act refusal"
            )


def _parent_of(id: str, found: Standoff) -> str | None:
    parents = [target for type, target in found.relations.get(id, ()) if type == "HasParent"]
    if len(parents) > 1:
        raise FormatError(f"{id} has {len(parents)} parents, {', '.join(parents)}: leave one")
    return parents[0] if parents else None


def _ancestry(id: str, parents: Mapping[str, str | None], made: Mapping[str, Quote]) -> list[str]:
    """The quote, its parent, and so on, up to one that is made already."""
    chain: dict[str, None] = {}
    at: str | None = id
    while at is not None and at not in made:
        if at in chain:
            raise FormatError(f"{', '.join(chain)} are each other's parents: remove one HasParent")
        chain[at] = None
        at = parents[at]
    return list(chain)


def _quote_of(head: Marked, found: Standoff, text: str, marks: Sequence[Mark], parent: Quote | None) -> Quote:
    spans = {
        name: _targets(head.id, f"Has{name}", found, text) for name in ("Cue", "Source", "Verbatim", "Via")
    }
    spans[head.type] = (*_spans(head, text), *spans.get(head.type, ()))
    act = _one_of(ACTS, _value("Act", head.id, found) or "speech", head.id)
    content, via = spans.get("Content", ()), spans["Via"]
    kind = _value("Kind", head.id, found)
    verbatim = spans["Verbatim"] or (content if kind == "direct" else ())
    if not verbatim and kind in {None, "mixed"}:
        verbatim = _inside_marks(content, spans["Cue"], marks, text)
    kind = kind or _kind_of(content, verbatim, text)
    try:
        return Quote(
            cast("Kind", _one_of(get_args(Kind), kind, head.id)),
            content,
            cue=spans["Cue"],
            source=spans["Source"],
            verbatim=verbatim,
            speaker=_speaker_of(found.notes.get(head.id, ())),
            via=TextSpan.of(text, via[0].start, via[-1].end) if via else None,
            act=cast("Act", act),
            negated="Negated" in found.attributes.get(head.id, ()),
            parent=parent,
            score=1.0,
            reason=_REASON,
        )
    except FormatError:
        raise
    except ValueError as error:
        raise FormatError(f"{head.id}: {error.args[0]}") from error


def _targets(id: str, relation: str, found: Standoff, text: str) -> tuple[TextSpan, ...]:
    """The spans that the relations of a name lead to, in the order of the text."""
    targets = dict.fromkeys(target for type, target in found.relations.get(id, ()) if type == relation)
    return tuple(sorted(span for target in targets for span in _spans(found.marked[target], text)))


def _spans(marked: Marked, text: str) -> tuple[TextSpan, ...]:
    """The pieces of an annotation: fragments that only line ends part are one."""
    pieces = [marked.fragments[0]]
    for (_, left), (start, end) in pairwise(marked.fragments):
        gap = text[left:start]
        if gap and all(char.splitlines() == [""] for char in gap):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return tuple(TextSpan.of(text, start, end) for start, end in pieces)


def _value(name: str, id: str, found: Standoff) -> str | None:
    """The value of an attribute, which may be written twice but not in two ways; `None` without it."""
    values = list(dict.fromkeys(found.attributes.get(id, {}).get(name, ())))
    if len(values) > 1:
        raise FormatError(f"{id} has more than one {name}, {', '.join(values)}: leave one")
    return values[0] if values else None


def _one_of(allowed: Sequence[str], value: str, id: str) -> str:
    if value not in allowed:
        raise FormatError(f"{id} has {value!r}: choose from {', '.join(allowed)}")
    return value


def _inside_marks(
    content: Sequence[TextSpan], cue: Sequence[TextSpan], marks: Sequence[Mark], text: str
) -> tuple[TextSpan, ...]:
    """The parts of a content inside quotation marks; marks that hold the cue too are not its own."""
    parts: list[TextSpan] = []
    own = [m.inner for m in marks if m.inner and not any(m.span.overlaps(span) for span in cue)]
    for span in content:
        for inner in own:
            start, end = max(span.start, inner.start), min(span.end, inner.end)
            if start < end and not (parts and parts[-1].end > start):
                parts.append(TextSpan.of(text, start, end))
    return tuple(parts)


def _kind_of(content: Sequence[TextSpan], verbatim: Sequence[TextSpan], text: str) -> Kind:
    if not verbatim:
        return "indirect"
    said = {place for span in verbatim for place in range(span.start, span.end)}
    rest = (place for span in content for place in range(span.start, span.end) if place not in said)
    return "mixed" if any(text[place].isalnum() for place in rest) else "direct"


def _speaker_of(notes: Sequence[str]) -> Speaker | None:
    """The speaker whom the last note about one names."""
    for note in reversed(notes):
        if found := _SPEAKER.fullmatch(" ".join(note.split())):
            name, kind = found[1], cast("SpeakerKind", (found[2] or "person").lower())
            return Speaker(name, kind, name_key(name, kind), reason=_REASON) if name else None
    return None
