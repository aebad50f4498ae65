"""Fields of one's own, tags, updates and deletion by query: the same on every engine."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document, Index, Results
from diplosearch.errors import (
    DocumentError,
    IndexDamagedError,
    NotFoundError,
    QuerySyntaxError,
    UsageError,
)
from diplosearch.model import RESERVED_NAMES

TODAY = datetime.date(2026, 6, 1)


def article(number: int, **others: object) -> Document:
    """Return one of several articles on one subject."""
    given = {
        "id": f"d{number}",
        "text": f"Gazze ateşkesi Ankara'da görüşüldü, oturum {number}.",
        "language": "tr",
        **others,
    }
    return Document(**given)  # type: ignore[arg-type]


DOCUMENTS = [
    article(0, metadata={"desk": "Ankara", "Büro-No": 7}),
    article(1, metadata={"desk": ["ANKARA", "İstanbul Şubesi"], "open": True}),
    article(2, metadata={"desk": "İstanbul Şubesi"}, source="Xinhua"),
    article(3, source="AA", date=datetime.date(2026, 5, 2)),
]


@pytest.fixture
def index(engine_name: str, location: str) -> Iterator[Index]:
    """An index of four articles, on each engine in turn."""
    engine = engine_name if engine_name not in ("memory", "opensearch") else None
    with diplosearch.rebuild(DOCUMENTS, location, engine=engine, jobs=1) as index:
        yield index


@pytest.fixture(scope="module")
def shared(rebuilt: Callable[[list[Document]], Index]) -> Iterator[Index]:
    """The same articles, for tests that change nothing."""
    with rebuilt(DOCUMENTS) as index:
        yield index


def found(index: Index, query: str, **options: object) -> list[str]:
    """Return the ids of the documents that a query finds, sorted."""
    results = index.search(query, **options)  # type: ignore[arg-type]
    return sorted({hit.document.id for hit in results})


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("desk:Ankara", ["d0", "d1"]),
        ("DESK:aNKARA Gazze", ["d0", "d1"]),
        ('desk:"istanbul subesi"', ["d1", "d2"]),
        ("desk:istan*", ["d1", "d2"]),
        ("desk:(ankara istan*) büro-no:7", ["d0"]),
        ("buro-no:7", ["d0"]),
        ("open:true", ["d1"]),
        ("Gazze -desk:ankara", ["d2", "d3"]),
        ("desk:ankara OR source:AA", ["d0", "d1", "d3"]),
        ("desk:ankara desk:istan*", ["d0", "d1", "d2"]),
        ("+desk:ankara +desk:istan*", ["d1"]),
        ("desk:nowhere Gazze", []),
    ],
)
def test_queries(shared: Index, query: str, ids: list[str]) -> None:
    """A field of one's own filters as a source does, whatever its case and diacritics."""
    assert found(shared, query) == ids


def test_a_name_that_no_document_has_is_text(shared: Index) -> None:
    """Where no document has such a field, a word with a colon is searched as before."""
    results = shared.search("bureau:Ankara")
    assert "is no field" in results.warnings[0]
    assert len(results) == 4


def test_facets_and_filters(shared: Index) -> None:
    """Values are counted under one name and let through, several as alternatives."""
    counted = shared.search("Gazze", facets=["desk", "open"]).facets
    assert [(one.id, one.count) for one in counted["desk"]] == [
        ("ankara", 2),
        ("istanbul subesi", 2),
    ]
    assert [one.name for one in counted["open"]] == ["True"]
    assert found(shared, "Gazze", fields={"desk": "ankara"}) == ["d0", "d1"]
    assert found(shared, "Gazze", fields={"desk": ["ankara", "ISTANBUL ŞUBESİ"]}) == [
        "d0",
        "d1",
        "d2",
    ]
    assert found(shared, "Gazze", fields={"desk": "ankara", "open": "true"}) == ["d1"]
    unknown = shared.search("Gazze", fields={"bureau": "x"})
    assert len(unknown) == 0
    assert "no such field" in unknown.warnings[0]
    assert list(shared.fields()) == ["buro-no", "desk", "open"]
    with pytest.raises(UsageError, match=r"'bureau' is no facet; use source.*desk"):
        shared.search("Gazze", facets=["bureau"])


def test_entities_are_not_mixed_with_fields(shared: Index) -> None:
    """What shares passages with an entity is no value of a field."""
    assert all(one.id.partition(":")[0] != "own" for one in shared.related("Ankara"))
    assert found(shared, "own:desk:Ankara") == found(shared, "own desk Ankara")


def test_fields_come_back(index: Index) -> None:
    """Fields are in documents, hits, CSV and data frames as they were given."""
    assert index.get("d1").metadata == {
        "desk": ("ANKARA", "İstanbul Şubesi"),
        "open": ("True",),
    }
    index.tag("d1", "reviewed")
    results = index.search("open:true")
    values = results[0].to_dict()
    assert values["metadata"] == {"desk": ["ANKARA", "İstanbul Şubesi"], "open": ["True"]}
    assert values["tags"] == ["reviewed"]
    head, row = results.to_csv().splitlines()
    assert head.endswith('"desk","open","tags"')
    assert row.endswith('"ANKARA; İstanbul Şubesi","True","reviewed"')
    assert index.search("source:AA").to_csv().splitlines()[0].endswith('"others"')
    assert "desk: ANKARA, İstanbul Şubesi  open: True  #reviewed" in results.to_text()


def test_completion_offers_fields_values_and_tags(index: Index) -> None:
    """Own fields, their values and tags are completed as others are."""
    index.tag(["d0", "d2"], "Öncelikli")
    assert "desk:" in [one.text for one in index.complete("des")]
    assert [one.text for one in index.complete("desk:ista")] == ['"İstanbul Şubesi"']
    assert [one.name for one in index.complete("tag:onc")] == ["Öncelikli"]


def test_update(index: Index) -> None:
    """What is known of a document changes in queries at once; its text and names stay."""
    before = index.get("d0")
    report = index.update(
        "d0",
        date="2020-02-03",
        source="Reuters",
        url="https://example.org/0",
        metadata={"desk": "Bakü", "Büro-No": None},
    )
    assert (report.replaced, report.unchanged) == (1, 0)
    after = index.get("d0")
    assert (after.date, after.source) == (datetime.date(2020, 2, 3), "Reuters")
    assert after.metadata == {"desk": ("Bakü",)}
    assert (after.text, after.entities, after.passages) == (
        before.text,
        before.entities,
        before.passages,
    )
    assert found(index, "desk:baku source:reuters date:2020 Gazze") == ["d0"]
    assert found(index, "desk:ankara") == ["d1"]
    assert index.update("d0", source="Reuters").unchanged == 1
    index.update("d0", date=None, source=None)
    assert index.get("d0").date is None
    assert found(index, "source:reuters") == []
    assert index.check(full=True).ok


def test_a_new_title_is_searched_and_its_names_are_found(index: Index) -> None:
    """A headline is found by its words and names, as if the document had come with it."""
    index.update("d0", title="Putin Bakü'de")
    updated = index.get("d0")
    index.add(
        Document(
            id="d0",
            title="Putin Bakü'de",
            text=DOCUMENTS[0].text,
            language="tr",
            metadata=DOCUMENTS[0].metadata,
        )
    )
    assert updated == index.get("d0")
    assert [one.name for one in updated.title_entities] == ["Putin", "Baku"]
    index.update("d0", title="Toplantı ertelendi")
    assert found(index, "title:Putin") == []
    assert found(index, "title:toplantı") == ["d0"]
    assert index.check(full=True).ok


def test_updates_that_cannot_be(index: Index) -> None:
    """A wrong update says what is wrong, and changes none of the documents."""
    with pytest.raises(NotFoundError, match="no document 'nix'"):
        index.update(["d0", "nix"], source="Reuters")
    with pytest.raises(DocumentError, match="is no date"):
        index.update("d0", date="soon")
    with pytest.raises(UsageError, match="field 'source' is built in"):
        index.update("d0", metadata={"source": "x"})
    with pytest.raises(UsageError, match="nothing to change"):
        index.update("d0")
    with pytest.raises(DocumentError, match="title has over"):
        index.update("d0", title="x" * 3000)
    assert index.get("d0").source is None
    assert found(index, "source:reuters") == []


def test_delete_by_query(index: Index) -> None:
    """What a query with all its words and filters finds is deleted, and nothing else."""
    assert index.ids("oturum Gazze", source="Xinhua") == ["d2"]
    assert index.delete(query="oturum Gazze", source="Xinhua").deleted == 1
    assert index.delete(query="Gazze Narnia").deleted == 0
    assert index.delete(query="desk:ankara").deleted == 2
    assert index.ids() == ["d3"]
    assert index.check(full=True).ok


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "the query is empty"),
        ("  ", "the query is empty"),
        ("desk:nowhere", "not understood wholly: desk:nowhere"),
        ("date:never", "not understood wholly: date:never"),
        ("country:Narnia Gazze", "searched as words"),
        ("tag:nix", "no document has this tag"),
    ],
)
def test_nothing_is_deleted_by_a_query_in_doubt(
    shared: Index, query: str, message: str
) -> None:
    """A query that is empty, or not understood wholly, deletes nothing."""
    with pytest.raises(UsageError, match=message):
        shared.delete(query=query)
    assert len(shared.ids()) == 4


def test_a_broken_query_deletes_nothing(shared: Index) -> None:
    """Nothing that a search would pass over is passed over by a deletion."""
    with pytest.raises(QuerySyntaxError):
        shared.delete(query="Gazze AND (")
    with pytest.raises(UsageError, match="one of the two"):
        shared.delete("d0", query="Gazze")
    with pytest.raises(UsageError, match="one of the two"):
        shared.delete()
    with pytest.raises(UsageError, match="filters go with a query"):
        shared.delete("d0", until="2020")
    assert shared.ids("date:dün", today=TODAY) == []
    assert len(shared.ids()) == 4


def test_tags(index: Index) -> None:
    """Tags are found, counted, excluded and taken away, in any case and diacritics."""
    index.tag(["d0", "d1"], ["Reviewed", "önemli"])
    index.tag("d0", "REVIEWED")
    assert index.tags() == {"önemli": 2, "Reviewed": 2}
    assert index.tags("d0") == ("önemli", "Reviewed")
    index.untag("d1", "ONEMLI")
    assert found(index, "tag:reviewed") == ["d0", "d1"]
    assert found(index, "tag:onem* Gazze") == ["d0"]
    assert found(index, "Gazze -tag:reviewed") == ["d2", "d3"]
    assert found(index, "tag:önemli OR source:AA") == ["d0", "d3"]
    assert found(index, "Gazze", fields={"tag": "önemli"}) == ["d0"]
    counted = index.search("Gazze", facets=["tag"]).facets["tag"]
    assert [(one.name, one.count) for one in counted] == [("Reviewed", 2), ("önemli", 1)]
    assert "no document has this tag" in index.search("tag:nix").warnings[0]
    index.untag("d0")
    assert index.tags("d0") == ()


def test_tags_stay_with_the_id(index: Index) -> None:
    """A tag outlives new text, an update, a deletion and a second coming."""
    index.tag("d0", "reviewed")
    index.tag("d1", "gone")
    index.add(article(0, text="Ticaret heyeti Astana'ya gitti ve döndü."))
    index.update("d0", source="AA")
    assert found(index, "tag:reviewed") == ["d0"]
    index.delete("d1")
    assert index.tags() == {"gone": 0, "reviewed": 1}
    assert found(index, "tag:gone") == []
    index.add(article(1))
    assert found(index, "tag:gone") == ["d1"]
    index.delete("d1")
    assert index.forget_tags() == 1
    assert index.tags() == {"reviewed": 1}


@pytest.mark.parametrize(
    ("tag", "message"),
    [("", "letters or digits"), ("!", "letters or digits"), ("x" * 61, "at most 60")],
)
def test_tags_that_cannot_be(shared: Index, tag: str, message: str) -> None:
    """A tag is a short text of letters or digits; a wrong one changes nothing."""
    with pytest.raises(UsageError, match=message):
        shared.tag("d0", ["good", tag])
    with pytest.raises(NotFoundError):
        shared.tag(["d0", "nix"], "good")
    with pytest.raises(UsageError, match="its tags: none"):
        shared.untag("d0", "good")
    assert shared.tags() == {}


def test_recent_first(index: Index) -> None:
    """Of equals the recent one is first, then the older ones; undated ones count least."""
    index.update("d0", date="2026-05-31")
    index.update("d1", date="2026-03-03")
    hits = index.search("Gazze ateşkesi", sort="recent", today=TODAY, half_life=30)
    assert [hit.document.id for hit in hits] == ["d0", "d3", "d1", "d2"]
    plain = {hit.document.id: hit.score for hit in index.search("Gazze ateşkesi")}
    factors = [hit.score / plain[hit.document.id] for hit in hits]
    expected = [0.5 + 0.5 * 0.5 ** (days / 30) for days in (1, 30, 90)]
    assert factors == pytest.approx([*expected, 0.5])
    for hit in hits:
        explained = hit.explain()
        assert explained.score == pytest.approx(hit.score)
        assert f"times {explained.recency:.3f}: not of today" in str(explained)


def test_better_by_far_is_before_recent(index: Index) -> None:
    """What answers more than twice as well is first, however old."""
    index.add(
        [
            article(8, text="Gazze. Ticaret, tarım ve spor haberleri.", date=TODAY),
            article(
                9,
                title="Gazze ateşkesi",
                text="Gazze ateşkesi Gazze'de ateşkes getirdi.",
                date="1999-01-01",
            ),
        ]
    )
    hits = index.search("Gazze ateşkesi tarafları", sort="recent", today=TODAY)
    ids = [hit.document.id for hit in hits]
    assert ids.index("d9") < ids.index("d8")


def test_filters_alone_come_newest_first(index: Index) -> None:
    """Where nothing is scored, recent first is by date."""
    index.update("d0", date="2026-05-31")
    hits = index.search("lang:tr", sort="recent", today=TODAY)
    assert [hit.document.id for hit in hits][:2] == ["d0", "d3"]


def test_pages_of_recent_answers_never_overlap(index: Index) -> None:
    """Pages are slices of one order, with and without a limit a document."""
    texts = [f"Gazze {'ateşkesi ' * (n % 5)} haberi {n}. " * (1 + n % 3) for n in range(60)]
    index.add(
        article(100 + n, text=text, date=TODAY - datetime.timedelta(days=n * 7 % 90))
        for n, text in enumerate(texts)
    )
    for per_document in (1, None):

        def ask(limit: int, offset: int = 0, most: int | None = per_document) -> Results:
            return index.search(
                "Gazze ateşkesi",
                limit=limit,
                offset=offset,
                per_document=most,
                sort="recent",
                today=TODAY,
            )

        whole = ask(50)
        paged = [hit for n in range(0, 50, 7) for hit in ask(min(7, 50 - n), n)]
        passages = [hit.passage.id for hit in paged]
        assert len(set(passages)) == len(passages) == 50
        assert passages == [hit.passage.id for hit in whole]
        scores = [hit.score for hit in whole]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("half_life", [0, -1, float("nan"), float("inf"), "30", True])
def test_a_half_life_is_a_number_of_days(half_life: object) -> None:
    """Anything but days, more than 0, is refused."""
    with pytest.raises(UsageError, match="half_life"):
        diplosearch.SearchOptions(half_life=half_life)  # type: ignore[arg-type]


def test_all_engines_sort_recent_alike(tmp_path: Path) -> None:
    """The same passages in the same order with the same scores on each local engine."""
    documents = [
        article(n, text=f"Gazze {'ateşkes ' * (n % 4)}haberi {n}.", date=date)
        for n in range(80)
        for date in [TODAY - datetime.timedelta(days=n * 13 % 400) if n % 9 else None]
    ]
    answers = []
    for engine in ("memory", "whoosh", "tantivy"):
        if engine == "tantivy":
            pytest.importorskip("tantivy")
        where = ":memory:" if engine == "memory" else tmp_path / engine
        name = None if engine == "memory" else engine
        with diplosearch.rebuild(documents, where, engine=name, jobs=1) as index:
            hits = index.search(
                "Gazze ateşkes", sort="recent", today=TODAY, half_life=60, limit=30
            )
            answers.append([(hit.passage.id, round(hit.score, 9)) for hit in hits])
    assert answers[0] == answers[1] == answers[2]


def test_tags_survive_what_an_index_goes_through(tmp_path: Path) -> None:
    """Rebuilds, copies, merges and recoveries keep tags; an altered file is named."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Gazze ateşkesi Ankara'da görüşüldü.", encoding="utf-8")
    (corpus / "b.txt").write_text("Ticaret heyeti Astana'ya gitti.", encoding="utf-8")
    home = tmp_path / "index"
    with diplosearch.rebuild(corpus, home, jobs=1) as index:
        index.tag(["a", "b"], "reviewed")
        index.update("a", source="AA", metadata={"desk": "Ankara"})
    (corpus / "b.txt").unlink()
    with diplosearch.open(home) as index:
        assert index.sync(corpus).deleted == 1
        assert index.get("a").source == "AA"  # its file says the same
        (corpus / "a.txt").write_text("Gazze ateşkesi yeniden bozuldu.", encoding="utf-8")
        index.sync(corpus)
        assert index.get("a").source is None  # it was read anew
        assert index.tags("a") == ("reviewed",)
    with diplosearch.rebuild(corpus, home, jobs=1) as index:
        assert found(index, "tag:reviewed") == ["a"]
        assert index.check(full=True).findings == ()
    diplosearch.copy(home, tmp_path / "copy")
    with diplosearch.open(tmp_path / "copy") as index:
        assert index.tags("a") == ("reviewed",)
        index.tag("a", "copied")
    other = article(5, id="c", metadata={"desk": "Bakü"})
    diplosearch.rebuild([other], tmp_path / "other", jobs=1).close()
    merged = tmp_path / "merged"
    with diplosearch.merge([tmp_path / "copy", tmp_path / "other"], merged) as index:
        assert index.tags("a") == ("copied", "reviewed")
        assert found(index, "desk:baku") == ["c"]
    taken = diplosearch.rebuild(from_index=merged, location=tmp_path / "taken", jobs=1)
    with taken as index:
        assert index.tags("a") == ("copied", "reviewed")
        assert found(index, "desk:baku") == ["c"]
    diplosearch.recover(home)
    path = home / "sidecars" / "tags.json"
    path.write_text(path.read_text().replace("reviewed", "reviewer"))
    with diplosearch.open(home) as index:
        assert len(index.search("Gazze")) == 1
        assert "tags of index" in index.search("tag:reviewed").warnings[0]
        with pytest.raises(IndexDamagedError, match="remove"):
            index.tags()
        assert index.check().ok
        assert "holds the tags" in str(index.check().findings[0])


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"source": "x"}, "field 'source' is built in; give yours another name"),
        ({"Person": "x"}, "field 'Person' is built in"),
        ({"tag": "x"}, "field 'tag' is built in"),
        ({"two words": "x"}, "is no name of a field"),
        ({"1st": "x"}, "is no name of a field"),
        ({7: "x"}, "int' is no name of a field"),
        ({"desk": {"a": 1}}, "field 'desk' holds dict"),
        ({"desk": [b"x"]}, "field 'desk' holds bytes"),
        ({"desk": "x" * 501}, "over 500 characters"),
        ({"desk": [str(n) for n in range(201)]}, "has 201 values"),
        ({f"f{n}": "x" for n in range(51)}, "has 51 fields"),
        ("desk=Ankara", "metadata is str"),
    ],
)
def test_metadata_that_cannot_be(metadata: object, message: str) -> None:
    """A wrong field is refused with its name and what to do."""
    with pytest.raises(DocumentError, match=message):
        Document(id="a", text="x", metadata=metadata)  # type: ignore[arg-type]


def test_values_are_kept_as_text() -> None:
    """Numbers and dates become text, white space single spaces; empty values go."""
    given = {
        "desk": [" Ankara \n Bürosu", "", None, "Ankara Bürosu"],
        "column": 7,
        "day": datetime.date(2026, 1, 2),
        "none": None,
        "empty": [],
    }
    document = Document(id="a", text="x", metadata=given)  # type: ignore[arg-type]
    assert document.metadata == {
        "desk": ("Ankara Bürosu",),
        "column": ("7",),
        "day": ("2026-01-02",),
    }
    assert document.to_dict()["metadata"]["desk"] == ["Ankara Bürosu"]


def test_built_in_names_are_reserved() -> None:
    """No field of one's own can hide a field of a query, a facet or a column."""
    from diplosearch.export.table import COLUMNS
    from diplosearch.model import FACETS
    from diplosearch.query.lexer import FIELDS

    assert {*COLUMNS, *FACETS, *FIELDS} <= RESERVED_NAMES


def test_several_indexes_have_fields_and_tags(tmp_path: Path) -> None:
    """Fields and tags of several indexes are found together, each with its document."""
    for name, number in (("one", 0), ("two", 1)):
        with diplosearch.rebuild(
            [DOCUMENTS[number], article(number + 5)], tmp_path / name, jobs=1
        ) as index:
            index.tag(f"d{number}", ["reviewed", name])
    with diplosearch.open([tmp_path / "one", tmp_path / "two"]) as index:
        assert found(index, "desk:ankara") == ["d0", "d1"]
        assert found(index, "tag:reviewed") == ["d0", "d1"]
        assert found(index, "Gazze tag:two") == ["d1"]
        assert found(index, "Gazze -tag:two") == ["d0", "d5", "d6"]
        assert found(index, "tag:one OR tag:two") == ["d0", "d1"]
        assert index.tags() == {"one": 1, "reviewed": 2, "two": 1}
        assert index.tags("d1") == ("reviewed", "two")
        (hit,) = index.search("tag:two")
        assert hit.tags == ("reviewed", "two")
        counted = index.search("Gazze", facets=["tag"]).facets["tag"]
        assert (counted[0].name, counted[0].count) == ("reviewed", 2)
        with pytest.raises(UsageError, match="only read together"):
            index.tag("d1", "x")
