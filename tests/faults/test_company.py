"""Readers and writers at once, in processes of their own."""

from __future__ import annotations

import sys

import pytest

from .running import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_company(engine: str) -> None:
    """Readers see committed states in their order, whatever is written and removed."""
    pytest.importorskip(engine)
    (tally,) = run("company", "--engine", engine, "--count", "2")
    assert tally["figures"]["answers"] > 0
    assert tally["figures"]["states seen"] > 0
