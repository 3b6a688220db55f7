"""What kind of phrase a source is: a pronoun, a description, or a name, and what its words tell."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from quotekit.lexicon import pronouns, word_columns, word_list
from quotekit.resolve.phrases import is_role
from quotekit.syntax import Tree, top_of

__all__ = ["Phrase", "read_phrase"]

_QUANTITIES = frozenset({"CD", "PDT", "JJS", "JJR"})


@frozen(eq=False)
class Phrase:
    """A source: its tokens (half-open), the token that heads it, and what kind of phrase it is.

    ``form`` says what a pronoun stands for: ``one`` (he, she; "the 58-year-old" too), ``many``, ``thing``,
    ``first``, ``who``, ``you``; else what a description is of: ``person``, ``organisation``, ``document``,
    ``place``, ``group``, or that it has an indefinite determiner (``some``) or none (``bare``). ``gender``
    is ``he`` or ``she`` where a word tells. ``words`` are its content words; ``is_role`` says that its
    head is a noun for what a person is, ``is_human`` that it is "who" or "whose".
    """

    first: int
    last: int
    head: int
    form: str
    gender: str | None
    is_plural: bool
    determiner: str
    words: frozenset[str]
    is_role: bool = False
    is_human: bool = False

    @property
    def is_pronoun(self) -> bool:
        """Whether the phrase is a pronoun."""
        return not self.determiner and (self.form == "you" or self.form in pronouns().values())


def _gender_of(words: Sequence[str]) -> str | None:
    """``he`` or ``she`` where one of the words tells, else `None`."""
    columns = word_columns("gendered")
    return next((columns[word][0] for word in words if word in columns), None)


def read_phrase(tree: Tree, first: int, last: int) -> Phrase:
    """The phrase that some tokens are."""
    while first < last - 1 and tree.is_punctuation(first):
        first += 1
    while last - 1 > first and tree.is_punctuation(last - 1):
        last -= 1
    lower = tree.lower[first:last]
    pronoun = _pronoun_at(tree, first, last)
    if pronoun is not None:
        word = tree.lower[pronoun]
        form = "you" if word == "you" else pronouns()[word]
        gender = _gender_of([word]) or (word if word in {"he", "she"} else None)
        is_human = form == "who" and word not in word_list("neuter")
        is_plural = form == "many"
        return Phrase(first, last, pronoun, form, gender, is_plural, "", frozenset(), is_human=is_human)
    head = top_of(tree, range(first, last))
    if not tree.tags[head].startswith(("NN", "CD", "DT", "JJ")):
        nouns = [at for at in range(first, last) if tree.tags[at].startswith("NN")]
        head = nouns[0] if nouns else head
    is_plural = tree.tags[head] in {"NNS", "NNPS"} or tree.lower[head] in word_list("groups")
    content = frozenset(w for at, w in enumerate(lower, first) if tree.tags[at][:1] in "NJCV" or at == head)
    determiner = _determiner(tree, first, head)
    form = _form_of(tree.lower[head], determiner, is_plural=is_plural)
    if determiner == "the" and lower[-1].endswith("old") and any("year" in word for word in lower):
        form = "one"  # "the 58-year-old" stands where "he" might
    # "His wife" is a woman, "his campaign" has no gender.
    gender = _gender_of([tree.lower[head]]) if form in {"person", "bare", "some"} else None
    is_role_noun = is_role(tree, head, person=True)
    return Phrase(first, last, head, form, gender, is_plural, determiner, content, is_role_noun)


def _pronoun_at(tree: Tree, first: int, last: int) -> int | None:
    """The pronoun that a phrase is: "he", "he himself", "most of whom"; not "his fellow physicians"."""
    words = tree.lower[first:last]
    if words[-1] in {"who", "whom", "which"} and len(words) <= 4 and not _has_name(tree, first, last):
        return last - 1
    if words[0] not in pronouns() and words[0] != "you":
        return None
    alone = len(words) == 1 or words[0] == "who" or tree.tags[first] == "PRP"
    return first if alone else None


def _has_name(tree: Tree, first: int, last: int) -> bool:
    return any(tree.tags[at] in {"NNP", "NNPS"} for at in range(first, last))


def _determiner(tree: Tree, first: int, head: int) -> str:
    """``the``, ``this``, ``whose`` (a possessive), ``some`` (other determiners, quantities), or nothing."""
    word = tree.lower[first]
    if word in word_list("definite") and first < head:
        return "the" if word == "the" else "this"
    if tree.tags[first] == "PRP$" or any(tree.tags[at] == "POS" for at in range(first, head)):
        return "whose"
    if word in word_list("indefinite") or tree.tags[first] in _QUANTITIES or tree.tags[first] == "DT":
        return "some"
    return ""


def _form_of(head: str, determiner: str, *, is_plural: bool) -> str:
    if determiner == "some":
        return "some"
    if is_plural:
        return "group"
    for form in ("organisations", "documents", "places"):
        if head in word_list(form):
            return form[:-1]
    return "person" if determiner else "bare"
