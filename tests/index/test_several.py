"""Several indexes in one search: the answers of one index with all their documents."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import empty_cluster
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import examples

import diplosearch
from diplosearch import Document, Index, Resources, Results
from diplosearch.errors import (
    IndexClosedError,
    IndexMissingError,
    NotFoundError,
    UsageError,
)

NEWS = [
    Document(
        id="ankara/1",
        title="Ateşkes görüşmeleri",
        text="Dışişleri Bakanı Hakan Fidan Ankara'da ateşkes için konuştu. Uzun sürdü.",
        date=datetime.date(2026, 3, 2),
        source="Anka",
        language="tr",
    ),
    Document(
        id="ankara/2",
        text="Fidan bir gün sonra Kahire'ye gitti. Ticaret konuşulmadı.",
        date=datetime.date(2026, 3, 3),
        source="Anka",
        language="tr",
    ),
    Document(
        id="ankara/3",
        text="Ticaret heyeti Astana'da ticaret ve ulaşım, ticaret anlaşması imzaladı.",
        language="tr",
    ),
]
WIRE = [
    Document(
        id="wire/1",
        title="Ceasefire talks in Cairo",
        text="Foreign Minister Hakan Fidan spoke of a ceasefire in Cairo.",
        date=datetime.date(2026, 3, 3),
        source="Wire",
        language="en",
    ),
    Document(
        id="wire/2",
        text="The ceasefire held. Trade between Kazakhstan and China grew, ministers said.",
        date=datetime.date(2026, 3, 5),
        source="Wire",
        language="en",
    ),
    Document(id="wire/3", text="Ateşkes sürüyor.", language="tr"),
]

QUERIES = (
    "ateşkes",
    "ceasefire talks",
    "Fidan",
    "person:Fidan",
    "country:Kazakhstan OR ticaret",
    '"ticaret heyeti"',
    "tic*",
    "atekes~",
    "ticaret -Astana",
    "date:2026-03-03..2026-03-05",
    "source:Wire",
)

TEXTS = [one for document in (*NEWS, *WIRE) for one in document.text.split(". ")]


def build(folder: Path, documents: Sequence[Document], engine: str) -> Path:
    """Return the folder of an index of documents as they are, doubles among them."""
    diplosearch.rebuild(
        documents, folder, engine=engine, keep_duplicates=True, jobs=1
    ).close()
    return folder


def plain(results: Results) -> dict[str, Any]:
    """Return an answer without its time and the names of indexes."""
    found = results.to_dict()
    del found["took"]
    for hit in found["hits"]:
        hit.pop("index", None)
    return found


def assert_alike(one: Index, several: Index) -> None:
    """Assert that both give the same answers to everything."""
    for query in QUERIES:
        options: dict[str, Any]
        for options in (
            {"facets": ["person", "country", "source", "year", "language"]},
            {"sort": "date", "per_document": None},
            {"limit": None, "match": "any"},
            {"limit": 2, "offset": 1, "since": "2026-03-03"},
        ):
            options = {**options, "timeline": True}
            found, expected = several.search(query, **options), one.search(query, **options)
            assert plain(found) == plain(expected), query
            assert found.timeline == expected.timeline
        assert several.timeline(query) == one.timeline(query)
    assert several.entities() == one.entities()
    for entity in one.entities():
        assert several.profile(entity.id) == one.profile(entity.id)
    assert several.complete("ti") == one.complete("ti")
    assert several.search("atteşkes").suggestion == one.search("atteşkes").suggestion
    for id in one.ids():
        assert several.get(id) == one.get(id)
        assert plain(several.similar(id)) == plain(one.similar(id))
    assert list(several.documents()) == list(one.documents())


@pytest.fixture(params=["whoosh", "tantivy"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Index, Index]]:
    """One index of all documents, and two of them opened as one, of different lengths."""
    engine = request.param
    one = build(tmp_path / "all", [*NEWS, *WIRE], engine)
    parts = [
        build(tmp_path / "news", NEWS, engine),
        build(tmp_path / "wire", WIRE, engine),
    ]
    with diplosearch.open(one) as whole, diplosearch.open(parts) as several:
        yield whole, several


def test_answers_are_those_of_one_index(both: tuple[Index, Index]) -> None:
    """Hits, order, scores, counts, facets, timelines, names and offers are the same."""
    assert_alike(*both)


@given(
    texts=st.lists(
        st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4), min_size=1, max_size=7
    ),
    cut=st.integers(0, 7),
)
@settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.slow
def test_any_documents_in_two(texts: list[list[str]], cut: int) -> None:
    """However documents are dealt out, answers are those of one index with all of them."""
    documents = [
        Document(
            id=f"d{number}",
            text=". ".join(sentences) + ".",
            date=datetime.date(2026, 3, 1 + number % 4) if number % 3 else None,
            source="Anka" if number % 2 else "Wire",
        )
        for number, sentences in enumerate(texts)
    ]
    whole, first, second = (
        diplosearch.rebuild(some, ":memory:", keep_duplicates=True, jobs=1)
        for some in (documents, documents[:cut], documents[cut:])
    )
    with whole, first, second, diplosearch.open([first, second]) as several:
        assert_alike(whole, several)


def test_engines_are_mixed(tmp_path: Path) -> None:
    """Memory, Whoosh and Tantivy in one search answer as one index does."""
    whole = diplosearch.rebuild([*NEWS, *WIRE], ":memory:", jobs=1)
    memory = diplosearch.rebuild(NEWS[:2], ":memory:", jobs=1)
    whoosh = build(tmp_path / "w", [NEWS[2], WIRE[0]], "whoosh")
    tantivy = build(tmp_path / "t", WIRE[1:], "tantivy")
    with whole, diplosearch.open([memory, whoosh, str(tantivy)]) as several:
        assert_alike(whole, several)
        assert several.stats().engine == "memory, whoosh, tantivy"
        names = {one.document.index for one in several.search("ateşkes", limit=None)}
        assert names == {"memory", "w", "t"}
    assert memory.search("ateşkes").total == 1  # it stays open


@pytest.mark.cluster
@pytest.mark.slow
def test_a_cluster_is_mixed_with_a_folder(cluster_url: str, tmp_path: Path) -> None:
    """An index in a cluster and one in a folder answer as one index does."""
    location = f"{cluster_url}/test-several"
    diplosearch.rebuild(NEWS, location, jobs=1).close()
    folder = build(tmp_path / "folder", WIRE, "tantivy")
    whole = diplosearch.rebuild([*NEWS, *WIRE], ":memory:", jobs=1)
    try:
        with whole, diplosearch.open([location, folder]) as several:
            assert_alike(whole, several)
            assert several.search("Fidan")[0].index in ("test-several", "folder")
    finally:
        empty_cluster(location)


def test_a_bare_surname_is_who_the_other_index_says(tmp_path: Path) -> None:
    """Who is who is decided over all: a surname alone is the person of the other index."""
    alone = build(tmp_path / "alone", [NEWS[1]], "whoosh")
    full = build(tmp_path / "full", [NEWS[0]], "whoosh")
    with diplosearch.open([alone, full]) as several:
        (person,) = several.entities("PERSON")
        assert (person.name, person.documents) == ("Hakan Fidan", 2)
        assert {one.document.id for one in several.search("person:Fidan")} == {
            "ankara/1",
            "ankara/2",
        }


def test_ids_that_clash(tmp_path: Path) -> None:
    """Both documents are found and told apart by the names of their indexes."""
    other = replace(WIRE[0], id="ankara/1")
    parts = [
        build(tmp_path / "2025" / "index", NEWS, "whoosh"),
        build(tmp_path / "2026" / "index", [other], "tantivy"),
    ]
    with diplosearch.open(parts) as several:
        hits = several.search("Fidan Ankara OR Cairo", per_document=1)
        found = {one.document.reference: one for one in hits}
        assert {"2025/index:ankara/1", "2026/index:ankara/1"} <= set(found)
        for reference, hit in found.items():
            assert several.get(reference) == hit.document
            assert hit.index == hit.document.index == reference.partition(":")[0]
            assert hit.to_dict()["index"] == hit.index
            others = several.similar(reference)
            assert reference not in {one.document.reference for one in others}
            assert plain(several.similar(hit))["query"]
            assert several.matches(reference, "Fidan")
        with pytest.raises(UsageError, match="2025/index:ankara/1 or 2026/index:ankara/1"):
            several.get("ankara/1")
        assert several.get("ankara/2").index == "2025/index"
        assert len(set(several.ids())) == 4
        assert [several.get(one).reference for one in several.ids()] == several.ids()
        with pytest.raises(NotFoundError):
            several.get("2026/index:ankara/2")


def test_names_may_be_given(tmp_path: Path) -> None:
    """A mapping names the indexes; a document of one index has no name."""
    news, wire = (
        build(tmp_path / "a", NEWS, "whoosh"),
        build(tmp_path / "b", WIRE, "whoosh"),
    )
    with diplosearch.open({"Anka": news, "Wire": wire}) as several:
        assert several.get("Wire:wire/1").index == "Wire"
    with diplosearch.open([news]) as several:
        assert several.search("Fidan")[0].index == "a"
    with diplosearch.open(news) as one:
        hit = one.search("Fidan")[0]
        assert hit.index is None
        assert hit.document.reference == hit.document.id
        assert "index" not in hit.to_dict() | hit.document.to_dict()


def test_tags_and_fields_of_each(tmp_path: Path) -> None:
    """Tags and fields of one's own filter, count and are shown, each by its index."""
    for name, text in (("a", "Ankara'da toplantı."), ("b", "Talks in Ankara.")):
        documents = [
            Document(id="1", text=text, metadata={"desk": name.upper()}),
            Document(id="2", text=f"{text} Again.", metadata={"desk": "C"}),
        ]
        with diplosearch.rebuild(documents, tmp_path / name, jobs=1) as index:
            index.tag("1" if name == "a" else "2", "reviewed")
    with diplosearch.open([tmp_path / "a", tmp_path / "b"]) as several:
        tagged = several.search("tag:reviewed", facets=["desk"])
        assert {hit.document.reference for hit in tagged} == {"a:1", "b:2"}
        assert {value.id: value.count for value in tagged.facets["desk"]} == {
            "a": 1,
            "c": 1,
        }
        assert {hit.tags for hit in tagged} == {("reviewed",)}
        assert several.tags() == {"reviewed": 2}
        assert several.tags("a:1") == ("reviewed",)
        assert several.tags("b:1") == ()
        found = several.search("Ankara -tag:reviewed", fields={"desk": "C"})
        assert {hit.document.reference for hit in found} == {"a:2"}
        with pytest.raises(UsageError, match="only read"):
            several.tag("a:1", "done")


def test_nothing_is_changed(both: tuple[Index, Index], tmp_path: Path) -> None:
    """Whatever would change an index says that several are only read."""
    _, several = both
    before = several.ids()
    ways: tuple[Callable[[], object], ...] = (
        lambda: several.add(Document(id="new", text="Yeni.")),
        lambda: several.delete("ankara/1"),
        lambda: several.correct("- person:hakan-fidan"),
        lambda: several.sync(tmp_path),
    )
    for way in ways:
        with pytest.raises(UsageError, match="several indexes, which are only read"):
            way()
    with pytest.raises(UsageError, match="only read"), several.changes() as changes:
        changes.delete("ankara/1")
    assert several.ids() == before
    assert several.check(full=True).ok
    assert several.check().documents == len(before)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "location is empty"),
        (["a", "a"], "'a' is named twice"),
        (["a", "./a"], "'a' is named twice"),
        ({"": "a"}, "no name for an index"),
        ({"x\n": "a"}, "no name for an index"),
        ([3], "location is int"),
        ([""], "give a path"),
    ],
)
def test_what_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: Any, message: str
) -> None:
    """No index, one twice and names of nothing are refused, with what is wrong."""
    monkeypatch.chdir(tmp_path)
    build(Path("a"), NEWS, "whoosh")
    with pytest.raises(UsageError, match=message):
        diplosearch.open(given)


def test_what_cannot_be_mixed(tmp_path: Path) -> None:
    """Other recognizers, contradicting corrections, several in a list: each is named."""
    names = tmp_path / "own.txt"
    names.write_text("ORG | Astana Club | Astana Kulübü\n")
    mine = Resources(gazetteer=names)
    plain_index = build(tmp_path / "plain", NEWS, "whoosh")
    other = tmp_path / "other"
    diplosearch.rebuild(WIRE, other, resources=mine, jobs=1).close()
    with pytest.raises(UsageError, match=r"other.*another recognizer or gazetteer"):
        diplosearch.open([plain_index, other])
    with pytest.raises(IndexMissingError):
        diplosearch.open([plain_index, tmp_path / "none"])
    with diplosearch.open(plain_index) as index:
        index.correct("- person:hakan-fidan")
    wire = build(tmp_path / "wire", WIRE, "whoosh")
    with diplosearch.open(wire) as index:
        index.correct("person:hakan-fidan -> H. Fidan")
    with pytest.raises(
        UsageError, match=r"wire.*correction 1: .*plain.*correction 1 says otherwise"
    ):
        diplosearch.open([plain_index, wire])
    with diplosearch.open([wire]) as several:
        assert [str(one) for one in several.corrections()]
        with pytest.raises(UsageError, match="name each of them"):
            diplosearch.open([plain_index, several])
    # An empty one goes with any.
    diplosearch.rebuild([], tmp_path / "empty", jobs=1).close()
    with diplosearch.open([other, tmp_path / "empty"]) as several:
        assert several.search("ceasefire").total


def test_changes_of_each_are_seen(tmp_path: Path) -> None:
    """A refresh shows what was committed and rebuilt in any of them, and not before."""
    news, wire = (
        build(tmp_path / "a", NEWS, "whoosh"),
        build(tmp_path / "b", WIRE, "whoosh"),
    )
    with diplosearch.open([news, wire]) as several, diplosearch.open(wire) as writer:
        assert several.is_current()
        writer.add(Document(id="wire/4", text="Another ceasefire.", language="en"))
        writer.delete("wire/3")
        assert not several.is_current()
        assert "b:wire/4" not in several.ids()
        several.refresh()
        assert several.is_current()
        assert "b:wire/4" in several.ids()
        assert "b:wire/3" not in several.ids()
        build(news, NEWS[:1], "tantivy")
        assert not several.is_current()
        several.refresh()
        assert several.stats().documents == 4
        hits = several.search("ateşkes", limit=None)
    with pytest.raises(IndexClosedError):
        several.search("ateşkes")
    assert hits[0].document.text  # what was loaded stays


def test_watches_over_several(tmp_path: Path) -> None:
    """A watch tells what is new in any of them, also of two documents with one id."""
    news, wire = (
        build(tmp_path / "a", NEWS, "whoosh"),
        build(tmp_path / "b", WIRE, "whoosh"),
    )
    with diplosearch.open([news, wire]) as several:
        with pytest.raises(UsageError, match="has no folder for watches"):
            several.watch("truce", "ateşkes")
        watches = several.watches_in(tmp_path / "watches")
        watches.add("truce", "ateşkes")
        for folder, text in ((news, "Ateşkes bozuldu."), (wire, "Ateşkes uzadı.")):
            with diplosearch.open(folder) as writer:
                writer.add(Document(id="new", text=text, language="tr"))
        several.refresh()
        told = {one.hit.document.reference for one in watches.run()}
        assert told == {"a:new", "b:new"}
        assert not watches.run()


def test_a_list_of_names_over_several(both: tuple[Index, Index]) -> None:
    """A batch answers alike, and knows the entities of both."""
    names = ["Hakan Fidan", "Kazakhstan", "ateşkes", "nobody"]
    one, several = (list(index.batch(names)) for index in both)
    assert [answer.entity for answer in several] == [answer.entity for answer in one]
    assert [plain(x.results) for x in several] == [plain(x.results) for x in one]


def test_one_is_made_of_several(both: tuple[Index, Index], tmp_path: Path) -> None:
    """A rebuild takes the documents of several that are open as one."""
    whole, several = both
    with diplosearch.rebuild(several, tmp_path / "new", jobs=1) as index:
        assert list(index.documents()) == list(whole.documents())
        assert next(index.documents()).index is None
