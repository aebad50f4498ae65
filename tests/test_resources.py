"""Word lists, and the text files of users."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import diplosearch
from diplosearch import resources
from diplosearch.errors import UsageError
from diplosearch.resources import (
    read_columns,
    read_list,
    read_sections,
    read_user_text,
    split_column,
)

PACKAGE = Path(diplosearch.__file__).parent
LISTS = sorted(PACKAGE.rglob("data/*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_word_lists_are_sound(path: Path) -> None:
    """A list loads, has no duplicate or padded entry, and names its licence at the top."""
    package = ".".join(path.parents[1].relative_to(PACKAGE.parent).parts)
    sections = read_sections(package, path.name)
    assert any(sections.values())
    for name, entries in sections.items():
        assert len(entries) == len(set(entries)), name
        assert [entry for entry in entries if entry != entry.strip()] == []
    head = path.read_text(encoding="utf-8").splitlines()[:8]
    assert "GPL-3.0-or-later" in " ".join(line for line in head if line.startswith("#"))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package with a word list; it is removed from caches afterwards."""
    folder = tmp_path / "listed" / "data"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    (folder / "some.txt").write_text(
        "# Entries\n\nveya\tor\n[two words]\n#not one\n[photo\n[A]\nçok\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "listed"
    sys.modules.pop("listed", None)
    read_sections.cache_clear()


def test_sections_of_a_list(package: str) -> None:
    """Comments and empty lines are left out; a bracket alone opens no section."""
    assert read_sections(package, "some.txt") == {
        "": ("veya\tor",),
        "two words": ("[photo", "[A]", "çok"),
    }
    assert read_list(package, "some.txt") == ["veya\tor"]
    assert read_columns(package, "some.txt") == [("veya", "or")]


def test_values_of_a_column() -> None:
    """Semicolons separate values; runs of spaces become one, duplicates are dropped."""
    assert split_column(" Türk  lirası; TL ;; TL") == ("Türk lirası", "TL")


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
def test_unreadable_files_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    make: Callable[[Path], None],
) -> None:
    """A file that is no text raises UsageError, which names it."""
    monkeypatch.setattr(resources, "MOST_BYTES", 200)
    path = tmp_path / "own.txt"
    make(path)
    own = diplosearch.Resources(**{option: path})  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"own\.txt"):
        diplosearch.open(":memory:", resources=own)


@pytest.mark.parametrize("path", ["", "a\0b", "x" * 5000, "\udcff.txt", "~/no such"])
@pytest.mark.parametrize("option", ["lexicon", "gazetteer"])
def test_impossible_paths_are_refused(option: str, path: str) -> None:
    """A path that no file can have raises UsageError."""
    own = diplosearch.Resources(**{option: path})  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        diplosearch.open(":memory:", resources=own)


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    """A byte order mark before the text is not part of it."""
    path = tmp_path / "own.txt"
    path.write_bytes(b"\xef\xbb\xbfateskes\tceasefire\n")
    assert read_user_text(path) == "ateskes\tceasefire\n"
