"""What a check finds, and what it does not take for damage."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import CheckReport, Document, Finding
from diplosearch.backends.disk import generations
from diplosearch.backends.disk.locks import WriterLock
from diplosearch.backends.manifest import describe_file, read_manifest, write_manifest
from diplosearch.engines.registry import DISK_ENGINES, load_engine
from diplosearch.entity_index.counts import EntityCounter
from diplosearch.errors import IndexClosedError, IndexMissingError, UsageError
from diplosearch.integrity import check
from diplosearch.integrity import documents as check_documents
from diplosearch.integrity.documents import find_misfits
from diplosearch.integrity.postings import Expected
from diplosearch.model import Entity, Passage, Span
from diplosearch.storage.segments import segment_names
from diplosearch.storage.sqlite_store import SqliteStore

DOCUMENTS = [
    Document(id="a", text="Ministers signed the trade agreement in Ankara.", language="en"),
    Document(id="b", text="Bakan Hakan Fidan Çin’de bir araya geldi.", language="tr"),
]
MORE = Document(id="c", text="New talks were held in Ankara.", source="Xinhua")


@pytest.fixture(params=[name for name in DISK_ENGINES if find_spec(name)])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with an index that was changed a few times, on each engine in turn."""
    location = tmp_path / "index"
    with diplosearch.rebuild(DOCUMENTS, location, engine=request.param, jobs=1) as index:
        index.add(MORE)
        index.add(Document(id="d", text="Xinhua reports from Beijing.", source="Xinhua"))
        index.delete("d")
    return location


def kinds(report: CheckReport) -> set[tuple[str, str]]:
    """Return the severity and the kind of each finding."""
    return {(one.severity, one.kind) for one in report.findings}


def current(folder: Path) -> Path:
    """Return the folder of the current commit."""
    return generations.read_current(folder)


@pytest.mark.parametrize("full", [False, True])
def test_sound(folder: Path, full: bool) -> None:
    """The report of a sound index has its counts and no findings."""
    report = diplosearch.check(folder, full=full)
    assert report.findings == ()
    assert report.ok
    assert (report.documents, report.passages) == (3, 3)
    assert (report.location, report.is_full) == (str(folder), full)
    assert report.files == len(read_manifest(current(folder)).files) + 1
    assert report.size > 1000


def test_an_open_index_checks_what_is_on_disk(folder: Path) -> None:
    """An open index checks what is on disk now; a closed one raises."""
    with diplosearch.open(folder) as index:
        assert index.check(full=True).ok
        next(current(folder).glob("documents-*")).unlink()
        assert kinds(index.check()) == {("damage", "missing")}
    with pytest.raises(IndexClosedError):
        index.check()


def test_memory() -> None:
    """An index in memory is looked through as well."""
    with diplosearch.rebuild(DOCUMENTS) as index:
        index.delete("a")
        assert index.check(full=True).ok
        assert index.check().documents == 1
        snapshot = index._backend.open()
        assert isinstance(snapshot.store, SqliteStore)
        snapshot.store._connection.execute("DELETE FROM documents WHERE id = 'b'")
        snapshot.retire()
        report = index.check(full=True)
    assert ("damage", "counts") in kinds(report)
    assert ("damage", "passages") in kinds(report)


def test_nothing_there(tmp_path: Path) -> None:
    """Where there is no index there is nothing to check."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(IndexMissingError):
            diplosearch.check(folder)
    with pytest.raises(UsageError):
        diplosearch.check("http://x")


@pytest.mark.slow
def test_every_flipped_bit_is_found(folder: Path) -> None:
    """For a flipped bit of any file the check names the file."""
    draw = random.Random(1)
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or not path.stat().st_size:
            continue
        sound = path.read_bytes()
        for offset in {0, len(sound) - 1, *(draw.randrange(len(sound)) for _ in range(3))}:
            data = bytearray(sound)
            data[offset] ^= 1 << draw.randrange(8)
            path.write_bytes(data)
            report = diplosearch.check(folder, full=True)
            assert not report.ok, (path, offset)
            assert any(one.path and path.match(one.path) for one in report.damage)
        path.write_bytes(sound)
    assert diplosearch.check(folder, full=True).findings == ()


@pytest.mark.parametrize("pattern", ["documents-*", "entities.sqlite", "manifest.json"])
def test_sizes_are_always_compared(folder: Path, pattern: str) -> None:
    """A file that is cut or missing is found without reading any."""
    path = next(current(folder).glob(pattern))
    data = path.read_bytes()
    path.write_bytes(data[:-9])
    assert [one.path for one in diplosearch.check(folder).damage] == [
        path.relative_to(folder).as_posix()
    ]
    path.unlink()
    (found,) = diplosearch.check(folder).damage
    assert found.kind == "missing"
    assert "diplosearch rebuild" in str(found)


def test_name_of_the_current_state(folder: Path) -> None:
    """A missing or dangling CURRENT is damage, not a missing index."""
    named = folder / "CURRENT"
    commit = current(folder)
    named.unlink()
    report = diplosearch.check(folder)
    assert kinds(report) == {("damage", "missing"), ("note", "leftover")}
    assert all("diplosearch recover" in str(one) for one in report.findings)
    with pytest.raises(IndexMissingError, match="diplosearch recover"):
        diplosearch.open(folder)
    generations.write_current(folder, folder / "generation-000009" / "commit-000001")
    (found,) = diplosearch.check(folder).damage
    assert found.path == "generation-000009/commit-000001"
    generations.write_current(folder, commit)
    assert diplosearch.check(folder).findings == ()


def test_other_files_are_noted(folder: Path) -> None:
    """Foreign and left-over files are noted and are no damage."""
    (folder / "notes.txt").write_text("mine")
    (folder / "README.md").write_text("mine")
    (folder / "CURRENT.new").write_text("")
    (folder / "damaged-generation-000001").mkdir()
    (folder / "generation-000007").mkdir()
    (current(folder) / "stray.idx").touch()
    (current(folder).parent / "stray").touch()
    (current(folder).parent / "commit-000001").mkdir()
    report = diplosearch.check(folder, full=True)
    assert report.ok
    assert {(one.kind, Path(one.path or "").name) for one in report.findings} == {
        ("foreign", "notes.txt"),
        ("leftover", "CURRENT.new"),
        ("aside", "damaged-generation-000001"),
        ("leftover", "generation-000007"),
        ("orphan", "stray.idx"),
        ("orphan", "stray"),
        ("leftover", "commit-000001"),
    }
    assert (folder / "notes.txt").read_text() == "mine"


def test_what_a_writer_makes_is_not_left_over(folder: Path) -> None:
    """Incomplete files of a writer that holds the lock are not reported."""
    lock = WriterLock(folder / "LOCK", purpose="a rebuild", timeout=0)
    (folder / "generation-000007").mkdir()
    assert diplosearch.check(folder, full=True).findings == ()
    lock.release()
    assert kinds(diplosearch.check(folder)) == {("note", "leftover")}


def test_an_older_state_that_is_read(folder: Path) -> None:
    """An older state that is still read is noted, and its damage reported."""
    with diplosearch.open(folder) as old:
        before = current(folder)
        diplosearch.rebuild(DOCUMENTS, folder, jobs=1).close()
        report = diplosearch.check(folder, full=True)
        assert kinds(report) == {("note", "in-use")}
        assert report.ok
        path = before / "entities.sqlite"
        path.write_bytes(path.read_bytes() + b"x")
        assert ("damage", "size") in kinds(diplosearch.check(folder))
        assert old.ids() == ["a", "b", "c"]


def test_interrupted_rebuild(folder: Path) -> None:
    """What an interrupted rebuild has saved is no damage, unless it was altered."""

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    def documents() -> Any:
        yield from DOCUMENTS
        stop(None)

    with pytest.raises(KeyboardInterrupt):
        diplosearch.rebuild(documents(), folder, batch=1, jobs=1)
    report = diplosearch.check(folder, full=True)
    assert kinds(report) == {("note", "unfinished")}
    assert "--resume" in str(report.findings[0])
    generation = folder / (report.findings[0].path or "")
    for path in generation.iterdir():
        if path.is_file():
            sound = path.read_bytes()
            path.write_bytes(sound[:100] + bytes([sound[100] ^ 1]) + sound[101:])
            assert not diplosearch.check(folder, full=True).ok
            path.write_bytes(sound)


def test_an_altered_unfinished_rebuild_is_not_resumed(tmp_path: Path) -> None:
    """A rebuild does not go on with saved documents that were altered since."""

    def interrupted() -> Any:
        yield from DOCUMENTS
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        diplosearch.rebuild(interrupted(), tmp_path, batch=1, jobs=1)
    path = next(tmp_path.glob("generation-*/documents-*"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with diplosearch.rebuild(DOCUMENTS, tmp_path, resume=True, jobs=1) as index:
        assert index.report.resumed == 0
        assert index.ids() == ["a", "b"]
        assert index.check(full=True).findings == ()


def reseal(folder: Path) -> None:
    """Write the manifest anew as if all files were as they are now."""
    commit = current(folder)
    manifest = read_manifest(commit)
    files = {name: describe_file(commit / name) for name in manifest.files}
    write_manifest(commit, replace(manifest, files=files))


def altered_rows(folder: Path, change: str) -> None:
    """Change rows of the document store outside of it."""
    for name in segment_names(path.name for path in current(folder).iterdir()):
        with sqlite3.connect(current(folder) / name) as connection:
            connection.execute(change)
        connection.close()


def without_a_document(folder: Path) -> None:
    """Take a document out of the store alone."""
    altered_rows(folder, "DELETE FROM documents WHERE id = 'a'")


def with_an_altered_document(folder: Path) -> None:
    """Alter what the store says of a document."""
    altered_rows(folder, "UPDATE documents SET source = 'TASS' WHERE id = 'c'")


def without_an_entity(folder: Path) -> None:
    """Take an entity out of the table."""
    with sqlite3.connect(current(folder) / "entities.sqlite") as connection:
        connection.execute("DELETE FROM entities WHERE id = 'country:CN'")
    connection.close()


def without_passages(folder: Path) -> None:
    """Take the passages of a document out of the engine alone."""
    manifest = read_manifest(current(folder))
    writer = load_engine(manifest.engine).open_writer(current(folder))
    writer.delete([1])
    writer.commit()
    known = [path.name for path in current(folder).iterdir()]
    files = {name: record for name, record in manifest.files.items() if name in known}
    new = {
        name: describe_file(current(folder) / name)
        for name in known
        if name not in ("IN-USE", "manifest.json")
    }
    write_manifest(current(folder), replace(manifest, files={**files, **new}))


@pytest.mark.parametrize(
    ("harm", "expected", "text"),
    [
        (
            without_a_document,
            {"counts", "passages", "entities", "stories"},
            "of no document",
        ),
        (with_an_altered_document, {"document"}, "'c'"),
        (without_an_entity, {"entities"}, "country:CN"),
        (without_passages, {"passages", "counts"}, "'a'"),
    ],
)
def test_contents_that_do_not_agree(
    folder: Path, harm: Callable[[Path], None], expected: set[str], text: str
) -> None:
    """Files that are whole but say different things are found with names."""
    harm(folder)
    reseal(folder)
    report = diplosearch.check(folder, full=True)
    assert {one.kind for one in report.damage} == expected
    assert text in "\n".join(map(str, report.damage))
    assert "Traceback" not in str(report)


def test_other_terms(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms that are not those of the documents are found with examples."""
    make = check_documents.check_documents

    def with_other_terms(
        collector: Any, store: Any, commit: int, expected: Expected, **options: Any
    ) -> None:
        make(collector, store, commit, expected, **options)
        expected.terms["stem"]["no-such-term"] = 7
        del expected.terms["language"]["tr"]
        expected.terms["language"]["en"] += 1

    monkeypatch.setattr(check, "check_documents", with_other_terms)
    problems = [one.what for one in diplosearch.check(folder, full=True).damage]
    assert len(problems) == 2
    assert any("'stem'" in one and "1 terms" in one for one in problems)
    assert any("'tr' is in no document" in one for one in problems)
    assert any("'en' is found in other passages" in one for one in problems)


def test_other_analyzer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of another analyzer cannot be used, and nothing else is said of it."""
    monkeypatch.setattr(check, "fingerprint", lambda: "other")
    assert kinds(diplosearch.check(folder, full=True)) == {("damage", "analyzer")}


@pytest.mark.parametrize("error", [RuntimeError("odd\nthing"), sqlite3.OperationalError()])
def test_whatever_an_engine_raises_is_a_finding(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """No error of a library comes out of a check."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(check, "check_passages", fail)
    (found,) = diplosearch.check(folder, full=True).damage
    assert found.kind == "unreadable"
    assert type(error).__name__ in found.what
    assert "\n" not in str(found)


TEXT = "Ministers met in Ankara."


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, None),
        ({"boilerplate": (Span(0, 4), Span(4, 9))}, None),
        ({"boilerplate": (Span(4, 9), Span(0, 4))}, "before"),
        ({"boilerplate": (Span(3, 3),)}, "fit"),
        ({"entities": (Entity(17, 23, "GPE", "Ankara", "city:1"),)}, None),
        ({"entities": (Entity(17, 99, "GPE", "Ankara", "city:1"),)}, "99"),
        ({"entities": (Entity(17, 23, "XXX", "Ankara", "city:1"),)}, "XXX"),  # type: ignore[arg-type]
        ({"title": "X", "title_entities": (Entity(0, 2, "GPE", "X", "x"),)}, "title"),
        ({"passages": (Passage("x#0", 0, 0, 9, TEXT, "en"),)}, None),
        ({"passages": (Passage("x#0", 0, -1, 9, TEXT, "en"),)}, "passage"),
        ({"passages": (Passage("x#0", 0, 0, 9, TEXT, "de"),)}, "'de'"),  # type: ignore[arg-type]
    ],
)
def test_spans_that_do_not_fit(fields: dict[str, Any], problem: str | None) -> None:
    """Spans lie in their text, one behind the other, and their kinds are known."""
    problems = list(find_misfits(Document(id="x", text=TEXT, **fields)))
    assert bool(problems) == (problem is not None)
    assert all(problem in one for one in problems if problem)


def test_report_as_values() -> None:
    """A report tells damage from notes, and becomes what JSON can carry."""
    note = Finding("foreign", "note", "is foreign", path="x")
    damage = Finding("altered", "damage", "was altered", "rebuild", document="a b")
    report = CheckReport("index", True, (damage, note))
    assert not report.ok
    assert report.damage == (damage,)
    assert report.to_dict()["ok"] is False
    assert report.to_dict()["findings"][1]["path"] == "x"
    assert str(damage) == "document 'a b': was altered; rebuild"
    assert CheckReport("index", True, (note,)).ok


def test_counts_do_not_depend_on_the_order() -> None:
    """The table that a check makes does not depend on the order of documents."""
    counts = {("person:x", "PERSON", "X", ""): 1, ("person:x", "PERSON", "X", "X"): 1}
    query = "SELECT * FROM tallies ORDER BY 1, 2, 3, 4"
    with (
        closing(EntityCounter(None, None)) as one,
        closing(EntityCounter(None, None)) as other,
    ):
        for counter in (one, other):
            counter.add_counts(counts)
            counter.finish()
        assert (
            one.connection.execute(query).fetchall()
            == other.connection.execute(query).fetchall()
        )
