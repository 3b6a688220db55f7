"""A dependency tree that the steps of the conversion rewrite in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from training.conllu import Word

__all__ = ["Tree"]


class Tree:
    """The words of one sentence with heads and labels that change.

    Words are indices from 0. The root is its own head and has the label ``root``. Heads are changed through
    `attach` and `promote` only, which keep the children in step; labels are free to write.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self.lower = [word.form.lower() for word in words]
        self.lemma = [word.lemma.lower() for word in words]
        self.upos = [word.upos for word in words]
        self.xpos = [word.xpos for word in words]
        self.label = [word.deprel for word in words]
        self.head = [word.head for word in words]
        self._children: list[set[int]] = [set() for _ in words]
        for i, head in enumerate(self.head):
            if head == i:
                self.label[i] = "root"
            else:
                self._children[head].add(i)

    def __len__(self) -> int:
        return len(self.head)

    def is_root(self, word: int) -> bool:
        """Whether the word is its own head."""
        return self.head[word] == word

    def children(self, word: int, *labels: str) -> list[int]:
        """The words attached to this one, from left to right; with labels, those that have one of them."""
        found = sorted(self._children[word])
        return [child for child in found if self.label[child] in labels] if labels else found

    def subtree(self, word: int) -> Iterator[int]:
        """The word and all that hangs below it, in no order to rely on."""
        waiting = [word]
        while waiting:
            current = waiting.pop()
            yield current
            waiting.extend(self._children[current])

    def attach(self, word: int, head: int, label: str | None = None) -> None:
        """Hang the word, with all below it, on another head under a new label if given."""
        self._children[self.head[word]].discard(word)
        self.head[word] = head
        if head != word:
            self._children[head].add(word)
        if label is not None:
            self.label[word] = label

    def take_place(self, new: int, old: int, label: str | None = None) -> None:
        """Give ``new`` the head of ``old`` and its label, unless another is given; ``old`` itself stays."""
        head = new if self.is_root(old) else self.head[old]
        self.attach(new, head, self.label[old] if label is None or head == new else label)

    def promote(self, new: int, old: int, label: str) -> None:
        """Let ``new`` change places with ``old``, its ancestor, which then hangs on it under the label."""
        self.take_place(new, old)
        self.attach(old, new, label)

    def is_tree(self) -> bool:
        """Whether there is one root and every word hangs below it."""
        roots = [word for word in range(len(self)) if self.is_root(word)]
        return len(roots) == 1 and sum(1 for _ in self.subtree(roots[0])) == len(self)
