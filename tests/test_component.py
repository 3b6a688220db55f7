"""The component on hand-built parses: what it writes onto a `Doc`, what survives, what it refuses."""

from __future__ import annotations

import inspect
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import spacy
from attrs import evolve
from docs_by_hand import make_article, make_doc
from hypothesis import given
from pipelines_by_hand import flat_pipeline
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.tokens.underscore import Underscore
from spacy.util import registry
from spacy.vocab import Vocab
from test_foreign_parses import parsed_docs
from thinc.api import Config

from quotekit.component import DISPLACY_COLORS, Extractor, make_extractor
from quotekit.errors import ModelError, PipelineError, UsageError
from quotekit.labeller.component import make_labeller
from quotekit.model import ACTS, Article, Quotes
from quotekit.outputs.jsonl import from_json, to_json
from quotekit.parsing import LABELLER
from quotekit.pipeline import extract_quotes

DAHL = """
Dahl     NNP nsubj 1 B-PERSON
said     VBD ROOT  1
“        ``  punct 1
We       PRP nsubj 4
stay     VBP ccomp 1
.        .   punct 4
”        ''  punct 1
¶        _SP dep   6
Berg     NNP nsubj 9 B-PERSON
declined VBD ROOT  9
to       TO  aux   11
comment  VB  xcomp 9
.        .   punct 9
"""
REPORT = """
{name}   NNP nsubj 1 B-PERSON
said     VBD ROOT  1
{what}   NNS nsubj 3
{moved}  VBD ccomp 1
.        .   punct 1
"""
REPORTS = (
    REPORT.format(name="Dahl", what="prices", moved="rose"),
    REPORT.format(name="Berg", what="wages", moved="fell"),
    REPORT.format(name="Dahl", what="rents", moved="rose"),
)


def blank(**config: Any) -> Language:
    """English tokens and the component: what is parsed already needs no more."""
    nlp = spacy.blank("en")
    nlp.add_pipe("quotekit", config=config)
    return nlp


def read(rows: str, **config: Any) -> Doc:
    return blank(**config)(make_doc(rows))


def quotes_of(doc: Doc) -> Quotes:
    found = doc._.quotes
    assert isinstance(found, Quotes)
    return found


def texts(doc: Doc, key: str) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.id_) for span in doc.spans[key]]


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


# What it writes


def test_the_quotes_are_those_of_the_road() -> None:
    doc = read(DAHL, acts=list(ACTS))
    assert len(quotes_of(doc)) == 2
    assert quotes_of(doc) == extract_quotes(make_doc(DAHL), acts=ACTS)


def test_acts_and_least_score_are_those_of_the_config() -> None:
    assert [quote.act for quote in quotes_of(read(DAHL))] == ["speech"]
    assert [quote.act for quote in quotes_of(read(DAHL, acts=["refusal"]))] == ["refusal"]
    assert list(quotes_of(read(DAHL, min_score=1.0))) == []


def test_spans_have_their_kind_as_label_and_the_number_of_their_quote_as_id() -> None:
    doc = read(DAHL, acts=list(ACTS))
    assert texts(doc, "quotes") == [("We stay.", "DIRECT", "0"), ("to comment", "INDIRECT", "1")]
    assert texts(doc, "cues") == [("said", "CUE", "0"), ("declined", "CUE", "1")]
    assert texts(doc, "sources") == [("Dahl", "SOURCE", "0"), ("Berg", "SOURCE", "1")]


def test_a_content_in_pieces_is_a_span_for_each() -> None:
    doc = blank()(
        make_doc("""
        “     ``  punct 2
        We    PRP nsubj 2
        stay  VBP ccomp 5
        ,     ,   punct 5
        ”     ''  punct 5
        said  VBD ROOT  5
        Dahl  NNP nsubj 5 B-PERSON
        ,     ,   punct 5
        “     ``  punct 5
        for   IN  prep  2
        now   RB  pcomp 9
        .     .   punct 5
        ”     ''  punct 5
    """)
    )
    assert texts(doc, "quotes") == [("We stay,", "DIRECT", "0"), ("for now.", "DIRECT", "0")]
    assert quotes_of(doc)[0].text == "We stay, … for now."


def test_a_piece_that_ends_inside_a_token_is_a_span_over_the_whole_of_it() -> None:
    doc = Doc(
        Vocab(),
        words=["Dahl", "said", "“We", "stay.”"],
        tags=["NNP", "VBD", "PRP", "VBP"],
        deps=["nsubj", "ROOT", "nsubj", "ccomp"],
        heads=[1, 1, 3, 1],
        ents=["B-PERSON", "O", "O", "O"],
    )
    doc = blank()(doc)
    assert [span.text for quote in quotes_of(doc) for span in quote.content] == ["We stay."]
    assert texts(doc, "quotes") == [("“We stay.”", "DIRECT", "0")]


def test_a_token_is_quoted_that_stands_in_a_content() -> None:
    assert [token.text for token in read(DAHL) if token._.is_quoted] == ["We", "stay", "."]


def test_speakers_stand_once_each_in_the_order_of_their_first_quote() -> None:
    doc = blank()(make_article(*REPORTS))
    assert [quote.speaker and quote.speaker.name for quote in quotes_of(doc)] == ["Dahl", "Berg", "Dahl"]
    first, second = doc._.speakers
    assert (first, second.name) == (quotes_of(doc)[0].speaker, "Berg")


def test_a_doc_that_was_not_read_has_no_quotes() -> None:
    blank()
    doc = make_doc(DAHL)
    assert doc._.quotes == Quotes(Article(doc.text))
    assert doc._.speakers == ()
    assert not any(token._.is_quoted for token in doc)


def test_without_entities_quotes_are_found_all_the_same() -> None:
    bare = make_doc(DAHL)
    doc = Doc(
        Vocab(),
        words=[token.text for token in bare],
        spaces=[bool(token.whitespace_) for token in bare],
        tags=[token.tag_ for token in bare],
        deps=[token.dep_ for token in bare],
        heads=[token.head.i for token in bare],
    )
    assert not doc.has_annotation("ENT_IOB")
    assert [quote.text for quote in quotes_of(blank()(doc))] == ["We stay."]


def test_an_empty_doc_has_no_quotes_and_empty_groups() -> None:
    doc = blank()("")
    assert list(quotes_of(doc)) == []
    assert {key: len(group) for key, group in doc.spans.items()} == {"quotes": 0, "cues": 0, "sources": 0}


def test_a_second_reading_takes_the_place_of_the_first() -> None:
    doc = read(DAHL, acts=list(ACTS))
    blank()(doc)
    assert (len(doc._.quotes), len(doc.spans["quotes"])) == (1, 1)


@given(parsed_docs())
def test_any_parse_keeps_its_quotes_in_spans_and_in_bytes(doc: Doc) -> None:
    doc = ANY(doc)
    quotes = quotes_of(doc)
    assert quotes == from_json(to_json(extract_quotes(doc, acts=ACTS)))
    for key, pieces in (("quotes", "content"), ("cues", "cue"), ("sources", "source")):
        assert len(doc.spans[key]) == sum(len(getattr(quote, pieces)) for quote in quotes)
    for span in doc.spans["quotes"]:
        assert any(
            span.start_char <= piece.start and piece.end <= span.end_char
            for piece in quotes[int(span.id_)].content
        )
    quoted = {at for quote in quotes for piece in quote.content for at in range(piece.start, piece.end)}
    for token in doc:
        assert token._.is_quoted == bool(quoted & set(range(token.idx, token.idx + len(token))))
    assert Doc(Vocab()).from_bytes(doc.to_bytes())._.quotes == quotes


ANY = blank(acts=list(ACTS))


# What survives


@pytest.fixture(scope="module")
def dahl() -> Doc:
    return read(DAHL, acts=list(ACTS))


def is_same(doc: Doc, other: Doc) -> bool:
    """Whether all that the component writes is the same on both."""
    return (
        doc._.quotes == other._.quotes
        and doc._.speakers == other._.speakers
        and [token._.is_quoted for token in doc] == [token._.is_quoted for token in other]
        and all(texts(doc, key) == texts(other, key) for key in ("quotes", "cues", "sources"))
    )


def test_the_data_is_plain_and_leaves_the_text_to_the_doc(dahl: Doc) -> None:
    data = dahl.user_data["quotekit_quotes"]
    assert json.loads(json.dumps(data)) == data
    assert "text" not in data["article"]


def test_bytes_keep_it(dahl: Doc) -> None:
    assert is_same(Doc(Vocab()).from_bytes(dahl.to_bytes()), dahl)


def test_a_docbin_with_user_data_keeps_it(dahl: Doc) -> None:
    data = DocBin(docs=[dahl], store_user_data=True).to_bytes()
    (again,) = DocBin().from_bytes(data).get_docs(Vocab())
    assert is_same(again, dahl)


def test_a_docbin_without_user_data_keeps_the_spans(dahl: Doc) -> None:
    (again,) = DocBin().from_bytes(DocBin(docs=[dahl]).to_bytes()).get_docs(Vocab())
    assert texts(again, "quotes") == texts(dahl, "quotes")
    assert list(again._.quotes) == []


def test_a_pickle_keeps_it(dahl: Doc) -> None:
    assert is_same(pickle.loads(pickle.dumps(dahl)), dahl)


def test_a_copy_keeps_it(dahl: Doc) -> None:
    assert is_same(dahl.copy(), dahl)


def test_several_processes_keep_it(dahl: Doc) -> None:
    docs = [make_doc(DAHL) for _ in range(3)]
    found = list(blank(acts=list(ACTS)).pipe(docs, n_process=2, batch_size=1))
    assert [is_same(doc, dahl) for doc in found] == [True, True, True]


def test_the_component_and_its_extensions_can_be_pickled_for_another_process(dahl: Doc) -> None:
    component = blank(acts=list(ACTS)).get_pipe("quotekit")
    again, state = pickle.loads(pickle.dumps((component, Underscore.get_state())))
    assert is_same(again(make_doc(DAHL)), dahl)
    assert state == Underscore.get_state()


def test_a_pipeline_from_disk_reads_as_before(dahl: Doc, tmp_path: Any) -> None:
    blank(acts=list(ACTS)).to_disk(tmp_path)
    assert is_same(spacy.load(tmp_path)(make_doc(DAHL)), dahl)


def test_the_config_is_plain_and_makes_the_same_pipeline() -> None:
    nlp = blank(acts=["speech", "thought"], prefix="a_", spans={"cues": "reports"})
    config = Config().from_str(nlp.config.to_str())
    assert json.loads(json.dumps(config["components"]["quotekit"])) == {
        "factory": "quotekit",
        "acts": ["speech", "thought"],
        "min_score": 0.2,
        "prefix": "a_",
        "extensions": {"quotes": "quotes", "speakers": "speakers", "is_quoted": "is_quoted"},
        "spans": {"quotes": "quotes", "cues": "reports", "sources": "sources"},
        "scorer": {"@scorers": "quotekit.quotes_scorer.v1"},
    }
    again = spacy.util.load_model_from_config(config, auto_fill=True).get_pipe("quotekit")
    assert isinstance(again, Extractor)
    assert again.spans == {"quotes": "a_quotes", "cues": "a_reports", "sources": "a_sources"}


def test_a_part_of_a_doc_is_one_that_was_not_read(dahl: Doc) -> None:
    for part in (dahl[:8], dahl[2:]):
        doc = part.as_doc(copy_user_data=True)
        assert doc.user_data.keys() == dahl.user_data.keys()
        assert doc._.quotes == Quotes(Article(doc.text))
        assert (doc._.speakers, [token for token in doc if token._.is_quoted]) == ((), [])


# Setting quotes


def test_quotes_may_be_set_and_keep_what_is_known_of_the_article(dahl: Doc) -> None:
    doc = make_doc(DAHL)
    article = Article(doc.text, id="a1", outlet="Beacon", published="2024-05-01")
    doc._.quotes = evolve(dahl._.quotes, article=article)
    again = Doc(Vocab()).from_bytes(doc.to_bytes())
    assert again._.quotes.article == article
    assert again._.quotes.items == dahl._.quotes.items


@pytest.mark.parametrize(
    ("value", "got"),
    [(Quotes(Article("Another.")), "got those of 'Another.'"), ([], r"got \[\]"), (None, "got None")],
)
def test_what_is_set_must_be_quotes_of_the_text(value: object, got: str) -> None:
    blank()
    doc = make_doc(DAHL)
    with pytest.raises(UsageError, match=f"must be a Quotes over its text, .*{got}"):
        doc._.quotes = value


# Names


def test_names_can_be_changed() -> None:
    names = {"quotes": "said", "speakers": "who", "is_quoted": "in_said"}
    doc = read(DAHL, extensions=names, spans={"quotes": "sc"})
    assert [quote.text for quote in doc._.said] == ["We stay."]
    assert [speaker.name for speaker in doc._.who] == ["Dahl"]
    assert [token.text for token in doc if token._.in_said] == ["We", "stay", "."]
    assert set(doc.spans) == {"sc", "cues", "sources"}
    assert "quotekit_said" in doc.user_data


def test_spans_with_one_key_share_a_group_in_the_order_of_the_text() -> None:
    doc = read(DAHL, spans={"quotes": "sc", "cues": "sc", "sources": "sc"})
    assert texts(doc, "sc") == [("Dahl", "SOURCE", "0"), ("said", "CUE", "0"), ("We stay.", "DIRECT", "0")]


def two() -> Language:
    """A pipeline with two instances: reported speech, and what was refused."""
    nlp = blank()
    nlp.add_pipe("quotekit", name="refusals", config={"acts": ["refusal"], "prefix": "no_"})
    return nlp


def test_two_instances_stand_side_by_side() -> None:
    doc = two()(make_doc(DAHL))
    assert [quote.text for quote in doc._.quotes] == ["We stay."]
    assert [quote.text for quote in doc._.no_quotes] == ["to comment"]
    assert [speaker.name for speaker in doc._.no_speakers] == ["Berg"]
    assert [token.text for token in doc if token._.no_is_quoted] == ["to", "comment"]
    assert set(doc.spans) == {"quotes", "cues", "sources", "no_quotes", "no_cues", "no_sources"}


def test_two_instances_survive_bytes_and_disk(tmp_path: Any) -> None:
    two().to_disk(tmp_path)
    doc = Doc(Vocab()).from_bytes(spacy.load(tmp_path)(make_doc(DAHL)).to_bytes())
    assert (doc._.quotes[0].act, doc._.no_quotes[0].act) == ("speech", "refusal")


@pytest.mark.parametrize(
    ("config", "taken"),
    [
        ({}, "quotekit_quotes"),
        ({"extensions": {"quotes": "b", "speakers": "b_who", "is_quoted": "b_in"}}, "cues"),
        ({"spans": {"quotes": "b", "cues": "b", "sources": "b"}}, "quotekit_quotes"),
    ],
)
def test_two_instances_with_one_name_are_refused(config: dict[str, Any], taken: str) -> None:
    message = f"'second' and 'quotekit' would both write '{taken}'.*{{'prefix': 'second_'}}"
    with pytest.raises(UsageError, match=message):
        blank().add_pipe("quotekit", name="second", config=config)


def test_an_instance_may_take_the_place_of_another() -> None:
    nlp = blank()
    nlp.replace_pipe("quotekit", "quotekit", config={"acts": ["refusal"]})
    assert [quote.act for quote in nlp(make_doc(DAHL))._.quotes] == ["refusal"]


@pytest.fixture
def taken() -> Iterator[None]:
    """An extension that somebody else has set."""
    Doc.set_extension("taken_speakers", default=())
    yield
    Doc.remove_extension("taken_speakers")


@pytest.mark.usefixtures("taken")
def test_an_extension_of_somebody_else_is_left_alone() -> None:
    with pytest.raises(
        UsageError, match=r"Doc\._\.taken_speakers is taken: .*give the component other names"
    ):
        blank(prefix="taken_")
    assert not Doc.has_extension("taken_quotes")
    assert Doc.get_extension("taken_speakers")[0] == ()


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"acts": ["song"]}, "unknown act 'song': choose from speech"),
        ({"min_score": 2.0}, "min_score must be a number from 0 to 1, got 2.0"),
        ({"extensions": {"quote": "q"}}, "extensions has 'quote': its keys are quotes, speakers, is_quoted"),
        ({"spans": {"cue": "q"}}, "spans has 'cue': its keys are quotes, cues, sources"),
        ({"spans": {"cues": ""}}, "spans.cues is '': give a name"),
        ({"extensions": {"speakers": "quotes"}}, "quotes and speakers are both to be doc._.quotes"),
    ],
)
def test_a_config_that_cannot_be_is_refused_at_once(config: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        blank(**config)


# What it asks of a pipeline


def test_a_pipeline_without_a_parser_says_what_to_add() -> None:
    nlp = blank()
    with pytest.raises(PipelineError) as caught:
        nlp("He said no.")
    assert "'quotekit' needs token.tag and token.dep, which the Doc lacks (it begins 'He said no.')" in str(
        caught.value
    )
    assert "the pipeline is ['quotekit']: put a tagger and a dependency parser before" in str(caught.value)


def test_a_pipeline_without_a_tagger_says_so() -> None:
    nlp = flat_pipeline()
    nlp.add_pipe("quotekit")
    with pytest.raises(PipelineError, match=r"needs token\.tag, which"):
        nlp("He said no.")


def test_a_parser_behind_the_component_is_none() -> None:
    nlp = flat_pipeline()
    nlp.add_pipe("quotekit", first=True)
    with pytest.raises(PipelineError, match=r"the pipeline is \['quotekit', 'flat_parser'\]"):
        nlp("He said no.")


def test_a_parse_with_universal_labels_is_refused() -> None:
    with pytest.raises(PipelineError, match=r"labels of Universal Dependencies \(.*'Dahl saw pay"):
        read("Dahl NNP nsubj 1\nsaw VBD root 1\npay NN obj 1\n. . punct 1")


def test_what_spacy_says_of_the_pipeline_names_what_is_missing() -> None:
    problems = blank().analyze_pipes()["problems"]["quotekit"]
    assert sorted(problems) == ["doc.ents", "token.dep", "token.head", "token.tag"]
    meta = blank().get_pipe_meta("quotekit")
    assert meta.assigns == ["doc._.quotes", "doc._.speakers", "token._.is_quoted", "doc.spans"]


def test_the_labeller_of_its_own_pipeline_is_asked() -> None:
    nlp = blank()
    nlp.add_pipe(LABELLER)
    with pytest.raises(ModelError, match="'quotekit_labeller' has no weights"):
        nlp(make_doc(DAHL))


def test_the_road_leaves_the_component_out_where_it_parses() -> None:
    nlp = flat_pipeline()
    nlp.add_pipe("quotekit")  # would refuse the parse, which has no tags
    assert list(extract_quotes("He said no.", nlp=nlp)) == []


def test_an_error_handler_of_the_pipeline_is_told_of_a_doc_that_cannot_be_read() -> None:
    nlp = blank()
    failed: list[str] = []
    nlp.set_error_handler(lambda name, _, docs, __: failed.append(f"{name}: {docs[0].text}"))
    docs = list(nlp.pipe([make_doc(DAHL), nlp.make_doc("Not parsed."), make_doc(DAHL)]))
    assert [len(doc._.quotes) for doc in docs] == [1, 1]
    assert failed == ["quotekit: Not parsed."]


# Beside a pipeline


def test_it_is_added_without_an_import_and_creating_it_loads_no_model() -> None:
    code = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('quotekit');"
        "from quotekit.parsing import _embedded; print(nlp.pipe_names, _embedded.cache_info().currsize)"
    )
    assert run(code).split("\n")[0] == "['quotekit'] 0"


@pytest.mark.parametrize("factory", [make_extractor, make_labeller])
def test_the_annotations_of_a_factory_are_objects(factory: Callable[..., Any]) -> None:
    """As strings, spaCy 3.8.7 cannot check a config against them, and refuses to load the pipeline."""
    annotations = [parameter.annotation for parameter in inspect.signature(factory).parameters.values()]
    assert not any(isinstance(annotation, str) for annotation in annotations)


def test_importing_it_sets_no_extension_and_loads_no_model() -> None:
    code = (
        "import quotekit.component; from quotekit.parsing import _embedded;"
        "from spacy.tokens.underscore import Underscore;"
        "print(_embedded.cache_info().currsize, *map(len, Underscore.get_state()))"
    )
    assert run(code).split() == ["0", "0", "0", "0"]


def test_displacy_finds_the_colours_and_draws_every_label() -> None:
    doc = read(DAHL, acts=list(ACTS), spans={"quotes": "sc", "cues": "sc", "sources": "sc"})
    html = displacy.render(doc, style="span", jupyter=False)
    for label in ("DIRECT", "INDIRECT", "CUE", "SOURCE"):
        assert label in html
        assert f"background: {DISPLACY_COLORS[label]}" in html
    assert registry.displacy_colors.get("quotekit") == DISPLACY_COLORS


def test_every_label_has_a_colour() -> None:
    assert set(blank().pipe_labels["quotekit"]) <= set(DISPLACY_COLORS)
