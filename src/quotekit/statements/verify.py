"""Where in a transcript a quote stands: word for word, shortened, altered, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import evolve, frozen
from numpy import log2

from quotekit.errors import UsageError
from quotekit.model import Article, Quote, Quotes, Segment, TextSpan
from quotekit.statements.alignment import Step, align_at
from quotekit.statements.findings import Findings, Omission, find_differences
from quotekit.statements.opposites import opposite
from quotekit.statements.places import Run, Shared, find_exact, find_runs
from quotekit.statements.polarity import find_negations
from quotekit.statements.records import Match, MatchKind
from quotekit.statements.restatements import find_restatement
from quotekit.statements.thresholds import FOUND_SCORE
from quotekit.statements.transcripts import Claim, SlotKind, Words, read_claim, read_words

__all__ = ["verify"]

# The worst of several parts decides for the whole.
_WORST_FIRST: Final[tuple[MatchKind, ...]] = ("absent", "altered", "shortened", "verbatim")
# Characters of the nearest place that a reason shows.
_SHOWN: Final = 60


@frozen
class _Asked:
    """What is checked: the texts of a quote, what stands between two of them, and which part it is."""

    pieces: tuple[str, ...]
    between: SlotKind = "piece"
    which: str = ""


def verify(quote: Quote | Segment | str, transcript: Article | Quotes | str) -> Match:
    """Where a quote stands in a transcript or another text, and how near it is to what stands there.

    ``verbatim``: the same words in the same order; case, punctuation, accents, hyphens, spacing, notes of
    the transcript in brackets and a pronoun spelt out in brackets make no difference. ``shortened``: words
    were left out and no sense was turned. ``altered``: it stands there, but words differ, a negation was
    left out or two speakers were joined; or its words are not there, but a sentence says the same in other
    words, or the same but for a fact. ``absent``: no place is near enough.

    Of a mixed quote the parts in marks are checked. Of several places that fit alike the first is given.
    An empty transcript has nothing. Raises `UsageError` where the quote has no word.

    >>> match = verify("We will … pay", "LAVROV: We will never pay for this.")
    >>> match.kind, match.differences
    ('altered', (('', 'never'),))
    >>> verify("“We will never pay,”", "LAVROV: We will never pay for this.").spans
    (TextSpan(start=8, end=25, text='We will never pay'),)
    """
    asked = _asked(quote)
    words = read_words(_text_of(transcript))
    match = _check(read_claim(asked.pieces, asked.between), words)
    if match.kind == "absent":
        match = _in_other_words(" ".join(asked.pieces), words) or match
    if match.kind in {"altered", "absent"} and asked.between == "part" and len(asked.pieces) > 1:
        apart = _check_apart(asked.pieces, words)
        match = apart if apart.kind in {"verbatim", "shortened"} else match
    return evolve(match, reason=f"{asked.which}: {match.reason}") if asked.which else match


def _asked(quote: Quote | Segment | str) -> _Asked:
    """The words that a quote claims; those in marks where others are the reporter's."""
    if isinstance(quote, str):
        asked = _Asked((quote,))
    elif isinstance(quote, Segment):
        asked = _Asked(tuple(span.text for span in quote.spans))
    elif not isinstance(quote, Quote):
        raise UsageError(
            f"verify needs a Quote, a Segment or a string to look for, got {type(quote).__name__}: "
            "give one quote at a time"
        )
    elif quote.kind == "mixed" and any(_has_words(span.text) for span in quote.verbatim):
        asked = _Asked(tuple(span.text for span in quote.verbatim), "part", "the parts in marks")
    else:
        asked = _Asked(tuple(span.text for span in quote.content))
    if not any(map(_has_words, asked.pieces)):
        raise UsageError(
            f"a quote to verify needs a word, got {' '.join(asked.pieces)!r}: give what was said"
        )
    return asked


def _has_words(text: str) -> bool:
    return bool(read_claim((text,), "piece").forms)


def _text_of(transcript: Article | Quotes | str) -> str:
    if isinstance(transcript, str):
        return transcript
    if isinstance(transcript, Article | Quotes):
        return transcript.text
    raise UsageError(
        f"verify needs a string, an Article or Quotes to look in, got {type(transcript).__name__}: "
        "give the text of the transcript"
    )


def _check(claim: Claim, words: Words) -> Match:
    """The match of one claim."""
    claim = _mended(claim, words)
    if not claim.slots:
        at, n_places = find_exact(claim, words.forms)
        if at >= 0:
            return _word_for_word(words, at, len(claim.forms), n_places)
    shared = Shared.of(claim, words.forms)
    runs = find_runs(shared)
    if not runs:
        return Match("absent", reason="no word of it stands in the transcript")
    return _match_at(shared, words, runs)


def _mended(claim: Claim, words: Words) -> Claim:
    """The claim with a word as it was before an editor bracketed letters in, where it stands so."""
    if not claim.bare:
        return claim
    known = set(words.forms)
    bare = {i: form for i, form in claim.bare if claim.forms[i] not in known and form in known}
    return evolve(claim, forms=tuple(bare.get(i, form) for i, form in enumerate(claim.forms)))


def _word_for_word(words: Words, at: int, n_words: int, n_places: int) -> Match:
    """The match of a claim whose words stand in a row."""
    several = f", in {n_places} places, of which this is the first" if n_places > 1 else ""
    return Match(
        "verbatim", _spans(words, ((at, at + n_words),)), score=1.0, reason="word for word" + several
    )


def _spans(words: Words, kept: Sequence[tuple[int, int]]) -> tuple[TextSpan, ...]:
    return tuple(
        TextSpan.of(words.text, words.spans[first][0], words.spans[last - 1][1]) for first, last in kept
    )


def _match_at(shared: Shared, words: Words, runs: Sequence[Run]) -> Match:
    """The match of a claim at the place that its runs of shared words mark."""
    claim = shared.claim
    steps = align_at(claim.forms, words.forms, runs, {slot.index for slot in claim.slots})
    found = find_differences(claim, words, steps)
    same = [i for step in steps if step.same for i in range(step.i0, step.i1)]
    score = _score(shared.shares, same, _moved(claim, words, same, found.kept), found.omissions)
    if score < FOUND_SCORE or len(same) < min(2, len(claim.forms)):
        return Match("absent", score=score, reason=_nearest(words, steps, len(same), len(claim.forms)))
    kind: MatchKind = "verbatim"
    if found.differences:
        kind = "altered"
    elif any(omission.is_shortening for omission in found.omissions):
        kind = "shortened"
    return Match(
        kind,
        _spans(words, found.kept),
        found.differences,
        score=1.0 if kind == "verbatim" else min(score, 0.99),
        reason=_reason(found),
    )


def _moved(claim: Claim, words: Words, same: Sequence[int], kept: Sequence[tuple[int, int]]) -> list[int]:
    """The words of a quote that stand at the place, but elsewhere in its order."""
    there = {form for first, last in kept for form in words.forms[first:last]}
    left = set(range(len(claim.forms))).difference(same)
    return [i for i in sorted(left) if claim.forms[i] in there]


def _score(
    weights: Sequence[float], same: Sequence[int], moved: Sequence[int], omissions: Sequence[Omission]
) -> float:
    """The share of the quote's weight that stands at the place, less where it stands in splinters.

    Words that stand there in another order count half.
    """
    weight = sum(weights[i] for i in same) + sum(weights[i] for i in moved) / 2
    cost = sum(_cost(omission) for omission in omissions)
    return float(weight / sum(weights) * len(same) / (len(same) + cost)) if same else 0.0


def _cost(omission: Omission) -> float:
    """How many words found make up for one omission."""
    if omission.slot is not None:
        return 0.25 if omission.slot.kind == "ellipsis" else 0.0 if omission.slot.kind == "part" else 0.5
    return 0.5 + 0.5 * float(log2(1 + omission.n))


def _nearest(words: Words, steps: Sequence[Step], n_same: int, n_words: int) -> str:
    """Why nothing was found, with the place that came nearest."""
    there = [step for step in steps if step.same]
    start, end = words.spans[there[0].j0][0], words.spans[there[-1].j1 - 1][1]
    text = " ".join(words.text[start:end][: _SHOWN + 1].split())
    shown = text if end - start <= _SHOWN else text[:_SHOWN].rstrip() + "…"
    return f"nothing is near enough; nearest, at {start}: “{shown}”, {n_same} of {n_words} words"


def _reason(found: Findings) -> str:
    """What decided, the weightiest first."""
    parts = []
    if found.turned:
        parts.append(f"left out: “{'”, “'.join(found.turned)}”, which turns the sense")
    if found.turns:
        parts.append(f"it joins the words of two speakers: {', '.join(found.turns)}")
    changed = [pair for pair in found.differences if pair[0]]
    if changed:
        parts.append("; ".join(map(_described, changed)))
    parts += [_told(omission) for omission in found.omissions]
    return "; ".join([*parts, *found.notes]) or "word for word"


def _described(pair: tuple[str, str]) -> str:
    """One difference in words."""
    ours, theirs = pair
    sense = ""
    if _is_negated(ours) != _is_negated(theirs):
        sense = ", which turns the sense"
    elif opposite(ours, theirs) == "antonym":
        sense = ", its opposite"
    return (
        f"“{ours}” where the transcript has “{theirs}”{sense}" if theirs else f"“{ours}” is not there{sense}"
    )


def _is_negated(text: str) -> bool:
    """Whether a word negates by itself, as "not" and "hardly" do; "refuse" does so by its sense alone."""
    return any(one.strength in {"strong", "weak"} for one in find_negations(text.split()))


def _told(omission: Omission) -> str:
    """One omission in words."""
    words = "1 word" if omission.n == 1 else f"{omission.n} words"
    if omission.slot is None:
        joined = ", which joins two sentences" if omission.is_across else ""
        return f"{words} left out without an ellipsis{joined}"
    places = {
        "ellipsis": "at the ellipsis",
        "piece": "where the report breaks in",
        "part": "between the parts",
    }
    return f"{words} left out {places[omission.slot.kind]}"


def _in_other_words(text: str, words: Words) -> Match | None:
    """The match of a quote whose words are not there, with the sentence that says the same, if one does."""
    found = find_restatement(text, words)
    if found is None:
        return None
    verdict = found.verdict
    differences = tuple((one.a, one.b) for one in verdict.conflicts)
    said = "said in other words" if verdict.same else "said in other words, but for a fact"
    # One that conflicts is found there although it is not the same, with a score that says so.
    return Match(
        "altered",
        (found.span,),
        differences,
        score=min(verdict.score, 0.99),
        reason="; ".join([said, *verdict.reasons]),
    )


def _check_apart(pieces: Sequence[str], words: Words) -> Match:
    """The match of parts that were looked for each by itself; the worst decides."""
    matches = [_check(read_claim((piece,), "piece"), words) for piece in pieces if _has_words(piece)]
    kind = min((match.kind for match in matches), key=_WORST_FIRST.index)
    return Match(
        kind,
        tuple(sorted({span for match in matches for span in match.spans})),
        tuple(pair for match in matches for pair in match.differences),
        score=min(match.score for match in matches),
        reason="; ".join([*(match.reason for match in matches), "each stands apart, or in another order"]),
    )
