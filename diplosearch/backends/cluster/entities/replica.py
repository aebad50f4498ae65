"""The copy of the tables of entities that a writer has on its own machine.

Which ids of a corpus are one entity is decided from others, which may be any. So a writer
needs the tables as they are, and takes them from the folder of caches, as its last commit
on this machine left them, with what it decides by; what others have committed since is
all that it asks the cluster for.
A copy is known by the cluster's own name of the history of the index, which a restored
one begins anew, and by the number of a commit, which no two commits of it have.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from ....entity_index.schema import FULL_SCHEMA, SCHEMA
from ....errors import IndexDamagedError, translate_errors
from ....storage.safe_files import copy_file, create_file, file_state, open_file, read_file
from ....storage.sqlite_files import close_on_error, distrust, refuse_other_tables
from .index import EntityIndex
from .rows import ALIAS, ENTITY, TALLY, Source

_KEPT_FOR = 30 * 86_400.0
"""Seconds after which a copy that no writer has used is removed; a guess."""

_READ_BYTES = 1 << 20

_NAME = re.compile(
    r"(?P<index>[\w-]{1,60})\.(?P<commit>[0-9]{1,12})\.(?P<digest>[0-9a-f]{32})"
)

_STATEMENTS = {
    TALLY: "INSERT OR REPLACE INTO tallies VALUES (?, ?, ?, ?, ?, ?)",
    ALIAS: "INSERT OR REPLACE INTO aliases VALUES (?, ?)",
    ENTITY: "INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?)",
}
_TABLES = {TALLY: "tallies", ALIAS: "aliases", ENTITY: "entities"}


def find_folder() -> Path | None:
    """Return the folder of what is kept of clusters on this machine; None without one."""
    with suppress(OSError, RuntimeError):  # no home
        known = os.environ.get("XDG_CACHE_HOME")
        folder = (Path(known) if known else Path.home() / ".cache") / "diplosearch/cluster"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder
    return None


class Replica:
    """The tables of entities for the writing of one commit. Close it in the end."""

    def __init__(self, index: EntityIndex) -> None:
        self._index = index
        self._folder = find_folder()
        self._work = tempfile.TemporaryDirectory(prefix="diplosearch-")
        self._name = ""
        self.path = Path(self._work.name) / "next.sqlite"
        """Where the tables of the next commit are written."""

    def fetch(self, commit: int, counts: Mapping[str, int]) -> Path:
        """Return a file with the tables of ``commit``, which must not be changed.

        ``counts`` are the numbers of its rows by kind.

        Raises :class:`IndexDamagedError` where the index lacks rows of it.
        """
        for earlier, kept in [*self._find_kept(commit), (0, None)]:
            path = self._bring_forward(kept, earlier, commit)
            if path is not None and _count(path) == counts:
                return path
        raise IndexDamagedError(
            f"{self._index.name}: rows of the entities of commit {commit} are missing; "
            "rebuild the index: diplosearch rebuild"
        )

    def _bring_forward(self, kept: Path | None, earlier: int, commit: int) -> Path | None:
        """Return the tables of ``commit``, made of those of an earlier one; or None."""
        if kept is not None and earlier == commit:
            return kept
        path = Path(self._work.name) / "base.sqlite"
        path.unlink(missing_ok=True)
        if kept is not None:
            try:
                copy_file(kept, path)
            except (OSError, IndexDamagedError):
                return None
        with translate_errors(path, "written"), closing(_open(path)) as connection:
            if kept is None:
                connection.executescript(SCHEMA)
            connection.execute("BEGIN")
            if kept is not None:
                _forget_decisions(connection)
                _remove(connection, self._index.removed_since(earlier, commit))
            _add(connection, self._index.added_since(earlier, commit))
            connection.execute("COMMIT")
        return path

    def _find_kept(self, commit: int) -> Iterator[tuple[int, Path]]:
        """Yield what is kept of this index, up to ``commit``, the newest first."""
        found = []
        with suppress(OSError):
            for path in self._folder.iterdir() if self._folder else ():
                name = _NAME.fullmatch(path.name)
                if name and name["index"] == self._find_name():
                    found.append((int(name["commit"]), path, name["digest"]))
        for number, path, digest in sorted(found, reverse=True):
            if number <= commit and _digest(path) == digest:
                yield number, path

    def _find_name(self) -> str:
        self._name = self._name or self._index.find_history()
        return self._name

    def keep(self, commit: int) -> None:
        """Keep the tables that were written, as those of ``commit``.

        Nothing is kept where this machine takes nothing, and no error comes of it.
        """
        if self._folder is None:
            return
        with suppress(OSError, IndexDamagedError):
            name = f"{self._find_name()}.{commit}.{_digest(self.path)}"
            draft = self._folder / f"{name}.{os.getpid()}.new"
            copy_file(self.path, draft)
            draft.replace(self._folder / name)
            self._clean(name)

    def _clean(self, kept: str) -> None:
        """Remove older copies, and what was not used for long."""
        now = time.time()
        for path in self._folder.iterdir() if self._folder else ():
            is_same = path.name.startswith(f"{self._find_name()}.")
            is_done = is_same and _NAME.fullmatch(path.name) and path.name != kept
            with suppress(OSError):
                if is_done or now - path.lstat().st_mtime > _KEPT_FOR:
                    path.unlink()

    def close(self) -> None:
        """Remove what is not kept; a second call does nothing."""
        self._work.cleanup()


def read_kept(name: str) -> bytes | None:
    """Return a piece of an index that never changes; None where it is not kept here.

    Whoever asks compares it with its checksum.
    """
    folder = find_folder()
    if folder is not None:
        with suppress(OSError, IndexDamagedError):
            # As many bytes as may be read are allocated.
            size = file_state(folder / name).st_size
            data = read_file(folder / name, most=size)
            os.utime(folder / name)
            return data
    return None


def keep(name: str, data: bytes) -> None:
    """Keep a piece of an index that never changes, where this machine takes it."""
    folder = find_folder()
    if folder is not None:
        with suppress(OSError):
            draft = folder / f"{name}.{os.getpid()}.new"
            with create_file(draft) as file:
                file.write(data)
            draft.replace(folder / name)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    with close_on_error(connection):
        distrust(connection)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
    return connection


def _forget_decisions(connection: sqlite3.Connection) -> None:
    """Have the next commit decide of all ids: others have changed names since."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'decided_by'")
    if found.fetchone():
        connection.execute("DELETE FROM decided_by")


def _add(connection: sqlite3.Connection, rows: Iterable[Source]) -> None:
    for row in rows:
        connection.execute(_STATEMENTS[row["kind"]], _values_of(row))
        if row["kind"] == ENTITY:
            starts = [(one, row["id"], 0) for one in row["starts"]]
            starts += [(one, row["id"], 1) for one in row["wholes"]]
            connection.executemany("INSERT OR REPLACE INTO starts VALUES (?, ?, ?)", starts)


def _values_of(row: Source) -> tuple[object, ...]:
    if row["kind"] == ALIAS:
        return row["id"], row["entity"]
    names = (row["id"], row["type"], row["name"])
    form = (row["form"],) if row["kind"] == TALLY else ()
    return *names, *form, row["documents"], row["passages"]


def _remove(connection: sqlite3.Connection, rows: Iterable[Source]) -> None:
    entities = []
    for row in rows:
        if row["kind"] == TALLY:
            connection.execute(
                "DELETE FROM tallies WHERE id = ? AND type = ? AND name = ? AND form = ?",
                (row["id"], row["type"], row["name"], row["form"]),
            )
            continue
        table = _TABLES[row["kind"]]
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (row["id"],))
        if row["kind"] == ENTITY:
            starts = (*row["starts"], *row["wholes"])
            entities += [(one, row["id"]) for one in starts]
    connection.executemany("DELETE FROM starts WHERE start = ? AND entity = ?", entities)


def _count(path: Path) -> dict[str, int] | None:
    """Return the number of rows of each kind; None for a file of other tables."""
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            distrust(connection)
            refuse_other_tables(connection, "main", (FULL_SCHEMA, SCHEMA), path)
            return {
                kind: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
                for kind, table in _TABLES.items()
            }
    except (sqlite3.Error, IndexDamagedError):
        return None


def _digest(path: Path) -> str:
    """Return the digest of a file; "" for one that cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    with suppress(OSError, IndexDamagedError):
        with open_file(path) as file:
            while data := file.read(_READ_BYTES):
                digest.update(data)
        return digest.hexdigest()
    return ""
