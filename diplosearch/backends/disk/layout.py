"""What a folder with an index is known by, without a look into it."""

from __future__ import annotations

from pathlib import Path

from ...schema import CURRENT_NAME, GENERATION_PREFIX


def holds_index(root: Path) -> bool:
    """Tell whether a folder holds an index, or what is left of one."""
    return (root / CURRENT_NAME).exists() or any(root.glob(f"{GENERATION_PREFIX}*"))
