"""Every threshold in one place, with its unit, its range and what chose it."""

from __future__ import annotations

from typing import Final

__all__ = ["BATCH_SIZE", "BLOCK_CHARS", "WRAPPED_LINE_CHARS"]

BLOCK_CHARS: Final = 8_000
"""Characters, 1,000 and up: a text is parsed in blocks of whole paragraphs of about this length.

The parser's working memory grows with the block, not with the text. At 8,000 (some 1,600 tokens)
throughput has reached its plateau, and most articles are one block.
"""

BATCH_SIZE: Final = 32
"""Blocks that go through the pipeline together, 1 and up. The results do not depend on it."""

WRAPPED_LINE_CHARS: Final = (40, 100)
"""Characters: a line of a hard-wrapped paragraph is this long. Mail and terminals wrap at 65 to 80."""
