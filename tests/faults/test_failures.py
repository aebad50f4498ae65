"""One call of the system fails, of all that a change makes: old, new, or a named error."""

from __future__ import annotations

import pytest

from . import shim
from .running import run

pytestmark = pytest.mark.skipif(bool(shim.why_not()), reason=shim.why_not() or "-")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize(("change", "error"), [("rebuild", "EIO"), ("add", "ENOSPC")])
def test_a_call_that_fails(engine: str, change: str, error: str) -> None:
    """Whichever call fails, nothing is half, lost, left open or without a name."""
    pytest.importorskip(engine)
    asked = ["--engine", engine, "--change", change, "--error", error]
    (told,) = run("failures", *asked, "--count", "6")
    assert told["rounds"] >= 6
    assert "made" in told["outcomes"]
    assert len(told["outcomes"]) > 1


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_disk_that_stays_full(engine: str) -> None:
    """Where all later calls fail as well, what was committed stays."""
    pytest.importorskip(engine)
    asked = ["--engine", engine, "--change", "add", "--error", "ENOSPC", "--lasts"]
    (told,) = run("failures", *asked, "--count", "4")
    assert "IndexFullError" in told["outcomes"]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_dying_at_a_call(engine: str) -> None:
    """A process that ends at any call leaves the old state or the new one."""
    pytest.importorskip(engine)
    asked = ["--engine", engine, "--change", "resume", "--error", "die"]
    (told,) = run("failures", *asked, "--count", "6")
    assert set(told["outcomes"]) == {"killed", "made"}
