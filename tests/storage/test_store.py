"""The document store in memory and on disk: contents, visibility, segments, damage."""

from __future__ import annotations

import datetime
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import examples

import diplosearch
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.errors import IndexDamagedError
from diplosearch.model import Document, Passage, Span
from diplosearch.storage.codec import content_digest, given_digest, passage_key, split_key
from diplosearch.storage.segments import (
    MOST_SEGMENTS,
    PAGE_BYTES,
    SegmentWriter,
    open_segments,
)
from diplosearch.storage.sqlite_store import SqliteStore

ODD = "a\x00b\n\t\"\\'\u2028\ufeff\x1b[1m 🇹🇷👩🏽‍🚀 𝒳 \U0010ffff İıŞğ I\u0307 </script>"
FULL = Document(
    id="klasör/çin 1#🇹🇷",
    text=ODD * 3,
    title=ODD,
    date=datetime.date(2026, 1, 29),
    source="Xinhua\x00",
    dateline="BEİJİNG",
    url="https://a.b/?q=ç&x='",
    language="tr",
    boilerplate=(Span(0, 3), Span(5, 9)),
    passages=(
        Passage("klasör/çin 1#🇹🇷#0", 0, 1, 9, (ODD * 3)[1:9], "tr"),
        Passage("klasör/çin 1#🇹🇷#1", 1, 9, 30, (ODD * 3)[9:30], "en"),
    ),
)


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty store in memory, and one in a file."""
    is_memory = request.param == "memory"
    with closing(SqliteStore() if is_memory else SegmentWriter(tmp_path, [])) as store:
        yield store


@pytest.fixture
def memory() -> Iterator[SqliteStore]:
    """An empty store in memory."""
    with closing(SqliteStore()) as store:
        yield store


def write(
    store: SqliteStore,
    commit: int,
    *documents: Document,
    remove: tuple[int, ...] = (),
    root: str | None = None,
) -> list[int]:
    """Commit ``documents`` and return their rows."""
    store.begin(commit)
    store.remove(remove, commit=commit)
    rows = []
    for document in documents:
        row = store.next_row()
        store.add(
            row,
            document,
            commit=commit,
            given=given_digest(document),
            content=content_digest(document),
            root=root,
            origin=f"{document.id}.txt" if root else None,
        )
        rows.append(row)
    if isinstance(store, SegmentWriter):
        store.seal()
    else:
        store.commit()
    return rows


def doc(id: str, text: str = "", **fields: object) -> Document:
    """Return a small document."""
    return Document(id=id, text=text or f"text of {id}", **fields)  # type: ignore[arg-type]


def ids(store: SqliteStore, commit: int, **options: str) -> list[str]:
    """Return the ids that commit ``commit`` shows."""
    return [row.id for row in store.rows(commit, **options)]


@pytest.mark.parametrize("document", [FULL, doc("x"), Document(id="x", text="")])
def test_round_trip(store: SqliteStore, document: Document) -> None:
    """Every field comes back as it was, whatever characters it holds."""
    (row,) = write(store, 1, document)
    assert store.read([row]) == {row: document}


@pytest.mark.parametrize("where", ["memory", "disk"])
@settings(
    max_examples=examples(25),
    suppress_health_check=list(HealthCheck),
)
@given(text=st.text(), title=st.none() | st.text())
def test_any_text_comes_back(
    where: str, tmp_path: Path, text: str, title: str | None
) -> None:
    """What text and title hold comes back, letter for letter."""
    document = Document(id="x", text=text, title=title)
    is_memory = where == "memory"
    with closing(SqliteStore() if is_memory else SegmentWriter(tmp_path, [])) as store:
        (row,) = write(store, 1, document)
        assert store.read([row])[row] == document


def test_read_gives_each_row_once(store: SqliteStore) -> None:
    """Many rows, some of them requested twice, are returned once each."""
    documents = [doc(f"d{n}") for n in range(1200)]
    rows = write(store, 1, *documents)
    found = store.read([*rows, *rows[:5]])
    assert [found[row].id for row in rows] == [one.id for one in documents]
    assert store.read([]) == {}


def test_visibility_by_commit(memory: SqliteStore) -> None:
    """A reader of a commit sees what that commit saw."""
    first, second = write(memory, 1, doc("a"), doc("b"))
    write(memory, 2, doc("a", "new"), remove=(first,))
    write(memory, 3, remove=(second,))
    assert [sorted(ids(memory, commit)) for commit in (0, 1, 2, 3, 9)] == [
        [],
        ["a", "b"],
        ["a", "b"],
        ["a"],
        ["a"],
    ]
    assert [memory.count(commit) for commit in (0, 1, 2, 3)] == [0, 2, 2, 1]
    old, new = memory.find("a", 1), memory.find("a", 2)
    assert old is not None
    assert new is not None
    assert (old.row, memory.read([new.row])[new.row].text) == (first, "new")
    assert memory.find("b", 3) is None
    assert memory.find("zz", 3) is None


def test_find_by_content(store: SqliteStore) -> None:
    """Duplicates are found by title and text alone."""
    write(store, 1, doc("a", "same", source="x"), doc("b", "same", title="T"))
    twin = store.find_content(content_digest(doc("c", "same", source="y")), 1)
    assert twin is not None
    assert twin.id == "a"
    assert store.find_content(content_digest(doc("c", "other")), 1) is None
    assert store.find_content(content_digest(doc("c", "same")), 0) is None


def test_find_by_content_with_ignored_rows(store: SqliteStore) -> None:
    """Ignored rows are left out of the search for a duplicate."""
    write(store, 1, doc("a", "same"), doc("b", "same"), doc("c", "same"))
    content = content_digest(doc("d", "same"))
    ignored: list[set[int]] = [set(), {1}, {1, 3}, {1, 2, 3}]
    found = [store.find_content(content, 1, ignored=rows) for rows in ignored]
    assert [one and one.id for one in found] == ["a", "b", "b", None]


def test_rows_of_a_root(store: SqliteStore) -> None:
    """Rows have the folder and the file that they were read from."""
    write(store, 1, doc("a"), root="/one")
    write(store, 2, doc("b"), root="/two")
    write(store, 3, doc("c"))
    assert ids(store, 3) == ["a", "b", "c"]
    assert ids(store, 3, root="/one") == ["a"]
    assert [row.origin for row in store.rows(3)] == ["a.txt", "b.txt", None]


def test_rows_are_all_listed_in_order(store: SqliteStore) -> None:
    """Rows come in the order in which they were added, also beyond one batch."""
    names = [f"d{n}" for n in range(1001)]
    write(store, 1, *map(doc, names))
    assert ids(store, 1) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": None}, {"title": ""}),
        ({"source": "a"}, {"source": "b"}),
        ({"source": "a"}, {"dateline": "a"}),
        ({"title": "ab", "text": "c"}, {"title": "a", "text": "bc"}),
        ({"date": "2026-01-29"}, {"date": "2026-01-30"}),
        ({"language": "tr"}, {"language": "en"}),
        ({"url": "a"}, {}),
    ],
)
def test_given_digest_tells_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Documents that were given differently have digests that differ."""
    made = [Document(**{"id": "x", "text": "y", **fields}) for fields in (one, other)]
    assert given_digest(made[0]) != given_digest(made[1])
    assert given_digest(made[0]) == given_digest(
        Document(**{"id": "x", "text": "y", **one})
    )


@pytest.mark.parametrize(("row", "ordinal"), [(1, 0), (7, 1), (1 << 40, (1 << 20) - 1)])
def test_keys(row: int, ordinal: int) -> None:
    """A passage's key holds its row and its ordinal."""
    assert split_key(passage_key(row, ordinal)) == (row, ordinal)


def test_too_many_passages() -> None:
    """An ordinal that the key cannot hold is refused."""
    with pytest.raises(ValueError, match="passage"):
        passage_key(1, 1 << 20)


def test_abort(store: SqliteStore) -> None:
    """Aborted changes leave nothing; a second abort does nothing."""
    write(store, 1, doc("a"))
    store.begin(2)
    store.remove([1], commit=2)
    store.add(2, doc("b"), commit=2, given=b"", content=b"")
    store.abort()
    store.abort()
    assert ids(store, 2) == ["a"]
    assert store.next_row() == 2


def test_rows_of_a_dead_writer_are_dropped(memory: SqliteStore) -> None:
    """The changes of a writer that failed before its commit became current are undone."""
    (row,) = write(memory, 1, doc("a"))
    write(memory, 2, doc("b"), remove=(row,))
    # Commit 2 reached the store, but was never made the current one.
    write(memory, 2, doc("c"))
    assert ids(memory, 2) == ["a", "c"]


def test_count_by(store: SqliteStore) -> None:
    """Documents are counted by the value of a field, unknown ones under None."""
    write(
        store, 1, doc("a", source="x"), doc("b", source="x"), doc("c", source="y"), doc("d")
    )
    assert store.count_by("source", 1) == {"x": 2, "y": 1, None: 1}
    assert store.count_by("source", 0) == {}
    assert store.count_by("language", 1) == {None: 4}


def test_count_by_after_removals(store: SqliteStore) -> None:
    """A removed document counts no more; documents of all commits are counted."""
    (row, *_) = write(store, 1, doc("a", source="x"), doc("b", source="x"), doc("c"))
    write(store, 2, doc("d", source="w"), remove=(row,))
    assert store.count_by("source", 2) == {None: 1, "w": 1, "x": 1}
    assert list(store.count_by("source", 2)) == [None, "w", "x"]


# On disk


def write_segment(folder: Path, *documents: Document) -> Path:
    """Write a store of ``documents``; return its only segment."""
    store = SegmentWriter(folder, [])
    write(store, 1, *documents)
    store.close()
    (segment,) = store.segments
    return segment


def test_reader_sees_what_was_written(tmp_path: Path) -> None:
    """A store that was closed can be opened again, for reading and for writing."""
    folder = tmp_path / "a folder?#%20'"
    folder.mkdir()
    segment = write_segment(folder, FULL)
    reader = open_segments([segment])
    assert reader.read([1]) == {1: FULL}
    again = SegmentWriter(folder, [segment])
    write(again, 2, doc("b"))
    again.close()
    assert ids(reader, 2) == [FULL.id]
    reader.close()
    reader = open_segments(again.segments)
    assert ids(reader, 2) == [FULL.id, "b"]
    reader.close()


def test_reader_cannot_write(tmp_path: Path) -> None:
    """A store that was opened for reading refuses changes."""
    reader = open_segments([write_segment(tmp_path, doc("a"))])
    with pytest.raises((sqlite3.OperationalError, IndexDamagedError)):
        write(reader, 2, doc("b"))
    reader.abort()
    assert ids(reader, 2) == ["a"]
    reader.close()


def test_segments_never_change(tmp_path: Path) -> None:
    """A segment stays the same to the last bit, whatever is written after it."""
    store = SegmentWriter(tmp_path, [])
    seen: dict[Path, bytes] = {}
    for commit in range(1, 12):
        write(store, commit, doc(f"d{commit}"), remove=(commit - 1,) if commit > 1 else ())
        seen |= {path: path.read_bytes() for path in store.segments if path not in seen}
    assert {path: path.read_bytes() for path in seen} == seen
    store.close()


def test_many_changes_leave_few_segments(tmp_path: Path) -> None:
    """Segments are merged, removed rows are dropped, and row numbers are not used again."""
    store = SegmentWriter(tmp_path, [])
    rows: list[int] = []
    for commit in range(1, 70):
        rows += write(
            store, commit, doc(f"d{commit}", "x" * 90 * commit), remove=tuple(rows[-1:])
        )
        assert len(store.segments) <= MOST_SEGMENTS
        assert ids(store, commit) == [f"d{commit}"]
        assert store.count(commit) == 1
    assert rows == list(range(1, 70))
    store.close()
    reader = open_segments(store.segments)
    assert reader.read([69])[69].text == "x" * 90 * 69
    assert reader.check() == []
    size = sum(path.stat().st_size for path in store.segments)
    assert size < 69 * 20_000
    reader.close()


def test_numbers_of_removed_rows_do_not_come_again(tmp_path: Path) -> None:
    """A row that was removed and dropped keeps its number."""
    store = SegmentWriter(tmp_path, [])
    write(store, 1, doc("a"), doc("b"))
    write(store, 2, remove=(1, 2))
    write(store, 3)
    assert len(store.segments) == 1
    assert store.next_row() == 3
    store.close()


@pytest.mark.parametrize(
    "change",
    [
        "body = zeroblob(9)",
        "id = 'A'",
        "given = x'00'",
        "content = x'00'",
        "root = 'r'",
        "origin = ''",
        "date = '2026-01-01'",
        "source = 'Xinhua'",
        "language = 'en'",
        "row = 9",
    ],
)
def test_altered_row_is_detected(tmp_path: Path, change: str) -> None:
    """A row that was altered outside of the store is never returned."""
    path = write_segment(tmp_path, doc("a"), doc("b"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE documents SET {change} WHERE id = 'a'")
    reader = open_segments([path])
    assert reader.read([2])[2].id == "b"
    with pytest.raises(IndexDamagedError, match=r"(altered|lacks).*rebuild"):
        reader.read([1, 2])
    (problem,) = reader.check()
    assert "altered" in problem
    reader.close()


def test_missing_row_is_damage(store: SqliteStore) -> None:
    """A missing row is an error."""
    with pytest.raises(IndexDamagedError, match="lacks row 7"):
        store.read([7])


def test_missing_file(tmp_path: Path) -> None:
    """A missing file is an error, and is not created."""
    path = tmp_path / "documents-000001.sqlite"
    for opening in (open_segments, lambda segments: SegmentWriter(tmp_path, segments)):
        with pytest.raises(IndexDamagedError, match="missing"):
            opening([path])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"\x00" * 5000, b""])
def test_file_that_is_no_store(tmp_path: Path, content: bytes) -> None:
    """Any other file is damage; the message says what to do."""
    path = tmp_path / "documents-000001.sqlite"
    path.write_bytes(content)
    with (
        pytest.raises(IndexDamagedError, match="rebuild"),
        closing(open_segments([path])) as reader,
    ):
        reader.count(1)


@pytest.mark.parametrize("fraction", [0.3, 0.6, 0.95])
def test_overwritten_pages_are_detected(tmp_path: Path, fraction: float) -> None:
    """Overwritten pages end in an error or a right answer, never in a wrong one."""
    documents = [doc(f"d{n}", f"words {n} " * 300) for n in range(60)]
    path = write_segment(tmp_path, *documents)
    with path.open("r+b") as file:
        file.seek(int(path.stat().st_size * fraction) // PAGE_BYTES * PAGE_BYTES)
        file.write(b"\xa5" * PAGE_BYTES)
    reader = open_segments([path])
    for row, document in enumerate(documents, 1):
        try:
            assert reader.read([row]) == {row: document}
        except IndexDamagedError:
            break
    assert reader.check()
    reader.close()


def test_closed_twice(store: SqliteStore) -> None:
    """A second close does nothing."""
    store.close()
    store.close()


def test_shared_handle_leaves_the_store_open(store: SqliteStore) -> None:
    """Closing a shared handle closes nothing."""
    write(store, 1, doc("a"))
    store.share().close()
    assert store.share().count(1) == 1


READ_AS_NOBODY = """
import os, sys
import diplosearch
diplosearch.rebuild(sys.argv[2], sys.argv[1] + "-warm", engine=sys.argv[3]).search("Çin")
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
with diplosearch.open(sys.argv[1]) as index:
    print(index.search("Cai Qi")[0].document.id, index.stats().documents)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="folders are not closed by chmod there")
@pytest.mark.parametrize("engine", DISK_ENGINES)
def test_read_only_folder(seeds: Path, engine: str) -> None:
    """An index of any engine in a read-only folder can be searched.

    Fails when a reader opens the file that it locks for writing.
    """
    pytest.importorskip(engine)
    with tempfile.TemporaryDirectory() as root:
        Path(root).chmod(0o755)
        folder = Path(root, "index")
        diplosearch.rebuild(seeds, folder, engine=engine).close()
        assert_readable_by_all(folder, seeds, engine)


def assert_readable_by_all(folder: Path, seeds: Path, engine: str) -> None:
    """Assert that a process without rights to write gets answers."""
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ_AS_NOBODY, str(folder), str(seeds), engine],
            capture_output=True,
            text=True,
        )
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.stdout.split() == ["000_5ae7ee6c3a254e72", "5"], done.stderr
