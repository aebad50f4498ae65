"""Counts as bars."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import one_line
from .screen import Screen

_LENGTH = 12
_INDENT = "    "


def write_bars(counts: Sequence[tuple[str, int]], screen: Screen) -> None:
    """Write names with their counts, the greatest first, each with a bar for its count."""
    if not counts:
        return
    most = counts[0][1]
    width = len(f"{most:,}")
    for name, count in counts:
        bar = "#" * max(1, round(_LENGTH * count / most))
        screen.write(f"{count:>{width},} {bar:<{_LENGTH}} {one_line(name)}", indent=_INDENT)
