"""The folders of an index: numbered, found, cleaned up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from diplosearch.backends.disk.generations import (
    clean,
    commit_folder,
    next_generation,
    read_current,
    write_current,
)
from diplosearch.backends.disk.locks import ReaderLock
from diplosearch.backends.manifest import IN_USE_NAME
from diplosearch.errors import IndexDamagedError, IndexFormatError, IndexMissingError
from diplosearch.schema import CURRENT_NAME
from diplosearch.storage.atomic_files import remove_folder


def make(root: Path, generation: int, commit: int) -> Path:
    """Make the folder of a commit."""
    folder = root / f"generation-{generation:06}" / f"commit-{commit:06}"
    folder.mkdir(parents=True)
    (folder / IN_USE_NAME).touch()
    (folder / "x.seg").touch()
    return folder


def test_current_is_what_was_written(tmp_path: Path) -> None:
    """The file names the folder, and is replaced as a whole."""
    for folder in (make(tmp_path, 1, 1), make(tmp_path, 1, 2), make(tmp_path, 12, 34)):
        write_current(tmp_path, folder)
        assert read_current(tmp_path) == folder
    name, checksum = (tmp_path / CURRENT_NAME).read_text().split()
    assert name == "generation-000012/commit-000034"
    assert len(checksum) == 32


def test_every_flipped_bit_of_current_is_detected(tmp_path: Path) -> None:
    """CURRENT with a flipped bit is refused."""
    write_current(tmp_path, make(tmp_path, 1, 1))
    path = tmp_path / CURRENT_NAME
    sound = path.read_bytes()
    for bit in range(8 * len(sound)):
        data = bytearray(sound)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        with pytest.raises(IndexDamagedError):
            read_current(tmp_path)


def test_current_of_an_older_format(tmp_path: Path) -> None:
    """An index that was made before names had checksums is refused as such."""
    (tmp_path / CURRENT_NAME).write_text("generation-000001/commit-000001\n")
    with pytest.raises(IndexFormatError, match="diplosearch rebuild"):
        read_current(tmp_path)


def test_no_index(tmp_path: Path) -> None:
    """A folder without CURRENT has no index; the message says what to do."""
    (tmp_path / "README").touch()
    for folder in (tmp_path, tmp_path / "missing", tmp_path / "README"):
        with pytest.raises(IndexMissingError, match="diplosearch rebuild"):
            read_current(folder)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"generation-1/commit-1",
        b"../../etc",
        b"generation-000001/commit-000001\n\n",
        b"generation-000001/commit-000001/..",
        b"generation-000001/commit-000001 " + b"0" * 32 + b"\n",
        b"x/generation-000001/commit-000001",
        b"generation-000001\\commit-000001",
        "generation-00000\u0661/commit-000001".encode(),
        b"\xff",
        b"\x00" * 32,
    ],
)
def test_current_that_names_nothing(tmp_path: Path, content: bytes) -> None:
    """A file that names no commit is damage, and never leads outside of the index."""
    (tmp_path / CURRENT_NAME).write_bytes(content)
    with pytest.raises(IndexDamagedError):
        read_current(tmp_path)


def test_next_generation(tmp_path: Path) -> None:
    """A new generation comes after all that are there, current or not."""
    assert next_generation(tmp_path).name == "generation-000001"
    make(tmp_path, 7, 1)
    make(tmp_path, 3, 1)
    assert next_generation(tmp_path).name == "generation-000008"
    make(tmp_path, 1_000_000, 1)
    assert next_generation(tmp_path).name == "generation-1000001"
    assert commit_folder(tmp_path, 5).name == "commit-000005"


def test_clean_keeps_the_current_and_what_is_read(tmp_path: Path) -> None:
    """What is neither current nor in use is removed, and later that too."""
    old, current, used = (make(tmp_path, *at) for at in ((1, 1), (3, 2), (2, 1)))
    make(tmp_path, 3, 1)
    make(tmp_path, 4, 1)
    write_current(tmp_path, current)
    lock = ReaderLock(used / IN_USE_NAME)
    clean(tmp_path)
    left = set(tmp_path.glob("generation-*/commit-*"))
    assert left == {current, used}
    assert not old.parent.exists()
    lock.release()
    clean(tmp_path)
    assert list(tmp_path.glob("generation-*/commit-*")) == [current]


def test_clean_spares_what_is_foreign(tmp_path: Path) -> None:
    """Files and folders of other names are never touched."""
    foreign = [
        "README",
        "notes.txt",
        "generation-1",
        "generation-000001.bak",
        "commit-000001",
    ]
    for name in foreign:
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").touch()
    (tmp_path / "generation-000002").write_text("a file")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "generation-000003").symlink_to(tmp_path / "elsewhere")
    make(tmp_path, 5, 1)
    clean(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*foreign, "generation-000002", "elsewhere", "generation-000003"]
    )


def test_clean_without_a_sound_current(tmp_path: Path) -> None:
    """Where the name of the current commit is damaged, nothing is removed."""
    make(tmp_path, 1, 1)
    (tmp_path / CURRENT_NAME).write_text("nonsense")
    before = sorted(tmp_path.rglob("*"))
    clean(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_clean_without_a_current(tmp_path: Path) -> None:
    """Where no commit is named, those that were done stay, half-made ones go."""
    done = make(tmp_path, 1, 2)
    (done / "manifest.json").touch()
    make(tmp_path, 1, 3)
    make(tmp_path, 2, 1)
    clean(tmp_path)
    assert list(tmp_path.glob("generation-*/*")) == [done]
    assert [path.name for path in tmp_path.iterdir()] == ["generation-000001"]


def test_folder_that_fills_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which a library's thread writes once more is removed all the same."""
    folder = make(tmp_path, 1, 1)
    remove, late = shutil.rmtree, ["a file", "another"]

    def remove_too_early(path: Path, ignore_errors: bool = False) -> None:
        remove(path, ignore_errors)
        if late:
            path.mkdir()
            (path / late.pop()).touch()

    monkeypatch.setattr(shutil, "rmtree", remove_too_early)
    remove_folder(folder)
    assert not folder.exists()
