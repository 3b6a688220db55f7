"""What stands in one place of two renderings of a sentence, counted by sentences."""

from __future__ import annotations

import numpy as np

from training.statements.replacements import count_replacements, replacement_arrays


def test_a_pair_counts_once_for_a_sentence_however_many_renderings_have_it() -> None:
    renderings = ["He was hired.", "He was sacked.", "He was hired", "He was sacked, then."]
    found = count_replacements([renderings, ["They left.", "They went."], ["They left."]])
    assert found.pairs[("hire", "sack")] == 1
    assert found.words["hire"] == found.words["sack"] == found.words["leave"] == 1
    assert "be" not in found.words


def test_long_passages_tell_nothing_of_their_words() -> None:
    found = count_replacements([["We stay in the town", "We move out to another far place"]])
    assert not found.pairs


def test_articles_and_inflection_are_no_replacement() -> None:
    assert not count_replacements([["The bridges were closed", "A bridge was closing"]]).pairs


def test_words_seen_often_enough_are_held_with_their_counts_and_who_stood_for_whom_as_bits() -> None:
    sentences = [["They end it", "They stop it"]] * 9 + [["They end it", "They halt it"]] * 8 + [["a", "b c"]]
    arrays = replacement_arrays(count_replacements(sentences))
    words = bytes(arrays["replaced_words"]).decode().split("\n")
    assert words == ["end", "halt", "stop"]
    assert arrays["replaced_counts"].tolist() == [17, 8, 9]
    seen = np.unpackbits(arrays["replacements"], axis=1, count=3).tolist()
    assert seen == [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
