"""Harm to a file is found, and recovered right or said; answers are right or refused."""

from __future__ import annotations

import sys

import pytest

from .running import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited")

COUNT = 8
"""Files that are harmed; the long run has many more."""


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("harm", ["flip", "cut", "delete", "swap"])
def test_damage(engine: str, harm: str) -> None:
    """Each is found by a full check, refused by a full opening, recovered or said.

    Fails when checksums are not compared (flip, swap), and in a longer run when a recovery
    does not ask the engine which documents there were (cut), takes the files that are
    there for all that were committed (delete), or those of another index for its own
    (swap).
    """
    pytest.importorskip(engine)
    count = str(COUNT)
    (tally,) = run("damage", "--engine", engine, "--harm", harm, "--count", count)
    found = tally["outcomes"]
    assert found[f"{harm}: check: told"] == found[f"{harm}: full: refused"] == COUNT
    said = ("right", "loss said", "refused")
    assert sum(found.get(f"{harm}: recover: {one}", 0) for one in said) == COUNT
