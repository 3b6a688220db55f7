"""The labeller that is shipped, fitted to gold attributions and to what its teacher makes of the articles.

Stage ``labeller-student``. In: the parses and attributions of PolNeAR train, the parses of the WMT21
articles, the teacher's opinions and the word vectors. Out: ``labeller-student/model``, the component with its
record. Budget: 120 minutes. Goes on from the last epoch after a stop, exactly.

On PolNeAR, but for the articles held out, the targets are the mean of gold and teacher; on WMT21 they are
the teacher's alone. Some words are hidden, others in each epoch, so that the labeller can read words that it
has not seen; of some articles only a few paragraphs are read, so that it can read a sentence alone.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import asdict, evolve, frozen
from numpy.typing import NDArray
from thinc.api import Adam, Optimizer, fix_random_seed

from quotekit.labeller.component import Labeller
from quotekit.labeller.network import Network, Shape, build_network
from quotekit.labeller.training import Example, pace, read_example, train_step
from quotekit.labeller.vectors import WordVectors
from quotekit.parsing import LABELLER, parse_hash
from quotekit.settings import LABELLER_WINDOW
from training.assemble import commit_of_code, embedded_folder
from training.labeller.cropping import cropped
from training.labeller.parses import Article, attributed_articles, fit_and_held_out, wmt_articles
from training.labeller.soft import Opinion, read_opinions
from training.labeller.vectors import vectors_path

__all__ = ["Recipe", "fit", "hidden", "mixed", "run", "taught"]

SEED = 1
SIZES: dict[str, Any] = {"width": 128, "hidden": 80, "steps": (1, 1, 2, 4), "window_steps": (1, 2, 4)}
WORD_COLUMNS = slice(0, 4)  # of `Inputs.hashes`: lower case, prefix, suffix, shape


@frozen
class Recipe:
    """How the labeller is fitted; written into its record.

    ``gold_share`` is the share of gold in the targets, ``wmt_share`` how many of the WMT21 articles an
    epoch has, ``hidden_share`` how many of the words are hidden, ``cropped_share`` of how many articles
    only some paragraphs are read.
    """

    epochs: int = 14
    learn_rate: float = 1e-3
    l2: float = 1e-5
    gradient_norm: float = 1.0
    gold_share: float = 0.5
    wmt_share: float = 0.5
    hidden_share: float = 0.06
    cropped_share: float = 0.4


def run(shared: Path, work: Path) -> None:
    """Fit the labeller, or go on with it."""
    recipe = Recipe()
    vectors = WordVectors.from_bytes(vectors_path(work).read_bytes())
    learned, _ = fit_and_held_out(attributed_articles(shared, work, "train"))
    labels = tuple(sorted({token.dep_ for article in learned for token in article.doc}))
    gold = [
        mixed(example, opinion, recipe.gold_share)
        for example, opinion in _with_opinions(learned, work, "polnear-train", labels, vectors)
    ]
    silver = [
        taught(example, opinion)
        for example, opinion in _with_opinions(wmt_articles(work), work, "wmt", labels, vectors)
        if len(opinion.heads)
    ]
    folder = work / "labeller-student"
    folder.mkdir(parents=True, exist_ok=True)
    labeller = Labeller(LABELLER, SIZES)
    labeller.vectors = vectors
    labeller.network = fit(
        Shape(labels, vectors.width, **SIZES), gold, silver, recipe, folder / "checkpoint.npz"
    )
    labeller.record = {
        "parse_sha256": parse_hash(embedded_folder()),
        "commit": commit_of_code(),
        "log": "training/LOG.md",
        "recipe": asdict(recipe),
        "seed": SEED,
    }
    labeller.to_disk(folder / "model")
    (folder / "checkpoint.npz").unlink()


def _with_opinions(
    articles: Sequence[Article], work: Path, corpus: str, labels: tuple[str, ...], vectors: WordVectors
) -> list[tuple[Example, Opinion]]:
    """Each article with what the teacher makes of it."""
    opinions = read_opinions(work / "labeller-soft" / f"{corpus}.npz")
    return [
        (read_example(article.doc, article.attributions, labels, vectors), opinion)
        for article, opinion in zip(articles, opinions, strict=True)
    ]


def taught(example: Example, opinion: Opinion) -> Example:
    """The article with the teacher's opinion for targets; a window weighs what its cue is likely."""
    cues = opinion.cues.astype(np.float32)
    return evolve(
        example,
        cues=cues,
        heads=opinion.heads,
        labels=None,
        soft=opinion.shares,
        weights=cues[opinion.heads],
    )


def mixed(example: Example, opinion: Opinion, gold_share: float) -> Example:
    """The article with the mean of gold and opinion for targets, gold weighing ``gold_share``.

    The window of a cue that is not gold has the teacher's shares, and weighs what the teacher's part of
    its probability is. A word that heads two cues has the labels of the last.
    """
    assert example.labels is not None
    before, after = LABELLER_WINDOW
    cues = opinion.cues.astype(np.float32)
    shares = opinion.shares.astype(np.float32)
    weights = (1 - gold_share) * cues[opinion.heads]
    row_of = {int(head): row for row, head in enumerate(example.heads)}
    for number, head in enumerate(opinion.heads):
        if int(head) not in row_of:
            continue
        window = np.clip(head + np.arange(-before, after), 0, len(cues) - 1)
        gold = np.eye(4, dtype=np.float32)[example.labels[row_of[int(head)]][window]]
        shares[number] = gold_share * gold + (1 - gold_share) * shares[number]
        weights[number] = 1
    return evolve(
        example,
        cues=gold_share * example.cues + (1 - gold_share) * cues,
        heads=opinion.heads,
        labels=None,
        soft=shares.astype(np.float16),
        weights=weights.astype(np.float32),
    )


def hidden(example: Example, share: float) -> Example:
    """The article with a share of its words hidden: their letters and vectors, not their tags and places."""
    mask = np.random.rand(len(example.cues)) < share
    hashes, vectors = example.inputs.hashes.copy(), example.inputs.vectors.copy()
    hashes[mask, WORD_COLUMNS] = 0
    vectors[mask] = 0
    return evolve(example, inputs=evolve(example.inputs, hashes=hashes, vectors=vectors))


def fit(
    shape: Shape, gold: Sequence[Example], silver: Sequence[Example], recipe: Recipe, checkpoint: Path
) -> Network:
    """A network fitted to both; from the checkpoint on, if it is there."""
    fix_random_seed(SEED)
    network = build_network(shape)
    optimizer = Adam(recipe.learn_rate, L2=recipe.l2, grad_clip=recipe.gradient_norm)
    n_silver = int(len(silver) * recipe.wmt_share)
    steps = len(gold) + n_silver
    for epoch in range(_restore(checkpoint, network, optimizer), recipe.epochs):
        begun = time.monotonic()
        # So that an epoch draws the same numbers, whether or not the ones before ran in this process.
        fix_random_seed(SEED + epoch)
        draw = random.Random(SEED + epoch)
        lessons = [*gold, *draw.sample(silver, n_silver)]
        draw.shuffle(lessons)
        cues = labels = 0.0
        for step, example in enumerate(lessons):
            optimizer.learn_rate = recipe.learn_rate * pace((epoch * steps + step) / (recipe.epochs * steps))
            if draw.random() < recipe.cropped_share:
                example = cropped(example, draw)
            losses = train_step(network, hidden(example, recipe.hidden_share))
            network.finish_update(optimizer)
            cues, labels = cues + losses.cues, labels + losses.labels
        _keep(checkpoint, network, optimizer, epoch + 1)
        print(
            f"epoch {epoch + 1} of {recipe.epochs}: cues {cues:.0f}, labels {labels:.0f}; "
            f"{time.monotonic() - begun:.0f} s",
            flush=True,
        )
    return network


def _moments(network: Network, optimizer: Optimizer) -> dict[str, tuple[dict[Any, Any], Any]]:
    """The tables of the optimizer, with the key in them, by a name that is the same in every process."""
    return {
        f"{table}.{number}.{name}": (getattr(optimizer, table), (node.id, name))
        for table in ("mom1", "mom2", "nr_update")
        for number, node in enumerate(network.walk())
        for name in node.param_names
    }


def _keep(path: Path, network: Network, optimizer: Optimizer, epoch: int) -> None:
    """Write all that the next epoch starts from."""
    arrays: dict[str, NDArray[Any]] = {
        name: np.asarray(table[key])
        for name, (table, key) in _moments(network, optimizer).items()
        if key in table
    }
    arrays["network"] = np.frombuffer(network.to_bytes(), dtype=np.uint8)
    arrays["epoch"] = np.asarray(epoch)
    partial = path.with_suffix(".partial")
    with partial.open("wb") as out:
        np.savez(out, **arrays)  # type: ignore[arg-type]
    partial.replace(path)


def _restore(path: Path, network: Network, optimizer: Optimizer) -> int:
    """The number of epochs done; the arguments are set to where they stood after the last."""
    if not path.exists():
        return 0
    with np.load(path) as arrays:
        network.from_bytes(arrays["network"].tobytes())
        for name, (table, key) in _moments(network, optimizer).items():
            if name in arrays:
                table[key] = int(arrays[name]) if name.startswith("nr_update") else arrays[name]
        epoch = int(arrays["epoch"])
    print(f"going on after epoch {epoch}", flush=True)
    return epoch
