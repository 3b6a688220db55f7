"""Quotes in files: brat folders, our JSON and JSONL, and what annotators left in them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from strategies_records import quotes_of_articles

from quotekit.errors import FormatError, InputError, QuotekitError, UsageError
from quotekit.evaluation import evaluate
from quotekit.model import Article, Quote, Quotes, TextSpan
from quotekit.outputs.jsonl import to_json, to_line
from quotekit.outputs.writing import write_folder
from quotekit.quote_files import is_brat, read_brat, read_quotes, write_brat

TEXT = "\ufeffIt is over, Ann said.\r\nShe left."
SAID = Quote("indirect", [TextSpan.of(TEXT, 1, 11)], [TextSpan.of(TEXT, 17, 21)], [TextSpan.of(TEXT, 13, 16)])
ARTICLE = Article(TEXT, id="news.jsonl:1", outlet="Post", published="2025-02-11", url="u")
QUOTES = Quotes(ARTICLE, [SAID])


def places(quotes: Quotes) -> list[tuple[object, ...]]:
    return [(quote.content, quote.cue, quote.source, quote.kind) for quote in quotes]


# -- brat ------------------------------------------------------------------------------------


def test_a_folder_gives_articles_and_quotes_back(tmp_path: Path) -> None:
    other = Quotes(Article("None.", id=None, title="N"))
    write_brat([QUOTES, other], tmp_path / "out")
    found = list(read_brat(tmp_path / "out"))
    assert [one.article for one in found] == [ARTICLE, other.article]
    assert [places(one) for one in found] == [places(QUOTES), []]


@given(quotes_of_articles())
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, quotes: Quotes) -> None:
    folder = tmp_path_factory.mktemp("brat") / "out"
    write_brat(quotes, folder)
    assert [found.article for found in read_brat(folder)] == [quotes.article]


def test_a_lone_surrogate_moves_no_offset(tmp_path: Path) -> None:
    text = "\ud800a said"
    write_brat(Quotes(Article(text), [Quote("direct", [TextSpan.of(text, 1, 2)])]), tmp_path / "out")
    (found,) = read_brat(tmp_path / "out")
    assert (found.text, found[0].start) == ("\ufffda said", 1)


def test_folders_of_others_need_no_list_of_articles(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_bytes(TEXT.encode())
    (tmp_path / "in" / "b.ann").write_text("T1\tContent 1 11\tIt is over\n", encoding="utf-8-sig")
    (tmp_path / "in" / "c.txt").write_text("not annotated", encoding="utf-8")
    (found,) = read_brat(tmp_path)
    assert (found.article, found[0].content) == (Article(TEXT, id="b.txt"), SAID.content)


def test_one_file_is_read_by_its_name(tmp_path: Path) -> None:
    write_brat(QUOTES, tmp_path / "out")
    (found,) = read_brat(tmp_path / "out" / "news.jsonl_1.ann")
    assert found.article == ARTICLE


def test_corrected_annotations_are_gold_for_the_figures(tmp_path: Path) -> None:
    write_brat(QUOTES, tmp_path / "out")
    ann = tmp_path / "out" / "news.jsonl_1.ann"
    ann.write_text(ann.read_text(encoding="utf-8") + "T9\tContent 24 32\tShe left\n", encoding="utf-8")
    figures = evaluate([QUOTES], read_brat(tmp_path / "out"))
    assert (figures.attribution.hits, figures.attribution.n_gold) == (1, 2)


def bad_folder(folder: Path) -> Path:
    """Three documents: the first has no text, the second does not fit it, the third is good."""
    for name, text, ann in [
        ("a", None, ""),
        ("b", "Ann", "T1\tCue 0 9\tx"),
        ("c", "Ann", "T1\tContent 0 3\tAnn"),
    ]:
        (folder / f"{name}.ann").write_text(ann, encoding="utf-8")
        if text is not None:
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_an_error_names_the_file_and_the_rest_goes_on(tmp_path: Path) -> None:
    errors: list[QuotekitError] = []
    found = list(read_brat(bad_folder(tmp_path), on_error=errors.append))
    assert [quotes.article.id for quotes in found] == ["c.txt"]
    assert isinstance(errors[0], InputError)
    assert "a.txt: No such file" in str(errors[0])
    assert isinstance(errors[1], FormatError)
    assert "b.ann: line 1: [0, 9] is no span" in str(errors[1])


def test_without_a_place_for_errors_the_first_is_raised(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.txt"):
        list(read_brat(bad_folder(tmp_path)))


def test_a_folder_without_annotations_and_a_text_that_is_no_utf8_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.ann file in this folder"):
        list(read_brat(tmp_path))
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(b"a\xff")
    with pytest.raises(InputError, match="byte 1 is not UTF-8"):
        list(read_brat(tmp_path))


def test_a_path_that_is_no_brat_is_called_that(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^nope: there is no such file or folder: check the name"):
        list(read_brat("nope"))
    (tmp_path / "a.txt").write_text("He said no.", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt: this is no \.ann file: name one, or a folder of them"):
        list(read_brat(tmp_path / "a.txt"))


def test_a_folder_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_brat(QUOTES, tmp_path / "out")
    (tmp_path / "out" / "closed").mkdir()
    walked = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return walked(path)

    monkeypatch.setattr(os, "scandir", scandir)
    errors: list[QuotekitError] = []
    assert len(list(read_brat(tmp_path / "out", on_error=errors.append))) == 1
    assert [str(error) for error in errors] == [
        f"{tmp_path}/out/closed: Permission denied: make the folder readable, or leave it out"
    ]


def test_a_list_of_articles_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    write_brat(QUOTES, tmp_path / "out")
    (tmp_path / "out" / "articles.jsonl").write_text('{"file": "a.txt", "id": 3}\n', encoding="utf-8")
    with pytest.raises(FormatError, match=r'articles\.jsonl, line 1: "file" and the metadata'):
        list(read_brat(tmp_path / "out"))


# -- writing a folder ------------------------------------------------------------------------


def test_an_empty_folder_is_filled_and_a_full_one_left_alone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_brat(QUOTES, tmp_path / "empty")
    before = sorted(path.name for path in (tmp_path / "empty").iterdir())
    with pytest.raises(UsageError, match="is there already: name a folder that is new or empty"):
        write_brat([], tmp_path / "empty")
    assert sorted(path.name for path in (tmp_path / "empty").iterdir()) == before


def test_a_folder_needs_a_folder_to_be_in_and_no_file_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no folder to be in"):
        write_brat([], tmp_path / "no" / "out")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is there already"):
        write_brat([], tmp_path / "file")


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, str]]:
        yield "a.txt", "a"
        raise KeyError

    with pytest.raises(KeyError):
        write_folder(tmp_path / "out", files())
    assert list(tmp_path.iterdir()) == []


# -- our JSON and JSONL ----------------------------------------------------------------------


def test_lines_are_read_over_their_articles(tmp_path: Path) -> None:
    path = tmp_path / "quotes.jsonl"
    path.write_text(to_line(QUOTES) + "\n\n" + to_line(QUOTES) + "\n", encoding="utf-8")
    assert list(read_quotes(path, articles=[ARTICLE])) == [QUOTES, QUOTES]


def test_a_line_may_hold_its_text_or_its_article(tmp_path: Path) -> None:
    path = tmp_path / "quotes.jsonl"
    line = json.dumps({**json.loads(to_line(QUOTES)), "text": TEXT})
    path.write_text(line + "\n" + to_json(QUOTES) + "\n", encoding="utf-8")
    bare = Quotes(Article(TEXT, id=ARTICLE.id), [SAID])
    assert list(read_quotes(path)) == [bare, QUOTES]


@pytest.mark.parametrize("is_list", [True, False])
def test_a_json_file_is_a_list_of_documents_or_one(tmp_path: Path, is_list: bool) -> None:
    path = tmp_path / "quotes.json"
    path.write_text(f"[{to_json(QUOTES)}]" if is_list else to_json(QUOTES), encoding="utf-8")
    assert list(read_quotes(path)) == [QUOTES]


def test_a_folder_is_read_as_brat(tmp_path: Path) -> None:
    write_brat(QUOTES, tmp_path / "out")
    assert [quotes.article for quotes in read_quotes(tmp_path / "out")] == [ARTICLE]
    assert is_brat(tmp_path / "out")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.jsonl", to_line(QUOTES), r"a\.jsonl, line 1: the text of 'news.jsonl:1' is neither in the line"),
        ("a.jsonl", '{"doc": "a", "text": "x"}', r'a\.jsonl, line 1: the key "quotes" is missing'),
        ("a.json", "[1]", r"a\.json, document 1: 1 is no JSON object"),
        ("a.json", "{", r"a\.json: this is not JSON"),
        ("a.jsonl", '{"doc": [1], "quotes": []}', r"a\.jsonl, line 1: the text of \[1\] is neither"),
        ("a.json", "{}", r"a\.json, document 1: the text of None is neither"),
        ("a.json", '[{"article": 3, "version": 1}]', r"a\.json, document 1: "),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        list(read_quotes(tmp_path / name))


def test_a_bad_line_is_given_away_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "quotes.jsonl"
    lines = [to_line(evolve(QUOTES, article=evolve(ARTICLE, id="b"))), "{", to_line(QUOTES)]
    path.write_text("\n".join(lines), encoding="utf-8")
    errors: list[QuotekitError] = []
    assert list(read_quotes(path, articles=[ARTICLE], on_error=errors.append)) == [QUOTES]
    assert [str(error).split(": ")[0] for error in errors] == [f"{path}, line 1", f"{path}, line 2"]


def test_a_json_file_that_is_no_utf8_is_called_that(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"a\xff")
    with pytest.raises(InputError, match=r"a\.json: byte 1 is not UTF-8: write the file again in UTF-8"):
        list(read_quotes(tmp_path / "a.json"))


def test_two_articles_of_one_id_are_not_taken_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "quotes.jsonl"
    path.write_text(to_line(QUOTES), encoding="utf-8")
    with pytest.raises(FormatError, match=r"two articles have the id 'news.jsonl:1' and different texts"):
        list(read_quotes(path, articles=[ARTICLE, evolve(ARTICLE, text=TEXT[1:])]))
    path.write_text(to_line(evolve(QUOTES, article=Article(TEXT))), encoding="utf-8")
    assert [found.text for found in read_quotes(path, articles=[Article(TEXT)])] == [TEXT]
    with pytest.raises(FormatError, match="the text of None is neither"):
        list(read_quotes(path, articles=[Article(TEXT), Article("Another.")]))


@pytest.mark.parametrize("articles", ["texts", ["a text"], ARTICLE, 3])
def test_what_is_no_article_is_refused(tmp_path: Path, articles: Any) -> None:
    with pytest.raises(UsageError, match="articles must be a list of Article"):
        list(read_quotes(tmp_path / "a.jsonl", articles=articles))


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    for name in ("a.json", "a.jsonl", "a.ann"):
        with pytest.raises(InputError, match=r"[Nn]o such file"):
            list(read_quotes(tmp_path / name))
