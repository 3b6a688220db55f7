"""The network that tells whether two renderings are one statement, in torch, to be fitted.

It is the decomposable attention model of Parikh et al. 2016 with additions: words are vectors that start
from a sentence encoder's, with letters in threes beside them for words that are not known; one convolution
over three words; each word of one text is held against what the other has for it; what comes out is pooled
by a learned weight a word and by its largest values, and is put together with findings that rules make
(`quotekit.statements.evidence`). Both directions share their weights, and the score is the same either way.
`quotekit.statements.network` runs it in NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

__all__ = ["StatementNetwork"]


class StatementNetwork(nn.Module):
    """The logits that two texts say something of one thing, and that no fact differs in what they say.

    Two are one statement where both hold. Each has examples of its own: another sentence tells nothing of
    facts, and a sentence with one fact changed is on the same subject still.
    """

    def __init__(
        self,
        n_words: int,
        n_threes: int,
        n_shapes: int,
        n_findings: int,
        *,
        width: int = 64,
        compared: int = 48,
        hidden: int = 48,
        dropped: float = 0.0,
    ) -> None:
        super().__init__()
        self.dropped = dropped
        self.words = nn.Embedding(n_words, width, padding_idx=0)
        self.threes = nn.EmbeddingBag(n_threes, width, mode="mean", padding_idx=0)
        self.shapes = nn.Embedding(n_shapes, width, padding_idx=0)
        self.window = nn.Linear(3 * width, width)
        self.keys = nn.Linear(width, width, bias=False)
        self.weight = nn.Linear(width, 1)
        self.compare = nn.Linear(2 * width + 1, compared)
        self.hidden = nn.Linear(4 * compared + 2 + n_findings, hidden)
        self.out = nn.Linear(hidden, 2)
        self.sharpness = nn.Parameter(torch.tensor(8.0))
        self.null = nn.Parameter(torch.tensor(2.0))
        nn.init.normal_(self.threes.weight, std=0.3)
        nn.init.normal_(self.shapes.weight, std=0.1)
        with torch.no_grad():
            self.keys.weight.copy_(torch.eye(width))

    def states(self, words: Tensor, threes: Tensor, shapes: Tensor) -> Tensor:
        """The state of each word, (texts, length, width); the words are 0 where a text has ended."""
        n, length, letters = threes.shape
        own = self.words(words.clamp(min=0)) + self.threes(threes.reshape(n * length, letters)).reshape(
            n, length, -1
        )
        own = own + self.shapes(shapes)
        own = own * (shapes > 0)[..., None]
        before, after = torch.zeros_like(own), torch.zeros_like(own)
        before[:, 1:], after[:, :-1] = own[:, :-1], own[:, 1:]
        return (own + torch.relu(self.window(torch.cat([before, own, after], -1)))) * (shapes > 0)[..., None]

    def forward(self, a: Tensor, b: Tensor, mask_a: Tensor, mask_b: Tensor, findings: Tensor) -> Tensor:
        """The two logits of each pair, (pairs, 2), from the states of its texts."""
        key_a = nn.functional.normalize(self.keys(a), dim=-1)
        key_b = nn.functional.normalize(self.keys(b), dim=-1)
        near = key_a @ key_b.transpose(1, 2)
        one = self.side(a, b, near, mask_a, mask_b)
        other = self.side(b, a, near.transpose(1, 2), mask_b, mask_a)
        both = torch.cat([one + other, (one - other).abs(), findings], -1)
        both = nn.functional.dropout(both, self.dropped, self.training)
        return self.out(torch.relu(self.hidden(both)))

    def side(self, own: Tensor, other: Tensor, near: Tensor, mask: Tensor, mask_other: Tensor) -> Tensor:
        """What comes of holding the words of one text against the other."""
        scores = (near * self.sharpness).masked_fill(~mask_other[:, None, :], -1e4)
        null = self.null.expand(*scores.shape[:2], 1)
        shares = torch.softmax(torch.cat([scores, null], -1), -1)[..., :-1]
        found = shares @ other
        best = near.masked_fill(~mask_other[:, None, :], -1.0).max(-1).values[..., None]
        held = torch.relu(self.compare(torch.cat([(own - found).abs(), own * found, best], -1)))
        held = nn.functional.dropout(held, self.dropped, self.training)
        weight = torch.sigmoid(self.weight(own)) * mask[..., None]
        total = weight.sum(1).clamp(min=1e-6)
        mean = (held * weight).sum(1) / total
        top = (held * mask[..., None]).max(1).values
        near_mean = ((best * weight).sum(1)) / total
        return torch.cat([mean, top, near_mean], -1)

    def arrays(self) -> Mapping[str, Tensor]:
        """The weights by name."""
        return {name: value.detach().float().cpu() for name, value in self.state_dict().items()}
