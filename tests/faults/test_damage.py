"""A flipped bit and a truncated file are found; answers are right or refused."""

from __future__ import annotations

import sys

import pytest

from .running import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("harm", ["flip", "cut"])
def test_damage(engine: str, harm: str) -> None:
    """Each is found by a full check, and refused when an index is opened with one."""
    pytest.importorskip(engine)
    (tally,) = run("damage", "--engine", engine, "--harm", harm, "--count", "30")
    assert tally["outcomes"]["check: found"] == tally["outcomes"]["full: refused"] == 30
