"""Text in styles, or in brackets where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.text import Text

from ...highlight.ansi import to_ansi
from ...highlight.control_characters import show_controls
from ...highlight.marks import Mark, Piece, split
from .screen import Screen

# Small capitals, so that a name keeps its outline.
_SIGNS = {
    "person": "ᴾ",
    "org": "ᴼ",
    "gpe": "ᴳ",
    "loc": "ᴸ",
    "fac": "ᶠ",
    "norp": "ᴺ",
    "event": "ᴱ",
    "title": "ᵀ",
    "date": "ᴰ",
    "money": "ᴹ",
}

_SPACES = str.maketrans("\n\t\r", "   ")


def mark(
    text: str,
    start: int,
    end: int,
    marks: Iterable[Mark],
    *,
    is_styled: bool,
    has_signs: bool = False,
) -> Text:
    """Return ``text[start:end]`` with ``marks``; ``[Çin]`` where there are no styles.

    With ``has_signs`` each entity has the sign of its type behind it, so that no
    colour is needed to tell one from another: ``Çinᴳ``.
    """
    pieces = split(text, start, end, marks)
    signs = _signs(pieces, start) if has_signs else [""] * len(pieces)
    if not is_styled:
        return Text(show_controls(_bracketed(pieces, signs)))
    written = Text()
    at = start
    for piece, sign in zip(pieces, signs, strict=True):
        last = at + len(piece.text)
        written.append_text(Text.from_ansi(to_ansi(text, at, last, piece.marks), end=""))
        written.append(sign, "dim" if sign else None)
        at = last
    return written


def sign_of(type: str) -> str:
    """Return the sign of a type of entities; empty for one that has none."""
    return _SIGNS.get(type.lower(), "")


def _signs(pieces: Sequence[Piece], start: int) -> list[str]:
    """Return, for each piece, the signs of the entities that end with it."""
    signs, at = [], start
    for piece in pieces:
        at += len(piece.text)
        ending = [one for one in piece.marks if one.layer == "entity" and one.end == at]
        signs.append("".join(sign_of(one.kind) for one in reversed(ending)))
    return signs


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


def _bracketed(pieces: Sequence[Piece], signs: Sequence[str]) -> str:
    """Return pieces with matches in brackets, a sign behind the bracket."""
    written = []
    for is_match, group in groupby(
        zip(pieces, signs, strict=True), key=lambda one: _is_match(one[0])
    ):
        found = list(group)
        if not is_match:
            written += [piece.text + sign for piece, sign in found]
            continue
        *inner, (last, sign) = found
        stretch = "".join(piece.text + inner_sign for piece, inner_sign in inner)
        written.append(f"[{stretch}{last.text}]{sign}")
    return "".join(written)


def _is_match(piece: Piece) -> bool:
    return any(mark.layer == "match" for mark in piece.marks)


def _styled(text: str | Text, style: str, screen: Screen) -> Text:
    styled = Text(text) if isinstance(text, str) else text
    if screen.is_styled:
        styled.stylize_before(style)
    return styled
