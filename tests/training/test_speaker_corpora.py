"""Silver and gold labels of speakers, from chains and from a treebank: small articles written by hand."""

from __future__ import annotations

from typing import Any

import pytest
from trees_by_hand import document, sentence

from training.speakers.chains import labels_of_article
from training.speakers.gum import labels_of_document

TEXT = "Senator Ann Lee came. She said he lied. Ann Lee left."
KINDS = {"Ann": "PERSON", "Lee": "PERSON"}


def tokens(text: str) -> list[list[Any]]:
    found: list[list[Any]] = []
    at = 0
    for word in text.replace(".", " .").split():
        start = text.index(word, at)
        at = start + len(word)
        found.append([start, at, "X", KINDS.get(word, "O"), word])
    return found


def article(chains: list[list[str]], *sources: list[str]) -> list[tuple[Any, ...]]:
    """The labels of TEXT where chains and sources are given by their words, first place alone."""

    def piece(words: str) -> list[int]:
        return [TEXT.index(words), TEXT.index(words) + len(words)]

    record = {
        "doc": "a",
        "text": TEXT,
        "attributions": [{"source": [piece(words) for words in one]} for one in sources],
    }
    coref = [[[*piece(words), 0] for words in chain] for chain in chains]
    parsed = {"doc": "a", "sentences": [{"tokens": tokens(TEXT)}], "coref": coref}
    return [(label.source, label.type, label.speaker) for label in labels_of_article(record, parsed)]


def test_a_source_she_is_the_name_of_its_chain() -> None:
    she = TEXT.index("She")
    assert article([["Ann Lee", "She"]], ["She"]) == [(((she, she + 3),), "pronoun", "Ann Lee")]


@pytest.mark.parametrize(
    "chain",
    [
        ["She"],
        # Its capitals are no person's or organisation's alone.
        ["Senator Ann Lee", "She"],
        # Too long for a name.
        ["Ann Lee came. She said", "She"],
    ],
)
def test_a_chain_without_a_name_gives_no_label(chain: list[str]) -> None:
    assert article([chain], ["She"]) == []


def test_what_is_no_source_or_in_no_chain_has_no_label() -> None:
    assert article([["Ann Lee", "She"]], ["he"]) == []
    assert article([["Ann Lee", "She"]], ["Ann Lee"]) == []
    assert article([["Ann Lee", "She"]], []) == []


def test_a_source_of_two_attributions_has_one_label() -> None:
    assert len(article([["Ann Lee", "She"]], ["She"], ["She"])) == 1


ANN = "Ann PROPN NNP 3 nsubj (1-person-x"
CAME = sentence(ANN, "Lee PROPN NNP 1 flat 1)", "came VERB VBD 0 root", ". PUNCT . 3 punct")
SHE_SAW_HIM = sentence(
    "She PRON PRP 2 nsubj (1-person-x)", "saw VERB VBD 0 root", "him PRON PRP 2 obj (2-person-x)"
)
THE_COOK_LEFT = sentence(
    "The DET DT 2 det (2-person-x", "cook NOUN NN 3 nsubj 2)", "left VERB VBD 0 root", ". PUNCT . 3 punct"
)


def test_a_subject_of_a_treebank_is_the_name_of_its_entity() -> None:
    she, *_ = labels_of_document(document((CAME,), (SHE_SAW_HIM,)))
    text = document((CAME,), (SHE_SAW_HIM,)).text
    assert [text[start:end] for start, end in she.source] == ["She"]
    assert (she.type, she.speaker) == ("pronoun", "Ann Lee")


def test_an_object_is_no_subject_and_a_description_without_a_name_is_nobody() -> None:
    labels = labels_of_document(document((SHE_SAW_HIM, THE_COOK_LEFT)))
    assert [(label.type, label.speaker) for label in labels] == [("pronoun", None), ("nominal", None)]


def test_a_name_alone_asks_for_nobody() -> None:
    assert labels_of_document(document((CAME,))) == []
