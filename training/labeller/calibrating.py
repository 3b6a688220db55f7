"""The score: how often readings like this one were right, on articles that the labeller has not seen.

Stage ``labeller-calibration``. In: the installed labeller, the parses and attributions of PolNeAR train.
Out: the labeller's ``calibration.json`` in ``models/en``. Budget: 3 minutes.

The whole road runs over the articles held out from training. A quote is right if its content and its
source are, as `quotekit.evaluation` counts attributions. The features are those of the reading that the
quote came from; what rules alone found has a score of its own in ``settings.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from quotekit.comparison import compare
from quotekit.find.marks import find_marks
from quotekit.labeller.component import Labeller, find_labeller
from quotekit.model import ACTS, Article, Quotes
from quotekit.parsing import paragraphs
from quotekit.pipeline import extract_quotes
from quotekit.readings import FEATURES
from quotekit.syntax import read_tree
from training.assemble import embedded_folder
from training.calibration import error_of, fit_calibration, held_out
from training.install import install
from training.labeller.parses import Article as Parsed
from training.labeller.parses import attributed_articles, fit_and_held_out

__all__ = ["judged", "run"]

Row = tuple[float, ...]


def run(shared: Path, work: Path) -> None:
    """Fit the calibration, print how well it does on articles left out of the fit, and install it."""
    _, articles = fit_and_held_out(attributed_articles(shared, work, "train"))
    labeller = find_labeller(None)
    rows, right, groups = judged(articles, labeller)
    probabilities = held_out(FEATURES, rows, right, groups)
    print(f"{len(rows)} readings, {sum(right)} right, calibration error {error_of(probabilities, right):.3f}")
    labeller.calibration = fit_calibration(FEATURES, rows, right)
    print(f"the weights hash to {install(labeller, embedded_folder())}", flush=True)


def judged(articles: Sequence[Parsed], labeller: Labeller) -> tuple[list[Row], list[bool], list[str]]:
    """The features of every reading that became a quote, whether that was right, and its article."""
    rows, right, groups = [], [], []
    for article in articles:
        found = extract_quotes(article.doc, acts=ACTS, min_score=0)
        quotes = Quotes(Article(article.doc.text, id=article.name), found)
        gold = {"doc": article.name, "text": article.doc.text, "attributions": article.attributions}
        (comparison,) = compare([quotes], [gold])
        hits = {comparison.pred[place].at for place, _ in comparison.attribution}
        for place, features in _features(article, quotes, labeller):
            rows.append(features)
            right.append(place in hits)
            groups.append(article.name)
    return rows, right, groups


def _features(article: Parsed, quotes: Quotes, labeller: Labeller) -> Iterator[tuple[int, Row]]:
    """The features of the reading behind each quote, by the quote's place; not for those without one."""
    text = article.doc.text
    marks = find_marks(text, paragraphs(text))
    tree = read_tree(article.doc, marks)
    readings = {tree.starts[one.head]: one.features for one in labeller.read(article.doc, tree, marks)}
    for place, quote in enumerate(quotes):
        inside = (at for span in quote.cue for at in range(span.start, span.end))
        features = next((readings[at] for at in inside if at in readings), None)
        if features is not None and quote.content:
            yield place, features
