"""What a writer in a cluster looks up of the documents that are there."""

from __future__ import annotations

import random
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster import store_writer
from diplosearch.engines.opensearch.cluster import Cluster

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


@pytest.mark.parametrize("kept", [3, 20_000])
def test_changes_are_those_of_memory(
    location: str, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    """Documents that double, replace or follow others are treated as in memory."""
    monkeypatch.setattr(store_writer, "_MOST_KEPT", kept)
    monkeypatch.setattr(store_writer, "_LOOKED_UP", 4)
    chance = random.Random(kept)

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
