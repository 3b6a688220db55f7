"""The road as a component of a spaCy pipeline: quotes on the `Doc`, as plain data and as spans."""

# Without the future import: spaCy checks a config against the annotations of the factory, which 3.8.7 must
# find as objects, not as strings.
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import frozen
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.training import Example
from spacy.util import registry

from quotekit.errors import PipelineError, UsageError
from quotekit.evaluation import Evaluation, evaluate
from quotekit.labeller.component import GOLD
from quotekit.model import Act, Article, Quote, Quotes, Speaker
from quotekit.outputs.jsonl import from_dict, to_dict
from quotekit.parsing import EXTRACTOR
from quotekit.pipeline import extract_many, extract_quotes
from quotekit.settings import MIN_SCORE

__all__ = ["DISPLACY_COLORS", "Extractor", "make_extractor", "make_quotes_scorer", "score_quotes"]

Scorer = Callable[..., dict[str, Any]]

DISPLACY_COLORS = {
    "DIRECT": "#9ec5ff",
    "MIXED": "#c9b8ff",
    "INDIRECT": "#ffd59e",
    "CONTENT": "#ffd59e",
    "CUE": "#ffb3ae",
    "SOURCE": "#a5dfb6",
}
"""Background colours of the labels of our spans, which displaCy finds by the entry point."""

_EXTENSIONS = {"quotes": "quotes", "speakers": "speakers", "is_quoted": "is_quoted"}
_SPANS = {"quotes": "quotes", "cues": "cues", "sources": "sources"}
_LABELS = ("DIRECT", "INDIRECT", "MIXED", "CUE", "SOURCE")
# What the road reads of a parse and nothing makes up for. Entities are in `requires`, too: without them
# fewer speakers are found.
_NEEDED = ("TAG", "DEP")


@Language.factory(
    EXTRACTOR,
    requires=["token.tag", "token.dep", "token.head", "doc.ents"],
    assigns=["doc._.quotes", "doc._.speakers", "token._.is_quoted", "doc.spans"],
    default_config={
        "acts": ["speech"],
        "min_score": MIN_SCORE,
        "prefix": "",
        "extensions": dict(_EXTENSIONS),
        "spans": dict(_SPANS),
        "scorer": {"@scorers": "quotekit.quotes_scorer.v1"},
    },
    # Shown in a training log where there is gold, and no part of the score by which the best is chosen:
    # nothing here is trained.
    default_score_weights={"quotes_p": None, "quotes_r": None, "quotes_f": None},
)
def make_extractor(
    nlp: Language,
    name: str,
    acts: list[str],
    min_score: float,
    prefix: str,
    extensions: dict[str, str],
    spans: dict[str, str],
    scorer: Callable[..., dict[str, Any]] | None,
) -> "Extractor":
    """The component for a pipeline, with its extensions registered. No model is loaded.

    ``acts`` and ``min_score`` are those of `extract_quotes`. ``extensions`` are the names of the attributes
    of `Doc` and `Token`, ``spans`` the keys in ``doc.spans``, both with ``prefix`` before them; spans that
    are given one key share a group.

    Raises `UsageError` for an act, a least score or a name that cannot be, and for names that another
    component of the pipeline, or anything else, has taken.
    """
    wanted = cast("list[Act]", acts)
    # Checks both, and reads nothing: it has no article.
    extract_many((), acts=wanted, min_score=min_score)
    found = Extractor(
        nlp,
        name,
        acts=wanted,
        min_score=min_score,
        extensions=_names("extensions", extensions, _EXTENSIONS, prefix),
        spans=_names("spans", spans, _SPANS, prefix),
        scorer=scorer,
    )
    _check_apart(found, nlp)
    _register(found.extensions)
    return found


class Extractor:
    """Reads the quotes of parsed articles and writes them onto the `Doc`.

    It asks the labeller of its pipeline, or the embedded one where that has none. The `Doc` is taken for a
    whole article.
    """

    def __init__(
        self,
        nlp: Language,
        name: str,
        *,
        acts: Sequence[Act],
        min_score: float,
        extensions: Mapping[str, str],
        spans: Mapping[str, str],
        scorer: Scorer | None,
    ) -> None:
        self.nlp = nlp
        self.name = name
        self.acts = acts
        self.min_score = min_score
        self.extensions = extensions
        self.spans = spans
        self.scorer = scorer

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the spans that it writes."""
        return _LABELS

    @property
    def key(self) -> str:
        """Where the quotes are in ``doc.user_data``, as plain lists, dicts, strings and numbers."""
        return _key(self.extensions["quotes"])

    def __call__(self, doc: Doc) -> Doc:
        """The same `Doc`, with its quotes. Raises `PipelineError` for one without tags or parse."""
        self._check(doc)
        quotes = extract_quotes(doc, nlp=self.nlp, acts=self.acts, min_score=self.min_score)
        _set_quotes(self.key, doc, quotes)
        groups: dict[str, list[Span]] = {key: [] for key in self.spans.values()}
        for number, quote in enumerate(quotes):
            for role, span in _spans_of(doc, number, quote):
                groups[self.spans[role]].append(span)
        for key, spans in groups.items():
            doc.spans[key] = sorted(spans, key=lambda span: (span.start, span.end))
        return doc

    def _check(self, doc: Doc) -> None:
        missing = [f"token.{name.lower()}" for name in _NEEDED if not doc.has_annotation(name)]
        if missing:
            raise PipelineError(
                f"the component {self.name!r} needs {' and '.join(missing)}, which the Doc lacks (it begins "
                f"{doc.text[:40]!r}); the pipeline is {self.nlp.pipe_names}: put a tagger and a dependency "
                f"parser before the component, such as those of quotekit.load_pipeline(None), with "
                f"nlp.add_pipe(..., source=...)"
            )

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """The figures of the scorer of the config; none without one. `Language.evaluate` calls it."""
        return self.scorer(examples, attr=self.extensions["quotes"], **kwargs) if self.scorer else {}


@registry.scorers("quotekit.quotes_scorer.v1")  # type: ignore[untyped-decorator]
def make_quotes_scorer() -> Scorer:
    """`score_quotes`, under the name that a config has for it."""
    return score_quotes


def score_quotes(
    examples: Iterable[Example],
    *,
    attr: str = "quotes",
    **_: Any,
) -> dict[str, float | None]:
    """Precision, recall and F of predicted quotes, each in 0..1; `None` where there is no gold.

    The gold of an example is the ``doc._.quotes`` that was set on its reference, or else the attributions
    that the labeller learns from; a reference without either is left out. The figures are those of
    `quotekit.evaluate`: ``quotes_p``, ``_r`` and ``_f`` ask for content (relaxed) and source together,
    ``quotes_content_*`` and ``quotes_cue_*`` for these alone, ``quotes_source_acc`` is the share of right
    sources among the contents found. ``attr`` is the name of the extension, and begins theirs.
    """
    pred, gold = [], []
    for number, example in enumerate(examples):
        wanted = _stored(_key(attr), example.reference)
        if wanted is None and GOLD in example.reference.user_data:
            wanted = {"quotes": _listed(example.reference.user_data[GOLD])}
        if wanted is not None:
            found = _stored(_key(attr), example.predicted) or {"quotes": []}
            gold.append({"doc": str(number), "text": example.reference.text, "quotes": wanted["quotes"]})
            pred.append({"doc": str(number), "quotes": found["quotes"]})
    evaluation = evaluate(pred, gold) if gold else None
    return {f"{attr}_{name}": value for name, value in _figures(evaluation).items()}


def _figures(evaluation: Evaluation | None) -> dict[str, float | None]:
    """The figures by name; without an evaluation the same names, each with `None`."""
    counted = evaluation or Evaluation()
    scores = {"": counted.attribution, "content_": counted.content_relaxed, "cue_": counted.cue}
    figures = {"source_acc": counted.source_accuracy.share}
    for name, score in scores.items():
        figures |= {f"{name}p": score.precision, f"{name}r": score.recall, f"{name}f": score.f1}
    return {name: value if evaluation else None for name, value in figures.items()}


def _spans_of(doc: Doc, number: int, quote: Quote) -> Iterator[tuple[str, Span]]:
    """The spans of one quote, each with what it is, and with the number of the quote as its ``id_``.

    A piece that begins or ends inside a token takes in the whole of it.
    """
    parts = (("quotes", quote.kind.upper(), quote.content), ("cues", "CUE", quote.cue))
    for role, label, pieces in (*parts, ("sources", "SOURCE", quote.source)):
        for piece in pieces:
            span = doc.char_span(
                piece.start, piece.end, label=label, span_id=str(number), alignment_mode="expand"
            )
            if span is not None:  # never so, for a piece that lies in the text
                yield role, span


@frozen
class _Access:
    """A getter or setter of an extension, over the quotes under one key of ``user_data``.

    Two of the same function and key are equal, so that a second pipeline finds its extensions there; and
    they can be pickled, as spaCy does to hand extensions to other processes.
    """

    function: Callable[..., Any]
    key: str

    def __call__(self, owner: Doc | Token, *value: object) -> Any:
        return self.function(self.key, owner, *value)


def _register(extensions: Mapping[str, str]) -> None:
    """Set the extensions, where they are not set already. Raises `UsageError` where another has one."""
    key = _key(extensions["quotes"])
    wanted: list[tuple[type[Doc] | type[Token], str, _Access, _Access | None]] = [
        (Doc, extensions["quotes"], _Access(_quotes, key), _Access(_set_quotes, key)),
        (Doc, extensions["speakers"], _Access(_speakers, key), None),
        (Token, extensions["is_quoted"], _Access(_is_quoted, key), None),
    ]
    for owner, name, getter, _ in wanted:
        if owner.has_extension(name) and owner.get_extension(name)[2] != getter:
            raise UsageError(
                f"{owner.__name__}._.{name} is taken: something else has set that extension; give the "
                f"component other names, such as config={{'prefix': 'quotekit_'}}"
            )
    for owner, name, getter, setter in wanted:
        if not owner.has_extension(name):
            owner.set_extension(name, getter=getter, setter=setter)


def _key(attr: str) -> str:
    """The key in ``user_data`` for the quotes behind the extension ``attr``."""
    return f"quotekit_{attr}"


def _stored(key: str, doc: Doc) -> dict[str, Any] | None:
    """The plain data of the quotes of a `Doc`; `None` where it was not read."""
    data = _data_of(key, doc)
    return None if data is None else {name: _listed(value) for name, value in data.items()}


def _data_of(key: str, doc: Doc) -> Mapping[str, Any] | None:
    """The data as it lies there; `None` also where it is that of a longer `Doc`.

    ``Span.as_doc`` hands all of ``user_data`` on to the part, whose characters count from its own start.
    """
    data: Mapping[str, Any] | None = doc.user_data.get(key)
    n_chars = doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0
    return data if data is not None and data.get("n_chars", n_chars) == n_chars else None


def _listed(value: Any) -> Any:
    """The same with lists for tuples, which is what lists come back as from a `DocBin`."""
    if isinstance(value, Mapping):
        return {name: _listed(inner) for name, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _quotes(key: str, doc: Doc) -> Quotes:
    """The quotes of a `Doc` as records; none where it was not read."""
    data = _stored(key, doc)
    if data is None:
        return Quotes(Article(doc.text))
    return from_dict({**data, "article": {**data["article"], "text": doc.text}})


def _set_quotes(key: str, doc: Doc, quotes: object) -> None:
    """Keep the quotes on the `Doc`: without their text, which it has, but with its length."""
    if not isinstance(quotes, Quotes) or quotes.text != doc.text:
        got = f"those of {quotes.text[:40]!r}" if isinstance(quotes, Quotes) else f"{quotes!r:.60}"
        raise UsageError(
            f"the quotes of a Doc must be a Quotes over its text, which begins {doc.text[:40]!r}, got {got}: "
            f"make them of this text"
        )
    data = to_dict(quotes)
    del data["article"]["text"]
    doc.user_data[key] = {**data, "n_chars": len(doc.text)}


def _speakers(key: str, doc: Doc) -> tuple[Speaker, ...]:
    """The speakers of the quotes, each once, in the order of their first quote and as that has them."""
    found: dict[str, Speaker] = {}
    for quote in _quotes(key, doc):
        if quote.speaker is not None:
            found.setdefault(quote.speaker.key, quote.speaker)
    return tuple(found.values())


def _is_quoted(key: str, token: Token) -> bool:
    """Whether the token has a character in the content of a quote."""
    start, end = token.idx, token.idx + len(token)
    data = _data_of(key, token.doc) or {"quotes": ()}
    return any(first < end and start < last for quote in data["quotes"] for first, last in quote["content"])


def _names(what: str, given: Mapping[str, str], known: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The names of a config, with the prefix; raises `UsageError` for what is unknown, empty or double."""
    unknown = sorted(given.keys() - known.keys())
    if unknown:
        raise UsageError(f"{what} has {unknown[0]!r}: its keys are {', '.join(known)}")
    names = {**known, **given}
    empty = [name for name, value in names.items() if not value]
    if empty:
        raise UsageError(f"{what}.{empty[0]} is {names[empty[0]]!r}: give a name, or leave it out")
    if what == "extensions" and names["quotes"] == names["speakers"]:
        raise UsageError(
            f"quotes and speakers are both to be doc._.{names['quotes']}: give each its own name"
        )
    return {name: f"{prefix}{value}" for name, value in names.items()}


def _check_apart(new: Extractor, nlp: Language) -> None:
    """Raise `UsageError` where another component of the pipeline writes to one of the places of this one."""
    for name, other in nlp.components:
        if name == new.name or not isinstance(other, Extractor):
            continue
        both = {new.key} & {other.key} or set(new.spans.values()) & set(other.spans.values())
        if both:
            raise UsageError(
                f"{new.name!r} and {name!r} would both write {min(both)!r} of each Doc: give one of the two "
                f"names of its own, such as config={{'prefix': '{new.name}_'}}"
            )
