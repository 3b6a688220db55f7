"""The network: MiniLM under a biaffine parser, a tagger and a sentence splitter.

The parser is that of Dozat and Manning (2017): for each word, a score for every possible head and, given
the head, for every label.
"""

from __future__ import annotations

import torch
from attrs import frozen
from torch import nn
from transformers import AutoModel

from training.teacher.pieces import N_SHAPES, PieceBatch, encoder_folder

__all__ = ["Scores", "Teacher", "encoder_parameters", "label_scores"]

WIDTH = 384
N_LAYERS = 6
ARC_WIDTH = 256
LABEL_WIDTH = 128
DROPOUT = 0.25
INIT_STD = 0.02


@frozen
class Scores:
    """What the network says of a batch: logits, and what the label scores are computed from.

    ``arcs`` (batch, words, 1 + words): the first head is the root; ``tags`` (batch, words, tags);
    ``starts`` (batch, words, 2): goes on, begins a sentence; ``dependents`` (batch, words, width) and
    ``heads`` (batch, 1 + words, width) for `label_scores`.
    """

    arcs: torch.Tensor
    tags: torch.Tensor
    starts: torch.Tensor
    dependents: torch.Tensor
    heads: torch.Tensor


class Teacher(nn.Module):
    """Knows its tags and labels, in the order of its outputs."""

    def __init__(self, tags: tuple[str, ...], labels: tuple[str, ...]) -> None:
        super().__init__()
        self.tags = tags
        self.labels = labels
        self.encoder = AutoModel.from_pretrained(
            encoder_folder(),
            attn_implementation="sdpa",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        # The word pieces of rare names are better left as they came from the large corpus.
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.shape = nn.Embedding(N_SHAPES, WIDTH)
        self.begins_paragraph = nn.Embedding(2, WIDTH)
        self.after_space = nn.Embedding(2, WIDTH)
        for embedding in (self.shape, self.begins_paragraph, self.after_space):
            nn.init.normal_(embedding.weight, std=INIT_STD)
        self.layer_weights = nn.Parameter(torch.zeros(N_LAYERS + 1))
        self.dropout = nn.Dropout(DROPOUT)
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.arc_dependent = nn.Linear(WIDTH, ARC_WIDTH)
        self.arc_head = nn.Linear(WIDTH, ARC_WIDTH)
        self.label_dependent = nn.Linear(WIDTH, LABEL_WIDTH)
        self.label_head = nn.Linear(WIDTH, LABEL_WIDTH)
        self.arc_weights = nn.Parameter(torch.randn(ARC_WIDTH + 1, ARC_WIDTH) * INIT_STD)
        self.label_weights = nn.Parameter(
            torch.randn(len(labels), LABEL_WIDTH + 1, LABEL_WIDTH + 1) * INIT_STD
        )
        self.tagger = nn.Linear(WIDTH, len(tags))
        self.splitter = nn.Linear(2 * WIDTH, 2)

    def forward(self, batch: PieceBatch) -> Scores:
        """The scores of every word. The encoder runs in bfloat16, the rest in full precision."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            words = self._words(batch)
        return self._scores(self.dropout(words.float()))

    def _words(self, batch: PieceBatch) -> torch.Tensor:
        """One vector a word, (batch, words, width): its first piece in a weighted mean of all layers."""
        shape, begins_paragraph, after_space = batch.features.unbind(-1)
        pieces = self.encoder.embeddings.word_embeddings(batch.ids)
        pieces = pieces + self.shape(shape)
        pieces = pieces + self.begins_paragraph(begins_paragraph) + self.after_space(after_space)
        layers = self.encoder(
            inputs_embeds=pieces, attention_mask=batch.mask, output_hidden_states=True
        ).hidden_states
        weights = torch.softmax(self.layer_weights, 0)
        mean = sum(weight * layer for weight, layer in zip(weights, layers, strict=True))
        return torch.gather(mean, 1, batch.first[..., None].expand(-1, -1, WIDTH))

    def _scores(self, words: torch.Tensor) -> Scores:
        n_passages = len(words)
        with_root = torch.cat([self.root.expand(n_passages, 1, -1), words], 1)
        dependents = _with_one(self._squeezed(self.arc_dependent, words))
        arcs = (dependents @ self.arc_weights) @ self._squeezed(self.arc_head, with_root).transpose(1, 2)
        before = torch.cat([torch.zeros(n_passages, 1, WIDTH), words[:, :-1]], 1)
        return Scores(
            arcs=arcs,
            tags=self.tagger(words),
            starts=self.splitter(torch.cat([words, before], -1)),
            dependents=self._squeezed(self.label_dependent, words),
            heads=self._squeezed(self.label_head, with_root),
        )

    def _squeezed(self, layer: nn.Linear, words: torch.Tensor) -> torch.Tensor:
        return self.dropout(nn.functional.gelu(layer(words)))


def _with_one(vectors: torch.Tensor) -> torch.Tensor:
    """The vectors with a 1 at their end, which makes a bilinear form hold its linear terms too."""
    return torch.cat([vectors, torch.ones(*vectors.shape[:-1], 1)], -1)


def label_scores(teacher: Teacher, dependents: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
    """The logits (…, labels) of each label between dependents and heads (…, width), row by row."""
    return torch.einsum("...i,lij,...j->...l", _with_one(dependents), teacher.label_weights, _with_one(heads))


def encoder_parameters(teacher: Teacher) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """The parameters that are learned: those of the encoder, then all others."""
    encoder = [parameter for parameter in teacher.encoder.parameters() if parameter.requires_grad]
    of_encoder = {id(parameter) for parameter in teacher.encoder.parameters()}
    return encoder, [parameter for parameter in teacher.parameters() if id(parameter) not in of_encoder]
