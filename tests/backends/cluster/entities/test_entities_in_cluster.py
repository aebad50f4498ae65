"""The rows of entities in a cluster: what a commit sends, and what others make of it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.backends.cluster.entities import replica, rows
from diplosearch.backends.cluster.entities.index import EntityIndex
from diplosearch.backends.cluster.entities.replica import Replica
from diplosearch.backends.cluster.generations import find_generations
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.entity_index.schema import TABLES
from diplosearch.errors import IndexDamagedError, UnusableIndexError, UsageError
from diplosearch.storage.safe_files import read_file

pytestmark = pytest.mark.cluster

SENTENCES = (
    "Cumhurbaşkanı Recep Tayyip Erdoğan Ankara'da konuştu.",
    "Erdoğan, Putin ile görüştü.",
    "Vladimir Putin Moskova'da basın toplantısı düzenledi.",
    "Dışişleri Bakanı Hakan Fidan, NATO zirvesine katıldı.",
    "Fidan, Kuzey Atlantik Antlaşması Örgütü genel sekreteriyle konuştu.",
    "Zerrin Ölçer, Milliyet gazetesine anlattı.",
    "Ölçer'in açıklaması Milliyette yayımlandı.",
    "FIBA 2019 Dünya Kupası Çin'de başladı.",
    "President Tokayev met Zerrin Olcer in Astana on 3 May 2024.",
    "G.Birliği, Gençlerbirliği ile karşılaştı.",
)


def make_documents(count: int, seed: int) -> list[Document]:
    """Return documents with names that are spelt in several ways."""
    chance = random.Random(seed)
    return [
        Document(
            id=f"d{n}", text=" ".join([f"Haber {seed}-{n}.", *chance.sample(SENTENCES, 3)])
        )
        for n in range(count)
    ]


def tables_of(index: Index) -> dict[str, list[Any]]:
    """Return all rows of the tables of entities of an index."""
    with index._use() as searcher:
        return {name: sorted(searcher.entities.rows(name)) for name in TABLES}


@pytest.fixture(params=["kept", "not kept", "altered"])
def cache(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder of caches that keeps what it is given, or nothing, or something else."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if request.param == "not kept":
        monkeypatch.setattr(replica, "find_folder", lambda: None)
    if request.param == "altered":
        find = replica.find_folder

        def alter() -> Path | None:
            folder = find()
            for path in folder.iterdir() if folder else ():
                path.write_bytes(path.read_bytes()[:-1] + b"!")
            return folder

        monkeypatch.setattr(replica, "find_folder", alter)
    return tmp_path


def test_changes_are_those_of_memory(location: str, cache: Path) -> None:
    """After each change the rows are those that an index in memory has."""
    first = make_documents(8, 1)
    with (
        diplosearch.rebuild(first, jobs=1) as memory,
        diplosearch.rebuild(first, location, jobs=1) as index,
    ):
        assert tables_of(index) == tables_of(memory)
        assert len(tables_of(index)["aliases"]) > 2
        for one in (memory, index):
            one.add(make_documents(3, 2))
        assert tables_of(index) == tables_of(memory)
        for one in (memory, index):
            one.delete(["d0", "d4", "d5"])
        assert tables_of(index) == tables_of(memory)
        for one in (memory, index):
            one.correct("person:zerrin-olcer -> Hakim Ölçer\n- org:milliyet")
        assert tables_of(index) == tables_of(memory)
        for one in (memory, index):
            one.delete(["d1", "d2", "d3", "d6", "d7"])
        assert tables_of(index) == tables_of(memory)
        assert index.check(full=True).ok


def test_look_ups_are_those_of_memory(location: str) -> None:
    """Whatever is asked of the entities, a cluster answers as memory does."""
    many = make_documents(12, 3)
    with (
        diplosearch.rebuild(many, jobs=1) as memory,
        diplosearch.rebuild(many, location, jobs=1) as index,
        memory._use() as here,
        index._use() as there,
    ):
        table, other = here.entities, there.entities
        ids = [one.id for one in table.find()]
        assert len(ids) > 15
        for id in [*ids, *table.aliases(), "person:nobody", ""]:
            assert other.get(id) == table.get(id)
            assert other.members(id) == table.members(id)
            assert other.is_given(id) == table.is_given(id)
            assert other.forms(id) == table.forms(id)
        assert other.namings == table.namings
        assert other.groups == table.groups
        assert other.names_of([*ids, "person:nobody"]) == table.names_of(ids)
        known = {*ids, *table.aliases()}
        assert other.find_known([*known, "x:y"]) == table.find_known([*known, "x:y"])
        for prefix in ("", "er", "Zer", "Dünya", "x", "putin", "vladimir putin"):
            for more in ({}, {"type": "PERSON"}, {"kind": "country"}, {"limit": 2}):
                assert other.find(prefix, **more) == table.find(prefix, **more)
            for is_whole in (True, False):
                found = other.find_by_name(prefix, is_whole=is_whole)
                assert found == table.find_by_name(prefix, is_whole=is_whole)


def test_a_commit_sends_its_changes(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An addition sends no row of an entity that its documents do not name."""
    sent: list[rows.RowChange] = []
    changes = rows.ChangeLog.changes

    def note(self: rows.ChangeLog) -> Iterator[rows.RowChange]:
        for one in changes(self):
            sent.append(one)
            yield one

    monkeypatch.setattr(rows.ChangeLog, "changes", note)
    with diplosearch.rebuild(make_documents(20, 4), location, jobs=1) as index:
        everything = sum(map(len, tables_of(index).values()))
        index.add(Document(id="new", text="Hakan Fidan Astana'ya gitti."))
        named = {one.source["id"] for one in sent if one.source is not None}
    assert 4 <= len(sent) < everything / 4
    assert named == {"person:hakan-fidan", "city:1526273"}


def test_reader_sees_the_entities_of_its_commit(location: str) -> None:
    """What later commits count, rename or remove is not that of an open reader."""
    with diplosearch.rebuild(make_documents(5, 5), location, jobs=1) as index:
        with diplosearch.open(location) as before:
            old = {one.id: one.documents for one in before.entities()}
            index.add(Document(id="new", text="Hakan Fidan ile Viktor Orban buluştu."))
            index.delete("d0")
            assert {one.id: one.documents for one in before.entities()} == old
        with diplosearch.open(location) as after:
            assert "person:viktor-orban" in {one.id for one in after.entities()}


def test_writer_on_another_machine(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer brings what its machine has kept up to what others have committed."""
    machines = [tmp_path / name for name in ("one", "other")]
    monkeypatch.setenv("XDG_CACHE_HOME", str(machines[0]))
    diplosearch.rebuild(make_documents(6, 6), location, jobs=1).close()
    for turn, folder in enumerate([*machines, *machines]):
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        with diplosearch.open(location) as index:
            index.add(
                Document(id=f"n{turn}", text=f"{SENTENCES[turn]} {SENTENCES[turn + 4]}")
            )
            if turn == 2:
                index.delete("d0")
    with diplosearch.open(location) as index, index._use() as searcher:
        documents = [index.get(id) for id in index.ids()]
        assert index.check(full=True).ok
        assert searcher.snapshot.manifest.documents == len(documents) == 9


def test_rows_that_are_missing(location: str, cluster: Cluster) -> None:
    """An index that lacks rows is told as damaged, and changes no more of it."""
    with diplosearch.rebuild(make_documents(4, 7), location, jobs=1):
        name = find_generations(cluster)[-1].entities
        cluster.ask(
            "POST",
            f"{name}/_delete_by_query",
            {"query": {"prefix": {"id": "person:"}}},
            refresh=True,
        )
        report = diplosearch.check(location)
        assert not report.ok
        assert "rows of the kind 'tally'" in str(report.damage[0])
        with (
            closing(Replica(EntityIndex(cluster, name))) as found,
            pytest.raises(IndexDamagedError, match="rebuild"),
        ):
            found.fetch(1, {"tally": 1, "entity": 10_000})


def test_kept_pieces_take_their_own_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A piece is read into as much memory as it has bytes, not as it might have."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked: list[int] = []
    read = read_file

    def note(path: Path, *, most: int) -> bytes:
        asked.append(most)
        return read(path, most=most)

    monkeypatch.setattr(replica, "read_file", note)
    assert replica.read_kept("piece") is None
    replica.keep("piece", b"stories")
    assert replica.read_kept("piece") == b"stories"
    assert asked == [len(b"stories")]


def test_rows_are_purged_once_nobody_reads_them(
    location: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What commits removed goes days later, and no row of the current commit with it.

    Readers of commits before are told; those of the current one go on.
    """
    first = make_documents(6, 1)
    diplosearch.rebuild(first, location, jobs=1).close()
    entities = find_generations(cluster)[-1].entities

    def count(query: dict[str, Any]) -> int:
        cluster.ask("POST", f"{entities}/_refresh")
        found = cluster.ask("POST", f"{entities}/_search", {"size": 0, "query": query})
        return int(found["hits"]["total"]["value"])

    removed = {"exists": {"field": "removed"}}
    milestone = {"term": {"kind": rows.MILESTONE}}
    with (
        diplosearch.open(location) as old,
        diplosearch.open(location) as writer,
        diplosearch.rebuild(first, jobs=1) as memory,
    ):
        for one in (writer, memory):
            one.add(make_documents(3, 2), jobs=1)
        left = count(removed)
        assert left > 0
        assert count(milestone) == 1
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 7.5 * 86_400)
        assert old.entities("PERSON")
        for one in (writer, memory):
            one.add(make_documents(3, 3), jobs=1)
        assert count(removed) > left  # the reader of the first commit has them
        assert count(milestone) == 2
        monkeypatch.setattr(time, "time", lambda: now + 15.6 * 86_400)
        with pytest.raises(UnusableIndexError, match="open the index again"):
            old.entities("PERSON")
        assert writer.entities("PERSON")
        purged = {"bool": {"filter": [removed, {"range": {"removed": {"lte": 2}}}]}}
        assert count(purged) == left
        for one in (writer, memory):
            one.add(make_documents(3, 4), jobs=1)
        assert count(purged) == 0
        assert count(removed) > 0
        assert count(milestone) == 2
        assert tables_of(writer) == tables_of(memory)
        assert writer.check(full=True).ok
    with diplosearch.open(location) as again:
        assert tables_of(again)["entities"]


def test_purging_leaves_what_lost_writers_removed(location: str, cluster: Cluster) -> None:
    """A number that never became a commit removes no row for good."""
    diplosearch.rebuild(make_documents(6, 1), location, jobs=1).close()
    name = find_generations(cluster)[-1].entities
    number = 3
    change = {
        "query": {"term": {"kind": rows.ENTITY}},
        "script": {
            "source": "ctx._source.removed = [params.number]",
            "params": {"number": number},
        },
    }
    cluster.ask("POST", f"{name}/_update_by_query", change, refresh=True)
    index = EntityIndex(cluster, name, [number])
    before = index.count(4)
    long_ago = int(time.time() // 60) - 20 * 24 * 60
    mark = {"kind": rows.MILESTONE, "key": "m", "documents": 4, "passages": long_ago}
    cluster.ask("PUT", f"{name}/_doc/{rows.MILESTONE}-4", mark, refresh=True)
    index.purge(4)
    assert index.count(4) == before
    EntityIndex(cluster, name).purge(4)
    assert index.count(4)[rows.ENTITY] == 0


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of what is asked for."""
    asked: list[str] = []
    send = Cluster._try

    def note(self: Cluster, method: str, path: str, *more: Any) -> Any:
        asked.append(path)
        return send(self, method, path, *more)

    monkeypatch.setattr(Cluster, "_try", note)
    return asked


def test_a_batch_looks_names_up_together(location: str, requests: list[str]) -> None:
    """Of many names the entities are read in a few requests, not in six for each.

    The answers are those of memory, also for ids, unknown names and what is misspelt.
    """
    documents = make_documents(30, 5)
    names = [
        *("Recep Tayyip Erdoğan", "Erdoğan", "Putin", "Hakan Fidan", "NATO", "Fidan'ın"),
        *("Zerrin Ölçer", "Milliyet", "Çin", "Astana", "nobody", "country:Çin", "person:x"),
        *(
            "FIBA",
            "Gençlerbirliği",
            "Kazakistan",
            "Moskova'da",
            "Tayyip",
            "zirve",
            "Ankara",
        ),
    ]
    with (
        diplosearch.rebuild(documents, jobs=1) as memory,
        diplosearch.rebuild(documents, location, jobs=1),
        diplosearch.open(location) as index,
    ):
        wanted = [
            (one.query, one.entity, [hit.document.id for hit in one.results.hits])
            for one in memory.batch(names)
        ]
        requests.clear()
        found = [
            (one.query, one.entity, [hit.document.id for hit in one.results.hits])
            for one in index.batch(names)
        ]
        assert found == wanted
        of_entities = [one for one in requests if one.endswith("entities/_search")]
        assert len(of_entities) < len(names)  # there were six for each
        assert len(requests) < 4 * len(names)
        with pytest.raises(UsageError, match="a query is empty"):
            list(index.batch(["Putin", " "]))
        with pytest.raises(UsageError, match="give strings"):
            list(index.batch(["Putin", 7]))  # type: ignore[list-item]


def test_similar_documents_count_together(location: str, requests: list[str]) -> None:
    """The concepts of a document are counted in one request, and what is found is what
    memory finds.
    """
    documents = make_documents(30, 6)
    with (
        diplosearch.rebuild(documents, jobs=1) as memory,
        diplosearch.rebuild(documents, location, jobs=1),
        diplosearch.open(location) as index,
    ):
        index.search("Putin")
        for one in documents[:8]:
            requests.clear()
            found = index.similar(one.id)
            wanted = memory.similar(one.id)
            assert found.query == wanted.query
            assert [hit.document.id for hit in found] == [hit.document.id for hit in wanted]
            assert [hit.score for hit in found] == pytest.approx(
                [hit.score for hit in wanted]
            )
            assert len(requests) < 12  # there were twenty-six
