"""The fingerprint of the analyzer, as it is recorded and as it is worked out."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from diplosearch.analysis import fingerprint as module
from diplosearch.analysis.analyzer import hash_terms
from diplosearch.analysis.fingerprint import digest_sources, fingerprint
from diplosearch.resources import read_list

PACKAGE = Path(module.__file__).parent.parent


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the files of the analyzer, which is taken for them."""
    for name in ("analysis", "text"):
        shutil.copytree(PACKAGE / name, tmp_path / name)
    for name in ("packed_table.py", "resources.py"):
        shutil.copy(PACKAGE / name, tmp_path / name)
    monkeypatch.setattr(module, "_PACKAGE", tmp_path)
    fingerprint.cache_clear()
    yield tmp_path
    fingerprint.cache_clear()


def test_what_is_recorded_is_so() -> None:
    """The record has the fingerprint that the terms have; else it is made anew.

    After a change of what makes terms: ``python -m tools.make_fingerprint``.
    """
    recorded = dict(
        line.split() for line in read_list("diplosearch.analysis", module._FILE)
    )
    assert set(recorded.values()) == {hash_terms()}
    assert fingerprint() == hash_terms()


@pytest.mark.parametrize(
    "changed",
    [
        "analysis/analyzer.py",
        "analysis/turkish/suffixes.py",
        "analysis/data/english-stop.txt",
        "analysis/turkish/data/lexicon.tsv.gz",
        "text/letters.py",
        "packed_table.py",
    ],
)
def test_a_change_is_seen(
    changed: str, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file differs, the terms are hashed: nothing recorded is believed."""
    before = digest_sources()
    with (copied / changed).open("ab") as file:
        file.write(b"\n")
    monkeypatch.setattr(module, "hash_terms", lambda: "hashed")
    assert digest_sources() != before
    assert fingerprint() == "hashed"


def test_versions_count(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other versions of a library, or of Python's letters, are other sources."""
    before = digest_sources()
    assert digest_sources("9.0.0") != before
    monkeypatch.setattr(module, "_find_libraries", lambda: iter(["regex-1"]))
    assert digest_sources() != before
    monkeypatch.setattr(module, "hash_terms", lambda: "hashed")
    assert fingerprint() == "hashed"


def test_files_that_are_none_are_no_error(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the package is no folder, as in an archive, the terms are hashed."""
    shutil.rmtree(copied / "text")
    monkeypatch.setattr(module, "hash_terms", lambda: "hashed")
    assert digest_sources() == ""
    assert fingerprint() == "hashed"


def test_all_sources_count() -> None:
    """What the analyzer imports makes terms, but for files of names, types and errors."""
    harmless = {"errors.py", "model.py", "schema.py", "analysis/fingerprint.py"}
    counted = set(module._find_sources())
    seen: set[str] = set()
    left = {"analysis/analyzer.py"}
    while left:
        path = left.pop()
        seen.add(path)
        for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                base = (PACKAGE / path).parents[node.level - 1]
                found = base.joinpath(*(node.module or "").split(".")).with_suffix(".py")
                if found.is_file():
                    left.add(found.relative_to(PACKAGE).as_posix())
        left -= seen | harmless
    assert seen <= counted
