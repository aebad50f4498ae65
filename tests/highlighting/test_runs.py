"""What marked text looks like on a terminal, with styles and without."""

from __future__ import annotations

import pytest

from diplosearch.highlighting.control_characters import show_controls
from diplosearch.highlighting.marks import Mark
from diplosearch.highlighting.runs import (
    PLAIN,
    TRANSLATION_COLOUR,
    Run,
    faint,
    mark_runs,
    strong,
)

TEXT = "Çin Dışişleri Bakanı"


def shown(
    text: str, marks: list[Mark], *, is_styled: bool = False, has_letters: bool = True
) -> str:
    """Return the text of the runs alone."""
    runs = mark_runs(
        text, 0, len(text), marks, is_styled=is_styled, has_letters=has_letters
    )
    return "".join(run.text for run in runs)


@pytest.mark.parametrize(
    ("marks", "bracketed"),
    [
        ([Mark(0, 3, "exact"), Mark(4, 13, "stem")], "[Çin] [Dışişleri] Bakanı"),
        ([Mark(0, 13, "phrase"), Mark(0, 3, "exact")], "[Çin Dışişleri] Bakanı"),
        ([Mark(0, 3, "gpe", "entity")], "Çinᴳ Dışişleri Bakanı"),
        ([Mark(0, 3, "gpe", "entity"), Mark(0, 3, "exact")], "[Çin]ᴳ Dışişleri Bakanı"),
        (
            [
                Mark(0, 3, "gpe", "entity"),
                Mark(0, 13, "exact"),
                Mark(0, 20, "org", "entity"),
            ],
            "[Çinᴳ Dışişleri] Bakanıᴼ",
        ),
        ([Mark(0, 3, "law", "entity")], TEXT),
        ([], TEXT),
    ],
)
def test_matches_stand_in_brackets(marks: list[Mark], bracketed: str) -> None:
    """A match is bracketed once, however many marks lie on it; letters stand behind."""
    assert shown(TEXT, marks) == bracketed


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("first line\nÇin said", [Mark(11, 14, "exact")]),
        ("one\n\nÇin", [Mark(5, 8, "exact")]),
        ("a\u2028b Çin", [Mark(4, 7, "exact")]),
    ],
)
def test_line_breaks_before_a_match_are_kept(text: str, marks: list[Mark]) -> None:
    """A line that begins with a match stays a line of its own, and no line is made."""
    assert shown(text, marks, is_styled=True) == show_controls(text)


def test_letters_tell_types_in_styles_too() -> None:
    """Behind each name in its colour stands the letter of its type, dimmed."""
    runs = mark_runs(
        "Çin", 0, 3, [Mark(0, 3, "gpe", "entity")], is_styled=True, has_letters=True
    )
    assert [run.text for run in runs] == ["Çin", "ᴳ"]
    assert runs[1].style.attributes == {"dim"}


def test_emphasis_keeps_the_styles_within() -> None:
    """What is bold or dimmed as a whole keeps its colours and other attributes."""
    marked = mark_runs(TEXT, 0, 3, [Mark(0, 3, "translation")], is_styled=True)
    assert faint(strong(marked))[0].style.attributes == {
        *("bold", "dim", "italic", "underline")
    }
    assert strong(marked)[0].style.colour == marked[0].style.colour
    assert strong("a") == (Run("a", PLAIN._replace(attributes=frozenset(["bold"]))),)


def test_a_translation_has_a_colour_of_its_own() -> None:
    """What was found in the other language looks otherwise than the words themselves."""
    styles = {}
    for kind in ("exact", "translation"):
        (run, _) = mark_runs(TEXT, 0, 13, [Mark(0, 3, kind)], is_styled=True)
        styles[kind] = run.style
    assert styles["exact"].colour is None
    assert styles["translation"].colour == TRANSLATION_COLOUR


def test_letters_of_names_that_end_together() -> None:
    """Each has its letter, the inner one first, with nothing between them."""
    marks = [Mark(0, 13, "org", "entity"), Mark(4, 13, "gpe", "entity")]
    assert shown(TEXT, marks) == "Çin Dışişleriᴳᴼ Bakanı"


def test_a_part_ends_where_it_ends() -> None:
    """Marks behind the end of a part are not written."""
    marks = [Mark(0, 3, "exact"), Mark(14, 20, "exact")]
    runs = mark_runs(TEXT, 0, 13, marks, is_styled=False)
    assert "".join(run.text for run in runs) == "[Çin] Dışişleri"
