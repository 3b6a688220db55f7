"""What reports: the words that the labeller takes for a cue, with their form and what they do.

The guards that a reader needs are asked here: whether the report is negated, hypothetical or hearsay.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotekit.acts import find_act, is_hearsay, is_hypothetical, is_negated
from quotekit.lexicon import act_entries, cue_prepositions, cue_verbs, pronouns, word_columns, word_list
from quotekit.model import Cue, CueForm
from quotekit.names import is_title
from quotekit.readings import Reading
from quotekit.syntax import Tree, is_finite, span_of, top_of

__all__ = ["find_cues"]


def find_cues(tree: Tree, readings: Sequence[Reading]) -> list[Cue]:
    """The cues of the readings that report something, by head token; of the others refusals alone.

    What nobody has said is no speech but thought: "Analysts might say that P", "It is said to be
    haunted".
    """
    return [cue for reading in readings if (cue := _cue(tree, reading)) is not None]


def _cue(tree: Tree, reading: Reading) -> Cue | None:
    head, source = reading.head, reading.tokens(reading.source)
    negated = is_negated(tree, head)
    tokens = reading.tokens(reading.cue)
    act = find_act(tree, head, tokens, reading.content, source, _is_marked(tree, reading))
    empty = not reading.content or _only_names(tree, reading) or _only_points(tree, reading)
    if empty and act != "refusal":
        return None
    if act == "speech" and ((not negated and is_hypothetical(tree, head)) or _nobody_speaks(tree, reading)):
        act = "thought"
    if act == "speech" and _only_does(tree, reading):
        act = "intention"
    lemma = _lemma(tree, head)
    denied = act != "refusal" and (lemma in word_list("denials")) != negated
    spans = [span_of(tree, first, last) for first, last in reading.cue]
    return Cue(spans, head, lemma, act, _form(tree, tokens, head), denied)


def _nobody_speaks(tree: Tree, reading: Reading) -> bool:
    """Whether a passive has no source and no clause: "Drivers have been promised relief".

    Leaves "It was announced that P" alone.
    """
    head = reading.head
    if reading.source or tree.tags[head] != "VBN" or tree.child(head, "agent") is not None:
        return False
    if is_hearsay(tree, head, ()):
        return True
    passive = tree.child(head, "auxpass", "nsubjpass") is not None
    clause = any(tree.is_verb(at) and is_finite(tree, at) for at in reading.tokens(reading.content))
    return passive and not clause and not _is_marked(tree, reading)


def _only_does(tree: Tree, reading: Reading) -> bool:
    """Whether a verb with a bare object is a deed, not a report: "ordered the closure of the office".

    Leaves "criticised the plan" alone, a verb that the list has with objects, "said no", and any passage
    in marks.
    """
    head, tokens = reading.head, reading.tokens(reading.content)
    if not tree.is_verb(head) or any(tree.outer[at] != tree.outer[head] for at in tokens):
        return False
    clause = any(tree.is_verb(at) and is_finite(tree, at) for at in tokens)
    top = top_of(tree, tokens)
    # "withdrew the accreditation of eight officials": of the object, only a part was read.
    while tree.deps[top] in {"pobj", "prep"} and tree.heads[top] not in {head, top}:
        top = tree.heads[top]
    if (
        clause
        or tree.lower[tokens[0]] in {"to", "that"}
        or (tree.deps[top], tree.heads[top]) != ("dobj", head)
    ):
        return False
    entries = cue_verbs().get(tree.lower[head], ())
    # "said no", and headlines whose parse fails; but not "said a few words".
    answers = tree.tags[tokens[0]] not in {"DT", "PRP$"} and any(entry.lemma == "say" for entry in entries)
    return not answers and not any("object" in entry.frames for entry in entries)


def _only_names(tree: Tree, reading: Reading) -> bool:
    """Whether a cue says how something is called: "dubbed “Operation Dry Feet”", "nicknamed “the Valve”".

    Leaves "called «fanciful»" alone, which is an opinion.
    """
    how = word_columns("namings").get(tree.lower[reading.head])
    marked = [at for at in reading.tokens(reading.content) if tree.outer[at] >= 0]
    if how is None or how[0] == "always":
        return how is not None
    return bool(marked) and is_title(tree.text[tree.starts[marked[0]] : tree.ends[marked[-1]]])


def _only_points(tree: Tree, reading: Reading) -> bool:
    """Whether a content points at something, or says where it was said: "disputed that in a statement"."""
    tokens = reading.tokens(reading.content)
    top = top_of(tree, tokens)
    points = pronouns().get(tree.lower[top]) == "thing" or tree.lower[top] in {"that", "this", "so"}
    aside = tree.lower[top] in {"in", "on", "at"} and tree.heads[top] == reading.head
    return (
        (points or aside)
        and not any(tree.is_verb(at) for at in tokens)
        and all(tree.outer[at] < 0 for at in tokens)
    )


def _is_marked(tree: Tree, reading: Reading) -> bool:
    """Whether all that is reported stands in quotation marks that the cue is not in."""
    own = tree.outer[reading.head]
    passages = {tree.outer[at] for at in reading.tokens(reading.content) if not tree.is_punctuation(at)}
    return bool(passages) and passages.isdisjoint({-1, own})


def _form(tree: Tree, tokens: Sequence[int], head: int) -> CueForm:
    """What kind of word reports: "said", "is sure" (verb), "his claim", "according to", a colon."""
    if tree.is_punctuation(head):
        return "colon"
    for words, _ in cue_prepositions().get(tree.lower[tokens[0]], ()):
        if tuple(tree.lower[tokens[0] : tokens[0] + len(words)]) == words:
            return "preposition"
    if any(tree.is_verb(at) for at in tokens) or tree.tags[head].startswith(("JJ", "MD")):
        return "verb"
    if tree.tags[head] in {"IN", "TO", "RP"}:
        return "preposition"
    return "noun" if tree.tags[head].startswith("NN") else "verb"


def _lemma(tree: Tree, head: int) -> str:
    """The listed word that the head is a form of, else the head as it stands, in lower case."""
    parts = ("verb", "noun") if tree.is_verb(head) else ("noun", "adjective", "verb")
    found = (entry.lemma for part in parts for entry in act_entries(tree.lower[head], part))
    return next(found, tree.lower[head])
