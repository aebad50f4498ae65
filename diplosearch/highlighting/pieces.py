"""Pieces of a passage, and what stands for the text that they leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

ELLIPSIS = "…"
_GAP = f" {ELLIPSIS} "


def write_pieces(
    text: str, pieces: Sequence[tuple[int, int]], write: Callable[[int, int], str]
) -> str:
    """Return pieces of ``text``, each as ``write`` returns it.

    An ellipsis stands where something is left out, and a space where only white space is.
    """
    *gaps, ending = find_gaps(text, pieces)
    written = [
        gap + write(first, last) for gap, (first, last) in zip(gaps, pieces, strict=True)
    ]
    return "".join((*written, ending))


def find_gaps(text: str, pieces: Sequence[tuple[int, int]]) -> list[str]:
    """Return what stands before, between and behind pieces: one more than there are."""
    gaps = []
    at = 0
    for first, last in pieces:
        is_left_out = bool(text[at:first].strip())
        if at == 0:
            gaps.append(_GAP.lstrip() if is_left_out else "")
        else:
            gaps.append(_GAP if is_left_out else " ")
        at = last
    gaps.append(_GAP.rstrip() if text[at:].strip() else "")
    return gaps
