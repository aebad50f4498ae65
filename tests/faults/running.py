"""Run the programs of this folder in a process of their own, as the tests do."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from paths import REPOSITORY


def run(*arguments: str) -> list[dict[str, Any]]:
    """Return the tallies that ``python -m tests.faults`` prints; fail if one has faults."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    tallies = [json.loads(line) for line in done.stdout.splitlines()]
    assert not [fault for one in tallies for fault in one["faults"]]
    assert done.returncode == 0, done.stderr
    return tallies
