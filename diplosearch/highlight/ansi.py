"""A passage for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from .control_characters import show_controls
from .marks import Mark, split

RESET = "\x1b[0m"

BOLD, ITALIC, UNDERLINE, REVERSE, DOUBLE_UNDERLINE, OVERLINE = 1, 3, 4, 7, 21, 53

# Every match is bold and underlined, so that none is told by colour alone.
# Terminals without double lines or overlines show a plain match.
_KIND_STYLES: dict[str, tuple[int, ...]] = {
    "phrase": (REVERSE,),
    "stem": (DOUBLE_UNDERLINE,),
    "prefix": (OVERLINE,),
    "translation": (ITALIC,),
}

# Colours of the fixed 256-colour cube, each with a contrast of at least 4 to 1
# on black as well as on white.
ENTITY_COLOURS = {
    "person": 27,
    "org": 130,
    "gpe": 28,
    "loc": 30,
    "fac": 64,
    "norp": 129,
    "event": 161,
    "date": 97,
    "money": 131,
    "title": 132,
}
OTHER_ENTITY_COLOUR = 243
TRANSLATION_COLOUR = 164


def to_ansi(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    r"""Return ``text[start:end]`` styled by SGR sequences, and by no others.

    Each styled stretch ends in ``\x1b[0m``, also before a line break, since
    pagers show lines one by one. Where marks overlap, all matches add their
    styles, and the innermost entity gives the colour.
    """
    written = []
    for piece in split(text, start, end, marks):
        style = _style(piece.marks)
        lines = show_controls(piece.text).split("\n")
        written.append("\n".join(_styled(line, style) for line in lines))
    return "".join(written)


def _styled(line: str, style: str) -> str:
    return f"\x1b[{style}m{line}{RESET}" if style and line else line


def _style(marks: tuple[Mark, ...]) -> str:
    matches = [mark.kind for mark in marks if mark.layer == "match"]
    entities = [mark.kind for mark in marks if mark.layer == "entity"]
    attributes = {BOLD, UNDERLINE} if matches else set()
    for kind in matches:
        attributes.update(_KIND_STYLES.get(kind, ()))
    codes = [str(attribute) for attribute in sorted(attributes)]
    if entities:
        colour = ENTITY_COLOURS.get(entities[-1].lower(), OTHER_ENTITY_COLOUR)
        codes.append(f"38;5;{colour}")
    elif "translation" in matches:
        codes.append(f"38;5;{TRANSLATION_COLOUR}")
    return ";".join(codes)
