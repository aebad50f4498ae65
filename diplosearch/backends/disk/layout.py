"""Recognizes a folder with an index by the names in it."""

from __future__ import annotations

from pathlib import Path

from ...schema import CURRENT_NAME, GENERATION_PREFIX

SIDECARS = "sidecars"
"""The folder of what is kept beside the commits: tags, and how sources are read."""

WATCHES = "watches"
"""The folder of queries that are kept."""


def holds_index(root: Path) -> bool:
    """Tell whether a folder holds an index, even one without a current commit."""
    return (root / CURRENT_NAME).exists() or any(root.glob(f"{GENERATION_PREFIX}*"))
