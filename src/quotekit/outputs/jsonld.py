"""Quotes as W3C Web Annotations, in JSON-LD: one page of annotations of the texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote as percent_encoded
from uuid import UUID, uuid5

from quotekit.model import Article, Quote, Quotes, Speaker, TextSpan
from quotekit.outputs.holdable import utf8_text
from quotekit.outputs.jsonl import dump, parent_places
from quotekit.outputs.rows import each_document

__all__ = ["jsonld_parts", "to_jsonld"]

# What is not in the vocabulary of the W3C is named with our own prefix.
_CONTEXT: Final = ["http://www.w3.org/ns/anno.jsonld", {"quotekit": "urn:x-quotekit:"}]
_SPACE: Final = UUID("6f3d8a52-3c07-4f0e-9d0b-7a5a4d2c9e11")
# Characters before and after a passage, by which it is found where the text has moved.
_BESIDE: Final = 32
_WEB: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.ASCII)
_TYPES: Final = {"person": "Person", "organisation": "Organization", "place": "Organization"}


def to_jsonld(quotes: Quotes | Iterable[Quotes]) -> str:
    """The quotes as one annotation page (W3C Web Annotation Data Model), a line an annotation.

    A quote is an annotation whose targets are the pieces of its content, by position and by their words with
    what stands around them. Its bodies are tags for kind, act and denial, the speaker (``Person``,
    ``Organization`` or an agent), and the reason as a comment; ``quotekit:score``, ``quotekit:parent`` and
    others with this prefix are our own. Cue, source and via are annotations that link to it. The target of
    a refusal without content is its cue.

    The source of a target is the ``url`` of the article if it is one of the web, else its ``id`` as a
    relative address, else an identifier made from the text. The same quotes have the same identifiers.
    Positions count characters (code points), as the W3C asks.

    >>> from quotekit.model import Article
    >>> text = "It is over, Ann said."
    >>> page = to_jsonld(Quotes(Article(text, id="a.txt"), [Quote("indirect", [TextSpan.of(text, 0, 10)])]))
    >>> import json
    >>> json.loads(page)["items"][0]["target"][0]["selector"][0]
    {'type': 'TextPositionSelector', 'start': 0, 'end': 10}
    """
    return "".join(jsonld_parts(quotes))


def jsonld_parts(quotes: Quotes | Iterable[Quotes]) -> Iterator[str]:
    """The page of `to_jsonld` in pieces, an article at a time."""
    documents = each_document(quotes)
    head = dump({"@context": _CONTEXT, "type": "AnnotationPage"})
    yield head.removesuffix("}") + ', "items": ['
    made = sha256()
    before = ""
    for document in documents:
        for annotation in _annotations(document):
            yield f"{before}\n{dump(annotation)}"
            before = ","
            made.update(annotation["id"].encode())
    # The page needs an identifier of its own, and what is on it is known at its end.
    yield f'\n], "id": "{_made_of(made.hexdigest())}"}}\n'


def _annotations(quotes: Quotes) -> Iterator[dict[str, Any]]:
    article = quotes.article
    names = [_name(article, n) for n in range(len(quotes))]
    source = _address(article)
    for n, (quote, parent) in enumerate(zip(quotes, parent_places(quotes), strict=True)):
        roles = {"content": quote.content, "cue": quote.cue, "source": quote.source}
        head = next((role for role, spans in roles.items() if spans), None)
        if head is None:
            continue
        targets = _targets(roles.pop(head), article.text, source)
        annotation: dict[str, Any] = {"id": names[n], "type": "Annotation", "motivation": "identifying"}
        annotation |= {"body": _bodies(quote), "target": targets, "quotekit:score": quote.score}
        if parent is not None:
            annotation["quotekit:parent"] = {"id": names[parent]}
        yield annotation
        roles["via"] = (quote.via,) if quote.via else ()
        for role, spans in roles.items():
            if spans:
                yield _link(names[n], _name(article, n, role), role, _targets(spans, article.text, source))


def _name(article: Article, n: int, role: str = "") -> str:
    """An identifier of a quote, or of its cue, source or via; the same each time it is made."""
    return _made_of(article.id or "", article.text, str(n), role)


def _made_of(*parts: str) -> str:
    # The length of each part stands before it, so that no two lists of parts are one string.
    return uuid5(_SPACE, "".join(f"{len(part)}:{utf8_text(part)}" for part in parts)).urn


def _address(article: Article) -> str:
    """Where the text is, as an IRI: nothing but the web's, so that a reader follows no other."""
    if article.url and _WEB.fullmatch(article.url):
        return article.url
    if article.id:
        return percent_encoded(utf8_text(article.id), safe="")
    return _made_of(article.text)


def _targets(spans: Sequence[TextSpan], text: str, source: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "SpecificResource",
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": span.text,
                    "prefix": text[max(0, span.start - _BESIDE) : span.start],
                    "suffix": text[span.end : span.end + _BESIDE],
                },
            ],
        }
        for span in spans
    ]


def _bodies(quote: Quote) -> list[dict[str, Any]]:
    tags = [quote.kind, quote.act, *(["negated"] if quote.negated else [])]
    bodies = [_textual("tagging", tag) for tag in tags]
    if quote.speaker:
        bodies.append({"type": "SpecificResource", "purpose": "identifying", "source": _agent(quote.speaker)})
    if quote.reason:
        bodies.append(_textual("commenting", quote.reason))
    return bodies


def _textual(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _agent(speaker: Speaker) -> dict[str, Any]:
    """The speaker: a person, or an organisation; of a place, its government. Others are plain agents."""
    known = {
        "quotekit:kind": speaker.kind,
        "quotekit:key": speaker.key,
        "quotekit:role": speaker.role,
        "quotekit:affiliation": speaker.affiliation,
        "quotekit:score": speaker.score,
    }
    return {
        # So that the speaker of one name is one resource throughout, also in other pages.
        "id": _made_of(speaker.kind, speaker.key or speaker.name),
        "type": _TYPES.get(speaker.kind, "foaf:Agent"),
        "name": speaker.name,
        **{name: value for name, value in known.items() if value is not None},
    }


def _link(quote: str, name: str, role: str, targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            _textual("tagging", role),
            {"type": "SpecificResource", "purpose": "linking", "source": quote},
        ],
        "target": targets,
    }
