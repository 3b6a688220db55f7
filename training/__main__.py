"""Make the embedded pipeline: ``python -m training`` runs every stage, or those that are named.

    python -m training                       all that is not done yet
    python -m training teacher silver        these two, if they are not done
    python -m training student --force       from nothing

A stage is skipped while its outputs are there and its inputs are the same files as when they were made;
one that was stopped goes on where it can.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from training.stages import STAGES, run_stage

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the stages; the exit code: 2 where an input is absent."""
    options = _parser().parse_args(arguments)
    for stage in STAGES:
        if options.stages and stage.name not in options.stages:
            continue
        print(f"== {stage.name} (budget {stage.minutes} minutes)", flush=True)
        begun = time.monotonic()
        try:
            ran = run_stage(stage, options.shared, options.work, force=options.force)
        except FileNotFoundError as error:
            print(f"training: {error}", file=sys.stderr)
            return 2
        took = f"done in {(time.monotonic() - begun) / 60:.1f} minutes" if ran else "nothing to do"
        print(f"== {stage.name}: {took}", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training", description="Make the embedded pipeline, stage by stage."
    )
    parser.add_argument(
        "stages",
        nargs="*",
        metavar="STAGE",
        type=_stage_name,
        help=f"one or more of: {', '.join(stage.name for stage in STAGES)} (default: all)",
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder of the corpora")
    parser.add_argument(
        "--work", type=Path, default=Path("training/work"), help="where the stages keep what they make"
    )
    parser.add_argument("--force", action="store_true", help="start the stages from nothing")
    return parser


def _stage_name(name: str) -> str:
    names = [stage.name for stage in STAGES]
    if name not in names:
        raise argparse.ArgumentTypeError(f"no stage {name!r}: one of {', '.join(names)}")
    return name


if __name__ == "__main__":
    sys.exit(main())
