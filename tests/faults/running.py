"""The programs of this folder as the tests run them: apart from other tests' threads."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from paths import REPOSITORY


def run(*arguments: str) -> list[dict[str, Any]]:
    """Return what ``python -m tests.faults`` says; all must be as it ought to be."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert not [fault for one in told for fault in one["faults"]]
    assert done.returncode == 0, done.stderr
    return told
