"""Text in styles, or in brackets where there are none."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from ..highlight.ansi import to_ansi
from ..highlight.controls import show_controls
from ..highlight.spans import Mark, Piece, split
from .screen import Screen

_SPACES = str.maketrans("\n\t\r", "   ")


def mark(
    text: str, start: int, end: int, marks: Iterable[Mark], *, is_styled: bool
) -> Text:
    """Return ``text[start:end]`` with ``marks``; ``[Çin]`` where there are no styles."""
    if is_styled:
        return Text.from_ansi(to_ansi(text, start, end, marks))
    return Text(show_controls(_bracketed(split(text, start, end, marks))))


def flatten(text: str) -> str:
    """Return ``text`` with a space for each line break, so that offsets stay."""
    return text.translate(_SPACES)


def shorten(text: str, most: int) -> str:
    """Return the first words of ``text``, at most ``most`` characters and dots."""
    words = show_controls(" ".join(text.split()))
    if len(words) <= most:
        return words
    cut = words[:most].rpartition(" ")[0] or words[:most]
    return f"{cut} ..."


def strong(text: str | Text, screen: Screen) -> Text:
    """Return ``text`` in bold, where ``screen`` shows styles."""
    return _styled(text, "bold", screen)


def faint(text: str | Text, screen: Screen) -> Text:
    """Return ``text`` dimmed, where ``screen`` shows styles."""
    return _styled(text, "dim", screen)


def _bracketed(pieces: Iterable[Piece]) -> str:
    written = []
    for is_match, group in groupby(pieces, key=_is_match):
        stretch = "".join(piece.text for piece in group)
        written.append(f"[{stretch}]" if is_match else stretch)
    return "".join(written)


def _is_match(piece: Piece) -> bool:
    return any(mark.layer == "match" for mark in piece.marks)


def _styled(text: str | Text, style: str, screen: Screen) -> Text:
    styled = Text(text) if isinstance(text, str) else text
    if screen.is_styled:
        styled.stylize_before(style)
    return styled
