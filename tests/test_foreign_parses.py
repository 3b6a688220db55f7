"""The road on parses that another pipeline could give, made by hand: no model is loaded."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from quotekit.errors import PipelineError
from quotekit.model import ACTS, Quote, Quotes
from quotekit.pipeline import extract_quotes

SAID_THAT = """
Dahl     NNP nsubj 1 B-PERSON
said     VBD ROOT  1
that     IN  mark  5
the      DT  det   4
bridge   NN  nsubj 5
was      VBD ccomp 1
safe     JJ  acomp 5
.        .   punct 1
"""


def only_quote(rows: str, *acts: str) -> Quote:
    (quote,) = extract_quotes(make_doc(rows), acts=acts or ("speech",))
    return quote


def texts(spans: tuple[object, ...]) -> list[str]:
    return [span.text for span in spans]


def test_a_clause_after_its_cue_leaves_out_that() -> None:
    quote = only_quote(SAID_THAT)
    assert (quote.kind, quote.text, texts(quote.source)) == ("indirect", "the bridge was safe", ["Dahl"])


def test_the_reason_names_the_cue_the_source_and_the_content() -> None:
    assert only_quote(SAID_THAT).reason == "said ← nsubj Dahl, ccomp was (labeller)"


def test_the_speaker_is_a_person_with_a_folded_key() -> None:
    speaker = only_quote(SAID_THAT).speaker
    assert speaker is not None
    assert (speaker.name, speaker.kind, speaker.key) == ("Dahl", "person", "dahl")


def test_a_clause_before_its_cue() -> None:
    quote = only_quote("""
        The    DT  det   1
        bridge NN  nsubj 2
        was    VBD ccomp 6
        safe   JJ  acomp 2
        ,      ,   punct 6
        Dahl   NNP nsubj 6
        said   VBD ROOT  6
        .      .   punct 6
    """)
    assert (quote.text, texts(quote.source)) == ("The bridge was safe", ["Dahl"])


def test_a_passage_in_marks_is_direct_and_leaves_its_marks() -> None:
    quote = only_quote("""
        “      ``  punct 9
        The    DT  det   2
        bridge NN  nsubj 3
        is     VBZ ccomp 8
        safe   JJ  acomp 3
        ,      ,   punct 8
        ”      ''  punct 8
        Dahl   NNP nsubj 8
        said   VBD ROOT  8
        .      .   punct 8
    """)
    assert (quote.kind, quote.text, texts(quote.verbatim)) == (
        "direct",
        "The bridge is safe,",
        ["The bridge is safe,"],
    )


def test_an_inverted_subject_that_the_parse_takes_for_an_object() -> None:
    quote = only_quote("""
        “      ``  punct 6
        We     PRP nsubj 2
        go     VBP ccomp 5
        ,      ,   punct 5
        ”      ''  punct 5
        said   VBD ROOT  5
        Dahl   NNP dobj  5
        .      .   punct 5
    """)
    assert (quote.text, texts(quote.source)) == ("We go,", ["Dahl"])


def test_a_passage_is_no_subject_of_the_verb_beside_it() -> None:
    quote = only_quote("""
        “      ``  punct 2
        Not    RB  neg   2
        one    CD  nsubj 6
        ,      ,   punct 2
        ”      ''  punct 2
        Dahl   NNP npadvmod 6
        said   VBD ROOT  6
        .      .   punct 6
    """)
    assert (quote.text, texts(quote.source), quote.negated) == ("Not one,", ["Dahl"], False)


def test_the_agent_of_a_passive_is_the_source() -> None:
    quote = only_quote("""
        It       PRP nsubjpass 2
        was      VBD auxpass   2
        stressed VBN ROOT      2
        by       IN  agent     2
        Dahl     NNP pobj      3
        that     IN  mark      8
        pay      NN  nsubj     8
        would    MD  aux       8
        rise     VB  ccomp     2
        .        .   punct     2
    """)
    assert (quote.text, texts(quote.source)) == ("pay would rise", ["Dahl"])


def test_according_to() -> None:
    quote = only_quote("""
        The       DT  det   1
        bridge    NN  nsubj 2
        was       VBD ROOT  2
        safe      JJ  acomp 2
        ,         ,   punct 2
        according VBG prep  2
        to        IN  prep  5
        Dahl      NNP pobj  6
        .         .   punct 2
    """)
    assert (quote.text, texts(quote.cue), texts(quote.source)) == (
        "The bridge was safe",
        ["according to"],
        ["Dahl"],
    )


ADDING = """
    Dahl   NNP nsubj 1
    said   VBD ROOT  1
    pay    NN  nsubj 4
    had    VBD aux   4
    risen  VBN ccomp 1
    ,      ,   punct 1
    adding VBG advcl {head}
    that   IN  mark  9
    it     PRP nsubj 9
    was    VBD ccomp 6
    fair   JJ  acomp 9
    .      .   punct 1
"""


@pytest.mark.parametrize("head", [1, 4])
def test_adding_is_a_second_quote_of_the_same_source_wherever_the_parse_hangs_it(head: int) -> None:
    first, second = extract_quotes(make_doc(ADDING.format(head=head)))
    assert (first.text, second.text) == ("pay had risen", "it was fair")
    assert first.source == second.source


def test_coordinated_cues_are_two_quotes_of_one_source() -> None:
    first, second = extract_quotes(
        make_doc("""
        Dahl    NNP nsubj 1
        said    VBD ROOT  1
        pay     NN  nsubj 3
        rose    VBD ccomp 1
        but     CC  cc    1
        claimed VBD conj  1
        it      PRP nsubj 7
        fell    VBD ccomp 5
        .       .   punct 1
    """)
    )
    assert (first.text, second.text, first.source) == ("pay rose", "it fell", second.source)


def test_whom_a_thing_is_told_is_no_content() -> None:
    quote = only_quote("""
        Dahl      NNP nsubj 1
        told      VBD ROOT  1
        reporters NNS dobj  1
        that      IN  mark  5
        pay       NN  nsubj 5
        rose      VBD ccomp 1
        .         .   punct 1
    """)
    assert (quote.text, texts(quote.source)) == ("pay rose", ["Dahl"])


def test_quoted_as_saying_keeps_who_passed_it_on() -> None:
    quote = only_quote("""
        Dahl   NNP nsubjpass 2 B-PERSON
        was    VBD auxpass   2
        quoted VBN ROOT      2
        by     IN  agent     2
        the    DT  det       5
        Star   NNP pobj      3 B-ORG
        as     IN  prep      2
        saying VBG pcomp     6
        pay    NN  nsubj     9
        rose   VBD ccomp     7
        .      .   punct     2
    """)
    assert (quote.text, texts(quote.source), texts(quote.cue)) == (
        "pay rose",
        ["Dahl"],
        ["was quoted", "as saying"],
    )
    assert quote.speaker is not None
    assert quote.speaker.via is not None
    assert quote.speaker.via.text == "the Star"


def test_a_relative_clause_reports_what_follows_its_cue() -> None:
    quote = only_quote("""
        The     DT  det   1
        repair  NN  nsubj 8
        ,       ,   punct 1
        which   WDT nsubj 6
        Dahl    NNP nsubj 5
        said    VBD relcl 1
        was     VBD ccomp 5
        overdue JJ  acomp 6
        begins  VBZ ROOT  8
        .       .   punct 8
    """)
    assert (quote.text, texts(quote.source)) == ("was overdue", ["Dahl"])


def test_a_negated_report_is_a_negated_quote() -> None:
    quote = only_quote("""
        Dahl NNP nsubj 3
        did  VBD aux   3
        not  RB  neg   3
        say  VB  ROOT  3
        that IN  mark  6
        pay  NN  nsubj 6
        rose VBD ccomp 3
        .    .   punct 3
    """)
    assert (quote.text, quote.negated) == ("pay rose", True)


DECLINED = """
    Dahl     NNP nsubj 1
    declined VBD ROOT  1
    to       TO  aux   3
    comment  VB  xcomp 1
    .        .   punct 1
"""


def test_a_refusal_is_no_quote_unless_asked_for() -> None:
    assert list(extract_quotes(make_doc(DECLINED))) == []
    assert only_quote(DECLINED, "refusal").act == "refusal"


def test_an_object_and_what_it_is_called() -> None:
    quote = only_quote("""
        Dahl     NNP nsubj 1
        called   VBD ROOT  1
        the      DT  det   3
        plan     NN  dobj  1
        a        DT  det   5
        disgrace NN  oprd  1
        .        .   punct 1
    """)
    assert quote.text == "the plan a disgrace"


def test_the_white_space_between_paragraphs_is_nobodys_subject() -> None:
    quote = only_quote("""
        Done   VBN ROOT  0
        .      .   punct 0
        ¶      _SP nsubj 4
        Dahl   NNP npadvmod 4
        said   VBD ROOT  4
        pay    NN  nsubj 6
        rose   VBD ccomp 4
        .      .   punct 4
    """)
    assert texts(quote.source) == ["Dahl"]


def test_a_doc_without_a_parse_is_refused() -> None:
    with pytest.raises(PipelineError, match="no dependency parse"):
        extract_quotes(Doc(Vocab(), words=["He", "said", "so", "."]))


WORDS = ["said", "told", "that", "Dahl", "he", "“", "”", '"', ",", ".", ":", "adding", "and", "as", "quoted"]
LABELS = ["ROOT", "nsubj", "ccomp", "dobj", "aux", "mark", "punct", "conj", "advcl", "relcl", "prep", "pobj"]
TAGS = ["VBD", "VBG", "VBN", "NN", "NNP", "PRP", "IN", "RB", "WDT", "CC", "."]


@st.composite
def parsed_docs(draw: st.DrawFn) -> Doc:
    """Documents of a few words with any tags, any labels and any heads that make trees."""
    n = draw(st.integers(1, 14))
    heads = [0]
    for at in range(1, n):
        heads.append(draw(st.integers(0, at)))
    order = draw(st.permutations(range(n)))
    moved = [0] * n
    for at in range(n):
        moved[order[at]] = order[heads[at]]
    return Doc(
        Vocab(),
        words=draw(st.lists(st.sampled_from([*WORDS, "\n\n"]), min_size=n, max_size=n)),
        spaces=draw(st.lists(st.booleans(), min_size=n, max_size=n)),
        tags=draw(st.lists(st.sampled_from(TAGS), min_size=n, max_size=n)),
        deps=draw(st.lists(st.sampled_from(LABELS), min_size=n, max_size=n)),
        heads=moved,
    )


@given(parsed_docs())
def test_any_parse_gives_quotes_whose_spans_are_the_text(doc: Doc) -> None:
    quotes = extract_quotes(doc, acts=ACTS)
    for quote in quotes:
        for span in (*quote.content, *quote.cue, *quote.source, *quote.verbatim):
            assert span.text == doc.text[span.start : span.end]


@given(parsed_docs())
def test_any_parse_gives_quotes_in_the_order_of_the_text(doc: Doc) -> None:
    quotes: Quotes = extract_quotes(doc, acts=ACTS)
    starts = [(quote.start, quote.end) for quote in quotes]
    assert starts == sorted(starts)


def test_a_root_with_a_label_of_its_own_is_no_endless_climb() -> None:
    """A found counterexample: a nominal root after a passage in marks, not labelled ROOT."""
    doc = Doc(
        Vocab(),
        words=["“", "Go", ",", "”", "Norman"],
        spaces=[False, False, False, True, False],
        tags=["``", "VB", ",", "''", "NNP"],
        deps=["punct", "dep", "punct", "punct", "dep"],
        heads=[1, 1, 1, 1, 4],
    )
    assert [quote.text for quote in extract_quotes(doc, acts=ACTS)] in ([], ["Go,"])
