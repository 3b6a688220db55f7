"""One identity per speaker over a corpus: who is one, who stays two, and that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_records import quotes_of_articles

from quotekit import speaker_index
from quotekit.errors import FormatError, InputError, UsageError
from quotekit.model import Article, Quote, Quotes, Speaker, SpeakerKind, TextSpan
from quotekit.speaker_index import SpeakerIndex
from quotekit.speaker_records import KnownSpeaker


def person(name: str, role: str | None = None, affiliation: str | None = None) -> Speaker:
    return Speaker(name, "person", name.casefold(), role=role, affiliation=affiliation)


def body(name: str, kind: SpeakerKind = "organisation") -> Speaker:
    return Speaker(name, kind, name.casefold())


def index_of(*speakers: Speaker) -> SpeakerIndex:
    index = SpeakerIndex()
    for at, speaker in enumerate(speakers):
        index.add(speaker, doc=f"a{at}")
    return index


def partition(index: SpeakerIndex) -> set[frozenset[str]]:
    """The entries as sets of the names met."""
    return {frozenset(name for name, _ in speaker.names) for speaker in index}


def groups(index: SpeakerIndex) -> set[frozenset[tuple[object, ...]]]:
    """The entries as sets of what was added, read from the plain data."""
    data = index.to_dict()
    into = {node["id"]: node["into"] for node in data["speakers"]}
    found: dict[str, set[tuple[object, ...]]] = {}
    for row in data["sightings"]:
        root = row["speaker"]
        while into[root] is not None:
            root = into[root]
        found.setdefault(root, set()).add(
            (row["name"] or row["key"], row["kind"], row["role"], row["affiliation"])
        )
    return {frozenset(group) for group in found.values()}


LAVROV = person("Sergei Lavrov", "foreign minister", "Russia")
SHORT_LAVROV = person("Lavrov", "foreign minister", "Russia")
PAVEL = person("Pavel Lavrov", "foreign minister", "Russia")
SMITH = person("John Smith", "surgeon", "Leeds Hospital")
OTHER_SMITH = person("John Smith", "footballer", "Celtic")
POOL = (
    LAVROV,
    person("Sergey Lavrov"),
    person("Sergei Lavrov", "minister"),
    SHORT_LAVROV,
    person("Lavrov"),
    PAVEL,
    SMITH,
    OTHER_SMITH,
    person("John Smith"),
    person("Smith", "surgeon", "Leeds Hospital"),
    person("Donald Trump", "president"),
    person("Donald Trump Jr."),
    person("Hillary Clinton"),
    person("Bill Clinton", "former president"),
    person("Clinton"),
    body("ASU"),
    body("Allied Seafarers’ Union"),
    body("Rotorix"),
    body("Moscow", "place"),
    body("the report", "document"),
)


# -- who is one, and who stays two -----------------------------------------------------------


def test_spellings_of_one_name_are_one_entry() -> None:
    assert partition(index_of(person("Sergei Lavrov"), person("Sergey Lavrov"))) == {
        frozenset({"Sergei Lavrov", "Sergey Lavrov"})
    }


def test_two_of_one_name_whose_roles_clash_stay_two() -> None:
    index = index_of(SMITH, OTHER_SMITH)
    assert [speaker.id for speaker in index] == ["john-smith", "john-smith-2"]
    assert [speaker.possible for speaker in index] == [("john-smith-2",), ("john-smith",)]


def test_what_fits_two_of_one_name_is_in_a_third_entry() -> None:
    index = index_of(SMITH, OTHER_SMITH, person("John Smith"), person("John Smith", None, "Leeds United"))
    assert [speaker.count for speaker in index] == [1, 1, 2]


def test_a_name_alone_is_that_of_the_one_whom_everybody_quotes() -> None:
    index = index_of(OTHER_SMITH, *[SMITH] * 10)
    assert index.add(person("John Smith")) == "john-smith-2"


def test_one_odd_role_does_not_part_a_speaker_from_himself() -> None:
    roles = ("leader", "member of the board", "surgeon", "footballer")
    assert len(index_of(*(person("John Smith", role) for role in roles))) == 1
    assert len(index_of(*(person("John Smith", role) for role in roles[2:]))) == 2


@pytest.mark.parametrize("speakers", [(LAVROV, SHORT_LAVROV), (SHORT_LAVROV, LAVROV)])
def test_a_surname_joins_the_full_name_where_the_roles_agree(speakers: Sequence[Speaker]) -> None:
    (known,) = index_of(*speakers)
    assert (known.id, known.name, known.count) == ("sergei-lavrov", "Sergei Lavrov", 2)
    assert [(merge.id, merge.names, merge.by_hand) for merge in known.merges] == [
        ("lavrov", ("Lavrov",), False)
    ]
    assert known.merges[0].reason


def test_a_surname_that_fits_two_is_an_entry_of_its_own_and_lists_them() -> None:
    index = index_of(LAVROV, PAVEL, SHORT_LAVROV)
    (known,) = [speaker for speaker in index if speaker.name == "Lavrov"]
    assert known.possible == ("pavel-lavrov", "sergei-lavrov")


def test_a_surname_without_anything_else_joins_nobody() -> None:
    index = index_of(LAVROV, person("Lavrov"))
    assert [(speaker.name, speaker.possible) for speaker in index] == [
        ("Sergei Lavrov", ("lavrov",)),
        ("Lavrov", ("sergei-lavrov",)),
    ]


def test_a_surname_joins_once_a_role_is_known() -> None:
    index = index_of(person("Sergei Lavrov"), SHORT_LAVROV)
    assert len(index) == 2
    index.add(LAVROV)
    assert partition(index) == {frozenset({"Sergei Lavrov", "Lavrov"})}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Donald Trump"), person("Donald Trump Jr.")),
        (person("Hillary Clinton"), person("Bill Clinton")),
        (person("Vladimir Putin", "president", "Russia"), body("Moscow", "place")),
        (body("Moscow", "place"), body("Allied Seafarers’ Union")),
    ],
)
def test_different_speakers_stay_apart(one: Speaker, other: Speaker) -> None:
    assert len(index_of(one, other)) == 2


@pytest.mark.parametrize("names", [("ASU", "Allied Seafarers’ Union"), ("Allied Seafarers’ Union", "ASU")])
def test_an_organisation_and_its_initials_are_one(names: Sequence[str]) -> None:
    (known,) = index_of(*map(body, names))
    assert (known.id, known.name) == ("allied-seafarers-union", "Allied Seafarers’ Union")


def test_initials_that_fit_two_organisations_are_an_entry_of_their_own() -> None:
    index = index_of(*map(body, ["Allied Seafarers’ Union", "Arctic Sailing Union", "ASU"]))
    assert [speaker.possible for speaker in index][2] == ("allied-seafarers-union", "arctic-sailing-union")


@pytest.mark.parametrize(("affiliation", "n_entries"), [("Russia", 1), ("Latvia", 2), (None, 2)])
def test_a_role_alone_joins_who_has_it_with_the_same_affiliation(
    affiliation: str | None, n_entries: int
) -> None:
    assert len(index_of(LAVROV, person("the foreign minister", "foreign minister", affiliation))) == n_entries


@pytest.mark.parametrize("is_file", [False, True])
def test_an_alias_stands_for_the_name(tmp_path: Path, is_file: bool) -> None:
    names = {"the Iron Lady": "Margaret Thatcher"}
    file = tmp_path / "aliases.json"
    file.write_text(json.dumps(names), encoding="utf-8")
    index = SpeakerIndex(aliases=file if is_file else names)
    assert index.add(person("the Iron Lady")) == index.add(person("Margaret Thatcher"))
    assert [speaker.name for speaker in index.find("the Iron Lady")] == ["Margaret Thatcher"]


def test_an_affiliation_links_to_the_entry_of_the_organisation() -> None:
    index = index_of(person("Bertrand Delorme", "head", "Rotorix"), body("Rotorix"))
    assert [speaker.linked for speaker in index] == [("rotorix",), ()]


def test_a_seat_of_government_is_linked_to_its_country_and_not_one_with_it() -> None:
    index = index_of(body("Moscow", "place"), body("Russia", "place"))
    assert [speaker.linked for speaker in index] == [("russia",), ()]


# -- what is counted and found ---------------------------------------------------------------


def test_the_same_speaker_twice_is_counted_twice_and_moves_nobody() -> None:
    index = index_of(*POOL)
    before = groups(index)
    for speaker in POOL:
        index.add(speaker, doc="again")
    assert groups(index) == before
    assert sum(speaker.count for speaker in index) == 2 * len(POOL)


def test_an_entry_has_its_names_roles_affiliations_and_articles_the_most_first() -> None:
    index = SpeakerIndex()
    for doc in ("b", "a", "a"):
        index.add(LAVROV, doc=doc)
    index.add(person("Sergey Lavrov", "minister"))
    (known,) = index
    assert known == KnownSpeaker(
        "sergei-lavrov",
        "Sergei Lavrov",
        "person",
        4,
        ("a", "b"),
        (("Sergei Lavrov", 3), ("Sergey Lavrov", 1)),
        (("foreign minister", 3), ("minister", 1)),
        (("Russia", 3),),
        merges=known.merges,
    )


def test_quotes_of_an_article_get_their_ids_in_order() -> None:
    text = "A said b."
    spans = [TextSpan.of(text, 0, 1)]
    speakers = [SHORT_LAVROV, None, LAVROV]
    quotes = [Quote("indirect", spans, speaker=speaker) for speaker in speakers]
    index = SpeakerIndex()
    assert index.add_quotes(Quotes(Article(text, id="x"), quotes)) == ["sergei-lavrov", None, "sergei-lavrov"]
    assert [speaker.docs for speaker in index] == [("x",)]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("Sergey Lavrov", ["Sergei Lavrov"]),
        ("Lavrov", ["Lavrov", "Pavel Lavrov", "Sergei Lavrov"]),
        ("pavel-lavrov", ["Pavel Lavrov"]),
        ("ASU", ["Allied Seafarers’ Union"]),
        ("Nobody Known", []),
        ("", []),
        (" ", []),
        (PAVEL, ["Pavel Lavrov"]),
        (person("Sergey Lavrov", "Russian foreign minister"), ["Sergei Lavrov"]),
    ],
)
def test_find_takes_a_name_an_id_or_a_speaker(wanted: str | Speaker, names: list[str]) -> None:
    index = index_of(LAVROV, PAVEL, person("Lavrov"), body("Allied Seafarers’ Union"))
    before = index.to_dict()
    assert [known.name for known in index.find(wanted)] == names
    assert index.to_dict() == before


def test_a_linker_is_called_once_for_each_new_entry_and_not_on_load() -> None:
    called: list[str] = []

    def link(speaker: Speaker) -> str | None:
        called.append(speaker.name)
        return "Q58217" if "Lavrov" in speaker.name else None

    index = SpeakerIndex(link=link)
    for speaker in (LAVROV, person("Sergey Lavrov"), SHORT_LAVROV, body("NATO"), body("NATO")):
        index.add(speaker)
    assert called == ["Sergei Lavrov", "NATO"]
    again = SpeakerIndex.from_dict(index.to_dict(), link=link)
    assert [speaker.link for speaker in again] == ["Q58217", None]
    assert len(called) == 2


def test_what_the_linker_raises_goes_through_and_leaves_the_index_as_it_was() -> None:
    def link(speaker: Speaker) -> str | None:
        raise ConnectionError("no network")

    index = SpeakerIndex(link=link)
    with pytest.raises(ConnectionError):
        index.add(LAVROV)
    assert index.to_dict() == SpeakerIndex().to_dict()


def test_a_linker_that_returns_no_string_is_a_usage_error() -> None:
    index = SpeakerIndex(link=lambda _: 3)  # type: ignore[arg-type,return-value]
    with pytest.raises(UsageError, match="a string or None, got 3"):
        index.add(LAVROV)


# -- merge and split -------------------------------------------------------------------------


def test_merged_ids_find_the_entry_of_the_first() -> None:
    index = index_of(SMITH, OTHER_SMITH, PAVEL)
    assert (
        index.merge(["john-smith-2", "john-smith", "pavel-lavrov"], reason="as they told us")
        == "john-smith-2"
    )
    (known,) = index
    assert index.find("pavel-lavrov") == index.find("john-smith") == [known]
    assert [(merge.id, merge.reason, merge.by_hand) for merge in known.merges] == [
        ("john-smith", "as they told us", True),
        ("pavel-lavrov", "as they told us", True),
    ]


def test_split_undoes_a_merge_exactly() -> None:
    index = index_of(*POOL)
    before, speakers = index.to_dict(), list(index)
    index.merge(["sergei-lavrov", "rotorix", "donald-trump"])
    assert index.split("rotorix")[0] == "sergei-lavrov"
    assert index.to_dict() == before
    assert list(index) == speakers


def test_split_undoes_one_merge_at_a_time_the_last_first() -> None:
    index = index_of(SMITH, OTHER_SMITH, PAVEL)
    index.merge(["john-smith", "john-smith-2"])
    index.merge(["pavel-lavrov", "john-smith"])
    assert index.split("john-smith") == ["pavel-lavrov", "john-smith"]
    assert index.split("john-smith") == ["john-smith", "john-smith-2"]


def test_what_was_added_since_a_merge_goes_with_its_name() -> None:
    index = index_of(LAVROV, body("Rotorix"))
    index.merge(["rotorix", "sergei-lavrov"])
    assert index.add(person("Sergey Lavrov", "minister")) == "rotorix"
    index.split("rotorix")
    assert partition(index) == {frozenset({"Rotorix"}), frozenset({"Sergei Lavrov", "Sergey Lavrov"})}


def test_a_merge_by_rule_is_undone_too_and_not_made_again() -> None:
    index = index_of(LAVROV, SHORT_LAVROV)
    assert index.split("sergei-lavrov") == ["sergei-lavrov", "lavrov"]
    index.add(person("Sergei Lavrov", "foreign minister"))
    index.add(SHORT_LAVROV)
    assert {speaker.name: speaker.count for speaker in index} == {"Sergei Lavrov": 2, "Lavrov": 2}


def test_where_nothing_was_merged_split_parts_what_joined_last() -> None:
    index = index_of(person("Sergei Lavrov"), person("Sergei Lavrov", "baker"))
    assert index.split("sergei-lavrov") == ["sergei-lavrov", "sergei-lavrov-2"]
    assert [speaker.roles for speaker in index] == [(), (("baker", 1),)]
    with pytest.raises(UsageError, match="nothing to split"):
        index.split("sergei-lavrov-2")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda index: index.add("Lavrov"), "add takes a Speaker, .*'Lavrov'.*quote.speaker"),
        (lambda index: index.add(LAVROV, doc=3), "as doc the id of an article, .* 3:"),
        (lambda index: index.add_quotes([]), r"are a Quotes, got \[\]: give what extract_quotes returns"),
        (lambda index: index.add_all(Quotes(Article(""))), "got one: call add_quotes"),
        (lambda index: index.find(3), "find takes an id, a name or a Speaker, got 3"),
        (lambda index: index.merge([]), "merge got no id"),
        (lambda index: index.merge("rotorix"), "merge takes a list of ids, got 'rotorix'"),
        (
            lambda index: index.merge(["rotorix", "xiror"]),
            "no speaker has the id 'xiror': look it up with find",
        ),
        (lambda index: index.split("xiror"), "no speaker has the id 'xiror'"),
    ],
)
def test_a_bad_call_says_what_was_wrong(call: object, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        call(index_of(body("Rotorix")))  # type: ignore[operator]


# -- files -----------------------------------------------------------------------------------


def test_an_index_is_saved_and_loaded_as_it_was(tmp_path: Path) -> None:
    index = index_of(*POOL)
    index.merge(["hillary-clinton", "clinton"])
    index.save(tmp_path / "index.json")
    again = SpeakerIndex.load(tmp_path / "index.json")
    assert again.to_dict() == index.to_dict()
    assert list(again) == list(index)
    assert again.split("clinton") == ["hillary-clinton", "clinton"]


def test_a_loaded_index_goes_on_where_it_was() -> None:
    index = SpeakerIndex.from_dict(index_of(LAVROV).to_dict())
    assert index.add(SHORT_LAVROV) == "sergei-lavrov"
    assert index.add(PAVEL) == "pavel-lavrov"


def test_a_file_that_is_absent_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.json: No such file or directory: check the file"):
        SpeakerIndex.load(tmp_path / "no.json")


def _row(**changes: object) -> dict[str, object]:
    return {"speaker": "a", "name": "A", "kind": "person", "key": "a", **changes}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff", "byte 0 is not UTF-8"),
        (b"{", "this is not JSON"),
        (b"[]", "is a JSON object, got list"),
        (b"{}", '"version" of a speaker index is None, this quotekit reads 1'),
        (b'{"version": 2}', '"version" of a speaker index is 2'),
        (b'{"version": true}', '"version" of a speaker index is True'),
        (b'{"version": 1, "speakers": []}', '"sightings" is missing'),
        ({"speakers": [{"id": "a"}, {"id": "a"}], "sightings": [_row()]}, "two speakers .* have one id"),
        ({"speakers": [{"id": "a"}], "sightings": []}, "'a' has no sighting"),
        ({"speakers": [], "sightings": [_row()]}, "'a' of a sighting is not among"),
        (
            {"speakers": [{"id": "a", "into": "b"}], "sightings": [_row()]},
            "\"into\" of the speaker 'a' is 'b'",
        ),
        (
            {"speakers": [{"id": "a", "into": "a"}], "sightings": [_row()]},
            "\"into\" of the speaker 'a' is 'a'",
        ),
        ({"speakers": [{"id": "a"}], "sightings": [_row(), _row()]}, "a sighting stands twice"),
        ({"speakers": [{"id": "a"}], "sightings": [_row(kind="dog")]}, r"sightings\[0\]\.kind"),
        ({"speakers": [{"id": "a"}], "sightings": [_row(count=-1)]}, r"sightings\[0\]"),
        (
            {"speakers": [{"id": "a"}], "sightings": [_row(count="1")]},
            r"a whole number, .*sightings\[0\]\.count",
        ),
        ({"speakers": [{"id": "a", "score": 2}], "sightings": [_row()]}, r"speakers\[0\]"),
        ({"speakers": [{"id": "a"}], "sightings": [_row(docs="x")]}, r"a list, .*sightings\[0\]\.docs"),
    ],
)
def test_a_file_that_is_no_index_says_where(tmp_path: Path, text: object, message: str) -> None:
    data = text if isinstance(text, bytes) else json.dumps({"version": 1, **text}).encode()  # type: ignore[dict-item]
    (tmp_path / "index.json").write_bytes(data)
    with pytest.raises(FormatError, match=rf"index\.json.*{message}"):
        SpeakerIndex.load(tmp_path / "index.json")


# -- properties ------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
any_speakers = st.one_of(
    st.sampled_from(POOL),
    st.builds(
        Speaker,
        words,
        st.sampled_from(["person", "organisation", "place", "group", "document"]),
        words,
        role=st.none() | words,
        affiliation=st.none() | words,
    ),
)


def changed(data: st.DataObject, speakers: Sequence[Speaker]) -> SpeakerIndex:
    """An index of the speakers, with some of them merged and split at random."""
    index = index_of(*speakers)
    for _ in range(data.draw(st.integers(0, 3))):
        ids = [speaker.id for speaker in index]
        if not ids:
            break
        if data.draw(st.booleans()):
            index.merge(data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3)))
        else:
            try:
                index.split(data.draw(st.sampled_from(ids)))
            except UsageError:
                continue
    return index


@given(st.data(), st.lists(any_speakers, max_size=12))
def test_each_speaker_is_in_exactly_one_entry(data: st.DataObject, speakers: list[Speaker]) -> None:
    index = changed(data, speakers)
    assert sum(speaker.count for speaker in index) == len(speakers)
    assert len({speaker.id for speaker in index}) == len(list(index)) == len(index)
    placed = Counter(fact for group in groups(index) for fact in group)
    assert set(placed.values()) <= {1}
    for speaker in speakers:
        assert len(index.find(speaker)) == 1


@given(st.data(), st.lists(any_speakers, max_size=12))
def test_json_brings_an_index_back(data: st.DataObject, speakers: list[Speaker]) -> None:
    index = changed(data, speakers)
    again = SpeakerIndex.from_dict(json.loads(json.dumps(index.to_dict())))
    assert again.to_dict() == index.to_dict()
    assert list(again) == list(index)


@given(st.data(), st.lists(any_speakers, min_size=2, max_size=12))
def test_any_merge_is_undone_by_split(data: st.DataObject, speakers: list[Speaker]) -> None:
    index = changed(data, speakers)
    ids = [speaker.id for speaker in index]
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True, min_size=1, max_size=4))
    before, entries = index.to_dict(), list(index)
    index.merge(chosen)
    if len(chosen) > 1:
        index.split(data.draw(st.sampled_from(chosen)))
    assert index.to_dict() == before
    assert list(index) == entries


@given(st.data(), st.lists(any_speakers, max_size=12))
def test_an_id_that_was_given_finds_its_speaker_whatever_comes(
    data: st.DataObject, speakers: list[Speaker]
) -> None:
    index = SpeakerIndex()
    given_ids = [index.add(speaker) for speaker in speakers]
    for name, speaker in zip(given_ids, speakers, strict=True):
        assert index.find(name) == index.find(speaker)


FULL = [speaker for speaker in POOL if " " in speaker.name and speaker.name != "John Smith"]


@given(st.permutations(FULL), st.permutations(FULL))
def test_the_order_of_full_names_does_not_matter(one: list[Speaker], other: list[Speaker]) -> None:
    assert groups(index_of(*one)) == groups(index_of(*other))


def articles_of(speakers: Sequence[Speaker]) -> list[Quotes]:
    span = TextSpan(0, 1, "x")
    return [Quotes(Article("x"), [Quote("indirect", [span], speaker=speaker)]) for speaker in speakers]


@given(st.data(), st.lists(any_speakers, max_size=16))
def test_articles_added_together_may_come_in_any_order(data: st.DataObject, speakers: list[Speaker]) -> None:
    one, other = SpeakerIndex(), SpeakerIndex()
    one.add_all(articles_of(speakers))
    other.add_all(articles_of(data.draw(st.permutations(speakers))))
    assert list(one) == list(other)


@given(quotes_of_articles())
def test_quotes_without_a_speaker_are_counted(quotes: Quotes) -> None:
    index = SpeakerIndex()
    assert index.add_all([quotes]) == sum(quote.speaker is None for quote in quotes)
    assert sum(speaker.count for speaker in index) == sum(quote.speaker is not None for quote in quotes)


def test_comparisons_grow_with_the_speakers_and_not_with_their_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = Counter[str]()
    compare = speaker_index.same_speaker

    def counted(*arguments: object, **options: object) -> object:
        calls["n"] += 1
        return compare(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(speaker_index, "same_speaker", counted)
    letters = "bdfgklmnprstv"
    names = [
        f"{a}a{b}o {c}e{d}u".title()
        for a in letters[:5]
        for b in letters[:5]
        for c in letters
        for d in letters
    ]
    index_of(*(person(name, role) for name in names for role in (None, "minister")))
    assert calls["n"] < 4 * len(names)
