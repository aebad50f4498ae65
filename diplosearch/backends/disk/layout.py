"""What a folder with an index is known by, without a look into it."""

from __future__ import annotations

from pathlib import Path

CURRENT_NAME = "CURRENT"
"""The file that names the current commit."""

GENERATION_PREFIX = "generation-"
"""What the names of generations begin with."""


def is_used(root: Path) -> bool:
    """Tell whether a folder holds an index, or what is left of one."""
    return (root / CURRENT_NAME).exists() or any(root.glob(f"{GENERATION_PREFIX}*"))
