"""The manifest: it is read as written, and damage is detected."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from diplosearch.backends import manifest
from diplosearch.backends.manifest import (
    FORMAT,
    MANIFEST_NAME,
    FileRecord,
    Manifest,
    describe_file,
    find_damage,
    read_manifest,
    write_manifest,
)
from diplosearch.errors import IndexDamagedError, IndexFormatError

MANIFEST = Manifest(
    engine="whoosh",
    recognizer="",
    fingerprint="f" * 32,
    commit=3,
    documents=5,
    passages=21,
    created="2026-01-29T18:28:00+03:00",
    repeated_lines={"Xinhua — çerez": ["0123456789abcdef"]},
    files={"a.seg": FileRecord(3, "0a" * 16)},
)


def test_round_trip(tmp_path: Path) -> None:
    """What is written is read back, and leaves no draft."""
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST_NAME]


def test_corrections_are_kept(tmp_path: Path) -> None:
    """Corrections by hand are read back; without any there is no field of them."""
    write_manifest(tmp_path, MANIFEST)
    assert b"corrections" not in (tmp_path / MANIFEST_NAME).read_bytes()
    corrected = replace(MANIFEST, corrections=("person:a = person:b", "org:x -> Ad"))
    write_manifest(tmp_path, corrected)
    assert read_manifest(tmp_path) == corrected


@pytest.mark.parametrize(
    "lines", [("person:a",), ("person:a = person:b", "person:b = person:a"), ("../x",)]
)
def test_unsound_corrections_are_damage(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """Lines that no index keeps make a manifest that was not written by us."""
    write_manifest(tmp_path, replace(MANIFEST, corrections=lines))
    with pytest.raises(IndexDamagedError, match="correction"):
        read_manifest(tmp_path)


def test_missing_manifest(tmp_path: Path) -> None:
    """A folder without a manifest says so."""
    with pytest.raises(FileNotFoundError):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'{"manifest": {}}',
        b'{"checksum": ""}',
        b"\xff\xfe",
        b"\x00",
    ],
)
def test_unreadable_manifest(tmp_path: Path, content: bytes) -> None:
    """A manifest of anything else is damage, with what to do about it."""
    (tmp_path / MANIFEST_NAME).write_bytes(content)
    with pytest.raises(IndexDamagedError, match="rebuild"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("change", [("21", "22"), ("whoosh", "memory"), ('"0a0a', '"0b0a')])
def test_altered_manifest(tmp_path: Path, change: tuple[str, str]) -> None:
    """An altered manifest is refused by its own checksum."""
    write_manifest(tmp_path, MANIFEST)
    path = tmp_path / MANIFEST_NAME
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="altered"):
        read_manifest(tmp_path)


@pytest.mark.slow
def test_every_flipped_bit_is_detected(tmp_path: Path) -> None:
    """A manifest with any bit flipped is refused."""
    write_manifest(tmp_path, MANIFEST)
    path = tmp_path / MANIFEST_NAME
    sound = path.read_bytes()
    for bit in range(8 * len(sound)):
        data = bytearray(sound)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        with pytest.raises((IndexDamagedError, IndexFormatError)):
            read_manifest(tmp_path)


@pytest.mark.parametrize("version", [FORMAT + 1, 0, "1", None])
def test_other_format(tmp_path: Path, version: object) -> None:
    """Another format is refused with both versions and what to do."""
    write_manifest(tmp_path, replace(MANIFEST, format=version))  # type: ignore[arg-type]
    with pytest.raises(IndexFormatError, match=rf"format {version}.*rebuild"):
        read_manifest(tmp_path)


def test_format_comes_before_checksum(tmp_path: Path) -> None:
    """Another format is reported as such even if its checksum is computed differently."""
    write_manifest(tmp_path, MANIFEST)
    path = tmp_path / MANIFEST_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    content["manifest"] = {"format": 9, "news": True}
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(IndexFormatError, match="9"):
        read_manifest(tmp_path)


def test_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing and cut files are always reported, altered ones if small or with ``full``."""
    monkeypatch.setattr(manifest, "_ALWAYS_VERIFIED_BYTES", 1000)
    for name in ("sound", "cut", "altered", "missing"):
        (tmp_path / name).write_bytes(name.encode() * 200)
    (tmp_path / "little").write_bytes(b"little")
    files = {path.name: describe_file(path) for path in tmp_path.iterdir()}
    assert find_damage(tmp_path, files, "full") == []
    (tmp_path / "cut").write_bytes(b"cut")
    (tmp_path / "altered").write_bytes(b"altereD" * 200)
    (tmp_path / "little").write_bytes(b"littlE")
    (tmp_path / "missing").unlink()
    for verify, names in (
        ("sizes", {"cut", "missing", "little"}),
        ("full", {"cut", "missing", "altered", "little"}),
    ):
        problems = find_damage(tmp_path, files, verify)  # type: ignore[arg-type]
        assert len(problems) == len(names)
        assert all(any(name in problem for problem in problems) for name in names)
