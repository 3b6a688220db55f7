"""What a cue reports: speech, thought, intention, evidence, or that somebody keeps something back.

Any word may be a cue, so a list decides what it knows (``data/en/acts.txt``), by word and by form,
and the shape of the report the rest. The guards that a reader needs stand here too: negated,
hypothetical and hearsay reports, and requests for anonymity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from quotekit.lexicon import ActEntry, act_entries, cue_prepositions, pronouns, word_columns, word_list
from quotekit.model import Act
from quotekit.syntax import Tree, is_finite, trim

__all__ = [
    "asks_for_anonymity",
    "find_act",
    "is_hearsay",
    "is_hypothetical",
    "is_negated",
    "keeps_silent",
]

_QUESTION_TAGS = frozenset({"WDT", "WP", "WRB"})
_ANONYMITY = frozenset({"named", "identified", "quoted"})
_PARTICLE_REACH = 4
_COMPANY = frozenset({"acomp", "attr", "dobj", "oprd", "prt"})
_KINDS = (
    ("document", "documents"),
    ("group", "groups"),
    ("organisation", "organisations"),
    ("thing", "things"),
)


@frozen
class _Report:
    """A cue and what goes with it, in tokens: the arguments of `find_act`."""

    tree: Tree
    head: int
    tokens: tuple[int, ...]
    content: tuple[tuple[int, int], ...]
    source: tuple[int, ...]
    marked: bool


def find_act(
    tree: Tree,
    head: int,
    tokens: Sequence[int],
    content: Sequence[tuple[int, int]],
    source: Sequence[int],
    marked: bool,
) -> Act:
    """The act of the cue whose head token is ``head``, listed or not.

    ``tokens`` are all its tokens, ``content`` the ranges of what it reports (``()`` for none),
    ``source`` the tokens of whom the words come from; ``marked`` says that the content as a whole
    stands in quotation marks that the cue is not in. A word without a line in ``acts.txt`` is judged
    by its company ("has *doubts* about P"), its ending and the form of its content, and is speech
    where nothing tells.
    """
    report = _Report(tree, head, tuple(sorted({head, *tokens})), tuple(content), tuple(source), marked)
    if _withholds(report) or asks_for_anonymity(tree, head, content):
        return "refusal"
    found = _entry(report)
    act = _guess(report) if found is None else _by_form(report, *found)
    if marked:
        return act if act == "refusal" or (found and _has_form(found[1], "marked")) else "speech"
    if act == "speech" and found and _is_denied(report, *found) and keeps_silent(tree, content):
        return "refusal"
    return act


def is_negated(tree: Tree, token: int) -> bool:
    """Whether a report is negated: "did not say", "has never said", "No one said", "without saying"."""
    kids = tree.children[token]
    if any(tree.deps[kid] == "neg" or tree.lower[kid] == "never" for kid in kids):
        return True
    subject = tree.child(token, "nsubj", "nsubjpass")
    if subject is not None and tree.lower[tree.left[subject]] in {"no", "nobody", "none"}:
        return True
    head = tree.heads[token]
    return tree.deps[token] == "pcomp" and tree.lower[head] == "without"


def is_hypothetical(tree: Tree, token: int) -> bool:
    """Whether nobody has said it: "might say", "Opponents will likely say", an order ("Say that P")."""
    kids = tree.children[token]
    if any(tree.deps[kid] == "aux" and tree.lower[kid] in word_list("hypothetical") for kid in kids):
        return True
    start = tree.bounds[tree.sentence[token]][0]
    return tree.tags[token] == "VB" and trim(tree, start, token)[0] >= token


def is_hearsay(tree: Tree, token: int, source: Sequence[int]) -> bool:
    """Whether it is what people say, without anybody who does: "It is said to be haunted".

    Leaves "The minister is reported to have left, Reuters said" to its source, and "Drivers were told
    to stay away" alone, where somebody spoke to them, and "It was reported that P", where the press did.
    """
    if source or tree.tags[token] != "VBN" or tree.child(token, "agent") is not None:
        return False
    lemmas = {entry.lemma for entry in act_entries(tree.lower[token], "verb")}
    if not lemmas & word_list("hearsay") or tree.child(token, "auxpass") is None:
        return False
    subject = tree.child(token, "nsubjpass", "nsubj", "expl")
    raised = tree.child(token, "xcomp", "oprd")
    if raised is not None and raised > token:
        return True
    return subject is not None and tree.lower[subject] == "it" and "report" not in lemmas


def keeps_silent(tree: Tree, content: Sequence[tuple[int, int]]) -> bool:
    """Whether a negated verb keeps something back: "did not say whether", "did not set out any terms".

    Leaves "did not say that the road was open" alone, which is a negated quote.
    """
    content = [(first, last) for first, last in content if first < last]
    if not content:
        return True
    first, last = trim(tree, *content[0])
    if first >= last or tree.lower[first] in {"whether", "if"} or tree.tags[first] in _QUESTION_TAGS:
        return True
    return not _is_clause(tree, content)


def asks_for_anonymity(tree: Tree, head: int, content: Sequence[tuple[int, int]]) -> bool:
    """Whether the request is about the source: "asked not to be named"; not "asked that he be named"."""
    if not any(entry.act == "speech" for entry in act_entries(tree.lower[head], "verb")):
        return False
    words = [tree.lower[at] for first, last in content for at in range(first, last)]
    return "to" in words[:2] and "be" in words[:4] and not _ANONYMITY.isdisjoint(words[:5])


def _withholds(report: _Report) -> bool:
    """Whether a word of the cue, or the verb that the cue hangs on, keeps back: "declined to say when P"."""
    tree, at = report.tree, report.head
    words = set(report.tokens)
    while tree.deps[at] == "xcomp" and tree.heads[at] != at:
        at = tree.heads[at]
        words.add(at)
    listed = (entry for at in words for entry in _own_entries(report, at)[:1])
    return any(entry.act == "refusal" for entry in listed)


def _is_denied(report: _Report, token: int, entry: ActEntry) -> bool:
    """Whether the cue is negated, by itself or by its object: "had no comment"; not "made no secret of P"."""
    tree = report.tree
    if any(is_negated(tree, at) for at in {report.head, token}):
        return True
    kid = tree.child(report.head, "dobj", "attr")
    nouns = [at for at in (token, kid) if at is not None and tree.tags[at].startswith("NN")]
    return not entry.particle and any(tree.lower[tree.left[at]] == "no" for at in nouns)


def _entry(report: _Report) -> tuple[int, ActEntry] | None:
    """The word of the cue that tells its act, and its line of the list.

    The head where it is listed; else what a verb of little meaning goes with, nouns and verbs first:
    "has *doubts* about P", "is *sure* that P", "made *clear* that P".
    """
    tree, head = report.tree, report.head
    phrase = _phrase(report)
    if phrase is not None:
        return phrase
    entry = _first(report, head)
    if entry is not None:
        return head, entry
    others = [at for at in report.tokens if at != head]
    reported = {at for first, last in report.content for at in range(first, last)}
    company = [at for at in tree.children[head] if at > head and tree.deps[at] in _COMPANY]
    company = [at for at in company if at not in reported]
    for at in (*sorted(others, key=lambda at: (_rank(tree, at), at < head, abs(at - head))), *company):
        entry = _first(report, at)
        if entry is not None:
            return at, entry
    return None


def _rank(tree: Tree, at: int) -> int:
    """Nouns and verbs before adjectives before the rest."""
    return 0 if tree.tags[at].startswith(("NN", "VB")) else 1 if tree.tags[at].startswith("JJ") else 2


def _phrase(report: _Report) -> tuple[int, ActEntry] | None:
    """The line of a cue of several words that a list has: "according to", "in the view of"."""
    tree = report.tree
    for words, act in cue_prepositions().get(tree.lower[report.tokens[0]], ()):
        if tuple(tree.lower[report.tokens[0] : report.tokens[0] + len(words)]) == words:
            return report.tokens[0], ActEntry(" ".join(words), act)
    return None


def _first(report: _Report, at: int) -> ActEntry | None:
    return next(iter(_own_entries(report, at)), None)


def _own_entries(report: _Report, at: int) -> tuple[ActEntry, ...]:
    """The lines of one word, by what its tag may stand for, without those whose particle is missing."""
    tree = report.tree
    for part in _parts(tree, at):
        entries = act_entries(tree.lower[at], part)
        fitting = tuple(entry for entry in entries if _has_particle(report, at, entry.particle))
        if fitting:
            return fitting
    return ()


def _parts(tree: Tree, at: int) -> Iterator[str]:
    """The parts of speech of a token, likeliest first; parsers take headline verbs for nouns."""
    tag = tree.tags[at]
    if tag == "VBN" and _is_predicate(tree, at):
        yield "adjective"
    if tag.startswith("VB"):
        yield from ("verb", "noun", "adjective")
    elif tag.startswith("NN"):
        yield from ("noun", "verb")
    elif tag.startswith("JJ"):
        yield from ("adjective", "verb")
    elif tag.startswith("RB"):
        yield from ("adverb", "adjective")
    elif tag in {"IN", "TO", "RP"}:
        yield "preposition"


def _is_predicate(tree: Tree, at: int) -> bool:
    """Whether a participle says how somebody is: "is convinced that P"; not "is said to be P" (see lists)."""
    state = tree.deps[at] in {"acomp", "attr", "oprd"} or tree.child(at, "auxpass", "cop") is not None
    return state and tree.child(at, "agent", "dobj") is None


def _has_particle(report: _Report, at: int, particle: str) -> bool:
    """Whether the word that an entry asks for is in the cue or follows closely: "pointed *out*"."""
    if not particle:
        return True
    words = report.tree.lower
    near = range(at + 1, min(at + _PARTICLE_REACH, len(words)))
    return any(words[token] == particle for token in {*near, *(t for t in report.tokens if t > at)})


def _by_form(report: _Report, at: int, entry: ActEntry) -> Act:
    """The act of an entry in the form that stands here."""
    return next((act for form, act in entry.forms if _holds(report, at, form)), entry.act)


def _has_form(entry: ActEntry, form: str) -> bool:
    return any(name == form for name, _ in entry.forms)


def _holds(report: _Report, at: int, form: str) -> bool:
    if form == "marked":
        return report.marked
    if form == "infinitive":
        return _is_infinitive(report)
    if form == "clause":
        return not _is_infinitive(report) and _is_clause(report.tree, report.content)
    if form == "person" or form in dict(_KINDS):
        return _source_kind(report) == form
    return form in _prepositions(report, at)


def _is_infinitive(report: _Report) -> bool:
    """Whether what is reported is to be done: "vowed to P", whose "to" may count to the cue."""
    tree = report.tree
    if not report.content:
        return False
    first = trim(tree, *report.content[0])[0]
    if first >= len(tree) or first < report.head:
        return False
    if tree.lower[first] == "not":
        first += 1
    opens = tree.lower[first] == "to" and first + 1 < len(tree) and not tree.tags[first + 1].startswith("DT")
    if opens:
        return tree.tags[first] == "TO" and tree.tags[first + 1].startswith(("VB", "RB"))
    return tree.lower[first - 1] == "to" and tree.tags[first].startswith("VB")


def _is_clause(tree: Tree, content: Sequence[tuple[int, int]]) -> bool:
    """Whether a content is headed by a verb with tense; a noun with a relative clause is not."""
    inside = {at for first, last in content for at in range(first, last)}
    tops = [at for at in sorted(inside) if tree.heads[at] not in inside or tree.heads[at] == at]
    return any(tree.is_verb(at) and is_finite(tree, at) for at in tops)


def _prepositions(report: _Report, at: int) -> set[str]:
    """The words that may bind the cue to its content: the rest of the cue, and what follows it."""
    tree = report.tree
    found = {tree.lower[token] for token in report.tokens if token > at}
    if at + 1 < len(tree):
        found.add(tree.lower[at + 1])
    return found


def _source_kind(report: _Report) -> str:
    """What the source is: a name of ``_KINDS``, ``person``, or ``""`` where there is none.

    A participle without one has a clause for its subject: "Prices fell, *suggesting* that P".
    Nouns that no list has count as people: there are more of them than of things that people quote.
    """
    tree = report.tree
    if not report.source:
        return "thing" if tree.tags[report.head] == "VBG" else ""
    inside = set(report.source)
    tops = [at for at in report.source if tree.heads[at] not in inside or tree.heads[at] == at]
    top = next((at for at in reversed(tops) if tree.tags[at].startswith(("NN", "PRP"))), tops[0])
    word = tree.lower[top]
    for kind, name in _KINDS:
        if word in word_list(name) or word.removesuffix("s") in word_list(name):
            return kind
    if tree.entities[top] == "ORG":
        return "organisation"
    if tree.tags[top] in {"DT", "WDT"} or pronouns().get(word) == "thing":
        return "thing"
    return "person"


def _guess(report: _Report) -> Act:
    """The act of a cue of which no word is listed, by its part of speech, its ending and its content."""
    tree, head = report.tree, report.head
    tag, word = tree.tags[head], tree.lower[head]
    if report.marked or tree.is_punctuation(head):
        return "speech"
    if _is_infinitive(report):
        return "intention"
    if tag.startswith("NN"):
        return _noun_act(word)
    if tag.startswith("JJ"):
        return "thought"
    return "evidence" if tag.startswith("VB") and _source_kind(report) == "thing" else "speech"


def _noun_act(word: str) -> Act:
    """The act of a noun that no list has: that of its verb, or of a state of mind by its ending.

    "aggrandisement" is what "aggrandise" is; "sheepishness" is thought; "spiel" is speech.
    """
    word = word.removesuffix("s")
    for ending, bases in word_columns("noun_endings").items():
        if word.endswith(ending):
            stems = (word.removesuffix(ending) + base.strip("-") for base in bases)
            entries = [entry for stem in stems for entry in act_entries(stem, "verb")]
            return entries[-1].act if entries else "speech"
    return "thought" if word.endswith(tuple(word_list("mind_endings"))) else "speech"
