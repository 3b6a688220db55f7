"""Annotated documents, as the commands take them that compare with them or learn from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotekit.errors import FormatError

if TYPE_CHECKING:
    from quotekit.model import Quotes

__all__ = ["read_annotated", "texts_by_name"]


def read_annotated(
    path: Path, texts: Mapping[str, str], *, needs_text: bool = True
) -> Iterator[Quotes | Mapping[str, Any]]:
    """The annotated documents at a path: a brat folder or ``.ann`` file, our JSON, or JSONL.

    A line of JSONL that has no text gets that of its document from ``texts``. Raises `FormatError` where
    there is none and ``needs_text``.
    """
    from quotekit.inputs import read_records

    if path.is_dir() or path.suffix in {".ann", ".json"}:
        # It brings spaCy.
        from quotekit.quote_files import read_quotes

        yield from read_quotes(path)
        return
    for number, record in read_records(path):
        where = f"{path}, line {number}"
        if "article" in record and "doc" not in record:
            yield _document(record, where)
        elif record.get("text") is not None:
            yield record
        else:
            yield _with_text(record, texts, where, needs_text=needs_text)


def texts_by_name(paths: Iterable[str]) -> dict[str, str]:
    """The texts of articles under the names by which documents are compared."""
    from quotekit.comparison import document_name
    from quotekit.inputs import find_files, once_each, read_articles

    texts: dict[str, str] = {}
    for article in once_each(read_articles(find_files(paths))):
        name = document_name(article.id or "")
        if texts.setdefault(name, article.text) != article.text:
            raise FormatError(
                f"two articles of --texts have the name {name!r} and different texts: documents are compared "
                "without folders and .txt, give each a name of its own"
            )
    return texts


def _document(record: Mapping[str, Any], where: str) -> Quotes:
    from quotekit.outputs.jsonl import from_dict

    try:
        return from_dict(record)
    except FormatError as error:
        raise FormatError(f"{where}: {error}") from error


def _with_text(
    record: Mapping[str, Any], texts: Mapping[str, str], where: str, *, needs_text: bool
) -> Mapping[str, Any]:
    from quotekit.comparison import document_name

    name = record.get("doc")
    text = texts.get(document_name(name)) if isinstance(name, str) else None
    if text is not None:
        return {**record, "text": text}
    if needs_text:
        raise FormatError(
            f'{where}: the document {name!r} has no "text", and no article of --texts '
            f"has that name: put its text into the line, or name its article"
        )
    return record
