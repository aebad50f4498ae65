"""A file that a user names is read, or refused by a named error; nothing hangs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import diplosearch
from diplosearch import resources
from diplosearch.errors import UsageError
from diplosearch.resources import read_user_text


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_loop(path: Path) -> None:
    path.symlink_to(path)


def make_latin(path: Path) -> None:
    path.write_bytes("ateşkes\tceasefire".encode("cp1254"))


def make_large(path: Path) -> None:
    path.write_bytes(b"# \n" * 100)


def make_nothing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize("option", ["lexicon", "gazetteer"])
@pytest.mark.parametrize(
    "make",
    [make_folder, make_pipe, make_device, make_loop, make_latin, make_large, make_nothing],
)
def test_what_is_no_text_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    make: Callable[[Path], None],
) -> None:
    """The error names the file, whatever stands under its name."""
    monkeypatch.setattr(resources, "MOST_BYTES", 200)
    path = tmp_path / "own.txt"
    make(path)
    with pytest.raises(UsageError, match=r"own\.txt"):
        diplosearch.open(":memory:", **{option: path})  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["", "a\0b", "x" * 5000, "\udcff.txt", "~/no such"])
@pytest.mark.parametrize("option", ["lexicon", "gazetteer"])
def test_odd_names_are_named_errors(option: str, path: str) -> None:
    """What can name no file is an error of ours."""
    with pytest.raises(UsageError):
        diplosearch.open(":memory:", **{option: path})  # type: ignore[arg-type]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """What some editors write before the text is left out."""
    path = tmp_path / "own.txt"
    path.write_bytes(b"\xef\xbb\xbfateskes\tceasefire\n")
    assert read_user_text(path) == "ateskes\tceasefire\n"
