"""Predicted against gold: small figures worked out by hand, and the shared scorer's, to the digit."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quotekit.comparison import compare, pair_items
from quotekit.errors import FormatError
from quotekit.evaluation import Evaluation, Ratio, Score, count, evaluate
from quotekit.model import Article, Quote, Quotes, TextSpan

TEXT = 'Ann said that "it rains". Bob denied it. "Go," she said. "Now."'
#       0         1         2         3         4         5         6


def piece(part: str, start: int = 0) -> list[int]:
    at = TEXT.index(part, start)
    return [at, at + len(part)]


RAINS = {"content": [piece("it rains")], "cue": [piece("said")], "source": [piece("Ann")]}
DENIED = {"content": [piece("it", 30)], "cue": [piece("denied")], "source": [piece("Bob")]}
GO = {"content": [piece("Go,"), piece("Now.")], "cue": [piece("said", 40)], "source": [piece("she")]}


def gold(*attributions: object) -> list[dict[str, Any]]:
    return [{"doc": "a", "text": TEXT, "attributions": list(attributions)}]


def pred(*quotes: object) -> list[dict[str, Any]]:
    return [{"doc": "a", "quotes": list(quotes)}]


def test_gold_against_itself_is_perfect() -> None:
    result = evaluate(pred(RAINS, DENIED, GO), gold(RAINS, DENIED, GO))
    assert result == Evaluation(
        content_tokens=Score(5, 5, 5),
        content_exact=Score(3, 3, 3),
        content_relaxed=Score(3, 3, 3),
        cue=Score(3, 3, 3),
        attribution=Score(3, 3, 3),
        source_accuracy=Ratio(3, 3),
        recall_marked=Ratio(2, 2),
        recall_unmarked=Ratio(1, 1),
    )


def test_an_opening_that_and_outer_marks_do_not_count() -> None:
    wide = RAINS | {"content": [piece('that "it rains".')]}
    assert evaluate(pred(wide), gold(RAINS)).content_exact == Score(1, 1, 1)


def test_half_of_the_tokens_make_a_relaxed_pair_and_no_exact_one() -> None:
    half = RAINS | {"content": [piece("rains")]}
    result = evaluate(pred(half), gold(RAINS))
    assert (result.content_relaxed.hits, result.content_exact.hits) == (1, 0)
    assert result.content_tokens == Score(1, 1, 2)


def test_less_than_half_of_the_tokens_is_no_pair() -> None:
    # Of Bob, denied, it, Go and Now, the two share Go.
    fifth = GO | {"content": [piece("Bob denied it. "), piece("Go")]}
    assert evaluate(pred(fifth), gold(GO)).content_relaxed.hits == 0


def test_a_content_is_paired_once() -> None:
    result = evaluate(pred(RAINS, RAINS), gold(RAINS))
    assert result.attribution == Score(1, 2, 1)


def test_the_pair_with_the_same_source_goes_first() -> None:
    other = RAINS | {"source": [piece("Bob")]}
    result = evaluate(pred(other, RAINS), gold(RAINS))
    assert result.source_accuracy == Ratio(1, 1)


def test_another_source_is_no_attribution() -> None:
    result = evaluate(pred(RAINS | {"source": [piece("Bob")]}), gold(RAINS))
    assert (result.attribution.hits, result.source_accuracy) == (0, Ratio(0, 1))


def test_two_without_a_source_agree() -> None:
    bare = {"content": RAINS["content"]}
    result = evaluate(pred(bare), gold(bare))
    assert (result.attribution.hits, result.source_accuracy) == (1, Ratio(0, 0))


def test_marks_beside_a_content_make_it_a_marked_one() -> None:
    result = evaluate(pred(), gold(RAINS, DENIED))
    assert (result.recall_marked.n, result.recall_unmarked.n) == (1, 1)


def test_a_content_without_a_token_is_left_out() -> None:
    empty = {"content": [piece(" ")]}
    result = evaluate(pred(empty), gold(RAINS))
    assert result.attribution == Score(0, 0, 1)


def test_a_gold_document_without_predictions_counts_and_an_unknown_one_does_not() -> None:
    wanted = [*gold(RAINS), {"doc": "b", "text": TEXT, "attributions": [GO]}]
    found = [{"doc": "b", "quotes": [GO]}, {"doc": "c", "quotes": [GO]}]
    assert evaluate(found, wanted).attribution == Score(1, 1, 2)


def test_figures_are_percentages_to_one_decimal() -> None:
    found = evaluate(pred(RAINS), gold(RAINS, DENIED, GO)).to_dict()
    assert found["attribution"] == [100.0, 33.3, 50.0]
    assert (found["n_pred"], found["n_gold"], found["source_accuracy"]) == (1, 3, 100.0)


def test_documents_are_compared_one_by_one_and_add_up() -> None:
    wanted = [*gold(RAINS, DENIED), {"doc": "b", "text": TEXT, "attributions": [GO]}]
    found = [*pred(DENIED, {"content": [piece(" ")]}, GO), {"doc": "b", "quotes": [GO]}]
    first, second = compare(found, wanted)
    assert (first.doc, first.attribution, second.attribution) == ("a", ((0, 1),), ((0, 0),))
    assert count(first) + count(second) == evaluate(found, wanted)


def test_an_item_knows_its_place_in_the_list_and_its_words() -> None:
    (found,) = compare(
        pred({"content": [piece(" ")]}, GO | {"content": [piece('that "it rains".')]}), gold(GO)
    )
    assert [(item.at, item.n_words, item.is_marked) for item in found.pred] == [(1, 2, True)]


def test_items_that_are_left_out_free_their_partners() -> None:
    narrow = RAINS | {"content": [piece("rains")]}
    (found,) = compare(pred(RAINS, narrow), gold(RAINS))
    assert found.attribution == ((0, 0),)
    assert pair_items("a", found.pred[1:], found.gold).attribution == ((0, 0),)


def test_names_are_compared_without_folders_and_ending() -> None:
    found = [{"doc": "news\\may/a.txt", "quotes": [RAINS]}]
    assert evaluate(found, gold(RAINS)).attribution.hits == 1


def test_records_are_compared_as_lines_are() -> None:
    spans = {name: [TextSpan.of(TEXT, *ends) for ends in pieces] for name, pieces in RAINS.items()}
    quotes = Quotes(Article(TEXT, id="a"), [Quote("direct", **spans)])
    assert evaluate([quotes], [quotes]).attribution == Score(1, 1, 1)


def test_gold_may_name_its_attributions_quotes() -> None:
    wanted = [{"doc": "a", "text": TEXT, "quotes": [RAINS]}]
    assert evaluate(pred(RAINS), wanted).attribution == Score(1, 1, 1)


@pytest.mark.parametrize(
    ("found", "wanted", "message"),
    [
        ([{"doc": "b", "quotes": []}], gold(), "no document stands in both: 1 .such as 'b'. predicted"),
        ([], gold(), "no document stands in both: none predicted"),
        ([{"quotes": []}], gold(), "a predicted document has \"doc\" None, among .'quotes'.: give it a name"),
        ([3], gold(), "a predicted document is 3: it is to be an object"),
        (pred() * 2, gold(), "the predicted document 'a' stands twice"),
        (pred(), gold() * 2, "the gold document 'a' stands twice"),
        (pred(), [{"doc": "a", "attributions": []}], "the gold document 'a' has \"text\" None"),
        ([{"doc": "a"}], gold(), 'the document \'a\' has neither a list "quotes" nor "attributions"'),
        (
            [{"doc": "a", "text": f"\ufeff{TEXT}", "quotes": []}],
            gold(),
            "the predicted document 'a' has another text than the gold one, from character 0 on",
        ),
        (
            [{"doc": "a", "text": TEXT[:9], "quotes": []}],
            gold(),
            "the predicted document 'a' has another text than the gold one, from character 9 on",
        ),
        (pred({}), gold(), "'a', quotes.0. has no \"content\""),
        (pred("x"), gold(), "'a', quotes.0. is 'x': it is to be an object"),
        (pred({"content": "x"}), gold(), "'a', quotes.0. has \"content\" 'x': give a list"),
        (pred({"content": [[1]]}), gold(), "'a', quotes.0. has .1. in \"content\""),
        (pred({"content": [[0, 99]]}), gold(), 'has .0, 99. in "content", the gold text has 63 characters'),
        (pred({"content": [[0, 1]], "cue": [[5, 5]]}), gold(), 'has .5, 5. in "cue"'),
        (pred({"content": [[0, 1]], "source": [[-1, 5]]}), gold(), 'has .-1, 5. in "source"'),
    ],
)
def test_what_cannot_be_compared_is_named(found: Any, wanted: Any, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        evaluate(found, wanted)


# -- against the shared scorer ---------------------------------------------------------------


def perturbed(document: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A prediction made from gold: some left out, moved, cut in two, doubled, or without a source."""
    end = len(document["text"])
    quotes = []
    for attribution in document["attributions"]:
        quote = json.loads(json.dumps(attribution))
        for key in ("content", "cue", "source"):
            if rng.random() < 0.4:
                quote[key] = [moved(part, end, rng) for part in quote.get(key) or []]
        if rng.random() < 0.15:
            quote["source"] = rng.choice([[], None])
        if rng.random() < 0.1:
            start, stop = quote["content"][0]
            middle = (start + stop) // 2
            if start < middle - 1:
                quote["content"][:1] = [[start, middle - 1], [middle, stop]]
        if rng.random() < 0.1:
            del quote["cue"]
        quotes += [quote] * (0 if rng.random() < 0.15 else 2 if rng.random() < 0.1 else 1)
    rng.shuffle(quotes)
    return {"doc": document["doc"] + rng.choice(["", ".txt"]), "quotes": quotes}


def moved(part: list[int], end: int, rng: random.Random) -> list[int]:
    start = min(max(0, part[0] + rng.randint(-25, 25)), end - 1)
    return [start, min(end, max(start + 1, part[1] + rng.randint(-25, 25)))]


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_every_figure_is_that_of_the_shared_scorer(
    shared_dir: Path, tmp_path: Path, seed: int | None
) -> None:
    gold_path = shared_dir / "data" / "polnear" / "dev.jsonl.gz"
    with gzip.open(gold_path, "rt", encoding="utf-8") as lines:
        wanted = [json.loads(line) for line in lines]
    if seed is None:
        found = [{"doc": one["doc"], "quotes": one["attributions"]} for one in wanted]
    else:
        rng = random.Random(seed)
        found = [perturbed(one, rng) for one in wanted if rng.random() > 0.05]
    pred_path, out = tmp_path / "pred.jsonl", tmp_path / "out.json"
    pred_path.write_text("".join(json.dumps(one) + "\n" for one in found), encoding="utf-8")
    scorer = shared_dir / "bench" / "score_quotes.py"
    subprocess.run(
        [sys.executable, scorer, pred_path, gold_path, "--json", out], check=True, capture_output=True
    )
    theirs = json.loads(out.read_text(encoding="utf-8"))
    assert seed is None or 20 < theirs["attribution"][2] < 95, "the perturbation should leave a middle"
    assert evaluate(found, wanted).to_dict() == theirs
