"""The commands over statements: ``quotekit dedupe`` and ``quotekit same``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotekit.cli.options import (
    FORMAT,
    Acts,
    AliasFile,
    AnyPaths,
    BatchSize,
    Encoding,
    Format,
    Items,
    KeepGoing,
    MinScore,
    MinVariants,
    NProcess,
    Out,
    Pairs,
    Pipeline,
    ShowAll,
    Store,
    TwoTexts,
    VerdictFormat,
)
from quotekit.cli.running import (
    FAILED,
    acts_of,
    check_output,
    counted,
    file_of,
    format_of,
    look,
    noting,
    read_quotes,
    write,
)
from quotekit.errors import QuotekitError, UsageError
from quotekit.settings import BATCH_SIZE, MIN_SCORE

if TYPE_CHECKING:
    from quotekit.inputs import Item
    from quotekit.model import Quotes
    from quotekit.statements.records import Statement

__all__ = ["dedupe", "same"]


def dedupe(
    paths: AnyPaths = None,
    *,
    items: Items = None,
    format: Annotated[Format | None, FORMAT] = None,
    out: Out = None,
    store: Store = None,
    show_all: ShowAll = False,
    min_variants: MinVariants = None,
    aliases: AliasFile = None,
    acts: Acts = "speech",
    min_score: MinScore = MIN_SCORE,
    nlp: Pipeline = None,
    encoding: Encoding = "utf-8",
    keep_going: KeepGoing = False,
    batch_size: BatchSize = BATCH_SIZE,
    n_process: NProcess = 1,
) -> None:
    """Print the statements of texts: who renders each of them, how, and on what they disagree.

    The table and the page show what has two variants or a disagreement, most outlets first, and count the
    rest. jsonl has a line a variant, of all statements; with --items, a line an item, in their order.
    """
    _check_call(paths, items, store, aliases)
    if show_all and min_variants is not None:
        raise UsageError("--all and --min-variants were both given: leave one out")
    out = file_of(out)
    chosen = format_of(format, out, Format)
    failed: list[QuotekitError] = []
    parsing: dict[str, Any] = {"nlp": nlp, "batch_size": batch_size, "n_process": n_process}
    group = _grouping(store, aliases)
    ids = None
    if items is not None:
        ids, results = _read_items(items, out, parsing)
    else:
        note = noting(failed, keep_going=keep_going)
        options = parsing | {"acts": acts_of(acts), "min_score": min_score}
        outputs = {"--out": out, "--store": store}
        results = read_quotes(paths or [], encoding, note, outputs, options, once=True)
    least = min_variants or (1 if show_all or chosen in {Format.json, Format.jsonl} else None)
    parts = _parts(chosen, results, ids, group, least, is_screen=out is None)
    write(out, parts, is_drawn=chosen is Format.table)
    if failed:
        raise typer.Exit(FAILED)


def same(
    paths: TwoTexts = None,
    *,
    pairs: Pairs = None,
    format: Annotated[VerdictFormat | None, typer.Option(help="Of the verdict on two texts.")] = None,
    out: Out = None,
    nlp: Pipeline = None,
    encoding: Encoding = "utf-8",
    batch_size: BatchSize = BATCH_SIZE,
    n_process: NProcess = 1,
) -> None:
    """Print whether two texts render the same statement: how sure, why, and on what they conflict.

    With --pairs, a line a pair, in their order: {"id", "same", "score", "relation", "reasons"}.
    """
    out = file_of(out)
    parsing: dict[str, Any] = {"nlp": nlp, "batch_size": batch_size, "n_process": n_process}
    if pairs is not None:
        if paths or format is not None:
            given = "--format" if format is not None else repr(paths and paths[0])
            raise UsageError(f"--pairs names the texts and writes jsonl, got {given} too: leave it out")
        write(out, _pair_lines(pairs, out, parsing))
        return
    if paths is None or len(paths) != 2:
        raise UsageError(f"same compares two texts, got {len(paths or [])}: give two files, or --pairs FILE")
    chosen = format_of(format, out, VerdictFormat)
    parts = _verdict_parts(chosen, paths, encoding, out, parsing)
    write(out, parts, is_drawn=chosen is VerdictFormat.text)


def _check_call(
    paths: list[str] | None, items: Path | None, store: Path | None, aliases: Path | None
) -> None:
    if items is None and not paths:
        raise UsageError(
            "there is nothing to read: give articles or --items FILE, see quotekit dedupe --help"
        )
    if items is not None and paths:
        raise UsageError(f"--items was given, and {paths[0]!r} too: give articles or items")
    if items is not None and store is not None:
        raise UsageError("--store keeps articles: leave it out with --items, or give articles")
    if aliases is not None and store is not None:
        raise UsageError("--aliases was given with --store, whose statements know none: leave one out")


def _grouping(store: Path | None, aliases: Path | None) -> Callable[[list[Quotes]], list[Statement]]:
    """What makes statements of quotes: a store, or one grouping of all."""
    from quotekit.names import read_aliases
    from quotekit.statements.grouping import group_statements

    known = read_aliases(aliases) if aliases else None
    if store is None:
        return lambda read: group_statements(read, aliases=known)
    path = store

    def link(read: list[Quotes]) -> list[Statement]:
        from quotekit.statements.store import StatementStore

        with StatementStore(path) as kept:
            return kept.add(read)

    return link


def _read_items(
    path: Path, out: Path | None, parsing: dict[str, Any]
) -> tuple[list[str | int], Iterator[Quotes]]:
    """The ids of the items, and their texts as quotes. The file is read at once, whole."""
    from quotekit.inputs import read_items

    check_output("--out", out, [path])
    items = read_items(path)
    return [item.id for item in items], _parsed(items, path, parsing)


def _parsed(items: list[Item], path: Path, parsing: dict[str, Any]) -> Iterator[Quotes]:
    from attrs import evolve

    from quotekit.pipeline import read_renderings

    read = counted(read_renderings((item.article for item in items), **parsing), [path])
    for item, quotes in zip(items, read, strict=True):
        said = [evolve(quote, speaker=item.speaker) for quote in quotes]
        yield evolve(quotes, items=said) if item.speaker else quotes


def _parts(
    format: Format,
    results: Iterable[Quotes],
    ids: list[str | int] | None,
    group: Callable[[list[Quotes]], list[Statement]],
    least: int | None,
    *,
    is_screen: bool,
) -> Iterator[str]:
    """The output of ``quotekit dedupe``, in pieces. With no ``least``, what there is to compare."""
    from quotekit.outputs import renderings, statements, statements_html, statements_table

    read = list(results)  # all of it, before a store is touched
    found = group(read)
    if format is Format.jsonl and ids is not None:
        yield from (f"{line}\n" for line in statements.item_lines(zip(ids, read, strict=True), found))
        return
    kept = [
        statement
        for statement in found
        if (renderings.is_shared(statement) if least is None else len(statement.variants) >= least)
    ]
    if format is Format.jsonl:
        yield from (f"{line}\n" for line in statements.variant_lines(kept))
    elif format is Format.json:
        yield statements.statements_to_json(kept) + "\n"
    else:
        ranked, n_left_out = renderings.rank_statements(kept), len(found) - len(kept)
        if format is Format.html:
            yield from statements_html.statements_html_parts(ranked, n_left_out=n_left_out)
        else:
            shown = look(is_screen=is_screen)
            yield statements_table.render_statements(ranked, n_left_out=n_left_out, **shown)


def _pair_lines(path: Path, out: Path | None, parsing: dict[str, Any]) -> Iterator[str]:
    from quotekit.inputs import read_pairs
    from quotekit.model import Article, Verdict
    from quotekit.outputs.jsonl import dump

    check_output("--out", out, [path])
    pairs = read_pairs(path)
    from quotekit.pipeline import read_renderings
    from quotekit.statements.similarity import same_statement

    texts = (Article(text) for pair in pairs for text in (pair.a, pair.b))
    read = counted(read_renderings(texts, **parsing), [path])
    wordless = Verdict(False, 0.0, ("one of the texts has no word",), "different")
    for pair in pairs:
        a, b = next(read), next(read)
        verdict = same_statement(a, b) if a.items and b.items else wordless
        line = {"id": pair.id, "same": verdict.same, "score": verdict.score, "relation": verdict.relation}
        yield dump({**line, "reasons": list(verdict.reasons)}) + "\n"


def _verdict_parts(
    format: VerdictFormat, paths: list[str], encoding: str, out: Path | None, parsing: dict[str, Any]
) -> Iterator[str]:
    from quotekit.inputs import find_files, read_articles
    from quotekit.outputs.jsonl import dump
    from quotekit.outputs.statements import verdict_to_dict
    from quotekit.outputs.statements_table import render_verdict

    files = find_files(paths)
    check_output("--out", out, files)
    texts = list(read_articles(files, encoding=encoding))
    if len(texts) != 2:
        raise UsageError(f"same compares two texts, and {' and '.join(paths)} hold {len(texts)}: give two")
    from quotekit.pipeline import read_renderings
    from quotekit.statements.similarity import same_statement

    a, b = read_renderings(texts, **parsing)
    verdict = same_statement(a, b)
    if format is VerdictFormat.json:
        yield dump(verdict_to_dict(verdict)) + "\n"
    else:
        yield render_verdict(verdict, **look(is_screen=out is None))
