"""How the lists of opposites, synonyms and forms are made, on a dictionary made by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from training.statements.forms import irregular_forms, regular_forms
from training.statements.lexicon import Material, antonym_pairs, synonym_pairs
from training.statements.renderings import Counts, count_renderings
from training.statements.wordnet import Entry, Sense, WordNet, read_wordnet

NO_COUNTS = Counts(0, Counter(), Counter(), Counter())


def sense(synset: str, n_tagged: int, *, share: float = 1.0, rank: int = 0) -> Sense:
    return Sense(synset[0], synset, rank, n_tagged, share)


def dictionary() -> WordNet:
    """Hot and cold are opposed, torrid stands with hot and blazing seldom does; big and large are one."""
    return WordNet(
        senses={
            "hot": (sense("a 1", 20),),
            "cold": (sense("a 2", 20),),
            "torrid": (sense("a 1", 5),),
            "blazing": (sense("v 9", 8), sense("a 1", 1, share=0.1, rank=1)),
            "gigantic": (sense("a 3", 9),),
            "mammoth": (sense("a 3", 9),),
        },
        synsets={
            "a 1": Entry(("hot", "torrid", "blazing"), (("hot", "cold"),)),
            "a 2": Entry(("cold",), (("cold", "hot"),)),
            "a 3": Entry(("gigantic", "mammoth")),
        },
        irregular=(),
    )


def test_opposites_reach_the_close_synonyms_of_a_word_and_no_further() -> None:
    pairs, _ = antonym_pairs(Material(dictionary(), NO_COUNTS))
    assert ("cold", "torrid") in pairs
    assert ("blazing", "cold") not in pairs


def test_opposites_that_renderings_use_for_each_other_are_left_out() -> None:
    counts = Counts(9, Counter(torrid=9, cold=9), Counter(torrid=9, cold=9), Counter({("cold", "torrid"): 9}))
    pairs, _ = antonym_pairs(Material(dictionary(), counts))
    assert ("cold", "torrid") not in pairs


def test_words_of_one_main_sense_are_synonyms_unless_they_are_opposites() -> None:
    material = Material(dictionary(), NO_COUNTS)
    assert ("gigantic", "mammoth") in synonym_pairs(material, set())
    assert ("gigantic", "mammoth") not in synonym_pairs(material, {("gigantic", "mammoth")})


def test_words_between_the_same_neighbours_stand_for_each_other() -> None:
    counts = count_renderings([["the old ship sank", "the old vessel sank", "the old ship burned"]])
    assert counts.pairs == {("ship", "vessel"): 1, ("burn", "sink"): 1}
    assert counts.share(("ship", "vessel")) == 1.0


@pytest.mark.parametrize(
    ("word", "parts", "forms"),
    [
        ("ban", "nv", {"bans", "banned", "banning"}),
        ("move", "v", {"moves", "moved", "moving"}),
        ("agree", "v", {"agrees", "agreed", "agreeing"}),
        ("reply", "v", {"replies", "replied", "replying"}),
        ("city", "n", {"cities"}),
    ],
)
def test_regular_words_are_inflected_as_in_the_grammar(word: str, parts: str, forms: set[str]) -> None:
    assert regular_forms(word, parts) == forms


def test_only_forms_that_the_rules_get_wrong_are_kept() -> None:
    wordnet = WordNet(
        senses={"rise": (sense("v 1", 9),), "lender": (sense("n 2", 0),), "plan": (sense("v 3", 9),)},
        synsets={},
        irregular=(("rose", "rise"),),
    )
    forms = irregular_forms(wordnet, {"rose", "planned", "lenders", "hundred"})
    assert forms == {"rose": ("rise",), "hundred": ("hundred",)}


def test_the_plain_files_are_read_with_senses_counts_and_opposites(tmp_path: Path) -> None:
    for name in ("noun", "verb", "adj", "adv"):
        for kind in ("index", "data"):
            (tmp_path / f"{kind}.{name}").write_text("  1 licence\n")
        (tmp_path / f"{name}.exc").write_text("")
    (tmp_path / "verb.exc").write_text("rose rise\n")
    (tmp_path / "cntlist.rev").write_text("rise%2:38:00:: 1 26\n")
    (tmp_path / "index.verb").write_text("rise v 1 1 ! 1 1 00000010\nfall v 1 1 ! 1 0 00000020\n")
    (tmp_path / "data.verb").write_text(
        "00000010 38 v 01 rise 0 001 ! 00000020 v 0101 01 + 02 00 | move up\n"
        "00000020 38 v 01 fall 0 001 ! 00000010 v 0101 01 + 02 00 | move down\n"
    )
    wordnet = read_wordnet(tmp_path)
    assert wordnet.senses["rise"] == (Sense("v", "v 00000010", 0, 26, 1.0),)
    assert wordnet.synsets["v 00000010"] == Entry(("rise",), (("rise", "fall"),))
    assert wordnet.irregular == (("rose", "rise"),)
