r"""Styled text as SGR sequences (ECMA-48), which terminals read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .control_characters import show_controls
from .marks import Mark
from .runs import Attribute, Run, Style, mark_runs

RESET = "\x1b[0m"

_CODES: dict[Attribute, int] = {
    "bold": 1,
    "dim": 2,
    "italic": 3,
    "underline": 4,
    "reverse": 7,
    "underline2": 21,
    "overline": 53,
}
_CACHED_STYLES = 1 << 8  # more than there are: sets of attributes that occur, by colours


def to_ansi(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """Return ``text[start:end]`` for a terminal: matches bold, entities in colours."""
    return write_ansi(mark_runs(text, start, end, marks, is_styled=True))


def write_ansi(runs: Iterable[Run]) -> str:
    r"""Return runs styled by SGR sequences, and by no others.

    Each styled stretch ends in ``\x1b[0m``, also before a line break, since
    pagers show lines one by one.
    """
    written = []
    for run, style in runs:
        text = show_controls(run)
        sequence = _sequence(style)
        if sequence:
            lines = text.split("\n")
            text = "\n".join(line and f"{sequence}{line}{RESET}" for line in lines)
        written.append(text)
    return "".join(written)


@lru_cache(_CACHED_STYLES)
def _sequence(style: Style) -> str:
    """Return the sequence that begins a style; empty for plain text."""
    codes = [str(code) for code in sorted(_CODES[name] for name in style.attributes)]
    if style.colour is not None:
        codes.append(f"38;5;{style.colour}")
    return f"\x1b[{';'.join(codes)}m" if codes else ""
