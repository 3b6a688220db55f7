"""What a worker does: articles down the road, and the answer as text. The one module with a model."""

from __future__ import annotations

from quotekit.errors import TextError, UsageError
from quotekit.outputs.jsonl import to_json
from quotekit.outputs.pages import one_page_parts
from quotekit.outputs.statements import statements_to_json
from quotekit.pipeline import extract_many, extract_quotes
from quotekit.statements.grouping import group_statements
from quotekit.web.jobs import Job, Outcome

__all__ = ["answer", "load"]

_WARMING = ("Moscow will stay, Lavrov said.", "Russia would stay, according to Lavrov.")


def load(nlp: str | None) -> None:
    """Loads all that jobs read, so that the first of them takes no longer than the next."""
    group_statements(extract_many(_WARMING, nlp=nlp))


def answer(job: Job, nlp: str | None) -> Outcome:
    """What comes of the job. A bad article is refused, with the reason; any other error is raised.

    >>> from quotekit.model import Article
    >>> answer(Job("statements", ()), None).text
    '{"version": 1, "documents": [], "statements": []}'
    """
    try:
        return Outcome("done", _text(job, nlp))
    except (TextError, UsageError) as error:
        return Outcome("refused", str(error))


def _text(job: Job, nlp: str | None) -> str:
    if job.kind == "quotes":
        return to_json(extract_quotes(job.articles[0], nlp=nlp, acts=job.acts, min_score=job.min_score))
    read = list(extract_many(job.articles, nlp=nlp, acts=job.acts, min_score=job.min_score))
    found = group_statements(read)
    return statements_to_json(found) if job.kind == "statements" else "".join(one_page_parts(read, found))
