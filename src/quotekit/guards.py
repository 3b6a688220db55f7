"""What a person can check of a reading: the guards between the labeller and the finders.

Each rule takes the readings of one article and gives them back mended. They see to what the labeller,
which reads word by word, gets wrong, and to what a reader of quotes wants otherwise than its teachers:
where a content begins, and where one report ends and the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve

from quotekit.lexicon import act_entries, cue_prepositions, cue_verbs, pronouns
from quotekit.readings import Ranges, Reading
from quotekit.relays import passes_on, relay_verb, saying_of, without_relay
from quotekit.syntax import Tree, is_finite, top_of, trim

__all__ = ["mend_readings"]

_PAST = frozenset({"VBD", "VBN"})
_BEFORE_NOUN = frozenset({"det", "predet", "amod", "poss", "nummod", "compound", "quantmod"})
_MAX_CLIMB = 12
_VERBAL = ("VB", "MD", "RB", "RP")
_NAMING = ("NN", "PRP", "W", "CD", "DT")
_TENSED = frozenset({"VBD", "VBN", "VBZ", "VBP"})
_PAUSES = frozenset({",", "–", "—"})


def mend_readings(tree: Tree, readings: Sequence[Reading]) -> list[Reading]:
    """The readings, mended, by head."""
    mended = list(readings)
    for rule in _RULES:
        mended = [rule(tree, reading) for reading in mended]
    heads = {reading.head for reading in mended if reading.content}
    passing = {reading.head for reading in mended if passes_on(tree, reading, heads)}
    return [_cut(tree, reading, heads - passing) for reading in mended if reading.head not in passing]


def _relayed(tree: Tree, reading: Reading) -> Reading:
    """A relay with "as saying" in its cue, and as content what follows that, if anything does."""
    verb = relay_verb(tree, reading.head)
    saying = None if verb is None else saying_of(tree, verb)
    if verb is None or saying is None:
        return reading
    was = [at for at in range(verb - 1, verb) if at >= 0 and tree.deps[at] == "auxpass"]
    cue = sorted({*reading.tokens(reading.cue), *was, verb, saying - 1, saying})
    after = tuple((max(first, saying + 1), last) for first, last in reading.content if last > saying + 1)
    start, end = tree.bounds[tree.sentence[verb]]
    first, last = trim(tree, saying + 1, end)
    before = tuple(pair for pair in reading.content if pair[1] <= (start if first < last else verb))
    return evolve(reading, cue=_runs(cue), content=before + after)


def _runs(tokens: Sequence[int]) -> Ranges:
    found: list[tuple[int, int]] = []
    for at in tokens:
        if found and found[-1][1] == at:
            found[-1] = found[-1][0], at + 1
        else:
            found.append((at, at + 1))
    return tuple(found)


def _verb_alone(tree: Tree, reading: Reading) -> Reading:
    """The cue of a verb as the verb with its auxiliaries and particles: "did not say", "went on"."""
    head = reading.head
    (first, last), *_ = [pair for pair in reading.cue if pair[0] <= head < pair[1]] or [(head, head + 1)]
    if not tree.is_verb(head) or tree.lower[head] in cue_prepositions():
        return reading
    while first < head and not tree.tags[first].startswith(_VERBAL):
        first += 1
    end = head + 1
    while end < last and tree.tags[end].startswith(_VERBAL):
        end += 1
    return evolve(reading, cue=((first, end),))


def _nouns_alone(tree: Tree, reading: Reading) -> Reading:
    """The source without stray words or clauses: "According to Smith, P, but Jones disagreed"."""
    named = tuple((first, last) for first, last in reading.source if _is_named(tree, first, last))
    plain = tuple(pair for pair in named if not _tells(tree, *pair))
    return evolve(reading, source=plain or named or reading.source)


def _tells(tree: Tree, first: int, last: int) -> bool:
    """Whether a verb with tense is the top of some words, as in "Jones disagreed", not in "who left"."""
    top = top_of(tree, range(first, last))
    return tree.is_verb(top) and is_finite(tree, top)


def _own_object(tree: Tree, reading: Reading) -> Reading:
    """No content for a verb that has its own object after a passage of sentences.

    "“The bridge is safe.” Lindqvist said nothing else."
    """
    before = [at for first, last in reading.content for at in (first, last - 1)]
    if not before or max(before) > reading.head or tree.outer[max(before)] < 0:
        return reading
    kid = tree.child(reading.head, "dobj", "ccomp")
    parted = tree.sentence[max(before)] != tree.sentence[reading.head]
    says = cue_verbs().get(tree.lower[reading.head]) == cue_verbs()["say"]
    own = says and kid is not None and kid > reading.head
    return evolve(reading, content=()) if parted and own else reading


def _is_named(tree: Tree, first: int, last: int) -> bool:
    alone = last - first == 1 and tree.tags[first] == "DT" and tree.deps[first] == "det"
    return not alone and any(tree.tags[at].startswith(_NAMING) for at in range(first, last))


def _source_between(tree: Tree, reading: Reading) -> Reading:
    """The subject behind a passage that the content ran into: "“It is over,” Pruitt, an engineer, said"."""
    if reading.source:
        return reading
    kept = []
    source: tuple[int, int] | None = None
    for first, last in reading.content:
        leaves = (at for at in range(first + 1, last) if tree.outer[at] < 0 <= tree.outer[at - 1])
        parted = next(leaves, None)
        beside = trim(tree, last, reading.head)[0] >= reading.head
        if parted is not None and beside and _ends_early(tree, parted):
            source = trim(tree, parted, last)
            last = parted
        kept.append((first, last))
    return reading if source is None else evolve(reading, source=(source,), content=tuple(kept))


def _ends_early(tree: Tree, token: int) -> bool:
    """Whether a passage in marks that ends before a token ends in a comma, a question or an exclamation."""
    return any(tree.words[at] in {",", "?", "!"} for at in range(max(0, token - 2), token))


def _own_paragraph(tree: Tree, reading: Reading) -> Reading:
    """The content without passages of other paragraphs that are not re-opened: they stand for themselves.

    "“A,” he said. ¶ “B.”" is two quotes, the second without a cue.
    """
    home = {tree.paragraph[a] for a, _ in reading.content}
    if len(home) < 2 or tree.is_punctuation(reading.head):
        return reading
    near = tree.paragraph[reading.head]
    if near not in home:
        return reading
    kept = tuple((a, b) for a, b in reading.content if tree.paragraph[a] == near or tree.outer[a] < 0)
    return evolve(reading, content=kept)


def _subject(tree: Tree, reading: Reading) -> Reading:
    """The subject of the cue as its source, where the labeller saw none: "P, says deputy PM"."""
    subject = tree.child(reading.head, "nsubj")
    if reading.source or subject is None or not tree.is_verb(reading.head):
        return reading
    taken = {*reading.tokens(reading.content), reading.head}
    tokens = range(*trim(tree, tree.left[subject], tree.right[subject]))
    if not tokens or not taken.isdisjoint(tokens) or tree.outer[subject] != tree.outer[reading.head]:
        return reading
    cue = [at for at in reading.tokens(reading.cue) if at not in tokens]
    return evolve(reading, cue=_runs(cue), source=((tokens.start, tokens.stop),))


def _in_sentence(tree: Tree, reading: Reading) -> Reading:
    """The content without unmarked words of other sentences, where the sentence of the cue has some."""
    here = tree.sentence[reading.head]
    if not any(tree.sentence[a] == here for a, _ in reading.content) or tree.is_punctuation(reading.head):
        return reading
    ranges = []
    for first, last in reading.content:
        _, end = tree.bounds[tree.sentence[first]]
        if tree.outer[first] < 0 and tree.sentence[first] != here:
            continue
        if tree.outer[first] < 0 and end < last and tree.outer[end] < 0 and tree.outer[last - 1] < 0:
            last = end
        ranges.append(trim(tree, first, last))
    return evolve(reading, content=tuple((a, b) for a, b in ranges if a < b))


def _whole_phrase(tree: Tree, reading: Reading) -> Reading:
    """The content from where its first noun phrase starts: "urged / both sides to talk"."""
    taken = {at for part in (reading.cue, reading.source, reading.content) for at in reading.tokens(part)}
    ranges = []
    for first, last in reading.content:
        while (
            first - 1 not in taken
            and first > 0
            and tree.deps[first - 1] in _BEFORE_NOUN
            and first <= tree.heads[first - 1] < last
        ):
            first -= 1
        ranges.append((first, last))
    return evolve(reading, content=tuple(ranges))


def _without_splinters(tree: Tree, reading: Reading) -> Reading:
    """The content without a lone pronoun beside a longer piece: "It / was noted that P"."""
    pieces = reading.content
    kept = tuple((a, b) for a, b in pieces if b - a > 1 or pronouns().get(tree.lower[a]) != "thing")
    return evolve(reading, content=kept) if kept else reading


def _before_sentence(tree: Tree, reading: Reading) -> Reading:
    """A clause without the passage in marks that opens the next sentence, a quote of its own.

    "Lindqvist said the bridge was safe. “We tested it twice.”"
    """
    ranges = []
    for first, last in reading.content:
        start, end = tree.bounds[tree.sentence[first]]
        before = trim(tree, first, min(end, last))
        runs_on = start <= reading.head < first and end < last
        opens = runs_on and tree.outer[before[1] - 1] < 0 <= tree.outer[end]
        ranges.append(before if opens else (first, last))
    return evolve(reading, content=tuple((a, b) for a, b in ranges if a < b))


def _before_main_verb(tree: Tree, reading: Reading) -> Reading:
    """The content without the clause that the cue is only a part of.

    "His claim that the loss was small / was rejected"; "The review, which found that P, / runs to 90
    pages".
    """
    head = reading.head
    is_part = tree.tags[head].startswith("NN") or tree.deps[head] in {"relcl", "acl"}
    if not is_part or tree.heads[head] == head:
        return reading
    above = head
    ancestors: set[int] = set()
    while tree.heads[above] != above and len(ancestors) < _MAX_CLIMB:
        above = tree.heads[above]
        ancestors.add(above)
    ranges = []
    for first, last in reading.content:
        end = last
        inside = tree.tags[head].startswith("NN") or any(first <= at < last for at in ancestors if at > head)
        if inside and head < first < tree.right[head] < last:
            end = tree.right[head]
        elif head < first and tree.deps[head] == "relcl":
            end = next((at for at in range(first, last - 1) if _goes_on(tree, at)), last)
        ranges.append(trim(tree, first, end))
    return evolve(reading, content=tuple((a, b) for a, b in ranges if a < b))


def _goes_on(tree: Tree, pause: int) -> bool:
    """Whether a verb with tense follows a pause, as after a relative clause: "which was late, / begins"."""
    return tree.words[pause] in _PAUSES and tree.tags[pause + 1] in {"VBZ", "VBD", "VBP", "MD"}


def _before_colon(tree: Tree, reading: Reading) -> Reading:
    """The content up to a colon and a passage in marks, which is a quote of its own.

    "He insisted that friends had nothing to fear: ‘We keep our word.’"; leaves "said a pilot had told
    him: “P”" alone, where the passage is part of what he said.
    """
    ranges = []
    for first, last in reading.content:
        colon = next((at for at in range(first + 1, last - 1) if _opens_passage(tree, at)), None)
        told = any(_is_told(tree, at) for at in range(first, colon or first))
        if colon is not None and first > reading.head and not told:
            last = colon
            ranges.append((first, last))
            break
        ranges.append((first, last))
    return evolve(reading, content=tuple(ranges))


def _is_told(tree: Tree, at: int) -> bool:
    return tree.is_verb(at) and any(e.act == "speech" for e in act_entries(tree.lower[at], "verb"))


def _opens_passage(tree: Tree, colon: int) -> bool:
    return tree.words[colon] == ":" and tree.outer[colon] < 0 <= tree.outer[colon + 1]


def _without_that(tree: Tree, reading: Reading) -> Reading:
    """The content without "that" and an addressee: "told reporters that P"; not "said that was wrong"."""
    ranges = []
    for number, (first, last) in enumerate(reading.content):
        kid = tree.child(reading.head, "dobj", "dative")
        if kid is not None and reading.head < kid and tree.left[kid] == first < tree.right[kid] < last:
            told = tree.lower[tree.right[kid]] == "that" and tree.tags[tree.right[kid]] == "IN"
            first = tree.right[kid] if told else first
        opens = tree.lower[first] == "that" and first + 1 < last
        if (
            opens
            and (number == 0 or first == reading.head + 1)
            and not tree.tags[first + 1].startswith(("VB", "MD"))
        ):
            first, last = trim(tree, first + 1, last)
        ranges.append((first, last))
    return evolve(reading, content=tuple((a, b) for a, b in ranges if a < b))


def _with_antecedent(tree: Tree, reading: Reading) -> Reading:
    """A relative word as source with the noun it stands for: "the review, which found that P"."""
    tokens = reading.tokens(reading.source)
    if len(tokens) != 1 or tree.tags[tokens[0]] not in {"WP", "WDT"}:
        return reading
    noun = _antecedent(tree, tokens[0])
    if noun is None:
        return reading
    first, last = tree.left[noun], noun + 1
    taken = {*reading.tokens(reading.cue), *reading.tokens(reading.content)}
    while first < noun and first in taken:
        first += 1
    first, last = trim(tree, first, last)
    return reading if first >= last else evolve(reading, source=((first, last), *reading.source))


def _antecedent(tree: Tree, relative: int) -> int | None:
    """The noun that a relative word stands for: the one its clause hangs on."""
    token = relative
    for _ in range(8):
        if tree.deps[token] == "relcl":
            return tree.heads[token] if tree.heads[token] < relative else None
        if tree.heads[token] == token:
            break
        token = tree.heads[token]
    return None


def _cut(tree: Tree, reading: Reading, heads: set[int]) -> Reading:
    """The content up to a further report by the same speaker: "said P, adding Q", "said P but claimed Q"."""
    ranges = []
    for first, last in reading.content:
        if first > reading.head:
            inside = (at for at in range(first, last) if at in heads)
            cuts = (_shares(tree, at, reading.head, first) for at in inside)
            cut = next((at for at in cuts if at is not None), None)
            if cut is not None:
                first, last = trim(tree, first, max(first, cut))
                ranges.append((first, last))
                break
        ranges.append((first, last))
    return evolve(reading, content=tuple((a, b) for a, b in ranges if a < b))


def _shares(tree: Tree, at: int, other: int, first: int) -> int | None:
    """Where the report of a cue inside a content starts, if the same speaker made it.

    Leaves "He said the bank lied and that nobody claimed it" alone: that cue has a subject.
    """
    if tree.outer[at] != tree.outer[other] or not tree.is_verb(at):
        return None
    before = at - 1
    while before > first and tree.tags[before] == "RB":
        before -= 1
    if tree.tags[at] == "VBG":
        while before > first and tree.is_punctuation(before) and tree.words[before] not in _PAUSES:
            before -= 1
        return before if tree.words[before] in _PAUSES else None
    own = tree.child(at, "nsubj", "nsubjpass", "expl", "aux", "auxpass")
    if tree.tags[at] not in _TENSED or own is not None:
        return None
    same = (tree.tags[at] in _PAST) == (tree.tags[other] in _PAST) and tree.tags[before] == "CC"
    return before if same else None


def _settled(tree: Tree, reading: Reading) -> Reading:
    """No blank range, and none over another of its part, whatever odd text made of the rules before."""
    return evolve(reading, source=_apart(tree, reading.source), content=_apart(tree, reading.content))


def _apart(tree: Tree, ranges: Ranges) -> Ranges:
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        first = max(first, found[-1][1]) if found else first
        if not all(tree.space[first:last]):
            found.append((first, last))
    return tuple(found)


_RULES: tuple[Callable[[Tree, Reading], Reading], ...] = (
    _verb_alone,
    _nouns_alone,
    _own_object,
    _relayed,
    _source_between,
    _subject,
    _own_paragraph,
    _in_sentence,
    _whole_phrase,
    _without_splinters,
    _before_sentence,
    _before_colon,
    _before_main_verb,
    without_relay,
    _without_that,
    _with_antecedent,
    _settled,
)
