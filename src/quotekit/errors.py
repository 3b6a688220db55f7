"""The error family: every error is a `QuotekitError` and the builtin that fits."""

from __future__ import annotations

__all__ = [
    "ExtraError",
    "FormatError",
    "InputError",
    "ModelError",
    "PipelineError",
    "QuotekitError",
    "StoreError",
    "TextError",
    "UsageError",
]


class QuotekitError(Exception):
    """Base of every error that quotekit raises on purpose."""


class UsageError(QuotekitError, ValueError):
    """An argument has a value that the call does not accept."""


class TextError(QuotekitError, TypeError, ValueError):
    """What was given as text is no text: another type, or a string with lone surrogates."""


class PipelineError(QuotekitError, ValueError):
    """A spaCy pipeline lacks a part that quotekit reads, such as a dependency parser."""


class ModelError(QuotekitError, OSError):
    """A model folder is absent, incomplete, or not what its own record says."""


class InputError(QuotekitError, OSError):
    """A file that was to be read is absent, unreadable, or not text."""


class StoreError(QuotekitError, OSError):
    """The file of a statement store is another one's, or cannot be opened, read or written."""


class FormatError(QuotekitError, ValueError):
    """A record in a file is not in the shape that it should have."""


class ExtraError(QuotekitError, ImportError):
    """A library that a call needs is not installed: the message names the extra that brings it."""
