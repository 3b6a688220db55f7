"""What the server answers in place of quotes, as one error with its HTTP status."""

from __future__ import annotations

from collections.abc import Mapping

from quotekit.errors import QuotekitError

__all__ = ["RequestError"]


class RequestError(QuotekitError, RuntimeError):
    """A request is not answered; ``status`` is what HTTP calls the reason."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
