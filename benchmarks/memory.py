"""The most memory that a process has held."""

from __future__ import annotations

import sys

__all__ = ["peak_megabytes"]


def peak_megabytes(*, with_children: bool = False) -> float:
    """In MB of 10^6 bytes, of this process or the largest that it started; 0 where no system says it."""
    if sys.platform == "win32":
        return 0.0
    import resource

    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) if with_children else (resource.RUSAGE_SELF,)
    peak = max(resource.getrusage(kind).ru_maxrss for kind in kinds)
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6
