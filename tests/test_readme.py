"""What the README shows is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from paths import REPOSITORY

from diplosearch.cli import cli

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_readme_has_python() -> None:
    """There are examples to run."""
    assert len(SNIPPETS) >= 2


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_python_runs(snippet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each Python example runs as it stands beside ``seeds/``."""
    shutil.copytree(REPOSITORY / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    exec(compile(snippet, "README.md", "exec"), {})


def test_every_command_is_listed() -> None:
    """The table of commands names each one that there is."""
    for name in cli.commands:
        assert f"`diplosearch {name}" in README


def test_scores_are_those_shown() -> None:
    """The explanation in the first example is what the search gives."""
    import diplosearch

    index = diplosearch.rebuild(REPOSITORY / "seeds", ":memory:")
    shown = str(index.search("Gazze ateşkes")[0].explain())
    for line in shown.splitlines():
        assert line.strip() in README
