"""How marks look on a terminal."""

from __future__ import annotations

import pytest

from diplosearch.highlighting.ansi import to_ansi
from diplosearch.highlighting.marks import Mark
from diplosearch.highlighting.runs import (
    ENTITY_COLOURS,
    OTHER_ENTITY_COLOUR,
    TRANSLATION_COLOUR,
)

KINDS = ["exact", "stem", "prefix", "phrase", "translation"]
CUBE = [0, 95, 135, 175, 215, 255]


def style_of(*marks: Mark) -> str:
    """Return the parameters of the sequence that styles a word so marked."""
    return to_ansi("Çin", 0, 3, marks).removesuffix("mÇin\x1b[0m").removeprefix("\x1b[")


def test_unmarked_text_has_no_sequences() -> None:
    """Without marks nothing is written but the text."""
    assert to_ansi("Çin'in", 0, 6, []) == "Çin'in"


@pytest.mark.parametrize("kind", [*KINDS, "entity"])
def test_matches_are_bold_and_underlined(kind: str) -> None:
    """Every match is told by more than colour."""
    assert {"1", "4"} <= set(style_of(Mark(0, 3, kind)).split(";"))


def test_kinds_of_match_differ() -> None:
    """Exact, stem, prefix, phrase and translation look different in pairs."""
    assert len({style_of(Mark(0, 3, kind)) for kind in KINDS}) == len(KINDS)


def test_match_adds_to_the_colour_of_an_entity() -> None:
    """A match in an entity keeps the entity's colour and is bold, underlined."""
    entity = Mark(0, 3, "GPE", "entity")
    assert style_of(entity) == "38;5;28"
    assert style_of(entity, Mark(0, 3, "exact")) == "1;4;38;5;28"
    assert style_of(entity, Mark(0, 3, "translation")) == "1;3;4;38;5;28"


def test_innermost_entity_gives_the_colour() -> None:
    """`Çin` in the name of an organization is shown as a country."""
    marks = [Mark(0, 17, "org", "entity"), Mark(0, 3, "gpe", "entity")]
    assert to_ansi("Çin Merkez Bankas", 0, 17, marks) == (
        "\x1b[38;5;28mÇin\x1b[0m\x1b[38;5;130m Merkez Bankas\x1b[0m"
    )


def test_unknown_kinds_are_shown() -> None:
    """A kind that has no style of its own looks like any match or entity."""
    assert style_of(Mark(0, 3, "fuzzy")) == "1;4"
    assert style_of(Mark(0, 3, "law", "entity")) == f"38;5;{OTHER_ENTITY_COLOUR}"


def test_styles_are_closed_at_line_ends() -> None:
    """A match over two lines is styled line by line."""
    assert to_ansi("Wang\n\nYi", 0, 8, [Mark(0, 8, "exact")]) == (
        "\x1b[1;4mWang\x1b[0m\n\n\x1b[1;4mYi\x1b[0m"
    )


def test_entity_types_have_colours_of_their_own() -> None:
    """No two types share a colour."""
    assert len(set(ENTITY_COLOURS.values())) == len(ENTITY_COLOURS)


@pytest.mark.parametrize(
    "colour", [*ENTITY_COLOURS.values(), OTHER_ENTITY_COLOUR, TRANSLATION_COLOUR]
)
def test_colours_can_be_read_on_light_and_dark(colour: int) -> None:
    """The WCAG contrast is at least 4 to 1 on black and on white."""
    cube = colour - 16
    levels = [CUBE[cube // 36 % 6], CUBE[cube // 6 % 6], CUBE[cube % 6]]
    if colour >= 232:
        levels = [8 + 10 * (colour - 232)] * 3
    parts = [level / 255 for level in levels]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4
    assert (luminance + 0.05) / 0.05 >= 4
