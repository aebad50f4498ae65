"""A passage as plain text."""

from __future__ import annotations

from .control_characters import show_controls


def to_text(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` unmarked, control characters as pictures."""
    return show_controls(text[start:end])
