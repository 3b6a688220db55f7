"""The component behind the embedded parser: alone, in processes, in memory zones."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from quotekit.model import ACTS, Article, Quotes
from quotekit.outputs.jsonl import from_json, to_json
from quotekit.parsing import LABELLER, load_pipeline
from quotekit.pipeline import extract_many, extract_quotes
from quotekit.statements.grouping import group_statements

TEXT = (
    "Deputy Prime Minister Alexander Elizarov said pump prices had climbed 8 percent in January. "
    '"Anyone who makes money out of queues," he added, "should not test our patience."'
)


@pytest.fixture(scope="module")
def blank(nlp: Language) -> Language:
    """A blank pipeline with the embedded parser's parts, and the component."""
    made = spacy.blank("en")
    for name in nlp.pipe_names:
        if name != LABELLER:
            made.add_pipe(name, source=nlp)
    made.add_pipe("quotekit")
    return made


@pytest.fixture(scope="module")
def loaded(nlp: Language) -> Language:
    """The embedded pipeline once more, with its own tokenizer, and the component."""
    assert nlp.path is not None
    made = spacy.load(nlp.path, exclude=LABELLER)
    made.add_pipe("quotekit", config={"acts": list(ACTS)})
    return made


@pytest.fixture(scope="module")
def stories(seeds_dir: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(seeds_dir.glob("dev-*.txt"))]


def texts(quotes: Quotes) -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speaker and quote.speaker.name) for quote in quotes]


def test_a_blank_pipeline_with_sourced_parts_finds_quotes_and_speakers(blank: Language) -> None:
    doc = blank(TEXT)
    assert texts(doc._.quotes) == [
        ("pump prices had climbed 8 percent in January", "Alexander Elizarov"),
        ("Anyone who makes money out of queues, … should not test our patience.", "Alexander Elizarov"),
    ]
    assert [speaker.key for speaker in doc._.speakers] == ["alexander elizarov"]
    assert blank.analyze_pipes()["problems"]["quotekit"] == []


def test_a_story_has_the_same_quotes_as_on_the_road(loaded: Language, stories: list[str]) -> None:
    roads = [from_json(to_json(quotes)) for quotes in extract_many(stories, acts=ACTS)]
    assert [doc._.quotes for doc in loaded.pipe(stories)] == roads


def test_several_processes_give_the_same(loaded: Language, stories: list[str]) -> None:
    alone = [doc._.quotes for doc in loaded.pipe(stories[:4])]
    assert [doc._.quotes for doc in loaded.pipe(stories[:4], n_process=2, batch_size=1)] == alone
    assert all(alone)


def test_quotes_outlive_the_memory_zone_that_they_were_read_in(loaded: Language) -> None:
    found = []
    for text in (TEXT, "Zebulon Quarrymaine said prices had risen.", TEXT):
        with loaded.memory_zone():
            doc = loaded(text)
            assert [span.label_ for span in doc.spans["cues"]] == ["CUE"] * len(doc._.quotes)
            found.append(doc._.quotes)
    assert found[0] == found[2] == loaded(TEXT)._.quotes
    assert texts(found[1]) == [("prices had risen", "Zebulon Quarrymaine")]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "...", "\ud83d\ude00 “"])
def test_odd_text_is_no_error(loaded: Language, text: str) -> None:
    assert list(loaded(text.encode("utf-16", "surrogatepass").decode("utf-16"))._.quotes) == []


def test_the_labeller_in_the_pipeline_and_the_embedded_one_say_the_same(nlp: Language) -> None:
    assert nlp.path is not None
    own = spacy.load(nlp.path)
    own.add_pipe("quotekit")
    assert own.pipe_names[-2:] == [LABELLER, "quotekit"]
    assert own(TEXT)._.quotes == extract_quotes(TEXT)


def test_the_road_takes_a_pipeline_with_the_component_in_it(loaded: Language) -> None:
    assert extract_quotes(TEXT, nlp=loaded) == extract_quotes(TEXT)


def test_the_embedded_pipeline_itself_may_carry_the_component(nlp: Language) -> None:
    expected = extract_quotes(TEXT)
    shared = load_pipeline(None)
    shared.add_pipe("quotekit")
    try:
        assert shared(TEXT)._.quotes == expected
        assert extract_quotes(TEXT) == expected
    finally:
        shared.remove_pipe("quotekit")


def test_quotes_of_docs_are_grouped_to_statements(loaded: Language) -> None:
    articles = [
        ("Fuel prices had climbed 8 percent in January, Alexander Elizarov said.", "Baltic Wire"),
        ("Alexander Elizarov said fuel prices had climbed 8 percent in January.", "Vestnik"),
    ]
    found = []
    for doc, outlet in loaded.pipe(articles, as_tuples=True):
        found.append(Quotes(Article(doc.text, id=outlet, outlet=outlet), doc._.quotes))
    (statement,) = group_statements(found)
    assert statement.outlets == ("Baltic Wire", "Vestnik")
