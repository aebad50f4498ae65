"""``diplosearch copy`` and ``diplosearch merge``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

import diplosearch
from diplosearch import Document

Run = Callable[..., Result]


def test_copy(run: Run, here: Path) -> None:
    """The index stands in the other folder; a second copy there is refused."""
    run("rebuild", "--no-entities", "-q")
    answer = run("copy", "backup/index")
    assert (answer.exit_code, answer.stdout) == (0, "Copied index to backup/index.\n")
    with diplosearch.open("backup/index", verify="full") as index:
        assert index.stats().documents == 5
    again = run("copy", "backup/index")
    assert again.exit_code == 2
    assert "holds an index already" in again.stderr


def test_merge(run: Run, here: Path) -> None:
    """Documents of both are there; --json and --strict tell what was left out."""
    run("rebuild", "--no-entities", "-q")
    more = [
        Document(id="new", text="Talks went on in Astana."),
        Document(id="b", text="x y"),
    ]
    diplosearch.rebuild(more, "other", entities=False, jobs=1).close()
    answer = run("merge", "index", "other", "--index", "all")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Merged ")
    with diplosearch.open("all") as index:
        assert "new" in index.ids()
    report = json.loads(run("merge", "index", "index", "--index", "all", "--json").stdout)
    assert (report["documents"], report["skipped_count"]) == (5, 5)
    strict = run("merge", "index", "index", "--index", "all", "--strict", "-q")
    assert strict.exit_code == 1


def test_merge_of_one(run: Run, here: Path) -> None:
    """One index is refused with what to give."""
    run("rebuild", "--no-entities", "-q")
    answer = run("merge", "index", "--index", "all")
    assert answer.exit_code != 0
    assert "give two indexes or more" in answer.stderr
