"""The road from text to quotes: each stage by name, in order. It decides nothing itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, tee
from numbers import Real
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from quotekit.bylines import add_bylines
from quotekit.errors import QuotekitError, TextError, UsageError
from quotekit.find.contents import find_contents
from quotekit.find.cues import find_cues
from quotekit.find.marks import find_marks
from quotekit.find.sources import find_sources
from quotekit.guards import mend_readings
from quotekit.labeller.component import Labeller, find_labeller
from quotekit.model import ACTS, Act, Article, Quote, Quotes, Source, Speaker, TextSpan
from quotekit.parsing import check_doc, load_pipeline, paragraphs, parse, parse_many
from quotekit.plain import add_plain
from quotekit.resolve.attribution import attribute
from quotekit.resolve.segments import cut_segments, segment, unmarked
from quotekit.resolve.speakers import resolve_phrases, resolve_speakers
from quotekit.settings import BATCH_SIZE, MIN_SCORE
from quotekit.syntax import Tree, read_tree

__all__ = ["extract_many", "extract_quotes", "read_renderings", "resolve_sources"]

Readable = str | Article | Doc
# Names and lemmas take nearly half of the time of a parse, and segments do not ask for them.
_NOT_FOR_SEGMENTS = frozenset({"ner", "entity_ruler", "lemmatizer"})


def extract_quotes(
    text: str | Article | Doc,
    *,
    nlp: Language | str | Path | None = None,
    acts: Sequence[Act] = ("speech",),
    min_score: float = MIN_SCORE,
) -> Quotes:
    """The quotes of one article, in the order of its text.

    ``text`` may be a `Doc` that was parsed before; of ``nlp``, if it is a `Language`, the labeller is then
    asked, and nothing else. ``acts`` are the kinds of report to return: all of them are `quotekit.ACTS`.
    Quotes whose ``score`` is below ``min_score``, in 0..1, are left out; what is nested in one of them
    stays, and still names it as its ``parent``. Empty text has no quotes.

    Raises `TextError` for what is no text, `UsageError` for an act or a least score that does not exist,
    `PipelineError` for a pipeline or a `Doc` without dependency parse, `ModelError` for a model that
    cannot be loaded.

    >>> extract_quotes('"We will stay," Lavrov said.')[0].source[0].text
    'Lavrov'
    """
    wanted = _check_acts(acts)
    least = _check_min_score(min_score)
    article = _check_article(text)
    pipeline = _pipeline_for(text, nlp)
    doc = check_doc(text) if isinstance(text, Doc) else parse(article.text, pipeline)
    return _quotes(article, doc, find_labeller(pipeline), wanted, least)


def extract_many(
    articles: Iterable[str | Article | Doc],
    *,
    nlp: Language | str | Path | None = None,
    acts: Sequence[Act] = ("speech",),
    min_score: float = MIN_SCORE,
    batch_size: int = BATCH_SIZE,
    n_process: int = 1,
) -> Iterator[Quotes]:
    """The quotes of each article, in the order given, as a generator.

    A few batches of ``batch_size`` blocks of text are in memory at a time; ``n_process`` processes
    parse them (-1: one a core). Neither changes the result. Raises what `extract_quotes` raises, a bad
    call at once, a bad article when its turn comes.
    """
    wanted = _check_acts(acts)
    least = _check_min_score(min_score)
    _check_stream(articles, "put it in a list, or call extract_quotes", batch_size, n_process)
    pipeline = None if nlp is None else load_pipeline(nlp)
    return _extract_each(_parse_each(articles, pipeline, batch_size, n_process), pipeline, wanted, least)


def read_renderings(
    articles: Iterable[str | Article],
    *,
    nlp: Language | str | Path | None = None,
    batch_size: int = BATCH_SIZE,
    n_process: int = 1,
) -> Iterator[Quotes]:
    """Texts that are what somebody said, each as the one quote of its `Quotes`, in the order given.

    For renderings that are cut already: the content is the whole text, without white space and quotation
    marks around it, and its segments are its sentences, not their clauses. No speaker is looked for. A text
    without a letter or digit has no quote. ``batch_size``, ``n_process`` and the errors are those of
    `extract_many`.

    >>> from quotekit import read_renderings
    >>> (quotes,) = read_renderings(["“Prices rose, and wages stood still in May. Rents fell by half.”"])
    >>> [segment.text for segment in quotes[0].segments]
    ['Prices rose, and wages stood still in May', 'Rents fell by half']
    """
    _check_stream(articles, "put it in a list", batch_size, n_process)
    pipeline = None if nlp is None else load_pipeline(nlp)
    parsed = _parse_each(articles, pipeline, batch_size, n_process, without=_NOT_FOR_SEGMENTS)
    return (_rendering(article, doc) for article, doc in parsed)


def resolve_sources(
    text: str | Article | Doc,
    sources: Iterable[Sequence[Sequence[int] | TextSpan]],
    *,
    nlp: Language | str | Path | None = None,
) -> list[Speaker | None]:
    """The speaker behind each of some sources, in the order given; `None` where the text names nobody.

    A source is a list of its pieces, ``[start, end]`` in characters, half-open, or spans of the text. The
    road is walked as for `extract_quotes`, since who speaks elsewhere in the text decides whom "he" means;
    a given source takes the place of one that was found there.

    Raises what `extract_quotes` raises, and `UsageError` for a piece that is no range of the text.

    >>> text = "Sergei Lavrov came late. He said nothing was agreed."
    >>> [speaker.name for speaker in resolve_sources(text, [[[25, 27]]])]
    ['Sergei Lavrov']
    """
    article = _check_article(text)
    if isinstance(sources, (str, bytes)) or not isinstance(sources, Iterable):
        raise UsageError(
            f"sources must be a list of sources, each a list of [start, end], got {sources!r:.60}"
        )
    phrases = [_check_source(source, article.text) for source in sources]
    pipeline = _pipeline_for(text, nlp)
    doc = check_doc(text) if isinstance(text, Doc) else parse(article.text, pipeline)
    tree, quotes, _ = _attributed(article, doc, find_labeller(pipeline))
    return resolve_phrases(tree, quotes, phrases)


def _pipeline_for(text: Readable, nlp: Language | str | Path | None) -> Language | None:
    """The pipeline to parse with; for what is parsed already, the one whose labeller is to read it."""
    if not isinstance(text, Doc):
        return load_pipeline(nlp)
    return nlp if isinstance(nlp, Language) else None


def _extract_each(
    parsed: Iterable[tuple[Article, Doc]], nlp: Language | None, acts: frozenset[str], min_score: float
) -> Iterator[Quotes]:
    labeller = find_labeller(nlp)
    for article, doc in parsed:
        yield _quotes(article, doc, labeller, acts, min_score)


def _parse_each(
    articles: Iterable[Readable],
    nlp: Language | None,
    batch_size: int,
    n_process: int,
    without: Collection[str] = (),
) -> Iterator[tuple[Article, Doc]]:
    """Each run of parsed or unparsed articles, with the parse."""
    failed: list[QuotekitError] = []
    for is_parsed, run in groupby(_until_bad(articles, failed), key=lambda item: isinstance(item, Doc)):
        given, waiting = tee(run)
        if is_parsed:
            docs: Iterator[Doc] = (doc for doc in given if isinstance(doc, Doc))
        else:
            texts = (article.text for article in given)
            docs = parse_many(
                texts, load_pipeline(nlp), batch_size=batch_size, n_process=n_process, without=without
            )
        for doc, article in zip(docs, waiting, strict=True):
            yield _check_article(article), doc
    if failed:
        raise failed[0]


def _until_bad(articles: Iterable[Readable], failed: list[QuotekitError]) -> Iterator[Article | Doc]:
    """The articles up to a bad one, whose error goes to ``failed``.

    Texts are taken a batch ahead; raised here, the error would come before the quotes of those that
    went before.
    """
    for article in articles:
        try:
            checked = check_doc(article) if isinstance(article, Doc) else _check_article(article)
        except QuotekitError as error:
            failed.append(error)
            return
        yield checked


def _quotes(article: Article, doc: Doc, labeller: Labeller, acts: frozenset[str], min_score: float) -> Quotes:
    """The road to the end: quotes with their speakers and segments."""
    tree, quotes, sources = _attributed(article, doc, labeller)
    quotes = cut_segments(tree, resolve_speakers(tree, quotes, sources))
    return Quotes(article, [quote for quote in quotes if quote.act in acts and quote.score >= min_score])


def _attributed(article: Article, doc: Doc, labeller: Labeller) -> tuple[Tree, list[Quote], list[Source]]:
    """The road itself, up to the quotes whose speakers are not resolved yet."""
    marks = find_marks(article.text, paragraphs(article.text))
    tree = read_tree(doc, marks)
    readings = add_bylines(tree, marks, labeller.read(doc, tree, marks))
    readings = mend_readings(tree, add_plain(tree, readings))
    cues = find_cues(tree, readings)
    contents = find_contents(tree, cues, readings, marks)
    sources = find_sources(tree, cues, readings)
    return tree, attribute(tree, marks, cues, contents, sources), sources


def _rendering(article: Article, doc: Doc) -> Quotes:
    """The quote that a whole text is."""
    marks = find_marks(article.text, paragraphs(article.text))
    content = unmarked(article.text, marks)
    if content is None:
        return Quotes(article)
    segments = segment(read_tree(doc, marks), [content], into_clauses=False)
    return Quotes(article, [Quote("indirect", [content], segments=segments, score=1.0, reason="given")])


def _check_source(source: Sequence[Sequence[int] | TextSpan], text: str) -> tuple[TextSpan, ...]:
    """The spans of a source that was given as pieces; none of them empty, blank or outside the text."""
    if isinstance(source, str) or not isinstance(source, Sequence) or not source:
        raise UsageError(f"a source must be a list of pieces [start, end], got {source!r:.60}")
    spans = []
    for piece in source:
        if isinstance(piece, TextSpan):
            piece = (piece.start, piece.end)
        pair = list(piece) if isinstance(piece, Sequence) and not isinstance(piece, str) else []
        if len(pair) != 2 or any(isinstance(at, bool) or not isinstance(at, int) for at in pair):
            raise UsageError(f"a piece of a source must be [start, end] in whole numbers, got {piece!r:.60}")
        start, end = pair
        if not 0 <= start < end <= len(text):
            raise UsageError(
                f"[{start}, {end}] is no range of the text, which has {len(text)} characters: "
                f"give half-open character offsets, start before end"
            )
        if not text[start:end].strip():
            raise UsageError(f"the source [{start}, {end}] holds white space alone: give the words of it")
        spans.append(TextSpan.of(text, start, end))
    try:
        return Source(tuple(spans), 0, 0, "given").spans
    except ValueError as error:
        raise UsageError(f"{error}: give pieces that stand apart") from error


def _check_stream(articles: object, advice: str, batch_size: object, n_process: object) -> None:
    """The arguments that those functions share which take many texts."""
    if isinstance(articles, (str, bytes, Article, Doc)) or not isinstance(articles, Iterable):
        raise UsageError(
            f"articles must be an iterable of texts, got one {type(articles).__name__}: {advice}"
        )
    for name, value in (("batch_size", batch_size), ("n_process", n_process)):
        if not isinstance(value, int) or (value < 1 and (name, value) != ("n_process", -1)):
            raise UsageError(
                f"{name} must be a whole number of 1 or more, got {value!r}: leave it out for the default"
            )


def _check_acts(acts: Iterable[Act]) -> frozenset[str]:
    if isinstance(acts, str):
        raise UsageError(f"acts must be a sequence of acts, got {acts!r}: write acts=({acts!r},)")
    if not isinstance(acts, Iterable):
        raise UsageError(f"acts must be a sequence of acts, got {acts!r}: choose from {', '.join(ACTS)}")
    wanted = list(acts)
    unknown = [act for act in wanted if act not in ACTS]
    if unknown:
        raise UsageError(f"unknown act {unknown[0]!r}: choose from {', '.join(ACTS)}")
    return frozenset(wanted)


def _check_min_score(value: object) -> float:
    # A comparison with NaN is false: it is refused too.
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= float(value) <= 1:
        raise UsageError(
            f"min_score must be a number from 0 to 1, got {value!r}: leave it out for the default"
        )
    return float(value)


def _check_article(text: Readable) -> Article:
    """The article of what was given; what is no text, or could not be written as UTF-8, is refused."""
    if isinstance(text, Doc):
        return Article(text.text)
    article = text if isinstance(text, Article) else None
    if article is None:
        if not isinstance(text, str):
            raise TextError(
                f"text must be a str, an Article or a spaCy Doc, got {type(text).__name__}: "
                f"{'decode it first' if isinstance(text, (bytes, bytearray)) else 'pass the text itself'}"
            )
        article = Article(text)
    try:
        article.text.encode()
    except UnicodeEncodeError as error:
        raise TextError(
            f"the text has a lone surrogate, {article.text[error.start]!r} at character {error.start}: "
            f"decode its bytes with the right encoding, or with errors='replace'"
        ) from error
    return article
