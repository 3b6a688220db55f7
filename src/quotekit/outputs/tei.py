"""Quotes as TEI P5: the text in paragraphs, what was said in ``<said>``, who said it in the header."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, get_args
from xml.sax.saxutils import escape

from attrs import evolve, field, frozen

from quotekit.days import day_of
from quotekit.model import ACTS, Act, Article, Kind, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.holdable import xml_text
from quotekit.outputs.nesting import Step, nest
from quotekit.outputs.rows import each_document, one_document
from quotekit.parsing import paragraphs

__all__ = ["tei_parts", "to_tei"]

_NAMESPACE: Final = 'xmlns="http://www.tei-c.org/ns/1.0"'
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

# Whether it was said aloud, where the act tells; a refusal says nothing.
_ALOUD: Final[Mapping[Act, str]] = {"thought": "false", "intention": "false", "refusal": "inapplicable"}
_DENIED: Final = "denied"


@frozen
class _Element:
    """A range of the text that becomes an element. Those of one ``id`` are the pieces of one thing."""

    start: int
    end: int
    tag: str
    attributes: dict[str, str]
    id: str = ""


@frozen
class _Cast:
    """The speakers of an article with their ids, one for each name, kind and key."""

    prefix: str
    ids: dict[tuple[str, str, str], str] = field(factory=dict)
    speakers: list[Speaker] = field(factory=list)

    def id_of(self, speaker: Speaker) -> str:
        """The id of the speaker, who is added where new."""
        key = (speaker.name, speaker.kind, speaker.key)
        if key not in self.ids:
            self.ids[key] = f"{self.prefix}.s{len(self.ids) + 1}"
            self.speakers.append(speaker)
        return self.ids[key]


def to_tei(quotes: Quotes) -> str:
    """The article with its quotes as one TEI document.

    The text between ``<body>`` and ``</body>``, tags taken off, is the article's own, character for
    character, so that offsets hold; only what XML 1.0 cannot hold is replaced, control characters by their
    pictures (␛), others by U+FFFD. Paragraphs are ``<p>``.

    * Content: ``<said>``, with ``who`` (a speaker of the header, where there is one), ``direct``, ``aloud``
      (false for thought and intention), ``ana`` (kind, act, denial: categories of the header) and ``cert``
      (the score). Evidence, which nobody says, is a ``<quote>`` whose ``source`` is the speaker: TEI has no
      ``who`` there. Within them a ``<quote>`` has the verbatim part of what is not wholly so.
    * Cue: ``<seg type="cue">``; source and via: ``<rs type="source">``, ``<rs type="via">``, with ``ref`` for
      the speaker. ``corresp`` is the content that they belong to; for a refusal without content its cue.

    What stands in pieces, crosses a paragraph or overlaps something else is several elements, linked by
    ``next`` and ``prev``. Not kept: segments, reasons, and the parent of a quote, which nests by itself.

    >>> from quotekit.model import Cue
    >>> text = "It is over, Ann said."
    >>> document = to_tei(Quotes(Article(text), [Quote("indirect", [TextSpan.of(text, 0, 10)])]))
    >>> document[document.index("<body>") + 6 : document.index("</body>")][:36]
    '<p><said xml:id="d1.q1" direct="fals'
    """
    return f"{_DECLARATION}{_document(one_document(quotes), 'd1', is_alone=True)}"


def tei_parts(quotes: Quotes | Iterable[Quotes]) -> Iterator[str]:
    """One ``<teiCorpus>`` of the articles, each a ``<TEI>`` as `to_tei` has it, an article at a time."""
    documents = each_document(quotes)
    yield f"{_DECLARATION}<teiCorpus {_NAMESPACE}>\n{_header(_file_description('Quotes'), _ENCODING)}"
    for n, document in enumerate(documents, start=1):
        yield _document(document, f"d{n}", is_alone=False)
    yield "</teiCorpus>\n"


def _document(quotes: Quotes, prefix: str, *, is_alone: bool) -> str:
    cast = _Cast(prefix)
    elements = list(_with_phrases(list(_elements(quotes, cast))))
    header = _header(_description_of(quotes.article), _ENCODING if is_alone else "", _profile(cast))
    namespace = f" {_NAMESPACE}" if is_alone else ""
    body = _body(quotes.text, elements)
    return f'<TEI xml:id="{prefix}"{namespace}>\n{header}<text>\n<body>{body}</body>\n</text>\n</TEI>\n'


def _elements(quotes: Quotes, cast: _Cast) -> Iterator[_Element]:
    """The elements of all quotes; a cue or source that several have is one, which names them all."""
    shared: dict[tuple[str, int, int], _Element] = {}
    for n, quote in enumerate(quotes, start=1):
        id = f"{cast.prefix}.q{n}"
        who = f"#{cast.id_of(quote.speaker)}" if quote.speaker else ""
        roles = {"content": quote.content, "cue": quote.cue, "source": quote.source}
        head = next((role for role, spans in roles.items() if spans), None)
        # Where nothing stands for the quote, there is nothing that it could belong to.
        roles["via"] = (quote.via,) if quote.via and head else ()
        for role, spans in roles.items():
            if role == head:
                tag, attributes = _head(role, quote, who)
                yield from (_Element(span.start, span.end, tag, attributes, id) for span in spans)
                continue
            for span in spans:
                _share(shared, role, span, id, who if role == "source" else "")
        if quote.verbatim != quote.content:
            yield from (_Element(span.start, span.end, "quote", {}) for span in quote.verbatim)
    yield from shared.values()


def _head(role: str, quote: Quote, who: str) -> tuple[str, dict[str, str]]:
    """The tag and the attributes of what stands for the quote: its content, else its cue or source."""
    what = (quote.kind, quote.act, *((_DENIED,) if quote.negated else ()))
    about = {"ana": " ".join(f"#{one}" for one in what), "cert": f"{quote.score:.4f}"}
    if role == "cue":
        return "seg", {"type": "cue"} | about
    if role == "source":
        return "rs", {"type": "source", "ref": who} | about
    if quote.act == "evidence":
        return "quote", {"source": who} | about
    aloud = _ALOUD.get(quote.act, "")
    return "said", {
        "who": who,
        "direct": "true" if quote.kind == "direct" else "false",
        "aloud": aloud,
    } | about


def _share(
    shared: dict[tuple[str, int, int], _Element], role: str, span: TextSpan, id: str, who: str
) -> None:
    key = (role, span.start, span.end)
    if key not in shared:
        tag = "seg" if role == "cue" else "rs"
        shared[key] = _Element(span.start, span.end, tag, {"type": role, "ref": who, "corresp": f"#{id}"})
        return
    attributes = shared[key].attributes
    attributes["corresp"] += f" #{id}"
    if who and who not in attributes["ref"].split():
        attributes["ref"] = f"{attributes['ref']} {who}".strip()


def _with_phrases(elements: Sequence[_Element]) -> Iterator[_Element]:
    """The elements, an ``<rs>`` cut where a ``<said>`` begins or ends in it, which TEI does not allow."""
    edges = sorted(
        {edge for one in elements if one.tag in {"said", "quote"} for edge in (one.start, one.end)}
    )
    for element in elements:
        if element.tag == "rs":
            cuts = edges[bisect_right(edges, element.start) : bisect_left(edges, element.end)]
            pieces = pairwise([element.start, *cuts, element.end])
            yield from (evolve(element, start=start, end=end) for start, end in pieces)
        else:
            yield element


def _body(text: str, elements: Sequence[_Element]) -> str:
    """The paragraphs, each with the white space after it, so that nothing of the text is lost."""
    edges = [0, *(start for start, _ in paragraphs(text)[1:]), len(text)]
    within: list[list[_Element]] = [[] for _ in edges[1:]]
    for element in elements:
        first, last = bisect_right(edges, element.start) - 1, bisect_left(edges, element.end)
        for own in within[first:last]:
            own.append(element)
    blocks = [
        nest([(one.start, one.end) for one in own], *ends)
        for own, ends in zip(within, pairwise(edges), strict=True)
    ]
    n_pieces = Counter(
        own[step.range].id
        for own, steps in zip(within, blocks, strict=True)
        for step in steps
        if step.kind == "open"
    )
    seen: Counter[str] = Counter()
    shown = (_block(text, steps, own, n_pieces, seen) for own, steps in zip(within, blocks, strict=True))
    return "".join(f"<p>{block}</p>" for block in shown)


def _block(
    text: str,
    steps: Sequence[Step],
    elements: Sequence[_Element],
    n_pieces: Mapping[str, int],
    seen: Counter[str],
) -> str:
    parts = []
    for step in steps:
        if step.kind == "text":
            parts.append(_escaped(text[step.start : step.end]))
        elif step.kind == "close":
            parts.append(f"</{elements[step.range].tag}>")
        else:
            element = elements[step.range]
            seen[element.id] += 1
            links = _links(element.id, seen[element.id], n_pieces[element.id]) if element.id else {}
            parts.append(_opening(element.tag, {**links, **element.attributes}))
    return "".join(parts)


def _opening(tag: str, attributes: Mapping[str, str]) -> str:
    """The tag that opens an element. All values are ours: ids and words of the schema."""
    shown = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
    return f"<{tag}{shown}>"


def _links(id: str, piece: int, n_pieces: int) -> dict[str, str]:
    """The id of a piece, and those before and after it. The first has the id of the whole."""

    def name(number: int) -> str:
        return id if number == 1 else f"{id}.{number}"

    before = f"#{name(piece - 1)}" if piece > 1 else ""
    after = f"#{name(piece + 1)}" if piece < n_pieces else ""
    return {"xml:id": name(piece), "prev": before, "next": after}


def _escaped(text: str) -> str:
    # An XML reader would make a line feed of a return, unless it is written so.
    return escape(xml_text(text), {"\r": "&#13;"})


def _shown(value: str | None) -> str:
    return escape(xml_text(" ".join((value or "").split())))


def _header(description: str, *parts: str) -> str:
    return f"<teiHeader>\n{description}{''.join(parts)}</teiHeader>\n"


def _file_description(title: str, source: str = "<p>News articles.</p>") -> str:
    return (
        f"<fileDesc>\n<titleStmt><title>{title}</title></titleStmt>\n"
        "<publicationStmt><p>Quotes found by quotekit.</p></publicationStmt>\n"
        f"<sourceDesc>{source}</sourceDesc>\n</fileDesc>\n"
    )


def _description_of(article: Article) -> str:
    when = f' when="{article.published}"' if day_of(article.published or "") else ""
    known = (
        ("<title>", article.title, "</title>"),
        ("<publisher>", article.outlet, "</publisher>"),
        (f"<date{when}>", article.published, "</date>"),
        ('<idno type="id">', article.id, "</idno>"),
        ('<idno type="URL">', article.url, "</idno>"),
    )
    parts = "".join(f"{open}{_shown(value)}{close}" for open, value, close in known if value)
    source = f"<bibl>{parts}</bibl>" if parts else "<p>A text without a name.</p>"
    return _file_description(_shown(article.title or article.id) or "Text", source)


def _profile(cast: _Cast) -> str:
    """The speakers, people and groups apart from what is organised."""
    if not cast.speakers:
        return ""
    found: dict[str, list[str]] = {"listPerson": [], "listOrg": []}
    for speaker in cast.speakers:
        is_people = speaker.kind in {"person", "group"}
        found["listPerson" if is_people else "listOrg"].append(_speaker(speaker, cast.id_of(speaker)))
    lists = "".join(f"<{tag}>\n{''.join(parts)}</{tag}>\n" for tag, parts in found.items() if parts)
    return f"<profileDesc>\n<particDesc>\n{lists}</particDesc>\n</profileDesc>\n"


def _speaker(speaker: Speaker, id: str) -> str:
    name = _shown(speaker.name)
    if speaker.kind not in {"person", "group"}:
        return f'<org xml:id="{id}" type="{speaker.kind}"><orgName>{name}</orgName></org>\n'
    tag = "person" if speaker.kind == "person" else "personGrp"
    role = f"<occupation>{_shown(speaker.role)}</occupation>" if speaker.role else ""
    affiliation = f"<affiliation>{_shown(speaker.affiliation)}</affiliation>" if speaker.affiliation else ""
    return f'<{tag} xml:id="{id}"><persName>{name}</persName>{role}{affiliation}</{tag}>\n'


def _category(name: str, meaning: str) -> str:
    return f'<category xml:id="{name}"><catDesc>{meaning}</catDesc></category>\n'


_ENCODING: Final = (
    "<encodingDesc>\n<editorialDecl>\n"
    '<quotation marks="all"><p>Quotation marks stand in the text.</p></quotation>\n'
    "<correction><p>Control characters, which XML cannot hold, are replaced by their pictures, other such "
    "characters by U+FFFD, one for one.</p></correction>\n"
    "</editorialDecl>\n<classDecl>\n<taxonomy>\n"
    + "".join(_category(name, f"kind of quote: {name}") for name in get_args(Kind))
    + "".join(_category(name, f"act: {name}") for name in ACTS)
    + _category(_DENIED, "the source denies the content")
    + "</taxonomy>\n</classDecl>\n</encodingDesc>\n"
)
