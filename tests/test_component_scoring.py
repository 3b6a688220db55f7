"""The scorer of the component: predicted quotes against those on the reference of each example."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from docs_by_hand import make_article
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.vocab import Vocab

from quotekit.component import make_quotes_scorer, score_quotes
from quotekit.labeller.component import GOLD
from quotekit.model import Article, Quote, Quotes, TextSpan

REPORT = """
{name} NNP nsubj 1 B-PERSON
said   VBD ROOT  1
prices NNS nsubj 3
rose   VBD ccomp 1
.      .   punct 1
"""
TEXT = "Dahl said prices rose. Berg said prices rose."
CONTENTS, CUES, SOURCES = ((10, 21), (33, 44)), ((5, 9), (28, 32)), ((0, 4), (23, 27))
BOTH = {"content": [[10, 21]], "cue": [[5, 9]], "source": [[0, 4]]}


def parsed() -> Doc:
    doc = make_article(REPORT.format(name="Dahl"), REPORT.format(name="Berg"))
    assert doc.text == TEXT
    return doc


def gold_quote(content: tuple[int, int], cue: tuple[int, int], source: tuple[int, int]) -> Quote:
    spans = [TextSpan.of(TEXT, *piece) for piece in (content, cue, source)]
    return Quote("indirect", content=[spans[0]], cue=[spans[1]], source=[spans[2]])


def component(**config: Any) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotekit", config=config)
    return nlp


def example(*quotes: Quote, attr: str = "quotes") -> Example:
    """The parse against a reference with these quotes."""
    reference = parsed()
    reference._.set(attr, Quotes(Article(TEXT), quotes))
    return Example(parsed(), reference)


def scores(nlp: Language, *examples: Example) -> dict[str, Any]:
    return {key: value for key, value in nlp.evaluate(list(examples)).items() if "quotes_" in key}


def test_what_is_all_right_scores_one() -> None:
    nlp = component()
    found = scores(nlp, example(*map(gold_quote, CONTENTS, CUES, SOURCES)))
    assert set(found.values()) == {1.0}
    assert set(found) == {
        *(f"quotes_{part}{letter}" for part in ("", "content_", "cue_") for letter in "prf"),
        "quotes_source_acc",
    }


def test_a_wrong_source_and_a_quote_that_is_none_lower_the_figures() -> None:
    """Two are predicted; one is gold, whose source is another."""
    nlp = component()
    found = scores(nlp, example(gold_quote(CONTENTS[0], CUES[0], SOURCES[1])))
    assert (found["quotes_p"], found["quotes_r"], found["quotes_f"]) == (0.0, 0.0, 0.0)
    assert (found["quotes_content_p"], found["quotes_content_r"]) == (0.5, 1.0)
    assert found["quotes_content_f"] == pytest.approx(2 / 3)
    assert (found["quotes_cue_p"], found["quotes_cue_r"]) == (0.5, 1.0)
    assert found["quotes_source_acc"] == 0.0


def test_figures_are_summed_over_the_examples() -> None:
    nlp = component()
    right = example(*map(gold_quote, CONTENTS, CUES, SOURCES))
    found = scores(nlp, right, example(gold_quote(CONTENTS[0], CUES[0], SOURCES[0])))
    assert (found["quotes_p"], found["quotes_r"]) == (0.75, 1.0)


def test_a_reference_that_says_there_are_none_counts() -> None:
    nlp = component()
    assert scores(nlp, example())["quotes_p"] == 0.0


def test_without_gold_there_are_no_figures() -> None:
    nlp = component()
    assert set(scores(nlp, Example(parsed(), parsed())).values()) == {None}


def test_an_example_without_gold_is_left_out() -> None:
    nlp = component()
    found = scores(nlp, Example(parsed(), parsed()), example(*map(gold_quote, CONTENTS, CUES, SOURCES)))
    assert found["quotes_p"] == 1.0


def test_attributions_of_the_labeller_are_gold_too() -> None:
    nlp = component()
    reference = parsed()
    reference.user_data[GOLD] = [BOTH]
    found = scores(nlp, Example(parsed(), reference))
    assert (found["quotes_p"], found["quotes_r"]) == (0.5, 1.0)


def test_gold_comes_back_from_a_docbin() -> None:
    nlp = component()
    reference = example(*map(gold_quote, CONTENTS, CUES, SOURCES)).reference
    data = DocBin(docs=[reference], store_user_data=True).to_bytes()
    (again,) = DocBin().from_bytes(data).get_docs(Vocab())
    assert set(scores(nlp, Example(parsed(), again)).values()) == {1.0}


def test_two_instances_have_figures_of_their_own() -> None:
    nlp = component()
    nlp.add_pipe("quotekit", name="refusals", config={"acts": ["refusal"], "prefix": "no_"})
    one = example(*map(gold_quote, CONTENTS, CUES, SOURCES))
    one.reference._.no_quotes = Quotes(Article(TEXT), [gold_quote(CONTENTS[0], CUES[0], SOURCES[0])])
    found = scores(nlp, one)
    assert (found["quotes_r"], found["no_quotes_r"]) == (1.0, 0.0)


def test_without_a_scorer_there_are_no_figures() -> None:
    nlp = component(scorer=None)
    assert scores(nlp, example(gold_quote(CONTENTS[0], CUES[0], SOURCES[0]))) == {}


def test_the_registered_scorer_is_the_function() -> None:
    assert make_quotes_scorer() is score_quotes


def test_the_default_weights_leave_the_best_model_to_what_is_trained() -> None:
    nlp = component()
    weights = nlp.get_pipe_meta("quotekit").default_score_weights
    assert weights == {"quotes_p": None, "quotes_r": None, "quotes_f": None}
    assert nlp.config["training"]["score_weights"]["quotes_f"] is None


def test_an_empty_article_is_no_error() -> None:
    nlp = component()
    reference = Doc(nlp.vocab)
    reference._.quotes = Quotes(Article(""))
    assert scores(nlp, Example(Doc(nlp.vocab), reference))["quotes_f"] == 0.0
