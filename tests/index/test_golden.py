"""The format on disk: kept indexes are still read, and no change of it goes unnoticed."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch.backends import manifest
from diplosearch.backends.disk import generations
from diplosearch.backends.manifest import FORMAT, read_manifest
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.errors import IndexDamagedError, IndexFormatError
from diplosearch.integrity import check
from diplosearch.storage.blocks import Blocks
from diplosearch.storage.format3 import read_document
from diplosearch.storage.segments import segment_names
from tools.make_golden_index import DOCUMENTS, DOCUMENTS_FILE, GOLDEN, REPLACED, make

STEP = (
    "what lies on disk is not what it was: step FORMAT in diplosearch/index/manifest.py "
    "and run tools/make_golden_index.py (with --replace while the format is unreleased)"
)
OLD_DOCUMENTS_FILE = "documents-3.json"
ENGINES = [name for name in DISK_ENGINES if find_spec(name)]
ARCHIVES = sorted(GOLDEN.glob("format-*.zip"))
OLD = [path for path in ARCHIVES if not path.name.startswith(f"format-{FORMAT}-")]


@pytest.fixture(params=ENGINES)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The kept index of each engine in turn, unpacked."""
    folder = tmp_path / "golden"
    zipfile.ZipFile(GOLDEN / f"format-{FORMAT}-{request.param}.zip").extractall(folder)
    return folder


@pytest.fixture
def same_analyzer(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the analyzer that the kept index was made by: here the format is in question."""
    made_by = read_manifest(generations.read_current(golden)).fingerprint
    for module in (manifest, check):
        monkeypatch.setattr(module, "fingerprint", lambda: made_by)


def test_each_engine_has_one() -> None:
    """An index of this format is kept of each engine on disk."""
    names = {f"format-{FORMAT}-{engine}.zip" for engine in DISK_ENGINES}
    assert names <= {path.name for path in ARCHIVES}


@pytest.mark.usefixtures("same_analyzer")
def test_a_kept_index_is_read(golden: Path) -> None:
    """It opens with all verified, gives its documents back, answers and can change."""
    kept = json.loads((GOLDEN / DOCUMENTS_FILE).read_text(encoding="utf-8"))
    with diplosearch.open(golden, verify="full") as index:
        assert [document.to_dict() for document in index.documents()] == kept
        assert index.search("Ankara")[0].document.id == "news/1"
        assert index.search("ateşkes")[0].document.id == "news/2"
        assert index.search('"Hakan Fidan"')[0].document.id == "haber/1"
        assert index.search("country:Çin").total == 2
        assert index.entity("country:CN").documents == 2
        index.delete("news/2")
    with diplosearch.open(golden, verify="full") as index:
        assert index.ids() == ["haber/1", "news/1"]
        assert index.search("Gaza").total == 0


@pytest.mark.skipif(not OLD, reason="no older format was released yet")
@pytest.mark.parametrize("archive", OLD, ids=lambda path: path.stem)
def test_an_older_format_is_refused(archive: Path, tmp_path: Path) -> None:
    """An index of an older format is refused with the command that rebuilds it."""
    zipfile.ZipFile(archive).extractall(tmp_path)
    with pytest.raises(IndexFormatError, match="diplosearch rebuild --from"):
        diplosearch.open(tmp_path)


@pytest.mark.skipif(not OLD, reason="no older format was released yet")
@pytest.mark.parametrize("archive", OLD, ids=lambda path: path.stem)
@pytest.mark.parametrize("entities", [True, False])
def test_an_older_format_is_rebuilt_from(
    archive: Path, entities: bool, tmp_path: Path
) -> None:
    """Its documents come back as they were, in its own place and in another one."""
    zipfile.ZipFile(archive).extractall(tmp_path / "old")
    kept = json.loads((GOLDEN / OLD_DOCUMENTS_FILE).read_text(encoding="utf-8"))
    if not entities:
        kept = [one | {"entities": [], "title_entities": []} for one in kept]
    for place in ("new", "old"):
        with diplosearch.rebuild(
            from_index=tmp_path / "old",
            location=tmp_path / place,
            entities=entities,
            jobs=1,
        ) as index:
            found = [document.to_dict() for document in index.documents()]
            assert [one["id"] for one in found] == ["haber/1", "news/1", "news/2"]
            assert [_without_entities(one) for one in found] == [
                _without_entities(one) for one in kept
            ]
            assert not any(one["entities"] for one in found) or entities
            assert index.search("ateşkes")[0].document.id == "news/2"
            findings = index.check(full=True).findings
            # The old generation is in use until the rebuild ends.
            assert {one.kind for one in findings} <= {"leftover"}


@pytest.mark.skipif(not OLD, reason="no older format was released yet")
@pytest.mark.parametrize("archive", OLD, ids=lambda path: path.stem)
def test_a_document_of_an_older_format_is_read_or_named(
    archive: Path, tmp_path: Path
) -> None:
    """A row of format 3 gives its document with its entities; any other is an error."""
    zipfile.ZipFile(archive).extractall(tmp_path)
    (path,) = tmp_path.glob("generation-*/commit-*/documents-*.sqlite")
    with sqlite3.connect(path) as connection:
        rows = dict(connection.execute("SELECT id, body FROM documents").fetchall())
    connection.close()
    kept = json.loads((GOLDEN / OLD_DOCUMENTS_FILE).read_text(encoding="utf-8"))
    for one in kept:
        assert read_document(one["id"], rows[one["id"]]).to_dict() == one
    body = rows["news/1"]
    for damaged in (b"", body[:-9], b"\xff" + body, deflated(b"{}\n"), deflated(b"[]")):
        with pytest.raises(IndexDamagedError, match="of format 3"):
            read_document("news/1", damaged)


def deflated(data: bytes) -> bytes:
    """Return ``data`` as rows of format 3 are compressed."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _without_entities(document: dict[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in document.items() if "entities" not in name}


def test_corrections_of_an_older_format_are_kept(tmp_path: Path) -> None:
    """A rebuild in the place of an index of an older format keeps what was corrected."""
    zipfile.ZipFile(OLD[0]).extractall(tmp_path)
    commit = generations.read_current(tmp_path)
    old = read_manifest(commit, older=manifest.OLDER_FORMATS)
    lines = ["country:CN = country:XX"]
    manifest.write_manifest(commit, replace(old, corrections=lines))
    with diplosearch.rebuild(DOCUMENTS, tmp_path, jobs=1) as index:
        assert [str(one) for one in index.corrections()] == lines


def shape(folder: Path) -> dict[str, Any]:
    """Return how an index is laid out, down to the rows, apart from what it holds."""
    commit = generations.read_current(folder)
    manifest = read_manifest(commit)
    names = [*manifest.files, "manifest.json"]
    found: dict[str, Any] = {
        "name": re.sub("[0-9a-f]", "0", (folder / "CURRENT").read_text()),
        "manifest": _keys(json.loads((commit / "manifest.json").read_bytes())),
        "files": sorted(
            {re.sub("[0-9a-z]{16,32}|[0-9]{1,6}", "*", name) for name in names}
        ),
    }
    for name in (*segment_names(manifest.files), "entities.sqlite"):
        found[re.sub("[0-9]+", "*", name)] = _schema(commit / name)
    for path in commit.glob("[!.]*.json"):
        if path.name != "manifest.json":
            held = json.loads(path.read_bytes())
            # What merging leaves of segments and their deletions is up to chance.
            found[path.name] = {name: type(held[name]).__name__ for name in held}
            found[f"schema of {path.name}"] = held.get("schema")
    found["documents"] = dict(_bodies(commit, manifest.files))
    return found


def _keys(value: Any) -> Any:
    """Return the names and the types in JSON."""
    if isinstance(value, dict) and value and all(map(str.isidentifier, value)):
        return {name: _keys(held) for name, held in sorted(value.items())}
    if isinstance(value, dict):  # names that are data
        return sorted({json.dumps(_keys(held)) for held in value.values()})
    if isinstance(value, list):
        return sorted({json.dumps(_keys(held)) for held in value})
    return type(value).__name__


def _schema(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        found = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master")]
    connection.close()
    return sorted(filter(None, found))


def _bodies(commit: Path, files: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is stored of each document, by its id."""
    for name in segment_names(files):
        with sqlite3.connect(commit / name) as connection:
            rows = connection.execute("SELECT id, body, checksum FROM documents").fetchall()
        connection.close()
        for id, body, checksum in rows:
            blocks = [block.decode().split("\n") for block in Blocks(body).read_all()]
            yield id, (blocks, checksum)


def test_a_change_of_the_format_has_a_step(golden: Path, tmp_path: Path) -> None:
    """An index made now is laid out like the one that was kept."""
    engine = read_manifest(generations.read_current(golden)).engine
    make(tmp_path / "new", engine)
    old, new = shape(golden), shape(tmp_path / "new")
    old_bodies, new_bodies = old.pop("documents"), new.pop("documents")
    assert old == new, STEP
    made_by = [
        read_manifest(generations.read_current(place))
        for place in (golden, tmp_path / "new")
    ]
    one, other = ((each.fingerprint, each.recognizer) for each in made_by)
    if one == other:  # the same words and names are to be written down alike
        assert old_bodies == new_bodies, STEP
    lines = {id: [*map(len, body[0])] for id, body in old_bodies.items()}
    assert lines == {id: [*map(len, body[0])] for id, body in new_bodies.items()}, STEP


def test_what_is_kept_meets_the_format(golden: Path) -> None:
    """Titles, entities in both languages, boilerplate, replacement: all of it is kept."""
    bodies = shape(golden)["documents"]
    assert set(bodies) >= {"haber/1", "news/1", REPLACED.id}
    assert len(DOCUMENTS) == 4
    blocks = [[json.loads(block[0]) for block in body[0]] for body in bodies.values()]
    for name in ("title", "date", "source", "dateline", "url", "title_entities"):
        assert any(head[name] for head, *_ in blocks), name
    assert any(rest["boilerplate"] for *_, rest in blocks)
    assert any(json.loads(body[0][1][1]) for body in bodies.values())
