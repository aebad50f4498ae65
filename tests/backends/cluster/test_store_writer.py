"""What a writer in a cluster looks up of the documents that are there."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster import store_writer
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.ingest.survey import survey
from diplosearch.writing import changes

pytestmark = pytest.mark.cluster


def documents(numbers: range, mark: str = "") -> list[Document]:
    """Return a short document for each number; ``mark`` makes texts of their own."""
    return [Document(id=f"d{n}", text=f"Text {n} of the treaty{mark}.") for n in numbers]


def test_many_are_looked_up_together(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An addition asks for many ids and digests at once, and lists no documents."""
    asked: list[Any] = []
    send = Cluster._try

    def note(self: Cluster, method: str, path: str, body: Any, *more: Any) -> Any:
        if path.endswith("documents/_search") and body["size"]:
            asked.append(body)
        return send(self, method, path, body, *more)

    diplosearch.rebuild(documents(range(400)), location, entities=False, jobs=1).close()
    monkeypatch.setattr(Cluster, "_try", note)
    with diplosearch.open(location) as index:
        report = index.add(
            [
                *documents(range(390, 650)),
                *documents(range(10), " again"),
                *documents(range(390, 393)),
            ],
            jobs=1,
        )
        assert len(asked) == 2
        assert (report.documents, report.replaced, report.unchanged) == (260, 10, 10)
        assert len(report.skipped) == 3
        asked.clear()
        index.add(documents(range(650, 1900)), jobs=1)
        assert len(asked) == 6
        assert len(index.ids()) == 1900
        assert index.check(full=True).ok


@pytest.mark.parametrize(("kept", "own"), [(3, 50_000), (20_000, 50_000), (20_000, 3)])
def test_changes_are_those_of_memory(
    location: str, monkeypatch: pytest.MonkeyPatch, kept: int, own: int
) -> None:
    """Documents that double, replace or follow others are treated as in memory.

    That is so however many keys of them are kept at the client.
    """
    monkeypatch.setattr(store_writer, "_MOST_KEPT", kept)
    monkeypatch.setattr(store_writer, "_MOST_OWN", own)
    monkeypatch.setattr(store_writer, "_LOOKED_UP", 4)
    chance = random.Random(kept + own)

    def some(count: int) -> list[Document]:
        return [
            Document(
                id=f"d{chance.randrange(12)}", text=f"Text {chance.randrange(8)} here."
            )
            for _ in range(count)
        ]

    first = some(10)
    with (
        diplosearch.rebuild(first, entities=False, jobs=1) as memory,
        diplosearch.rebuild(first, location, entities=False, jobs=1) as index,
    ):
        for _ in range(5):
            changes = some(9)
            reports = [one.add(changes, jobs=1) for one in (memory, index)]
            found, wanted = (
                (one.documents, one.replaced, one.unchanged, one.skipped) for one in reports
            )
            assert found == wanted
            gone = [f"d{chance.randrange(12)}"]
            for one in (memory, index):
                one.delete(gone)
            assert sorted(index.ids()) == sorted(memory.ids())
            texts = [{id: one.get(id).text for id in one.ids()} for one in (memory, index)]
            assert texts[0] == texts[1]


def with_doubles(count: int) -> Iterator[Document]:
    """Yield documents of which every tenth says what another one said long before.

    Every fifteenth has the id of one of long before.
    """
    for n in range(count):
        said = n % 60 if n % 10 == 9 else n
        id = n % 75 if n % 15 == 14 else n
        yield Document(id=f"d{id}", text=f"Text {said} of the treaty.")


def test_a_rebuild_keeps_few_keys(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many documents the last keys alone stay at the client, and no double passes."""
    monkeypatch.setattr(store_writer, "_MOST_OWN", 20)
    monkeypatch.setattr(store_writer, "_LOOKED_UP", 10)
    most = 0
    add_body = store_writer.ClusterWritingStore.add_body

    def note(self: Any, row: int, *more: Any, **named: Any) -> None:
        nonlocal most
        add_body(self, row, *more, **named)
        most = max(most, self._own.count(self._number))

    monkeypatch.setattr(store_writer.ClusterWritingStore, "add_body", note)
    found = []
    with diplosearch.rebuild(with_doubles(300), location, entities=False, jobs=1) as index:
        found.append((index.ids(), index.report.skipped))
        assert index.check(full=True).ok
    assert most == 20
    with diplosearch.rebuild(with_doubles(300), entities=False, jobs=1) as memory:
        found.append((memory.ids(), memory.report.skipped))
    assert found[0] == found[1]
    assert len(found[0][0]) < 280


def test_a_part_keeps_few_keys(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of a rebuild forget keys as well, and take no rows of each other for theirs."""
    lines = (json.dumps({"id": one.id, "text": one.text}) for one in with_doubles(200))
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    with diplosearch.rebuild(file, entities=False, jobs=1) as memory:
        wanted = set(memory.ids())
    monkeypatch.setattr(store_writer, "_MOST_OWN", 20)
    monkeypatch.setattr(store_writer, "_LOOKED_UP", 10)
    for part in ("1/2", "2/2"):
        diplosearch.rebuild_part(file, location, part=part, entities=False, jobs=1)
    with diplosearch.finish_rebuild(location) as index:
        assert set(index.ids()) == wanted
        assert index.check(full=True).ok


def test_sync_lists_its_own_folder(
    location: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sync removes what is gone from its folder, and keeps documents of others."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(3):
            path = tmp_path / name / f"{name}{number}.txt"
            path.write_text(f"Text {name}{number} of the treaty.", encoding="utf-8")
    diplosearch.rebuild(tmp_path / "a", location, entities=False, jobs=1).close()
    with diplosearch.open(location) as index:
        index.sync(tmp_path / "b", jobs=1)
        (tmp_path / "b" / "b0.txt").rename(tmp_path / "b" / "moved.txt")
        (tmp_path / "b" / "b1.txt").unlink()
        report = index.sync(tmp_path / "b", jobs=1)
        assert report.deleted == 2
        assert len(index.ids()) == 5
        names = {id.rpartition("/")[2].split(".")[0] for id in index.ids()}
        assert {"a0", "a1", "a2"} <= names


def test_parts_share_a_survey(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first part surveys the corpus; the next ones read what it has recorded."""
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Text {number}.", encoding="utf-8")
    surveys: list[object] = []

    def note(*given: Any) -> Any:
        surveys.append(given)
        return survey(*given)

    monkeypatch.setattr(changes, "survey", note)
    for part in ("1/3", "2/3", "3/3"):
        diplosearch.rebuild_part(tmp_path, location, part=part, entities=False, jobs=1)
    assert len(surveys) == 1
    with diplosearch.finish_rebuild(location) as index:
        assert len(index.ids()) == 6
