"""A passage as runs of styled text, for terminals.

What marks look like is decided here once; a writer (:mod:`.ansi`, the screen of the
command line) turns the styles into what its medium takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from .control_characters import show_controls
from .marks import Mark, Piece, split

Attribute = Literal[
    "bold", "dim", "italic", "underline", "reverse", "underline2", "overline"
]
"""A way in which terminals show text; ``underline2`` is a double line."""


class Style(NamedTuple):
    """How text is shown: ``colour`` is a number of the 256-colour palette."""

    attributes: frozenset[Attribute] = frozenset()
    colour: int | None = None


PLAIN = Style()


class Run(NamedTuple):
    """Text in one style; it holds no control character but line breaks and tabs."""

    text: str
    style: Style = PLAIN


Runs = tuple[Run, ...]

# Every match is bold and underlined, so that none is told by colour alone.
# Terminals without double lines or overlines show a plain match.
_MATCH: frozenset[Attribute] = frozenset(("bold", "underline"))
_KIND_ATTRIBUTES: dict[str, Attribute] = {
    "phrase": "reverse",
    "stem": "underline2",
    "prefix": "overline",
    "translation": "italic",
}

# Colours of the fixed 256-colour cube, each with a contrast of at least 4 to 1
# on black as well as on white (a test computes it).
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

# Small capitals, so that a name keeps its outline.
_ENTITY_LETTERS = {
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


def mark_runs(
    text: str,
    start: int,
    end: int,
    marks: Iterable[Mark],
    *,
    is_styled: bool,
    has_letters: bool = False,
) -> Runs:
    """Return ``text[start:end]`` with its marks in styles, or matches in ``[brackets]``.

    Where marks overlap, all matches add their attributes, and the innermost entity
    gives the colour. With ``has_letters`` the letter of its type stands behind each
    entity (``Çinᴳ``), so that no colour is needed to tell one type from another.
    """
    pieces = split(text, start, end, marks)
    letters = _letters(pieces, start) if has_letters else [""] * len(pieces)
    pairs = zip(pieces, letters, strict=True)
    return tuple(_styled(pairs) if is_styled else _bracketed(pairs))


def strong(text: str | Runs) -> Runs:
    """Return ``text`` in bold, its other styles kept."""
    return _add(text, "bold")


def faint(text: str | Runs) -> Runs:
    """Return ``text`` dimmed, its other styles kept."""
    return _add(text, "dim")


def _add(text: str | Runs, attribute: Attribute) -> Runs:
    runs = (Run(text),) if isinstance(text, str) else text
    return tuple(
        Run(run.text, Style(run.style.attributes | {attribute}, run.style.colour))
        for run in runs
    )


def _letters(pieces: Sequence[Piece], start: int) -> list[str]:
    """Return, for each piece, the letters of the entities that end with it."""
    letters, at = [], start
    for piece in pieces:
        at += len(piece.text)
        ending = [one for one in piece.marks if one.layer == "entity" and one.end == at]
        letters.append(
            "".join(_ENTITY_LETTERS.get(one.kind.lower(), "") for one in reversed(ending))
        )
    return letters


def _styled(pieces: Iterable[tuple[Piece, str]]) -> Iterator[Run]:
    for piece, letters in pieces:
        yield Run(show_controls(piece.text), _style_of(piece.marks))
        if letters:
            yield from faint(letters)


def _bracketed(pieces: Iterable[tuple[Piece, str]]) -> Iterator[Run]:
    """Yield neighbouring matches in one pair of brackets, the last letters behind it."""
    for is_match, group in groupby(pieces, key=lambda pair: _is_match(pair[0])):
        found = list(group)
        last_letters = found[-1][1]
        shown = "".join(piece.text + letters for piece, letters in found)
        if is_match:
            shown = f"[{shown.removesuffix(last_letters)}]{last_letters}"
        yield Run(show_controls(shown))


def _is_match(piece: Piece) -> bool:
    return any(mark.layer == "match" for mark in piece.marks)


def _style_of(marks: tuple[Mark, ...]) -> Style:
    kinds = {mark.kind for mark in marks if mark.layer == "match"}
    entities = [mark.kind for mark in marks if mark.layer == "entity"]
    if not kinds and not entities:
        return PLAIN
    attributes = _MATCH if kinds else PLAIN.attributes
    attributes |= {_KIND_ATTRIBUTES[kind] for kind in kinds if kind in _KIND_ATTRIBUTES}
    if entities:
        return Style(
            attributes, ENTITY_COLOURS.get(entities[-1].lower(), OTHER_ENTITY_COLOUR)
        )
    return Style(attributes, TRANSLATION_COLOUR if "translation" in kinds else None)
