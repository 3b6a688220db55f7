"""Named entities out of GUM's mentions and CoreNLP's tags."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from trees_by_hand import sentence

from training.conllu import Sentence
from training.entities import corenlp_spans, named_entities, paragraph_groups, with_entities


def named(tree: Sentence) -> list[str]:
    return [
        f"{' '.join(word.form for word in tree.words[start:end])} {label}"
        for start, end, label in named_entities(tree)
    ]


PRESIDENT = sentence("the DET DT 2 det (1-person-x", "president NOUN NN 0 root 1)")
MCCAIN = sentence("Sen. PROPN NNP 0 root (1-person-x", "John PROPN NNP 1 flat", "McCain PROPN NNP 1 flat 1)")
LEADER = sentence(
    "John PROPN NNP 0 root (1-person-x",
    "Kerry PROPN NNP 1 flat",
    ", PUNCT , 1 punct",
    "their DET PRP$ 5 nmod:poss",
    "leader NOUN NN 1 appos 1)",
)
UNIVERSITY = sentence(
    "the DET DT 2 det (1-organization-x",
    "University PROPN NNP 0 root",
    "of ADP IN 4 case",
    "Oslo PROPN NNP 2 nmod (2-place-x)1)",
)
RED_CROSS = sentence(
    "the DET DT 4 det (1-organization-x",
    "American ADJ JJ 4 amod",
    "Red ADJ JJ 4 amod",
    "Cross PROPN NNP 0 root 1)",
)
OLD_LINCOLN = sentence("Honest ADJ JJ 2 amod (1-person-x", "Abe PROPN NNP 0 root 1)")
LAST_WEEK = sentence("in ADP IN 3 case (1-time-x", "last ADJ JJ 3 amod", "week/week NOUN NN 0 root 1)")
THAT_TIME = sentence("that DET DT 2 det (1-time-x", "time NOUN NN 0 root 1)")
YEAR = sentence("2016 NUM CD 0 root (1-time-x)")
QUANTITY = sentence("350 NUM CD 0 root (1-time-x)")
EVENT = sentence("Brexit PROPN NNP 0 root (1-event-x)")
SPOKESPERSON = sentence(
    "the DET DT 4 det (1-person-x(2-organization-x",
    "State PROPN NNP 3 compound",
    "Department PROPN NNP 4 compound 2)",
    "Spokesperson PROPN NNP 0 root 1)",
)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (PRESIDENT, []),
        (MCCAIN, ["John McCain PERSON"]),
        (LEADER, ["John Kerry PERSON"]),
        (UNIVERSITY, ["University of Oslo ORG"]),
        (RED_CROSS, ["American Red Cross ORG"]),
        (OLD_LINCOLN, ["Abe PERSON"]),
        (LAST_WEEK, ["last week DATE"]),
        (THAT_TIME, []),
        (YEAR, ["2016 DATE"]),
        (QUANTITY, []),
        (EVENT, []),
        (SPOKESPERSON, ["State Department Spokesperson PERSON"]),
    ],
    ids=lambda value: value.text if isinstance(value, Sentence) else None,
)
def test_only_what_is_headed_by_a_name_is_an_entity_and_only_its_name(
    tree: Sentence, expected: list[str]
) -> None:
    assert named(tree) == expected


def test_where_two_mentions_leave_the_same_words_the_shorter_says_what_they_are() -> None:
    tree = sentence(
        "President PROPN NNP 0 root (1-person-x",
        "Lincoln PROPN NNP 1 flat (2-place-x)1)",
    )
    assert named(tree) == ["Lincoln GPE"]


def record(*tags: str) -> dict[str, Any]:
    """An analysis of one sentence, every token four characters and a space."""
    return {"sentences": [{"tokens": [[5 * i, 5 * i + 4, "NN", tag, "x"] for i, tag in enumerate(tags)]}]}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["PERSON", "PERSON", "O"], [(0, 9, "PERSON")]),
        (["PERSON", "O", "PERSON"], [(0, 4, "PERSON"), (10, 14, "PERSON")]),
        (["ORGANIZATION", "LOCATION"], [(0, 4, "ORG"), (5, 9, "GPE")]),
        (["MISC", "NUMBER", "O"], []),
    ],
)
def test_successive_tokens_of_one_type_are_one_silver_entity(
    tags: list[str], expected: list[tuple[int, int, str]]
) -> None:
    assert corenlp_spans(record(*tags)) == expected


def test_a_silver_entity_ends_with_its_sentence() -> None:
    first, second = record("PERSON")["sentences"][0], {"tokens": [[5, 9, "NN", "PERSON", "x"]]}
    assert corenlp_spans({"sentences": [first, second]}) == [(0, 4, "PERSON"), (5, 9, "PERSON")]


@pytest.mark.parametrize(
    ("size", "expected"),
    [(100, ["A one.\n\nB two.\n\nC."]), (14, ["A one.\n\nB two.", "C."]), (1, ["A one.", "B two.", "C."])],
)
def test_paragraphs_are_grouped_up_to_a_size(size: int, expected: list[str]) -> None:
    text = "A one.\n\nB two.\n\nC."
    assert [text[start:end] for start, end in paragraph_groups(text, size)] == expected


def test_a_span_that_cuts_a_token_is_drawn_in() -> None:
    doc = spacy.blank("en").make_doc("New York-based Reuters")
    with_entities(doc, [(0, 6, "GPE"), (15, 22, "ORG")])
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("New", "GPE"), ("Reuters", "ORG")]
