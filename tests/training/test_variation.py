"""Gold docs in other typographies."""

from __future__ import annotations

import random

import pytest
from spacy.vocab import Vocab
from trees_by_hand import HE_LEFT, HE_SAID, OSLO_WON, document

from training import variation
from training.documents import gold_doc, passages
from training.variation import varied, varied_forms

FORMS = ['"', "It", "'s", "late", '"', "\n\n", "“", "Go", "”"]


def in_style(monkeypatch: pytest.MonkeyPatch, opening: str, closing: str) -> list[str]:
    monkeypatch.setattr(variation, "STYLES", ((opening, closing),))
    monkeypatch.setattr(variation, "BREAKS", ("\r\n\r\n",))
    return list(varied_forms(FORMS, random.Random(0)))


@pytest.mark.parametrize(
    ("opening", "closing", "expected"),
    [
        ("“", "”", ["“", "It", "’s", "late", "”", "\r\n\r\n", "“", "Go", "”"]),
        ("``", "''", ["``", "It", "'s", "late", "''", "\r\n\r\n", "``", "Go", "''"]),
        ('"', '"', ['"', "It", "'s", "late", '"', "\r\n\r\n", '"', "Go", '"']),
    ],
)
def test_marks_apostrophes_and_breaks_take_the_style(
    opening: str, closing: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_style(monkeypatch, opening, closing) == expected


def test_only_the_forms_change() -> None:
    (passage,) = passages([document((HE_LEFT, HE_SAID), (OSLO_WON,))], max_words=None)
    doc = gold_doc(passage, Vocab(), [(8, 9, "GPE")])
    for seed in range(8):
        other = varied(doc, random.Random(seed))
        assert [(t.tag_, t.dep_, t.head.i, t.ent_type_) for t in other] == [
            (t.tag_, t.dep_, t.head.i, t.ent_type_) for t in doc
        ]


def test_entities_that_are_unknown_stay_unknown() -> None:
    (passage,) = passages([document((HE_LEFT,))], max_words=None)
    assert not varied(gold_doc(passage, Vocab()), random.Random(0)).has_annotation("ENT_IOB")
