"""An index folder that somebody else made reaches nothing outside of it, and ends."""

from __future__ import annotations

import json
import os
import pickle
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import DiplosearchError, Document
from diplosearch.backends.disk.generations import read_current
from diplosearch.engines.registry import DISK_ENGINES

from . import forgery as forge

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="links and pipes are made"),
]

TEXT = "Bakan Ankara'da konuştu {}. Ticaret hacmi arttı."
SECONDS = 2.0
"""Seconds of the processor for one call."""

WAIT = 30.0
"""Seconds for one call on a busy machine."""

MEGABYTES = 300

LOOP = """
PRAGMA writable_schema = ON;
DELETE FROM sqlite_master WHERE name = 'documents' OR tbl_name = 'documents';
INSERT INTO sqlite_master VALUES ('view', 'documents', 'documents', 0,
    'CREATE VIEW documents AS
    WITH RECURSIVE n(row) AS (SELECT 1 UNION ALL SELECT row + 1 FROM n)
    SELECT row, ''x'' AS id, x'''' AS given, x'''' AS content, NULL AS root,
        NULL AS origin, NULL AS date, NULL AS source, NULL AS language, x'''' AS body,
        0 AS checksum, 0 AS added FROM n');
"""
LOOP_OF_NAMES = """
PRAGMA writable_schema = ON;
DELETE FROM sqlite_master WHERE tbl_name = 'entities';
INSERT INTO sqlite_master VALUES ('view', 'entities', 'entities', 0,
    'CREATE VIEW entities AS
    WITH RECURSIVE n(id) AS (SELECT ''x'' UNION ALL SELECT id FROM n)
    SELECT id, ''PERSON'' AS type, ''x'' AS name, 1 AS documents, 1 AS passages FROM n');
"""
UNTYPED = """
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE name = '{table}';
PRAGMA writable_schema = RESET;
UPDATE {table} SET {change};
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = sql || ' STRICT' WHERE name = '{table}';
"""


def _cut_postings(index: Path, _: Path) -> None:
    path = next(read_current(index).glob("*.seg"))
    path.write_bytes(path.read_bytes()[:20])
    forge.reseal(index)


COMMON: dict[str, tuple[forge.Forge, bool]] = {
    "manifest lists a parent": (forge.listed("RELATIVE/victim"), True),
    "manifest lists an absolute path": (forge.listed("OUTSIDE/victim"), True),
    "manifest lists a folder": (forge.listed(".."), True),
    "manifest lists a device": (forge.listed("/dev/zero"), True),
    "manifest lists NUL": (forge.listed("a\0b"), True),
    "manifest lists a path of Windows": (forge.listed("..\\x"), True),
    "manifest lists a journal": (forge.listed("entities.sqlite-journal"), True),
    "manifest lists without a size": (forge.listed("a.seg", {"checksum": "0" * 32}), True),
    "manifest lists null": (forge.listed("a.seg", {"size": None, "checksum": "0"}), True),
    "manifest with null": (forge.field("documents", None), True),
    "manifest without files": (forge.field("files", None), True),
    "manifest with true": (forge.field("passages", True), True),
    "manifest with more": (forge.field("more", 1), True),
    "manifest of another engine": (forge.field("engine", "memory"), True),
    "manifest of the last commit": (forge.field("commit", 999_999_999), True),
    "manifest of lines that are none": (forge.field("repeated_lines", {"x": [1]}), True),
    "manifest is deep": (
        forge.unsealed("manifest.json", b"[" * 100_000, is_listed=False),
        True,
    ),
    "manifest has many values": (
        forge.unsealed("manifest.json", b"[" + b"0," * 5_000_000 + b"0]", is_listed=False),
        True,
    ),
    "manifest is a device": (forge.linked("COMMIT/manifest.json", "/dev/zero"), True),
    "manifest is a pipe": (forge.piped("COMMIT/manifest.json"), True),
    "CURRENT is a device": (forge.linked("CURRENT", "/dev/zero"), True),
    "CURRENT is a pipe": (forge.piped("CURRENT"), True),
    "CURRENT is a link": (forge.linked("CURRENT", "CURRENT"), True),
    "CURRENT is long": (
        lambda index, _: forge.write_current(index, b"x" * 50_000_000),
        True,
    ),
    "CURRENT leads out": (forge.named_current("../outside"), True),
    "LOCK leads to nothing": (forge.linked("LOCK", "missing"), False),
    "LOCK leads to a file": (forge.linked("LOCK", "victim"), False),
    "LOCK is a pipe": (forge.piped("LOCK"), False),
    "LOCK.holder leads to a file": (forge.linked("LOCK.holder", "victim"), False),
    "LOCK.holder is a pipe": (forge.piped("LOCK.holder"), False),
    "CURRENT.new leads to a file": (forge.linked("CURRENT.new", "victim"), False),
    "IN-USE leads to nothing": (forge.linked("COMMIT/IN-USE", "missing"), True),
    "IN-USE leads to a file": (forge.linked("COMMIT/IN-USE", "victim"), True),
    "generation is a link": (forge.linked("GENERATION", "moved"), True),
    "commit is a link": (forge.linked("COMMIT", "moved"), True),
    "the next generation is a link": (forge.linked("generation-000002", "folder"), False),
    "the next commit is a link": (
        forge.linked("GENERATION/commit-000003", "folder"),
        False,
    ),
    "the last generation": (
        lambda index, _: (index / "generation-999999999").mkdir(),
        False,
    ),
    "a segment is a link": (forge.linked("COMMIT/documents-*", "moved"), True),
    "a segment is a device": (forge.linked("COMMIT/documents-*", "/dev/zero"), True),
    "a segment is a pipe": (forge.piped("COMMIT/documents-*"), True),
    "names are a link": (forge.linked("COMMIT/entities.sqlite", "moved"), True),
    "a segment is a view without an end": (forge.altered_table("documents*", LOOP), True),
    "names are a view without an end": (
        forge.altered_table("entities.sqlite", LOOP_OF_NAMES),
        True,
    ),
    "a trigger on names": (
        forge.altered_table(
            "entities.sqlite",
            "CREATE TRIGGER x AFTER DELETE ON aliases BEGIN DELETE FROM tallies; END;"
            "CREATE TRIGGER y AFTER INSERT ON tallies BEGIN DELETE FROM tallies; END",
        ),
        True,
    ),
    "a virtual table": (
        forge.altered_table("documents*", "CREATE VIRTUAL TABLE x USING fts5(y)"),
        True,
    ),
    "an index on an expression": (
        forge.altered_table(
            "documents*", "CREATE INDEX x ON documents (hex(zeroblob(10 * row)))"
        ),
        True,
    ),
    "a column that is computed": (
        forge.altered_table(
            "documents*", "ALTER TABLE documents ADD COLUMN x TEXT AS (hex(body))"
        ),
        True,
    ),
    "ids are numbers": (
        forge.altered_table(
            "documents*", UNTYPED.format(table="documents", change="id = 7")
        ),
        False,
    ),
    "dates are bytes": (
        forge.altered_table(
            "documents*", UNTYPED.format(table="documents", change="date = x'00'")
        ),
        False,
    ),
    "no document has a body": (
        forge.altered_table(
            "documents*", UNTYPED.format(table="documents", change="body = 'text'")
        ),
        False,
    ),
    "a row of a gigabyte": (
        forge.altered_body(lambda data: data + b"a" * (1 << 30)),
        False,
    ),
    "a row that is deep": (forge.altered_body(lambda _: b"[" * 500_000), False),
    "a row of many values": (
        forge.altered_body(lambda _: b"[" + b"[]," * 10_000_000 + b"0]"),
        False,
    ),
    "a row that is empty": (forge.altered_body(lambda _: b""), False),
    "a row that is null": (forge.altered_body(lambda _: b"null\n\n\n"), False),
    "a row with more": (forge.altered_fields(more=1), False),
    "a row with null": (forge.altered_fields(passages=None), False),
    "a row of another language": (forge.altered_fields(language="xx"), False),
    "a row with a date that is none": (forge.altered_fields(date="yesterday"), False),
    "a row with a title that is none": (forge.altered_fields(title=[]), False),
    "a row with entities that are none": (forge.altered_fields(entities=[[0, 1]]), False),
    "a row with spans outside": (forge.altered_fields(passages=[[0, 10**9, "tr"]]), False),
    "a row with words that are none": (
        forge.altered_body(lambda data: data.replace(b"bakan", b"ba kan")),
        False,
    ),
}
"""The forgery, and whether opening, checking and adding must refuse it."""

ONLY: dict[str, dict[str, tuple[forge.Forge, bool]]] = {
    "tantivy": {
        "removable are absolute paths": (forge.managed("OUTSIDE/victim"), False),
        "removable are relative paths": (forge.managed("RELATIVE/victim", ".."), False),
        "removable are nested lists": (
            forge.unsealed(".managed.json", b"[" * 100_000, is_listed=False),
            False,
        ),
        "segments are deep": (forge.unsealed("meta.json", b"[" * 100_000), True),
        "segments are null": (forge.unsealed("meta.json", b"null"), True),
        "segments of too many documents": (
            forge.altered_meta(lambda meta: meta["segments"][0].update(max_doc=4 * 10**9)),
            True,
        ),
        "segments twice": (
            forge.altered_meta(lambda meta: meta["segments"].append(meta["segments"][0])),
            True,
        ),
        "segments by a path": (
            forge.altered_meta(lambda meta: meta["segments"][0].update(segment_id="../x")),
            True,
        ),
        "segments of other fields": (
            forge.altered_meta(lambda meta: meta.update(schema=[])),
            True,
        ),
        "state is deep": (forge.unsealed("passages.json", b"[" * 100_000), True),
        "state is null": (forge.unsealed("passages.json", b"null"), True),
        "state of endless padding": (
            forge.unsealed(
                "passages.json",
                b'{"passages": 6, "total_length": 42, "padding": 999999999999, "positions":'
                b' 9, "is_ordered": true}',
            ),
            True,
        ),
        "state with more": (
            forge.unsealed(
                "passages.json",
                b'{"passages": 6, "total_length": 42, "padding": 5, "positions": 9,'
                b' "is_ordered": true, "x": 1}',
            ),
            True,
        ),
        "postings are a link": (forge.linked("COMMIT/*.idx", "moved"), True),
        "postings are a pipe": (forge.piped("COMMIT/*.idx"), True),
    },
    "whoosh": {
        "table is a link": (forge.linked("COMMIT/_MAIN_*.toc", "moved"), True),
        "table is a pipe": (forge.piped("COMMIT/_MAIN_*.toc"), True),
        "table names a class": (
            forge.altered_table_of_segments(lambda _: pickle.dumps(print, 2)),
            True,
        ),
        "table is a codec's work": (
            forge.altered_table_of_segments(
                lambda _: b"\x80\x02c_codecs\nencode\nX\x01\0\0\0aX\x03\0\0\0hex\x86R."
            ),
            True,
        ),
        "table of an object with a high number": (
            forge.altered_table_of_segments(lambda _: b"\x80\x02]r\0\0\0\x10."),
            True,
        ),
        "table of too many passages": (
            forge.altered_table_of_segments(
                lambda data: data.replace(b"K\x05", b"J\xff\xff\xff\x7f", 1)
            ),
            True,
        ),
        "table is no list": (
            forge.altered_table_of_segments(lambda _: pickle.dumps({"a": 1}, 2)),
            True,
        ),
        "table is cut": (forge.altered_table_of_segments(lambda data: data[:9]), True),
        "postings are a link": (forge.linked("COMMIT/*.seg", "moved"), True),
        "postings are a pipe": (forge.piped("COMMIT/*.seg"), True),
        "postings are cut": (_cut_postings, True),
    },
}

CASES = [(engine, name) for engine in DISK_ENGINES for name in (*COMMON, *ONLY[engine])]


def read(index: Path, verify: Any = "sizes") -> None:
    """Open an index and read all of it."""
    with diplosearch.open(index, verify=verify) as opened:
        for hit in opened.search("bakan ticaret", limit=20, facets=("person",)):
            hit.to_dict()
        list(opened.documents())
        opened.entities()
        opened.stats()
        opened.timeline("bakan")
        opened.complete("ba")


def add(index: Path) -> None:
    """Add a document to an index."""
    with diplosearch.open(index) as opened:
        opened.add(Document(id="new", text=TEXT.format("yine")))


def check(index: Path) -> None:
    """Check an index in full; damage is an error here."""
    report = diplosearch.check(index, full=True)
    if not report.ok:
        raise diplosearch.errors.IndexDamagedError(str(report.damage[0]))


OPERATIONS: dict[str, Callable[[Path], Any]] = {
    "open": read,
    "open in full": lambda index: read(index, "full"),
    "check": check,
    "add": add,
    "recover": lambda index: diplosearch.recover(index, jobs=1),
    "rebuild": lambda index: diplosearch.rebuild(
        [Document(id="x", text=TEXT)], index, jobs=1
    ).close(),
}
REFUSED = ("open", "open in full", "check", "add")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of each engine, of six documents in two commits."""
    root = tmp_path_factory.mktemp("made")
    for engine in DISK_ENGINES:
        pytest.importorskip(engine)
        documents = [
            Document(id=f"d{n}", text=TEXT.format(n), title="Angela Merkel")
            for n in range(5)
        ]
        diplosearch.rebuild(documents, root / engine, engine=engine, jobs=1).close()
        with diplosearch.open(root / engine) as index:
            index.add(Document(id="late", text=TEXT.format("sonra"), date=None))
            index.search("bakan").to_dict()
    return root


def try_in_child(index: Path, outside: Path, copies: Path) -> dict[str, Any]:
    """Return what became of each operation on a copy of ``index``, in a forked process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_RDWR), 2)  # where Tantivy tells of a panic
        outcomes = {}
        for name, operation in OPERATIONS.items():
            copy = copies / "index"
            shutil.copytree(index, copy, symlinks=True, copy_function=_copy)
            outcomes[name] = _try(lambda: operation(copy), outside)  # noqa: B023 - called at once
            shutil.rmtree(copy)
        os.write(writing, json.dumps(outcomes).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    assert said, "the process died"
    found: dict[str, Any] = json.loads(said)
    return found


def _copy(source: str, target: str, *, follow_symlinks: bool = True) -> str:
    if os.path.isfile(source) or os.path.islink(source):
        return str(shutil.copy2(source, target, follow_symlinks=follow_symlinks))
    os.mkfifo(target)
    return target


_watched: list[tuple[str, list[str]]] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note what is opened outside of an index, links to it included."""
    if event == "open" and _watched and isinstance(arguments[0], str):
        outside, touched = _watched[-1]
        is_kept = (arguments[2] or 0) & os.O_NOFOLLOW
        path = arguments[0] if is_kept else os.path.realpath(arguments[0])
        if path.startswith((f"{outside}/", "/dev/zero")):
            touched.append(path)


def _try(operation: Callable[[], Any], outside: Path) -> list[Any]:
    """Return outcome, seconds, growth in megabytes, and what was opened outside."""
    touched: list[str] = []
    if not _watched:
        sys.addaudithook(_watch)
    _watched.append((str(outside), touched))
    before = _peak()
    started, worked = time.monotonic(), time.process_time()
    try:
        operation()
        outcome = "ok"
    except DiplosearchError as error:
        outcome = f"refused: {error}"
    except BaseException as error:
        outcome = f"UNNAMED {type(error).__name__}: {error}"
    seconds = time.process_time() - worked
    if time.monotonic() - started > WAIT:
        outcome = "WAITED long"
    _watched[-1] = "/nowhere", []
    return [outcome, seconds, _peak() - before, touched]


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize(("engine", "case"), CASES, ids=map(": ".join, CASES))
def test_a_forged_folder_reaches_nothing(
    made: Path, tmp_path: Path, engine: str, case: str
) -> None:
    """Each call ends soon, in little memory, with a named error or rightly; no file that
    lies elsewhere is opened, written or removed."""
    index, outside, copies = (tmp_path / name for name in ("index", "outside", "copies"))
    shutil.copytree(made / engine, index)
    for folder in (outside, outside / "folder", copies):
        folder.mkdir()
    (outside / "victim").write_text("precious")
    alter, is_refused = (COMMON | ONLY[engine])[case]
    alter(index, outside)
    before = forge.tree_of(outside)
    outcomes = try_in_child(index, outside, copies)
    assert forge.tree_of(outside) == before
    for name, (outcome, seconds, growth, touched) in outcomes.items():
        assert outcome.startswith(("ok", "refused")), f"{name}: {outcome}"
        assert seconds < SECONDS, f"{name}: {seconds:.1f} s"
        assert growth < MEGABYTES, f"{name}: {growth} MB"
        assert not touched, f"{name}: {touched}"
        if is_refused and name in REFUSED:
            assert outcome.startswith("refused"), f"{name}: {outcome}"


@pytest.mark.parametrize("engine", DISK_ENGINES)
def test_what_nobody_forged_is_taken(made: Path, tmp_path: Path, engine: str) -> None:
    """An index that is as it was made is opened, checked, recovered and changed; also where
    its folder, or one above it, is a link."""
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "above").symlink_to(real)
    shutil.copytree(made / engine, real / "index")
    (tmp_path / "link").symlink_to(real / "index")
    for location in (real / "index", tmp_path / "link", tmp_path / "above" / "index"):
        for name, operation in OPERATIONS.items():
            if name != "rebuild":
                operation(location)
    OPERATIONS["rebuild"](tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    check(real / "index")


def test_a_tree_of_pages_without_an_end_is_left(made: Path, tmp_path: Path) -> None:
    """A table whose pages lead to each other again and again is given up after a while."""
    index = tmp_path / "index"
    shutil.copytree(made / "whoosh", index)
    path = next(read_current(index).glob("documents*"))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF;")
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'removals'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        [pages] = connection.execute("PRAGMA page_count").fetchone()
    data = bytearray(path.read_bytes())
    # Twelve levels of pages, each with a hundred pointers to the next, end in one leaf.
    levels, fan = 12, 100
    for level in range(levels):
        number = root if level == 0 else pages + level
        child = pages + level + 1
        page = bytearray(size)
        cells = b"".join(child.to_bytes(4, "big") + bytes([n + 1]) for n in range(fan))
        start = size - len(cells)
        header = b"\x05\0\0" + fan.to_bytes(2, "big") + start.to_bytes(2, "big") + b"\0"
        header += child.to_bytes(4, "big")
        header += b"".join((start + 5 * n).to_bytes(2, "big") for n in range(fan))
        page[: len(header)] = header
        page[start:] = cells
        if len(data) < number * size:
            data.extend(bytes(number * size - len(data)))
        data[(number - 1) * size : number * size] = page
    leaf = bytearray(size)
    leaf[:8] = b"\x0d\0\0\0\x01" + (size - 6).to_bytes(2, "big") + b"\0"
    leaf[8:10] = (size - 6).to_bytes(2, "big")
    leaf[size - 6 :] = bytes((4, 1, 3, 0, 1, 9))
    data.extend(leaf)
    data[28:32] = (len(data) // size).to_bytes(4, "big")
    path.write_bytes(data)
    forge.reseal(index)
    for name, operation in OPERATIONS.items():
        started = time.process_time()
        with suppress(DiplosearchError):
            operation(index)
        assert time.process_time() - started < SECONDS, name
