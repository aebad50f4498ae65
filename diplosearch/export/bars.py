"""Counts as bars of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..highlighting.control_characters import one_line
from ..messages import write_number
from .lines import Line, Look, write_line

_LENGTH = 12  # cells
_INDENT = "    "
_EIGHTHS = "▏▎▍▌▋▊▉█"
_FULL, _PLAIN = "█", "#"


def render_bars(counts: Sequence[tuple[str, int]], look: Look) -> Iterator[Line]:
    """Yield a line for each name: its count, a bar as long as that, the name.

    The greatest count has to come first.
    """
    if not counts:
        return
    most = counts[0][1]
    width = len(write_number(most))
    indent = _INDENT + " " * (width + _LENGTH + 2)
    for name, count in counts:
        bar = draw_bar(count, most, _LENGTH, look)
        lead = f"{_INDENT}{write_number(count):>{width}} {bar:<{_LENGTH}} "
        yield write_line(one_line(name), first=lead, indent=indent)


def draw_bar(number: float, most: float, length: int, look: Look) -> str:
    """Return a bar that fills ``length`` cells for ``most``, and less for ``number``.

    It is empty for 0 alone, and drawn in eighths of a cell where ``look`` has blocks.
    """
    if number <= 0 or most <= 0:
        return ""
    if not look.has_blocks:
        return _PLAIN * max(1, round(length * number / most))
    eighths = max(1, round(8 * length * number / most))
    return _FULL * (eighths // 8) + (_EIGHTHS[eighths % 8 - 1] if eighths % 8 else "")
