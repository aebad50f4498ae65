"""Files are found, named and reported."""

from __future__ import annotations

import ntpath
import os
import sys
from collections import Counter
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest

from diplosearch.corpus import files
from diplosearch.corpus.base import Skipped, SourceFile
from diplosearch.corpus.files import find_files
from diplosearch.corpus.kinds import split_name
from diplosearch.errors import SourceError


def fill(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("metin")


def test_names_are_relative_sorted_and_hidden_ones_left_out(tmp_path: Path) -> None:
    """Files come by name, whatever folder they stand in."""
    fill(tmp_path, "b.txt", "a/c.TXT.GZ", "a.html", ".git/x.txt", ".x.txt", "notes.md")
    found = list(find_files(tmp_path))
    assert [f.name for f in found if isinstance(f, SourceFile)] == [
        "a.html",
        "a/c.TXT.GZ",
        "b.txt",
    ]
    assert [f.where for f in found if isinstance(f, Skipped)] == ["notes.md"]


def test_one_file_is_a_source_too(tmp_path: Path) -> None:
    """A file may be given instead of a folder."""
    fill(tmp_path, "b.txt")
    assert [
        f.name for f in find_files(tmp_path / "b.txt") if isinstance(f, SourceFile)
    ] == ["b.txt"]


def test_links_and_pipes_do_no_harm(tmp_path: Path) -> None:
    """A loop is walked once; a dead link and a pipe are skipped, not opened."""
    fill(tmp_path, "sub/a.txt")
    (tmp_path / "sub/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dead.txt").symlink_to("nowhere.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found = list(find_files(tmp_path))
    assert [f.name for f in found if isinstance(f, SourceFile)] == ["sub/a.txt"]
    assert [f.where for f in found if isinstance(f, Skipped)] == [
        "dead.txt",
        "pipe.txt",
        "sub/loop",
    ]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """A link to a file or folder elsewhere is skipped and says why; one inside is read."""
    corpus = tmp_path / "corpus"
    fill(tmp_path, "secret.txt", "secrets/b.txt", "corpus/sub/a.txt", "corpus-2/c.txt")
    (corpus / "file.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "folder").symlink_to(tmp_path / "secrets", target_is_directory=True)
    (corpus / "beside").symlink_to("../corpus-2", target_is_directory=True)
    (corpus / "inside.txt").symlink_to("sub/a.txt")
    found = list(find_files(corpus))
    assert [f.name for f in found if isinstance(f, SourceFile)] == [
        "inside.txt",
        "sub/a.txt",
    ]
    skipped = [f for f in found if isinstance(f, Skipped)]
    assert [f.where for f in skipped] == ["beside", "file.txt", "folder"]
    assert all("leads out" in f.reason for f in skipped)


def test_links_to_folders_are_named(tmp_path: Path) -> None:
    """A folder is read by its own name, and each link to it is named as passed over."""
    fill(tmp_path, "z/sub/a.txt", "a/b.txt", ".hidden/c.txt")
    (tmp_path / "a" / "early").symlink_to(tmp_path / "z" / "sub", target_is_directory=True)
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "shown").symlink_to(tmp_path / ".hidden", target_is_directory=True)
    found = list(find_files(tmp_path))
    assert [f.name for f in found if isinstance(f, SourceFile)] == [
        "a/b.txt",
        "shown/c.txt",
        "z/sub/a.txt",
    ]
    skipped = {f.where: f.reason for f in found if isinstance(f, Skipped)}
    assert set(skipped) == {"a/early", "a/up"}
    assert "'z/sub'" in skipped["a/early"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    """Two links that lead to each other are skipped."""
    fill(tmp_path, "a.txt")
    (tmp_path / "b").symlink_to("c")
    (tmp_path / "c").symlink_to("b")
    found = list(find_files(tmp_path))
    assert [f.where for f in found if isinstance(f, Skipped)] == ["b", "c"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode there")
def test_names_that_are_not_utf8_stay_different(tmp_path: Path) -> None:
    """Each such file is found, its odd bytes written out; so is one of that very name."""
    for part in (b"\xfe", b"\xff", b"\xf0"):
        path = os.fsencode(tmp_path) + b"/haber-" + part + b".txt"
        Path(os.fsdecode(path)).write_text("metin")
    fill(tmp_path, "haber-\\xfe.txt")
    found = list(find_files(tmp_path))
    names = [f.name for f in found if isinstance(f, SourceFile)]
    assert names == [f"haber-\\x{part}.txt" for part in ("f0", "fe", "ff")]
    assert [f.where for f in found if isinstance(f, Skipped)] == ["haber-\\xfe.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter there")
def test_deep_folders_are_read_with_few_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine hundred folders in each other are listed once each, and no path is resolved.

    To resolve the path of each took 400,000 calls of the system.
    """
    nested = [tmp_path / ("d/" * depth) for depth in range(1, 901)]
    for folder in nested:
        folder.mkdir()
    (nested[-1] / "a.txt").write_text("metin")
    calls: Counter[str] = Counter()

    def count(name: str) -> None:
        called = getattr(os, name)

        def counted(*args: Any, **options: Any) -> Any:
            calls[name] += 1
            return called(*args, **options)

        monkeypatch.setattr(os, name, counted)

    count("scandir")
    count("lstat")
    (file,) = find_files(tmp_path)
    monkeypatch.undo()
    assert isinstance(file, SourceFile)
    assert file.name == "d/" * 900 + "a.txt"
    assert calls["scandir"] == 901
    assert calls["lstat"] < 100
    # Removed from within: before Python 3.13 ``shutil.rmtree`` recurses.
    file.path.unlink()
    for folder in reversed(nested):
        folder.rmdir()


def test_a_folder_named_by_a_link_is_read(tmp_path: Path) -> None:
    """The folder to read may itself be a link."""
    fill(tmp_path, "corpus/a.txt")
    (tmp_path / "link").symlink_to("corpus", target_is_directory=True)
    assert [f.name for f in find_files(tmp_path / "link") if isinstance(f, SourceFile)] == [
        "a.txt"
    ]


@pytest.mark.parametrize(
    ("real", "home", "expected"),
    [
        (r"C:\corpus\a.txt", r"C:\corpus", True),
        (r"C:\corpus", r"C:\corpus", True),
        (r"c:\CORPUS\a.txt", r"C:\corpus", True),
        (r"C:\corpus-2\a.txt", r"C:\corpus", False),
        (r"D:\corpus\a.txt", r"C:\corpus", False),
        (r"\\server\share\a.txt", r"C:\corpus", False),
        (r"\\server\share\a.txt", r"\\server\share", True),
        (r"C:\a.txt", "C:\\", True),
        (r"D:\a.txt", "C:\\", False),
    ],
)
def test_drives_of_windows(
    real: str, home: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the rules of Windows too, what lies on another drive lies outside."""
    monkeypatch.setattr(files, "os", SimpleNamespace(path=ntpath))
    assert files.is_within(real, home) is expected


@pytest.mark.parametrize(
    ("real", "home", "expected"),
    [
        ("/a/b", "/a", True),
        ("/a", "/a", True),
        ("/ab", "/a", False),
        ("/a", "/a/b", False),
        ("/a", "/", True),
    ],
)
def test_paths_within(real: str, home: str, expected: bool) -> None:
    """Whole names are compared, not their beginnings."""
    assert files.is_within(real, home) is expected


@pytest.mark.parametrize("name", ["a.txt", r"sub\nul.txt", r"sub\con"])
@pytest.mark.parametrize("root", ["C:\\", r"D:\corpus", r"..\corpus", "."])
def test_names_on_windows(root: str, name: str) -> None:
    """A name is the way from the folder, also where Windows keeps it for a device."""
    path = ntpath.join(root, name)
    below = files.name_below(PureWindowsPath(root), PureWindowsPath(path))
    assert below == name.replace("\\", "/")


@pytest.mark.parametrize("make", [False, True])
def test_missing_or_empty_folder(tmp_path: Path, make: bool) -> None:
    """The error names the folder at once, before the first file is asked for."""
    root = tmp_path / "corpus"
    if make:
        root.mkdir()
    with pytest.raises(SourceError, match="corpus"):
        find_files(root)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000_5ae7ee6c3a254e72.txt", ("000_5ae7ee6c3a254e72", ".txt")),
        ("sub/a.txt.gz", ("sub/a", ".txt")),
        ("El.kz-2024.txt", ("El.kz-2024", ".txt")),
        ("a.JSONL.GZ", ("a", ".jsonl")),
        ("a.md", ("a.md", "")),
        ("v1.2/readme", ("v1.2/readme", "")),
        ("sub/.txt", ("sub/.txt", "")),
    ],
)
def test_split_name(name: str, expected: tuple[str, str]) -> None:
    """Only the endings that tell the kind are cut."""
    assert split_name(name) == expected
