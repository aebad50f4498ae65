"""Files of an index folder: regular ones are opened, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from diplosearch.errors import IndexDamagedError
from diplosearch.storage.atomic_files import link_file, sync_file, write_whole
from diplosearch.storage.safe_files import (
    copy_file,
    create_file,
    file_state,
    is_plain_name,
    open_file,
    open_or_create,
    read_file,
    refuse_link,
)

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes are made")


def make_link(path: Path) -> None:
    """Make a link to a file beside it."""
    path.with_name("victim").write_bytes(b"precious")
    path.symlink_to("victim")


def make_dead_link(path: Path) -> None:
    """Make a link to nothing."""
    path.symlink_to("nothing")


KINDS: dict[str, Callable[[Path], object]] = {
    "link": make_link,
    "dead link": make_dead_link,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "pipe": lambda path: os.mkfifo(path),
    "folder": Path.mkdir,
}
READERS: dict[str, Callable[[Path], object]] = {
    "state": file_state,
    "open": open_file,
    "change": lambda path: open_file(path, is_changed=True),
    "lock": open_or_create,
    "read": lambda path: read_file(path, most=100),
    "sync": sync_file,
    "link": lambda path: link_file(path, path.with_name("target")),
    "copy": lambda path: copy_file(path, path.with_name("target")),
}


@posix
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_file_is_refused(tmp_path: Path, kind: str, reader: str) -> None:
    """A link, a device, a pipe and a folder are named and not opened."""
    KINDS[kind](tmp_path / "it")
    with pytest.raises(IndexDamagedError, match=r"it is (a link|no regular file)"):
        READERS[reader](tmp_path / "it")
    assert not (tmp_path / "nothing").exists()


@posix
@pytest.mark.parametrize("kind", ["link", "dead link", "device", "pipe"])
def test_a_new_file_takes_the_place_of_anything(tmp_path: Path, kind: str) -> None:
    """What is written anew replaces a link itself, and not what it leads to."""
    KINDS[kind](tmp_path / "it")
    with create_file(tmp_path / "it") as file:
        file.write(b"new")
    assert (tmp_path / "it").read_bytes() == b"new"
    KINDS[kind](tmp_path / "whole.new")
    write_whole(tmp_path / "whole", b"new")
    assert (tmp_path / "whole").read_bytes() == b"new"
    victim = tmp_path / "victim"
    assert not victim.exists() or victim.read_bytes() == b"precious"


def test_regular_files_are_opened(tmp_path: Path) -> None:
    """A file is created by the first who locks it, read, copied and measured."""
    path = tmp_path / "file"
    open_or_create(path).close()
    assert read_file(path, most=0) == b""
    path.write_bytes(b"12345")
    open_or_create(path).close()
    assert read_file(path, most=5) == b"12345"
    copy_file(path, tmp_path / "copy")
    assert file_state(tmp_path / "copy").st_size == 5
    with open_file(path, is_changed=True) as file:
        file.write(b"x")
    assert path.read_bytes() == b"x2345"
    for reading in (file_state, open_file):
        with pytest.raises(FileNotFoundError):
            reading(tmp_path / "missing")


def test_too_long_a_file_is_refused(tmp_path: Path) -> None:
    """No more is read than the file may have."""
    (tmp_path / "file").write_bytes(b"123456")
    with pytest.raises(IndexDamagedError, match="more than 5 bytes"):
        read_file(tmp_path / "file", most=5)


@posix
def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    """A folder is taken, a link to it is not."""
    (tmp_path / "link").symlink_to(tmp_path)
    refuse_link(tmp_path)
    with pytest.raises(IndexDamagedError, match="link"):
        refuse_link(tmp_path / "link")


@pytest.mark.parametrize(
    "name",
    [
        "documents-000001.sqlite",
        "_MAIN_12.toc",
        "a",
        ".managed.json",
        "0f.12.del",
        "IN-USE",
    ],
)
def test_plain_names(name: str) -> None:
    """Names that commits have are plain."""
    assert is_plain_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "/x",
        "a/b",
        "a\\b",
        "C:",
        "a:b",
        "a\0",
        "a\n",
        "a.",
        ".a.",
        "a b",
        "ı",
        "a" * 201,
        "~",
        "-\u202e",
    ],
)
def test_paths_are_no_plain_names(name: str) -> None:
    """What leads elsewhere on any system is no plain name."""
    assert not is_plain_name(name)
