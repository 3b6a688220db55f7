"""Every threshold in one place, with its unit, its range and what chose it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = [
    "BATCH_SIZE",
    "BESIDE_TOKENS",
    "BLOCK_CHARS",
    "BYLINE_SCORE",
    "BYLINE_TOKENS",
    "CANDIDATES",
    "CUE_SCORE",
    "FRAGMENT_WORDS",
    "HEADLINE_SOURCE",
    "ISSUER_SCORE",
    "LABELLER_WINDOW",
    "LEAST_LIKE",
    "LEAST_SHARED",
    "MAIN_SHARE",
    "MANY_MENTIONS",
    "MARKED_CUE_SCORE",
    "MARK_DEPTH",
    "MARK_GAP",
    "MARK_STATES",
    "MIN_SCORE",
    "NAMED_SCORE",
    "NAMES_AFTER",
    "NAMES_ALIKE",
    "NAMES_BEFORE",
    "NEAR_SHARE",
    "NEAR_VARIANTS",
    "NOBODY_LEAD",
    "NUL_SHARE",
    "OFTEN_NAMED",
    "PASSAGE_SHARE",
    "PHRASE_WORDS",
    "PLAIN_SCORE",
    "RIVAL_MARGIN",
    "RIVAL_TIMES",
    "ROLE_SCORE",
    "SAME_SPEAKER",
    "SAME_STATEMENT",
    "SAME_WORDS",
    "SEGMENT_WORDS",
    "SENTENCE_TOKENS",
    "SENTENCE_WORDS",
    "SHARED_SUBJECT_WORDS",
    "SHOWN_FORMS",
    "SIDE_SOURCE",
    "SIGHTINGS_COMPARED",
    "SOURCE_GAP",
    "SOURCE_SHARE",
    "SPEAKER_WEIGHTS",
    "STATEMENT_DAYS",
    "STORE_CANDIDATES",
    "STORE_FOUND",
    "STORE_WAIT",
    "SURE_SCORE",
    "SWITCH_COST",
    "TERMS_A_UNIT",
    "TERM_CAP",
    "UNCUED_SCORE",
    "WORD_CHARS",
    "WRAPPED_LINE_CHARS",
]

BLOCK_CHARS: Final = 2_000
"""Characters, 1,000 and up: a text is parsed in blocks of whole paragraphs of about this length.

The parser's working memory grows with the block, not with the text. It takes one step in all blocks of
a batch at a time, so that several blocks are faster than one: one at a time took 217 microseconds a word,
four 163, and a news article is now about four. Accuracy is the same as with blocks of 8,000.
"""

BATCH_SIZE: Final = 128
"""Blocks that go through the pipeline together, 1 and up. The results do not depend on it."""

WORD_CHARS: Final = 200
"""Characters, 100 and up: a run without white space that is longer is tokenised in pieces this long.

spaCy's tokenizer takes quadratic time on a run of punctuation: 8,000 marks took 13 s, in pieces of 200
a fifth of a second. The longest run of PolNeAR train, a link, has 85.
"""

WRAPPED_LINE_CHARS: Final = (40, 100)
"""Characters: a line of a hard-wrapped paragraph is this long. Mail and terminals wrap at 65 to 80."""

BESIDE_TOKENS: Final = 40
"""Tokens, 10 and up: how far from a passage in marks its cue is looked for, within its sentence.

In PolNeAR train 99 in 100 of the cues beside a passage stand within 30 tokens of it.
"""

MARK_DEPTH: Final = 12
"""Levels, 2 and up: passages in quotation marks that stand inside so many others are left out.

No article of PolNeAR goes beyond 2 levels. Every level holds its text once more, so that without a
limit a long row of opening marks would take quadratic memory.
"""

MARK_STATES: Final = 8
"""Readings, 1 and up: so many ways to pair the marks of a paragraph are followed at a time.

On PolNeAR train 4 give the same marks as 24; 3 change 1 of 9,559, and 1 changes 38.
"""

MARK_GAP: Final = 60
"""Points of cost, 30 and up: a reading that is dearer than the best by more is given up.

Two mistakes of the writer cost about so much; on PolNeAR train 50 gives the same marks as 200.
"""

MIN_SCORE: Final = 0.2
"""Score in 0..1: quotes below it are left out unless the caller says otherwise.

0 leaves none out. On PolNeAR dev attribution F is 71.6 at 0, 72.0 at 0.2, 72.2 at 0.3 and 72.4 at its
best, 0.4; the stories, where readers' quotes count, lose 1.4 points of recall from 0.2 to 0.3 and gain no
precision. From 0.61 on precision on dev is 85 or more, at a recall of 60.
"""

NOBODY_LEAD: Final = 1.7
"""Ratio, 1 and up: a source names nobody if that is so many times as likely as the likeliest name.

On the labelled sources of PolNeAR train, by cross-validation, 1.7 in place of 1 gave 1 to 2 points of
precision of "nobody", and of the mean over speakers, for 2 points of its recall.
"""

NUL_SHARE: Final = 0.01
"""Share of a file's bytes, above 0: from so many NUL bytes on it is binary data and no text.

UTF-16 news has 0.5 of them, the 850 programs of a Debian system 0.09 to 0.87. Below it stands text
with a stray NUL, which is read; compressed data has 0.004, but is never valid UTF-8.
"""

SENTENCE_TOKENS: Final = 300
"""Tokens, 100 and up: a sentence that has gone on for so long is cut, so that no content can grow with
the text. The longest sentence of PolNeAR train, lists in headlines aside, has under 250.
"""

NAMES_ALIKE: Final = 6
"""Entities, 0 and up: so many whose name ends in the noun of a description are candidates anywhere."""

NAMES_BEFORE: Final = 40
"""Name mentions, 10 and up: how many before a pronoun or a description are candidates for whom it means."""

NAMED_SCORE: Final = 0.97
"""Probability, 0 to 1: that a source which names somebody is whom it seems to name.

So many of the named sources of PolNeAR train that readers labelled are resolved to the person they meant.
"""

NAMES_AFTER: Final = 4
"""Name mentions, 0 and up: how many after it are candidates; a headline's "he" is named below it."""

MANY_MENTIONS: Final = 6
"""Mentions, 3 and up: who is named so often is named many times, a feature of the speaker ranker."""

MAIN_SHARE: Final = 2.0
"""Ratio, 1 and up: of people with one surname the one named in full so many times as often bears it alone."""

OFTEN_NAMED: Final = 3
"""Entities, 0 and up: those with most mentions are candidates wherever they stand."""

HEADLINE_SOURCE: Final = 5
"""Tokens, 1 and up: a noun phrase behind the verb that ends a headline is its source, if no longer."""

ISSUER_SCORE: Final = 0.7
"""Probability, 0 to 1: that a document is whose it is beside its name or in the sentences before."""

LABELLER_WINDOW: Final = (80, 100)
"""Tokens before and after the head of a cue, 20 and up: where its source and content are looked for.

In PolNeAR train 98.5 in 100 of the words of contents stand there and 99.97 of those of sources; 110
and 140 would hold 99.0, and cost a third more time.
"""

BYLINE_SCORE: Final = 0.8
"""Score in 0..1 of a report that a rule for bylines found."""

PLAIN_SCORE: Final = 0.6
"""Score in 0..1 of a report that grammar alone made plain."""

BYLINE_TOKENS: Final = 12
"""Tokens, 2 and up: a byline is no longer than this."""

CUE_SCORE: Final = 0.4
"""Probability, 0 to 1: a word that is less likely the head of a cue is none."""

MARKED_CUE_SCORE: Final = 0.2
"""Probability, 0 to 1: the same for a word that reports a passage in quotation marks, or part of one.

0.2 in place of 0.4 finds one marked quote in a hundred more on PolNeAR dev, and costs nothing else.
"""

SURE_SCORE: Final = 0.5
"""Probability, 0 to 1: a description that was resolved with so much is remembered as said of its entity."""

SWITCH_COST: Final = 1.5
"""Nats, 0 and up: what every end of a content costs, so that it does not fall into splinters.

1.5 in place of 0 gave 2 to 3 points of exact contents on PolNeAR dev and on held-out train, 2.5 no more.
"""

SIDE_SOURCE: Final = 0.25
"""Share, 0 to 1: a further phrase counts to a source if it weighs so much of the weightiest one."""

SOURCE_GAP: Final = 2
"""Tokens, 0 and up: so many between two words of a source belong to it, labelled or not."""

PASSAGE_SHARE: Final = 0.5
"""Share of words, 0 to 1: a passage in marks of which so much is content is content as a whole."""

SOURCE_SHARE: Final = 0.15
"""Probability, 0 to 1: where no word is labelled as source, the likeliest one is, from here on.

It gave 0.4 points of attribution on PolNeAR dev and 0.7 on held-out train.
"""

UNCUED_SCORE: Final = 0.5
"""Score in 0..1 of a passage in quotation marks that no cue reports."""

RIVAL_MARGIN: Final = 0.2
"""Probability, 0 to 1: of two speakers of one name the likelier one is taken if it leads by so much.

With less between them it is left open. Set by hand.
"""

RIVAL_TIMES: Final = 10
"""Times, 1 and up: of two that fit alike, one with so many times the other's quotes is taken. Set by hand."""

ROLE_SCORE: Final = 0.7
"""Probability, 0.5 to 1, that a role without a name is of who has role and affiliation. Set by hand."""

SEGMENT_WORDS: Final = 4
"""Words, 1 and up: a clause inside a sentence that is shorter joins its neighbour: "I know", "isn't it".

Set by hand: "we keep our word" is a statement.
"""

SENTENCE_WORDS: Final = 3
"""Words, 1 and up: a sentence inside a content that is shorter joins its neighbour, as "We did".

Set by hand.
"""

PHRASE_WORDS: Final = 3
"""Words, 1 and up: so long is a verb with what follows it where the next clause shares its subject.

Set by hand, for "greeted and congratulated the crew".
"""

FRAGMENT_WORDS: Final = 5
"""Words, 1 and up: a sentence without a verb that is shorter joins its neighbour: "Not one of them."

The parser takes some verbs for nouns, so that a longer sentence stands.
"""

SHARED_SUBJECT_WORDS: Final = 6
"""Words, 1 and up: so long are both halves where a clause without a subject of its own is cut off.

Of pairs of translations of one sentence 95.3 % have as many segments as each other, where 94.9 % had with
5 and 96.1 % where no such clause is cut off; 8 loses a statement of a story.
"""

SIGHTINGS_COMPARED: Final = 50
"""Sightings, 1 and up: a new one is compared with the first so many of a speaker.

It bounds the time for those of whom everybody writes: what differs after the fiftieth is how the role
is worded.
"""

ROLE_WORDS: Final = 14
"""Tokens, 1 and up: so far a phrase that says what a name is may reach before or after its noun."""

ROLE_APPOSITIONS: Final = 3
"""Phrases, 1 and up: so many descriptions after a name are read: "Mayfield, 67, of Pine Fork, a teacher"."""

SHOWN_FORMS: Final = 4
"""Roles, affiliations or spellings, 1 and up: so many of each does a table show for a speaker."""

SAME_SPEAKER: Final = 0.5
"""Probability, 0 to 1: from here on two speakers are taken for one.

0.5 merges no pair falsely on tests/cases/names.jsonl.
"""

SPEAKER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "all": 0.6,
        "against": -5.5,
        "alias": 6.0,
        "kinds": -3.2,
        "first names": 5.2,
        "initial": 0.9,
        "short form": 2.6,
        "one first name": -2.4,
        "no first name": -1.6,
        "middle names": 0.2,
        "role": 0.5,
        "other role": -0.4,
        "affiliation": 0.5,
        "other affiliation": -0.3,
        "role of a surname": 4.8,
        "other role of a surname": -2.1,
        "affiliation of a surname": 4.2,
        "body": 3.8,
        "acronym": 0.9,
    }
)
"""Nats: what each piece of evidence adds to the log-odds that two speakers are one.

Fitted on tests/cases/names.jsonl by training/names.py, which prints this table. By cross-validation on
these pairs the error of calibration is 0.01.
"""

STORE_CANDIDATES: Final = 24
"""Units, 1 and up: a new unit of a store is compared with so many others, those that share most with it.

More than twice `CANDIDATES`: where all units are there at once, each of a pair can have the other among its
own. Of the links that 24 find among renderings of the training set, the first 12 hold 97 in 100, 16 98.
"""

STORE_FOUND: Final = 20
"""Statements, 1 and up: a search in a store returns so many unless the caller says otherwise."""

STORE_WAIT: Final = 60.0
"""Seconds, 1 and up: so long a store waits for another process that is writing."""

CANDIDATES: Final = 8
"""Units, 1 and up: each unit is compared with so many others, those that share most of its rare words."""

TERM_CAP: Final = 400
"""Units, 1 and up: a term of more units than this leads to no candidates, unless its unit has no other.

It keeps the time near-linear: what all of 400 units share is no mark of one statement.
"""

TERMS_A_UNIT: Final = 16
"""Terms, 1 and up: so many of a unit's terms, the rarest first, lead to candidates."""

SAME_STATEMENT: Final = 0.5
"""Probability, 0 to 1: from here on two renderings are taken for one statement, and groups join."""

STATEMENT_DAYS: Final = 30
"""Days, 0 and up: renderings that were printed further apart are not one statement."""

NEAR_VARIANTS: Final = 12
"""Variants, 2 and up: disagreements are looked for among so many, of a statement and beside it."""

NEAR_SHARE: Final = 0.5
"""Share of words, 0 to 1: a rendering that shares so many and differs by a fact is shown beside it."""

LEAST_SHARED: Final = 0.06
"""Cosine, 0 to 1: units whose terms share less weight are not compared."""

LEAST_LIKE: Final = 0.32
"""Cosine, 0 to 1: renderings less alike in words and letters, by no known speaker, are not one statement.

Of 1,719 pairs of dev renderings that are one statement and share enough words to be compared, 14 are less
alike, and none of these was joined where it was compared.
"""

SAME_WORDS: Final = 0.999
"""Probability, 0 to 1: of two renderings in the same words that they are one statement."""
