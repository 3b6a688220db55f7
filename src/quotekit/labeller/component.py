"""The labeller as a component of a spaCy pipeline: proposes cues, with the labels of the words around."""

# Without the future import: spaCy checks a config against the annotations of the factory, which 3.8.7 must
# find as objects, not as strings.
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from attrs import evolve
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example as SpacyExample
from thinc.api import Optimizer

from quotekit.errors import FormatError, ModelError, UsageError
from quotekit.find.marks import find_marks
from quotekit.labeller.calibration import Calibration
from quotekit.labeller.decoding import read_proposals
from quotekit.labeller.features import label_numbers, layout, pairs, read_inputs
from quotekit.labeller.network import Network, Shape, build_network
from quotekit.labeller.proposals import Proposal
from quotekit.labeller.training import Example, read_example, sigmoid, softmax, train_step
from quotekit.labeller.vectors import WordVectors
from quotekit.model import Mark
from quotekit.parsing import LABELLER, check_doc, load_pipeline, paragraphs, pipes_of
from quotekit.readings import FEATURES, Reading
from quotekit.settings import MARKED_CUE_SCORE
from quotekit.syntax import Tree, read_tree

__all__ = ["GOLD", "Labeller", "find_labeller", "make_labeller"]

GOLD = "quotekit_attributions"
"""Where `Labeller.update` finds the attributions of a reference `Doc`: this key of its ``user_data``."""
_PARTS = ("network", "vectors", "calibration.json", "record.json")


@Language.factory(
    LABELLER,
    requires=["token.tag", "token.dep", "token.head", "doc.ents"],
    assigns=["doc.spans"],
    default_config={"width": 128, "hidden": 80, "steps": [1, 1, 2, 4], "window_steps": [1, 2, 4]},
)
def make_labeller(
    nlp: Language, name: str, width: int, hidden: int, steps: list[int], window_steps: list[int]
) -> "Labeller":
    """A labeller without weights: initialise it on examples, or load it."""
    sizes = {"width": width, "hidden": hidden, "steps": tuple(steps), "window_steps": tuple(window_steps)}
    return Labeller(name, sizes)


def find_labeller(nlp: Language | None) -> "Labeller":
    """The labeller of a pipeline; that of the embedded pipeline where it has none, or for `None`."""
    if nlp is not None:
        for name in pipes_of(nlp, LABELLER):
            labeller: Labeller = nlp.get_pipe(name)  # type: ignore[assignment]
            return labeller
    # That of the embedded pipeline serves even where somebody has disabled it in the shared object.
    for _, component in load_pipeline(None).components:
        if isinstance(component, Labeller):
            return component
    raise ModelError("the embedded pipeline has no labeller: reinstall quotekit")


class Labeller:
    """Proposes cues for parsed articles. Has weights once it was initialised or loaded.

    Its input is a parse in the label scheme of spaCy's English pipelines, whoever made it. It labels
    whole articles: the blocks in which quotekit parses a long text are put together first.
    """

    def __init__(self, name: str, sizes: dict[str, Any]) -> None:
        self.name = name
        self.sizes = sizes
        self.network: Network | None = None
        self.vectors = WordVectors.none()
        self.calibration: Calibration | None = None
        self.record: dict[str, Any] = {}

    @property
    def model(self) -> Network | None:
        """The network, or `None` before there is one; spaCy looks at it when it links components."""
        return self.network

    @property
    def trained(self) -> Network:
        """The network; raises `ModelError` where there is none yet."""
        if self.network is None:
            raise ModelError(
                f"the component {self.name!r} has no weights: load a trained pipeline, or train this "
                f"one with nlp.initialize() and nlp.update()"
            )
        return self.network

    @property
    def is_trainable(self) -> bool:
        """Always true; spaCy asks."""
        return True

    @property
    def shape(self) -> Shape:
        """The sizes of the network."""
        shape: Shape = self.trained.attrs["shape"]
        return shape

    def __call__(self, doc: Doc) -> Doc:
        """The same `Doc`, with what was found in ``doc.spans`` under the name of the component.

        Each span has the label CUE, SOURCE or CONTENT, and as its id the head token of the cue that it
        belongs to. The road does not look at them: it asks `propose`, for whole articles.
        """
        text = check_doc(doc).text
        marks = find_marks(text, paragraphs(text))
        tree = read_tree(doc, marks)
        spans = []
        for reading in self.read(doc, tree, marks):
            parts = (("CUE", reading.cue), ("SOURCE", reading.source), ("CONTENT", reading.content))
            spans += [
                Span(doc, first, last, label=label, span_id=reading.head)
                for label, ranges in parts
                for first, last in ranges
            ]
        doc.spans[self.name] = spans
        return doc

    def read(self, doc: Doc, tree: Tree, marks: Sequence[Mark]) -> list[Reading]:
        """What was found in one article, by cue: `propose`, decoded, with calibrated scores."""
        readings = read_proposals(tree, self.propose(doc, tree, marks))
        if self.calibration is None:
            return readings
        return [evolve(one, score=self.calibration.probability(one.features)) for one in readings]

    def propose(self, doc: Doc, tree: Tree, marks: Sequence[Mark]) -> list[Proposal]:
        """The proposals for one article, by cue; ``tree`` is that of ``doc`` with ``marks``.

        Words that are cues with less than ``settings.MARKED_CUE_SCORE`` are left out.
        """
        if not len(doc):
            return []
        encoder, window = self.trained.layers
        shape = self.shape
        article = layout(tree, marks, label_numbers(shape.labels))
        states, _ = encoder(read_inputs(doc, article, self.vectors), False)
        scores = sigmoid(states.cues)
        cues = np.flatnonzero(scores >= MARKED_CUE_SCORE)
        if not len(cues):
            return []
        around = pairs(article, cues, states.cues > 0, shape.n_labels)
        logits, _ = window((states.rows, cues, around), False)
        shares = softmax(logits)
        return [
            Proposal(int(cue), float(scores[cue]), int(around.tokens[row][inside][0]), shares[row][inside])
            for row, (cue, inside) in enumerate(zip(cues, around.inside, strict=True))
        ]

    def initialize(
        self, get_examples: Callable[[], Iterable[SpacyExample]], *, nlp: Language | None = None
    ) -> None:
        """Random weights, for the dependency labels that the predicted parses of the examples have."""
        labels = {token.dep_ for example in get_examples() for token in example.predicted}
        self.network = build_network(Shape(tuple(sorted(labels - {""})), self.vectors.width, **self.sizes))

    def update(
        self,
        examples: Iterable[SpacyExample],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """One step of training; adds to ``losses`` under the name of the component.

        The parse comes from the predicted `Doc` of each example, the attributions from the
        ``user_data["quotekit_attributions"]`` of the reference: a list of mappings with ``cue``,
        ``source`` and ``content``, each a list of ``[start, end]`` in characters.
        """
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        # The second pass sees what the first has hidden already: it wants about half.
        for layer, rate in zip(self.trained.layers, (drop, drop / 2), strict=True):
            layer.attrs["drop"] = rate
        for example in examples:
            step = train_step(self.trained, self._read(example))
            losses[self.name] += step.cues + step.labels
        if sgd is not None:
            self.finish_update(sgd)
        return losses

    def _read(self, example: SpacyExample) -> Example:
        gold = example.reference.user_data.get(GOLD)
        if gold is None:
            raise UsageError(
                f"the reference Doc has no user_data[{GOLD!r}] (it begins "
                f"{example.reference.text[:40]!r}): set it to the list of its attributions"
            )
        return read_example(example.predicted, gold, self.shape.labels, self.vectors)

    def finish_update(self, sgd: Optimizer) -> None:
        """Apply the gradients that were added up."""
        self.trained.finish_update(sgd)

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """Weights, word vectors and record as bytes."""
        return bytes(srsly.msgpack_dumps(self._parts()))

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> "Labeller":
        """This labeller, filled from what `to_bytes` gave."""
        return self._fill(srsly.msgpack_loads(data))

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write weights, word vectors and record into the folder ``path``."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, part in self._parts().items():
            (folder / name).write_bytes(part)

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> "Labeller":
        """This labeller, filled from the folder that `to_disk` wrote."""
        return self._fill({name: (Path(path) / name).read_bytes() for name in _PARTS})

    def _parts(self) -> dict[str, bytes]:
        """What is written, by file name; nothing before the labeller has weights."""
        sizes = {**self.sizes, "labels": self.shape.labels} if self.network else None
        record = json.dumps({"sizes": sizes, **self.record}, indent=1, sort_keys=True)
        calibration = json.dumps(self.calibration.to_dict() if self.calibration else None, indent=1)
        network = self.network.to_bytes() if self.network else b""
        parts = (network, self.vectors.to_bytes(), calibration.encode(), record.encode())
        return dict(zip(_PARTS, parts, strict=True))

    def _fill(self, parts: dict[str, bytes]) -> "Labeller":
        network, vectors, calibration, record = (parts[name] for name in _PARTS)
        self.vectors = WordVectors.from_bytes(vectors)
        fitted = json.loads(calibration)
        self.calibration = None if fitted is None else Calibration.from_dict(fitted)
        if self.calibration is not None and self.calibration.names != FEATURES:
            raise FormatError(
                f"the calibration of {self.name!r} is of {self.calibration.names}, a reading has "
                f"{FEATURES}: fit it again with the stage labeller-calibration"
            )
        self.record = json.loads(record)
        sizes = self.record.pop("sizes")
        if sizes is not None:
            labels = tuple(sizes.pop("labels"))
            self.sizes = {key: tuple(size) if isinstance(size, list) else size for key, size in sizes.items()}
            self.network = build_network(Shape(labels, self.vectors.width, **self.sizes))
            self.network.from_bytes(network)
        return self
