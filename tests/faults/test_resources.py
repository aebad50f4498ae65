"""No file, thread or process is left, and memory does not grow with the rounds."""

from __future__ import annotations

import sys

import pytest

from .running import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


@pytest.mark.parametrize(
    ("work", "count"), [("search", 100), ("rebuild", 6), ("change", 10), ("fail", 1)]
)
def test_resources(work: str, count: int) -> None:
    """After many rounds no file, thread or process is left, and memory is as it was.

    Fails when an index keeps a megabyte for each of its searches or rebuilds.
    """
    for engine in ("whoosh", "tantivy"):
        pytest.importorskip(engine)
    for tally in run("resources", "--of", work, "--count", str(count)):
        assert tally["rounds"] == count
