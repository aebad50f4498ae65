"""A passage as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from .control_characters import show_controls
from .marks import Mark, Piece, split


def to_text(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` unmarked, control characters as pictures."""
    return show_controls(text[start:end])


def bracket(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """Return ``text[start:end]`` with matches in brackets: ``[Çin]``."""
    written = []
    for is_match, group in groupby(split(text, start, end, marks), key=_is_match):
        stretch = show_controls("".join(piece.text for piece in group))
        written.append(f"[{stretch}]" if is_match else stretch)
    return "".join(written)


def _is_match(piece: Piece) -> bool:
    return any(mark.layer == "match" for mark in piece.marks)
