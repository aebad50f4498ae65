"""Corrections by hand on every engine: what they change, and what they survive."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ENGINES, empty_cluster

import diplosearch
from diplosearch import Correction, Document, Index
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.entities.base import Section
from diplosearch.entities.gazetteer.ids import make_id
from diplosearch.errors import NotFoundError, UsageError
from diplosearch.model import Entity

TEXTS = {
    "a": "Kemal Can Zorlutuna Ankara'da konuştu.",
    "b": "Aysel Zorlutuna yeni bir okul açtı.",
    "c": "Zorlutuna, Halberg ile görüştü. Among Sumitomo konuştu.",
    "d": "Viktor Halberg geldi. Acme Widgets Company satıldı.",
    "e": "Kemal Can Zorlutuna yine konuştu.",
}
DOCUMENTS = [
    Document(id=id, text=text, language="tr", title=f"Haber: {text.partition('.')[0]}")
    for id, text in TEXTS.items()
]
BARE, WHOLE = "person:zorlutuna", "person:kemal-can-zorlutuna"
RIVAL, JUNK = "person:aysel-zorlutuna", "person:among-sumitomo"
BARE_HALBERG, HALBERG = "person:halberg", "person:viktor-halberg"
ORG = "org:acme-widgets-company"

LINES = [
    f"{BARE} = {WHOLE}",
    f"- {JUNK}",
    f"{ORG} -> Acme Ltd",
    f"{BARE_HALBERG} != {HALBERG}",
]

_NAMES = re.compile(
    r"(?P<PERSON>(?:Kemal Can |Aysel )?Zorlutuna|(?:Viktor )?Halberg|Among Sumitomo)"
    r"|(?P<ORG>Acme Widgets Company)|(?P<GPE>Ankara)"
)


class Listed:
    """A recognizer that finds the names of these tests, and counts its calls."""

    fingerprint = "listed"
    calls = 0

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> list[Entity]:
        """Return each name with the id that is made of it."""
        Listed.calls += 1
        found = []
        for one in _NAMES.finditer(text):
            type: Any = one.lastgroup
            id = "city:323786" if type == "GPE" else make_id(type, one[0])
            found.append(Entity(one.start(), one.end(), type, one[0], id))
        return found


OWN = diplosearch.Resources(recognizer=Listed())


def rebuild(location: str | Path = ":memory:", **options: Any) -> Index:
    """Return an index of the documents, unless ``options`` name a source."""
    given = {"resources": OWN, "jobs": 1, **options}
    if not {"source", "from_index"} & given.keys():
        given["source"] = DOCUMENTS
    return diplosearch.rebuild(location=location, **given)


@pytest.fixture
def plain(location: str, engine_name: str) -> Iterator[Index]:
    """The documents on each engine in turn."""
    engine = engine_name if engine_name in DISK_ENGINES else None
    with rebuild(location, engine=engine) as made:
        yield made


@pytest.fixture
def index(plain: Index) -> Index:
    """The documents, with all four kinds of corrections."""
    plain.correct(LINES)
    return plain


@pytest.fixture(scope="module")
def shared(
    engine_name: str,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Index]:
    """The same with its corrections, for tests that change nothing."""
    location = ":memory:"
    if engine_name == "opensearch":
        location = f"{request.getfixturevalue('cluster_url')}/test-corrections"
    elif engine_name != "memory":
        location = str(tmp_path_factory.mktemp("corrections") / "index")
    engine = engine_name if engine_name in DISK_ENGINES else None
    with rebuild(location, engine=engine) as made:
        made.correct(LINES)
        yield made
    if engine_name == "opensearch":
        empty_cluster(location)


def ids_of(index: Index) -> dict[str, tuple[str, int]]:
    """Return name and number of documents of each person and organisation."""
    return {
        one.id: (one.name, one.documents)
        for one in index.entities()
        if one.type in ("PERSON", "ORG")
    }


def found(index: Index, entity: str) -> set[str]:
    """Return the documents that a filter lets through."""
    hits = index.search("Haber", entities=entity, limit=None)
    return {hit.document.id for hit in hits}


def state_of(index: Index) -> tuple[object, ...]:
    """Return all that corrections may change: lists, documents, facets, aliases."""
    return (
        [index.entity(one.id) for one in index.entities()],
        [document.to_dict() for document in index.documents()],
        index.search("konuştu OR görüştü OR açtı", facets=["person", "org"]).facets,
    )


def test_lists_filters_and_facets_agree(shared: Index) -> None:
    """One that was two, two that was one, none, and another name, wherever it is shown."""
    assert ids_of(shared) == {
        WHOLE: ("Kemal Can Zorlutuna", 3),
        RIVAL: ("Aysel Zorlutuna", 1),
        BARE_HALBERG: ("Halberg", 1),
        HALBERG: ("Viktor Halberg", 1),
        ORG: ("Acme Ltd", 1),
    }
    assert found(shared, WHOLE) == {"a", "c", "e"}
    # All whose name has this word, as for any name.
    assert found(shared, BARE) == {"a", "b", "c", "e"}
    assert found(shared, BARE_HALBERG) == {"c", "d"}
    assert found(shared, HALBERG) == {"d"}
    assert found(shared, JUNK) == set()
    assert found(shared, "org:Acme Ltd") == {"d"}
    results = shared.search(
        "Zorlutuna OR Halberg OR Acme", facets=["person", "org"], limit=None
    )
    counted = {one.id: (one.name, one.count) for one in results.facets["person"]}
    assert counted == {
        WHOLE: ("Kemal Can Zorlutuna", 3),
        RIVAL: ("Aysel Zorlutuna", 1),
        BARE_HALBERG: ("Halberg", 1),
        HALBERG: ("Viktor Halberg", 1),
    }
    assert [(one.id, one.name) for one in results.facets["org"]] == [(ORG, "Acme Ltd")]


def test_documents_and_hits_show_them(shared: Index) -> None:
    """Entities of a document, a passage, a title and a hit are those of the corrections."""
    document = shared.get("c")
    ids = {WHOLE, BARE_HALBERG}
    assert {one.id for one in document.entities} == ids
    assert {one.id for one in document.title_entities} == ids
    assert {one.id for passage in document.passages for one in passage.entities} == ids
    assert [one.name for one in shared.get("d").entities if one.id == ORG] == ["Acme Ltd"]
    (hit,) = shared.search("görüştü")
    assert {one.id for one in hit.passage.entities} == ids
    assert "Kemal Can Zorlutuna" in hit.to_html()
    assert JUNK not in json.dumps(hit.to_dict())
    assert JUNK not in hit.to_html()
    # The words of what is no entity are found as words.
    assert [hit.document.id for hit in shared.search('"Among Sumitomo"')] == ["c"]


def test_profiles_relations_and_timelines(shared: Index) -> None:
    """A profile counts all of its ids and has their spellings; none names what is none."""
    profile = shared.profile(BARE)
    assert (profile.id, profile.documents, profile.aliases) == (WHOLE, 3, (BARE,))
    assert {form.text for form in profile.forms} == {"Kemal Can Zorlutuna", "Zorlutuna"}
    assert {one.id for one in profile.related} >= {BARE_HALBERG}
    assert JUNK not in {one.id for one in shared.related(BARE_HALBERG)}
    assert shared.timeline("", entities=WHOLE).documents == 3
    for ask in (shared.entity, shared.profile, shared.related):
        with pytest.raises(NotFoundError):
            ask(JUNK)


def test_names_in_a_query_find_them(shared: Index) -> None:
    """A name of several words finds the entity under all ids, a new name as well."""
    assert {hit.document.id for hit in shared.search("Kemal Can Zorlutuna")} >= {"a", "c"}
    assert [hit.document.id for hit in shared.search('org:"Acme Ltd"')] == ["d"]
    assert next(hit.document.id for hit in shared.search("Acme Ltd")) == "d"
    (warning,) = shared.search('person:"Among Sumitomo"').warnings
    assert "the index knows none of this name" in warning
    assert "Acme Ltd" in {one.name for one in shared.complete("acme", field="org")}
    assert shared.complete("sumitomo", field="person") == []


def test_similar_documents(shared: Index) -> None:
    """Documents are alike by what the corrections make of their names."""
    assert {hit.document.id for hit in shared.similar("a")} >= {"c", "e"}
    assert "Sumitomo" not in {one.name for one in shared.get("c").entities}
    assert shared.similar("c", limit=None) is not None


def test_index_is_sound(shared: Index) -> None:
    """A full check finds the table that documents and corrections lead to."""
    assert shared.check(full=True).findings == ()


def test_taken_back_nothing_is_left(plain: Index) -> None:
    """Without its corrections an index is as it was before, and sound."""
    before = state_of(plain)
    plain.correct(LINES)
    assert state_of(plain) != before
    assert [str(one) for one in plain.corrections()] == LINES
    plain.take_back(LINES[:2])
    assert [str(one) for one in plain.corrections()] == LINES[2:]
    plain.take_back(plain.corrections())
    assert state_of(plain) == before
    assert plain.corrections() == ()
    assert plain.check(full=True).findings == ()


def test_they_hold_for_later_documents(index: Index) -> None:
    """Documents that are added, replaced or deleted afterwards are counted under them."""
    index.add(Document(id="f", text="Zorlutuna, Among Sumitomo dedi.", language="tr"))
    assert ids_of(index)[WHOLE][1] == 4
    assert JUNK not in ids_of(index)
    index.add(Document(id="c", text="Bakan, Halberg ile görüştü.", language="tr"))
    assert ids_of(index)[WHOLE][1] == 3
    assert ids_of(index)[BARE_HALBERG][1] == 1
    index.delete(["c", "f"])
    assert ids_of(index)[WHOLE][1] == 2
    assert BARE_HALBERG not in ids_of(index)
    assert [str(one) for one in index.corrections()] == LINES
    assert index.check(full=True).findings == ()


def test_merged_into_what_no_document_names(plain: Index) -> None:
    """The other id may be one that is yet to come; its kind tells the type."""
    plain.correct([f"{ORG} = fac:acme-plant", f"{BARE} = person:other"])
    assert "no document gives fac:acme-plant and 1 other ids" in plain.report.remarks[1]
    record = plain.entity("fac:acme-plant")
    assert (record.type, record.name) == ("FAC", "Acme Widgets Company")
    (entity,) = (one for one in plain.get("d").entities if one.id == record.id)
    assert (entity.type, entity.name) == ("FAC", "Acme Widgets Company")
    assert found(plain, "place:Acme Widgets Company") == {"d"}
    assert found(plain, ORG) == {"d"}
    assert plain.search("Acme", facets=["place"]).facets["place"][0].count == 1
    assert plain.check(full=True).findings == ()


def test_banned_names_are_no_rivals(plain: Index) -> None:
    """A bare surname goes to the person who is left, as if the other had never been."""
    assert BARE in ids_of(plain)
    plain.correct(f"- {RIVAL}")
    assert ids_of(plain)[WHOLE][1] == 3
    plain.take_back(f"- {RIVAL}")
    assert ids_of(plain)[BARE][1] == 1


def test_what_is_wrong_changes_nothing(index: Index) -> None:
    """Of several lines all are taken or none, and the message says which is wrong."""
    commit = index.stats().commit
    with pytest.raises(UsageError, match=r"'person:x': |no correction"):
        index.correct([f"- {HALBERG}", "person:x"])
    with pytest.raises(UsageError, match=r"correction 1 \("):
        index.correct(f"{BARE} != {WHOLE}")
    with pytest.raises(NotFoundError, match="no correction '- org:x'"):
        index.take_back([LINES[0], "- org:x"])
    for wrong in (7, [7], None):
        with pytest.raises(UsageError):
            index.correct(wrong)  # type: ignore[arg-type]
    assert index.correct(LINES[0]).remarks == []
    assert index.correct([]).remarks == []
    assert index.stats().commit == commit
    assert [str(one) for one in index.corrections()] == LINES


def test_ids_of_names(shared: Index) -> None:
    """A whole name is the id made of it; part of a name, the entity's that has it."""
    assert shared.entity_id("Zorlutuna") == BARE
    assert shared.entity_id("person:Zorlutuna") == BARE
    assert shared.entity_id(BARE) == BARE
    assert shared.entity_id("Kemal Can") == WHOLE
    assert shared.entity_id("Acme Ltd") == ORG
    assert shared.entity_id(JUNK) == shared.entity_id("Among Sumitomo") == JUNK
    assert shared.entity_id("city:Ankara").startswith("city:")
    for unknown in ("", "?", "person:", "Nobody", "org:Zorlutuna", 7):
        with pytest.raises((NotFoundError, UsageError)):
            shared.entity_id(unknown)  # type: ignore[arg-type]


def test_nothing_is_recognized_again(plain: Index) -> None:
    """Corrections are applied to what was found; no document is read a second time."""
    calls = Listed.calls
    plain.correct(LINES)
    plain.take_back(LINES)
    assert Listed.calls == calls > 0


def test_names_by_hand_are_text(plain: Index) -> None:
    """A name given by hand is shown like one of a document: nothing in it acts."""
    plain.correct(f'{ORG} -> <script>"x"</script>=1+1&')
    (hit,) = plain.search("satıldı")
    assert "<script>" not in hit.to_html()
    assert "&lt;script&gt;" in hit.to_html()
    assert "<script>" not in plain.search("satıldı").to_html()


# What they survive


def test_sync_and_rebuild_keep_them(location: str, tmp_path: Path) -> None:
    """A sync, a rebuild of its folder, and one of its own documents leave them."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for id, text in TEXTS.items():
        (folder / f"{id}.txt").write_text(text, encoding="utf-8")
    with rebuild(location, source=folder) as index:
        index.correct(LINES)
        (folder / "g.txt").write_text("Zorlutuna, Halberg'i aradı.", encoding="utf-8")
        index.sync(folder)
        assert ids_of(index)[WHOLE][1] == 4
        assert [str(one) for one in index.corrections()] == LINES
        expected = state_of(index)
    if location == ":memory:":
        return
    for source in ({"source": folder}, {"from_index": location}):
        with rebuild(location, **source) as again:
            assert state_of(again) == expected
            assert [str(one) for one in again.corrections()] == LINES
            assert again.report.remarks == []


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "memory"])
def test_another_engine_and_another_place(engine: str, tmp_path: Path) -> None:
    """Documents that go from one index to another take its corrections along."""
    with rebuild() as memory:
        memory.correct(LINES)
        expected = state_of(memory)
        place = tmp_path / "index"
        with rebuild(place, source=memory, engine=engine) as made:
            assert state_of(made) == expected
    other = "whoosh" if engine == "tantivy" else "tantivy"
    if other in ENGINES:
        with rebuild(place, from_index=place, engine=other) as moved:
            assert moved.stats().engine == other
            assert state_of(moved) == expected
    with rebuild(from_index=place) as back:
        assert state_of(back) == expected


def test_recovery_keeps_them(tmp_path: Path) -> None:
    """An index made sound again from its documents has its corrections."""
    place = tmp_path / "index"
    with rebuild(place) as index:
        index.correct(LINES)
        expected = state_of(index)
    next(place.glob("generation-*/commit-*/entities.sqlite")).write_bytes(b"gone")
    assert diplosearch.recover(place, jobs=1).outcome == "rebuilt"
    with diplosearch.open(place) as again:
        assert state_of(again) == expected


def test_recovery_takes_them_from_an_older_state(tmp_path: Path) -> None:
    """Where the manifest is damaged, those of the commit before count."""
    place = tmp_path / "index"
    with rebuild(place) as index:
        index.correct(LINES)
        reader = diplosearch.open(place)  # keeps its commit from being cleaned up
        index.add(Document(id="f", text="Zorlutuna geldi.", language="tr"))
    next(place.glob("generation-*/commit-000003/manifest.json")).write_bytes(b"gone")
    for path in place.glob("generation-*/commit-*/entities.sqlite"):
        path.write_bytes(b"gone")
    reader.close()
    assert diplosearch.recover(place, jobs=1).outcome == "rebuilt"
    with diplosearch.open(place) as again:
        assert [str(one) for one in again.corrections()] == LINES
        assert ids_of(again)[WHOLE][1] == 3


def test_damaged_index_says_that_they_may_be_lost(tmp_path: Path) -> None:
    """A rebuild over a manifest that cannot be read has no corrections, and says so."""
    place = tmp_path / "index"
    with rebuild(place) as index:
        index.correct(LINES)
    manifest = next(place.glob("generation-*/commit-000002/manifest.json"))
    manifest.write_bytes(manifest.read_bytes()[:-9])
    with rebuild(place) as again:
        assert again.corrections() == ()
        assert "corrections by hand that the old index may have had" in str(
            again.report.remarks
        )


def test_empty_index_finds_entities_after_them() -> None:
    """Corrections made before the first document do not make it an index without names."""
    with diplosearch.open(":memory:", resources=OWN) as index:
        index.correct(LINES)
        index.add(DOCUMENTS)
        assert ids_of(index)[WHOLE][1] == 3


# A user's file


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A file of corrections."""
    path = tmp_path / "mine.txt"
    path.write_text("# mine\n\n" + "\n".join(LINES), encoding="utf-8")
    return path


def test_file_is_taken_over(location: str, engine_name: str, mine: Path) -> None:
    """A rebuild with a file keeps its lines; without one the index has them still."""
    engine = engine_name if engine_name in DISK_ENGINES else None
    with rebuild(location, engine=engine, corrections=mine) as index:
        assert [str(one) for one in index.corrections()] == LINES
        assert index.report.remarks == ["corrections by hand: 4 new, 4 hold now"]
        assert ids_of(index)[WHOLE][1] == 3
        mine.unlink()
        index.add(Document(id="f", text="Zorlutuna geldi.", language="tr"))
        assert ids_of(index)[WHOLE][1] == 4


def test_opened_with_a_file_it_holds_with_the_next_change(
    mine: Path, tmp_path: Path
) -> None:
    """It takes the place of what the index kept, once; corrections made then come to it."""
    place = tmp_path / "index"
    with rebuild(place) as index:
        index.correct(f"- {RIVAL}")
    with diplosearch.open(place, corrections=mine, resources=OWN) as index:
        assert [str(one) for one in index.corrections()] == [f"- {RIVAL}"]
        report = index.delete("nothing")
        assert report.remarks == ["corrections by hand: 4 new, 1 taken back, 4 hold now"]
        assert [str(one) for one in index.corrections()] == LINES
        index.correct(f"- {RIVAL}")
        index.add(Document(id="f", text="Zorlutuna geldi.", language="tr"))
        assert [str(one) for one in index.corrections()] == [*LINES, f"- {RIVAL}"]
    with diplosearch.open(place, corrections=str(mine)) as index:
        index.correct("- org:x")
        assert [str(one) for one in index.corrections()] == [*LINES, "- org:x"]
        mine.write_text("", encoding="utf-8")
        index.replace_corrections(mine)
        assert index.corrections() == ()


def test_unsound_file_is_told_before_anything_is_done(tmp_path: Path) -> None:
    """The file and the number of the line are named; no index is made or changed."""
    path = tmp_path / "mine.txt"
    path.write_text(f"- {JUNK}\n{BARE} = {WHOLE}\n{WHOLE} = {BARE}\n", encoding="utf-8")
    place = tmp_path / "index"
    for call in (
        partial(rebuild, place, corrections=path),
        partial(diplosearch.open, place, corrections=path),
        partial(diplosearch.open, ":memory:", corrections=path),
    ):
        with pytest.raises(
            UsageError, match=r"mine.txt, line 3: it makes a circle with .* line 2"
        ):
            call()
    assert not place.exists()


def test_corrections_are_values() -> None:
    """A correction has its kind, ids and name, and its line as text."""
    with rebuild() as index:
        index.correct(LINES)
        merge, ban, rename, apart = index.corrections()
        assert merge == Correction("merge", BARE, WHOLE)
        assert (ban.kind, ban.id, ban.other) == ("ban", JUNK, "")
        assert (rename.kind, rename.other) == ("rename", "Acme Ltd")
        assert str(apart) == f"{BARE_HALBERG} != {HALBERG}"
        index.take_back(merge)
        assert index.corrections() == (ban, rename, apart)
