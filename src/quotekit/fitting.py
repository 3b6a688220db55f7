"""A labeller trained further on annotations of your own, and whether that made it better.

Some documents are learned from, others are held out and measured on, by the whole road, as
`quotekit.evaluation` counts. The weights are those of the epoch that did best there, if it did better than
the labeller as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Real
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import evolve, field, frozen
from spacy.language import Language
from spacy.tokens import Doc

from quotekit.annotations import Annotated, check_apart, hold_out, read_documents
from quotekit.errors import FormatError, UsageError
from quotekit.evaluation import Evaluation, evaluate
from quotekit.labeller.component import Labeller, find_labeller
from quotekit.labeller.continuing import continue_training, keep_cues
from quotekit.labeller.network import Network
from quotekit.labeller.training import Example, read_example
from quotekit.model import ACTS, Act, Article, Quotes
from quotekit.parsing import LABELLER, load_pipeline, parse_many, pipes_of
from quotekit.pipeline import extract_many
from quotekit.syntax import read_tree, tokens_in

__all__ = ["DEV_SHARE", "EPOCHS", "LEARN_RATE", "PATIENCE", "Epoch", "Training", "train_labeller"]

EPOCHS: Final = 10
"""Epochs at most, 1 or more."""

PATIENCE: Final = 3
"""Epochs without a better figure on the documents held out, after which training stops, 1 or more."""

LEARN_RATE: Final = 5e-4
"""The highest rate, above 0 and below 1; half of the first training's.

From 24 articles of PolNeAR that marked what stands in quotation marks alone, three epochs raised the F of
attribution on half of dev from 40.5 to 53.2 at 2e-4, to 57.6 at 5e-4 and to 58.2 at 1e-3.
"""

DEV_SHARE: Final = 0.2
"""The share of the documents that is held out, above 0 and below 1."""

_Given = Iterable[Quotes | Mapping[str, Any]]


@frozen
class Epoch:
    """One time through the documents: its number, from 1, and the mean loss of a document, in nats.

    ``figures`` are those of the documents held out, after it.
    """

    number: int
    loss: float
    figures: Evaluation


@frozen(eq=False)
class Training:
    """What came of training a labeller further.

    ``nlp`` is a pipeline of its own with the better labeller: the one after the epoch ``best``, or the one
    that there was before. ``before`` are the figures of the documents held out by the latter. ``learned`` and
    ``held_out`` are the documents; ``n_cues`` says how many attributions were learned from. ``settings`` are
    the arguments of the call, ``dev_share`` `None` where documents to measure on were given.
    """

    nlp: Language = field(repr=False)
    before: Evaluation
    learned: tuple[Annotated, ...] = field(repr=False)
    held_out: tuple[Annotated, ...] = field(repr=False)
    n_cues: int
    settings: Mapping[str, Any]
    epochs: tuple[Epoch, ...] = ()

    @property
    def best(self) -> Epoch:
        """The epoch after which the documents held out fared best; the first of several."""
        return max(self.epochs, key=lambda epoch: epoch.figures.attribution.f1)

    @property
    def after(self) -> Evaluation:
        """The figures after that epoch."""
        return self.best.figures

    @property
    def is_better(self) -> bool:
        """Whether it did better than the labeller as it was, so that its labeller is the one kept."""
        return self.after.attribution.f1 > self.before.attribution.f1

    def to_dict(self) -> dict[str, Any]:
        """What was done and what came of it, as plain data for JSON; figures as `Evaluation.to_dict`."""
        return {
            "n_documents": len(self.learned),
            "n_cues": self.n_cues,
            "held_out": [document.name for document in self.held_out],
            "settings": dict(self.settings),
            "losses": [round(epoch.loss, 3) for epoch in self.epochs],
            "best_epoch": self.best.number,
            "is_better": self.is_better,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
        }


def train_labeller(
    documents: _Given,
    *,
    dev: _Given | None = None,
    nlp: Language | str | Path | None = None,
    acts: Sequence[Act] = ACTS,
    dev_share: float = DEV_SHARE,
    epochs: int = EPOCHS,
    patience: int = PATIENCE,
    learn_rate: float = LEARN_RATE,
    seed: int = 0,
    on_epoch: Callable[[Epoch], object] | None = None,
) -> Training:
    """The labeller of a pipeline, trained further on annotated documents, with its figures before and after.

    A document is what `evaluate` takes for gold: a `Quotes` whose article has an ``id``, or a mapping with
    ``doc``, ``text`` and ``attributions`` or ``quotes``. ``dev`` are those to measure on; without it a share
    of ``documents`` is held out, drawn by ``seed``. ``acts`` are the kinds of report that the documents mark,
    each in full: attributions whose ``act`` is another are left out, and what the labeller knows of those it
    keeps. An attribution without cue or content teaches nothing. ``on_epoch`` is called after each epoch.

    ``nlp`` is the pipeline to go on from, the embedded one for `None`; it is not changed. One without a
    labeller gets that of the embedded pipeline to begin with. The scores of quotes stay calibrated as they
    were. On one machine the same call gives the same weights.

    Raises `FormatError` for a document that `evaluate` would refuse as gold and for documents that teach
    nothing, `UsageError` for an argument that does not fit and for documents that cannot be held out, and
    what `load_pipeline` raises.

    >>> from quotekit import extract_quotes
    >>> texts = ['“We will stay,” Ann Lee said.', '“They left,” said Bo Ek.', 'Ann Lee said it rained.']
    >>> articles = [Article(text, id=f"a{number}") for number, text in enumerate(texts)]
    >>> documents = [extract_quotes(article) for article in articles]
    >>> training = train_labeller(documents, epochs=1)
    >>> training.before.attribution.f1, training.is_better
    (1.0, False)
    """
    _check_numbers(dev_share, epochs, patience, learn_rate, seed)
    numbers = {"epochs": epochs, "patience": patience, "learn_rate": learn_rate, "seed": seed}
    settings = {"acts": list(acts), "dev_share": dev_share if dev is None else None, **numbers}
    learned, held_out = _sides(documents, dev, acts, dev_share, seed)
    pipeline = _copy_of(load_pipeline(nlp))
    labeller = find_labeller(pipeline)
    examples = _examples(learned, pipeline, labeller, acts)
    measure = _measure(held_out, pipeline, acts)
    training = Training(
        nlp=pipeline,
        before=measure(),
        learned=tuple(learned),
        held_out=tuple(held_out),
        n_cues=sum(len(example.heads) for example in examples),
        settings=settings,
    )
    losses = continue_training(labeller.trained, examples, epochs=epochs, learn_rate=learn_rate, seed=seed)
    training = _choose(training, labeller.trained, losses, measure, patience, on_epoch)
    earlier = labeller.record.get("continued", ())
    labeller.record = {**labeller.record, "continued": [*earlier, training.to_dict()]}
    return training


def _choose(
    training: Training,
    network: Network,
    losses: Iterable[float],
    measure: Callable[[], Evaluation],
    patience: int,
    on_epoch: Callable[[Epoch], object] | None,
) -> Training:
    """The training with its epochs, as many as there were to be; ``network`` has the better weights then."""
    weights = network.to_bytes()
    for number, loss in enumerate(losses, start=1):
        epoch = Epoch(number, loss, measure())
        training = evolve(training, epochs=(*training.epochs, epoch))
        if on_epoch is not None:
            on_epoch(epoch)
        if training.best is epoch and training.is_better:
            weights = network.to_bytes()
        if number - training.best.number >= patience:
            break
    network.from_bytes(weights)
    return training


def _sides(
    documents: _Given, dev: _Given | None, acts: Sequence[Act], share: float, seed: int
) -> tuple[list[Annotated], list[Annotated]]:
    """The documents to learn from and those to measure on."""
    given = read_documents(documents, acts)
    if dev is None:
        return hold_out(given, share, seed)
    others = read_documents(dev, acts)
    check_apart(given, others)
    return given, others


def _copy_of(nlp: Language) -> Language:
    """A pipeline that shares nothing with ``nlp`` and has a labeller."""
    with TemporaryDirectory() as folder:
        nlp.to_disk(folder)
        copy = load_pipeline(folder)
    # The hashes of the weights that are shipped, which these will not be.
    copy.meta.pop("weights_sha256", None)
    if not pipes_of(copy, LABELLER):
        copy.add_pipe(LABELLER)
        find_labeller(copy).from_bytes(find_labeller(None).to_bytes())
    return copy


def _examples(
    documents: Sequence[Annotated], nlp: Language, labeller: Labeller, acts: Sequence[Act]
) -> list[Example]:
    """What there is to learn, in the order of the documents; empty texts left out."""
    docs = list(parse_many((one.text for one in documents), nlp))
    labels = labeller.shape.labels
    examples = [
        read_example(doc, document.attributions, labels, labeller.vectors)
        for document, doc in zip(documents, docs, strict=True)
    ]
    if not any(len(example.heads) for example in examples):
        raise FormatError(
            f"no attribution of the {len(documents)} documents has both a cue and a content: mark the words "
            f"that report (said, according to) as cue and what they report as content"
        )
    others = [act for act in ACTS if act not in acts]
    if others:
        unsaid = extract_many(docs, nlp=nlp, acts=others, min_score=0)
        examples = [
            keep_cues(labeller.trained, example, _cue_tokens(doc, quotes))
            for example, doc, quotes in zip(examples, docs, unsaid, strict=True)
        ]
    return [example for example in examples if len(example.blank)]


def _cue_tokens(doc: Doc, quotes: Quotes) -> list[int]:
    tree = read_tree(doc, [])
    spans = (span for quote in quotes for span in quote.cue)
    return [token for span in spans for token in range(*tokens_in(tree, span.start, span.end))]


def _measure(documents: Sequence[Annotated], nlp: Language, acts: Sequence[Act]) -> Callable[[], Evaluation]:
    """A function that gives the figures of the documents by the pipeline as it then is; parsed once."""
    docs = list(parse_many((one.text for one in documents), nlp))
    gold = [one.gold for one in documents]

    def measure() -> Evaluation:
        found = extract_many(docs, nlp=nlp, acts=acts)
        named = zip(documents, found, strict=True)
        return evaluate([Quotes(Article(one.text, id=one.name), quotes) for one, quotes in named], gold)

    return measure


def _check_numbers(
    dev_share: object, epochs: object, patience: object, learn_rate: object, seed: object
) -> None:
    for name, value, least in (("epochs", epochs, 1), ("patience", patience, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise UsageError(
                f"{name} must be a whole number of {least} or more, got {value!r}: "
                f"leave it out for the default"
            )
    for name, value in (("dev_share", dev_share), ("learn_rate", learn_rate)):
        if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < 1:
            raise UsageError(
                f"{name} must be a number between 0 and 1, got {value!r}: leave it out for the default"
            )
