"""The programs of this folder as the tests run them: apart from other tests' threads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> list[dict[str, Any]]:
    """Return what ``python -m faults`` says, and assert that all was as it ought to be."""
    path = os.pathsep.join([str(TESTS), str(TESTS.parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-m", "faults", *arguments],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert not [fault for one in told for fault in one["faults"]]
    assert done.returncode == 0, done.stderr
    return told
