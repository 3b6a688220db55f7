"""What a cue reports, on the cases of tests/cases/acts.jsonl and on trees made by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docs_by_hand import make_doc

from quotekit.acts import find_act, is_hearsay, is_hypothetical, is_negated, keeps_silent
from quotekit.find.marks import find_marks
from quotekit.lexicon import act_entries
from quotekit.model import ACTS
from quotekit.parsing import paragraphs, parse
from quotekit.syntax import Tree, read_tree, tokens_in

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parent / "cases" / "acts.jsonl"

OKORO_VERB_CLAUSE = """
Okoro    NNP nsubj 1
{word}   VBD ROOT  1
that     IN  mark  5
the      DT  det   4
bridge   NN  nsubj 5
closed   VBD ccomp 1
.        .   punct 1
"""


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def as_parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


def tokens_at(tree: Tree, words: str, start: int = 0) -> list[int]:
    """The tokens of the first place after ``start`` where ``words`` stand; none for no words."""
    if not words:
        return []
    at = tree.text.index(words, start)
    return list(range(*tokens_in(tree, at, at + len(words))))


def head_of(tree: Tree, cue: list[int]) -> int:
    """The last verb of a cue, or its last word."""
    verbs = [token for token in cue if tree.is_verb(token)]
    return verbs[-1] if verbs else cue[-1]


@pytest.mark.parametrize("case", [as_parameter(case) for case in read_cases()])
def test_a_case_gives_the_act_that_a_reader_names(case: dict[str, Any], nlp: Language) -> None:
    doc = parse(case["text"], nlp)
    marks = find_marks(doc.text, paragraphs(doc.text))
    tree = read_tree(doc, marks)
    cue, source = tokens_at(tree, case["cue"]), tokens_at(tree, case["source"])
    head = head_of(tree, cue)
    pieces = [tokens_at(tree, piece) for piece in case["content"].split("|")]
    content = [(piece[0], piece[-1] + 1) for piece in pieces]
    marked = all(tree.outer[token] >= 0 for piece in pieces for token in piece)
    found: dict[str, Any] = {
        "act": find_act(tree, head, cue, content, source, marked),
        "negated": is_negated(tree, head),
        "hypothetical": is_hypothetical(tree, head),
        "hearsay": is_hearsay(tree, head, source),
    }
    expected = {"act": case["act"], "negated": case.get("negated", False)}
    expected |= {guard: case.get(guard, False) for guard in ("hypothetical", "hearsay")}
    assert found == expected


def test_no_two_cases_share_a_label() -> None:
    labels = Counter(case["label"] for case in read_cases())
    assert [label for label, n in labels.items() if n > 1] == []


@pytest.mark.parametrize(
    ("word", "act"),
    [("said", "speech"), ("thought", "thought"), ("zorbled", "speech"), ("demonstrated", "evidence")],
)
def test_a_verb_with_a_clause_is_what_its_list_says_or_else_speech(word: str, act: str) -> None:
    tree = read_tree(make_doc(OKORO_VERB_CLAUSE.format(word=word)))
    assert find_act(tree, 1, [1], [(2, 6)], [0], marked=False) == act


def test_a_thing_that_does_what_no_list_has_is_evidence() -> None:
    rows = OKORO_VERB_CLAUSE.format(word="zorbled").replace("Okoro    NNP", "price    NN ")
    assert find_act(read_tree(make_doc(rows)), 1, [1], [(2, 6)], [0], marked=False) == "evidence"


def test_what_stands_in_marks_is_speech_unless_its_verb_is_of_the_mind_alone() -> None:
    acts = []
    for word in ("hoped", "thought"):
        tree = read_tree(make_doc(OKORO_VERB_CLAUSE.format(word=word)))
        acts.append(find_act(tree, 1, [1], [(2, 6)], [0], marked=True))
    assert acts == ["speech", "thought"]


def test_a_cue_without_content_keeps_silent_only_when_negated() -> None:
    rows = "Okoro NNP nsubj 1\ncommented VBD ROOT 1\n. . punct 1"
    negated = "Okoro NNP nsubj 3\ndid VBD aux 3\nnot RB neg 3\ncomment VB ROOT 3\n. . punct 3"
    assert find_act(read_tree(make_doc(rows)), 1, [1], [], [0], marked=False) == "speech"
    assert find_act(read_tree(make_doc(negated)), 3, [3], [], [0], marked=False) == "refusal"


def test_a_noun_with_a_relative_clause_is_no_clause() -> None:
    rows = """
    nothing NN  dobj  0
    that    WDT nsubj 2
    helped  VBD relcl 0
    """
    assert keeps_silent(read_tree(make_doc(rows)), [(0, 3)])


def test_the_first_form_that_holds_decides() -> None:
    entry = next(entry for entry in act_entries("vowed", "verb"))
    assert (entry.act, entry.forms) == ("speech", (("infinitive", "intention"),))


def test_forms_of_a_word_lead_to_its_line() -> None:
    found = {
        word: act_entries(word, "verb")[0].lemma
        for word in ("quipped", "denies", "hoping", "tells", "written")
    }
    assert found == {
        "quipped": "quip",
        "denies": "deny",
        "hoping": "hope",
        "tells": "tell",
        "written": "write",
    }


def test_every_line_of_the_list_names_acts_and_stands_once() -> None:
    text = (Path(__file__).parents[1] / "src/quotekit/data/en/acts.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    named = {
        act for row in rows for act in (row[2], *(form.split("=")[1] for form in row[3:] if "=" in form))
    }
    doubled = [key for key, n in Counter((row[0], row[1]) for row in rows).items() if n > 1]
    assert (named, doubled) == (set(ACTS), [])
