"""Index folders as a stranger may make them: sealed, with checksums that are right."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from diplosearch.backends.disk.generations import read_current
from diplosearch.backends.manifest import MANIFEST_NAME, describe_file
from diplosearch.storage.blocks import Blocks
from diplosearch.storage.checksummed_json import checksum, seal
from diplosearch.storage.codec import checksum_of

Forge = Callable[[Path, Path], None]
"""Alters an index; the second folder is what it must not reach."""

_ROW = "row, id, given, content, root, origin, date, source, language, body, checksum"


def alter_manifest(index: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the body of the current manifest, and seal it again."""
    path = read_current(index) / MANIFEST_NAME
    body = json.loads(path.read_bytes())["manifest"]
    change(body)
    path.write_bytes(seal("manifest", body))


def reseal(index: Path) -> None:
    """Let the manifest have sizes and checksums of the files as they are now."""
    commit = read_current(index)

    def renew(body: dict[str, Any]) -> None:
        for name in body["files"]:
            if (commit / name).is_file():
                body["files"][name] = asdict(describe_file(commit / name))

    alter_manifest(index, renew)


def field(name: str, value: object) -> Forge:
    """Return what sets a field of the manifest."""
    return lambda index, _: alter_manifest(index, lambda body: body.update({name: value}))


def listed(name: str, record: object = None) -> Forge:
    """Return what lists a file in the manifest; ``OUTSIDE`` in its name is a folder."""
    plain = {"size": 0, "checksum": "0" * 32} if record is None else record

    def forge(index: Path, outside: Path) -> None:
        commit = read_current(index)
        real = name.replace("OUTSIDE", str(outside))
        real = real.replace("RELATIVE", os.path.relpath(outside, commit))
        alter_manifest(index, lambda body: body["files"].update({real: plain}))

    return forge


def unsealed(name: str, content: bytes, *, is_listed: bool = True) -> Forge:
    """Return what writes ``content`` into a file of the commit."""

    def forge(index: Path, _: Path) -> None:
        (read_current(index) / name).write_bytes(content)
        if is_listed:
            reseal(index)

    return forge


def write_current(index: Path, content: bytes) -> None:
    """Write the file that names the current commit."""
    (index / "CURRENT").write_bytes(content)


def named_current(name: str) -> Forge:
    """Return what names another commit as the current one, with its checksum."""
    content = f"{name} {checksum(name.encode())}\n".encode()
    return lambda index, _: write_current(index, content)


def linked(name: str, target: str) -> Forge:
    """Return what makes a file or folder of the index a link to ``target`` outside.

    ``COMMIT`` in the name is the folder of the current commit, ``*`` any letters. What
    was there is moved to where the link leads, unless ``target`` exists.
    """

    def forge(index: Path, outside: Path) -> None:
        path = _find(index, name)
        goal = Path(target) if target.startswith("/") else outside / target
        if os.path.lexists(path):
            if goal.exists():
                path.unlink()
            else:
                shutil.move(path, goal)
        path.symlink_to(goal)

    return forge


def piped(name: str) -> Forge:
    """Return what makes a file of the index a pipe that nobody writes to."""

    def forge(index: Path, _: Path) -> None:
        path = _find(index, name)
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    return forge


def _find(index: Path, name: str) -> Path:
    commit = read_current(index).relative_to(index).as_posix()
    name = name.replace("COMMIT", commit).replace("GENERATION", commit.partition("/")[0])
    return (
        next(iter(sorted(index.glob(name))), index / name) if "*" in name else index / name
    )


def altered_table(file: str, script: str) -> Forge:
    """Return what runs ``script`` in a SQLite file of the commit."""

    def forge(index: Path, _: Path) -> None:
        path = next(read_current(index).glob(file))
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(script)
        reseal(index)

    return forge


HEAD, PASSAGE, REST = 0, 1, -1
"""Numbers of blocks of a body."""


def altered_body(change: Callable[[bytes], bytes], block: int = HEAD) -> Forge:
    """Return what changes a block of the body of a document, with its checksum."""

    def forge(index: Path, _: Path) -> None:
        path = next(read_current(index).glob("documents*"))
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            row = connection.execute(f"SELECT {_ROW} FROM documents").fetchone()
            blocks = Blocks(row[9]).read_all()
            blocks[block] = change(blocks[block])
            packed = [pack(data) for data in blocks]
            lengths = [len(packed), *map(len, packed)]
            body = struct.pack(f"<{len(lengths)}I", *lengths) + b"".join(packed)
            connection.execute(
                "UPDATE documents SET body = ?, checksum = ? WHERE row = ?",
                (body, checksum_of(*row[:9], body), row[0]),
            )
        reseal(index)

    return forge


def altered_fields(block: int = HEAD, **values: object) -> Forge:
    """Return what changes fields of a block of a document's body."""

    def change(data: bytes) -> bytes:
        head, _, rest = data.partition(b"\n")
        return json.dumps(json.loads(head) | values).encode() + b"\n" + rest

    return altered_body(change, block)


def pack(data: bytes) -> bytes:
    """Return ``data`` compressed as far as can be."""
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def altered_meta(change: Callable[[dict[str, Any]], object]) -> Forge:
    """Return what changes Tantivy's list of segments."""

    def forge(index: Path, _: Path) -> None:
        path = read_current(index) / "meta.json"
        meta = json.loads(path.read_bytes())
        change(meta)
        path.write_text(json.dumps(meta))
        reseal(index)

    return forge


def managed(*names: str) -> Forge:
    """Return what lets Tantivy's list of files name others; see :func:`listed`."""

    def forge(index: Path, outside: Path) -> None:
        commit = read_current(index)
        real = [
            name.replace("OUTSIDE", str(outside)).replace(
                "RELATIVE", os.path.relpath(outside, commit)
            )
            for name in names
        ]
        path = commit / ".managed.json"
        path.write_text(json.dumps(real))
        record = asdict(describe_file(path))
        alter_manifest(index, lambda body: body["files"].update({path.name: record}))

    return forge


def altered_table_of_segments(change: Callable[[bytes], bytes]) -> Forge:
    """Return what changes the pickled list of segments of Whoosh."""

    def forge(index: Path, _: Path) -> None:
        path = next(read_current(index).glob("*.toc"))
        data = path.read_bytes()
        start = data.rindex(b"\x80\x02")
        path.write_bytes(data[:start] + change(data[start:]))
        reseal(index)

    return forge


def tree_of(folder: Path) -> dict[str, tuple[int, str]]:
    """Return mode and content of all that lies in ``folder``."""
    found = {}
    for path in sorted(folder.rglob("*")):
        is_file = path.is_file() and not path.is_symlink()
        content = hashlib.md5(path.read_bytes()).hexdigest() if is_file else ""
        found[str(path.relative_to(folder))] = path.lstat().st_mode, content
    return found
