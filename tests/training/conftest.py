"""A student of a few steps, for the tests that need one of any quality."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from thinc.api import Config
from trees_by_hand import HE_LEFT, HE_SAID, OSLO_WON, document

from training.documents import gold_doc, passages, write_docs
from training.entities import gum_entities
from training.student import CONFIG_PATH, fit

TINY = {
    "components.tok2vec.model.encode.width": 8,
    "components.tok2vec.model.encode.depth": 1,
    "components.tok2vec.model.embed.rows": [50, 50, 50, 50, 50],
    "components.parser.min_action_freq": 1,
    "components.parser.model.hidden_width": 8,
    "components.ner.model.hidden_width": 8,
    "training.max_steps": 4,
    "training.eval_frequency": 2,
}


@pytest.fixture(scope="session")
def tiny_config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The student's configuration, made small, over three hand-written sentences."""
    vocab = spacy.blank("en").vocab
    path = tmp_path_factory.mktemp("corpus") / "gold.spacy"
    found = passages([document((HE_LEFT, HE_SAID), (OSLO_WON,))], max_words=None)
    write_docs([gold_doc(passage, vocab, gum_entities(passage)) for passage in found], path)
    paths = {"paths.train": str(path), "paths.dev": str(path)}
    return spacy.util.load_config(CONFIG_PATH, overrides=TINY | paths)


@pytest.fixture(scope="session")
def student_folder(tiny_config: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `training.student.fit` has worked."""
    folder = tmp_path_factory.mktemp("student")
    fit(tiny_config, folder)
    return folder
