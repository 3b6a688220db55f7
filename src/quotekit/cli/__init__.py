"""The command line: ``quotekit extract`` and its other commands, each a module of this folder or part of one.

Exit codes: 0 done; 1 some input failed under ``--keep-going``; 2 a bad call or input; 130 Ctrl-C;
141 the reader of the output went away. What is heavy is imported when a command needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any, cast

import typer

import quotekit
from quotekit.cli.articles import evaluate, extract, speakers
from quotekit.cli.pages import render
from quotekit.cli.running import BAD_CALL, INTERRUPTED, say
from quotekit.cli.serving import serve
from quotekit.cli.statements import dedupe, same
from quotekit.cli.training import train
from quotekit.errors import QuotekitError, UsageError

__all__ = ["app", "main"]

app = typer.Typer(
    help="Who said what in English news.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (extract, speakers, dedupe, same, render, evaluate, train, serve):
    app.command()(command)

# Typer carries its own copy of click, or uses the installed one: this is the class of a bad call in both.
_CallError = cast("type[Exception]", typer.BadParameter.__base__)


def main() -> None:
    """Runs the command line and exits."""
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: Sequence[str]) -> int:
    """The exit code. Errors that are the caller's become one line on stderr."""
    try:
        return app(arguments, prog_name="quotekit", standalone_mode=False) or 0
    except (QuotekitError, OSError) as error:
        say(str(error))
    except _CallError as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "quotekit"
        message = cast("Any", error).format_message().rstrip(".")
        say(f"{message}: see {command} --help")
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return BAD_CALL


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"quotekit {quotekit.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise UsageError("no command was given: try quotekit extract FILE, or see quotekit --help")
