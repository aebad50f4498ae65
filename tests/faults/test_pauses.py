"""Writers of a cluster that are stopped for longer than their lock lasts."""

from __future__ import annotations

import sys

import pytest

from .running import run

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped"),
]


def test_pauses(cluster_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that is stopped and goes on loses nothing of another one's."""
    monkeypatch.setenv("DIPLOSEARCH_OPENSEARCH_URL", cluster_url)
    (tally,) = run("pauses", "--count", "4")
    assert tally["rounds"] == 4
