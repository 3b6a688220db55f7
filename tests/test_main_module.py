"""The command line as a module."""

from __future__ import annotations

import subprocess
import sys

import quotekit


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quotekit", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"quotekit {quotekit.__version__}"
