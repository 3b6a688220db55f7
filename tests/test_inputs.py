"""Files, folders, standard input and JSONL as articles."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotekit.errors import FormatError, InputError, QuotekitError, UsageError
from quotekit.inputs import STDIN, find_files, once_each, read_articles, read_items, read_pairs, read_records
from quotekit.model import Article


def read_one(path: Path, **options: str) -> Article:
    (article,) = read_articles([path], **options)
    return article


# -- which files -----------------------------------------------------------------------------


def test_a_folder_gives_its_text_files_to_any_depth_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.txt", "a/b/y.txt", "c.txt"]
    for name in [*names, "notes.md", "gold.jsonl"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert find_files([tmp_path]) == [tmp_path / name for name in ["a/b/y.txt", "a/z.txt", "b.txt", "c.txt"]]


def test_a_file_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "story").touch()
    assert find_files([str(tmp_path / "story")]) == [tmp_path / "story"]


def test_two_files_of_one_name_are_two_documents(tmp_path: Path) -> None:
    for folder in "ab":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(folder, encoding="utf-8")
    found = [(article.id, article.text) for article in read_articles(find_files([tmp_path]))]
    assert found == [("x.txt", "a"), ("x.txt", "b")]


def test_an_absent_path_is_named() -> None:
    with pytest.raises(InputError, match=r"'nowhere\.txt': there is no such file or folder"):
        find_files(["nowhere.txt"])


def test_an_empty_name_is_not_the_current_folder() -> None:
    with pytest.raises(InputError, match="'': there is no such file or folder"):
        find_files([""])


def test_a_folder_without_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").touch()
    with pytest.raises(InputError, match=r"no \.txt file in this folder: name the files themselves"):
        find_files([tmp_path])


def test_standard_input_is_read_once() -> None:
    with pytest.raises(InputError, match="'-' stands twice"):
        find_files(["-", "-"])


def test_what_is_absent_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    errors: list[QuotekitError] = []
    assert find_files(["nowhere", tmp_path / "a.txt"], on_error=errors.append) == [tmp_path / "a.txt"]
    assert len(errors) == 1


# -- text files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "a\r\nb\rc\n\n", "\u2028\x85\x0c", "e\u0301 \u202eabc", "a\ufeffb", "\n"]
)
def test_the_text_is_what_stands_in_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert read_one(tmp_path / "a.txt") == Article(text, id="a.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf-8-sig"])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfHe said")
    assert read_one(tmp_path / "a.txt", encoding=encoding).text == "He said"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_second_byte_order_mark_is_text(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf\xef\xbb\xbfHe")
    assert read_one(tmp_path / "a.txt", encoding=encoding).text == "\ufeffHe"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-16-le"])
def test_another_encoding_is_read_when_named(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("“Café”".encode(encoding))
    assert read_one(tmp_path / "a.txt", encoding=encoding).text == "“Café”"


def test_what_is_not_utf8_is_named_with_its_byte_and_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9 closed")
    with pytest.raises(InputError, match=r"a\.txt: byte 3 \(0xe9\) is not UTF-8: .*--encoding cp1252"):
        read_one(tmp_path / "a.txt")


def test_the_byte_is_counted_in_the_file_also_after_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfcaf\xe9")
    with pytest.raises(InputError, match=r"byte 6 \(0xe9\)"):
        read_one(tmp_path / "a.txt")


def test_a_character_cut_off_at_the_end_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("caf“".encode()[:-1])
    with pytest.raises(InputError, match="byte 3 "):
        read_one(tmp_path / "a.txt")


def test_an_encoding_that_does_not_fit_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\x81")
    with pytest.raises(InputError, match=r"byte 1 \(0x81\) is not CP1252"):
        read_one(tmp_path / "a.txt", encoding="cp1252")


@pytest.mark.parametrize("data", [b"\x7fELF" + bytes(60), "Er sagte".encode("utf-16-le")])
def test_binary_data_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.txt: this is binary data, \d+ of \d+ bytes are NUL"):
        read_one(tmp_path / "a.txt")


def test_a_stray_nul_is_text(tmp_path: Path) -> None:
    text = "He said so.\0" + "x" * 200
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert read_one(tmp_path / "a.txt").text == text


@pytest.mark.parametrize("encoding", ["klingon", "base64", "", "a\0b"])
def test_an_unknown_encoding_is_a_bad_call_before_any_file_is_read(encoding: str) -> None:
    with pytest.raises(UsageError, match=r"the encoding .* is none that Python knows"):
        read_articles(["absent.txt"], encoding=encoding)


def test_a_file_that_went_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.txt: No such file or directory"):
        read_one(tmp_path / "a.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not let such a name be made")
def test_a_name_that_is_no_utf8_can_still_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"x")
    assert read_one(path).id == "caf\ufffd.txt"


def test_standard_input_is_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\r\nb")))
    assert read_one(STDIN) == Article("a\r\nb", id="stdin")


# -- JSONL -----------------------------------------------------------------------------------


def jsonl(path: Path, *lines: object) -> Path:
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_line_is_an_article_with_its_metadata(tmp_path: Path, name: str) -> None:
    record = {
        "text": "a\r\nb",
        "id": "x",
        "outlet": "Post",
        "published": "2025-02-11",
        "title": "T",
        "url": "https://example.org/",
        "event": "fuel",
    }
    known = {key: value for key, value in record.items() if key != "event"}
    assert list(read_articles([jsonl(tmp_path / name, record)])) == [Article(**known)]


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ({"id": "x"}, "x"),
        ({"doc": "y"}, "y"),
        ({"id": "x", "doc": "y"}, "x"),
        ({"id": None, "doc": "y"}, "y"),
        ({"id": 17}, "17"),
        ({}, "a.jsonl:1"),
    ],
)
def test_the_name_is_the_id_or_the_doc_or_the_place(
    tmp_path: Path, keys: dict[str, object], name: str
) -> None:
    assert read_one(jsonl(tmp_path / "a.jsonl", {"text": ""} | keys)).id == name


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", b'\xef\xbb\xbf{"text": "a"}', b"", b" \r", {"text": "b"}, b"")
    assert [article.id for article in read_articles([path])] == ["a.jsonl:1", "a.jsonl:4"]


def test_other_ends_of_line_do_not_cut_a_record(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", '{"text": "a\u2028b\u0085c"}'.encode())
    assert read_one(path).text == "a\u2028b\u0085c"


def test_an_empty_jsonl_file_has_no_article(tmp_path: Path) -> None:
    assert list(read_articles([jsonl(tmp_path / "a.jsonl")])) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"text": ', "this is not JSON .Expecting value at character 9.: mend or remove the line"),
        (b"[" * 100_000, "this is not JSON"),
        (b'"text"', "'\"text\"' is no JSON object"),
        (b'{"text": "\xe9"}', "byte 10 is not UTF-8: JSONL is to be UTF-8"),
        ({"doc": "x"}, "\"text\" is missing, there are .'doc'.: give the text as a string"),
        ({"text": None}, '"text" is None'),
        ({"text": ["a"]}, "\"text\" is .'a'."),
        ({"text": "", "id": 1.5}, '"id" is 1.5: give a string, or leave it out'),
        ({"text": "", "title": ["a"]}, "\"title\" is .'a'."),
        (b'{"text": "ab\\ud800c"}', r"a lone surrogate '\\ud800' at character 2"),
        (b'{"text": "", "title": "\\udfff"}', r"a lone surrogate '\\udfff' at character 0"),
    ],
)
def test_a_broken_line_is_named_with_its_file_and_number(tmp_path: Path, line: object, message: str) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"text": "first"}, line)
    with pytest.raises(FormatError, match=rf"a\.jsonl, line 2: .*{message}"):
        list(read_articles([path]))


def test_what_is_broken_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", b"{", {"text": "a", "id": "1"}, {}, {"text": "b", "id": "2"})
    latin = tmp_path / "b.txt"
    latin.write_bytes(b"\xe9")
    last = tmp_path / "c.txt"
    last.write_bytes(b"c")
    errors: list[QuotekitError] = []
    found = [article.id for article in read_articles([path, latin, last], on_error=errors.append)]
    assert found == ["1", "2", "c.txt"]
    assert [type(error) for error in errors] == [FormatError, FormatError, InputError]


def test_a_gz_file_that_is_cut_off_is_named_after_what_was_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = [json.dumps({"text": os.urandom(40).hex()}) for _ in range(4000)]
    whole = gzip.compress("\n".join(lines).encode())
    path.write_bytes(whole[: len(whole) // 2])
    errors: list[QuotekitError] = []
    assert len(list(read_articles([path], on_error=errors.append))) > 100
    assert [type(error) for error in errors] == [InputError]


def test_a_gz_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(b'{"text": "a"}')
    with pytest.raises(InputError, match=r"a\.jsonl\.gz: Not a gzipped file"):
        list(read_articles([tmp_path / "a.jsonl.gz"]))


def test_articles_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"text": "a"}, b"broken")
    articles: Iterator[Article] = read_articles([path])
    assert next(articles).text == "a"  # the second line was not looked at yet
    with pytest.raises(FormatError):
        next(articles)


def test_records_come_with_their_line_numbers(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"a": 1}, b"", {"b": 2})
    assert list(read_records(path)) == [(1, {"a": 1}), (3, {"b": 2})]


# -- items and pairs -------------------------------------------------------------------------


def test_an_item_is_an_article_under_its_id_and_other_keys_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "i.jsonl"
    record = {"id": 7, "doc": "d", "text": "x\n", "outlet": "Post", "published": "2025-01-01", "cluster": []}
    path.write_text(json.dumps(record), encoding="utf-8")
    (item,) = read_items(path)
    assert (item.id, item.speaker) == (7, None)
    assert item.article == Article("x\n", id="7", outlet="Post", published="2025-01-01")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sergei Lavrov", "person"),
        ("Lavrov", "person"),
        ("LAVROV", "person"),
        ("Mohammed bin Salman", "person"),
        ("Foreign Ministry", "organisation"),
        ("Ministry of Defence", "organisation"),
        ("the dockers’ union", "organisation"),
        ("NATO", "organisation"),
        ("ASU", "organisation"),
        ("Siemens AG", "organisation"),
        ("Russia", "place"),
        ("the Kremlin", "place"),
    ],
)
def test_the_speaker_of_an_item_has_a_kind_by_the_name(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / "i.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "x", "speaker": name}), encoding="utf-8")
    speaker = read_items(path)[0].speaker
    assert speaker is not None
    assert (speaker.name, speaker.kind) == (name, kind)


def test_a_blank_speaker_is_none(tmp_path: Path) -> None:
    path = tmp_path / "i.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "x", "speaker": " "}), encoding="utf-8")
    assert read_items(path)[0].speaker is None


def test_a_pair_is_two_texts_under_an_id(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": 1, "a": "x", "b": "y"}\n{"id": "2", "a": "", "b": "z"}\n', encoding="utf-8")
    assert [(pair.id, pair.a, pair.b) for pair in read_pairs(path)] == [(1, "x", "y"), ("2", "", "z")]


def test_an_article_that_comes_again_is_left_out_and_another_text_is_reported() -> None:
    articles = [Article("x", id="a"), Article("y", id="b"), Article("x", id="a"), Article("z", id="a")]
    errors: list[QuotekitError] = []
    assert list(once_each(articles, on_error=errors.append)) == articles[:2]
    assert [str(error)[:45] for error in errors] == ["two articles have the id 'a' and different te"]


def test_articles_without_an_id_are_all_kept() -> None:
    assert len(list(once_each([Article("x"), Article("y"), Article("x")]))) == 3
