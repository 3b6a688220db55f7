"""Libraries that not everybody needs: loaded when asked for, with an error that says how to get them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from quotekit.errors import ExtraError

__all__ = ["load_extra"]


def load_extra(module: str, extra: str) -> Any:
    """The module, imported. Raises `ExtraError`, which names the extra that brings it, where it is absent.

    >>> load_extra("json", "none").dumps(None)
    'null'
    """
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise ExtraError(
            f"{library} cannot be imported ({error}): install it with pip install 'quotekit[{extra}]'"
        ) from error
