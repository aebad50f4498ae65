"""Processes that are killed at random moments lose nothing that was committed."""

from __future__ import annotations

import sys

import pytest

from .kills import PHASES
from .running import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

COUNTS = {"change": 6, "jobs": 2, "recover": 4, "check": 4, "worker": 2}
"""Kills in each phase; the long run has many more."""


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_kills(engine: str, phase: str) -> None:
    """After each kill the index has the old state or the new one, undamaged, whole.

    Fails when a recovery leaves out a document (recover), when a check removes what it
    takes for left over (check), when a task is tried once alone or a worker started once
    alone (worker); in a longer run when CURRENT is replaced before the manifest is
    written (change, jobs).
    """
    pytest.importorskip(engine)
    count = COUNTS[phase]
    (tally,) = run("kills", "--engine", engine, "--phase", phase, "--count", str(count))
    assert tally["figures"] == {"killed": count, "found": count, "lost": 0}
    killed = [one for one in tally["outcomes"] if one.startswith(f"{phase}: killed")]
    assert sum(tally["outcomes"][one] for one in killed) == count
    assert tally["rounds"] > count  # the first was let be


def test_a_run_has_each_phase() -> None:
    """Of ten kills two are in a recovery, and one in a check, of a worker, of its owner.

    Fails when a phase is left out of the deck.
    """
    (tally,) = run("kills", "--engine", "whoosh", "--count", "10")
    killed = {
        phase: sum(
            count
            for outcome, count in tally["outcomes"].items()
            if outcome.startswith(f"{phase}: killed")
        )
        for phase in PHASES
    }
    assert killed == {"change": 5, "jobs": 1, "recover": 2, "check": 1, "worker": 1}
