"""The pipeline as it is shipped, put together from a student of a few steps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from quotekit.parsing import load_pipeline, weights_hash
from training.assemble import DATA, assembled, save

pytest.importorskip("spacy_lookups_data", reason="the lemma tables come with the extra quotekit[train]")


@pytest.fixture(scope="module")
def folder(student_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "en"
    save(assembled(student_folder / "model-best"), folder)
    return folder


@pytest.fixture(scope="module")
def pipeline(folder: Path) -> Language:
    return load_pipeline(folder)


def analysed(pipeline: Language, *rows: str, entities: tuple[str, ...] = ()) -> Doc:
    """The rule-based parts over a hand-made analysis; a row is "form tag dep"."""
    words, tags, deps = zip(*(row.split() for row in rows), strict=True)
    doc = Doc(
        pipeline.vocab, words=words, tags=tags, deps=deps, heads=[0] * len(words), ents=entities or None
    )
    for name in ("attribute_ruler", "lemmatizer", "entity_ruler"):
        doc = pipeline.get_pipe(name)(doc)
    return doc


@pytest.mark.parametrize(
    ("row", "pos", "lemma"),
    [
        ("said VBD ROOT", "VERB", "say"),
        ("has VBZ aux", "AUX", "have"),
        ("has VBZ ROOT", "VERB", "have"),
        ("is VBZ ROOT", "AUX", "be"),
        ("been VBN auxpass", "AUX", "be"),
        ("will MD aux", "AUX", "will"),
        ("wo MD aux", "AUX", "will"),
        ("n't RB neg", "ADV", "not"),
        ("'s POS case", "PART", "'s"),
        ("'s VBZ aux", "AUX", "be"),
        ("He PRP nsubj", "PRON", "he"),
        ("I PRP nsubj", "PRON", "I"),
        ("them PRP dobj", "PRON", "they"),
        ("countries NNS nsubj", "NOUN", "country"),
        ("Hughes NNP nsubj", "PROPN", "Hughes"),
        ("better JJR amod", "ADJ", "good"),
        ("The DT det", "DET", "the"),
        ("“ `` punct", "PUNCT", '"'),
    ],
)
def test_a_word_has_the_universal_tag_and_the_lemma_that_a_person_would_give(
    pipeline: Language, row: str, pos: str, lemma: str
) -> None:
    (token,) = analysed(pipeline, row)
    assert (token.pos_, token.lemma_) == (pos, lemma)


def test_every_penn_tag_of_the_scheme_has_a_universal_tag() -> None:
    tags = set(json.loads((DATA / "tag_map.json").read_text("utf-8")))
    listed = "$ `` '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW GW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS"
    listed += " NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP #"
    assert tags == set(listed.split())


def test_a_nationality_is_an_entity_where_no_other_one_is(pipeline: Language) -> None:
    rows = ("South JJ amod", "Korean JJ amod", "leaders NNS nsubj")
    assert [(e.text, e.label_) for e in analysed(pipeline, *rows).ents] == [("South Korean", "NORP")]
    held = analysed(pipeline, *rows, entities=("B-ORG", "I-ORG", "I-ORG"))
    assert [entity.label_ for entity in held.ents] == ["ORG"]


def test_a_country_is_no_nationality(pipeline: Language) -> None:
    assert analysed(pipeline, "Korea NNP nsubj", "korean JJ amod").ents == ()


def test_nationalities_are_listed_in_order_and_once() -> None:
    lines = (DATA / "norp.txt").read_text("utf-8").splitlines()
    names = [line for line in lines if not line.startswith("#")]
    assert names == sorted(set(names))
    assert all(name == name.strip() and name[0].isupper() for name in names)


def test_the_record_carries_the_hash_of_the_weights(folder: Path) -> None:
    record = json.loads((folder / "meta.json").read_text("utf-8"))
    assert record["weights_sha256"] == weights_hash(folder)
    assert record["pipeline"] == spacy.load(folder).pipe_names


def test_the_same_student_makes_the_same_weights(student_folder: Path, folder: Path, tmp_path: Path) -> None:
    digest = save(assembled(student_folder / "model-best"), tmp_path / "en")
    assert digest == weights_hash(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["en"]


def test_the_pipeline_says_nothing_of_the_machine_or_the_corpora(
    folder: Path, student_folder: Path, pipeline: Language
) -> None:
    assert pipeline.config["paths"] == {"train": None, "dev": None, "vectors": None, "init_tok2vec": None}
    assert str(student_folder.parent) not in (folder / "config.cfg").read_text("utf-8")
    assert "Oslo" not in json.loads((folder / "vocab" / "strings.json").read_text("utf-8"))
    assert "Oslo" in json.loads((student_folder / "model-best/vocab/strings.json").read_text("utf-8"))


def test_the_pipeline_reads_text_from_end_to_end(pipeline: Language) -> None:
    doc = pipeline("He left.\n\nOslo won!")
    assert doc.text == "He left.\n\nOslo won!"
    assert all(token.tag_ and token.pos_ and token.dep_ and token.lemma_ for token in doc)
