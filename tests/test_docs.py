"""What the documentation shows is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from paths import REPOSITORY

import diplosearch
from diplosearch.cli import cli
from tools.examples import blocks_of, differing, pages

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
REFERENCE = (REPOSITORY / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
RUNNABLE = [
    pytest.param(path, marks=() if path.name == "README.md" else pytest.mark.slow)
    for path in pages()
    if blocks_of(path.read_text(encoding="utf-8"))
]


def name_of(path: Path) -> str:
    """Return the name of a page within the repository."""
    return path.relative_to(REPOSITORY).as_posix()


def test_there_are_examples() -> None:
    """The README has an example of Python and one of the command line."""
    assert {block.kind for block in blocks_of(README)} == {"console", "python"}
    assert len(RUNNABLE) > 1


@pytest.mark.parametrize("path", RUNNABLE, ids=name_of)
def test_examples_run(path: Path) -> None:
    """Each program runs, and each command prints what the page says."""
    assert differing(path) == []


def test_every_command_is_listed() -> None:
    """The table of commands in the README names each one that there is."""
    for name in cli.commands:
        assert f"`diplosearch {name}" in README


def test_every_public_name_is_listed() -> None:
    """The reference of Python lists each name of the package, or it is an error."""
    listed = set(re.findall(r"auto\w+:: diplosearch\.(\w+)\n", REFERENCE))
    errors = {name for name in diplosearch.__all__ if name.endswith("Error")}
    modules = {"errors", "evaluation", "web"}
    assert listed - modules == set(diplosearch.__all__) - errors - modules


@pytest.mark.parametrize("path", pages(), ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    """Each relative link of a page leads to a file of the repository."""
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_files_that_architecture_names_are_there() -> None:
    """Each file or folder of the package that ARCHITECTURE names exists."""
    for named in re.findall(r"`((?:[a-z_]+/)+[\w.-]*)`", ARCHITECTURE):
        base = REPOSITORY / "diplosearch" / named
        found = base.exists() or base.with_name(base.name + ".py").exists()
        assert found or (REPOSITORY / named).exists(), named


def test_classes_that_architecture_names_are_there() -> None:
    """Each class that ARCHITECTURE names is one of the package."""
    sources = (REPOSITORY / "diplosearch").rglob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    classes = set(re.findall(r"^class (\w+)", code, re.MULTILINE))
    named = set(re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)*)(?:\.\w+)?`", ARCHITECTURE))
    assert named
    assert named <= classes


def test_overviews_stay_short() -> None:
    """The README has at most 8 KB, and ARCHITECTURE at most 14."""
    assert len(README.encode()) <= 8 * 1024
    assert len(ARCHITECTURE.encode()) <= 14 * 1024
