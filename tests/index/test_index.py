"""What users hold: every call, on disk and in memory."""

from __future__ import annotations

import datetime
import gzip
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from marked_recognizers import HUNGRY, MarkedRecognizer

import diplosearch
from diplosearch import Document, Index
from diplosearch.backends.base import Snapshot
from diplosearch.corpus import limits
from diplosearch.errors import IndexClosedError, SourceError, UsageError
from diplosearch.ingest.report import Report
from diplosearch.ingest.tasks import NO_MEMORY, Prepare, TaskRunner, Work

FILES = {
    "a.txt": "Ministers signed the trade agreement in Ankara.",
    "b.txt": "Bakanlar Astana’da bir araya geldi.",
    "sub/c.txt": "The summit will be held in Tianjin next year.",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder of documents."""
    folder = tmp_path / "source"
    for name, text in FILES.items():
        write(folder, name, text)
    return folder


@pytest.fixture
def index(source: Path, location: str, engine_name: str) -> Iterator[Index]:
    """The folder indexed on each engine; a writer waits for others on a busy machine."""
    made = diplosearch.rebuild(source, location, engine=engine_name, lock_timeout=60)
    with made:
        yield made


@pytest.fixture
def in_memory(source: Path) -> Iterator[Index]:
    """The folder indexed in memory, for what is decided alike on every engine."""
    with diplosearch.rebuild(source) as made:
        yield made


def write(folder: Path, name: str, text: str) -> None:
    """Write a file of ``folder``."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def doc(id: str, text: str, **fields: Any) -> Document:
    """Return a document."""
    return Document(id=id, text=text, **fields)


def ids(index: Index) -> list[str]:
    """Return the ids that the index holds, sorted."""
    return sorted(document.id for document in index.documents())


def found(index: Index, query: str) -> list[str]:
    """Return the ids of the documents that answer."""
    return sorted({hit.document.id for hit in index.search(query, limit=1000)})


# Asking


def test_rebuild_reads_a_folder(index: Index) -> None:
    """A file's id is its path without ending; the report counts."""
    assert ids(index) == ["a", "b", "sub/c"]
    assert index.report.documents == 3
    assert index.report.languages == {"en": 2, "tr": 1}
    assert found(index, "Ankara") == ["a"]


def test_get(index: Index) -> None:
    """A document comes back in full; an id that is not there is a KeyError."""
    document = index.get("sub/c")
    assert document.text == FILES["sub/c.txt"]
    assert [one.text for one in document.passages] == [FILES["sub/c.txt"]]
    assert document.language == "en"
    with pytest.raises(KeyError, match="zz"):
        index.get("zz")


def test_documents_come_in_order(index: Index) -> None:
    """Documents come as they were added."""
    index.add([doc("z", "One was said."), doc("y", "Another was said.")])
    assert [one.id for one in index.documents()] == ["a", "b", "sub/c", "z", "y"]


def test_index_can_be_made_of_another(index: Index, tmp_path: Path) -> None:
    """Documents read back out make the same index on another engine."""
    with diplosearch.rebuild(index.documents(), tmp_path / "copy") as copy:
        assert list(copy.documents()) == list(index.documents())
        for query in ("Ankara", "bakan", "summit agreement"):
            theirs = [(hit.passage.id, hit.score) for hit in copy.search(query)]
            ours = [(hit.passage.id, hit.score) for hit in index.search(query)]
            assert [id for id, _ in theirs] == [id for id, _ in ours]
            assert dict(theirs) == pytest.approx(dict(ours))


def test_stats(index: Index, engine_name: str, location: str) -> None:
    """Statistics count what is there."""
    index.add(
        [
            doc("x", "One was said.", source="Xinhua", date="2026-01-29"),
            doc("y", "Another was said.", source="Xinhua", date="2025-11-04"),
        ]
    )
    stats = index.stats()
    assert (stats.location, stats.engine) == (location, engine_name)
    assert (stats.documents, stats.passages, stats.commit) == (5, 5, 2)
    assert stats.languages == {"en": 4, "tr": 1}
    assert stats.sources == {None: 3, "Xinhua": 2}
    assert stats.first_date == datetime.date(2025, 11, 4)
    assert stats.last_date == datetime.date(2026, 1, 29)
    assert (stats.size > 0) == (engine_name != "memory")
    assert datetime.datetime.fromisoformat(stats.created).tzinfo is not None


def test_repr(index: Index, location: str) -> None:
    """An index shows where it is and how much it holds."""
    assert repr(index) == f"<Index {location!r}, 3 documents>"
    index.close()
    assert repr(index) == f"<Index {location!r}, closed>"


def test_empty_index() -> None:
    """A new index in memory is empty, answers, and can be filled."""
    with diplosearch.open(":memory:") as index:
        assert index.search("Ankara").total == 0
        assert (index.stats().documents, index.stats().first_date) == (0, None)
        index.add(doc("a", "They met in Ankara."))
        assert found(index, "Ankara") == ["a"]


def test_indexes_in_memory_are_apart() -> None:
    """Each index in memory is its own."""
    with diplosearch.open(":memory:") as one, diplosearch.open(":memory:") as other:
        one.add(doc("a", "They met in Ankara."))
        assert ids(other) == []


# Closing and refreshing


@pytest.mark.parametrize(
    "call",
    [
        lambda index: index.search("x"),
        lambda index: index.get("a"),
        lambda index: list(index.documents()),
        lambda index: index.stats(),
        lambda index: index.add(doc("x", "One was said.")),
        lambda index: index.delete("a"),
        lambda index: index.refresh(),
    ],
)
def test_closed(index: Index, call: Callable[[Index], Any]) -> None:
    """After close every call says that the index is closed; close itself does not."""
    index.close()
    index.close()
    with pytest.raises(IndexClosedError, match="open it again"):
        call(index)


def closing(index: Index, documents: Any) -> Iterator[Any]:
    """Yield what is given, and close the index before the end."""
    yield from documents
    index.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda index, _: index.add(closing(index, [doc("x", "One was said of gas.")])),
        lambda index, _: index.delete(closing(index, ["a"])),
        lambda index, source: index.sync(source, progress=lambda _: index.close()),
    ],
    ids=["add", "delete", "sync"],
)
def test_closed_while_it_changes(
    index: Index, source: Path, location: str, change: Callable[[Index, Path], Report]
) -> None:
    """A committed change reports what it did, though the index is closed by then."""
    (source / "a.txt").unlink()
    report = change(index, source)
    assert report.documents + report.deleted == 1
    assert index.report is report
    with pytest.raises(IndexClosedError):
        index.search("gas")
    if location != ":memory:":
        with diplosearch.open(location, verify="full") as again:
            assert len(again.ids()) == 3 + report.documents - report.deleted
            again.add(doc("y", "The next change works."))


def test_closed_while_another_is_made_of_it(index: Index) -> None:
    """A rebuild reads an index to the end that is closed meanwhile."""
    with diplosearch.rebuild(index, progress=lambda _: index.close(), jobs=1) as other:
        assert ids(other) == ["a", "b", "sub/c"]


def test_what_cannot_be_opened_was_changed(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the new state cannot be read, the report still tells what was done."""
    with monkeypatch.context() as patch:
        patch.setattr(type(index._backend), "open", lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            index.add(doc("x", "One was said of gas."))
    assert index.report.documents == 1
    index.refresh()
    assert found(index, "gas") == ["x"]


def test_wrong_lexicon_stops_a_rebuild_before_it_begins(
    source: Path, tmp_path: Path
) -> None:
    """A rebuild whose index could not be opened in the end is not begun."""
    place = tmp_path / "index"
    for wrong in (tmp_path / "missing.txt", 7):
        resources = diplosearch.Resources(lexicon=wrong)  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="lexicon"):
            diplosearch.rebuild(source, place, resources=resources)
    assert not place.exists()


def test_context_manager(index: Index) -> None:
    """The end of the block closes, also when it ends in an error."""
    with pytest.raises(RuntimeError), index:
        raise RuntimeError
    with pytest.raises(IndexClosedError):
        index.search("x")


def test_reading_goes_on_while_closed(index: Index) -> None:
    """Documents that are being read when the index is closed are read to the end."""
    reading = index.documents()
    assert next(reading).id == "a"
    index.close()
    assert [one.id for one in reading] == ["b", "sub/c"]


def test_reading_goes_on_while_changed(index: Index) -> None:
    """Who reads while the index changes reads the state that he began with."""
    reading = index.documents()
    next(reading)
    index.delete(["a", "b", "sub/c"])
    index.add(doc("x", "One was said."))
    assert [one.id for one in reading] == ["b", "sub/c"]
    assert ids(index) == ["x"]


def test_hits_outlive_the_index(index: Index) -> None:
    """A hit can be shown and explained after the index was changed and closed."""
    (hit,) = index.search("Ankara")
    index.delete("a")
    index.close()
    assert "Ankara" in hit.to_text()
    assert hit.explain().score == pytest.approx(hit.score)


def test_refresh_shows_the_last_commit(source: Path, tmp_path: Path) -> None:
    """An index shows the state that it opened until it is refreshed."""
    place = tmp_path / "index"
    with diplosearch.rebuild(source, place) as one, diplosearch.open(place) as other:
        one.add(doc("x", "They met in Ankara again."))
        assert found(one, "Ankara") == ["a", "x"]
        assert found(other, "Ankara") == ["a"]
        other.refresh()
        assert found(other, "Ankara") == ["a", "x"]
        other.delete("a")
        assert found(one, "Ankara") == ["a", "x"]
        one.add(doc("y", "They met in Ankara once more."))
        assert found(one, "Ankara") == ["x", "y"]


def test_search_that_meets_a_change(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search whose state is replaced before it begins takes the new one."""
    use = Snapshot.use
    waiting = [True]

    def use_late(snapshot: Snapshot) -> Any:
        if waiting:
            waiting.clear()
            index.refresh()
        return use(snapshot)

    monkeypatch.setattr(Snapshot, "use", use_late)
    assert found(index, "Ankara") == ["a"]


@pytest.mark.slow
def test_threads_search_while_documents_are_added(index: Index) -> None:
    """Every search sees one committed state, whole, while another thread adds."""
    stop = threading.Event()

    def look(_: int) -> set[int]:
        seen = set()
        while not stop.is_set():
            results = index.search("talks", limit=100, per_document=None)
            assert (
                results.total == len(results) == len({hit.document.id for hit in results})
            )
            assert results.total % 2 == 0
            seen.add(results.total)
        return seen

    with ThreadPoolExecutor(4) as pool:
        looking = [pool.submit(look, number) for number in range(4)]
        try:
            for number in range(0, 12, 2):
                index.add(
                    doc(f"d{one}", f"Talks number {one} were held.", language="en")
                    for one in (number, number + 1)
                )
        finally:
            stop.set()
    totals = set().union(*(future.result() for future in looking))
    assert totals <= set(range(0, 13, 2))
    assert index.search("talks").total == 12


@pytest.mark.slow
def test_threads_that_write_take_turns(index: Index) -> None:
    """Documents added by several threads at once are all there."""
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda n: index.add(doc(f"d{n}", f"Talks {n} were held.", language="en")),
                range(8),
            )
        )
    index.refresh()
    assert index.search("talks").total == 8


# Sync


def test_sync_without_a_change(index: Index, source: Path) -> None:
    """A folder that is as it was changes nothing."""
    commit = index.stats().commit
    report = index.sync(source)
    assert (report.unchanged, report.documents, report.deleted) == (3, 0, 0)
    assert index.stats().commit == commit


def test_sync_follows_the_folder(index: Index, source: Path) -> None:
    """New and changed files are written, lost ones deleted, the rest left alone."""
    write(source, "new.txt", "New talks were held in Ankara.")
    write(source, "a.txt", "Ministers signed the agreement in Bishkek.")
    (source / "b.txt").unlink()
    report = index.sync(source)
    assert (report.documents, report.replaced) == (2, 1)
    assert (report.unchanged, report.deleted) == (1, 1)
    assert ids(index) == ["a", "new", "sub/c"]
    assert found(index, "Ankara") == ["new"]
    assert found(index, "Bishkek") == ["a"]
    assert index.sync(source).is_changed is False


def test_sync_into_an_empty_index(source: Path) -> None:
    """An index may be filled by sync alone."""
    with diplosearch.open(":memory:") as index:
        assert index.sync(source).documents == 3
        assert index.sync(str(source)).unchanged == 3


@pytest.mark.parametrize(("old", "new"), [("a.txt", "z.txt"), ("sub/c.txt", "0.txt")])
def test_sync_of_a_renamed_file(index: Index, source: Path, old: str, new: str) -> None:
    """A file of another name and the same content is found under the new one."""
    (source / old).rename(source / new)
    index.sync(source)
    assert new.removesuffix(".txt") in ids(index)
    assert old.removesuffix(".txt") not in ids(index)
    assert len(ids(index)) == 3


def test_sync_of_swapped_files(index: Index, source: Path) -> None:
    """Files that swapped their contents are both there, each with its own."""
    (source / "a.txt").rename(source / "t")
    (source / "b.txt").rename(source / "a.txt")
    (source / "t").rename(source / "b.txt")
    index.sync(source)
    assert ids(index) == ["a", "b", "sub/c"]
    assert index.get("a").text == FILES["b.txt"]
    assert index.get("b").text == FILES["a.txt"]


def test_sync_keeps_what_cannot_be_read(index: Index, source: Path) -> None:
    """The documents of a file that cannot be read at the moment stay."""
    (source / "d.txt.gz").write_bytes(gzip.compress(b"Talks about gas were held."))
    index.sync(source)
    (source / "d.txt.gz").write_bytes(b"\x1f\x8b no longer sound")
    report = index.sync(source)
    assert [one.where for one in report.skipped] == ["d.txt.gz"]
    assert found(index, "gas") == ["d"]
    (source / "d.txt.gz").unlink()
    assert index.sync(source).deleted == 1


def test_sync_keeps_the_rows_of_a_damaged_file(index: Index, source: Path) -> None:
    """Rows stay while their file is damaged, and go when the file says so."""
    rows = [f'{{"id": "r{n}", "text": "Row {n} speaks of gas."}}\n' for n in range(3)]
    write(source, "rows.jsonl", "".join(rows))
    index.sync(source)
    assert found(index, "gas") == ["r0", "r1", "r2"]
    write(source, "rows.jsonl", rows[0] + '{"id": "r1", "te')
    index.sync(source)
    assert found(index, "gas") == ["r0", "r1", "r2"]
    write(source, "rows.jsonl", rows[0])
    index.sync(source)
    assert found(index, "gas") == ["r0"]


def test_sync_keeps_a_folder_that_cannot_be_read(
    index: Index, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documents below a folder that cannot be read at the moment stay."""
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if not isinstance(path, int) and Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        report = index.sync(source)
    assert [one.where for one in report.skipped] == ["sub"]
    assert ids(index) == ["a", "b", "sub/c"]


@pytest.mark.parametrize(
    "name", ["sub#x.txt", "sub", "sub#1", "sub#x.jsonl", "sub#1#2.txt", "sub/c#x.txt"]
)
def test_sync_keeps_only_what_may_be_unread(
    in_memory: Index, source: Path, name: str
) -> None:
    """A file that cannot be read keeps no document of a file or folder of a like name."""
    (source / "sub/c.txt").unlink()
    if not name.startswith("sub/"):
        (source / "sub").rmdir()
    write(source, name, "")
    report = in_memory.sync(source)
    assert [one.where for one in report.skipped] == [name]
    assert report.deleted == 1
    assert ids(in_memory) == ["a", "b"]


def test_sync_keeps_the_rows_of_a_file_with_a_number_sign(
    in_memory: Index, source: Path
) -> None:
    """A row that cannot be read keeps those of its own file, and of no other."""
    write(source, "x#1.jsonl", '{"id": "p", "text": "One row speaks of gas."}\n')
    write(source, "x/d.txt", "A file below speaks of gas.")
    in_memory.sync(source)
    write(source, "x#1.jsonl", '{"id": "p", "te\n')
    (source / "x/d.txt").unlink()
    report = in_memory.sync(source)
    assert [one.where for one in report.skipped] == ["x#1.jsonl#1"]
    assert found(in_memory, "gas") == ["p"]


def test_sync_keeps_what_is_behind_a_dead_link(source: Path) -> None:
    """What a link leads to may come back, so its documents stay until the link goes."""
    (source / "sub").rename(source / ".elsewhere")
    (source / "sub").symlink_to(".elsewhere", target_is_directory=True)
    with diplosearch.rebuild(source) as index:
        assert ids(index) == ["a", "b", "sub/c"]
        (source / ".elsewhere").rename(source / ".away")
        report = index.sync(source)
        assert [one.where for one in report.skipped] == ["sub"]
        assert ids(index) == ["a", "b", "sub/c"]
        (source / "sub").unlink()
        assert index.sync(source).deleted == 1


@pytest.mark.parametrize("text", ["…", f"{'word ' * 100}"])
def test_sync_keeps_what_cannot_be_prepared(
    index: Index, source: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old version of a changed file stays where the new one is refused; it is named."""
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 400)
    write(source, "a.txt", text)
    report = index.sync(source)
    assert (report.documents, report.deleted, report.unchanged) == (0, 0, 2)
    ((where, reason),) = [(one.where, one.reason) for one in report.skipped]
    assert where == "a"
    assert reason.endswith("its old version stays")
    assert index.get("a").text == FILES["a.txt"]
    assert found(index, "Ankara") == ["a"]
    write(source, "a.txt", "Ministers signed the agreement in Bishkek.")
    assert index.sync(source).replaced == 1
    assert found(index, "Bishkek") == ["a"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_sync_keeps_what_there_is_no_memory_for(source: Path, jobs: int) -> None:
    """The old version stays where the process that reads the new one fails."""
    recognizer = MarkedRecognizer()
    with diplosearch.rebuild(
        source, resources=diplosearch.Resources(recognizer=recognizer), jobs=1
    ) as index:
        write(source, "a.txt", f"Ministers signed the agreement in Bishkek. {HUNGRY}")
        for number in range(64):
            write(source, f"n{number:02}.txt", f"Talks number {number} were held.")
        report = index.sync(source, jobs=jobs)
        assert [one.where for one in report.skipped] == ["a"]
        assert (report.documents, report.deleted) == (64, 0)
        assert index.get("a").text == FILES["a.txt"]


def test_addition_that_cannot_be_prepared_says_what_stays(in_memory: Index) -> None:
    """An addition keeps the old version as well, and says so."""
    ((where, reason),) = [
        (one.where, one.reason) for one in in_memory.add([doc("a", "…")]).skipped
    ]
    assert where == "a"
    assert reason.endswith("its old version stays")
    ((where, reason),) = [
        (one.where, one.reason) for one in in_memory.add([doc("a", FILES["b.txt"])]).skipped
    ]
    assert where == "a"
    assert reason == "says the same as document 'b'; its old version stays"
    assert in_memory.get("a").text == FILES["a.txt"]


def test_sync_of_rows_with_one_id(in_memory: Index, source: Path) -> None:
    """Of rows with one id the first that can be prepared counts, the old one if none."""
    write(source, "rows.jsonl", '{"id": "r", "text": "One row speaks of gas."}\n')
    in_memory.sync(source)
    write(source, "rows.jsonl", '{"id": "r", "text": "…"}\n{"id": "r", "text": "?"}\n')
    report = in_memory.sync(source)
    assert [one.where for one in report.skipped] == ["r", "r"]
    assert found(in_memory, "gas") == ["r"]
    write(
        source,
        "rows.jsonl",
        '{"id": "r", "text": "…"}\n{"id": "r", "text": "This speaks of oil."}\n',
    )
    report = in_memory.sync(source)
    assert [one.where for one in report.skipped] == ["r"]
    assert (report.replaced, report.deleted) == (1, 0)
    assert found(in_memory, "oil") == ["r"]


def test_sync_of_swapped_files_one_of_which_fails(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one of two files that swapped contents fails, its old version stays too."""
    with diplosearch.rebuild(source) as index:
        (source / "a.txt").write_text(FILES["b.txt"])
        (source / "b.txt").write_text(FILES["a.txt"])
        failing = Prepare.do

        def fail(task: Prepare, workshop: TaskRunner) -> Work:
            if task.document.id == "b":
                return Work(reason=NO_MEMORY)
            return failing(task, workshop)

        with monkeypatch.context() as patch:
            patch.setattr(Prepare, "do", fail)
            report = index.sync(source)
        assert [one.where for one in report.skipped] == ["b"]
        assert (report.replaced, report.deleted) == (1, 0)
        assert index.get("a").text == index.get("b").text == FILES["b.txt"]
        index.sync(source)
        assert index.get("b").text == FILES["a.txt"]


def test_sync_of_a_renamed_file_that_fails(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A renamed file that cannot be prepared stays under its old name until it can."""
    with diplosearch.rebuild(source) as index:
        (source / "a.txt").rename(source / "z.txt")
        with monkeypatch.context() as patch:
            patch.setattr(Prepare, "do", lambda *_: Work(reason=NO_MEMORY))
            report = index.sync(source)
        ((where, reason),) = [(one.where, one.reason) for one in report.skipped]
        assert where == "z"
        assert reason.endswith("document 'a', which says the same, stays")
        assert ids(index) == ["a", "b", "sub/c"]
        index.sync(source)
        assert ids(index) == ["b", "sub/c", "z"]


def test_sync_of_a_file_that_now_says_what_another_says(
    in_memory: Index, source: Path
) -> None:
    """What a changed file said is gone, and what it says now is found once."""
    write(source, "a.txt", FILES["b.txt"])
    report = in_memory.sync(source)
    assert [one.where for one in report.skipped] == ["a"]
    assert ids(in_memory) == ["b", "sub/c"]
    assert report.deleted == 1


def test_sync_leaves_other_documents_alone(index: Index, tmp_path: Path) -> None:
    """Documents of another folder, and those handed over, are not this folder's."""
    other = tmp_path / "other"
    write(other, "o.txt", "The other folder speaks of wheat.")
    index.add(doc("handed", "This was handed over."))
    index.sync(other)
    assert ids(index) == ["a", "b", "handed", "o", "sub/c"]
    write(other, "p.txt", "Another file speaks of wheat.")
    (other / "o.txt").unlink()
    index.sync(other)
    assert ids(index) == ["a", "b", "handed", "p", "sub/c"]


@pytest.mark.parametrize("state", ["missing", "empty", "unreadable"])
def test_sync_of_nothing_deletes_nothing(index: Index, source: Path, state: str) -> None:
    """A folder that is missing, empty or unreadable raises, and deletes nothing."""
    for name in FILES:
        (source / name).unlink()
    if state == "missing":
        (source / "sub").rmdir()
        source.rmdir()
    if state == "unreadable":
        (source / "a.txt.gz").write_bytes(b"no gzip")
    with pytest.raises(SourceError):
        index.sync(source)
    assert ids(index) == ["a", "b", "sub/c"]
    assert found(index, "Ankara") == ["a"]
    index.add(doc("x", "The next change works."))


@pytest.mark.parametrize("state", ["missing", "empty", "broken"])
def test_rebuild_of_nothing_keeps_the_old(state: str, source: Path, tmp_path: Path) -> None:
    """A rebuild that can read nothing, or fails midway, leaves the old index."""
    place = tmp_path / "index"
    diplosearch.rebuild(source, place).close()
    wrong: Any = tmp_path / "wrong"
    if state == "empty":
        wrong.mkdir()
    if state == "broken":
        wrong = (doc("x", "One was said.") if n == 0 else 1 // 0 for n in range(2))
    with pytest.raises((SourceError, ZeroDivisionError)):
        diplosearch.rebuild(wrong, place)
    with diplosearch.open(place, verify="full") as index:
        assert ids(index) == ["a", "b", "sub/c"]
        index.add(doc("x", "The next change works."))
    assert len(list(place.glob("generation-*"))) == 1


def test_rebuild_of_an_empty_iterable(location: str) -> None:
    """No documents at all make an empty index."""
    with diplosearch.rebuild([], location) as index:
        assert ids(index) == []
        assert index.search("x").total == 0


def test_rebuild_of_one_file(source: Path) -> None:
    """One file can be a source."""
    with diplosearch.rebuild(source / "a.txt") as index:
        assert ids(index) == ["a"]


def test_rebuild_reads_what_it_replaces(source: Path, tmp_path: Path) -> None:
    """An index can be rebuilt from its own documents, in its own place."""
    place = tmp_path / "index"
    with diplosearch.rebuild(source, place) as old:
        diplosearch.rebuild(old.documents(), place).close()
        old.refresh()
        assert ids(old) == ["a", "b", "sub/c"]


@pytest.mark.parametrize("query", [None, 7, b"Ankara", ["Ankara"]])
def test_query_that_is_no_text(index: Index, query: Any) -> None:
    """A query is a string; anything else is a wrong argument."""
    with pytest.raises(UsageError, match=type(query).__name__):
        index.search(query)
