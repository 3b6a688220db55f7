"""The labeller's teacher: MiniLM under a network shaped like the labeller's, but wider.

Its lower layers stay as they came, so that what they say of an article is computed once.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from attrs import frozen
from numpy.typing import NDArray
from torch import nn
from transformers import AutoModel

from quotekit.labeller import features
from quotekit.labeller.features import Layout, Pairs, pairs, path_rows
from quotekit.syntax import Tree
from training.teacher.pieces import BEGIN, END, N_SHAPES, UNKNOWN, encoder_folder, piece_ids, shape

__all__ = ["ENTITIES", "LabellingTeacher", "TeacherInputs", "passages_of", "read_columns"]

ENCODER_WIDTH = 384
FROZEN_LAYERS = 3  # of six
WIDTH = 160
HIDDEN = 128
TABLE_WIDTHS = (24, 24, 12, 8, 12, 12)  # tag, dependency label, marks, position, entity, shape
WINDOW_STEPS = (1, 2, 4, 8)
RELATION_STD = 0.2
MASKED = -1e4

PASSAGE_TOKENS = 230
WORD_PIECES = 8
PASSAGE_PIECES = 509  # the encoder has 512 positions

ENTITIES = (
    *("PERSON", "ORG", "GPE", "NORP", "DATE", "LOC", "FAC", "CARDINAL", "MONEY", "TIME", "PERCENT"),
    *("EVENT", "WORK_OF_ART", "LAW", "QUANTITY", "ORDINAL", "PRODUCT", "LANGUAGE"),
)


@frozen(eq=False)
class TeacherInputs:
    """What the teacher reads of one article.

    ``lower`` (passages, pieces, 384) is what the frozen layers say, ``mask`` (passages, pieces) is 1 for a
    piece, ``first`` (words,) the first piece of each word when all passages stand in one row; ``columns``
    (6, words) are the numbers for the tables, ``heads`` (words,) the dependency heads.
    """

    lower: torch.Tensor
    mask: torch.Tensor
    first: torch.Tensor
    columns: torch.Tensor
    heads: torch.Tensor


class LabellingTeacher(nn.Module):
    """Knows its tags and dependency labels, in the order of their numbers."""

    def __init__(self, tags: tuple[str, ...], labels: tuple[str, ...]) -> None:
        super().__init__()
        self.tags = tags
        self.labels = labels
        self.n_labels = len(labels) + 1
        self.encoder = AutoModel.from_pretrained(
            encoder_folder(),
            attn_implementation="sdpa",
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.1,
        )
        rows = (len(tags) + 1, self.n_labels, features.MARK_STATES, features.POSITIONS)
        self.tables = nn.ModuleList(
            nn.Embedding(n_rows, width)
            for n_rows, width in zip((*rows, len(ENTITIES) + 1, N_SHAPES), TABLE_WIDTHS, strict=True)
        )
        self.entry = nn.Linear(ENCODER_WIDTH + sum(TABLE_WIDTHS), WIDTH)
        self.mixes = nn.ModuleList(nn.Linear(4 * WIDTH, WIDTH) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        joined = WIDTH + ENCODER_WIDTH
        self.cue = nn.Sequential(nn.Linear(joined, 128), nn.GELU(), nn.Dropout(0.2), nn.Linear(128, 1))
        self.of_token = nn.Linear(joined, HIDDEN)
        self.of_cue = nn.Linear(joined, HIDDEN)
        self.relations = nn.ModuleList(
            nn.Embedding(n_rows, HIDDEN) for n_rows in _relation_rows(self.n_labels)
        )
        for table in self.relations:
            nn.init.normal_(table.weight, std=RELATION_STD)
        self.window = nn.ModuleList(
            nn.Conv1d(HIDDEN, HIDDEN, 3, padding=step, dilation=step) for step in WINDOW_STEPS
        )
        self.window_norms = nn.ModuleList(nn.LayerNorm(HIDDEN) for _ in WINDOW_STEPS)
        self.out = nn.Linear(HIDDEN, 4)
        self.dropout = nn.Dropout(0.25)
        self.window_dropout = nn.Dropout(0.15)

    def parameters_learned(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """Those of the upper layers of the encoder, then all outside it; the others are frozen."""
        upper = [p for layer in self.encoder.encoder.layer[FROZEN_LAYERS:] for p in layer.parameters()]
        for parameter in self.encoder.parameters():
            parameter.requires_grad_(False)
        for parameter in upper:
            parameter.requires_grad_(True)
        return upper, [p for name, p in self.named_parameters() if not name.startswith("encoder.")]

    def read(self, tree: Tree, article: Layout) -> TeacherInputs:
        """What there is to read of an article; the frozen layers run here, and hide nothing in training."""
        rows = [_pieces(tree, start, end) for start, end in passages_of(tree)]
        length = max((len(ids) for ids, _ in rows), default=1)
        ids = torch.zeros(len(rows), length, dtype=torch.long)
        mask = torch.zeros(len(rows), length)
        first: list[int] = []
        for number, (row, begins) in enumerate(rows):
            ids[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
            first += [number * length + piece for piece in begins]
        training = self.training
        self.eval()
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            lower = self._through(slice(FROZEN_LAYERS), self.encoder.embeddings(ids), mask)
        self.train(training)
        return TeacherInputs(
            lower=lower.to(torch.bfloat16),
            mask=mask,
            first=torch.tensor(first, dtype=torch.long),
            columns=torch.tensor(read_columns(tree, article, self.tags)),
            heads=torch.tensor(article.heads),
        )

    def _through(self, layers: slice, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The pieces after some layers of the encoder."""
        bias = ((1 - mask[:, None, None, :]) * MASKED).to(torch.bfloat16)
        for layer in self.encoder.encoder.layer[layers]:
            hidden = layer(hidden, bias)
            hidden = hidden[0] if isinstance(hidden, tuple) else hidden
        return hidden

    def words(self, inputs: TeacherInputs) -> torch.Tensor:
        """One state a word, (words, width + 384)."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pieces = self._through(slice(FROZEN_LAYERS, None), inputs.lower, inputs.mask)
        encoded = pieces.float().reshape(-1, ENCODER_WIDTH)[inputs.first]
        parts = [table(column) for table, column in zip(self.tables, inputs.columns, strict=True)]
        gelu = nn.functional.gelu
        state = self.norms[0](gelu(self.entry(torch.cat([self.dropout(encoded), *parts], -1))))
        for mix, norm in zip(self.mixes, list(self.norms)[1:], strict=True):
            none = torch.zeros_like(state[:1])
            before, after = torch.cat([none, state[:-1]]), torch.cat([state[1:], none])
            beside = torch.cat([before, state, after, state[inputs.heads]], -1)
            state = norm(state + gelu(mix(self.dropout(beside))))
        return torch.cat([self.dropout(state), self.dropout(encoded)], -1)

    def cues(self, states: torch.Tensor) -> torch.Tensor:
        """The logit of each word as the head of a cue, (words,)."""
        return self.cue(states)[:, 0]

    def labels_around(
        self, states: torch.Tensor, article: Layout, cues: NDArray[np.int64], likely: NDArray[np.bool_]
    ) -> tuple[torch.Tensor, Pairs]:
        """The logits (cues, window, 4) of the words around each cue, and which words these are."""
        around = pairs(article, cues, likely, self.n_labels)
        inside = torch.tensor(around.inside)[..., None].float()
        state = self.of_token(states)[torch.tensor(around.tokens)]
        state = state + self.of_cue(states[torch.tensor(cues)])[:, None]
        for table, ids in zip(self.relations, around.columns(), strict=True):
            state = state + table(torch.tensor(np.ascontiguousarray(ids)))
        state = nn.functional.gelu(state) * inside
        for mix, norm in zip(self.window, self.window_norms, strict=True):
            mixed = mix(self.window_dropout(state).transpose(1, 2)).transpose(1, 2)
            state = norm(state + nn.functional.gelu(mixed)) * inside
        return self.out(self.dropout(state)), around


def _relation_rows(n_labels: int) -> tuple[int, ...]:
    """The sizes of the tables for the columns of `Pairs`."""
    return (
        features.DISTANCES,
        features.SENTENCE_STEPS,
        features.PARAGRAPH_STEPS,
        features.MARK_RELATIONS,
        path_rows(n_labels),
        features.BETWEEN,
    )


def read_columns(tree: Tree, article: Layout, tags: tuple[str, ...]) -> NDArray[np.int64]:
    """The numbers of each word for the tables, (6, words); 0 for what has no number."""
    of_tag = {tag: number for number, tag in enumerate(tags, 1)}
    of_entity = {entity: number for number, entity in enumerate(ENTITIES, 1)}
    return np.array(
        [
            [of_tag.get(tag, 0) for tag in tree.tags],
            article.deps,
            article.state,
            article.position,
            [of_entity.get(entity, 0) for entity in tree.entities],
            [shape(word) for word in tree.words],
        ],
        dtype=np.int64,
    )


def passages_of(tree: Tree) -> list[tuple[int, int]]:
    """The article in ranges of tokens that the encoder can hold: whole paragraphs, else whole sentences."""
    starts = [
        after for before, after in pairwise(range(len(tree))) if tree.sentence[after] != tree.sentence[before]
    ]
    found = []
    start = sentence_end = paragraph_end = 0
    for end in [*starts, len(tree)]:
        while end - start > PASSAGE_TOKENS:
            if paragraph_end - start > PASSAGE_TOKENS // 3:
                cut = paragraph_end
            else:
                cut = sentence_end if sentence_end > start else start + PASSAGE_TOKENS
            found.append((start, cut))
            start = cut
        sentence_end = end
        if end < len(tree) and tree.paragraph[end] != tree.paragraph[end - 1]:
            paragraph_end = end
    if start < len(tree):
        found.append((start, len(tree)))
    return found


def _pieces(tree: Tree, start: int, end: int) -> tuple[list[int], list[int]]:
    """The pieces of some tokens, and where each token begins among them; those too many are cut off."""
    ids, first = [BEGIN], []
    for token in range(start, end):
        first.append(len(ids))
        ids += (UNKNOWN,) if tree.space[token] else piece_ids(tree.words[token], WORD_PIECES)
    last = PASSAGE_PIECES - 1
    return [*ids[:PASSAGE_PIECES], END], [min(piece, last) for piece in first]
