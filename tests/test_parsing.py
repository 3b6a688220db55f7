"""Text to `Doc`: paragraphs, blocks, sentence starts, and which pipelines are accepted."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from docs_by_hand import make_doc
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pipelines_by_hand import flat_pipeline
from spacy.language import Language
from spacy.tokens import Doc
from strategies import texts

from quotekit import parsing
from quotekit.errors import ModelError, PipelineError
from quotekit.parsing import check_doc, load_pipeline, paragraphs, parse, parse_many, weights_hash
from quotekit.settings import BLOCK_CHARS, WORD_CHARS

FLAT = flat_pipeline()


def texts_of_paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


MAIL = (
    "The ministry said in a letter to the bank on\n"
    "Tuesday that it would not pay for the bridge, as\n"
    "the contract had ended."
)
HEADLINES = (
    "Ministry refuses to pay for the bridge at Lunde\n"
    "Bank says that it will go to court over the money\n"
    "Weather: rain in the north, and sun in the south"
)
ONE_A_LINE = (
    "The ministry said on Tuesday that it would not pay for the bridge.\n"
    "and the bank said that it had expected no less."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\r\n\u2028 ", [], id="white space alone"),
        pytest.param("One.", ["One."], id="one line"),
        pytest.param("One.\n\nTwo.", ["One.", "Two."], id="a blank line"),
        pytest.param("One.\n \t\nTwo.", ["One.", "Two."], id="a line of spaces is blank"),
        pytest.param("One.\n\n\n\n\nTwo.", ["One.", "Two."], id="many blank lines"),
        pytest.param("\n\n  One.  \n\nTwo.\n\n", ["One.", "Two."], id="outer white space"),
        pytest.param("One.\nTwo.", ["One.", "Two."], id="single line breaks"),
        pytest.param("One.\r\n\r\nTwo.\r\nThree.", ["One.", "Two.", "Three."], id="CRLF"),
        pytest.param("One.\rTwo.", ["One.", "Two."], id="CR"),
        pytest.param("One.\u2029Two.\u2028Three.", ["One.", "Two.", "Three."], id="U+2029 and U+2028"),
        pytest.param(MAIL, [MAIL], id="hard-wrapped"),
        pytest.param(MAIL.replace("\n", "\r\n"), [MAIL.replace("\n", "\r\n")], id="hard-wrapped, CRLF"),
        pytest.param(f"{MAIL}\n\n{MAIL}", [MAIL, MAIL], id="hard-wrapped, two"),
        pytest.param(HEADLINES, HEADLINES.split("\n"), id="a list of headlines"),
        pytest.param(ONE_A_LINE, ONE_A_LINE.split("\n"), id="a sentence ends at the line break"),
        pytest.param("He said\nno.", ["He said", "no."], id="short lines are not wrapped"),
        pytest.param(
            f"{'word ' * 30}\n{'word ' * 30}", ["word " * 29 + "word"] * 2, id="long lines are not wrapped"
        ),
    ],
)
def test_the_paragraphs_of_a_text(text: str, expected: list[str]) -> None:
    assert texts_of_paragraphs(text) == expected


@given(texts)
def test_paragraphs_are_apart_in_order_and_without_outer_white_space(text: str) -> None:
    found = paragraphs(text)
    edges = [edge for pair in found for edge in pair]
    assert edges == sorted(edges)
    assert all(text[start:end] and text[start:end] == text[start:end].strip() for start, end in found)


@given(texts)
def test_all_but_white_space_stands_in_a_paragraph(text: str) -> None:
    rest = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", "".join(texts_of_paragraphs(text))) == rest


@given(texts)
@example("a" * (WORD_CHARS + 1))
@example("a" * (2 * WORD_CHARS) + " " + "“" * (WORD_CHARS + 1))
def test_a_parsed_text_is_the_text(text: str) -> None:
    doc = parse(text, FLAT)
    assert doc.text == text
    assert all(doc.text.startswith(token.text, token.idx) for token in doc)


SENTENCE = "The bank said on Monday that it would pay. "
LONG: dict[str, str] = {
    "paragraphs": (SENTENCE * 9 + "\n\n") * 90,
    "one paragraph": SENTENCE * 700,
    "no sentence ends": "word and " * 4_000,
    "no spaces": "word" * 8_000,
    "marks without spaces": "“”" * (BLOCK_CHARS + 7),
    "line breaks": "\n" * 3 * BLOCK_CHARS,
    "spaces before a word": " " * 2 * BLOCK_CHARS + "word",
    "a long paragraph after a short one": "Short.\n\n" + SENTENCE * 400,
    "spaces between words": "word" + "\n" * 2 * BLOCK_CHARS + "word",
    "exactly one block": "x" * BLOCK_CHARS,
    "one character more": "x" * (BLOCK_CHARS + 1),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_one_doc_with_the_same_text(name: str) -> None:
    doc = parse(LONG[name], FLAT)
    assert doc.text == LONG[name]


SEEN: list[str] = []


@Language.component("recorder")
def recorder(doc: Doc) -> Doc:
    SEEN.append(doc.text)
    return doc


def blocks_of(text: str) -> list[str]:
    """The texts that go through the pipeline for ``text``."""
    nlp = flat_pipeline()
    nlp.add_pipe("recorder")
    SEEN.clear()
    parse(text, nlp)
    return SEEN.copy()


@pytest.mark.parametrize("name", LONG)
def test_blocks_make_up_the_text_and_none_is_longer_than_the_limit(name: str) -> None:
    blocks = blocks_of(LONG[name])
    assert "".join(blocks) == LONG[name]
    assert max(map(len, blocks)) <= BLOCK_CHARS


def test_whole_paragraphs_go_into_a_block_where_they_fit() -> None:
    blocks = blocks_of(LONG["paragraphs"])
    assert len(blocks) > 1
    assert all(block.startswith(SENTENCE) and block.endswith("\n\n") for block in blocks)


def test_a_paragraph_too_long_for_a_block_is_cut_at_sentence_ends() -> None:
    blocks = blocks_of(LONG["one paragraph"])
    assert len(blocks) > 1
    assert all(block.endswith("would pay. ") for block in blocks)


def test_without_a_sentence_end_it_is_cut_at_spaces() -> None:
    blocks = blocks_of(LONG["no sentence ends"])
    assert len(blocks) > 1
    assert all(block.endswith(" ") for block in blocks)


def test_a_text_beyond_the_length_limit_of_spacy_is_parsed() -> None:
    nlp = flat_pipeline()
    text = SENTENCE * (nlp.max_length // len(SENTENCE) + 1)
    assert len(parse(text, nlp).text) > nlp.max_length


@pytest.mark.parametrize(
    "text", ["One. Two\nThree\n\nFour", "One\r\n\r\n\tTwo\u2029Three", LONG["paragraphs"]]
)
def test_a_sentence_starts_with_each_paragraph(text: str) -> None:
    starts = {sent.start_char for sent in parse(text, FLAT).sents}
    assert {start for start, _ in paragraphs(text)} <= starts


@given(texts)
def test_no_sentence_has_words_of_two_paragraphs(text: str) -> None:
    for sent in parse(text, FLAT).sents:
        words = [token.idx for token in sent if not token.is_space]
        inside = [pair for pair in paragraphs(text) if any(pair[0] <= word < pair[1] for word in words)]
        assert len(inside) <= 1


@pytest.mark.parametrize("n", [WORD_CHARS, WORD_CHARS + 1, 5 * WORD_CHARS])
def test_words_around_a_run_without_spaces_keep_their_tokens(n: int) -> None:
    doc = parse(f"He didn't say “{'!' * n}” to Mr. Dahl.", FLAT)
    words = [token.text for token in doc]
    assert words[:5] == ["He", "did", "n't", "say", "“"]
    assert words[-4:] == ["to", "Mr.", "Dahl", "."]


def test_a_link_of_ordinary_length_is_one_token() -> None:
    link = "https://example.org/" + "a/" * 60 + "b"
    assert link in [token.text for token in parse(f"He wrote {link} on Monday.", FLAT)]


@pytest.mark.parametrize("batch_size", [1, 2, 50])
def test_docs_come_in_the_order_of_the_texts(batch_size: int) -> None:
    many = ["One.", "", LONG["paragraphs"], "Two.", "", "\n", LONG["no spaces"], "Three."]
    assert [doc.text for doc in parse_many(many, FLAT, batch_size=batch_size)] == many


def test_docs_come_in_order_from_two_processes() -> None:
    many = [f"{number}. {SENTENCE * (number % 5)}" for number in range(12)]
    assert [doc.text for doc in parse_many(many, FLAT, batch_size=2, n_process=2)] == many


def test_two_equal_texts_are_two_docs() -> None:
    assert [doc.text for doc in parse_many(["Same.", "Same."], FLAT)] == ["Same.", "Same."]


def test_texts_are_taken_a_few_batches_at_a_time() -> None:
    taken = []

    def stream() -> Iterator[str]:
        for number in range(10_000):
            taken.append(number)
            yield "He said no."

    docs = parse_many(stream(), FLAT, batch_size=8)
    next(docs)
    assert 1 <= len(taken) <= 100


def test_the_pipeline_given_is_used() -> None:
    assert load_pipeline(FLAT) is FLAT


def test_a_pipeline_is_loaded_from_its_folder(tmp_path: Path) -> None:
    FLAT.to_disk(tmp_path)
    assert load_pipeline(tmp_path).pipe_names == load_pipeline(str(tmp_path)).pipe_names == ["flat_parser"]


def test_a_pipeline_without_a_parser_is_refused_with_its_parts() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    with pytest.raises(PipelineError, match=r"no dependency parser.*\['sentencizer'\]"):
        load_pipeline(nlp)


def test_a_pipeline_whose_parser_is_disabled_is_refused() -> None:
    nlp = flat_pipeline()
    with (
        nlp.select_pipes(disable=["flat_parser"]),
        pytest.raises(PipelineError, match="no dependency parser"),
    ):
        load_pipeline(nlp)


def test_a_pipeline_from_a_folder_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(PipelineError, match="no dependency parser"):
        load_pipeline(tmp_path)


@pytest.mark.parametrize("name", ["en_core_web_of_nobody", "/no/such/folder", Path("no") / "such", "", "\0"])
def test_a_pipeline_that_is_not_there_is_named(name: str | Path) -> None:
    with pytest.raises(ModelError, match=re.escape(repr(str(name)))):
        load_pipeline(name)


def test_a_file_is_no_pipeline(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"\x80\x00")
    with pytest.raises(ModelError, match=r"model\.bin"):
        load_pipeline(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.cfg", b""),
        ("config.cfg", b"\xff\xfe\x00"),
        ("config.cfg", b"[nlp]\nlang = 3\n"),
        ("config.cfg", b"no section\n"),
        ("meta.json", b"{"),
        ("meta.json", b"[]"),
        ("meta.json", b"null"),
        ("tokenizer", b""),
        ("tokenizer", b"\xc1\xc1"),
        ("vocab/strings.json", b"{"),
        ("vocab/strings.json", b"3"),
        ("vocab/lookups.bin", b"\xc1"),
    ],
)
def test_a_folder_with_a_broken_file_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    FLAT.to_disk(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=re.escape(str(tmp_path))):
        load_pipeline(tmp_path)


@pytest.mark.parametrize("nlp", [3, b"en", ["en"], print, make_doc("Yes UH ROOT 0")])
def test_what_is_no_pipeline_at_all_is_refused_with_its_type(nlp: Any) -> None:
    with pytest.raises(PipelineError, match=f"got {type(nlp).__name__}"):
        load_pipeline(nlp)


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands in for the embedded pipeline, sound until a test damages it."""
    folder = tmp_path / "models" / "en"
    folder.mkdir(parents=True)
    FLAT.to_disk(folder)
    record(folder, weights_hash(folder))
    monkeypatch.setattr(parsing, "files", lambda _: tmp_path)
    parsing._embedded.cache_clear()
    yield folder
    parsing._embedded.cache_clear()


def record(folder: Path, weights: str) -> None:
    meta = json.loads((folder / "meta.json").read_text("utf8"))
    (folder / "meta.json").write_text(json.dumps({**meta, "weights_sha256": weights}), "utf8")


def test_the_embedded_pipeline_is_loaded_once(embedded: Path) -> None:
    assert load_pipeline(None) is load_pipeline(None)


def test_the_embedded_pipeline_is_the_default(embedded: Path) -> None:
    assert parse("He said no.").text == "He said no."
    assert [doc.text for doc in parse_many(["No."])] == ["No."]


def test_the_names_of_a_ruler_are_not_run_through_the_pipeline_when_it_is_loaded(embedded: Path) -> None:
    heard: list[str] = []

    @Language.component("hearing")
    def hear(doc: Doc) -> Doc:
        heard.append(doc.text)
        return doc

    nlp = flat_pipeline()
    nlp.add_pipe("hearing")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "NORP", "pattern": "Ruritanian"}])  # type: ignore[attr-defined]
    nlp.to_disk(embedded)
    record(embedded, weights_hash(embedded))
    heard.clear()
    loaded = load_pipeline(None)
    assert heard == []
    assert (loaded.pipe_names, loaded.disabled) == (nlp.pipe_names, [])
    doc = parse("A Ruritanian said no.")
    assert (heard, [entity.text for entity in doc.ents]) == (["A Ruritanian said no."], ["Ruritanian"])


@pytest.mark.model
def test_the_embedded_pipeline_is_what_spacy_makes_of_its_folder(seeds_dir: Path) -> None:
    ours = load_pipeline(None)
    plain = spacy.load(ours.path)
    assert ours.pipe_names == plain.pipe_names
    assert [ours.get_pipe(name).to_bytes(exclude=["vocab"]) for name in ours.pipe_names] == [  # type: ignore[attr-defined]
        plain.get_pipe(name).to_bytes(exclude=["vocab"])  # type: ignore[attr-defined]
        for name in plain.pipe_names
    ]
    text = (seeds_dir / "dev-fuel-vestnik.txt").read_text(encoding="utf-8") + " Ten Afro-American Brits."
    attributes = ["TAG", "POS", "HEAD", "DEP", "LEMMA", "ENT_TYPE", "ENT_IOB"]
    assert (ours(text).to_array(attributes) == plain(text).to_array(attributes)).all()


def test_a_changed_weight_is_found(embedded: Path) -> None:
    with (embedded / "tokenizer").open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelError, match=r"damaged.*reinstall"):
        load_pipeline(None)


def test_an_absent_weight_is_found(embedded: Path) -> None:
    (embedded / "tokenizer").unlink()
    with pytest.raises(ModelError, match=r"damaged.*reinstall"):
        load_pipeline(None)


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b"null", b"\xff", b'{"weights_sha256": 3}'])
def test_an_embedded_pipeline_without_its_record_is_refused(embedded: Path, content: bytes | None) -> None:
    (embedded / "meta.json").unlink()
    if content is not None:
        (embedded / "meta.json").write_bytes(content)
    with pytest.raises(ModelError, match="reinstall"):
        load_pipeline(None)


def test_the_hash_is_over_names_and_contents_in_order(tmp_path: Path) -> None:
    for name, content in (("b", b"2"), ("a/z", b"1"), ("meta.json", b"{}"), ("a/meta.json", b"3")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    expected = hashlib.sha256(b"a/meta.json" + b"3" + b"a/z" + b"1" + b"b" + b"2").hexdigest()
    assert weights_hash(tmp_path) == expected


@given(before=st.binary(max_size=8), after=st.binary(max_size=8))
@settings(max_examples=30)
def test_the_hash_tells_contents_apart(tmp_path_factory: Any, before: bytes, after: bytes) -> None:
    folder = tmp_path_factory.mktemp("model")
    hashes = []
    for content in (before, after):
        (folder / "weights").write_bytes(content)
        hashes.append(weights_hash(folder))
    assert (hashes[0] == hashes[1]) == (before == after)


def test_a_doc_with_a_parse_passes_unchanged() -> None:
    doc = make_doc("Yes UH ROOT 0")
    assert check_doc(doc) is doc


def test_an_empty_doc_passes() -> None:
    doc = spacy.blank("en")("")
    assert check_doc(doc) is doc


def test_a_doc_without_a_parse_is_refused_by_its_first_words() -> None:
    with pytest.raises(PipelineError, match=r"no dependency parse.*'He said no\.'"):
        check_doc(spacy.blank("en")("He said no."))


def test_a_pipeline_with_a_lower_length_limit_of_its_own_gets_shorter_blocks() -> None:
    nlp = flat_pipeline()
    nlp.max_length = 100
    assert parse(LONG["paragraphs"], nlp).text == LONG["paragraphs"]


def test_a_pipeline_with_universal_labels_is_refused() -> None:
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("parser")
    for label in ("nsubj", "obj", "obl"):
        parser.add_label(label)
    with pytest.raises(PipelineError, match="Universal Dependencies"):
        load_pipeline(nlp)
