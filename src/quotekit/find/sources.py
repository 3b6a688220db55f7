"""Who could have said it: for each cue, the phrase that its words come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotekit.frames import relay_verb
from quotekit.lexicon import cue_prepositions, cue_verbs, pronouns, word_list
from quotekit.model import Cue, Source, TextSpan
from quotekit.settings import BESIDE_TOKENS
from quotekit.syntax import Tree, has_clause, is_finite, span_of, trim, verb_chain

__all__ = ["find_sources"]

_NOMINAL = ("NN", "PRP", "CD", "DT", "WP", "WDT")


def find_sources(tree: Tree, cues: Sequence[Cue]) -> list[Source]:
    """The source of each cue that has one, in the order of the cues.

    In relayed reports ("X, citing Y, reported P"; "X quoted Y as saying P") it is whom the words
    come from, and ``via`` who passed them on.
    """
    finders = {"noun": _of_noun, "preposition": _of_preposition, "colon": _of_colon}
    sources = []
    for cue in cues:
        found = _of_verb(tree, cue) if cue.form == "verb" else finders[cue.form](tree, cue)
        if found is not None and not _fits(tree, cue, found[0]):
            found = None
        if found is None and cue.form == "verb":
            found = _beside_verb(tree, cue)
        source = None if found is None else _make_source(tree, cue, *found)
        if source is not None:
            sources.append(source)
    return sources


def _fits(tree: Tree, cue: Cue, head: int) -> bool:
    """Whether a source stands where it can: outside marks that its cue is not in, and no "that" after it."""
    if tree.outer[head] >= 0 and tree.outer[head] != tree.outer[cue.head]:
        return False
    if cue.form == "verb" and tree.sentence[head] != tree.sentence[cue.head]:
        return False
    if tree.lower[head] == "that":
        between = range(head + 1, cue.head)
        return head < cue.head and not any(tree.tags[at].startswith(("NN", "PRP")) for at in between)
    if cue.form == "verb" and _is_parted(tree, head, cue.head):
        return False
    inverted = cue.form == "verb" and head < cue.head and tree.words[cue.head - 1] in {",", "–", "—"}
    return not (inverted and _inverted(tree, cue) is not None)


def _is_parted(tree: Tree, head: int, verb: int) -> bool:
    """Whether a pause and another noun stand before a verb: "The bridge, Lindqvist / said, was safe"."""
    pause = next((at for at in range(verb - 1, head, -1) if tree.words[at] in {",", "–", "—"}), None)
    if pause is None or tree.right[head] > pause + 1:
        return False
    return any(tree.tags[at].startswith(("NN", "PRP")) for at in range(pause + 1, verb))


def _inverted(tree: Tree, cue: Cue) -> tuple[int, str] | None:
    """The phrase after a verb that ends there, as the subject of "P, says X" does.

    Leaves "said the stocks had run out" and "told reporters" alone.
    """
    found = _next_nominal(tree, cue.head + 1, cue)
    if found is None or cue.lemma == "tell" or tree.lower[cue.head + 1] in word_list("addressees"):
        return None
    last = tree.right[found[0]]
    return found if _ends(tree, found[0]) and not has_clause(tree, cue.head + 1, last) else None


def _make_source(tree: Tree, cue: Cue, head: int, reason: str, via: int | None = None) -> Source | None:
    """The source headed by ``head``; a relative word takes its antecedent with it.

    `None` where no word is in it: a parse may take a bullet or a line break for a subject.
    """
    spans = [_phrase(tree, head, cue.head)]
    if pronouns().get(tree.lower[head]) == "who":
        antecedent = _antecedent(tree, head)
        if antecedent is not None:
            spans.insert(0, _phrase(tree, antecedent, cue.head))
            head = antecedent
    via_span = None if via is None else _phrase(tree, via, cue.head)
    if via_span is not None and (not _has_word(via_span) or any(via_span.overlaps(span) for span in spans)):
        via_span = None
    apart = [span for i, span in enumerate(spans) if not any(span.overlaps(other) for other in spans[:i])]
    pieces = [span for span in apart if _has_word(span)]
    return Source(pieces, cue.head, head, reason, via_span) if pieces else None


def _has_word(span: TextSpan) -> bool:
    return any(character.isalnum() for character in span.text)


def _phrase(tree: Tree, head: int, cue: int) -> TextSpan:
    """The noun phrase of ``head`` without the dependents that hold the cue, or that a relay opens.

    "Mayfield, 67, said" gives "Mayfield, 67"; "a report saying P" gives "a report".
    """
    first, last = head, head + 1
    for kid in reversed([kid for kid in tree.children[head] if kid < head]):
        if not _is_outside(tree, kid, cue):
            first = min(first, tree.left[kid])
    for kid in [kid for kid in tree.children[head] if kid > head]:
        if _is_outside(tree, kid, cue) or tree.lower[kid] in word_list("relays"):
            break
        if head > cue and tree.lower[tree.left[kid]] == "that":
            break
        last = max(last, tree.right[kid])
    first, last = trim(tree, first, last)
    if first < head and tree.tags[first] in {"WDT", "WP"}:
        first += 1
    return span_of(tree, first, last) if first < last else span_of(tree, head, head + 1)


def _is_outside(tree: Tree, kid: int, cue: int) -> bool:
    parted = min(kid, tree.heads[kid]) < cue < max(kid, tree.heads[kid])
    return (
        parted
        or tree.left[kid] <= cue < tree.right[kid]
        or tree.paragraph[kid] != tree.paragraph[tree.heads[kid]]
    )


def _antecedent(tree: Tree, relative: int) -> int | None:
    """The noun that a relative word stands for: the one its clause hangs on."""
    token = relative
    for _ in range(8):
        if tree.deps[token] == "relcl":
            return tree.heads[token]
        if tree.heads[token] == token:
            break
        token = tree.heads[token]
    before = relative - 1
    while before > 0 and tree.is_punctuation(before):
        before -= 1
    return before if before >= 0 and tree.tags[before].startswith("NN") else None


def _of_verb(tree: Tree, cue: Cue) -> tuple[int, str] | tuple[int, str, int | None] | None:
    """The source of a verb: relayed, passive, or its subject."""
    relayed = _quoted_as_saying(tree, cue.head) or _cited(tree, cue)
    if relayed is not None:
        return relayed
    agent = tree.child(cue.head, "agent")
    named = None if agent is None else tree.child(agent, "pobj")
    if named is not None and tree.entities[named] != "DATE" and not tree.child(cue.head, "nsubj"):
        return named, _reason(tree, cue, "agent", named)
    if _is_passive(tree, cue.head) or _raises(tree, cue):
        return None
    subject = _subject(tree, cue.head)
    return None if subject is None else (subject, _reason(tree, cue, "nsubj", subject))


def _reason(tree: Tree, cue: Cue, label: str, head: int) -> str:
    return f"{tree.words[cue.head]} ← {label} {tree.words[head]}"


def _is_passive(tree: Tree, verb: int) -> bool:
    """Whether the verb stands in the passive: "it was said that P", "Asked whether P"."""
    if tree.child(verb, "nsubjpass", "auxpass") is not None:
        return True
    return (
        tree.tags[verb] == "VBN"
        and tree.deps[verb] in {"advcl", "acl"}
        and not tree.child(verb, "aux", "nsubj")
    )


def _raises(tree: Tree, cue: Cue) -> bool:
    """Whether the subject belongs to what is reported: "the race appears to be close"."""
    return any("raising" in entry.frames for entry in cue_verbs().get(tree.lower[cue.head], ()))


def _subject(tree: Tree, verb: int) -> int | None:
    """The subject of the verb, or of the verb that it shares one with.

    "Lavrov announced P, adding Q": adding ← Lavrov; "a report saying P": saying ← report.
    """
    last = verb
    for link in verb_chain(tree, verb):
        subject = tree.child(link, "nsubj", "nsubjpass" if link != verb else "nsubj")
        if subject is not None and not (link != verb and subject == tree.child(link, "expl")):
            return subject
        last = link
    if tree.deps[last] in {"acl", "relcl"}:
        return tree.heads[last]
    return None


def _quoted_as_saying(tree: Tree, token: int) -> tuple[int, str, int | None] | None:
    """Y of "X quoted Y as saying P" and of "Y was quoted by X as saying P"; X is ``via``."""
    verb = relay_verb(tree, token)
    if verb is None:
        return None
    passive = tree.child(verb, "nsubjpass")
    if passive is not None or tree.child(verb, "auxpass") is not None:
        agent = tree.child(verb, "agent")
        via = None if agent is None else tree.child(agent, "pobj")
        named = passive if passive is not None else _subject(tree, verb)
        return (
            None
            if named is None
            else (named, f"{tree.words[verb]} as saying ← nsubjpass {tree.words[named]}", via)
        )
    named = tree.child(verb, "dobj")
    if named is None:
        return None
    return named, f"{tree.words[verb]} as saying ← dobj {tree.words[named]}", tree.child(verb, "nsubj")


def _cited(tree: Tree, cue: Cue) -> tuple[int, str, int | None] | None:
    """Y of "X, citing Y, reported P" and "X reported P, citing Y"; X is ``via``.

    Leaves "X, citing data, said P" alone: data lend their weight, the words are X's.
    """
    token = _citing(tree, cue.head)
    if token is None:
        return None
    named = tree.child(token, "dobj", "pobj")
    if named is None and (found := _next_nominal(tree, token + 1, cue)) is not None:
        named = found[0]
    if named is None or tree.lower[named] in word_list("documents"):
        return None
    subject = tree.child(cue.head, "nsubj")
    if subject is None and token < cue.head and (before := _phrase_before(tree, cue, token - 2)) is not None:
        subject = before[0]
    return named, f"{tree.words[token]} ← dobj {tree.words[named]}", subject


def _citing(tree: Tree, verb: int) -> int | None:
    """The participle that passes on what ``verb`` reports, with no other verb between."""
    start, end = tree.bounds[tree.sentence[verb]]
    for near in (
        range(verb - 1, max(start, verb - BESIDE_TOKENS), -1),
        range(verb + 1, min(end, verb + BESIDE_TOKENS)),
    ):
        for token in near:
            if tree.lower[token] in word_list("relays") and tree.tags[token] == "VBG":
                return token if token < verb or not has_clause(tree, token + 1, end) else None
            if token < verb and tree.is_verb(token) and is_finite(tree, token):
                break
    return None


def _of_noun(tree: Tree, cue: Cue) -> tuple[int, str] | None:
    """The source of a noun: "his claim", "claims by X", or the subject beside "with the verdict"."""
    owner = tree.child(cue.head, "poss")
    if owner is not None:
        return owner, _reason(tree, cue, "poss", owner)
    for kid in tree.children[cue.head]:
        if tree.lower[kid] in {"by", "from"} and (named := tree.child(kid, "pobj")) is not None:
            return named, _reason(tree, cue, tree.lower[kid], named)
    return _around_noun(tree, cue)


def _around_noun(tree: Tree, cue: Cue) -> tuple[int, str] | None:
    """The subject of the clause that the noun stands in: "NATO expelled them with the verdict that P"."""
    token = cue.head
    for _ in range(4):
        if tree.deps[token] not in {"dobj", "pobj", "prep", "attr", "conj"} or tree.heads[token] == token:
            return None
        token = tree.heads[token]
        if tree.is_verb(token):
            subject = None if _is_passive(tree, token) else _subject(tree, token)
            return None if subject is None else (subject, _reason(tree, cue, "nsubj", subject))
    return None


def _of_preposition(tree: Tree, cue: Cue) -> tuple[int, str] | None:
    """X of "according to X": the object of the last word of the cue."""
    words = next(w for w, _ in cue_prepositions()[tree.lower[cue.head]] if " ".join(w) == cue.lemma)
    last = cue.head + len(words) - 1
    for token in (last, cue.head, tree.heads[last]):
        named = tree.child(token, "pobj", "pcomp")
        if named is not None and named > last:
            return named, _reason(tree, cue, "pobj", named)
    return _next_nominal(tree, last + 1, cue)


def _next_nominal(tree: Tree, token: int, cue: Cue) -> tuple[int, str] | None:
    """The head of the phrase that starts at ``token``, where the parse has not tied it to the cue."""
    if token >= len(tree) or not (
        tree.tags[token].startswith((*_NOMINAL, "JJ", "PRP$")) or tree.words[token][:1].isupper()
    ):
        return None
    head = token
    while tree.heads[head] != head and tree.left[tree.heads[head]] >= token:
        if tree.is_verb(tree.heads[head]):
            break
        head = tree.heads[head]
    nominal = tree.tags[head].startswith(_NOMINAL) or tree.words[head][:1].isupper()
    return (head, _reason(tree, cue, "next", head)) if nominal else None


def _of_colon(tree: Tree, cue: Cue) -> tuple[int, str] | None:
    """Who stands before a colon: the phrase alone ("Vasseur: ‘P’"), or the subject of the clause."""
    for token in _before(tree, cue.head):
        if tree.deps[token] == "nsubj":
            return token, f": ← nsubj {tree.words[token]}"
    nominal = [token for token in _before(tree, cue.head) if tree.tags[token].startswith(("NN", "PRP"))]
    if nominal and not any(tree.is_verb(token) for token in _before(tree, cue.head)):
        return nominal[0], f": ← {tree.words[nominal[0]]}"
    return None


def _before(tree: Tree, colon: int) -> Iterator[int]:
    """The tokens of the colon's sentence before it, nearest first."""
    for token in range(colon - 1, max(-1, colon - 40), -1):
        if tree.paragraph[token] != tree.paragraph[colon] or tree.words[token] in {".", "!", "?"}:
            return
        yield token


def _beside_verb(tree: Tree, cue: Cue) -> tuple[int, str] | None:
    """Who stands beside a verb that the parse gave no subject: "…," said Kalnins; "…," Kalnins said.

    Leaves passives and participles alone, since their subject stands elsewhere or nowhere.
    """
    verb = cue.head
    if tree.tags[verb] == "VBG":
        return _of_verb_before(tree, cue)
    infinitive = tree.tags[verb] == "VB" and tree.child(verb, "aux") is not None
    if infinitive or cue.act == "refusal" or tree.child(verb, "auxpass") is not None:
        return None
    before = verb - 1
    while before >= 0 and tree.tags[before] in {"RB", "MD", "VBZ", "VBD", "VBP"}:
        before -= 1
    if before >= 0 and tree.tags[before] == "CC":
        return _of_verb_before(tree, cue)
    mark = before - (before > 0 and tree.words[before] in {",", "–", "—", "-"})
    closes = mark >= 0 and tree.outer[mark] >= 0 and tree.outer[mark] != tree.outer[verb]
    if closes or (before >= 0 and tree.words[before] in {",", "–", "—", "-"}):
        found = _next_nominal(tree, verb + 1, cue) if closes else _inverted(tree, cue)
        if found is not None:
            return found
    return None if closes else _phrase_before(tree, cue, before)


def _ends(tree: Tree, head: int) -> bool:
    """Whether the phrase of an inverted subject is followed by a pause: "said Kalnins."."""
    last = tree.right[head]
    while last < len(tree) and tree.tags[last].startswith("NN"):
        last += 1
    if tree.entities[head] in {"DATE", "TIME"}:
        return False
    return (
        last >= len(tree) or tree.is_punctuation(last) or tree.space[last] or tree.tags[last] in {"IN", "CC"}
    )


def _phrase_before(tree: Tree, cue: Cue, token: int) -> tuple[int, str] | None:
    """The phrase that ends just before the verb, as high as its parse goes."""
    start, _ = tree.bounds[tree.sentence[cue.head]]
    if token < start:
        return None
    if tree.words[token] in {",", "–", "—"}:
        opening = (at for at in range(token - 1, start, -1) if tree.words[at] == tree.words[token])
        token = next(opening, token)
    while token > start and tree.is_punctuation(token):
        token -= 1
    while start <= tree.heads[token] < cue.head and not tree.is_verb(tree.heads[token]):
        above = tree.heads[token]
        if above == token or tree.outer[above] != tree.outer[cue.head] or tree.is_punctuation(above):
            break
        token = above
    if (
        token < start
        or tree.outer[token] != tree.outer[cue.head]
        or not tree.tags[token].startswith((*_NOMINAL, "JJ"))
    ):
        return None
    return (token, _reason(tree, cue, "before", token)) if tree.lower[token] != "that" else None


def _of_verb_before(tree: Tree, cue: Cue) -> tuple[int, str] | None:
    """The subject of the last finite verb before a participle: "Silverman tweeted a photo, saying P"."""
    start, _ = tree.bounds[tree.sentence[cue.head]]
    for token in range(cue.head - 1, max(start, cue.head - BESIDE_TOKENS) - 1, -1):
        if tree.outer[token] == tree.outer[cue.head] and tree.is_verb(token) and is_finite(tree, token):
            subject = tree.child(token, "nsubj", "nsubjpass")
            if subject is not None and tree.outer[subject] == tree.outer[cue.head]:
                return subject, _reason(tree, cue, "nsubj", subject)
    return None
