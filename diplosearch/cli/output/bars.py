"""Counts as bars."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import one_line
from .screen import Screen

_LENGTH = 12
_INDENT = "    "
_EIGHTHS = "▏▎▍▌▋▊▉█"
_FULL, _PLAIN = "█", "#"


def write_bars(counts: Sequence[tuple[str, int]], screen: Screen) -> None:
    """Write names with their counts, the greatest first, each with a bar for its count."""
    if not counts:
        return
    most = counts[0][1]
    width = len(f"{most:,}")
    indent = _INDENT + " " * (width + _LENGTH + 2)
    for name, count in counts:
        bar = draw_bar(count, most, _LENGTH, screen)
        lead = f"{_INDENT}{count:>{width},} {bar:<{_LENGTH}} "
        screen.write(one_line(name), first=lead, indent=indent)


def draw_bar(number: float, most: float, length: int, screen: Screen) -> str:
    """Return a bar as long in ``length`` cells as ``number`` is in ``most``.

    It is empty for 0 alone, and drawn in eighths of a cell where ``screen`` has blocks.
    """
    if number <= 0 or most <= 0:
        return ""
    if not screen.has_blocks:
        return _PLAIN * max(1, round(length * number / most))
    eighths = max(1, round(8 * length * number / most))
    return _FULL * (eighths // 8) + (_EIGHTHS[eighths % 8 - 1] if eighths % 8 else "")
