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
    from quotekit.outputs.html import render_fragment, render_html
    from quotekit.outputs.jsonl import from_json, to_json
    from quotekit.outputs.pages import render_pages
    from quotekit.outputs.statements_html import render_statement_fragment
    from quotekit.parsing import load_pipeline
    from quotekit.pipeline import extract_many, extract_quotes, read_renderings, resolve_sources
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
    "from_json",
    "group_statements",
    "load_pipeline",
    "read_aliases",
    "read_renderings",
    "render_fragment",
    "render_html",
    "render_pages",
    "render_statement_fragment",
    "resolve_sources",
    "same_speaker",
    "same_statement",
    "to_json",
    "train_labeller",
    "verify",
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
    "from_json": "outputs.jsonl",
    "group_statements": "statements.grouping",
    "load_pipeline": "parsing",
    "read_aliases": "names",
    "read_renderings": "pipeline",
    "render_fragment": "outputs.html",
    "render_html": "outputs.html",
    "render_pages": "outputs.pages",
    "render_statement_fragment": "outputs.statements_html",
    "resolve_sources": "pipeline",
    "same_speaker": "names",
    "same_statement": "statements.similarity",
    "to_json": "outputs.jsonl",
    "train_labeller": "fitting",
    "verify": "statements.verify",
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
