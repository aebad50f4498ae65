"""A bit that flips, or a file that is cut short, is found; answers are right or refused."""

from __future__ import annotations

import sys

import pytest

from .running import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("harm", ["flip", "cut"])
def test_damage(engine: str, harm: str) -> None:
    """Each is found by a full check, and told when all is verified on opening."""
    pytest.importorskip(engine)
    (told,) = run("damage", "--engine", engine, "--harm", harm, "--count", "30")
    assert told["outcomes"]["check: found"] == told["outcomes"]["full: named"] == 30
