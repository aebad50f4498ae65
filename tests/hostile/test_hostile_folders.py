"""An index folder that somebody else made reaches nothing outside of it, and ends."""

from __future__ import annotations

import json
import os
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
from .forgeries import COMMON, ONLY, TEXT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="links and pipes are made"),
]

SECONDS = 2.0
"""Seconds of the processor for one call."""

WAIT = 30.0
"""Seconds for one call on a busy machine."""

MEGABYTES = 300

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
    "resume": lambda index: diplosearch.rebuild(
        [Document(id="x", text=TEXT)], index, jobs=1, resume=True
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
            if name not in ("rebuild", "resume"):
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
