"""Quotes as brat standoff: for each article a text and the annotations beside it, and what brat needs.

A quote is its content, an annotation of the type Content; one without content is its cue, or else its source.
Relations lead from there to cue, source and so on; attributes say kind, act and denial, a note names the
speaker. brat allows no line end inside an annotation: there a span is cut into fragments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Final, get_args

from attrs import asdict, define, evolve

from quotekit.model import ACTS, Article, Kind, Quote, Quotes, TextSpan
from quotekit.outputs.holdable import utf8_text
from quotekit.outputs.jsonl import dump, parent_places
from quotekit.outputs.rows import each_document, one_document

__all__ = ["ARTICLES", "HEADS", "RELATIONS", "SPEAKER_NOTE", "brat_files", "to_brat"]

ARTICLES: Final = "articles.jsonl"
"""The file of a folder that keeps what brat has no place for: ids, outlets, dates of the articles."""

HEADS: Final = ("Content", "Cue", "Source")
"""The types of annotation that may stand for a quote, the first one that the quote has."""

RELATIONS: Final = {
    "HasCue": "Cue",
    "HasSource": "Source",
    "HasVerbatim": "Verbatim",
    "HasVia": "Via",
    "HasParent": "Content",
}
"""The relations that lead from a quote, and the type of what they lead to."""

SPEAKER_NOTE: Final = "speaker: "
"""How the note begins that names the speaker of a quote."""

# brat reads lines as `str.splitlines` cuts them, and a line is an annotation.
_LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_STEM = 80
# In bytes: file systems take 255 for a name, and a number and an ending follow.
_MOST_BYTES = 200
_RESERVED = frozenset({"annotation", "visual", "tools", "kb_shortcuts"})

_Fragments = tuple[tuple[int, int], ...]


@define
class _Annotations:
    """The lines of one ``.ann`` file as they are made, each numbered among its kind."""

    text: str
    lines: list[str]
    numbers: dict[str, Iterator[int]]
    shared: dict[tuple[str, _Fragments], str]

    @classmethod
    def of(cls, text: str) -> _Annotations:
        return cls(text, [], {letter: count(1) for letter in "TRA#"}, {})

    def mark(self, type: str, fragments: _Fragments) -> str:
        """The id of a new annotation of the text."""
        words = " ".join(self.text[start:end] for start, end in fragments)
        places = ";".join(f"{start} {end}" for start, end in fragments)
        return self._add("T", f"{type} {places}", utf8_text(words))

    def mark_once(self, type: str, fragments: _Fragments) -> str:
        """The id of the annotation of this type at this place, a new one where there is none."""
        key = (type, fragments)
        if key not in self.shared:
            self.shared[key] = self.mark(type, fragments)
        return self.shared[key]

    def relate(self, type: str, quote: str, other: str) -> None:
        self._add("R", f"{type} Arg1:{quote} Arg2:{other}")

    def attribute(self, type: str, quote: str, value: str = "") -> None:
        self._add("A", f"{type} {quote} {value}".rstrip())

    def note(self, quote: str, text: str) -> None:
        self._add("#", f"AnnotatorNotes {quote}", utf8_text(" ".join(text.split())))

    def _add(self, letter: str, *parts: str) -> str:
        id = f"{letter}{next(self.numbers[letter])}"
        self.lines.append("\t".join((id, *parts)))
        return id


def to_brat(quotes: Quotes) -> str:
    """The annotations of the quotes of one article, as the ``.ann`` file that goes with its text.

    Kept are content, cue, source, ``verbatim``, ``via``, ``parent``, kind, act, ``negated``, and the name and
    kind of the speaker; not segments, scores and reasons. Two quotes of one cue or source share its
    annotation. A quote whose content is nothing but line ends is left out. Offsets are characters.

    >>> text = "It is over, Ann Lee said."
    >>> said = Quote("indirect", [TextSpan.of(text, 0, 10)], source=[TextSpan.of(text, 12, 19)])
    >>> print(to_brat(Quotes(Article(text), [said])).replace("\\t", " | "), end="")
    T1 | Content 0 10 | It is over
    A1 | Kind T1 indirect
    A2 | Act T1 speech
    T2 | Source 12 19 | Ann Lee
    R1 | HasSource Arg1:T1 Arg2:T2
    """
    made = _Annotations.of(one_document(quotes).text)
    ids = [_add_quote(made, quote) for quote in quotes]
    for id, place in zip(ids, parent_places(quotes), strict=True):
        parent = None if place is None else ids[place]
        if id is not None and parent is not None:
            made.relate("HasParent", id, parent)
    return "".join(f"{line}\n" for line in made.lines)


def brat_files(quotes: Quotes | Iterable[Quotes]) -> Iterator[tuple[str, str]]:
    """The files of a brat folder, as names and texts: ``.txt`` and ``.ann`` for each article, then the rest.

    An article's file is named after its id, with ``_`` for what is no letter, digit, point or hyphen; one
    that was there before gets a number. ``annotation.conf`` and ``visual.conf`` tell brat the types;
    ``articles.jsonl`` keeps the articles as they were, for `read_brat`.

    >>> [name for name, _ in brat_files(Quotes(Article("No.", id="a/b.txt")))]
    ['b.txt', 'b.ann', 'articles.jsonl', 'annotation.conf', 'visual.conf']
    """
    taken: set[str] = set()
    kept = []
    for document in each_document(quotes):
        stem = _stem(document.article.id, taken)
        yield f"{stem}.txt", utf8_text(document.text)
        yield f"{stem}.ann", to_brat(document)
        kept.append(_metadata_line(stem, document.article))
    yield ARTICLES, "".join(kept)
    yield "annotation.conf", _annotation_conf()
    yield "visual.conf", _VISUAL_CONF


def _add_quote(made: _Annotations, quote: Quote) -> str | None:
    """The id of the annotation that stands for the quote; `None` where brat can hold none of it."""
    named = dict(zip(HEADS, (quote.content, quote.cue, quote.source), strict=True))
    heads = HEADS if quote.act == "refusal" else HEADS[:1]
    head = next((name for name in heads if _fragments(named[name])), None)
    if head is None:
        return None
    id = made.mark(head, _fragments(named.pop(head)))
    made.attribute("Kind", id, quote.kind)
    made.attribute("Act", id, quote.act)
    if quote.negated:
        made.attribute("Negated", id)
    named |= {
        "Verbatim": () if _is_plain(quote) else quote.verbatim,
        "Via": (quote.via,) if quote.via else (),
    }
    for relation, type in RELATIONS.items():
        if fragments := _fragments(named.get(type, ())):
            made.relate(relation, id, made.mark_once(type, fragments))
    if quote.speaker and quote.speaker.name.strip():
        made.note(id, f"{SPEAKER_NOTE}{quote.speaker.name} ({quote.speaker.kind})")
    return id


def _is_plain(quote: Quote) -> bool:
    """Whether its kind tells which parts are verbatim: all of a direct content, none of an indirect one."""
    return quote.verbatim == {"direct": quote.content, "indirect": ()}.get(quote.kind)


def _fragments(spans: Sequence[TextSpan]) -> _Fragments:
    """The ends of the spans, each cut where a line ends in it."""
    found = []
    for span in spans:
        start = span.start
        for line_end in _LINE_END.finditer(span.text):
            found.append((start, span.start + line_end.start()))
            start = span.start + line_end.end()
        found.append((start, span.end))
    return tuple((start, end) for start, end in found if start < end)


def _stem(id: str | None, taken: set[str]) -> str:
    """A file name without ending that no other article has, whatever the id: no folder, no hidden file."""
    name = (id or "").replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".txt")
    safe = _UNSAFE.sub("_", name).strip("._-")[:_LONGEST_STEM]
    stem = safe.encode()[:_MOST_BYTES].decode(errors="ignore") or "text"
    for n in count(1):
        numbered = stem if n == 1 else f"{stem}-{n}"
        # Where case is not told apart, two names that differ by it would be one file.
        if (folded := numbered.casefold()) not in taken | _RESERVED:
            taken.add(folded)
            return numbered
    raise AssertionError("there is a number for every article")


def _metadata_line(stem: str, article: Article) -> str:
    known = asdict(evolve(article, text=""))
    return (
        dump({"file": f"{stem}.txt", **{key: value for key, value in known.items() if key != "text"}}) + "\n"
    )


def _annotation_conf() -> str:
    heads = "|".join(HEADS)
    types = dict.fromkeys((*HEADS, *RELATIONS.values()))
    relations = "".join(
        f"{name}\tArg1:{heads}, Arg2:{heads if name == 'HasParent' else type}\n"
        for name, type in RELATIONS.items()
    )
    entities = "".join(f"{type}\n" for type in types)
    # Spans of quotes lie in each other, and may cross: brat wants to be told that this is meant.
    overlap = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n"
    return (
        f"[entities]\n{entities}\n[relations]\n{relations}{overlap}\n[events]\n\n[attributes]\n"
        f"Kind\tArg:{heads}, Value:{'|'.join(get_args(Kind))}\n"
        f"Act\tArg:{heads}, Value:{'|'.join(ACTS)}\n"
        f"Negated\tArg:{heads}\n"
    )


_VISUAL_CONF = """\
[labels]
HasCue | has cue | cue
HasSource | has source | source
HasVerbatim | has verbatim | verbatim
HasVia | has via | via
HasParent | has parent | parent

[drawing]
SPAN_DEFAULT	fgColor:black, bgColor:lightgrey, borderColor:darken
Content	bgColor:#cfe3ff
Cue	bgColor:#ffe2b8
Source	bgColor:#cdeec8
Verbatim	bgColor:#eef4ff
Via	bgColor:#e7dcf7
ARC_DEFAULT	color:black, dashArray:-, arrowHead:triangle-5, labelArrow:none
Negated	glyph:✗
"""
