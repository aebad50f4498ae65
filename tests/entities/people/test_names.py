"""The words of a name."""

from __future__ import annotations

import pytest

from diplosearch.entities.people.names import is_initial, split_name, surname_of


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Xi Jinping", "xi"),
        ("Wang Yi", "wang"),
        ("Şi Cinping", "si"),
        ("Recep Tayyip Erdoğan", "erdogan"),
        ("Kassym-Jomart Tokayev", "tokayev"),
        ("Madonna", "madonna"),
    ],
)
def test_surname_is_what_a_text_goes_on_with(name: str, surname: str) -> None:
    """The last word, but the first of those whose family name stands there."""
    assert surname_of(split_name(name)) == surname


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("m.", True), ("m", False), ("mr.", False), ("1.", False), (".", False)],
)
def test_initial_is_a_letter_and_a_period(word: str, is_one: bool) -> None:
    """Neither a letter alone nor an abbreviation or number is an initial."""
    assert is_initial(word) is is_one
