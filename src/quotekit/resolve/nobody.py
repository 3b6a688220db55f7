"""What speaks for nobody: that a phrase stands for no name of the article, as "critics" and "a source" do."""

from __future__ import annotations

from collections.abc import Iterator

from quotekit.resolve.anaphors import Phrase
from quotekit.resolve.discourse import Discourse
from quotekit.resolve.standing import AWAY, Standing, paragraphs_away
from quotekit.syntax import Tree

__all__ = ["find_nobody"]

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})


def find_nobody(state: Discourse, phrase: Phrase, standing: Standing) -> Iterator[str]:
    """What speaks for nobody: the phrase itself, who spoke last, and nouns that a pronoun may stand for."""
    tree, token = state.tree, phrase.first
    yield "nobody"
    if not phrase.is_pronoun:
        if phrase.form == "person":
            yield "a noun for a person" if phrase.is_role else "no noun for a person"
        yield f"determiner {phrase.determiner or 'none'}"
        yield "plural" if phrase.is_plural else "singular"
        length = phrase.last - phrase.first
        yield f"{min(length, 4)} words"
        after = tree.lower[phrase.head + 1] if phrase.head + 1 < phrase.last else ""
        yield f"followed by {after}" if after in {"of", "for", "who"} else "nothing after"
    near = [
        at for at in standing.open.values() if at is not None and tree.sentence[token] - tree.sentence[at] < 3
    ]
    yield f"{min(len(near), 3)} names near"
    before = state.turns_before(token)
    if before:
        last = state.turns[before - 1]
        if last.entity is None:
            yield "nobody spoke last"
            yield f"nobody spoke {paragraphs_away(tree, last.token, token)}"
    word = tree.lower[phrase.head]
    if phrase.is_pronoun and word in state.answers and state.answers[word] is None:
        yield "the same pronoun was nobody"
    if phrase.is_pronoun:
        yield from _rivals(tree, phrase)


def _rivals(tree: Tree, phrase: Phrase) -> Iterator[str]:
    """The nearest subject without a name that the pronoun may stand for: "voters", "a pilot"."""
    if phrase.form == "who":
        at = phrase.first - 1
        while at > 0 and tree.is_punctuation(at):
            at -= 1
        yield f"right after {tree.tags[at]}" if tree.tags[at] in _NOUNS else "after no noun"
        return
    tag = "NNS" if phrase.is_plural else "NN"
    sentence = tree.sentence[phrase.first]
    rival = other = None
    for back in range(min(3, sentence + 1)):
        first, last = tree.bounds[sentence - back]
        for at in range(first, min(last, phrase.first)):
            if tree.tags[at] == tag and not tree.entities[at]:
                if tree.deps[at] in {"nsubj", "nsubjpass"}:
                    rival = back if rival is None else rival
                elif tree.deps[at] in {"dobj", "pobj", "agent"}:
                    other = back if other is None else other
    yield "no unnamed subject" if rival is None else f"unnamed subject, {AWAY[rival]}"
    if phrase.is_plural:
        yield "no unnamed object" if other is None else f"unnamed object, {AWAY[other]}"
