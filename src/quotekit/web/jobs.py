"""What travels between the server and its workers: a job, and what came of it."""

from __future__ import annotations

from typing import Literal, get_args

from attrs import field, frozen
from attrs.validators import in_, instance_of

from quotekit.model import Act, Article
from quotekit.settings import MIN_SCORE

__all__ = ["Job", "JobKind", "Outcome", "OutcomeKind"]

JobKind = Literal["quotes", "statements", "page"]
OutcomeKind = Literal["done", "refused", "failed"]


@frozen
class Job:
    """The articles of one request, and what is wanted of them; ``quotes`` is of one article alone."""

    kind: JobKind = field(validator=in_(get_args(JobKind)))
    articles: tuple[Article, ...] = field(converter=tuple[Article, ...])
    acts: tuple[Act, ...] = ("speech",)
    min_score: float = MIN_SCORE

    def __attrs_post_init__(self) -> None:
        if self.kind == "quotes" and len(self.articles) != 1:
            raise ValueError(f"the quotes of one article are asked for, got {len(self.articles)} articles")


@frozen
class Outcome:
    """The answer to a job; or, where it was refused or failed, the reason."""

    kind: OutcomeKind = field(validator=in_(get_args(OutcomeKind)))
    text: str = field(validator=instance_of(str))
