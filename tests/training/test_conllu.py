"""Treebanks as records: words, spaces, paragraphs, mentions."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from training.conllu import Mention, Sentence, Word, mentions, read_documents, read_sentences

TREEBANKS = [f"{corpus}-{part}" for corpus in ("ewt", "gum") for part in ("train", "dev", "test")]

FILE = """\
# newdoc id = story
# newpar
# newpar_block = p (2 s)
# sent_id = story-1
# text = They didn't go.
1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1-ana)
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = story-2
# text = "I can't"
1\t"\t"\tPUNCT\t``\t_\t3\tpunct\t_\tSpaceAfter=No
2\tI\tI\tPRON\tPRP\t_\t3\tnsubj\t_\t_
3-4\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\tca\tcan\tAUX\tMD\t_\t0\troot\t_\t_
4\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
4.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_
5\t"\t"\tPUNCT\t''\t_\t3\tpunct\t_\tSpaceAfter=No

# newpar
# sent_id = story-3
# text = True.
1\tTrue\ttrue\tADJ\tJJ\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newdoc id = next
# newpar id = next-p1
# sent_id = next-1
# text = End
1\tEnd\tend\tNOUN\tNN\t_\t0\troot\t_\t_
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "story.conllu"
    path.write_text(FILE, encoding="utf-8")
    return path


def write(path: Path, text: str, *rows: str) -> Path:
    """A file of one sentence; a row is "form head space-after-in-MISC"."""
    lines = [f"# text = {text}"]
    for number, row in enumerate(rows, 1):
        form, head, misc = row.split()
        lines.append("\t".join([str(number), form, form, "X", "X", "_", head, "dep", "_", misc]))
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_the_words_of_a_multiword_token_take_their_space_from_it(path: Path) -> None:
    first = next(read_sentences(path))
    assert [word.form + word.whitespace for word in first.words] == ["They ", "did", "n't ", "go", ". "]


def test_no_space_follows_a_multiword_token_that_says_so(path: Path) -> None:
    second = list(read_sentences(path))[1]
    assert [word.form + word.whitespace for word in second.words] == ['"', "I ", "ca", "n't", '"']


def test_an_empty_node_is_no_word(path: Path) -> None:
    second = list(read_sentences(path))[1]
    assert "go" not in [word.form for word in second.words]


def test_heads_count_from_zero_and_the_root_is_its_own(path: Path) -> None:
    first = next(read_sentences(path))
    assert [word.head for word in first.words] == [3, 3, 3, 3, 3]


def test_documents_and_paragraphs_begin_where_the_comments_say(path: Path) -> None:
    documents = read_documents(path)
    assert [
        (document.id, [[sentence.id for sentence in par] for par in document.paragraphs])
        for document in documents
    ] == [("story", [["story-1", "story-2"], ["story-3"]]), ("next", [["next-1"]])]


def test_the_text_of_a_document_has_a_blank_line_between_paragraphs(path: Path) -> None:
    assert read_documents(path)[0].text == "They didn't go. \"I can't\"\n\nTrue."


def test_a_compressed_file_reads_like_a_plain_one(path: Path, tmp_path: Path) -> None:
    compressed = tmp_path / "story.conllu.gz"
    compressed.write_bytes(gzip.compress(FILE.encode()))
    assert list(read_sentences(compressed)) == list(read_sentences(path))


def test_a_no_break_space_is_kept(tmp_path: Path) -> None:
    (only,) = read_sentences(write(tmp_path / "a.conllu", "have\xa0been", "have 0 _", "been 1 _"))
    assert only.words[0].whitespace == "\xa0"


@pytest.mark.parametrize(
    ("text", "rows", "message"),
    [
        ("have been", ("have 0 SpaceAfter=No", "been 1 _"), "havebeen"),
        ("have been", ("have 0 _", "been 0 _"), "one tree"),
        ("have been so", ("have 0 _", "been 3 _", "so 2 _"), "one tree"),
        ("have been", ("have 0 _", "been 7 _"), "one tree"),
    ],
    ids=["text differs", "two roots", "a circle", "head outside"],
)
def test_a_broken_sentence_is_refused(tmp_path: Path, text: str, rows: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(read_sentences(write(tmp_path / "a.conllu", text, *rows)))


def test_mentions_nest_and_close_on_later_words() -> None:
    entities = ["(1-person-new-x(2-place-new-x)", "", "1)", "(2-place-giv-x(2-place-giv-x)2)"]
    words = tuple(Word("w", " ", "X", "X", "w", 0, "dep", entity) for entity in entities)
    found = mentions(Sentence("s", "w w w w", words))
    assert found == [
        Mention(0, 3, "1", "person"),
        Mention(0, 1, "2", "place"),
        Mention(3, 4, "2", "place"),
        Mention(3, 4, "2", "place"),
    ]


def test_without_entities_there_are_no_mentions(path: Path) -> None:
    assert [mentions(sentence) for sentence in read_sentences(path)][1:] == [[], [], []]


@pytest.mark.parametrize("name", TREEBANKS)
def test_the_words_of_a_treebank_give_its_text_comments(name: str, shared_dir: Path) -> None:
    path = shared_dir / "data" / "treebanks" / f"{name}.conllu.gz"
    prefix = "# text = "
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        written = [line.removeprefix(prefix).rstrip("\n") for line in lines if line.startswith(prefix)]
    rebuilt = [
        "".join(word.form + word.whitespace for word in sentence.words).rstrip(" ")
        for sentence in read_sentences(path)
    ]
    assert rebuilt == written


@pytest.mark.parametrize("name", ["gum-dev", "gum-test"])
def test_every_mention_of_a_treebank_is_closed_in_its_sentence(name: str, shared_dir: Path) -> None:
    path = shared_dir / "data" / "treebanks" / f"{name}.conllu.gz"
    sentences = list(read_sentences(path))
    n_opened = sum(word.entity.count("(") for sentence in sentences for word in sentence.words)
    assert sum(len(mentions(sentence)) for sentence in sentences) == n_opened
