"""Writers that are killed at random moments lose nothing that was committed."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from .running import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_kills(engine: str) -> None:
    """After each kill the index has the old state or the new one, undamaged."""
    pytest.importorskip(engine)
    (tally,) = run("kills", "--engine", engine, "--count", "10")
    outcomes = Counter(tally["outcomes"])
    # Whether a writer is killed before it has committed is for chance to say.
    assert outcomes["killed: old"] + outcomes["killed: new"] == 10
    assert outcomes["made: new"] == tally["rounds"] - 10 >= 1
