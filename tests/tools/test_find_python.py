"""``tools/find-python`` names an interpreter that runs, whatever lies on the path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "find-python"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script for a POSIX shell")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with ``bin`` as the path, and a home; no Python is there."""
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "sort", "head", "tail", "sed"):
        found = shutil.which(tool)
        assert found
        (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def install(path: Path, version: str) -> None:
    """Put a command there that answers as a Python would, or that fails for no version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    answer = f"echo {version.replace('.', ' ')} {path}" if version else "exit 127"
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)


def find(machine: Path, *arguments: str) -> str:
    """Return what the script names below ``machine``; nothing where it fails."""
    done = subprocess.run(
        [SCRIPT, *arguments],
        env={"PATH": str(machine / "bin"), "HOME": str(machine / "home")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert (done.returncode == 0) == bool(done.stdout)
    return done.stdout.strip().removeprefix(f"{machine}/")


def test_the_users_own_comes_first(machine: Path) -> None:
    """A python3 that will do is taken, newer ones or not."""
    install(machine / "bin/python3", "3.12.1")
    install(machine / "bin/python3.14", "3.14.2")
    assert find(machine) == "bin/python3"
    assert find(machine, "newest") == "bin/python3.14"
    assert find(machine, "oldest") == "bin/python3"


def test_what_does_not_run_is_passed_over(machine: Path) -> None:
    """Commands that start nothing, as shims of pyenv's may, are as good as absent."""
    install(machine / "bin/python3", "")
    install(machine / "bin/python3.13", "")
    assert find(machine) == ""
    install(machine / "home/.pyenv/versions/3.12.9/bin/python3", "3.12.9")
    install(machine / "home/.pyenv/versions/3.12.10/bin/python3", "3.12.10")
    assert find(machine) == "home/.pyenv/versions/3.12.10/bin/python3"
    assert find(machine, "oldest") == "home/.pyenv/versions/3.12.9/bin/python3"


@pytest.mark.skipif(sys.version_info.releaselevel != "final", reason="a preview")
def test_the_one_that_runs_this_will_do(machine: Path) -> None:
    """The questions that the script asks are answered by a real interpreter."""
    (machine / "bin/python3").symlink_to(sys._base_executable)  # type: ignore[attr-defined]
    assert find(machine)
