"""Who said what in English news.

Every name here is loaded when it is first used, so that ``import quotekit`` costs nothing and
reading records back does not load spaCy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotekit.errors import (
        ExtraError,
        FormatError,
        InputError,
        ModelError,
        PipelineError,
        QuotekitError,
        StoreError,
        TextError,
        UsageError,
    )
    from quotekit.evaluation import evaluate
    from quotekit.fitting import Training, train_labeller
    from quotekit.model import (
        ACTS,
        Article,
        Difference,
        Quote,
        Quotes,
        Segment,
        Speaker,
        TextSpan,
        Verdict,
    )
    from quotekit.names import Aliases, read_aliases, same_speaker
    from quotekit.outputs.brat import to_brat
    from quotekit.outputs.brat_reading import from_brat
    from quotekit.outputs.conll import to_conll
    from quotekit.outputs.csv_table import to_csv
    from quotekit.outputs.frames import to_arrow, to_frame, to_polars
    from quotekit.outputs.html import render_fragment, render_html
    from quotekit.outputs.jsonl import from_json, to_json
    from quotekit.outputs.jsonld import to_jsonld
    from quotekit.outputs.pages import render_pages
    from quotekit.outputs.statements_html import render_statement_fragment
    from quotekit.outputs.tei import to_tei
    from quotekit.parsing import load_pipeline
    from quotekit.pipeline import extract_many, extract_quotes, read_renderings, resolve_sources
    from quotekit.quote_files import read_brat, read_quotes, write_brat
    from quotekit.speaker_index import SpeakerIndex
    from quotekit.speaker_records import KnownSpeaker
    from quotekit.statements.finding import add_articles, find_statements
    from quotekit.statements.grouping import group_statements
    from quotekit.statements.records import Disagreement, Match, Statement, Variant
    from quotekit.statements.similarity import same_statement
    from quotekit.statements.store import StatementStore
    from quotekit.statements.verify import verify

__all__ = [
    "ACTS",
    "Aliases",
    "Article",
    "Difference",
    "Disagreement",
    "ExtraError",
    "FormatError",
    "InputError",
    "KnownSpeaker",
    "Match",
    "ModelError",
    "PipelineError",
    "Quote",
    "QuotekitError",
    "Quotes",
    "Segment",
    "Speaker",
    "SpeakerIndex",
    "Statement",
    "StatementStore",
    "StoreError",
    "TextError",
    "TextSpan",
    "Training",
    "UsageError",
    "Variant",
    "Verdict",
    "__version__",
    "add_articles",
    "evaluate",
    "extract_many",
    "extract_quotes",
    "find_statements",
    "from_brat",
    "from_json",
    "group_statements",
    "load_pipeline",
    "read_aliases",
    "read_brat",
    "read_quotes",
    "read_renderings",
    "render_fragment",
    "render_html",
    "render_pages",
    "render_statement_fragment",
    "resolve_sources",
    "same_speaker",
    "same_statement",
    "to_arrow",
    "to_brat",
    "to_conll",
    "to_csv",
    "to_frame",
    "to_json",
    "to_jsonld",
    "to_polars",
    "to_tei",
    "train_labeller",
    "verify",
    "write_brat",
]

__version__ = "0.1.0"

# Where each public name lives; a test holds this to `__all__`.
_HOME_OF = {
    "ACTS": "model",
    "Aliases": "names",
    "Article": "model",
    "Difference": "model",
    "Disagreement": "statements.records",
    "ExtraError": "errors",
    "FormatError": "errors",
    "InputError": "errors",
    "KnownSpeaker": "speaker_records",
    "Match": "statements.records",
    "ModelError": "errors",
    "PipelineError": "errors",
    "Quote": "model",
    "QuotekitError": "errors",
    "Quotes": "model",
    "Segment": "model",
    "Speaker": "model",
    "SpeakerIndex": "speaker_index",
    "Statement": "statements.records",
    "StatementStore": "statements.store",
    "StoreError": "errors",
    "TextError": "errors",
    "TextSpan": "model",
    "Training": "fitting",
    "UsageError": "errors",
    "Variant": "statements.records",
    "Verdict": "model",
    "add_articles": "statements.finding",
    "evaluate": "evaluation",
    "extract_many": "pipeline",
    "extract_quotes": "pipeline",
    "find_statements": "statements.finding",
    "from_brat": "outputs.brat_reading",
    "from_json": "outputs.jsonl",
    "group_statements": "statements.grouping",
    "load_pipeline": "parsing",
    "read_aliases": "names",
    "read_brat": "quote_files",
    "read_quotes": "quote_files",
    "read_renderings": "pipeline",
    "render_fragment": "outputs.html",
    "render_html": "outputs.html",
    "render_pages": "outputs.pages",
    "render_statement_fragment": "outputs.statements_html",
    "resolve_sources": "pipeline",
    "same_speaker": "names",
    "same_statement": "statements.similarity",
    "to_arrow": "outputs.frames",
    "to_brat": "outputs.brat",
    "to_conll": "outputs.conll",
    "to_csv": "outputs.csv_table",
    "to_frame": "outputs.frames",
    "to_json": "outputs.jsonl",
    "to_jsonld": "outputs.jsonld",
    "to_polars": "outputs.frames",
    "to_tei": "outputs.tei",
    "train_labeller": "fitting",
    "verify": "statements.verify",
    "write_brat": "quote_files",
}


def __getattr__(name: str) -> object:
    """The public name, from the module where it lives."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'quotekit' has no attribute {name!r}")
    value = getattr(import_module(f"quotekit.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted(__all__)
