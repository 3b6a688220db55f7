"""Text to `Doc`: paragraphs, blocks, and the pipeline that parses them.

The only module that turns characters into tokens. The `Doc` that it returns has exactly the text
that went in, however long, so that ``token.idx`` is an offset into the text as given.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from quotekit.errors import ModelError, PipelineError
from quotekit.settings import BATCH_SIZE, BLOCK_CHARS, WORD_CHARS, WRAPPED_LINE_CHARS

__all__ = [
    "EXTRACTOR",
    "LABELLER",
    "check_doc",
    "load_pipeline",
    "paragraphs",
    "parse",
    "parse_hash",
    "parse_many",
    "pipes_of",
    "weights_hash",
]

LABELLER = "quotekit_labeller"
"""The name of the factory of `quotekit.labeller.component`."""
EXTRACTOR = "quotekit"
"""The name of the factory of `quotekit.component`."""

SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s+")
LINE_ENDS_SENTENCE = re.compile(r"[.!?:;…\"”’»)\]]\s*$")
LONG_WORD = re.compile(rf"\S{{{WORD_CHARS}}}(?=\S)")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of ``text``: half-open, in order, without white space at their ends.

    A blank line separates paragraphs. So does a single line break, unless the lines around it are
    those of one hard-wrapped paragraph. Empty text has none.

    >>> paragraphs("A headline\\n\\nFirst line.\\nSecond line.")
    [(0, 10), (12, 23), (24, 36)]
    """
    found = []
    for lines in _line_groups(text):
        pieces = [(lines[0][0], lines[-1][1])] if _is_wrapped(text, lines) else lines
        found.extend(pieces)
    return found


def _line_groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without a blank line between them; each line without its outer white space."""
    group: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            left = start + len(line) - len(line.lstrip())
            group.append((left, left + len(stripped)))
        elif group:
            yield group
            group = []
        start += len(line)
    if group:
        yield group


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether the lines are one paragraph that was broken at a column.

    Written for mail: "… the ministry said on\\nTuesday that it would …\\nnot pay". It must leave
    alone a list of headlines, or one paragraph a line, where each line is a unit of its own.
    """
    if len(lines) < 2:
        return False
    low, high = WRAPPED_LINE_CHARS
    if any(end - start > high for start, end in lines):
        return False
    return any(
        end - start >= low
        and text[next_start].islower()
        and not LINE_ENDS_SENTENCE.search(text[max(start, end - 3) : end])
        for (start, end), (next_start, _) in pairwise(lines)
    )


def _blocks(text: str, units: list[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges that partition ``text``, each of whole paragraphs and at most ``limit`` long.

    A paragraph longer than that is cut at the last sentence end within reach, else at the last
    white space, else at the limit.
    """
    start = 0
    for unit_start, unit_end in [*units, (len(text), len(text))]:
        if unit_end - start > limit and unit_start > start:
            for at in range(start, unit_start, limit):
                yield at, min(at + limit, unit_start)
            start = unit_start
        while unit_end - start > limit:
            cut = _cut(text, start, start + limit)
            yield start, cut
            start = cut
    if start < len(text):
        yield start, len(text)


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut a paragraph that is too long: after ``start``, at ``end`` at the latest."""
    half = start + (end - start) // 2
    ends = [match.end() for match in SENTENCE_END.finditer(text, half, end)]
    if ends:
        return ends[-1]
    for at in range(end, half, -1):
        if text[at - 1].isspace():
            return at
    return end


def parse(text: str, nlp: Language | None = None) -> Doc:
    """The parsed ``text``, with ``doc.text == text``; by the embedded pipeline unless told otherwise."""
    return next(parse_many([text], nlp))


def parse_many(
    texts: Iterable[str],
    nlp: Language | None = None,
    *,
    batch_size: int = BATCH_SIZE,
    n_process: int = 1,
    without: Collection[str] = (),
) -> Iterator[Doc]:
    """One `Doc` a text, in order. Streams: a few batches of blocks are in memory at a time.

    Components made by the factories `LABELLER` and `EXTRACTOR` are left out: they read whole articles, and
    are the road or asked by it. So are those made by the factories in ``without``, which save time where
    nobody reads their work.
    """
    pipeline = nlp if nlp is not None else load_pipeline(None)
    parsed = pipeline.pipe(
        _block_docs(texts, pipeline),
        as_tuples=True,
        batch_size=batch_size,
        n_process=n_process,
        disable=[name for factory in (LABELLER, EXTRACTOR, *without) for name in pipes_of(pipeline, factory)],
    )
    for _, run in groupby(parsed, key=lambda pair: pair[1]):
        docs = [doc for doc, _ in run]
        yield docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def pipes_of(nlp: Language, factory: str) -> list[str]:
    """The names of the active components of a pipeline that a factory made, in order."""
    return [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == factory]


def _block_docs(texts: Iterable[str], nlp: Language) -> Iterator[tuple[Doc, int]]:
    """Unparsed blocks, each with the number of its text, and with its paragraphs' sentence starts set."""
    for number, text in enumerate(texts):
        units = paragraphs(text)
        firsts = [first for first, _ in units]
        for start, end in list(_blocks(text, units, min(BLOCK_CHARS, nlp.max_length))) or [(0, 0)]:
            doc = _make_doc(text[start:end], nlp)
            within = firsts[bisect_right(firsts, start) : bisect_left(firsts, end)]
            _start_sentences(doc, [first - start for first in within])
            yield doc, number


def _make_doc(text: str, nlp: Language) -> Doc:
    """The tokens of ``text``; a run without white space that is too long is tokenised in pieces.

    Written for a row of quotation marks, which spaCy's tokenizer peels off one by one, each time
    copying the rest.
    """
    cuts = [match.end() for match in LONG_WORD.finditer(text)]
    if not cuts:
        return nlp.make_doc(text)
    pieces = [nlp.make_doc(text[start:end]) for start, end in pairwise([0, *cuts, len(text)])]
    return Doc.from_docs(pieces, ensure_whitespace=False)


def _start_sentences(doc: Doc, starts: list[int]) -> None:
    """Begin a sentence at each of the paragraph starts: no sentence runs over a paragraph's end."""
    waiting = iter(starts)
    at = next(waiting, None)
    for token in doc:
        if at is None:
            return
        if token.idx >= at and not token.is_space:
            if token.i:
                token.is_sent_start = True
            while at is not None and at <= token.idx:
                at = next(waiting, None)


def load_pipeline(nlp: Language | str | Path | None) -> Language:
    """The pipeline to parse with: the one given, the one named, or the embedded one for `None`.

    Raises `ModelError` where a model cannot be loaded, `PipelineError` where it has no parser.
    """
    if nlp is None:
        return _embedded()
    if isinstance(nlp, Language):
        return _checked(nlp)
    if isinstance(nlp, (str, Path)):
        return _checked(_load(nlp))
    raise PipelineError(
        f"nlp must be a spaCy Language, the name or path of one, or None, got {type(nlp).__name__}: "
        f"pass spacy.load(...), a path, or leave it out for the embedded pipeline"
    )


def _checked(nlp: Language) -> Language:
    if "parser" not in nlp.pipe_names and not any(
        "token.dep" in nlp.get_pipe_meta(name).assigns for name in nlp.pipe_names
    ):
        raise PipelineError(
            f"the pipeline has no dependency parser, its parts are {nlp.pipe_names}: "
            f"use one that assigns token.dep, or leave nlp out for the embedded pipeline"
        )
    labels = set(nlp.pipe_labels.get("parser", ()))
    if _are_universal(labels):
        raise PipelineError(
            f"the parser has the labels of Universal Dependencies ({', '.join(sorted(labels)[:6])}, …): "
            f"use one with those of spaCy's English pipelines (dobj, pobj, …), or leave nlp out for the "
            f"embedded pipeline"
        )
    return nlp


def _are_universal(labels: set[str]) -> bool:
    """Whether these dependency labels are those of Universal Dependencies, which the road cannot read."""
    return bool({"obl", "obj"} & labels) and not {"pobj", "dobj"} & labels


# What spaCy raises depends on the file that is broken: JSON that holds null ends in an AttributeError.
_LOADING_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, ImportError)


def _load(name: str | Path, *, asleep: Sequence[str] = ()) -> Language:
    """The pipeline of that name or folder; what is named in ``asleep`` is loaded and disabled."""
    try:
        return spacy.load(name, disable=asleep)
    except _LOADING_ERRORS as error:
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"no spaCy pipeline could be loaded from {str(name)!r} ({why}): "
            f"pass the name of an installed one or the path of its folder"
        ) from error


@lru_cache(maxsize=1)
def _embedded() -> Language:
    """The pipeline in the wheel, loaded once; its weights must be those its record names."""
    folder = Path(str(files("quotekit").joinpath("models", "en")))
    try:
        record = json.loads((folder / "meta.json").read_text("utf8"))
        recorded, names = str(record["weights_sha256"]), list(record["pipeline"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the embedded pipeline at {folder} is absent or has no readable meta.json: reinstall quotekit"
        ) from error
    found = weights_hash(folder)
    if found != recorded:
        raise ModelError(
            f"the embedded pipeline at {folder} is damaged: its weights hash to {found[:12]}, "
            f"its record says {recorded[:12]}: reinstall quotekit"
        )
    # The entity ruler reads its names by whatever is awake, and needs the tokenizer alone: with the parser
    # and the rest asleep it is the same ruler, and a quarter of the time of loading is saved.
    nlp = _load(folder, asleep=names)
    for name in nlp.disabled:
        nlp.enable_pipe(name)
    return nlp


def weights_hash(folder: Path) -> str:
    """The SHA-256, in hex, over the files of a model folder, but for the record that carries it."""
    return _hash(folder, {"meta.json"})


def parse_hash(folder: Path) -> str:
    """The same over what makes the parse: neither the labeller nor the list of components.

    What is trained on the parses of a pipeline records this.
    """
    return _hash(folder, {"meta.json", "config.cfg", LABELLER})


def _hash(folder: Path, without: Collection[str]) -> str:
    """Over the names and bytes of all files but those at (or below) these names of the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        inner = path.relative_to(folder)
        if path.is_file() and inner.parts[0] not in without:
            digest.update(inner.as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def check_doc(doc: Doc) -> Doc:
    """The same `Doc`, if it has a dependency parse that the road reads; raises `PipelineError` if not."""
    if len(doc) and not doc.has_annotation("DEP"):
        raise PipelineError(
            f"the Doc has no dependency parse (it begins {doc.text[:40]!r}): run a pipeline with a "
            f"parser over it, or pass the text itself"
        )
    labels = {token.dep_ for token in doc}
    if _are_universal(labels):
        raise PipelineError(
            f"the Doc has the labels of Universal Dependencies ({', '.join(sorted(labels)[:6])}, …), it "
            f"begins {doc.text[:40]!r}: parse it with those of spaCy's English pipelines (dobj, pobj, …), or "
            f"pass the text itself"
        )
    return doc
