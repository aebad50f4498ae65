"""One system call of a change fails: the state is old or new, or there is an error."""

from __future__ import annotations

import pytest

from . import shim
from .running import run

pytestmark = pytest.mark.skipif(bool(shim.why_not()), reason=shim.why_not() or "-")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize(("change", "error"), [("rebuild", "EIO"), ("add", "ENOSPC")])
def test_a_call_that_fails(engine: str, change: str, error: str) -> None:
    """Whichever call fails, no state is half, no file left open, no error a foreign one."""
    pytest.importorskip(engine)
    arguments = ["--engine", engine, "--change", change, "--error", error]
    (tally,) = run("failures", *arguments, "--count", "6")
    assert tally["rounds"] >= 6
    assert "made" in tally["outcomes"]
    assert len(tally["outcomes"]) > 1


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_disk_that_stays_full(engine: str) -> None:
    """Where all later calls fail as well, what was committed stays."""
    pytest.importorskip(engine)
    arguments = ["--engine", engine, "--change", "add", "--error", "ENOSPC", "--lasts"]
    (tally,) = run("failures", *arguments, "--count", "4")
    assert "IndexFullError" in tally["outcomes"]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_dying_at_a_call(engine: str) -> None:
    """A process that ends at any call leaves the old state or the new one."""
    pytest.importorskip(engine)
    arguments = ["--engine", engine, "--change", "resume", "--error", "die"]
    (tally,) = run("failures", *arguments, "--count", "6")
    assert set(tally["outcomes"]) == {"killed", "made"}
