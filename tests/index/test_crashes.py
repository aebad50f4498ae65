"""Changes that die or fail midway: the old state or the new one, never another."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DRIVER = Path(__file__).with_name("crash_driver.py")
KILLED, DONE, REFUSED = -9, 0, 3
OLD = ["a", "b"]
NEW = {
    "rebuild": ["c"],
    "batches": ["c", "d", "e"],
    "add": ["a", "b", "c"],
    "delete": ["b"],
}
MOST_STEPS = "18"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the driver forks")


def rounds(kind: str, way: str, folder: Path) -> list[dict[str, Any]]:
    """Return what came of each round."""
    done = subprocess.run(
        [sys.executable, str(DRIVER), kind, way, str(folder), MOST_STEPS],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) >= 15
    return found


@pytest.mark.parametrize("kind", ["rebuild", "batches", "add"])
def test_killed_at_any_step(kind: str, tmp_path: Path) -> None:
    """Killed at a step, a change is done or not begun, and the next one cleans up."""
    outcomes = set()
    for one in rounds(kind, "die", tmp_path):
        assert one["status"] in (KILLED, DONE), one
        assert one["after"]["ids"] in (OLD, NEW[kind]), one
        assert one["after"]["found"] == one["after"]["ids"], one
        assert one["rebuilt"] == OLD, one
        assert one["leftovers"] == [], one
        outcomes.add((one["status"], tuple(one["after"]["ids"])))
    assert (KILLED, tuple(OLD)) in outcomes
    assert (KILLED, tuple(NEW[kind])) in outcomes


@pytest.mark.parametrize("kind", ["rebuild", "batches", "delete"])
def test_failing_at_any_step(kind: str, tmp_path: Path) -> None:
    """Refused by a full disk, a change is done or not begun, and can be made again."""
    outcomes = set()
    for one in rounds(kind, "fail", tmp_path):
        assert "unexpected" not in one, one
        assert one["status"] in (REFUSED, DONE), one
        assert one["after"]["ids"] == NEW[kind], one
        assert one["after"]["found"] == NEW[kind], one
        assert one["leftovers"] == [], one
        outcomes.add(one["status"])
    assert REFUSED in outcomes
