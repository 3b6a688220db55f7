"""The tokenizer cuts as the treebanks do; expected words as EWT and GUM have them."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from training.tokenizer import as_treebanks_cut


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    as_treebanks_cut(nlp)
    return nlp


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wow!!! Really?!", ["Wow", "!!!", "Really", "?!"]),
        ('"What?!" (No!)', ['"', "What", "?!", '"', "(", "No", "!", ")"]),
        ("call 555-0123 or 713-853-1234", ["call", "555-0123", "or", "713-853-1234"]),
        ("in 2016-17", ["in", "2016", "-", "17"]),
        ("a non-profit co-founder", ["a", "non-profit", "co-founder"]),
        ("a long-term plan", ["a", "long", "-", "term", "plan"]),
        ("and/or", ["and", "/", "or"]),
        ("tea, etc.", ["tea", ",", "etc."]),
        ("He said.", ["He", "said", "."]),
    ],
)
def test_words(nlp: Language, text: str, words: list[str]) -> None:
    doc = nlp(text)
    assert [token.text for token in doc] == words
    assert doc.text == text
