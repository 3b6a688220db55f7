"""The options that the commands share, and the formats that they write."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

__all__ = [
    "FORMAT",
    "Acts",
    "AliasFile",
    "AnyFormat",
    "AnyPaths",
    "BatchSize",
    "Encoding",
    "Format",
    "Items",
    "KeepGoing",
    "ListFormat",
    "MinScore",
    "MinVariants",
    "NProcess",
    "Out",
    "OutOrFolder",
    "Pairs",
    "Paths",
    "Pipeline",
    "QuoteFormat",
    "ShowAll",
    "Store",
    "Texts",
    "TwoTexts",
    "VerdictFormat",
]


class Format(str, Enum):
    """How quotes or statements are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    html = "html"


class QuoteFormat(str, Enum):
    """How the quotes of articles are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    html = "html"
    csv = "csv"
    parquet = "parquet"
    brat = "brat"
    conll = "conll"
    tei = "tei"
    jsonld = "jsonld"
    # The usual ending of a TEI file; an alias, and so no choice of its own.
    xml = "tei"


class ListFormat(str, Enum):
    """How speakers are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"


class VerdictFormat(str, Enum):
    """How the verdict on two texts is written."""

    text = "text"
    json = "json"


AnyFormat = TypeVar("AnyFormat", Format, QuoteFormat, ListFormat, VerdictFormat)

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE… | -",
        help="Text files, folders of *.txt, .jsonl or .jsonl.gz with a text a line; - is standard input.",
    ),
]
FORMAT = typer.Option(help="Without it: by the ending of --out, else table.", show_default=False)
Out = Annotated[
    Path | None, typer.Option(help="Write to this file, whole or not at all; - is standard output.")
]
OutOrFolder = Annotated[
    Path | None,
    typer.Option(help="Write to this file (brat: folder), whole or not at all; - is standard output."),
]
Texts = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE", help="Articles, for lines without a text of their own; may be given again."),
]
Acts = Annotated[
    str, typer.Option(help="speech, thought, intention, evidence, refusal; with commas; or all.")
]
MinScore = Annotated[float, typer.Option(min=0, max=1, help="Leave out lower scores.")]
Pipeline = Annotated[
    str | None, typer.Option(help="Another spaCy pipeline: its name or folder.", show_default=False)
]
Encoding = Annotated[str, typer.Option(help="Of text files; JSONL is UTF-8.")]
AliasFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="JSON or CSV: names that stand for another.")
]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help="Report an input that fails, and go on; exit code 1.")
]
BatchSize = Annotated[int, typer.Option(min=1, help="Texts parsed together.")]
NProcess = Annotated[int, typer.Option(min=1, help="Processes that parse.")]

# What dedupe and same have alone.
AnyPaths = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE… | -", help="Articles, as quotekit extract takes them.", show_default=False),
]
Items = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="In place of articles: renderings cut already, as JSONL of id, text and, where known, speaker, "
        "outlet, published.",
    ),
]
Store = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="Link what was read to the statements kept here; print those touched."),
]
ShowAll = Annotated[
    bool, typer.Option("--all", help="In table and html, show also what one quote alone renders.")
]
MinVariants = Annotated[
    int | None,
    typer.Option(min=1, help="Leave out statements with fewer variants.", show_default=False),
]
TwoTexts = Annotated[
    list[str] | None,
    typer.Argument(metavar="A.txt B.txt", help="Two texts, each one rendering.", show_default=False),
]
Pairs = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="In place of two texts: pairs, as JSONL of id, a and b."),
]
