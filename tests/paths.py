"""Paths of the repository's files that tests read."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SEEDS = REPOSITORY / "seeds"
GOLDEN = REPOSITORY / "tests" / "golden"
